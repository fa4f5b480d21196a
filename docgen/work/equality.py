"""Whether two records say the same, whatever it looks like."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from docgen.facts.comparison import day_range, number, plain, text
from docgen.facts.words import blank
from docgen.ledger.households import group_key
from docgen.model import Value
from docgen.words import plain_name

CENT = Decimal("0.01")
NAMES = ("姓名", "户主姓名", "帮扶责任人")
NUMBERS = ("联系电话", "证件号码", "银行卡号")
DATES = ("出生日期", "结对开始")
SPLIT = re.compile(r"[,、;/|+和及]")


def equal(one: Value | None, other: Value | None, name: str = "") -> bool:
    """Whether two values mean the same: full-width, spaces, codes, amounts, date styles."""
    if one == other and type(one) is type(other):
        return True
    if one is None or other is None:
        return _nothing(one) and _nothing(other)
    if name in NUMBERS:
        return _digits(one) == _digits(other)
    if isinstance(one, date) or isinstance(other, date) or name in DATES:
        days = _days(one), _days(other)
        if days[0] and days[1]:
            return _same_day(days[0], days[1], exact=name == "出生日期")
    left, right = _amount(one), _amount(other)
    if left is not None and right is not None:
        return abs(left - right) <= CENT
    return _words(text(one), name) == _words(text(other), name)


def _nothing(value: Value | None) -> bool:
    return value is None or value == 0 or (isinstance(value, str) and blank(value))


def _digits(value: Value) -> str:
    return re.sub(r"[\s\-'`—]", "", plain(str(value)))


def _days(value: Value) -> tuple[date, date] | None:
    if isinstance(value, date):
        return value, value
    return day_range(str(value))


def _same_day(one: tuple[date, date], other: tuple[date, date], *, exact: bool) -> bool:
    """Whether two days are one. A month is often written as its first day; a birthday never."""
    if one[0] <= other[0] <= other[1] <= one[1] or other[0] <= one[0] <= one[1] <= other[1]:
        return True
    month = (one[0].year, one[0].month) == (other[0].year, other[0].month)
    return month and not exact and 1 in (one[0].day, other[0].day)


def _amount(value: Value) -> Decimal | None:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return number(value) if isinstance(value, str) else None


@lru_cache(4096)
def _words(word: str, name: str) -> str | tuple[str, ...]:
    if name == "村民小组":
        return group_key(word)
    word = plain(plain_name(word) if name in NAMES else word)
    if name == "民族":
        word = word.removesuffix("族")
    return tuple(sorted({part for part in SPLIT.split(word) if part}))
