"""Two rows of one person's jobs are one person; one name may be written with a space."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_ledger import id_number, ledger, settings
from test_rules import HOUSEHOLD, PERSON

from docgen.findings import Severity, as_json, finding_at
from docgen.model import Ledger
from docgen.rules.check import check

FIRST = {**PERSON, "证件号码": id_number()}
SECOND = {**FIRST, "开始时间": date(2026, 4, 1)}


def village(*persons: dict[str, Any], **household: Any) -> Ledger:
    return ledger(户信息=[{**HOUSEHOLD, **household}], 家庭成员=persons)


def codes(built: Ledger) -> list[str]:
    return [finding.code for finding in check(built, settings()).findings]


def test_two_jobs_of_one_person_are_no_second_person() -> None:
    assert codes(village({**FIRST, "结束时间": date(2026, 3, 1)}, SECOND)) == []


def test_the_second_job_is_checked_too() -> None:
    early = {**SECOND, "开始时间": date(2026, 2, 15), "务工时间": Decimal(13)}
    rows = [{**FIRST, "结束时间": date(2026, 3, 10)}, {**early, "姓名": "甲 "}]
    assert codes(village(*rows)) == ["R070", "R075"]


@pytest.mark.parametrize("change", [{"姓名": "乙"}, {"开始时间": FIRST["开始时间"]}])
def test_another_name_or_the_same_beginning_is_a_doubled_number(change: dict[str, Any]) -> None:
    assert "R004" in codes(village(FIRST, {**SECOND, **change}))


def test_a_doubled_number_names_the_other_by_name_and_row() -> None:
    rows = [
        {**FIRST, "姓名": "甲", "人编号": "9993011042010000"},
        {**FIRST, "姓名": "甲", "人编号": "9993011042010001"},
    ]
    found = [f for f in check(village(*rows), settings()).findings if f.code == "R004"]
    told = str(as_json(found[0])["message"])
    assert "甲（家庭成员第" in told
    assert "*" not in told


def test_the_householder_is_found_with_a_space_in_the_name() -> None:
    rows = [{**FIRST, "姓名": "王强", "与户主关系": "之子"}]
    found = check(village(*rows, 户主姓名="王　强"), settings(), ["R010"]).findings
    assert [f.sheet for f in found] == ["家庭成员"]
    measures = [{"户": "H1", "姓名": "王 强", "类别": "健康帮扶"}]
    built = ledger(户信息=[HOUSEHOLD], 家庭成员=rows, 帮扶措施=measures)
    assert check(built, settings(), ["W202"]).findings == ()


def test_months_that_are_no_number_are_said_once_with_what_stands_there() -> None:
    built = village({**FIRST, "务工时间": None})
    read = finding_at(
        built.persons[0].at,
        "务工时间",
        code="E104",
        severity=Severity.error,
        message="务工时间不是一个数：半年",
        fix="只写数字",
        value="半年",
    )
    object.__setattr__(built, "findings", (read,))
    found = check(built, settings()).findings
    assert [(f.code, f.value) for f in found if f.cell == read.cell] == [("R070", "半年")]


def test_numbers_of_households_stay_whole_in_messages() -> None:
    numbers = ["9993011042010001", "9993011042010002"]
    built = ledger(户信息=[{**HOUSEHOLD, "户编号": n} for n in numbers])
    found = check(built, settings(), ["R079"]).findings
    assert [str(as_json(f)["message"]) for f in found] == [
        f"联系电话与{number}相同" for number in numbers[::-1]
    ]
