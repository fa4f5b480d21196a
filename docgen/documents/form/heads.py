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
from docgen.documents.form.parts import Label, Reading, is_bare, label_of, marked, readings
from docgen.documents.form.sheetgrid import Grid, Place

Texts = tuple[str, ...]
Step = tuple[str, list[Reading]]
"""A head and the ways to read it."""
MOST_WAYS = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """An open cell: the heads over it (outermost first) and beside it.

    ``others`` are further ways to read them, beside and over, where the form does not show for
    certain what a part is a part of; ``perhaps`` those that count only if they make sense.
    """

    sheet: str
    place: Place
    over: Texts = ()
    beside: Texts = ()
    others: tuple[tuple[Texts, Texts], ...] = ()
    perhaps: tuple[tuple[Texts, Texts], ...] = ()


def slots(grid: Grid, tables: Iterable[Segment], taken: Iterable[ListTable]) -> list[Slot]:
    """Return the open cells that have heads, outside of lists."""
    lists = {one.first for one in taken}
    found: list[Slot] = []
    for segment in tables:
        if not lists & set(segment.body):
            found += _Table(grid, segment).slots()
        # Under a list stand sums, which are formulas, or remarks.
    return found


def over(grid: Grid, segment: Segment, column: int) -> Texts:
    """Return the heads over a column, outermost first; numbers of columns are no heads."""
    return tuple(grid.texts[place] for _, place in heads_over(grid, segment, column))


def heads_over(grid: Grid, segment: Segment, column: int) -> list[tuple[int, Place]]:
    """Return the rows of heads that have a head over a column, with its place."""
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


class _Table:
    """One table of a form; what its labels are parts of is read once a column."""

    def __init__(self, grid: Grid, segment: Segment) -> None:
        self.grid, self.segment = grid, segment
        columns = range(segment.left, segment.right + 2)
        self.heads = {column: heads_over(grid, segment, column) for column in columns}
        self._over: dict[int, list[Texts]] = {}
        self._beside: dict[tuple[int, tuple[Place, ...]], list[Texts]] = {}
        self._holders: dict[int, dict[int, Place]] = {}
        self._below: dict[tuple[int, Place | None, str], dict[Place, Step]] = {}

    def slots(self) -> list[Slot]:
        """The open cells that have heads."""
        grid, segment = self.grid, self.segment
        found = []
        told = [at for at in segment.body if texts_in(grid, at, segment.left, segment.right)]
        for row in segment.body:
            if not grid.bordered and told and row > told[-1]:
                continue  # the empty row below a form without lines
            # Without lines nothing shows the empty cell behind the last label.
            behind = not grid.bordered and bool(grid.text(row, segment.right))
            for column in range(segment.left, segment.right + 1 + behind):
                if not grid.is_open(row, column) or self._is_label(row, column):
                    continue
                if slot := self._slot(row, column):
                    found.append(slot)
        return found

    def _slot(self, row: int, column: int) -> Slot | None:
        places = self._places_beside(row, column)
        above, sides = self._over_ways(column), self._beside_ways(row, places)
        ways = list(dict.fromkeys(product(sides, above)))[:MOST_WAYS]
        if not any(ways[0]) or self._is_only_lead(row, column, places):
            return None
        beside, over_it = ways[0]
        outer = self._outer_above(row, places)
        perhaps = tuple(((outer, *beside), over_it) for beside, over_it in ways if outer)
        return Slot(self.grid.name, (row, column), over_it, beside, tuple(ways[1:]), perhaps)

    def _is_label(self, row: int, column: int) -> bool:
        """Whether a cell stands under the same head as a label of its row: no place for numbers.

        A head over two columns of labels leaves cells empty where a row needs only one.
        """
        heads = self.heads[column]
        area = self.grid.areas.get(heads[-1][1]) if heads else None
        if area is None:
            return False
        texts = [self.grid.text(row, at) for at in range(area.left, area.right + 1)]
        return any(text and not says_nothing(text) for text in texts)

    def _is_only_lead(self, row: int, column: int, places: Sequence[Place]) -> bool:
        """Whether a row or column says nothing but 其中: those after it have the numbers."""
        heads = self.heads[column]
        ends = [place for place in places[-1:] if place[0] == row]
        ends += [place for _, place in heads[-1:]]
        return any(is_bare(self.grid.texts[place]) for place in ends)

    def _outer_above(self, row: int, places: Sequence[Place]) -> str:
        """The label above the empty cell left of a row's labels, which may reach to the row."""
        grid, segment = self.grid, self.segment
        left = places[0][1] - 1 if places and places[0][0] == row else -1
        if left < segment.left or not grid.is_open(row, left):
            return ""
        above = next((at for at in range(row - 1, segment.body[0] - 1, -1)
                      if grid.text(at, left)), None)  # fmt: skip
        if above is None or segment.section(above) != segment.section(row):
            return ""
        text = grid.text(above, left)
        return "" if says_nothing(text) or is_bare(text) else text

    def _over_ways(self, column: int) -> list[Texts]:
        """The heads over a column, with the wholes of parts, in every way they can be read."""
        if column not in self._over:
            steps = []
            for depth, (row, place) in enumerate(heads := self.heads[column]):
                outer = heads[depth - 1][1] if depth else None
                labels = self._labels_beside(row, place, outer)
                steps.append((labels[-1].text, readings(labels)[-1]))
            self._over[column] = _ways(steps)
        return self._over[column]

    def _labels_beside(self, row: int, place: Place, outer: Place | None) -> list[Label]:
        """The heads of a row under one outer head, up to this one; those over labels are no."""
        found: list[Place] = []
        for column in range(self.segment.left, place[1]):
            heads = [one for at, one in self.heads[column] if at <= row]
            if not heads or not self._is_open(column):
                continue
            if outer is None or outer in heads:
                here = heads[0] if outer is None else heads[-1]
                if here not in (*found, place, outer):
                    found.append(here)
        texts, own = self.grid.texts, self.grid.own
        return [
            label_of(texts[one], holds=is_bare(texts[one]) and (row + 1, one[1]) in own)
            for one in (*found, place)
        ]

    def _is_open(self, column: int) -> bool:
        """Whether cells of a column are to be filled, by people or by formulas."""
        grid = self.grid
        return any(
            grid.is_open(row, column) or (row, column) in grid.formulas for row in self.segment.body
        )

    def _beside_ways(self, row: int, places: tuple[Place, ...]) -> list[Texts]:
        """The texts to the left of a cell, with the wholes of parts, in every way to read them."""
        if (row, places) not in self._beside:
            section = self.segment.section(row)
            outers = (None, *places)
            steps = [
                self._steps(one[1], outer, section, one)[one]
                for one, outer in zip(places, outers, strict=False)
            ]
            ways = _ways(steps)
            self._beside[row, places] = [(section, *way) if section else way for way in ways]
        return self._beside[row, places]

    def _places_beside(self, row: int, column: int) -> tuple[Place, ...]:
        """The nearest texts to the left of a cell, outermost first, serial numbers left out.

        其中 that stands once above empty cells counts for them all.
        """
        at = column - 1
        while at >= self.segment.left and not self.grid.text(row, at):
            at -= 1
        found: list[Place] = []
        while at >= self.segment.left and (one := self._holder(row, at)):
            if one not in found:
                found.append(one)
            at -= 1
        return tuple(one for one in reversed(found) if not says_nothing(self.grid.texts[one]))

    def _holder(self, row: int, column: int) -> Place | None:
        """The place of the text that stands for a cell: its own, or 其中 over empty cells."""
        if column not in self._holders:
            known: dict[int, Place] = {}
            lead: Place | None = None
            for at in self.segment.body:
                if text := self.grid.text(at, column):
                    known[at] = self.grid.origin(at, column)
                    lead = known[at] if is_bare(text) else None
                elif lead:
                    known[at] = lead
            self._holders[column] = known
        return self._holders[column].get(row)

    def _steps(
        self, column: int, outer: Place | None, section: str, place: Place
    ) -> dict[Place, Step]:
        """The labels of a column under one outer label and section, and the ways to read them."""
        key = (column, outer, section)
        if place not in self._below.get(key, {}):
            places: list[Place] = []
            for at in self.segment.body:
                one = self._holder(at, column)
                if one is None or one in places or self.segment.section(at) != section:
                    continue
                if outer is not None and self._holder(at, outer[1]) != outer:
                    continue
                if one == place or not says_nothing(self.grid.texts[one]):
                    places.append(one)
            labels = [self._label(one) for one in places]
            texts = [label.text for label in labels]
            steps = zip(texts, readings(labels), strict=True)
            self._below[key] = dict(zip(places, steps, strict=True))
        return self._below[key]

    def _label(self, place: Place) -> Label:
        grid, (row, column) = self.grid, place
        left, right = self.segment.left, self.segment.right
        told = {at: grid.text(row, at) for at in range(left, right + 1) if (row, at) in grid.own}
        numbers = [text for at, text in told.items() if at < column and says_nothing(text)]
        beside = [text for at, text in told.items() if at > column and not says_nothing(text)]
        text = grid.texts[place]
        holds = is_bare(text) and bool(beside)
        return label_of(
            text, grid.indents.get(place, 0), numbers[-1] if numbers else "", holds=holds
        )


def _ways(steps: Sequence[Step]) -> list[Texts]:
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
                is_marked = part and bool(texts or reading.is_part)
                texts.append(marked(text) if is_marked else text)
                part = False
        found.append(tuple(texts))
    return found[:MOST_WAYS]
