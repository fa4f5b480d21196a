"""The roster of visits: who was visited, who only called, whose visits cannot be told apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from small_ledger import ledger, settings

from docgen.facts.roster import Covered, Roster, says_no
from docgen.facts.view import View


def visit(day: date, name: str, kind: str, way: str = "入户", **more: Any) -> dict[str, Any]:
    told = {"走访日期": day, "走访人": "李明", "对象姓名": name, "对象": kind, "方式": way}
    return {"户": None, **told, **more}


def roster(targets: list[dict[str, Any]], visits: list[dict[str, Any]]) -> Roster:
    return Roster(View(ledger(走访对象=targets, 走访记录=visits), settings()))


def states(found: Roster) -> list[str]:
    return [one.state for one in found.covered]


def test_households_by_key_and_others_by_name() -> None:
    targets = [
        {"姓名": "王守义", "类别": "脱贫户", "户": "H1"},
        {"姓名": "秦守仁", "类别": "退休老干部", "户": None},
        {"姓名": "白云生", "类别": "退休老干部", "户": None},
        {"姓名": "许家旺", "类别": "村民代表", "户": None},
    ]
    visits = [
        visit(date(2026, 3, 1), "李金花", "脱贫户", 户="H1", 满意度="满意", 政策知晓="不知晓"),
        visit(date(2026, 4, 1), "王守义", "脱贫户", 户="H1", 政策知晓="知晓"),
        visit(date(2026, 4, 1), "秦 守仁、白云生", "老干部", "电话"),
        visit(date(2025, 4, 1), "许家旺", "村民代表"),
        visit(date(2026, 7, 1), "许家旺", "村民代表"),
    ]
    found = roster(targets, visits)
    assert states(found) == ["已入户", "仅电话、微信", "仅电话、微信", "未走访"]
    first: Covered = found.covered[0]
    assert len(first.visits) == 2
    assert (first.policy_known, first.satisfaction) == ("知晓", "满意")


def test_namesakes_are_told_apart_by_kind_or_not_at_all() -> None:
    targets = [
        {"姓名": "王强", "类别": kind, "户": None} for kind in ("老党员", "村民代表", "村民代表")
    ]
    visits = [visit(date(2026, 3, 1), "王强", "党员"), visit(date(2026, 3, 2), "王强", "村民代表")]
    found = roster(targets, visits)
    assert states(found) == ["已入户", "未走访", "未走访"]
    assert [one.doubtful for one in found.covered] == [False, True, True]


def test_visits_to_nobody_of_the_roster_are_counted() -> None:
    found = roster(
        [{"姓名": "王强", "类别": "老党员", "户": None}],
        [visit(date(2026, 3, 1), "李四", "一般农户"), visit(date(2026, 3, 1), "王强", "党员")],
    )
    assert [one.target_name for one in found.strangers] == ["李四"]


def test_no_is_no_in_all_its_words() -> None:
    assert all(map(says_no, ("不知晓", "不满意", "否", "没听说")))
    assert not any(map(says_no, ("知晓", "基本知晓", "满意", "", "—")))
