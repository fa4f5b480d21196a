"""Reading the ledger: every workbook of 台账/ becomes one Ledger with findings and row accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docgen.findings import Finding, sort_key
from docgen.folder import LEDGER, Folder
from docgen.jobs import without_collector
from docgen.ledger.codes import report
from docgen.ledger.confirmed import CONFIRMED, read_confirmed
from docgen.ledger.headers import Confirmed
from docgen.ledger.households import Directory
from docgen.ledger.merging import gathered
from docgen.ledger.persons import one_of_each
from docgen.ledger.pieces import Piece, known_to
from docgen.ledger.policies import numbered
from docgen.ledger.records import entries_of, records_of
from docgen.ledger.schema import sheets
from docgen.ledger.shares import Read, Share, read_all, read_sheets
from docgen.ledger.tables import Table
from docgen.ledger.workbook import Book, open_book, workbooks_in
from docgen.ledger.zeros import with_zeros
from docgen.model import LISTS, Entry, Household, Ledger, Person, SheetAccount

OF_SHEETS = {"W010", "W108"}  # their cell is merely the first of many rows


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    tables: list[Table] = field(default_factory=list)
    split: list[Table] = field(default_factory=list)
    spare: list[Table] = field(default_factory=list)
    helpers: list[Table] = field(default_factory=list)
    accounts: list[SheetAccount] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[bytes, str] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        """Take a table of a sheet; a copy of an earlier sheet counts once."""
        first = self.seen.setdefault(piece.digest, piece.place) if piece.digest else piece.place
        if first != piece.place:
            piece = piece.as_copy(first)
        self.accounts.append(piece.account)
        self.findings += piece.findings
        self.tables += piece.tables
        self.split += piece.split
        self.spare += piece.spare
        self.helpers += piece.helpers


def read_ledger(folder: Folder, executor: Executor | None = None) -> Ledger:
    """Return everything in 台账/: records, registers, findings, and the account of all rows.

    With an executor half of it is read there, with the same result. Never raises for what a file
    holds; a folder without workbooks gives an empty ledger and a finding.
    """
    path = folder.records / CONFIRMED
    confirmed, findings = read_confirmed(path, folder.relative(path))
    paths = workbooks_in(folder.ledger)
    shares = [Share(path, folder.relative(path), confirmed) for path in paths]
    with without_collector():
        found = _together(read_all(shares, executor), (), findings)
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
    with without_collector():
        read = [read_sheets(book, confirmed or {}) for book in books]
        return _together(read, known, findings)


def _together(
    read: Iterable[Read], known: Sequence[Household], findings: Sequence[Finding]
) -> Ledger:
    reading = _Reading(findings=list(findings))
    for book in read:
        reading.findings += book.findings
        for _, piece in book.pieces:
            reading.add(piece)
    return _assembled(reading, known)


def _assembled(reading: _Reading, known: Sequence[Household]) -> Ledger:
    directory = Directory()
    if not any(table.kind == "帮扶责任人" for table in reading.tables):
        reading.tables += reading.helpers
        reading.findings += [note for table in reading.helpers for note in table.findings]
    if not reading.split and not any(table.kind == "户信息" for table in reading.tables):
        reading.split += reading.spare
        for part in reading.spare:
            reading.findings = known_to(part, reading.findings)
    households, ids = _households(reading, directory)
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
        householder_ids=ids,
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


def _households(reading: _Reading, directory: Directory) -> tuple[list[Household], dict[str, str]]:
    """Return the households of all sheets 户信息 and of mixed sheets, and make them findable.

    The second is 户编号 → 户主证件号码.
    """
    tables = [table for table in reading.tables if table.kind == "户信息"]
    reading.findings += [note for table in reading.split for note in table.findings]
    found = gathered(tables, reading.split, reading.findings)
    found = with_zeros(found, reading.tables, reading.findings)
    for household, id_number in found:
        directory.add(household, id_number or None)
    households = [household for household, _ in found]
    if all(household.kind for household in households):
        _drop_missing_kind(reading)
    return households, {home.id: number for home, number in reversed(found) if number}


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
