"""The facts behind a verdict in the words people say: 李小红 2024年在读中职二年级；本户为脱贫户."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from docgen.facts.conditions import Reason, Truth, Verdict
from docgen.facts.traits import AT_SCHOOL_NOT
from docgen.facts.vocabulary import known

# Columns whose value reads better in a phrase than as 列名为值; {year} is the year of as_of.
PHRASES = {
    "在校生状况": "{year}年在读{value}",
    "年龄": "年满{value}周岁",
    "务工时间": "务工{value}个月",
    "务工区域": "在{value}务工",
    "户类型": "为{value}",
    "人均纯收入": "人均纯收入{value}元",
    "小额信贷余额": "小额信贷余额{value}元",
    "生产经营性收入": "生产经营性收入{value}元",
}

# Facts whose words are said otherwise as a whole.
WHOLE = {
    "风险是否已消除为是": "风险已消除",
    "风险是否已消除为否": "风险未消除",
    "风险是否已消除：不适用": "不是监测对象",
    "监测对象类别：无": "不是监测对象",
    "残疾等级：不适用": "没有残疾",
    "残疾类别：不适用": "没有残疾",
    "务工区域：不适用": "没有务工",
    "务工所在地：不适用": "没有务工",
    "公益性岗位：无": "没有公益性岗位",
}


def reason_of(verdict: Verdict, person: str, day: date, more: Sequence[str] = ()) -> str:
    """Return 因为：…; what is missing where that keeps the verdict open; further remarks."""
    facts = "；".join(_told(fact, person, day) for fact in verdict.facts)
    parts = [f"因为：{facts}"] if facts else []
    if verdict.truth is Truth.UNKNOWN:
        parts.append(f"缺：{'、'.join(verdict.missing)}")
    return "；".join([*parts, *more])


def _told(fact: Reason, person: str, day: date) -> str:
    """A fact with its owner: the household's facts hold for its persons."""
    whose = person if person and fact.name not in known().household else "本户"
    words = _phrase(fact.name, fact.words, day.year)
    gap = " " if words[:1].isdigit() else ""
    return f"{whose}{gap}{words}"


@lru_cache(maxsize=4096)
def _phrase(name: str, words: str, year: int) -> str:
    if words in WHOLE:
        return WHOLE[words]
    value = words.removeprefix(f"{name}为")
    if value in (words, "空") or name not in PHRASES:
        return words
    if name == "在校生状况" and value in AT_SCHOOL_NOT:
        return "不在校"
    return PHRASES[name].format(year=year, value=value)
