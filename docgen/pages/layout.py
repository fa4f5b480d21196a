"""The grid of places for pages on a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.errors import PageTooLarge

SHEETS: Mapping[str, tuple[float, float]] = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}
A4 = SHEETS["a4"]
UPS = (8, 4, 2)
SLACK = 1.0
"""Millimetres a page may be larger than its place: A7 eight-up is 296 x 210, A6 is 105 x 148."""
# Grids (across, down) for so many pages a side. Pages that are folded stand in pairs.
PAIRS = {2: ((2, 1),), 4: ((2, 2), (4, 1)), 8: ((4, 2), (2, 4))}
FOLDS = {2: ((2, 1),), 4: ((2, 2),), 8: ((4, 2), (2, 4))}
SINGLES = {2: ((2, 1), (1, 2)), 4: ((2, 2), (4, 1), (1, 4)), 8: ((4, 2), (2, 4))}


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet and its grid of places; a page as printed, and how much smaller than it was. mm."""

    width: float
    height: float
    across: int
    down: int
    page_width: float
    page_height: float
    scale: float = 1.0
    paired: bool = True

    @property
    def up(self) -> int:
        return self.across * self.down

    @property
    def columns(self) -> int:
        """Pieces beside each other: a pair of pages, or one page."""
        return self.across // 2 if self.paired else self.across

    @property
    def pieces(self) -> int:
        return self.columns * self.down

    @property
    def piece_width(self) -> float:
        return self.width / self.columns

    @property
    def piece_height(self) -> float:
        return self.height / self.down

    def middle(self, column: int, row: int) -> tuple[float, float]:
        """Where the middle of a page's place lies; columns of pages, rows from the top."""
        y = self.height - (row + 0.5) * self.piece_height
        if not self.paired:
            return (column + 0.5) * self.piece_width, y
        spine = (column // 2 + 0.5) * self.piece_width
        return spine + (column % 2 - 0.5) * self.page_width, y


def layout_for(
    width: float,
    height: float,
    sheet: tuple[float, float] = A4,
    *,
    up: int = 0,
    scheme: str = "saddle",
) -> Layout:
    """Return the grid for pages of this size in mm: the given ``up``, else the most that fit.

    With ``up``, pages too large for their place are made smaller; without, PageTooLarge is raised
    when not even two fit.
    """
    if up:
        return max(_layouts(width, height, sheet, up, scheme), key=_goodness)
    for most in UPS:
        best = max(_layouts(width, height, sheet, most, scheme), key=_goodness)
        if best.scale == 1.0:
            return best
    raise PageTooLarge(width=round(width), height=round(height))


def _layouts(
    width: float, height: float, sheet: tuple[float, float], up: int, scheme: str
) -> Iterator[Layout]:
    grids = {"cut-stack": SINGLES, "fold": FOLDS}.get(scheme, PAIRS)[up]
    for across, down in grids:
        for wide, high in (sheet, sheet[::-1]):
            scale = min(1.0, (wide + SLACK) / (across * width), (high + SLACK) / (down * height))
            paired = scheme != "cut-stack"
            yield Layout(
                wide, high, across, down, width * scale, height * scale, scale, paired=paired
            )


def _goodness(layout: Layout) -> tuple[float, bool, bool]:
    return layout.scale, layout.across == layout.down, layout.width > layout.height
