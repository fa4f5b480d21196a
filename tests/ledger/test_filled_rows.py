"""Rows put into a list of a form: what hangs on rows below moves with them."""

from __future__ import annotations

import io
import subprocess
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from docgen.ledger.filled import Filling, filled
from docgen.ledger.filled_rows import Insertion, shifted
from docgen.ledger.marked_zip import Unmarkable


def book(draw=lambda sheet: None):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "名 单"
    for row in range(2, 5):
        sheet.cell(row, 2, row)
    sheet["D3"] = "=B3*2"
    sheet["D4"] = "=B4*2"
    sheet["B5"] = "=SUM(B2:B4)"
    sheet["B6"] = '=B5&"B2:B4"'
    sheet["B7"] = "=SUM($B$2:$B$3)"
    sheet.merge_cells("E4:F4")
    sheet.merge_cells("A8:C9")
    sheet["A8"] = "说明"
    other = made.create_sheet("汇总")
    other["A1"] = "='名 单'!B5"
    other["A2"] = "=B5"
    made.defined_names["区域"] = openpyxl.workbook.defined_name.DefinedName(
        "区域", attr_text="'名 单'!$B$2:$B$4"
    )
    draw(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def grown(data, count=2, values=None):
    filling = Filling(rows=values or {}, insertions=(Insertion(4, count),))
    return openpyxl.load_workbook(io.BytesIO(filled(data, {"名 单": filling})))


def test_ranges_over_the_list_grow_and_others_stay():
    sheet = grown(book())["名 单"]
    assert sheet["B7"].value == "=SUM(B2:B6)"
    assert sheet["B9"].value == "=SUM($B$2:$B$3)"


def test_text_in_quotes_is_no_reference():
    assert grown(book())["名 单"]["B8"].value == '=B7&"B2:B4"'


def test_formulas_of_other_sheets_and_names_follow():
    made = grown(book())
    assert made["汇总"]["A1"].value == "='名 单'!B7"
    assert made["汇总"]["A2"].value == "=B5"
    assert made.defined_names["区域"].attr_text == "'名 单'!$B$2:$B$6"


def test_merges_move_and_the_new_rows_are_merged_like_the_last():
    areas = {str(one) for one in grown(book())["名 单"].merged_cells.ranges}
    assert areas == {"E4:F4", "E5:F5", "E6:F6", "A10:C11"}


def test_a_formula_of_the_last_row_stands_in_the_new_rows():
    sheet = grown(book())["名 单"]
    assert [sheet[f"D{row}"].value for row in (4, 5, 6)] == ["=B4*2", "=B5*2", "=B6*2"]
    assert sheet["B5"].value is None


def test_drop_downs_conditional_formats_and_links_grow_or_move():
    def draw(sheet):
        rule = DataValidation("list", formula1='"甲,乙"')
        rule.add("A2:A4")
        sheet.add_data_validation(rule)
        red = PatternFill("solid", bgColor="FF0000")
        sheet.conditional_formatting.add("B2:B4", CellIsRule("greaterThan", ["$B$5"], fill=red))
        sheet["A6"].hyperlink = "#汇总!A1"

    sheet = grown(book(draw))["名 单"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "A2:A6"
    found = list(sheet.conditional_formatting)
    assert [str(one.sqref) for one in found] == ["B2:B6"]
    assert found[0].rules[0].formula == ["$B$7"]
    assert sheet["A8"].hyperlink is not None


def test_values_are_put_where_the_rows_are_afterwards():
    sheet = grown(book(), values={(5, 1): Decimal("1.50"), (6, 1): "=甲"})["名 单"]
    assert sheet["B5"].value == 1.5
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=甲", "s")


def test_a_sheet_with_comments_is_refused():
    def draw(sheet):
        sheet["A2"].comment = Comment("看", "人")

    with pytest.raises(Unmarkable):
        grown(book(draw))


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("A4", "A4"),
        ("A5", "A7"),
        ("A2:A4", "A2:A6"),
        ("$A$5:$C$9 A1", "$A$7:$C$11 A1"),
        ("LOG10(A5)+ROUND(A1,2)", "LOG10(A7)+ROUND(A1,2)"),
        ("汇总!A9+A9", "汇总!A9+A11"),
    ],
)
def test_references(text, moved):
    assert shifted(text, Insertion(4, 2), lambda sheet: not sheet) == moved


def test_libreoffice_computes_the_grown_sheet(tmp_path, program):
    place = tmp_path / "表.xlsx"
    filling = Filling(rows={(5, 1): 10, (6, 1): 20}, insertions=(Insertion(4, 2),))
    place.write_bytes(filled(book(), {"名 单": filling}))
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "csv", "--outdir", str(tmp_path), str(place)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    rows = (tmp_path / "表.csv").read_text(encoding="utf-8").splitlines()
    assert rows[6].split(",")[1] == "39"
