"""The heads over and beside an open cell, with what a part (其中) is a part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from docgen.documents.form.layout import (
    ListTable,
    Segment,
    is_numbering,
    says_nothing,
    spanning,
    texts_in,
)
from docgen.documents.form.parts import Label, Reading, is_bare, marked, readings
from docgen.documents.form.sheetgrid import Grid, Place

Texts = tuple[str, ...]
MOST_WAYS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """An open cell: the heads over it (outermost first) and beside it.

    ``others`` are further ways to read them, beside and over, where the form does not show for
    certain what a part is a part of.
    """

    sheet: str
    place: Place
    over: Texts = ()
    beside: Texts = ()
    others: tuple[tuple[Texts, Texts], ...] = ()


def slots(grid: Grid, tables: Iterable[Segment], taken: Iterable[ListTable]) -> list[Slot]:
    """Return the open cells that have heads, outside of lists."""
    lists = {one.first for one in taken}
    found = []
    for segment in tables:
        if lists & set(segment.body):
            continue  # a list; what stands under it are sums, which are formulas, or remarks
        for row in segment.body:
            if not grid.bordered and _is_behind(grid, segment, row):
                continue
            # Without lines nothing shows the empty cell behind the last label.
            behind = not grid.bordered and bool(grid.text(row, segment.right))
            last = segment.right + behind
            for column in range(segment.left, last + 1):
                if grid.is_open(row, column) and (slot := _slot(grid, segment, (row, column))):
                    found.append(slot)
    return found


def _slot(grid: Grid, segment: Segment, place: Place) -> Slot | None:
    above, sides = _over_ways(grid, segment, place[1]), _beside_ways(grid, segment, place)
    ways = list(dict.fromkeys(product(sides, above)))[:MOST_WAYS]
    if not any(ways[0]) or _is_only_lead(grid, segment, place):
        return None
    beside, over_it = ways[0]
    return Slot(grid.name, place, over_it, beside, tuple(ways[1:]))


def _is_only_lead(grid: Grid, segment: Segment, place: Place) -> bool:
    """Whether a row says nothing but 其中: the rows below have the numbers."""
    places = _places_beside(grid, segment, place)
    return bool(places) and places[-1][0] == place[0] and is_bare(grid.texts[places[-1]])


def _is_behind(grid: Grid, segment: Segment, row: int) -> bool:
    """Whether a row is the empty one below a form without lines, whose rows have labels."""
    told = [at for at in segment.body if texts_in(grid, at, segment.left, segment.right)]
    return bool(told) and row > told[-1]


def over(grid: Grid, segment: Segment, column: int) -> Texts:
    """Return the heads over a column, outermost first; numbers of columns are no heads."""
    return tuple(grid.texts[place] for _, place in _heads(grid, segment, column))


def _heads(grid: Grid, segment: Segment, column: int) -> list[tuple[int, Place]]:
    """The rows of heads that have a head over a column, with its place."""
    found: list[tuple[int, Place]] = []
    for row in _rows_of_heads(grid, segment):
        place = _head_place(grid, segment, row, column)
        if place is not None and place not in [one for _, one in found]:
            found.append((row, place))
    return found


def _rows_of_heads(grid: Grid, segment: Segment) -> Iterator[int]:
    left, right = segment.left, segment.right
    for row in segment.heads:
        if not is_numbering(grid, row, left, right) and not spanning(grid, row, left, right):
            yield row


def _head_place(grid: Grid, segment: Segment, row: int, column: int) -> Place | None:
    """Where the head of a row over a column stands: a head may reach over empty cells beside it."""
    if (row, column) in grid.texts:
        return grid.origin(row, column)
    if row == segment.heads[-1]:
        return None
    for before in range(column - 1, segment.left - 1, -1):
        if (row, before) in grid.texts:
            place = grid.origin(row, before)
            reaches = (row + 1, before) in grid.own  # it has heads of its own below
            return place if reaches else None
    return None


def _over_ways(grid: Grid, segment: Segment, column: int) -> list[Texts]:
    """The heads over a column, with the wholes of parts, in every way they can be read."""
    steps = []
    for depth, (row, place) in enumerate(heads := _heads(grid, segment, column)):
        outer = heads[depth - 1][1] if depth else None
        labels = _labels_beside(grid, segment, row, place, outer)
        steps.append((grid.texts[place], readings(labels, len(labels) - 1)))
    return _ways(steps)


def _labels_beside(
    grid: Grid, segment: Segment, row: int, place: Place, outer: Place | None
) -> list[Label]:
    """The heads of a row under one outer head, up to this one; those over labels are left out."""
    found: list[Place] = []
    for column in range(segment.left, place[1]):
        heads = [one for at, one in _heads(grid, segment, column) if at <= row]
        if not heads or not _is_open(grid, segment, column):
            continue
        head = heads[-1]
        if outer is None or outer in heads:
            here = heads[0] if outer is None else head
            if here not in (*found, place, outer):
                found.append(here)
    return [
        Label(grid.texts[one], holds=is_bare(grid.texts[one]) and (row + 1, one[1]) in grid.own)
        for one in (*found, place)
    ]


def _is_open(grid: Grid, segment: Segment, column: int) -> bool:
    """Whether cells of a column are to be filled, by people or by formulas."""
    return any(grid.is_open(row, column) or (row, column) in grid.formulas for row in segment.body)


def _beside_ways(grid: Grid, segment: Segment, place: Place) -> list[Texts]:
    """The texts to the left of a cell, with the wholes of parts, in every way to read them."""
    row = place[0]
    steps = []
    places = _places_beside(grid, segment, place)
    for depth, one in enumerate(places):
        labels, at = _labels_below(grid, segment, row, one, places[depth - 1] if depth else None)
        steps.append((grid.texts[one], readings(labels, at)))
    section = segment.section(row)
    return [(section, *way) if section else way for way in _ways(steps)]


def _places_beside(grid: Grid, segment: Segment, place: Place) -> list[Place]:
    """The nearest texts to the left of a cell, outermost first, serial numbers left out.

    其中 that stands once above empty cells counts for them all.
    """
    row, column = place
    at = column - 1
    while at >= segment.left and not grid.text(row, at):
        at -= 1
    found: list[Place] = []
    while at >= segment.left and (one := _holder(grid, segment, row, at)):
        if one not in found:
            found.append(one)
        at -= 1
    return [one for one in reversed(found) if not says_nothing(grid.texts[one])]


def _holder(grid: Grid, segment: Segment, row: int, column: int) -> Place | None:
    """The place of the text that stands for a cell: its own, or 其中 over empty cells."""
    if grid.text(row, column):
        return grid.origin(row, column)
    above = [at for at in segment.body if at < row and grid.text(at, column)]
    if above and is_bare(grid.text(above[-1], column)):
        return grid.origin(above[-1], column)
    return None


def _labels_below(
    grid: Grid, segment: Segment, row: int, place: Place, outer: Place | None
) -> tuple[list[Label], int]:
    """The labels of a column under one outer label and section, and which of them this is."""
    column = place[1]
    found: list[Place] = []
    for at in segment.body:
        if at > row:
            break
        one = _holder(grid, segment, at, column)
        if one is None or one in found or segment.section(at) != segment.section(row):
            continue
        same = outer is None or _holder(grid, segment, at, outer[1]) == outer
        if one == place or (same and not says_nothing(grid.texts[one])):
            found.append(one)
    return [_label(grid, segment, one) for one in found], found.index(place)


def _label(grid: Grid, segment: Segment, place: Place) -> Label:
    row, column = place
    before = [
        grid.texts[row, at] for at in range(segment.left, column)
        if (row, at) in grid.own and says_nothing(grid.texts[row, at])
    ]  # fmt: skip
    text, number = grid.texts[place], before[-1] if before else ""
    holds = is_bare(text) and any(
        (row, at) in grid.own and not says_nothing(grid.texts[row, at])
        for at in range(column + 1, segment.right + 1)
    )
    return Label(text, grid.indents.get(place, 0), number, holds)


def _ways(steps: Sequence[tuple[str, list[Reading]]]) -> list[Texts]:
    """Every combination of the readings of some heads; parts bear 其中, 其中 alone goes."""
    found: list[Texts] = []
    for combined in product(*(ways for _, ways in steps)):
        texts: list[str] = []
        part = False
        for (text, _), reading in zip(steps, combined, strict=True):
            texts += [one for one in reading.wholes if one not in texts]
            part = part or reading.is_part
            if is_bare(text):
                part = True
            else:
                texts.append(marked(text) if part and (texts or reading.is_part) else text)
                part = False
        found.append(tuple(texts))
    return found[:MOST_WAYS]
