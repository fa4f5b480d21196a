"""Comparing the rows of one household, field by field: what differs, and which record is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from docgen.folder import Settings
from docgen.model import Helper, Household, Person, value_of
from docgen.work.compared import (
    HELPER,
    HELPER_FIELDS,
    HOUSEHOLD_FIELDS,
    MAY_BE_EMPTY,
    MEMBER,
    PERSON_FIELDS,
    READ_HELPER,
    READ_HOUSEHOLD,
    READ_PERSON,
    SOURCES,
    right_by_rule,
    trust,
)
from docgen.work.difference import Difference, Saying
from docgen.work.equality import equal
from docgen.work.matching import Member, Same, spoken
from docgen.work.typed import HOUSEHOLD, Key, Typed

Record = Household | Person | Helper
READERS: Mapping[str, tuple[tuple[str, ...], attrgetter[Any]]] = {
    HOUSEHOLD: (HOUSEHOLD_FIELDS, READ_HOUSEHOLD),
    MEMBER: (PERSON_FIELDS, READ_PERSON),
    HELPER: (HELPER_FIELDS, READ_HELPER),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparing the rows of one household, with what was typed of it."""

    key: str
    settings: Settings
    typed: Mapping[Key, Mapping[str, Typed]]

    def fields(self, kind: str, person: str, rows: Mapping[str, Record]) -> Iterator[Difference]:
        """The fields in which the rows of one household, member or helper differ."""
        names, reader = READERS[kind]
        held = [reader(row) for row in rows.values()]
        if not self.typed and all(one == held[0] for one in held[1:]):
            return
        whom = _whom(kind, rows)
        more = [key[2] for key in self.typed if key[0] == kind and key[1] in whom]
        for name in dict.fromkeys([*names, *more]):
            typed = self._typed(kind, whom, name)
            if not typed and len({one[names.index(name)] for one in held}) == 1:
                continue
            sayings = {s: said for s, row in rows.items() if (said := _said(row, name))}
            yield from self.one(person, name, sayings | typed)

    def _typed(self, kind: str, whom: frozenset[str], name: str) -> dict[str, Saying]:
        found: dict[str, Saying] = {}
        for one in sorted(whom):
            for source, row in self.typed.get((kind, one, name), {}).items():
                found[source] = Saying(row.value, row.at, "记载值")
        return found

    def one(self, person: str, name: str, sayings: Mapping[str, Saying]) -> Iterator[Difference]:
        """The difference between these sayings, if there is one."""
        if len(sayings) < 2 or _all_equal(list(sayings.values()), name):
            return
        ordered = {source: sayings[source] for source in SOURCES if source in sayings}
        wrong = _wrong(ordered, name, self.settings)
        yield Difference("R150", self.key, person, name, ordered, wrong)

    def members(self, members: Sequence[Member], same: Same) -> Iterator[Difference]:
        """Members of whom was typed that a record has or lacks them."""
        for (kind, whom, name), rows in self.typed.items():
            if kind != MEMBER or name != MEMBER:
                continue
            own = [m for m in members if whom in {spoken(p) for p in m.rows.values()}]
            sayings = {
                s: Saying(p.name or "有", p.at, "姓名") for m in own for s, p in m.rows.items()
            }
            for source, side in same.sides.items():
                sayings.setdefault(source, Saying(None, side.household.at, "户主姓名"))
            for source, row in rows.items():
                value = None if equal(row.value, None) else row.value
                sayings[source] = Saying(value, row.at, "记载值")
            ordered = {source: sayings[source] for source in SOURCES if source in sayings}
            here = [s for s, saying in ordered.items() if saying.value is not None]
            if 0 < len(here) < len(ordered):
                wrong = fewer(ordered, here, self.settings)
                yield Difference("R151", self.key, whom, MEMBER, ordered, wrong)


def _whom(kind: str, rows: Mapping[str, Record]) -> frozenset[str]:
    if kind == HOUSEHOLD:
        return frozenset([""])
    return frozenset(spoken(row) for row in rows.values() if not isinstance(row, Household))


def _said(row: Record, name: str) -> Saying | None:
    """What a row says of a field; None when its sheet has no such column."""
    if row.at is not None and not row.at.has(name):
        return None
    return Saying(value_of(row, name), row.at, name)


def _all_equal(sayings: Sequence[Saying], name: str) -> bool:
    return all(equal(sayings[0].value, other.value, name) for other in sayings[1:])


def _wrong(sayings: Mapping[str, Saying], name: str, settings: Settings) -> tuple[str, ...]:
    """The sources that differ from the right one: set for the field, else of most, else trusted."""
    right = right_by_rule(name, settings)
    if right not in sayings:
        right = _right(sayings, name)
    return tuple(s for s in sayings if not equal(sayings[s].value, sayings[right].value, name))


def _right(sayings: Mapping[str, Saying], name: str) -> str:
    order = list(trust(name))

    def weight(source: str) -> tuple[bool, int, int]:
        value = sayings[source].value
        speaks = name in MAY_BE_EMPTY or value is not None
        agreeing = sum(equal(value, other.value, name) for other in sayings.values())
        return speaks, agreeing, -order.index(source)

    return max(sayings, key=weight)


def fewer(
    sayings: Mapping[str, Saying], here: Sequence[str], settings: Settings
) -> tuple[str, ...]:
    """Those that have a member, or those that have not: the fewer are to be mended."""
    right = right_by_rule(MEMBER, settings)
    have = sayings[right].value is not None if right in sayings else len(here) * 2 >= len(sayings)
    return tuple(s for s, saying in sayings.items() if (saying.value is None) is have)
