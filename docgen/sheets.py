"""New workbooks: one look for every sheet docgen makes, the same bytes for the same input.

A sheet is data (``Sheet``: columns and rows); ``workbook`` turns several into the bytes of an
.xlsx file. Texts are always written as text, so nothing a user typed can become a formula.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

Kind = Literal["text", "wrap", "int", "number", "money", "date", "percent"]
Mark = Literal["", "error", "warning", "ok", "grey"]

# Fill and letter colours with a contrast of 4.7 and more; a word always stands beside the colour.
COLOURS: Mapping[str, tuple[str, str]] = {
    "error": ("#FFC7CE", "#9C0006"),
    "warning": ("#FFEB9C", "#9C5700"),
    "ok": ("#C6EFCE", "#006100"),
    "grey": ("#F2F2F2", "#595959"),
}
FORMATS: Mapping[str, Mapping[str, object]] = {
    "text": {"num_format": "@"},
    "wrap": {"num_format": "@", "text_wrap": True},
    "int": {"num_format": "0"},
    "number": {"num_format": "General"},
    "money": {"num_format": "#,##0.##"},
    "date": {"num_format": 'yyyy"年"m"月"d"日"', "align": "left"},
    "percent": {"num_format": "0.0%"},
}
BODY = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1}
BODY_BORDER = {"border_color": "#BFBFBF"}
TITLE = {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
NOTE = {"font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "top"}
LINKED: Mapping[str, object] = {"font_color": "#0563C1", "underline": 1}
HEADER = {
    "font_name": "黑体",
    "font_size": 10,
    "align": "center",
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "bg_color": "#DDEBF7",
}
WIDEST, NARROWEST = 46, 6
LINE_HEIGHT, TALLEST = 13.5, 409  # points; 409 is the highest row Excel knows
MEASURED_ROWS = 500
TEXT_LIMIT = 32767  # of Excel, characters in a cell
LINK_LIMIT = 65000  # Excel opens at most 65,530 links on one sheet
NAME_LIMIT = 31  # of Excel, characters in a sheet's name
CUT = "…（后略）"
CREATED = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere.

    ``target`` is ``#Sheet!A1`` (a cell of this workbook, see ``inside``) or the relative path of a
    file with an optional ``#Sheet!A1`` (see ``outside``).
    """

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a cell (PNG or JPEG), shown at ``scale`` of its pixels; it moves with its row.

    ``height`` is what it takes of the row, in points.
    """

    data: bytes
    height: float
    scale: float = 0.5


@dataclass(frozen=True, slots=True)
class Marked:
    """A value with the look of an error, a warning, an agreement or a thing set aside.

    ``note`` becomes the cell's comment: where the value came from.
    """

    value: object
    mark: Mark
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how its values look, its width in Latin letters (None: measured).

    ``choices`` make a drop-down; one choice like ``=文种!$A$2:$A$99`` takes them from those cells
    (Excel allows 255 characters of listed choices).
    """

    title: str
    kind: Kind = "text"
    width: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: an optional title and notes, a header row, rows.

    Rows hold str, int, Decimal, date, bool, None, ``Link``, ``Picture`` or ``Marked``.
    ``frozen`` counts the columns that stay in sight; ``filtered`` puts a filter on the header;
    ``landscape`` turns the paper; ``after`` are lines below the table.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    title: str = ""
    notes: Sequence[str] = ()
    page_header: str = ""
    frozen: int = 0
    filtered: bool = True
    landscape: bool = True
    after: Sequence[str] = field(default=())


def workbook(sheets: Sequence[Sheet], *, title: str = "", created: date = CREATED) -> bytes:
    """Return the bytes of an .xlsx file with these sheets, equal for equal input.

    ``created`` is written as the file's date (pass ``as_of``; never the clock).
    """
    book = Book(title=title, created=created)
    names = sheet_names([sheet.name for sheet in sheets])
    for sheet, name in zip(sheets, names, strict=True):
        _write_sheet(book, sheet, name)
    return book.finish()


def inside(sheet: str, cell: str) -> str:
    """Return the target of a link to a cell of the same workbook."""
    return f"#{_quoted(sheet)}!{cell}"


def outside(path: str, sheet: str = "", cell: str = "A1") -> str:
    """Return the target of a link to another file (path relative to this workbook, with ``/``)."""
    path = path.replace("%", "%25").replace("#", "%23")  # a # begins the place in the file
    return f"{path}#{_quoted(sheet)}!{cell}" if sheet else path


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def display_width(text: str) -> int:
    """Return the width of the longest line; a Chinese character counts two."""
    return max((_line_width(line) for line in text.splitlines()), default=0)


@lru_cache(maxsize=4096)
def _line_width(line: str) -> int:
    """Kept, for a column says the same words in many rows; each sign is looked up once."""
    if line.isascii():
        return len(line)
    return len(line) + sum(line.count(sign) for sign in set(line) if _is_wide(sign))


@cache
def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WFA"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names Excel takes (31 characters, no ``[]:*?/\\``), made different by a number."""
    taken: set[str] = set()
    names = []
    for raw in wanted:
        base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", raw).strip().strip("'")[:NAME_LIMIT] or "表"
        name, number = base, 1
        while name.lower() in taken or name.lower() == "history":
            number += 1
            name = f"{base[: NAME_LIMIT - len(str(number)) - 2]}({number})"
        taken.add(name.lower())
        names.append(name)
    return names


def clean(text: str) -> str:
    """Return text a cell can hold; what is longer than Excel allows ends visibly in （后略）."""
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return safe if len(safe) <= TEXT_LIMIT else safe[: TEXT_LIMIT - len(CUT)] + CUT


class Book:
    """A workbook being written: for layouts that ``workbook`` does not know.

    ``sheet`` adds a worksheet of XlsxWriter, ``style`` gives a format (kept, so equal ones are
    one), ``write`` writes any value safely, ``finish`` returns the bytes.
    """

    def __init__(self, *, title: str = "", created: date = CREATED) -> None:
        self._buffer = io.BytesIO()
        self.raw = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": "宋体", "font_size": 10},
            },
        )
        moment = datetime(created.year, created.month, created.day)  # noqa: DTZ001 - a date on paper
        self.raw.set_properties({"title": title, "author": "docgen", "created": moment})
        self._styles: dict[tuple[tuple[str, object], ...], Any] = {}
        self._cells: dict[tuple[Kind, Mark, bool], Any] = {}
        self._links: dict[str, int] = {}

    def sheet(self, name: str) -> Any:
        """Return a new worksheet: A4, one page wide, numbered pages."""
        page = self.raw.add_worksheet(name)
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.set_footer("&C第&P页 共&N页")
        page.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
        return page

    def style(self, **properties: object) -> Any:
        """Return the format with these XlsxWriter properties."""
        key = tuple(sorted(properties.items(), key=lambda item: item[0]))
        if key not in self._styles:
            self._styles[key] = self.raw.add_format(dict(properties))
        return self._styles[key]

    def body(self, kind: Kind = "text", mark: Mark = "", **more: object) -> Any:
        """Return the format of a cell of a table."""
        colours: dict[str, object] = {}
        if mark:
            fill, letters = COLOURS[mark]
            colours = {"bg_color": fill, "font_color": letters}
        return self.style(**{**BODY, **BODY_BORDER, **FORMATS[kind], **colours, **more})

    def _cell(self, kind: Kind, mark: Mark, *, link: bool = False) -> Any:
        """`body` for a cell that is written: one look-up for each of thousands of cells."""
        key = (kind, mark, link)
        if key not in self._cells:
            self._cells[key] = self.body(kind, mark, **(LINKED if link else {}))
        return self._cells[key]

    def write(self, page: Any, row: int, column: int, value: object, kind: Kind = "text") -> None:
        """Write one value of a table at a 0-based row and column; text is never a formula."""
        mark: Mark = ""
        if isinstance(value, Marked):
            if value.note:
                page.write_comment(row, column, clean(value.note), {"author": "docgen"})
            mark, value = value.mark, value.value
        if isinstance(value, Link):
            self._write_link(page, row, column, value, kind, mark)
        elif isinstance(value, Picture):
            self._write_picture(page, row, column, value)
        else:
            write_value(page, row, column, value, self._cell(kind, mark))

    def _write_link(
        self, page: Any, row: int, column: int, link: Link, kind: Kind, mark: Mark
    ) -> None:
        count = self._links.get(page.name, 0)
        kind = "wrap" if kind == "wrap" else "text"
        look = self._cell(kind, mark, link=True)
        text = clean(link.text)
        if count >= LINK_LIMIT or len(link.target) > 2000:
            page.write_string(row, column, text, self._cell(kind, mark))
            return
        self._links[page.name] = count + 1
        page.write_url(row, column, _address(link.target), look, text)

    def _write_picture(self, page: Any, row: int, column: int, picture: Picture) -> None:
        """A picture that is moved, hidden and sorted with its cell (object_position 1)."""
        page.write_blank(row, column, None, self.body())
        look = {"x_scale": picture.scale, "y_scale": picture.scale, "object_position": 1}
        place = {"image_data": io.BytesIO(picture.data), "x_offset": 2, "y_offset": 2}
        page.insert_image(row, column, "picture", {**look, **place, "decorative": True})

    def finish(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.raw.close()
        return self._buffer.getvalue()


def _address(target: str) -> str:
    if target.startswith("#"):
        return f"internal:{target[1:]}"
    return f"external:{target}"


def write_value(page: Any, row: int, column: int, value: object, look: Any) -> None:
    """Write str, int, Decimal, float, date, bool or None with a format; text stays text."""
    if value is None or value == "":
        page.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否", look)
    elif isinstance(value, (int, float, Decimal)):
        _write_number(page, row, column, value, look)
    elif isinstance(value, (date, datetime)):
        page.write_datetime(row, column, value, look)
    else:
        page.write_string(row, column, clean(str(value)), look)


def _write_number(page: Any, row: int, column: int, value: Decimal | float, look: Any) -> None:
    """Numbers of more than 15 digits go in as text: a workbook would change their last digits."""
    if not abs(float(value)) < 1e15:
        page.write_string(row, column, str(value), look)
    else:
        page.write_number(row, column, value, look)


def _write_sheet(book: Book, sheet: Sheet, name: str) -> None:
    page = book.sheet(name)
    if sheet.landscape:
        page.set_landscape()
    if sheet.page_header:
        page.set_header(f"&L{sheet.page_header.replace('&', '&&')}")
    top = _write_top(book, page, sheet)
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, clean(column.title), book.style(**HEADER))
    widths = column_widths(sheet)
    kinds = [column.kind for column in sheet.columns]
    rooms = wrapped_rooms(sheet.columns, widths)
    for number, row in enumerate(sheet.rows, start=top + 1):
        lines = wrapped_lines(row, rooms)
        tall = max([0.0, *(value.height for value in row if isinstance(value, Picture))])
        if lines > 1 or tall:
            page.set_row(number, min(max(lines * LINE_HEIGHT + 3, tall), TALLEST))
        for index, (kind, value) in enumerate(zip(kinds, row, strict=True)):
            book.write(page, number, index, value, kind)
    _finish_table(book, page, sheet, top, widths)


def _write_top(book: Book, page: Any, sheet: Sheet) -> int:
    """Write title and notes over the table and return the row of the header."""
    last = max(len(sheet.columns) - 1, 0)
    lines = [(sheet.title, TITLE)] if sheet.title else []
    lines += [(note, NOTE) for note in sheet.notes]
    for row, (text, look) in enumerate(lines):
        _merged_line(page, row, last, clean(text), book.style(**look))
    if sheet.title:
        page.set_row(0, 28)
    return len(lines)


def _merged_line(page: Any, row: int, last: int, text: str, look: Any) -> None:
    if last > 0:
        page.merge_range(row, 0, row, last, "", look)
    page.write_string(row, 0, text, look)


def _finish_table(book: Book, page: Any, sheet: Sheet, top: int, widths: Sequence[float]) -> None:
    bottom = top + len(sheet.rows)
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    for index, column in enumerate(sheet.columns):
        if column.choices and sheet.rows:
            listed = column.choices[0].startswith("=")
            source = column.choices[0] if listed else list(column.choices)
            validation = {"validate": "list", "source": source}
            page.data_validation(top + 1, index, bottom, index, validation)
    for number, line in enumerate(sheet.after, start=bottom + 2):
        page.write_string(number, 0, clean(line), book.style(font_name="宋体", font_size=10))
    page.freeze_panes(top + 1, sheet.frozen)
    page.repeat_rows(top)
    if sheet.filtered and sheet.columns:
        page.autofilter(top, 0, max(bottom, top + 1), len(sheet.columns) - 1)


def column_widths(sheet: Sheet) -> list[float]:
    """Return a width for each column: as asked, else by the widest of the first 500 values."""
    rows = sheet.rows[:MEASURED_ROWS]
    widths = []
    for index, column in enumerate(sheet.columns):
        texts = [column.title, *(_shown(row[index]) for row in rows)]
        measured = max(display_width(text) for text in texts) + 2
        widths.append(column.width or float(min(max(measured, NARROWEST), WIDEST)))
    return widths


def wrapped_rooms(columns: Sequence[Column], widths: Sequence[float]) -> list[tuple[int, int]]:
    """Return the place of each wrapped column and how many Latin letters a line of it holds."""
    return [
        (index, max(int(width) - 1, 1))
        for index, (column, width) in enumerate(zip(columns, widths, strict=True))
        if column.kind == "wrap"
    ]


def wrapped_lines(row: Sequence[object], rooms: Sequence[tuple[int, int]]) -> int:
    """Return how many lines the wrapped texts take: LibreOffice does not find that by itself."""
    lines = 1
    for index, room in rooms:
        parts = _shown(row[index]).splitlines()
        if len(parts) > 1 or (parts and 2 * len(parts[0]) > room):  # shorter ones need no measure
            lines = max(lines, sum(max(-(-_line_width(part) // room), 1) for part in parts))
    return lines


def _shown(value: object) -> str:
    if isinstance(value, Marked):
        value = value.value
    if isinstance(value, Link):
        return value.text
    if isinstance(value, Picture):
        return ""
    if isinstance(value, date):
        return "2026年12月30日"
    return "" if value is None else str(value)
