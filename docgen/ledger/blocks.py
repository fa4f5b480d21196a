"""Tables that stand side by side on one sheet, with an empty column between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from docgen.ledger.headers import DEPTH, SEARCHED_ROWS, Confirmed, recognise
from docgen.ledger.workbook import Grid

MOST_GAPS = 8  # empty columns; a sheet with more is no row of tables


def beside(grid: Grid, stem: str, confirmed: Confirmed) -> list[Grid]:
    """Return the tables of a sheet from left to right; the sheet itself where there is one only.

    Each must be a whole table by itself, with all that its kind requires: a column that was left
    empty within a table divides nothing.
    """
    gaps = _empty_columns(grid.rows)
    if not gaps:
        return [grid]
    if len(gaps) > MOST_GAPS:
        return [grid]
    width = max(map(len, grid.rows))
    edges = [-1, *gaps, width]
    parts = [
        grid.part(left + 1, right) for left, right in itertools.pairwise(edges) if right > left + 1
    ]
    for place, part in enumerate(parts):
        found = recognise(part, stem if not place else "", confirmed, None if not place else "")
        if found is None or found.missing:
            return [grid]
    return parts if len(parts) > 1 else [grid]


def _empty_columns(rows: Sequence[Sequence[object]]) -> list[int]:
    """Columns without any cell between filled ones; the first rows rule most of them out."""
    top = rows[: SEARCHED_ROWS + DEPTH]
    width = max(map(len, top), default=0)
    filled = [column for column in range(width) if _is_filled(top, column)]
    if not filled:
        return []
    inside = set(range(filled[0], filled[-1])) - set(filled)
    return sorted(column for column in inside if not _is_filled(rows, column))


def _is_filled(rows: Sequence[Sequence[object]], column: int) -> bool:
    return any(len(row) > column and row[column] not in ("", None) for row in rows)
