"""A ledger in parts: by village, by group, by helper; a period in quarters.

Every row goes to the parts it belongs to in one pass. What belongs to none is a part of its own,
so that parts add up to the whole; a household with two helpers belongs to both. What holds for
everybody (policies) stays in each part, figures of the period before only where they are meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.facts.figures.visits import names_helper, quarter, quarters_of_period
from docgen.facts.scope import KEPT, NOT_RECORDS, Places, places_of
from docgen.facts.view import View
from docgen.folder import Period, Settings
from docgen.ledger.households import group_key, village_key
from docgen.model import Helper, Household, Ledger, Visit
from docgen.words import plain_name

LEFT = "（未分到）"
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


@dataclass(frozen=True, slots=True)
class PartOf:
    """One part: its name, its rows, and the settings with its period."""

    name: str
    ledger: Ledger
    settings: Settings


Split = Callable[[Ledger, Settings], list[PartOf]]
Keys = Callable[[Any], Iterable[str]]


def parts(ledger: Ledger, settings: Settings, by: Split) -> list[PartOf]:
    """Return the parts in the ledger's order, the rows that belong to none last."""
    return by(ledger, settings)


def _by_village(ledger: Ledger, settings: Settings) -> list[PartOf]:
    where, names = places_of(ledger), _village_names(ledger)

    def keys(record: Any) -> Iterable[str]:
        found = where.village(record)
        return [names.get(found, found)] if found else []

    return _split(ledger, settings, keys, list(names.values()))


def _village_names(ledger: Ledger) -> dict[str, str]:
    found: dict[str, str] = {}
    for household in ledger.households:
        if household.village:
            found.setdefault(village_key(household.village), household.village)
    return found


def _by_group(ledger: Ledger, settings: Settings) -> list[PartOf]:
    several = len(_village_names(ledger)) > 1
    names: dict[tuple[str, str], str] = {}
    groups: dict[str, str] = {}
    for household in ledger.households:
        if not household.group:
            continue
        key = (village_key(household.village or ""), group_key(household.group))
        shown = f"{household.village or ''}{household.group}" if several else household.group
        groups[household.id] = names.setdefault(key, shown)
    return _split(ledger, settings, _through(places_of(ledger), groups), list(names.values()))


def _through(where: Places, groups: Mapping[str, str]) -> Keys:
    """The groups of the households that a row names or concerns."""

    def keys(record: Any) -> Iterable[str]:
        own = record.id if isinstance(record, Household) else getattr(record, "household", None)
        if own and own in groups:
            return (groups[own],)
        return {groups[home] for home in where.households(record) if home in groups}

    return keys


def _by_helper(ledger: Ledger, settings: Settings) -> list[PartOf]:
    """The households paired with each helper in the period, and the visits that name him."""
    period, paired = settings.period, dict[str, set[str]]()
    for helper in ledger.helpers:
        if helper.name and _pairs_in(helper, period):
            paired.setdefault(helper.household, set()).add(plain_name(helper.name))
    names = list(dict.fromkeys(plain_name(h.name) for h in ledger.helpers if h.name))
    where, every = places_of(ledger), set(names)

    def keys(record: Any) -> Iterable[str]:
        if isinstance(record, Helper):
            return [plain_name(record.name)] if record.name else []
        if isinstance(record, Visit):
            visitor = record.visitor or ""
            return [name for name in _may_be(visitor, every) if names_helper(visitor, name, every)]
        own = record.id if isinstance(record, Household) else getattr(record, "household", None)
        homes = {own} if own in paired else where.households(record)
        return {name for home in homes for name in paired.get(home, ())}

    return _split(ledger, settings, keys, names)


def _pairs_in(helper: Helper, period: Period) -> bool:
    begun = helper.since is None or helper.since <= period.end
    return begun and (helper.until is None or helper.until >= period.start)


def _may_be(visitor: str, names: set[str]) -> Iterable[str]:
    """The helpers whose name stands in 走访人; mostly the cell is one name."""
    plain = plain_name(visitor)
    return (plain,) if plain in names else (name for name in names if name in plain)


def _by_quarter(ledger: Ledger, settings: Settings) -> list[PartOf]:
    period, found = settings.period, list[PartOf]()
    for number in quarters_of_period(View(ledger, settings)):
        first, last = quarter(period.end.year, number)
        end = min(last, period.end)
        inner = Period(max(first, period.start), end, min(period.as_of, end))
        name = f"{period.end.year}年{QUARTERS[number - 1]}"
        found.append(PartOf(name, ledger, dataclasses.replace(settings, period=inner)))
    return found


BY: Mapping[str, Split] = {
    "村": _by_village,
    "组": _by_group,
    "帮扶责任人": _by_helper,
    "季度": _by_quarter,
}
"""What figures can be grouped by."""


def _split(ledger: Ledger, settings: Settings, keys: Keys, order: list[str]) -> list[PartOf]:
    fields = [one.name for one in dataclasses.fields(Ledger) if one.init]
    lists: dict[str, Any] = {
        name: _sorted(getattr(ledger, name), keys) for name in fields if _records(name)
    }
    registers = {name: _sorted(entries, keys) for name, entries in ledger.registers.items()}
    used = {key for found in (*lists.values(), *registers.values()) for key in found}
    return [
        PartOf(name, _part(ledger, lists, registers, name), settings)
        for name in (*order, LEFT)
        if name in used
    ]


def _part(
    ledger: Ledger, lists: Mapping[str, Any], registers: Mapping[str, Any], name: str
) -> Ledger:
    rows: dict[str, Any] = {key: tuple(found.get(name, ())) for key, found in lists.items()}
    kept = {key: tuple(found.get(name, ())) for key, found in registers.items()}
    return dataclasses.replace(ledger, registers=kept, **rows)


def _records(name: str) -> bool:
    return name == "households" or (name not in NOT_RECORDS and name not in KEPT)


def _sorted(records: Iterable[Any], keys: Keys) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record in records:
        for key in keys(record) or (LEFT,):
            found.setdefault(key, []).append(record)
    return found
