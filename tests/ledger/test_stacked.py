"""Several tables on one sheet: each is read as what it is, each has its account."""

from __future__ import annotations

import random

import pytest
from sheetmaker import codes, ledger, only

FARM = ["户编号", "户主姓名", "村民小组", "户类型"]
HOMES = [FARM, ["0101", "张三", "一组", "脱贫户"], ["0102", "李四", "二组", "一般农户"]]
PEOPLE = [
    ["村民小组", "户编号", "姓名", "证件号码", "与户主关系"],
    ["一组", "0101", "张三", "x1", "户主"],
    ["二组", "0102", "李四", "x2", "户主"],
]
HELPERS = [["户编号", "姓名", "单位", "联系电话"], ["0101", "赵六", "县农业局", "13900000001"]]


def kinds(found):
    """What was read of each table, and rows in = rows used + rows aside for each."""
    for account in found.rows:
        assert account.read == account.used + len(account.aside)
        rows = [one.row for one in account.aside]
        assert len(set(rows)) == len(rows)
    return [(account.kind, account.used) for account in found.rows]


@pytest.mark.parametrize(
    "between", [[[]], [], [[], ["家庭成员花名册"]], [["合计", "", "", 2], [], ["家庭成员"]]]
)
def test_a_table_of_another_kind_below_the_first_is_read(between):
    found = ledger({"户信息": [*HOMES, *between, *PEOPLE]})
    assert kinds(found) == [("户信息", 2), ("家庭成员", 2)]
    assert [person.household for person in found.persons] == ["0101", "0102"]
    first = found.persons[0]
    row = len(HOMES) + len(between) + 2
    assert first.at.cell("姓名") == f"C{row}"
    assert not {"W013", "E113"} & set(codes(found))


def test_no_row_of_the_sheet_is_lost():
    rows = [
        ["台账"],
        *HOMES,
        ["合计", "", "", 2],
        [],
        ["帮扶责任人名单"],
        *HELPERS,
        ["注：共一人。"],
    ]
    found = ledger({"混合": rows})
    assert kinds(found) == [("户信息", 2), ("帮扶责任人", 1)]
    spoken = {one.row for account in found.rows for one in account.aside}
    headers_and_titles = {1, 2, 7, 8}
    used = {3, 4, 9}
    assert spoken | used | headers_and_titles == set(range(1, len(rows) + 1))
    assert [helper.name for helper in found.helpers] == ["赵六"]


def test_three_tables_and_the_sheet_s_name_counts_only_for_the_first():
    found = ledger({"户信息": [*HOMES, [], *PEOPLE, [], ["帮扶责任人"], *HELPERS]})
    assert kinds(found) == [("户信息", 2), ("家庭成员", 2), ("帮扶责任人", 1)]


def test_the_same_columns_in_another_order_are_another_table():
    again = [["户主姓名", "户编号", "户类型", "村民小组"], ["王五", "0103", "脱贫户", "三组"]]
    found = ledger({"户信息": [*HOMES, *again]})
    assert [(home.id, home.householder) for home in found.households][-1] == ("0103", "王五")


def test_the_same_header_again_goes_on_with_the_table():
    found = ledger({"户信息": [*HOMES, FARM, ["0103", "王五", "三组", "脱贫户"]]})
    assert kinds(found) == [("户信息", 3)]
    assert [one.reason for one in found.rows[0].aside] == ["重复的表头"]


def test_a_two_row_header_below_data():
    second = [
        ["户", "", "帮扶责任人", "", ""],
        ["户编号", "户主姓名", "姓名", "单位", "联系电话"],
        ["0101", "张三", "赵六", "县农业局", "13900000001"],
    ]
    found = ledger(
        {"户信息": [*HOMES, [], *second]}, merges=[("户信息", "C5:E5"), ("户信息", "A5:B5")]
    )
    assert kinds(found) == [("户信息", 2), ("帮扶责任人", 1)]
    assert found.helpers[0].household == "0101"


def test_names_of_columns_that_fit_no_sheet_are_told():
    other = [["性别", "民族", "文化程度"], ["男", "汉族", "小学"]]
    found = ledger({"户信息": [*HOMES, [], *other]})
    assert kinds(found) == [("户信息", 2), ("", 0)]
    assert only(found, "W013").cell == "A5"


def test_two_copies_of_one_table_on_a_sheet_are_not_dropped():
    found = ledger({"户信息": [*HOMES, [], *PEOPLE], "另": [*HOMES]})
    assert "W011" in codes(found)
    assert [account.used for account in found.rows] == [2, 2, 0]
    assert all(account.read == account.used + len(account.aside) for account in found.rows)


def test_tables_stacked_or_on_sheets_of_their_own_are_the_same_data():
    chance = random.Random(7)
    tables = [HOMES, PEOPLE, HELPERS]
    apart = ledger({f"表{n}": rows for n, rows in enumerate(tables)})
    for _ in range(5):
        chance.shuffle(tables)
        stacked = ledger({"表": [row for table in tables for row in (*table, [])]})
        assert {(home.id, home.householder) for home in stacked.households} == {
            (home.id, home.householder) for home in apart.households
        }
        assert {(one.household, one.name) for one in stacked.helpers} == {("0101", "赵六")}
        assert {(one.household, one.name) for one in stacked.persons} == {
            (one.household, one.name) for one in apart.persons
        }


def side_by_side(left, right, gap=1):
    width, height = max(map(len, left)), max(len(left), len(right))
    rows = []
    for n in range(height):
        mine = list(left[n]) if n < len(left) else []
        other = list(right[n]) if n < len(right) else []
        rows.append([*mine, *[None] * (width + gap - len(mine)), *other])
    return rows


@pytest.mark.parametrize("longer", [0, 3])
def test_tables_side_by_side_are_read_each_by_itself(longer):
    helpers = [*HELPERS, *[["0102", f"钱{n}", "县林业局", "13900000002"] for n in range(longer)]]
    found = ledger({"户信息": side_by_side(HOMES, helpers)})
    assert kinds(found) == [("户信息", 2), ("帮扶责任人", 1 + longer)]
    assert [home.id for home in found.households] == ["0101", "0102"]
    assert found.helpers[0].at.cell("姓名") == "G2"
    assert "W006" not in codes(found)


def test_an_empty_column_within_a_table_divides_nothing():
    rows = [
        ["户编号", "户主姓名", None, "村民小组", "户类型"],
        ["0101", "张三", None, "一组", "脱贫户"],
    ]
    found = ledger({"户信息": rows})
    assert kinds(found) == [("户信息", 1)]
    assert (found.households[0].group, found.households[0].kind) == ("一组", "脱贫户")
