"""The best way to give orders to claimants: a flow of least cost, with whole numbers.

What is better comes first and is never given up for what follows: more orders served, fewer of
them in another group, more with resources that fit, fewer households short of 最少户数, an even
load (least sum of squares), fewer in another village. Each stage weighs more than all later ones
together, so one flow of least cost is best at all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """A claimant who could serve a lot, by place in the list of takers, and what it would cost."""

    taker: int
    other_group: bool = False
    misfit: bool = False
    other_village: bool = False
    known: bool = False
    """Whether the claimant has this household already: it adds no household."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Orders that are alike to every claimant.

    ``household`` is empty when each of them is the only open order of its household; else all are
    of that one household.
    """

    count: int
    household: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Taker:
    """A claimant: orders had already, the most there may be, households still wanted."""

    load: int
    limit: int
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """The cost of one unit of each stage."""

    unserved: int
    group: int
    misfit: int
    short: int
    load: int


def assign(lots: Sequence[Lot], takers: Sequence[Taker]) -> list[dict[int, int]]:
    """Return for each lot how many orders each taker gets; what is left over gets nobody.

    The same lists in the same order give the same answer.
    """
    if not lots:
        return []
    import networkx

    costs, several = weights(lots, takers), _several(lots)
    net = _Net(networkx.MultiDiGraph(), lots, takers, costs, several)
    net.fill()
    _, flow = networkx.network_simplex(net.graph)
    return [net.given(number, flow) for number in range(len(lots))]


def weights(lots: Sequence[Lot], takers: Sequence[Taker]) -> Weights:
    """Each weight is more than what all later stages can cost together."""
    orders = sum(lot.count for lot in lots)
    squares = sum(_top(taker, orders) ** 2 for taker in takers)
    wanted = sum(taker.wanted for taker in takers)
    load = orders + 1
    short = load * (squares + 1)
    misfit = short * (wanted + 1)
    group = misfit * (orders + 1)
    return Weights(group * (orders + 1), group, misfit, short, load)


def _several(lots: Sequence[Lot]) -> frozenset[tuple[str, int]]:
    reach: Counter[tuple[str, int]] = Counter()
    for lot in lots:
        if lot.household:
            reach.update({(lot.household, choice.taker): lot.count for choice in lot.choices})
    return frozenset(pair for pair, count in reach.items() if count > 1)


def _top(taker: Taker, orders: int) -> int:
    """The most orders a taker can end with."""
    return max(min(taker.limit, taker.load + orders), taker.load)


SINK = -1


@dataclass(slots=True)
class _Net:
    """The network: lots → (a household of a taker → new households of the taker →) taker → sink."""

    graph: Any
    lots: Sequence[Lot]
    takers: Sequence[Taker]
    weights: Weights
    several: frozenset[tuple[str, int]]
    """A household and a taker who could serve more than one of its open orders."""

    def fill(self) -> None:
        orders = sum(lot.count for lot in self.lots)
        self.graph.add_node(SINK, demand=orders)
        self._add_takers(orders)
        for number, lot in enumerate(self.lots):
            self._add_lot(number, lot)

    def _add_takers(self, orders: int) -> None:
        for place, taker in enumerate(self.takers):
            for load in range(taker.load + 1, _top(taker, orders) + 1):
                more = self.weights.load * (2 * load - 1)  # load² − (load − 1)²
                self.graph.add_edge(self._taker(place), SINK, capacity=1, weight=more)
            if taker.wanted:
                ends = self._homes(place), self._taker(place)
                self.graph.add_edge(*ends, capacity=taker.wanted, weight=-self.weights.short)
                self.graph.add_edge(*ends, capacity=orders, weight=0)

    def _add_lot(self, number: int, lot: Lot) -> None:
        self.graph.add_node(("lot", number), demand=-lot.count)
        self.graph.add_edge(("lot", number), SINK, capacity=lot.count, weight=self.weights.unserved)
        for choice in lot.choices:
            cost = (
                self.weights.group * choice.other_group
                + self.weights.misfit * choice.misfit
                + choice.other_village
            )
            into = self._into(lot, choice)
            self.graph.add_edge(("lot", number), into, capacity=lot.count, weight=cost)

    def _into(self, lot: Lot, choice: Choice) -> tuple[object, ...]:
        """Where orders enter a taker: only the first of a new household counts as one."""
        taker = self.takers[choice.taker]
        if not taker.wanted or choice.known:
            return self._taker(choice.taker)
        if (lot.household, choice.taker) not in self.several:
            return self._homes(choice.taker)
        pair = ("pair", choice.taker, lot.household)
        if pair not in self.graph:
            self.graph.add_edge(pair, self._homes(choice.taker), capacity=1, weight=0)
            room = max(taker.limit - taker.load, 1)
            self.graph.add_edge(pair, self._taker(choice.taker), capacity=room, weight=0)
        return pair

    def _taker(self, place: int) -> tuple[object, ...]:
        return ("taker", place)

    def _homes(self, place: int) -> tuple[object, ...]:
        return ("homes", place)

    def given(self, number: int, flow: Any) -> dict[int, int]:
        """What a lot gives to each taker."""
        out = flow[("lot", number)]
        found: dict[int, int] = {}
        for node, edges in out.items():
            amount = sum(edges.values())
            if node != SINK and amount:
                found[node[1]] = found.get(node[1], 0) + amount
        return dict(sorted(found.items()))
