"""检查结果.xlsx: what is counted, what is masked, what is coloured."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from small_ledger import id_number, ledger

from docgen.cli.checked import Checked
from docgen.cli.findings_book import book
from docgen.findings import Finding, Severity

DAY = date(2026, 6, 30)
HOMES = [
    {"户编号": "H1", "户主姓名": "甲", "行政村": "荷塘村", "村民小组": "一组"},
    {"户编号": "H2", "户主姓名": "乙", "行政村": "荷塘村", "村民小组": "第1组"},
    {"户编号": "H3", "户主姓名": "丙", "行政村": "荷塘村", "村民小组": "二组"},
    {"户编号": "H4", "户主姓名": "丁", "行政村": "荷塘村", "村民小组": None},
]
HELPERS = [
    {"户": "H1", "姓名": "张三", "单位": "县医院"},
    {"户": "H1", "姓名": "李四", "单位": "县医院"},
    {"户": "H3", "姓名": "李四", "单位": "县医院"},
    {"户": "H2", "姓名": "王五", "单位": "县医院", "结对结束": date(2025, 12, 31)},
]


def found(code: str, household: str, level: Severity = Severity.error, **more: str) -> Finding:
    facts = {"value": "", "message": "错了", "fix": "改"} | more
    return Finding(
        code, level, "台账/台账.xlsx", "户信息", "A3", household=household, **facts
    )  # fmt: skip


def opened(*findings: Finding) -> openpyxl.Workbook:
    built = ledger(户信息=HOMES, 帮扶责任人=HELPERS)
    checked = Checked(built, findings, (("R999", "没有这一列"),))
    return openpyxl.load_workbook(io.BytesIO(book(checked, DAY)))


def rows(sheet, first):
    return [
        [cell.value for cell in row]
        for row in sheet.iter_rows(min_row=first)
        if row[0].row >= first
    ]


FOUND = (
    found("R025", "H1"),
    found("R025", "H2"),
    found("R003", "H3", Severity.grave),
    found("E101", "H4", Severity.warning),
    found("E107", "不在", Severity.hint),
    found("W101", ""),
)


def test_by_kind_by_the_groups_of_the_rules() -> None:
    told = rows(opened(*FOUND)["按问题类别"], 3)
    assert [row[:2] for row in told] == [
        ["读取", "E101"], ["读取", "E107"], ["读取", "W101"], ["证件", "R003"], ["必填", "R025"]
    ]  # fmt: skip
    assert told[4][3:] == [0, 2, 0, 0, 2]
    assert all(row[2] for row in told)


def test_one_group_in_two_spellings_is_one() -> None:
    told = rows(opened(*FOUND)["按村民小组"], 3)
    assert [(row[0], row[1], row[-1]) for row in told] == [
        ("荷塘村", "一组", 2), ("荷塘村", "二组", 1), ("荷塘村", "（没有写村民小组）", 1),
        (None, "（不属于哪一户）", 2),
    ]  # fmt: skip


def test_each_helper_who_still_serves() -> None:
    told = rows(opened(*FOUND)["按帮扶责任人"], 4)
    assert [(row[0], row[-1]) for row in told] == [
        ("张三", 1), ("李四", 2), ("（不属于哪一户）", 2), ("（没有帮扶责任人）", 2)
    ]  # fmt: skip


def test_households_with_most_findings_first_and_ids_masked() -> None:
    number = id_number()
    many = (*FOUND, found("W101", ""), found("R003", "H3"), found("R003", number))
    told = rows(opened(*many)["按户"], 3)
    assert told[0] == ["二组", "H3", "丙", 1, 1, 0, 0, 2]
    assert told[-1][1] == "（不属于哪一户）"
    assert {row[1] for row in told} == {
        "H1", "H2", "H3", "H4", "不在", "（不属于哪一户）", f"999201********{number[-4:]}"
    }  # fmt: skip
    assert sum(row[-1] for row in told) == len(many)


def test_no_whole_number_of_a_person_stands_in_the_book() -> None:
    number = id_number()
    one = found("R003", number, value=number, message=f"{number} 错", fix=f"改 {number}")
    for sheet in opened(one):
        for row in sheet.iter_rows():
            assert all(number not in str(cell.value) for cell in row), sheet.title


def test_severity_is_a_word_and_a_colour_and_every_list_filters() -> None:
    made = opened(*FOUND)
    assert made["问题清单"]["B4"].value in set(Severity)
    assert made["问题清单"]["B4"].fill.start_color.rgb == "FFFFC7CE"
    assert all(sheet.auto_filter.ref for sheet in made)


def test_without_findings_the_counts_are_empty() -> None:
    made = opened()
    assert rows(made["按户"], 3) == []
    assert made["未检查"].max_row == 3
