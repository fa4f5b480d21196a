"""Twelve usual policies of the example village: who passes, who fails, who stands on the edge.

The policies, conditions and dates are the example's own; the persons are made for the test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.folder import Place, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Policy
from docgen.resources import examples_folder
from docgen.work.entitlement import left_out, match_policies

HOME = {
    "户编号": "H1",
    "行政村": "荷塘村",
    "户类型": "脱贫户",
    "监测对象类别": None,
    "风险是否已消除": None,
    "享受低保": "未享受",
    "享受特困": "未享受",
    "是否危房户": "否",
    "是否易地搬迁户": "否",
    "小额信贷余额": 0,
    "生产经营性收入": 0,
}
ORDINARY = {**HOME, "户类型": "一般农户"}
AT_RISK = {**ORDINARY, "监测对象类别": "边缘易致贫户", "风险是否已消除": "否"}
REMOVED = {**AT_RISK, "风险是否已消除": "是"}
ANNA = {
    "户": "H1",
    "姓名": "李小红",
    "出生日期": date(2009, 5, 1),
    "在校生状况": "非在校生",
    "健康状况": "健康",
    "劳动技能": "普通劳动力",
    "公益性岗位": None,
    "务工时间": 0,
    "是否已务工": "否",
    "务工区域": None,
    "残疾等级": None,
}
DUE, NO, OPEN = "应享未享", "不符合", "缺资料"


@cache
def policies() -> dict[str, Policy]:
    found = read_ledger(open_folder(examples_folder())).policies
    return {one.id: one for one in found}


def verdict(
    policy: str | Policy,
    home: dict[str, Any] = HOME,
    day: date = date(2026, 6, 30),
    **person: Any,
) -> str:
    """Return the one verdict, or nothing where the policy is not held at all."""
    made = ledger(户信息=[home], 家庭成员=[{**ANNA, **person}])
    chosen = policies()[policy] if isinstance(policy, str) else policy
    made = replace(made, policies=(chosen,))
    place = Place("云溪县", "青石镇", "荷塘村")
    given = settings(place=place)
    given = replace(given, period=replace(given.period, as_of=day))
    found = match_policies(made, given)
    assert len(found) < 2
    return str(found[0].verdict) if found else ""


@pytest.mark.parametrize(
    ("policy", "home", "person", "said"),
    [
        ("POL01", HOME, {"在校生状况": "中职二年级"}, DUE),
        ("POL01", AT_RISK, {"在校生状况": "高职高专一年级"}, DUE),
        ("POL01", REMOVED, {"在校生状况": "中职二年级"}, NO),
        ("POL01", HOME, {"在校生状况": "普通高中二年级"}, NO),
        ("POL01", HOME, {"在校生状况": None, "文化程度": "中专"}, NO),  # has left school
        ("POL01", HOME, {"在校生状况": None}, OPEN),
        ("POL02", {**ORDINARY, "享受低保": "农村低保"}, {"在校生状况": "七年级"}, DUE),
        ("POL02", ORDINARY, {"在校生状况": "七年级"}, NO),
        ("POL02", HOME, {"在校生状况": "九年级"}, DUE),
        ("POL02", HOME, {"在校生状况": "普通高中一年级"}, NO),  # the day after compulsory school
        ("POL04", HOME, {"在校生状况": "学前教育"}, DUE),
        ("POL04", AT_RISK, {"在校生状况": "学前教育"}, NO),
        ("POL04", HOME, {"在校生状况": "小学"}, NO),
        ("POL05", AT_RISK, {"在校生状况": "普通高中三年级"}, DUE),
        ("POL05", HOME, {"在校生状况": "中职三年级"}, NO),
        ("POL05", {**HOME, "户类型": None}, {"在校生状况": "普通高中三年级"}, OPEN),
        ("POL06", HOME, {"在校生状况": "中职二年级"}, DUE),
        ("POL06", HOME, {"在校生状况": "中职三年级"}, NO),  # only the first two years
        ("POL06", AT_RISK, {"在校生状况": "中职一年级"}, NO),
        ("POL08", {**HOME, "小额信贷余额": 30000}, {}, DUE),
        ("POL08", HOME, {}, NO),
        ("POL08", {**ORDINARY, "小额信贷余额": 30000}, {}, NO),
        ("POL08", {**HOME, "小额信贷余额": None}, {}, OPEN),
        ("POL09", HOME, {"务工时间": 3, "是否已务工": "是", "务工区域": "省外"}, DUE),
        ("POL09", HOME, {"务工时间": 2, "是否已务工": "是", "务工区域": "省外"}, NO),
        ("POL09", HOME, {"务工时间": 9, "是否已务工": "是", "务工区域": "县内"}, NO),
        ("POL09", HOME, {"务工时间": 9, "是否已务工": "是", "务工区域": None}, OPEN),
        ("POL13", {**HOME, "生产经营性收入": 12000}, {}, DUE),
        ("POL13", {**HOME, "生产经营性收入": 11999}, {}, NO),
        ("POL15", HOME, {"健康状况": "长期慢性病"}, DUE),
        ("POL15", HOME, {"健康状况": "健康"}, NO),
        ("POL15", HOME, {"健康状况": "残疾、患有大病"}, DUE),
        ("POL15", HOME, {"健康状况": None}, OPEN),
        ("POL16", {**HOME, "是否危房户": "是"}, {}, DUE),
        ("POL16", HOME, {}, NO),
        ("POL16", {**HOME, "是否危房户": None}, {}, OPEN),
        ("POL22", HOME, {"健康状况": "残疾", "残疾等级": "二级"}, DUE),
        ("POL22", HOME, {"健康状况": "残疾", "残疾等级": "三级"}, NO),
        (
            "POL22",
            {**HOME, "享受低保": "农村低保"},
            {"健康状况": "残疾", "残疾等级": "三级"},
            DUE,
        ),
        ("POL22", HOME, {"健康状况": "残疾", "残疾等级": None}, OPEN),
        ("POL23", ORDINARY, {"出生日期": date(1966, 6, 30)}, DUE),  # sixty on the day
        ("POL23", ORDINARY, {"出生日期": date(1966, 7, 1)}, NO),  # sixty tomorrow
        ("POL23", ORDINARY, {"出生日期": None}, OPEN),
    ],
)
def test_who_may_have_it(
    policy: str, home: dict[str, Any], person: dict[str, Any], said: str
) -> None:
    assert verdict(policy, home, **person) == said


@pytest.mark.parametrize(
    ("policy", "last"),
    [("POL01", date(2026, 12, 31)), ("POL05", date(2026, 12, 31)), ("POL09", date(2026, 12, 31))],
)
def test_an_expired_policy_is_held_against_nobody_and_said(policy: str, last: date) -> None:
    pupil = {"在校生状况": "中职二年级" if policy == "POL01" else "普通高中一年级"}
    working = {"务工时间": 6, "是否已务工": "是", "务工区域": "省外"}
    assert verdict(policy, day=last, **pupil, **working) == DUE
    after = last.replace(year=last.year + 1, month=1, day=1)
    assert verdict(policy, day=after, **pupil, **working) == ""
    made = replace(ledger(户信息=[HOME]), policies=(policies()[policy],))
    given = settings()
    given = replace(given, period=replace(given.period, as_of=after))
    (told,) = left_out(made, given)
    assert told.reason == "2026年12月31日已到期"


def test_a_policy_of_another_village_is_held_against_nobody() -> None:
    here = replace(policies()["POL23"], villages="荷塘")
    there = replace(here, villages="柳溪村")
    old = {"出生日期": date(1950, 1, 1)}
    assert verdict(here, **old) == DUE
    assert verdict(there, **old) == ""


def test_policies_without_conditions_are_said_one_by_one() -> None:
    example = read_ledger(open_folder(examples_folder()))
    told = {
        one.policy.id for one in left_out(example, settings()) if "没有写适用条件" in one.reason
    }
    assert told == {one.id for one in example.policies if not one.rule}
    assert told
