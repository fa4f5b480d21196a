"""Small workbooks for tests: sheets typed as rows, written by openpyxl."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from docgen.folder import Folder, Settings
from docgen.ledger.reading import ledger_of, read_ledger
from docgen.ledger.workbook import read_book

HOUSEHOLDS = [
    ["户编号", "户主姓名", "村民小组", "户类型"],
    ["0101", "张三", "一组", "脱贫户"],
    ["0102", "李四", "二组", "一般农户"],
    ["0203", "李四", "三组", "监测对象"],
]
FIRST_17 = "99920119800101"


def with_check_digit(seventeen: str) -> str:
    """Return an ID of an area that does not exist with the check digit of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


def xlsx(sheets, *, merges=(), hidden=(), hidden_rows=()) -> bytes:
    """Return a workbook; ``sheets`` is name → rows, ``merges`` (sheet, range) pairs."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        if name in hidden:
            page.sheet_state = "hidden"
    for name, area in merges:
        book[name].merge_cells(area)
    for name, row in hidden_rows:
        book[name].row_dimensions[row].hidden = True
    return saved(book)


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ledger(sheets, **more):
    """Return the ledger of one workbook made of ``sheets``."""
    return ledger_of([read_book(xlsx(sheets, **more), "台账/甲.xlsx")])


def folder_with(root: Path, files) -> Folder:
    """Return a work folder whose 台账/ holds these files (name → bytes)."""
    for name, data in files.items():
        path = root / "台账" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Folder(root, Settings())


def ledger_in(root: Path, files):
    return read_ledger(folder_with(root, files))


def codes(found) -> list[str]:
    return [finding.code for finding in found.findings]


def only(found, code):
    """Return the one finding with this code."""
    (finding,) = [one for one in found.findings if one.code == code]
    return finding
