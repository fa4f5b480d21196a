"""Records for ``docgen render``: a JSON list, or the rows of a workbook's first sheet.

A head may have several rows, and a cell merged over several rows is the value of each. The further
sheets of a workbook hold lists: a row belongs to the record that has the same value in
a column of the same name, and the list is called as its sheet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.cli.record_heads import Place, carried, filled, head_of, head_row, with_carried
from docgen.errors import FileMissing, FileUnreadable, NoRecords, unreadable
from docgen.sources import cell_name, column_name

if TYPE_CHECKING:
    from docgen.ledger.workbook import Grid

SAFE_DIGITS = 10**15  # a workbook changes the last digits of longer numbers
Record = dict[str, Any]


class Row(dict[str, Any]):
    """A row of a workbook that knows the cell of each of its values."""

    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Data:
    """The records, and what of the workbook belongs to none of them, in sentences."""

    records: list[Record]
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The filled rows of one sheet, each with its number in the sheet, and those that are none."""

    name: str
    rows: list[tuple[int, Row]]
    aside: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The names of its columns, from the left."""
        return list(self.rows[0][1].cells) if self.rows else []


def cells_of(record: Mapping[str, Any]) -> Mapping[str, str]:
    """Where each value of a record stands (``名单.xlsx 农户 F12``); nothing for JSON."""
    return record.cells if isinstance(record, Row) else {}


def read_records(path: Path) -> Data:
    """Return the records in their order. Raises FileUnreadable, NoRecords."""
    found = from_json(path) if path.suffix.lower() == ".json" else from_workbook(path)
    if not found.records:
        raise NoRecords(file=path.name)
    return found


def from_json(path: Path) -> Data:
    """A list of objects, or one object; numbers with a point become Decimal."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:
        raise FileUnreadable(file=path, why=error) from error
    records = found if isinstance(found, list) else [found]
    if not all(isinstance(record, dict) for record in records):
        raise FileUnreadable(file=path, why="JSON: [{...}, {...}]")
    return Data(records)


def from_workbook(path: Path) -> Data:
    """The rows of the first sheet with the lists of the others; an empty cell is missing."""
    from docgen.ledger.workbook import open_book

    if not path.exists():
        raise FileMissing(file=path)
    book = open_book(path, path.name)
    if not book.grids:
        why = book.findings[0].message if book.findings else "0"
        raise FileUnreadable(file=path, why=why)
    first, *others = [table_of(grid, path.name) for grid in book.grids]
    records = [row for _at, row in first.rows]
    aside = [told for table in (first, *others) for told in table.aside]
    aside += [told for table in others if table.rows for told in joined(first, table)]
    return Data(list(records), tuple(aside))


def table_of(grid: Grid, file: str) -> Table:
    """The rows under the head, which begins in the first row of two names."""
    top = head_row(grid)
    if top is None:
        return Table(grid.name, [])
    head = head_of(grid, top)
    held, sheet, percents = carried(grid, head.bottom), f"{file} {grid.name}", grid.scan.percents
    told = _("Sheet {sheet} column {column} is not used: {name} is the head of another one too.")
    aside = [
        told.format(sheet=grid.name, column=column_name(at), name=name)
        for at, name in head.repeated.items()
    ]
    found = []
    for at, own in enumerate(grid.rows[head.bottom + 1 :], head.bottom + 2):
        if not any(map(filled, own)):
            continue
        over = held.get(at - 1, {})
        row = with_carried(own, over, grid)
        reason = no_record(row)
        if reason:
            told = _("Sheet {sheet} row {row} is no record and was not printed: {reason}.")
            aside.append(told.format(sheet=grid.name, row=at, reason=reason))
        else:
            found.append((at, record(head.names, row, sheet, at, percents, over)))
    return Table(grid.name, found, aside)


def no_record(row: Sequence[object]) -> str:
    """Why a row is nobody's, as the ledger tells totals, footers and examples; else nothing."""
    from docgen.ledger.rows import said_first

    return said_first([str(cell) for cell in row if filled(cell)])


def joined(first: Table, table: Table) -> Iterator[str]:
    """Give each record its rows of another sheet as a list; yield what belongs to no record."""
    key = next((name for name in table.columns if name in first.columns), None)
    if key is None or table.name in first.columns:
        yield _("Sheet {sheet} is not used: it has no column of the first sheet.").format(
            sheet=table.name
        )
        return
    homes: dict[str, list[Row]] = {}
    for _at, home in first.rows:
        home[table.name] = []
        homes.setdefault(str(home.get(key)), []).append(home)
    for at, row in table.rows:
        belongs = homes.get(str(row[key]), []) if row.get(key) is not None else []
        for home in belongs:
            home[table.name].append(row)
            place = f"{table.name}[{len(home[table.name])}]"
            home.cells |= {f"{place}.{name}": cell for name, cell in row.cells.items()}
        if not belongs:
            yield _("Sheet {sheet} row {row} is not used: no record has this {key}.").format(
                sheet=table.name, row=at, key=key
            )


def record(
    names: Mapping[int, str],
    row: Sequence[object],
    sheet: str,
    number: int,
    percents: Set[Place],
    over: Mapping[int, Place],
) -> Row:
    """One row (from 1) by the names of its columns; ``over`` are the cells merged over it."""
    places = {at: over.get(at, (number - 1, at)) for at in names}
    made = Row(
        {
            name: value(row[at], percent=places[at] in percents)
            for at, name in names.items()
            if at < len(row)
        }
    )
    made.cells = {
        name: f"{sheet} {cell_name(places[at][0] + 1, places[at][1])}" for at, name in names.items()
    }
    return made


def value(cell: object, *, percent: bool = False) -> object:
    """A cell's value; a number whose last digits cannot be trusted counts as missing.

    Of a cell that shows a percentage it is the number before the sign: 12.3 for 12.3%.
    """
    if not filled(cell):
        return None
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        if abs(cell) >= SAFE_DIGITS:
            return None
        if percent:
            return (Decimal(repr(cell)) * 100).normalize()
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    return cell
