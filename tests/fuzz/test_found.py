"""What the harness has found once must not come back."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from docgen.ledger.reading import ledger_of
from docgen.ledger.workbook import read_book


def with_rows(rows: str, sheet: str = "worksheets/sheet1.xml") -> bytes:
    """A small workbook with these further rows at the end of its sheet, which is this part."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("户信息").write_row(0, 0, ["户编号", "户主姓名", "户类型"])
    book.close()
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
            if name.endswith("workbook.xml.rels"):
                part = part.replace(b"worksheets/sheet1.xml", sheet.encode())
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="500"><c r="ZZZZZ500"><v>1</v></c></row>',
        '<row r="1000000000000"><c r="XFE1000000000000"><v>1</v></c></row>',
        '<row r="3"><c r="A99999999"><v>1</v></c></row>',
        '<row r="3"><c r="A1000000"><v>1</v></c><c r="ZZ4"><v>1</v></c></row>',
        "<row r='900000'><c r='XFD900000'><v>1</v></c></row>",
        '<row r = "900000"><c r = "XFD900000"><v>1</v></c></row>',
        '<row r="900000"><c\nr="XFD900000"><v>1</v></c></row>',
        '<row r="900000"><c r="xfd900000"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="900000"><c t="inlineStr" r="XFD900000"><is><t>a</t></is></c></row>',
    ],
)
def test_a_cell_that_is_too_far_off_is_refused_before_it_ends_the_process(rows):
    book = read_book(with_rows(rows), "台账/甲.xlsx")
    assert [finding.code for finding in book.findings] == ["E004"]


@pytest.mark.parametrize("part", ["styles.xml", "workbook.xml", "theme/theme1.xml"])
def test_a_sheet_that_is_another_part_is_refused_before_it_ends_the_process(part):
    book = read_book(with_rows("", part), "a.xlsx")
    assert [finding.code for finding in book.findings] == ["E001"]


@pytest.mark.parametrize("place", ["s", "A0", "", "XFD", "0"])
@pytest.mark.parametrize("written", ['r="{}"', "r='{}'"])
def test_a_cell_without_a_row_is_refused_before_it_ends_the_process(place, written):
    book = read_book(
        with_rows(f'<row r="2"><c {written.format(place)}><v>1</v></c></row>'), "a.xlsx"
    )
    assert [finding.code for finding in book.findings] == ["E001"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>',
        '<row r="1048576"><c r="XFD1048576" s="0"></c></row>',
        "<row r='2'><c r='A2'><v>1</v></c></row>",
        '<row r="2"><c r="a2"><v>1</v></c></row>',
        '<row r="1048576" s="0" customFormat="1"/>',
    ],
)
def test_formats_at_the_far_end_and_other_ways_of_writing_do_no_harm(rows):
    assert read_book(with_rows(rows), "台账/甲.xlsx").findings == ()


def test_a_later_risk_without_the_second_is_not_lost():
    header = "户编号,户主姓名,户类型,致贫返贫风险1,致贫返贫风险3"
    book = read_book(f"{header}\n0101,张三,脱贫户,因病,因灾".encode(), "台账/户信息.csv")
    (household,) = ledger_of([book]).households
    assert (household.risk_1, household.risk_2, household.risk_3) == ("因病", None, "因灾")


def test_a_sheet_of_households_without_rows_is_read():
    book = read_book("户编号,户主姓名,贫困户属性,脱贫属性\n".encode(), "台账/户信息.csv")
    assert ledger_of([book]).households == ()
