"""How plans and checklists lie on their pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from samples import LIFTED, SETTINGS, person, village

from docgen.documents import build
from docgen.documents.job import Job
from docgen.folder import Folder
from docgen.pages.convert import office_to_pdf

LATE = date(2026, 12, 20)
MEASURE = {
    "户": "0107",
    "类别": "产业帮扶",
    "措施内容": "种植补助，按验收面积发放",
    "金额": 20000,
    "责任单位": "县农业农村局产业发展中心",
    "责任人": "周明",
    "完成时限": LATE,
    "状态": "已完成",
    "完成日期": LATE,
    "佐证材料": "验收单",
}
VISIT = {"户": "0107", "走访日期": date(2026, 6, 20), "走访人": "李明", "方式": "入户"}


def pages(root: Path, kind: str, **sheets: Any) -> list[str]:
    built = build(kind, Job(Folder(root, SETTINGS), village(**sheets)))
    (path,) = [one.path for one in built.documents if one.format == "pdf"]
    with pypdfium2.PdfDocument(root / path) as opened:
        return [page.get_textpage().get_text_bounded() for page in opened]


def plan(root: Path, members: int, measures: int = 1) -> list[str]:
    people = [
        person("0107", one, f"李小{one}", "之子", f"199001{one + 10}") for one in range(members)
    ]
    return pages(
        root,
        "plan",
        户信息=[{**LIFTED, "家庭人口": members}],
        家庭成员=people,
        帮扶措施=[MEASURE] * measures,
        走访记录=[VISIT],
    )


@pytest.mark.parametrize(("members", "measures"), [(1, 0), (1, 1), (1, 3), (2, 1), (4, 2), (12, 4)])
def test_signatures_stay_with_the_table_above_them(
    tmp_path: Path, members: int, measures: int
) -> None:
    last = plan(tmp_path, members, measures)[-1]
    assert "签字盖章" in last
    assert "成效与评估" in last


def whole_dates(texts: list[str]) -> list[str]:
    return re.findall(r"2026(?:年12月20日|\.12\.20)", "\n".join(texts))


def test_dates_in_narrow_cells_do_not_break(tmp_path: Path) -> None:
    assert len(whole_dates(plan(tmp_path, 2, 3))) == 6
    problem = {
        "问题编号": "W1",
        "问题描述": "一件事",
        "状态": "已完成",
        **dict.fromkeys(("反馈日期", "完成时限", "完成日期", "销号日期"), LATE),
    }
    assert len(whole_dates(pages(tmp_path / "list", "checklist", 问题整改=[problem]))) == 4


@pytest.mark.parametrize("members", [1, 2, 4, 12])
def test_signatures_of_the_word_file_stay_with_the_table_above(
    tmp_path: Path, program: Any, members: int
) -> None:
    program("soffice")
    plan(tmp_path, members, 2)
    (word,) = tmp_path.rglob("*.docx")
    done = office_to_pdf([word], tmp_path / "pdf").done
    with pypdfium2.PdfDocument(done[word]) as opened:
        last = opened[len(opened) - 1].get_textpage().get_text_bounded()
    assert "签字盖章" in last
    assert "成效与评估" in last
