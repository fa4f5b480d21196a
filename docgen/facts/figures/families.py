"""Figures that differ only in their condition, entered as tables: counts, sums, distinct keys.

Each line of a table is one figure; what it cannot say is a decorated function of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from docgen.facts.figures.keys import ByKey, of_attribute, of_column, rows_of, rows_with
from docgen.facts.figures.registry import (
    FIGURES,
    Answer,
    Counted,
    Lacking,
    added,
    answer,
    count,
    figure,
    percent,
    places,
)
from docgen.facts.view import View
from docgen.model import CORE_SHEETS, LISTS, Entry, columns_of

Holds = Callable[[Any, View], bool]


def every(row: Any, view: View) -> bool:
    """The condition of a figure that counts all rows."""
    return True


class Line(NamedTuple):
    """One figure of a sheet: its condition and the columns the condition reads.

    `known` are those of the columns in which an empty cell means that nobody knows (all of them
    when None). `dated` as in `figure`.
    """

    name: str
    definition: str
    columns: tuple[str, ...] = ()
    holds: Holds = every
    known: tuple[str, ...] | None = None
    dated: bool = False


def chosen(view: View, sheet: str, line: Line) -> list[Any]:
    """The rows for which the condition of a line holds, in the ledger's order."""
    return view.once(_chosen, sheet, line.holds)


def _chosen(view: View, sheet: str, holds: Holds) -> list[Any]:
    if isinstance(holds, ByKey):
        return rows_with(view, sheet, holds)
    return [row for row in rows_of(view, sheet) if holds(row, view)]


def reader(sheet: str, column: str) -> Callable[[Any], Any]:
    """How to read a column of a sheet's rows."""
    if sheet not in LISTS:
        return lambda entry: entry.get(column)
    read: Callable[[Any], Any] = attrgetter(columns_of(CORE_SHEETS[sheet])[column])
    return read


def _entered(sheet: str, unit: str, line: Line, more: Sequence[str] = ()) -> Callable[..., Any]:
    columns = [f"{sheet}.{column}" for column in (*line.columns, *more)]
    known = line.columns if line.known is None else line.known
    return figure(
        line.name,
        unit=unit,
        definition=line.definition,
        needs=columns or [sheet],
        known=[f"{sheet}.{column}" for column in known],
        dated=line.dated,
    )


def counts(sheet: str, unit: str, *lines: Line) -> None:
    """Enter figures that count the rows of a sheet."""

    def enter(line: Line) -> None:
        @_entered(sheet, unit, line)
        def counted(view: View) -> Answer:
            return count(chosen(view, sheet, line))

    for line in lines:
        enter(line)


def sums(
    sheet: str, unit: str, column: str, *lines: Line, divisor: int = 1, empty_is_none: bool = False
) -> None:
    """Enter figures that add up a column; `divisor` 10000 turns yuan into 万元.

    Where no row meets the condition the sum is 0; where none of those that do has a number it is a
    gap. `empty_is_none`: an empty cell says that there is nothing, and is no gap.
    """

    def enter(line: Line) -> None:
        read, exact = reader(sheet, column), sheet in LISTS  # a register's cell may be a word

        @_entered(sheet, unit, line, [column])
        def summed(view: View) -> Answer:
            rows = chosen(view, sheet, line)
            amounts = list(map(read, rows)) if exact else [number(read(row)) for row in rows]
            return added(rows, amounts, divisor, empty_is_none) if rows else _nothing(view, sheet)

    for line in lines:
        enter(line)


def distincts(
    sheet: str, unit: str, key: Callable[[Any, View], Hashable | None], *lines: Line
) -> None:
    """Enter figures that count the different keys of a sheet's rows; a row without one is left."""

    def enter(line: Line) -> None:
        @_entered(sheet, unit, line)
        def different(view: View) -> Answer:
            keyed = [(row, key(row, view)) for row in chosen(view, sheet, line)]
            told = [(row, found) for row, found in keyed if found]
            value = len({found for _, found in told})
            left = len(keyed) - len(told)
            note = f"{left}行认不出，未计入" if left else ""
            return Counted(value, places(row for row, _ in told), note, left)

    for line in lines:
        enter(line)


def rate(
    name: str, definition: str, sheet: str, line: Line, whole: Line, *, dated: bool = False
) -> None:
    """Enter the percentage of the rows of `whole` for which `line` holds too."""
    columns = tuple(dict.fromkeys((*whole.columns, *line.columns)))

    @_entered(sheet, "%", Line(name, definition, columns, known=line.known, dated=dated))
    def shared(view: View) -> Answer:
        base = chosen(view, sheet, whole)
        kept = [row for row in base if line.holds(row, view)]
        return percent(len(kept), len(base), kept)


def ratio(name: str, definition: str, part: str, whole: str, needs: Sequence[str]) -> None:
    """Enter one figure in percent of another, both in the same unit."""

    @figure(
        name,
        unit="%",
        definition=definition,
        needs=needs,
        dated=FIGURES[part].dated or FIGURES[whole].dated,
    )
    def compared(view: View) -> Answer:
        found, base = answer(part, view), answer(whole, view)
        for one in (found, base):
            if one.value is None:
                return Lacking(f"“{one.name}”：{one.reason}")
        answered = percent(found.value or 0, base.value or 0, ())
        if isinstance(answered, Lacking):
            return answered
        notes = "；".join(filter(None, [found.note, base.note]))
        return Counted(answered.value, found.records, notes, found.unknown)


def number(value: object) -> Decimal | None:
    """A cell as a number; None when empty or a word."""
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _nothing(view: View, sheet: str) -> Answer:
    """0 when the sheet has rows, none of which is meant; a gap when it has none."""
    return Counted(0) if rows_of(view, sheet) else Lacking(f"“{sheet}”表没有数据行")


def told(attribute: str, *words: str) -> Holds:
    """The condition that an attribute of a record is one of these words."""
    return ByKey(of_attribute(attribute), frozenset(words).__contains__)


def same(column: str, *words: str) -> Holds:
    """The condition that a register's cell is one of these words."""
    return ByKey(of_column(column), frozenset(words).__contains__)


def says(column: str, *words: str) -> Holds:
    """The condition that a register's cell holds one of these words."""
    return ByKey(of_column(column), lambda cell: any(word in str(cell or "") for word in words))


def filled(column: str) -> Holds:
    """The condition that a register's cell is not empty."""
    return ByKey(of_column(column), lambda cell: cell is not None)


def home(entry: Entry, view: View) -> str | None:
    """The household of a row."""
    return entry.household
