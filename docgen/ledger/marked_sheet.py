"""One sheet of a marked copy: only the looks of the marked cells and one reference are changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docgen.findings import Severity
from docgen.ledger.marked_rows import pieces
from docgen.ledger.marked_xml import (
    MARK,
    RELATION,
    Stream,
    closing,
    local,
    opened,
    prefix,
    with_attributes,
)
from docgen.ledger.marked_zip import Unmarkable
from docgen.ledger.sheetscan import column_index
from docgen.sources import cell_name

Place = tuple[int, int]  # 1-based row, 0-based column
Look = Callable[[int, Severity], int]  # number of the own look → of the coloured one
LAST_ROW, LAST_COLUMN = 1_048_576, 16_383  # of Excel
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
BOXES = re.compile(rb"<(?:\w+:)?legacyDrawing[\s/>]")
OVERLAP = 400  # bytes, more than such a tag is long
# What stands behind legacyDrawing (ECMA-376 Part 4, CT_Worksheet).
BEHIND = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
}
USUAL_WIDTH, USUAL_HEIGHT = 8.43, 15.0  # a column's characters, a row's points


@dataclass(slots=True)
class Columns:
    """Widths (in characters) and looks of the columns, as ranges of 0-based numbers."""

    usual: float = USUAL_WIDTH
    row_height: float = USUAL_HEIGHT
    ranges: list[tuple[int, int, float | None, int]] = field(default_factory=list)

    def width(self, column: int) -> float:
        for first, last, width, _ in self.ranges:
            if first <= column <= last and width is not None:
                return width
        return self.usual

    def look(self, column: int) -> int:
        return next((look for a, b, _, look in self.ranges if a <= column <= b), 0)


@dataclass(slots=True)
class Sheet:
    """What was learned of a sheet while it was copied."""

    columns: Columns = field(default_factory=Columns)
    drawing: str = ""  # id of the relation to the boxes of comments


def place_of(cell: str) -> Place | None:
    """Return a cell's place, ``None`` when it is no cell of a workbook."""
    found = REFERENCE.fullmatch(cell)
    if not found:
        return None
    row, column = int(found.group(2)), column_index(found.group(1))
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def glance(chunks: Iterable[bytes], places: Iterable[Place]) -> tuple[dict[Place, Place], bool]:
    """Return place → first cell of its merged area, and whether the sheet has boxes of comments."""
    wanted = list(places)
    corners: dict[Place, Place] = {}
    boxes = False
    for piece in _overlapping(chunks):
        boxes = boxes or BOXES.search(piece) is not None
        if b"mergeCell" in piece:
            for found in MERGED.finditer(piece):
                _note_corners(found, wanted, corners)
    return corners, boxes


def _overlapping(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks with the end of the one before, so that no tag is cut in two."""
    rest = b""
    for chunk in chunks:
        yield rest + chunk
        rest = chunk[-OVERLAP:]


def _note_corners(
    area: re.Match[bytes], wanted: Iterable[Place], corners: dict[Place, Place]
) -> None:
    left, top, right, bottom = area.groups()
    first = (int(top), column_index(left.decode()))
    last = (int(bottom), column_index(right.decode()))
    for place in wanted:
        if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]:
            corners[place] = first


class _Copying:
    """Walks through one sheet; ``wanted`` are the looks still to be set by row and column."""

    def __init__(
        self,
        write: Callable[[bytes], None],
        wanted: Mapping[Place, Severity],
        look: Look,
        link: str,
    ) -> None:
        self.sheet = Sheet()
        self.stream = Stream(write, self.start, self.end)
        self._rows: dict[int, dict[int, Severity]] = {}
        for (row, column), severity in sorted(wanted.items()):
            self._rows.setdefault(row, {})[column] = severity
        self._waiting = sorted(self._rows, reverse=True)
        self._look = look
        self._link = link
        self._depth = 0
        self._inside = self._was_inside = False
        self._kinds: dict[str, str] = {}
        self._row = 0
        self._column = -1
        self._row_look: int | None = None
        self._cells: dict[int, Severity] = {}
        self._prefix = b""

    def take(self, piece: bytes, last_row: int) -> None:
        """Copy a piece whose last row has this number unseen; 0: parse it."""
        if last_row:
            self.stream.copy(piece)
            self._row, self._cells = last_row, {}
        else:
            self.stream.feed(piece)

    def start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = local(name)
        if self._inside:
            if kind == "c" and self._depth == 4:
                self._cell(given)
            elif kind == "row" and self._depth == 3:
                self._start_row(given)
        elif self._depth == 2:
            self._part(kind, name, given)
        elif kind == "col" and self._depth == 3:
            _note_column(self.sheet.columns, given)

    def end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._inside:
            if depth == 3 and self._cells:
                self.stream.insert(self._rest_of_row(LAST_COLUMN + 1))
            elif depth == 2:
                self.stream.insert(self._rows_before(LAST_ROW + 1))
                self._inside = False
        elif depth == 1:
            self._refer(prefix(name))

    def _part(self, kind: str, name: str, given: dict[str, str]) -> None:
        """A child of the root."""
        if kind == "sheetData":
            self._prefix = prefix(name)
            self._was_inside = True
            tag = self.stream.tag()
            if tag.endswith(b"/>"):
                self.stream.replace_tag(
                    opened(tag) + self._rows_before(LAST_ROW + 1) + closing(tag)
                )
            else:
                self._inside = True
        elif kind == "sheetFormatPr":
            _note_usual(self.sheet.columns, given)
        elif kind == "legacyDrawing":
            self.sheet.drawing = _relation(given)
        elif kind in BEHIND or (not kind and self._was_inside):
            self._refer(self._prefix)

    def _refer(self, name_prefix: bytes) -> None:
        """Put the reference to the boxes of comments where the schema wants it."""
        if self._link:
            reference = f'legacyDrawing xmlns:r="{RELATION}" r:id="{self._link}"/>'
            self.stream.insert(b"<" + name_prefix + reference.encode())
            self._link = ""

    def _start_row(self, given: dict[str, str]) -> None:
        row = _number(given.get("r"), self._row + 1)
        if row <= self._row:
            raise Unmarkable("行的次序乱了")
        before = self._rows_before(row)
        self._row, self._column = row, -1
        self._cells = self._take(row)
        styled = given.get("customFormat") in ("1", "true")
        self._row_look = _number(given.get("s"), 0) if styled else None
        if not self._cells:
            if before:
                self.stream.insert(before)
            return
        tag = _wider(self.stream.tag(), given.get("spans", ""), self._cells)
        if tag.endswith(b"/>"):
            tag = opened(tag) + self._rest_of_row(LAST_COLUMN + 1) + closing(tag)
        self.stream.replace_tag(before + tag)

    def _take(self, row: int) -> dict[int, Severity]:
        if self._waiting and self._waiting[-1] == row:
            self._waiting.pop()
            return self._rows.pop(row)
        return {}

    def _cell(self, given: dict[str, str]) -> None:
        if not self._cells:
            return
        reference = given.get("r", "")
        found = place_of(reference) if reference else (self._row, self._column + 1)
        if found is None or found[1] <= self._column or found[0] != self._row:
            raise Unmarkable("单元格的次序乱了")
        column = self._column = found[1]
        before = self._rest_of_row(column)
        severity = self._cells.pop(column, None)
        if severity:
            number = self._look(_number(given.get("s"), 0), severity)
            tag = with_attributes(self.stream.tag(), {"s": number})
            self.stream.replace_tag(before + tag)
        elif before:
            self.stream.insert(before)

    def _rest_of_row(self, column: int) -> bytes:
        """The wanted cells of this row before a column, as new empty cells."""
        new = [number for number in self._cells if number < column]
        return b"".join(self._new_cell(number, self._cells.pop(number)) for number in new)

    def _new_cell(self, column: int, severity: Severity) -> bytes:
        own = self.sheet.columns.look(column) if self._row_look is None else self._row_look
        text = f'c r="{cell_name(self._row, column)}" s="{self._look(own, severity)}"/>'
        return b"<" + self._prefix + text.encode()

    def _rows_before(self, row: int) -> bytes:
        """The wanted rows before a row, as new rows."""
        kept = self._row, self._cells, self._row_look
        new = b""
        while self._waiting and self._waiting[-1] < row:
            self._row, self._row_look = self._waiting[-1], None
            self._cells = self._take(self._row)
            cells = self._rest_of_row(LAST_COLUMN + 1)
            p = self._prefix
            new += b'<%brow r="%d">%b</%brow>' % (p, self._row, cells, p)
        self._row, self._cells, self._row_look = kept
        return new


def _wider(tag: bytes, spans: str, cells: Mapping[int, object]) -> bytes:
    """A row that says how wide it is says so truly."""
    found = re.fullmatch(r"(\d+):(\d+)", spans)
    if not found:
        return tag
    first = min(int(found.group(1)), min(cells) + 1)
    last = max(int(found.group(2)), max(cells) + 1)
    return with_attributes(tag, {"spans": f"{first}:{last}"})


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _amount(text: str | None) -> float | None:
    try:
        return min(max(float(text), 0.0), 500.0) if text else None
    except ValueError:
        return None


def _note_column(columns: Columns, given: Mapping[str, str]) -> None:
    first, last = _number(given.get("min"), 0) - 1, _number(given.get("max"), 0) - 1
    width = 0.0 if given.get("hidden") in ("1", "true") else _amount(given.get("width"))
    columns.ranges.append((first, last, width, _number(given.get("style"), 0)))


def _note_usual(columns: Columns, given: Mapping[str, str]) -> None:
    columns.usual = _amount(given.get("defaultColWidth")) or USUAL_WIDTH
    columns.row_height = _amount(given.get("defaultRowHeight")) or USUAL_HEIGHT


def _relation(given: Mapping[str, str]) -> str:
    wanted = f"{RELATION}{MARK}id"
    return next((value for key, value in given.items() if key.startswith(wanted)), "")


def copy_sheet(
    chunks: Iterable[bytes],
    write: Callable[[bytes], None],
    wanted: Mapping[Place, Severity],
    look: Look,
    link: str,
) -> Sheet:
    """Write a sheet whose wanted cells have the look that ``look`` gives for their own one.

    ``link`` is the id of the relation to new boxes of comments, empty when the sheet has some
    already or needs none.
    """
    copying = _Copying(write, wanted, look, link)
    for piece, last_row in pieces(chunks, (row for row, _ in wanted)):
        copying.take(piece, last_row)
    copying.stream.feed(b"", last=True)
    return copying.sheet
