"""Which cell, or which figure, each value of a document came from: words for its trace.

A mapping from a field (``成员[2].姓名``) to ``台账.xlsx 户信息 F12`` or ``指标：…``. A field that
shows several cells names them all; what has no such source is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from docgen.facts.figures.registry import FIGURES
from docgen.model import COLUMNS, Entry, Record
from docgen.sources import At

Origins = dict[str, str]


def cells(records: Iterable[Record | Entry | None], *columns: str) -> str:
    """Return the filled cells of these columns in these records, sheet by sheet."""
    found: dict[str, list[str]] = {}
    for record in records:
        if record is None or record.at is None:
            continue
        values, filled = _values(record, columns), columns
        if not all(values):
            named = zip(columns, values, strict=True)
            filled = tuple([name for name, value in named if _is_filled(value)])
        if record.at.more:
            for name in filled:
                _note(found, record.at.of(name), (name,))
        elif filled:
            _note(found, record.at, filled)
    return "；".join([f"{sheet} {'、'.join(names)}" for sheet, names in found.items()])


def _is_filled(value: object) -> bool:
    """Whether a cell holds something (a Decimal is slow to be compared with a text)."""
    return value != "" if isinstance(value, str) else value is not None


def _note(found: dict[str, list[str]], at: At, columns: tuple[str, ...]) -> None:
    source = at.source
    if names := source.cells(columns, at.row):
        found.setdefault(f"{source.file} {source.sheet}", []).append(names)


def _values(record: Record | Entry, columns: tuple[str, ...]) -> tuple[Any, ...]:
    if isinstance(record, Entry):
        return tuple(map(record.get, columns))
    kind: Any = type(record)
    return _getter(kind, columns)(record)


@lru_cache(maxsize=512)
def _getter(kind: type[Record], columns: tuple[str, ...]) -> Callable[[Record], tuple[Any, ...]]:
    """What takes the values of these columns from a record; None for a column it has not."""
    names = [COLUMNS[kind].get(column, "") for column in columns]
    if "" in names:
        return lambda record: tuple([name and getattr(record, name) for name in names])
    if len(names) == 1:
        return lambda record: (getattr(record, names[0]),)
    return attrgetter(*names)


def direct(
    row: Mapping[str, Any],
    record: Record,
    renamed: Mapping[str, str] | None = None,
    before: str = "",
) -> Origins:
    """Return the cells of the fields that print a column of the record as it is.

    ``renamed`` are fields called otherwise than their column. A field that prints another value
    than its cell (a dash where it does not concern the household) is none of them.
    """
    at, found = record.at, Origins()
    if at is None:
        return found
    letters, sheet = at.source.letters, f"{at.source.file} {at.source.sheet}"
    called = tuple(renamed.items()) if renamed else ()
    kind: Any = type(record)
    for field, column, attribute in _printing(kind, tuple(row), called):
        value, own = row[field], getattr(record, attribute)
        if value is None or (own is not value and own != value):
            continue
        if isinstance(value, str) and not value:
            continue
        if column in letters:
            found[before + field] = f"{sheet} {letters[column]}{at.row}"
        elif at.more and (cell := cells([record], column)):
            found[before + field] = cell
    return found


@lru_cache(maxsize=512)
def _printing(
    kind: type[Record], fields: tuple[str, ...], renamed: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str, str], ...]:
    """The fields called like a column of such records, the column and its attribute."""
    columns = dict(renamed)
    named = [(field, columns.get(field, field)) for field in fields]
    return tuple(
        (field, column, COLUMNS[kind][column]) for field, column in named if column in COLUMNS[kind]
    )


def listed(
    name: str,
    rows: Sequence[Mapping[str, Any]],
    records: Sequence[Record],
    renamed: Mapping[str, str] | None = None,
    joined: Mapping[str, Sequence[str]] | None = None,
) -> Origins:
    """Return the cells of a list whose rows are these records, in their order.

    ``joined`` are the fields put together from several columns.
    """
    found = Origins()
    for number, (row, record) in enumerate(zip(rows, records, strict=True), 1):
        before = f"{name}[{number}]."
        found |= direct(row, record, renamed, before)
        for field, columns in (joined or {}).items():
            if row.get(field):
                found[before + field] = cells([record], *columns)
    return known(found)


def known(found: Mapping[str, str]) -> Origins:
    """Return the fields that have a source."""
    return {field: source for field, source in found.items() if source}


def figure(name: str) -> str:
    """Return a figure's name with its definition."""
    definition = FIGURES[name].definition if name in FIGURES else ""
    return f"指标：{name}（{definition}）" if definition else f"指标：{name}"
