"""The pages of the handbook, read back: numbers, links, outline, tabs, nothing outside the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from books import (
    SETTINGS,
    TEAM,
    book_of,
    built,
    hard,
    lines_of,
    page_with,
    pages_of,
    policy,
    read,
    services,
    several,
)

from docgen.documents import handbook
from docgen.documents.job import Job
from docgen.folder import Folder
from docgen.model import Ledger


def test_each_spread_names_village_version_and_day(tmp_path: Path) -> None:
    pages = read(tmp_path, *several(6))
    for at in range(2, len(pages), 2):
        spread = "".join(pages[at - 1 : at + 1])
        for words in ("荷塘村", "2026年上半年版", "2026年6月30日", "以当年文件为准"):
            assert words in spread, (at, words)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_the_book_always_folds_without_blank_leaves(tmp_path: Path, count: int) -> None:
    pages = read(tmp_path, *several(count, 1))
    assert len(pages) % 4 == 0
    first = next(at for at, page in enumerate(pages) if "记事" in page)
    notes = pages[first:-1]
    assert 1 <= len(notes) <= 4
    assert all(len(page) < 40 for page in notes), "lines to write on and a foot, nothing else"


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

INNER, OUTER, TOP, BOTTOM = 10 * MM, 10.5 * MM, 8.5 * MM, 11.5 * MM  # handbook-page.typ


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


def test_every_page_of_the_book_is_on_the_sheets_once(tmp_path: Path) -> None:
    result = built(tmp_path, *several(9))
    book = pages_of((tmp_path / result.documents[0].path).read_bytes())
    sheets = "".join(pages_of((tmp_path / result.documents[1].path).read_bytes()))
    for each in several(9):
        assert sheets.count(str(each.name)) == "".join(book).count(str(each.name))


def test_basis_validity_and_day_of_check_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    lines = lines_of(book_of(tmp_path, built(tmp_path, policy()))).splitlines()
    starts = [line.partition("：")[0] for line in lines]
    assert {"依据", "有效期", "核对"} <= set(starts)
    narrow = lines_of(book_of(tmp_path, built(tmp_path, policy(), size="a7"))).splitlines()
    assert any("。有效期" in line or "）。" in line for line in narrow), "no room: they flow"


def test_many_page_numbers_of_a_word_go_on_behind_the_margin(tmp_path: Path) -> None:
    """What does not fit on the line of an index entry is indented below it."""
    data = book_of(tmp_path, built(tmp_path, *several(40, 1), size="a7"))
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            words = page.get_textpage()
            text = words.get_text_range()
            if "田禾" in text and "、" in (after := text[text.index("田禾") :]):
                first = words.get_charbox(text.index("田禾"))[0]
                below = text.index("田禾") + after.index("\n") + 1
                assert words.get_charbox(below)[0] > first + 4
                return
    pytest.fail("the index has no 田禾 with several pages")


def index_lines(data: bytes) -> list[list[str]]:
    """The lines of each page of the index, without its foot."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [page.get_textpage().get_text_range().split("\n") for page in document]
    first = max(at for at, page in enumerate(texts) if page[0].strip() == "拼音索引")
    last = next(at for at, page in enumerate(texts) if page[0].strip() == "记事")
    return [[line for line in page if line.strip()][:-1] for page in texts[first:last]]


def test_no_page_of_the_index_holds_a_line_or_two(tmp_path: Path) -> None:
    for count in range(10, 42):
        folder = tmp_path / str(count)
        pages = index_lines(book_of(folder, built(folder, *several(count))))
        assert len(pages) > 1
        assert len(pages[-1]) >= 4, (count, pages[-1])
