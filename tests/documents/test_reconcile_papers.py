"""The ledger of differences and the two papers of a household in question."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from samples import SETTINGS
from small_ledger import id_number, ledger
from test_build import docx_text, files, pdf_text
from test_golden import text_of

from docgen.documents import build
from docgen.documents.job import Built, Job
from docgen.folder import Folder
from docgen.model import Ledger
from docgen.resources import REPOSITORY, shared
from docgen.work.reconcile import Reconciled, reconcile

GOLDEN = Path(__file__).parent / "golden"
NUMBER = id_number("20100101", 2)
WRONG = NUMBER[:8] + "7" + NUMBER[9:]
HOMES = [
    {"户编号": "0107", "户主姓名": "李桂花", "联系电话": "13900000001", "耕地面积": 3.5},
    {"户编号": "0108", "户主姓名": "王大山", "联系电话": "13900000002", "耕地面积": 2},
    {"户编号": "0109", "户主姓名": "张小妹", "联系电话": "13900000003", "耕地面积": 1}
    | {"户类型": "一般农户"},
]
PERSONS = [
    {"户": "0107", "姓名": "李桂花", "证件号码": id_number("19600303", 1), "与户主关系": "户主"},
    {"户": "0107", "姓名": "陈小军", "证件号码": NUMBER, "与户主关系": "之子"},
    {"户": "0107", "姓名": "陈小红", "证件号码": id_number("20130101", 4), "与户主关系": "之女"},
    {"户": "0108", "姓名": "王大山", "证件号码": id_number("19700303", 1), "与户主关系": "户主"},
    {"户": "0109", "姓名": "张小妹", "证件号码": id_number("19750303", 1), "与户主关系": "户主"},
]
HELPERS = [{"户": "0107", "姓名": "李明", "单位": "县水利局", "联系电话": "13900000009"}]


def record(source: str, keys: str = "789", **changes: Any) -> Ledger:
    """One record of these households: 7 is 0107; `changes` are by row (人2)."""
    homes = [dict(home, **changes.get(f"户{at}", {})) for at, home in enumerate(HOMES, start=1)]
    people = [dict(one, **changes.get(f"人{at}", {})) for at, one in enumerate(PERSONS, start=1)]
    built = ledger(
        户信息=[one for one in homes if one["户编号"][-1] in keys],
        家庭成员=[one for one in people if one["户"][-1] in keys and one["姓名"]],
        帮扶责任人=HELPERS,
    )

    def placed(rows: Any) -> Any:
        return tuple(
            replace(r, at=replace(r.at, source=replace(r.at.source, file=f"比对/{source}.xlsx")))
            for r in rows
        )

    return replace(built, households=placed(built.households), persons=placed(built.persons),
                   helpers=placed(built.helpers))  # fmt: skip


def compared(**changes: Any) -> Reconciled:
    """0107 differs, 0108 agrees, 0109 stands in the system alone."""
    wrong = {"户1": {"联系电话": "13900000008"}, "人2": {"证件号码": WRONG}, "人3": {"姓名": ""}}
    records = {
        "系统": record("系统"),
        "手册": record("手册", "78", **{**wrong, **changes}),
        "纸档": record("纸档", "78"),
    }
    return reconcile(records, SETTINGS, roster=record("台账"))


def made(root: Path, result: Reconciled | None = None, **more: Any) -> Built:
    options = {"reconciled": result or compared()}
    return build("reconcile", Job(Folder(root, SETTINGS), record("台账"), options=options, **more))


def path_of(built: Built, root: Path, kind: str, form: str, key: str = "") -> Path:
    found = [
        one for one in built.documents if (one.kind, one.format, one.household) == (kind, form, key)
    ]
    return root / found[0].path


def rows(root: Path, sheet: str) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(root / "输出/比对/四方比对台账.xlsx")[sheet]
    names = [cell.value for cell in page[3]]
    return [dict(zip(names, row, strict=True)) for row in page.iter_rows(min_row=4)]


def leads(link: Any) -> str:
    """The file of a link; workbooks write its folders with either slash."""
    target: str = link.target
    return target.replace("\\", "/")


def test_nothing_to_compare_makes_nothing(tmp_path: Path) -> None:
    assert build("reconcile", Job(Folder(tmp_path, SETTINGS), record("台账"))) == Built()


def test_papers_are_made_of_what_differs_or_was_not_seen(tmp_path: Path) -> None:
    built = made(tmp_path)
    kinds = {(one.kind, one.household, one.format) for one in built.documents}
    assert kinds == {("reconcile", "", "xlsx")} | {
        (kind, key, form)
        for kind in ("reconcile-sheet", "reconcile-visit")
        for key in ("0107", "0109")
        for form in ("docx", "pdf")
    }
    assert built.findings == ()
    assert all((tmp_path / one.path).is_file() for one in built.documents)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_visit_sheet_asks_only_what_is_in_dispute(tmp_path: Path, form: str) -> None:
    read = docx_text if form == "docx" else pdf_text
    text = read(path_of(made(tmp_path), tmp_path, "reconcile-visit", form, "0107"))
    for words in ("13900000001", "13900000008", "陈小军", "证件号码", "是否本户成员", "是本户成员"):
        assert words in text
    for words in ("耕地面积", "县水利局", "李桂花证件号码"):
        assert words not in text
    assert text.count("改为") == 3 + 1  # and once in the instruction
    for words in ("两人签字", "户主或家庭成员签字", "帮扶责任人李明"):
        assert words in text


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_where_nobody_has_looked_everything_is_asked(tmp_path: Path, form: str) -> None:
    read = docx_text if form == "docx" else pdf_text
    text = read(path_of(made(tmp_path), tmp_path, "reconcile-visit", form, "0109"))
    for words in ("尚未核对", "户主姓名", "联系电话", "13900000003", "耕地面积（亩）", "成员信息"):
        assert words in text


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_sheet_lays_the_records_side_by_side_and_marks_the_wrong(
    tmp_path: Path, form: str
) -> None:
    read = docx_text if form == "docx" else pdf_text
    text = read(path_of(made(tmp_path), tmp_path, "reconcile-sheet", form, "0107"))
    assert text.count("★13900000008") == 1
    assert text.count("★（无此人）") == 1
    assert "★13900000001" not in text
    for words in ("各方一致", "系统、纸档", "县水利局", "3处不一致"):
        assert words in text


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_ids_are_masked_but_for_the_digit_that_differs(tmp_path: Path, form: str) -> None:
    read = docx_text if form == "docx" else pdf_text
    built = made(tmp_path)
    for kind in ("reconcile-sheet", "reconcile-visit"):
        text = read(path_of(built, tmp_path, kind, form, "0107"))
        assert NUMBER not in text
        assert WRONG not in text
        assert f"{NUMBER[:6]}**{NUMBER[8]}*****{NUMBER[14:]}" in text
        assert f"{WRONG[:6]}**7*****{WRONG[14:]}" in text


def test_boxes_are_drawn_and_no_sign_of_a_font(tmp_path: Path) -> None:
    path = path_of(made(tmp_path), tmp_path, "reconcile-visit", "docx", "0107")
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode()
    assert "☐" not in body
    assert body.count("<w:bdr ") == 3 * 2


def test_a_difference_is_a_row_that_leads_to_its_cells(tmp_path: Path) -> None:
    made(tmp_path)
    found = rows(tmp_path, "不一致")
    assert [(r["姓名"].value, r["项目"].value, r["应改的一方"].value) for r in found] == [
        (None, "联系电话", "手册"),
        ("陈小军", "证件号码", "手册"),
        ("陈小红", "家庭成员", "手册"),
    ]
    phone = found[0]
    assert (phone["手册"].value, phone["应改为"].value) == ("13900000008", "13900000001")
    assert (phone["由谁改"].value, phone["帮扶责任人"].value) == ("帮扶责任人", "李明")
    link = phone["手册"].hyperlink
    assert leads(link) == "../../比对/手册.xlsx"
    assert link.location == "'户信息'!C3"
    assert phone["手册"].fill.fgColor.rgb != phone["系统"].fill.fgColor.rgb
    assert found[1]["手册"].value == WRONG  # whole: this file is the office's own


def test_every_household_has_its_state_and_links_lead_there_and_back(tmp_path: Path) -> None:
    built = made(tmp_path)
    found = rows(tmp_path, "逐户")
    assert [(r["户编号"].value, r["状态"].value) for r in found] == [
        ("0107", "不一致"),
        ("0108", "一致"),
        ("0109", "未核对"),
    ]
    assert found[0]["不一致处数"].hyperlink.location == "'不一致'!A4"
    assert rows(tmp_path, "不一致")[2]["户编号"].hyperlink.location == "'逐户'!A4"
    target = leads(found[2]["核查表"].hyperlink)
    visit = path_of(built, tmp_path, "reconcile-visit", "pdf", "0109")
    assert (tmp_path / "输出/比对" / target).resolve() == visit.resolve()
    assert found[1]["核查表"].value is None


def test_counts_add_up(tmp_path: Path) -> None:
    made(tmp_path)
    counts = {(r["分类"].value, r["名称"].value): r for r in rows(tmp_path, "统计")}
    whole = counts["合计", "全部"]
    told = [whole[name].value for name in ("户数", "一致", "不一致", "未核对", "不一致处数")]
    assert told == [3, 1, 1, 1, 3]
    assert whole["应改手册"].value == 3
    assert counts["按帮扶责任人", "李明"]["不一致处数"].value == 3
    assert counts["按项目", "联系电话"]["户数"].value == 1


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    made(tmp_path / "a")
    made(tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_dry_run_writes_nothing_and_only_chooses(tmp_path: Path) -> None:
    built = made(tmp_path, dry=True, only="0109")
    assert {one.household for one in built.documents} == {"", "0109"}
    assert files(tmp_path) == {}


def test_of_several_villages_each_has_a_book_and_a_folder(tmp_path: Path) -> None:
    homes = [{**home, "行政村": name} for home, name in zip(HOMES, "甲乙乙", strict=True)]
    roster = replace(record("台账"), households=ledger(户信息=homes).households)
    other = record("手册", 户1={"耕地面积": 9})
    result = reconcile({"系统": record("系统"), "手册": other}, SETTINGS, roster=roster)
    paths = {one.path for one in made(tmp_path, result).documents}
    assert {"输出/比对/四方比对台账.xlsx", "输出/比对/四方比对台账_乙.xlsx"} <= paths
    assert "输出/比对/核查表/甲/PDF/0107_李桂花_入户核查表.pdf" in paths


@pytest.mark.parametrize("kind", ["reconcile-sheet", "reconcile-visit"])
def test_the_text_is_the_golden_one(kind: str, tmp_path: Path, update_golden: bool) -> None:
    text = text_of(path_of(made(tmp_path), tmp_path, kind, "docx", "0107"))
    golden = GOLDEN / f"{kind}.txt"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_the_templates_are_those_that_the_tool_writes(tmp_path: Path) -> None:
    tool = REPOSITORY / "tools" / "make_reconcile_templates.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["reconcile-sheet.docx", "reconcile-visit.docx"]
    for name in names:
        packaged = shared("templates/docx") / name
        assert (tmp_path / name).read_bytes() == packaged.read_bytes()
