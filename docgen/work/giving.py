"""Giving out the orders that nobody has claimed, and saying why one cannot be given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from docgen.facts.orderlists import Lists
from docgen.facts.services import BY_OFFICE, Claimant, Order, Service, lacking_skills
from docgen.facts.times import suits
from docgen.facts.words import blank, words_of
from docgen.ledger.households import group_key, village_key
from docgen.ledger.schema import plain
from docgen.words import plain_name
from docgen.work.assigning import Choice, Lot, Taker, assign
from docgen.work.placed import Below, Placed

NAMED = 5  # claimants with a full limit that a reason names


def fits_resources(claimant: Claimant, service: Service) -> bool:
    """Whether 可带资源 names something of the service: two characters in a row are enough."""
    told = f"{service.name}，{service.content}，{service.standard}"
    words = [word for word in words_of(claimant.resources) if not blank(word)]
    return any(
        word in told if len(word) == 1 else any(pair in told for pair in _pairs(word))
        for word in words
    )


def _pairs(word: str) -> list[str]:
    return [word[place : place + 2] for place in range(len(word) - 1)]


class Giving:
    """Who has how many orders and which households, while orders are given out."""

    def __init__(self, lists: Lists, claimed: Iterable[Placed]) -> None:
        self.lists = lists
        self.people = lists.claimants
        self.loads: Counter[str] = Counter()
        self.homes: dict[str, set[str]] = defaultdict(set)
        self._able: dict[Service, tuple[int, ...]] = {}
        self._at_home: dict[str, frozenset[str]] = {}
        for one in claimed:
            self.take(one)

    def take(self, one: Placed) -> None:
        """Count an order; a claim of a name that two have counts for both, so nobody overflows."""
        people = one.claim.claimants if one.claim else (one.claimant,)
        for person in people:
            if person is not None:
                self.loads[person.label] += 1
                self.homes[person.label].add(one.household)

    def below(self) -> Iterable[Below]:
        for person in self.people:
            households = len(self.homes[person.label])
            if households < person.least:
                yield Below(person, households)

    def obstacle(self, order: Order) -> str:
        """Why an order cannot be matched at all, whoever there is; empty when it can."""
        lists, service = self.lists, order.service
        if order.home is None:
            return f"户“{order.household}”在户信息里查不到唯一的一户"
        if service is None and blank(order.item):
            return "没有写项目编号"
        if service is None:
            rows = lists.rows_of(order.item)
            written = f"服务项目“{order.item}”"
            return f"{written}在菜单里有{len(rows)}条，分不清" if rows else f"{written}在菜单里没有"
        village = lists.village_of(order.home)
        if not service.applies_in(village):
            where = service.villages if not blank(service.villages) else service.village
            return f"{service.name}不在{village or '本村'}提供（适用村：{where}）"
        if order.quantity is not None and order.quantity <= 0:
            return f"数量是{order.quantity}，不是正数"
        return ""

    def able(self, service: Service) -> tuple[int, ...]:
        """Claimants with the skill and the time for a service, by place."""
        if service not in self._able:
            self._able[service] = tuple(
                place
                for place, person in enumerate(self.people)
                if not lacking_skills(person, service) and self._has_time(person, service)
            )
        return self._able[service]

    def _has_time(self, person: Claimant, service: Service) -> bool:
        return suits(person.time, f"{service.standard} {service.content}")

    def reason(self, order: Order) -> str:
        """Why nobody serves an order: the skill that is lacking, or the limits that are full."""
        if obstacle := self.obstacle(order):
            return obstacle
        service = order.service
        assert service is not None
        if not self.people:
            return "接单人表里没有人"
        if self.able(service):
            return self._full(order, service)
        skilled = [one for one in self.people if not lacking_skills(one, service)]
        if skilled:
            told = "、".join(f"{one.label}（{one.time}）" for one in skilled[:NAMED])
            return f"有技能的人时间不合：{told}"
        lacking = [
            "或".join(choice)
            for choice in service.skills
            if all("或".join(choice) in lacking_skills(one, service) for one in self.people)
        ]
        if lacking:
            return f"缺技能：{'、'.join(lacking)}"
        return f"没有人同时具备{service.skill_text}"

    def _full(self, order: Order, service: Service) -> str:
        residents = self._residents(order)
        people = [self.people[place] for place in self.able(service)]
        people = [one for one in people if one.label not in residents]
        if not people:
            return f"会{service.skill_text}的{'、'.join(sorted(residents))}就是本户的人"
        told = "、".join(
            f"{one.label} {self.loads[one.label]}/{'未填' if one.limit is None else one.limit}"
            for one in people[:NAMED]
        )
        more = f"等{len(people)}人" if len(people) > NAMED else ""
        skill = f"会{service.skill_text}的" if service.skills else ""
        return f"{skill}接单人都已接满：{told}{more}"

    def placed(self, orders: Sequence[Order]) -> list[Placed]:
        """Give out the orders.

        Orders alike in service and group are one lot: few lots are quick. That two orders of one
        household add one household only does not show there; where it would matter, each
        household is a lot of its own, and the answer is best for that too.
        """
        given, short = self._given(orders, each=False)
        if short:
            given, _ = self._given(orders, each=True)
        return [self._proposal(order, self.people[place]) for order, place in given]

    def _proposal(self, order: Order, person: Claimant) -> Placed:
        return Placed(
            household=order.household,
            item=order.item,
            name=person.label,
            how=BY_OFFICE,
            home=order.home,
            service=order.service,
            order=order,
            claim=None,
            claimant=person,
        )

    def _given(self, orders: Sequence[Order], *, each: bool) -> tuple[list[tuple[Order, int]], int]:
        """Orders with their claimants; and how many households fewer than the flow believed."""
        groups: dict[tuple[str, ...], list[Order]] = defaultdict(list)
        for order in orders:
            groups[self._lot_key(order, each=each)].append(order)
        keys = sorted(groups)
        lots = [self._lot(groups[key], each=each) for key in keys]
        takers = [self._taker(person) for person in self.people]
        counts = assign(lots, takers)
        homes = [set(self.homes[person.label]) for person in self.people]
        given: list[tuple[Order, int]] = []
        for key, count in zip(keys, counts, strict=True):
            given += _handed_out(groups[key], count, homes)
        return given, self._fewer(takers, counts, homes)

    def _lot_key(self, order: Order, *, each: bool) -> tuple[str, ...]:
        home, service = order.home, order.service
        assert home is not None
        assert service is not None
        place = (village_key(self.lists.village_of(home)), group_key(home.group or ""))
        told = (service.id, service.name, service.content, service.standard, service.skill_text)
        alone = each or self._residents(order)
        return (plain(service.id), *place, *told, order.household if alone else "")

    def _residents(self, order: Order) -> frozenset[str]:
        """Labels of claimants who live in the household: nobody is sent to his own house."""
        if order.household not in self._at_home:
            home, persons = order.home, self.lists.ledger.persons_of(order.household)
            names = {home.householder if home else None, *(one.name for one in persons)}
            village = self.lists.village_of(home)
            self._at_home[order.household] = frozenset(
                one.label
                for name in names
                for one in self.lists.people.get(plain_name(name or ""), ())
                if one.of_group(home, village)
            )
        return self._at_home[order.household]

    def _taker(self, person: Claimant) -> Taker:
        load = self.loads[person.label]
        wanted = max(person.least - len(self.homes[person.label]), 0)
        limit = person.limit or 0
        return Taker(load, limit, min(wanted, max(limit - load, 0)))

    def _lot(self, orders: Sequence[Order], *, each: bool) -> Lot:
        order = orders[0]
        service, village = order.service, self.lists.village_of(order.home)
        assert service is not None
        choices = []
        for place in self.able(service):
            person = self.people[place]
            full = self.loads[person.label] >= (person.limit or 0)
            if full or person.label in self._residents(order):
                continue
            choices.append(
                Choice(
                    place,
                    other_group=not person.of_group(order.home, village),
                    misfit=not fits_resources(person, service),
                    other_village=not person.of_village(village),
                    known=each and order.household in self.homes[person.label],
                )
            )
        return Lot(len(orders), order.household if each else "", tuple(choices))

    def _fewer(
        self,
        takers: Sequence[Taker],
        counts: Sequence[Mapping[int, int]],
        homes: Sequence[set[str]],
    ) -> int:
        """Households that are short in truth, less those that were short in the flow."""
        orders: Counter[int] = Counter()
        for count in counts:
            orders.update(count)
        fewer = 0
        for place, taker in enumerate(takers):
            new = len(homes[place]) - len(self.homes[self.people[place].label])
            fewer += max(taker.wanted - new, 0) - max(taker.wanted - orders[place], 0)
        return fewer


def _handed_out(
    orders: Sequence[Order], counts: Mapping[int, int], homes: Sequence[set[str]]
) -> list[tuple[Order, int]]:
    """Give each order of a lot to one of its claimants, rather to one new to the household."""
    room = dict(counts)
    given = []
    for order in orders:
        places = [place for place, count in room.items() if count]
        if not places:
            break
        new = [place for place in places if order.household not in homes[place]]
        place = (new or places)[0]
        room[place] -= 1
        homes[place].add(order.household)
        given.append((order, place))
    return given
