"""Entitlement: conditions against facts, against what is enjoyed, in time and in place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.folder import Place
from docgen.work.entitlement import Entitlement, match_policies

STUDENT = {"户": "H1", "姓名": "李小红", "在校生状况": "中职二年级", "出生日期": date(2009, 1, 1)}
PARENT = {"户": "H1", "姓名": "李国", "在校生状况": "非在校生", "出生日期": date(1966, 6, 30)}


def matched(
    rule: str | None,
    *,
    household: dict[str, Any] | None = None,
    persons: list[dict[str, Any]] | None = None,
    policy: dict[str, Any] | None = None,
    **sheets: Any,
) -> list[Entitlement]:
    village = ledger(
        户信息=[{"户编号": "H1", "户类型": "脱贫户", "享受低保": None, **(household or {})}],
        家庭成员=persons or [STUDENT, PARENT],
        政策=[{"政策编号": "P1", "名称": "某政策", "适用条件": rule, **(policy or {})}],
        **sheets,
    )
    place = Place(village="荷塘村")
    return list(match_policies(village, settings(place=place)))


def verdicts(*args: Any, **kept: Any) -> list[tuple[str, str]]:
    return [(found.person, str(found.verdict)) for found in matched(*args, **kept)]


def test_due_enjoyed_and_not_entitled_by_person() -> None:
    rule = "在校生状况 属于 中职、高职 且 户类型 为 脱贫户"
    assert verdicts(rule) == [("李小红", "应享未享"), ("李国", "不符合")]
    enjoyed = [{"户": "H1", "姓名": "李小红", "政策编号": "P1"}]
    assert verdicts(rule, 政策享受=enjoyed) == [("李小红", "已享"), ("李国", "不符合")]
    wrongly = [{"户": "H1", "姓名": "李国", "政策编号": "P1"}]
    assert verdicts(rule, 政策享受=wrongly) == [("李小红", "应享未享"), ("李国", "享受不符")]


def test_a_measure_with_the_number_is_enjoyment_too() -> None:
    measure = [{"户": "H1", "姓名": "李小红", "类别": "教育帮扶", "政策编号": "P1"}]
    assert verdicts("中职学生", 帮扶措施=measure)[0] == ("李小红", "已享")


def test_a_row_without_a_name_counts_for_whoever_is_entitled() -> None:
    row = [{"户": "H1", "政策编号": "P1"}]
    assert verdicts("中职学生", 政策享受=row) == [("李小红", "已享"), ("李国", "不符合")]
    assert verdicts("高职学生", 政策享受=row)[-1] == ("", "享受不符")


def test_somebody_who_is_not_in_the_household_enjoys_wrongly() -> None:
    row = [{"户": "H1", "姓名": "王五", "政策编号": "P1"}]
    assert verdicts("中职学生", 政策享受=row)[-1] == ("王五", "享受不符")


def test_a_condition_of_households_alone_is_held_once() -> None:
    assert verdicts("户类型 为 脱贫户 且 有在校生") == [("", "应享未享")]


def test_what_is_not_known_entitles_nobody_and_refuses_nobody() -> None:
    found = matched("享受低保 为 农村低保")
    assert [(f.person, f.verdict) for f in found] == [("", "缺资料")]
    assert "缺：享受低保" in found[0].reason


@pytest.mark.parametrize("rule", [None, "", "户类形 为 脱贫户"])
def test_without_a_readable_condition_nothing_matches(rule: str | None) -> None:
    assert matched(rule) == []


@pytest.mark.parametrize(
    ("policy", "open_"),
    [
        ({"有效期起": date(2026, 6, 30)}, True),
        ({"有效期起": date(2026, 7, 1)}, False),
        ({"有效期止": date(2026, 6, 30)}, True),
        ({"有效期止": date(2026, 6, 29)}, False),
        ({"适用村": "全县"}, True),
        ({"适用村": "柳溪村、荷塘"}, True),
        ({"适用村": "柳溪村"}, False),
    ],
)
def test_dates_and_villages_are_honoured(policy: dict[str, Any], open_: bool) -> None:
    assert bool(matched("户类型 为 脱贫户", policy=policy)) is open_


def test_age_counts_on_the_day() -> None:
    assert verdicts("年龄 >= 60")[1] == ("李国", "应享未享")
    younger = {**PARENT, "出生日期": date(1966, 7, 1)}
    assert verdicts("年龄 >= 60", persons=[STUDENT, younger])[1] == ("李国", "不符合")


def test_the_reason_names_person_and_household() -> None:
    found = matched("在校生状况 属于 中职 且 户类型 为 脱贫户")[0]
    assert found.reason == "因为：李小红在校生状况为中职二年级；本户为脱贫户"
