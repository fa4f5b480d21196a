"""Comments that people have put on cells: nothing prints them, so each is shown once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.workbook import Grid
from docgen.sources import cell_name

LONGEST = 60  # characters of a comment that a finding shows


def notes_of(grid: Grid, file: str, used: Sequence[int]) -> list[Finding]:
    """Return a notice for each comment on a row of data; equal ones are one with all its cells."""
    if not grid.scan.comments:
        return []
    data = set(used)
    places: dict[str, list[str]] = {}
    for (row, column), text in sorted(grid.scan.comments.items()):
        if row in data:
            places.setdefault(_shown(text), []).append(cell_name(row + 1, column))
    return [
        report("W014", file, grid.name, cells[0], facts={"value": text}, also=tuple(cells[1:]))
        for text, cells in places.items()
    ]


def _shown(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
