"""Four records: what differs, what only looks different, who is to be mended."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_ledger import id_number, ledger, settings

from docgen.model import Ledger
from docgen.work.differing import as_problems
from docgen.work.equality import equal
from docgen.work.reconcile import Reconciled, reconcile

HOUSEHOLD = {
    "户编号": "H1",
    "户主姓名": "甲",
    "家庭人口": 2,
    "联系电话": "13900000001",
    "耕地面积": Decimal("3.5"),
}
PERSONS = [
    {
        "户": "H1",
        "姓名": "甲",
        "证件号码": id_number("19800101", 1),
        "与户主关系": "户主",
        "出生日期": date(1980, 1, 1),
        "健康状况": "健康",
    },
    {
        "户": "H1",
        "姓名": "乙",
        "证件号码": id_number("20100101", 2),
        "与户主关系": "之子",
        "出生日期": date(2010, 1, 1),
        "健康状况": "健康",
    },
]


def record(
    source: str = "系统",
    household: dict[str, Any] | None = None,
    persons: list[dict[str, Any]] | None = None,
    **sheets: Any,
) -> Ledger:
    built = ledger(
        户信息=[{**HOUSEHOLD, **(household or {})}],
        家庭成员=PERSONS if persons is None else persons,
        **sheets,
    )

    def placed(rows: Any) -> Any:
        source_of = {
            id(r.at.source): replace(r.at.source, file=f"比对/{source}.xlsx") for r in rows
        }
        return tuple(replace(r, at=replace(r.at, source=source_of[id(r.at.source)])) for r in rows)

    return replace(
        built,
        households=placed(built.households),
        persons=placed(built.persons),
        helpers=placed(built.helpers),
    )


def told(found: Reconciled) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(d.code, d.person, d.field, d.wrong) for d in found.differences]


def test_a_record_compared_with_itself_gives_nothing() -> None:
    same = {source: record(source) for source in ("系统", "手册", "纸档", "实际")}
    found = reconcile(same, settings())
    assert found.differences == ()
    assert found.doubtful == ()
    assert found.counts == {"一致": 1, "不一致": 0, "未核对": 0}


def test_the_one_that_stands_alone_is_to_be_mended_at_its_cell() -> None:
    records = {
        "系统": record("系统"),
        "手册": record("手册", {"联系电话": "13900000002"}),
        "实际": record("实际"),
    }
    found = reconcile(records, settings())
    assert told(found) == [("R150", "", "联系电话", ("手册",))]
    finding = found.findings[0]
    assert (finding.file, finding.cell, finding.household) == ("比对/手册.xlsx", "D3", "H1")
    assert finding.value == "13900000002"
    assert found.counts["不一致"] == 1


def test_where_nobody_stands_alone_what_was_seen_is_trusted_before_paper() -> None:
    records = {"系统": record("系统"), "实际": record("实际", {"家庭人口": 3})}
    assert told(reconcile(records, settings())) == [("R150", "", "家庭人口", ("系统",))]
    rule = settings(reconcile={"家庭人口": "系统"})
    assert told(reconcile(records, rule)) == [("R150", "", "家庭人口", ("实际",))]


def test_the_order_of_records_changes_nothing() -> None:
    records = {
        "系统": record("系统"),
        "手册": record("手册", {"家庭人口": 5}, PERSONS[:1]),
        "纸档": record("纸档", {"耕地面积": Decimal(4)}),
    }
    back = dict(reversed(list(records.items())))
    assert reconcile(records, settings()).differences == reconcile(back, settings()).differences


def test_a_column_that_a_record_does_not_have_is_not_compared() -> None:
    short = ledger(户信息=[{"户编号": "H1", "户主姓名": "甲"}])
    assert reconcile({"系统": record(), "手册": short}, settings()).differences == ()


def test_an_empty_cell_against_a_value_is_a_difference() -> None:
    records = {"系统": record(), "手册": record("手册", {"联系电话": None})}
    assert told(reconcile(records, settings())) == [("R150", "", "联系电话", ("手册",))]


def test_a_member_that_one_record_lacks() -> None:
    records = {
        "系统": record("系统"),
        "手册": record("手册", persons=PERSONS[:1]),
        "纸档": record("纸档"),
    }
    found = reconcile(records, settings())
    assert told(found) == [("R151", "乙", "家庭成员", ("手册",))]
    assert found.findings[0].file == "比对/手册.xlsx"
    assert "补上乙" in found.findings[0].fix


def test_a_member_that_only_one_record_has() -> None:
    records = {
        "系统": record("系统", persons=PERSONS[:1]),
        "手册": record("手册"),
        "纸档": record("纸档", persons=PERSONS[:1]),
    }
    found = reconcile(records, settings())
    assert told(found) == [("R151", "乙", "家庭成员", ("手册",))]
    assert found.findings[0].cell == "B4"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"证件号码": id_number("20100101", 2)[:16] + "99"}, "证件号码"),
        ({"姓名": "乙一"}, "姓名"),
        ({"姓名": "己", "证件号码": None}, "姓名"),
    ],
)
def test_one_person_is_known_by_number_by_name_or_by_what_is_left(
    change: dict[str, Any], field: str
) -> None:
    other = record("手册", persons=[PERSONS[0], {**PERSONS[1], **change}])
    found = reconcile({"系统": record(), "手册": other, "纸档": record("纸档")}, settings())
    assert {d.code for d in found.differences} == {"R150"}
    assert field in {d.field for d in found.differences}


def test_two_of_one_name_without_numbers_are_doubtful_and_never_merged() -> None:
    twins = [
        {"户": "H1", "姓名": "乙", "健康状况": "健康"},
        {"户": "H1", "姓名": "乙", "健康状况": "残疾"},
    ]
    records = {"系统": record(persons=twins), "手册": record("手册", persons=twins)}
    found = reconcile(records, settings())
    assert [(doubt.household, doubt.person) for doubt in found.doubtful] == [("H1", "乙")]
    assert found.differences == ()


def test_a_number_that_stands_twice_is_doubtful() -> None:
    twice = ledger(户信息=[HOUSEHOLD, HOUSEHOLD], 家庭成员=PERSONS)
    found = reconcile({"系统": record(), "手册": twice}, settings())
    assert [doubt.household for doubt in found.doubtful] == ["H1"]


def test_a_household_with_another_number_is_known_by_its_householder() -> None:
    persons = [{**person, "户": "0001"} for person in PERSONS]
    other = record("手册", {"户编号": "0001", "家庭人口": 3}, persons)
    found = reconcile({"系统": record(), "手册": other}, settings())
    assert told(found) == [("R150", "", "家庭人口", ("手册",))]


def test_helpers_are_compared() -> None:
    helper = {"户": "H1", "姓名": "李明", "单位": "县水利局", "联系电话": "13900000009"}
    records = {
        "系统": record(帮扶责任人=[helper]),
        "手册": record("手册", 帮扶责任人=[{**helper, "单位": "县农业局"}]),
        "纸档": record("纸档", 帮扶责任人=[helper]),
    }
    assert told(reconcile(records, settings())) == [("R150", "李明", "单位", ("手册",))]
    records["手册"] = record("手册", 帮扶责任人=[{**helper, "姓名": "王芳"}])
    assert told(reconcile(records, settings())) == [("R150", "", "帮扶责任人", ("手册",))]


def test_typed_differences_are_held_against_the_roster() -> None:
    row = {"户": "H1", "字段": "联系电话", "来源": "手册", "记载值": "13900000002"}
    checked = ledger(核对记录=[row]).register("核对记录")
    found = reconcile({}, settings(), roster=record(), checked=checked)
    assert told(found) == [("R150", "", "联系电话", ("手册",))]
    assert (found.findings[0].sheet, found.findings[0].cell) == ("核对记录", "D3")


def test_a_household_nobody_looked_at_is_unseen_and_never_equal() -> None:
    assert reconcile({}, settings(), roster=record()).counts["未核对"] == 1
    looked = ledger(核对记录=[{"户": "H1", "字段": "全部一致", "来源": "手册"}])
    seen = reconcile({}, settings(), roster=record(), checked=looked.register("核对记录"))
    assert seen.counts == {"一致": 1, "不一致": 0, "未核对": 0}


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("０１户主", "户主", "与户主关系"),
        ("甲 一", "甲一", "姓名"),
        (Decimal("3.50"), Decimal("3.5"), "耕地面积"),
        (Decimal(0), None, "林地面积"),
        ("汉", "汉族", "民族"),
        ("残疾、长期慢性病", "长期慢性病,残疾", "健康状况"),
        (date(2021, 3, 1), date(2021, 3, 15), "结对开始"),
        ("1.2万", Decimal(12000), "人均纯收入"),
        (None, "无", "监测对象类别"),
        (date(2010, 1, 1), "2010.1.1", "出生日期"),
        (date(2021, 3, 15), "2021年3月", "结对开始"),
        ("第一村民小组", "1组", "村民小组"),
        ("阿依古丽·买买提", "阿依古丽•买买提", "姓名"),
        ("999201198001010019X".upper(), "999201198001010019x", "证件号码"),
        ("139-0000-0001", "13900000001", "联系电话"),
    ],
)
def test_what_only_looks_different_is_equal(one: Any, other: Any, name: str) -> None:
    assert equal(one, other, name)
    assert equal(other, one, name)


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        (Decimal("3.5"), Decimal("3.6"), "耕地面积"),
        (date(2010, 3, 1), date(2010, 3, 15), "出生日期"),
        ("13900000001", "13900000002", "联系电话"),
        ("健康", None, "健康状况"),
    ],
)
def test_what_differs_is_not_equal(one: Any, other: Any, name: str) -> None:
    assert not equal(one, other, name)


# --- who is who


def persons(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**person, **change} for person, change in zip(PERSONS, changes, strict=True)]


def fields(found: Reconciled) -> list[tuple[str, str]]:
    return [(d.code, d.field) for d in found.differences]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"姓名": "李桂花"}, {"姓名": "李贵花"}, True),
        ({"姓名": "曾志远"}, {"姓名": "增志远"}, True),
        ({"姓名": "李桂花"}, {"姓名": "李贵花", "出生日期": date(1990, 1, 1)}, False),
        ({"姓名": "李桂花"}, {"姓名": "王小明", "与户主关系": "之女"}, False),
    ],
)
def test_names_that_sound_alike_are_one_person_unless_something_speaks_against_it(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    none = {"证件号码": None}
    there, here = persons({}, {**none, **one}), persons({}, {**none, **other})
    found = reconcile(
        {"系统": record(persons=there), "手册": record("手册", persons=here)}, settings()
    )
    assert (("R150", "姓名") in fields(found)) is same
    assert (("R151", "家庭成员") in fields(found)) is not same


def test_a_name_alone_does_not_merge_two_whose_every_fact_differs() -> None:
    other = {
        "证件号码": id_number("19550303", 8, False),
        "出生日期": date(1955, 3, 3),
        "与户主关系": "之母",
    }
    here = record("手册", persons=persons({}, other))
    found = reconcile({"系统": record(), "手册": here}, settings())
    assert found.differences == ()
    assert [(d.person, "对不上唯一的一人" in d.reason) for d in found.doubtful] == [("乙", True)]


@pytest.mark.parametrize(
    "number",
    [
        id_number("20100101", 2)[:15] + "9" + id_number("20100101", 2)[16:],
        id_number("20100101", 2)[:-1],
        id_number("20100101", 2)[:4] + "10" + id_number("20100101", 2)[6:],
    ],
)
def test_a_wrong_digit_is_one_person_of_whatever_name(number: str) -> None:
    here = record("手册", persons=persons({}, {"证件号码": number, "姓名": "丁"}))
    found = reconcile({"系统": record(), "手册": here}, settings())
    assert set(fields(found)) == {("R150", "姓名"), ("R150", "证件号码")}


def test_old_numbers_of_15_digits_are_known() -> None:
    number = id_number("19800101", 1)
    old = record("手册", persons=persons({"证件号码": number[:6] + number[8:17], "姓名": "子"}, {}))
    assert set(fields(reconcile({"系统": record(), "手册": old}, settings()))) == {
        ("R150", "姓名"),
        ("R150", "证件号码"),
    }


def test_a_row_that_stands_twice_is_said_and_no_one_is_missing() -> None:
    twice = record("手册", persons=[*PERSONS, PERSONS[1]])
    found = reconcile({"系统": record(), "手册": twice}, settings())
    assert found.differences == ()
    assert [(d.person, "重复登记" in d.reason) for d in found.doubtful] == [("乙", True)]


def test_somebody_in_another_household_is_said_to_be_there() -> None:
    second = {**HOUSEHOLD, "户编号": "H2", "户主姓名": "丙"}
    head = {**PERSONS[0], "户": "H2", "姓名": "丙", "证件号码": id_number("19700101", 5)}
    there = ledger(户信息=[HOUSEHOLD, second], 家庭成员=[*PERSONS, head])
    here = ledger(
        户信息=[HOUSEHOLD, second], 家庭成员=[PERSONS[0], {**PERSONS[1], "户": "H2"}, head]
    )
    found = reconcile({"系统": there, "手册": here}, settings())
    told = {(d.household, d.value("系统"), d.value("手册")) for d in found.differences}
    assert told == {("H1", "乙", "登记在H2户"), ("H2", "登记在H1户", "乙")}


def test_a_number_that_one_record_has_in_two_households_is_said() -> None:
    second = {**HOUSEHOLD, "户编号": "H2"}
    twice = ledger(户信息=[HOUSEHOLD, second], 家庭成员=[*PERSONS, {**PERSONS[1], "户": "H2"}])
    found = reconcile({"系统": twice}, settings())
    assert [(d.household, d.person) for d in found.doubtful] == [("H1", "乙"), ("H2", "乙")]


# --- households


def village(*numbers: str, **more: Any) -> Ledger:
    return ledger(户信息=[{**HOUSEHOLD, "户编号": number, **more} for number in numbers])


def test_a_household_that_a_record_lacks_is_to_be_entered_below_its_last_row() -> None:
    found = reconcile({"系统": village("H1", "H2"), "手册": village("H1")}, settings())
    assert told(found) == [("R151", "", "整户", ("手册",))]
    assert (found.findings[0].cell, found.states["H2"]) == ("B4", "不一致")


def test_one_that_was_not_visited_is_not_missing() -> None:
    found = reconcile({"系统": village("H1", "H2"), "实际": village("H1")}, settings())
    assert found.differences == ()
    assert found.counts == {"一致": 1, "不一致": 0, "未核对": 1}


def test_ordinary_households_need_no_papers() -> None:
    both = ledger(户信息=[HOUSEHOLD, {"户编号": "H2", "户类型": "一般农户"}])
    assert reconcile({"系统": both, "手册": village("H1")}, settings()).differences == ()


def test_a_record_of_few_households_is_said_once_and_accuses_nobody() -> None:
    found = reconcile({"系统": village("H1", "H2", "H3"), "手册": village("H1")}, settings())
    assert found.differences == ()
    assert [(d.household, d.reason[:4]) for d in found.doubtful] == [("", "手册只有")]


def test_the_roster_numbers_households_and_speaks_where_no_system_is_laid() -> None:
    own = [{**person, "户": "0001"} for person in PERSONS]
    here = record("手册", {"户编号": "0001", "家庭人口": 3}, own)
    found = reconcile({"手册": here}, settings(), roster=record())
    assert [(d.household, d.field, d.value("系统")) for d in found.differences] == [
        ("H1", "家庭人口", "2")
    ]


def test_one_number_of_two_households_is_doubtful_and_not_compared() -> None:
    others = [
        {**PERSONS[0], "姓名": "丙", "证件号码": id_number("19600101", 7), "出生日期": None},
    ]
    here = record("手册", {"户主姓名": "丙"}, others)
    found = reconcile({"系统": record(), "手册": here}, settings())
    assert found.differences == ()
    assert [d.household for d in found.doubtful] == ["H1"]


# --- 核对记录


def checked(*rows: dict[str, Any]) -> Any:
    return ledger(核对记录=[{"户": "H1", **row} for row in rows]).register("核对记录")


def with_typed(*rows: dict[str, Any], helper: bool = False) -> Reconciled:
    helpers = [{"户": "H1", "姓名": "李明", "单位": "县水利局"}]
    more = {"帮扶责任人": helpers} if helper else {}
    return reconcile({}, settings(), roster=record(**more), checked=checked(*rows))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"字段": "耕地面积", "来源": "实际", "记载值": "3.50亩"}, None),
        ({"字段": "耕地", "来源": "实际", "记载值": "4"}, ("", "耕地面积")),
        ({"字段": "出生日期", "姓名": "乙", "来源": "手册", "记载值": "2010.1.1"}, None),
        (
            {"字段": "出生日期", "姓名": "乙", "来源": "手册", "记载值": "2010-1-2"},
            ("乙", "出生日期"),
        ),
        ({"字段": "与户主关系", "姓名": "乙", "来源": "手册", "记载值": "03之子"}, None),
        ({"字段": "身份证号", "姓名": "乙", "来源": "手册", "记载值": "1"}, ("乙", "证件号码")),
        ({"字段": "联系电话", "来源": "手册", "记载值": "139 0000 0001"}, None),
        ({"字段": "家庭成员", "姓名": "乙", "来源": "手册", "记载值": "无"}, ("乙", "家庭成员")),
        ({"字段": "房屋结构", "来源": "实际", "记载值": "土坯"}, None),
        ({"字段": "联系电话", "来源": "手册", "记载值": "无"}, ("", "联系电话")),
    ],
)
def test_what_is_typed_is_read_like_a_cell_of_that_column(
    row: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    found = with_typed(row)
    assert [(d.person, d.field) for d in found.differences] == ([expected] if expected else [])
    assert found.doubtful == ()
    assert found.counts["未核对"] == 0


def test_a_typed_helper_is_held_against_the_record() -> None:
    row = {"字段": "帮扶责任人", "来源": "实际", "记载值": "王芳"}
    assert told(with_typed(row, helper=True)) == [("R150", "", "帮扶责任人", ("实际",))]


@pytest.mark.parametrize(
    "row",
    [
        {"字段": "星座", "来源": "实际", "记载值": "白羊"},
        {"字段": "健康状况", "来源": "实际", "记载值": "残疾"},
        {"字段": "健康状况", "姓名": "丁", "来源": "实际", "记载值": "残疾"},
        {"字段": "耕地面积", "来源": "邻居", "记载值": "4"},
        {"字段": "耕地面积", "来源": "实际", "记载值": None},
    ],
)
def test_what_is_typed_and_cannot_be_placed_is_said(row: dict[str, Any]) -> None:
    found = with_typed(row)
    assert found.differences == ()
    assert [d.reason.startswith("核对记录") for d in found.doubtful] == [True]


def test_two_typed_values_that_contradict_each_other_are_not_used() -> None:
    rows = [{"字段": "耕地面积", "来源": "实际", "记载值": value} for value in ("4", "5")]
    for typed in (rows, rows[::-1]):
        found = with_typed(*typed)
        assert found.differences == ()
        assert ["两个不同的值" in d.reason for d in found.doubtful] == [True]


# --- which is right


def test_an_empty_cell_is_not_the_right_one() -> None:
    records = {
        "系统": record(household={"联系电话": None}),
        "手册": record("手册", {"联系电话": None}),
        "实际": record("实际"),
    }
    assert told(reconcile(records, settings())) == [("R150", "", "联系电话", ("系统", "手册"))]


def test_what_an_office_decides_is_right_in_the_system() -> None:
    records = {
        "系统": record(household={"户类型": "脱贫户"}),
        "实际": record("实际", {"户类型": "一般农户"}),
    }
    assert told(reconcile(records, settings())) == [("R150", "", "户类型", ("实际",))]


def test_which_record_says_who_belongs_can_be_set() -> None:
    records = {
        "系统": record(persons=PERSONS[:1]),
        "手册": record("手册", persons=PERSONS[:1]),
        "实际": record("实际"),
    }
    assert told(reconcile(records, settings())) == [("R151", "乙", "家庭成员", ("实际",))]
    rule = settings(reconcile={"家庭成员": "实际"})
    assert told(reconcile(records, rule)) == [("R151", "乙", "家庭成员", ("系统", "手册"))]


def test_who_mends_can_be_set_for_a_record_a_field_or_both() -> None:
    records = {"系统": record(), "手册": record("手册", {"联系电话": "13900000002"})}
    for menders, who in (
        ({}, "帮扶责任人"),
        ({"手册": "第一书记"}, "第一书记"),
        ({"手册": "第一书记", "联系电话": "网格员"}, "网格员"),
        ({"联系电话": "网格员", "手册.联系电话": "村文书"}, "村文书"),
    ):
        found = reconcile(records, settings(reconcile={"menders": menders}))
        assert found.findings[0].fix.endswith(f"（{who}）")


def test_differences_become_problems_with_masked_numbers() -> None:
    records = {"系统": record(), "手册": record("手册", {"联系电话": "13900000002"})}
    problem = as_problems(reconcile(records, settings()), settings())[0]
    assert (problem.id, problem.source, problem.households) == ("BD-H1-01", "四方比对", "H1")
    assert "13900000002" not in (problem.description or "")
    assert (problem.state, problem.deadline, problem.goal) == ("未启动", None, None)


def test_messages_show_only_the_places_of_a_number_that_differ() -> None:
    number = id_number("20100101", 2)
    wrong = number[:8] + "7" + number[9:]
    here = record("手册", persons=persons({}, {"证件号码": wrong}))
    found = reconcile({"系统": record(), "手册": here}, settings())
    message = next(f.message for f in found.findings if "证件号码" in f.message)
    assert number not in message
    assert f"{number[:6]}**{number[8]}" in message
    assert f"{number[:6]}**7" in message


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_rows_changes_no_difference(seed: int) -> None:
    order = random.Random(seed)
    base = [*PERSONS, *persons({"姓名": "丙", "证件号码": None}, {"姓名": "丁", "证件号码": None})]
    change = persons({"姓名": "冰", "证件号码": None}, {"姓名": "戊", "证件号码": None})
    changed = [*PERSONS, *change]

    def mixed(one: Ledger) -> Ledger:
        return replace(one, persons=tuple(order.sample(one.persons, len(one.persons))))

    one, other = record(persons=base), record("手册", persons=changed)
    there = reconcile({"系统": one, "手册": other}, settings())
    here = reconcile({"系统": mixed(one), "手册": mixed(other)}, settings())
    assert sorted(map(repr, told(there))) == sorted(map(repr, told(here)))
    assert there.doubtful == here.doubtful
