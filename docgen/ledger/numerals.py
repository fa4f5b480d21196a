"""Amounts in Chinese numerals, everyday (三千五) and of banks (叁仟伍佰元整)."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
FORMAL = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億圆圓块", "一二二三三四五六六七八九十百千万亿元元元"
)
PARTS = re.compile(
    r"([^元角分整正]*)元?(?:([一二两三四五六七八九])角)?(?:零?([一二两三四五六七八九])分)?[整正]?"
)
LONGEST = 30


def parse(text: str) -> Decimal | None:
    """Return the amount that Chinese numerals name, ``None`` for anything else.

    一万二 (12,000 or 10,002) is not decided; digits without places (三五) are no amount.
    """
    found = PARTS.fullmatch(text.translate(FORMAL)) if len(text) <= LONGEST else None
    if found is None or not found[1]:
        return None
    whole = _whole(found[1])
    if whole is None:
        return None
    return Decimal(whole) + Decimal(_digit(found[2]) * 10 + _digit(found[3])) / 100


def _digit(sign: str | None) -> int:
    return DIGITS[sign] if sign else 0


def _whole(text: str) -> int | None:
    """Sections of 亿 and 万, each below 10,000; every section smaller than the one before."""
    total, rest = 0, text
    for sign in ("亿", "万"):
        head, large, tail = rest.partition(sign)
        if large:
            section = _section(head)
            if not section or (tail and not _is_clear(tail, LARGE[sign] // 10)):
                return None
            total, rest = total + section * LARGE[sign], tail
    if not rest:
        return total
    section = _section(rest)
    return None if section is None else total + section


def _is_clear(tail: str, place: int) -> bool:
    """Whether what follows a place says its own place: 一万二 does not."""
    return len(tail) > 1 or (place == 1 and tail in DIGITS)


def _section(text: str) -> int | None:
    """A number below 10,000 with its places; a lone digit is one only by itself."""
    total, last, digit, bridged = 0, 10_000, None, False
    for position, sign in enumerate(text):
        if sign in PLACES:
            if PLACES[sign] >= last or (digit is None and (sign != "十" or position)):
                return None
            total += (1 if digit is None else digit) * PLACES[sign]
            last, digit, bridged = PLACES[sign], None, False
        elif sign in DIGITS and digit is None:
            if DIGITS[sign]:
                digit = DIGITS[sign]
            elif bridged or not text.strip(sign):
                return 0 if len(text) == 1 else None
            else:
                bridged = True
        else:
            return None
    if digit is not None and not (last in (10, 10_000) or bridged):
        return None
    return total + (digit or 0)
