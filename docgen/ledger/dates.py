"""Dates from cells, in every usual style; what is not a date is said, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

CHINESE = {sign: digit for digit, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "O": 0,
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
SEPARATED = re.compile(
    r"(\d{4})\s*[-/.．。、年]\s*(\d{1,2})(?:\s*[-/.．。、月]\s*(\d{1,2})?)?\s*[日号]?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
CLOCK = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
WEEKDAY = re.compile(r"\(?(星期|周)[一二三四五六日天]\)?$")
CHINESE_DATE = re.compile(
    r"([〇零○O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号]?)?"
)
EXCEL_EPOCH = date(1899, 12, 30)
NO_END = frozenset(
    (
        "至今",
        "长期",
        "永久",
        "长期有效",
        "未结束",
        "现在",
        "未完成",
        "未定",
        "待定",
        "未发放",
        "未开工",
        "未竣工",
    )
)


class Impossible(Exception):
    """The text is a date in form, but the calendar has no such day."""


def parse(text: str) -> date | None:
    """Return the day a text names, ``None`` when it is no date.

    A month alone (``202304``, ``2023年04月``) gives its first day. Raises ``Impossible`` for a day
    that does not exist.
    """
    plain = WEEKDAY.sub("", CLOCK.sub("", text.strip()).strip())
    found = SEPARATED.fullmatch(plain) or COMPACT.fullmatch(plain)
    if found:
        year, month, day = found.groups()
        return _day(int(year), int(month), int(day) if day else 1)
    found = CHINESE_DATE.fullmatch(plain)
    if found:
        year, month, day = found.groups()
        whole = int("".join(str(CHINESE[sign]) for sign in year))
        return _day(whole, _small(month), _small(day) if day else 1)
    return None


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Impossible
    try:
        return date(year, month, day)
    except ValueError:
        raise Impossible from None


def _small(text: str) -> int:
    """Return 1-39 from 一 … 三十九; anything else becomes 0, which no calendar has."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return CHINESE[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (CHINESE[tens] if tens else 1) * 10 + (CHINESE[ones] if ones else 0)


def from_number(number: float) -> date | None:
    """Return the day of an Excel serial, of ``20240630`` or of ``202406``; else ``None``."""
    if not 20000 <= number < 1e8 or (number != int(number) and number >= 80000):
        return None
    whole = int(number)
    if 20000 <= whole < 80000:  # 1954 to 2119: a serial, days since 1899-12-30
        return EXCEL_EPOCH + timedelta(days=whole)
    if 190000 <= whole <= 210012 or 19000000 <= whole <= 21001231:
        return parse(str(whole))
    return None


def from_cell(value: object) -> date | None:
    """Return the day of a cell of any type, ``None`` when it names none; see ``parse``."""
    if isinstance(value, datetime):
        return _day(value.year, value.month, value.day)
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return from_number(float(value))
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch(r"\d{5}(\.\d+)?", text):
            return from_number(float(text))
        return parse(text)
    return None
