"""Opening a workbook of any usual format as plain grids; trouble becomes a finding."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import python_calamine as calamine

from docgen.findings import Finding
from docgen.ledger import plaintext
from docgen.ledger.codes import report
from docgen.ledger.package import check_ods, check_sizes, errors_in_ods, errors_in_xls, scan
from docgen.ledger.sheetscan import Damaged, Scan, TooLarge

SUFFIXES = (
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".csv",
    ".et",
    ".xlsb",
    ".htm",
    ".html",
    ".txt",
    ".tsv",
)
READ_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".et", ".xlsb")
MAX_FILE = 200_000_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "程序"),
)

Row = list[object]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet from A1: ``rows[r][c]`` (0-based); ``merges`` as ((top, left), (bottom, right)).

    ``top`` is the first row that counts: of a table further down the rows above it are empty.
    """

    name: str
    rows: Sequence[Row]
    merges: Sequence[Merge] = ()
    hidden: bool = False
    scan: Scan = field(default_factory=Scan)
    top: int = 0
    place: int = 0  # which sheet of its workbook it is

    def cut(self, below: int | None) -> Grid:
        """Return the sheet without the rows from ``below`` on."""
        if below is None:
            return self
        return replace(
            self, rows=self.rows[:below], merges=[m for m in self.merges if m[0][0] < below]
        )

    def part(self, left: int, right: int) -> Grid:
        """Return the sheet as if only the columns from ``left`` to before ``right`` were filled."""
        blank: Row = [""] * left
        merges = [m for m in self.merges if left <= m[0][1] and m[1][1] < right]
        return replace(self, rows=[[*blank, *row[left:right]] for row in self.rows], merges=merges)

    def rest(self, top: int) -> Grid:
        """Return the sheet as if nothing stood above ``top``."""
        rows: list[Row] = [[]] * top
        merges = [merge for merge in self.merges if merge[0][0] >= top]
        return replace(self, rows=[*rows, *self.rows[top:]], merges=merges, top=top)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was read: its name in the work folder, its grids, what went wrong."""

    file: str
    grids: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Refused(Exception):
    """A file that cannot be read: the reading code and what its message needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def workbooks_in(folder: Path) -> list[Path]:
    """Return the files of a folder (and of folders in it) that may be workbooks, in name order."""
    if not folder.is_dir():
        return []
    found = [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in READ_SUFFIXES
        and path.is_file()
        and not _inside_hidden(path, folder)
    ]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _inside_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def open_book(path: Path, file: str, only: Set[str] = frozenset()) -> Book:
    """Return the grids of a workbook, or ``only`` some sheets; ``file`` names it in findings.

    Never raises.
    """
    if path.name.startswith(("~$", ".~")):
        return Book(file, findings=(report("W002", file),))
    try:
        if path.stat().st_size > MAX_FILE:
            raise _Refused("E004", why=f"文件有 {path.stat().st_size // 10**6} MB")
        return read_book(path.read_bytes(), file, only)
    except _Refused as trouble:
        return Book(file, findings=(report(trouble.code, file, facts=trouble.facts),))
    except OSError as error:
        return Book(
            file, findings=(report("E001", file, facts={"why": error.strerror or "读不到"}),)
        )


def read_book(data: bytes, file: str, only: Set[str] = frozenset()) -> Book:
    """Return the grids of a workbook given as bytes; see ``open_book``. Never raises."""
    try:
        kind = _kind(data)
        grids = FORMATS[kind](data, Path(file).stem, only)
        notes = (*_renamed(kind, file), *_lost_errors(kind, data, file))
    except _Refused as trouble:
        return Book(file, findings=(report(trouble.code, file, facts=trouble.facts),))
    except TooLarge as trouble:
        return Book(file, findings=(report("E004", file, facts={"why": str(trouble)}),))
    except Damaged as trouble:
        return Book(file, findings=(report("E001", file, facts={"why": str(trouble)}),))
    except (MemoryError, RecursionError):
        return Book(file, findings=(report("E004", file, facts={"why": "内存不够"}),))
    return Book(file, tuple(grids), notes)


def _renamed(kind: str, file: str) -> tuple[Finding, ...]:
    expected = {"zip": (".xlsx", ".xlsm", ".xlsb"), "ods": (".ods",), "ole": (".xls", ".et")}
    words = {
        "zip": "xlsx 工作簿",
        "ods": "ods 表格",
        "ole": "xls 工作簿",
        "html": "网页",
        "csv": "文本",
    }
    if Path(file).suffix.lower() in expected.get(kind, (".csv", ".tsv", ".txt", ".htm", ".html")):
        return ()
    return (report("W001", file, facts={"why": words[kind]}),)


def _lost_errors(kind: str, data: bytes, file: str) -> tuple[Finding, ...]:
    """Error cells of .xls and .ods come from the reader as blanks: say how many there are."""
    count = ERRORS_IN[kind](data) if kind in ERRORS_IN else 0
    return (report("W012", file, facts={"count": count}),) if count else ()


def _kind(data: bytes) -> str:
    """Return what the bytes are, whatever the name says."""
    if not data.strip(b"\x00 \r\n\t"):
        raise _Refused("E001", why="文件是空的")
    for magic, word in OTHERS:
        if data.startswith(magic):
            raise _Refused("E003", why=f"这是{word}")
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(OLE):
        return "ole"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise _Refused("E005", why="这是旧的 XML 表格")
    if head.startswith(b"mime-version:") or b"content-type: multipart/related" in head:
        raise _Refused("E005", why="这是单个文件网页")
    if head.startswith((b"<", b"\xff\xfe<\x00")) and re.search(
        rb"<(html|table|!doctype html|meta|div|head)", head
    ):
        return "html"
    return "csv"


def _zip_kind(data: bytes) -> str:
    with check_sizes(data) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return "ods"
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return "zip"
    for part, word in (("word/document.xml", "Word 文档"), ("ppt/presentation.xml", "演示文稿")):
        if part in names:
            raise _Refused("E003", why=f"这是{word}")
    raise _Refused("E003", why="这是压缩包")


def _read_zip(data: bytes, stem: str, only: Set[str]) -> list[Grid]:
    return _read_calamine(data, scan(data, only), only)


def _read_ods(data: bytes, stem: str, only: Set[str]) -> list[Grid]:
    check_ods(data)
    return _read_calamine(data, {}, only)


def _read_ole(data: bytes, stem: str, only: Set[str]) -> list[Grid]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _Refused("E002")
    if "WordDocument".encode("utf-16-le") in data:
        raise _Refused("E003", why="这是 Word 文档")
    return _read_calamine(data, {}, only)


def _read_calamine(data: bytes, scans: Mapping[str, Scan], only: Set[str]) -> list[Grid]:
    try:
        return _grids(data, scans, only)
    except calamine.PasswordError as error:
        raise _Refused("E002") from error
    except (MemoryError, RecursionError):
        raise
    except BaseException as error:  # a panic inside calamine is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _Refused("E002") from error
        raise _Refused("E001", why="内容损坏") from error


def _grids(data: bytes, scans: Mapping[str, Scan], only: Set[str]) -> list[Grid]:
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    grids = []
    for place, meta in enumerate(book.sheets_metadata):
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if only and not {meta.name, meta.name.strip()} & only:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows: list[Row] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        merges = sound_merges(sheet.merged_cell_ranges or [], rows)
        found = scans.get(meta.name, Scan())
        grids.append(Grid(meta.name, rows, merges, hidden, found, place=place))
    return grids


def sound_merges(merges: Sequence[Merge], rows: Sequence[Row]) -> list[Merge]:
    """Return the merged ranges cut to the cells there are; those outside are left out."""
    last, right = len(rows) - 1, max(map(len, rows), default=0) - 1
    return [
        ((top, left), (min(bottom, last), min(end, right)))
        for (top, left), (bottom, end) in merges
        if top <= min(bottom, last) and left <= min(end, right)
    ]


def _read_csv(data: bytes, stem: str, only: Set[str]) -> list[Grid]:
    text = _decoded(data)
    try:
        return [Grid(stem, plaintext.csv_rows(text))]
    except csv.Error as error:
        raise _Refused("E006") from error


def _read_html(data: bytes, stem: str, only: Set[str]) -> list[Grid]:
    tables = [(rows, merges) for rows, merges in plaintext.html_tables(_decoded(data)) if rows]
    if not tables:
        raise _Refused("E005", why="网页里没有表格")
    names = [stem] if len(tables) == 1 else [f"{stem}{n}" for n in range(1, len(tables) + 1)]
    return [
        Grid(name, rows, sound_merges(merges, rows))
        for name, (rows, merges) in zip(names, tables, strict=True)
    ]


def _decoded(data: bytes) -> str:
    try:
        return plaintext.decode(data)
    except plaintext.NotText as error:
        raise _Refused("E006") from error


ERRORS_IN = {"ods": errors_in_ods, "ole": errors_in_xls}
FORMATS = {
    "zip": _read_zip,
    "ods": _read_ods,
    "ole": _read_ole,
    "csv": _read_csv,
    "html": _read_html,
}
