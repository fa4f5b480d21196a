"""Traits of households, their own and those of their members."""

from __future__ import annotations

from collections.abc import Callable

from docgen.facts.traits import persons
from docgen.facts.traits.table import Fact, any_of, trait
from docgen.facts.view import View
from docgen.facts.words import blank, is_yes
from docgen.model import Household, Person

LIFTED = ("脱贫户", "脱贫不稳定户")
Holds = Callable[[Person, View], bool | None]


@trait("户", "脱贫户", definition="户类型为脱贫户（含脱贫不稳定户）的户")
def lifted(household: Household, view: View) -> bool | None:
    return is_lifted(household) if household.kind else None


def is_lifted(household: Household) -> bool:
    """Whether 户类型 says so, or says 监测对象 and the kind beside it is a lifted one."""
    if household.kind == "监测对象":
        return household.monitored_kind in LIFTED
    return household.kind in LIFTED


@trait("户", "一般农户", definition="户类型为一般农户的户")
def ordinary(household: Household, view: View) -> bool | None:
    return household.kind == "一般农户" if household.kind else None


@trait("户", "监测户", "监测对象", definition="监测对象类别不为空的户（含风险已消除）")
def monitored(household: Household, view: View) -> bool | None:
    if not blank(household.monitored_kind):
        return True
    if household.kind in ("监测对象", "监测户") or household.risk_removed is not None:
        return None
    return False if view.has("户信息", "监测对象类别", household) else None


def of_monitored_kind(household: Household, view: View, kind: str) -> bool | None:
    return (
        household.monitored_kind == kind
        if monitored(household, view)
        else monitored(household, view)
    )


@trait("户", "脱贫不稳定户", definition="监测对象类别为脱贫不稳定户的户")
def unstable(household: Household, view: View) -> bool | None:
    return of_monitored_kind(household, view, "脱贫不稳定户")


@trait("户", "边缘易致贫户", definition="监测对象类别为边缘易致贫户的户")
def marginal(household: Household, view: View) -> bool | None:
    return of_monitored_kind(household, view, "边缘易致贫户")


@trait("户", "突发严重困难户", definition="监测对象类别为突发严重困难户的户")
def in_sudden_need(household: Household, view: View) -> bool | None:
    return of_monitored_kind(household, view, "突发严重困难户")


@trait("户", "未消除风险", "风险未消除", definition="监测对象中风险是否已消除为否的户")
def at_risk(household: Household, view: View) -> bool | None:
    if not monitored(household, view):
        return monitored(household, view)
    removed = is_yes(household.risk_removed)
    return None if removed is None else not removed


@trait("户", "已消除风险", "风险已消除", definition="监测对象中风险是否已消除为是的户")
def risk_removed(household: Household, view: View) -> bool | None:
    if not monitored(household, view):
        return monitored(household, view)
    return is_yes(household.risk_removed)


@trait("户", "低保户", definition="享受低保为农村低保或城市低保的户")
def on_allowance(household: Household, view: View) -> bool | None:
    said = household.low_income_aid
    return None if said is None else said in ("农村低保", "城市低保") or is_yes(said) is True


@trait("户", "特困户", "特困供养户", definition="享受特困为农村特困或城市特困的户")
def destitute(household: Household, view: View) -> bool | None:
    said = household.destitute_aid
    return None if said is None else said in ("农村特困", "城市特困") or is_yes(said) is True


@trait("户", "易地搬迁户", "搬迁户", definition="是否易地搬迁户为是的户")
def resettled(household: Household, view: View) -> bool | None:
    return is_yes(household.resettled)


@trait("户", "危房户", definition="是否危房户为是的户")
def in_dangerous_dwelling(household: Household, view: View) -> bool | None:
    return is_yes(household.dangerous_dwelling)


@trait("户", "党员户", definition="是否党员户为是，或家庭成员中有党员的户")
def party_household(household: Household, view: View) -> bool | None:
    said = is_yes(household.party_household)
    return said if said is not None else members(household, view, persons.party_member)


@trait("户", "有贷款", definition="小额信贷余额大于0的户")
def has_loan(household: Household, view: View) -> bool | None:
    return None if household.loan_balance is None else household.loan_balance > 0


@trait("户", "低于监测线", definition="人均纯收入低于as_of当年监测线的户")
def below_line(household: Household, view: View) -> bool | None:
    line = view.line(view.as_of.year)
    if line is None or household.income_per_head is None:
        return None
    return household.income_per_head < line


@trait("户", "有项目", definition="在项目受益户表中有登记的户")
def in_project(household: Household, view: View) -> bool | None:
    if view.ledger.beneficiaries_of(household.id):
        return True
    return False if view.has("项目受益户") else None


@trait("户", "有帮扶措施", definition="在帮扶措施表中有登记的户")
def has_measure(household: Household, view: View) -> bool | None:
    if view.ledger.measures_of(household.id):
        return True
    return False if view.has("帮扶措施") else None


@trait("户", "有帮扶责任人", definition="在帮扶责任人表中有未结束的结对的户")
def has_helper(household: Household, view: View) -> bool | None:
    helpers = view.ledger.helpers_of(household.id)
    if any(helper.until is None or helper.until >= view.as_of for helper in helpers):
        return True
    return False if view.has("帮扶责任人") else None


@trait("户", "成员数", definition="家庭成员表中登记的人数", yes_no=False)
def member_count(household: Household, view: View) -> int | None:
    return len(view.ledger.persons_of(household.id)) or None


@trait("户", "无劳动力户", "整户无劳动力", definition="没有一名成员是普通、技能、弱或半劳动力的户")
def without_labour(household: Household, view: View) -> bool | None:
    answer = members(household, view, _any_labour)
    return None if answer is None else not answer


def _any_labour(person: Person, view: View) -> bool | None:
    return any_of((persons.labourer(person, view), persons.weak_labourer(person, view)))


def members(household: Household, view: View, holds: Holds) -> bool | None:
    """Whether a trait holds for at least one member."""
    return any_of(holds(person, view) for person in view.ledger.persons_of(household.id))


def count_of(household: Household, view: View, holds: Holds) -> int | None:
    """How many members a trait holds for; None when that is unknown for one of them."""
    answers = [holds(person, view) for person in view.ledger.persons_of(household.id)]
    return None if not answers or None in answers else sum(answer is True for answer in answers)


# A household has (有…) what one of its members is: name, trait of the member, words.
_HAVING: tuple[tuple[str, Holds, str], ...] = (
    ("有在校生", persons.at_school, "在校生"),
    ("有学前儿童", persons.in_kindergarten, "学前教育儿童"),
    ("有义务教育学生", persons.in_compulsory_school, "义务教育阶段学生"),
    ("有普通高中学生", persons.in_high_school, "普通高中学生"),
    ("有中高职学生", persons.in_vocational_training, "中职、高职高专或技师学院学生"),
    ("有大学生", persons.in_university, "大专、本科或研究生"),
    ("有残疾人", persons.disabled, "残疾人"),
    ("有重度残疾人", persons.severely_disabled, "一级或二级残疾人"),
    ("有大病患者", persons.gravely_ill, "患有大病的人"),
    ("有慢性病患者", persons.chronically_ill, "长期慢性病患者"),
    ("有劳动力", persons.labourer, "普通劳动力或技能劳动力"),
    ("有弱劳动力", persons.weak_labourer, "弱劳动力或半劳动力"),
    ("有务工", persons.working, "务工人员"),
    ("有外出务工", persons.working_away, "县外务工人员"),
    ("有公益岗", persons.on_public_post, "公益性岗位人员"),
    ("有老年人", persons.elderly, "60周岁以上老年人"),
    ("有高龄老人", persons.very_old, "80周岁以上老人"),
    ("有未成年人", persons.minor, "未满18周岁的成员"),
    ("有义务教育年龄儿童", persons.of_school_age, "6至15周岁的成员"),
    ("有党员", persons.party_member, "中共党员"),
)
# Other words for the same household trait.
_ALSO = {
    "有务工": "有务工人员",
    "有外出务工": "有外出务工人员",
    "有大病患者": "有大病",
    "有慢性病患者": "有慢性病",
}
_COUNTS: tuple[tuple[str, Holds, str], ...] = (
    ("劳动力数", persons.labourer, "普通劳动力和技能劳动力"),
    ("在校生数", persons.at_school, "在校生"),
    ("残疾人数", persons.disabled, "残疾人"),
    ("务工人数", persons.working, "务工人员"),
)


def _enter_families() -> None:
    for name, holds, words in _HAVING:

        def having(household: Household, view: View, holds: Holds = holds) -> Fact:
            return members(household, view, holds)

        names = (name, _ALSO[name]) if name in _ALSO else (name,)
        trait("户", *names, definition=f"家庭成员中至少有一名{words}的户")(having)
    for name, holds, words in _COUNTS:

        def counting(household: Household, view: View, holds: Holds = holds) -> Fact:
            return count_of(household, view, holds)

        trait("户", name, definition=f"家庭成员中{words}的人数", yes_no=False)(counting)


_enter_families()
