"""Sheets as colleagues send them: group titles, rows of units, rosters, Chinese dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sheetmaker import HOUSEHOLDS, codes, ledger, ledger_of, only, read_book

from docgen.ledger import dates

HEADER, FIRST, SECOND, THIRD = HOUSEHOLDS
ROSTER = ["户编号", "户主姓名", "村民小组", "户类型", "家庭人口", "姓名", "与户主关系", "证件号码"]
FAMILY = [
    ["0101", "张三", "一组", "脱贫户", 2, "张三", "户主", "x1"],
    [None, None, None, None, None, "王氏", "配偶", "x2"],
    ["0102", "李四", "二组", "一般农户", 1, "李四", "户主", "x3"],
]


@pytest.mark.parametrize("title", ["一组（3户）", "1组:3户", "石坎村(12)", "3户"])
def test_the_title_of_a_group_is_no_household(title):
    found = ledger({"户信息": [HEADER, [title], FIRST, SECOND]})
    assert [home.id for home in found.households] == ["0101", "0102"]
    wide = ledger({"户信息": [HEADER, [title], FIRST]}, merges=[("户信息", "A2:D2")])
    assert [home.id for home in wide.households] == ["0101"]


def test_a_number_alone_is_a_row_that_lacks_the_rest():
    found = ledger({"户信息": [HEADER, ["0105"], FIRST]})
    assert [home.id for home in found.households] == ["0105", "0101"]


@pytest.mark.parametrize("merges", [[f"{c}2:{c}3" for c in "ABCDE"], []])
def test_a_roster_with_kinds_is_the_households_of_a_ledger_without_others(merges):
    found = ledger({"花名册": [ROSTER, *FAMILY]}, merges=[("花名册", one) for one in merges])
    homes = [(home.id, home.householder, home.kind, home.size) for home in found.households]
    assert homes == [("0101", "张三", "脱贫户", 2), ("0102", "李四", "一般农户", 1)]
    assert [person.household for person in found.persons] == ["0101", "0101", "0102"]
    assert not {"W005", "E111"} & set(codes(found))


def test_such_a_roster_makes_no_households_beside_a_sheet_of_them():
    found = ledger({"户信息": [HEADER, FIRST], "花名册": [ROSTER, *FAMILY]})
    assert [home.id for home in found.households] == ["0101"]
    assert only(found, "E107").cell == "A4"


def test_a_row_of_units_belongs_to_the_header():
    rows = [
        [*HEADER, "工资性收入", "耕地面积", "住房面积"],
        [None, None, None, None, "万元", "公顷", "㎡"],
        [*FIRST, 1.5, 2, 80],
    ]
    found = ledger({"户信息": rows})
    (home,) = found.households
    assert (home.wages, home.farmland, home.dwelling_area) == (15000, 30, 80)
    assert codes(found) == []


def test_fen_of_land_is_a_tenth_of_mu():
    found = ledger({"户信息": [[*HEADER, "耕地面积（分）"], [*FIRST, 35]]})
    assert found.households[0].farmland == Decimal("3.5")


def test_a_header_with_its_unit_in_brackets_is_no_line_over_the_table():
    found = ledger({"户信息": [[*HEADER, "工资性收入（单位：万元）"], [*FIRST, 1.5]]})
    assert found.households[0].wages == 15000


def test_money_of_another_country_is_not_read_as_yuan():
    found = ledger({"户信息": [[*HEADER, "工资性收入（美元）"], [*FIRST, 1.5]]})
    assert found.households[0].wages is None
    assert only(found, "W102").cell == "E1"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("贰零贰肆年陆月壹日", date(2024, 6, 1)),
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("'2024-06-01", date(2024, 6, 1)),
        ("2024.6.1.", date(2024, 6, 1)),
    ],
)
def test_more_styles_of_dates(text, day):
    assert dates.parse(text) == day


@pytest.mark.parametrize(
    "text", ["24.6.1", "80.1.1", "1/6/2024", "2024年6月上旬", "2024.6-2024.9", "."]
)
def test_what_could_be_several_days_is_none(text):
    assert dates.parse(text) is None


def test_a_sheet_not_known_says_what_it_is_like_and_what_to_run():
    header = ["户编码", "户主姓明", "检测对象类别", "所在组", "养老", "随便"]
    found = ledger({"表": [header, ["01", "张三", "边缘易致贫户", "1组", 1, 2]]})
    note = only(found, "W004")
    assert "户主姓名" in note.message
    assert '--confirm "户信息.户主姓明=户主姓名"' in note.fix


@pytest.mark.parametrize("text", ["例：0001", "示例", "（示例）王某", "王某某（例）"])
def test_examples_are_known_wherever_they_say_so(text):
    found = ledger({"户信息": [HEADER, ["0009", text, "一组", "脱贫户"], FIRST]})
    assert [home.id for home in found.households] == ["0101"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "gbk", "utf-8-sig"])
def test_text_in_any_encoding_of_offices(encoding):
    text = "\n".join(",".join(row) for row in (HEADER, FIRST, SECOND))
    found = ledger_of([read_book(text.encode(encoding), "户信息.csv")])
    assert [home.householder for home in found.households] == ["张三", "李四"]
