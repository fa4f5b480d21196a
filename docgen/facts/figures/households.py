"""Figures of households, and of the persons that live in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from docgen.facts.figures.registry import Answer, Counted, count, figure, total
from docgen.facts.figures.select import (
    households,
    in_period,
    is_lifted,
    is_monitored,
    lifted_or_monitored,
    persons_of,
)
from docgen.facts.view import View
from docgen.model import Household


@figure(
    "台账户数", unit="户", definition="户信息各表（不含隐藏表、合计行）的户数", needs=["户信息"]
)
def all_households(view: View) -> Answer:
    return count(households(view))


@figure(
    "台账人数",
    unit="人",
    definition="家庭成员各表（不含小计、合计、表尾）的行数；同一人登记在两户时按行计，另给去重数",
    needs=["家庭成员"],
)
def all_persons(view: View) -> Answer:
    persons = view.ledger.persons
    different = _different(view)
    note = f"按证件号码去重为{different}人" if different != len(persons) else ""
    return Counted(len(persons), count(persons).records, note)


@figure(
    "台账去重人数",
    unit="人",
    definition="家庭成员各表中证件号码前18位不同的人数（证件号码为空的按行计）",
    needs=["家庭成员.证件号码"],
)
def different_persons(view: View) -> Answer:
    return Counted(_different(view), count(view.ledger.persons).records)


def _different(view: View) -> int:
    numbers = [person.id_number for person in view.ledger.persons]
    return len({number[:18].upper() for number in numbers if number}) + numbers.count(None)


class Family(NamedTuple):
    """Households by one condition, counted as 户数 and as 人数."""

    name: str
    words: str
    needs: tuple[str, ...]
    holds: Callable[[Household, View], bool]


_KIND = ("户信息.户类型",)
_MONITORED = ("户信息.监测对象类别",)
_REMOVED = ("户信息.风险是否已消除",)
_IDENTIFIED = ("户信息.识别时间",)

FAMILIES = (
    Family(
        "脱贫户",
        "户类型为脱贫户（含脱贫不稳定户；户类型为空的不计）",
        _KIND,
        lambda household, _: is_lifted(household),
    ),
    Family(
        "一般农户", "户类型为一般农户", _KIND, lambda household, _: household.kind == "一般农户"
    ),
    Family(
        "监测对象",
        "监测对象类别不为空（含风险已消除）",
        _MONITORED,
        lambda household, _: is_monitored(household),
    ),
    Family(
        "脱贫不稳定户",
        "监测对象类别为脱贫不稳定户（含风险已消除）",
        _MONITORED,
        lambda household, _: household.monitored_kind == "脱贫不稳定户",
    ),
    Family(
        "边缘易致贫户",
        "监测对象类别为边缘易致贫户（含风险已消除）",
        _MONITORED,
        lambda household, _: household.monitored_kind == "边缘易致贫户",
    ),
    Family(
        "突发严重困难户",
        "监测对象类别为突发严重困难户（含风险已消除）",
        _MONITORED,
        lambda household, _: household.monitored_kind == "突发严重困难户",
    ),
    Family(
        "风险未消除监测对象",
        "风险是否已消除为否",
        _REMOVED,
        lambda household, _: household.risk_removed == "否",
    ),
    Family(
        "风险已消除监测对象",
        "风险是否已消除为是",
        _REMOVED,
        lambda household, _: household.risk_removed == "是",
    ),
    Family(
        "本期新识别监测对象",
        "识别时间在期内",
        _IDENTIFIED,
        lambda household, view: in_period(household.identified, view),
    ),
    Family(
        "上年识别监测对象",
        "识别时间在上一年",
        _IDENTIFIED,
        lambda household, view: (
            household.identified is not None
            and household.identified.year == view.settings.period.end.year - 1
        ),
    ),
    Family(
        "低保",
        "享受低保为农村低保",
        ("户信息.享受低保",),
        lambda household, _: household.low_income_aid == "农村低保",
    ),
    Family(
        "特困供养",
        "享受特困为农村特困",
        ("户信息.享受特困",),
        lambda household, _: household.destitute_aid == "农村特困",
    ),
    Family(
        "易地搬迁",
        "是否易地搬迁户为是",
        ("户信息.是否易地搬迁户",),
        lambda household, _: household.resettled == "是",
    ),
    Family(
        "危房户",
        "是否危房户为是",
        ("户信息.是否危房户",),
        lambda household, _: household.dangerous_dwelling == "是",
    ),
)


def _enter(family: Family) -> None:
    def chosen(view: View) -> list[Household]:
        return [household for household in households(view) if family.holds(household, view)]

    @figure(f"{family.name}户数", unit="户", definition=f"{family.words}的户数", needs=family.needs)
    def of_households(view: View) -> Answer:
        return count(chosen(view))

    @figure(
        f"{family.name}人数",
        unit="人",
        definition=f"{family.words}的户在家庭成员表中的行数",
        needs=(*family.needs, "家庭成员"),
    )
    def of_persons(view: View) -> Answer:
        return count(persons_of(view, chosen(view)))


for _family in FAMILIES:
    _enter(_family)


@figure("党员户户数", unit="户", definition="是否党员户为是", needs=["户信息.是否党员户"])
def party_households(view: View) -> Answer:
    return count(h for h in households(view) if h.party_household == "是")


@figure(
    "小额信贷户数", unit="户", definition="小额信贷余额大于0的户", needs=["户信息.小额信贷余额"]
)
def borrowing_households(view: View) -> Answer:
    return count(h for h in households(view) if h.loan_balance is not None and h.loan_balance > 0)


@figure("小额信贷余额", unit="元", definition="小额信贷余额合计", needs=["户信息.小额信贷余额"])
def loan_balance(view: View) -> Answer:
    # Most households borrow nothing and leave the cell empty: those rows are no gap.
    rows = [(h, h.loan_balance) for h in households(view) if h.loan_balance is not None]
    return total(rows)


@figure(
    "帮扶措施条数",
    unit="条",
    definition="帮扶措施表行数（不含小计、合计）；户编号查无此户的也计，另列",
    needs=["帮扶措施"],
)
def measures(view: View) -> Answer:
    rows = view.ledger.measures
    strange = sum(view.ledger.household(measure.household) is None for measure in rows)
    note = f"其中{strange}条的户编号查无此户" if strange else ""
    return Counted(len(rows), count(rows).records, note)


@figure(
    "有帮扶措施的脱贫户和监测户数",
    unit="户",
    definition="户类型为脱贫户或监测对象类别不为空，且帮扶措施表有至少一条",
    needs=["户信息.户类型", "帮扶措施"],
)
def households_with_measures(view: View) -> Answer:
    return count(
        household
        for household in households(view)
        if lifted_or_monitored(household) and view.ledger.measures_of(household.id)
    )
