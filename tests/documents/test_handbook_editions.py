"""The other editions of the handbook: condensed, for officials, a fold for each household."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pypdf
import pypdfium2
import pytest
import zxingcpp
from books import SETTINGS as BOOK
from books import book_of, built, hard, lines_of, pages_of, policy, several
from samples import PERSONS, SETTINGS, village
from test_briefing import POLICIES

from docgen.documents import bag, handbook
from docgen.documents.handbook_book import page_size
from docgen.documents.job import Built, Job
from docgen.folder import Folder


def made(root: Path, edition: str, **sheets: Any) -> Built:
    options = {"edition": edition}
    return handbook.build(Job(Folder(root, SETTINGS), village(**sheets), options=options))


def test_five_lines_a_policy_and_the_same_words_in_word(tmp_path: Path) -> None:
    result = built(tmp_path, *several(12), edition="short")
    assert [one.format for one in result.documents] == ["pdf", "docx", "pdf", "pdf"]
    full = built(tmp_path / "全", *several(12))
    assert (result.documents[0].pages or 0) < (full.documents[0].pages or 0)
    text = "".join(pages_of(book_of(tmp_path, result)))
    opened = docx.Document(str(tmp_path / result.documents[1].path))
    cells = "".join(c.text for t in opened.tables for r in t.rows for c in r.cells)
    word = "".join(cells.split())
    for one in several(12):
        assert str(one.name) in text
        assert str(one.name) in word
    for words in ("每学期1500元", "申请表", "县农业农村局", "13900002001"):
        assert words in text
        assert words in word
    assert len(opened.tables) == 12
    assert all(len(table.rows) == 5 for table in opened.tables)


def test_a_gap_of_the_condensed_edition_is_on_both(tmp_path: Path) -> None:
    result = built(tmp_path, policy(电话=None), edition="short")
    assert "【缺：电话】" in "".join(pages_of(book_of(tmp_path, result)))
    opened = docx.Document(str(tmp_path / result.documents[1].path))
    assert "【缺：电话】" in "".join(c.text for t in opened.tables for r in t.rows for c in r.cells)
    assert {gap.field for one in result.documents for gap in one.gaps} == {"电话"}


def test_the_officials_edition_counts_and_names_nobody(tmp_path: Path) -> None:
    result = made(tmp_path, "officials", 政策=POLICIES)
    text = "".join(pages_of((tmp_path / result.documents[0].path).read_bytes()))
    for words in ("应知应会", "台账户数3户", "帮扶责任人每季度入户不少于1次", "1.申请", "2.初审"):
        assert words in text, words
    assert "本村涉及已享受0户，应享未享1户，缺资料" in text
    assert "没有写适用条件" in text
    for person in PERSONS:
        assert str(person["姓名"]) not in text
        assert str(person["证件号码"]) not in text


def test_the_word_before_a_table_of_amounts_is_in_both_editions(tmp_path: Path) -> None:
    """Amounts marked as an example never stand there as if they were in force."""
    for edition in ("", "officials"):
        text = "".join(pages_of(book_of(tmp_path, built(tmp_path, policy(), edition=edition))))
        assert "1500元" in text
        assert "〔示例〕" in text, edition


def test_each_household_gets_the_fold_of_its_bag(tmp_path: Path) -> None:
    """The same file as with the bag, with this household's policies alone."""
    result = made(tmp_path, "household", 政策=POLICIES)
    assert {one.kind for one in result.documents} == {"fold"}
    folds = [one for one in result.documents if one.format == "pdf"]
    data = {one.household: (tmp_path / one.path).read_bytes() for one in folds}
    assert set(data) == {"0107", "0108", "0109"}
    text = "".join(pages_of(data["0107"]))
    for words in ("李桂花", "春季补助", "路平", "13900000201"):
        assert words in text
    assert "旧人" not in text, "his pairing has ended"
    assert "春季补助" not in "".join(pages_of(data["0109"]))
    other = tmp_path / "袋"
    bag.build(Job(Folder(other, SETTINGS), village(政策=POLICIES)))
    assert {one.household: (other / one.path).read_bytes() for one in folds} == data


def test_only_one_household_when_only_one_is_asked_for(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), village(), "0107", options={"edition": "household"})
    assert {one.household for one in handbook.build(job).documents} == {"0107"}


def test_a_village_has_its_own_list(tmp_path: Path) -> None:
    """What another village's branch added is not in it; in the county's book all is."""
    own = policy(2, 名称="本支部补助", 行政村="荷塘村")
    other = policy(3, 名称="柳溪支部补助", 行政村="柳溪村")
    text = "".join(pages_of(book_of(tmp_path, built(tmp_path, policy(), own, other))))
    assert "本支部补助" in text
    assert "柳溪支部补助" not in text
    every = built(tmp_path, policy(), own, other, edition="county")
    assert "柳溪支部补助" in "".join(pages_of(book_of(tmp_path, every)))


@pytest.mark.parametrize("size", ["a6", "a7", "64", "92x126", "100x140"])
def test_pages_have_the_size_asked_for(tmp_path: Path, size: str) -> None:
    result = built(tmp_path, policy(), size=size)
    box = pypdf.PdfReader(tmp_path / result.documents[0].path).pages[0].mediabox
    page = page_size(size, large=False)
    assert float(box.width) * 25.4 / 72 == pytest.approx(page["width"], abs=0.1)
    assert float(box.height) * 25.4 / 72 == pytest.approx(page["height"], abs=0.1)


@pytest.mark.parametrize("size", ["10x10", "500x700", "a5x", "x", "100x", ""])
def test_what_is_no_size_is_refused(size: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        page_size(size, large=False)


def test_a_qr_code_on_the_back_can_be_read(tmp_path: Path) -> None:
    result = built(tmp_path, policy(), qr="https://example.org/荷塘村")
    with pypdfium2.PdfDocument(book_of(tmp_path, result)) as document:
        picture = document[len(document) - 1].render(scale=3).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [
        "https://example.org/荷塘村"
    ]


def test_flowing_policies_take_fewer_pages(tmp_path: Path) -> None:
    one_a_page = built(tmp_path / "一", *several(12, 1)).documents[0].pages or 0
    flowing = built(tmp_path / "二", *several(12, 1), flow=True).documents[0].pages or 0
    assert flowing <= one_a_page


def test_editions_and_sizes_do_not_replace_each_other(tmp_path: Path) -> None:
    names = set()
    for options in ({}, {"size": "a7"}, {"large": True}, {"flow": True}, {"edition": "short"}):
        result = handbook.build(
            Job(Folder(tmp_path, BOOK), village(政策=POLICIES), options=options)
        )
        names.add(result.documents[0].path)
    assert len(names) == 5


@pytest.mark.parametrize("options", [{}, {"size": "a7", "large": True}, {"edition": "short"}])
def test_no_line_begins_with_closing_punctuation(tmp_path: Path, options: dict[str, Any]) -> None:
    policies = [hard(number) for number in range(1, 25)]
    lines = lines_of(book_of(tmp_path, built(tmp_path, *policies, **options))).splitlines()
    assert len(lines) > 500
    assert [line for line in lines if line[:1] and line[0] in "，。、；：？！）〕】》”’"] == []


def test_running_text_is_indented_by_two_characters(tmp_path: Path) -> None:
    """The first line of a paragraph of the condensed edition begins two characters later."""
    data = book_of(tmp_path, built(tmp_path, policy(), edition="short"))
    with pypdfium2.PdfDocument(data) as document:
        words = document[1].get_textpage()
        text = words.get_text_range()
        first = words.get_charbox(text.index("这本书把"))
        later = words.get_charbox(text.index("目录"))
    size = first[2] - first[0]
    assert first[0] - later[0] == pytest.approx(2 * size, rel=0.3)
