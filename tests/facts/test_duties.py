"""Duties: what is demanded, what was done, what was missed, and the rows that prove it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.facts.duties import Answered, answers, demanded
from docgen.facts.duty_days import due_days
from docgen.facts.view import View
from docgen.rules.check import check

DAY = date(2026, 6, 30)


def answered(code: str, duties: dict[str, Any], day: date = DAY, **sheets: Any) -> Answered:
    check(ledger(), settings())  # enters the duties
    view = View(ledger(**sheets), settings(day, duties=duties))
    return next(one for one in answers(view) if one.duty.code == code)


def visit(
    day: date, who: str = "路平", home: str = "H1", way: str | None = "入户"
) -> dict[str, Any]:
    return {"户": home, "走访日期": day, "走访人": who, "方式": way}


def test_a_call_is_contact_and_an_empty_way_is_told() -> None:
    found = answered(
        "W241",
        {"helper_visits_per_quarter": 2},
        帮扶责任人=[{"户": "H1", "姓名": "路平", "单位": "村委会"}],
        走访记录=[
            *(visit(date(2026, 1, n)) for n in (5, 6)),
            visit(date(2026, 5, 5)),
            visit(date(2026, 5, 6), way="电话"),
            visit(date(2026, 5, 7), way="微信"),
            visit(date(2026, 5, 8), way=None),
        ],
    )
    (kept,) = found.kept
    assert (kept.person, kept.unit, kept.done) == ("路平", "村委会", "1户次")
    (missed,) = kept.missed
    said = "二季度应入户H1 2次，实际1次，另有电话、微信联系2次，另有1次没有填方式"
    assert missed.what == said
    assert [at.row for at in kept.rows] == [3, 4, 5]


def test_a_quarter_that_is_not_over_is_not_missed() -> None:
    found = answered(
        "W241",
        {"helper_visits_per_quarter": 1},
        date(2026, 5, 15),
        帮扶责任人=[{"户": "H1", "姓名": "路平"}],
        走访记录=[visit(date(2026, 2, 5)), visit(date(2026, 5, 20))],
    )
    assert found.missed == 0
    assert "未到季末" in found.kept[0].note


def test_a_pairing_counts_only_while_it_lasts() -> None:
    found = answered(
        "W241",
        {"helper_visits_per_quarter": 1},
        帮扶责任人=[
            {"户": "H1", "姓名": "旧人", "结对开始": None, "结对结束": date(2026, 2, 28)},
            {"户": "H1", "姓名": "新人", "结对开始": date(2026, 3, 1), "结对结束": None},
        ],
        走访记录=[visit(date(2026, 4, 5), "新人")],
    )
    assert {one.person: [m.what[:3] for m in one.missed] for one in found.kept} == {
        "旧人": ["一季度"],
        "新人": ["一季度"],
    }


def test_an_official_visits_any_of_his_households_each_month() -> None:
    pairs = [{"户": key, "姓名": "路平", "结对开始": date(2026, 4, 1)} for key in ("H1", "H2")]
    found = answered(
        "W243",
        {"official_visits_per_month": 1},
        帮扶责任人=pairs,
        走访记录=[visit(date(2026, 4, 5)), visit(date(2026, 6, 5), home="H2")],
    )
    assert [missed.what for missed in found.kept[0].missed] == ["5月应入户1次，实际0次"]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 1, 1), date(2026, 6, 30), 109),  # 220 × 181 ÷ 365 = 109.1
        (date(2026, 1, 1), date(2026, 12, 31), 220),
        (date(2024, 1, 1), date(2024, 6, 30), 109),  # 220 × 182 ÷ 366 = 109.4
        (date(2025, 7, 1), date(2026, 6, 30), 220),
        (date(2026, 6, 30), date(2026, 6, 30), 1),  # 0.6
    ],
)
def test_days_are_due_in_proportion_of_the_period(first: date, last: date, days: int) -> None:
    assert due_days(220, first, last) == days


def test_days_in_the_village_count_once_and_leave_does_not() -> None:
    first = date(2026, 1, 1)
    stays = [
        {"姓名": "李明", "日期": first + timedelta(days=n), "类别": "驻村"} for n in range(109)
    ]
    team = [{"姓名": "李 明", "职务": "队长"}, {"姓名": "谷雨", "驻村开始": date(2026, 6, 1)}]
    leave = [{"姓名": "谷雨", "日期": date(2026, 6, 2), "类别": "请假"}]
    found = answered(
        "W245", {"team_days_per_year": 220}, 工作队=team, 驻村记录=[*stays, *stays[:5], *leave]
    )
    kept = {one.person: one for one in found.kept}
    assert (kept["李 明"].done, kept["李 明"].missed) == ("109天", ())
    assert kept["谷雨"].missed[0].what.endswith("应驻村18天，登记0天，差18天")
    assert "1天" in kept["谷雨"].note


@pytest.mark.parametrize("value", [None, "", "很多", 0, -1, True, float("nan")])
def test_a_duty_that_is_not_set_is_said_so(value: Any) -> None:
    number, reason = demanded("team_days_per_year", {"team_days_per_year": value})
    assert number == 0
    assert "team_days_per_year" in reason
    found = answered("W245", {"team_days_per_year": value}, 工作队=[{"姓名": "李明"}])
    assert (found.kept, bool(found.reason)) == ((), True)


def test_the_check_lists_a_duty_that_is_not_set() -> None:
    unchecked = check(ledger(工作队=[{"姓名": "李明"}]), settings(), ["W245"]).unchecked
    assert ["team_days_per_year" in one.reason for one in unchecked] == [True]


def test_namesakes_of_another_group_are_two_able_members() -> None:
    found = answered(
        "W244",
        {},
        户信息=[{"户编号": "H1", "村民小组": "一组"}, {"户编号": "H2", "村民小组": "二组"}],
        家庭成员=[
            {"户": key, "姓名": "王强", "政治面貌": "中共党员", "有帮带能力": "是"}
            for key in ("H1", "H2")
        ],
        接单人=[{"姓名": "王强", "所在小组": "1组", "接单上限": 1, "有帮带能力": "是"}],
    )
    assert len(found.kept) == 2
    assert found.missed == 2
