"""What other records say of an ID that was stored as a number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from small_ledger import id_number, ledger

from docgen.findings import Finding, Severity, shown
from docgen.model import Ledger
from docgen.rules.proposals import begins, digits_left, propose

RIGHT = id_number("19800101", 34)
SPOILT = RIGHT[:15] + "000"


def members(
    *persons: tuple[str, str, str], file: str = "台账/成员.xlsx", head: str = "甲"
) -> Ledger:
    rows: list[dict[str, Any]] = [{"户": h, "姓名": n, "证件号码": i} for h, n, i in persons]
    homes = [{"户编号": key, "户主姓名": head} for key in dict.fromkeys(p[0] for p in persons)]
    built = ledger(户信息=homes, 家庭成员=rows)
    source = replace(built.persons[0].at.source, file=file)
    placed = tuple(replace(p, at=replace(p.at, source=source)) for p in built.persons)
    return replace(built, persons=placed)


def finding(cell: str = "C3", code: str = "E101") -> Finding:
    return Finding(
        code, Severity.error, "台账/成员.xlsx", "家庭成员", cell, "存成了数字", "重新输入"
    )


def fix(own: Ledger, **records: Ledger) -> str:
    return propose([finding()], own, records)[0].fix


def book(*persons: tuple[str, str, str], **more: str) -> Ledger:
    return members(*persons, file="比对/手册.xlsx", **more)


def test_another_record_is_named_with_its_place_and_masked() -> None:
    told = fix(members(("H1", "甲", SPOILT)), 手册=book(("H1", "甲", RIGHT)))
    masked = f"999201********{RIGHT[-4:]}"
    assert told == f"重新输入；比对/手册.xlsx 家庭成员!C3 写的是 {masked}，请对照证件核对"
    assert shown(replace(finding(), fix=told)).fix == told


def test_another_row_of_the_ledger_is_asked_too() -> None:
    own = members(("H1", "甲", SPOILT), ("H1", "甲", RIGHT))
    assert "台账/成员.xlsx 家庭成员!C4 写的是" in fix(own)


def test_a_register_of_the_ledger_is_asked_too() -> None:
    own = members(("H1", "甲", SPOILT))
    more = ledger(公益岗=[{"户": "H1", "姓名": "甲", "证件号码": RIGHT}])
    assert "台账/台账.xlsx 公益岗!C3 写的是" in fix(replace(own, registers=more.registers))


def test_records_that_agree_are_counted_and_those_that_differ_are_all_told() -> None:
    other = next(
        number
        for order in range(30, 40)
        for number in (id_number("19800101", order),)
        if number[:15] == RIGHT[:15] and number != RIGHT
    )
    own = members(("H1", "甲", SPOILT))
    same = fix(own, 手册=book(("H1", "甲", RIGHT)), 纸档=book(("H1", "甲", RIGHT)))
    assert "等2处写的是" in same
    differing = fix(own, 手册=book(("H1", "甲", RIGHT)), 纸档=book(("H1", "甲", other)))
    assert differing.count("写的是") == 2
    assert RIGHT[-4:] in differing
    assert other[-4:] in differing


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (("H1", "乙", RIGHT), "another name"),
        (("H1", "甲", id_number("19810101", 34)), "other digits"),
        (("H1", "甲", RIGHT[:17] + ("1" if RIGHT[17] != "1" else "2")), "a wrong check character"),
        (("H1", "甲", SPOILT), "spoilt as well"),
    ],
)
def test_who_does_not_fit_is_not_proposed(person: tuple[str, str, str], why: str) -> None:
    assert fix(members(("H1", "甲", SPOILT)), 手册=book(person)) == "重新输入", why


def test_another_household_must_have_the_same_head() -> None:
    own = members(("H1", "甲", SPOILT))
    assert "写的是" in fix(own, 手册=book(("7", "甲", RIGHT)))
    assert "写的是" not in fix(own, 手册=book(("7", "甲", RIGHT), head="丙"))


def test_other_findings_stay_as_they_are() -> None:
    own = members(("H1", "甲", SPOILT))
    others = [finding(code="R003"), finding(cell="B3"), finding(cell="C9")]
    assert propose(others, own, {"手册": book(("H1", "甲", RIGHT))}) == tuple(others)


def test_what_a_number_still_proves() -> None:
    assert digits_left(SPOILT) == RIGHT[:15]
    assert digits_left("9.99201198001E+17") == "99920119800"
    assert digits_left("9E+17") == ""
    assert digits_left("不详") == ""
    assert begins("123456", "123")
    assert begins("123656", "124")
    assert not begins("123456", "124")
