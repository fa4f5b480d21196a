"""Figures of households, and of the persons that live in them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from docgen.facts.figures.families import Holds, Line, chosen, told
from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    count,
    figure,
    places,
    round_to,
    total,
)
from docgen.facts.figures.select import (
    households,
    in_period,
    is_monitored,
    lifted_or_monitored,
    persons_of,
)
from docgen.facts.traits import is_lifted
from docgen.facts.view import View
from docgen.ledger.households import group_key, village_key


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
    return view.once(_different_numbers)


def _different_numbers(view: View) -> int:
    numbers = [person.id_number for person in view.ledger.persons]
    return len({number[:18].upper() for number in numbers if number}) + numbers.count(None)


class Family(NamedTuple):
    """Households by one condition, counted as 户数 and as 人数."""

    name: str
    words: str
    needs: tuple[str, ...]
    holds: Holds


_KIND = ("户信息.户类型",)
_MONITORED = ("户信息.监测对象类别",)
_REMOVED = ("户信息.风险是否已消除",)
_IDENTIFIED = ("户信息.识别时间",)
_EMPTY_IS_NONE = _MONITORED  # 监测对象类别为空 is not monitored

FAMILIES = (
    Family(
        "脱贫户",
        "户类型为脱贫户（含脱贫不稳定户；户类型为空的不计）",
        _KIND,
        lambda household, _: is_lifted(household),
    ),
    Family("一般农户", "户类型为一般农户", _KIND, told("kind", "一般农户")),
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
        told("monitored_kind", "脱贫不稳定户"),
    ),
    Family(
        "边缘易致贫户",
        "监测对象类别为边缘易致贫户（含风险已消除）",
        _MONITORED,
        told("monitored_kind", "边缘易致贫户"),
    ),
    Family(
        "突发严重困难户",
        "监测对象类别为突发严重困难户（含风险已消除）",
        _MONITORED,
        told("monitored_kind", "突发严重困难户"),
    ),
    Family(
        "风险未消除监测对象",
        "风险是否已消除为否",
        _REMOVED,
        told("risk_removed", "否"),
    ),
    Family(
        "风险已消除监测对象",
        "风险是否已消除为是",
        _REMOVED,
        told("risk_removed", "是"),
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
        told("low_income_aid", "农村低保"),
    ),
    Family(
        "特困供养",
        "享受特困为农村特困",
        ("户信息.享受特困",),
        told("destitute_aid", "农村特困"),
    ),
    Family(
        "易地搬迁",
        "是否易地搬迁户为是",
        ("户信息.是否易地搬迁户",),
        told("resettled", "是"),
    ),
    Family(
        "危房户",
        "是否危房户为是",
        ("户信息.是否危房户",),
        told("dangerous_dwelling", "是"),
    ),
    Family("户类型为空", "户类型为空", _KIND, lambda household, _: not household.kind),
    Family(
        "脱贫和监测",
        "户类型为脱贫户（含脱贫不稳定户）或监测对象类别不为空",
        (*_KIND, *_MONITORED),
        lambda household, _: lifted_or_monitored(household),
    ),
    Family(
        "脱贫户中监测对象",
        "户类型为脱贫户（含脱贫不稳定户）且监测对象类别不为空",
        (*_KIND, *_MONITORED),
        lambda household, _: is_lifted(household) and is_monitored(household),
    ),
    Family(
        "一般农户中监测对象",
        "户类型为一般农户且监测对象类别不为空",
        (*_KIND, *_MONITORED),
        lambda household, _: household.kind == "一般农户" and is_monitored(household),
    ),
    Family(
        "本期风险消除监测对象",
        "消除时间在期内",
        ("户信息.消除时间",),
        lambda household, view: in_period(household.removed_on, view),
    ),
    Family(
        "城市低保",
        "享受低保为城市低保",
        ("户信息.享受低保",),
        told("low_income_aid", "城市低保"),
    ),
    Family(
        "城市特困供养",
        "享受特困为城市特困",
        ("户信息.享受特困",),
        told("destitute_aid", "城市特困"),
    ),
    Family(
        "整户无劳动力兜底保障户",
        "整户无劳动力兜底保障户为是",
        ("户信息.整户无劳动力兜底保障户",),
        told("no_labour_backstop", "是"),
    ),
)


def _enter(family: Family) -> None:
    known = [column for column in family.needs if column not in _EMPTY_IS_NONE]
    if family.name == "户类型为空":
        known = []
    dated = family.name.startswith("本期")

    line = Line("", "", holds=family.holds)

    @figure(
        f"{family.name}户数",
        unit="户",
        definition=f"{family.words}的户数",
        needs=family.needs,
        known=known,
        dated=dated,
    )
    def of_households(view: View) -> Answer:
        return count(chosen(view, "户信息", line))

    @figure(
        f"{family.name}人数",
        unit="人",
        definition=f"{family.words}的户在家庭成员表中的行数",
        needs=(*family.needs, "家庭成员"),
        known=known,
        dated=dated,
    )
    def of_persons(view: View) -> Answer:
        return count(persons_of(view, chosen(view, "户信息", line)))


for _family in FAMILIES:
    _enter(_family)


@figure("行政村数", unit="个", definition="户信息中不同的行政村", needs=["户信息.行政村"])
def villages(view: View) -> Answer:
    written = {h.village: h for h in reversed(households(view)) if h.village}
    return count({village_key(name): h for name, h in written.items() if name}.values())


@figure(
    "村民小组数",
    unit="个",
    definition="户信息中不同的村民小组（各村的分别计）",
    needs=["户信息.村民小组"],
    known=["户信息.村民小组"],
)
def groups(view: View) -> Answer:
    written = {(h.village or "", h.group): h for h in reversed(households(view)) if h.group}
    first = {(village_key(v), group_key(g or "")): h for (v, g), h in written.items()}
    return count(first.values())


@figure("家庭人口合计", unit="人", definition="各户家庭人口列之和", needs=["户信息.家庭人口"])
def heads(view: View) -> Answer:
    return total([(h, h.size) for h in households(view)])


@figure(
    "户均人口",
    unit="人",
    definition="家庭成员行数÷户信息户数，两位小数",
    needs=["户信息", "家庭成员"],
)
def heads_a_household(view: View) -> Answer:
    homes = households(view)
    if not homes:
        return Lacking("没有一户")
    value = round_to(Decimal(len(view.ledger.persons)) / len(homes), 2)
    return Counted(value, places(homes))


@figure(
    "党员户户数",
    unit="户",
    definition="是否党员户为是",
    needs=["户信息.是否党员户"],
    known=["户信息.是否党员户"],
)
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
