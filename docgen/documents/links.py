"""Links from a made workbook back to the rows of the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import sub
from pathlib import Path

from docgen.folder import Folder
from docgen.sheets import Link, outside
from docgen.sources import At, SheetRef, column_name


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


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one sheet in their order, neighbours joined: (3, 5) are rows 3, 4 and 5."""

    source: SheetRef
    spans: Sequence[Span]

    @property
    def count(self) -> int:
        """How many rows they are."""
        return sum([high - low + 1 for low, high in self.spans])

    def words(self, spans: Sequence[Span], ordinal: str = "") -> str:
        """Return some of the rows in words: ``户信息 3-5、9行``; ``ordinal`` stands before them.

        A file without sheets has pages: ``合同 2页``.
        """
        name, unit = self.source.sheet, "行"
        if not name:
            name, unit = Path(self.source.file).stem, "页"
        return f"{name} {ordinal}{joined(spans)}{unit}"


def link_to_rows(
    rows: Rows, spans: Sequence[Span], columns: Sequence[str], folder: Folder, book: Path
) -> Link | str:
    """Return a link that tells these runs of rows and selects the cells of the first of them.

    The cells are those of the first of ``columns`` that the sheet has, else of its first column.
    """
    place, column = rows.source, column_name(_index(rows.source, columns))
    low, high = spans[0]
    cell = f"{column}{low}" + (f":{column}{high}" if high > low else "")
    path, words = _path_to(folder.root, place.file, book), rows.words(spans, "第")
    return Link(words, outside(path, place.sheet, cell)) if path else words


def rows_of(places: Sequence[At], columns: Sequence[str] = ()) -> list[Rows]:
    """Return the rows of these places, sheet by sheet as they come.

    Of a record put together from several sheets the row counts that has the first of ``columns``.
    """
    if one := of_one_sheet(places):
        return [one]
    found: dict[tuple[str, str, int], tuple[SheetRef, list[int]]] = {}
    for place in places:
        at = place.of(next((name for name in columns if place.has(name)), ""))
        key = (at.file, at.sheet, _index(at.source, columns))
        found.setdefault(key, (at.source, []))[1].append(at.row)
    return [Rows(source, neighbours(rows)) for source, rows in found.values()]


def of_one_sheet(places: Sequence[At]) -> Rows | None:
    """Return the rows if one sheet has them all, whatever the column, as is nearly always so."""
    source = places[0].source if places else None
    rows = [at.row for at in places if at.source is source and not at.more]
    return Rows(source, neighbours(rows)) if source and len(rows) == len(places) else None


def _index(source: SheetRef, columns: Sequence[str]) -> int:
    return next((source.columns[name] for name in columns if name in source.columns), 0)


def neighbours(rows: Iterable[int]) -> list[Span]:
    """Return first and last of each run of rows that follow one another."""
    ordered = sorted(set(rows))
    if not ordered:
        return []
    gaps = list(map((1).__lt__, map(sub, ordered[1:], ordered)))
    firsts, lasts = compress(ordered[1:], gaps), compress(ordered, gaps)
    return list(zip([ordered[0], *firsts], [*lasts, ordered[-1]], strict=True))


def joined(spans: Iterable[Span]) -> str:
    """Return runs of rows in words: ``3-5、9``."""
    return "、".join([str(low) if low == high else f"{low}-{high}" for low, high in spans])


def rows_text(places: Sequence[At]) -> str:
    """Return ``户信息 3-5、9行`` for rows of one or several sheets, in their order."""
    return "；".join(rows.words(rows.spans) for rows in rows_of(places))
