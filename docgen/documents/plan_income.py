"""The income of a household in its plan: the parts, a head, against last year, against the line."""

from __future__ import annotations

from decimal import Decimal

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks
from docgen.facts.view import View
from docgen.model import Household, Ledger
from docgen.words import missing, number_text, rounded, yuan_text

INCOME = "家庭收入"
PARTS = ("工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入")
TRANSFERS = ("低保金", "特困金", "养老金", "生态补偿金")
TOLERANCE = Decimal(1)  # yuan a head: the ledger rounds


def income(household: Household, view: View, lacks: Lacks) -> Context:
    """Return the four incomes, costs, income a head, last year's and what follows from them."""
    said = {name: lacks.value(household, name, INCOME) for name in PARTS}
    now = lacks.value(household, "人均纯收入", INCOME)
    before = lacks.value(household, "上年人均纯收入", INCOME)
    notes = [
        transfers(household),
        computed_note(household),
        line_note(household, view),
        gain_note(household, view.ledger),
    ]
    return {
        **said,
        "人均纯收入": now,
        "上年人均纯收入": before,
        "人均增长": growth(household.income_per_head, household.last_income_per_head),
        "人均变化": change_text(household.income_per_head, household.last_income_per_head),
        "纯收入": net_income(household),
        "收入说明": [note for note in notes if note],
    }


def net_income(household: Household) -> Decimal | str:
    """Return 四项收入 minus 生产经营性支出 in yuan; a mark when one of them is missing."""
    net = computed_net(household)
    return net if net is not None else f"{missing('四项收入或支出')}，不能计算"


def computed_net(household: Household) -> Decimal | None:
    earned = (
        household.wages,
        household.business_income,
        household.property_income,
        household.transfer_income,
    )
    if household.business_costs is None or any(amount is None for amount in earned):
        return None
    return sum((amount for amount in earned if amount), Decimal(0)) - household.business_costs


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | str:
    """Return the growth in percent; a dash when it cannot be computed."""
    if now is None or not before or before < 0:
        return NOT_APPLICABLE
    return rounded((now - before) * 100 / before, 2)


def change_text(now: Decimal | None, before: Decimal | None) -> str:
    """Return how income a head moved against last year, in words."""
    if now is None or before is None:
        return f"{missing('人均纯收入' if now is None else '上年人均纯收入')}，不能比较"
    if now == before:
        return "与上年持平"
    word = "增加" if now > before else "减少"
    rate = growth(now, before)
    percent = f"（{number_text(abs(rate))}%）" if isinstance(rate, Decimal) else ""
    return f"比上年{word}{yuan_text(abs(now - before))}元{percent}"


def transfers(household: Household) -> str:
    """Return what the transfer income holds, as far as the ledger says."""
    names = dict(
        zip(
            TRANSFERS,
            (
                household.allowance,
                household.destitute_support,
                household.pension,
                household.ecology_subsidy,
            ),
            strict=True,
        )
    )
    said = [f"{name}{yuan_text(amount)}元" for name, amount in names.items() if amount]
    return f"转移性收入中：{'，'.join(said)}。" if said else ""


def computed_note(household: Household) -> str:
    """Return a warning when income a head does not follow from the parts and the size."""
    net, now, size = computed_net(household), household.income_per_head, household.size
    if net is None or now is None or not size:
        return ""
    computed = rounded(net / size, 2)
    if abs(computed - now) <= TOLERANCE:
        return ""
    return (
        f"按四项收入减生产经营性支出、除以家庭人口{size}人计算，人均为{yuan_text(computed)}元，"
        f"与台账的{yuan_text(now)}元不一致，请核对。"
    )


def line_note(household: Household, view: View) -> str:
    """Return how income a head stands to this year's monitoring line, if a line is set."""
    year = view.as_of.year
    line, now = view.line(year), household.income_per_head
    if line is None or now is None:
        return ""
    word = "低于" if now < line else "不低于"
    return f"人均纯收入{word}{year}年防返贫监测线（{yuan_text(line)}元）。"


def gain_note(household: Household, ledger: Ledger) -> str:
    """Return the sum of what the measures are expected to bring, as far as they say."""
    gains = [one.expected_gain for one in ledger.measures_of(household.id) if one.expected_gain]
    if not gains:
        return ""
    total = sum(gains, Decimal(0))
    return f"本计划措施预期增收合计{yuan_text(total)}元（台账中填有预期增收的{len(gains)}项措施）。"
