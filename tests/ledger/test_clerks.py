"""Ledgers as clerks draw them: titles, groups, merged households, subtotals, helpers beside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from oracle import all_records, disagreements
from sheetmaker import codes, ledger_in, only, with_check_digit, xlsx

from docgen.ledger.reading import ledger_of
from docgen.ledger.workbook import read_book

FIRST, SECOND, THIRD, FOURTH = (
    with_check_digit(f"999301{day}{order}")
    for day, order in (
        ("19700101", "001"),
        ("19950101", "001"),
        ("19600101", "001"),
        ("19620101", "003"),
    )
)
IDS = {"FIRST": FIRST, "SECOND": SECOND, "THIRD": THIRD, "FOURTH": FOURTH}


def typed(text):
    """Return a cell of the drawn ledger: numbers are numbers, but a phone is a text."""
    number = text.replace(".", "", 1).isdigit() and len(text) < 11
    return float(text) if number else IDS.get(text, text)


def drawn_rows():
    text = (Path(__file__).parent / "drawn_ledger.txt").read_text(encoding="utf-8")
    return [[typed(cell) for cell in line.split("|")] for line in text.splitlines()]


HEADER_MERGES = ["A1:L1", "A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:I3", "K3:L3"]
MERGES = [*HEADER_MERGES, *(f"{letter}5:{letter}6" for letter in "ABCHIJKL")]


@pytest.fixture(params=["merged", "plain"])
def roster(request, tmp_path):
    merges = [("台账", area) for area in MERGES] if request.param == "merged" else []
    data = xlsx({"台账": drawn_rows()}, merges=merges)
    (tmp_path / "桃花村.xlsx").write_bytes(data)
    return ledger_of([read_book(data, "桃花村.xlsx")]), tmp_path


def test_one_sheet_gives_households_persons_and_helpers(roster):
    found, root = roster
    assert [(one.id, one.wages, one.income_per_head) for one in found.households] == [
        ("王大山（一组）", Decimal(12000), Decimal("9000.5")),
        ("赵四（一组）", Decimal(15000), Decimal(8000)),
        ("王大山（二组）", None, Decimal(7000)),
    ]
    assert [(one.household, one.name, one.relation) for one in found.persons] == [
        ("王大山（一组）", "王大山", "户主"),
        ("王大山（一组）", "王小山", "之子"),
        ("赵四（一组）", "赵四", "户主"),
        ("王大山（二组）", "王大山", "户主"),
    ]
    helpers = [(one.household, one.name, one.phone) for one in found.helpers]
    assert helpers[2] == ("王大山（二组）", "刘干部", "13900000001")
    assert len(helpers) == 3
    assert all(one.phone is None for one in found.persons)
    assert not [one for one in found.findings if one.severity.blocks]
    assert set(codes(found)) <= {"W101", "W108"}
    skip = frozenset({"户", "户编号"})
    assert disagreements(root, all_records(found), skip)[0] == []


def test_rows_of_the_drawn_ledger_are_accounted(roster):
    found, _ = roster
    (account,) = found.rows
    assert (account.read, account.used) == (7, 4)
    assert [one.row for one in account.aside] == [8, 10, 11]


MEMBERS = [
    ["户编号", "姓名", "证件号码", "与户主关系"],
    ["0101", "甲", FIRST, "户主"],
    ["", "乙", SECOND, "之子"],
    ["0102", "丙", THIRD, "户主"],
    ["", "丁", FOURTH, "配偶"],
]
HOUSEHOLDS = [["户编号", "户主姓名", "户类型"], ["0101", "甲", "脱贫户"], ["0102", "丙", "脱贫户"]]


def read(rows):
    return ledger_of([read_book(xlsx({"户": HOUSEHOLDS, "人": rows}), "a.xlsx")])


def test_members_stand_under_their_householder_when_the_whole_sheet_is_so():
    found = read(MEMBERS)
    assert [one.household for one in found.persons] == ["0101", "0101", "0102", "0102"]
    assert (only(found, "W108").cell, codes(found)) == ("A3", ["W108"])


@pytest.mark.parametrize("row", [2, 4])
def test_one_missing_number_among_written_ones_is_a_fault_and_not_carried(row):
    rows = [list(one) for one in MEMBERS]
    rows[2][0], rows[4][0] = "0101", "0102"
    rows[row][0] = ""
    found = read(rows)
    assert found.persons[row - 1].household == ""
    assert only(found, "E106").cell == f"A{row + 1}"


def test_a_householder_without_number_is_a_fault_and_carries_nothing():
    rows = [list(one) for one in MEMBERS]
    rows[3][0] = ""
    found = read(rows)
    assert codes(found).count("E106") == 3


def test_a_line_over_the_table_is_no_group_title():
    rows = [
        ["填报单位：桃花村", "", "填报日期：2026-6-30"],
        ["户编号", "走访日期", "走访人", "内容"],
        ["0101", "2026-3-1", "王", "好"],
    ]
    found = ledger_of([read_book(xlsx({"户": HOUSEHOLDS, "走访": rows}), "a.xlsx")])
    assert found.visits[0].day == date(2026, 3, 1)
    assert not found.findings


def test_a_project_table_with_groups_and_a_unit_above():
    rows = [
        ["2026年度项目进度表"],
        ["单位：万元"],
        ["序号", "项目名称", "项目类型", "建设地点", "资金", "", "", "时间", "", "受益情况", ""],
        ["", "", "", "", "总投资", "到位资金", "已支付", "开工", "计划竣工", "户数", "人数"],
        [1, "桃花村饮水", "基础设施", "一组", 120.5, 100, "80万", "2026.3", "未定", 30, 120],
        ["合计", "", "", "", 120.5],
    ]
    found = ledger_of([read_book(xlsx({"项目": rows}), "a.xlsx")])
    (project,) = found.projects
    assert (project.id, project.name, project.kind) == ("1", "桃花村饮水", "基础设施")
    assert (project.investment, project.arrived, project.paid) == (1205000, 1000000, 800000)
    assert (project.households, project.persons) == (30, 120)
    assert (project.started, project.due) == (date(2026, 3, 1), None)
    assert "80万元" in only(found, "W101").message
    assert codes(found) == ["W101"]


def test_a_visited_person_need_not_be_a_listed_household():
    header = ["走访日期", "走访人员", "走访对象", "户主姓名", "走访方式", "主要内容"]
    rows = [header, ["2026/6/1", "王", "老党员", "孙老", "电话走访", "看看"]]
    found = ledger_of([read_book(xlsx({"户": HOUSEHOLDS, "走访登记": rows}), "a.xlsx")])
    assert (found.visits[0].target_kind, found.visits[0].household) == ("老党员", "孙老")
    assert codes(found) == ["W109"]
    numbered = [["户编号", *header[:3]], ["0999", "2026/6/1", "王", "脱贫户"]]
    found = ledger_of([read_book(xlsx({"户": HOUSEHOLDS, "走访登记": numbered}), "a.xlsx")])
    assert codes(found) == ["E107"]


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("工资性收入（元/年）", Decimal(1200)),
        ("工资性收入（户）", Decimal(1200)),
        ("工资性收入（千元）", Decimal(1200000)),
        ("工资性收入（元/月）", None),
        ("工资性收入（亩）", None),
    ],
)
def test_a_unit_that_means_something_else_is_not_read(title, value):
    rows = [["户编号", "户主姓名", "户类型", title], ["0101", "甲", "脱贫户", 1200]]
    found = ledger_of([read_book(xlsx({"户": rows}), "a.xlsx")])
    assert found.households[0].wages == value
    assert ("W102" in codes(found)) == (value is None)


@pytest.mark.parametrize(
    ("title", "value"),
    [("务工时间（月）", Decimal(6)), ("务工时间", Decimal(6)), ("务工时间（天）", None)],
)
def test_months_are_not_days(title, value):
    rows = [[*MEMBERS[0], title], [*MEMBERS[1], 6]]
    assert read(rows).persons[0].work_months == value


def test_wages_of_a_month_are_wages_of_a_month():
    rows = [[*MEMBERS[0], "务工月收入（元/月）"], [*MEMBERS[1], "3000元/月"]]
    found = read(rows)
    assert found.persons[0].work_wage == 3000
    assert not found.findings


@pytest.mark.parametrize("more", ["填表人", "填表日期", "填报单位", "审核人：", "制表时间："])
def test_columns_about_who_filled_it_in_do_not_hide_the_header(more):
    rows = [["户编号", "户主姓名", "户类型", "联系电话", "家庭人口", more]]
    rows.append(["0101", "甲", "脱贫户", "13900000001", 3, "王"])
    found = ledger_of([read_book(xlsx({"户": rows}), "a.xlsx")])
    assert found.households[0].id == "0101"


def test_known_columns_of_an_export_are_not_called_unknown():
    header = ["户编号", "监测对象类别", "风险是否已消除", "姓名", "证件号码", "与户主关系"]
    header += ["产业帮扶", "金融帮扶", "公益岗帮扶", "搬迁", "风险是否已消除", "我的列"]
    rows = [["0101", "边缘易致贫户", "", "张三", FIRST, "户主", "种植,养殖", "", "", "", "否", ""]]
    found = ledger_of([read_book(xlsx({"Sheet1": [header, *rows]}), "监测对象信息.xlsx")])
    assert [note.value for note in found.findings if note.code == "W005"] == ["我的列"]
    assert [(one.kind, one.content) for one in found.measures] == [("产业帮扶", "种植、养殖")]
    assert [one.risk_removed for one in found.households] == ["否"]


def test_a_notice_on_hidden_rows_concerns_nobody():
    rows = [["户编号", "户主姓名", "户类型"], ["0101", "张三", "脱贫户"]]
    data = xlsx({"户信息": rows}, hidden_rows=[("户信息", 2)])
    found = ledger_of([read_book(data, "甲.xlsx")])
    assert (only(found, "W010").household, only(found, "W010").person) == ("", "")


@pytest.mark.parametrize("files", [{}, {"说明.csv": "随便,什么\n一,二\n".encode()}])
def test_a_ledger_of_which_nothing_was_read_is_an_error(tmp_path, files):
    found = ledger_in(tmp_path, files)
    assert only(found, "E112").severity.blocks
