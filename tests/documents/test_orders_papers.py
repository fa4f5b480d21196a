"""The lists of 三单制 and of duties as documents: same words in Word and PDF, nothing lost."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from samples import SETTINGS, village

from docgen.documents import build
from docgen.documents.job import Built, Job
from docgen.documents.orders_layout import LAYOUTS
from docgen.folder import Folder
from docgen.pages.typst import compile_pdf
from docgen.resources import template
from docgen.word.trace import origins

HOMES = [
    dict(zip(("户编号", "户主姓名", "行政村", "村民小组", "户类型", "联系电话"), one, strict=True))
    for one in (
        ("0101", "甲一", "上河村", "一组", "脱贫户", "13900000001"),
        ("0102", "甲二", "上河村", "二组", "脱贫户", None),
        ("0201", "乙一", "石坎村", "一组", "一般农户", None),
    )
]
BRANCHES = "上河村党支部、石坎村党支部"
SHEETS: dict[str, Any] = {
    "户信息": HOMES,
    "家庭成员": [],
    "服务项目": [
        {"项目编号": "F1", "名称": "养羊指导", "所需技能": "养殖", "支部": BRANCHES},
        {"项目编号": "F2", "名称": "理发", "所需技能": "理发", "支部": None},
    ],
    "点单": [
        {"户": "0101", "项目编号": "F1", "数量": 2, "点单日期": date(2026, 3, 5)},
        {"户": "0102", "项目编号": "F2", "点单日期": date(2026, 3, 6)},
        {"户": "0201", "项目编号": "F1", "点单日期": date(2026, 3, 7)},
    ],
    "接单人": [{"姓名": "王强", "行政村": "上河村", "所在小组": "一组", "特长": "养殖",
              "接单上限": 2, "最少户数": 3, "有帮带能力": "是"}],
    "接单记录": [{"户": "0101", "项目编号": "F1", "接单人": "王强", "方式": "自主认领",
              "状态": "推进中"}],
    "结对包保": [{"行政村": "上河村", "县级领导": "宁致远", "主要包保单位": None}],
    "责任区": [{"层级": "村干部", "姓名": "路平", "村": "上河村", "组": "一组"}],
    "走访对象": [{"姓名": "甲一", "类别": "脱贫户", "户": "0101"}],
    "走访记录": [{"户": "0101", "走访日期": date(2026, 2, 3), "走访人": "路平", "方式": "入户",
              "意见建议": "路灯要修"}],
    "帮扶责任人": [{"户": "0101", "姓名": "路平"}],
}  # fmt: skip


def made(root: Path, only: str = "", **sheets: Any) -> Built:
    return build("orders", Job(Folder(root, SETTINGS), village(**{**SHEETS, **sheets}), only))


def words(path: Path) -> str:
    """Everything a Word file prints, without spaces."""
    opened = docx.Document(str(path))
    cells = [c.text for t in opened.tables for row in t.rows for c in row.cells]
    return re.sub(r"\s", "", "".join([*(p.text for p in opened.paragraphs), *cells]))


def printed(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as opened:
        text = "".join(page.get_textpage().get_text_bounded() for page in opened)
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    root = tmp_path_factory.mktemp("town")
    return root, made(root)


def test_a_town_gets_its_lists_and_a_village_list_each(whole: tuple[Path, Built]) -> None:
    _, built = whole
    names = [one.path.removeprefix("输出/三单制/") for one in built.documents]
    stems = ("点单清单_上河村党支部", "点单清单_石坎村党支部", "点单清单_支部未填", "接单清单")
    views = ("结对包保表", "责任区划分表", "履职情况表", "走访对象名册")
    assert [name for name in names if "/" not in name] == [
        "三单和履职台账.xlsx",
        *(f"{stem}.{form}" for stem in (*stems, *views) for form in ("docx", "pdf")),
    ]
    assert {name for name in names if name.startswith("石坎村/")} == {
        "石坎村/三单和履职台账.xlsx",
        *(
            f"石坎村/{stem}.{form}"
            for stem in ("点单清单_石坎村党支部", "接单清单", "一村一批清单_石坎村")
            for form in ("docx", "pdf")
        ),
    }
    assert "上河村/一村一批清单_上河村.pdf" in names
    assert {one.kind for one in built.documents} == {*LAYOUTS, "orders"}


def test_word_and_pdf_say_the_same(whole: tuple[Path, Built]) -> None:
    root, built = whole
    pairs = [root / one.path for one in built.documents if one.format == "docx"]
    assert len(pairs) > 15
    for path in pairs:
        pdf = printed(path.with_suffix(".pdf"))
        opened = docx.Document(str(path))
        for table in opened.tables:
            for row in table.rows:
                for cell in row.cells:
                    assert re.sub(r"\s", "", cell.text) in pdf, (path.name, cell.text)


def test_each_branch_has_its_own_orders(whole: tuple[Path, Built]) -> None:
    root, _ = whole
    folder = root / "输出" / "三单制"
    upper = words(folder / "点单清单_上河村党支部.docx")
    assert "甲一养羊指导" in upper
    assert "乙一" not in upper
    assert "1户点单1单，已接1单，其中自主认领1单" in upper
    stone = words(folder / "点单清单_石坎村党支部.docx")
    assert "组织匹配（建议）" in stone
    assert "【缺：支部】" in words(folder / "点单清单_支部未填.docx")


def test_what_nobody_serves_stands_with_its_reason(whole: tuple[Path, Built]) -> None:
    root, _ = whole
    text = words(root / "输出" / "三单制" / "上河村" / "一村一批清单_上河村.docx")
    assert "甲二理发12026.3.6缺技能：理发" in text
    assert "乙一" not in text


def test_a_claim_list_has_room_to_sign_and_names_gaps(whole: tuple[Path, Built]) -> None:
    root, built = whole
    text = words(root / "输出" / "三单制" / "接单清单.docx")
    assert "共2单、2户，接单上限2单，不到最少户数3户" in text
    assert "13900000001" in text
    assert "【缺：联系电话】" in text
    first = next(one for one in built.documents if one.kind == "orders-person")
    assert [(gap.field, gap.place) for gap in first.gaps if gap.field != "村"] == [
        ("联系电话", "接单清单（王强）")
    ]


def test_pairing_areas_duties_and_roster(whole: tuple[Path, Built]) -> None:
    root, built = whole
    folder = root / "输出" / "三单制"
    assert "【缺：主要包保单位】" in words(folder / "结对包保表.docx")
    areas = words(folder / "责任区划分表.docx")
    assert "各层级都没有人负责的2户" in areas
    assert "没有人负责：甲二、乙一" in areas
    duties = words(folder / "履职情况表.docx")
    assert "没有核对：没有设置标准（docgen.toml的[duties]team_days_per_year）" in duties
    assert "二季度应入户甲一（0101）1次，实际0次" in duties
    assert "甲二0102脱贫户" in duties
    assert "路灯要修" in words(folder / "走访对象名册.docx")
    codes = {one.code for one in built.findings}
    assert {"W241", "W249", "W250"} <= codes


def test_rows_of_the_workbook_lead_to_the_ledger(whole: tuple[Path, Built]) -> None:
    root, _ = whole
    book = openpyxl.load_workbook(root / "输出" / "三单制" / "三单和履职台账.xlsx")
    assert book.sheetnames[:3] == ["点单接单", "没有人接的单", "接单人"]
    placed = list(book["点单接单"].iter_rows(min_row=4))
    assert [row[2].value for row in placed] == ["0101", "0201"]
    link = placed[0][-1].hyperlink
    assert link.target.replace("\\", "/").endswith("台账/台账.xlsx")
    assert "点单" in link.location
    assert book["没有人接的单"]["I4"].value == "缺技能：理发"


def test_a_printed_row_is_traced_to_its_rows(whole: tuple[Path, Built]) -> None:
    root, _ = whole
    data = (root / "输出" / "三单制" / "点单清单_上河村党支部.docx").read_bytes()
    sources = {one.source for one in origins(data, "甲一")}
    assert any("点单 A3" in source and "接单记录 A3" in source for source in sources)


def test_the_same_ledger_gives_the_same_bytes(whole: tuple[Path, Built], tmp_path: Path) -> None:
    root, built = whole
    made(tmp_path)
    for one in built.documents:
        assert (root / one.path).read_bytes() == (tmp_path / one.path).read_bytes(), one.path


def test_only_a_village_has_its_part_and_says_so(tmp_path: Path) -> None:
    built = made(tmp_path, "石坎村")
    names = [Path(one.path).name for one in built.documents if one.format == "docx"]
    assert "点单清单_石坎村党支部.docx" in names
    assert "一村一批清单_石坎村.docx" in names
    assert not any("上河" in name for name in names)
    text = words(tmp_path / "输出" / "三单制" / "石坎村" / "一村一批清单_石坎村.docx")
    assert "乙一" in text
    assert "甲一" not in text


def test_a_part_is_the_same_alone_and_with_the_others(
    whole: tuple[Path, Built], tmp_path: Path
) -> None:
    root, _ = whole
    alone = made(tmp_path, "石坎村")
    assert len(alone.documents) > 5
    for one in alone.documents:
        assert (tmp_path / one.path).read_bytes() == (root / one.path).read_bytes(), one.path


def test_a_ledger_without_these_sheets_makes_nothing(tmp_path: Path) -> None:
    built = build("orders", Job(Folder(tmp_path, SETTINGS), village(帮扶责任人=[])))
    assert built.documents == ()
    assert built.findings == ()


def test_no_claimants_and_no_menu_are_no_obstacle(tmp_path: Path) -> None:
    built = made(tmp_path, 接单人=[], 接单记录=[], 服务项目=[])
    text = words(tmp_path / "输出" / "三单制" / "点单清单_支部未填.docx")
    assert text.count("在菜单里没有") == 3
    assert "接单清单.docx" not in {Path(one.path).name for one in built.documents}


def test_hostile_words_are_printed_as_they_are(tmp_path: Path) -> None:
    nasty = "{{ 甲 }}<b>&#x=1"
    homes = [{**HOMES[0], "户主姓名": nasty}]
    made(tmp_path, 户信息=homes)
    folder = tmp_path / "输出" / "三单制"
    assert re.sub(r"\s", "", nasty) in words(folder / "点单清单_上河村党支部.docx")
    assert re.sub(r"\s", "", nasty) in printed(folder / "点单清单_上河村党支部.pdf")


def test_a_large_list_keeps_its_rows_whole(tmp_path: Path) -> None:
    orders = [
        {"户": "0101", "项目编号": "F2", "点单日期": date(2026, 1, 1 + n % 28), "数量": n + 1}
        for n in range(28)
    ]
    made(tmp_path, 点单=orders)
    with pypdfium2.PdfDocument(tmp_path / "输出/三单制/点单清单_支部未填.pdf") as opened:
        pages = [page.get_textpage().get_text_bounded() for page in opened]
    assert len(pages) > 1
    assert all("没有人接的原因" in page for page in pages)
    assert "签字" in pages[-1]


def test_an_office_brings_its_own_page(tmp_path: Path) -> None:
    own = tmp_path / "模板"
    own.mkdir()
    text = '#import "base.typ": *\n#show: sheet.with(title: "x")\n本单位的样式'
    (own / "orders-branch.typ").write_text(text, encoding="utf-8")
    made(tmp_path)
    folder = tmp_path / "输出" / "三单制"
    assert printed(folder / "点单清单_上河村党支部.pdf") == "本单位的样式"
    assert "接单清单" in printed(folder / "接单清单.pdf")


def test_templates_are_those_the_tool_makes(tmp_path: Path) -> None:
    import subprocess
    import sys

    root = Path(__file__).parents[2]
    tool = root / "tools" / "make_orders_templates.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True)
    for kind in LAYOUTS:
        ours, made_now = root / "templates" / "docx" / f"{kind}.docx", tmp_path / f"{kind}.docx"
        with zipfile.ZipFile(io.BytesIO(ours.read_bytes())) as opened:
            assert opened.testzip() is None
        assert ours.read_bytes() == made_now.read_bytes(), kind


@pytest.mark.parametrize("kind", sorted(LAYOUTS))
def test_columns_fill_the_page(kind: str) -> None:
    for table in LAYOUTS[kind].tables:
        assert sum(width for _, _, width in table.columns) == 257


SIGNED = "核对人（签字）："


def duties(*lists: dict[str, Any], signed: bool = True) -> bytes:
    """A list of duties as PDF."""
    data = {
        "标题": "履职情况表",
        "地名": "荷塘村",
        "编制单位": "工作队",
        "期间": "2026年上半年",
        "编制日期": "2026年6月30日",
        "补制": "",
        "提示": "",
        "签字": [SIGNED] if signed else [],
        "节": [{"首": True, "题": "", "说明": [], "表": lists}],
    }
    return compile_pdf(template("pdf", "lists.typ"), data, as_of=SETTINGS.as_of).pdf


def signed_page(*lists: dict[str, Any]) -> str:
    """The text of the one page of a list of duties on which it is signed."""
    with pypdfium2.PdfDocument(duties(*lists)) as book:
        texts = [page.get_textpage().get_text_range() for page in book]
    (signed,) = [text for text in texts if SIGNED in text]
    return signed


def listed(count: int, height: int = 0) -> dict[str, Any]:
    columns = [{"名": "序号", "宽": 12, "中": True}, {"名": "职责", "宽": 245, "中": False}]
    rows = [[str(number), "走访到户"] for number in range(count)]
    return {"题": "按人核对", "列": columns, "行": rows, "空": "每户都有人。", "高": height}


@pytest.mark.parametrize("count", range(16, 32))
def test_signatures_never_stand_alone_under_a_sentence(count: int) -> None:
    """However long the list before: the sentence and the signatures are on one page."""
    assert "每户都有人。" in signed_page(listed(count), listed(0))


@pytest.mark.parametrize("height", [0, 12])
def test_signatures_never_stand_alone_under_a_table(height: int) -> None:
    """However long the list: a row of it is on the page where it is signed."""
    for count in range(1, 44):
        page = signed_page(listed(count, height))
        assert f"{count - 1} 走访到户" in page, count
        assert page.index("走访到户") < page.index(SIGNED)


def test_a_long_last_row_goes_on_on_the_next_page() -> None:
    words = "".join(f"第{number}件。" for number in range(1500))
    table = listed(3)
    table["行"][-1][1] = words
    with pypdfium2.PdfDocument(duties(table)) as book:
        texts = [page.get_textpage().get_text_bounded() for page in book]
    assert len(texts) > 4
    assert "".join(texts).count("件。") == 1500


def rows_in(pdf: bytes) -> int:
    """How many rows the tables of a PDF have, by its tags."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        return sum(
            isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TR" for one in book.objects
        )


def test_tables_have_a_row_for_each_of_theirs_and_none_that_is_empty() -> None:
    assert rows_in(duties(listed(3), signed=False)) == 1 + 3
    assert rows_in(duties(listed(3), listed(2), signed=False)) == 1 + 3 + 1 + 2
    assert rows_in(duties(listed(3), listed(2))) == 1 + 3 + 1 + 2 + 1, "and the row to sign in"
