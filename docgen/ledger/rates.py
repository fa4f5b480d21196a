"""Percentages: 12.5 is kept for 12.5%, in whichever of its ways a cell says it.

A text with its sign (12.5％, 百分之十二) and a cell that is shown as a percentage are sure. A bare
0.5 may be 0.5% or 50%: the header's unit or the other numbers of the column tell, else nobody does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from docgen.ledger import numerals

SIGNED = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?|[+-]?\.\d{1,15})([%‰])")
CHINESE = re.compile(
    "([负減减]?)([百千])分之([零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]{1,9})"
    "(?:点([零〇一二三四五六七八九]{1,9}))?"
)
SHARES = {"%": 0, "‰": -1, "百": 0, "千": -1}
BARE = re.compile(r"[+-]?\d*\.?\d+")
UNITS = ("%", "百分比")
NEVER_A_SHARE = 10  # 10 for 1000%
HUNDRED = ("百", "一百", "壹佰")
NAMES_RATE = re.compile(
    r"(?:率|占比|比例|比重|构成|百分比|同比|环比|同比增长|增长|增幅|增速|[%％])(?:[(（].*[)）])?$"
)


def rate_of(text: str) -> Decimal | None:
    """Return 12.5 for 12.5%, 12.5％, 百分之十二点五 or 125‰; None for a text without its sign."""
    half = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if signed := SIGNED.fullmatch(half):
        return Decimal(signed[1].replace(",", "")).scaleb(SHARES[signed[2]])
    spoken = CHINESE.fullmatch(half)
    if spoken is None:
        return None
    whole = Decimal(100) if spoken[3] in HUNDRED else numerals.parse(spoken[3])
    if whole is None:
        return None
    digits = "".join(str(numerals.DIGITS[sign]) for sign in spoken[4] or "")
    number = (whole + Decimal(f"0.{digits or 0}")).scaleb(SHARES[spoken[2]])
    return -number if spoken[1] else number


def shown(value: float) -> str:
    """Return the number of a cell that is shown as a percentage as it is meant: 0.125 is 12.5%."""
    return f"{(Decimal(f'{value:.15g}') * 100).normalize():f}%"


def names_rate(text: str) -> bool:
    """Whether a name is that of a percentage: 资金支付率, 因病占比（%）."""
    return NAMES_RATE.search(text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells how bare numbers are meant: the unit that the header says, the other numbers."""

    stated: bool = False
    usual: bool = False

    def sure_of(self, number: Decimal) -> bool:
        """Whether a bare number can only be meant as it stands: nobody means 1000%."""
        return abs(number) >= NEVER_A_SHARE or (self.stated and self.usual)

    @property
    def any(self) -> bool:
        return self.stated or self.usual


def evidence(cells: Iterable[object], unit: str) -> Evidence:
    """Return what a column tells: whether it says %, whether most bare numbers are above 1."""
    bare = [number for cell in cells if (number := _bare(cell))]
    above = sum(number > 1 for number in bare)
    return Evidence(unit in UNITS, 2 * above > len(bare))


def _bare(cell: object) -> float:
    """The size of a bare number, as a text or not; 0 for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        return 0.0
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip()
        return abs(float(text)) if BARE.fullmatch(text) else 0.0
    return abs(cell)
