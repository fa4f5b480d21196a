"""What is wrong with a scan, told from a small copy of it (DA/T 31-2017 7.2, 7.3).

Resolution, darkness, contrast, skew and ink at the edge; best effort, so hints only. A picture that
shows no bright paper (a photo of a house) is judged by its resolution alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

LEAST_DPI = 200  # DA/T 31-2017 7.2.3
A4_SHORT = 8.27  # inches
PAGE_SHORT = (5.0, 20.0)
"""A stated resolution is believed when it makes the short side of a page this long, in inches."""
SIDE = 320
PAPER_TONE, DARK_TONE = 150, 110
PAPER_SHARE = 0.6
INK = 70
INK_SHARE = 0.002
"""Of a page: so much is darkest ink even where a few words stand alone."""
LEAST_CONTRAST = 60
EDGE_SHARE, FRAME_SHARE = 0.04, 0.6
"""Ink in some places of an edge is cut off; ink all along it is the lid of the scanner."""
SKEW_FROM, SKEW_MOST = 2, 10
SKEW_GAIN = 1.25

LOW, DARK, PALE, SKEWED, CUT = "分辨率低", "太暗", "反差太小", "歪斜", "内容到边，可能没有扫全"
MISSED = "有像字的墨迹没有认出（漏行）"
CARDS = "一页上有两张证件"
BLANK, BORDER = "空白页", "有黑边"
HINTS = (LOW, MISSED, CARDS, BLANK, BORDER)
REMEDIES = {
    MISSED: "打开这一页，看漏认的地方写的是什么",
    BLANK: "核对是不是漏扫、扫反了面；本来就空白的不用管",
    CARDS: "核对是不是两件；是两件的，分成两张再扫描",
}
REMEDY = "看不清的重新扫描（DA/T 31：200dpi以上，端正、完整、清楚）"
CARD_MARKS = ("公民身份号码", "残疾人证号")
LEVEL_FROM = 1
"""Degrees; what leans less is read as it is."""
Tones = list[int]


def faults(picture: Any, dpi: float | None) -> str:
    """Return the faults of a grey picture of a page as words joined by 、, "" when none.

    ``dpi`` is the resolution of the scan, of which ``picture`` may be a reduced copy.
    """
    found = []
    if dpi and dpi < LEAST_DPI * 0.97:
        found.append(f"{LOW}（约{dpi:.0f}dpi）")
    small = picture.copy()
    small.thumbnail((SIDE, SIDE))
    tones = small.histogram()
    paper, ink = _tone(tones, 0.75), _tone(tones, INK_SHARE)
    if paper < DARK_TONE:
        found.append(DARK)
    elif sum(tones[max(paper - 40, 0) :]) >= PAPER_SHARE * sum(tones):
        found += _of_paper(small, paper, ink)
    return "、".join(found)


def resolution(size: tuple[int, int], dpi: float | None) -> float:
    """Return dots an inch: as stated when the page is then of a likely size, else as if A4."""
    short = min(size)
    if dpi and PAGE_SHORT[0] <= short / dpi <= PAGE_SHORT[1]:
        return dpi
    return short / A4_SHORT


def lean(picture: Any) -> int:
    """Return by how many degrees against the clock a grey picture must be turned to lie level."""
    small = picture.copy()
    small.thumbnail((SIDE, SIDE))
    tones = small.histogram()
    paper, ink = _tone(tones, 0.75), _tone(tones, INK_SHARE)
    degrees = skew(_black(small, paper)) if paper - ink >= LEAST_CONTRAST else 0
    return degrees if abs(degrees) >= LEVEL_FROM else 0


def two_cards(texts: Sequence[str]) -> bool:
    """Whether the lines of a page name the number of a card twice."""
    return any(sum(text.count(mark) for text in texts) > 1 for mark in CARD_MARKS)


def hint(fault: str) -> bool:
    """Whether a fault is worth a hint only, not a warning."""
    return fault.startswith(HINTS)


def _black(small: Any, paper: int) -> Any:
    return small.point([255 if tone < paper - INK else 0 for tone in range(256)])


def _of_paper(small: Any, paper: int, ink: int) -> list[str]:
    if paper - ink < LEAST_CONTRAST:
        return [PALE] if paper - ink > LEAST_CONTRAST / 4 else []
    black = _black(small, paper)
    found = []
    edges = _edges(black)
    if any(EDGE_SHARE < share < FRAME_SHARE for share in edges):
        found.append(CUT)
    if any(share >= FRAME_SHARE for share in edges):
        found.append(BORDER)
    if abs(skew(black)) >= SKEW_FROM:
        found.append(SKEWED)
    return found


def _tone(tones: Tones, share: float) -> int:
    """The tone below which this share of a picture lies."""
    left = share * sum(tones)
    for tone, count in enumerate(tones):
        left -= count
        if left <= 0:
            return tone
    return 255


def _edges(black: Any) -> list[float]:
    """How much of each edge of a picture is ink."""
    width, height = black.size
    upper, lower = (0, 0, width, 2), (0, height - 2, width, height)
    left_side, right_side = (0, 0, 2, height), (width - 2, 0, width, height)
    strips = [black.crop(strip) for strip in (upper, lower, left_side, right_side)]
    return [strip.histogram()[255] / (strip.width * strip.height) for strip in strips]


def skew(black: Any) -> int:
    """Return by how many degrees rows of ink lean; 0 when no angle is clearly the better."""
    angles = range(-SKEW_MOST, SKEW_MOST + 1)
    spread = {angle: _spread(black.rotate(angle) if angle else black) for angle in angles}
    best = max(angles, key=lambda angle: (spread[angle], -abs(angle)))
    return best if spread[best] > SKEW_GAIN * spread[0] else 0


def _spread(black: Any) -> float:
    """How much rows differ from the next: most where lines of type lie level."""
    from PIL import Image

    rows = black.resize((1, black.height), Image.Resampling.BOX).tobytes()
    return float(sum((a - b) ** 2 for a, b in pairwise(rows)))
