"""A form filled in: values put into cells of a workbook that otherwise stays as it is.

The package is patched, not saved again: looks, drop-downs, pictures and formulas of the office's
form stay. Formulas lose their stored result, so that every program computes them anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from docgen.ledger import marked_parts as parts
from docgen.ledger.filled_rows import Insertion, insert_rows
from docgen.ledger.marked_sheet import Place, place_of
from docgen.ledger.marked_xml import content_of, named, storable, tree
from docgen.ledger.marked_zip import Package
from docgen.sources import cell_name

Given = str | int | Decimal
BEHIND_CALC = ("oleSize", "customWorkbookViews", "pivotCaches", "fileRecoveryPr", "extLst")


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into one sheet: values by place as the form stands, and rows put into lists.

    Values of a list that is longer than the form has rows stand at the places they have after the
    rows were put in; ``values`` of other cells at their places before.
    """

    values: Mapping[Place, Given] = field(default_factory=dict)
    rows: Mapping[Place, Given] = field(default_factory=dict)
    insertions: Sequence[Insertion] = ()


def filled(data: bytes, fillings: Mapping[str, Filling]) -> bytes:
    """Return the workbook with the values of each sheet in it.

    Errors: ``Unmarkable`` for a package that cannot be read or patched.
    """
    package = Package(data)
    workbook = parts.workbook_part(package)
    sheets = parts.sheet_parts(package, workbook)
    for name, part in sheets.items():
        root = tree(package.read(part))
        filling = fillings.get(name)
        if filling:
            _put_all(root, filling.values)
            package.put(part, content_of(root))
            for insertion in sorted(filling.insertions, key=lambda one: -one.after):
                insert_rows(package, workbook, name, insertion)
            root = tree(package.read(part))
            _put_all(root, filling.rows)
        if _forget_results(root) or filling:
            package.put(part, content_of(root))
    _compute_on_opening(package, workbook)
    return package.packed()


def _put_all(root: etree._Element, values: Mapping[Place, Given]) -> None:
    data = root.find(named("sheetData"))
    if data is None or not values:
        return
    rows = {_number(row): row for row in data.iter(named("row"))}
    for place, value in sorted(values.items()):
        number, column = place
        if number not in rows:
            rows[number] = _new_row(data, number)
        _put(_cell(rows[number], number, column), value)


def _number(row: etree._Element) -> int:
    return int(row.get("r", "0"))


def _new_row(data: etree._Element, number: int) -> etree._Element:
    row = etree.Element(named("row"), {"r": str(number)})
    before = [one for one in data if _number(one) < number]
    data.insert(len(before), row)
    return row


def _cell(row: etree._Element, number: int, column: int) -> etree._Element:
    """The cell of a row at this column, made where there is none."""
    places = [place_of(cell.get("r", "")) for cell in row]
    before = 0
    for cell, place in zip(row, places, strict=True):
        if place and place[1] == column:
            return cell
        before += bool(place and place[1] < column)
    made = etree.Element(named("c"), {"r": cell_name(number, column)})
    row.insert(before, made)
    return made


def _put(cell: etree._Element, value: Given) -> None:
    for child in list(cell):
        cell.remove(child)
    if cell.get("t"):
        del cell.attrib["t"]
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, named("is")), named("t"))
        text.text = storable(value)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    else:
        etree.SubElement(cell, named("v")).text = (
            str(int(value)) if value == int(value) else f"{value:f}"
        )


def _forget_results(root: etree._Element) -> bool:
    """Take the stored results off formulas; True when there are any."""
    found = False
    for formula in root.iter(named("f")):
        cell = formula.getparent()
        if cell is None:
            continue
        found = True
        if cell.get("t"):
            del cell.attrib["t"]
        for stored in cell.findall(named("v")):
            cell.remove(stored)
    return found


def _compute_on_opening(package: Package, workbook: str) -> None:
    root = tree(package.read(workbook))
    calc = root.find(named("calcPr"))
    if calc is None:
        calc = etree.Element(named("calcPr"))
        behind = {named(word) for word in BEHIND_CALC}
        at = next((n for n, one in enumerate(root) if one.tag in behind), len(root))
        root.insert(at, calc)
    calc.set("fullCalcOnLoad", "1")
    package.put(workbook, content_of(root))
