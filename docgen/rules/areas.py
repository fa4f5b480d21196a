"""W248-W250: areas of responsibility and the pairing of villages: what leads nowhere, who lacks."""

from __future__ import annotations

from docgen.facts.areas import AREAS, areas, levels, unanswered
from docgen.ledger.households import village_key
from docgen.model import Entry
from docgen.rules.case import Case, Home
from docgen.rules.registry import Fault, Found, of_home, rule

PAIRING = "结对包保"
NEEDED = ("县级领导", "主要包保单位")
NAMED = 5  # households that a message names


@rule("W248", AREAS)
def areas_name_what_exists(case: Case) -> Found:
    for area in areas(case.view):
        for column, word in area.unknown:
            message = f"{area.name}的责任区写了{column}“{word}”，户信息里没有"
            fix = f"改正{column}名，或在户信息里补上这个{column}的户"
            yield Fault(area.at, (column,), message, fix, word, "", area.name)
    for level in levels(case.view):
        shared: dict[tuple[str, ...], list[str]] = {}
        for key, names in level.overlaps.items():
            shared.setdefault(names, []).append(key)
        for names, found in shared.items():
            keys = sorted(found)
            rows = [
                one for one in level.areas if one.name == names[-1] and keys[0] in one.households
            ]
            area = min(rows, key=lambda one: (one.groups, one.homes))
            told = "、".join(keys[:NAMED]) + (f"等{len(keys)}户" if len(keys) > NAMED else "")
            message = f"{'、'.join(names)}同是{level.name}，都负责{told}"
            fix = "一户在一个层级只由一人负责，把重叠的分开"
            yield Fault(area.at, ("组", "户", "姓名"), message, fix, area.groups, "", area.name)


@rule("W249", AREAS)
def every_household_has_somebody(case: Case) -> Found:
    for household in unanswered(case.view):
        message = "责任区里没有人负责这一户"
        fix = "把这一户划给一个人，登记在责任区"
        yield of_home(Home(household, ()), ["户编号", "村民小组"], message, fix, household.id)


@rule("W250", PAIRING)
def villages_are_paired(case: Case) -> Found:
    rows: dict[str, list[Entry]] = {}
    for entry in case.ledger.register(PAIRING):
        rows.setdefault(village_key(str(entry.get("行政村") or "")), []).append(entry)
        for column in NEEDED:
            if not entry.get(column):
                message = f"{entry.get('行政村')}的结对包保没有写{column}"
                yield Fault(entry.at, (column, "行政村"), message, f"落实后填写{column}")
    for same in rows.values():
        for entry in same[1:]:
            village = str(entry.get("行政村") or "")
            others = tuple(one.at for one in same if one is not entry and one.at)
            message = f"{village}在结对包保里有{len(same)}行"
            yield Fault(entry.at, ("行政村",), message, "一个村只留一行", village, others=others)
    named: dict[str, None] = {}
    for home in case.ledger.households:
        key = village_key(home.village or "")
        if key and key not in rows and key not in named:
            named[key] = None
            message = f"{home.village}没有结对包保"
            fix = "落实县级领导、主要包保单位和其他力量，在结对包保里补一行"
            yield Fault(home.at, ("行政村",), message, fix, home.village)
