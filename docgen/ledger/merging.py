"""One household told by several sheets: exports give its land, income and housing apart."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TypeVar

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.tables import Table
from docgen.ledger.unnumbered import homes_of
from docgen.model import Household, Person, columns_of
from docgen.sources import At, SheetRef

Told = TypeVar("Told", Household, Person)
SHARED = {
    "户编号",
    "户主姓名",
    "户主证件号码",
    "县",
    "乡镇",
    "行政村",
    "原村名",
    "村民小组",
    "户",
    "其他备注",
}
SHOWN = 5  # differing columns that a finding names
ATTRIBUTES = {
    column: attribute for column, attribute in columns_of(Household).items() if column != "户编号"
}


def complementary(one: Mapping[str, int], two: Mapping[str, int]) -> bool:
    """Whether two sheets tell different things: less than half of the smaller one is in both."""
    own, other = set(one) - SHARED, set(two) - SHARED
    return 2 * len(own & other) < min(len(own), len(other)) or not (own and other)


def merged(first: Household, second: Household, findings: list[Finding]) -> Household:
    """Return the household with what ``second`` adds; a contradiction is a finding, first wins."""
    return merged_records(first, second, ATTRIBUTES, findings, first.id)


def merged_records(
    first: Told,
    second: Told,
    attributes: Mapping[str, str],
    findings: list[Finding],
    household: str,
) -> Told:
    """Return a record with what ``second`` adds in these columns; see ``merged``."""
    added: dict[str, object] = {}
    if first.at is None or second.at is None:
        return first
    one: At = _place(first)
    two: At = _place(second)
    for column, attribute in attributes.items():
        mine, other = getattr(first, attribute), getattr(second, attribute)
        if mine is None and other is not None:
            added[attribute] = other
        elif other is not None and mine != other and column not in SHARED:
            findings.append(_contradiction(one, two, column, (mine, other), household))
    filled = frozenset(column for column, attribute in attributes.items() if attribute in added)
    at = At(_without(one.source, filled), one.row, (*one.more, two))
    return dataclasses.replace(first, **added, at=at)  # type: ignore[arg-type]


def _place(record: Household | Person) -> At:
    if record.at is None:
        raise ValueError(record)
    return record.at


def _without(source: SheetRef, columns: frozenset[str]) -> SheetRef:
    """An empty cell gives way to the other sheet's; the address must be the filled one's."""
    if not columns & source.columns.keys():
        return source
    kept = {name: index for name, index in source.columns.items() if name not in columns}
    return SheetRef(source.file, source.sheet, kept)


def _contradiction(
    mine: At, other: At, column: str, values: tuple[object, object], household: str
) -> Finding:
    facts = {
        "column": column,
        "value": values[0],
        "other": values[1],
        "where": f"{other.file} {other.sheet}!{other.cell(column)}",
    }
    place = mine.of(column)
    cell = mine.cell(column)
    return report("W107", place.file, place.sheet, cell, facts=facts, household=household)


def gathered(
    tables: Sequence[Table], split: Sequence[Table], findings: list[Finding]
) -> list[tuple[Household, str]]:
    """Return every household with its householder's ID, from the sheets 户信息 and mixed ones.

    Sheets that tell different things of a household are put together; a 户编号 that stands twice in
    sheets of one kind is said and both rows are kept, first the one that says most.
    """
    found: list[tuple[Household, str]] = []
    repeated: list[tuple[Household, Household]] = []
    first: dict[str, int] = {}
    sources: dict[str, list[SheetRef]] = {}
    ordered = [(one, False) for one in sorted(tables, key=_tells_no_kind)]
    ordered += [(one, True) for one in split]
    homes = homes_of([table for table, _ in ordered])
    for (table, is_split), households in zip(ordered, homes, strict=True):
        ids = table.column("户主证件号码")
        for household, id_number in zip(households, ids, strict=True):
            place = first.setdefault(household.id, len(found))
            told = sources.setdefault(household.id, [])
            if place < len(found) and (is_split or _adds(told, table.source)):
                whole = merged(found[place][0], household, findings)
                found[place] = (whole, found[place][1] or str(id_number or ""))
            else:
                if not household.id:
                    findings.append(_without_key(household))
                elif place < len(found):
                    repeated.append((household, found[place][0]))
                found.append((household, str(id_number or "")))
            told.append(table.source)
    found = _fullest_first(found)
    used = {household.id: household for household, _ in reversed(found)} if repeated else {}
    findings += [_repeated(one, other, used[one.id]) for one, other in repeated]
    return found


def _fullest_first(found: list[tuple[Household, str]]) -> list[tuple[Household, str]]:
    """Let the row that says most stand first: figures, documents and checks take the first one."""
    best: dict[str, int] = {}
    for place, (household, _) in enumerate(found):
        first = best.setdefault(household.id, place)
        if household.id and first != place and fullness(household) > fullness(found[first][0]):
            found[first], found[place] = found[place], found[first]
    return found


def fullness(household: Household) -> tuple[int, str]:
    """How much a row says; of two that say as much, one whatever the order of rows."""
    cells = [getattr(household, attribute) for attribute in ATTRIBUTES.values()]
    return sum(cell is not None for cell in cells), repr(cells)


def _tells_no_kind(table: Table) -> bool:
    """Sheets of land or income come after those that tell what a household is."""
    return "户类型" not in table.source.columns


def _adds(told: Sequence[SheetRef], source: SheetRef) -> bool:
    return all(one is not source and complementary(one.columns, source.columns) for one in told)


def _without_key(household: Household) -> Finding:
    at = _place(household)
    return report("E106", at.file, at.sheet, at.cell("户编号", "户主姓名"))


def _repeated(household: Household, first: Household, used: Household) -> Finding:
    """A 户编号 in two rows: where the other is, what differs, and which row counts meanwhile."""
    at = _place(household)
    differing = [
        column
        for column, attribute in ATTRIBUTES.items()
        if getattr(household, attribute) != getattr(first, attribute)
    ]
    facts = {
        "value": household.id,
        "other": _cell_of(first),
        "differing": f"，两行不同的有：{'、'.join(differing[:SHOWN])}" if differing else "",
        "used": _cell_of(used),
    }
    cell = at.cell("户编号", "户主姓名")
    code = "E109" if at.has("户编号") else "E116"
    return report(code, at.file, at.sheet, cell, facts=facts, household=household.id)


def _cell_of(household: Household) -> str:
    at = _place(household)
    return f"{at.file} {at.sheet}!{at.cell('户编号', '户主姓名')}"
