"""Households without 户编号: sheets that are named as groups, namesakes in two villages."""

from __future__ import annotations

import pytest
from sheetmaker import codes, ledger, only

HEADER = ["户主姓名", "户类型", "家庭人口"]
ROSTER = ["户主姓名", "姓名", "证件号码", "与户主关系"]


@pytest.mark.parametrize(
    ("sheet", "group"),
    [
        ("一社", "一社"),
        ("第2组", "第2组"),
        ("东屯（2026.6）", "东屯"),
        ("柳树自然村", "柳树自然村"),
        ("李家湾组", "李家湾组"),
        ("三队", "三队"),
    ],
)
def test_a_sheet_named_as_a_group_tells_the_group(sheet, group):
    other = "十一组"
    found = ledger(
        {
            sheet: [HEADER, ["巴图", "脱贫户", 1]],
            other: [HEADER, ["巴图", "一般农户", 1]],
            "人": [[*ROSTER, "组"], ["巴图", "巴图", "", "户主", group]],
        }
    )
    homes = [(one.id, one.group) for one in found.households]
    assert sorted(homes) == sorted([(f"巴图（{group}）", group), (f"巴图（{other}）", other)])
    assert found.persons[0].household == f"巴图（{group}）"
    notes = [note for note in found.findings if note.code == "W016"]
    assert {(note.sheet, note.value) for note in notes} == {(sheet, group), (other, other)}
    assert found.has("户信息", "村民小组")


@pytest.mark.parametrize("sheet", ["工作小组", "合作社", "领导小组", "户信息", "脱贫户", "党小组"])
def test_a_sheet_with_another_name_tells_none(sheet):
    found = ledger({sheet: [HEADER, ["巴图", "脱贫户", 1]]})
    assert [one.group for one in found.households] == [None]
    assert "W016" not in codes(found)


def test_the_column_comes_before_the_name_of_the_sheet():
    found = ledger({"一社": [[*HEADER, "组"], ["巴图", "脱贫户", 1, "二社"]]})
    assert [one.group for one in found.households] == ["二社"]
    assert "W016" not in codes(found)


def test_namesakes_of_two_villages_are_two_households():
    header = ["行政村", "村民小组", *HEADER]
    rows = [["荷塘村", "一组", "王强", "脱贫户", 1], ["柳溪村", "一组", "王强", "一般农户", 1]]
    person = ["村", "组", *ROSTER]
    persons = [
        ["荷塘", "一组", "王强", "甲", "", "户主"],
        ["柳溪", "一组", "王强", "乙", "", "户主"],
    ]
    found = ledger({"户": [header, *rows], "人": [person, *persons]})
    assert {one.id: one.kind for one in found.households} == {
        "王强（荷塘村一组）": "脱贫户",
        "王强（柳溪村一组）": "一般农户",
    }
    assert [one.household for one in found.persons] == ["王强（荷塘村一组）", "王强（柳溪村一组）"]
    assert codes(found) == []


def test_a_householder_in_two_rows_without_a_number_is_not_called_a_number():
    header = ["村民小组", *HEADER]
    found = ledger({"户": [header, ["一组", "王强", "脱贫户", 1], ["一组", "王强", "脱贫户", 2]]})
    note = only(found, "E116")
    assert (note.cell, note.household) == ("B3", "王强（一组）")
    assert "户编号" in note.fix
    assert "家庭人口" in note.message
