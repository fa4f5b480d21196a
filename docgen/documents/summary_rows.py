"""The sheet 数据行 of 数据出处.xlsx: every row of every figure, each line a link into the ledger.

Rows that follow one another share a line, whose link selects all their cells. A figure whose rows
lie too scattered has a line each for the first of them and many to a line for the rest: Excel
opens only so many links, and nobody clicks thousands. No row is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from docgen.documents.links import Rows, Span, link_to_rows, of_one_sheet, rows_of
from docgen.facts.figures import Figure
from docgen.facts.figures.evidence import deciding
from docgen.folder import Folder
from docgen.sheets import Column, Sheet
from docgen.sources import At

ROWS = "数据行"
EACH = 300  # runs of rows of one figure that have a line each
FEW = 20  # … of a figure that has more of them
LINES = 10_000  # of all figures that need more than FEW, in their order; later ones get FEW
MANY = 200  # runs in one line of the others
HEAD_ROWS = 3  # title, note, header

Lines = Mapping[str, Sequence[Sequence[object]]]


def rows_of_figures(figures: Iterable[Figure]) -> dict[str, Sequence[Rows]]:
    """Return figure → its rows; figures that count the very same rows share the work."""
    known: dict[tuple[int, int, int], list[tuple[Sequence[At], Sequence[Rows]]]] = {}
    found: dict[str, Sequence[Rows]] = {}
    for figure in figures:
        places = figure.records
        if not places:
            continue
        alike = known.setdefault((len(places), id(places[0]), id(places[-1])), [])
        rows = next((rows for others, rows in alike if others == places), None)
        if rows is None and (one := of_one_sheet(places)):
            rows = [one]
            alike.append((places, rows))
        if rows is None:  # the columns of the figure choose among sheets
            rows = rows_of(places, deciding(figure))
        found[figure.name] = rows
    return found


def lines_of(
    figures: Iterable[Figure], found: Mapping[str, Sequence[Rows]], folder: Folder, book: Path
) -> Lines:
    """Return figure → its lines; the first figures get lines of their own first."""
    lines, left = {}, LINES
    for figure in figures:
        rows = found.get(figure.name, ())
        runs = sum(len(one.spans) for one in rows)
        single = runs if runs <= max(min(EACH, left), FEW) else FEW
        left = max(left - single, 0) if runs > FEW else left
        if rows:
            lines[figure.name] = list(_lines(figure, rows, single, folder, book))
    return lines


def _lines(
    figure: Figure, found: Sequence[Rows], single: int, folder: Folder, book: Path
) -> Iterator[list[object]]:
    columns = deciding(figure)
    for rows in found:
        first, rest = rows.spans[:single], rows.spans[single:]
        single -= len(first)
        parts: list[Sequence[Span]] = [[span] for span in first]
        parts += [rest[start : start + MANY] for start in range(0, len(rest), MANY)]
        for part in parts:
            link = link_to_rows(rows, part, columns, folder, book)
            yield [figure.name, Rows(rows.source, part).count, link, rows.source.file]


def starts(lines: Lines) -> dict[str, int]:
    """Return the row of the sheet where each figure's lines begin."""
    found, row = {}, HEAD_ROWS + 1
    for name, each in lines.items():
        found[name] = row
        row += len(each)
    return found


def rows_sheet(lines: Lines, title: str) -> Sheet:
    """Return the sheet of all lines."""
    return Sheet(
        name=ROWS,
        columns=[
            Column("指标", "wrap", 30),
            Column("行数", "int", 7),
            Column("位置（点开）", "wrap", 72),
            Column("文件", "wrap", 40),
        ],
        rows=[line for each in lines.values() for line in each],
        title=f"{title}：数据行",
        notes=[
            "每个指标算进去的台账行，一行不缺；相邻的行写在一起。点开“位置”到台账，选中这些行里说明这个指标的格；"
            f"太散的指标先逐处列{FEW}处，其余每{MANY}处写一行，点开到第一处。"
        ],
        page_header=title,
        frozen=1,
    )
