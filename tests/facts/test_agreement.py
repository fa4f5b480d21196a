"""数字打架: what does not agree is a finding with the cells, what agrees is none."""

from __future__ import annotations

from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.facts.figures import contradictions, figures_of
from docgen.facts.figures.agreement import LIMITS, WHOLES
from docgen.facts.figures.registry import FIGURES
from docgen.facts.view import View
from docgen.findings import Finding


def found(**sheets: Any) -> list[Finding]:
    view = View(ledger(**sheets), settings())
    return contradictions(figures_of(view), view)


def test_a_monitored_household_without_an_answer_on_its_risk() -> None:
    homes = [
        {"户编号": "H1", "监测对象类别": "边缘易致贫户", "风险是否已消除": "是"},
        {"户编号": "H2", "监测对象类别": "边缘易致贫户", "风险是否已消除": None},
        {"户编号": "H3", "监测对象类别": None, "风险是否已消除": None},
    ]
    (one,) = found(户信息=homes)
    assert (one.code, one.sheet, one.cell) == ("W421", "户信息", "C4")
    assert "监测对象户数2" in one.message
    assert "＝1，相差1" in one.message
    assert found(户信息=[{**home, "风险是否已消除": "是"} for home in homes[:2]]) == []


def test_persons_who_work_nowhere_known_are_all_named() -> None:
    persons = [
        {"户": "H1", "姓名": "甲", "务工时间": 6, "务工区域": region}
        for region in ("省外", None, "县内", None)
    ]
    (one,) = found(家庭成员=persons)
    assert one.cell == "D4"
    assert "D6" in one.also
    assert "务工总人数4" in one.message


def test_more_paid_than_arrived() -> None:
    project = {"项目编号": "X1", "总投资": 9000, "到位资金": 5000, "已支付": 5001}
    (one,) = found(项目=[project])
    assert one.cell == "D3"
    assert "C3" in one.also
    assert "项目已支付资金0.5001万元，多于项目到位资金0.5万元" in one.message
    assert found(项目=[{**project, "已支付": 5000}]) == []


def test_gaps_are_not_judged() -> None:
    assert found(项目=[{"项目编号": "X1", "到位资金": 5000}]) == []
    assert found() == []


@pytest.mark.parametrize(("value", "codes"), [(1, []), (3, []), (50, ["W422"])])
def test_figures_far_from_the_period_before(value: int, codes: list[str]) -> None:
    rows = [{"指标": "问题总数", "数值": value, "期间": "2025年上半年"}]
    problems = [{"问题编号": str(n), "状态": "已完成", "原因类型": "客观"} for n in range(2)]
    assert [one.code for one in found(问题整改=problems, 上期指标=rows)] == codes


def test_what_has_once_been_does_not_become_less() -> None:
    rows = [{"指标": "监测对象户数", "数值": 2, "期间": "2025年上半年"}]
    homes = [{"户编号": "H1", "监测对象类别": "边缘易致贫户", "风险是否已消除": "是"}]
    (one,) = found(户信息=homes, 上期指标=rows)
    assert (one.code, one.sheet, one.cell) == ("W422", "上期指标", "B3")


def test_the_period_before_must_agree_with_itself() -> None:
    names = {
        "监测对象户数": 5,
        "脱贫不稳定户户数": 2,
        "边缘易致贫户户数": 2,
        "突发严重困难户户数": 0,
    }
    rows = [{"指标": name, "数值": value, "期间": "2025年"} for name, value in names.items()]
    (one,) = found(上期指标=rows)
    assert (one.code, one.cell) == ("W422", "B3")
    assert set(one.also) == {"B4", "B5", "B6"}


def test_a_name_that_is_no_figure_and_a_name_told_twice() -> None:
    rows = [
        {"指标": "项目个数", "数值": 5, "期间": "2025年"},
        {"指标": "项目数", "数值": 5, "期间": "2025年"},
        {"指标": "项目数", "数值": 6, "期间": "2025年"},
    ]
    assert [(one.code, one.cell) for one in found(上期指标=rows)] == [
        ("W423", "A3"),
        ("W422", "B4"),
    ]


def test_a_problem_the_village_does_not_have_needs_no_state() -> None:
    told = {"状态": "已完成", "原因类型": "客观", "本村是否存在": "存在"}
    absent = {"状态": None, "原因类型": None, "本村是否存在": "不涉及"}
    assert found(问题整改=[told, absent]) == []
    codes = [one.cell for one in found(问题整改=[told, {**absent, "本村是否存在": "存在"}])]
    assert codes == ["A4", "B4"]


def test_relations_name_figures() -> None:
    for relation in WHOLES:
        assert {relation.whole, *relation.parts} <= set(FIGURES)
        assert len({FIGURES[name].unit for name in (relation.whole, *relation.parts)}) == 1
    for limit in LIMITS:
        assert {limit.small, limit.large} <= set(FIGURES)


def test_rows_that_need_no_state_are_counted_in_the_sum_that_is_told() -> None:
    """One of four problems does not concern the village, one lacks its state: one is missing."""
    states = [("已完成", "存在"), ("推进中", "存在"), (None, "存在"), (None, "不涉及")]
    rows = [
        {"问题编号": f"W{n}", "状态": state, "本村是否存在": here}
        for n, (state, here) in enumerate(states)
    ]
    village = ledger(问题整改=rows)
    view = View(village, settings())
    found = [one.message for one in contradictions(figures_of(view), view)]
    assert found == [
        "数字打架：问题总数4，而问题已完成数1＋问题推进中数1＋问题未启动数0"
        "＋问题不存在或不涉及数里不用写的1＝3，相差1"
    ]
