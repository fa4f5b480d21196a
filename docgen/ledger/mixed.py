"""Sheets with several things in a row: persons beside columns of household and measures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as Places
from dataclasses import replace

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.headers import HELPER_WORDS, Layout, measure_kind, read_as
from docgen.ledger.kinds import told
from docgen.ledger.records import keys_of
from docgen.ledger.schema import code_lists, plain, sheets
from docgen.ledger.tables import Table, read_table
from docgen.ledger.workbook import Grid
from docgen.model import Value
from docgen.sources import SheetRef, cell_name

KEYS = ("户编号", "户主姓名", "户主证件号码", "户", "行政村", "村民小组")
SHARED = {*KEYS, "县", "乡镇", "原村名", "家庭人口"}
HELPER_COLUMNS = ("姓名", "单位", "隶属关系", "职务", "联系电话", "结对开始", "结对结束")
NEAR_HELPER = (
    4  # columns after the helper's name that a second 联系电话 or 单位 belongs to the helper
)
ENOUGH = 2  # household columns beside the shared ones that make a sheet of persons mixed
REMARKS = {"备注", "说明"}
EMPTY_MEASURE = {"无", "否", "/", "-", "未享受", "0", "—"}


def household_part(
    grid: Grid, layout: Layout, file: str, persons: Table, least: int = ENOUGH
) -> Table | None:
    """Return the household columns of a sheet of ``persons``, a row a household, or ``None``.

    ``least`` is how many columns of households, beside those that both have, it takes.

    A household takes its values from its householder's row, else from its first row that has one;
    a contradiction between its rows is a finding.
    """
    wide = read_as(grid, layout.band, "户信息")
    taken = set(layout.columns.values()) - {layout.columns.get(name) for name in SHARED}
    own = {
        name: free
        for name, i in wide.columns.items()
        if (free := i if name in SHARED else _free(name, i, wide, taken)) is not None
        and _text(layout, free) not in REMARKS
    }
    if len(set(own) - SHARED) < least:
        return None
    if "户主姓名" not in own and "姓名" in layout.columns:
        own["户主姓名"] = layout.columns["姓名"]
    part = Layout(wide.spec, layout.band, own, wide.units, wide.doubles)
    return told(_first_of_each(read_table(grid, part, file, quiet=True), grid, layout, persons))


def spare_part(grid: Grid, layout: Layout, file: str, persons: Table) -> Table | None:
    """Return the households of a roster that tells no more of them than 户类型, or ``None``."""
    if "户类型" not in read_as(grid, layout.band, "户信息").columns:
        return None
    return household_part(grid, layout, file, persons, least=1)


def _free(name: str, index: int, wide: Layout, taken: Places[int]) -> int | None:
    """The column of the household's own: 户联系电话 where the persons' 联系电话 is taken."""
    return next((i for i in (index, *wide.doubles.get(name, ())) if i not in taken), None)


def _text(layout: Layout, index: int) -> str:
    return plain("".join(layout.band.parts[index]))


def carve_helpers(layout: Layout) -> tuple[Layout, dict[str, int]]:
    """Take the helper's columns (帮扶责任人, 帮扶单位, 电话 …) out of another sheet.

    Returns the layout without them and the columns of the helper, empty when there are none.
    """
    wide = read_as(Grid("", []), layout.band, "帮扶责任人").columns
    own = {
        name: i
        for name, i in wide.items()
        if name in HELPER_COLUMNS and _text(layout, i).startswith(HELPER_WORDS)
    }
    if "姓名" not in own:
        return layout, {}
    after = range(own["姓名"] + 1, own["姓名"] + 1 + NEAR_HELPER)
    for index in after:
        hit = _helper_column(layout, index)
        if hit and index not in own.values():
            own.setdefault(hit, index)
    kept = {name: tuple(set(more) - set(own.values())) for name, more in layout.doubles.items()}
    unknown = tuple(pair for pair in layout.unknown if pair[0] not in own.values())
    doubles = {name: more for name, more in kept.items() if more}
    return replace(layout, doubles=doubles, unknown=unknown), own


def _helper_column(layout: Layout, index: int) -> str:
    """A second 联系电话, or a 单位 or 职务 that the sheet has no other use for."""
    if index >= len(layout.band.parts) or index in layout.columns.values():
        return ""
    spec = sheets()["帮扶责任人"]
    text = _text(layout, index)
    for name in HELPER_COLUMNS[1:]:
        if text == plain(name) or text in map(plain, spec.columns[name].also):
            return name
    return ""


def helper_part(grid: Grid, layout: Layout, own: Mapping[str, int], file: str) -> Table | None:
    """Return the helpers of a sheet of households or persons, one row a household and name."""
    keys = {name: layout.columns[name] for name in KEYS if name in layout.columns}
    part = Layout(sheets()["帮扶责任人"], layout.band, {**keys, **own})
    table = read_table(grid, part, file, quiet=True)
    rows, seen = [], set()
    for number, (key, name) in enumerate(zip(keys_of(table), table.column("姓名"), strict=True)):
        if name is not None and (key, name) not in seen:
            seen.add((key, name))
            rows.append(number)
    values = {name: [column[n] for n in rows] for name, column in table.values.items()}
    kept = [table.rows[n] for n in rows]
    return replace(table, rows=kept, values=values, aside=()) if rows else None


def _first_of_each(table: Table, grid: Grid, layout: Layout, persons: Table) -> Table:
    groups: dict[object, list[int]] = {}
    for number, keys in enumerate(keys_of(persons)):
        if keys.number or keys.any or keys.householder:
            key = keys.number or keys.any or (keys.householder, keys.group, keys.village)
            groups.setdefault(key, []).append(number)
    heads = {key: _head(numbers, table, grid, layout) for key, numbers in groups.items()}
    findings = list(table.findings)
    values = {
        name: [_agreed(table, name, heads[key], groups[key], findings) for key in groups]
        for name in table.values
    }
    rows = [table.rows[heads[key]] for key in groups]
    said = [note for note in findings if note.code != "W104"]  # merged over one household: natural
    return Table("户信息", table.source, rows, values, {}, (), tuple(said))


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
    if name in ("户主姓名", "户主证件号码"):
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

    Each filled cell is one measure of its kind: the header is the 类别, the cell the 措施内容. A
    column without any measure gives a table without rows.
    """
    found = []
    for index, text in layout.unknown:
        kind = measure_kind(text)
        if kind:
            found.append(_measures(grid, layout, table, index, kind))
    return found


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
