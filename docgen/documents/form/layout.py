"""Where a form wants numbers and where it wants rows: cells with the heads over and beside them.

A table is a run of rows with lines. Its heads are the rows from the first with two texts down to
the first that leaves cells open; below, an open cell is read with the heads over it and the nearest
texts to its left. A table whose heads name columns of the ledger is a list of households or
persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from docgen.documents.form.sheetgrid import Grid, Place, is_closed

NUMBERING = re.compile(r"[\d甲乙丙丁戊己庚辛壬癸A-Za-z()（）]{1,4}|栏次|列次|行次|序号")
SERIAL = re.compile(
    r"\d{1,4}|\d{1,2}(?:[.．]\d{1,2})+|[①-⑳⑴-⒇]|[一二三四五六七八九十]{1,3}[、.]?|[(（][一二三四五六七八九十\d]{1,3}[)）]"
)
NUMBER = re.compile(r"[≥≤><≧≦]?-?[\d,，]+(?:\.\d+)?(?:%|个|户|人|项|元|万元|次|条|亩)?")
"""A number that the office filled in, a target (≥90%): it is no head of the cells beside it."""
FULL_WIDTH = 0.8  # of a table's columns: a text that spans them is its title or a section's


@dataclass(frozen=True, slots=True)
class ListTable:
    """A table of rows to be filled: its heads by column, and the first and last empty row.

    ``serial`` is the column of running numbers that stands empty, if there is one.
    """

    sheet: str
    heads: tuple[tuple[int, str], ...]
    first: int
    last: int
    serial: int | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """A label outside of tables that waits for a word: 填报单位：, with the cell to fill.

    ``inside`` says that the word is to be put behind the label, in the same cell.
    """

    sheet: str
    label: str
    place: Place
    inside: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """One table: its rows of heads, its rows of data, its columns, section headings by row."""

    heads: tuple[int, ...]
    body: tuple[int, ...]
    left: int
    right: int
    sections: tuple[tuple[int, str], ...] = ()

    def section(self, row: int) -> str:
        """The section heading a row stands under, empty without one."""
        return next((text for start, text in reversed(self.sections) if start < row), "")


@dataclass(slots=True)
class _Open:
    """A segment that is being collected."""

    heads: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    sections: list[tuple[int, str]] = field(default_factory=list)


def title_of(grid: Grid) -> str:
    """Return the words above the first table: the title and what stands with it."""
    tables = segments(grid)
    first = min((row for one in tables for row in (*one.heads, *one.body)), default=grid.rows + 1)
    texts = [grid.texts[place] for place in sorted(grid.own) if place[0] < first]
    return " ".join([*texts, *_wide_heads(grid, tables)])


def _wide_heads(grid: Grid, tables: Sequence[Segment]) -> Iterator[str]:
    for one in tables:
        for row in one.heads:
            if text := spanning(grid, row, one.left, one.right):
                yield text


def segments(grid: Grid) -> list[Segment]:
    """Return the tables of a sheet, from the top."""
    found: list[Segment] = []
    for rows in _blocks(grid):
        left, right = _span(grid, rows)
        found += _tables(grid, rows, left, right)
    return found


def _blocks(grid: Grid) -> list[list[int]]:
    """Runs of rows with lines; a form without any line is one run, with an empty row below."""
    lined = sorted({row for row, _ in grid.bordered})
    if not lined:
        return [list(range(1, grid.rows + 2))] if grid.own else []
    blocks = [[lined[0]]]
    for row in lined[1:]:
        if row == blocks[-1][-1] + 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return [_with_heads(grid, rows) for rows in blocks]


def _with_heads(grid: Grid, rows: list[int]) -> list[int]:
    """The rows with the one above, where an office drew lines only around the empty cells."""
    left, right = _span(grid, rows)
    first = [grid.text(rows[0], column) for column in range(left, right + 1)]
    if any(text and not SERIAL.fullmatch(text) for text in first):
        return rows
    above = rows[0] - 1
    heads = sum((above, column) in grid.own for column in range(left, right + 1))
    return [above, *rows] if heads > max(1, (right - left + 1) // 2) else rows


def _span(grid: Grid, rows: Sequence[int]) -> tuple[int, int]:
    """The first and last column of a block."""
    inside = set(rows)
    marked = grid.bordered or grid.own
    columns = [column for row, column in marked if row in inside]
    columns += [column for row, column in grid.own if row in inside]
    return (min(columns), max(columns)) if columns else (0, 0)


def _tables(grid: Grid, rows: Sequence[int], left: int, right: int) -> Iterator[Segment]:
    current = _Open()
    for row in rows:
        if section := spanning(grid, row, left, right):
            if current.body or current.heads:
                current.sections.append((row, section))
            continue
        head = _is_head(grid, row, left, right) or (
            bool(current.heads) and _goes_on(grid, row, left, right)
        )
        if not current.heads and not current.body and texts_in(grid, row, left, right) < 2:
            continue
        if head and not current.body:
            current.heads.append(row)
        elif current.body and _begins_anew(grid, row, left, right):
            yield _closed(current, left, right)
            current = _Open(heads=[row])
        else:
            current.body.append(row)
    if current.heads or current.body:
        yield _closed(current, left, right)


def _closed(one: _Open, left: int, right: int) -> Segment:
    return Segment(tuple(one.heads), tuple(one.body), left, right, tuple(one.sections))


def spanning(grid: Grid, row: int, left: int, right: int) -> str:
    """The only text of a row when it spans the table: a title or the heading of a section."""
    origins = {grid.origin(row, c) for c in range(left, right + 1) if (row, c) in grid.texts}
    if len(origins) != 1:
        return ""
    place = origins.pop()
    area = grid.areas.get(place)
    if area is None or area.width < FULL_WIDTH * (right - left + 1) or right == left:
        return ""
    return grid.texts[place]


def texts_in(grid: Grid, row: int, left: int, right: int) -> int:
    return len({grid.origin(row, c) for c in range(left, right + 1) if (row, c) in grid.texts})


def _is_head(grid: Grid, row: int, left: int, right: int) -> bool:
    """Whether a row holds heads only: no cell is open but such as have a head right below."""
    if is_numbering(grid, row, left, right):
        return True
    for column in range(left, right + 1):
        if (row, column) in grid.formulas:
            return False
        if (row, column) not in grid.texts and (row + 1, column) not in grid.texts:
            area = grid.areas.get((row, column))
            if area is None or area.top == row:
                return False
    return True


def _goes_on(grid: Grid, row: int, left: int, right: int) -> bool:
    """Whether a row without a label has the inner heads of the row of heads above it.

    An office that does not merge leaves 脱贫户 over an empty cell beside 其中 over 女.
    """
    columns = range(left, right + 1)
    told = [column for column in columns if grid.text(row, column)]
    if not told or grid.text(row, left) or not grid.text(row + 1, left):
        return False
    heads = all(
        not says_nothing(grid.text(row, column)) and grid.is_open(row + 1, column)
        for column in told
    )
    return heads and all(grid.text(row - 1, column) for column in columns if column not in told)


def is_numbering(grid: Grid, row: int, left: int, right: int) -> bool:
    """甲 乙 1 2 3: numbers of the columns."""
    texts = [grid.text(row, column) for column in range(left, right + 1)]
    filled = [text for text in texts if text]
    return len(filled) >= max(2, len(texts) - 1) and all(
        NUMBERING.fullmatch(text) for text in filled
    )


def _begins_anew(grid: Grid, row: int, left: int, right: int) -> bool:
    """A row of heads in the middle of a block: texts all along, nothing open."""
    places = [(row, column) for column in range(left, right + 1)]
    own = [place for place in places if place in grid.own]
    return (
        len(own) >= 2
        and all(place in grid.texts for place in places)
        and not any(is_closed(grid.texts[place]) for place in places)
        and not any(grid.texts[place].replace(".", "").isdigit() for place in places[1:])
    )


def says_nothing(text: str) -> bool:
    """Whether a text beside a cell is only a running number, a target or a closed place."""
    return bool(SERIAL.fullmatch(text) or NUMBER.fullmatch(text)) or is_closed(text)


def empty_rows(grid: Grid, segment: Segment) -> list[int]:
    """Return the rows of a table that wait for entries: nothing but serial numbers in them."""
    found = []
    for row in segment.body:
        texts = [
            grid.text(row, column)
            for column in range(segment.left, segment.right + 1)
            if (row, column) in grid.texts
        ]
        opens = any(grid.is_open(row, c) for c in range(segment.left, segment.right + 1))
        if opens and all(SERIAL.fullmatch(text) for text in texts):
            found.append(row)
        elif found:
            break  # totals and remarks below the list
    return found


def captions(grid: Grid, tables: Iterable[Segment]) -> list[Caption]:
    """Return the labels outside of tables that end with a colon, and the cell that waits."""
    inside = {row for one in tables for row in (*one.heads, *one.body)}
    found = []
    for place in sorted(grid.own):
        text = grid.texts[place]
        if place[0] in inside or not text.endswith(("：", ":")):
            continue
        row, column = place
        area = grid.areas.get(place)
        beyond = area.right + 1 if area else column + 1
        if grid.is_open(row, beyond) and beyond < grid.columns:
            found.append(Caption(grid.name, text.rstrip("：:").strip(), (row, beyond), False))
        else:
            found.append(Caption(grid.name, text.rstrip("：:").strip(), place, True))
    return found
