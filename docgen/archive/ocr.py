"""Recognising scans with RapidOCR, when the extra ``ocr`` is installed.

Loaded only when the first picture comes. Lines are found first and then read one by one, so that
the lines of a title can be read without the rest and the rest later without the title. The
direction classifier is off (it drops lines); the longer side is limited to 960 pixels for finding.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from math import atan2, hypot
from typing import Any

SETTINGS = {
    "Global.use_cls": False,
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
BELIEVED = 0.5
"""A reading of less confidence is no reading."""
TALL = 1.5
Box = tuple[float, float, float, float, float, float, float, float]
"""The corners of a line, x and y: upper left, upper right, lower right, lower left."""


@cache
def engine() -> str:
    """Return the name and version of the recogniser, "" when the extra is not installed."""
    if not importlib.util.find_spec("rapidocr") or not importlib.util.find_spec("onnxruntime"):
        return ""
    from importlib.metadata import version

    return f"rapidocr-{version('rapidocr')}"


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR  # type: ignore[import-not-found, unused-ignore]

    return RapidOCR(params=SETTINGS)


def _array(picture: Any) -> Any:
    import numpy  # type: ignore[import-not-found, unused-ignore]

    return numpy.asarray(picture.convert("RGB"))


def boxes(picture: Any) -> list[Box]:
    """Return where lines stand, in the order of reading; it does not matter how they lie."""
    answer = _recogniser()(_array(picture), use_det=True, use_cls=False, use_rec=False)
    found = answer.boxes if answer is not None and answer.boxes is not None else []
    flat = [_box(box) for box in found]
    return sorted(flat, key=lambda box: _place(box, picture))


def _box(corners: Any) -> Box:
    """The corners from the upper left on, whatever order a leaning line was found in."""
    points = [(round(float(x), 1), round(float(y), 1)) for x, y in corners]
    middle_x, middle_y = sum(x for x, _ in points) / 4, sum(y for _, y in points) / 4
    points.sort(key=lambda point: atan2(point[1] - middle_y, point[0] - middle_x))
    first = max(range(4), key=lambda at: _rightward(points[at], points[(at + 1) % 4]))
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[first:] + points[:first]
    return x0, y0, x1, y1, x2, y2, x3, y3


def _rightward(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How nearly an edge runs to the right: 1 when it is level."""
    across, down = other[0] - one[0], other[1] - one[1]
    return across / (hypot(across, down) or 1.0)


def _place(box: Box, picture: Any) -> tuple[int, float]:
    """Reading order: rows of two per cent of the page, then from the left."""
    _, top, _, low = bounds(box)
    return round((top + low) / 2 / picture.height * 50), min(box[0::2])


def bounds(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, right and lower edge of a line."""
    return min(box[0::2]), min(box[1::2]), max(box[0::2]), max(box[1::2])


def sides(box: Box) -> tuple[float, float]:
    """Return length along and height across a line whose corners lie as ``Box`` says."""
    x0, y0, x1, y1, _, _, x3, y3 = box
    return hypot(x1 - x0, y1 - y0), hypot(x3 - x0, y3 - y0)


def cut(picture: Any, box: Box, turn: int | None = None) -> Any:
    """Return the picture of one line, level; ``turn`` degrees against the clock, else as it lies.

    A line that stands upright (in a narrow cell) is laid down.
    """
    from PIL import Image

    x0, y0, x1, y1, x2, y2, x3, y3 = box
    wide, high = (max(1, round(side)) for side in sides(box))
    corners = (x0, y0, x3, y3, x2, y2, x1, y1)
    line = picture.transform((wide, high), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    if turn is None:
        turn = 90 if high >= TALL * wide else 0
    return line.rotate(turn, expand=True) if turn else line


def read(line: Any) -> tuple[str, float]:
    """Return the text of the picture of one line and how sure that is (0 … 1)."""
    answer = _recogniser()(_array(line), use_det=False, use_cls=False, use_rec=True)
    texts, scores = answer.txts, answer.scores
    return (str(texts[0]).strip(), round(float(scores[0]), 4)) if texts else ("", 0.0)
