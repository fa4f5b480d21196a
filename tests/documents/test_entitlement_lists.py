"""The lists of entitlement as workbooks: what a clerk finds in a row."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from samples import LIFTED, SETTINGS, person, village

from docgen.documents import build
from docgen.documents.entitlement import matched
from docgen.documents.job import Job
from docgen.folder import Folder

POLICIES = [
    {
        "政策编号": "P1",
        "名称": "雨露计划",
        "适用条件": "在校生状况 属于 中职、高职 且 户类型 为 脱贫户",
        "标准": "每学期1500元",
        "所需材料": "申请表、学籍证明",
        "责任部门": "县农业农村局",
        "电话": "13900002001",
        "申报起": "2026-3-1",
        "申报止": "2026-4-30",
    },
    {"政策编号": "P2", "名称": "养老金", "适用条件": "年龄 >= 60", "标准": "每月150元"},
    {"政策编号": "P3", "名称": "护理补贴", "适用条件": "残疾等级 属于 一级、二级"},
    {"政策编号": "P4", "名称": "临时救助"},
    {"政策编号": "P5", "名称": "旧补贴", "适用条件": "脱贫户", "有效期止": date(2025, 12, 31)},
    {"政策编号": "P6", "名称": "写错的", "适用条件": "户类形 为 脱贫户"},
]
PEOPLE = [
    person("0107", 1, "李桂花", "户主", "19710502"),
    person("0107", 2, "张小雨", "之女", "20090502", 在校生状况="中职二年级", 性别="女"),
    person("0107", 3, "张老三", "之父", "19400502", 健康状况="残疾", 残疾等级=None),
]
BENEFITS = [
    {"户": "0107", "姓名": "李桂花", "政策编号": "P2", "金额": 150, "发放日期": date(2026, 5, 1)}
]


def job(root: Path, **sheets: Any) -> Job:
    made = village(户信息=[LIFTED], 家庭成员=PEOPLE, 政策=POLICIES, 政策享受=BENEFITS, **sheets)
    return Job(Folder(root, SETTINGS), made)


def rows(root: Path, book: str, sheet: str) -> list[dict[str, Any]]:
    opened = openpyxl.load_workbook(root / "输出" / "政策比对" / book)
    values = [list(row) for row in opened[sheet].iter_rows(values_only=True)]
    top = next(n for n, row in enumerate(values) if row[0] in ("序号", "政策编号"))
    return [dict(zip(values[top], row, strict=True)) for row in values[top + 1 :]]


def test_a_row_says_who_why_what_to_bring_and_whom_to_ask(tmp_path: Path) -> None:
    build("entitlement", job(tmp_path))
    first, second = rows(tmp_path, "应享未享清单.xlsx", "按政策")
    assert first["政策"] == "雨露计划\nP1"
    assert (first["给谁"], first["带什么"]) == ("张小雨", "申请表、学籍证明")
    assert first["为什么"] == "因为：张小雨 2026年在读中职二年级；本户为脱贫户"
    assert first["找谁、何时申报"].startswith("县农业农村局 13900002001\n申报：2026年3月1日至")
    assert "已过" in first["找谁、何时申报"]
    assert first["帮扶责任人"].startswith("路平")
    assert (second["给谁"], second["带什么"]) == ("张老三", "政策表没有填所需材料")
    by_helper = rows(tmp_path, "应享未享清单.xlsx", "按帮扶责任人")
    assert [row["给谁"] for row in by_helper] == ["张小雨", "张老三"]


def test_what_is_wrong_names_what_is_registered(tmp_path: Path) -> None:
    build("entitlement", job(tmp_path))
    (row,) = rows(tmp_path, "享受不符清单.xlsx", "按政策")
    assert row["登记给谁"] == "李桂花"
    assert "150元 2026年5月1日 政策享受第" in row["登记了什么"]
    assert row["为什么不符"] == "因为：李桂花年满55周岁"
    assert len(rows(tmp_path, "享受不符清单.xlsx", "按帮扶责任人")) == 1


def test_what_is_not_known_leads_to_the_cell_and_decides_nothing(tmp_path: Path) -> None:
    build("entitlement", job(tmp_path))
    (row,) = rows(tmp_path, "应享未享清单.xlsx", "缺资料")
    assert (row["给谁"], row["缺什么"]) == ("张老三", "残疾等级")
    assert row["填在哪一格"].startswith("家庭成员 ")
    assert row["填在哪一格"].endswith("5 残疾等级")


def test_no_policy_goes_without_a_word(tmp_path: Path) -> None:
    build("entitlement", job(tmp_path))
    told = rows(tmp_path, "应享未享清单.xlsx", "没有比对的政策")
    why = {row["政策编号"]: row["为什么没有比对"] for row in told}
    assert why["P4"] == "没有写适用条件，没有比对任何人"
    assert why["P5"] == "2025年12月31日已到期"
    assert why["P6"].startswith("适用条件看不懂：第1个字“户类形”")
    held = {row["政策编号"] for row in rows(tmp_path, "应享未享清单.xlsx", "统计")}
    assert held | set(why) == {one["政策编号"] for one in POLICIES}


def test_the_sheets_lie_on_one_a4_in_width(tmp_path: Path) -> None:
    build("entitlement", job(tmp_path))
    for book in ("应享未享清单.xlsx", "享受不符清单.xlsx"):
        opened = openpyxl.load_workbook(tmp_path / "输出" / "政策比对" / book)
        for sheet in opened:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.paperSize in (9, "9")
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            wide = sum(one.width for one in sheet.column_dimensions.values())
            assert wide <= 155  # letters of size 10 that A4 lying holds, made at most a tenth less
            assert sheet.print_title_rows


def test_same_input_same_bytes_and_several_villages_have_their_own(tmp_path: Path) -> None:
    other = {**LIFTED, "户编号": "0201", "行政村": "柳溪村"}
    made = village(户信息=[LIFTED, other], 政策=POLICIES)
    for place in ("a", "b"):
        build("entitlement", Job(Folder(tmp_path / place, SETTINGS), made))
    files = sorted(path.name for path in (tmp_path / "a").rglob("*.xlsx"))
    assert files == sorted(
        f"{name}{part}.xlsx"
        for name in ("应享未享清单", "享受不符清单")
        for part in ("", "_荷塘村", "_柳溪村")
    )
    for path in (tmp_path / "a").rglob("*.xlsx"):
        twin = tmp_path / "b" / path.relative_to(tmp_path / "a")
        assert path.read_bytes() == twin.read_bytes()


def test_a_dry_job_writes_nothing(tmp_path: Path) -> None:
    given = job(tmp_path)
    dry = Job(given.folder, given.ledger, dry=True)
    assert matched(dry).counts["应享未享"] == 2
    assert len(build("entitlement", dry).documents) == 2
    assert not (tmp_path / "输出").exists()
