"""入户走访 record sheet of a quarter: facts from the ledger, the words of the visit left empty."""

from __future__ import annotations

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.documents.periods import Quarter, quarters
from docgen.documents.plan_context import schooling, work
from docgen.documents.plan_security import NONE, security
from docgen.documents.plan_visits import in_person, visits_within
from docgen.facts import traits
from docgen.facts.view import View
from docgen.model import Household, Ledger, Person, Visit
from docgen.words import date_text, missing, yuan_text

PLACE = "入户走访记录表"


def visit_sheet(household: Household, view: View, lacks: Lacks) -> Context:
    """Return the facts of the sheet for the quarter in which the day lies."""
    quarter = next(one for one in quarters(view.as_of.year) if one.end >= view.as_of)
    people = view.ledger.persons_of(household.id)
    if not people:
        lacks.note("家庭成员", PLACE)
    short = [row for row in security(household, view, lacks) if row["短板"] != NONE]
    return {
        "走访标题": f"{view.as_of.year}年{quarter.name}入户走访记录表",
        "走访成员": [_member(one, view, lacks) for one in people],
        "无走访成员": "" if people else missing("家庭成员"),
        "今年人均": _yuan(household, "人均纯收入", lacks),
        "上年人均": _yuan(household, "上年人均纯收入", lacks),
        "走访短板": "；".join(f"{row['项目']}：{row['短板']}" for row in short) or "台账未见短板",
        "本季走访": _this_quarter(household, quarter, view),
        "上次走访": _last(household, quarter, view.ledger),
        "未了诉求": _open_requests(household, view),
        "走访意愿": household.needs or NOT_APPLICABLE,
    }


def _member(person: Person, view: View, lacks: Lacks) -> Context:
    place = f"{PLACE}（{person.name or '成员'}）"
    years = traits.age(person, view)
    if years is None:
        lacks.note("出生日期", place, person.at)
    return {
        "姓名": lacks.value(person, "姓名", place),
        "关系": lacks.value(person, "与户主关系", place),
        "年龄": years,
        "在校或务工": joined([schooling(person, place, lacks), work(person)], "；"),
    }


def _yuan(household: Household, column: str, lacks: Lacks) -> str:
    value = lacks.value(household, column, PLACE)
    return missing(column) if value is None else f"{yuan_text(value)}元"  # type: ignore[arg-type]


def _this_quarter(household: Household, quarter: Quarter, view: View) -> str:
    if not view.ledger.has("走访记录"):
        return missing("走访记录")
    within = visits_within(quarter, view.ledger.visits_of(household.id), view)
    told = [_told(one) for one in sorted(within, key=_order)]
    return "；".join(told) or "没有走访记录"


def _last(household: Household, quarter: Quarter, ledger: Ledger) -> str:
    """Return the last visit before the quarter."""
    if not ledger.has("走访记录"):
        return missing("走访记录")
    before = [one for one in ledger.visits_of(household.id) if one.day and one.day < quarter.start]
    inside = sorted(in_person(before), key=_order)
    return _told(inside[-1]) if inside else "没有走访记录"


def _order(visit: Visit) -> tuple[str, str, str, str]:
    day = visit.day.isoformat() if visit.day else ""
    return (day, visit.visitor or "", visit.way or "", visit.content or "")


def _told(visit: Visit) -> str:
    day = date_text(visit.day) if visit.day else missing("走访日期")
    return joined([day, visit.visitor or missing("走访人"), visit.way or missing("方式")])


def _open_requests(household: Household, view: View) -> str:
    """Return the requests for which the records name no result."""
    found = [
        f"{date_text(one.day)}：{one.request}"
        for one in sorted(view.ledger.visits_of(household.id), key=_order)
        if one.day and one.day <= view.as_of and one.request and not one.result
    ]
    return "；".join(found) or "没有"
