"""Links from a made workbook back to the rows of the ledger."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from docgen.folder import Folder
from docgen.sheets import Link, outside
from docgen.sources import At


def link_to(at: At | None, folder: Folder, book: Path, *, column: str = "") -> Link | str:
    """Return a link from the workbook ``book`` to a row of the ledger, relative to ``book``.

    Where no relative path leads there (another drive), the place is given as text.
    """
    if at is None:
        return ""
    cell = at.cell(column) if column else at.cell()
    at = at.of(column) if column else at
    words = f"{at.sheet} 第{at.row}行" if at.sheet else f"{Path(at.file).stem} 第{at.row}页"
    path = _path_to(folder.root, at.file, book)
    return Link(words, outside(path, at.sheet, cell)) if path else words


@lru_cache(maxsize=256)
def _path_to(root: Path, file: str, book: Path) -> str:
    """One file for thousands of rows."""
    return path_to(root / file, book)


def path_to(file: Path, book: Path) -> str:
    """Return the path from the folder of ``book`` to a file; empty where none leads there."""
    try:
        return os.path.relpath(file, book.parent).replace(os.sep, "/")
    except ValueError:
        return ""


def rows_text(places: Sequence[At]) -> str:
    """Return ``户信息 3-5、9行`` for rows of one or several sheets, in their order."""
    sheets: dict[tuple[str, str], list[int]] = {}
    for at in places:
        sheets.setdefault((at.file, at.sheet), []).append(at.row)
    return "；".join(
        f"{sheet} {ranges(rows)}行" if sheet else f"{Path(file).stem} {ranges(rows)}页"
        for (file, sheet), rows in sheets.items()
    )


def ranges(rows: Sequence[int]) -> str:
    """Return row numbers with neighbours joined: ``3-5、9``."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return "、".join(str(low) if low == high else f"{low}-{high}" for low, high in spans)
