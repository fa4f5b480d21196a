"""Whatever the cells hold, nothing raises; in whatever order the rows come, nothing changes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from small_ledger import id_number, ledger, settings

from docgen.facts.figures import compute
from docgen.model import CORE_SHEETS, LISTS, Ledger, columns_of
from docgen.rules.check import check
from docgen.work.entitlement import match_policies
from docgen.work.reconcile import reconcile

WORDS = (
    *(
        "",
        "是",
        "否",
        "无",
        "户主",
        "配偶",
        "之子",
        "男",
        "女",
        "脱贫户",
        "边缘易致贫户",
        "甲",
        "H1",
    ),
    *("小学", "中职一年级", "健康", "残疾", "普通劳动力", "无劳动力", "县内", "省外", "广东省"),
    *("因病", "缺劳动力", "残疾、因学", "产业帮扶", "年龄 >= 60", "((", "１３９", "𠮷", "E+17"),
)
NUMBERS = [-1, 0, 1, 6, 13, 99, 8800, 10**12]
DAYS = [
    date(1900, 1, 1),
    date(2010, 2, 28),
    date(2024, 2, 29),
    date(2026, 6, 30),
    date(2999, 12, 31),
]
NUMBERED = [id_number("19800101", 1), id_number("20160229", 2, False), "1" * 18, "x" * 20, "12"]


def cell(column: str, kind: str) -> st.SearchStrategy[Any]:
    if column == "证件号码":
        return st.sampled_from([None, *NUMBERED])
    if column in ("户", "户编号"):
        return st.sampled_from(["H1", "H2", ""])
    if "date" in kind:
        return st.sampled_from([None, *DAYS])
    if "Decimal" in kind:
        return st.sampled_from([None, *map(Decimal, NUMBERS), Decimal("0.005")])
    if "int" in kind:
        return st.sampled_from([None, *NUMBERS])
    return st.sampled_from([None, *WORDS])


def rows(sheet: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    kind = CORE_SHEETS[sheet]
    types = {
        name: str(kind.__annotations__[attribute]) for name, attribute in columns_of(kind).items()
    }
    row = st.fixed_dictionaries({name: cell(name, written) for name, written in types.items()})
    return st.lists(row, max_size=3)


LEDGERS = st.fixed_dictionaries({}, optional={sheet: rows(sheet) for sheet in LISTS})


@given(LEDGERS)
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_ledger_raises(sheets: dict[str, list[dict[str, Any]]]) -> None:
    village = ledger(**sheets)
    check(village, settings())
    compute(village, settings())
    match_policies(village, settings())
    reconcile({"系统": village, "手册": village}, settings(), roster=village)


@given(LEDGERS, st.randoms(use_true_random=False))
@hypothesis_settings(max_examples=40, deadline=None)
def test_the_order_of_rows_changes_no_finding_and_no_figure(
    sheets: dict[str, list[dict[str, Any]]], order: random.Random
) -> None:
    numbered = [dict(row, 户编号=f"H{n + 1}") for n, row in enumerate(sheets.get("户信息", ()))]
    people = [dict(row, 姓名=f"{n}") for n, row in enumerate(sheets.get("家庭成员", ()))]
    village = ledger(**{**sheets, "户信息": numbered, "家庭成员": people})
    mixed = shuffled(village, order)
    assert found(village) == found(mixed)
    values = {name: f.value for name, f in compute(village, settings()).items()}
    assert values == {name: f.value for name, f in compute(mixed, settings()).items()}


def shuffled(village: Ledger, order: random.Random) -> Ledger:
    """The same rows at the same places, read in another order."""
    changes: dict[str, Any] = {}
    for name in LISTS.values():
        changed = list(getattr(village, name))
        order.shuffle(changed)
        changes[name] = tuple(changed)
    return replace(village, **changes)


def found(village: Ledger) -> list[tuple[str, str, str, str]]:
    return [(f.code, f.sheet, f.cell, f.message) for f in check(village, settings()).findings]
