"""户类型 told by other columns: the two facts of exports, kinds of monitoring in one column."""

from __future__ import annotations

import pytest
from sheetmaker import codes, ledger, only

EXPORT = ["户编号", "户主姓名", "脱贫属性", "贫困户属性"]


def kinds_of(*rows, header=EXPORT):
    body = [[f"01{n:02d}", f"张{n}", *row] for n, row in enumerate(rows, start=1)]
    return ledger({"户信息": [header, *body]})


def test_two_facts_become_one_kind():
    found = kinds_of(
        ["1已脱贫", "01一般贫困户"],
        ["4稳定脱贫", "04低保贫困户"],
        ["", "05一般农户"],
        ["脱贫不享受政策", "06五保(特困)贫困户"],
    )
    assert [one.kind for one in found.households] == ["脱贫户", "脱贫户", "一般农户", "脱贫户"]
    assert codes(found) == []
    cells = [one.at.cell("户类型") for one in found.households]
    assert cells == ["C2", "C3", "D4", "C5"]


@pytest.mark.parametrize("state", ["3返贫", "0未脱贫", "返贫"])
def test_households_still_poor_are_said_and_counted_nowhere(state):
    found = kinds_of(["1", "1"], [state, "1"], [state, "4"])
    assert [one.kind for one in found.households] == ["脱贫户", "贫困户", "贫困户"]
    note = only(found, "W112")
    assert (note.cell, note.also) == ("C3", ("C4",))
    assert "2 户" in note.message


def test_an_ordinary_household_cannot_be_lifted():
    found = kinds_of(["已脱贫", "一般农户"])
    assert only(found, "W007").cell == "D2"


def test_a_standing_alone_does_not_say_that_a_household_was_lifted():
    found = kinds_of(["01一般贫困户"], ["一般农户"], header=["户编号", "户主姓名", "贫困户属性"])
    assert [one.kind for one in found.households] == ["贫困户", "一般农户"]
    assert codes(found) == ["W112"]


def test_allowances_only_where_every_household_tells_them():
    told = kinds_of(["1", "04低保贫困户"], ["1", "01一般贫困户"], ["1", "03五保户"])
    assert [one.low_income_aid for one in told.households] == ["农村低保", "未享受", "未享受"]
    assert [one.destitute_aid for one in told.households] == ["不享受", "不享受", "农村特困"]
    mixed = kinds_of(["1", "04低保贫困户"], ["", "05一般农户"])
    assert [one.low_income_aid for one in mixed.households] == [None, None]
    assert "享受低保" not in mixed.sheets["户信息"]


def test_a_column_of_its_own_comes_first():
    found = kinds_of(
        ["1已脱贫", "04低保贫困户", "一般农户", "否"],
        header=[*EXPORT, "户类型", "享受低保"],
    )
    assert (found.households[0].kind, found.households[0].low_income_aid) == ("一般农户", "未享受")


def test_an_unknown_label_is_said_once_with_all_its_cells():
    rows = [["良好户"]] * 5 + [["脱贫户"]]
    found = kinds_of(*rows, header=["户编号", "户主姓名", "户类型"])
    note = only(found, "W103")
    assert (note.cell, note.also) == ("C2", ("C3", "C4", "C5", "C6"))
    assert "共 5 行" in note.message


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("非贫困户", "一般农户"),
        ("监测户", "监测对象"),
        ("边缘户", "边缘易致贫户"),
        ("脱贫", "脱贫户"),
    ],
)
def test_words_of_county_forms(written, kind):
    found = kinds_of([written], header=["户编号", "户主姓名", "户类型"])
    assert (found.households[0].kind, codes(found)) == (kind, [])


def test_kinds_of_monitoring_in_the_column_of_kinds():
    header = ["户编号", "户主姓名", "户类型"]
    found = kinds_of(["边缘易致贫户"], ["一般户"], ["脱贫户、脱贫不稳定户"], header=header)
    monitored = [one.monitored_kind for one in found.households]
    assert monitored == ["边缘易致贫户", None, "脱贫不稳定户"]
    assert [one.kind for one in found.households] == ["边缘易致贫户", "一般农户", "脱贫户"]
    vague = kinds_of(["边缘易致贫户"], ["监测对象"], header=header)
    assert [one.monitored_kind for one in vague.households] == [None, None]


def test_an_export_of_persons_tells_the_kind_too():
    header = ["户编号", "姓名", "证件号码", "与户主关系", "人数", *EXPORT[2:], "人均纯收入"]
    rows = [
        ["0101", "张三", "99920119800101001X", "01户主", "2", "1已脱贫", "1", "9000"],
        ["0101", "李四", "999201198201010028", "02配偶", "2", "1已脱贫", "1", "9000"],
        ["0102", "王五", "999201197001010019", "01户主", "1", "", "5", "12000"],
    ]
    found = ledger({"Sheet1": [header, *rows]})
    assert [one.kind for one in found.households] == ["脱贫户", "一般农户"]
