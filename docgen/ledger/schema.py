"""The tables of columns as objects: which sheets exist, their columns, kinds and spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
KEY_COLUMNS = ("户编号", "户主证件号码", "户主姓名", "村民小组", "户")
BRACKETS = re.compile(r"[(\[【〔{<《][^()\[\]【】〔〕{}<>《》]*[)\]】〕}>》]")
INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")
EDGE = "*:★☆.、,，。;；"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One official column: how its values are read (``kind``, ``arg``) and whether it must be."""

    name: str
    kind: str
    arg: str
    required: bool
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet of the contract. ``household`` is ``required``, ``optional`` or empty (no 户).

    ``columns`` holds the areas (行政村 …) too, which any sheet may have, and columns that tell
    another one (脱贫属性); ``declared`` does not.
    """

    name: str
    names: tuple[str, ...]
    columns: Mapping[str, ColumnSpec]
    household: str
    register: bool
    order: int
    declared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """Labels of one list; ``meaning`` maps every accepted spelling to its label."""

    name: str
    labels: tuple[str, ...]
    meaning: Mapping[str, str]
    closed: bool


def plain(text: str) -> str:
    """Return a header or label for comparison: half-width, no spaces, no marks at its ends."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip(EDGE).upper()


def without_brackets(text: str) -> str:
    """Return a plain header without what stands in brackets (units, choices)."""
    return BRACKETS.sub("", text).strip(EDGE)


@cache
def sheets() -> Mapping[str, SheetSpec]:
    """Return every sheet of the contract by its official name, core sheets first."""
    core = _yaml("columns.yaml")
    found: dict[str, SheetSpec] = {}
    for register, table in ((False, core["sheets"]), (True, _yaml("registers.yaml"))):
        for name, block in table.items():
            found[name] = _sheet(name, block, register, len(found), core["areas"])
    return found


def _yaml(name: str) -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return table


def _sheet(
    name: str, block: Mapping[str, Any], register: bool, order: int, areas: Mapping[str, str]
) -> SheetSpec:
    columns = {title: _column(title, line) for title, line in block["columns"].items()}
    declared = tuple(columns)
    columns |= {title: _column(title, line) for title, line in block.get("telling", {}).items()}
    for area in areas if not register or "household" in block else ("行政村",):
        if area not in columns and not (area == "行政村" and _has_word(columns, "行政村")):
            columns[area] = ColumnSpec(area, "text", "", False, tuple(areas[area].split()))
    household = block.get("household", "")
    names = tuple(block["names"].split())
    return SheetSpec(name, names, columns, household, register, order, declared)


def _has_word(columns: Mapping[str, ColumnSpec], word: str) -> bool:
    return any(word in spec.also for spec in columns.values())


def _column(name: str, line: str) -> ColumnSpec:
    kind, _, spellings = (part.strip() for part in line.partition("|"))
    required = kind.endswith("*")
    kind, _, arg = kind.rstrip("*").partition(":")
    return ColumnSpec(name, kind, arg, required, tuple(spellings.split()))


@cache
def household_keys() -> Mapping[str, tuple[str, ...]]:
    """Return the columns that may name a household and their spellings."""
    return {name: tuple(words.split()) for name, words in _yaml("columns.yaml")["keys"].items()}


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return the code lists by name."""
    return {name: _code_list(name, block) for name, block in _yaml("codes.yaml").items()}


def _code_list(name: str, block: Mapping[str, Any]) -> CodeList:
    meaning: dict[str, str] = {}
    for code, label in block.get("codes", {}).items():
        number = str(code)
        for written in {number, number.zfill(2)}:
            meaning[written] = label
            for mark in ("", "-", ".", "、", ":"):
                meaning[plain(f"{written}{mark}{label}")] = label
    for word, label in block.get("also", {}).items():
        meaning[plain(str(word))] = label
    for label in block["labels"]:
        meaning[plain(label)] = label
    return CodeList(name, tuple(block["labels"]), meaning, bool(block.get("closed")))


@cache
def spellings() -> Mapping[str, tuple[tuple[str, str, int], ...]]:
    """Return plain header → (sheet, column, rank); rank 0 official, 1 spelling, 2 derived."""
    index: dict[str, dict[tuple[str, str], int]] = {}
    for spec in sheets().values():
        for text, column, rank in _sheet_spellings(spec):
            ranks = index.setdefault(text, {})
            key = (spec.name, column)
            ranks[key] = min(rank, ranks.get(key, rank))
    return {
        text: tuple((sheet, column, rank) for (sheet, column), rank in found.items())
        for text, found in index.items()
    }


def _sheet_spellings(spec: SheetSpec) -> list[tuple[str, str, int]]:
    """A spelling that is another column's official name, or an earlier one's, is left to it."""
    official = {plain(name): name for name in spec.columns}
    found = [(text, name, 0) for text, name in official.items()]
    taken = dict(official)
    pairs = [(name, column.also) for name, column in spec.columns.items()]
    if spec.household:
        pairs += list(household_keys().items())
        for name in household_keys():
            if plain(name) not in taken:
                taken[plain(name)] = name
                found.append((plain(name), name, 0))
    for rank, derive in ((1, _same), (2, _whether)):
        for name, words in pairs:
            for word in derive(name, words):
                if taken.setdefault(plain(word), name) == name:
                    found.append((plain(word), name, rank))
    return found


def _same(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return words


def _whether(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """是否 may be left out or added."""
    both = (name, *words)
    return tuple(word[2:] if word.startswith("是否") else f"是否{word}" for word in both)
