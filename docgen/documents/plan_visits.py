"""Helpers and visits of one household: from the records of visits only, nothing added."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks
from docgen.documents.periods import Quarter, quarters
from docgen.facts.view import View
from docgen.model import Benefit, Helper, Household, Measure, Visit
from docgen.words import date_text, missing, yuan_text

PLACE = "帮扶责任人及走访"
VISIT_WAYS = ("入户",)
CONTACT_WAYS = ("电话", "微信")


def helpers(household: Household, view: View, lacks: Lacks, *, expected: bool) -> Context:
    """Return the helpers whose pairing lasts on the plan's day, and a word when there is none."""
    found = current_helpers(household, view)
    if not found and expected:
        lacks.note("帮扶责任人", PLACE)
    none = missing("帮扶责任人") if expected else "台账中没有本户的帮扶责任人。"
    return {"帮扶人": [_helper(one, lacks) for one in found], "无帮扶人": "" if found else none}


def current_helpers(household: Household, view: View) -> list[Helper]:
    """Return the helpers whose pairing lasts on the plan's day."""
    day = view.as_of
    return [
        one for one in view.ledger.helpers_of(household.id) if one.until is None or one.until >= day
    ]


def _helper(helper: Helper, lacks: Lacks) -> Context:
    return {
        **{name: lacks.value(helper, name, PLACE) for name in ("姓名", "单位", "联系电话")},
        "职务": helper.post or NOT_APPLICABLE,
        "隶属关系": helper.unit_level or NOT_APPLICABLE,
        "结对开始": lacks.value(helper, "结对开始", PLACE),
    }


def visits_in(household: Household, view: View) -> list[Visit]:
    """Return the dated visits of the period up to the plan's day, oldest first."""
    period = view.settings.period
    last = min(period.end, period.as_of)
    found = [
        one
        for one in view.ledger.visits_of(household.id)
        if one.day is not None and period.start <= one.day <= last
    ]
    return sorted(found, key=lambda one: (one.day, one.visitor or ""))


def visit_rows(household: Household, view: View) -> list[Context]:
    """Return a row for each visit of the period, in the words of its record."""
    return [
        {
            "日期": one.day,
            "走访人": one.visitor,
            "方式": one.way,
            "内容": one.content or "",
            "诉求": one.request or "",
            "处理结果": one.result or "",
        }
        for one in visits_in(household, view)
    ]


def quarter_rows(household: Household, view: View, lacks: Lacks) -> list[Context]:
    """Return a row for each quarter of the year: visits, contacts (calls, messages), last visit."""
    known = view.ledger.has("走访记录")
    if not known:
        lacks.note("走访记录", PLACE)
    visits = [one for one in view.ledger.visits_of(household.id) if one.day is not None]
    return [_quarter(quarter, visits, view, known) for quarter in quarters(view.as_of.year)]


def visits_within(quarter: Quarter, visits: Sequence[Visit], view: View) -> list[Visit]:
    """Return the visits and contacts of a quarter up to the plan's day."""
    last = min(quarter.end, view.as_of)
    return [one for one in visits if one.day is not None and quarter.start <= one.day <= last]


def in_person(visits: Sequence[Visit]) -> list[Visit]:
    """Return the visits at the household."""
    return [one for one in visits if one.way in VISIT_WAYS]


def _quarter(quarter: Quarter, visits: Sequence[Visit], view: View, known: bool) -> Context:
    row: Context = {"季度": quarter.name, "次数": "", "联系": "", "最近": "", "走访人": ""}
    if quarter.start > view.as_of:
        return {**row, "次数": "未到"}
    if not known:
        return {**row, "次数": missing("走访记录")}
    within = visits_within(quarter, visits, view)
    inside = in_person(within)
    contacts = [one for one in within if one.way in CONTACT_WAYS]
    unclear = len(within) - len(inside) - len(contacts)
    count = f"{len(inside)}次" + (f"，另{unclear}次方式未填" if unclear else "")
    days = [one.day for one in inside if one.day is not None]
    return {
        **row,
        "次数": count if within else "没有走访记录",
        "联系": f"{len(contacts)}次" if contacts else "—",
        "最近": date_text(max(days)) if days else "—",
        "走访人": "、".join(dict.fromkeys(one.visitor for one in inside if one.visitor)) or "—",
    }


def effects(household: Household, view: View) -> list[Context]:
    """Return a row for each quarter: the measures completed and the money paid, by the ledger."""
    measures = view.ledger.measures_of(household.id)
    benefits = view.ledger.benefits_of(household.id)
    return [
        {"季度": quarter.name, "落实": _done(quarter, measures, benefits, view)}
        for quarter in quarters(view.as_of.year)
    ]


def _done(
    quarter: Quarter, measures: Sequence[Measure], benefits: Sequence[Benefit], view: View
) -> str:
    last = min(quarter.end, view.as_of)
    if quarter.start > view.as_of:
        return ""
    done = [
        one.content or one.kind or ""
        for one in measures
        if one.done_on is not None and quarter.start <= one.done_on <= last
    ]
    paid = [
        one.amount
        for one in benefits
        if one.paid_on is not None and quarter.start <= one.paid_on <= last and one.amount
    ]
    parts = [f"完成：{'、'.join(done)}"] if done else []
    if paid:
        parts.append(f"发放政策补助{len(paid)}笔共{yuan_text(sum(paid, Decimal(0)))}元")
    return "；".join(parts)
