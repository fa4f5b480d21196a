"""Whether two records say the same, whatever it looks like."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from docgen.facts.comparison import number, plain, text
from docgen.facts.words import blank
from docgen.model import Value

CENT = Decimal("0.01")
NOT_AMOUNTS = ("联系电话", "证件号码")


def equal(one: Value | None, other: Value | None, name: str = "") -> bool:
    """Whether two values mean the same: full-width, spaces, codes, amounts, date styles."""
    if one is None or other is None:
        return _nothing(one) and _nothing(other)
    if isinstance(one, date) and isinstance(other, date):
        month = one.year == other.year and one.month == other.month
        return one == other or (month and 1 in (one.day, other.day) and name != "出生日期")
    left, right = _amount(one), _amount(other)
    if left is not None and right is not None and name not in NOT_AMOUNTS:
        return abs(left - right) <= CENT
    return _plain(one, name) == _plain(other, name)


def _nothing(value: Value | None) -> bool:
    return value is None or value == 0 or (isinstance(value, str) and blank(value))


def _amount(value: Value) -> Decimal | None:
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return number(value) if isinstance(value, str) else None


def _plain(value: Value, name: str) -> str:
    word = plain(text(value))
    if name == "民族":
        return word.removesuffix("族")
    return "、".join(sorted(part for part in word.replace(",", "、").split("、") if part))
