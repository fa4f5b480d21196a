"""Duties that the data must prove: who has to do what how often, and who did not.

A duty is a function in a table. It returns for each person what was demanded, what was done and
each thing missed, with the row to look at. A duty that docgen.toml does not set is not checked,
and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from docgen.facts.figures.registry import lacking
from docgen.facts.view import View
from docgen.sources import At

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Missed:
    """One thing not done: in words, and the row and columns to look at."""

    what: str
    at: At | None
    columns: tuple[str, ...]
    household: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """How one person keeps one duty; ``rows`` are those that prove it, ``note`` what else is so."""

    person: str
    unit: str
    need: str
    done: str
    missed: tuple[Missed, ...] = ()
    note: str = ""
    rows: tuple[At, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty in the table: its code as a rule, its key in [duties] (empty: always), its name."""

    code: str
    key: str
    name: str
    needs: tuple[str, ...]
    fix: str
    function: Callable[[View, Number], list[Kept] | str]


@dataclass(frozen=True, slots=True)
class Answered:
    """A duty as it stands: persons, or the reason why it was not checked."""

    duty: Duty
    demanded: Number | None
    kept: tuple[Kept, ...] = ()
    reason: str = ""

    @property
    def missed(self) -> int:
        return sum(len(one.missed) for one in self.kept)


DUTIES: dict[str, Duty] = {}


def duty(
    code: str, key: str, name: str, *needs: str, fix: str
) -> Callable[[Callable[[View, Number], list[Kept] | str]], object]:
    """Enter a function in the table of duties."""

    def enter(function: Callable[[View, Number], list[Kept] | str]) -> object:
        if code in DUTIES:
            raise ValueError(f"two duties are {code}")
        DUTIES[code] = Duty(code, key, name, needs, fix, function)
        return function

    return enter


def answer(one: Duty, view: View) -> Answered:
    """Hold one duty against the ledger."""
    number, reason = demanded(one.key, view.settings.duties)
    if reason:
        return Answered(one, None, (), reason)
    gap = lacking(view, one.needs)
    if gap is not None:
        return Answered(one, number, (), gap.reason)
    found = one.function(view, number)
    if isinstance(found, str):
        return Answered(one, number, (), found)
    return Answered(one, number, tuple(found))


def answers(view: View) -> tuple[Answered, ...]:
    """Hold every duty against the ledger, in the order of their codes."""
    return tuple(answer(DUTIES[code], view) for code in sorted(DUTIES))


def demanded(key: str, duties: Mapping[str, object]) -> tuple[Number, str]:
    """The number that [duties] sets for a key, or why there is none; 0 for a duty without a key."""
    if not key:
        return 0, ""
    value = duties.get(key)
    if value is None or value == "":
        return 0, f"没有设置标准（docgen.toml的[duties] {key}）"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal(-1)
    if isinstance(value, bool) or not number.is_finite() or number <= 0:
        return 0, f"docgen.toml的[duties] {key} = {value}不是正数"
    return int(number) if number == int(number) else number, ""
