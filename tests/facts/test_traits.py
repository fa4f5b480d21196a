"""Traits of persons and households, and the facts a condition sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_ledger import id_number, ledger, settings

from docgen.facts.conditions import Truth, Verdict, evaluate, parse
from docgen.facts.lookup import Facts, lookup_for
from docgen.facts.traits import TRAITS
from docgen.facts.view import View
from docgen.facts.vocabulary import known
from docgen.model import Household


def verdict(
    text: str, household: dict[str, Any], person: dict[str, Any] | None = None, **kept: Any
) -> Verdict:
    household = {"户编号": "H1", "户类型": "脱贫户", **household}
    persons = [{"户": "H1", "姓名": "甲", **(person or {})}]
    village = ledger(kept.pop("columns", None), 户信息=[household], 家庭成员=persons, **kept)
    first = village.persons[0] if person is not None else None
    condition = parse(text)
    assert not condition.faults
    return evaluate(condition, lookup_for(village, settings(), village.households[0], first))


def truth(*args: Any, **kept: Any) -> Truth:
    return verdict(*args, **kept).truth


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(1966, 6, 30), 60), (date(1966, 7, 1), 59), (date(2026, 6, 30), 0)],
)
def test_age_counts_full_years_as_of_the_day(born: date, years: int) -> None:
    assert truth(f"年龄 = {years}", {}, {"出生日期": born}) is Truth.YES


def test_age_is_taken_from_a_right_id_alone() -> None:
    right = id_number("20100101")
    assert truth("年龄 = 16", {}, {"证件号码": right}) is Truth.YES
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    assert truth("年龄 = 16", {}, {"证件号码": wrong}) is Truth.UNKNOWN


def test_a_birth_after_the_day_has_no_age() -> None:
    assert truth("年龄 >= 0", {}, {"出生日期": date(2026, 7, 1)}) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        ("在校生", {"在校生状况": "小学"}, Truth.YES),
        ("在校生", {"在校生状况": "非在校生"}, Truth.NO),
        ("在校生", {"在校生状况": None, "文化程度": "初中"}, Truth.NO),
        ("在校生状况 为 非在校生", {"在校生状况": None, "文化程度": "初中"}, Truth.YES),
        ("在校生", {"在校生状况": None}, Truth.UNKNOWN),
        ("中高职学生", {"在校生状况": "高职高专一年级"}, Truth.YES),
        ("中高职学生", {"在校生状况": "普通高中一年级"}, Truth.NO),
        ("残疾人", {"健康状况": "健康"}, Truth.NO),
        ("残疾人", {"健康状况": "长期慢性病、残疾"}, Truth.YES),
        ("残疾人", {"健康状况": None}, Truth.UNKNOWN),
        ("重度残疾", {"健康状况": "残疾", "残疾等级": "二级"}, Truth.YES),
        ("重度残疾", {"健康状况": "残疾", "残疾等级": "三级"}, Truth.NO),
        ("重度残疾", {"健康状况": "残疾"}, Truth.UNKNOWN),
        ("重度残疾", {"健康状况": "健康"}, Truth.NO),
        ("残疾等级 <= 2", {"健康状况": "健康", "残疾等级": None}, Truth.NO),
        ("外出务工", {"务工时间": 5, "务工区域": "省外"}, Truth.YES),
        ("外出务工", {"务工时间": 5, "务工区域": "县内"}, Truth.NO),
        ("外出务工", {"务工时间": 5, "务工区域": None}, Truth.UNKNOWN),
        ("外出务工", {"是否已务工": "否"}, Truth.NO),
        ("务工区域 非 县内 且 务工时间 >= 3", {"是否已务工": "否"}, Truth.NO),
        ("公益岗", {"公益性岗位": None}, Truth.NO),
        ("公益岗", {}, Truth.UNKNOWN),
        ("已参医保", {"城乡居民医保": "否", "职工医保": "是"}, Truth.YES),
    ],
)
def test_traits_of_persons(text: str, person: dict[str, Any], expected: Truth) -> None:
    assert truth(text, {}, person) is expected


@pytest.mark.parametrize(
    ("text", "household", "expected"),
    [
        ("脱贫户", {"户类型": "脱贫不稳定户"}, Truth.YES),
        ("脱贫户", {"户类型": None}, Truth.UNKNOWN),
        ("监测户", {"监测对象类别": "边缘易致贫户"}, Truth.YES),
        ("监测户", {"监测对象类别": None}, Truth.NO),
        ("监测户", {}, Truth.UNKNOWN),
        ("未消除风险", {"监测对象类别": "边缘易致贫户", "风险是否已消除": "否"}, Truth.YES),
        ("未消除风险", {"监测对象类别": "边缘易致贫户", "风险是否已消除": None}, Truth.UNKNOWN),
        ("未消除风险", {"监测对象类别": None, "风险是否已消除": None}, Truth.NO),
        ("致贫返贫风险 含 因病", {"致贫返贫风险1": "因学", "致贫返贫风险2": "因病"}, Truth.YES),
        ("有贷款", {"小额信贷余额": 0}, Truth.NO),
        ("有贷款", {"小额信贷余额": None}, Truth.UNKNOWN),
        ("低于监测线", {"人均纯收入": Decimal("8799.99")}, Truth.YES),
        ("低于监测线", {"人均纯收入": 8800}, Truth.NO),
        ("低保户", {"享受低保": "未享受"}, Truth.NO),
        ("低保户", {"享受低保": "农村低保"}, Truth.YES),
    ],
)
def test_traits_of_households(text: str, household: dict[str, Any], expected: Truth) -> None:
    assert truth(text, household) is expected


def test_a_household_has_what_one_member_is_and_holds_for_its_persons() -> None:
    members = [
        {"户": "H1", "姓名": "甲", "健康状况": "残疾"},
        {"户": "H1", "姓名": "乙", "健康状况": "健康"},
    ]
    village = ledger(户信息=[{"户编号": "H1"}], 家庭成员=members)
    household, second = village.households[0], village.persons[1]
    lookup = lookup_for(village, settings(), household, second)
    assert evaluate(parse("有残疾人 且 非 残疾人"), lookup).truth is Truth.YES


def test_a_trait_of_the_household_is_reckoned_once_for_all_its_persons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    village = ledger(户信息=[{"户编号": "H1"}], 家庭成员=[{"户": "H1"}, {"户": "H1"}])
    asked: list[Household] = []
    counted = replace(TRAITS["有残疾人"], function=lambda home, _: asked.append(home) or True)
    monkeypatch.setitem(TRAITS, "有残疾人", counted)
    view = View(village, settings())
    whole = Facts(view, village.households[0])
    each = [Facts(view, village.households[0], person, whole) for person in village.persons]
    assert [facts["有残疾人"] for facts in (whole, *each)] == [True] * 3
    assert asked == [village.households[0]]


def test_one_unknown_member_leaves_the_household_unknown() -> None:
    members = [{"户": "H1", "健康状况": "健康"}, {"户": "H1", "健康状况": None}]
    village = ledger(户信息=[{"户编号": "H1"}], 家庭成员=members)
    lookup = lookup_for(village, settings(), village.households[0])
    assert evaluate(parse("有残疾人"), lookup).truth is Truth.UNKNOWN
    assert evaluate(parse("残疾人数 = 0"), lookup).truth is Truth.UNKNOWN


def test_every_trait_has_a_definition_of_one_sentence_and_can_be_asked() -> None:
    village = ledger(户信息=[{"户编号": "H1"}], 家庭成员=[{"户": "H1"}])
    lookup = lookup_for(village, settings(), village.households[0], village.persons[0])
    for name, trait in TRAITS.items():
        assert trait.definition
        assert "。" not in trait.definition
        lookup(name)
        assert known().names[name] == name
