"""The parts of an office file, unpacked with a bound: what calamine does not tell of its sheets.

They are scanned as bytes; no XML is parsed, so no entity is ever expanded.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from io import BytesIO

from docgen.ledger.comments import comments_in
from docgen.ledger.percents import percent_places, percent_styles
from docgen.ledger.sheetscan import MAX_CELLS, Damaged, Place, Scan, TooLarge, scan_sheet
from docgen.ledger.xmltags import attribute

MAX_UNPACKED = 1_500_000_000  # bytes of all parts together
MAX_PART = 700_000_000
MAX_RATIO = 400  # packed workbooks reach 30 to 60
SMALL = 20_000_000  # below this size a high ratio does no harm

STYLES = "xl/styles.xml"
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
FROM_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^<>]*\bdate1904="(?:1|true)"')
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
        styles = _percent_styles(archive)
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
                    scan_sheet(content),
                    comments=_comments(archive, name),
                    from_1904=old_mac,
                    percents=percent_places(content, styles),
                )
                scans |= {title: found for title, path in paths.items() if path == name}
            else:
                size = sum(len(chunk) for chunk in _chunks(archive, name))
            total += size
            if total > MAX_UNPACKED:
                raise TooLarge(f"解压后超过 {MAX_UNPACKED // 10**6} MB")
        return scans


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """The cell formats of a workbook that show percentages; most workbooks have none."""
    if STYLES not in archive.namelist():
        return frozenset()
    return percent_styles(_part(archive, STYLES))


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


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return sheet name → part name, as the workbook and its relations say."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return {}
    book = _part(archive, "xl/workbook.xml")
    relations: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for tag in RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels")):
            target = attribute(tag, b"Target")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            relations[attribute(tag, b"Id")] = path
    paths: dict[str, str] = {}
    for tag in SHEET.findall(book):
        path = relations.get(attribute(tag, b"r:id") or attribute(tag, b"id"), "")
        if path in names:
            paths[attribute(tag, b"name")] = path
    return paths


def _comments(archive: zipfile.ZipFile, sheet: str) -> Mapping[Place, str]:
    """The comments that a sheet's relations lead to; a thread says more than its stand-in."""
    folder, _, name = sheet.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    names = set(archive.namelist())
    found: dict[Place, str] = {}
    for tag in RELATION.findall(_part(archive, relations)) if relations in names else ():
        kind = attribute(tag, b"Type").rpartition("/")[2]
        target = attribute(tag, b"Target")
        path = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
        if path in names and kind in ("comments", "threadedComment"):
            told = comments_in(_part(archive, path))
            found = {**found, **told} if kind == "threadedComment" else {**told, **found}
    return found


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target))


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
