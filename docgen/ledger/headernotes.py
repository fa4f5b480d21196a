"""What is said of a sheet's header: columns not known, missing, doubled; a rival reading."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.headers import Layout
from docgen.ledger.schema import plain
from docgen.ledger.workbook import Grid
from docgen.sources import cell_name

ANY_COLUMN = "规定的列名"  # where no column is near an unknown header


def header_notes(grid: Grid, layout: Layout, file: str, used: Iterable[int]) -> list[Finding]:
    """Return the notes on a header and on what is hidden of the table below it."""

    def note(code: str, row: int, index: int, facts: Mapping[str, object]) -> Finding:
        return report(code, file, grid.name, cell_name(row + 1, index), facts=facts)

    row = layout.band.bottom
    used = list(used)
    notes = [
        note("W005", row, index, _unknown(layout, text))
        for index, text in layout.unknown
        if not _only_spanned(grid, (row, *used), index)
    ]
    for name, others in layout.doubles.items():
        first = cell_name(row + 1, layout.columns[name])
        facts = {"column": name, "count": len(others) + 1, "cell": first}
        notes.append(note("W006", row, others[0], facts))
    lacking = "、".join(layout.missing)
    if lacking:
        notes.append(note("W008", row, 0, {"columns": lacking, "value": lacking}))
    if layout.rival:
        notes.append(note("W009", row, 0, {"kind": layout.spec.name, "other": layout.rival}))
    out_of_sight = grid.scan.hidden_columns & set(layout.columns.values())
    if out_of_sight:
        notes.append(note("W015", row, min(out_of_sight), {"count": len(out_of_sight)}))
    hidden = grid.scan.hidden & {row + 1 for row in used}
    if hidden:
        notes.append(note("W010", min(hidden) - 1, 0, {"count": len(hidden)}))
    return notes


def _only_spanned(grid: Grid, numbers: Iterable[int], index: int) -> bool:
    """Whether a column is empty and only a group title above it reaches over it."""
    cells = (grid.rows[n][index] for n in numbers if index < len(grid.rows[n]))
    return all(cell is None or not str(cell).strip() for cell in cells)


def _unknown(layout: Layout, text: str) -> dict[str, object]:
    """The remedy holds the very line that makes the spelling known; see confirmed.py."""
    free = [name for name in layout.spec.columns if name not in layout.columns]
    near = difflib.get_close_matches(plain(text), free, n=1, cutoff=0.5)
    return {
        "value": text,
        "likely": f"，最像“{near[0]}”" if near else "",
        "sheet": layout.spec.name,
        "header": plain(text).replace('"', ""),
        "name": near[0] if near else ANY_COLUMN,
    }
