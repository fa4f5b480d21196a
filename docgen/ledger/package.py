"""What calamine does not tell about an .xlsx: error cells, hidden rows, long numbers, true size.

The parts of the package are scanned as bytes; no XML is parsed, so no entity is ever expanded.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice

from docgen.ledger.comments import comments_in

MAX_UNPACKED = 1_500_000_000  # bytes of all parts together
MAX_PART = 700_000_000
MAX_CELLS = 24_000_000  # the dense rectangle that a reader must hold in memory
MAX_ROWS = 1_048_576
MAX_RATIO = 400  # packed workbooks reach 30 to 60
SMALL = 20_000_000  # below this size a high ratio does no harm

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
FROM_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^<>]*\bdate1904="(?:1|true)"')
MAX_COLUMNS = 16_384
PROLOGUE = 65_536  # bytes in which the rows begin, but for sheets with very many columns listed
# A place far away, those of NOWHERE, and any written in a way that no program does.
FAR = re.compile(rb' r(?:="(?:[A-Z]{3}|[A-Z]*(?:\d{6}|[0"a-z]))|=[^"]|\s)')
QUOTED = (b"\t", b"\tr="), (b"\r", b"\rr="), (b"\n", b"\nr=")  # sign, way
SHEET_SIGNS = (b"sheetData", b"chartsheet", b"dialogsheet")
NOWHERE = re.compile(rb' r="[A-Za-z]*0*"')  # a row before the first: the reader counts backwards
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
CELL_WITHOUT = re.compile(rb"\s*<(?:\w+:)?c(?=[\s/>])(?![^<>]*\br\s*=)")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")

# What the zip module raises for damaged packages; LookupError is an unknown codec or position.
ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    LookupError,
    OverflowError,
)

# Formula with a cached error, or BoolErr with fError; both end in the error's code and marks.
XLS_CODE = rb"[\x00\x07\x0f\x17\x1d\x24\x2a\x2b]"
XLS_ERROR = re.compile(
    rb"\x06\x00[\x16-\xff].{7}\x02." + XLS_CODE + rb".{3}\xff\xff"
    rb"|\x05\x02\x08\x00.{6}" + XLS_CODE + rb"\x01",
    re.S,
)
Place = tuple[int, int]


class TooLarge(Exception):
    """The file would need more memory than is reasonable; the text says what is too much."""


class Damaged(Exception):
    """The package cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in one sheet, by 0-based row and column (rows of ``hidden`` are 1-based).

    ``uncalculated`` are formulas without a result; in a sheet of ``from_1904`` bare serials of days
    count from 1904.
    """

    errors: Mapping[Place, str] = field(default_factory=dict)
    long_numbers: Mapping[Place, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    uncalculated: frozenset[Place] = frozenset()
    from_1904: bool = False


def sheet_sizes(data: bytes) -> dict[str, int]:
    """Return how many bytes the sheets of an .xlsx unpack to, by name; see ``scan`` for errors.

    Empty where two sheets have one name.
    """
    with _open(data) as archive:
        paths = _sheet_paths(archive)
        plain = {name.strip() for name in paths}
        if len(SHEET.findall(_part(archive, "xl/workbook.xml"))) != len(plain):
            return {}
        return {name: archive.getinfo(path).file_size for name, path in paths.items()}


def scan(data: bytes, only: Set[str] = frozenset()) -> dict[str, Scan]:
    """Return what was found for each sheet of an .xlsx by its name, or for ``only`` some sheets.

    Raises ``TooLarge`` and ``Damaged``. Every part a reader will unpack is unpacked here first,
    with a bound, so a false size in the zip's directory harms nobody.
    """
    with _open(data) as archive:
        paths = _sheet_paths(archive)
        kept = {path for name, path in paths.items() if not only or {name, name.strip()} & only}
        left_out = set(paths.values()) - kept
        old_mac = bool(paths) and FROM_1904.search(_part(archive, "xl/workbook.xml")) is not None
        scans: dict[str, Scan] = {}
        total = 0
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")) or name in left_out:
                continue
            size = 0
            if name in kept:
                content = _part(archive, name)
                size = len(content)
                found = replace(
                    _scan_sheet(content), comments=_comments(archive, name), from_1904=old_mac
                )
                scans |= {title: found for title, path in paths.items() if path == name}
            else:
                size = sum(len(chunk) for chunk in _chunks(archive, name))
            total += size
            if total > MAX_UNPACKED:
                raise TooLarge(f"解压后超过 {MAX_UNPACKED // 10**6} MB")
        return scans


def errors_in_ods(data: bytes) -> int:
    """Return how many cells of an .ods that ``check_ods`` has passed hold a formula error."""
    with _open(data) as archive:
        return _part(archive, "content.xml").count(b'value-type="error"')


def errors_in_xls(data: bytes) -> int:
    """Return how many records of a .xls say that a cell is an error ([MS-XLS] 2.4.24, 2.4.127)."""
    return len(XLS_ERROR.findall(data))


def check_sizes(data: bytes) -> zipfile.ZipFile:
    """Open any zip of an office file after looking at its directory; see ``scan`` for errors."""
    return _open(data)


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except ZIP_TROUBLE as error:
        raise Damaged("压缩包损坏") from error
    names = archive.namelist()
    if len(set(names)) != len(names):
        raise Damaged("压缩包里有同名的部分")
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Damaged("压缩包加了密")
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * len(data)):
        raise TooLarge(f"解压后有 {unpacked // 10**6} MB")
    return archive


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    size = 0
    try:
        with archive.open(name) as part:
            while chunk := part.read(1 << 20):
                size += len(chunk)
                if size > MAX_PART:
                    raise TooLarge(f"解压后超过 {MAX_PART // 10**6} MB")
                yield chunk
    except ZIP_TROUBLE as error:
        raise Damaged("压缩包里的内容损坏") from error


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return b"".join(_chunks(archive, name))


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b(?:\w+:)?" + name + rb'\s*=\s*"([^"]*)"', tag)
    return _unescape(found.group(1)) if found else ""


def _unescape(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    for escaped, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(escaped, sign)
    text = re.sub(r"&#(\d{1,6});", lambda found: chr(int(found[1])), text)
    return text.replace("&amp;", "&")


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name → part name, as the workbook and its relations say."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return {}
    book = _part(archive, "xl/workbook.xml")
    relations: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for tag in RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels")):
            target = _attribute(tag, b"Target")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            relations[_attribute(tag, b"Id")] = path
    paths: dict[str, str] = {}
    for tag in SHEET.findall(book):
        path = relations.get(_attribute(tag, b"r:id") or _attribute(tag, b"id"), "")
        if path in names:
            paths[_attribute(tag, b"name")] = path
    return paths


def _comments(archive: zipfile.ZipFile, sheet: str) -> Mapping[Place, str]:
    """The comments that a sheet's relations lead to; a thread says more than its stand-in."""
    folder, _, name = sheet.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    names = set(archive.namelist())
    found: dict[Place, str] = {}
    for tag in RELATION.findall(_part(archive, relations)) if relations in names else ():
        kind = _attribute(tag, b"Type").rpartition("/")[2]
        target = _attribute(tag, b"Target")
        path = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
        if path in names and kind in ("comments", "threadedComment"):
            told = comments_in(_part(archive, path))
            found = {**found, **told} if kind == "threadedComment" else {**told, **found}
    return found


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target))


def column_index(letters: str) -> int:
    """Return the 0-based index of column letters (``A`` → 0)."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _place(letters: bytes, row: bytes) -> Place:
    return int(row) - 1, column_index(letters.decode())


def _scan_sheet(content: bytes) -> Scan:
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


ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.S)
ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*)>")
ODS_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
ODS_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')


def check_ods(data: bytes) -> None:
    """Raise ``TooLarge`` for an .ods whose repeated cells would fill the memory."""
    with _open(data) as archive:
        if "content.xml" not in archive.namelist():
            raise Damaged("缺少 content.xml")
        content = _part(archive, "content.xml")
    cells = 0
    for attributes, inner in ODS_ROW.findall(content):
        if b"office:value-type" in inner or b"<text:p" in inner:
            cells += _repeats(ODS_ROWS, attributes) * _ods_width(inner)
        if cells > MAX_CELLS:
            raise TooLarge(f"超过 {MAX_CELLS} 格")


def _ods_width(row: bytes) -> int:
    tags = ODS_CELL.findall(row)
    filled = [index for index, tag in enumerate(tags) if b"value-type" in tag]
    return sum(_repeats(ODS_COLUMNS, tag) for tag in tags[: (filled[-1] + 1) if filled else 1])


def _repeats(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found.group(1)[:8]) if found else 1
