"""Zeros that 户编号 lost in 户信息 itself, where every other sheet still has them.

A workbook that keeps 户编号 as numbers shows 310 for 0310. Other sheets name the household by the
whole number; it is taken from there, and said once at the cell that lost it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.tables import Table
from docgen.model import Household

Found = list[tuple[Household, str]]
KEYS = ("户编号", "户")


def with_zeros(found: Found, tables: Iterable[Table], findings: list[Finding]) -> Found:
    """Return the households with the numbers that all other sheets write for them."""
    own = {household.id for household, _ in found}
    written = _written(tables)
    longer = _with_zeros(written)
    whole = {
        number: next(iter(longer[number]))
        for number in own & longer.keys()
        if len(longer[number]) == 1 and number not in written and not longer[number] & own
    }
    if not whole:
        return found
    findings += [_said(home, whole[home.id]) for home, _ in found if home.id in whole]
    return [(replace(home, id=whole.get(home.id, home.id)), number) for home, number in found]


def _written(tables: Iterable[Table]) -> set[str]:
    """Every number by which a sheet other than 户信息 names a household."""
    columns: list[Sequence[object]] = [
        table.values[key]
        for table in tables
        if table.kind != "户信息"
        for key in KEYS
        if key in table.values
    ]
    return {str(cell) for column in columns for cell in set(column) if cell is not None}


def _with_zeros(written: Iterable[str]) -> Mapping[str, set[str]]:
    """The numbers that begin with zeros, by what is left without them."""
    longer: dict[str, set[str]] = {}
    for number in written:
        if number.startswith("0") and number.isdecimal():
            longer.setdefault(number.lstrip("0"), set()).add(number)
    return longer


def _said(household: Household, whole: str) -> Finding:
    at = household.at
    if at is None:
        raise ValueError(household.id)
    facts = {"value": household.id, "read": whole}
    return report("W105", at.file, at.sheet, at.cell("户编号"), facts=facts, household=whole)
