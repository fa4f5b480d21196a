"""--only names a village, a group or a household, and takes every row that belongs to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_ledger import id_number, ledger

from docgen.facts.scope import by_village, chosen, ledger_of, part_of, unplaced, villages
from docgen.model import Ledger

PUPIL = id_number("20120101")


def town() -> Ledger:
    """Two villages; 0101 and 0102 in 上河村, 0201 and 0202 in 石坎村."""
    return ledger(
        户信息=[
            {"户编号": "0101", "行政村": "上河村", "村民小组": "一组"},
            {"户编号": "0102", "行政村": "上河村", "村民小组": "2组"},
            {"户编号": "0201", "行政村": "石坎村", "村民小组": "第一组"},
            {"户编号": "0202", "行政村": "石坎村", "村民小组": "1"},
        ],
        家庭成员=[
            {"户": "0101", "姓名": "赵一", "证件号码": PUPIL},
            {"户": "0201", "姓名": "钱二"},
        ],
        走访记录=[
            {"户": "0101", "走访人": "李明"},
            {"户": "0202", "走访人": "李明"},
            {"户": None, "走访人": "周明", "行政村": "上河"},
            {"户": None, "走访人": "王队长"},
        ],
        项目=[
            {"项目编号": "X1", "行政村": "石坎村"},
            {"项目编号": "X2"},
            {"项目编号": "X3"},
            {"项目编号": "X4"},
        ],
        项目受益户=[
            {"项目编号": "X2", "户": "0101"},
            {"项目编号": "X2", "户": "0102"},
            {"项目编号": "X3", "户": "0101"},
            {"项目编号": "X3", "户": "0201"},
        ],
        督办记录=[{"项目编号": "X1", "进度": "甲"}, {"项目编号": "X2", "进度": "乙"}],
        问题整改=[
            {"问题编号": "W1", "行政村": "上河村"},
            {"问题编号": "W2", "涉及户": "0201、0202"},
            {"问题编号": "W3"},
        ],
        务工记录=[{"证件号码": PUPIL, "年月": "2026-05"}],
        公益岗=[{"类别": "护林", "岗位数": 3, "行政村": "石坎村"}, {"类别": "光伏", "岗位数": 2}],
        服务项目=[{"项目编号": "F1", "名称": "理发"}],
    )


@pytest.mark.parametrize(
    ("only", "keys"),
    [
        ("", ["0101", "0102", "0201", "0202"]),
        ("0202", ["0202"]),
        ("上河村", ["0101", "0102"]),
        ("石坎", ["0201", "0202"]),
        ("一组", ["0101", "0201", "0202"]),
        ("第一组", ["0101", "0201", "0202"]),
        ("1组", ["0101", "0201", "0202"]),
        ("1", ["0101", "0201", "0202"]),
        ("二组", ["0102"]),
        ("石坎村一组", ["0201", "0202"]),
        ("石坎1组", ["0201", "0202"]),
        ("上河", ["0101", "0102"]),
        ("三组", []),
        ("别村", []),
    ],
)
def test_spellings_of_one_group_or_village_are_the_same(only: str, keys: list[str]) -> None:
    assert [one.id for one in chosen(town(), only)] == keys


def test_a_household_number_comes_before_a_group() -> None:
    made = ledger(户信息=[{"户编号": "1", "村民小组": "2"}, {"户编号": "2", "村民小组": "1"}])
    assert [one.id for one in chosen(made, "1")] == ["1"]


def test_a_part_has_a_name_for_titles() -> None:
    names = {only: part_of(town(), only) for only in ("石坎", "二组", "一组", "0202")}
    assert {only: part.name for only, part in names.items() if part} == {
        "石坎": "石坎村",
        "二组": "上河村2组",
        "一组": "各村一组",
        "0202": "石坎村1（户编号0202）",
    }
    assert part_of(town(), "别村") is None


def test_a_village_has_the_rows_that_are_its_own() -> None:
    part = ledger_of(town(), "上河村")
    assert [one.id for one in part.households] == ["0101", "0102"]
    assert [one.name for one in part.persons] == ["赵一"]
    assert [one.visitor for one in part.visits] == ["李明", "周明"]
    assert [one.id for one in part.projects] == ["X2"]
    assert [one.progress for one in part.supervisions] == ["乙"]
    assert [one.id for one in part.problems] == ["W1"]
    assert len(part.register("务工记录")) == 1
    assert part.register("公益岗") == ()
    assert len(part.register("服务项目")) == 1
    other = ledger_of(town(), "石坎村")
    assert [one.id for one in other.projects] == ["X1"]
    assert [one.id for one in other.problems] == ["W2"]
    assert [entry.get("岗位数") for entry in other.register("公益岗")] == [3]
    assert other.register("务工记录") == ()


def test_villages_and_what_belongs_to_none_make_the_whole() -> None:
    whole = town()
    parts = [ledger_of(whole, name) for name in villages(whole)]
    loose = unplaced(whole)
    for sheet, name in (("走访记录", "visits"), ("项目", "projects"), ("问题整改", "problems")):
        total = sum(len(getattr(part, name)) for part in parts) + len(loose.get(sheet, ()))
        assert total == len(getattr(whole, name)), sheet
    assert {sheet: len(rows) for sheet, rows in loose.items()} == {
        "走访记录": 1,
        "项目": 2,
        "问题整改": 1,
        "公益岗": 1,
    }


def test_all_villages_at_once_are_each_village_by_itself() -> None:
    """Also where one 户编号 stands in two villages, and a village is spelled in two ways."""
    more = [{"户编号": "0101", "行政村": "石坎"}, {"户编号": "0103", "行政村": "上河村委会"}]
    plain = town()
    twice = replace(plain, households=plain.households + ledger(户信息=more).households)
    for whole in (plain, twice):
        parts = by_village(whole)
        assert list(parts) == ["上河村", "石坎村"]
        for name, part in parts.items():
            assert part == ledger_of(whole, name)
    assert by_village(Ledger()) == {}


def test_a_group_or_household_has_what_concerns_it() -> None:
    part = ledger_of(town(), "0201")
    assert [one.id for one in part.projects] == ["X3"]
    assert [one.id for one in part.problems] == ["W2"]
    assert part.visits == ()
    assert part.register("公益岗") == ()


def test_of_one_village_every_row_is_its_own() -> None:
    made = ledger(
        户信息=[{"户编号": "0101", "行政村": "上河村"}, {"户编号": "0102"}],
        走访记录=[{"户": None, "走访人": "王队长"}],
        上期指标=[{"指标": "走访次数", "数值": 3}],
    )
    part = ledger_of(made, "上河村")
    assert len(part.visits) == 1
    assert len(part.previous) == 1
    assert unplaced(made) == {}


def test_nothing_is_left_of_what_nobody_is() -> None:
    assert ledger_of(town(), "别村").households == ()
    assert ledger_of(town(), "别村").visits == ()
    whole = town()
    assert ledger_of(whole, "") is whole
