"""A key of every row read once, so that many figures share it instead of reading each row again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from operator import attrgetter
from typing import Any

from docgen.facts.figures.select import entries, households
from docgen.facts.view import View
from docgen.model import LISTS

Key = Callable[[Any, View], Hashable]


@dataclass(frozen=True, slots=True)
class ByKey:
    """A condition on one key of a row: a key is read once, and tested once a different key.

    `key` must be the same object in all conditions that share the reading.
    """

    key: Key
    test: Callable[[Any], bool]

    def __call__(self, row: Any, view: View) -> bool:
        return self.test(self.key(row, view))


READERS: dict[Key, Callable[[Any], Hashable]] = {}
"""Keys that need no view, as functions of the row alone."""


@cache
def of_attribute(name: str) -> Key:
    """The key that an attribute of a record is."""
    read = attrgetter(name)

    def key(record: Any, view: View) -> Hashable:
        found: Hashable = read(record)
        return found

    READERS[key] = read
    return key


@cache
def of_column(name: str) -> Key:
    """The key that a cell of a register's row is."""
    return lambda entry, _: entry.get(name)


def rows_of(view: View, sheet: str) -> Sequence[Any]:
    """The rows of a sheet, of 户信息 each household once."""
    if sheet == "户信息":
        return households(view)
    return getattr(view.ledger, LISTS[sheet]) if sheet in LISTS else entries(view, sheet)


def keys_of(view: View, sheet: str, key: Key) -> tuple[list[Hashable], Counter[Hashable]]:
    """The key of each of a sheet's rows, and how often each key is there."""
    rows, read = rows_of(view, sheet), READERS.get(key)
    found = list(map(read, rows)) if read else [key(row, view) for row in rows]
    return found, Counter(found)


def rows_with(view: View, sheet: str, condition: ByKey) -> list[Any]:
    """The rows for which a condition holds, in the ledger's order."""
    keys, counted = view.once(keys_of, sheet, condition.key)
    wanted = {key for key in counted if condition.test(key)}
    if not wanted:
        return []
    return list(compress(rows_of(view, sheet), map(wanted.__contains__, keys)))
