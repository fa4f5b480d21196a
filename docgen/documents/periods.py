"""The period a document speaks of, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from docgen.folder import Period
from docgen.words import date_text

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
HALVES = {(1, 6): "上半年", (7, 12): "下半年", (1, 12): ""}
QUARTER_MONTHS = {(1, 3): 0, (4, 6): 1, (7, 9): 2, (10, 12): 3}


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of a year, its first and last day."""

    name: str
    start: date
    end: date


@lru_cache(maxsize=8)
def quarters(year: int) -> tuple[Quarter, ...]:
    """Return the four quarters of a year."""
    starts = [date(year, month, 1) for month in (1, 4, 7, 10)] + [date(year + 1, 1, 1)]
    return tuple(
        Quarter(name, starts[number], starts[number + 1] - timedelta(days=1))
        for number, name in enumerate(QUARTERS)
    )


def period_text(period: Period) -> str:
    """Return ``2026年上半年``, ``2026年``, ``2026年一季度``, else the period's two days."""
    if whole_months(period) and period.start.year == period.end.year:
        months = (period.start.month, period.end.month)
        if months in HALVES:
            return f"{period.start.year}年{HALVES[months]}"
        if months in QUARTER_MONTHS:
            return f"{period.start.year}年{QUARTERS[QUARTER_MONTHS[months]]}"
    return f"{date_text(period.start)}至{date_text(period.end)}"


def next_period_text(period: Period) -> str:
    """Return what follows: ``下半年``, ``2027年``, else ``下一步``."""
    months = (period.start.month, period.end.month)
    if not whole_months(period) or period.start.year != period.end.year:
        return "下一步"
    if months == (1, 6):
        return "下半年"
    return f"{period.end.year + 1}年" if period.end.month == 12 else "下一步"


def whole_months(period: Period) -> bool:
    """Whether the period begins on a first and ends on a last day of a month."""
    return period.start.day == 1 and (period.end + timedelta(days=1)).day == 1


def made_late(period: Period) -> str:
    """Return ``补制于…`` for a paper that is made after its period, else nothing."""
    return f"补制于{date_text(period.as_of)}" if period.as_of > period.end else ""
