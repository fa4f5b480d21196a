"""Reading the ledger: every workbook of 台账/ becomes one Ledger with findings and row accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docgen.findings import Finding, sort_key
from docgen.folder import LEDGER, Folder
from docgen.jobs import without_collector
from docgen.ledger import mixed, settings
from docgen.ledger.codes import report
from docgen.ledger.confirmed import CONFIRMED, read_confirmed
from docgen.ledger.families import carried_down
from docgen.ledger.headers import Confirmed, Layout, recognise
from docgen.ledger.households import Directory
from docgen.ledger.kinds import told
from docgen.ledger.merging import gathered
from docgen.ledger.persons import one_of_each
from docgen.ledger.policies import by_name_where_no_number, numbered
from docgen.ledger.records import entries_of, records_of
from docgen.ledger.schema import sheets
from docgen.ledger.spelling import lookup
from docgen.ledger.tables import Table, read_table
from docgen.ledger.workbook import Book, Grid, open_book, workbooks_in
from docgen.model import LISTS, Aside, Entry, Household, Ledger, Person, SheetAccount
from docgen.sources import column_name

OF_SHEETS = {"W010", "W108"}  # their cell is merely the first of many rows
OWN_SHEETS = {"填写说明", "字典", "设置"}


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    tables: list[Table] = field(default_factory=list)
    split: list[Table] = field(default_factory=list)
    helpers: list[Table] = field(default_factory=list)
    accounts: list[SheetAccount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[object, str] = field(default_factory=dict)
    confirmed: Confirmed = field(default_factory=dict)


def read_ledger(folder: Folder) -> Ledger:
    """Return everything in 台账/: records, registers, findings, and the account of all rows.

    Never raises for what a file holds; a folder without workbooks gives an empty ledger
    and a finding.
    """
    path = folder.records / CONFIRMED
    confirmed, findings = read_confirmed(path, folder.relative(path))
    books = (open_book(path, folder.relative(path)) for path in workbooks_in(folder.ledger))
    found = ledger_of(books, confirmed=confirmed, findings=findings)
    if any(account.kind for account in found.rows):
        return found
    nothing = report("E112", f"{LEDGER}/")
    return replace(found, findings=tuple(sorted((*found.findings, nothing), key=sort_key)))


def read_file(path: Path, file: str = "") -> Ledger:
    """Return one workbook as a ledger of its own; ``file`` is its name in findings."""
    return ledger_of([open_book(path, file or path.name)])


def ledger_of(
    books: Iterable[Book],
    known: Sequence[Household] = (),
    confirmed: Confirmed | None = None,
    findings: Sequence[Finding] = (),
) -> Ledger:
    """Return the ledger that these books make together.

    ``known`` are households of another ledger that rows of these books may name; ``confirmed`` are
    spellings of headers that the user has decided; ``findings`` are put to those of reading.
    """
    reading = _Reading(confirmed=confirmed or {}, findings=list(findings))
    with without_collector():
        for book in books:
            reading.findings += book.findings
            for grid in book.grids:
                _read_grid(reading, book, grid)
        return _assembled(reading, known)


def _read_grid(reading: _Reading, book: Book, grid: Grid) -> None:
    if not any(_filled(row) for row in grid.rows):
        return
    if grid.hidden:
        if grid.name not in OWN_SHEETS:
            reading.findings.append(report("W003", book.file, grid.name))
            _set_aside(reading, book, grid, "隐藏的工作表")
        return
    if grid.name in OWN_SHEETS or settings.is_settings(grid):
        return
    layout = recognise(grid, Path(book.file).stem, reading.confirmed)
    if layout is None:
        _unrecognised(reading, book, grid)
        return
    other = _twin(reading, book, grid, layout)
    if other:
        reading.findings.append(report("W011", book.file, grid.name, facts={"other": other}))
        _set_aside(reading, book, grid, f"与 {other} 相同", layout)
        return
    _read_layout(reading, book, grid, layout)


def _filled(row: Sequence[object]) -> bool:
    return any(cell is not None and cell != "" for cell in row)


def _unrecognised(reading: _Reading, book: Book, grid: Grid) -> None:
    why = "前 10 行里没有找到够多的规定列名。"
    reading.findings.append(report("W004", book.file, grid.name, "A1", facts={"why": why}))
    _set_aside(reading, book, grid, "认不出的表")


def _set_aside(
    reading: _Reading, book: Book, grid: Grid, reason: str, layout: Layout | None = None
) -> None:
    first = layout.band.bottom + 1 if layout else 0
    kind = layout.spec.name if layout else ""
    rows = tuple(
        Aside(n + 1, reason if _filled(grid.rows[n]) else "空行")
        for n in range(first, len(grid.rows))
    )
    reading.accounts.append(SheetAccount(book.file, grid.name, kind, len(rows), 0, rows))


def _twin(reading: _Reading, book: Book, grid: Grid, layout: Layout) -> str:
    """The earlier sheet with the same cells, if there is one: a copy counts once."""
    body = grid.rows[layout.band.bottom + 1 :]
    if not any(_filled(row) for row in body):
        return ""
    key = (layout.spec.name, tuple(hash(tuple(row)) for row in body))
    mine = f"{book.file} {grid.name}"
    first = reading.seen.setdefault(hash(key), mine)
    return "" if first == mine else first


def _read_layout(reading: _Reading, book: Book, grid: Grid, layout: Layout) -> None:
    own: dict[str, int] = {}
    if layout.spec.name in ("户信息", "家庭成员"):
        layout, own = mixed.carve_helpers(layout)
    table = told(carried_down(read_table(grid, layout, book.file)))
    table = by_name_where_no_number(table)
    reading.tables.append(table)
    reading.findings += table.findings
    used = len(table.rows)
    total = used + len(table.aside)
    account = SheetAccount(book.file, grid.name, layout.spec.name, total, used, table.aside)
    reading.accounts.append(account)
    helpers = mixed.helper_part(grid, layout, own, book.file) if own else None
    if helpers:
        reading.helpers.append(helpers)
    if layout.spec.name == "家庭成员":
        part = mixed.household_part(grid, layout, book.file, table)
        if part:
            reading.split.append(part)
            _forget(reading, part, book.file, grid.name)
        measures = mixed.measure_part(grid, layout, table)
        reading.tables += [part for part in measures if part.rows]
        _forget_kinds(reading, measures, book.file, grid.name)


def _forget(reading: _Reading, part: Table, file: str, sheet: str) -> None:
    """Headers that the household part uses, also a second time, are not unknown any more."""
    used = set(part.source.columns.values())
    _drop_notes(reading, file, sheet, used)
    reading.findings = [
        note
        for note in reading.findings
        if not (
            note.code == "W005"
            and (note.file, note.sheet) == (file, sheet)
            and any(hit[0] == part.kind and hit[1] in part.values for hit in lookup(note.value))
        )
    ]


def _forget_kinds(reading: _Reading, parts: Sequence[Table], file: str, sheet: str) -> None:
    _drop_notes(reading, file, sheet, {part.source.columns["类别"] for part in parts})


def _drop_notes(reading: _Reading, file: str, sheet: str, columns: set[int]) -> None:
    letters = {column_name(index) for index in columns}
    reading.findings = [
        note
        for note in reading.findings
        if not (
            note.code == "W005"
            and (note.file, note.sheet) == (file, sheet)
            and note.cell.rstrip("0123456789") in letters
        )
    ]


def _assembled(reading: _Reading, known: Sequence[Household]) -> Ledger:
    directory = Directory()
    if not any(table.kind == "帮扶责任人" for table in reading.tables):
        reading.tables += reading.helpers
        reading.findings += [note for table in reading.helpers for note in table.findings]
    households = _households(reading, directory)
    for household in known:
        directory.add(household, None)
    found: dict[str, list[Any]] = {name: [] for name in LISTS}
    found["户信息"] = list(households)
    registers: dict[str, list[Entry]] = {}
    ordered = sorted(reading.tables, key=lambda table: table.kind != "家庭成员")
    for table in ordered:
        if table.kind == "户信息":
            continue
        if sheets()[table.kind].register:
            made = entries_of(table, directory, reading.findings)
            registers.setdefault(table.kind, []).extend(made)
        else:
            found[table.kind] += records_of(table, directory, reading.findings)
        if table.kind == "家庭成员":
            directory.add_householders(_persons(found["家庭成员"]))
    for kind in ("帮扶措施", "政策享受"):
        found[kind] = numbered(found[kind], found["政策"])
    found["家庭成员"] = list(one_of_each(_persons(found["家庭成员"]), reading.findings))
    _without_households(reading, directory)
    return Ledger(
        **{LISTS[kind]: tuple(records) for kind, records in found.items()},
        registers={name: tuple(entries) for name, entries in registers.items()},
        sheets=_columns_by_kind(reading),
        rows=tuple(reading.accounts),
        findings=tuple(sorted(_named(set(reading.findings), found, registers), key=sort_key)),
    )


def _named(
    findings: Iterable[Finding],
    found: Mapping[str, Sequence[Any]],
    registers: Mapping[str, Sequence[Entry]],
) -> list[Finding]:
    """Say in each finding whom its row concerns."""
    findings = list(findings)
    rows = {(one.file, one.sheet, _row(one.cell)) for one in findings if _of_a_row(one)}
    whom: dict[tuple[str, str, int], tuple[str, str]] = {}
    for kind, records in [*found.items(), *registers.items()] if rows else ():
        for record in records:
            for at in (record.at, *record.at.more) if record.at else ():
                if (at.file, at.sheet, at.row) in rows:
                    whom.setdefault((at.file, at.sheet, at.row), _whom(kind, record))
    return [
        replace(one, household=one.household or named[0], person=one.person or named[1])
        if _of_a_row(one) and (named := whom.get((one.file, one.sheet, _row(one.cell))))
        else one
        for one in findings
    ]


def _of_a_row(finding: Finding) -> bool:
    return bool(finding.cell) and finding.code not in OF_SHEETS


def _row(cell: str) -> int:
    return int("".join(sign for sign in cell if sign.isdigit()) or 0)


def _whom(kind: str, record: Any) -> tuple[str, str]:
    if kind == "户信息":
        return record.id, ""
    household = getattr(record, "household", None) or ""
    return household, (record.name or "") if kind == "家庭成员" else ""


def _persons(records: Sequence[Any]) -> list[Person]:
    return [record for record in records if isinstance(record, Person)]


def _households(reading: _Reading, directory: Directory) -> list[Household]:
    """Return the households of all sheets 户信息 and of mixed sheets, and make them findable."""
    tables = [table for table in reading.tables if table.kind == "户信息"]
    reading.findings += [note for table in reading.split for note in table.findings]
    found = gathered(tables, reading.split, reading.findings)
    for household, id_number in found:
        directory.add(household, id_number or None)
    households = [household for household, _ in found]
    if all(household.kind for household in households):
        _drop_missing_kind(reading)
    return households


def _drop_missing_kind(reading: _Reading) -> None:
    """A sheet without 户类型 is whole when another sheet tells it for every household."""
    reading.findings = [
        note for note in reading.findings if not (note.code == "W008" and note.value == "户类型")
    ]


def _without_households(reading: _Reading, directory: Directory) -> None:
    """No sheet names the households: say it once, not for every row."""
    if directory.numbers:
        return
    needing = [table for table in reading.tables if sheets()[table.kind].household and table.rows]
    if needing:
        first = needing[0].source
        reading.findings.append(report("E111", first.file, first.sheet))


def _columns_by_kind(reading: _Reading) -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for table in [*reading.tables, *reading.split]:
        known.setdefault(table.kind, set()).update(table.source.columns)
    return {kind: frozenset(columns) for kind, columns in known.items()}
