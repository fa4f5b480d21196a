"""What the bytes of one sheet of an .xlsx tell: errors, hidden rows, long numbers, true size.

No XML is parsed, so no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

MAX_CELLS = 24_000_000  # the dense rectangle that a reader must hold in memory
MAX_ROWS = 1_048_576
ROW_NUMBER = re.compile(rb'row [^>]*?\br="(\d{1,9})"')
ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).){0,4000}?<(?:\w+:)?v>([^<]{0,40})<",
    re.S,
)
LONG_NUMBER = re.compile(rb"v>(\d{16,40})</")
CELL_START = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"([^>]*)>')
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^<>]*\bhidden="(?:1|true)")([^<>]*)>')
FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
CELL_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
MAX_COLUMNS = 16_384
PROLOGUE = 65_536  # bytes in which the rows begin, but for sheets with very many columns listed
# A place far away, those of NOWHERE, and any written in a way that no program does.
FAR = re.compile(rb' r(?:="(?:[A-Z]{3}|[A-Z]*(?:\d{6}|[0"a-z]))|=[^"]|\s)')
QUOTED = (b"\t", b"\tr="), (b"\r", b"\rr="), (b"\n", b"\nr=")  # sign, way
SHEET_SIGNS = (b"sheetData", b"chartsheet", b"dialogsheet")
NOWHERE = re.compile(rb' r="[A-Za-z]*0*"')  # a row before the first: the reader counts backwards
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
CELL_WITHOUT = re.compile(rb"\s*<(?:\w+:)?c(?=[\s/>])(?![^<>]*\br\s*=)")

Place = tuple[int, int]


class TooLarge(Exception):
    """The file would need more memory than is reasonable; the text says what is too much."""


class Damaged(Exception):
    """The package cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in one sheet, by 0-based row and column (rows of ``hidden`` are 1-based).

    ``uncalculated`` are formulas without a result; in a sheet of ``from_1904`` bare serials of days
    count from 1904. ``percents`` are cells whose format shows 0.125 as 12.5%.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    long_numbers: Mapping[Place, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: frozenset[Place] = frozenset()
    from_1904: bool = False
    percents: frozenset[Place] = frozenset()


def column_index(letters: str) -> int:
    """Return the 0-based index of column letters (``A`` → 0)."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _place(letters: bytes, row: bytes) -> Place:
    return int(row) - 1, column_index(letters.decode())


def scan_sheet(content: bytes) -> Scan:
    """Return what was found. Raises ``TooLarge`` and ``Damaged``."""
    if not any(sign in content for sign in SHEET_SIGNS):
        raise Damaged("工作表的内容不是工作表")
    _check_rectangle(content)
    errors: dict[Place, str] = {}
    if b't="e"' in content:
        for letters, row, text in ERROR_CELL.findall(content):
            errors[_place(letters, row)] = text.decode("utf-8", "replace")
    hidden: frozenset[int] = frozenset()
    if b'hidden="' in content:
        hidden = frozenset(int(row) for row in HIDDEN_ROW.findall(content))
    return Scan(
        errors,
        _long_numbers(content),
        hidden,
        hidden_columns=_hidden_columns(content),
        uncalculated=_uncalculated(content),
    )


def _hidden_columns(content: bytes) -> frozenset[int]:
    """Columns that the sheet's list of columns, which stands before its rows, hides."""
    hidden = bytearray(MAX_COLUMNS)
    listed = HIDDEN_COLUMN.finditer(content, 0, max(content.find(b"sheetData"), 0))
    for given in islice(listed, MAX_COLUMNS):
        ends = [re.search(name + rb'="(\d{1,5})"', given[1]) for name in (rb"\bmin", rb"\bmax")]
        if ends[0] and ends[1]:
            first, last = max(int(ends[0][1]), 1), min(int(ends[1][1]), MAX_COLUMNS)
            hidden[first - 1 : last] = b"\1" * max(last - first + 1, 0)
    return frozenset(column for column, sign in enumerate(hidden[:MAX_COLUMNS]) if sign)


def _uncalculated(content: bytes) -> frozenset[Place]:
    prefixed = b":sheetData" in content[:PROLOGUE]
    if b"<f" not in content and not (prefixed and b":f" in content):
        return frozenset()
    cells = (
        CELL_PLACE.search(given)
        for given, empty in FORMULA_ALONE.findall(content)
        if not (empty and b't="str"' in given)  # a formula may come to an empty text
    )
    return frozenset(_place(cell[1], cell[2]) for cell in cells if cell)


def _check_rectangle(content: bytes) -> None:
    """Bound rows × columns before a reader makes the dense rectangle: too large a one ends it."""
    odd = FAR.search(content) is not None
    if odd and NOWHERE.search(content):
        raise Damaged("有单元格没有行号")
    rows = max(map(int, ROW_NUMBER.findall(content)), default=0)
    if not odd and not _is_unusual(content) and _is_narrow(content, MAX_CELLS // max(rows, 1)):
        return
    rows, columns = _exact_rectangle(content)
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise TooLarge(f"{rows} 行 × {columns} 列")


def _is_unusual(content: bytes) -> bool:
    """Whether references may be written in a way that the quick search does not see."""
    return any(way in content for sign, way in QUOTED if sign in content)


def _is_narrow(content: bytes, columns: int) -> bool:
    """Whether no cell of one or two letters stands right of so many columns, roughly."""
    blocks = columns // 26  # A to Z, AA to AZ, BA to BZ …
    if blocks == 0 or blocks > 26:
        return blocks > 26
    beyond = rb' r="[%c-Z][A-Z]\d' % (ord("A") + blocks - 1)
    return re.search(beyond, content) is None


def _exact_rectangle(content: bytes) -> Place:
    """Only cells with something in them count; formats of whole columns do not."""
    last_row = last_column = 0
    for found in REFERENCE.finditer(content):
        letters, digits = found.groups()
        row, column = int(digits[:12]), column_index(letters[:8].upper().decode()) + 1
        if not row:
            raise Damaged("有单元格没有行号")
        if (row > last_row or column > last_column) and _holds(content, found):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _holds(content: bytes, reference: re.Match[bytes]) -> bool:
    """Whether it is of a cell with something in it, or of a row whose cells have no references."""
    end = content.find(b">", reference.end())
    if end < 0 or content[end - 1 : end] == b"/":
        return False
    if reference.group(1):
        return content[end + 1 : end + 3] != b"</"
    return CELL_WITHOUT.match(content, end + 1) is not None


def _long_numbers(content: bytes) -> dict[Place, str]:
    """Numbers of 16 and more digits as the file has them, before a reader rounds them."""
    found: dict[Place, str] = {}
    for number in LONG_NUMBER.finditer(content):
        start = max(
            content.rfind(b"<c ", 0, number.start()), content.rfind(b":c ", 0, number.start())
        )
        cell = CELL_START.match(content, start) if start >= 0 else None
        if cell and b't="s' not in cell.group(3) and b't="inlineStr' not in cell.group(3):
            found[_place(cell.group(1), cell.group(2))] = number.group(1).decode()
    return found
