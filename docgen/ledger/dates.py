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
FORMAL = str.maketrans("零壹贰貳叁參肆伍陆陸柒捌玖拾", "〇一二二三三四五六六七八九十")
EXCEL_EPOCH = date(1899, 12, 30)
LAST_SERIAL = 80000  # in 2119
SURE_SERIAL = 20000  # in 1954; a smaller number alone could be anything
OLDEST_SERIAL = 3654  # 1910-01-01; above every year, so a year is never taken for one
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
    plain = WEEKDAY.sub("", CLOCK.sub("", text.strip().lstrip("'`")).strip()).rstrip(" .。")
    found = SEPARATED.fullmatch(plain) or COMPACT.fullmatch(plain)
    if found:
        year, month, day = found.groups()
        return _day(int(year), int(month), int(day) if day else 1)
    found = CHINESE_DATE.fullmatch(plain.translate(FORMAL))
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


def is_serial(value: object, first: int = OLDEST_SERIAL) -> bool:
    """Whether a cell could be an Excel serial, days since 1899-12-30, of ``first`` or later."""
    if isinstance(value, str):
        return re.fullmatch(r"\d{4,5}(\.\d+)?", value.strip()) is not None and is_serial(
            float(value), first
        )
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and first <= value < LAST_SERIAL
    )


def from_number(number: float, first: int = SURE_SERIAL) -> date | None:
    """Return the day of an Excel serial, of ``20240630`` or of ``202406``; else ``None``."""
    if not first <= number < 1e8 or (number != int(number) and number >= LAST_SERIAL):
        return None
    whole = int(number)
    if first <= whole < LAST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=whole)
    if 190000 <= whole <= 210012 or 19000000 <= whole <= 21001231:
        return parse(str(whole))
    return None


def from_cell(value: object, first: int = SURE_SERIAL) -> date | None:
    """Return the day of a cell of any type, ``None`` when it names none; see ``parse``.

    ``first`` is the smallest number that is taken for an Excel serial.
    """
    if isinstance(value, datetime):
        return _day(value.year, value.month, value.day)
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return from_number(float(value), first)
    if isinstance(value, str):
        text = value.strip()
        if is_serial(text, first):
            return from_number(float(text), first)
        return parse(text)
    return None
