"""Rows put into a list of a form: everything below moves down, ranges over the list grow.

A new row looks like the last row of the list. What hangs on rows moves with them: merges,
drop-downs, conditional formats, links, formulas of all sheets, names, page breaks, pictures and the
order of calculation.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.formula.translate import Translator

from docgen.ledger import marked_parts as parts
from docgen.ledger.marked_xml import content_of, named, tree
from docgen.ledger.marked_zip import Package, Unmarkable

REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[\w.一-鿿]+)!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?\d{1,7})(?::(?P<last>\$?[A-Z]{1,3}\$?\d{1,7}))?(?![\w(])"
)
ROW_OF = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d{1,7})")
QUOTED = re.compile(r'("(?:[^"]|"")*")')
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
WITH_PLACES = (
    ("mergeCell", "ref"),
    ("dataValidation", "sqref"),
    ("conditionalFormatting", "sqref"),
    ("hyperlink", "ref"),
    ("autoFilter", "ref"),
    ("dimension", "ref"),
    ("ignoredError", "sqref"),
    ("selection", "sqref"),
    ("selection", "activeCell"),
    ("protectedRange", "sqref"),
)
FIXED = ("comments", "threadedComment", "table", "vmlDrawing")
"""Parts whose places would have to move too; a form that has them below a list keeps its rows."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """So many rows put in after the last row of a list."""

    after: int
    count: int


def insert_rows(package: Package, workbook: str, sheet: str, insertion: Insertion) -> None:
    """Put rows into a sheet of the package.

    Errors: ``Unmarkable`` when the sheet has comments or tables, whose places cannot be moved.
    """
    part = parts.sheet_parts(package, workbook)[sheet]
    related = parts.relations(package, part)
    if any(one.kind in FIXED for one in related):
        raise Unmarkable("表页有批注或“表格”对象，不能加行")
    for name, other in parts.sheet_parts(package, workbook).items():
        root = tree(package.read(other))
        if name == sheet:
            _move(root, insertion)
        _move_formulas(root, insertion, sheet, own=name == sheet)
        if name == sheet:
            _add_rows(root, insertion)
        package.put(other, content_of(root))
    _move_names(package, workbook, sheet, insertion)
    for one in related:
        if one.kind == "drawing" and one.target:
            _move_pictures(package, one.target, insertion)
    _move_order(package, workbook, sheet, insertion)


def _moved(row: int, insertion: Insertion, *, is_end: bool = False) -> int:
    """A row's number afterwards; a range that ends with the list grows."""
    beyond = row >= insertion.after if is_end else row > insertion.after
    return row + insertion.count if beyond else row


def shifted(text: str, insertion: Insertion, wanted: Callable[[str], bool]) -> str:
    """Return a formula or list of ranges with its references moved; texts in quotes stay."""

    def turn(found: re.Match[str]) -> str:
        sheet = found.group("sheet") or ""
        if not wanted(sheet):
            return found.group()
        first, last = found.group("first"), found.group("last")
        start = ROW_OF.sub(lambda one: _at(one, insertion, False), first)
        if last is None:
            return f"{sheet}{start}"
        end = ROW_OF.sub(lambda one: _at(one, insertion, True), last)
        return f"{sheet}{start}:{end}"

    pieces = QUOTED.split(text)
    return "".join(
        piece if piece.startswith('"') else REFERENCE.sub(turn, piece) for piece in pieces
    )


def _at(found: re.Match[str], insertion: Insertion, is_end: bool) -> str:
    return f"{found.group(1)}{_moved(int(found.group(2)), insertion, is_end=is_end)}"


def _here(sheet: str) -> bool:
    return not sheet


def _move(root: etree._Element, insertion: Insertion) -> None:
    for row in root.iter(named("row")):
        _number_row(row, _moved(int(row.get("r", "0")), insertion))
    line = re.compile(rf"[A-Z]+{insertion.after}(?::[A-Z]+{insertion.after})?")
    for tag, key in WITH_PLACES:
        for one in root.iter(named(tag)):
            if one.get(key) and not (tag == "mergeCell" and line.fullmatch(one.get(key, ""))):
                one.set(key, shifted(one.get(key, ""), insertion, _here))
    for one in root.iter(f"{{{XM}}}sqref"):
        one.text = shifted(one.text or "", insertion, _here)
    for one in root.iter(named("brk")):
        parent = one.getparent()
        if parent is not None and parent.tag == named("rowBreaks"):
            one.set("id", str(_moved(int(one.get("id", "0")), insertion)))


def _add_rows(root: etree._Element, insertion: Insertion) -> None:
    """Put the new rows behind the last one of the list, which is their model."""
    data = root.find(named("sheetData"))
    for place, model in enumerate(data if data is not None else ()):
        if int(model.get("r", "0")) == insertion.after and data is not None:
            for step in range(insertion.count):
                data.insert(place + 1 + step, _like(model, insertion.after + step + 1))
            _merge_like(root, insertion)
            return


def _number_row(row: etree._Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        if cell.get("r"):
            cell.set("r", re.sub(r"\d+$", str(number), cell.get("r", "")))


def _like(model: etree._Element, number: int) -> etree._Element:
    """A row with the looks and the formulas of the model, and none of its values."""
    row = copy.deepcopy(model)
    for cell in row:
        formula = cell.find(named("f"))
        for child in list(cell):
            cell.remove(child)
        if cell.get("t"):
            del cell.attrib["t"]
        if formula is not None and formula.text and formula.get("t") in (None, "normal"):
            origin = cell.get("r", "")
            target = re.sub(r"\d+$", str(number), origin)
            moved = Translator(f"={formula.text}", origin=origin).translate_formula(target)
            etree.SubElement(cell, named("f")).text = moved.removeprefix("=")
    _number_row(row, number)
    return row


def _merge_like(root: etree._Element, insertion: Insertion) -> None:
    """Cells merged inside of the model row are merged in the new rows too."""
    merges = root.find(named("mergeCells"))
    if merges is None:
        return
    line = re.compile(rf"([A-Z]+){insertion.after}:([A-Z]+){insertion.after}")
    for one in list(merges):
        found = line.fullmatch(one.get("ref", ""))
        for step in range(insertion.count if found else 0):
            row = insertion.after + step + 1
            assert found is not None
            ref = f"{found.group(1)}{row}:{found.group(2)}{row}"
            etree.SubElement(merges, named("mergeCell"), {"ref": ref})
    merges.set("count", str(len(merges)))


def _move_formulas(root: etree._Element, insertion: Insertion, sheet: str, *, own: bool) -> None:
    names = {f"{sheet}!", "'" + sheet.replace("'", "''") + "'!"}

    def wanted(written: str) -> bool:
        return written in names or (own and not written)

    for one in _formulas(root):
        if one.text:
            one.text = shifted(one.text, insertion, wanted)
        if own and one.get("ref"):
            one.set("ref", shifted(one.get("ref", ""), insertion, _here))


def _formulas(root: etree._Element) -> Iterator[etree._Element]:
    for tag in ("f", "formula", "formula1", "formula2"):
        yield from root.iter(named(tag))
    yield from root.iter(f"{{{XM}}}f")


def _move_names(package: Package, workbook: str, sheet: str, insertion: Insertion) -> None:
    root = tree(package.read(workbook))
    names = {f"{sheet}!", "'" + sheet.replace("'", "''") + "'!"}
    for one in root.iter(named("definedName")):
        one.text = shifted(one.text or "", insertion, names.__contains__)
    package.put(workbook, content_of(root))


def _move_pictures(package: Package, part: str, insertion: Insertion) -> None:
    root = tree(package.read(part))
    for one in root.iter(f"{{{DRAWING}}}row"):
        # Rows of anchors count from 0.
        one.text = str(_moved(int(one.text or "0") + 1, insertion) - 1)
    package.put(part, content_of(root))


def _move_order(package: Package, workbook: str, sheet: str, insertion: Insertion) -> None:
    """The order of calculation names cells; those of this sheet moved."""
    part = parts.related(parts.relations(package, workbook), "calcChain")
    if not part:
        return
    book = tree(package.read(workbook))
    ids = {one.get("name"): one.get("sheetId") for one in book.iter(named("sheet"))}
    root = tree(package.read(part))
    current = ""
    for one in root.iter(named("c")):
        current = one.get("i", current)
        if current == ids.get(sheet):
            one.set("r", shifted(one.get("r", ""), insertion, _here))
    package.put(part, content_of(root))
