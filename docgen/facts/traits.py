"""Named traits of persons and households, all as of the ledger's day.

A trait is a plain function with a name and a definition of one sentence. It returns None where
the ledger does not hold what it needs: an unknown fact decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar

from docgen.facts.view import View
from docgen.facts.words import age_on, blank, disability_grade, id_birth_date, is_yes
from docgen.model import Household, Person

Fact = bool | int | Decimal | str | date | None


@dataclass(frozen=True, slots=True)
class Trait:
    """A named fact of a person (人) or a household (户) and its definition."""

    name: str
    of: Literal["户", "人"]
    definition: str
    yes_no: bool
    function: Callable[[Any, View], Fact]


TRAITS: dict[str, Trait] = {}
AT_SCHOOL_NOT = ("非在校生", "学龄前儿童", "无", "否")
COMPULSORY = ("小学", "七年级", "八年级", "九年级")
OUTSIDE_COUNTY = ("县外省内", "省外")
LIFTED = ("脱贫户", "脱贫不稳定户")

_Function = TypeVar("_Function", bound=Callable[[Any, View], Fact])


def trait(
    of: Literal["户", "人"], *names: str, definition: str, yes_no: bool = True
) -> Callable[[_Function], _Function]:
    """Enter a function in the table of traits under one or several names."""

    def enter(function: _Function) -> _Function:
        for name in names:
            TRAITS[name] = Trait(name, of, definition, yes_no, function)
        return function

    return enter


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """是 when one is; 缺资料 when none is and one is unknown, or when there is nobody."""
    heard = list(answers)
    if True in heard:
        return True
    return None if not heard or None in heard else False


# --- persons


@trait("人", "年龄", definition="按出生日期（为空时按有效证件号码）计算的周岁", yes_no=False)
def age(person: Person, view: View) -> int | None:
    born = person.born or id_birth_date(person.id_number)
    return age_on(born, view.as_of) if born and born <= view.as_of else None


def aged(person: Person, view: View, low: int, high: int = 200) -> bool | None:
    """Whether the person's age is in low..high, None when unknown."""
    years = age(person, view)
    return None if years is None else low <= years <= high


@trait("人", "老年人", definition="年满60周岁的成员")
def elderly(person: Person, view: View) -> bool | None:
    return aged(person, view, 60)


@trait("人", "高龄老人", definition="年满80周岁的成员")
def very_old(person: Person, view: View) -> bool | None:
    return aged(person, view, 80)


@trait("人", "未成年人", definition="未满18周岁的成员")
def minor(person: Person, view: View) -> bool | None:
    return aged(person, view, 0, 17)


@trait("人", "义务教育年龄", definition="6至15周岁的成员")
def of_school_age(person: Person, view: View) -> bool | None:
    return aged(person, view, 6, 15)


@trait("人", "劳动年龄", definition="16至59周岁的成员")
def of_working_age(person: Person, view: View) -> bool | None:
    return aged(person, view, 16, 59)


@trait("人", "在校生", "是否在校", definition="在校生状况为学前教育至研究生任一学段的成员")
def at_school(person: Person, view: View) -> bool | None:
    if person.schooling is None:
        # The national form fills either 文化程度 or 在校生状况.
        return False if person.education else None
    return person.schooling not in AT_SCHOOL_NOT


def stage(person: Person, view: View, *beginnings: str) -> bool | None:
    """Whether the person is at school in one of these stages."""
    if not at_school(person, view):
        return at_school(person, view)
    return (person.schooling or "").startswith(beginnings)


@trait("人", "学前教育", definition="在校生状况为学前教育的成员")
def in_kindergarten(person: Person, view: View) -> bool | None:
    return stage(person, view, "学前教育")


@trait("人", "义务教育阶段学生", definition="在校生状况为小学、七年级、八年级、九年级的成员")
def in_compulsory_school(person: Person, view: View) -> bool | None:
    return stage(person, view, *COMPULSORY)


@trait("人", "普通高中学生", definition="在校生状况为普通高中各年级的成员")
def in_high_school(person: Person, view: View) -> bool | None:
    return stage(person, view, "普通高中", "高一", "高二", "高三")


@trait("人", "中职学生", definition="在校生状况为中职各年级的成员")
def in_vocational_school(person: Person, view: View) -> bool | None:
    return stage(person, view, "中职")


@trait("人", "高职学生", definition="在校生状况为高职高专各年级的成员")
def in_vocational_college(person: Person, view: View) -> bool | None:
    return stage(person, view, "高职")


@trait("人", "中高职学生", definition="在校生状况为中职、高职高专各年级或技师学院的成员")
def in_vocational_training(person: Person, view: View) -> bool | None:
    return stage(person, view, "中职", "高职", "技师学院")


@trait("人", "大学生", definition="在校生状况为大专、本科或研究生的成员")
def in_university(person: Person, view: View) -> bool | None:
    return stage(person, view, "大专", "本科", "硕士", "博士", "研究生")


@trait("人", "残疾人", "是否残疾", definition="健康状况含残疾、登记了残疾类别等级或持残疾证的成员")
def disabled(person: Person, view: View) -> bool | None:
    if "残疾" in (person.health or "") or not blank(person.disability_kind):
        return True
    if disability_grade(person) is not None:
        return True
    return False if person.health else None


@trait("人", "重度残疾", "重度残疾人", definition="残疾等级为一级或二级的成员")
def severely_disabled(person: Person, view: View) -> bool | None:
    grade = disability_grade(person)
    if grade is not None:
        return grade <= 2
    return False if disabled(person, view) is False else None


@trait("人", "患大病", definition="健康状况含患有大病的成员")
def gravely_ill(person: Person, view: View) -> bool | None:
    return "大病" in person.health if person.health else None


@trait("人", "慢性病", definition="健康状况含长期慢性病的成员")
def chronically_ill(person: Person, view: View) -> bool | None:
    return "慢性病" in person.health if person.health else None


@trait("人", "劳动力", "是否劳动力", definition="劳动技能为普通劳动力或技能劳动力的成员")
def labourer(person: Person, view: View) -> bool | None:
    return person.labour in ("普通劳动力", "技能劳动力") if person.labour else None


@trait("人", "弱劳动力", definition="劳动技能为弱劳动力或半劳动力的成员")
def weak_labourer(person: Person, view: View) -> bool | None:
    return person.labour.startswith(("弱", "半")) if person.labour else None


@trait("人", "务工", "是否务工", definition="务工时间大于0，或务工时间为空而是否已务工为是的成员")
def working(person: Person, view: View) -> bool | None:
    if person.work_months is not None:
        return person.work_months > 0
    return is_yes(person.working)


@trait("人", "外出务工", "县外务工", definition="务工且务工区域为县外省内或省外的成员")
def working_away(person: Person, view: View) -> bool | None:
    if not working(person, view):
        return working(person, view)
    return person.work_region in OUTSIDE_COUNTY if person.work_region else None


@trait("人", "县内务工", definition="务工且务工区域为县内的成员")
def working_near(person: Person, view: View) -> bool | None:
    if not working(person, view):
        return working(person, view)
    return person.work_region == "县内" if person.work_region else None


@trait("人", "公益岗", "公益岗人员", definition="公益性岗位不为空的成员")
def on_public_post(person: Person, view: View) -> bool | None:
    if person.public_post is None and not view.has("家庭成员", "公益性岗位", person):
        return None
    return not blank(person.public_post)


@trait("人", "已参医保", definition="城乡居民医保或职工医保为是的成员")
def insured(person: Person, view: View) -> bool | None:
    return any_of((is_yes(person.resident_insurance), is_yes(person.employee_insurance)))


@trait("人", "户主", definition="与户主关系为户主的成员")
def householder(person: Person, view: View) -> bool | None:
    return person.relation in ("户主", "本人或户主") if person.relation else None


@trait("人", "党员", definition="政治面貌为中共党员（含预备党员）的成员")
def party_member(person: Person, view: View) -> bool | None:
    return "党员" in person.political_status if person.political_status else None


# --- households


@trait("户", "脱贫户", definition="户类型为脱贫户（含脱贫不稳定户）的户")
def lifted(household: Household, view: View) -> bool | None:
    return household.kind in LIFTED if household.kind else None


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
    return said if said is not None else members(household, view, party_member)


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
    return any_of((labourer(person, view), weak_labourer(person, view)))


def members(
    household: Household, view: View, holds: Callable[[Person, View], bool | None]
) -> bool | None:
    """Whether a trait holds for at least one member."""
    return any_of(holds(person, view) for person in view.ledger.persons_of(household.id))


def count_of(
    household: Household, view: View, holds: Callable[[Person, View], bool | None]
) -> int | None:
    """How many members a trait holds for; None when that is unknown for one of them."""
    answers = [holds(person, view) for person in view.ledger.persons_of(household.id)]
    return None if not answers or None in answers else sum(answer is True for answer in answers)


# A household has (有…) what one of its members is: name, trait of the member, words.
_HAVING: tuple[tuple[str, Callable[[Person, View], bool | None], str], ...] = (
    ("有在校生", at_school, "在校生"),
    ("有学前儿童", in_kindergarten, "学前教育儿童"),
    ("有义务教育学生", in_compulsory_school, "义务教育阶段学生"),
    ("有普通高中学生", in_high_school, "普通高中学生"),
    ("有中高职学生", in_vocational_training, "中职、高职高专或技师学院学生"),
    ("有大学生", in_university, "大专、本科或研究生"),
    ("有残疾人", disabled, "残疾人"),
    ("有重度残疾人", severely_disabled, "一级或二级残疾人"),
    ("有大病患者", gravely_ill, "患有大病的人"),
    ("有慢性病患者", chronically_ill, "长期慢性病患者"),
    ("有劳动力", labourer, "普通劳动力或技能劳动力"),
    ("有弱劳动力", weak_labourer, "弱劳动力或半劳动力"),
    ("有务工", working, "务工人员"),
    ("有外出务工", working_away, "县外务工人员"),
    ("有公益岗", on_public_post, "公益性岗位人员"),
    ("有老年人", elderly, "60周岁以上老年人"),
    ("有高龄老人", very_old, "80周岁以上老人"),
    ("有未成年人", minor, "未满18周岁的成员"),
    ("有义务教育年龄儿童", of_school_age, "6至15周岁的成员"),
    ("有党员", party_member, "中共党员"),
)
# Other words for the same household trait.
_ALSO = {
    "有务工": "有务工人员",
    "有外出务工": "有外出务工人员",
    "有大病患者": "有大病",
    "有慢性病患者": "有慢性病",
}
_COUNTS: tuple[tuple[str, Callable[[Person, View], bool | None], str], ...] = (
    ("劳动力数", labourer, "普通劳动力和技能劳动力"),
    ("在校生数", at_school, "在校生"),
    ("残疾人数", disabled, "残疾人"),
    ("务工人数", working, "务工人员"),
)


def _enter_families() -> None:
    for name, holds, words in _HAVING:

        def having(
            household: Household, view: View, holds: Callable[[Person, View], bool | None] = holds
        ) -> Fact:
            return members(household, view, holds)

        names = (name, _ALSO[name]) if name in _ALSO else (name,)
        trait("户", *names, definition=f"家庭成员中至少有一名{words}的户")(having)
    for name, holds, words in _COUNTS:

        def counting(
            household: Household, view: View, holds: Callable[[Person, View], bool | None] = holds
        ) -> Fact:
            return count_of(household, view, holds)

        trait("户", name, definition=f"家庭成员中{words}的人数", yes_no=False)(counting)


_enter_families()
