"""Percentages: what a cell shows, what a text says, and what a bare number leaves open."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest
from sheetmaker import HOUSEHOLDS, codes, only, saved

from docgen.ledger import rates, tables
from docgen.ledger.headers import recognise
from docgen.ledger.percents import percent_places, percent_styles
from docgen.ledger.reading import ledger_of
from docgen.ledger.schema import ColumnSpec
from docgen.ledger.tables import read_table
from docgen.ledger.workbook import read_book


def book_of(rows, formats, title="上期指标"):
    """A workbook of one sheet whose cells (name → format) have these formats."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for cell, shown in formats.items():
        book.active[cell].number_format = shown
    return read_book(saved(book), "台账/甲.xlsx")


def former(values, formats=None, head="数值", name="资金支付率"):
    """上期指标 with these values, each of a figure of this name."""
    rows = [["指标", head, "期间"], *([name, value, "上年"] for value in values)]
    found = ledger_of([book_of(rows, formats or {})])
    return [one.value for one in found.previous], found


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("12.5%", "12.5"),
        ("12.5％", "12.5"),
        ("１２．５％", "12.5"),
        ("12.5 %", "12.5"),
        ("-3%", "-3"),
        ("1,200%", "1200"),
        ("125‰", "12.5"),
        ("百分之十二", "12"),
        ("百分之十二点五", "12.5"),
        ("百分之百", "100"),
        ("百分之一百二十", "120"),
        ("千分之五", "0.5"),
        ("负百分之二", "-2"),
        ("0%", "0"),
    ],
)
def test_a_text_with_its_sign(text, rate):
    assert rates.rate_of(text) == Decimal(rate)


@pytest.mark.parametrize(
    "text", ["12.5", "10%-20%", "约5%", "%", "百分之", "百分之五元", "三成", ""]
)
def test_no_percentage(text):
    assert rates.rate_of(text) is None


@pytest.mark.parametrize(
    ("value", "shown", "rate"),
    [
        (0.5, "0.00%", 50),
        (0.005, "0.0%", Decimal("0.5")),
        (1, "0%", 100),
        (1.2, "0.00%;[Red]-0.00%", 120),
        (-0.05, "0.0%_ ", -5),
        (0.07, "0%", 7),  # no noise of binary fractions
    ],
)
def test_a_cell_that_shows_a_percentage_is_read_as_shown(value, shown, rate):
    values, found = former([value], {"B2": shown})
    assert values == [rate]
    assert not {"E104", "E115", "W110"} & set(codes(found))


def test_a_sign_that_is_only_text_in_a_format_shows_no_percentage():
    values, _ = former([12.5], {"B2": '0.0"%"'})
    assert values == [Decimal("12.5")]


def test_a_bare_share_that_may_be_either_is_not_read():
    values, found = former([0.5])
    assert values == [None]
    note = only(found, "E115")
    assert (note.cell, note.severity) == ("B2", "错误")
    assert "0.5%" in note.message
    assert "50%" in note.fix


def test_a_header_that_says_the_unit_is_believed_and_told():
    values, found = former([0.5], head="数值（%）")
    assert values == [Decimal("0.5")]
    assert "50%" in only(found, "W110").message
    assert former(["0.5"], head="数值（百分比）")[0] == [Decimal("0.5")]


def test_other_numbers_of_the_column_tell_too():
    values, found = former([0.5, 12.5, 8.25, 99])
    assert values == [Decimal("0.5"), Decimal("12.5"), Decimal("8.25"), 99]
    assert only(found, "W110").cell == "B2"
    values, found = former([0.5, 12.5, 8.25, 99], head="数值（%）")
    assert values[0] == Decimal("0.5")
    assert "W110" not in codes(found)


def test_shares_beside_one_above_1_make_it_doubtful():
    values, found = former([0.5, 0.8, 1.2, 98, 0])
    assert values == [None, None, None, 98, 0]
    assert codes(found).count("E115") == 3


def test_other_figures_are_numbers_as_before():
    assert former([0.5], name="脱贫户户数")[0] == [Decimal("0.5")]
    assert former([0.5], name="人均纯收入")[0] == [Decimal("0.5")]
    assert "E104" in codes(former(["5%"], name="脱贫户户数")[1])


def test_a_csv_has_no_formats_and_says_what_it_cannot_tell():
    data = "指标,数值\n资金支付率,0.5\n资金到位率,50%\n卫生厕所普及率,98.5\n".encode()
    found = ledger_of([read_book(data, "台账/上期指标.csv")])
    assert [one.value for one in found.previous] == [None, 50, Decimal("98.5")]
    assert only(found, "E115").cell == "B2"


def test_words_are_as_the_cell_shows_them():
    rows = [["项目编号", "名称", "类别", "形象进度", "总投资(万元)"], ["1", "路", "道路", 0.8, 12]]
    found = ledger_of([book_of(rows, {"D2": "0%", "A2": "0%"}, "项目")])
    assert [(one.id, one.progress) for one in found.projects] == [("1", "80%")]
    assert "W111" not in codes(found)


def test_an_amount_that_looks_like_a_percentage_is_told():
    rows = [["项目编号", "名称", "类别", "总投资(万元)"], ["1", "路", "道路", 12]]
    found = ledger_of([book_of(rows, {"D2": "0%"}, "项目")])
    assert found.projects[0].investment == 120_000
    note = only(found, "W111")
    assert (note.cell, note.value) == ("D2", "1200%")


def test_merged_cells_show_a_percentage_in_all_their_rows():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "项目"
    sheet.append(["项目编号", "名称", "类别", "形象进度"])
    sheet.append(["1", "路", "道路", 0.5])
    sheet.append(["2", "桥", "道路", None])
    sheet["D2"].number_format = "0%"
    sheet.merge_cells("D2:D3")
    found = ledger_of([read_book(saved(book), "甲.xlsx")])
    assert [one.progress for one in found.projects] == ["50%", "50%"]


def test_a_column_of_percentages(monkeypatch):
    """A column that is declared as percent uses format, header and the other numbers alike."""
    rows = [*HOUSEHOLDS]
    rows = [[*row, extra] for row, extra in zip(rows, ["养老金（%）", 0.5, 0.005, 40], strict=True)]
    grid = book_of(rows, {"E2": "0.00%", "E3": "0.0%"}, "户信息").grids[0]
    layout = recognise(grid, "甲.xlsx")
    assert layout is not None
    assert "养老金" in layout.columns
    spec = ColumnSpec("养老金", "percent", "", False, ())
    usual = tables._spec
    monkeypatch.setattr(
        tables, "_spec", lambda of, name: spec if name == "养老金" else usual(of, name)
    )
    assert read_table(grid, layout, "甲.xlsx").column("养老金") == [50, Decimal("0.5"), 40]


def test_places_are_found_however_a_row_is_styled():
    styles = b'<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs>'
    styles += b'<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs>'
    sheet = b'<row r="2" s="1"><c r="A2" s="1"><v>1</v></c><c s="2" r="B2"><v>1</v></c>'
    sheet += b'<c r="C2" s="0"><v>1</v></c><c r="D2" s="12"><v>1</v></c></row>'
    assert percent_styles(styles) == {"1", "2"}
    assert percent_places(sheet, percent_styles(styles)) == {(1, 0), (1, 1)}
    assert percent_places(sheet, frozenset()) == frozenset()
