"""The condition language: what is read, what is refused, how the three values join."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from docgen.facts.comparison import NONE, NOT_APPLICABLE, UNKNOWN
from docgen.facts.conditions import Truth, evaluate, parse

FACTS = {
    "户类型": "脱贫户",
    "在校生状况": "中职二年级",
    "年龄": 17,
    "务工区域": "省外",
    "务工时间": Decimal("6.5"),
    "未消除风险": False,
    "监测对象类别": NONE,
    "公益性岗位": NONE,
    "健康状况": "残疾,长期慢性病",
    "残疾等级": "二级",
    "识别时间": date(2023, 4, 1),
    "脱贫年度": 2018,
    "是否危房户": "否",
    "享受低保": None,
    "耕地面积": UNKNOWN,
    "劳动技能": "弱劳动力或半劳动力",
    "务工所在地": NOT_APPLICABLE,
    "不愁吃": "是",
    "人均纯收入": Decimal("12000.50"),
    "距主干路(公里)": Decimal("1.2"),
}


def truth(text: str) -> Truth:
    condition = parse(text)
    assert not condition.faults, [str(fault) for fault in condition.faults]
    return evaluate(condition, lambda name: FACTS.get(name, UNKNOWN)).truth


@pytest.mark.parametrize(
    "text",
    [
        "在校生状况 属于 中职、高职 且 (户类型 为 脱贫户 或 未消除风险)",
        "在校生状况 属于（中职，高职）",
        "户类型为脱贫户且年龄>=16",
        "年龄 ≥ 17 且 年龄 ≤ 17 且 年龄＝17",
        "年龄 大于 16周岁 并且 年龄 小于 18岁",
        "年龄 != 18",
        "务工区域 非 县内 且 务工时间 >= 3个月",
        "户类型 不为 一般农户",
        "户类型 不属于 一般农户、监测户",
        "非 未消除风险",
        "不 是否危房户",
        "非（未消除风险 或 是否危房户）",
        "健康状况 含 残疾 且 残疾等级 <= 2",
        "健康状况 为 长期慢性病",
        "残疾等级 属于 1级、2级",
        "识别时间 >= 2021",
        "识别时间 为 2023年4月",
        "识别时间 < 2023-05-01 且 识别时间 > 2022年",
        "脱贫年度 <= 2020年",
        "监测对象类别 为空",
        "监测对象类别 不为 突发严重困难户",
        "享受低保 为空 且 户类型 不为空",
        "劳动技能 为 弱劳动力或半劳动力",
        "劳动技能 为 “弱劳动力或半劳动力”",
        "不愁吃 且 户类型 为 ０１脱贫户",
        "人均纯收入 > 1.2万元",
        "距主干路 < 2 且 距主干路（公里） > 1",
        "务工所在地 为空",
    ],
)
def test_says_yes(text: str) -> None:
    assert truth(text) is Truth.YES


@pytest.mark.parametrize(
    "text",
    [
        "在校生状况 属于 高职、大专",
        "年龄 > 17",
        "户类型 为 一般农户 或 未消除风险",
        "非 不愁吃",
        "健康状况 不含 残疾",
        "监测对象类别 属于 脱贫不稳定户、边缘易致贫户",
        "务工所在地 非 县内",
        "享受低保 不为空",
        "耕地面积 > 1 且 年龄 > 60",
        "识别时间 > 2023年",
    ],
)
def test_says_no(text: str) -> None:
    assert truth(text) is Truth.NO


@pytest.mark.parametrize(
    "text",
    [
        "享受低保 为 农村低保",
        "非 享受低保 为 农村低保",
        "耕地面积 为空",
        "耕地面积 > 1 且 年龄 > 16",
        "耕地面积 > 1 或 年龄 > 60",
        "户类型 > 3",
    ],
)
def test_an_unknown_fact_never_decides(text: str) -> None:
    assert truth(text) is Truth.UNKNOWN


def test_a_known_fact_decides_beside_an_unknown_one() -> None:
    assert truth("耕地面积 > 1 或 年龄 > 16") is Truth.YES
    assert truth("耕地面积 > 1 且 年龄 > 60") is Truth.NO


def test_negation_binds_before_and_before_or() -> None:
    assert truth("未消除风险 且 未消除风险 或 不愁吃") is Truth.YES
    assert truth("未消除风险 且 (未消除风险 或 不愁吃)") is Truth.NO
    assert truth("非 未消除风险 且 不愁吃") is Truth.YES


def test_reasons_and_missing_names() -> None:
    verdict = evaluate(parse("在校生状况 属于 中职 且 户类型 为 脱贫户"), FACTS.__getitem__)
    assert verdict.reasons == ("在校生状况为中职二年级", "户类型为脱贫户")
    verdict = evaluate(parse("耕地面积 > 1 且 年龄 > 3"), FACTS.__getitem__)
    assert verdict.missing == ("耕地面积",)
    verdict = evaluate(parse("年龄 > 60 且 户类型 为 脱贫户"), FACTS.__getitem__)
    assert verdict.reasons == ("年龄为17",)


def test_an_empty_condition_decides_nothing() -> None:
    condition = parse("  ")
    assert condition.empty
    assert evaluate(condition, FACTS.__getitem__).truth is Truth.UNKNOWN


def test_scope_is_the_person_as_soon_as_a_person_is_named() -> None:
    assert parse("户类型 为 脱贫户 且 有残疾人").scope == "户"
    assert parse("户类型 为 脱贫户 且 残疾人").scope == "人"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("户类形 为 脱贫户", 0, "户类型"),
        ("年龄 >= 六十岁", 3, "数字或日期"),
        ("年令 >= 60", 0, "年龄"),
        ("(年龄 > 3", 0, "没有右括号"),
        ("年龄 > 3)", 6, "多了一个右括号"),
        ("户类型", 0, "后面要写比较"),
        ("年龄 > 3 户类型 为 脱贫户", 7, "缺少“且”或“或”"),
        ("户类型 为", 5, "后面缺少值"),
        ("户类型 为 脱贫户 且", 11, "缺少一个条件"),
        ("户类型 为 “脱贫户", 6, "引号"),
        ("户类型 为 脱贫户 或 边缘户", 12, "列举几个值"),
        ("年龄 ~ 3", 3, "看不懂"),
    ],
)
def test_faults_name_the_place(text: str, place: int, words: str) -> None:
    condition = parse(text)
    assert condition.tree is None
    assert any(f.place == place and words in str(f) for f in condition.faults), [
        (f.place, str(f)) for f in condition.faults
    ]


def test_all_faults_are_named() -> None:
    faults = parse("户类形 为 脱贫户 且 年令 > 3 且 残疾等及 为 一级").faults
    assert [fault.nearest for fault in faults] == ["户类型", "年龄", "残疾等级"]


@pytest.mark.parametrize(
    "text", ["(" * 500, "非" * 900, "年龄 > 3 且 " * 900, ")" * 50, "“", "为为为", "、" * 9]
)
def test_hostile_text_is_a_fault_and_never_an_exception(text: str) -> None:
    assert parse(text).faults


def test_a_long_chain_is_read() -> None:
    assert truth(" 且 ".join(["年龄 > 3"] * 300)) is Truth.YES
