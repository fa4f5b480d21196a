"""Whom a rule concerns is a condition of the table, in the language that policies use."""

from __future__ import annotations

import pytest
from small_ledger import ledger, settings

from docgen.facts.conditions import parse
from docgen.rules.check import check
from docgen.rules.registry import texts

SCOPED = sorted(code for code, text in texts().items() if text.when)


@pytest.mark.parametrize("code", SCOPED)
def test_every_scope_is_a_condition_without_fault(code: str) -> None:
    assert not parse(texts()[code].when).faults


def test_many_rules_have_a_scope() -> None:
    assert len(SCOPED) >= 25


def poor(kind: str | None) -> set[str]:
    village = ledger(户信息=[{"户编号": "H1", "户类型": kind, "饮水是否安全": "否"}])
    return {finding.code for finding in check(village, settings(), ["R120"]).findings}


def test_a_rule_concerns_those_of_its_scope_alone() -> None:
    assert poor("脱贫户") == {"R120"}
    assert poor("一般农户") == set()


def test_whoever_may_or_may_not_be_concerned_is_not_accused() -> None:
    assert poor(None) == set()


def test_a_scope_of_persons_chooses_persons() -> None:
    village = ledger(
        户信息=[{"户编号": "H1"}],
        家庭成员=[
            {"户": "H1", "姓名": "甲", "在校生状况": "小学", "劳动技能": "普通劳动力"},
            {"户": "H1", "姓名": "乙", "在校生状况": "非在校生", "劳动技能": "普通劳动力"},
        ],
    )
    found = check(village, settings(), ["R061"]).findings
    assert [finding.person for finding in found] == ["甲"]
