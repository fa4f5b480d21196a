"""Recognising scans with RapidOCR, when the extra ``ocr`` is installed.

Loaded only when the first picture comes. The direction classifier is off (it drops lines), the
longer side is limited to 960 pixels: 2.4 s a page on one core with every line found.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any

from docgen.archive.lines import Line

SETTINGS = {
    "Global.use_cls": False,
    "Global.log_level": "error",
    "Det.limit_type": "max",
    "Det.limit_side_len": 960,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
BELIEVED = 0.5


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


def lines(picture: Any) -> list[Line]:
    """Return the recognised lines from top to bottom; none when the extra is not installed."""
    if not engine():
        return []
    import numpy  # type: ignore[import-not-found, unused-ignore]

    answer = _recogniser()(numpy.asarray(picture.convert("RGB")))
    if answer.txts is None:
        return []
    height = picture.height
    found = [
        _line(box, text, height)
        for box, text, score in zip(answer.boxes, answer.txts, answer.scores, strict=True)
        if score >= BELIEVED and text.strip()
    ]
    return [line for _, line in sorted(found, key=lambda entry: entry[0])]


def _line(box: Any, text: str, page_height: int) -> tuple[tuple[int, float], Line]:
    """A line and its place in reading order: rows of two per cent of the page, then left."""
    left, top = float(min(point[0] for point in box)), float(min(point[1] for point in box))
    bottom = float(max(point[1] for point in box))
    row = round((top + bottom) / 2 / page_height * 50)
    return (row, left), Line(text.strip(), round(bottom - top, 1), top / page_height)
