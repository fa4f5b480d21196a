"""When somebody can come, against when a service is given."""

from __future__ import annotations

import re
from collections.abc import Mapping

NEVER = re.compile(r"^(无|没有|没空|无空|不便|暂无|外出.*|不在.*|长期在外.*)$")
WEEKEND, WEEKDAY, EVENING, DAYTIME, HOLIDAY = "周末", "平时", "晚上", "白天", "节假日"
WORDS: Mapping[str, tuple[str, ...]] = {
    WEEKEND: ("周末", "双休", "周六", "周日", "星期六", "星期日", "星期天", "礼拜天"),
    WEEKDAY: ("平时", "工作日", "平日", "周一", "周二", "周三", "周四", "周五", "星期一"),
    EVENING: ("晚上", "夜", "晚间", "傍晚"),
    DAYTIME: ("白天", "上午", "下午", "早上"),
    HOLIDAY: ("节假日", "假期", "寒假", "暑假"),
}


def times_of(text: str) -> frozenset[str]:
    """The kinds of time that a text names; empty when it names none."""
    return frozenset(kind for kind, words in WORDS.items() if any(word in text for word in words))


def never(text: str) -> bool:
    """Whether 可用时间 says that there is none."""
    return bool(NEVER.match(text.strip()))


def suits(available: str, wanted: str) -> bool:
    """Whether somebody can come when a service says it is given.

    Only what both sides say can keep them apart: 周末 against a service 每晚. Who writes 随时, or
    nothing, suits every time; a service that names no time suits everybody.
    """
    if never(available):
        return False
    own, named = times_of(available), times_of(wanted)
    return not own or not named or bool(own & named)
