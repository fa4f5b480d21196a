"""A policy in words: amounts, papers, days, validity, who looks for it."""

from __future__ import annotations

from datetime import date

import pytest
from books import (
    DAY,
    policy,
)

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_context import (
    amount_rows,
    finder,
    papers,
    policy_page,
    stale,
    validity,
    window,
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("小学每学期500元，初中每学期625元", [["小学", "每学期500元"], ["初中", "每学期625元"]]),
        ("猪每头300元、一户最多3000元", [["猪", "每头300元"], ["一户", "最多3000元"]]),
        ("修缮15000元；重建2.6万元。", [["修缮", "15000元"], ["重建", "2.6万元"]]),
        ("每人每年190元", []),
        ("生活补贴、护理补贴各每月80元", []),
        ("免学杂费；营养餐每天5元", []),
        ("", []),
    ],
)
def test_a_list_of_amounts_becomes_a_table_and_nothing_else_does(
    text: str, rows: list[list[str]]
) -> None:
    assert amount_rows(text) == rows


@pytest.mark.parametrize(
    ("text", "note", "listed"),
    [
        ("申请表、身份证（正面、反面），照片", "", ["申请表", "身份证（正面、反面）", "照片"]),
        ("无需材料，系统比对", "无需材料，系统比对", []),
        ("无", "无", []),
        ("【缺：所需材料】", "【缺：所需材料】", []),
    ],
)
def test_papers_are_a_list_to_tick_off(text: str, note: str, listed: list[str]) -> None:
    assert papers(text) == {"note": note, "list": listed}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-3-1", "2026-10-31", "2026年3月1日至10月31日"),
        ("2025/9/1", "2026.2.28", "2025年9月1日至2026年2月28日"),
        ("常年", None, "常年起"),
        (None, "2026年9月30日", "2026年9月30日前"),
        (None, None, ""),
    ],
)
def test_days_to_apply_in_words(start: str | None, end: str | None, words: str) -> None:
    assert window(policy(申报起=start, 申报止=end)) == words


def test_validity_in_words() -> None:
    assert validity(policy(有效期止=None)) == "2026年1月1日起"
    assert validity(policy(有效期起=None)) == "至2026年12月31日"
    assert validity(policy(有效期起=None, 有效期止=None)) == ""


def test_a_policy_not_checked_for_a_year_says_so() -> None:
    assert "请先打电话" in stale(policy(核对日期=date(2025, 6, 29)), DAY)
    assert "请先打电话" in stale(policy(核对日期=None), DAY)
    assert stale(policy(核对日期=date(2025, 6, 30)), DAY) == ""


def test_finder_follows_the_words_of_the_policy() -> None:
    rows = finder(
        [
            policy(1),
            policy(2, 名称="残疾人补贴", 享受对象="重度残疾人", 条件="有残疾人证"),
            policy(3, 名称="交通补贴", 享受对象="在县外打工的人", 条件="有务工证明"),
        ]
    )
    found = {row["who"]: [one["target"] for one in row["found"]] for row in rows}
    assert found == {
        "上学的孩子": ["policy-1"],
        "残疾人": ["policy-2"],
        "外出打工的人": ["policy-3"],
    }


@pytest.mark.parametrize(
    ("rule", "target", "old"),
    [
        ("年龄 >= 60", "", True),
        ("年龄 ≥ 80", "", True),
        ("年龄 > 59", "", True),
        ("年龄 >= 16 且 年龄 <= 59 且 劳动力", "", False),
        ("年龄 >= 6", "", False),
        ("", "60周岁以上的人", True),
        ("", "年满80岁", True),
        ("", "16周岁以上的人", False),
    ],
)
def test_a_policy_is_for_the_old_from_an_old_age_on(rule: str, target: str, old: bool) -> None:
    one = policy(1, 名称="某政策", 享受对象=target, 条件="", 适用条件=rule)
    assert ("老人" in {row["who"] for row in finder([one])}) is old


@pytest.mark.parametrize(
    "name", ["牧区基础母畜补贴", "草原生态保护补助奖励", "公益林补偿", "灌溉补贴"]
)
def test_herders_and_foresters_find_their_policies(name: str) -> None:
    one = policy(1, 名称=name, 享受对象="农牧户", 条件="", 适用条件="")
    assert "种地养殖的人" in {row["who"] for row in finder([one])}


@pytest.mark.parametrize(("written", "printed"), [("旗级", "旗"), ("县", "县"), ("", "")])
def test_a_level_is_given_without_the_word_that_the_page_adds(written: str, printed: str) -> None:
    page = policy_page(policy(1, 级别=written), 1, Lacks(""), DAY)
    assert page["level"] == printed
