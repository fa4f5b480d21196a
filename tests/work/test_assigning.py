"""The assignment is the best there is: against all answers on small cases, a max-flow on large."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import networkx
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from docgen.work.assigning import Choice, Lot, Taker, assign

Answer = list[dict[int, int]]
Cost = tuple[int, int, int, int, int, int]


def cost(lots: list[Lot], takers: list[Taker], answer: Answer) -> Cost:
    """What each stage costs: the definition, said once more without a network."""
    group = misfit = village = 0
    loads = [taker.load for taker in takers]
    homes: list[set[object]] = [set() for _ in takers]
    for number, (lot, given_out) in enumerate(zip(lots, answer, strict=True)):
        for choice in lot.choices:
            count = given_out.get(choice.taker, 0)
            group += count * choice.other_group
            misfit += count * choice.misfit
            village += count * choice.other_village
            loads[choice.taker] += count
            if not choice.known:
                new = [lot.household] if lot.household else [(number, one) for one in range(count)]
                homes[choice.taker].update(new if count else [])
    short = sum(max(t.wanted - len(own), 0) for t, own in zip(takers, homes, strict=True))
    served = sum(sum(one.values()) for one in answer)
    return -served, group, misfit, short, sum(load**2 for load in loads), village


def every(lots: list[Lot], takers: list[Taker]) -> list[Answer]:
    """Every answer that keeps the limits."""
    ways = []
    for lot in lots:
        people = [choice.taker for choice in lot.choices]
        counts = itertools.product(range(lot.count + 1), repeat=len(people))
        ways.append([dict(zip(people, c, strict=True)) for c in counts if sum(c) <= lot.count])
    return [list(one) for one in itertools.product(*ways) if kept(takers, list(one))]


def kept(takers: list[Taker], answer: Answer) -> bool:
    loads = Counter({place: taker.load for place, taker in enumerate(takers)})
    for one in answer:
        loads.update(one)
    return all(loads[place] <= max(taker.limit, taker.load) for place, taker in enumerate(takers))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Lot], list[Taker]]:
    people = draw(st.integers(1, 3))
    takers = [
        Taker(load, load + room, min(wanted, room))
        for load, room, wanted in draw(
            st.lists(
                st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)),
                min_size=people,
                max_size=people,
            )
        )
    ]
    lots = []
    for _ in range(draw(st.integers(1, 4))):
        able = draw(st.lists(st.integers(0, people - 1), unique=True))
        flags = st.booleans()
        choices = tuple(Choice(one, draw(flags), draw(flags), draw(flags)) for one in sorted(able))
        household = draw(st.sampled_from(["", "H1", "H2"]))
        lots.append(Lot(1 if household else draw(st.integers(1, 2)), household, choices))
    return lots, takers


@given(cases())
@tries(max_examples=300, deadline=None)
def test_no_other_answer_is_better(case: tuple[list[Lot], list[Taker]]) -> None:
    lots, takers = case
    answer = assign(lots, takers)
    best = min(cost(lots, takers, one) for one in every(lots, takers))
    assert cost(lots, takers, answer) == best
    assert kept(takers, answer)
    assert all(sum(a.values()) <= lot.count for a, lot in zip(answer, lots, strict=True))


@pytest.mark.parametrize("seed", range(4))
def test_as_many_are_served_as_a_max_flow_serves(seed: int) -> None:
    chance = random.Random(seed)
    takers = [Taker(0, chance.randint(1, 4), chance.randint(0, 2)) for _ in range(60)]
    skills = [chance.sample(range(8), 2) for _ in takers]
    lots = [
        Lot(
            1,
            f"H{chance.randrange(120)}",
            tuple(
                Choice(place, chance.random() < 0.7, chance.random() < 0.5)
                for place, own in enumerate(skills)
                if skill in own
            ),
        )
        for skill in (chance.randrange(10) for _ in range(250))
    ]
    answer = assign(lots, takers)
    assert kept(takers, answer)
    assert sum(sum(one.values()) for one in answer) == max_flow(lots, takers)


def max_flow(lots: list[Lot], takers: list[Taker]) -> int:
    graph = networkx.DiGraph()
    graph.add_nodes_from(("from", "to"))
    for place, taker in enumerate(takers):
        graph.add_edge(("taker", place), "to", capacity=taker.limit - taker.load)
    for number, lot in enumerate(lots):
        graph.add_edge("from", ("lot", number), capacity=lot.count)
        for choice in lot.choices:
            graph.add_edge(("lot", number), ("taker", choice.taker), capacity=lot.count)
    return int(networkx.maximum_flow_value(graph, "from", "to"))


def test_nothing_to_give_and_nobody_to_give_it_to() -> None:
    assert assign([], [Taker(0, 3)]) == []
    assert assign([Lot(2, "", ())], []) == [{}]
    assert assign([Lot(2, "", (Choice(0),))], [Taker(1, 1)]) == [{}]
