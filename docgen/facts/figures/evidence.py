"""The rows behind a figure with the cells that decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.facts.figures.registry import FIGURES, Figure
from docgen.model import CORE_SHEETS, LISTS, Ledger, value_of
from docgen.sources import At
from docgen.words import mask_value

# The columns that tell people which row it is; the first that the sheet has.
CALLED = (
    *("姓名", "户主姓名", "对象姓名", "名称", "主体", "电站", "借款人", "指标", "项目编号"),
    *("问题编号", "协议编号", "户", "类别", "单位"),
)

SHEET_OF = {kind: sheet for sheet, kind in CORE_SHEETS.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: official column, address, what stands there (IDs, phones, cards masked)."""

    column: str
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row behind a figure, with the cell that names it and those the figure reads."""

    at: At
    cells: tuple[Cell, ...]


def evidence(figure: Figure, ledger: Ledger) -> tuple[Row, ...]:
    """Return the rows behind a figure in their order."""
    wanted = {id(at) for at in figure.records}
    records = {id(one.at): one for one in _every(ledger) if one.at and id(one.at) in wanted}
    columns = _columns(figure)
    return tuple(Row(at, _cells(at, records.get(id(at)), columns)) for at in figure.records)


def deciding(figure: Figure) -> tuple[str, ...]:
    """The columns that decide, first those that say most: the last that the figure needs."""
    # A figure of a part bears the part's name behind its own: 台账户数（柳湾村）.
    entry = FIGURES.get(figure.name) or FIGURES[figure.name.rpartition("（")[0]]
    needs = (need.partition(".")[2] for need in entry.needs)
    return tuple(reversed([column for column in needs if column]))


def _every(ledger: Ledger) -> Iterator[Any]:
    for attribute in LISTS.values():
        yield from getattr(ledger, attribute)
    for entries in ledger.registers.values():
        yield from entries


def _columns(figure: Figure) -> Mapping[str, list[str]]:
    """Sheet → the columns of it that the figure needs."""
    found: dict[str, list[str]] = {}
    for need in FIGURES[figure.name].needs:
        sheet, _, column = need.partition(".")
        if column:
            found.setdefault(sheet, []).append(column)
    return found


def _cells(at: At, record: Any, columns: Mapping[str, list[str]]) -> tuple[Cell, ...]:
    if record is None:
        return ()
    sheet = SHEET_OF.get(type(record)) or record.register
    first = next(iter(at.source.columns), "")
    named = next((name for name in CALLED if at.has(name)), first)
    names = dict.fromkeys([named, *columns.get(sheet, ())])
    keep = (str(getattr(record, "household", None) or getattr(record, "id", "") or ""),)
    return tuple(
        Cell(name, at.cell(name), mask_value(_text(value_of(record, name)), keep))
        for name in names
        if name and at.has(name)
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return str(value)
