"""Sheets with several things in a row: persons beside columns of household and measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.headers import Layout, read_as
from docgen.ledger.records import keys_of
from docgen.ledger.schema import code_lists, plain
from docgen.ledger.tables import Table, read_table
from docgen.ledger.workbook import Grid
from docgen.model import Value
from docgen.sources import SheetRef, cell_name

SHARED = {
    "户编号",
    "户主姓名",
    "户主证件号码",
    "县",
    "乡镇",
    "行政村",
    "原村名",
    "村民小组",
    "家庭人口",
    "其他备注",
    "户",
}
ENOUGH = 2  # household columns beside the shared ones that make a sheet of persons mixed
EMPTY_MEASURE = {"无", "否", "/", "-", "未享受", "0", "—"}


def household_part(grid: Grid, layout: Layout, file: str) -> Table | None:
    """Return the household columns of a sheet of persons, a row a household, or ``None``.

    A household takes its values from its householder's row, else from its first row that has one;
    a contradiction between its rows is a finding.
    """
    wide = read_as(grid, layout.band, "户信息")
    taken = set(layout.columns.values()) - {layout.columns.get(name) for name in SHARED}
    own = {name: i for name, i in wide.columns.items() if i not in taken or name in SHARED}
    if len(set(own) - SHARED) < ENOUGH:
        return None
    if "户主姓名" not in own and "姓名" in layout.columns:
        own["户主姓名"] = layout.columns["姓名"]
    part = Layout(wide.spec, layout.band, own, wide.units, wide.doubles)
    return _first_of_each(read_table(grid, part, file, quiet=True), grid, layout)


def _first_of_each(table: Table, grid: Grid, layout: Layout) -> Table:
    groups: dict[str, list[int]] = {}
    for number, keys in enumerate(keys_of(table)):
        if keys.number or keys.any:
            groups.setdefault(keys.number or keys.any, []).append(number)
    heads = {key: _head(numbers, table, grid, layout) for key, numbers in groups.items()}
    findings = list(table.findings)
    values = {
        name: [_agreed(table, name, heads[key], groups[key], findings) for key in groups]
        for name in table.values
    }
    rows = [table.rows[heads[key]] for key in groups]
    return Table("户信息", table.source, rows, values, {}, (), tuple(findings))


def _head(numbers: Sequence[int], table: Table, grid: Grid, layout: Layout) -> int:
    """The householder's row, else the first."""
    index = layout.columns.get("与户主关系")
    meaning = code_lists()["与户主关系"].meaning
    for number in numbers if index is not None else ():
        row = grid.rows[table.rows[number]]
        if index is not None and index < len(row) and meaning.get(plain(str(row[index]))) == "户主":
            return number
    return numbers[0]


def _agreed(
    table: Table, name: str, head: int, numbers: Sequence[int], findings: list[Finding]
) -> Value | None:
    column = table.column(name)
    value = column[head]
    if name == "户主姓名":
        return value
    for number in numbers:
        other = column[number]
        if value is None:
            value = other
        elif other is not None and other != value:
            cell = cell_name(table.rows[number] + 1, table.source.columns[name])
            facts = {"column": name, "value": value, "other": other}
            source = table.source
            findings.append(report("W106", source.file, source.sheet, cell, facts=facts))
            break
    return value


def measure_part(grid: Grid, layout: Layout, table: Table) -> list[Table]:
    """Return the measures of columns such as 产业帮扶 beside the persons, a table a column.

    Each filled cell is one measure of its kind: the header is the 类别, the cell the 措施内容.
    """
    meaning = code_lists()["措施类别"]
    found = []
    for index, text in layout.unknown:
        if plain(text) in {plain(label) for label in meaning.labels}:
            found.append(_measures(grid, layout, table, index, meaning.meaning[plain(text)]))
    return [part for part in found if part.rows]


def _measures(grid: Grid, layout: Layout, table: Table, index: int, kind: str) -> Table:
    numbers, contents, seen = [], [], set()
    keys = keys_of(table)
    for number, row in enumerate(table.rows):
        cell = grid.rows[row][index] if index < len(grid.rows[row]) else ""
        text = str(cell).strip()
        if not text or text in EMPTY_MEASURE or (keys[number], text) in seen:
            continue  # an export repeats a household's measures on each of its persons
        seen.add((keys[number], text))
        numbers.append(number)
        contents.append(re.sub(r"\s*[,，;；]\s*", "、", text))
    names = [name for name in table.values if name in SHARED]
    values: dict[str, Sequence[Value | None]] = {
        name: [table.values[name][number] for number in numbers] for name in names
    }
    values["类别"] = [kind] * len(numbers)
    values["措施内容"] = list(contents)
    columns: Mapping[str, int] = {
        **{name: i for name, i in table.source.columns.items() if name in SHARED},
        "类别": index,
        "措施内容": index,
    }
    source = SheetRef(table.source.file, table.source.sheet, columns)
    return Table("帮扶措施", source, [table.rows[number] for number in numbers], values)
