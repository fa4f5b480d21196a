"""Households without 户编号: the key is 户主（组）, with the village where two have the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen.ledger.households import village_key
from docgen.ledger.records import households_of
from docgen.ledger.tables import Table
from docgen.model import Household


def homes_of(tables: Sequence[Table]) -> list[list[Household]]:
    """Return the households of each table, told apart by village where their keys are one."""
    homes = [households_of(table) for table in tables]
    numbers = [table.column("户编号") for table in tables]
    villages: dict[str, set[str]] = {}
    for each, written in zip(homes, numbers, strict=True):
        for home, number in zip(each, written, strict=True):
            if not number and home.village:
                villages.setdefault(home.id, set()).add(village_key(home.village))
    shared = {key for key, found in villages.items() if key and len(found) > 1}
    if not shared:
        return homes
    return [
        [
            _with_village(home) if not number and home.id in shared and home.village else home
            for home, number in zip(each, written, strict=True)
        ]
        for each, written in zip(homes, numbers, strict=True)
    ]


def _with_village(home: Household) -> Household:
    return replace(home, id=f"{home.householder or ''}（{home.village}{home.group or ''}）")
