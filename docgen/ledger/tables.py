"""A recognised sheet becomes columns of values, each with the place it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from operator import itemgetter

from docgen.findings import Finding
from docgen.ledger import dates, rates
from docgen.ledger.codes import report
from docgen.ledger.headernotes import header_notes
from docgen.ledger.headers import Layout
from docgen.ledger.rows import Sorted, sort_rows
from docgen.ledger.schema import ColumnSpec, household_keys
from docgen.ledger.units import UNITS
from docgen.ledger.values import Reader, Trouble, as_text
from docgen.ledger.workbook import Grid
from docgen.model import Aside, Value
from docgen.sources import At, SheetRef, cell_name

FEW = 3  # rows with the same unknown word that get a finding each
DAY_KINDS = {"date", "month"}
DAYS_TO_1904, LAST_1904 = 1462, 80_000  # 1904-01-01 in the days since 1899-12-30
EXACT_KINDS = {"id", "card", "key"}
QUALIFIERS = {"人", "户", "年", "个"}  # 金额（户） says whose money it is, not its unit
SUMMED_KINDS = {"money", "number", "int", "figure"}
SHOWN_KINDS = {"text", "some", "percent", "figure"}  # read as a percentage where one is shown
KEY_KINDS: Mapping[str, str] = {
    "户编号": "key",
    "户主证件号码": "id",
    "户主姓名": "text:name",
    "村民小组": "text",
    "户": "key",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's data rows: ``values[column][n]`` belongs to row ``rows[n]`` (0-based)."""

    kind: str
    source: SheetRef
    rows: Sequence[int]
    values: Mapping[str, Sequence[Value | None]]
    moved: Mapping[int, SheetRef] = field(default_factory=dict)
    aside: tuple[Aside, ...] = ()
    findings: tuple[Finding, ...] = ()

    def at(self, number: int) -> At:
        """Return the place of the n-th data row."""
        return At(self.moved.get(number, self.source), self.rows[number] + 1)

    def places(self) -> list[At]:
        """Return the places of all data rows."""
        if self.moved:
            return [self.at(number) for number in range(len(self.rows))]
        return [At(self.source, row + 1) for row in self.rows]

    def column(self, name: str) -> Sequence[Value | None]:
        """Return a column's values, all ``None`` when the sheet has no such column."""
        return self.values.get(name) or [None] * len(self.rows)


def read_table(
    grid: Grid, layout: Layout, file: str, *, quiet: bool = False, known: Sorted | None = None
) -> Table:
    """Return the values of a sheet read by ``layout``; ``quiet`` leaves out notes on its header.

    ``known`` are its rows where they have been sorted already.
    """
    known = known or sort_rows(grid, layout)
    used = known.used
    source = SheetRef(file, grid.name, _with_household(layout))
    sheet = _Sheet(
        grid, layout, source, used, _even(grid, used), _downward(grid, layout), _percents(grid)
    )
    values = {}
    moved: dict[int, SheetRef] = {}
    findings: list[Finding] = [] if quiet else header_notes(grid, layout, file, used)
    for name, index in layout.columns.items():
        cells = sheet.cells(index, _spec(layout, name), findings)
        reader = sheet.reader(name, findings)
        if reader is None:
            continue
        values[name] = sheet.read(reader, index, cells, findings)
        sheet.shown_as_percent(reader.spec, index, findings)
    findings += [] if quiet else _without_key(sheet, values)
    for name, others in layout.doubles.items():
        if name in values:
            values[name] = sheet.merge_doubles(name, values[name], others, moved, findings)
    return Table(layout.spec.name, source, used, values, moved, known.aside, tuple(findings))


def _without_key(sheet: _Sheet, values: Mapping[str, Sequence[Value | None]]) -> list[Finding]:
    """A row that lacks its own number (项目编号) is said; one that names no 户 at all is E106."""
    spec = sheet.layout.spec
    names = [name for name in values if name in spec.columns and spec.columns[name].required]
    found = []
    for name in names:
        if spec.columns[name].kind != "key":
            continue
        others = [values[other] for other in names if other != name]
        named = values.get("政策名称", [None] * len(values[name]))
        for number, value in enumerate(values[name]):
            known = any(column[number] is not None for column in others)
            if value is None and known and named[number] is None:
                row, index = sheet.used[number], sheet.layout.columns[name]
                found.append(sheet.report("E113", row, index, {"column": name}))
    return found


def _even(grid: Grid, used: Sequence[int]) -> list[Sequence[object]]:
    """Return the data rows, short ones filled up to the width of the sheet."""
    width = max(map(len, grid.rows[grid.top :] if grid.top else grid.rows), default=0)
    rows: list[Sequence[object]] = [grid.rows[row] for row in used]
    if all(len(row) == width for row in rows):
        return rows
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _downward(grid: Grid, layout: Layout) -> dict[int, list[tuple[int, int]]]:
    """Return the merged ranges of several data rows by their first column."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in grid.merges:
        if bottom > top > layout.band.bottom:
            found.setdefault(left, []).append((top, bottom))
    return found


def _percents(grid: Grid) -> dict[int, set[int]]:
    """Return the rows of the cells that are shown as percentages, by column."""
    found: dict[int, set[int]] = {}
    for row, column in grid.scan.percents:
        found.setdefault(column, set()).add(row)
    return found


def _with_household(layout: Layout) -> dict[str, int]:
    """The place of 户 is the first of the columns that may name the household."""
    columns = dict(layout.columns)
    if layout.spec.household:
        for name in ("户", "户编号", "户主证件号码", "户主姓名"):
            if name in columns:
                columns.setdefault("户", columns[name])
    return columns


def _spec(layout: Layout, name: str) -> ColumnSpec:
    if name in layout.spec.columns:
        return layout.spec.columns[name]
    kind, _, arg = KEY_KINDS[name].partition(":")
    return ColumnSpec(name, kind, arg, False, household_keys()[name])


@dataclass(frozen=True, slots=True)
class _Sheet:
    grid: Grid
    layout: Layout
    source: SheetRef
    used: Sequence[int]
    rows: Sequence[Sequence[object]]
    merges: Mapping[int, Sequence[tuple[int, int]]]
    percents: Mapping[int, Set[int]]

    def report(
        self, code: str, row: int, index: int, facts: Mapping[str, object], also: int | None = None
    ) -> Finding:
        """Return a finding at a 0-based row and column of this sheet."""
        cell = cell_name(row + 1, index)
        more = () if also is None else (cell_name(row + 1, also),)
        return report(code, self.source.file, self.source.sheet, cell, facts=facts, also=more)

    def cells(self, index: int, spec: ColumnSpec, findings: list[Finding]) -> list[object]:
        """Return the cells of the data rows in one column, vertical merges filled."""
        cells = list(map(itemgetter(index), self.rows))
        if index in self.percents and spec.kind in SHOWN_KINDS and spec.arg != "name":
            shown = self.percents[index]
            pairs = zip(self.used, cells, strict=True)
            cells = [_shown(cell) if row in shown else cell for row, cell in pairs]
        merges = self.merges.get(index)
        if merges:
            self._fill(merges, index, spec.kind, cells, findings)
        return cells

    def shown_as_percent(self, spec: ColumnSpec, index: int, findings: list[Finding]) -> None:
        """A number that is none of percentages, but looks like one on the screen, is said."""
        if index not in self.percents or spec.kind not in SUMMED_KINDS - SHOWN_KINDS:
            return
        for number, row in enumerate(self.used):
            cell = self.rows[number][index]
            if row in self.percents[index] and (told := _shown(cell)) != cell:
                facts = {"column": spec.name, "value": told, "read": as_text(cell)}
                findings.append(self.report("W111", row, index, facts))

    def _fill(
        self,
        merges: Sequence[tuple[int, int]],
        index: int,
        kind: str,
        cells: list[object],
        findings: list[Finding],
    ) -> None:
        """A merged text stands for all its rows; a merged amount is counted once, and said."""
        number = {row: n for n, row in enumerate(self.used)}
        for top, bottom in merges:
            value = cells[number[top]] if top in number else self._cell(top, index)
            others = [number[row] for row in range(top + 1, bottom + 1) if row in number]
            if not others or value in ("", None):
                continue
            if kind in SUMMED_KINDS:
                facts = {"column": self._name(index), "value": as_text(value)}
                findings.append(self.report("W104", top, index, facts))
                continue
            for n in others:
                cells[n] = value

    def _cell(self, row: int, index: int) -> object:
        cells = self.grid.rows[row]
        return cells[index] if index < len(cells) else ""

    def _name(self, index: int) -> str:
        return next(name for name, at in self.layout.columns.items() if at == index)

    def reader(self, name: str, findings: list[Finding]) -> Reader | None:
        """Return how to read a column, ``None`` when its unit cannot be converted."""
        spec = _spec(self.layout, name)
        unit = self.layout.units.get(name, "")
        if spec.kind not in ("money", "number") or (spec.kind == "number" and not spec.arg):
            return Reader(spec)
        base = "元" if spec.kind == "money" else spec.arg
        if unit.startswith("?"):
            unit = unit[1:] if spec.kind == "money" else ""
        found = UNITS[unit or (spec.arg or "元")]
        if found[0] == base:
            return Reader(spec, found[1])
        monthly = found[0] == "月" and "月" in name
        if spec.kind == "money" and (found[0] in QUALIFIERS or monthly):
            return Reader(spec)
        row, index = self.layout.band.bottom, self.layout.columns[name]
        findings.append(self.report("W102", row, index, {"value": unit, "unit": base}))
        return None

    def read(
        self, reader: Reader, index: int, cells: list[object], findings: list[Finding]
    ) -> list[Value | None]:
        """Return a column's values; each different cell is read once."""
        different = set(cells)
        if not different.isdisjoint((True, False)):  # also 1 and 0, which equal them
            cells = [("是" if cell else "否") if isinstance(cell, bool) else cell for cell in cells]
            different = set(cells)
        if reader.spec.kind in DAY_KINDS and self.grid.scan.from_1904:
            cells = [_since_1900(cell) for cell in cells]
            different = set(cells)
        if reader.spec.kind in ("date", "month") and _are_serials(different):
            reader = replace(reader, serials=True)
        if reader.spec.kind == "figure":
            values = self._figures(reader, index, cells, findings)
        else:
            values = self._values(reader, index, cells, findings)
        self._errors(reader.spec, index, values, findings)
        if reader.spec.kind in EXACT_KINDS and self.grid.scan.long_numbers:
            self._long_numbers(index, values)
        return values

    def _values(
        self, reader: Reader, index: int, cells: Sequence[object], findings: list[Finding]
    ) -> list[Value | None]:
        different = set(cells)
        if reader.spec.kind == "percent":
            unit = self.layout.units.get(reader.spec.name, "")
            reader = replace(reader, rates=rates.evidence(different, unit))
        known, troubles = reader.each(different)
        if troubles:
            findings += self._troubles(troubles, index, cells)
        return list(map(known.__getitem__, cells))

    def _figures(
        self, reader: Reader, index: int, cells: Sequence[object], findings: list[Finding]
    ) -> list[Value | None]:
        """Numbers of which the row says the kind: under 指标 资金支付率 it is a percentage."""
        column = self.layout.columns.get(reader.spec.arg)
        named = [False] * len(cells) if column is None else [
            rates.names_rate(as_text(row[column])) for row in self.rows
        ]  # fmt: skip
        pairs = list(zip(named, cells, strict=True))
        percent = replace(reader, spec=replace(reader.spec, kind="percent"))
        ratio = self._values(percent, index, [c if rate else "" for rate, c in pairs], findings)
        plain = self._values(reader, index, ["" if rate else c for rate, c in pairs], findings)
        return [a if rate else b for rate, a, b in zip(named, ratio, plain, strict=True)]

    def _troubles(
        self, troubles: Mapping[object, Trouble | None], index: int, cells: Sequence[object]
    ) -> list[Finding]:
        found = []
        places: dict[object, list[int]] = {}
        for row, cell in zip(self.used, cells, strict=True):
            if troubles.get(cell):
                places.setdefault(cell, []).append(row)
        for cell, rows in places.items():
            code, facts = troubles[cell] or ("", {})
            if code == "W103" and len(rows) > FEW:
                found.append(self._same_everywhere(code, facts, index, rows))
                continue
            for row in rows:
                exact = self.grid.scan.long_numbers.get((row, index))
                told = {**facts, "value": exact} if exact and code == "E101" else facts
                found.append(self.report(code, row, index, told))
        return found

    def _same_everywhere(
        self, code: str, facts: Mapping[str, object], index: int, rows: Sequence[int]
    ) -> Finding:
        """One word that many rows have is said once, with all its cells."""
        facts = {**facts, "count": f"，共 {len(rows)} 行"}
        first, *others = (cell_name(row + 1, index) for row in rows)
        source = self.source
        return report(code, source.file, source.sheet, first, facts=facts, also=tuple(others))

    def _errors(
        self, spec: ColumnSpec, index: int, values: list[Value | None], findings: list[Finding]
    ) -> None:
        """Error cells come as blanks from the reader; the scan knows them."""
        self._uncalculated(spec, index, findings)
        here = {
            row: text for (row, column), text in self.grid.scan.errors.items() if column == index
        }
        if not here:
            return
        for number, row in enumerate(self.used):
            if row in here:
                values[number] = None
                facts = {"column": spec.name, "value": here[row]}
                findings.append(self.report("E105", row, index, facts))

    def _uncalculated(self, spec: ColumnSpec, index: int, findings: list[Finding]) -> None:
        """Formulas that were never calculated read as blanks: said once a column."""
        alone = self.grid.scan.uncalculated
        rows = [row for row in self.used if (row, index) in alone] if alone else []
        if rows:
            first, *others = (cell_name(row + 1, index) for row in rows)
            facts = {"column": spec.name, "count": len(rows)}
            file, sheet = self.source.file, self.source.sheet
            findings.append(report("E114", file, sheet, first, facts=facts, also=tuple(others)))

    def _long_numbers(self, index: int, values: list[Value | None]) -> None:
        """A long number keeps the digits the file has, before any reader rounded them."""
        for number, row in enumerate(self.used):
            exact = self.grid.scan.long_numbers.get((row, index))
            if exact:
                values[number] = exact

    def merge_doubles(
        self,
        name: str,
        values: Sequence[Value | None],
        others: tuple[int, ...],
        moved: dict[int, SheetRef],
        findings: list[Finding],
    ) -> list[Value | None]:
        """Of two columns of one name the other one fills a blank; a contradiction is said."""
        merged = list(values)
        for index in others:
            reader = Reader(_spec(self.layout, name))
            cells = self.cells(index, reader.spec, [])
            second = [reader("是" if cell is True else cell)[0] for cell in cells]
            for number, (mine, other) in enumerate(zip(merged, second, strict=True)):
                if mine is None and other is not None:
                    merged[number] = other
                    ref = moved.get(number, self.source)
                    columns = {**ref.columns, name: index}
                    moved[number] = SheetRef(ref.file, ref.sheet, columns)
                elif other is not None and other != mine:
                    row = self.used[number]
                    facts = {"column": name, "value": mine, "other": other}
                    first = self.layout.columns[name]
                    findings.append(self.report("W007", row, first, facts, also=index))
        return merged


def _shown(cell: object) -> object:
    """A number as the percentage that its cell shows; anything else as it is."""
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return rates.shown(cell) if is_number else cell  # type: ignore[arg-type]


def _since_1900(cell: object) -> object:
    """A bare serial of an old Mac workbook as other workbooks count it."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 0 < cell < LAST_1904:
        return cell + DAYS_TO_1904
    return cell


def _are_serials(cells: set[object]) -> bool:
    """Whether a column lost its date format: most of its cells are bare serials."""
    filled = [cell for cell in cells if cell not in ("", None)]
    serials = sum(map(dates.is_serial, filled))
    return serials >= FEW and 2 * serials > len(filled)
