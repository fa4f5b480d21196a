"""What docgen proposes for a household, and what a plan lacks by the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.facts.view import View
from docgen.model import Policy
from docgen.work.advice import Advice, advise
from docgen.work.plan_rules import findings, shortcomings

HOME: dict[str, Any] = {
    "户编号": "H1",
    "户类型": "脱贫户",
    "监测对象类别": None,
    "风险是否已消除": None,
    "享受低保": "未享受",
    "耕地面积": 3.5,
    "林地面积": 0,
    "是否危房户": "否",
    "饮水是否安全": "是",
}
RISKY = {
    **HOME,
    "监测对象类别": "脱贫不稳定户",
    "风险是否已消除": "否",
    "识别时间": date(2026, 1, 5),
    "致贫返贫风险1": "因病",
}
PERSON: dict[str, Any] = {
    "户": "H1",
    "姓名": "甲",
    "文化程度": "初中",
    "在校生状况": None,
    "劳动技能": "普通劳动力",
    "务工时间": 0,
    "公益性岗位": None,
    "城乡居民医保": "是",
}
COLUMNS = {
    "户信息": [*RISKY, "致贫返贫风险2"],
    "家庭成员": [*PERSON, "出生日期"],
    "帮扶措施": ["户", "姓名", "类别", "措施内容", "金额", "预期增收"],
}
LOAN = Policy("P8", category="金融帮扶", name="小额信贷", standard="5万元以内")
TRAINING = Policy("P9", category="就业帮扶", name="技能培训补贴", standard="每天50元")


def view(home: dict[str, Any], born: str, measures: Any = (), **person: Any) -> View:
    day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    people = [{**PERSON, "出生日期": day, **person}]
    made = ledger(
        COLUMNS, 户信息=[home], 家庭成员=people, 帮扶措施=[{"户": "H1", **m} for m in measures]
    )
    return View(made, settings())


def advice(home: dict[str, Any], born: str, measures: Any = (), **person: Any) -> list[Advice]:
    seen = view(home, born, measures, **person)
    return advise(seen.ledger.households[0], seen, (LOAN, TRAINING))


@pytest.mark.parametrize(
    ("born", "person", "kind", "words"),
    [
        ("20000101", {}, "就业帮扶", "参加免费技能培训，取得证书后推荐外出务工"),
        ("20000101", {"劳动技能": "技能劳动力"}, "就业帮扶", "按已有技能推荐岗位"),
        ("19850630", {}, "产业帮扶", "发展种植、养殖（耕地3.5亩），或就近务工"),
        ("19860630", {}, "就业帮扶", "参加免费技能培训"),  # forty on the day
        ("19600101", {}, "就业帮扶", "身体允许的，就近灵活务工"),
        ("19800101", {"劳动技能": "弱劳动力或半劳动力"}, "公益岗位帮扶", "申请乡村公益性岗位"),
        ("19800101", {"劳动技能": "丧失劳动力"}, "综合保障", "核对低保、特困供养"),
    ],
)
def test_advice_follows_age_and_strength(
    born: str, person: dict[str, Any], kind: str, words: str
) -> None:
    (one,) = advice(HOME, born, **person)
    assert one.kind == kind
    assert one.content.startswith(words)
    assert one.person == "甲"
    assert "岁" in one.reason


def test_policies_that_fit_are_named_with_their_standard() -> None:
    assert "可对接：技能培训补贴（每天50元）" in advice(HOME, "20000101")[0].content
    assert "小额信贷（5万元以内）" in advice(HOME, "19800101")[0].content


def test_without_land_the_middle_aged_work_nearby() -> None:
    none = {**HOME, "耕地面积": 0}
    assert advice(none, "19800101")[0].content.startswith("就近务工")
    assert "没有耕地、林地" in advice(none, "19800101")[0].reason
    unknown = {**HOME, "耕地面积": None}
    assert "耕地、林地没有填" in advice(unknown, "19800101")[0].reason


@pytest.mark.parametrize(
    "person",
    [
        {"在校生状况": "大专一年级"},
        {"劳动技能": None},
        {"出生日期": None},
        {"公益性岗位": "保洁员"},
        {"出生日期": date(1950, 1, 1)},
        {"出生日期": date(2015, 1, 1), "在校生状况": "小学"},
    ],
)
def test_nothing_is_proposed_for_whom_nothing_can_be_said(person: dict[str, Any]) -> None:
    assert advice(HOME, "20000101", **person) == []


def test_what_the_office_has_entered_is_not_proposed_again() -> None:
    training = {"姓名": "甲", "类别": "就业帮扶", "措施内容": "培训10天"}
    assert advice(HOME, "20000101", [training]) == []
    other = {"姓名": "乙", "类别": "就业帮扶", "措施内容": "培训10天"}
    assert len(advice(HOME, "20000101", [other])) == 1


def test_steady_work_is_to_be_entered_where_nothing_is() -> None:
    (one,) = advice(HOME, "20000101", 务工时间=9)
    assert one.content.startswith("稳定务工")
    assert "务工9个月" in one.reason
    sheep = {"类别": "产业帮扶", "措施内容": "养羊30只"}
    assert advice(HOME, "20000101", [sheep], 务工时间=9) == []


def test_every_risk_without_its_measure_is_proposed_and_told() -> None:
    seen = view({**RISKY, "致贫返贫风险2": "住房安全"}, "20150101", 在校生状况="小学")
    home = seen.ledger.households[0]
    kinds = [one.kind for one in advise(home, seen)]
    assert kinds == ["健康帮扶", "住房安全保障"]
    assert all("没有对应的" in one.reason for one in advise(home, seen))
    told = shortcomings(home, seen)
    assert "风险“因病”没有对应的措施（健康帮扶、社会帮扶）" in told
    assert "2026年1月5日识别，满一个月还没有帮扶措施" in told
    answered = view(
        RISKY, "20150101", [{"类别": "健康帮扶", "措施内容": "签约"}], 在校生状况="小学"
    )
    assert advise(answered.ledger.households[0], answered) == []


def test_gaps_of_the_three_securities_are_proposed() -> None:
    lacking = {**HOME, "是否危房户": "是", "饮水是否安全": "否"}
    kinds = [
        one.kind
        for one in advice(lacking, "20160101", 城乡居民医保="否", 职工医保="否", 文化程度="小学")
    ]
    assert kinds == ["住房安全保障", "饮水安全保障", "义务教育保障", "健康帮扶"]


def codes(seen: View) -> list[str]:
    return [one.code for one in findings(seen.ledger.households[0], seen)]


def test_a_household_with_labour_has_a_development_measure() -> None:
    assert codes(view(HOME, "19800101")) == ["W441"]
    health = [{"类别": "健康帮扶", "措施内容": "签约"}]
    assert codes(view(HOME, "19800101", health)) == ["W441"]
    assert codes(view(HOME, "19800101", 劳动技能="丧失劳动力")) == []
    assert codes(view({**HOME, "户类型": "一般农户"}, "19800101")) == []
    sheep = [{"类别": "产业帮扶", "措施内容": "养羊30只"}]
    assert codes(view(HOME, "19800101", sheep)) == []


def test_a_household_identified_lately_is_not_late_yet() -> None:
    lately = {**RISKY, "识别时间": date(2026, 6, 10)}
    seen = view(lately, "19800101")
    assert codes(seen) == []
    told = shortcomings(seen.ledger.households[0], seen)
    assert "2026年6月10日识别，2026年7月10日前要有帮扶措施" in told


def test_without_the_sheet_of_measures_nothing_is_claimed() -> None:
    seen = view(HOME, "19800101")
    bare = replace(
        seen.ledger, sheets={k: v for k, v in seen.ledger.sheets.items() if k != "帮扶措施"}
    )
    assert list(findings(bare.households[0], View(bare, seen.settings))) == []


@pytest.mark.parametrize(
    ("measure", "vague"),
    [
        ({"类别": "产业帮扶", "措施内容": "发展养殖"}, True),
        ({"类别": "产业帮扶", "措施内容": "3万元贷款养羊30只，当年出栏20只，增收1万元"}, False),
        ({"类别": "产业帮扶", "措施内容": "养羊三十只"}, False),
        ({"类别": "就业帮扶", "措施内容": "推荐就业", "金额": 500}, False),
        ({"类别": "就业帮扶", "措施内容": "推荐就业", "预期增收": 500}, False),
        ({"类别": "健康帮扶", "措施内容": "签约服务"}, False),
    ],
)
def test_a_plan_names_amounts_instead_of_words(measure: dict[str, Any], vague: bool) -> None:
    found = [one for one in findings_of(view(HOME, "19800101", [measure])) if one.code == "W442"]
    assert bool(found) is vague
    assert all(one.cell and "3万元贷款养羊30只" in one.fix for one in found)


def findings_of(seen: View) -> list[Any]:
    return list(findings(seen.ledger.households[0], seen))
