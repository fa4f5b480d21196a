"""Four records of one household made to agree: 系统, 手册, 纸档, 实际.

What only looks different is equal. The source to be mended is the one that stands alone; where none
does, the rule of the field decides (docgen.toml [reconcile]; compared.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from docgen.findings import sort_key
from docgen.folder import Settings
from docgen.model import Entry, Helper, Household, Ledger
from docgen.sources import At
from docgen.words import plain_name
from docgen.work.compared import (
    HELPER,
    MEMBER,
    READ_HELPER,
    SOURCES,
    WHOLE,
)
from docgen.work.comparing import Comparison, fewer
from docgen.work.difference import Difference, Home, Reconciled, Saying, State
from docgen.work.differing import findings_of
from docgen.work.households import absent_from, below, same_households
from docgen.work.matching import Doubt, Member, Same, Side, number_of, same_persons, spoken
from docgen.work.typed import HOUSEHOLD, Names, read_typed


def reconcile(
    records: Mapping[str, Ledger],
    settings: Settings,
    *,
    roster: Ledger | None = None,
    checked: Sequence[Entry] = (),
) -> Reconciled:
    """Compare the records of each household; `checked` are rows of 核对记录.

    `roster` (the ledger) says which households there are and how they are numbered; where no record
    of the system was laid beside the others, it speaks as 系统.
    """
    ordered = {source: records[source] for source in SOURCES if source in records}
    if "系统" not in ordered and roster and roster.households:
        ordered = {"系统": roster, **ordered}
    groups, doubts = same_households(ordered, roster)
    absent, more = absent_from(groups, ordered, roster)
    said = {doubt.household for doubt in doubts}
    doubts += [one for one in more if not one.household or one.household not in said]
    typed: dict[str, list[Entry]] = {}
    for entry in checked:
        typed.setdefault(entry.household or "", []).append(entry)
    found: dict[str, list[Difference]] = {}
    homes: dict[str, Home] = {}
    for same in _with_roster(groups, roster, typed):
        entries = typed.pop(same.key, [])
        home, differences, more = _household(same, entries, roster, ordered, settings)
        differences += _absent(same, absent.get(same.key, ()), ordered)
        homes[same.key], found[same.key] = home, differences
        doubts += more
    doubts += [
        Doubt(key, "", f"核对记录里的户“{key}”哪里都没有") for key in sorted(typed) if typed[key]
    ]
    differences = _moved([one for key in sorted(found) for one in found[key]], groups)
    told = sorted(dict.fromkeys(doubts), key=lambda d: (d.household, d.person, d.reason))
    findings = sorted(findings_of(differences, settings), key=sort_key)
    states = {key: _state(home, found[key]) for key, home in sorted(homes.items())}
    return Reconciled(tuple(differences), tuple(told), tuple(findings), states, homes)


def _state(home: Home, differences: Sequence[Difference]) -> State:
    if differences:
        return State.differs
    return State.agrees if home.looked_at or len(home.same.sides) > 1 else State.unseen


def _with_roster(
    groups: Sequence[Same], roster: Ledger | None, typed: Mapping[str, object]
) -> list[Same]:
    """The households of the records, and those that only the roster has."""
    known = {same.key for same in groups}
    rest = [home for home in roster.households if home.id not in known] if roster else []
    return sorted(
        [*groups, *{home.id: _of_roster(home, roster) for home in rest if roster}.values()],
        key=lambda same: same.key,
    )


def _of_roster(home: Household, roster: Ledger | None) -> Same:
    """A household that no record has: what was typed of it is held against the ledger."""
    key = home.id
    if roster is None:
        return Same(key, {})
    return Same(key, {"系统": Side(home, roster.persons_of(key), roster.helpers_of(key))})


def _household(
    same: Same,
    entries: Sequence[Entry],
    roster: Ledger | None,
    records: Mapping[str, Ledger],
    settings: Settings,
) -> tuple[Home, list[Difference], list[Doubt]]:
    members, doubts = same_persons(same)
    helpers = {
        source: _current(side.helpers, settings.as_of) for source, side in same.sides.items()
    }
    helping = roster.helpers_of(same.key) if roster else ()
    rows = [side.household for side in same.sides.values()]
    if known := roster.household(same.key) if roster else None:
        rows.insert(0, known)
    home = Home(
        key=same.key,
        householder=next((row.householder for row in rows if row.householder), ""),
        village=next((row.village for row in rows if row.village), ""),
        group=next((row.group for row in rows if row.group), ""),
        helpers=tuple(
            next(filter(None, (_current(helping, settings.as_of), *helpers.values())), ())
        ),
        same=same,
        members=tuple(members),
        looked_at=bool(entries),
    )
    names = Names(
        plain_name(home.householder),
        frozenset(spoken(person) for member in members for person in member.rows.values()),
        frozenset(name for found in helpers.values() for name in found),
    )
    typed, more = read_typed(same.key, entries, names) if entries else ({}, [])
    doubts += more
    if strangers := _strangers(same, members):
        return home, [], [*doubts, *strangers]
    compare = Comparison(same.key, settings, typed)
    sides = same.sides.items()
    found = list(compare.fields(HOUSEHOLD, "", {s: side.household for s, side in sides}))
    listing = [source for source, side in sides if side.listed and len(sides) > 1]
    for member in members:
        found += compare.fields(MEMBER, member.name, member.rows)
        found += _missing(same, member, listing, settings)
    found += compare.members(members, same)
    if any(records[source].helpers for source in same.sides if source in records) or typed:
        found += _of_helpers(compare, same, helpers, records)
    return home, found, doubts


def _strangers(same: Same, members: Sequence[Member]) -> list[Doubt]:
    """One number, and nobody in common: whether it is one household a person must say."""
    if sum(bool(side.persons) for side in same.sides.values()) < 2:
        return []
    if any(len(member.rows) > 1 or member.unsure for member in members):
        return []
    return [Doubt(same.key, "", "各记录户编号相同，家庭成员却没有一个对得上，没有逐项比对")]


def _missing(
    same: Same, member: Member, listing: Sequence[str], settings: Settings
) -> Iterator[Difference]:
    """Somebody whom some records have and others have not."""
    absent = [s for s in listing if s not in member.rows and s not in member.unsure]
    if not absent:
        return
    sayings = {s: Saying(p.name or "有", p.at, "姓名") for s, p in member.rows.items()}
    for source in absent:
        side = same.sides[source]
        at = side.persons[-1].at if side.persons else side.household.at
        sayings[source] = Saying(None, at, "姓名")
    ordered = {source: sayings[source] for source in SOURCES if source in sayings}
    wrong = fewer(ordered, list(member.rows), settings)
    number = next(filter(None, map(number_of, member.rows.values())), "")
    yield Difference("R151", same.key, member.name, MEMBER, ordered, wrong, number)


def _absent(same: Same, absent: Sequence[str], records: Mapping[str, Ledger]) -> list[Difference]:
    """The household itself, where records lack it: what the system holds the others must have."""
    if not absent:
        return []
    sayings = {
        source: Saying(side.household.householder or "有", side.household.at, "户主姓名")
        for source, side in same.sides.items()
    }
    for source in absent:
        sayings[source] = Saying(None, below(records[source].households), "户主姓名")
    ordered = {source: sayings[source] for source in SOURCES if source in sayings}
    have = "系统" in same.sides or len(same.sides) >= len(absent)
    wrong = tuple(s for s in ordered if (s in absent) is have)
    return [Difference("R151", same.key, "", WHOLE, ordered, wrong)]


def _moved(differences: Sequence[Difference], groups: Sequence[Same]) -> list[Difference]:
    """Say of a member that a record lacks in which other household it has this person."""
    wanted = {one.number for one in differences if len(one.number) >= 17}
    where: dict[tuple[str, str], set[str]] = {}
    for same in groups if wanted else ():
        for source, side in same.sides.items():
            for person in side.persons:
                if (number := number_of(person)) in wanted:
                    where.setdefault((source, number), set()).add(same.key)
    return [_with_place(one, where) if one.number else one for one in differences]


def _with_place(one: Difference, where: Mapping[tuple[str, str], set[str]]) -> Difference:
    sayings = dict(one.sayings)
    for source, saying in one.sayings.items():
        places = "、".join(sorted(where.get((source, one.number), ())))
        if saying.value is None and places:
            sayings[source] = Saying(None, saying.at, saying.column, places)
    return replace(one, sayings=sayings)


def _current(helpers: Sequence[Helper], day: date) -> dict[str, Helper]:
    """The helpers of today by name; of two rows the later pairing counts."""
    found: dict[str, Helper] = {}
    for helper in sorted(helpers, key=lambda one: (one.since or date.min, str(READ_HELPER(one)))):
        if helper.name and (helper.until is None or helper.until >= day):
            found[spoken(helper)] = helper
    return {name: found[name] for name in sorted(found)}


def _of_helpers(
    compare: Comparison,
    same: Same,
    helpers: Mapping[str, Mapping[str, Helper]],
    records: Mapping[str, Ledger],
) -> Iterator[Difference]:
    """Helpers by name; who they are must agree, and what is said of each."""
    current = {s: found for s, found in helpers.items() if s in records and records[s].helpers}
    names = {
        source: Saying("、".join(found) or None, _place(found, same, source), "姓名")
        for source, found in current.items()
    }
    for source, row in compare.typed.get((HELPER, "", HELPER), {}).items():
        names[source] = Saying(row.value, row.at, "记载值")
    yield from compare.one("", HELPER, names)
    for name in sorted({name for found in current.values() for name in found}):
        rows = {s: found[name] for s, found in current.items() if name in found}
        yield from compare.fields(HELPER, name, rows)


def _place(found: Mapping[str, Helper], same: Same, source: str) -> At | None:
    first = next(iter(found.values()), None)
    return first.at if first else same.sides[source].household.at
