"""The pocket handbook: what stands on its pages is what the ledger says, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from docgen.documents import handbook
from docgen.documents.handbook_context import (
    amount_rows,
    finder,
    papers,
    stale,
    validity,
    window,
)
from docgen.documents.handbook_index import index, sounds
from docgen.documents.job import Built, Job
from docgen.folder import Folder, Period, Place, Settings, Unit
from docgen.model import Entry, Household, Ledger, Policy, columns_of
from docgen.sources import At, SheetRef

DAY = date(2026, 6, 30)
COLUMNS = columns_of(Policy)
SHEET = SheetRef("台账/政策.xlsx", "政策", {name: at for at, name in enumerate(COLUMNS)})
SETTINGS = Settings(
    place=Place("云溪县", "青石镇", "荷塘村", "999201203001"),
    unit=Unit("荷塘村驻村工作队", "草帽工作队", "有困难，请找我们", "李明", "13900000000"),
    period=Period(date(2026, 1, 1), DAY, DAY),
)
FULL: Mapping[str, Any] = {
    "类别": "教育帮扶",
    "名称": "雨露计划职业教育补助",
    "享受对象": "脱贫户家中读中职、高职的孩子",
    "条件": "有全日制正式学籍；休学、退学不享受",
    "标准": "示例：中职每学期1500元，高职每学期2000元",
    "所需材料": "申请表、身份证复印件（正反面、盖章）、学籍证明",
    "办理流程": "家长申请→村初审→镇审核→打卡",
    "办理时限": "30个工作日",
    "申报起": "2026-3-1",
    "申报止": "2026-10-31",
    "发放方式": "一卡通",
    "发放时间": "每年6月、12月",
    "责任部门": "县农业农村局",
    "联系人": "田禾",
    "电话": "13900002001",
    "监督电话": "13900002999",
    "依据文件": "示例：云农发〔2026〕3号",
    "级别": "县",
    "有效期起": date(2026, 1, 1),
    "有效期止": date(2026, 12, 31),
    "核对日期": date(2026, 3, 10),
}


def policy(number: int = 1, **changes: Any) -> Policy:
    values = {**FULL, "政策编号": f"POL{number:02d}", **changes}
    return Policy(
        **{COLUMNS[name]: value for name, value in values.items()}, at=At(SHEET, number + 2)
    )


def several(count: int, categories: int = 3) -> tuple[Policy, ...]:
    """Policies with different names, the categories one after another."""
    names = "甲乙丙丁戊己庚辛壬癸"
    return tuple(
        policy(
            number,
            名称=f"{names[number // 10]}{names[number % 10]}类补助",
            类别=f"{'教育健康住房产业'[(number * categories // count) * 2 :][:2]}帮扶",
        )
        for number in range(count)
    )


def built(tmp_path: Path, *policies: Policy, **options: Any) -> Built:
    ledger = Ledger(policies=policies)
    return handbook.build(Job(Folder(tmp_path, SETTINGS), ledger, options=options))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in texts]


def lines_of(pdf: bytes) -> str:
    """The text of all pages with its lines."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "\n".join(line.strip() for text in texts for line in text.splitlines())


def book_of(tmp_path: Path, result: Built) -> bytes:
    return (tmp_path / result.documents[0].path).read_bytes()


def read(tmp_path: Path, *policies: Policy, **options: Any) -> list[str]:
    return pages_of(book_of(tmp_path, built(tmp_path, *policies, **options)))


def test_book_sheets_and_guide_are_made_with_their_pages(tmp_path: Path) -> None:
    result = built(tmp_path, *several(5))
    kinds = [each.kind for each in result.documents]
    assert kinds == ["handbook", "handbook-imposed", "handbook-guide"]
    assert result.documents[0].path == "输出/口袋书/青石镇_荷塘村_政策口袋书_20260630.pdf"
    for document in result.documents:
        path = tmp_path / document.path
        assert path.stat().st_mode & 0o077 == 0
        assert len(pypdf.PdfReader(path).pages) == document.pages
    assert result.documents[1].pages == -(-(result.documents[0].pages or 0) // 8) * 2


def test_everything_the_ledger_says_of_a_policy_is_on_its_page(tmp_path: Path) -> None:
    pages = read(tmp_path, policy())
    (page,) = [text for text in pages if "谁能享受" in text]
    for words in (
        *(
            "雨露计划职业教育补助",
            "脱贫户家中读中职、高职的孩子",
            "有全日制正式学籍",
            "休学、退学不享受",
        ),
        *("示例", "中职", "每学期1500元", "高职", "每学期2000元", "申请表", "学籍证明"),
        *("身份证复印件（正反面、盖章）", "家长申请→村初审→镇审核→打卡", "30个工作日"),
        *("2026年3月1日至10月31日", "一卡通，每年6月、12月", "县农业农村局", "田禾", "13900002001"),
        *("13900002999", "云农发〔2026〕3号", "县级", "2026年1月1日至12月31日", "2026年3月10日"),
        *("荷塘村", "以当年文件为准"),
    ):
        assert words in page, words
    assert "【缺" not in page


def test_cover_and_back_carry_the_team(tmp_path: Path) -> None:
    pages = read(tmp_path, policy())
    assert "云溪县青石镇" in pages[0]
    assert "2026年上半年版" in pages[0]
    assert "政策截至2026年6月30日" in pages[0]
    for words in ("草帽工作队", "有困难，请找我们", "李明", "13900000000"):
        assert words in pages[-1]


def test_each_spread_names_village_version_and_day(tmp_path: Path) -> None:
    pages = read(tmp_path, *several(6))
    for at in range(2, len(pages), 2):
        spread = "".join(pages[at - 1 : at + 1])
        for words in ("荷塘村", "2026年上半年版", "2026年6月30日", "以当年文件为准"):
            assert words in spread, (at, words)


def test_team_members_are_listed_unless_they_left(tmp_path: Path) -> None:
    rows = [
        {"姓名": "周晓", "职务": "队员", "电话": "13900000001"},
        {"姓名": "陈旧", "职务": "队员", "驻村结束": date(2025, 5, 1)},
    ]
    ledger = Ledger(
        policies=(policy(),), registers={"工作队": tuple(Entry("工作队", row) for row in rows)}
    )
    result = handbook.build(Job(Folder(tmp_path, SETTINGS), ledger))
    text = "".join(pages_of(book_of(tmp_path, result)))
    assert "周晓" in text
    assert "陈旧" not in text


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_the_book_always_folds_without_blank_leaves(tmp_path: Path, count: int) -> None:
    pages = read(tmp_path, *several(count, 1))
    assert len(pages) % 4 == 0
    first = next(at for at, page in enumerate(pages) if "记事" in page)
    notes = pages[first:-1]
    assert 1 <= len(notes) <= 4
    assert all(len(page) < 40 for page in notes), "lines to write on and a foot, nothing else"


@pytest.mark.parametrize(
    "column",
    ["所需材料", "电话", "办理流程", "责任部门", "依据文件", "享受对象", "条件", "发放方式"],
)
def test_a_missing_value_is_seen_counted_and_reported(tmp_path: Path, column: str) -> None:
    result = built(tmp_path, policy(**{column: None}))
    text = "".join(pages_of(book_of(tmp_path, result)))
    assert f"【缺：{column}】" in text
    for document in result.documents:
        assert [gap.field for gap in document.gaps] == [column]
    (finding,) = result.findings
    assert finding.cell == At(SHEET, 3).cell(column)
    assert column in finding.message


def test_a_policy_without_any_standard_lacks_one(tmp_path: Path) -> None:
    result = built(tmp_path, policy(标准=None))
    assert [gap.field for gap in result.documents[0].gaps] == ["标准"]


def test_a_standard_without_amount_lacks_the_amount(tmp_path: Path) -> None:
    result = built(tmp_path, policy(标准="按规定补助"))
    assert [gap.field for gap in result.documents[0].gaps] == ["金额"]
    assert "按规定补助【缺：金额】" in "".join(pages_of(book_of(tmp_path, result)))


@pytest.mark.parametrize(
    "changes",
    [{"标准": "按规定补助", "金额": "无"}, {"标准": "到户维修免费"}, {"标准": "按标准的二至六倍"}],
)
def test_a_standard_that_says_what_one_gets_lacks_nothing(
    tmp_path: Path, changes: Mapping[str, str]
) -> None:
    assert built(tmp_path, policy(**changes)).documents[0].gaps == ()


def test_amount_and_unit_stand_in_for_an_empty_standard(tmp_path: Path) -> None:
    pages = read(tmp_path, policy(标准=None, 金额="300", 单位="元/月"))
    assert any("300元/月" in page for page in pages)


def test_a_policy_out_of_date_is_left_out_and_reported(tmp_path: Path) -> None:
    old = policy(2, 名称="旧补助", 有效期止=date(2026, 6, 29))
    later = policy(3, 名称="新补助", 有效期起=date(2026, 7, 1))
    last_day = policy(4, 名称="当日补助", 有效期止=DAY)
    result = built(tmp_path, policy(), old, later, last_day)
    text = "".join(pages_of(book_of(tmp_path, result)))
    assert "旧补助" not in text
    assert "新补助" not in text
    assert "当日补助" in text
    found = {finding.cell: finding.message for finding in result.findings}
    assert found.keys() == {At(SHEET, 4).cell("有效期止"), At(SHEET, 5).cell("有效期起")}
    assert "2026年6月29日" in found[At(SHEET, 4).cell("有效期止")]


@pytest.mark.parametrize(
    ("villages", "printed"),
    [(None, True), ("全县", True), ("柳溪村、荷塘村", True), ("荷塘", True), ("柳溪村", False)],
)
def test_only_policies_of_this_village_are_printed(
    tmp_path: Path, villages: str | None, printed: bool
) -> None:
    pages = read(tmp_path, policy(), policy(2, 名称="本地补助", 适用村=villages))
    assert any("本地补助" in page for page in pages) is printed


def test_a_town_gets_a_book_for_each_village_and_one_for_all(tmp_path: Path) -> None:
    ledger = Ledger(
        households=(Household("1", village="荷塘村"), Household("2", village="柳溪村")),
        policies=(policy(), policy(2, 名称="柳溪补助", 适用村="柳溪村")),
    )
    folder = Folder(tmp_path, SETTINGS)
    result = handbook.build(Job(folder, ledger))
    paths = [each.path.rpartition("/")[2] for each in result.documents if each.kind == "handbook"]
    assert paths == [
        "青石镇_荷塘村_政策口袋书_20260630.pdf",
        "青石镇_柳溪村_政策口袋书_20260630.pdf",
        "青石镇_政策口袋书_20260630.pdf",
    ]
    alone = handbook.build(Job(folder, ledger, only="柳溪村"))
    assert len(alone.documents) == 3


def test_one_village_spelled_in_two_ways_gets_one_book(tmp_path: Path) -> None:
    ledger = Ledger(
        households=(Household("1", village="荷塘"), Household("2", village="荷塘村委会")),
        policies=(policy(适用村="荷塘村"),),
    )
    result = handbook.build(Job(Folder(tmp_path, SETTINGS), ledger))
    assert result.documents[0].path.rpartition("/")[2].startswith("青石镇_荷塘村_")
    assert len(result.documents) == 3


def test_without_a_policy_no_empty_book_is_made(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert result.documents == ()
    assert [finding.code for finding in result.findings] == [handbook.NO_POLICY]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), Ledger(policies=(policy(),)), dry=True)
    assert len(handbook.build(job).documents) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_character_no_font_has_is_printed_as_code_point_and_reported(tmp_path: Path) -> None:
    result = built(tmp_path, policy(联系人="田😀"))
    assert any("田〔U+1F600〕" in page for page in pages_of(book_of(tmp_path, result)))
    (finding,) = result.findings
    assert (finding.cell, finding.value) == (At(SHEET, 3).cell("联系人"), "😀")


def test_the_offices_own_template_wins(tmp_path: Path) -> None:
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / "handbook.typ").write_text(
        '#import "base.typ": *\n#show: sheet.with(width: 105mm, height: 148mm)\n我镇的书', "utf-8"
    )
    assert read(tmp_path, policy()) == ["我镇的书"]


def page_with(pages: list[str], heading: str) -> int:
    """The number of the page on which a policy is explained."""
    (found,) = [at for at, text in enumerate(pages, 1) if heading in text and "谁能享受" in text]
    return found


def test_contents_finder_and_index_name_the_right_pages(tmp_path: Path) -> None:
    policies = several(23)
    data = book_of(tmp_path, built(tmp_path, *policies))
    pages = pages_of(data)
    lines = lines_of(data)
    for each in policies:
        at = page_with(pages, str(each.name))
        named = re.findall(rf"^(?:[A-Z#]\s*)?{each.name}\s*(\d+)$", lines, re.M)
        assert len(named) == 4, f"{each.name}: contents, finder, index, and under its office"
        assert {int(number) for number in named} == {at}
        assert pages[at - 1].count(str(at)), "the printed number"


def linked(data: bytes) -> Iterator[tuple[int, str, int]]:
    """Every link of a book: the page it stands on, its words, the page it leads to (from 1)."""
    book = pypdf.PdfReader(BytesIO(data))
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(book.pages, 1)}
    names = dict(book.named_destinations)
    with pypdfium2.PdfDocument(data) as document:
        for at, page in enumerate(book.pages, start=1):
            words = document[at - 1].get_textpage()
            for note in page.get("/Annots", []):
                link = note.get_object()
                dest = link.get("/Dest") or link["/A"].get_object()["/D"]
                if isinstance(dest, str):
                    dest = names[dest].dest_array
                left, bottom, right, top = (float(edge) for edge in link["/Rect"])
                text = words.get_text_bounded(left - 0.5, bottom + 1, right + 0.5, top - 1)
                yield at, "".join(text.split()), numbers[dest[0].idnum]


@pytest.mark.parametrize("edition", ["", "short", "officials"])
@pytest.mark.parametrize("flow", [False, True])
def test_every_printed_number_is_the_page_it_leads_to(
    tmp_path: Path, edition: str, flow: bool
) -> None:
    """Contents, finder and index, every entry: read back by another program."""
    policies = several(30)
    ledger = Ledger(policies=policies, registers={"服务项目": services(), "工作队": TEAM})
    job = Job(Folder(tmp_path, SETTINGS), ledger, options={"edition": edition, "flow": flow})
    data = book_of(tmp_path, handbook.build(job))
    pages = pages_of(data)
    links = list(linked(data))
    numbers = [(words, target) for _, words, target in links if words.isdigit()]
    assert len(numbers) >= 3 * len(policies)
    assert [words for words, target in numbers if int(words) != target] == []
    for _, words, target in links:
        if not words.isdigit() and words in {str(each.name) for each in policies}:
            assert words in pages[target - 1]
            assert target > 2


def services() -> tuple[Entry, ...]:
    rows = [
        ("养羊指导", "养殖", "全村"),
        ("照看老人", "服务", "荷塘村"),
        ("别村的", "服务", "柳溪村"),
    ]
    return tuple(
        Entry(
            "服务项目",
            {
                "项目编号": f"FW{at:02d}",
                "名称": name,
                "类别": kind,
                "内容": "上门",
                "适用村": where,
            },
        )
        for at, (name, kind, where) in enumerate(rows, start=1)
    )


TEAM = (Entry("工作队", {"姓名": "周晓", "职务": "队员", "电话": "13900000001"}),)


def test_the_menu_is_the_second_part_and_in_the_index(tmp_path: Path) -> None:
    ledger = Ledger(policies=several(3), registers={"服务项目": services()})
    data = book_of(tmp_path, handbook.build(Job(Folder(tmp_path, SETTINGS), ledger)))
    pages = pages_of(data)
    (menu,) = [page for page in pages if "FW01" in page]
    assert "养羊指导" in menu
    assert "照看老人" in menu
    assert all("别村的" not in page for page in pages), "it is for another village"
    index_pages = "".join(page for page in pages if "按拼音排列" in page or "Z" in page)
    assert "照看老人" in index_pages


def test_outline_and_links_lead_to_the_right_page(tmp_path: Path) -> None:
    policies = several(12)
    data = book_of(tmp_path, built(tmp_path, *policies))
    book, pages = pypdf.PdfReader(BytesIO(data)), pages_of(data)
    places = {
        str(entry.title): (book.get_destination_page_number(entry) or 0) + 1
        for entry in flat(book.outline)
    }
    for each in policies:
        assert places[str(each.name)] == page_with(pages, str(each.name))
    for title in ("怎么用这本书", "目录", "我家有……", "拼音索引", "记事", "联系我们", "教育帮扶"):
        assert title in places
    contents = book.pages[places["目录"] - 1]
    links = [note.get_object() for note in contents.get("/Annots", [])]
    assert len(links) >= len(policies)
    assert all(link["/Subtype"] == "/Link" for link in links)


def flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def test_file_is_titled_tagged_and_all_fonts_are_inside(tmp_path: Path) -> None:
    book = pypdf.PdfReader(BytesIO(book_of(tmp_path, built(tmp_path, policy()))))
    root = book.trailer["/Root"]
    assert book.metadata is not None
    assert book.metadata.title == "荷塘村帮扶政策口袋书"
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfaid:part" in root["/Metadata"].get_object().get_data()
    for page in book.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"]


def test_each_chapter_has_its_tab_at_its_own_height(tmp_path: Path) -> None:
    policies = [
        policy(at, 类别=name, 名称=f"{name}补助")
        for at, name in enumerate(("教育", "健康", "住房"))
    ]
    data = book_of(tmp_path, built(tmp_path, *policies))
    pages = pages_of(data)
    document = pypdfium2.PdfDocument(data)
    heights = []
    for each in policies:
        at = page_with(pages, str(each.name))
        picture = document[at - 1].render(scale=1).to_pil().convert("RGB")
        edge = picture.width - 3 if at % 2 else 2
        inked = [y for y in range(picture.height) if picture.getpixel((edge, y)) != (255, 255, 255)]
        heights.append((min(inked), max(inked)))
    document.close()
    assert all(first[1] <= second[0] + 1 for first, second in pairwise(heights))


MM = 72 / 25.4
INNER, OUTER, TOP, BOTTOM = 10 * MM, 10.5 * MM, 8.5 * MM, 11.5 * MM  # handbook-parts.typ


def overfull(data: bytes, tabs: str = "") -> list[tuple[int, str]]:
    """Characters outside the type area and the foot below it; only ``tabs`` stand at the edge."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for at in range(2, len(document)):  # neither cover nor back cover
            page = document[at - 1]
            wide, high = page.get_size()
            left, right = (INNER, OUTER) if at % 2 else (OUTER, INNER)
            words = page.get_textpage()
            for number in range(words.count_chars()):
                x1, y1, x2, y2 = words.get_charbox(number)
                sign = words.get_text_range(number, 1)
                if x2 <= x1 or not sign.strip():
                    continue
                at_edge = x1 > wide - OUTER or x2 < OUTER
                if at_edge and sign in tabs:
                    continue
                inside = x1 >= left - 1.5 and x2 <= wide - right + 1.5
                if not inside or y2 > high - TOP + 2 or y1 < 3 * MM:
                    found.append((at, sign))
                elif y1 < BOTTOM - 4 and y2 > BOTTOM + 4:
                    found.append((at, sign))  # it runs down into the foot
    return found


def test_a_line_that_runs_out_is_noticed(tmp_path: Path) -> None:
    """The test of overfull pages can fail."""
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / "handbook.typ").write_text(
        '#import "handbook-parts.typ": *\n#show: book\n前\n#pagebreak()\n'
        "#box(width: 300mm)[写到纸外面去的一行字，没有断行的地方，没有人看见它跑了出去]"
        "\n#pagebreak()\n后",
        "utf-8",
    )
    assert overfull(book_of(tmp_path, built(tmp_path, policy())))


@pytest.mark.parametrize(
    "changes", [{}, {"名称": "很长的名称补助" * 4}, {"责任部门": "县农业农村局、" * 6}]
)
def test_a_policy_of_usual_length_takes_one_page(
    tmp_path: Path, changes: Mapping[str, Any]
) -> None:
    """Neither set too wide nor measured wrongly: the next policy is on the next page."""
    policies = [policy(1, **changes), policy(2, 名称="后一条补助")]
    pages = read(tmp_path, *policies)
    first = next(at for at, page in enumerate(pages) if "谁能享受" in page)
    assert "后一条补助" in pages[first + 1]
    assert "谁能享受" in pages[first + 1]


@pytest.mark.parametrize("size", ["a6", "a7", "64"])
@pytest.mark.parametrize("large", [False, True])
def test_long_texts_stay_inside_the_page(tmp_path: Path, size: str, large: bool) -> None:
    long = "户申请后由村民委员会组织民主评议并公示无异议的报镇人民政府审核" * 3
    hard = policy(
        名称="关于对全县范围内符合条件的防止返贫致贫对象开展到户产业奖补和技能培训的若干措施",
        享受对象=long * 3,
        条件="；".join([long] * 3),
        标准="，".join(
            f"第{at}档养殖能繁母猪和育肥猪的农户每户每年{at}000元" for at in range(1, 30)
        ),
        所需材料="、".join([long, "申请表", long]),
        办理流程="→".join([long, "村初审", long]),
        责任部门="县农业农村局、县乡村振兴服务中心、县财政局、县人力资源和社会保障局",
        电话="0000-12345678转8001、13900002001、13900002002",
        依据文件="Longunbrokenlatinword" * 6,
    )
    result = built(tmp_path, hard, policy(2), size=size, large=large)
    data = book_of(tmp_path, result)
    assert overfull(data, "教育") == []
    assert long[:20] in "".join(pages_of(data))


CLAUSE = "户申请后由村民委员会组织民主评议并公示无异议的报镇人民政府审核"
RARE = "𠮷㐂䶮堃"


def hard(number: int) -> Policy:
    """A policy with long texts, a wide table of amounts and a rare character."""
    kinds = "教育健康住房产业金融就业保障社会"
    return policy(
        number,
        类别=f"{kinds[number % 8 * 2 :][:2]}帮扶",
        名称=f"{'防止返贫致贫对象到户产业奖补和技能培训补助'[: 6 + number % 15]}{number}",
        享受对象=CLAUSE * (1 + number % 4),
        条件="；".join([CLAUSE] * (1 + number % 3)),
        标准="，".join(
            f"第{at}档养殖能繁母猪和育肥猪的农户每户每年{at}000元"
            for at in range(1, 2 + number % 20)
        ),
        所需材料="、".join(
            [CLAUSE[: number % 30 + 2], "申请表𠮷", "身份证（正面、反面）"] * (1 + number % 3)
        ),
        办理流程="→".join([CLAUSE[:20], "村初审", "镇审核"] * (1 + number % 3)),
        责任部门="县农业农村局、县乡村振兴服务中心、县财政局" if number % 3 else "县民政局",
        联系人=f"{RARE[number % 4]}田",
        电话="0000-12345678转8001、13900002001" if number % 5 == 0 else "13900002001",
    )


@pytest.mark.parametrize(
    ("count", "options"),
    [
        (500, {"flow": True}),
        (40, {"size": "a7", "large": True}),
        (40, {"size": "64", "flow": True}),
        (40, {"size": "70x90"}),
        (40, {"edition": "short"}),
        (40, {"edition": "short", "size": "a7", "large": True}),
        (40, {"edition": "officials", "large": True}),
    ],
)
def test_many_long_policies_do_not_break_a_page(
    tmp_path: Path, count: int, options: Mapping[str, Any]
) -> None:
    policies = [hard(number) for number in range(1, count + 1)]
    result = built(tmp_path, *policies, **options)
    data = book_of(tmp_path, result)
    assert overfull(data, "教育健康住房产业金融就业保障社会") == []
    text = "".join(pages_of(data))
    assert all(str(each.name) in text for each in policies)
    assert [finding for finding in result.findings if finding.code == "W301"] == []


def test_every_character_of_the_ledger_is_in_the_text_of_the_book(tmp_path: Path) -> None:
    policies = [hard(number) for number in range(1, 9)]
    text = "".join(pages_of(book_of(tmp_path, built(tmp_path, *policies))))
    printed = "".join(text.split())
    for each in policies:
        page = printed[printed.index(f"{each.name}谁能享受") :]
        for words in (each.target, each.conditions, each.contact, each.phone, each.basis):
            for part in re.split("[；：]", str(words)):
                assert part in page, (each.name, part)
        for part in re.split("[、→]", f"{each.papers}、{each.steps}"):
            assert part in page, (each.name, part)
    assert set("".join(str(each.contact) for each in policies)) <= set(printed)


def test_same_ledger_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("一", "二"):
        result = built(tmp_path / name, *several(7))
        files.append([(tmp_path / name / each.path).read_bytes() for each in result.documents])
    assert files[0] == files[1]


def test_every_page_of_the_book_is_on_the_sheets_once(tmp_path: Path) -> None:
    result = built(tmp_path, *several(9))
    book = pages_of((tmp_path / result.documents[0].path).read_bytes())
    sheets = "".join(pages_of((tmp_path / result.documents[1].path).read_bytes()))
    for each in several(9):
        assert sheets.count(str(each.name)) == "".join(book).count(str(each.name))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("小学每学期500元，初中每学期625元", [["小学", "每学期500元"], ["初中", "每学期625元"]]),
        ("猪每头300元、一户最多3000元", [["猪", "每头300元"], ["一户", "最多3000元"]]),
        ("修缮15000元；重建2.6万元。", [["修缮", "15000元"], ["重建", "2.6万元"]]),
        ("每人每年190元", []),
        ("生活补贴、护理补贴各每月80元", []),
        ("免学杂费；营养餐每天5元", []),
        ("", []),
    ],
)
def test_a_list_of_amounts_becomes_a_table_and_nothing_else_does(
    text: str, rows: list[list[str]]
) -> None:
    assert amount_rows(text) == rows


@pytest.mark.parametrize(
    ("text", "note", "listed"),
    [
        ("申请表、身份证（正面、反面），照片", "", ["申请表", "身份证（正面、反面）", "照片"]),
        ("无需材料，系统比对", "无需材料，系统比对", []),
        ("无", "无", []),
        ("【缺：所需材料】", "【缺：所需材料】", []),
    ],
)
def test_papers_are_a_list_to_tick_off(text: str, note: str, listed: list[str]) -> None:
    assert papers(text) == {"note": note, "list": listed}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-3-1", "2026-10-31", "2026年3月1日至10月31日"),
        ("2025/9/1", "2026.2.28", "2025年9月1日至2026年2月28日"),
        ("常年", None, "常年起"),
        (None, "2026年9月30日", "2026年9月30日前"),
        (None, None, ""),
    ],
)
def test_days_to_apply_in_words(start: str | None, end: str | None, words: str) -> None:
    assert window(policy(申报起=start, 申报止=end)) == words


def test_validity_in_words() -> None:
    assert validity(policy(有效期止=None)) == "2026年1月1日起"
    assert validity(policy(有效期起=None)) == "至2026年12月31日"
    assert validity(policy(有效期起=None, 有效期止=None)) == ""


def test_a_policy_not_checked_for_a_year_says_so() -> None:
    assert "请先打电话" in stale(policy(核对日期=date(2025, 6, 29)), DAY)
    assert "请先打电话" in stale(policy(核对日期=None), DAY)
    assert stale(policy(核对日期=date(2025, 6, 30)), DAY) == ""


def test_finder_follows_the_words_of_the_policy() -> None:
    rows = finder(
        [
            policy(1),
            policy(2, 名称="残疾人补贴", 享受对象="重度残疾人", 条件="有残疾人证"),
            policy(3, 名称="交通补贴", 享受对象="在县外打工的人", 条件="有务工证明"),
        ]
    )
    found = {row["who"]: [one["target"] for one in row["found"]] for row in rows}
    assert found == {
        "上学的孩子": ["policy-1"],
        "残疾人": ["policy-2"],
        "外出打工的人": ["policy-3"],
    }


def words_in(found: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(group["letter"], [entry["word"] for entry in group["entries"]]) for group in found]


def test_index_is_in_pinyin_order_with_offices_under_their_own_name() -> None:
    policies = [
        policy(1, 名称="重建补助", 责任部门="县住建局", 联系人=None),
        policy(2, 名称="安置补助", 责任部门="县住建局、县发改局", 联系人=None),
        policy(3, 名称="2026年补助", 责任部门=None, 联系人=None),
    ]
    assert words_in(index(policies)) == [
        ("A", ["安置补助"]),
        ("C", ["重建补助"]),
        ("F", ["发改局（县）"]),
        ("Z", ["住建局（县）"]),
        ("#", ["2026年补助"]),
    ]
    (office,) = index(policies)[3]["entries"]
    assert [(sub["word"], sub["targets"]) for sub in office["subs"]] == [
        ("安置补助", ["policy-2"]),
        ("重建补助", ["policy-1"]),
    ]


def test_people_and_villages_stand_by_the_sounds_of_names() -> None:
    people = ["曾田", "仇林", "解放", "查明", "单国", "任重", "区文", "尉迟山"]
    policies = [
        policy(at, 名称=f"甲补助{at}", 责任部门=None, 联系人=name) for at, name in enumerate(people)
    ]
    letters = {word: letter for letter, words in words_in(index(policies)) for word in words}
    assert [letters[name] for name in people] == ["Z", "Q", "X", "Z", "S", "R", "O", "Y"]
    places = index([policy(1, 适用村="六安村、蔚县村", 联系人=None, 责任部门=None)])
    assert {word for _, words in words_in(places) for word in words} >= {"六安村", "蔚县村"}
    assert dict(words_in(places))["L"] == ["六安村"]
    assert dict(words_in(places))["Y"][-1] == "蔚县村"


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("重建", "chong2 jian4"),
        ("重病", "zhong4 bing4"),
        ("行业", "hang2 ye4"),
        ("行政村", "xing2 zheng4 cun1"),
        ("调解", "tiao2 jie3"),
        ("调查", "diao4 cha2"),
        ("家长", "jia1 zhang3"),
        ("长期", "chang2 qi1"),
        ("退耕还林", "tui4 geng1 huan2 lin2"),
        ("还款", "huan2 kuan3"),
        ("种植", "zhong4 zhi2"),
        ("良种", "liang2 zhong3"),
        ("畜牧", "xu4 mu4"),
        ("耕畜", "geng1 chu4"),
    ],
)
def test_words_of_several_sounds(word: str, sound: str) -> None:
    assert " ".join(sounds(word)) == sound


def test_words_people_use_lead_to_the_policy_by_its_name() -> None:
    found = index([policy(1, 名称="农村最低生活保障"), policy(2, 名称="特困人员供养")])
    see = {
        entry["word"]: entry["see"] for group in found for entry in group["entries"] if entry["see"]
    }
    assert see == {"低保": ["农村最低生活保障"], "五保": ["特困人员供养"]}
