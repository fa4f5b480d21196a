"""An ID that lost its digits: the roster and the sheet of households say each other's."""

from __future__ import annotations

import pytest
from sheetmaker import ledger, only, with_check_digit

from docgen.rules.proposals import propose

RIGHT, OTHER = with_check_digit("99920119800101001"), with_check_digit("99920119810101002")
NUMBER = int(RIGHT[:15]) * 1000
HOMES = ["户编号", "户主姓名", "村民小组", "户类型", "户主证件号码"]
PEOPLE = ["户编号", "姓名", "证件号码", "与户主关系"]


def sheets(in_homes=RIGHT, in_roster=RIGHT, **more):
    homes = [
        ["0101", "张三", "一组", "脱贫户", in_homes],
        ["0102", "李四", "二组", "一般农户", OTHER],
    ]
    people = [["0101", "张三", in_roster, "户主"], ["0102", "李四", OTHER, "户主"]]
    return ledger({"户信息": [HOMES, *homes], "家庭成员": [PEOPLE, *people], **more})


def proposed(found):
    return only(found, "E101"), propose([only(found, "E101")], found, {})[0].fix


def test_the_roster_says_the_householder_s_id():
    finding, fix = proposed(sheets(in_homes=NUMBER))
    assert (finding.sheet, finding.cell, finding.household) == ("户信息", "E2", "0101")
    assert f"家庭成员!C2 写的是 999201********{RIGHT[-4:]}" in fix


def test_the_sheet_of_households_says_the_roster_s():
    finding, fix = proposed(sheets(in_roster=NUMBER))
    assert (finding.sheet, finding.cell) == ("家庭成员", "C2")
    assert "户信息!E2 写的是" in fix


@pytest.mark.parametrize("name", ["张三", ""])
def test_a_row_that_names_its_household_by_a_spoilt_id(name):
    measures = [
        ["户主证件号码", "户主姓名", "类别", "措施内容"],
        [NUMBER, name, "产业帮扶", "种茶"],
    ]
    found = sheets(帮扶措施=measures)
    finding, fix = proposed(found)
    assert (finding.sheet, finding.cell) == ("帮扶措施", "A2")
    assert fix.count("写的是") == 1
    assert RIGHT[-4:] in fix


def test_nothing_is_proposed_where_no_number_fits_and_nothing_is_changed():
    found = sheets(in_homes=int(RIGHT[:14]) * 10000 + 5000, in_roster=OTHER)
    _, fix = proposed(found)
    assert "写的是" not in fix
    assert RIGHT not in found.householder_ids.values()
