"""One header: which official columns its spelling means, and the unit it names."""

from __future__ import annotations

import re

from docgen.ledger.schema import BRACKETS, plain, spellings, without_brackets
from docgen.ledger.units import UNITS

SERIAL = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、)]|^其中:?|^\(\d{1,2}\)")
SLASH_UNIT = re.compile(r"^(.+?)[/:_-](万元|元|亩|人|户|月|公里|平方米|%)$")
BARE_UNIT = re.compile(r"^(.{2,}?)(万元|元|亩)$")


def lookup(text: str) -> list[tuple[str, str, int]]:
    """Return (sheet, column, rank) for a header in any of its spellings."""
    index = spellings()
    word = plain(text)
    for rank, form in enumerate(_forms(word)):
        if form in index:
            return [(sheet, column, own + 3 * rank) for sheet, column, own in index[form]]
    return []


def _forms(word: str) -> list[str]:
    """Return a header as it stands, then without brackets, numbering and unit words."""
    bare = without_brackets(word)
    unnumbered = SERIAL.sub("", bare)
    forms = [word, bare, unnumbered]
    for pattern in (SLASH_UNIT, BARE_UNIT):
        found = pattern.match(unnumbered)
        if found:
            forms.append(found.group(1))
    return [form for form in dict.fromkeys(forms) if form]


def unit_of(text: str) -> str:
    """Return the unit that a header names in brackets, after a slash or alone."""
    word = plain(text)
    for bracket in BRACKETS.findall(word):
        unit: str = bracket[1:-1].removeprefix("单位").lstrip(":")
        if unit in UNITS:
            return unit
    if word.removeprefix("单位").lstrip(":") in UNITS:
        return word.removeprefix("单位").lstrip(":")
    for pattern in (SLASH_UNIT, BARE_UNIT):
        found = pattern.match(word)
        if found:
            return found.group(2)
    return ""
