"""Measures and benefits may name a policy by its name."""

from __future__ import annotations

import pytest
from sheetmaker import HOUSEHOLDS, codes, ledger

POLICIES = [
    ["政策编号", "类别", "名称", "享受对象", "条件", "标准"],
    ["Z01", "教育", "雨露计划", "学生", "在校", "1500"],
    ["Z02", "产业", "产业奖补", "脱贫户", "种植", "500"],
    ["Z03", "产业", "产业奖补", "监测户", "养殖", "800"],
]


def benefits(header, row):
    return ledger({"户信息": HOUSEHOLDS, "政策": POLICIES, "政策享受": [header, row]})


@pytest.mark.parametrize("header", ["政策编号", "政策名称", "享受政策名称"])
def test_a_name_becomes_the_number(header):
    found = benefits(["户编号", header, "金额"], ["0101", "雨露 计划", 1500])
    assert [one.policy for one in found.benefits] == ["Z01"]
    assert found.benefits[0].at.cell("政策编号") == "B2"
    assert codes(found) == []


def test_a_name_of_two_policies_stays_as_written():
    found = benefits(["户编号", "政策名称", "金额"], ["0101", "产业奖补", 500])
    assert [one.policy for one in found.benefits] == ["产业奖补"]


def test_a_number_comes_before_a_name():
    header = ["户编号", "政策编号", "政策名称", "金额"]
    found = benefits(header, ["0101", "Z02", "雨露计划", 500])
    assert [one.policy for one in found.benefits] == ["Z02"]
    found = benefits(header, ["0101", "", "雨露计划", 500])
    assert [(one.policy, one.at.cell("政策编号")) for one in found.benefits] == [("Z01", "C2")]
    assert codes(found) == []
