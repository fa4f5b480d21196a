"""An empty form as plain data: the texts of its cells, merges, formulas, and what may be filled."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import FileUnreadable
from docgen.ledger.package import check_sizes
from docgen.ledger.sheetscan import Damaged, TooLarge
from docgen.sources import cell_name

Place = tuple[int, int]  # 1-based row, 0-based column
MOST_ROWS, MOST_COLUMNS = 5_000, 256
"""A form is read by people: what lies beyond is never one, and would cost memory without bound."""
NOT_LEFT = frozenset(("center", "centerContinuous", "distributed", "justify", "right"))
WIDTH_OF_INDENT = 2  # half-width signs
CLOSED = frozenset("—－-/\\×xX·*＊")
"""Signs with which an office closes a cell that need not be filled."""


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, first and last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a form.

    ``texts`` holds the words of every cell; of merged cells each has the words of the first.
    ``own`` are the places where words really stand. ``areas`` leads from every merged place to its
    area. ``bordered`` are places with a line at a side: they belong to a table. ``percent`` are
    places whose format shows 0.25 as 25%. ``indents`` tells how far words are set in from the left
    edge of their cell, in half-width signs.
    """

    name: str
    rows: int
    columns: int
    texts: Mapping[Place, str]
    own: frozenset[Place]
    formulas: frozenset[Place]
    areas: Mapping[Place, Area]
    bordered: frozenset[Place] = field(default_factory=frozenset)
    percent: frozenset[Place] = field(default_factory=frozenset)
    indents: Mapping[Place, int] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        return self.texts.get((row, column), "")

    def origin(self, row: int, column: int) -> Place:
        """The first cell of the merged area a place is in, else the place itself."""
        area = self.areas.get((row, column))
        return (area.top, area.left) if area else (row, column)

    def is_open(self, row: int, column: int) -> bool:
        """Whether a cell is empty and its own: nothing stands in it and no merge hides it."""
        place = (row, column)
        return (
            place not in self.texts
            and place not in self.formulas
            and self.origin(row, column) == place
        )

    def places(self) -> Iterator[Place]:
        """All places, row by row."""
        for row in range(1, self.rows + 1):
            for column in range(self.columns):
                yield row, column


def read_form(data: bytes, name: str) -> list[Grid]:
    """Return the visible sheets of a form (.xlsx, .xlsm).

    Errors: FileUnreadable for what is no such workbook, is damaged, locked or too large.
    """
    try:
        check_sizes(data)
    except (Damaged, TooLarge) as trouble:
        raise FileUnreadable(file=name, why=str(trouble)) from trouble
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl raises whatever its parts raise
        why = "不是能填的 Excel 表格，请在 Excel 或 WPS 里另存为 .xlsx"
        raise FileUnreadable(file=name, why=why) from error
    return [_grid(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _grid(sheet: Worksheet) -> Grid:
    texts: dict[Place, str] = {}
    formulas: set[Place] = set()
    bordered: set[Place] = set()
    percent: set[Place] = set()
    indents: dict[Place, int] = {}
    areas = _areas(sheet)
    rows = min(sheet.max_row, MOST_ROWS)
    columns = min(sheet.max_column, MOST_COLUMNS)
    for line in sheet.iter_rows(max_row=rows, max_col=columns):
        for cell in line:
            if not isinstance(cell, Cell):
                continue
            place = (cell.row, cell.column - 1)
            _note(cell, place, texts, formulas)
            if place in texts and (indent := _indent(cell)):
                indents[place] = indent
            if cell.has_style and _has_line(cell):
                bordered.add(place)
            if "%" in cell.number_format:
                percent.add(place)
    own = frozenset(texts)
    for place, area in areas.items():
        first = (area.top, area.left)
        if first in own:
            texts[place] = texts[first]
        elif first in formulas:
            formulas.add(place)
    return Grid(
        sheet.title,
        rows,
        columns,
        texts,
        own,
        frozenset(formulas),
        areas,
        frozenset(bordered),
        frozenset(percent),
        indents,
    )


def _areas(sheet: Worksheet) -> dict[Place, Area]:
    found: dict[Place, Area] = {}
    for merged in sheet.merged_cells.ranges:
        area = Area(merged.min_row, merged.min_col - 1, merged.max_row, merged.max_col - 1)
        for row in range(area.top, min(area.bottom, MOST_ROWS) + 1):
            for column in range(area.left, min(area.right, MOST_COLUMNS) + 1):
                found[row, column] = area
    return found


def _note(cell: Cell, place: Place, texts: dict[Place, str], formulas: set[Place]) -> None:
    if cell.data_type == "f":
        formulas.add(place)
    elif cell.value is not None and str(cell.value).strip():
        texts[place] = str(cell.value).strip()


def _indent(cell: Cell) -> int:
    """Blanks and the cell's own indent; in the middle or at the right they set nothing in."""
    if cell.alignment.horizontal in NOT_LEFT:
        return 0
    text = str(cell.value)
    blanks = text[: len(text) - len(text.lstrip())].rpartition("\n")[2]
    broad = sum(2 if unicodedata.east_asian_width(sign) == "F" else 1 for sign in blanks)
    return broad + round(WIDTH_OF_INDENT * (cell.alignment.indent or 0))


def _has_line(cell: Cell) -> bool:
    border = cell.border
    return any(
        side is not None and side.style
        for side in (border.left, border.right, border.top, border.bottom)
    )


def is_closed(text: str) -> bool:
    """Whether a cell holds only signs that say it is not to be filled."""
    return bool(text) and set(text) <= CLOSED


def address(place: Place) -> str:
    """Return a place as F12."""
    return cell_name(*place)
