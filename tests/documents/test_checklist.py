"""The checklist: counts that agree, delays by the day, no closing without proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from samples import PROBLEMS, SETTINGS, village

from docgen.documents.checklist_context import checklist_context, closing, counts, delay
from docgen.documents.checklist_sheets import checklist_workbook
from docgen.documents.gaps import Context, Lacks
from docgen.facts.figures import compute
from docgen.folder import Folder
from docgen.model import Problem

DAY = date(2026, 6, 30)


def problem(**values: Any) -> Problem:
    row = {**PROBLEMS[0], **values}
    return village(问题整改=[row]).problems[0]


def checklist(**sheets: Any) -> tuple[Context, Lacks]:
    lacks = Lacks()
    return checklist_context(village(**sheets).problems, SETTINGS, lacks), lacks


def test_counts_are_those_of_the_figures() -> None:
    made = village()
    figures = compute(made, SETTINGS)
    told = counts(made.problems, DAY)
    shared = [name for name in told if name in figures]
    assert len(shared) == 8
    assert {name: told[name] for name in shared} == {name: figures[name].value for name in shared}


def test_the_sentence_accounts_for_every_problem() -> None:
    assert checklist()[0]["计数"] == (
        "排查问题4条，其中本村不存在1条，已整改1条，正在整改1条，未启动1条；已销号1条，超期未完成1条。"
    )
    unclear = [{**PROBLEMS[2], "状态": None}]
    assert "【缺：状态】1条" in checklist(问题整改=unclear)[0]["计数"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"状态": "推进中", "完成时限": date(2026, 6, 29)}, "逾期1天"),
        ({"状态": "推进中", "完成时限": date(2026, 6, 30)}, ""),
        ({"状态": None, "完成时限": date(2026, 6, 1)}, "逾期29天"),
        ({"完成日期": date(2026, 5, 2)}, "超期2天完成"),
        ({"完成日期": date(2026, 4, 30)}, ""),
        ({"状态": None, "本村是否存在": "不存在", "完成时限": date(2026, 1, 1)}, ""),
        ({"状态": "推进中", "完成时限": None}, ""),
    ],
)
def test_delay_counts_at_the_day(values: dict[str, Any], said: str) -> None:
    assert delay(problem(**values), DAY) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "已销号"),
        ({"销号日期": None}, "符合条件，待销号"),
        ({"销号日期": None, "佐证材料": None}, "不能销号：缺佐证材料"),
        ({"佐证材料": None}, "已填销号日期，但缺佐证材料，应退回"),
        ({"状态": "推进中", "销号日期": None}, "未完成，不能销号"),
        ({"状态": "推进中"}, "已填销号日期，但未完成，应退回"),
        ({"本村是否存在": "不涉及"}, "—"),
    ],
)
def test_nothing_is_closed_without_proof(values: dict[str, Any], said: str) -> None:
    assert closing(problem(**values)) == said


def test_a_problem_without_measure_or_person_is_a_gap_at_its_cell() -> None:
    context, lacks = checklist()
    assert context["问题"][3]["整改措施"] is None
    assert {(gap.field, gap.place) for gap in lacks.gaps} == {
        ("整改措施", "整改清单（ZC-01）"),
        ("责任人", "整改清单（ZC-01）"),
    }
    assert all(one.cell.endswith("6") for one in lacks.findings)


def test_what_the_village_does_not_have_needs_no_measure() -> None:
    row = checklist()[0]["问题"][1]
    assert row["整改措施"] == row["责任人"] == row["完成时限"] == "—"


def test_no_problem_at_all_is_said() -> None:
    context, lacks = checklist(问题整改=[])
    assert context["问题"] == []
    assert [gap.field for gap in lacks.gaps] == ["问题整改"]


def book(tmp_path: Path, **sheets: Any) -> Any:
    made = village(**sheets)
    context = checklist_context(made.problems, SETTINGS, Lacks())
    path = tmp_path / "输出" / "整改" / "整改清单.xlsx"
    data = checklist_workbook(context, made.problems, Folder(tmp_path, SETTINGS), path)
    return openpyxl.load_workbook(BytesIO(data))


def test_the_workbook_has_four_lists_and_the_counts(tmp_path: Path) -> None:
    opened = book(tmp_path)
    assert opened.sheetnames == ["问题清单", "任务清单", "责任清单", "时限销号清单", "统计"]
    assert all(opened[name].auto_filter.ref for name in opened.sheetnames)
    assert [cell.value for cell in opened["统计"][4]][:3] == ["合计", "全部问题", 4]


def test_links_lead_to_the_same_problem_and_to_the_ledger(tmp_path: Path) -> None:
    opened = book(tmp_path)
    for row in range(4, 8):
        number = opened["问题清单"].cell(row, 2)
        target = number.hyperlink.location.replace("'", "")
        sheet, _, cell = target.partition("!")
        assert opened[sheet][cell].value == number.value
        back = opened["任务清单"].cell(row, 1).hyperlink.location.replace("'", "")
        sheet, _, cell = back.partition("!")
        assert opened[sheet][cell].value == number.value
    ledger = opened["问题清单"].cell(4, 13).hyperlink
    assert ledger.target.replace("\\", "/") == "../../台账/台账.xlsx"
    assert ledger.location == "'问题整改'!E3"


def test_overdue_is_a_word_and_a_colour_and_signatures_stay_empty(tmp_path: Path) -> None:
    sheet = book(tmp_path)["时限销号清单"]
    heads = {cell.value: cell.column for cell in sheet[3]}
    late = sheet.cell(6, heads["逾期"])
    assert late.value == "逾期20天"
    assert late.fill.fgColor.rgb == "FFFFC7CE"
    assert all(sheet.cell(row, heads["验收签字"]).value is None for row in range(4, 8))


def test_a_formula_typed_by_somebody_stays_text(tmp_path: Path) -> None:
    opened = book(tmp_path, 问题整改=[{**PROBLEMS[0], "整改措施": "=HYPERLINK(1)"}])
    cell = opened["任务清单"].cell(4, 3)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_the_same_problems_make_the_same_bytes(tmp_path: Path) -> None:
    made = village()
    later = replace(SETTINGS)
    path = tmp_path / "a.xlsx"
    first, second = (
        checklist_workbook(
            checklist_context(made.problems, settings, Lacks()),
            made.problems,
            Folder(tmp_path, settings),
            path,
        )
        for settings in (SETTINGS, later)
    )
    assert first == second
