"""Links between sheets: one failing and one passing row for each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_ledger import ledger, settings

from docgen.rules.check import check

HOME = [{"户编号": "H001", "户类型": "脱贫户"}]
PERSONS = [{"户": "H001", "姓名": "甲"}]
POLICIES = [{"政策编号": "P01", "适用条件": "年龄 >= 60", "有效期止": date(2026, 3, 31)}]
PROJECTS = [{"项目编号": "X01", "总投资": 300, "到位资金": 200, "已支付": 100}]

CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("E201", {"政策": POLICIES}, []),
    ("E201", {"政策": [{"政策编号": "P01", "适用条件": "年令 >= 60"}]}, ["B3"]),
    ("W201", {"政策": POLICIES}, []),
    ("W201", {"政策": [{"政策编号": "P01", "适用条件": None}]}, ["B3"]),
    ("E202", {"政策": POLICIES, "政策享受": [{"户": "H001", "政策编号": "P01"}]}, []),
    ("E202", {"政策": POLICIES, "政策享受": [{"户": "H001", "政策编号": "P02"}]}, ["B3"]),
    ("E202", {"政策": POLICIES, "帮扶措施": [{"户": "H001", "政策编号": "P02"}]}, ["B3"]),
    ("E203", {"项目": PROJECTS, "督办记录": [{"项目编号": "X01"}]}, []),
    ("E203", {"项目": PROJECTS, "督办记录": [{"项目编号": "X02"}]}, ["A3"]),
    ("E203", {"项目": PROJECTS, "项目受益户": [{"项目编号": "X9"}]}, ["A3"]),
    ("E204", {"户信息": HOME, "问题整改": [{"涉及户": "H001、全村", "涉及项目": None}]}, []),
    ("E204", {"户信息": HOME, "问题整改": [{"涉及户": "H001、H002"}]}, ["A3"]),
    ("E204", {"项目": PROJECTS, "问题整改": [{"涉及项目": "X77"}]}, ["A3"]),
    ("E205", {"政策": [{"有效期起": date(2026, 1, 1), "有效期止": date(2026, 1, 1)}]}, []),
    ("E205", {"政策": [{"有效期起": date(2026, 1, 2), "有效期止": date(2026, 1, 1)}]}, ["B3"]),
    (
        "E205",
        {"户信息": [{"户编号": "H1", "识别时间": date(2026, 2, 1), "消除时间": date(2026, 1, 1)}]},
        ["C3"],
    ),
    (
        "W202",
        {"户信息": HOME, "家庭成员": PERSONS, "帮扶措施": [{"户": "H001", "姓名": "甲"}]},
        [],
    ),
    (
        "W202",
        {"户信息": HOME, "家庭成员": PERSONS, "帮扶措施": [{"户": "H001", "姓名": "乙"}]},
        ["B3"],
    ),
    (
        "W203",
        {"政策": POLICIES, "政策享受": [{"政策编号": "P01", "发放日期": date(2026, 3, 31)}]},
        [],
    ),
    (
        "W203",
        {"政策": POLICIES, "政策享受": [{"政策编号": "P01", "发放日期": date(2026, 4, 1)}]},
        ["B3"],
    ),
    ("W204", {"户信息": HOME, "帮扶责任人": [{"户": "H001", "姓名": "李明"}]}, []),
    ("W204", {"户信息": [{"户编号": "H1", "户类型": "一般农户"}], "帮扶责任人": []}, []),
    ("W204", {"户信息": HOME, "帮扶责任人": []}, ["A3"]),
    (
        "W204",
        {"户信息": HOME, "帮扶责任人": [{"户": "H001", "结对结束": date(2026, 6, 29)}]},
        ["A3"],
    ),
    ("W205", {"项目": PROJECTS}, []),
    ("W205", {"项目": [{"总投资": 300, "到位资金": 400, "已支付": 500}]}, ["B3", "C3"]),
    ("W206", {"公益岗": [{"岗位数": 5, "在岗数": 5}]}, []),
    ("W206", {"公益岗": [{"岗位数": 5, "在岗数": 6}]}, ["B3"]),
]


@pytest.mark.parametrize(("code", "sheets", "cells"), CASES)
def test_link(code: str, sheets: dict[str, Any], cells: list[str]) -> None:
    found = check(ledger(**sheets), settings(), [code]).findings
    assert sorted(finding.cell for finding in found) == cells


def test_the_likely_number_is_named() -> None:
    sheets = {"政策": POLICIES, "政策享受": [{"户": "H001", "政策编号": "P011"}]}
    assert "P01" in check(ledger(**sheets), settings(), ["E202"]).findings[0].message
