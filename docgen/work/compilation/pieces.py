"""A compilation as pieces in their order: paragraphs, and tables with their merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from docgen.errors import FileMissing, FileUnreadable, unreadable
from docgen.ledger.workbook import Grid, open_book
from docgen.sources import cell_name
from docgen.word.ooxml import BR, CR, DEL, FALLBACK, MOVED, P_PR, TAB, TBL, TC, TR, TXBX, P, T, w
from docgen.word.unpack import read_package

HEADING_STYLE = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
NUMBERED: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"第[一二三四五六七八九十百零\d]+[章部篇编]分?[ 　、.．:：]*")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3}[、.．]\s*")),
    (3, re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]\s*[、.．]?\s*")),
    (4, re.compile(r"\d{1,3}\s*[、.．](?!\d)\s*")),
    (5, re.compile(r"[（(]\d{1,3}[)）]\s*[、.．]?\s*")),
    (6, re.compile(r"[①-⑳]\s*")),
)
LONGEST_HEADING = 40


@dataclass(slots=True)
class Piece:
    """One paragraph or one cell: its words, where they stand, and what became of them."""

    text: str
    where: str
    level: int = 0
    """1 the highest heading, 0 no heading."""
    used: str = ""
    aside: str = ""

    def use(self, purpose: str) -> None:
        """Note what the piece was used for; what was noted first stands."""
        self.used = self.used or purpose
        self.aside = ""

    def put_aside(self, reason: str) -> None:
        """Note why the piece was not used, unless it was."""
        if not self.used:
            self.aside = self.aside or reason


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; cells of one merged range share their piece (None: nothing in it)."""

    piece: Piece | None
    first: bool = True
    """Whether it is the first cell of its range."""

    @property
    def text(self) -> str:
        return self.piece.text if self.piece else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, all equally long."""

    rows: Sequence[Sequence[Cell]]
    name: str
    title: str = ""
    """The name of a worksheet, which may be a category; nothing in a Word file."""


@dataclass(slots=True)
class Pages:
    """What stands in a file, in its order."""

    parts: list[Piece | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        """Yield every piece once."""
        for part in self.parts:
            if isinstance(part, Piece):
                yield part
                continue
            for row in part.rows:
                for cell in row:
                    if cell.piece is not None and cell.first:
                        yield cell.piece


def read_pages(path: Path) -> Pages:
    """Return the pieces of a .docx or of a workbook.

    Raises FileUnreadable (or the Word reader's own errors) with what to do.
    """
    if not path.is_file():
        raise FileMissing(file=path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path.name, error) from error
    if path.suffix.lower() in (".docx", ".docm", ".dotx", ".doc"):
        return _word(data, path.name)
    book = open_book(path, path.name)
    if not book.grids:
        raise FileUnreadable(
            file=path.name, why="；".join(one.message for one in book.findings) or "没有表格"
        )
    return Pages([_grid(grid) for grid in book.grids], [one.message for one in book.findings])


# --- Word


def _word(data: bytes, name: str) -> Pages:
    package = read_package(data, name)
    root = etree.fromstring(package.parts[package.main], etree.XMLParser(resolve_entities=False))
    pages = Pages()
    body = root.find(w("body"))
    counts = {"p": 0, "t": 0}
    for block in _blocks(body if body is not None else root):
        if block.tag == P:
            counts["p"] += 1
            text = _text(block)
            if text:
                level = _level(block, text)
                pages.parts.append(Piece(text, f"第{counts['p']}段", level))
        else:
            counts["t"] += 1
            pages.parts.append(_table(block, f"表{counts['t']}"))
    for number, box in enumerate(root.iter(TXBX), 1):
        words = _joined(box.iter(P))
        if words and not any(one.tag == FALLBACK for one in box.iterancestors()):
            piece = Piece(words, f"文本框{number}")
            piece.put_aside("文本框里的字没有归到任何一条政策")
            pages.parts.append(piece)
    return pages


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those inside content controls and custom markup."""
    for child in parent:
        if child.tag in (P, TBL):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("smartTag")):
            yield from _blocks(child)


def _joined(paragraphs: Iterator[etree._Element]) -> str:
    return "\n".join(text for text in (_text(one) for one in paragraphs) if text)


def _text(paragraph: etree._Element) -> str:
    """The words of a paragraph as they are seen: nothing deleted, no text boxes."""
    words: list[str] = []
    _collect(paragraph, words)
    return re.sub(r"[ \t\u3000\xa0]+", " ", "".join(words)).strip()


def _collect(element: etree._Element, words: list[str]) -> None:
    for child in element:
        if child.tag in (DEL, MOVED, TXBX, FALLBACK, P_PR):
            continue
        if child.tag == T:
            words.append(child.text or "")
        elif child.tag in (TAB, BR, CR):
            words.append("\n" if child.tag in (BR, CR) else " ")
        else:
            _collect(child, words)


def _level(paragraph: etree._Element, text: str) -> int:
    style = paragraph.find(f"{P_PR}/{w('pStyle')}")
    found = HEADING_STYLE.fullmatch((style.get(w("val")) or "") if style is not None else "")
    outline = paragraph.find(f"{P_PR}/{w('outlineLvl')}")
    if found:
        return int(found[1])
    if outline is not None and (outline.get(w("val")) or "9").isdigit():
        own = int(outline.get(w("val")) or 9)
        if own < 9:
            return own + 1
    return level_of(text)


def level_of(text: str) -> int:
    """Return the level that the number of a heading says (一、 2, （一） 3, 1. 4); else 0."""
    if len(text) > LONGEST_HEADING or text.endswith(("。", "；", "：", ":", "，")):
        return 0
    return next((level for level, mark in NUMBERED if mark.match(text)), 0)


def without_number(text: str) -> str:
    """Return a heading without its number: 雨露计划 for （一）雨露计划."""
    for _, mark in NUMBERED:
        if found := mark.match(text):
            return text[found.end() :].strip() or text
    return text.strip()


def _table(table: etree._Element, name: str) -> Table:
    rows: list[list[Cell]] = []
    open_cells: dict[int, Piece | None] = {}
    for row_number, row in enumerate(_rows(table), 1):
        cells: list[Cell] = []
        skipped = row.find(f"{w('trPr')}/{w('gridBefore')}")
        for _ in range(_number(skipped)):
            cells.append(Cell(None))
        for cell in _cells(row):
            span = max(_number(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), 1), 1)
            merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            place = len(cells)
            if merge is not None and merge.get(w("val")) != "restart" and place in open_cells:
                piece, first = open_cells[place], False
            else:
                words = _joined(cell.iter(P))
                where = f"{name}第{row_number}行第{place + 1}列"
                piece, first = Piece(words, where) if words else None, True
                open_cells[place] = piece
            cells += [Cell(piece, first and n == 0) for n in range(span)]
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    return Table([[*row, *[Cell(None)] * (width - len(row))] for row in rows], name)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == TR:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("ins")):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == TC:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent")):
            yield from _cells(child)


def _number(element: etree._Element | None, default: int = 0) -> int:
    text = "" if element is None else element.get(w("val")) or ""
    return min(int(text), 200) if text.isdigit() else default


# --- workbooks


def _grid(grid: Grid) -> Table:
    width = max((len(row) for row in grid.rows), default=0)
    made: list[list[Cell]] = [
        [
            _cell(row[column] if column < len(row) else None, grid.name, number, column)
            for column in range(width)
        ]
        for number, row in enumerate(grid.rows, 1)
    ]
    for (top, left), (bottom, right) in grid.merges:
        own = made[top][left] if left < width else Cell(None)
        for row in range(top, bottom + 1):
            for column in range(left, min(right + 1, width)):
                made[row][column] = Cell(own.piece, (row, column) == (top, left))
    return Table(made, f"“{grid.name}”表", grid.name)


def _cell(value: object, sheet: str, row: int, column: int) -> Cell:
    text = _shown(value)
    return Cell(Piece(text, f"{sheet} {cell_name(row, column)}") if text else None)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return re.sub(r"[ \t\u3000\xa0]+", " ", str(value)).strip()
