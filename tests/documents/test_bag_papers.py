"""The list of the household's file: what the archive asks for, what is there, what nobody knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bagtexts import made, path_of
from openpyxl import Workbook
from samples import LIFTED, SETTINGS, village

from docgen.documents.bag_papers import Shelf, papers, shelf_of
from docgen.facts.lookup import lookup_for
from docgen.folder import Folder

RIGHT_MARGIN = 16 / 25.4 * 72  # of bag.typ, in points
COLUMNS = (
    "编号",
    "来源",
    "文种",
    "户编号",
    "年度",
    "题名",
    "建议",
    "确认",
    "改为文种",
    "改为户编号",
)


def listed(root: Path, key: str = "0107", **sheets: Any) -> tuple[dict[str, dict[str, str]], str]:
    """Material → its row, and the note, for one household."""
    ledger = village(**sheets)
    household = ledger.household(key)
    assert household is not None
    shelf = shelf_of(Folder(root, SETTINGS))
    told = papers(shelf, key, lookup_for(ledger, SETTINGS, household))
    return {row["材料"]: row for row in told["户档"]}, told["户档说明"]


def bound(
    root: Path, *found: dict[str, Any], pending: bool = False, code: str = "JF·08-0002"
) -> None:
    folder = root / "输出" / "档案"
    folder.mkdir(parents=True)
    volume = {
        "volume": {"code": code},
        "pending": pending,
        "papers": [{"first": 3 * at + 1, "paper": paper} for at, paper in enumerate(found)],
    }
    text = json.dumps({"version": 1, "volumes": [volume]}, ensure_ascii=False)
    (folder / "案卷清单.json").write_text(text, encoding="utf-8")


def paper(kind: str, household: str = "0107", year: int | None = None) -> dict[str, Any]:
    return {"type": kind, "household": household, "year": year, "title": f"题名{kind}"}


def plan(root: Path, *rows: tuple[str, ...]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "归档计划"
    sheet.append(["说明", "一行是一件"])
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append(row)
    (root / "记录").mkdir()
    book.save(root / "记录" / "归档计划.xlsx")


def test_without_any_archive_nothing_is_guessed(tmp_path: Path) -> None:
    rows, note = listed(tmp_path)
    assert rows["贫困户申请书"]["情况"] == "未归档，有无不明"
    assert "有没有归档不明" in note
    assert "未见归档" not in {row["情况"] for row in rows.values()}


def test_bound_papers_are_named_with_their_place(tmp_path: Path) -> None:
    bound(tmp_path, paper("H12", year=2014), paper("H15", year=2018), paper("H15", year=2019))
    rows, note = listed(tmp_path)
    assert rows["贫困户申请书（2014年）"]["情况"] == "已成卷"
    assert rows["贫困户申请书（2014年）"]["位置"] == "JF·08-0002，第1页起"
    assert "信息采集表（2018、2019年，2件）" in rows
    assert rows["贫困户登记表"]["情况"] == "未见归档"
    assert note == ""


@pytest.mark.parametrize("code", ["JF·08·999201203001-0002", "WS·999201203001-NCGZ-2023-0123-1"])
def test_a_long_archival_code_stays_in_its_column_and_whole(tmp_path: Path, code: str) -> None:
    bound(tmp_path, paper("H12"), code=code)
    built = made(tmp_path)
    with pypdfium2.PdfDocument(path_of(built, tmp_path, "bag", "pdf", "0107")) as book:
        page = next(page for page in book if "袋内材料清单" in page.get_textpage().get_text_range())
        text = page.get_textpage()
        width = page.get_width()
        rights = [text.get_charbox(at)[2] for at in range(text.count_chars())]
        said = text.get_text_range().replace("\r\n", "")
    assert code in said
    assert max(rights) <= width - RIGHT_MARGIN


@pytest.mark.parametrize("found", [paper("H12", "0109"), paper("H12", "")])
def test_papers_of_others_are_not_ours(tmp_path: Path, found: dict[str, Any]) -> None:
    bound(tmp_path, found)
    assert listed(tmp_path)[0]["贫困户申请书"]["情况"] == "未见归档"


def test_a_paper_that_waits_for_a_person_does_not_count(tmp_path: Path) -> None:
    bound(tmp_path, paper("H12"), pending=True)
    assert listed(tmp_path)[0]["贫困户申请书"]["情况"] == "未见归档"


def test_the_plan_counts_where_nothing_is_bound(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("1", "a.pdf", "H12 贫困户申请书", "0107", "2014", "申请书", "自动归类", "", "", ""),
        ("2", "b.pdf", "H13 登记表", "0107", "", "登记表", "待确认", "", "", ""),
        ("3", "c.pdf", "H14 调查表", "0109", "", "调查表", "待确认", "是", "", "0107"),
        ("4", "d.pdf", "H44", "0107", "", "确认书", "自动归类", "待定", "", ""),
        ("5", "e.pdf", "V001", "0107", "", "别的", "待确认", "", "H16", ""),
    )
    rows, _ = listed(tmp_path)
    states = {name.partition("（")[0]: row["情况"] for name, row in rows.items()}
    planned = "已列入归档计划，未成卷"
    assert states["贫困户申请书"] == planned
    assert states["贫困户登记表"] == "未见归档"
    assert states["入户调查表/入户普查表/农户家庭基本情况核查表"] == planned
    assert states["脱贫(退出)确认书"] == "未见归档"
    assert states["收入核算表/收入测算表"] == planned


def test_a_paper_is_asked_for_only_where_its_condition_holds(tmp_path: Path) -> None:
    bound(tmp_path)
    rows, _ = listed(tmp_path, 户信息=[{**LIFTED, "小额信贷余额": 30000}])
    assert rows["小额信贷申请、评级授信、合同、还款凭证"]["情况"] == "未见归档"
    rows, _ = listed(tmp_path, 户信息=[{**LIFTED, "小额信贷余额": 0}])
    assert "小额信贷申请、评级授信、合同、还款凭证" not in rows
    rows, _ = listed(tmp_path, 户信息=[LIFTED])
    assert rows["小额信贷申请、评级授信、合同、还款凭证"]["情况"] == "要不要不能判断，缺：有贷款"


def test_a_household_that_needs_no_file_is_asked_for_nothing(tmp_path: Path) -> None:
    bound(tmp_path, paper("H24", "0109"))
    rows, note = listed(tmp_path, "0109")
    assert list(rows) == ["《扶贫手册》/《帮扶手册》"]
    assert "不在必须建户档的范围内" in note


def test_the_offices_own_rules_count(tmp_path: Path) -> None:
    own = (
        "types:\n- {code: X1, title: 本县专用表（新）, level: 户, order: 1, need: 必}\n"
        "- {code: X2, title: 村里的, level: 村, order: 2, need: 必}\n"
    )
    (tmp_path / "archive_schema.yaml").write_text(own, encoding="utf-8")
    settings = type(SETTINGS)(
        SETTINGS.place, SETTINGS.unit, SETTINGS.period, archive={"schema": "archive_schema.yaml"}
    )
    shelf = shelf_of(Folder(tmp_path, settings))
    assert [one.title for one in shelf.wanted] == ["本县专用表"]


@pytest.mark.parametrize("text", ["types: [", "types: 3", "other: 1", "- a\n- b", "types:\n- 1"])
def test_rules_that_cannot_be_read_are_said_on_paper(tmp_path: Path, text: str) -> None:
    (tmp_path / "archive_schema.yaml").write_text(text, encoding="utf-8")
    settings = type(SETTINGS)(
        SETTINGS.place, SETTINGS.unit, SETTINGS.period, archive={"schema": "archive_schema.yaml"}
    )
    shelf = shelf_of(Folder(tmp_path, settings))
    assert "读不了" in shelf.trouble
    assert "读不了" in papers(shelf, "0107", lambda name: None)["户档说明"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"volumes": [{"papers": 1}]}', '{"volumes": 3}'])
def test_a_damaged_list_of_volumes_is_said_and_nothing_is_guessed(
    tmp_path: Path, text: str
) -> None:
    folder = tmp_path / "输出" / "档案"
    folder.mkdir(parents=True)
    (folder / "案卷清单.json").write_text(text, encoding="utf-8")
    rows, note = listed(tmp_path)
    assert "读不了" in note
    assert rows["贫困户申请书"]["情况"] == "未归档，有无不明"


def test_a_damaged_plan_is_said_too(tmp_path: Path) -> None:
    (tmp_path / "记录").mkdir()
    (tmp_path / "记录" / "归档计划.xlsx").write_bytes(b"PK no workbook")
    assert "读不了" in listed(tmp_path)[1]


def test_an_empty_shelf_asks_for_nothing() -> None:
    assert papers(Shelf(known=True), "1", lambda name: None)["户档"] == []
