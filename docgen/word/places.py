"""Places in words that a clerk understands: 正文 第3段, 页眉1, 第2个表 第3行 第1格."""

from __future__ import annotations

import re

from lxml import etree

from docgen.word.faults import Place
from docgen.word.ooxml import FALLBACK, TBL, TC, TR, TXBX, P, nearest_above

PART_NAMES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "core": "文档属性",
    "app": "文档属性",
    "custom": "文档属性",
    "chart": "图表",
}
STEM = re.compile(r"([^/\d]+?)(\d*)\.xml$")


def part_name(path: str) -> str:
    """Return what a clerk calls a part of the package, e.g. ``页眉1`` for word/header1.xml."""
    found = STEM.search(path)
    if found is None or found.group(1) not in PART_NAMES:
        return path
    return PART_NAMES[found.group(1)] + found.group(2)


class Places:
    """The numbers of paragraphs and tables of one part, counted once."""

    def __init__(self, root: etree._Element, path: str) -> None:
        self._part = part_name(path)
        self._met = 0
        self._paragraphs: dict[etree._Element, int] = {}
        self._tables: dict[etree._Element, int] = {}
        self._boxes: dict[etree._Element, int] = {}
        for paragraph in root.iter(P):
            if nearest_above(paragraph, TBL) is None and nearest_above(paragraph, TXBX) is None:
                self._paragraphs[paragraph] = len(self._paragraphs) + 1
        for table in root.iter(TBL):
            if nearest_above(table, TBL) is None:
                self._tables[table] = len(self._tables) + 1
        boxes = 0  # a box stands twice in the file: as drawn today, and for old programs
        for box in root.iter(TXBX):
            boxes += nearest_above(box, FALLBACK) is None
            self._boxes[box] = max(boxes, 1)

    def of(self, element: etree._Element) -> Place:
        """Return the place of an element inside the part."""
        self._met += 1
        return Place(self._part, self._words(element), self._met)

    def _words(self, element: etree._Element) -> str:
        cells = [cell for cell in (element, *element.iterancestors(TC)) if cell.tag == TC]
        words = [_cell(cell) for cell in reversed(cells)]
        if cells:
            table = list(cells[-1].iterancestors(TBL))[-1]
            return f"第{self._tables.get(table, 1)}个表 " + " 内表 ".join(words)
        box = nearest_above(element, TXBX)
        if box is not None:
            return f"第{self._boxes.get(box, 1)}个文本框"
        for paragraph in (element, *element.iterancestors(P)):
            if paragraph in self._paragraphs:
                return f"第{self._paragraphs[paragraph]}段"
        row = element if element.tag == TR else nearest_above(element, TR)
        return f"第{_ordinal(row, TR, TBL)}行" if row is not None else ""


def _cell(cell: etree._Element) -> str:
    row = nearest_above(cell, TR)
    line = _ordinal(row, TR, TBL) if row is not None else 1
    return f"第{line}行 第{_ordinal(cell, TC, TR)}格"


def _ordinal(element: etree._Element, tag: str, holder: str) -> int:
    """The number of an element among those of its kind in its holder, nested ones not counted."""
    above = nearest_above(element, holder)
    if above is None:
        return 1
    for number, one in enumerate(
        (each for each in above.iter(tag) if nearest_above(each, holder) is above), 1
    ):
        if one is element:
            return number
    return 1
