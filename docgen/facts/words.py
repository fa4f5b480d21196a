"""Small readings of single cells that traits, figures and checks share."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from operator import mul

from docgen.model import Person
from docgen.words import ID_CHECKS, ID_WEIGHTS

YES = frozenset(("是", "有", "√", "Y", "y", "已参加", "参加", "已参保"))
NO = frozenset(("否", "无", "没有", "×", "N", "n", "未参加", "未参保"))
BLANKS = frozenset(("", "无", "否", "/", "-", "—", "——", "未享受", "不享受"))
GRADES = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def is_yes(word: str | None) -> bool | None:
    """是 True, 否 False, anything else (also an empty cell) None."""
    if word is None:
        return None
    return True if word in YES else False if word in NO else None


def blank(word: str | None) -> bool:
    """Whether a cell names nothing: empty, 无, a dash."""
    return word is None or word.strip() in BLANKS


def age_on(born: date, day: date) -> int:
    """Full years on a day (周岁); whoever was born on 29 February is older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_character(digits: str) -> str:
    """The check character of 17 digits (GB 11643-1999)."""
    total = sum(map(mul, map(int, digits), ID_WEIGHTS))
    return ID_CHECKS[total % 11]


@lru_cache(maxsize=1 << 18)
def id_is_right(number: str) -> bool:
    """Whether 18 characters are digits with the right check character."""
    head = number[:17]
    return (
        len(number) == 18
        and head.isascii()
        and head.isdigit()
        and number[17].upper() == check_character(head)
    )


def id_birth_date(number: str | None) -> date | None:
    """The birth date in an ID (digits 7-14) whose check character is right, else None."""
    if not number or not id_is_right(number[:18]):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def disability_grade(person: Person) -> int | None:
    """The grade 1-4 by 残疾等级, else by the 20th character of a disability card; else None."""
    written = (person.disability_grade or "").strip().removesuffix("级")
    if written in GRADES:
        return GRADES[written]
    number = person.id_number or ""
    return GRADES.get(number[19]) if len(number) in (20, 22) else None


@lru_cache(maxsize=4096)
def words_of(text: str | None) -> tuple[str, ...]:
    """The words of a cell with several (因病、因学; 产业帮扶,就业帮扶), blanks left out."""
    if text is None:
        return ()
    for mark in ",，;；/|\n ":
        text = text.replace(mark, "、")
    return tuple(word for word in (part.strip() for part in text.split("、")) if not blank(word))
