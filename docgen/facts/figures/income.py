"""Figures of income per head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from statistics import median

from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    count,
    figure,
    neat,
    percent,
    places,
    round_to,
    share,
    total,
)
from docgen.facts.figures.select import households, is_monitored
from docgen.facts.traits import is_lifted
from docgen.facts.view import View
from docgen.model import Household

BANDS: tuple[tuple[int, int | None], ...] = (
    (0, 8000),
    (8000, 10000),
    (10000, 15000),
    (15000, 20000),
    (20000, None),
)
_PER_HEAD = ("户信息.人均纯收入",)
_PARTS = ("户信息.工资性收入", "户信息.生产经营性收入", "户信息.财产性收入", "户信息.转移性收入")


def _enter_band(low: int, high: int | None) -> None:
    above = f"人均纯收入大于等于{low}"
    name = f"{low}-{high}元" if high else f"{low}元及以上"
    words = f"{above}且小于{high}的户" if high else f"{above}的户"

    @figure(
        f"收入分段（{name}）",
        unit="户",
        definition=f"{words}（按台账人均纯收入列）",
        needs=_PER_HEAD,
        known=_PER_HEAD,
    )
    def band(view: View) -> Answer:
        return count(h for h in households(view) if _within(h.income_per_head, low, high))


def _within(income: Decimal | None, low: int, high: int | None) -> bool:
    return income is not None and income >= low and (high is None or income < high)


for _low, _high in BANDS:
    _enter_band(_low, _high)


def _mean(chosen: Sequence[Household], amount: Callable[[Household], Decimal | None]) -> Answer:
    known = [(h, value) for h in chosen if (value := amount(h)) is not None]
    if not known:
        return Lacking("没有一户有数")
    mean = sum((value for _, value in known), Decimal(0)) / len(known)
    empty = len(chosen) - len(known)
    note = f"{empty}户为空，未计入" if empty else ""
    return Counted(round_to(mean, 2), places(h for h, _ in known), note, empty)


def _per_head(household: Household) -> Decimal | None:
    return household.income_per_head


@figure(
    "人均纯收入户均值", unit="元", definition="各户人均纯收入的简单平均，两位小数", needs=_PER_HEAD
)
def mean(view: View) -> Answer:
    return _mean(households(view), _per_head)


@figure("人均纯收入中位数", unit="元", definition="各户人均纯收入的中位数", needs=_PER_HEAD)
def middle(view: View) -> Answer:
    known = [(h, h.income_per_head) for h in households(view) if h.income_per_head is not None]
    if not known:
        return Lacking("没有一户有数")
    value = median(Decimal(amount) for _, amount in known)
    empty = len(households(view)) - len(known)
    note = f"{empty}户为空，未计入" if empty else ""
    return Counted(neat(value), places(h for h, _ in known), note, empty)


@figure(
    "人均纯收入（按人加权）",
    unit="元",
    definition=(
        "各户（工资性+生产经营性+财产性+转移性−生产经营性支出）之和÷家庭人口列之和，两位小数"
    ),
    needs=("户信息.家庭人口", *_PARTS, "户信息.生产经营性支出"),
)
def weighted(view: View) -> Answer:
    chosen = households(view)
    known = [(h, income) for h in chosen if (income := _income(h)) is not None and h.size]
    heads = sum(h.size or 0 for h, _ in known)
    if not heads:
        return Lacking("没有一户有家庭人口和收入")
    value = sum((income for _, income in known), Decimal(0)) / heads
    empty = len(chosen) - len(known)
    note = f"{empty}户没有收入或家庭人口，未计入" if empty else ""
    return Counted(round_to(value, 2), places(h for h, _ in known), note, empty)


def _parts(household: Household) -> tuple[Decimal | None, ...]:
    return (
        household.wages,
        household.business_income,
        household.property_income,
        household.transfer_income,
    )


def _income(household: Household) -> Decimal | None:
    """Net income of the household in yuan; None when no part is known."""
    known = [part for part in _parts(household) if part is not None]
    if not known:
        return None
    return sum(known, Decimal(0)) - (household.business_costs or Decimal(0))


_LAST = ("户信息.上年人均纯收入",)


@figure(
    "上年人均纯收入户均值",
    unit="元",
    definition="各户上年人均纯收入的简单平均，两位小数",
    needs=_LAST,
)
def last_mean(view: View) -> Answer:
    return _mean(households(view), lambda household: household.last_income_per_head)


@figure(
    "人均纯收入同比增长",
    unit="%",
    definition="本年户均值÷上年户均值−1，两位小数",
    needs=(*_PER_HEAD, *_LAST),
)
def growth(view: View) -> Answer:
    now, before = mean(view), last_mean(view)
    if isinstance(now, Lacking):
        return now
    if isinstance(before, Lacking):
        return before
    return percent(now.value - before.value, before.value, households(view))


@figure(
    "脱贫户人均纯收入户均值",
    unit="元",
    definition="户类型为脱贫户的户人均纯收入简单平均",
    needs=("户信息.户类型", *_PER_HEAD),
)
def lifted_mean(view: View) -> Answer:
    return _mean([h for h in households(view) if is_lifted(h)], _per_head)


@figure(
    "工资性收入占比",
    unit="%",
    definition="工资性收入合计÷四项收入合计（未扣经营支出），两位小数",
    needs=_PARTS,
)
def wages_share(view: View) -> Answer:
    chosen = households(view)
    wages = sum((h.wages for h in chosen if h.wages is not None), Decimal(0))
    parts = (part for h in chosen for part in _parts(h) if part is not None)
    return percent(wages, sum(parts, Decimal(0)), chosen)


PARTS = {
    "工资性收入": "wages",
    "生产经营性收入": "business_income",
    "财产性收入": "property_income",
    "转移性收入": "transfer_income",
}


def _sums(view: View) -> dict[str, Decimal]:
    """The four incomes of all households in yuan."""
    return {
        column: sum((getattr(h, attribute) or Decimal(0) for h in households(view)), Decimal(0))
        for column, attribute in PARTS.items()
    }


def _enter_part(column: str) -> None:
    @figure(
        f"收入构成（{column}）",
        unit="%",
        definition=f"{column}合计占四项收入合计（未扣经营支出），按最大余数法取两位小数，四项合计为100",
        needs=_PARTS,
    )
    def part_of(view: View) -> Answer:
        return share(column, view.once(_sums), households(view))

    if column == "工资性收入":
        return  # 工资性收入占比 stands above

    @figure(
        f"{column}占比",
        unit="%",
        definition=f"{column}合计÷四项收入合计（未扣经营支出），两位小数",
        needs=_PARTS,
    )
    def ratio_of(view: View) -> Answer:
        added = view.once(_sums)
        return percent(added[column], sum(added.values(), Decimal(0)), households(view))


for _part in PARTS:
    _enter_part(_part)


def _enter_total(column: str, attribute: str) -> None:
    @figure(
        f"{column}合计",
        unit="万元",
        definition=f"户信息{column}列之和（由元换算）",
        needs=[f"户信息.{column}"],
    )
    def added(view: View) -> Answer:
        return total([(h, getattr(h, attribute)) for h in households(view)], 10000)


for _column, _attribute in {
    "工资性收入": "wages",
    "生产经营性收入": "business_income",
    "生产经营性支出": "business_costs",
    "财产性收入": "property_income",
    "转移性收入": "transfer_income",
    "低保金": "allowance",
    "特困金": "destitute_support",
    "养老金": "pension",
    "生态补偿金": "ecology_subsidy",
    "合规自付支出": "own_expenses",
}.items():
    _enter_total(_column, _attribute)


@figure(
    "监测对象人均纯收入户均值",
    unit="元",
    definition="监测对象类别不为空的户人均纯收入简单平均，两位小数",
    needs=("户信息.监测对象类别", *_PER_HEAD),
)
def monitored_mean(view: View) -> Answer:
    return _mean([h for h in households(view) if is_monitored(h)], _per_head)


def _changed(sign: int, words: str) -> None:
    @figure(
        f"人均纯收入比上年{words}户数",
        unit="户",
        definition=f"人均纯收入、上年人均纯收入都不为空，本年比上年{words}的户数",
        needs=(*_PER_HEAD, *_LAST),
        known=(*_PER_HEAD, *_LAST),
    )
    def moved(view: View) -> Answer:
        return count(h for h in households(view) if _moved(h) == sign)


def _moved(household: Household) -> int | None:
    now, before = household.income_per_head, household.last_income_per_head
    if now is None or before is None:
        return None
    return (now > before) - (now < before)


_changed(1, "增加")
_changed(-1, "减少")
_changed(0, "持平")


@figure(
    "低于监测线户数",
    unit="户",
    definition="人均纯收入小于当年监测线的户数（全部户）",
    needs=_PER_HEAD,
    known=_PER_HEAD,
)
def below_line(view: View) -> Answer:
    line = view.line(view.as_of.year)
    if line is None:
        return Lacking(f"设置中没有{view.as_of.year}年的监测线（[lines] monitor）")
    return count(
        h for h in households(view) if h.income_per_head is not None and h.income_per_head < line
    )


@figure(
    "收入分段（低于0元）",
    unit="户",
    definition="人均纯收入小于0的户（按台账人均纯收入列）",
    needs=_PER_HEAD,
    known=_PER_HEAD,
)
def below_zero(view: View) -> Answer:
    return count(
        h for h in households(view) if h.income_per_head is not None and h.income_per_head < 0
    )


@figure(
    "低于监测线未纳入监测脱贫户数",
    unit="户",
    definition="脱贫户、监测对象类别为空、人均纯收入小于当年监测线",
    needs=("户信息.户类型", "户信息.监测对象类别", *_PER_HEAD),
    known=_PER_HEAD,
)
def unmonitored_below_line(view: View) -> Answer:
    line = view.line(view.as_of.year)
    if line is None:
        return Lacking(f"设置中没有{view.as_of.year}年的监测线（[lines] monitor）")
    return count(
        h
        for h in households(view)
        if is_lifted(h)
        and not is_monitored(h)
        and h.income_per_head is not None
        and h.income_per_head < line
    )
