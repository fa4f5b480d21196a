"""What is written into a ledger is read from it; the order of rows, sheets, files is no matter."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from random import Random

from fuzz_ledger import EXAMPLE
from hypothesis import given, settings
from hypothesis import strategies as st
from random_ledger import Table, ledger_tables, written

from docgen.folder import open_folder
from docgen.ledger.headers import recognise
from docgen.ledger.reading import ledger_of
from docgen.ledger.sheetscan import Scan
from docgen.ledger.workbook import Book, read_book
from docgen.model import LISTS, Entry, Ledger, columns_of, value_of
from docgen.rules.check import check

chances = st.integers(0, 2**32).map(Random)
SETTINGS = open_folder(EXAMPLE).settings
WORKBOOKS = sorted(EXAMPLE.joinpath("台账").iterdir())
ONE_OF_SEVERAL = {"R071", "R095"}  # the message names one person of the household


def read(files: dict[str, list[Table]]) -> Ledger:
    return ledger_of(
        read_book(written(tables), f"台账/{name}.xlsx") for name, tables in sorted(files.items())
    )


def records_of(ledger: Ledger, name: str):
    return ledger.register(name) if name not in LISTS else getattr(ledger, LISTS[name])


def cells_of(record, header):
    """What a record says in these columns."""
    held = record.values if isinstance(record, Entry) else None
    own = {} if held is not None else columns_of(type(record))
    cells = []
    for name in header:
        column = "户" if name == "户编号" and (held is not None or name not in own) else name
        cells.append(held.get(column) if held is not None else value_of(record, column))
    return tuple(cells)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(chances)
def test_what_is_written_is_read(chance):
    tables = ledger_tables(chance)
    ledger = read({"甲": tables})
    for table in tables:
        found = [cells_of(record, table.header) for record in records_of(ledger, table.spec.name)]
        assert found == list(table.rows), table.spec.name
    assert sum(account.used for account in ledger.rows) == sum(len(one.rows) for one in tables)


def told(ledger: Ledger) -> Counter:
    """The findings without their places."""
    found = check(ledger, SETTINGS).findings
    place = re.compile(r"第\d+行|台账/\S+|\b[A-Z]{1,3}\d+\b")
    return Counter(
        (one.code, one.severity, one.sheet, one.household, one.person, one.value, message)
        for one in found
        for message in ("" if one.code in ONE_OF_SEVERAL else place.sub("", one.message),)
    )


def said(ledger: Ledger) -> Counter:
    """All records without their places."""
    names = [*LISTS, *ledger.registers]
    return Counter(
        repr(replace(record, at=None)) for name in names for record in records_of(ledger, name)
    )


def shuffled(chance: Random, table: Table) -> Table:
    return replace(table, rows=tuple(chance.sample(table.rows, len(table.rows))))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(chances)
def test_the_order_of_rows_sheets_and_files_changes_nothing_but_the_order(chance):
    tables = ledger_tables(chance)
    first = read({"甲": tables})
    others = chance.sample([shuffled(chance, table) for table in tables], len(tables))
    cut = chance.randint(0, len(others))
    files = {"乙": others[:cut], "丙": others[cut:]}
    second = read({name: part for name, part in files.items() if part})
    assert said(second) == said(first)
    assert told(second) == told(first)


def in_another_order(chance: Random, book: Book) -> Book:
    """The book with its sheets and their rows mixed; sheets whose rows hang together stay."""
    grids = []
    for grid in book.grids:
        layout = recognise(grid, book.file)
        if layout is not None and grid.scan == Scan():
            first = layout.band.bottom + 1
            if all(bottom < first for _, (bottom, _) in grid.merges):
                rows = chance.sample(list(grid.rows[first:]), len(grid.rows) - first)
                grid = replace(grid, rows=[*grid.rows[:first], *rows])
        grids.append(grid)
    return replace(book, grids=tuple(chance.sample(grids, len(grids))))


@settings(max_examples=5, deadline=None, derandomize=True)
@given(chances)
def test_the_example_village_in_another_order_says_the_same(chance):
    books = [read_book(path.read_bytes(), f"台账/{path.name}") for path in WORKBOOKS]
    first = ledger_of(books)
    second = ledger_of(in_another_order(chance, book) for book in chance.sample(books, len(books)))
    assert said(second) == said(first)
    assert told(second) == told(first)
