"""The part of a ledger that --only names: a village, a group or a household, with all their rows.

A row belongs where its household belongs; a row without a household where its 行政村 says; a
project or problem that names neither, to the village of all its households. In a ledger of several
villages a row that names nothing belongs to the whole only, and to no village.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from docgen.facts.shelf import COLUMNS as SHELF
from docgen.facts.words import words_of
from docgen.ledger.households import group_key, village_key
from docgen.model import LISTS, Entry, Household, Ledger, Problem, Project

VILLAGE, GROUP, HOUSEHOLD = "村", "组", "户"
SERVICES = "服务项目"  # a register of what there is to do, the same for every village
VILLAGE_COLUMNS = ("行政村", "受帮扶村", "村")
KEPT = ("policies",)  # what holds for everybody: whether it applies is asked at each use
NOT_RECORDS = ("households", "registers", "sheets", "rows", "findings", *KEPT)


@dataclass(frozen=True)
class Part:
    """Households that --only names: what kind of part, its name for titles, and the households.

    ``village`` is the key of the village when the part is a whole village, else empty.
    """

    kind: str
    name: str
    households: tuple[Household, ...]
    village: str = ""

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(household.id for household in self.households)


def villages(ledger: Ledger) -> list[str]:
    """Return the villages of the households as first spelled, in the ledger's order."""
    found: dict[str, str] = {}
    for household in ledger.households:
        if household.village:
            found.setdefault(village_key(household.village), household.village)
    return list(found.values())


def chosen(ledger: Ledger, only: str) -> list[Household]:
    """Return the households that ``only`` names (all when empty), each 户编号 once, in order."""
    part = part_of(ledger, only)
    return list(part.households if part else _once(ledger.households) if not only else ())


def part_of(ledger: Ledger, only: str) -> Part | None:
    """Return the part that ``only`` names; None when it names nothing or is empty.

    A 户编号 comes first, then a village, a group (一组, 第一组, 1组 and 1 are the same), then a
    village with a group (上河村一组).
    """
    if not only.strip():
        return None
    for kind, says in _ways(only.strip()):
        found = tuple(_once(household for household in ledger.households if says(household)))
        if found:
            return _part(kind, found, ledger)
    return None


def _ways(only: str) -> list[tuple[str, Callable[[Household], bool]]]:
    village, group = village_key(only), group_key(only)
    return [
        (HOUSEHOLD, lambda one: one.id == only),
        (VILLAGE, lambda one: bool(one.village) and village_key(one.village or "") == village),
        (GROUP, lambda one: bool(one.group) and group_key(one.group or "") == group),
        (GROUP, lambda one: _in_village_group(one, only)),
    ]


def _in_village_group(household: Household, only: str) -> bool:
    if not household.village or not household.group:
        return False
    for name in (household.village, village_key(household.village)):
        rest = only.removeprefix(name)
        if rest != only and group_key(rest) == group_key(household.group):
            return True
    return False


def _part(kind: str, found: tuple[Household, ...], ledger: Ledger) -> Part:
    first = found[0]
    village, group = first.village or "", first.group or ""
    if kind == VILLAGE:
        return Part(kind, village, found, village_key(village))
    if kind == HOUSEHOLD:
        return Part(kind, f"{village}{group}（户编号{first.id}）", found)
    several = len({village_key(one.village or "") for one in found}) > 1
    return Part(kind, f"各村{group}" if several else f"{village}{group}", found)


def _once(households: Iterable[Household]) -> list[Household]:
    found: dict[str, Household] = {}
    for household in households:
        found.setdefault(household.id, household)
    return list(found.values())


def ledger_of(ledger: Ledger, only: str) -> Ledger:
    """Return the rows of the ledger that belong to what ``only`` names; all when it is empty."""
    if not only.strip():
        return ledger
    part = part_of(ledger, only) or Part(HOUSEHOLD, only, ())
    places = places_of(ledger)

    def kept(records: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(record for record in records if places.belongs(record, part))

    fields = [one.name for one in dataclasses.fields(Ledger) if one.init]
    changed: dict[str, Any] = {
        name: kept(getattr(ledger, name)) for name in fields if name not in NOT_RECORDS
    }
    return dataclasses.replace(
        ledger,
        households=tuple(one for one in ledger.households if one.id in part.keys),
        registers={name: kept(entries) for name, entries in ledger.registers.items()},
        **changed,
    )


def by_village(ledger: Ledger) -> dict[str, Ledger]:
    """Return village → its rows as `ledger_of` tells them, in one walk through the ledger."""
    places = places_of(ledger)
    fields = [one.name for one in dataclasses.fields(Ledger) if one.init]
    lists = {
        name: places.by_village(getattr(ledger, name)) for name in fields if name not in NOT_RECORDS
    }
    registers = {
        name: places.by_village(entries)
        for name, entries in ledger.registers.items()
        if name != SERVICES
    }
    homes = _homes(ledger)

    def part(key: str) -> Ledger:
        own = {sheet: tuple(rows.get(key, ())) for sheet, rows in registers.items()}
        changed: dict[str, Any] = {field: tuple(rows.get(key, ())) for field, rows in lists.items()}
        return dataclasses.replace(
            ledger,
            households=tuple(homes[key]),
            registers={sheet: own.get(sheet, rows) for sheet, rows in ledger.registers.items()},
            **changed,
        )

    return {name: part(village_key(name)) for name in villages(ledger)}


def _homes(ledger: Ledger) -> dict[str, list[Household]]:
    """Key of a village → its households; all rows of a 户编号 that stands in it once."""
    standing: dict[str, dict[str, None]] = {}
    for one in ledger.households:
        if one.village:
            standing.setdefault(one.id, {})[village_key(one.village)] = None
    found: dict[str, list[Household]] = {}
    for one in ledger.households:
        for key in standing.get(one.id, ()):
            found.setdefault(key, []).append(one)
    return found


def unplaced(ledger: Ledger) -> dict[str, list[Any]]:
    """Return sheet → rows that belong to no village, of a ledger of several villages."""
    if len(villages(ledger)) < 2:
        return {}
    places = places_of(ledger)
    sheets: dict[str, Iterable[Any]] = {
        **{name: getattr(ledger, LISTS[name]) for name in LISTS},
        **ledger.registers,
    }
    found = {
        sheet: places.by_village(records).get("", [])
        for sheet, records in sheets.items()
        if sheet not in ("政策", SERVICES, *SHELF)
    }
    return {sheet: records for sheet, records in found.items() if records}


@dataclass(frozen=True, slots=True)
class Places:
    """Where households, people and projects are: what a row's own words lead to."""

    villages: dict[str, str]  # 户编号 → key of the village
    alone: str  # the ledger's only village, empty when there are several
    people: dict[str, str] = field(default_factory=dict)  # 证件号码 → 户编号
    sharing: dict[str, set[str]] = field(default_factory=dict)  # 项目编号 → 户编号
    projects: dict[str, str] = field(default_factory=dict)  # 项目编号 → key of the village

    def belongs(self, record: Any, part: Part) -> bool:
        """Whether a row is the part's: of its village, or of one of its households."""
        if isinstance(record, Entry) and record.register == SERVICES:
            return True
        if part.kind == VILLAGE:
            return self.village(record) == part.village
        return bool(self.households(record) & part.keys)

    def households(self, record: Any) -> set[str]:
        """Return the known households that a row names or concerns."""
        if isinstance(record, Household):
            return {record.id}
        if isinstance(record, Problem):
            named = set(words_of(record.households))
            shared = (self.sharing.get(key, set()) for key in words_of(record.projects))
            return (named & self.villages.keys()) or set().union(*shared)
        if isinstance(record, Project):
            return self.sharing.get(record.id, set())
        own = getattr(record, "household", None) or self._of_person(record)
        if own in self.villages:
            return {own}
        return self.sharing.get(_project(record), set()) if not own else set()

    def _of_person(self, record: Any) -> str:
        number = record.get("证件号码") if isinstance(record, Entry) else None
        return self.people.get(str(number), "") if number else ""

    def village(self, record: Any) -> str:
        """Return the key of the village a row belongs to, empty when nothing says it."""
        own = getattr(record, "household", None) or self._of_person(record)
        if isinstance(record, Household):
            own = record.id
        if own and self.villages.get(own):
            return self.villages[own]
        if written := _village_written(record):
            return village_key(written)
        if found := self.projects.get(_project(record)):
            return found
        homes = {self.villages[key] for key in self.households(record)}
        return homes.pop() if len(homes) == 1 else self.alone

    def by_village(self, records: Iterable[Any]) -> dict[str, list[Any]]:
        """Return key of a village → its rows; of nearly every row the household tells it."""
        found: dict[str, list[Any]] = {}
        for record in records:
            home = getattr(record, "household", None)
            key = (home and self.villages.get(home)) or self.village(record)
            found.setdefault(key, []).append(record)
        return found


def places_of(ledger: Ledger) -> Places:
    names = villages(ledger)
    places = Places(
        {one.id: village_key(one.village or "") for one in reversed(ledger.households)},
        village_key(names[0]) if len(names) == 1 else "",
        {one.id_number: one.household for one in ledger.persons if one.id_number},
    )
    for share in ledger.beneficiaries:
        if share.household in places.villages:
            places.sharing.setdefault(share.project, set()).add(share.household or "")
    places.projects.update({one.id: places.village(one) for one in ledger.projects})
    return places


def _project(record: Any) -> str:
    if isinstance(record, Entry):
        return str(record.get("项目编号") or "")
    return str(getattr(record, "project", ""))


def _village_written(record: Any) -> str:
    if isinstance(record, Entry):
        columns = (*VILLAGE_COLUMNS, "名称") if record.register == "行政村" else VILLAGE_COLUMNS
        return next((str(record.get(name)) for name in columns if record.get(name)), "")
    return str(getattr(record, "village_name", None) or "")
