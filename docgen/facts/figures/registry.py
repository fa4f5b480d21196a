"""The table of figures, and how they are computed.

A figure is a plain function of the view. It returns what it counted with the rows behind it, or a
Lacking: data that are missing make a gap, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from docgen.facts.view import View
from docgen.folder import Settings
from docgen.model import Ledger
from docgen.sources import At

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: value in its unit, definition, the rows behind it.

    `value` is None when data are missing and `reason` says which; `note` says what a value leaves
    out (rows whose cell is empty).
    """

    name: str
    value: Number | None
    unit: str
    definition: str
    records: tuple[At, ...] = ()
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure's function found."""

    value: Number
    records: tuple[At, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Why a figure cannot be told."""

    reason: str


Answer = Counted | Lacking
Compute = Callable[[View], Answer]


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure in the table; `needs` are sheets (户信息) or columns (户信息.户类型)."""

    name: str
    unit: str
    definition: str
    needs: tuple[str, ...]
    function: Compute


class HasPlace(Protocol):
    """Any record of the ledger."""

    @property
    def at(self) -> At | None: ...


FIGURES: dict[str, Definition] = {}


def figure(
    name: str, *, unit: str, definition: str, needs: Sequence[str] = ()
) -> Callable[[Compute], Compute]:
    """Enter a function in the table of figures."""

    def enter(function: Compute) -> Compute:
        if name in FIGURES:
            raise ValueError(f"two figures are named {name}")
        FIGURES[name] = Definition(name, unit, definition, tuple(needs), function)
        return function

    return enter


def compute(
    ledger: Ledger, settings: Settings, names: Iterable[str] | None = None
) -> dict[str, Figure]:
    """Return the figures of these names (all when None) in the order of the table.

    A name that no figure has is left out.
    """
    view = View(ledger, settings)
    wanted = FIGURES if names is None else set(names)
    return {name: answer(name, view) for name in FIGURES if name in wanted}


def answer(name: str, view: View) -> Figure:
    """Compute one figure."""
    entry = FIGURES[name]
    found: Answer | None = lacking(view, entry.needs)
    if found is None:
        found = entry.function(view)
    if isinstance(found, Lacking):
        return Figure(name, None, entry.unit, entry.definition, reason=found.reason)
    return Figure(name, found.value, entry.unit, entry.definition, found.records, note=found.note)


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
    return tuple(record.at for record in records if record.at is not None)


def count(records: Iterable[HasPlace]) -> Counted:
    """The number of records, with their rows."""
    rows = tuple(records)
    return Counted(len(rows), places(rows))


def total(
    rows: Sequence[tuple[HasPlace, Number | None]], divisor: int = 1, digits: int | None = None
) -> Answer:
    """The sum of the amounts of these rows; empty cells are left out and said.

    `divisor` 10000 turns yuan into 万元, once and at the end; the result is exact unless the
    definition names `digits`, places to round to.
    """
    known = [(record, amount) for record, amount in rows if amount is not None]
    if not known:
        return Lacking("没有一行有数" if rows else "没有相关的行")
    amount = sum((Decimal(amount) for _, amount in known), Decimal(0))
    value = neat(amount / divisor if digits is None else round_to(amount / divisor, digits))
    empty = len(rows) - len(known)
    note = f"{empty}行为空，未计入" if empty else ""
    return Counted(value, places(record for record, _ in known), note)


def percent(part: Number, whole: Number, records: Iterable[HasPlace] = ()) -> Answer:
    """part ÷ whole in percent, two places, half up; without a whole it cannot be told."""
    if not whole:
        return Lacking("分母为0，无法计算比例")
    return Counted(round_to(Decimal(part) * 100 / Decimal(whole), 2), places(records))


def round_to(amount: Decimal, digits: int) -> Decimal:
    """Round half up to so many places."""
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def neat(amount: Decimal) -> Decimal:
    """The amount without trailing zeros and without an exponent."""
    return Decimal(f"{amount.normalize():f}")
