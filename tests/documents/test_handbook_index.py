"""The index of the handbook: in the order of sounds, with sub-entries and 见."""

from __future__ import annotations

from typing import Any

import pytest
from books import (
    policy,
)

from docgen.documents.handbook_index import index, sounds


def words_in(found: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return [(group["letter"], [entry["word"] for entry in group["entries"]]) for group in found]


def test_index_is_in_pinyin_order_with_offices_under_their_own_name() -> None:
    policies = [
        policy(1, 名称="重建补助", 责任部门="县住建局", 联系人=None),
        policy(2, 名称="安置补助", 责任部门="县住建局、县发改局", 联系人=None),
        policy(3, 名称="2026年补助", 责任部门=None, 联系人=None),
    ]
    assert words_in(index(policies)) == [
        ("A", ["安置补助"]),
        ("C", ["重建补助"]),
        ("F", ["发改局（县）"]),
        ("Z", ["住建局（县）"]),
        ("#", ["2026年补助"]),
    ]
    (office,) = index(policies)[3]["entries"]
    assert [(sub["word"], sub["targets"]) for sub in office["subs"]] == [
        ("安置补助", ["policy-2"]),
        ("重建补助", ["policy-1"]),
    ]


def test_people_and_villages_stand_by_the_sounds_of_names() -> None:
    people = ["曾田", "仇林", "解放", "查明", "单国", "任重", "区文", "尉迟山"]
    policies = [
        policy(at, 名称=f"甲补助{at}", 责任部门=None, 联系人=name) for at, name in enumerate(people)
    ]
    letters = {word: letter for letter, words in words_in(index(policies)) for word in words}
    assert [letters[name] for name in people] == ["Z", "Q", "X", "Z", "S", "R", "O", "Y"]
    places = index([policy(1, 适用村="六安村、蔚县村", 联系人=None, 责任部门=None)])
    assert {word for _, words in words_in(places) for word in words} >= {"六安村", "蔚县村"}
    assert dict(words_in(places))["L"] == ["六安村"]
    assert dict(words_in(places))["Y"][-1] == "蔚县村"


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("重建", "chong2 jian4"),
        ("重病", "zhong4 bing4"),
        ("行业", "hang2 ye4"),
        ("行政村", "xing2 zheng4 cun1"),
        ("调解", "tiao2 jie3"),
        ("调查", "diao4 cha2"),
        ("家长", "jia1 zhang3"),
        ("长期", "chang2 qi1"),
        ("退耕还林", "tui4 geng1 huan2 lin2"),
        ("还款", "huan2 kuan3"),
        ("种植", "zhong4 zhi2"),
        ("良种", "liang2 zhong3"),
        ("畜牧", "xu4 mu4"),
        ("耕畜", "geng1 chu4"),
    ],
)
def test_words_of_several_sounds(word: str, sound: str) -> None:
    assert " ".join(sounds(word)) == sound


def test_words_people_use_lead_to_the_policy_by_its_name() -> None:
    found = index([policy(1, 名称="农村最低生活保障"), policy(2, 名称="特困人员供养")])
    see = {
        entry["word"]: entry["see"] for group in found for entry in group["entries"] if entry["see"]
    }
    assert see == {"低保": ["农村最低生活保障"], "五保": ["特困人员供养"]}
