"""Contact cards: ten of 90 × 54 mm on A4, cut along the marks, no word across a cut."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from bagtexts import made, path_of, pdf_text, word_text
from samples import HELPERS, LIFTED, SETTINGS, village

from docgen.documents.bag_cards import card_rows, sheets
from docgen.documents.job import Job
from docgen.folder import Folder
from docgen.pages.convert import office_to_pdf

MM = 72 / 25.4
LINES_X = (15.0, 105.0, 195.0)
LINES_Y = (13.5, 67.5, 121.5, 175.5, 229.5, 283.5)  # from above


def homes(count: int) -> list[dict[str, Any]]:
    return [
        {**LIFTED, "户编号": f"{number:04d}", "户主姓名": f"户主{number}"}
        for number in range(1, count + 1)
    ]


def helpers(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{**HELPERS[0], "户": f"{number:04d}", **more} for number in range(1, count + 1)]


def cards(root: Path, count: int, **more: Any) -> Path:
    ledger = village(户信息=homes(count), 家庭成员=[], 帮扶责任人=helpers(count, **more))
    return path_of(made(root, ledger), root, "card", "pdf")


def marks(path: Path, page: int = 0) -> set[tuple[str, float, float, float]]:
    """The lines of a page: direction, place and both ends in mm from the left and from above."""
    found = set()
    with pypdfium2.PdfDocument(path) as opened:
        sheet = opened[page]
        high = sheet.get_height()
        for item in sheet.get_objects(filter=(2,), max_depth=8):
            left, bottom, right, top = (edge / MM for edge in item.get_bounds())
            below, above = high / MM - bottom, high / MM - top
            if right - left > below - above:
                found.add(("-", round((above + below) / 2, 2), round(left, 1), round(right, 1)))
            else:
                found.add(("|", round((left + right) / 2, 2), round(above, 1), round(below, 1)))
    return found


def test_the_marks_stand_where_the_cards_end(tmp_path: Path) -> None:
    found = marks(cards(tmp_path, 3))
    upright = sorted({place for way, place, *_ in found if way == "|"})
    level = sorted({place for way, place, *_ in found if way == "-"})
    assert upright == pytest.approx(LINES_X, abs=0.05)
    assert level == pytest.approx(LINES_Y, abs=0.05)
    assert len(found) == 2 * len(LINES_X) + 2 * len(LINES_Y)


def test_no_mark_is_printed_on_a_card(tmp_path: Path) -> None:
    for way, _, begin, end in marks(cards(tmp_path, 3)):
        low, high = (LINES_Y[0], LINES_Y[-1]) if way == "|" else (LINES_X[0], LINES_X[-1])
        assert end < low - 1 or begin > high + 1


def letters(path: Path) -> list[tuple[int, float, float, float, float]]:
    """Page and box of each letter in mm from the left and from above."""
    found = []
    with pypdfium2.PdfDocument(path) as opened:
        for number, page in enumerate(opened):
            text, high = page.get_textpage(), page.get_height()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at)
                if right > left:
                    box = (left / MM, (high - top) / MM, right / MM, (high - bottom) / MM)
                    found.append((number, *box))
    return found


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"单位": "一个名字特别特别长的县级单位某某中心某某办公室" * 3, "职务": "主任科员" * 8},
        {"姓名": "买买提江·阿卜杜热合曼·玉素甫江", "联系电话": "13900000201、13900000202"},
    ],
)
def test_no_letter_comes_near_a_cut(tmp_path: Path, more: dict[str, Any]) -> None:
    path = cards(tmp_path, 11, **more)
    for _, left, above, right, below in letters(path):
        if above > LINES_Y[-1]:
            continue  # how to print the sheet
        assert not [x for x in LINES_X if left - 3 < x < right + 3]
        assert not [y for y in LINES_Y if above - 1.5 < y < below + 1.5]
    text = pdf_text(path)
    assert all(str(value) in text for value in more.values())


def test_each_household_has_its_helpers_card_and_one_of_the_team(tmp_path: Path) -> None:
    two = [*helpers(12), {**HELPERS[0], "户": "0001", "姓名": "第二人"}]
    ledger = village(户信息=homes(12), 家庭成员=[], 帮扶责任人=two)
    built = made(tmp_path, ledger)
    path = path_of(built, tmp_path, "card", "pdf")
    text = pdf_text(path)
    assert text.count("帮扶责任人联系卡") == 13
    assert text.count("第二人") == 1
    assert text.count("工作队联系卡") == 12
    with pypdfium2.PdfDocument(path) as opened:
        assert len(opened) == 4  # the two kinds never share a sheet
    word = word_text(path_of(built, tmp_path, "card", "docx"))
    assert word.count("帮扶责任人联系卡") == 13
    assert word.count("工作队联系卡") == 12


def test_nickname_and_slogan_come_from_the_settings(tmp_path: Path) -> None:
    from dataclasses import replace

    unit = replace(SETTINGS.unit, nickname="草帽工作队", slogan="有困难，请找我们")
    settings = replace(SETTINGS, unit=unit)
    team = [
        {"姓名": "李明", "职务": "队长", "电话": "13900000000"},
        {"姓名": "谷雨", "职务": "队员", "电话": "13900000001", "驻村开始": date(2025, 7, 1)},
    ]
    from docgen.documents import build

    built = build("bag", Job(Folder(tmp_path, settings), village(工作队=team)))
    for form, read in (("pdf", pdf_text), ("docx", word_text)):
        text = read(path_of(built, tmp_path, "card", form))
        assert "有困难，请找我们" in text
        assert "草帽工作队" in text
        assert "谷雨队员13900000001" in text
        assert "李明队长" not in text  # who is the contact stands on the card once


def test_a_missing_helper_is_seen_on_the_card(tmp_path: Path) -> None:
    ledger = village(户信息=homes(1), 家庭成员=[], 帮扶责任人=[])
    built = made(tmp_path, ledger)
    assert "【缺：帮扶责任人】" in pdf_text(path_of(built, tmp_path, "card", "pdf"))
    (gaps,) = {one.gaps for one in built.documents if one.kind == "card"}
    assert "帮扶责任人" in {gap.field for gap in gaps}


def test_sheets_and_rows_hold_every_card_once() -> None:
    for first in range(24):
        helpers_, team = [{"n": number} for number in range(first)], [{"n": -1}] * 3
        found = sheets(helpers_, team)
        assert [card for sheet in found for card in sheet] == [*helpers_, *team]
        assert max(map(len, found)) <= 10
        rows = card_rows(found)
        assert len(rows) == 5 * len(found)
        kept = [card for row in rows for card in (row["左"], row["右"]) if "n" in card]
        assert kept == [*helpers_, *team]


def test_the_word_table_is_of_exact_size_and_fits_its_pages(tmp_path: Path, program: Any) -> None:
    program("soffice")
    ledger = village(户信息=homes(10), 家庭成员=[], 帮扶责任人=helpers(10))
    word = path_of(made(tmp_path, ledger), tmp_path, "card", "docx")
    (table,) = docx.Document(str(word)).tables
    assert len(table.rows) == 10
    assert {round(row.height.mm) for row in table.rows if row.height} == {54}
    assert {round(cell.width.mm) for row in table.rows for cell in row.cells if cell.width} == {90}
    done = office_to_pdf([word], tmp_path / "pdf").done
    with pypdfium2.PdfDocument(done[word]) as opened:
        assert len(opened) == 2
