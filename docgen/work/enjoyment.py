"""What counts as enjoying a policy on a day: rows of 政策享受 and measures with its 政策编号.

A payment that comes again (per year, term, month) counts for a year at most and not from before
the policy was in force; one that comes once (a house rebuilt) counts for good. A row without a
date counts. A payment after the day has not been made yet; a measure given up is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from docgen.model import Benefit, Ledger, Measure, Policy

GIVEN_UP = ("取消", "作废", "终止", "撤销", "不予", "未通过")
_AGAIN = re.compile(r"[/每按](?:人|生|户)?[·/]?每?(?:半?年|学年|学期|学时|季|月|天|日|周)")
_YEAR = re.compile(r"(20\d\d)")


@dataclass(frozen=True, slots=True)
class Enjoyed:
    """The rows of one household that say it has a policy; ``person`` None: the household."""

    person: str | None
    day: date | None
    counts: bool
    """Whether the row makes the policy enjoyed on the day."""
    recent: bool
    """Whether the row may be held against the household: what it is today, not what it was."""


def comes_again(policy: Policy) -> bool:
    """Whether the money is paid again and again, as 单位 or else 标准 says."""
    return _told_again((policy.unit or "").strip(), policy.standard or "")


@lru_cache(maxsize=1024)
def _told_again(unit: str, standard: str) -> bool:
    return bool(_AGAIN.search(f"/{unit}" if unit else standard))


def rows_of(key: str, ledger: Ledger) -> dict[str, list[Benefit | Measure]]:
    """Return 政策编号 → the rows of a household that name it, in the ledger's order."""
    found: dict[str, list[Benefit | Measure]] = {}
    rows: list[Benefit | Measure] = [*ledger.benefits_of(key), *ledger.measures_of(key)]
    for row in rows:
        if row.policy is not None:
            found.setdefault(row.policy, []).append(row)
    return found


def enjoyed(rows: Sequence[Benefit | Measure], policy: Policy, day: date) -> list[Enjoyed]:
    """Return what these rows of one household, which name the policy, say on the day."""
    year_ago, again = _year_before(day), comes_again(policy)
    begun = max(year_ago, policy.valid_from or year_ago)
    found = []
    for row in rows:
        first, last = _days(row)
        old = last is not None and last < (begun if again else year_ago)
        future = isinstance(row, Benefit) and first is not None and first > day
        off = isinstance(row, Measure) and any(word in (row.state or "") for word in GIVEN_UP)
        counts = not future and not off and not (again and old)
        found.append(Enjoyed(row.person, first, counts, counts and not old))
    return found


def _days(row: Benefit | Measure) -> tuple[date | None, date | None]:
    """First and last day that a row may mean: its date, else the year that 期次 names."""
    day = row.paid_on if isinstance(row, Benefit) else row.done_on
    if day is not None:
        return day, day
    named = _YEAR.search(row.instalment or "") if isinstance(row, Benefit) else None
    if named is None:
        return None, None
    year = int(named[1])
    return date(year, 1, 1), date(year, 12, 31)


def _year_before(day: date) -> date:
    """The day after the same day of the year before: a year that ends on ``day``."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1) + timedelta(days=1)
