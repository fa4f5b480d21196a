"""How a fact is compared with what a condition writes: words, numbers and dates."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Any

from docgen.facts.coded import any_but, label_of


class Absence(Enum):
    """Why a fact has no value, where an empty cell alone does not say it."""

    UNKNOWN = "不知道"
    NONE = "无"
    NOT_APPLICABLE = "不适用"

    # Facts are keys of what was decided before, and Enum's own hash is slow.
    __hash__ = object.__hash__


UNKNOWN = Absence.UNKNOWN  # the column or the data are missing: nothing may be decided
NONE = Absence.NONE  # known to be none (没有监测类别): differs from every word, counts as 0
NOT_APPLICABLE = (
    Absence.NOT_APPLICABLE
)  # no such thing (务工区域 of somebody at home): all tests fail

# 在校生状况 is written by grade; people speak of stages.
STAGES: dict[str, tuple[str, ...]] = {
    "学前": ("学前教育", "学龄前儿童"),
    "义务教育": ("小学", "七年级", "八年级", "九年级"),
    "初中": ("七年级", "八年级", "九年级"),
    "高中": ("普通高中", "高一", "高二", "高三"),
    "普通高中": ("普通高中", "高一", "高二", "高三"),
    "中职": ("中职", "中等职业"),
    "高职": ("高职",),
    "高职高专": ("高职",),
    "技工": ("技师学院", "技工"),
    "技师学院": ("技师学院", "技工"),
    "大专": ("大专", "高职高专"),
    "本科": ("本科",),
    "研究生": ("硕士", "博士", "研究生"),
    "硕士": ("硕士",),
}
_VERBS = ("有", "无", "未", "已", "低于", "在", "务工", "外出", "县")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = re.compile(
    r"([+-]?\d[\d,]*(?:\.\d+)?)(万?)(?:周岁|岁|个月|月|元|人|户|亩|年|天|级|平方米|㎡|公里|%|次)?"
)
_DATE = re.compile(r"(\d{4})(?:年|[-./])?(?:(\d{1,2})(?:月|[-./])?(?:(\d{1,2})日?)?)?")
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt}


@lru_cache(maxsize=4096, typed=True)
def compare(fact: object, operator: str, values: tuple[str, ...], name: str = "") -> bool | None:
    """Whether the fact passes the test; None when that cannot be known."""
    if operator in ("为空", "不为空"):
        return _empty(fact, operator == "为空")
    if fact is None or fact is UNKNOWN:
        return None
    if fact is NOT_APPLICABLE:
        return False
    if operator == "是":
        return _yes(fact)
    if operator in _ORDERS:
        return _ordered(fact, operator, values[0])
    if operator in ("含", "不含"):
        found = fact is not NONE and any(plain(value) in plain(text(fact)) for value in values)
        return found is (operator == "含")
    equal = [_equal(fact, value, name) for value in values]
    if True not in equal and None in equal:
        return None
    return (True in equal) is (operator in ("=", "属于"))


def show(name: str, fact: object) -> str:
    """The fact as a reason reads it: 年龄为67, 本户为脱贫户."""
    if isinstance(fact, bool):
        return _show_trait(name.removeprefix("是否"), fact)
    if fact is None:
        return f"{name}为空"
    if isinstance(fact, Absence):
        return f"{name}：{fact.value}"
    return f"{name}为{text(fact)}"


def _show_trait(name: str, holds: bool) -> str:
    """是残疾人, 不是残疾人; 有贷款, 没有贷款; 未消除风险, 不属于“未消除风险”."""
    if name.startswith(_VERBS):
        if holds:
            return name
        return f"没{name}" if name.startswith("有") else f"不属于“{name}”"
    return f"是{name}" if holds else f"不是{name}"


def text(fact: object) -> str:
    """The fact as words; dates as 2026年6月30日, numbers without trailing zeros."""
    if isinstance(fact, date):
        return f"{fact.year}年{fact.month}月{fact.day}日"
    if isinstance(fact, Decimal):
        return f"{fact.normalize():f}"
    return str(fact)


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """The word without differences of looks: full-width, spaces, letter case, a leading code."""
    word = re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).casefold()
    return re.sub(r"^\d{2}(?=[^\d\W])", "", word)


@lru_cache(maxsize=4096)
def number(word: str) -> Decimal | None:
    """The number a word says (60, 60周岁, 1.2万元, 二级), or None."""
    word = unicodedata.normalize("NFKC", word).strip()
    if found := _NUMBER.fullmatch(word):
        amount = Decimal(found[1].replace(",", ""))
        return amount * 10000 if found[2] else amount
    graded = word.removesuffix("级")
    return Decimal(_NUMERALS[graded]) if graded in _NUMERALS else None


def day_range(word: str) -> tuple[date, date] | None:
    """First and last day that a date, month or year covers (2026, 2026年4月, 2026-04-01)."""
    word = unicodedata.normalize("NFKC", word).strip()
    if re.fullmatch(r"\d{6}|\d{8}", word):
        word = "-".join(part for part in (word[:4], word[4:6], word[6:]) if part)
    found = _DATE.fullmatch(word)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last = day or calendar.monthrange(first.year, last_month)[1]
        return first, date(first.year, last_month, last)
    except ValueError:
        return None


def _empty(fact: object, wanted: bool) -> bool | None:
    if fact is UNKNOWN:
        return None
    return (fact is None or isinstance(fact, Absence)) is wanted


def _yes(fact: object) -> bool | None:
    if isinstance(fact, bool):
        return fact
    if fact is NONE:
        return False
    word = plain(str(fact))
    if word in ("是", "有", "√", "y", "yes", "已", "安全", "达标"):
        return True
    return False if word in ("否", "无", "没有", "×", "n", "no", "未", "不安全", "不达标") else None


def _ordered(fact: object, operator: str, value: str) -> bool | None:
    if isinstance(fact, date):
        days = day_range(value)
        if days is None:
            return None
        # 晚于某年 means after its last day, 不早于 from its first day.
        return _ORDERS[operator](fact, days[1] if operator in ("<=", ">") else days[0])
    left = _as_number(fact)
    right = number(value)
    if left is None or right is None:
        return None
    return _ORDERS[operator](left, right)


def _as_number(fact: object) -> Decimal | None:
    if fact is NONE:
        return Decimal(0)
    if isinstance(fact, bool):
        return None
    if isinstance(fact, int | Decimal):
        return Decimal(fact)
    return number(fact) if isinstance(fact, str) else None


def _equal(fact: object, value: str, name: str) -> bool | None:
    if fact is NONE:
        return plain(value) in ("无", "没有", "否", "0", "空")
    if isinstance(fact, bool):
        said = _yes(value)
        return None if said is None else said is fact
    if isinstance(fact, date):
        days = day_range(value)
        return None if days is None else days[0] <= fact <= days[1]
    if isinstance(fact, int | Decimal):
        said_number = number(value)
        return None if said_number is None else Decimal(fact) == said_number
    return _same_word(str(fact), value, name)


def _same_word(fact: str, value: str, name: str) -> bool:
    """Whether a word, or one of the words of a cell with several, is the value or of its stage."""
    other = any_but(name, value)
    if other:
        return plain(fact) != plain(other)
    written = plain(value)
    labels = {written, plain(label_of(name, value))}
    stages = STAGES.get(written, ()) if name == "在校生状况" else ()
    for part in (plain(fact), *(plain(part) for part in re.split(r"[,，、;；/|]", fact))):
        if part in labels or any(part.startswith(stage) for stage in stages):
            return True
        left, right = number(part), number(written)
        if left is not None and left == right:
            return True
    return False
