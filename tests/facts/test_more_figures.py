"""Figures beyond the domain's table: each counted by hand, none without a test."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import registers_village
import test_figures
from hypothesis import given
from hypothesis import strategies as some
from small_ledger import ledger, settings

from docgen.facts.figures import FIGURES, compute
from docgen.facts.figures.registry import shares
from docgen.facts.traits import TRAITS
from docgen.facts.view import View
from docgen.folder import Place

VILLAGE = ledger(**registers_village.SHEETS)
SETTINGS = settings(place=Place(village="荷塘村"))
FOUND = compute(VILLAGE, SETTINGS)


@pytest.mark.parametrize("name", sorted(registers_village.COUNTED_BY_HAND))
def test_figure_counted_by_hand(name: str) -> None:
    assert FOUND[name].value == registers_village.COUNTED_BY_HAND[name], FOUND[name]


def test_every_figure_has_a_known_answer() -> None:
    told = {*test_figures.COUNTED_BY_HAND, *registers_village.COUNTED_BY_HAND, *OF_THE_ORACLE}
    assert set(FIGURES) <= told


# Figures of one family with others that are counted by hand; the oracle counts each of them.
OF_THE_ORACLE = {"致贫原因占比（因灾）"}


def test_there_are_far_more_figures_than_the_issue_asks_for() -> None:
    assert len(FIGURES) >= 200


def test_columns_that_are_empty_in_every_row_make_a_gap() -> None:
    for column, name in (
        ("健康状况", "残疾人数"),
        ("性别", "男性人数"),
        ("劳动技能", "劳动力人数"),
    ):
        persons = [{**row, column: None} for row in registers_village.PERSONS]
        village = ledger(**{**registers_village.SHEETS, "家庭成员": persons})
        found = compute(village, SETTINGS)[name]
        assert found.value is None
        assert found.reason == f"“家庭成员”表的“{column}”列全部为空"


def test_some_empty_cells_are_counted_and_told() -> None:
    assert FOUND["男性人数"].unknown == 6
    assert FOUND["男性人数"].note == "6人的“性别”为空，未计入"
    assert FOUND["外出务工人数"].unknown == 1  # 务工时间 6, 务工区域 empty
    assert FOUND["医保参保率"].note == "6人的医保两列都为空，按未参保计"
    assert FOUND["经营性资产原值"].note == "1行为空，未计入"


def test_an_empty_cell_that_says_no_is_no_doubt() -> None:
    for name in (
        "监测对象户数",
        "成员登记公益岗人数",
        "小额信贷余额",
        "已竣工项目数",
        "失学辍学人数",
    ):
        assert FOUND[name].unknown == 0, name
    assert FOUND["本期新识别监测对象户数"].unknown == 0  # only monitored households need 识别时间
    assert FOUND["风险未消除监测对象户数"].unknown == 0


def test_parts_of_a_hundred() -> None:
    causes = [n for n in FIGURES if n.startswith("致贫原因构成")]
    for names in (causes, [n for n in FIGURES if n.startswith("三类致贫原因构成")],
                  [n for n in FIGURES if n.startswith("收入构成")]):  # fmt: skip
        assert sum(FOUND[name].value or 0 for name in names) == 100


@given(some.dictionaries(some.text(), some.integers(0, 10**6), min_size=1, max_size=13))
def test_shares_add_up_and_none_is_off_by_a_hundredth(parts: dict[str, int]) -> None:
    found, whole = shares(parts), sum(parts.values())
    if not whole:
        assert found == {}
        return
    assert sum(found.values()) == 100
    for name, part in parts.items():
        assert abs(found[name] - Decimal(part) * 100 / whole) < Decimal("0.01")
        assert found[name] == 0 or part > 0


def test_definitions_of_the_table_are_word_for_word() -> None:
    table = Path(__file__).with_name("figures_table.csv")
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 146
    for row in rows:
        entry = FIGURES[row["name"]]
        assert (entry.unit, entry.definition) == (row["unit"], row["definition"])


def test_of_two_rows_of_one_household_the_fuller_counts_in_any_order() -> None:
    short = {"户编号": "H1", "户类型": "一般农户", "人均纯收入": None}
    full = {"户编号": "H1", "户类型": "脱贫户", "人均纯收入": 9000}
    for rows in ([short, full], [full, short]):
        found = compute(ledger(户信息=rows), SETTINGS)
        assert found["台账户数"].value == 1
        assert found["脱贫户户数"].value == 1
        assert found["一般农户户数"].value == 0


def test_overdue_are_only_the_problems_that_the_village_has() -> None:
    rows = [
        {"状态": "推进中", "本村是否存在": present, "完成时限": date(2026, 6, day)}
        for present, day in (("存在", 1), (None, 2), ("不存在", 3), ("不涉及", 4), ("存在", 30))
    ]
    rows.append({"状态": "已完成", "本村是否存在": "存在", "完成时限": date(2026, 6, 1)})
    found = compute(ledger(问题整改=rows), settings(), ["本村问题超期未完成数", "问题未完成数"])
    assert {name: one.value for name, one in found.items()} == {
        "本村问题超期未完成数": 2,
        "问题未完成数": 3,
    }


def test_rows_of_a_sheet_without_the_column_are_told() -> None:
    """One village writes 小额信贷余额, another has no such column: that is said."""
    one = ledger(户信息=[{"户编号": "H1", "小额信贷余额": 30000}, {"户编号": "H2"}])
    other = ledger(户信息=[{"户编号": "H3", "户类型": "脱贫户"}, {"户编号": "H4"}])
    whole = replace(one, households=(*one.households, *other.households))
    found = compute(whole, settings())
    for name, value in (("小额信贷户数", 1), ("小额信贷余额", 30000)):
        assert (found[name].unknown, found[name].value) == (2, value)
        assert found[name].note == "2户所在的工作表没有“小额信贷余额”列，未计入"
    assert compute(one, settings())["小额信贷余额"].note == ""


def test_rows_without_the_column_are_not_told_twice() -> None:
    one = ledger(户信息=[{"户编号": "H1", "牧草地面积": 10}, {"户编号": "H2", "牧草地面积": None}])
    other = ledger(户信息=[{"户编号": "H3", "户类型": "脱贫户"}])
    whole = replace(one, households=(*one.households, *other.households))
    assert compute(whole, settings())["牧草地面积合计"].note == "2行为空，未计入"


def test_a_monitored_household_whose_kind_is_a_lifted_one_is_lifted() -> None:
    """One village writes 监测对象 and its kind beside it, another the kind alone: one meaning."""
    rows = [
        {"户编号": "H1", "户类型": "监测对象", "监测对象类别": "脱贫不稳定户"},
        {"户编号": "H2", "户类型": "脱贫不稳定户", "监测对象类别": "脱贫不稳定户"},
        {"户编号": "H3", "户类型": "监测对象", "监测对象类别": "边缘易致贫户"},
        {"户编号": "H4", "户类型": "监测对象", "监测对象类别": None},
    ]
    village = ledger(户信息=rows)
    found = compute(village, settings())
    assert (found["脱贫户户数"].value, found["脱贫和监测户数"].value) == (2, 3)
    view = View(village, settings())
    traits = [TRAITS["脱贫户"].function(home, view) for home in village.households]
    assert traits == [True, True, False, False]
