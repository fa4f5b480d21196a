"""What an aid plan says follows from the ledger alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from samples import EMPTY, LARGE, LIFTED, PERSONS, SETTINGS, columns, person, village
from small_ledger import ledger

from docgen.documents.gaps import Context, Lacks, printed
from docgen.documents.plan_context import plan_context
from docgen.facts.view import View
from docgen.folder import Settings


def plan(
    row: dict[str, Any], settings: Settings = SETTINGS, **sheets: Any
) -> tuple[Context, Lacks]:
    """Return the context of the plan of one household row, and what it lacks."""
    made = village(户信息=[row], **sheets)
    lacks = Lacks(made.households[0].id)
    return plan_context(made.households[0], View(made, settings), lacks), lacks


def on(day: date) -> Settings:
    return replace(SETTINGS, period=replace(SETTINGS.period, as_of=day))


ORDINARY = {**LARGE, "户编号": "0107"}


@pytest.mark.parametrize(
    ("row", "day", "title"),
    [
        (LIFTED, date(2026, 6, 30), "防止返贫致贫对象帮扶计划"),
        (LIFTED, date(2024, 6, 30), "监测对象帮扶计划"),
        ({**LIFTED, "风险是否已消除": "是"}, date(2026, 6, 30), "脱贫户巩固帮扶计划"),
        (ORDINARY, date(2026, 6, 30), "一般农户服务计划"),
        ({**LIFTED, "监测对象类别": None}, date(2019, 6, 30), "脱贫户致富规划"),
        ({**LIFTED, "脱贫年度": None}, date(2017, 6, 30), "贫困户脱贫计划"),
        ({**LIFTED, "脱贫年度": 2018}, date(2017, 6, 30), "贫困户脱贫计划"),
        (ORDINARY, date(2019, 6, 30), "一般农户致富规划"),
        (EMPTY, date(2026, 6, 30), "农户帮扶计划"),
    ],
)
def test_the_title_follows_kind_and_period(row: dict[str, Any], day: date, title: str) -> None:
    assert plan(row, on(day))[0]["标题"] == title


def test_a_missing_value_is_none_a_gap_and_a_finding_at_its_cell() -> None:
    context, lacks = plan({**LIFTED, "联系电话": None})
    assert context["联系电话"] is None
    assert printed(context)["联系电话"] == "【缺：联系电话】"
    assert ("联系电话", "基本情况") in [(gap.field, gap.place) for gap in lacks.gaps]
    found = [one for one in lacks.findings if "联系电话" in one.message]
    assert len(found) == 1
    assert found[0].household == "0107"
    assert found[0].cell.endswith("3")
    assert found[0].cell.rstrip("0123456789")


def test_a_column_that_no_sheet_has_is_a_gap_without_a_finding() -> None:
    made = ledger(户信息=[{"户编号": "0107", "户主姓名": "李桂花"}])
    lacks = Lacks("0107")
    context = plan_context(made.households[0], View(made, SETTINGS), lacks)
    assert context["联系电话"] is None
    assert "联系电话" in {gap.field for gap in lacks.gaps}
    assert not lacks.findings


def test_a_field_that_does_not_concern_the_household_is_a_dash_not_a_gap() -> None:
    context, lacks = plan(ORDINARY)
    assert context["识别时间"] == context["脱贫年度"] == context["主要致贫原因"] == "—"
    assert not {"识别时间", "脱贫年度", "主要致贫原因"} & {gap.field for gap in lacks.gaps}


def test_an_empty_household_still_has_every_part() -> None:
    context, lacks = plan(EMPTY, 家庭成员=[], 帮扶责任人=[], 帮扶措施=[], 走访记录=[])
    assert context["成员"] == context["措施"] == context["帮扶人"] == []
    assert {row["项目"] for row in context["保障"]} == {
        *("不愁吃", "不愁穿", "义务教育", "基本医疗", "住房安全", "饮水安全"),
    }
    assert {"户主姓名", "家庭成员", "人均纯收入"} <= {gap.field for gap in lacks.gaps}


def test_a_call_is_contact_and_no_visit() -> None:
    first, second, third, fourth = plan(LIFTED)[0]["走访季度"]
    assert (first["次数"], first["最近"]) == ("1次", "2026年2月3日")
    assert (second["次数"], second["联系"]) == ("0次", "1次")
    assert third["次数"] == fourth["次数"] == "未到"


def test_only_visits_of_the_period_are_told_and_in_their_own_words() -> None:
    rows = plan(LIFTED)[0]["走访"]
    assert [row["日期"] for row in rows] == [date(2026, 2, 3), date(2026, 5, 9)]
    assert rows[0]["内容"] == "核对家庭人口和务工情况，讲解春季补贴申报。"


def test_without_a_sheet_of_visits_nothing_is_counted_as_none() -> None:
    known = {name: names for name, names in columns().items() if name != "走访记录"}
    made = ledger(known, 户信息=[LIFTED])
    lacks = Lacks("0107")
    rows = plan_context(made.households[0], View(made, SETTINGS), lacks)["走访季度"]
    assert rows[0]["次数"] == "【缺：走访记录】"
    assert "走访记录" in {gap.field for gap in lacks.gaps}


def test_a_helper_whose_pairing_has_ended_is_not_printed() -> None:
    assert [row["姓名"] for row in plan(LIFTED)[0]["帮扶人"]] == ["路平"]


def test_no_helper_is_a_gap_for_an_aided_household_only() -> None:
    _, lifted = plan(LIFTED, 帮扶责任人=[])
    context, ordinary = plan(ORDINARY, 帮扶责任人=[])
    assert "帮扶责任人" in {gap.field for gap in lifted.gaps}
    assert "帮扶责任人" not in {gap.field for gap in ordinary.gaps}
    assert context["无帮扶人"] == "台账中没有本户的帮扶责任人。"


def shortfall(item: str, row: dict[str, Any] = LIFTED, **sheets: Any) -> str:
    rows = {one["项目"]: one["短板"] for one in plan(row, **sheets)[0]["保障"]}
    return str(rows[item])


def test_somebody_without_insurance_is_a_shortfall_with_the_name() -> None:
    assert shortfall("基本医疗") == "张小雨未参加医保"


def test_unknown_insurance_is_a_mark_and_no_judgement() -> None:
    people = [person("0107", 1, "李桂花", "户主", "19710502", 城乡居民医保=None)]
    assert shortfall("基本医疗", 家庭成员=people) == "李桂花【缺：城乡居民医保】"


@pytest.mark.parametrize(
    ("schooling", "at_home", "said"),
    [
        ("七年级", None, "无"),
        ("非在校生", None, "张小雨未在校（因病）"),
        ("非在校生", "是", "无"),
        (None, None, "张小雨【缺：在校生状况】"),
    ],
)
def test_a_child_of_school_age(schooling: str | None, at_home: str | None, said: str) -> None:
    child = {**PERSONS[2], "在校生状况": schooling, "送教上门": at_home, "失学原因": "因病"}
    assert shortfall("义务教育", 家庭成员=[child]) == said


def test_a_dangerous_house_names_its_grade() -> None:
    assert shortfall("住房安全", {**LIFTED, "是否危房户": "是", "危房等级": "D"}) == "危房（D级）"
    assert shortfall("住房安全", {**LIFTED, "是否危房户": None}) == "【缺：是否危房户】"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (11000, 10000, "比上年增加1,000元（10%）"),
        (9000, 10000, "比上年减少1,000元（10%）"),
        (9000, 9000, "与上年持平"),
        (9000, None, "【缺：上年人均纯收入】，不能比较"),
        (9000, 0, "比上年增加9,000元"),
    ],
)
def test_income_is_compared_with_last_year(now: int, before: int | None, said: str) -> None:
    context, _ = plan({**LIFTED, "人均纯收入": now, "上年人均纯收入": before})
    assert context["人均变化"] == said


def test_income_a_head_that_does_not_follow_from_its_parts_is_said() -> None:
    assert plan(LIFTED)[0]["纯收入"] == Decimal("34000.5")
    assert not any("不一致" in note for note in plan(LIFTED)[0]["收入说明"])
    wrong = plan({**LIFTED, "人均纯收入": 15000})[0]["收入说明"]
    assert any("人均为11,333.5元，与台账的15,000元不一致" in note for note in wrong)


def test_net_income_is_not_computed_from_missing_parts() -> None:
    context, _ = plan({**LIFTED, "财产性收入": None})
    assert context["财产性收入"] is None
    assert "不能计算" in context["纯收入"]


def test_members_and_size_that_differ_are_said() -> None:
    assert plan(LIFTED)[0]["成员说明"] == ""
    assert "登记3人" in plan({**LIFTED, "家庭人口": 4})[0]["成员说明"]


def test_a_plan_made_after_its_period_says_so() -> None:
    assert plan(LIFTED)[0]["补制"] == ""
    assert plan(LIFTED, on(date(2026, 7, 20)))[0]["补制"] == "补制于2026年7月20日"


def test_measures_are_told_as_entered_with_the_name_of_their_policy() -> None:
    first, second = plan(LIFTED)[0]["措施"]
    assert first["措施内容"] == "3万元小额信贷养羊30只，当年出栏20只，增收1万元（张小军）"
    assert first["政策依据"] == "帮扶小额信贷"
    assert second["责任单位"] is None
    assert second["落实情况"] == "已完成，2026.3.10完成"
