"""The table of figures, and how they are computed.

A figure is a plain function of the view. It returns what it counted with the rows behind it, or a
Lacking: data that are missing make a gap, never 0. Where an empty cell of a column means that
nobody knows (`known`), such rows are left out of the figure and their number is told; when a
column has no word in any row, the figure is a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from docgen.facts.figures.doubt import NOWHERE, doubtful, without
from docgen.facts.view import View
from docgen.folder import Settings
from docgen.jobs import without_collector
from docgen.model import Ledger
from docgen.sources import At

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: value in its unit, definition, the rows behind it.

    `value` is None when data are missing and `reason` says which; `unknown` is the number of rows
    that the value leaves out because a cell is empty, and `note` says so in words.
    """

    name: str
    value: Number | None
    unit: str
    definition: str
    records: tuple[At, ...] = ()
    reason: str = ""
    note: str = ""
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure's function found."""

    value: Number
    records: tuple[At, ...] = ()
    note: str = ""
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why a figure cannot be told."""

    reason: str


Answer = Counted | Lacking
Compute = Callable[[View], Answer]


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure in the table.

    `needs` are sheets (户信息) or columns (户信息.户类型) without which it is a gap; `known` are
    columns in which an empty cell means that nobody knows; `dated` says that the figure counts
    what happened in the period, so that each quarter has its own.
    """

    name: str
    unit: str
    definition: str
    needs: tuple[str, ...]
    function: Compute
    known: tuple[str, ...] = ()
    dated: bool = False


class HasPlace(Protocol):
    """Any record of the ledger."""

    @property
    def at(self) -> At | None: ...


FIGURES: dict[str, Definition] = {}


def figure(
    name: str,
    *,
    unit: str,
    definition: str,
    needs: Sequence[str] = (),
    known: Sequence[str] = (),
    dated: bool = False,
) -> Callable[[Compute], Compute]:
    """Enter a function in the table of figures."""

    def enter(function: Compute) -> Compute:
        if name in FIGURES:
            raise ValueError(f"two figures are named {name}")
        FIGURES[name] = Definition(
            name, unit, definition, tuple(needs), function, tuple(known), dated
        )
        return function

    return enter


def compute(
    ledger: Ledger, settings: Settings, names: Iterable[str] | None = None
) -> dict[str, Figure]:
    """Return the figures of these names (all when None) in the order of the table.

    A name that no figure has is left out.
    """
    return figures_of(View(ledger, settings), names)


def figures_of(view: View, names: Iterable[str] | None = None) -> dict[str, Figure]:
    """Return the figures of a view, as `compute` does; one view tells every figure once."""
    wanted = FIGURES if names is None else set(names)
    with without_collector():
        return {name: answer(name, view) for name in FIGURES if name in wanted}


def answer(name: str, view: View) -> Figure:
    """Compute one figure, once a view."""
    return view.once(_answer, name)


def _answer(view: View, name: str) -> Figure:
    entry = FIGURES[name]
    found: Answer | None = lacking(view, entry.needs)
    empty = [] if found else [(column, view.once(doubtful, column)) for column in entry.known]
    if found is None:
        found = next((_all_empty(column) for column, cells in empty if cells.all_empty), None)
    if found is None:
        found = entry.function(view)
    if isinstance(found, Lacking):
        return Figure(name, None, entry.unit, entry.definition, reason=found.reason)
    told = [cells.words for _, cells in empty if cells.unknown]
    unknown = found.unknown + sum(cells.unknown for _, cells in empty)
    for column in entry.needs:
        absent = view.once(without, column) if column not in entry.known else NOWHERE
        if absent.unknown > unknown:  # else those rows are among the empty ones told already
            told.append(absent.words)
            unknown = absent.unknown
    return Figure(
        name,
        found.value,
        entry.unit,
        entry.definition,
        found.records,
        note="；".join(filter(None, [found.note, *told])),
        unknown=unknown,
    )


def _all_empty(column: str) -> Lacking:
    sheet, _, name = column.partition(".")
    return Lacking(f"“{sheet}”表的“{name}”列全部为空")


def lacking(view: View, needs: Iterable[str]) -> Lacking | None:
    """Which needed sheet or column the ledger does not have; None when all are there."""
    for need in needs:
        sheet, _, column = need.partition(".")
        if not view.has(sheet):
            return Lacking(f"台账没有“{sheet}”表")
        if column and not view.has(sheet, column):
            return Lacking(f"“{sheet}”表没有“{column}”列")
    return None


def places(records: Iterable[HasPlace]) -> tuple[At, ...]:
    """The rows of these records."""
    found = [record.at for record in records]
    return tuple(found if all(found) else filter(None, found))  # type: ignore[arg-type]  # an At is never false


def count(records: Iterable[HasPlace]) -> Counted:
    """The number of records, with their rows."""
    rows = records if isinstance(records, Sequence) else tuple(records)
    return Counted(len(rows), places(rows))


def total(
    rows: Sequence[tuple[HasPlace, Number | None]], divisor: int = 1, digits: int | None = None
) -> Answer:
    """The sum of the amounts of these rows; empty cells are left out and said.

    `divisor` 10000 turns yuan into 万元, once and at the end; the result is exact unless the
    definition names `digits`, places to round to.
    """
    return added([record for record, _ in rows], [a for _, a in rows], divisor, digits=digits)


def added(
    rows: Sequence[HasPlace],
    amounts: Sequence[Number | None],
    divisor: int = 1,
    empty_is_none: bool = False,
    digits: int | None = None,
) -> Answer:
    """`total` of rows and their amounts; with `empty_is_none` an empty cell leaves nothing out."""
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return Lacking("没有一行有数" if rows else "没有相关的行")
    amount = Decimal(sum(known)) / divisor
    value = neat(amount if digits is None else round_to(amount, digits))
    empty = 0 if empty_is_none else len(rows) - len(known)
    note = f"{empty}行为空，未计入" if empty else ""
    if len(known) == len(rows):
        return Counted(value, places(rows), note, empty)
    told = [row for row, amount in zip(rows, amounts, strict=True) if amount is not None]
    return Counted(value, places(told), note, empty)


def percent(part: Number, whole: Number, records: Iterable[HasPlace] = ()) -> Answer:
    """part ÷ whole in percent, two places, half up; without a whole it cannot be told."""
    if not whole:
        return Lacking("分母为0，无法计算比例")
    return Counted(round_to(Decimal(part) * 100 / Decimal(whole), 2), places(records))


def shares(parts: Mapping[str, Number]) -> dict[str, Decimal]:
    """Percent of the whole for each part, two places, adding up to exactly 100.

    Largest remainder: every share is cut to two places, and the hundredths that are left go to the
    parts that lost most; of two that lost the same, to the earlier. Empty when the whole is 0.
    """
    whole = sum((Decimal(part) for part in parts.values()), Decimal(0))
    if not whole:
        return {}
    exact = {name: Decimal(part) * 10000 / whole for name, part in parts.items()}
    cut = {name: int(value) for name, value in exact.items()}
    left = 10000 - sum(cut.values())
    order = sorted(parts, key=lambda name: cut[name] - exact[name])
    return {name: Decimal(cut[name] + (name in order[:left])).scaleb(-2) for name in parts}


def share(name: str, parts: Mapping[str, Number], records: Iterable[HasPlace] = ()) -> Answer:
    """One part's share of the whole, such that all of them add up to 100."""
    found = shares(parts)
    if not found:
        return Lacking("分母为0，无法计算比例")
    return Counted(found[name], places(records))


def round_to(amount: Decimal, digits: int) -> Decimal:
    """Round half up to so many places."""
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def neat(amount: Decimal) -> Decimal:
    """The amount without trailing zeros and without an exponent."""
    return Decimal(f"{amount.normalize():f}")
