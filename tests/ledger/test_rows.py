"""Rows that are no data: totals under any name, wherever the sheet's first columns put them."""

from __future__ import annotations

import pytest
from sheetmaker import codes, ledger, only

HEADER = ["序号", "县", "乡镇", "行政村", "村民小组", "户编号", "户主姓名", "户类型", "家庭人口"]
FIRST = [1, "柳县", "南沟镇", "石坎村", "一组", "0101", "张三", "脱贫户", 3]
PROJECTS = ["项目编号", "名称", "类别", "总投资"]


def aside(found, sheet):
    (account,) = [one for one in found.rows if one.sheet == sheet]
    return account.used, [one.reason for one in account.aside]


@pytest.mark.parametrize(
    "total",
    [
        [None, "柳县", "南沟镇", "石坎村", "合计", None],
        [41, "柳县", "南沟镇", "石坎村", "合　计"],
        ["合计", "柳县", "南沟镇", "石坎村", None, None, None, None, 3],
        [None, None, None, "石坎村合计", None, None, None, None, 3],
        [2, "柳县", "南沟镇", "石坎村", None, "小计", None, None, 3],
        [None, "柳县", "南沟镇", "石坎村", "一组", None, "脱贫户小计", "1户", 3],
    ],
)
def test_total_rows_are_no_households(total):
    found = ledger({"户信息": [HEADER, FIRST, total]})
    assert aside(found, "户信息") == (1, ["合计行"])


@pytest.mark.parametrize("word", ["产业类小计", "小 计：6个", "基础设施建设类合计", "以上共计"])
def test_total_rows_are_no_projects(word):
    rows = [PROJECTS, ["X01", "产业路", "基础设施", 12], [word, None, None, 353]]
    found = ledger({"项目": rows})
    assert aside(found, "项目") == (1, ["合计行"])


def test_a_text_that_ends_in_a_total_word_is_data_in_a_row_with_a_key():
    rows = [PROJECTS, ["X01", "惠农补贴统计", "产业", 12], ["X02", "收益分红总计", "产业", 3]]
    found = ledger({"项目": rows})
    assert [one.name for one in found.projects] == ["惠农补贴统计", "收益分红总计"]


def test_a_row_of_serial_and_places_alone_is_set_aside():
    found = ledger({"户信息": [HEADER, FIRST, [2, "柳县", "南沟镇", "石坎村"]]})
    assert aside(found, "户信息") == (1, ["只有序号和地名"])


def test_a_row_without_its_own_number_is_said():
    rows = [PROJECTS, ["X01", "产业路", "基础设施", 12], [None, "水渠", "基础设施", 30]]
    found = ledger({"项目": rows})
    assert (only(found, "E113").cell, len(found.projects)) == ("A3", 2)
    found = ledger({"户信息": [HEADER, FIRST, [2, "柳县", "", "", "", "", "李四", "脱贫户", 1]]})
    assert only(found, "E113").cell == "F3"
    assert "E106" not in codes(found)


def test_a_number_in_a_known_column_at_the_front_is_no_serial():
    rows = [
        ["计划户数", "名称", "户型面积", "造价"],
        [40, "柳湾安置点"],
        [12, "坪上安置点", "坪上"],
    ]
    found = ledger({"安置点": rows})
    assert aside(found, "安置点") == (2, [])
    assert [entry.values["计划户数"] for entry in found.registers["安置点"]] == [40, 12]


PLEDGES = ["行政村", "县级领导", "主要包保单位", "协助单位", "帮扶企业"]


def test_the_one_required_cell_makes_a_row():
    found = ledger({"结对包保": [PLEDGES, ["石坎村", "王强"], ["柳湾村"]]})
    assert aside(found, "结对包保") == (2, [])


@pytest.mark.parametrize("note", ["一、城区", "（二）山区", "以上名单已报送县里；请核对"])
def test_a_note_in_the_required_column_is_no_row(note):
    found = ledger({"结对包保": [PLEDGES, ["石坎村", "王强"], [note]]})
    assert aside(found, "结对包保") == (1, ["只有一格有字（分组或说明）"])


def test_rows_known_by_their_front_and_others_are_sorted_alike():
    """The quick look knows only plain words; whatever else stands there gets the long one."""
    data = [
        [n, "柳县", "南沟镇", "石坎村", "一组", f"01{n:02}", "张三", "脱贫户", 3] for n in range(9)
    ]
    total = [9, "柳县", "南沟镇", "石坎村", "一组", "本页小计", "9", "脱贫户", 27]
    found = ledger({"户信息": [HEADER, *data, HEADER, total, [None] * 9]})
    assert aside(found, "户信息")[0] == 9
    assert "合计行" in aside(found, "户信息")[1]


WORDS = ["户均", "平均", "其中：脱贫户", "TOTAL", "合计（户）", "總計", "全村人均", "总户数"]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("place", [1, 2])
def test_a_word_for_what_rows_come_to_and_numbers_are_no_household(word, place):
    header = ["序号", "户编号", "户主姓名", "村民小组", "户类型", "家庭人口"]
    summary = [None] * len(header)
    summary[place], summary[-1] = word, 9
    found = ledger({"户信息": [header, [1, "0101", "张三", "一组", "脱贫户", 3], summary]})
    assert aside(found, "户信息") == (1, ["合计行"])


def test_such_a_word_with_all_that_a_row_needs_is_data():
    found = ledger({"上期指标": [["指标", "数值"], ["户均", 12], ["总户数", 30]]})
    assert aside(found, "上期指标") == (2, [])
