"""The table of traits and how a trait enters it.

A trait is a plain function with a name and a definition of one sentence. It returns None where
the ledger does not hold what it needs: an unknown fact decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar

from docgen.facts.view import View

Fact = bool | int | Decimal | str | date | None


@dataclass(frozen=True, slots=True)
class Trait:
    """A named fact of a person (人) or a household (户) and its definition."""

    name: str
    of: Literal["户", "人"]
    definition: str
    yes_no: bool
    function: Callable[[Any, View], Fact]


TRAITS: dict[str, Trait] = {}

_Function = TypeVar("_Function", bound=Callable[[Any, View], Fact])


def trait(
    of: Literal["户", "人"], *names: str, definition: str, yes_no: bool = True
) -> Callable[[_Function], _Function]:
    """Enter a function in the table of traits under one or several names."""

    def enter(function: _Function) -> _Function:
        for name in names:
            TRAITS[name] = Trait(name, of, definition, yes_no, function)
        return function

    return enter


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """是 when one is; 缺资料 when none is and one is unknown, or when there is nobody."""
    heard = list(answers)
    if True in heard:
        return True
    return None if not heard or None in heard else False
