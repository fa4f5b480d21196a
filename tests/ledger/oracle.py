"""openpyxl as the second pair of eyes: what a record says must stand in the cell it names."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import openpyxl

from docgen.ledger.schema import code_lists, plain
from docgen.model import Entry, columns_of, value_of

FACTORS = [Decimal(1), Decimal(10000), Decimal(15), Decimal("0.001"), Decimal(1000)]
CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def shows(cell, value) -> bool:
    """Whether a cell of openpyxl shows what a record holds, judged on its own."""
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return any(_number(cell) * factor == value for factor in FACTORS) or _year(cell) == value
    if isinstance(value, date):
        return _same_day(cell, value)
    return _same_text(cell, value)


def _number(cell) -> Decimal:
    text = unicodedata.normalize("NFKC", str(cell)).replace(",", "").strip()
    text = re.sub(r"[元户人亩月]$", "", text)
    scale = Decimal(10000) if text.endswith("万") else Decimal(1)
    try:
        number = Decimal(text.rstrip("万")) * scale
    except InvalidOperation:
        return Decimal("-987654321")
    return Decimal(f"{number:.15g}")


def _year(cell) -> int:
    return cell.year if isinstance(cell, date) else int((re.findall(r"\d{4}", str(cell)) or [0])[0])


def _same_day(cell, day: date) -> bool:
    if isinstance(cell, datetime):
        return cell.date() == day
    text = unicodedata.normalize("NFKC", str(cell))
    if any(sign in text for sign in "〇○零一二三四五六七八九十"):
        return str(day.year) in text.translate(CHINESE)
    digits = [int(part) for part in re.findall(r"\d+", text)]
    if len(digits) >= 2:
        return digits[:3] in ([day.year, day.month, day.day], [day.year, day.month])
    whole = str(digits[0]) if digits else ""
    serial = (day - date(1899, 12, 30)).days
    return whole in (f"{day:%Y%m%d}", f"{day:%Y%m}", str(serial))


def _same_text(cell, value: str) -> bool:
    if isinstance(cell, (int, float)):
        return value in (str(cell), f"{cell:.15g}", f"{Decimal(f'{cell:.15g}'):f}") or _is_label(
            cell, value
        )
    if isinstance(cell, datetime):
        return value in (cell.date().isoformat(), f"{cell:%Y-%m}")
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell))).upper()
    wanted = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).upper()
    return text.strip("'") == wanted or wanted in text.replace("-", "") or _is_label(cell, value)


def _is_label(cell, value: str) -> bool:
    word = plain(f"{cell:.15g}" if isinstance(cell, float) else str(cell))
    parts = [plain(part) for part in re.split(r"[,，、;；/]", str(cell))]
    for codes in code_lists().values():
        if codes.meaning.get(word) == value:
            return True
        if "、".join(dict.fromkeys(codes.meaning.get(part, "?") for part in parts)) == value:
            return True
    return bool(re.fullmatch(r"\d{4}-\d{2}", value)) and _same_day(
        cell, date.fromisoformat(f"{value}-01")
    )


def disagreements(root, records, skip=frozenset({"户"})):
    """Return (file, sheet, cell, value, shown) wherever openpyxl sees something else."""
    books: dict[str, object] = {}
    wrong, seen = [], 0
    for record in records:
        at = record.at
        if not at.file.endswith((".xlsx", ".xlsm")):
            continue
        if at.file not in books:
            books[at.file] = openpyxl.load_workbook(root / at.file, data_only=True)
        page = books[at.file][at.sheet]
        for column in _columns(record):
            value = value_of(record, column)
            if value is None or column in skip or not at.has(column):
                continue
            seen += 1
            cell = page[at.cell(column)]
            shown = _of_merge(page, cell)
            if not shows(shown, value):
                wrong.append((at.file, at.sheet, cell.coordinate, column, value, shown))
    return wrong, seen


def _columns(record):
    return record.values if isinstance(record, Entry) else columns_of(type(record))


def _of_merge(page, cell):
    if cell.value is not None:
        return cell.value
    for area in page.merged_cells.ranges:
        if cell.coordinate in area:
            return page.cell(area.min_row, area.min_col).value
    return cell.value


def all_records(ledger):
    """Return every record of a ledger that was read from a cell."""
    fields = [getattr(ledger, field.name) for field in dataclasses.fields(ledger)]
    core = [
        one for field in fields if isinstance(field, tuple) for one in field if hasattr(one, "at")
    ]
    return core + [entry for entries in ledger.registers.values() for entry in entries]
