"""Marks on imposed sheets: where to cut, fold and trim, register crosses, steps of signatures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from docgen.pages.imposition import Scheme
from docgen.pages.layout import Layout
from docgen.pages.stamp import MM

TICK = 4.0
"""Millimetres of the marks where to cut and fold."""
TARGET = 2.5
"""Radius in mm of a register cross; it is drawn where a margin has room for two of them."""
BEND = 0.5522847498
"""A quarter of a circle as one Bezier curve."""
STEPS = 8
"""Signatures before the steps on the spine begin again at the top."""


def marks(scheme: Scheme, style: str) -> Iterator[str]:
    """Yield the drawing that every side has; ``style`` is none, light (cut and fold) or full."""
    if style == "none":
        return
    layout = scheme.layout
    yield "q 0.7 G 0.25 w" if style == "light" else "q 0 G 0.25 w"
    yield from _cuts(scheme)
    yield from _corners(layout)
    if style == "full":
        yield from _targets(layout)
    yield from _folds(scheme)
    yield "Q"


def has_room(layout: Layout) -> bool:
    """Whether register crosses find a margin on the sheet."""
    return max(_margins(layout)) >= 2 * TARGET + 1


def _margins(layout: Layout) -> tuple[float, float]:
    """Free paper beside the outermost pages: left and right, top and bottom."""
    if layout.paired:
        beside = layout.piece_width / 2 - layout.page_width
    else:
        beside = (layout.piece_width - layout.page_width) / 2
    return beside, (layout.piece_height - layout.page_height) / 2


def _cuts(scheme: Scheme) -> Iterator[str]:
    """Lines along which the pile is cut; a sheet that is folded whole is not cut."""
    layout = scheme.layout
    if scheme.name == "fold":
        return
    for column in range(1, layout.columns):
        x = column * layout.piece_width
        yield _line(x, 0, x, layout.height)
    for row in range(1, layout.down):
        y = row * layout.piece_height
        yield _line(0, y, layout.width, y)


def _folds(scheme: Scheme) -> Iterator[str]:
    """Dashed ticks: at each spine, and at every fold of a sheet that is folded whole."""
    layout = scheme.layout
    if not layout.paired:
        return
    yield "[2 1.5] 0 d"
    whole = scheme.name == "fold"
    step = layout.width / layout.across
    ends = (0, layout.down) if whole else range(layout.down + 1)
    for fold in range(1, layout.across):
        if fold % 2 or whole:
            for row in ends:
                y = row * layout.piece_height
                yield _line(
                    fold * step, max(y - TICK, 0), fold * step, min(y + TICK, layout.height)
                )
    for row in range(1, layout.down) if whole else ():
        y = row * layout.piece_height
        yield _line(0, y, TICK, y)
        yield _line(layout.width - TICK, y, layout.width, y)


def _corners(layout: Layout) -> Iterator[str]:
    """Ticks outside the corners of each piece that has paper around it to be trimmed."""
    beside, above = _margins(layout)
    if max(beside, above) < 1:
        return
    half = layout.page_width if layout.paired else layout.page_width / 2
    tall = layout.page_height / 2
    for column, row in product(range(layout.columns), range(layout.down)):
        x, y = (column + 0.5) * layout.piece_width, (row + 0.5) * layout.piece_height
        for across, up in product((-1, 1), (-1, 1)):
            edge, end = x + across * half, y + up * tall
            if beside >= 1:
                reach = min(TICK, beside)
                yield _line(edge + across * 0.5, end, edge + across * reach, end)
            if above >= 1:
                reach = min(TICK, above)
                yield _line(edge, end + up * 0.5, edge, end + up * reach)


def _targets(layout: Layout) -> Iterator[str]:
    """Register crosses in the middle of those margins of the sheet that have room."""
    beside, above = _margins(layout)
    middle_x, middle_y = layout.width / 2, layout.height / 2
    if beside >= 2 * TARGET + 1:
        yield from _target(beside / 2, middle_y)
        yield from _target(layout.width - beside / 2, middle_y)
    if above >= 2 * TARGET + 1:
        yield from _target(middle_x, above / 2)
        yield from _target(middle_x, layout.height - above / 2)


def _target(x: float, y: float) -> Iterator[str]:
    yield _line(x - TARGET, y, x + TARGET, y)
    yield _line(x, y - TARGET, x, y + TARGET)
    x, y, r = x * MM, y * MM, TARGET * MM * 0.6
    k = r * BEND
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    drawn = " ".join(" ".join(f"{number:.2f}" for number in curve) + " c" for curve in curves)
    yield f"{x + r:.2f} {y:.2f} m {drawn} S"


def steps(scheme: Scheme, side: int) -> Iterator[str]:
    """A black step on the outer spine of each signature: piled up rightly they make a stair."""
    for step in scheme.steps:
        if step.side == side:
            y = step.y + 18 - (step.number % STEPS) * 5
            yield f"q 0 g {(step.x - 0.6) * MM:.2f} {y * MM:.2f} {1.2 * MM:.2f} {4 * MM:.2f} re f Q"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1 * MM:.2f} {y1 * MM:.2f} m {x2 * MM:.2f} {y2 * MM:.2f} l S"
