"""三单制: who serves which order. What is claimed stands; the rest is matched as well as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from docgen.facts.orderlists import Lists
from docgen.facts.services import Claim, Order
from docgen.folder import Settings
from docgen.ledger.schema import plain
from docgen.model import Ledger
from docgen.work.giving import Giving
from docgen.work.placed import Matched, Placed, Unserved


def match_orders(ledger: Ledger, settings: Settings) -> Matched:
    """Return who serves which order; the order of rows in the ledger changes nothing.

    Claims of 接单记录 stand, whoever made them. For the rest: as many orders as possible, then
    fewest in another group, resources that fit, 最少户数, an even load.
    """
    lists = Lists(ledger, settings)
    orders, repeated = _once(lists.orders)
    claimed, left = _claimed(lists, orders)
    state = Giving(lists, claimed)
    able = [order for order in left if not state.obstacle(order)]
    proposed = state.placed(able)
    served = {id(one.order) for one in proposed}
    for one in proposed:
        state.take(one)
    unserved = [Unserved(o, state.reason(o)) for o in left if id(o) not in served]
    return Matched(
        lists,
        tuple(sorted([*claimed, *proposed], key=_placed_order)),
        tuple(unserved),
        tuple(repeated),
        {one.label: state.loads[one.label] for one in lists.claimants},
        tuple(state.below()),
    )


def _placed_order(one: Placed) -> tuple[str, str, tuple[str, ...], str]:
    return one.household, plain(one.item), one.order.canonical if one.order else (), one.name


def _once(orders: Iterable[Order]) -> tuple[list[Order], list[Order]]:
    """Orders in their canonical order, and rows that only repeat one (same day, same service)."""
    first: set[tuple[object, ...]] = set()
    kept: list[Order] = []
    repeated: list[Order] = []
    for order in sorted(orders, key=lambda one: one.canonical):
        key = (*order.key, order.day)
        (repeated if key in first else kept).append(order)
        first.add(key)
    return kept, repeated


def _claimed(lists: Lists, orders: Sequence[Order]) -> tuple[list[Placed], list[Order]]:
    """What is claimed already, and the orders that nobody has claimed."""
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in lists.claims:
        if all(claim.name != other.name for other in claims[claim.key]):
            claims[claim.key].append(claim)
    waiting: dict[tuple[str, str], list[Order]] = defaultdict(list)
    for order in orders:
        service = order.service
        waiting[order.household, plain(service.id if service else order.item)].append(order)
    placed: list[Placed] = []
    for key, made in claims.items():
        wanted = waiting.get(key, [])
        served = max(min(len(wanted), len(made)), 1)
        extra = tuple(claim.name for claim in made[served:])
        for number, claim in enumerate(made[:served]):
            served_order = wanted[number] if number < len(wanted) else None
            also = extra if number == served - 1 else ()
            placed.append(_stands(lists, claim, served_order, also))
    taken = {id(one.order) for one in placed}
    return placed, [order for order in orders if id(order) not in taken]


def _stands(lists: Lists, claim: Claim, order: Order | None, also: tuple[str, ...]) -> Placed:
    home = lists.ledger.household(claim.household)
    claimant = claim.claimants[0] if len(claim.claimants) == 1 else None
    return Placed(
        claim.household,
        order.item if order else claim.item,
        claimant.label if claimant else claim.name,
        claim.how,
        home,
        order.service if order else lists.service(claim.item, lists.village_of(home)),
        order,
        claim,
        claimant,
        also,
    )
