"""Ink that no recognised line covers, though it looks like a line of writing (漏行).

Rules of tables, seals, finger prints and pictures are not lines. Needs what the extra ``ocr``
brings (NumPy and OpenCV).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from docgen.archive.ocr import Box, bounds

WIDE = 800
"""The picture is looked at this wide: signs are then ten to twenty points high."""
INK = 60
RULE = 0.08
"""A stroke longer than this part of the width is a rule."""
USUAL = 14.0
LOWEST, HIGHEST = 0.6, 1.9
"""Of the usual height of a line; higher things are seals and pictures."""
LONG = 2.5
THIN, FULL = 0.12, 0.75
"""How much of its field the ink of a line fills: less is dust, more is a bar."""
MARGIN = 0.3


def lines(picture: Any, read: Sequence[Box]) -> int:
    """Return how many places of a grey, level picture look like lines and are not in ``read``."""
    import cv2
    import numpy

    scale = WIDE / picture.width
    small = picture.resize((WIDE, max(1, round(picture.height * scale))))
    tones = numpy.asarray(small)
    paper = float(numpy.percentile(tones, 75))
    ink = (tones < paper - INK).astype(numpy.uint8)
    high = median([(low - top) * scale for _, top, _, low in map(bounds, read)] or [USUAL])
    ink = _without_rules(ink, cv2, numpy)
    for box in read:
        left, top, right, low = (part * scale for part in bounds(box))
        rim = MARGIN * (low - top)
        upper, lower = max(0, round(top - rim)), round(low + rim)
        ink[upper:lower, max(0, round(left - high)) : round(right + high)] = 0
    # Signs of one line are joined to one field.
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, numpy.ones((3, max(3, round(high))), "uint8"))
    count, labels, fields, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    inked = numpy.bincount(labels[ink > 0].ravel(), minlength=count)
    return sum(_is_line(fields[place], inked[place], high) for place in range(1, count))


def _without_rules(ink: Any, cv2: Any, numpy: Any) -> Any:
    length = round(RULE * WIDE)
    for shape in ((1, length), (length, 1)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones(shape, "uint8"))
        ink = ink * (1 - cv2.dilate(rules, numpy.ones((3, 3), "uint8")))
    return ink


def _is_line(field: Any, inked: int, high: float) -> bool:
    _, _, wide, tall, _ = (int(part) for part in field)
    filled = inked / (wide * tall)
    return (
        LOWEST * high <= tall <= HIGHEST * high and wide >= LONG * tall and THIN <= filled <= FULL
    )
