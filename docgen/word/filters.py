"""Formats that a template may name behind a bar: ``{{ 金额|元 }}``, ``{{ 识别时间|年月 }}``.

A missing value passes through every format, so that its mark is printed. Text that is no number or
date is printed as it stands (``约3000``): somebody wrote it so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any

from docgen import words
from docgen.word.values import BLANK, LARGEST, Blank, Missing, Refused, absent, printed

Format = Callable[..., Any]
ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?(?:[T ].*)?月?")
EIGHT_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")  # 20260305, as many lists write it
DIGITS = "零壹贰叁肆伍陆柒捌玖"


class CannotFormat(Exception):
    """A value that a format cannot print; the message says why, in a clerk's words."""


def _passing(function: Format) -> Format:
    """A format that leaves missing and blank values alone."""

    @wraps(function)
    def passing(value: Any, *args: Any, **named: Any) -> Any:
        if absent(value) or isinstance(value, (Blank, Refused)):
            return value
        if isinstance(value, str) and not value.strip():
            return value
        try:
            return function(value, *args, **named)
        except CannotFormat as error:
            return Refused(str(error))

    return passing


def number(value: Any) -> Decimal | None:
    """Return a number as Decimal, None for text that is none; NaN and infinity are refused."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        raise CannotFormat("不是数")
    if isinstance(value, int) and abs(value) > LARGEST:
        raise CannotFormat("数太大")
    try:
        amount = value if type(value) is Decimal else Decimal(_digits(value))
    except InvalidOperation:
        return None
    if not amount.is_finite():
        if isinstance(value, str):
            return None
        raise CannotFormat("不是数")
    if abs(amount) > LARGEST:
        if isinstance(value, str):
            return None
        raise CannotFormat("数太大")
    return amount


def _digits(value: Any) -> str:
    return str(value).replace(",", "").replace("，", "").strip()


def day(value: Any) -> date | None:
    """Return a date from a date or from text such as 2026-06-30; None for other text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 10**7 <= value < 10**8:
        value = str(value)
    if not isinstance(value, str):
        raise CannotFormat("不是日期")
    match = ISO.fullmatch(value.strip()) or EIGHT_DIGITS.fullmatch(value.strip())
    try:
        return date(*(int(part or 1) for part in match.groups())) if match else None
    except ValueError:
        return None


def _of_number(form: Callable[[Decimal], str]) -> Format:
    def formatted(value: Any) -> str:
        amount = number(value)
        return form(amount) if amount is not None else as_written(value)

    return _passing(formatted)


def _of_day(form: Callable[[date], str]) -> Format:
    def formatted(value: Any) -> str:
        found = day(value)
        return form(found) if found is not None else str(value)

    return _passing(formatted)


def _of_text(form: Callable[[str], str]) -> Format:
    return _passing(lambda value: form(as_written(value)))


def as_written(value: Any) -> str:
    """Return a value as it would be printed; CannotFormat where it needs a format."""
    text = printed(value)
    if text is None:
        raise CannotFormat("不是一个值")
    return text


def short_date(found: date) -> str:
    """Return ``2026.6.30``, for narrow table cells."""
    return f"{found.year}.{found.month}.{found.day}"


def chinese(amount: Decimal) -> str:
    """Return a whole number from 0 to 9999 in Chinese, e.g. 十一."""
    if amount != amount.to_integral_value() or not 0 <= amount <= 9999:
        raise CannotFormat("只有 0 到 9999 的整数能写成中文数字")
    return words.chinese_number(int(amount))


def capitals(amount: Decimal) -> str:
    """Return money in capital numerals, e.g. 壹万贰仟叁佰元伍角整 (票据法 and 支付结算办法)."""
    cents = int(words.rounded(abs(amount), 2) * 100)
    if cents >= 10**18:
        raise CannotFormat("数太大，写不成大写")
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = f"{_capital_whole(yuan)}元" if yuan else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif fen and yuan:
        text += "零"
    text += f"{DIGITS[fen]}分" if fen else "整"
    if not cents:
        return "零元整"
    return f"负{text}" if amount < 0 else text


def _capital_whole(whole: int) -> str:
    text, zero = "", False
    for power, unit in ((12, "万亿"), (8, "亿"), (4, "万"), (0, "")):
        group, whole = divmod(whole, 10**power)
        if not group:
            zero = bool(text)
            continue
        text += "零" if text and (zero or group < 1000) else ""
        text += _capital_group(group) + unit
        zero = False
    return text


def _capital_group(group: int) -> str:
    text, zero = "", False
    for power, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, group = divmod(group, power)
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return text


def masked(text: str) -> str:
    """Return an ID, phone or card number masked; other text with the numbers inside it masked."""
    bare = text.strip()
    if words.ID_CARD.fullmatch(bare):
        return words.mask_id(bare)
    if words.PHONE.fullmatch(bare):
        return words.mask_phone(bare)
    if bare.isdigit() and len(bare) >= 12:
        return words.mask_card(bare)
    return words.mask_text(text)


def optional(value: Any) -> Any:
    """Return the value, or a blank that is right where there is none."""
    if type(value) is str and value and not value.isspace():
        return value
    if absent(value) or (isinstance(value, str) and not value.strip()):
        return BLANK
    return value


def default(value: Any, other: Any = "", boolean: bool = False) -> Any:
    """Return the value, or ``other`` where there is none."""
    if absent(value) or (isinstance(value, str) and not value.strip()) or (boolean and not value):
        return other if other != "" else BLANK
    return value


def join(values: Iterable[Any], separator: str = "", attribute: str | None = None) -> Any:
    """Return the printed values with a separator between; a missing one marks the whole."""
    if isinstance(values, str):
        return values
    picked = [_field(value, attribute) if attribute else value for value in values]
    for value in picked:
        if absent(value):
            str(value if isinstance(value, Missing) else Missing(name=attribute))
    return separator.join(as_written(value) for value in picked if not absent(value))


def _field(value: Any, attribute: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(attribute)
    if attribute.startswith("_"):
        raise CannotFormat("不能用下划线开头的字段")
    return getattr(value, attribute, None)


def length(value: Any) -> Any:
    """Return how many there are."""
    return value if absent(value) else len(value)


def change(percent: Decimal) -> str:
    """Return a change in percent in words: 增长12.5%, 下降3%, 持平."""
    if not words.rounded(percent, 2):
        return "持平"
    return f"{'增长' if percent > 0 else '下降'}{words.percent_text(abs(percent))}"


FORMATS: dict[str, Format] = {
    "日期": _of_day(words.date_text),
    "年月": _of_day(words.year_month_text),
    "短日期": _of_day(short_date),
    "数": _of_number(words.number_text),
    "元": _of_number(words.yuan_text),
    "万元": _of_number(words.wan_text),
    "百分比": _of_number(words.percent_text),
    "增减": _of_number(change),
    "大写": _of_number(capitals),
    "中文数字": _of_number(chinese),
    "隐号": _of_text(masked),
    "隐名": _of_text(words.mask_name),
    "可空": optional,
    "默认": default,
    "default": default,
    "d": default,
    "顿号": lambda values, attribute=None: join(values, "、", attribute),
    "连接": join,
    "join": join,
    "个数": length,
    "length": length,
    "count": length,
}
# These let a missing value through untouched, so a tag made of them alone knows what is missing.
PASSING = frozenset(FORMATS) - {"顿号", "连接", "join"}
