"""What one household's aid plan says: plain data from the ledger, nothing added.

The nine parts follow the common columns of county forms (docs/documents.md): facts, members,
income, 两不愁三保障 and water, wishes, measures, policies, helper and visits, effect, signatures.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.documents.periods import made_late, period_text
from docgen.documents.plan_income import income
from docgen.documents.plan_measures import is_aided, measures, proposed, visit_duty
from docgen.documents.plan_policies import Verdict, policies
from docgen.documents.plan_security import security
from docgen.documents.plan_visits import effects, helpers, quarter_rows, visit_rows
from docgen.facts import traits
from docgen.facts.view import View
from docgen.facts.words import blank, is_yes
from docgen.model import Household, Ledger, Person, Policy
from docgen.words import mask_id, missing, number_text, same_name, terms, yuan_text

HEADING = "标题"
FACTS, MEMBERS, WISHES = "基本情况", "家庭成员", "需求与意愿"


def plan_context(
    household: Household,
    view: View,
    lacks: Lacks,
    verdicts: Sequence[Verdict] = (),
    *,
    open_to: Sequence[Policy] = (),
    full_id: bool = False,
) -> Context:
    """Return what the plan of one household says; what is missing is noted in ``lacks``.

    ``verdicts`` are those on the policies for this household and its members; ``open_to`` the
    policies that proposals may name. The householder's ID is masked unless ``full_id``.
    """
    return {
        **heading(household, view, lacks),
        **facts(household, view, lacks, full_id=full_id),
        "成员": members(household, view, lacks),
        "无成员": "" if view.ledger.persons_of(household.id) else missing("家庭成员"),
        "成员说明": size_note(household, view.ledger),
        **income(household, view, lacks),
        "保障": security(household, view, lacks),
        **wishes(household, view.ledger, lacks),
        **measures(household, view, lacks),
        **proposed(household, view, open_to),
        **policies(verdicts, view.ledger),
        **helpers(household, view, lacks, expected=is_aided(household, view)),
        "走访要求": visit_duty(view),
        "走访": visit_rows(household, view),
        "走访季度": quarter_rows(household, view, lacks),
        "成效": effects(household, view),
    }


# --- heading


def heading(household: Household, view: View, lacks: Lacks) -> Context:
    """Return title, place, period and who made the plan."""
    settings = view.settings
    place = settings.place
    known = {
        "标题": title(household, view),
        "县": household.county or place.county or None,
        "镇": household.town or place.town or None,
        "村": household.village or place.village or None,
        "期间": period_text(settings.period),
        "编制日期": settings.as_of,
        "编制单位": settings.unit.name or None,
        "补制": made_late(settings.period),
    }
    for name, value in known.items():
        if value is None:
            lacks.note(name, HEADING)
    return known


def title(household: Household, view: View) -> str:
    """Return the name of the plan by kind of household, in the words of the period."""
    words = terms(view.as_of)
    if words.first_year < 2021:
        return _title_to_2020(household, view)
    if traits.at_risk(household, view):
        return f"{words.monitored}帮扶计划"
    if household.kind is None:
        return "农户帮扶计划"
    if traits.lifted(household, view):
        return f"{words.household}巩固帮扶计划"
    if traits.monitored(household, view):
        return f"{words.monitored}（风险已消除）帮扶计划"
    return "一般农户服务计划"


def _title_to_2020(household: Household, view: View) -> str:
    """A poor household has a plan to get out of poverty, one that is out a plan to get rich."""
    if household.kind == "一般农户":
        if traits.at_risk(household, view):
            return f"{terms(view.as_of).monitored}帮扶计划"
        return "一般农户致富规划"
    out = household.lifted_year is not None and household.lifted_year <= view.as_of.year
    return "脱贫户致富规划" if out else "贫困户脱贫计划"


# --- basic facts


def facts(household: Household, view: View, lacks: Lacks, *, full_id: bool = False) -> Context:
    """Return the basic facts; a field that does not concern this kind of household is a dash."""
    watched = traits.monitored(household, view) is not False
    lifted = traits.lifted(household, view) is not False
    ask = _Asker(household, lacks)
    return {
        **{
            name: ask.always(name)
            for name in ("户编号", "户主姓名", "村民小组", "联系电话", "户类型")
        },
        "证件号码": householder_id(household, view.ledger, lacks, full_id=full_id),
        "家庭人口": ask.always("家庭人口"),
        "劳动力人数": labour_count(household, view, lacks),
        **{
            name: ask.when(name, watched and not blank(household.monitored_kind))
            for name in ("监测对象类别", "识别时间", "风险是否已消除")
        },
        "致贫返贫风险": risks(household, watched, lacks),
        "脱贫年度": ask.when("脱贫年度", lifted),
        "主要致贫原因": ask.when("主要致贫原因", lifted or watched),
        "其他致贫原因": household.other_causes or NOT_APPLICABLE,
        **{
            name: ask.always(name)
            for name in ("是否易地搬迁户", "享受低保", "享受特困", "耕地面积", "林地面积")
        },
        "是否党员户": _yes_no(traits.party_household(household, view)) or ask.always("是否党员户"),
    }


class _Asker:
    """Asks one household for values, always or only where the field concerns it."""

    def __init__(self, household: Household, lacks: Lacks) -> None:
        self.household = household
        self.lacks = lacks

    def always(self, column: str) -> object:
        return self.lacks.value(self.household, column, FACTS)

    def when(self, column: str, concerned: bool) -> object:
        return self.always(column) if concerned else NOT_APPLICABLE


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "是" if answer else "否"


def risks(household: Household, watched: bool, lacks: Lacks) -> str | None:
    """Return the risks of a monitored household, joined; a dash for any other."""
    found = [
        risk for number in range(1, 6) if not blank(risk := getattr(household, f"risk_{number}"))
    ]
    if found:
        return "、".join(found)
    if not watched or blank(household.monitored_kind):
        return NOT_APPLICABLE
    lacks.note("致贫返贫风险1", FACTS, household.at)
    return None


def householder(household: Household, ledger: Ledger) -> Person | None:
    """Return the householder among the members, None when nobody can be told to be it."""
    people = ledger.persons_of(household.id)
    heads = [one for one in people if one.relation == "户主"]
    if not heads:
        heads = [one for one in people if same_name(one.name, household.householder)]
    return heads[0] if len(heads) == 1 else None


def householder_id(
    household: Household, ledger: Ledger, lacks: Lacks, *, full_id: bool = False
) -> str | None:
    """Return the householder's ID, its birth date hidden (first 6, last 4) unless ``full_id``."""
    person = householder(household, ledger)
    if person is None or not person.id_number:
        lacks.note("证件号码", FACTS, person.at if person else None)
        return None
    return person.id_number if full_id else mask_id(person.id_number)


def labour_count(household: Household, view: View, lacks: Lacks) -> int | None:
    """Return how many members can work fully (普通、技能劳动力), None when one is unknown."""
    count = traits.count_of(household, view, traits.labourer)
    if count is None:
        lacks.note("劳动力人数", FACTS)
    return count


# --- members


def members(household: Household, view: View, lacks: Lacks) -> list[Context]:
    """Return a row for each member."""
    people = view.ledger.persons_of(household.id)
    if not people:
        lacks.note("家庭成员", MEMBERS)
    return [_member(number, person, view, lacks) for number, person in enumerate(people, start=1)]


def _member(number: int, person: Person, view: View, lacks: Lacks) -> Context:
    place = f"{MEMBERS}（{person.name or f'第{number}人'}）"
    years = traits.age(person, view)
    if years is None:
        lacks.note("出生日期", place, person.at)
    return {
        "序号": number,
        **{
            name: lacks.value(person, name, place)
            for name in ("姓名", "性别", "健康状况", "劳动技能")
        },
        "关系": lacks.value(person, "与户主关系", place),
        "年龄": years,
        "在校或务工": joined([schooling(person, place, lacks), work(person)], "；"),
    }


def size_note(household: Household, ledger: Ledger) -> str:
    """Return a warning when 家庭人口 is not the number of members in the ledger."""
    count = len(ledger.persons_of(household.id))
    if not count or household.size is None or household.size == count:
        return ""
    return f"家庭成员表登记{count}人，与户信息中的家庭人口{household.size}人不一致，请核对。"


def schooling(person: Person, place: str, lacks: Lacks) -> str:
    """Return the school of a pupil, the education of anybody else."""
    if person.schooling and person.schooling not in traits.AT_SCHOOL_NOT:
        return joined([person.schooling, person.school], "，")
    if person.education:
        return person.education
    return person.schooling or lacks.mark("文化程度", place, person.at)


def work(person: Person) -> str:
    """Return where and how long somebody works; nothing where nothing is registered."""
    if person.work_months is not None and person.work_months <= 0:
        return post(person)
    if not person.work_months and is_yes(person.working) is not True:
        return post(person)
    length = f"{number_text(person.work_months)}个月" if person.work_months else ""
    wage = f"月收入{yuan_text(person.work_wage)}元" if person.work_wage else ""
    where = joined([person.work_region, person.work_place, person.employer], " ")
    return joined([f"务工（{joined([where, length, wage])}）", post(person)], "；")


def post(person: Person) -> str:
    """Return the public post somebody holds."""
    return "" if blank(person.public_post) else f"公益岗：{person.public_post}"


# --- wishes


def wishes(household: Household, ledger: Ledger, lacks: Lacks) -> Context:
    """Return the wishes as the ledger has them, and what the household ordered (点单)."""
    return {
        "需求与意愿": lacks.value(household, "需求与意愿", WISHES),
        "点单": orders(household, ledger),
    }


def orders(household: Household, ledger: Ledger) -> list[str]:
    """Return a line for each service the household ordered, with who claimed it."""
    names = {entry.get("项目编号"): entry.get("名称") for entry in ledger.register("服务项目")}
    lines = []
    for order in ledger.register("点单"):
        if order.household == household.id:
            item = order.get("项目编号")
            lines.append(f"{names.get(item) or item}{_claimed(household, item, ledger)}")
    return lines


def _claimed(household: Household, item: object, ledger: Ledger) -> str:
    claims = [
        joined([str(entry.get("接单人") or ""), str(entry.get("状态") or "")], " ")
        for entry in ledger.register("接单记录")
        if entry.household == household.id and entry.get("项目编号") == item
    ]
    return f"（接单：{'；'.join(claims)}）" if claims else "（尚无接单记录）"
