"""明白卡: what a household enjoys, from whom and when; and the contact cards to cut.

The fields are those of county cards as far as the ledger knows them. State of health and kinds of
disability are left out: such a card hangs on a wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from docgen.documents.bag_services import measure_row, short_day, text
from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.documents.plan_measures import is_aided, policy_name
from docgen.documents.plan_visits import current_helpers
from docgen.facts import traits
from docgen.facts.view import View
from docgen.facts.words import is_yes
from docgen.folder import Settings
from docgen.ledger.households import group_key, village_key
from docgen.model import Benefit, Entry, Household, Ledger, Measure, Person
from docgen.words import mask_phone, missing, terms, yuan_text

PLACE = "明白卡"
CARDS = "联系卡"
WHOLE = "全户"
INSURED_FROM = 16  # 国发〔2014〕8号: 年满16周岁（不含在校学生）
TEAM_LINES = 3  # of the work team, as many as a card of 54 mm holds
ASKED = ("家庭人口", "耕地面积", "退耕还林面积", "是否危房户", "饮水是否安全", "是否易地搬迁户")


def card(household: Household, view: View, lacks: Lacks) -> Context:
    """Return what the 明白卡 says of a household."""
    people = view.ledger.persons_of(household.id)
    return {
        "住址": joined([household.town, household.village, household.group], "")
        or lacks.mark("住址", PLACE),
        "户属性": _standing(household, view, lacks),
        "电话": mask_phone(household.phone)
        if household.phone
        else lacks.mark("联系电话", PLACE, household.at),
        **{name: lacks.value(household, name, PLACE) for name in ASKED},
        "医保": _count(
            people, [traits.insured(one, view) for one in people], "城乡居民医保", lacks
        ),
        "养老保险": _pensions(people, view, lacks),
        "在校": _pupils(people, view, lacks),
        **_enjoyed(household, view, lacks),
        **_measures(household, view.ledger, lacks),
    }


def _standing(household: Household, view: View, lacks: Lacks) -> str:
    """Return 户类型, with what a monitored household is watched as in the words of the period."""
    kind = str(lacks.value(household, "户类型", PLACE) or missing("户类型"))
    if not traits.monitored(household, view):
        return kind
    state = {True: "风险未消除", False: "风险已消除"}.get(traits.at_risk(household, view))  # type: ignore[arg-type]
    state = state or lacks.mark("风险是否已消除", PLACE, household.at)
    return f"{kind}；{terms(view.as_of).monitored}（{household.monitored_kind}，{state}）"


def _count(
    people: Sequence[Person], answers: Sequence[bool | None], column: str, lacks: Lacks
) -> str:
    """Return ``3人，已参加2人``; with a mark where the ledger does not say it of somebody."""
    if not people:
        return lacks.mark("家庭成员", PLACE)
    told = f"{len(people)}人中已参加{sum(answer is True for answer in answers)}人"
    unknown = [one for one, answer in zip(people, answers, strict=True) if answer is None]
    for person in unknown:
        lacks.note(column, PLACE, person.at)
    return f"{told}，{len(unknown)}人{missing(column)}" if unknown else told


def _pensions(people: Sequence[Person], view: View, lacks: Lacks) -> str:
    """Return how many of those old enough for a pension insurance have one."""
    ages = [(one, traits.age(one, view)) for one in people]
    grown = [one for one, age in ages if age is None or age >= INSURED_FROM]
    if people and not grown:
        return f"没有{INSURED_FROM}周岁以上的成员"
    told = _count(grown, [is_yes(one.pension_insurance) for one in grown], "养老保险", lacks)
    return f"{INSURED_FROM}周岁以上{told}" if grown else told


def _pupils(people: Sequence[Person], view: View, lacks: Lacks) -> str:
    """Return who goes to school; with a mark where the ledger does not say it of a child."""
    if not people:
        return lacks.mark("家庭成员", PLACE)
    pupils = [
        f"{one.name or missing('姓名')}（{one.schooling}）"
        for one in people
        if traits.at_school(one, view)
    ]
    unclear = [
        f"{one.name or missing('姓名')}{lacks.mark('在校生状况', PLACE, one.at)}"
        for one in people
        if traits.of_school_age(one, view) and traits.at_school(one, view) is None
    ]
    return "、".join([*pupils, *unclear]) or "没有在校生"


# --- what it enjoys


def _enjoyed(household: Household, view: View, lacks: Lacks) -> Context:
    """Return a row for each payment, in the order of days, and the sum of this year's."""
    rows = sorted(view.ledger.benefits_of(household.id), key=_paid)
    known = view.ledger.has("政策享受")
    if not known:
        lacks.note("政策享受", PLACE)
    nothing = "台账中没有本户享受政策的记录。" if known else missing("政策享受")
    return {
        "享受": [_benefit(no, one, view.ledger, lacks) for no, one in enumerate(rows, start=1)],
        "无享受": "" if rows else nothing,
        "享受合计": _sum(rows, view.as_of.year),
    }


def _paid(benefit: Benefit) -> tuple[str, str, str, str, str]:
    day = benefit.paid_on.isoformat() if benefit.paid_on else "9999"
    amount = f"{benefit.amount or 0:020.2f}"
    return (day, benefit.policy or "", benefit.person or "", benefit.instalment or "", amount)


def _benefit(number: int, benefit: Benefit, ledger: Ledger, lacks: Lacks) -> Context:
    place = f"{PLACE}（享受政策第{number}项）"
    policy = ledger.policy(benefit.policy) if benefit.policy else None
    return {
        "序号": number,
        "政策": policy_name(benefit.policy, ledger)
        if benefit.policy
        else lacks.mark("政策编号", place, benefit.at),
        "部门": (policy.department if policy else None) or lacks.mark("责任部门", place),
        "享受人": benefit.person or WHOLE,
        "期次": benefit.instalment or NOT_APPLICABLE,
        "金额": yuan_text(benefit.amount)
        if benefit.amount is not None
        else lacks.mark("金额", place, benefit.at),
        "日期": short_day(benefit, "发放日期", place, lacks),
    }


def _sum(rows: Iterable[Benefit], year: int) -> str:
    """Return what was paid in a year, and how many payments could not be counted."""
    own = [one for one in rows if one.paid_on is None or one.paid_on.year == year]
    counted = [one.amount for one in own if one.paid_on is not None and one.amount is not None]
    if not own:
        return ""
    left = len(own) - len(counted)
    more = f"；另有{left}笔缺金额或发放日期，没有计入" if left else ""
    total = yuan_text(sum(counted, Decimal(0)))
    return f"{year}年登记发放{len(counted)}笔，合计{total}元{more}。"


def _measures(household: Household, ledger: Ledger, lacks: Lacks) -> Context:
    rows = sorted(ledger.measures_of(household.id), key=_due)
    return {
        "措施": [_measure(number, one, lacks) for number, one in enumerate(rows, start=1)],
        "无措施": "" if rows else "台账中没有本户的帮扶措施。",
    }


def _due(measure: Measure) -> tuple[str, str, str, str]:
    day = measure.deadline.isoformat() if measure.deadline else "9999"
    return (day, measure.kind or "", measure.content or "", measure.person or "")


def _measure(number: int, measure: Measure, lacks: Lacks) -> Context:
    place = f"{PLACE}（措施第{number}项）"
    return {"序号": number, **measure_row(measure, place, lacks)}


# --- whom to ask


def contacts(household: Household, view: View, lacks: Lacks) -> Context:
    """Return who helps: helpers, the work team, the number for complaints."""
    found = current_helpers(household, view)
    expected = is_aided(household, view)
    if not found and expected:
        lacks.note("帮扶责任人", CARDS)
    unit = view.settings.unit
    rows = [
        {
            "姓名": lacks.value(one, "姓名", CARDS),
            "单位": lacks.value(one, "单位", CARDS),
            "职务": one.post or "",
            "电话": lacks.value(one, "联系电话", CARDS),
        }
        for one in found
    ]
    return {
        "帮扶人": rows,
        "无帮扶人": "" if rows else missing("帮扶责任人") if expected else "没有结对的帮扶责任人。",
        "队名": unit.nickname or unit.name or lacks.mark("工作队名称", CARDS),
        "口号": unit.slogan,
        "单位": unit.name or lacks.mark("编制单位", CARDS),
        "联系人": unit.contact or lacks.mark("联系人", CARDS),
        "联系电话": unit.phone or lacks.mark("联系电话", CARDS),
        "队员": team(view.ledger, view.settings, household),
        "监督电话": supervision(view.ledger) or lacks.mark("监督电话", CARDS),
    }


def team(ledger: Ledger, settings: Settings, household: Household) -> list[Context]:
    """Return those of the work team who are in the village on the day, the group's own first."""
    village = household.village or settings.place.village
    rows = [
        one
        for one in ledger.register("工作队")
        if _here(one, settings.as_of)
        and village_key(text(one, "行政村") or village) == village_key(village)
    ]
    ours = group_key(household.group or "")
    return [
        {"姓名": text(one, "姓名") or missing("姓名"), "职务": text(one, "职务"),
         "电话": text(one, "电话") or missing("电话")}
        for one in sorted(rows, key=lambda one: not _of_group(one, ours))[:TEAM_LINES]
    ]  # fmt: skip


def _here(entry: Entry, day: date) -> bool:
    begin, end = entry.get("驻村开始"), entry.get("驻村结束")
    begun = not isinstance(begin, date) or begin <= day
    return begun and (not isinstance(end, date) or end >= day)


def _of_group(entry: Entry, group: str) -> bool:
    named = text(entry, "负责小组").replace("，", "、").replace(",", "、").split("、")
    return bool(group) and any(group_key(one) == group for one in named if one)


def supervision(ledger: Ledger) -> str:
    """Return the number for complaints that the policies name; two at most, as first written."""
    phones = dict.fromkeys(
        one.supervision_phone for one in ledger.policies if one.supervision_phone
    )
    return "、".join(list(phones)[:2])
