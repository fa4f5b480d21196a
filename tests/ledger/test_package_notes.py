"""What only the package of a workbook tells: comments, formulas without results, hidden columns."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sheetmaker import HOUSEHOLDS, codes, ledger_of, only, read_book, saved, xlsx

from docgen.ledger.comments import OWN, comments_in
from docgen.ledger.marked import marked

HEADER = [*HOUSEHOLDS[0], "工资性收入", "识别时间"]
ROWS = [HEADER, *[[*row, 3000, None] for row in HOUSEHOLDS[1:]]]


def book(change):
    """Return the ledger of a workbook of households after a change by openpyxl, and its bytes."""
    opened = openpyxl.load_workbook(io.BytesIO(xlsx({"户信息": ROWS})))
    change(opened.active)
    data = saved(opened)
    return ledger_of([read_book(data, "台账/甲.xlsx")]), data


def commented(page):
    page["A1"].comment = Comment("表头上的话", "王")
    page["B2"].comment = Comment("电话待核\n再去一次", "王")
    page["C3"].comment = Comment("同", "王")
    page["D4"].comment = Comment("同", "李")
    page["E4"].comment = Comment("docgen 写的", OWN)


def test_comments_on_rows_that_are_used_are_shown_once():
    found, _ = book(commented)
    said = [(one.cell, one.also, one.value) for one in found.findings if one.code == "W014"]
    assert said == [("B2", (), "电话待核 再去一次"), ("C3", ("D4",), "同")]
    assert found.households[0].householder == "张三"


def test_a_marked_copy_keeps_the_users_comments():
    found, data = book(commented)
    wrong = replace(found.findings[0], code="R001", cell="B2", message="不对")
    made = marked(data, [*found.findings, wrong])
    copy = openpyxl.load_workbook(io.BytesIO(made.data)).active
    assert made.cells == 1
    assert [copy[cell].comment.text for cell in ("A1", "C3", "D4")] == ["表头上的话", "同", "同"]
    assert copy["B2"].comment.text.startswith("电话待核\n再去一次")
    assert "不对" in copy["B2"].comment.text


def test_the_copy_as_ledger_says_no_comments_of_docgen():
    rows = [HEADER, [*HOUSEHOLDS[1], "约三千", None]]
    data = xlsx({"户信息": rows})
    found = ledger_of([read_book(data, "台账/甲.xlsx")])
    again = ledger_of([read_book(marked(data, found.findings).data, "台账/甲.xlsx")])
    assert codes(found) == codes(again) == ["E104"]


def test_threads_are_read_and_hostile_comments_end_soon():
    thread = '<ThreadedComments><threadedComment ref="B2" dT="x"><text>好</text></threadedComment>'
    assert comments_in(thread.encode()) == {(1, 1): "好"}
    assert comments_in(b'<comment ref="A0"><text><t>x</t></text></comment>') == {}
    assert comments_in(b"<comment " * 300_000) == {}
    assert comments_in(b'<comment ref="A1">' * 100_000) == {}
    assert comments_in(b"<comments><comment ref='A1'><text><t>&lt;x</t></text></comment>") == {
        (0, 0): "<x"
    }


def test_a_formula_without_a_result_is_said_and_an_empty_text_is_not():
    def formulas(page):
        page["E2"], page["E3"] = "=1000+234", "=E2*2"

    found, data = book(formulas)
    note = only(found, "E114")
    assert (note.cell, note.also) == ("E2", ("E3",))
    assert [home.wages for home in found.households] == [None, None, 3000]
    empty = repacked(data, b'<c r="E2">', b'<c r="E2" t="str">')
    assert only(ledger_of([read_book(empty, "甲.xlsx")]), "E114").cell == "E3"
    result = repacked(data, b"<f>1000+234</f><v></v>", b"<f>1000+234</f><v>1234</v>")
    assert ledger_of([read_book(result, "甲.xlsx")]).households[0].wages == 1234


def repacked(data, old, new):
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    changed = False
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            for form in (old, old.replace(b"<v></v>", b"<v />"), old.replace(b"<v></v>", b"<v/>")):
                changed |= form in content
                content = content.replace(form, new)
            archive.writestr(name, content)
    assert changed
    return target.getvalue()


def test_hidden_columns_are_read_and_said():
    def hide(page):
        page.column_dimensions["B"].hidden = True
        page.column_dimensions["Z"].hidden = True

    found, _ = book(hide)
    assert only(found, "W015").cell == "B1"
    assert found.households[0].householder == "张三"


@pytest.mark.parametrize("epoch", [True, False])
def test_bare_serials_count_from_where_the_workbook_says(epoch):
    opened = openpyxl.load_workbook(io.BytesIO(xlsx({"户信息": ROWS})))
    if epoch:
        opened.epoch = CALENDAR_MAC_1904
    page = opened.active
    page["F2"] = date(2024, 6, 1)
    page["F3"] = 45444 - (1462 if epoch else 0)
    page["F4"] = 20240601
    found = ledger_of([read_book(saved(opened), "甲.xlsx")])
    assert [home.identified for home in found.households] == [date(2024, 6, 1)] * 3
