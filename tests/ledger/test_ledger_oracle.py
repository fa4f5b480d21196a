"""Addresses are exact: openpyxl finds every value in the cell that the record names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import all_records, disagreements, shows
from sheetmaker import HOUSEHOLDS, ledger_in, saved

from docgen.folder import open_folder
from docgen.ledger.compare import read_compare
from docgen.ledger.reading import ledger_of, read_ledger
from docgen.ledger.workbook import read_book
from docgen.resources import examples_folder


@pytest.fixture(scope="module")
def village():
    return open_folder(examples_folder())


def test_every_value_of_the_example_stands_where_the_record_says(village):
    wrong, seen = disagreements(village.root, all_records(read_ledger(village)))
    assert not wrong[:10]
    assert seen > 3000


def test_every_value_of_the_four_records_stands_where_the_record_says(village):
    for ledger in read_compare(village).records.values():
        wrong, seen = disagreements(village.root, all_records(ledger))
        assert not wrong[:10]
        assert seen > 500


def test_the_oracle_sees_a_shifted_address():
    assert not shows("甲", "乙")
    assert not shows(3, Decimal(4))
    assert not shows("2024-6-30", date(2024, 6, 29))
    assert shows("2024年6月30日", date(2024, 6, 30))


names = st.text("王李张刘陈杨赵黄周吴徐孙胡朱", min_size=2, max_size=3)
amounts = st.decimals(0, 99999, places=2)
days = st.dates(date(1950, 1, 1), date(2025, 12, 31))
people = st.tuples(names, days, amounts, st.sampled_from(["户主", "配偶", "之子"]))


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    rows=st.lists(people, min_size=1, max_size=8),
    order=st.permutations(["户编号", "姓名", "证件号码", "与户主关系", "出生日期", "务工月收入"]),
    right=st.integers(0, 5),
    down=st.integers(0, 7),
    total=st.booleans(),
)
def test_write_then_read_gives_the_same(tmp_path, rows, order, right, down, total):
    """Wherever the table stands and however its columns are ordered."""
    book = openpyxl.Workbook()
    page = book.active
    for column, title in enumerate(order, start=right + 1):
        page.cell(down + 1, column, title)
        for number, (name, born, wage, relation) in enumerate(rows):
            texts = {"户编号": "0101", "姓名": name, "证件号码": f"9992011980{number:08}"}
            texts |= {"与户主关系": relation, "出生日期": born, "务工月收入": float(wage)}
            page.cell(down + 2 + number, column, texts[title])
    if total:
        page.cell(down + 2 + len(rows), right + 1, "合计")
    (tmp_path / "台账").mkdir(exist_ok=True)
    data = saved(book)
    (tmp_path / "台账/人.xlsx").write_bytes(data)
    ledger = ledger_of([read_book(data, "台账/人.xlsx")])
    read = [(one.name, one.born, one.work_wage, one.relation) for one in ledger.persons]
    assert read == [(name, born, wage, relation) for name, born, wage, relation in rows]
    wrong, _ = disagreements(tmp_path, ledger.persons)
    assert not wrong
    (account,) = ledger.rows
    assert account.read == account.used + len(account.aside) == len(rows) + total


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**6), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(
        ["合计", "示例", "填表人：", "户编号", "姓名", "01", "2024.6.31", "1.2万", "0101"]
    ),
)


@settings(max_examples=120, deadline=None)
@given(
    rows=st.lists(st.lists(cells, min_size=0, max_size=8), max_size=14),
    name=st.sampled_from(["户", "家庭成员", "a"]),
)
def test_rows_in_are_rows_used_and_rows_aside(rows, name):
    """Whatever stands in a sheet: nothing raises, nothing is dropped."""
    from docgen.ledger.workbook import Book, Grid

    header = [
        "户编号",
        "姓名",
        "证件号码",
        "与户主关系",
        "出生日期",
        "家庭人口",
        "户类型",
        "户主姓名",
    ]
    grid = Grid(name, [header, *[[("" if cell is None else cell) for cell in row] for row in rows]])
    ledger = ledger_of([Book("台账/a.xlsx", (grid,))])
    for account in ledger.rows:
        assert account.read == account.used + len(account.aside)
        assert len({aside.row for aside in account.aside}) == len(account.aside)
    assert sum(account.read for account in ledger.rows) == len(rows)


def test_an_openpyxl_ledger_with_everything_moved(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for row, cells_of_row in enumerate(HOUSEHOLDS, start=6):
        for column, cell in enumerate(cells_of_row, start=4):
            page.cell(row, column, cell)
    ledger = ledger_in(tmp_path, {"a.xlsx": saved(book)})
    assert ledger.households[0].at.cell("户编号") == "D7"
    assert disagreements(tmp_path, ledger.households)[0] == []
