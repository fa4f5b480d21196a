"""Lines of a born-digital PDF page with the height of their type (PDFium)."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as raw

from docgen.archive.lines import Line

MEASURED = 700
"""Signs whose height is measured: the title stands among them; the rest is read without."""


def page_lines(page: Any) -> list[Line]:
    """Return the lines of a page in the order of its text; heights are in points."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        heights = _heights(textpage, page.get_height())
    finally:
        textpage.close()
    lines = []
    place = 0
    for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = row.strip().replace("\ufffe", "").replace("\x00", "")
        if words:
            height, top = heights[place] if place < len(heights) else (0.0, 1.0)
            lines.append(Line(words, height, top))
            place += 1
    return lines


def _heights(textpage: Any, page_height: float) -> list[tuple[float, float]]:
    """Type height and place of each written line among the first signs."""
    found: list[tuple[float, float]] = []
    current: list[tuple[float, float]] = []
    box = raw.FS_RECTF()
    for index in range(min(textpage.count_chars(), MEASURED)):
        sign = chr(raw.FPDFText_GetUnicode(textpage, index))
        if sign in "\r\n":
            _end_line(current, found, page_height)
            continue
        if not sign.strip():
            continue
        if raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            current.append((box.top - box.bottom, box.top))
    _end_line(current, found, page_height)
    return found


def _end_line(
    current: list[tuple[float, float]], found: list[tuple[float, float]], page_height: float
) -> None:
    if current:
        heights = sorted(height for height, _ in current)
        top = max(top for _, top in current)
        place = 1 - top / page_height if page_height else 0.0
        # A small number beside a title (编号：03-017) must not make the title small.
        usual = heights[len(heights) * 3 // 5]
        found.append((round(usual, 1), min(max(place, 0.0), 1.0)))
        current.clear()
