"""归档章 of DA/T 22-2015: six cells on an item's first page, where nothing is written."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
from PIL import ImageChops, ImageFilter

from docgen.findings import Finding, Severity
from docgen.model import Paper
from docgen.pages.stamp import Box, Colour, Mark, Rule, Words, view_of

# DA/T 22-2015 5.4 and annex: 45 mm × 16 mm, six equal cells; at the top, over no writing.
WIDTH, HEIGHT = 45.0, 16.0
CELL_WIDTH, CELL_HEIGHT = 15.0, 8.0
CLEAR = 1
"""Millimetres left free around it."""
EDGE = 5
NUMBER_ZONE = (24, 14)
"""Millimetres at the upper right corner that the page number takes."""
SIGN_SIZE = 11.0
RED: Colour = (0.72, 0.05, 0.05)
PER_MM = 3
INK = 40


def blank_place(page: pikepdf.Page) -> tuple[float, float] | None:
    """Return the left upper corner (mm) of a blank place for the stamp, ``None`` without one.

    The uppermost place wins, and on one height the one nearest to the middle.
    """
    view = view_of(page)
    ink = _ink(page, round(view.width), round(view.height))
    wide, high = len(ink[0]) - 1, len(ink) - 1
    room, tall = int(WIDTH) + 2 * CLEAR, int(HEIGHT) + 2 * CLEAR
    middle = (wide - room) / 2
    lefts = sorted(range(EDGE, wide - room - EDGE + 1), key=lambda x: (abs(x - middle), x))
    for top in range(EDGE, high - tall - EDGE + 1):
        for left in lefts:
            if top < NUMBER_ZONE[1] and left + room > wide - NUMBER_ZONE[0]:
                continue
            if not _inked(ink, left, top, left + room, top + tall):
                return float(left + CLEAR), float(top + CLEAR)
    return None


def _inked(sums: list[list[int]], left: int, top: int, right: int, low: int) -> int:
    return sums[low][right] - sums[top][right] - sums[low][left] + sums[top][left]


def _ink(page: pikepdf.Page, wide: int, high: int) -> list[list[int]]:
    """Sums of the inked millimetres of a page over all rectangles from its upper left corner."""
    with pikepdf.new() as book:
        book.pages.append(page)
        buffer = io.BytesIO()
        book.save(buffer)
    with pdfium.PdfDocument(buffer.getvalue()) as document:
        picture = document[0].render(scale=PER_MM * 25.4 / 72).to_pil().convert("L")
    picture = picture.resize((wide * PER_MM, high * PER_MM))
    counts = picture.histogram()
    paper = max(range(256), key=counts.__getitem__)
    flat = picture.point(lambda _: paper)
    marked = ImageChops.difference(picture, flat).point(lambda value: 255 * (value > INK))
    small = marked.filter(ImageFilter.MaxFilter(PER_MM)).resize((wide, high), 0)
    signs = small.tobytes()
    sums = [[0] * (wide + 1)]
    for row in range(high):
        line, total = [0], 0
        for column in range(wide):
            total += signs[row * wide + column] > 0
            line.append(sums[-1][column + 1] + total)
        sums.append(line)
    return sums


def stamp_marks(place: tuple[float, float], cells: tuple[str, ...]) -> tuple[Mark, ...]:
    """Return the marks of a stamp: 全宗号 年度 件号 over 机构或问题 保管期限 页数."""
    x, y = place
    marks: list[Mark] = [Box(x, y, WIDTH, HEIGHT, line=0.8, colour=RED)]
    marks.append(Rule(x, y + CELL_HEIGHT, x + WIDTH, y + CELL_HEIGHT, line=0.5, colour=RED))
    for step in (1, 2):
        at = x + step * CELL_WIDTH
        marks.append(Rule(at, y, at, y + HEIGHT, line=0.5, colour=RED))
    for number, words in enumerate(cells):
        middle = x + (number % 3 + 0.5) * CELL_WIDTH
        base = y + (number // 3) * CELL_HEIGHT + CELL_HEIGHT * 0.68
        marks.append(
            Words(words, middle, base, SIGN_SIZE, align="center", width=CELL_WIDTH - 1, colour=RED)
        )
    return tuple(marks)


def no_place(code: str, paper: Paper) -> Finding:
    """Return the finding for a first page on which the stamp has no room."""
    return Finding(
        code="W809",
        severity=Severity.warning,
        file=paper.source,
        sheet="",
        cell="",
        message=f"{code} 首页没有空白处，没有盖归档章",
        fix="打印后盖在首页背面或附纸上",
        household=paper.household,
    )
