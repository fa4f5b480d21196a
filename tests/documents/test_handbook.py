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
    checked,
    finder,
    index,
    papers,
    validity,
    window,
)
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


def test_two_files_are_made_with_their_pages(tmp_path: Path) -> None:
    result = built(tmp_path, *several(5))
    assert [each.kind for each in result.documents] == ["handbook", "handbook-imposed"]
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
    assert len(alone.documents) == 2


def test_one_village_spelled_in_two_ways_gets_one_book(tmp_path: Path) -> None:
    ledger = Ledger(
        households=(Household("1", village="荷塘"), Household("2", village="荷塘村委会")),
        policies=(policy(适用村="荷塘村"),),
    )
    result = handbook.build(Job(Folder(tmp_path, SETTINGS), ledger))
    assert result.documents[0].path.rpartition("/")[2].startswith("青石镇_荷塘村_")
    assert len(result.documents) == 2


def test_without_a_policy_no_empty_book_is_made(tmp_path: Path) -> None:
    result = built(tmp_path)
    assert result.documents == ()
    assert [finding.code for finding in result.findings] == [handbook.NO_POLICY]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), Ledger(policies=(policy(),)), dry=True)
    assert len(handbook.build(job).documents) == 2
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
        named = re.findall(rf"^(?:[A-Z#]\s*)?{each.name}[·\s]+(\d+)$", lines, re.M)
        assert len(named) == 3, f"{each.name}: contents, finder and index"
        assert {int(number) for number in named} == {at}
        assert pages[at - 1].count(str(at)), "the printed number"


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


def outside(data: bytes, margin: float = 10.0) -> list[str]:
    """Characters that stand off the page or nearer to its edge than ``margin`` points."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        wide, high = page.get_size()
        words = page.get_textpage()
        for at in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(at)
            if right > left and not (
                left >= margin and right <= wide - 4 and bottom >= margin and top <= high - 4
            ):
                found.append(words.get_text_range(at, 1))
    document.close()
    return found


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
    tab_words = {"教", "育"}
    assert set(outside(data)) <= tab_words
    assert long[:20] in "".join(pages_of(data))


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
    assert "请先打电话" in checked(policy(核对日期=date(2025, 6, 29)), DAY)
    assert checked(policy(核对日期=date(2025, 6, 30)), DAY) == "2025年6月30日"


def test_finder_follows_the_words_of_the_policy() -> None:
    rows = finder(
        [
            policy(1),
            policy(2, 名称="残疾人补贴", 享受对象="重度残疾人", 条件="有残疾人证"),
            policy(3, 名称="交通补贴", 享受对象="在县外打工的人", 条件="有务工证明"),
        ]
    )
    assert {row["who"]: row["numbers"] for row in rows} == {
        "上学的孩子": [1],
        "残疾人": [2],
        "外出打工的人": [3],
    }


def test_index_is_in_pinyin_order_with_offices_under_their_own_name() -> None:
    policies = [
        policy(1, 名称="重建补助", 责任部门="县住建局"),
        policy(2, 名称="安置补助", 责任部门="县住建局、县发改局"),
        policy(3, 名称="2026年补助", 责任部门=None),
    ]
    words = [
        (group["letter"], [entry["word"] for entry in group["entries"]])
        for group in index(policies)
    ]
    assert words == [
        ("A", ["安置补助"]),
        ("C", ["重建补助"]),
        ("F", ["发改局（县）"]),
        ("Z", ["住建局（县）"]),
        ("#", ["2026年补助"]),
    ]
    assert index(policies)[3]["entries"][0]["numbers"] == [1, 2]
