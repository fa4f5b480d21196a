"""The head of a list for ``docgen render``: of one row or of several, with groups over columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.ledger.workbook import Grid

Place = tuple[int, int]
"""Row and column, from 0."""
NOTE = re.compile(r"[:：]|^\d{4}\s*年")
DEEPEST = 4
"""Rows of a head; a cell merged over more is no head."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a head (from 0), the name of each column, and what each repeated."""

    bottom: int
    names: Mapping[int, str]
    repeated: Mapping[int, str]


def filled(cell: object) -> bool:
    """Whether a cell says something."""
    return cell is not None and str(cell).strip() != ""


def head_row(grid: Grid) -> int | None:
    """Return the row (from 0) in which the head begins: the first with two filled cells.

    A line that only says who filled in the list and when (单位：荷塘村　日期：3月1日) is none.
    """
    for at, row in enumerate(grid.rows):
        said = [str(cell) for cell in row if filled(cell)]
        if len(said) > 1 and not all(NOTE.search(words) for words in said):
            return at
    return None


def head_of(grid: Grid, top: int) -> Head:
    """Return the head that begins in a row: a column is called by its lowest words.

    Where these stand over several columns (姓名 under 父亲 and under 母亲), the words of the group
    stand before them. A name that is still not alone is that of the first column.
    """
    bottom = _bottom(grid, top)
    texts = _texts(grid, top, bottom)
    width = max(map(len, texts), default=0)
    parts = {
        at: list(dict.fromkeys(filter(None, (row[at] for row in texts)))) for at in range(width)
    }
    lowest = Counter(words[-1] for words in parts.values() if words)
    names: dict[int, str] = {}
    repeated: dict[int, str] = {}
    for at, words in parts.items():
        if words:
            name = words[-1] if lowest[words[-1]] == 1 else "".join(words)
            (repeated if name in names.values() else names)[at] = name
    return Head(bottom, names, repeated)


def _bottom(grid: Grid, top: int) -> int:
    """The last row of the head: as deep as its merged cells say, or the groups over its columns."""
    wide = len(grid.rows[top])
    starts = [merge for merge in grid.merges if merge[0][0] == top]
    deep = [end - top for (_, left), (end, _) in starts if left < wide]
    bottom = top + max((rows for rows in deep if rows < DEEPEST), default=0)
    if bottom == top and _names_below(grid, top, set(_groups(grid, top))):
        return top + 1
    return bottom


def _groups(grid: Grid, top: int) -> Iterator[int]:
    """The columns under words that stand over several: merged, or with empty cells behind them."""
    row = grid.rows[top]
    for (start, left), (end, right) in grid.merges:
        if start == end == top and right > left:
            yield from range(left, right + 1)
    below = grid.rows[top + 1] if top + 1 < len(grid.rows) else []
    for at, cell in enumerate(row):
        if not filled(cell) and at < len(below) and filled(below[at]) and at > 0:
            first = max((n for n in range(at) if filled(row[n])), default=None)
            if first is not None:
                yield from range(first, at + 1)


def _names_below(grid: Grid, top: int, groups: set[int]) -> bool:
    """Whether the row below holds words under groups alone, one at least under each column."""
    if not groups or top + 1 >= len(grid.rows):
        return False
    below = {at: cell for at, cell in enumerate(grid.rows[top + 1]) if filled(cell)}
    words = all(isinstance(cell, str) for cell in below.values())
    return words and bool(below) and set(below) == groups


def _texts(grid: Grid, top: int, bottom: int) -> list[list[str]]:
    """The words of the head's rows; those of merged cells in each of their places."""
    rows = grid.rows[top : bottom + 1]
    width = max(map(len, rows), default=0)
    texts = [
        [str(row[at]).strip() if at < len(row) and filled(row[at]) else "" for at in range(width)]
        for row in rows
    ]
    for (start, left), (end, right) in grid.merges:
        if start >= top and end <= bottom and left < width:
            for row in range(start, end + 1):
                for at in range(left, min(right, width - 1) + 1):
                    texts[row - top][at] = texts[start - top][left]
    for at in range(1, width):  # a group without merged cells
        if not texts[0][at] and bottom > top and texts[-1][at]:
            texts[0][at] = texts[0][at - 1]
    return texts


def carried(grid: Grid, below: int) -> Mapping[int, Mapping[int, Place]]:
    """Return row → column → the cell that holds the value of a cell merged over rows."""
    found: dict[int, dict[int, Place]] = {}
    for (top, left), (end, _) in grid.merges:
        if top > below:
            for row in range(top + 1, min(end, len(grid.rows) - 1) + 1):
                found.setdefault(row, {})[left] = (top, left)
    return found


def with_carried(row: Sequence[object], held: Mapping[int, Place], grid: Grid) -> list[object]:
    """The cells of a row with the values of the cells merged over it."""
    cells = list(row)
    for column, (top, left) in held.items():
        cells += [None] * (column + 1 - len(cells))
        cells[column] = grid.rows[top][left]
    return cells
