"""Words on paper: the terms of a period, masking, formats, names of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

ID_CARD = re.compile(r"(?<![0-9A-Za-z])(\d{6})(\d{8})(\d{3}[0-9Xx])(\d{2}(?:B\d)?)?(?![0-9A-Za-z])")
PHONE = re.compile(r"(?<!\d)(1[3-9]\d)(\d{4})(\d{4})(?!\d)")
CARD = re.compile(r"(?<!\d)(\d{12,15})(\d{4})(?!\d)")
# A phone with a digit too few or too many or with gaps, an ID of 15 digits or more, with a letter
# at its end: still somebody's.
NEARLY = re.compile(
    r"(?<!\d)(1[3-9]\d{8}|1[3-9]\d{10}|\d{15,}[A-Za-z]{0,2}\d?|1[3-9]\d[ -]\d{4}[ -]\d{4})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one period (mission: words of their time)."""

    first_year: int
    household: str
    handbook: str
    work: str
    asset: str
    loan: str
    monitored: str


# 2020 end of the campaign, 2021-2025 transition period, from 2026 the regular regime.
PERIODS: tuple[Terms, ...] = (
    Terms(0, "贫困户", "扶贫手册", "脱贫攻坚", "扶贫资产", "扶贫小额信贷", "边缘户"),
    Terms(
        2021,
        "脱贫户",
        "帮扶手册",
        "巩固拓展脱贫攻坚成果同乡村振兴有效衔接",
        "扶贫项目资产",
        "脱贫人口小额信贷",
        "监测对象",
    ),
    Terms(
        2026,
        "脱贫户",
        "帮扶手册",
        "常态化精准帮扶",
        "帮扶项目资产",
        "帮扶小额信贷",
        "防止返贫致贫对象",
    ),
)


def terms(day: date) -> Terms:
    """Return the words that a document dated ``day`` uses."""
    return [period for period in PERIODS if period.first_year <= day.year][-1]


def missing(field: str) -> str:
    """Return the visible mark of a value that the ledger does not have."""
    return f"【缺：{field}】"


def mask_id(number: str) -> str:
    """Return an ID with its birth date hidden: first 6, stars, last 4 (internal print)."""
    text = number.strip()
    if len(text) < 15:
        return "*" * len(text)
    return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}"


def mask_phone(number: str) -> str:
    """Return ``139****0000`` for a mobile number, stars but the last two for anything else."""
    text = number.strip()
    if PHONE.fullmatch(text):
        return f"{text[:3]}****{text[-4:]}"
    return f"{'*' * max(len(text) - 2, 0)}{text[-2:]}"


def mask_card(number: str) -> str:
    """Return a bank card number of which only the last four digits show."""
    text = number.strip()
    return f"{'*' * max(len(text) - 4, 0)}{text[-4:]}"


def mask_name(name: str) -> str:
    """Return a name whose second character is a star."""
    return f"{name[:1]}*{name[2:]}" if len(name) > 1 else name


def mask_text(text: str, keep: Collection[str] = ()) -> str:
    """Return the text with every ID, phone and card number inside it masked.

    Numbers in `keep` (of households, projects, policies) stay whole, unless they are IDs.
    """
    masked = _masked(text, ID_CARD, mask_id, keep)
    masked = _masked(masked, PHONE, mask_phone, keep)
    return _masked(masked, CARD, mask_card, keep)


def mask_value(value: str, keep: Collection[str] = ()) -> str:
    """Return a cell's value as a finding shows it: what is nearly a number of a person masked too.

    Elsewhere such digits may be the code of a village or household.
    """
    return _masked(mask_text(value, keep), NEARLY, mask_card, keep)


def _masked(
    text: str, pattern: re.Pattern[str], mask: Callable[[str], str], keep: Collection[str]
) -> str:
    def hide(found: re.Match[str]) -> str:
        number = found.group(0)
        return number if number in keep and not is_id(number) else mask(number)

    return pattern.sub(hide, text)


def mask_difference(one: str, other: str, mask: Callable[[str], str]) -> tuple[str, str]:
    """Return both numbers masked; where they are equally long, the places that differ are shown."""
    hidden = mask(one), mask(other)
    if len({len(text) for text in (one, other, *hidden)}) != 1:
        return hidden
    told = [(a, b) if a != b else (c, d) for a, b, c, d in zip(one, other, *hidden, strict=True)]
    return "".join(a for a, _ in told), "".join(b for _, b in told)


# GB 11643-1999: weights of the first 17 digits, and the check character by remainder.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def is_id(number: str) -> bool:
    """Whether a number has the birth date and the check character of an ID.

    Of a disability card its first 18 characters count.
    """
    found = ID_CARD.fullmatch(number)
    if not found or not re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])", found.group(2)):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    return number[17].upper() == ID_CHECKS[total % 11]


HAN_ALONE = re.compile("[\u4e00-\u9fff]+")
MIDDLE_DOTS = re.compile(r"[·•‧∙⋅・．.]")
NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """Return a name as names are compared: without spaces, one width of letters, one middle dot."""
    if HAN_ALONE.fullmatch(name):
        return name
    narrow = unicodedata.normalize("NFKC", name).translate(NO_WIDTH)
    return MIDDLE_DOTS.sub("·", "".join(narrow.split()))


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are one name (王　强 is 王强); an empty one is like no other."""
    return bool(one and other) and plain_name(one or "") == plain_name(other or "")


FORBIDDEN_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
RESERVED_NAMES = {"CON", "PRN", "AUX", "NUL"} | {
    f"{word}{digit}" for word in ("COM", "LPT") for digit in range(1, 10)
}
NAME_LIMIT = 80


def safe_name(text: str) -> str:
    """Return ``text`` as a name every file system takes, at most 80 characters long."""
    name = FORBIDDEN_IN_NAMES.sub("_", unicodedata.normalize("NFC", text))
    stem, dot, ending = name.rpartition(".")
    if not ending or len(ending) > 8 or not stem:
        stem, dot, ending = name, "", ""
    stem = stem[: NAME_LIMIT - len(dot + ending)].strip(" .") or "_"
    if stem.upper() in RESERVED_NAMES:
        stem = f"{stem}_"
    return f"{stem}{dot}{ending}"


def date_text(day: date) -> str:
    """Return ``2026年6月30日``: Arabic digits without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def year_month_text(day: date) -> str:
    """Return ``2026年6月``."""
    return f"{day.year}年{day.month}月"


def rounded(amount: Decimal, places: int) -> Decimal:
    """Return ``amount`` rounded half up to so many places."""
    return amount.quantize(_unit(places), rounding=ROUND_HALF_UP)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def number_text(amount: Decimal | int, places: int = 2) -> str:
    """Return a number with at most ``places`` decimals and no trailing zeros (``8800.5``)."""
    text = f"{rounded(Decimal(amount), places):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def yuan_text(amount: Decimal | int) -> str:
    """Return yuan with thousands marks, decimals only where there are any (``1,234.5``)."""
    text = number_text(amount)
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole not in ("-0",) else text


def wan_text(yuan: Decimal | int) -> str:
    """Return yuan as 万元 with at most two decimals."""
    return number_text(Decimal(yuan) / 10000)


def percent_text(ratio: Decimal) -> str:
    """Return a percentage value (12.345 means 12.345 %) with two decimals at most, ``12.35%``."""
    return f"{number_text(ratio)}%"


CHINESE_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return 0-9999 in Chinese as used for headings (``十一``, ``二十``, ``一百零三``)."""
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number == 0:
        return "零"
    text, pending_zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if pending_zero and text else "") + CHINESE_DIGITS[digit] + unit
            pending_zero = False
        elif text:
            pending_zero = True
    return text[1:] if text.startswith("一十") else text
