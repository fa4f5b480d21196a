"""What the papers of the 知情会 are given: which policies are due, for whom, who is to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_context import WRITTEN_DAY, plain, policy_page
from docgen.documents.handbook_short import amount
from docgen.documents.periods import Quarter
from docgen.documents.scope import Scope
from docgen.facts.validity import applies_in, same_village
from docgen.folder import Settings
from docgen.model import Ledger, Policy
from docgen.words import date_text, missing
from docgen.work.entitlement import Standing, match_household, offers

TOLD = (Standing.due, Standing.unknown, Standing.enjoyed)


@dataclass(frozen=True, slots=True)
class Due:
    """A policy of the meeting: the last day to apply, if it is told; else it is open always."""

    policy: Policy
    start: date | None
    end: date | None

    @property
    def dated(self) -> bool:
        return self.start is not None or self.end is not None


def due_in(ledger: Ledger, settings: Settings, scope: Scope, quarter: Quarter) -> list[Due]:
    """The policies of the place in force in the quarter that may be applied for in it.

    Those with days come first, by their last day; those without days after them.
    """
    village = scope.place or settings.place.village
    found = []
    for policy in ledger.policies:
        one = Due(policy, day_of(policy.apply_from), day_of(policy.apply_until))
        if _in_force(policy, quarter) and _is_for(policy, village) and _open(one, quarter):
            found.append(one)
    return sorted(found, key=lambda one: (not one.dated, one.end or date.max, one.policy.id))


def day_of(text: str | None) -> date | None:
    """A written day; other words (常年, 当学期) and impossible days are none."""
    found = WRITTEN_DAY.match(plain(text))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _in_force(policy: Policy, quarter: Quarter) -> bool:
    begins, ends = policy.valid_from or date.min, policy.valid_until or date.max
    return begins <= quarter.end and ends >= quarter.start


def _is_for(policy: Policy, village: str) -> bool:
    own = policy.village_name
    return applies_in(policy, village) and (not own or same_village(own, village))


def _open(one: Due, quarter: Quarter) -> bool:
    return (one.start or date.min) <= quarter.end and (one.end or date.max) >= quarter.start


def handout(
    due: Sequence[Due], settings: Settings, scope: Scope, period: str, lacks: Lacks
) -> dict[str, Any]:
    """Return what is read aloud: each policy that is due, and the names of those open always."""
    dated = [one for one in due if one.dated]
    always = [one for one in due if not one.dated]
    place = scope.place if scope.place is not None else lacks.mark("村名", "标题")
    return {
        "title": f"{place}{period}知情会材料",
        "signing": f"{place}{period}知情会签到表",
        "lead": f"本季度可以申报的政策有{len(dated)}项，按截止日期排列。"
        "金额、时间以当年文件为准，办之前先打电话问清。",
        "policies": [_told(one, at, lacks, settings) for at, one in enumerate(dated, start=1)],
        "always": "、".join(plain(one.policy.name) or missing("名称") for one in always),
        "unit": settings.unit.name or lacks.mark("单位", "落款"),
        "contact": " ".join(filter(None, (settings.unit.contact, settings.unit.phone))),
        "day": date_text(settings.as_of),
    }


def _told(one: Due, number: int, lacks: Lacks, settings: Settings) -> dict[str, Any]:
    page = policy_page(one.policy, number, lacks, settings.as_of)
    contact = f"{page['contact']} " if page["contact"] else ""
    return {
        "number": number,
        "name": page["name"],
        "deadline": deadline(one),
        "target": page["target"],
        "conditions": "；".join(page["conditions"]),
        "amount": amount(page["standard"]),
        "papers": page["papers"]["note"] or "、".join(page["papers"]["list"]),
        "steps": "→".join(page["steps"]),
        "ask": f"{page['department']} {contact}{page['phone']}",
        "stale": page["stale"],
    }


def deadline(one: Due) -> str:
    """When to apply, the last day first: 4月30日截止（3月1日开始）."""
    start = date_text(one.start) if one.start else ""
    if one.end is None:
        return f"{start}开始，没有写截止日期"
    return f"{date_text(one.end)}截止" + (f"（{start}开始）" if start else "")


def signers(ledger: Ledger) -> list[list[str]]:
    """The households that are to sign: group and householder; nothing about policies."""
    return [[one.group or "", one.householder or missing("户主姓名")] for one in ledger.households]


def concerned_rows(
    due: Sequence[Due], whole: Ledger, part: Ledger, settings: Settings
) -> list[list[object]]:
    """The rows of the internal list: policy by policy, the households it concerns and why."""
    days = {one.policy.id: one for one in due}
    chosen = [one for one in offers(whole, settings) if one.policy.id in days]
    rows: dict[str, list[list[object]]] = {key: [] for key in days}
    for household in part.households:
        for one in match_household(household, whole, settings, chosen):
            if one.verdict in TOLD:
                place = [household.group or "", household.id, household.householder or ""]
                said = [one.person, str(one.verdict), one.reason, household.phone or ""]
                rows[one.policy].append([*_named(days[one.policy]), *place, *said])
    return [row for found in rows.values() for row in _by_standing(found)]


def _named(one: Due) -> Iterator[object]:
    yield one.policy.id
    yield plain(one.policy.name) or missing("名称")
    yield date_text(one.end) if one.end else "常年"


def _by_standing(rows: list[list[object]]) -> list[list[object]]:
    order = {str(standing): at for at, standing in enumerate(TOLD)}
    return sorted(rows, key=lambda row: order[str(row[7])])


def meeting_row(due: Sequence[Due], scope: Scope, period: str) -> list[object]:
    """The row of 会议活动 as far as it is known before the meeting; the rest is left to people."""
    told = "、".join(one.policy.id for one in due if one.dated)
    homes = str(len(scope.ledger.households))
    return [f"知情会{period}", "知情会", "", "", "", "", homes, "", "", told, "", ""]
