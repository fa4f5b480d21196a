"""Records for ``docgen render``: a JSON list, or the rows of a workbook's first sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.errors import FileUnreadable, NoRecords
from docgen.sources import cell_name


class Row(dict[str, Any]):
    """A row of a workbook that knows the cell of each of its values."""

    cells: dict[str, str]


SAFE_DIGITS = 10**15  # a workbook changes the last digits of longer numbers
Record = dict[str, Any]


def cells_of(record: Mapping[str, Any]) -> Mapping[str, str]:
    """Where each value of a record stands (``名单.xlsx 农户 F12``); nothing for JSON."""
    return record.cells if isinstance(record, Row) else {}


def read_records(path: Path) -> list[Record]:
    """Return the records in their order. Raises FileUnreadable, NoRecords."""
    records = from_json(path) if path.suffix.lower() == ".json" else from_workbook(path)
    if not records:
        raise NoRecords(file=path.name)
    return records


def from_json(path: Path) -> list[Record]:
    """A list of objects, or one object; numbers with a point become Decimal."""
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise FileUnreadable(file=path, why=error.strerror or error) from error
    except ValueError as error:
        raise FileUnreadable(file=path, why=error) from error
    records = found if isinstance(found, list) else [found]
    if not all(isinstance(record, dict) for record in records):
        raise FileUnreadable(file=path, why="JSON: [{...}, {...}]")
    return records


def from_workbook(path: Path) -> list[Record]:
    """The rows under the first row that has two filled cells; an empty cell is missing."""
    from docgen.ledger.workbook import open_book

    book = open_book(path, path.name)
    if not book.grids:
        why = book.findings[0].message if book.findings else "0"
        raise FileUnreadable(file=path, why=why)
    grid = book.grids[0]
    rows = [(at, row) for at, row in enumerate(grid.rows, 1) if any(filled(cell) for cell in row)]
    top = next((at for at, (_, row) in enumerate(rows) if sum(map(filled, row)) > 1), 0)
    sheet = f"{path.name} {grid.name}"
    return [record(rows[top][1], row, sheet, at) for at, row in rows[top + 1 :]] if rows else []


def filled(cell: object) -> bool:
    """Whether a cell says something."""
    return cell is not None and str(cell).strip() != ""


def record(names: Sequence[object], row: Sequence[object], sheet: str, number: int) -> Record:
    """One row by the names of its columns."""
    named = [(at, str(name).strip()) for at, name in enumerate(names) if filled(name)]
    made = Row({name: value(row[at]) for at, name in named if at < len(row)})
    made.cells = {name: f"{sheet} {cell_name(number, at)}" for at, name in named}
    return made


def value(cell: object) -> object:
    """A cell's value; a number whose last digits cannot be trusted counts as missing."""
    if not filled(cell):
        return None
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        if abs(cell) >= SAFE_DIGITS:
            return None
        return int(cell) if cell.is_integer() else Decimal(repr(cell))
    return cell
