"""Columns of values become the records of the model."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, cast

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.households import Answer, Directory, Keys
from docgen.ledger.schema import KEY_COLUMNS, sheets
from docgen.ledger.tables import Table
from docgen.model import CORE_SHEETS, Entry, Household, Record, Value, columns_of
from docgen.sources import At

RISKS = tuple(f"致贫返贫风险{number}" for number in range(1, 6))
NAMED_KEYS = ("户编号", "户主姓名", "户主证件号码", "户")


def households_of(table: Table) -> list[Household]:
    """Return the households of a sheet 户信息; without 户编号 the key is 户主（组）."""
    numbers = _texts(table, "户编号")
    names, groups = _texts(table, "户主姓名"), _texts(table, "村民小组")
    ids = [
        number or (f"{name}（{group}）" if group else name)
        for number, name, group in zip(numbers, names, groups, strict=True)
    ]
    given = {"户编号": ids, **_risks(table)}
    return cast("list[Household]", list(_made(table, given, table.places())))


def _risks(table: Table) -> dict[str, Sequence[Value | None]]:
    """One column that lists several risks is taken apart into the five of the contract."""
    if RISKS[0] not in table.values or any(name in table.values for name in RISKS[1:]):
        return {}
    lists = [re.split(r"[,，、;；\s]+", text) if text else [] for text in _texts(table, RISKS[0])]
    parts = [[part for part in one if part] for one in lists]
    return {
        name: [one[place] if place < len(one) else None for one in parts]
        for place, name in enumerate(RISKS)
    }


def records_of(table: Table, directory: Directory, findings: list[Finding]) -> list[Record]:
    """Return the records of a core sheet other than 户信息, households resolved."""
    places = table.places()
    given: dict[str, Sequence[Value | None]] = {}
    if sheets()[table.kind].household:
        given["户"] = resolved(table, directory, places, findings)
    return list(_made(table, given, places))


def entries_of(table: Table, directory: Directory, findings: list[Finding]) -> list[Entry]:
    """Return the rows of a register; ``values`` holds what is filled, 户 as the 户编号."""
    places = table.places()
    households: Sequence[str | None] = [None] * len(places)
    if sheets()[table.kind].household:
        households = resolved(table, directory, places, findings)
    names = list(table.values)
    rows: Iterable[tuple[Any, ...]] = zip(*table.values.values(), strict=True)
    if not names:
        rows = ((),) * len(places)
    entries = []
    for row, household, at in zip(rows, households, places, strict=True):
        values = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        if household:
            values["户"] = household
        entries.append(Entry(table.kind, values, household, at))
    return entries


def _made(
    table: Table, given: dict[str, Sequence[Value | None]], places: Sequence[At]
) -> Iterator[Record]:
    """Build records positionally: the fields' order is the constructor's order."""
    kind = CORE_SHEETS[table.kind]
    attributes = {attribute: column for column, attribute in columns_of(kind).items()}
    columns: list[Iterable[Any]] = []
    for item in dataclasses.fields(kind):
        name = attributes.get(item.name, "")
        if item.name == "at":
            columns.append(places)
        elif name in given:
            columns.append(given[name])
        elif name in table.values:
            filled = table.values[name]
            columns.append(filled if item.default is None else _or_default(filled, item.default))
        else:
            columns.append(repeat(item.default))
    return (kind(*row) for row in zip(*columns, strict=False))


def _or_default(values: Sequence[Value | None], default: Any) -> list[Any]:
    return [default if value is None else value for value in values]


def _texts(table: Table, name: str) -> list[str]:
    if name not in table.values:
        return [""] * len(table.rows)
    return ["" if value is None else str(value) for value in table.values[name]]


def keys_of(table: Table) -> list[Keys]:
    """Return what each row says about its household."""
    return [Keys(*texts) for texts in _key_texts(table)]


def _key_texts(table: Table) -> Iterator[tuple[str, ...]]:
    group = "村民小组" if "村民小组" in table.values else "组"
    names = (*KEY_COLUMNS[:3], group, "行政村", KEY_COLUMNS[4])
    return zip(*[_texts(table, name) for name in names], strict=True)


def resolved(
    table: Table, directory: Directory, places: Sequence[At], findings: list[Finding]
) -> list[str]:
    """Return the 户编号 of each row; what cannot be resolved stays as written, with a finding."""
    optional = sheets()[table.kind].household == "optional"
    households = []
    known: dict[tuple[str, ...], tuple[Keys, Answer]] = {}
    for texts, at in zip(_key_texts(table), places, strict=True):
        found = known.get(texts)
        if found is None:
            found = known[texts] = _answered(directory, Keys(*texts))
        keys, answer = found
        households.append(answer.household)
        if not answer.code:
            continue
        if optional and answer.code in ("E106", "E107") and not (keys.number or keys.id_number):
            answer = _not_listed(answer) if keys.householder else answer
            if answer.code == "E106":
                continue
        cell = at.cell(*_filled(keys))
        facts = dict(answer.facts)
        findings.append(report(answer.code, at.file, at.sheet, cell, facts=facts))
    return households


def _answered(directory: Directory, keys: Keys) -> tuple[Keys, Answer]:
    return keys, directory.find(keys)


def _not_listed(answer: Answer) -> Answer:
    """Anybody may be visited: a name that is no householder's is worth a notice only."""
    return Answer(answer.household, "W109", answer.facts)


def _filled(keys: Keys) -> list[str]:
    """The columns of the keys that a row has, else all of them."""
    texts = (keys.number, keys.householder, keys.id_number, keys.any)
    return [name for name, text in zip(NAMED_KEYS, texts, strict=True) if text] or list(NAMED_KEYS)
