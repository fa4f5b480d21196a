"""Which rows of several records are one household.

By 户编号 first; where a record has numbers of its own, by the householder's ID, by two members'
IDs, or by the householder's name and group together with a phone or a member. Never by a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docgen.facts.words import blank, id_is_right
from docgen.ledger.households import group_key
from docgen.model import Household, Ledger
from docgen.sources import At
from docgen.work.matching import Doubt, Same, Side, listed_twice, number_of, spoken

ROSTER = ""
"""The ledger among the records: it names households and is not compared."""
ORDINARY = "一般农户"
Found = dict[str, dict[str, Side]]


def same_households(
    records: Mapping[str, Ledger], roster: Ledger | None = None
) -> tuple[list[Same], list[Doubt]]:
    """Bring the households of the records together; a key is the number that the roster has."""
    found: Found = {}
    doubts: list[Doubt] = []
    named = {ROSTER: roster} if roster and roster is not records.get("系统") else {}
    for source, ledger in {**named, **records}.items():
        sides, twice = _sides(ledger)
        if source != ROSTER:
            doubts += [Doubt(key, "", f"{source}里户编号{key}出现两次") for key in sorted(twice)]
            doubts += listed_twice(source, sides)
        for key, side in sides:
            found.setdefault(key, {})[source] = side
    doubts += _merge(found, [*named, *records])
    kept = {key: {s: side for s, side in found[key].items() if s} for key in sorted(found)}
    return [Same(key, sides) for key, sides in kept.items() if sides], doubts


def _sides(ledger: Ledger) -> tuple[list[tuple[str, Side]], set[str]]:
    """The households of one record by number, and the numbers that stand twice."""
    counts = Counter(household.id for household in ledger.households)
    twice = {key for key, times in counts.items() if times > 1}
    listed = bool(ledger.persons)
    sides = [
        (one.id, Side(one, ledger.persons_of(one.id), ledger.helpers_of(one.id), listed))
        for one in ledger.households
        if one.id not in twice
    ]
    return sides, twice


def _merge(found: Found, sources: Sequence[str]) -> list[Doubt]:
    """Join keys that mean one household; a tie of three, or of one record, is a doubt."""
    lonely = {key for key, sides in found.items() if len(sides) < len(sources)}
    doubts = []
    for keys in _joined(_links(found, lonely)):
        ordered = sorted(keys, key=lambda key: (min(map(sources.index, found[key])), key))
        taken = Counter(source for key in ordered for source in found[key])
        if max(taken.values()) > 1:
            reason = f"户编号{'、'.join(ordered)}像是同一户，各记录对不上唯一的一户"
            doubts += [Doubt(key, "", reason) for key in ordered]
            continue
        for key in ordered[1:]:
            found[ordered[0]] |= found.pop(key)
    return doubts


def _links(found: Found, lonely: set[str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys of different records that speak of one household."""
    heads: dict[str, set[str]] = {}
    members: dict[str, set[str]] = {}
    places: dict[tuple[str, str], set[str]] = {}
    for key in sorted(lonely):
        for side in found[key].values():
            for person in side.persons:
                number = number_of(person)
                if not id_is_right(number):
                    continue
                members.setdefault(number, set()).add(key)
                if person.relation == "户主":
                    heads.setdefault(number, set()).add(key)
            home = side.household
            if home.householder and home.group:
                place = (home.householder, group_key(home.group))
                places.setdefault(place, set()).add(key)
    shared = Counter(pair for keys in members.values() for pair in _pairs(keys, found))
    yield from sorted({pair for keys in heads.values() for pair in _pairs(keys, found)})
    yield from sorted(pair for pair, times in shared.items() if times > 1)
    for keys in places.values():
        yield from (pair for pair in _pairs(keys, found) if _alike(found, *pair))


def _pairs(keys: Iterable[str], found: Found) -> list[tuple[str, str]]:
    ordered = sorted(keys)
    return [
        (one, other)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
        if not found[one].keys() & found[other].keys()
    ]


def _alike(found: Found, one: str, other: str) -> bool:
    """Whether households of one name and group also share a phone or a further member's name."""
    left, right = _marks(found[one].values()), _marks(found[other].values())
    return bool(left & right)


def _marks(sides: Iterable[Side]) -> set[str]:
    marks = set()
    for side in sides:
        marks.add(side.household.phone or "")
        marks |= {spoken(person) for person in side.persons if person.relation != "户主"}
    return marks - {""}


def _joined(links: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Keys that links hold together, each set once, in order."""
    sets: dict[str, set[str]] = {}
    for one, other in links:
        whole = sets.get(one, {one}) | sets.get(other, {other})
        for key in whole:
            sets[key] = whole
    return sorted({tuple(sorted(whole)): sorted(whole) for whole in sets.values()}.values())


def absent_from(
    groups: Sequence[Same], records: Mapping[str, Ledger], roster: Ledger | None = None
) -> tuple[dict[str, list[str]], list[Doubt]]:
    """For each household the records that ought to hold it and do not.

    实际 holds what was visited: a household that is not in it was not looked at. A record that
    lacks most households was not collected whole: that is said once. 一般农户 have no papers.
    """
    absent: dict[str, list[str]] = {}
    doubts: list[Doubt] = []
    wanted = [same for same in groups if _has_papers(same)]
    doubts += _alone(groups, wanted, records, roster)
    for source, ledger in records.items():
        if source == "实际" or not ledger.households:
            continue
        numbers = {household.id for household in ledger.households}
        missing = [s.key for s in wanted if source not in s.sides and s.key not in numbers]
        if len(missing) * 2 > len(wanted):
            reason = f"{source}只有{len(wanted) - len(missing)}户，另有{len(missing)}户没有"
            doubts.append(Doubt("", "", f"{reason}：没有收集齐的补齐后再比对"))
            continue
        for key in missing:
            absent.setdefault(key, []).append(source)
    return absent, doubts


def _alone(
    groups: Sequence[Same],
    wanted: Sequence[Same],
    records: Mapping[str, Ledger],
    roster: Ledger | None,
) -> Iterator[Doubt]:
    """一般农户 that one record has and neither the ledger nor any other record knows."""
    papers = {same.key for same in wanted}
    for same in groups if len(records) > 1 else ():
        known = roster is not None and roster.household(same.key) is not None
        if len(same.sides) == 1 and same.key not in papers and not known:
            yield Doubt(same.key, "", f"只有{next(iter(same.sides))}里有这一户")


def _has_papers(same: Same) -> bool:
    homes = [side.household for side in same.sides.values()]
    return any(home.kind != ORDINARY or not blank(home.monitored_kind) for home in homes)


def below(households: Sequence[Household]) -> At | None:
    """The empty row below the last household of a record: there a missing one is entered."""
    places = [household.at for household in households if household.at is not None]
    if not places:
        return None
    last = max(places, key=lambda at: (at.file, at.sheet, at.row))
    return At(last.source, last.row + 1)
