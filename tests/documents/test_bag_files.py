"""The files of 一户一袋: the same words in both formats, no ID, ready for the printer."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp
from bagtexts import job, made, pages_of, path_of, pdf_text, squeezed, word_text
from PIL import Image
from samples import EMPTY, LARGE, LIFTED, MEASURES, PERSONS, POLICIES, SETTINGS, village
from small_ledger import id_number
from test_long_words import outside

from docgen.documents import bag, build
from docgen.documents.bag_context import bag_context, common_of
from docgen.documents.gaps import Lacks, printed
from docgen.documents.job import Job
from docgen.errors import PageTemplateFault
from docgen.folder import Folder, open_folder
from docgen.jobs import processes
from docgen.ledger.reading import read_ledger
from docgen.pages import convert
from docgen.resources import examples_folder, shared

KEYS = ("0107", "0108", "0109")
ONLY_WORD = ("大字", "码", "队员")  # what a template is given and does not print as it is
PAGE_ONLY = {"记事"}
A4 = (595.28, 841.89)


@pytest.fixture(autouse=True)
def _poppler(program: Any) -> None:
    program("pdftotext")


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def said(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from said(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in ONLY_WORD:
                yield from said(item)


# --- words


def test_every_household_gets_its_files_cards_and_volume_for_all(tmp_path: Path) -> None:
    built = made(tmp_path)
    counts = Counter((one.kind, one.format) for one in built.documents)
    assert counts == {
        ("bag", "docx"): 3,
        ("bag", "pdf"): 3,
        ("fold", "docx"): 3,
        ("fold", "pdf"): 3,
        ("card", "docx"): 1,
        ("card", "pdf"): 1,
        ("bag-volume", "pdf"): 1,
    }
    for one in built.documents:
        path = tmp_path / one.path
        assert path.is_file()
        if one.format == "pdf":
            assert one.pages == len(pypdf.PdfReader(path).pages)


def same_words(root: Path, order: Job) -> None:
    """Both formats of every bag hold every word of its context, and no other."""
    built = build("bag", order)
    common = common_of(order)
    for household in order.ledger.households:
        context = printed(bag_context(household, common, Lacks()))
        if not context["有决心书"]:
            context.pop("决心书")
        for kind in ("bag", "fold"):
            word = word_text(path_of(built, root, kind, "docx", household.id))
            page = pdf_text(path_of(built, root, kind, "pdf", household.id))
            if kind == "bag":
                told = {squeezed(text) for text in said(context)} - {""}
                loose = Counter(page)
                for text in told:
                    assert text in word, (household.id, text)
                    assert not Counter(text) - loose, (household.id, text)
            chinese = [Counter(re.findall("[㐀-䶿一-鿿]", text)) for text in (word, page)]
            # Pages repeat the head of a table and name their part at the foot; nothing else.
            assert not chinese[0] - chinese[1], (household.id, kind)
            more = set(chinese[1]) - set(chinese[0]) - set("".join(PAGE_ONLY))
            assert not more, (household.id, kind, more)


def test_both_formats_hold_the_same_words(tmp_path: Path) -> None:
    same_words(tmp_path, job(tmp_path))


def test_both_formats_hold_the_same_words_for_the_example_village(tmp_path: Path) -> None:
    example = open_folder(examples_folder())
    same_words(tmp_path, Job(Folder(tmp_path, example.settings), read_ledger(example)))


def test_no_id_and_no_household_phone_in_any_file(tmp_path: Path) -> None:
    number = id_number("19710502", 1, False)
    gapped = f"{number[:6]} {number[6:14]} {number[14:]}"
    spoilt = f"见{number}，{gapped}，13900000107"
    ledger = village(
        户信息=[{**LIFTED, "需求与意愿": spoilt}, EMPTY],
        帮扶措施=[{**MEASURES[0], "措施内容": spoilt, "责任人": number}],
        政策享受=[{"户": "0107", "姓名": number, "政策编号": "POL09", "期次": spoilt}],
        政策=[{**POLICIES[0], "所需材料": spoilt, "标准": spoilt}],
    )
    made(tmp_path, ledger)
    for name, data in files(tmp_path).items():
        path = tmp_path / name
        if name.endswith(".pdf"):
            text = pdf_text(path) + "".join(pages_of(path))
        elif name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                raw = b"".join(package.read(part) for part in package.namelist())
            text = squeezed(word_text(path) + raw.decode("utf-8", errors="replace"))
        else:
            text = data.decode()
        assert number not in text, name
        assert squeezed(gapped) not in text, name
        assert "13900000107" not in text, name
        assert number not in name


def test_signatures_seals_and_their_dates_are_empty(tmp_path: Path) -> None:
    built = made(tmp_path, only="0107")
    text = pdf_text(path_of(built, tmp_path, "bag", "pdf", "0107"))
    for place in ("户主签收（捺印）：", "送达人签字：", "户主签字（捺印）：", "见证人签字："):
        assert place in text
    assert text.count("年月日") >= 6


# --- the cover's code


def test_the_code_on_paper_reads_back_and_says_nothing_of_the_household(tmp_path: Path) -> None:
    built = made(tmp_path)
    seen = set()
    for key in KEYS:
        with pypdfium2.PdfDocument(path_of(built, tmp_path, "bag", "pdf", key)) as opened:
            picture = opened[0].render(scale=2).to_pil()
        (found,) = zxingcpp.read_barcodes(picture)
        with zipfile.ZipFile(path_of(built, tmp_path, "bag", "docx", key)) as package:
            (name,) = [part for part in package.namelist() if part.endswith(".png")]
            drawn = Image.open(io.BytesIO(package.read(name))).convert("L")
        (other,) = zxingcpp.read_barcodes(drawn)
        assert found.text == other.text
        assert re.fullmatch(r"DOCGEN:B=999201203001-\d{4}", found.text)
        assert key not in found.text
        seen.add(found.text)
    assert len(seen) == len(KEYS)


def test_a_scanned_cover_is_no_separator_sheet_of_the_archive(tmp_path: Path) -> None:
    from docgen.archive.qr import parts

    assert parts("DOCGEN:B=999201203001-0007") == {"B": "999201203001-0007"}


# --- the same bytes


def test_the_same_ledger_makes_the_same_bytes_with_workers_too(tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("a", "b")]
    made(roots[0])
    with processes(2) as pool:
        made(roots[1], executor=pool)
    first, second = map(files, roots)
    assert list(first) == list(second)
    assert [name for name, data in first.items() if second[name] != data] == []


def test_a_dry_run_writes_nothing_and_names_everything(tmp_path: Path) -> None:
    dry = made(tmp_path, dry=True)
    assert files(tmp_path) == {}
    assert [one.path for one in dry.documents] == [one.path for one in made(tmp_path).documents]


def test_a_part_is_the_same_as_in_the_whole(tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    made(whole)
    built = made(part, only="0109")
    assert {one.household for one in built.documents} == {"0109", ""}
    assert not [one for one in built.documents if one.kind == "bag-volume"]
    name = "输出/一户一袋/PDF/0109_买买提江·阿卜杜热合曼_一户一袋.pdf"
    assert (whole / name).read_bytes() == (part / name).read_bytes()


def test_several_villages_have_a_folder_each_with_cards_and_volume(tmp_path: Path) -> None:
    homes = [
        {**LIFTED, "户编号": key, "行政村": village_name}
        for key, village_name in (("01", "荷塘村"), ("02", "荷塘村"), ("03", "青禾村"))
    ]
    built = made(tmp_path, village(户信息=homes, 家庭成员=[]))
    folders = Counter(one.path.split("/")[2] for one in built.documents)
    assert set(folders) == {"荷塘村", "青禾村"}
    volumes = [one.path for one in built.documents if one.kind == "bag-volume"]
    assert volumes == ["输出/一户一袋/荷塘村/一户一袋_打印本.pdf"]


# --- the volume


def test_each_bag_of_the_volume_begins_on_a_right_hand_page(tmp_path: Path) -> None:
    homes = [
        {**LIFTED, "户编号": key, "户主姓名": f"户主{key}", "村民小组": group}
        for key, group in (("1", "十组"), ("2", "二组"), ("3", "二组"), ("4", None))
    ]
    homes.append({**LARGE, "村民小组": "2组"})
    built = made(tmp_path, village(户信息=homes))
    reader = pypdf.PdfReader(path_of(built, tmp_path, "bag-volume", "pdf"))
    covers = [
        (number, page)
        for number, page in enumerate(pages_of(path_of(built, tmp_path, "bag-volume", "pdf")), 1)
        if "二维码只含袋号" in page
    ]
    assert len(covers) == 5
    assert all(number % 2 == 1 for number, _ in covers)
    order = [re.search(r"户编号(\d+)", page).group(1) for _, page in covers]  # type: ignore[union-attr]
    assert order == ["2", "3", "0109", "1", "4"]
    groups = [one for one in reader.outline if not isinstance(one, list)]
    assert [one.title for one in groups] == ["荷塘村二组", "荷塘村2组", "荷塘村十组", "荷塘村"]
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    single = sum(one.pages or 0 for one in built.documents if one.kind == "bag")
    odd = sum((one.pages or 0) % 2 for one in built.documents if one.kind == "bag")
    assert len(reader.pages) == single + odd


def test_every_paper_of_a_bag_begins_on_a_right_hand_page(tmp_path: Path) -> None:
    built = made(tmp_path)
    titles = ("袋内材料清单户主", "服务发展清单户主", "政策帮扶明白卡户主", "我家的政策",
              "政策告知书", "决心书我家", "走访记录表户主")  # fmt: skip
    for key in KEYS:
        pages = pages_of(path_of(built, tmp_path, "bag", "pdf", key))
        found = {
            title: number
            for title in titles
            for number, page in enumerate(pages, 1)
            if title in page and "袋里要有的" not in page.partition(title)[0]
        }
        assert len(found) == (7 if key == "0107" else 6), (key, found)
        assert all(number % 2 == 1 for number in found.values()), (key, found)


def test_the_blank_side_behind_a_paper_bears_nothing(tmp_path: Path) -> None:
    pages = pages_of(path_of(made(tmp_path), tmp_path, "bag", "pdf", "0107"))
    assert "" in pages
    assert all(len(page) > 40 for page in pages if page)


def test_large_volumes_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.documents.bag_sheets.PER_VOLUME", 2)
    built = made(tmp_path)
    names = [one.path.rpartition("/")[2] for one in built.documents if one.kind == "bag-volume"]
    assert names == ["一户一袋_打印本_1.pdf", "一户一袋_打印本_2.pdf"]


# --- the fold


def policies(count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {**POLICIES[0], "政策编号": f"P{number}", "名称": f"第{number}号政策", **more}
        for number in range(1, count + 1)
    ]


def words_at(path: Path, page: int, wanted: str) -> tuple[float, float]:
    """Where a word begins on a page: share of the width from the left, of the height from above."""
    with pypdfium2.PdfDocument(path) as opened:
        sheet = opened[page]
        text = sheet.get_textpage()
        at = text.search(wanted).get_next()
        assert at is not None, wanted
        left, bottom, _, _ = text.get_charbox(at[0])
        return left / sheet.get_width(), 1 - bottom / sheet.get_height()


def test_a_fold_is_one_sheet_of_a4_imposed(tmp_path: Path) -> None:
    built = made(tmp_path, village(政策=policies(6)))
    path = path_of(built, tmp_path, "fold", "pdf", "0107")
    pages = pypdf.PdfReader(path).pages
    assert [tuple(map(round, page.mediabox[2:])) for page in pages] == [(842, 595)] * 2
    assert words_at(path, 0, "我家的政策")[0] > 0.5  # page 1 in front, on the right
    assert words_at(path, 0, "有事找谁")[0] < 0.5  # page 4 on the left
    assert words_at(path, 1, "1. 第1号政策")[0] < 0.5  # page 2 behind it, on the left
    found = "".join(pages_of(path))
    assert all(f"第{number}号政策" in found for number in range(1, 7))


def test_in_the_bag_the_back_of_the_fold_is_turned_for_the_long_edge(tmp_path: Path) -> None:
    path = path_of(made(tmp_path, village(政策=policies(6))), tmp_path, "bag", "pdf", "0107")
    pages = pages_of(path)
    front = next(number for number, page in enumerate(pages) if "我家的政策" in page)
    assert front % 2 == 0
    assert words_at(path, front, "我家的政策")[0] > 0.5
    x, y = words_at(path, front + 1, "1. 第1号政策")
    assert x > 0.5  # upside down: the left half lies right, its top below
    assert y > 0.5


@pytest.mark.parametrize("count", [0, 1, 5, 9, 14, 30])
def test_no_policy_is_lost_whatever_their_number(tmp_path: Path, count: int) -> None:
    built = made(tmp_path, village(政策=policies(count)), only="0107")
    path = path_of(built, tmp_path, "fold", "pdf", "0107")
    text = pdf_text(path)
    found = [int(number) for number in re.findall(r"\d+\.第(\d+)号政策", text)]
    assert sorted(found) == list(range(1, count + 1))
    sheets = len(pypdf.PdfReader(path).pages)
    assert sheets % 2 == 0
    assert (sheets == 2) == (count < 14)


def test_large_print_is_larger_and_loses_nothing(tmp_path: Path) -> None:
    normal, large = tmp_path / "n", tmp_path / "l"
    ledger = village(政策=policies(8))
    one = path_of(made(normal, ledger), normal, "fold", "pdf", "0107")
    other = path_of(made(large, ledger, options={"large": True}), large, "fold", "pdf", "0107")
    assert len(pypdf.PdfReader(other).pages) > len(pypdf.PdfReader(one).pages)
    found = re.findall(r"第(\d)号政策", pdf_text(other))
    assert set(found) == set("12345678")


def test_words_of_any_length_stay_on_their_page(tmp_path: Path) -> None:
    long = "，".join(f"第{number}份证明材料的原件和复印件" for number in range(150))
    wordy = {**policies(3)[2], "所需材料": long, "标准": long, "名称": "长" * 60}
    ledger = village(政策=[*policies(2), wordy])
    built = made(tmp_path, ledger, only="0107")
    path = path_of(built, tmp_path, "fold", "pdf", "0107")
    text = pdf_text(path)
    assert all(f"第{number}份证明" in text for number in range(150))
    with pypdfium2.PdfDocument(path) as opened:
        for page in opened:
            words = page.get_textpage()
            boxes = [words.get_charbox(at) for at in range(words.count_chars())]
            seen = [box for box in boxes if box[2] > box[0]]
            assert min(box[1] for box in seen) > 12
            assert max(box[3] for box in seen) < page.get_height() - 12
            assert max(box[2] for box in seen) < page.get_width() - 12
            fold = page.get_width() / 2
            assert not [box for box in seen if box[0] < fold < box[2]]


@pytest.mark.parametrize("large", [False, True])
def test_a_cover_with_too_many_names_tells_their_number(tmp_path: Path, large: bool) -> None:
    long = "关于进一步做好脱贫人口和监测对象帮扶工作的若干补助"
    many = [{**one, "名称": f"{one['名称']}{long}"} for one in policies(60)]
    built = made(tmp_path, village(政策=many), only="0107", options={"large": large})
    path = path_of(built, tmp_path, "fold", "pdf", "0107")
    text = re.sub(r"\s", "", pdf_text(path))
    assert "共60项，见里面各页。" in text
    assert all(f"第{number}号政策{long}" in text for number in range(1, 61))
    few = made(tmp_path / "few", village(政策=many[:3]), only="0107", options={"large": large})
    short = path_of(few, tmp_path / "few", "fold", "pdf", "0107")
    assert re.sub(r"\s", "", pdf_text(short)).count(f"第3号政策{long}") == 2
    assert list(outside(path)) == []


# --- how papers lie on their pages


@pytest.mark.parametrize("members", [1, 4, 12])
@pytest.mark.parametrize("measures", [0, 3, 25])
def test_no_heading_stands_alone_and_signatures_never(
    tmp_path: Path, members: int, measures: int
) -> None:
    rows = [{**MEASURES[0], "措施内容": f"措施{number}，" * 6} for number in range(measures)]
    paid = [
        {"户": "0107", "政策编号": "POL09", "金额": 100, "期次": f"第{number}期",
         "发放日期": date(2026, 1, 1)}
        for number in range(measures)
    ]  # fmt: skip
    people = [{**PERSONS[0], "姓名": f"成员{number}"} for number in range(members)]
    ledger = village(
        户信息=[{**LIFTED, "家庭人口": members}], 家庭成员=people, 帮扶措施=rows, 政策享受=paid
    )
    pages = pages_of(path_of(made(tmp_path, ledger), tmp_path, "bag", "pdf", "0107"))
    headings = ("一、袋里要有的", "二、户档里", "二、发展措施", "三、务工", "一、已享受",
                "二、帮扶措施", "三、还可以", "四、有事找谁", "二、这次走访")  # fmt: skip
    for page in pages:
        body = re.sub(r"0107李桂花.{2,16}—\d+—$", "", page)
        assert not body.endswith(headings)
        if "填写人：" in page:
            assert "监督电话" in page
        if "户主签收" in page:
            assert "五、您的权利" in page


# --- the office's own templates, faults


def own(root: Path, name: str, text: str | None = None) -> None:
    folder = root / "模板"
    folder.mkdir(parents=True, exist_ok=True)
    kind = "docx" if name.endswith(".docx") else "pdf"
    data = shared(f"templates/{kind}/{name}").read_bytes() if text is None else text.encode()
    (folder / name).write_bytes(data)


def test_own_word_template_without_libreoffice_says_there_is_no_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "soffice", lambda: None)
    for name in ("bag", "bag-fold", "bag-card"):
        own(tmp_path, f"{name}.docx")
    built = made(tmp_path)
    assert {one.format for one in built.documents} == {"docx"}
    assert len([one for one in built.findings if one.code == "W403"]) == 3


def test_own_word_template_makes_the_pdf_and_the_volume(tmp_path: Path, program: Any) -> None:
    program("soffice")
    own(tmp_path, "bag.docx")
    built = made(tmp_path, village(户信息=[LIFTED, LARGE]))
    assert "李桂花" in pdf_text(path_of(built, tmp_path, "bag", "pdf", "0107"))
    volume = path_of(built, tmp_path, "bag-volume", "pdf")
    assert sum("不含个人信息" in page for page in pages_of(volume)) == 2


def test_own_page_template_may_use_our_parts(tmp_path: Path) -> None:
    text = '#import "bag_parts.typ": *\n#show: sheet\n本镇样式\n#cover()'
    own(tmp_path, "bag.typ", text)
    pages = pages_of(path_of(made(tmp_path), tmp_path, "bag", "pdf", "0107"))
    assert pages[0] == "本镇样式"
    assert "一户一袋" in "".join(pages)


def test_one_household_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    own(
        tmp_path,
        "bag-fold.typ",
        '#import "base.typ": *\n#show: sheet\n#assert(data.at("户编号") != "0108")\n好',
    )
    built = made(tmp_path)
    assert {one.household for one in built.documents} == {"0107", "0109", ""}
    (found,) = [one for one in built.findings if one.code == bag.FAILED]
    assert found.household == "0108"


def test_a_template_that_always_fails_is_an_error(tmp_path: Path) -> None:
    own(tmp_path, "bag.typ", '#import "base.typ": *\n#data.at("没有的字段")')
    with pytest.raises(PageTemplateFault):
        made(tmp_path)


def test_a_character_no_font_has_is_found_at_its_cell(tmp_path: Path) -> None:
    rare = "\ue000"
    ledger = village(户信息=[{**LIFTED, "户主姓名": f"李{rare}"}])
    found = [one for one in made(tmp_path, ledger).findings if one.code == "W301"]
    assert found
    assert found[0].cell == ledger.households[0].at.cell("户主姓名")  # type: ignore[union-attr]


def test_one_empty_cell_is_one_finding(tmp_path: Path) -> None:
    found = made(tmp_path, only="0108").findings
    places = [(one.file, one.sheet, one.cell) for one in found]
    assert len(places) == len(set(places))


def test_the_tool_writes_the_templates_that_are_committed(tmp_path: Path) -> None:
    import runpy

    root = Path(__file__).resolve().parents[2]
    runpy.run_path(str(root / "tools" / "make_bag_templates.py"))["main"](tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["bag-card.docx", "bag-fold-large.docx", "bag-fold.docx", "bag.docx"]
    for name in names:
        assert (tmp_path / name).read_bytes() == shared(f"templates/docx/{name}").read_bytes()


def test_an_empty_ledger_makes_nothing(tmp_path: Path) -> None:
    assert build("bag", job(tmp_path, village(户信息=[]))).documents == ()


def test_progress_counts_households(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    made(tmp_path, progress=lambda *step: heard.append(step))
    assert heard == [("一户一袋", done, 3) for done in (1, 2, 3)]


def test_settings_name_the_maker(tmp_path: Path) -> None:
    text = pdf_text(path_of(made(tmp_path), tmp_path, "bag", "pdf", "0107"))
    assert SETTINGS.unit.name in text
