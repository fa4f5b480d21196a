"""Cover and back cover: whatever the names, no word lies over another and none leaves the page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from books import DAY, SETTINGS, book_of, several

from docgen.documents import handbook
from docgen.documents.job import Job
from docgen.folder import Folder, Place, Settings, Unit
from docgen.model import Ledger

AREA = "喀拉苏柯尔克孜民族乡阿克塔什易地搬迁安置社区"
UNIT = "自治区农业农村厅驻喀拉苏柯尔克孜民族乡阿克塔什易地搬迁安置社区工作队"
SLOGAN = "有困难，请告诉我们；有想法，请告诉我们；有空闲，请一起来"
NAMES: dict[str, Settings] = {
    "short": replace(
        SETTINGS, place=Place("县", "镇", "坝", ""), unit=Unit("队", "", "", "李", "1")
    ),
    "usual": SETTINGS,
    "eight": replace(SETTINGS, place=Place("云溪县", "青石镇", "红旗拉甫民族特色村", "")),
    "long": replace(
        SETTINGS,
        place=Place("克孜勒苏柯尔克孜自治州阿合奇县", "喀拉苏柯尔克孜民族乡", AREA, ""),
        unit=Unit(UNIT, "草帽、布鞋和自行车工作队", SLOGAN, "阿布都热合曼·买买提", "13900000000"),
    ),
}
SIZES = (("a6", False), ("a6", True), ("a7", False), ("a7", True), ("64", False), ("70x90", True))

Box = tuple[float, float, float, float]


def lines(page: pypdfium2.PdfPage) -> list[Box]:
    """The box of each line of a page: characters that stand at one height."""
    words = page.get_textpage()
    found: dict[int, Box] = {}
    for at in range(words.count_chars()):
        left, bottom, right, top = words.get_charbox(at, loose=True)
        if words.get_text_range(at, 1).strip():
            key = round((bottom + top) / 2)
            near = next((k for k in (key, key - 1, key + 1) if k in found), key)
            one = found.get(near, (left, bottom, right, top))
            found[near] = (
                *(min(one[0], left), min(one[1], bottom), max(one[2], right), max(one[3], top)),
            )
    return list(found.values())


@pytest.mark.parametrize(("size", "large"), SIZES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("edition", ["village", "officials"])
def test_words_of_the_covers_keep_apart(
    tmp_path: Path, name: str, size: str, large: bool, edition: str
) -> None:
    settings = NAMES[name]
    options = {"edition": edition, "size": size, "large": large, "qr": "1" * 40}
    job = Job(Folder(tmp_path, settings), Ledger(policies=several(3)), options=options)
    with pypdfium2.PdfDocument(book_of(tmp_path, handbook.build(job))) as book:
        assert len(book) % 4 == 0
        front, back = book[0], book[len(book) - 1]
        text = "".join((front.get_textpage().get_text_range() or "").split())
        assert settings.place.village in text
        text = "".join((back.get_textpage().get_text_range() or "").split())
        assert settings.unit.slogan in text
        assert settings.unit.phone in text
        for page in (front, back):
            wide, high = page.get_size()
            found = sorted(lines(page), key=lambda box: box[1])
            assert all(
                x1 > 4 and y1 > 4 and x2 < wide - 4 and y2 < high - 4 for x1, y1, x2, y2 in found
            )
            for (_, start, _, top), (_, bottom, _, _) in pairwise(found):
                assert bottom > top - 0.3 * (top - start), "only the blank edges of lines may meet"


def test_the_day_stands_on_the_cover(tmp_path: Path) -> None:
    job = Job(Folder(tmp_path, SETTINGS), Ledger(policies=several(1)))
    with pypdfium2.PdfDocument(book_of(tmp_path, handbook.build(job))) as book:
        assert f"{DAY.year}年{DAY.month}月{DAY.day}日" in "".join(
            book[0].get_textpage().get_text_range().split()
        )
