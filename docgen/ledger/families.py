"""Rosters in which only the householder's row names the household, its members stand below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.schema import KEY_COLUMNS
from docgen.ledger.tables import Table
from docgen.model import Value
from docgen.sources import cell_name

CARRIED = (*KEY_COLUMNS, "行政村")
NAMING = ("户编号", "户主证件号码", "户主姓名", "户")


def carried_down(table: Table) -> Table:
    """Return a roster whose members take the household of the householder above them.

    Only where the whole sheet is written so: every row that names a household is a householder's,
    every row that names none is not. Anything else stays as it is, and a missing key is a finding.
    """
    naming = [table.values[name] for name in NAMING if name in table.values]
    relations = table.column("与户主关系")
    if table.kind != "家庭成员" or not naming or not relations:
        return table
    named = [any(column[n] is not None for column in naming) for n in range(len(relations))]
    heads = [relation == "户主" for relation in relations]
    if named != heads or all(named) or not named[0]:
        return table
    values = dict(table.values)
    for name in CARRIED:
        if name in values:
            values[name] = _filled(values[name], heads)
    return replace(table, values=values, findings=(*table.findings, _notice(table, heads)))


def _filled(column: Sequence[Value | None], heads: Sequence[bool]) -> list[Value | None]:
    filled: list[Value | None] = []
    for value, head in zip(column, heads, strict=True):
        filled.append(value if head or value is not None else filled[-1])
    return filled


def _notice(table: Table, heads: Sequence[bool]) -> Finding:
    first = heads.index(False)
    cell = cell_name(table.rows[first] + 1, table.source.columns.get("户", 0))
    facts = {"count": heads.count(False)}
    return report("W108", table.source.file, table.source.sheet, cell, facts=facts)
