"""Reading 比对/: up to four records of the same households, and what was looked at by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.findings import Finding, sort_key
from docgen.folder import Folder
from docgen.ledger.reading import ledger_of
from docgen.ledger.schema import code_lists, plain
from docgen.ledger.workbook import Book, open_book, workbooks_in
from docgen.model import Entry, Household, Ledger, SheetAccount

SOURCES = ("系统", "手册", "纸档", "实际")
CHECKED = "核对记录"
NO_HOUSEHOLDS = "E111"  # a record may hold persons alone


@dataclass(frozen=True, slots=True)
class Compared:
    """The records that there are, by source in the order of ``SOURCES``, and 核对记录."""

    records: Mapping[str, Ledger] = field(default_factory=dict)
    checked: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    rows: tuple[SheetAccount, ...] = ()


def read_compare(folder: Folder, households: Sequence[Household] = ()) -> Compared:
    """Return the records of 比对/; each is read as a ledger of its own.

    A file belongs to the source that its name begins with or names (系统, 防返贫系统, 手册, 户档,
    实际 …); every other file is searched for 核对记录, whose households are ``households``.
    """
    paths = workbooks_in(folder.compare)
    records: dict[str, Ledger] = {}
    for source in SOURCES:
        mine = [path for path in paths if source_of(path) == source]
        if mine:
            records[source] = ledger_of(_book(folder, path) for path in mine)
    others = [path for path in paths if not source_of(path)]
    rest = ledger_of((_book(folder, path) for path in others), households)
    parts = [*records.values(), rest]
    said = (one for part in parts for one in part.findings if one.code != NO_HOUSEHOLDS)
    findings = sorted(said, key=sort_key)
    checked = [entry for part in parts for entry in part.register(CHECKED)]
    rows = tuple(account for part in parts for account in part.rows)
    return Compared(records, tuple(checked), tuple(findings), rows)


def _book(folder: Folder, path: Path) -> Book:
    return open_book(path, folder.relative(path))


def source_of(path: Path) -> str:
    """Return the source a file is a record of, empty when its name says none."""
    name = plain(path.stem)
    if CHECKED in name or "核对" in name or "比对" in name:
        return ""
    words = code_lists()["核对来源"].meaning
    spoken = sorted(words, key=len, reverse=True)
    starts = next((words[word] for word in spoken if name.startswith(word)), "")
    inside = {words[word] for word in spoken if re.search(re.escape(word), name)}
    return starts or (next(iter(inside)) if len(inside) == 1 else "")
