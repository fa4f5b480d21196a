"""A page that is a picture: turned the right way up, made level, its title zone read first.

What was found is kept as plain values, so that reading goes on later where it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docgen.archive import missed, ocr, quality, secondreader
from docgen.archive.lines import Line
from docgen.archive.ocr import BELIEVED, TALL, Box

ZONE = 0.4
ZONE_LEAST, ZONE_MOST = 5, 14
"""The title zone: lines in the upper part of a page, never fewer and never more than these."""
SAMPLE = 3
SURE = 0.85
CLEARLY = 0.15
"""So much surer must the other way up be read before a page is turned."""
SIDEWAYS = 0.6
TURNED = {180: "上下颠倒", 90: "横放", 270: "横放"}
Reading = tuple[str, float]
"""Text of a line and how sure that is."""


@dataclass(frozen=True, slots=True)
class Scan:
    """How a picture lies and its lines: ``readings`` are those of the first ``boxes``.

    ``turn`` (90, 180, 270) and ``lean`` are degrees against the clock that set it right; ``high``
    is the height of the picture that was set right, in pixels.
    """

    turn: int = 0
    lean: int = 0
    high: int = 1
    boxes: tuple[Box, ...] = ()
    readings: tuple[Reading, ...] = ()

    @property
    def part(self) -> bool:
        """Whether lines are left to read."""
        return len(self.readings) < len(self.boxes)


def looked_at(picture: Any) -> tuple[Scan, Any, Any]:
    """Return the scan with no line read, the picture right way up, and the same made level."""
    boxes = ocr.boxes(picture)
    turn = turn_of(picture, boxes)
    upright = _turned(picture, turn)
    lean = quality.lean(upright)
    level = _levelled(upright, lean)
    if turn or lean:
        boxes = ocr.boxes(level)
    return Scan(turn, lean, level.height, tuple(boxes)), upright, level


def set_right(picture: Any, scan: Scan) -> Any:
    """Return a picture as it was when its lines were found."""
    return _levelled(_turned(picture, scan.turn), scan.lean)


def _turned(picture: Any, turn: int) -> Any:
    return picture.rotate(turn, expand=True) if turn else picture


def _levelled(picture: Any, lean: int) -> Any:
    from PIL import Image

    if not lean:
        return picture
    return picture.rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def turn_of(picture: Any, boxes: Sequence[Box]) -> int:
    """Return by how many degrees against the clock a page must be turned to be read.

    Lines that stand tell a page on its side; which way up is told by reading the longest lines
    both ways. Only a clearly surer reading turns a page.
    """
    if not boxes:
        return 0
    standing = [box for box in boxes if _stands(box)]
    flat = [box for box in boxes if not _stands(box)]
    on_side = _length(standing) > SIDEWAYS * _length(boxes)
    sample = sorted(standing if on_side else flat or boxes, key=_longest)[-SAMPLE:]
    first, second = (90, 270) if on_side else (0, 180)
    one = _sureness(picture, sample, first)
    if one >= SURE:
        return first
    other = _sureness(picture, sample, second)
    if on_side:
        best, turn = max((one, first), (other, second))
        return turn if best >= BELIEVED + CLEARLY else 0
    return second if other > one + CLEARLY else first


def _stands(box: Box) -> bool:
    wide, high = ocr.sides(box)
    return high >= TALL * wide


def _longest(box: Box) -> float:
    return max(ocr.sides(box))


def _length(boxes: Sequence[Box]) -> float:
    return sum(map(_longest, boxes))


def _sureness(picture: Any, sample: Sequence[Box], turn: int) -> float:
    return sum(ocr.read(ocr.cut(picture, box, turn))[1] for box in sample) / len(sample)


def read_on(level: Any, scan: Scan, *, whole: bool) -> Scan:
    """Return the scan with its title zone read, or with all lines; nothing is read twice."""
    upto = len(scan.boxes) if whole else _zone(scan)
    more = [_read(level, box) for box in scan.boxes[len(scan.readings) : upto]]
    return replace(scan, readings=(*scan.readings, *more))


def _zone(scan: Scan) -> int:
    """How many lines the title zone has."""
    above = sum(ocr.bounds(box)[1] <= ZONE * scan.high for box in scan.boxes)
    return min(len(scan.boxes), max(ZONE_LEAST, min(above, ZONE_MOST)))


def _read(level: Any, box: Box) -> Reading:
    line = ocr.cut(level, box)
    text, sure = ocr.read(line)
    if secondreader.wanted(text, sure):
        text, sure = secondreader.better(line, text, sure)
    return text, sure


def lines_of(scan: Scan) -> list[Line]:
    """Return the lines read with enough confidence, from top to bottom."""
    lines = []
    for box, (text, sure) in zip(scan.boxes, scan.readings, strict=False):
        if text and sure >= BELIEVED:
            _, top, _, low = ocr.bounds(box)
            lines.append(Line(text, round(low - top, 1), top / scan.high))
    return lines


def faults_of(scan: Scan, level: Any) -> list[str]:
    """Return what reading shows to be wrong: the way it lies, and lines nobody could read."""
    found = [TURNED[scan.turn]] if scan.turn else []
    if not scan.part:
        good = [
            box
            for box, (text, sure) in zip(scan.boxes, scan.readings, strict=True)
            if text and sure >= BELIEVED
        ]
        if missed.lines(level, good):
            found.append(quality.MISSED)
        if quality.two_cards([text for text, _ in scan.readings]):
            found.append(quality.CARDS)
    return found


def as_values(scan: Scan) -> list[Any]:
    """Return the scan as plain values for JSON."""
    return [scan.turn, scan.lean, scan.high, scan.boxes, scan.readings]


def from_values(values: Any) -> Scan | None:
    """Return a scan from plain values, ``None`` when there is none."""
    try:
        turn, lean, high, boxes, readings = values
        kept = tuple((str(text), float(sure)) for text, sure in readings)
        return Scan(turn, lean, high, tuple(tuple(box) for box in boxes), kept)
    except (TypeError, ValueError):
        return None
