"""Four records: what differs, what only looks different, who is to be mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_ledger import id_number, ledger, settings

from docgen.model import Ledger
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


