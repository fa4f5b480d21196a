"""Which cell, or which figure, each value of a document came from: words for its trace.

A mapping from a field (``成员[2].姓名``) to ``台账.xlsx 户信息 F12`` or ``指标：…``. A field that
shows several cells names them all; what has no such source is not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from docgen.facts.figures.registry import FIGURES
from docgen.model import COLUMNS, Entry, Record, value_of
from docgen.sources import column_name

Origins = dict[str, str]
letters = lru_cache(maxsize=512)(column_name)


def cells(records: Iterable[Record | Entry | None], *columns: str) -> str:
    """Return the filled cells of these columns in these records, sheet by sheet."""
    found: dict[str, list[str]] = {}
    for record in records:
        if record is None or record.at is None:
            continue
        at = record.at
        attributes = None if isinstance(record, Entry) else COLUMNS[type(record)]
        for column in columns:
            if attributes is None:
                value = value_of(record, column)
            else:
                name = attributes.get(column)
                value = None if name is None else getattr(record, name)
            if value is None or value == "":
                continue
            place = at if column in at.source.columns else at.of(column)
            index = place.source.columns.get(column)
            if index is not None:
                sheet = f"{place.source.file} {place.source.sheet}"
                found.setdefault(sheet, []).append(f"{letters(index)}{place.row}")
    if not found:
        return ""
    return "；".join(f"{sheet} {'、'.join(names)}" for sheet, names in found.items())


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
    at, attributes, found = record.at, COLUMNS[type(record)], Origins()
    if at is None:
        return found
    for field, value in row.items():
        column = renamed.get(field, field) if renamed else field
        attribute = attributes.get(column)
        if attribute is None or value is None or value == "":
            continue
        own = getattr(record, attribute)
        if own is value or own == value:
            place = at.of(column)
            index = place.source.columns.get(column)
            if index is not None:
                source = place.source
                found[before + field] = f"{source.file} {source.sheet} {letters(index)}{place.row}"
    return found


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
