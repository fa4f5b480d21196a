"""Areas of responsibility: which households each person of 责任区 answers for, level by level."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.facts.figures.select import households as each_household
from docgen.facts.services import WHOLE_VILLAGE
from docgen.facts.view import View
from docgen.facts.words import words_of
from docgen.ledger.households import group_key, village_key
from docgen.model import Entry, Household
from docgen.sources import At

AREAS = "责任区"


@dataclass(frozen=True, slots=True)
class Area:
    """One row: who answers at which level for what; ``unknown`` are words that lead nowhere."""

    level: str
    name: str
    village: str
    groups: str
    homes: str
    households: frozenset[str]
    unknown: tuple[tuple[str, str], ...]
    at: At | None


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its rows, households that two answer for, and those that nobody answers for."""

    name: str
    areas: tuple[Area, ...]
    overlaps: Mapping[str, tuple[str, ...]]
    uncovered: tuple[Household, ...]

    @property
    def covered(self) -> int:
        return len(frozenset[str]().union(*(area.households for area in self.areas)))


def areas(view: View) -> list[Area]:
    """Every row of 责任区 with the households it means, in the ledger's order."""
    homes = each_household(view)
    return [_area(entry, homes) for entry in view.ledger.register(AREAS)]


def _area(entry: Entry, homes: Sequence[Household]) -> Area:
    village, groups, own = (str(entry.get(c) or "") for c in ("村", "组", "户"))
    near = [one for one in homes if _in_village(one, village)]
    unknown = [("村", village)] if village and not near else []
    found: list[Household] = near
    if own:
        keys = {own, *re.split(r"[,，、;；\s]+", own)}
        found = [one for one in homes if one.id in keys or one.householder in keys]
    elif groups and not any(word in WHOLE_VILLAGE for word in words_of(groups)):
        named = {group_key(word): word for word in words_of(groups)}
        found = [one for one in near if one.group and group_key(one.group) in named]
        there = {group_key(one.group or "") for one in found}
        unknown += [("组", word) for key, word in named.items() if near and key not in there]
    return Area(
        str(entry.get("层级") or ""),
        str(entry.get("姓名") or ""),
        village,
        groups,
        own,
        frozenset(one.id for one in found),
        tuple(unknown),
        entry.at,
    )


def _in_village(home: Household, village: str) -> bool:
    """Whether a household is in one of the villages named; one that says no village is in any."""
    named = {village_key(word) for word in words_of(village)}
    return not named or not home.village or village_key(home.village) in named


def levels(view: View) -> list[Level]:
    """The levels in the ledger's order, each with its overlaps and gaps."""
    rows: dict[str, list[Area]] = {}
    for area in areas(view):
        rows.setdefault(area.level, []).append(area)
    homes = each_household(view)
    return [_level(name, tuple(found), homes) for name, found in rows.items()]


def _level(name: str, rows: tuple[Area, ...], homes: Sequence[Household]) -> Level:
    people: dict[str, dict[str, None]] = {}
    for area in rows:
        for key in area.households:
            people.setdefault(key, {})[area.name] = None
    overlaps = {
        home.id: tuple(sorted(people[home.id]))
        for home in homes
        if len(people.get(home.id, ())) > 1
    }
    return Level(name, rows, overlaps, tuple(home for home in homes if home.id not in people))


def unanswered(view: View) -> list[Household]:
    """Households that nobody answers for at any level."""
    covered = frozenset[str]().union(*(area.households for area in areas(view)))
    return [home for home in each_household(view) if home.id not in covered]
