"""The papers of the 知情会: what is due in the quarter, and what must not be on the handout."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from samples import LIFTED, PERSONS, SETTINGS, village

from docgen.documents import briefing
from docgen.documents.briefing import period_of
from docgen.documents.job import Built, Job
from docgen.folder import Folder
from docgen.model import Ledger

BASE: dict[str, Any] = {
    "类别": "教育帮扶",
    "享受对象": "脱贫户家中的学生",
    "条件": "有学籍",
    "标准": "每学期1500元",
    "所需材料": "申请表、学籍证明",
    "办理流程": "申请→初审→打卡",
    "办理时限": "30天",
    "发放方式": "一卡通",
    "责任部门": "县教育局",
    "电话": "13900002002",
    "依据文件": "示例文件",
    "核对日期": date(2026, 3, 1),
}


def row(key: str, name: str, start: str | None, end: str | None, **more: Any) -> dict[str, Any]:
    return {**BASE, "政策编号": key, "名称": name, "申报起": start, "申报止": end, **more}


POLICIES = [
    row("P1", "春季补助", "2026-3-1", "2026-4-15", 适用条件="户类型 为 脱贫户"),
    row("P2", "跨季补助", "2026-1-1", "2026-10-31"),
    row("P3", "秋季补助", "2026-9-1", "2026-11-30"),
    row("P4", "常年补助", "常年", None),
    row("P5", "旧补助", "2026-4-1", "2026-6-1", 有效期止=date(2025, 12, 31)),
    row("P6", "别村补助", "2026-4-1", "2026-6-1", 适用村="柳溪村"),
    row("P7", "末日补助", None, "2026-6-30"),
    row("P8", "错日补助", "2026-2-30", None),
]


def built(root: Path, quarter: str = "2026Q2", **more: Any) -> Built:
    ledger = village(政策=POLICIES)
    return briefing.build(Job(Folder(root, SETTINGS), ledger, options={"quarter": quarter}, **more))


def path_of(root: Path, result: Built, ending: str) -> Path:
    (found,) = [one.path for one in result.documents if one.path.endswith(ending)]
    return root / found


def words(path: Path) -> str:
    if path.suffix == ".docx":
        return "".join("".join(p.text.split()) for p in docx.Document(str(path)).paragraphs)
    with pypdfium2.PdfDocument(path) as pages:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


@pytest.mark.parametrize("form", [".docx", ".pdf"])
def test_the_handout_holds_what_is_due_by_its_last_day(tmp_path: Path, form: str) -> None:
    text = words(path_of(tmp_path, built(tmp_path), f"知情会材料{form}"))
    places = [text.index(name) for name in ("春季补助", "末日补助", "跨季补助")]
    assert places == sorted(places)
    for told in ("2026年4月15日截止", "2026年6月30日截止", "2026年10月31日截止", "每学期1500元"):
        assert told in text
    for name in ("秋季补助", "旧补助", "别村补助"):
        assert name not in text
    assert "随时可以办的" in text
    assert "常年补助" in text[text.index("随时可以办的") :]


def test_another_quarter_has_other_policies(tmp_path: Path) -> None:
    text = words(path_of(tmp_path, built(tmp_path, "2026Q4"), "知情会材料.pdf"))
    assert "秋季补助" in text
    assert "跨季补助" in text, "its last month lies in the quarter"
    assert "春季补助" not in text


def test_nobody_is_named_on_the_handout(tmp_path: Path) -> None:
    result = built(tmp_path)
    for form in (".docx", ".pdf"):
        text = words(path_of(tmp_path, result, f"知情会材料{form}"))
        for person in PERSONS:
            assert str(person["姓名"]) not in text
            assert str(person["证件号码"]) not in text


def test_the_sign_in_sheet_names_households_and_no_policy(tmp_path: Path) -> None:
    text = words(path_of(tmp_path, built(tmp_path), "知情会签到表.pdf"))
    assert str(LIFTED["户主姓名"]) in text
    assert "【缺：户主姓名】" in text, "one household has no name"
    assert all(str(one["名称"]) not in text for one in POLICIES)
    assert "13900000107" not in text


def test_the_internal_list_is_marked_and_says_why(tmp_path: Path) -> None:
    path = path_of(tmp_path, built(tmp_path), "（内部）.xlsx")
    (sheet,) = openpyxl.load_workbook(path).worksheets
    cells = [[str(cell.value or "") for cell in line] for line in sheet.iter_rows()]
    assert "内部" in cells[0][0]
    named = [line for line in cells if "春季补助" in line]
    assert [line[5] for line in named if line[7] == "应享未享"] == ["李桂花"]
    assert all("因为" in line[8] for line in named if line[7] == "应享未享")
    assert all("跨季补助" not in line for line in cells), "without a condition it matches nobody"


def test_the_row_of_the_register_can_be_read_again(tmp_path: Path) -> None:
    path = path_of(tmp_path, built(tmp_path), "会议活动登记.xlsx")
    (sheet,) = openpyxl.load_workbook(path).worksheets
    rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    head = next(at for at, line in enumerate(rows) if line[0] == "编号")
    found = dict(zip(rows[head], rows[head + 1], strict=True))
    assert found["类别"] == "知情会"
    assert found["应到"] == "3"
    assert found["政策编号"] == "P1、P7、P2"
    assert all(found[name] in (None, "") for name in ("日期", "实到", "主持人", "提问")), (
        "for people"
    )
    assert not (tmp_path / "台账").exists()


def test_a_quarter_without_anything_due_says_so(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), Ledger(), options={"quarter": "2026Q2"})
    result = briefing.build(job)
    assert [one.code for one in result.findings] == ["W461"]
    assert "没有" in words(path_of(tmp_path, result, "知情会材料.pdf"))


@pytest.mark.parametrize("wish", ["2024Q5", "2024Q0", "2024", "Q2", "x", "24Q1"])
def test_what_is_no_quarter_is_refused(wish: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        period_of(wish, date(2026, 6, 30))


def test_the_quarter_of_the_day_is_the_default() -> None:
    assert period_of("", date(2026, 6, 30)).name == "2026年二季度"
    assert period_of("2024q3", date(2026, 6, 30)).name == "2024年三季度"


def test_same_input_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("一", "二"):
        result = built(tmp_path / name)
        made.append([(tmp_path / name / one.path).read_bytes() for one in result.documents])
    assert made[0] == made[1]
    assert BytesIO(made[0][0]).getvalue()
