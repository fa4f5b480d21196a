"""原有目录: papers that were never scanned are sorted anew, with their old number beside."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
import shoebox
from shoebox import put

from docgen.archive.clerk import ON_PAPER
from docgen.archive.plan import load_plan, make_plan, plan_path, save_plan
from docgen.archive.volumes import build
from docgen.model import Entry


def row(code, title, pages=3, scanned="否", issuer="大湾村村民委员会", day="2014-5-20"):
    values = {
        "原档号": code,
        "原案卷题名": "2014年材料",
        "题名": title,
        "责任者": issuer,
        "日期": day,
        "页数": pages,
        "存放位置": "柜1层2",
        "已扫描": scanned,
    }
    return Entry("原有目录", {key: value for key, value in values.items() if value is not None})


def ledger(*rows):
    return replace(shoebox.ledger(), registers={"原有目录": rows})


@pytest.fixture
def box(tmp_path):
    return shoebox.folder_at(tmp_path)


LISTED = ledger(
    row("DW-01", "大湾村贫困户申请书汇总表", 12),
    row("DW-02", "某某材料", None),
    row("DW-03", "大湾村拟脱贫户名单公示", 1, "是"),
)


def test_rows_without_a_scan_become_papers_and_are_counted_apart(box):
    plan = make_plan(box, LISTED)
    first, second = plan.papers
    assert (first.source, first.type, first.pages, first.year) == (ON_PAPER, "V040", 12, 2014)
    assert (first.old_code, first.shelf, first.decision) == ("DW-01", "柜1层2", "auto")
    assert (second.pages, second.decision) == (1, "review")
    assert "没有写明页数" in second.reason
    assert (plan.ledger.paper, plan.ledger.pages_in, plan.ledger.pages_out) == (13, 0, 0)


def test_a_scan_of_the_same_title_gets_the_old_number(box):
    put(box, "0001.pdf", shoebox.pdf(shoebox.NOTICE))
    scanned = make_plan(box, LISTED).papers[0]
    assert (scanned.title, scanned.old_code) == ("大湾村拟脱贫户名单公示", "DW-03")


def test_two_scans_of_one_title_get_no_number(box):
    put(box, "0001.pdf", shoebox.pdf(shoebox.NOTICE))
    put(box, "0002.pdf", shoebox.pdf(shoebox.NOTICE, ("", ["另一份"])))
    assert [p.old_code for p in make_plan(box, LISTED).papers[:2]] == ["", ""]


def test_the_plan_is_stable_and_the_clerk_is_kept(box):
    save_plan(box, make_plan(box, LISTED))
    again = make_plan(box, LISTED)
    assert again.papers == make_plan(box, LISTED).papers
    assert len(again.papers) == 2
    path = plan_path(box)
    book = openpyxl.load_workbook(path)
    sheet = book["归档计划"]
    top = next(r for r in range(1, 20) if sheet.cell(r, 1).value == "编号")
    column = {cell.value: cell.column for cell in sheet[top]}
    sheet.cell(top + 2, column["改为文种"]).value = "V018"
    sheet.cell(top + 2, column["末页"]).value = 4
    book.save(path)
    for plan in (load_plan(box, LISTED), make_plan(box, LISTED)):
        told = {p.old_code: (p.type, p.pages, p.decision) for p in plan.papers}
        assert told == {"DW-01": ("V040", 12, "auto"), "DW-02": ("V018", 4, "auto")}
    save_plan(box, make_plan(box, LISTED))
    assert {p.old_code for p in load_plan(box, LISTED).papers} == {"DW-01", "DW-02"}


def test_old_and_new_codes_stand_side_by_side(box):
    put(box, "0001.pdf", shoebox.pdf(shoebox.NOTICE))
    plan = make_plan(box, LISTED)
    built = build(box, LISTED, plan)
    assert not [f for f in built.findings if f.severity == "严重"]
    assert (built.pages.paper, built.pages.pages_out) == (13, 1)
    book = openpyxl.load_workbook(box.output("档案") / "案卷目录.xlsx")
    cells = {str(c.value) for r in book["卷内文件目录"].iter_rows() for c in r}
    assert {"DW-01", "DW-02", "DW-03", "柜1层2"} <= cells
    volumes = {str(c.value) for r in book["案卷目录"].iter_rows() for c in r}
    assert "DW-01" in volumes
