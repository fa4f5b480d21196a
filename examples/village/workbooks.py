"""Writes the ledger as its clerks left it: titles, merged headers, codes, dates of every kind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

Row = dict[str, Any]
CREATED = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
GREY = {"font_color": "#999999", "italic": True}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands in the header, which value it takes, how that is spelt."""

    key: str
    header: str = ""
    group: str = ""
    write: Callable[[Any, int], Any] = lambda value, _: value

    @property
    def title(self) -> str:
        return self.header or self.key


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written; tail rows stand below the data as they are."""

    name: str
    columns: tuple[Column, ...]
    rows: list[Row]
    titles: tuple[str, ...] = ()
    example: tuple[Any, ...] = ()
    tail: tuple[tuple[Any, ...], ...] = ()
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()


@dataclass(slots=True)
class Book:
    """The bytes of a workbook and where each value stands: (sheet, row number, key) -> cell."""

    data: bytes = b""
    rows: dict[str, list[tuple[Row, int]]] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)


def workbook(sheets: Iterable[Sheet]) -> Book:
    """A workbook of the sheets; the same sheets give the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "荷塘村示例数据", "created": CREATED})
    formats = {
        "title": book.add_format({"bold": True, "align": "center", "font_size": 14}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "grey": book.add_format(GREY),
        "bold": book.add_format({"bold": True}),
    }
    made = Book()
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats, made)
    book.close()
    made.data = stream.getvalue()
    return made


def _write(paper: Any, sheet: Sheet, formats: dict[str, Any], made: Book) -> None:
    width = len(sheet.columns)
    for number, title in enumerate(sheet.titles):
        if width > 1:
            paper.merge_range(number, 0, number, width - 1, title, formats["title"])
        else:
            paper.write_string(number, 0, title, formats["title"])
    row = _header(paper, sheet, len(sheet.titles), formats["head"])
    if sheet.example:
        for column, value in enumerate(sheet.example):
            paper.write(row, column, value, formats["grey"])
        row += 1
    places = made.rows.setdefault(sheet.name, [])
    made.columns[sheet.name] = {column.key: n for n, column in enumerate(sheet.columns)}
    for order, record in enumerate(sheet.rows):
        for number, column in enumerate(sheet.columns):
            _cell(paper, row, number, column.write(record.get(column.key), order), formats)
        if order in sheet.hidden_rows:
            paper.set_row(row, None, None, {"hidden": True})
        places.append((record, row + 1))
        row += 1
    for line in sheet.tail:
        for number, value in enumerate(line):
            _cell(paper, row, number, value, formats)
        row += 1
    paper.set_column(0, width - 1, 12)
    if sheet.hidden:
        paper.hide()


def _header(paper: Any, sheet: Sheet, row: int, style: Any) -> int:
    """Writes a header of one row, or of two where columns stand in groups; returns the next row."""
    groups = [column.group for column in sheet.columns]
    if not any(groups):
        for number, column in enumerate(sheet.columns):
            paper.write_string(row, number, column.title, style)
        return row + 1
    number = 0
    while number < len(groups):
        end = number
        while groups[number] and end + 1 < len(groups) and groups[end + 1] == groups[number]:
            end += 1
        _group(paper, sheet, row, (number, end), style)
        number = end + 1
    return row + 2


def _group(paper: Any, sheet: Sheet, row: int, span: tuple[int, int], style: Any) -> None:
    first, last = span
    column = sheet.columns[first]
    if not column.group:
        paper.merge_range(row, first, row + 1, first, column.title, style)
        return
    if last > first:
        paper.merge_range(row, first, row, last, column.group, style)
    else:
        paper.write_string(row, first, column.group, style)
    for number in range(first, last + 1):
        paper.write_string(row + 1, number, sheet.columns[number].title, style)


def _cell(paper: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        paper.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, (int, float, Decimal)):
        paper.write_number(row, column, float(value))
    else:
        paper.write_string(row, column, str(value))


DAY_STYLES: tuple[Callable[[date], Any], ...] = (
    lambda day: f"{day.year}-{day.month}-{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: day,
)


def any_day(value: Any, order: int) -> Any:
    """A date in the style that comes next; other values as they are."""
    return DAY_STYLES[order % len(DAY_STYLES)](value) if isinstance(value, date) else value


def any_month(value: Any, order: int) -> Any:
    """The month of a date, as the exports write it: 202602 or 2026年02月."""
    if not isinstance(value, date):
        return value
    return f"{value:%Y%m}" if order % 2 else f"{value.year}年{value.month:02d}月"


def thousands(value: Any, order: int) -> Any:
    """Every seventh amount carries thousands marks, as text."""
    return f"{value:,}" if value and order % 7 == 3 else value


def coded(codes: dict[str, str]) -> Callable[[Any, int], Any]:
    """Labels with their code in front, as the national export prints them."""
    return lambda value, _: f"{codes[value]}{value}" if value in codes else value
