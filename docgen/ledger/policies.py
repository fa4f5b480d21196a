"""Rows that name a policy by its 名称 instead of its 政策编号."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from docgen.ledger.schema import plain
from docgen.ledger.tables import Table
from docgen.model import Policy, Value
from docgen.sources import SheetRef

NUMBER, NAME = "政策编号", "政策名称"


def by_name_where_no_number(table: Table) -> Table:
    """Return a table in which a blank 政策编号 takes what 政策名称 says."""
    names = table.values.get(NAME)
    if names is None or table.kind == "政策":
        return table
    numbers = table.column(NUMBER)
    blank = [n for n, number in enumerate(numbers) if number is None and names[n] is not None]
    if not blank:
        return table
    filled: list[Value | None] = [
        name if number is None else number for number, name in zip(numbers, names, strict=True)
    ]
    moved = dict(table.moved)
    for n in blank:
        ref = moved.get(n, table.source)
        columns = {**ref.columns, NUMBER: ref.columns[NAME]}
        moved[n] = SheetRef(ref.file, ref.sheet, columns)
    columns = {NUMBER: table.source.columns[NAME], **table.source.columns}
    source = SheetRef(table.source.file, table.source.sheet, columns)
    values = {**table.values, NUMBER: filled}
    return dataclasses.replace(table, source=source, moved=moved, values=values)


def numbered(records: Sequence[Any], policies: Sequence[Policy]) -> list[Any]:
    """Return records whose policy, where it is written by name, has its number.

    Only if exactly one policy has that name; anything else stays as written, and the rules say it.
    """
    numbers = {policy.id for policy in policies}
    named: dict[str, set[str]] = {}
    for policy in policies:
        if policy.id and policy.name:
            named.setdefault(plain(policy.name), set()).add(policy.id)
    return [_numbered(record, numbers, named) for record in records]


def _numbered(record: Any, numbers: set[str], named: dict[str, set[str]]) -> Any:
    if record.policy is None or record.policy in numbers:
        return record
    found = named.get(plain(record.policy), set())
    return dataclasses.replace(record, policy=next(iter(found))) if len(found) == 1 else record
