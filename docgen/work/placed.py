"""What becomes of orders: who serves them, which nobody serves and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.facts.orderlists import Lists
from docgen.facts.services import Claim, Claimant, Order, Service
from docgen.model import Household


@dataclass(frozen=True, slots=True)
class Placed:
    """An order and who serves it; ``proposed`` when docgen matched it and nobody has agreed yet.

    ``order`` is None for a claim that no order stands behind, ``claim`` for a proposal. ``also``
    are further people who claimed the same order; ``claimant`` is None for a name that is not in
    接单人, or that two have.
    """

    household: str
    item: str
    name: str
    how: str
    home: Household | None
    service: Service | None
    order: Order | None
    claim: Claim | None
    claimant: Claimant | None
    also: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool:
        return self.claim is None


@dataclass(frozen=True, slots=True)
class Unserved:
    """An order that nobody serves, and why."""

    order: Order
    reason: str

    @property
    def household(self) -> str:
        return self.order.household

    @property
    def home(self) -> Household | None:
        return self.order.home

    @property
    def service(self) -> Service | None:
        return self.order.service


@dataclass(frozen=True, slots=True)
class Below:
    """A claimant with fewer households than 最少户数."""

    claimant: Claimant
    households: int


@dataclass(frozen=True)
class Matched:
    """The outcome: every order is served, unserved or repeated (a row that is there twice)."""

    lists: Lists
    placed: tuple[Placed, ...]
    unserved: tuple[Unserved, ...]
    repeated: tuple[Order, ...]
    loads: Mapping[str, int] = field(default_factory=dict)
    """Orders of each claimant by label, claimed and proposed."""
    below: tuple[Below, ...] = ()
