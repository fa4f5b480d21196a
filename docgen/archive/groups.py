"""Groups of a village as papers write them (二组, 2社, 第三队, 前屯), and names beside one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from docgen.archive.plain import plain

# 社会, 社区, 社保 are no groups, nor is 统一社会信用代码.
GROUP = re.compile(
    r"第?([一二三四五六七八九十\d]{1,3})\s*(?:(?:村民|居民)?小?组|社(?![会区保])|队(?![员伍])|屯)"
)
_KIND = re.compile(r"(?:村民|居民)?(?:小组|组|社|队|屯)$")
_KIND_AFTER = re.compile(r"(?:村民|居民)?(?:小组|组|社|队|屯)")
_NUMBER = re.compile(r"[一二三四五六七八九十\d]+")
_CHINESE = {sign: str(number) for number, sign in enumerate("零一二三四五六七八九")}

SHORT_LINE = 32
_SERIAL = re.compile(r"\d{1,3}[\s|、.]*(?=[㐀-䶿一-鿿])(?!\s*(?:(?:村民|居民)?小?组|社|队|屯))")
"""A line of a list begins with its number: whom it names is one of many."""
_INSIDE = re.compile(r"\([^()]*\)")
_SENTENCE = re.compile(r"[。,;!?]")
_AFTER = re.compile(
    r"[\s:,(|]*(?:村民|社员|农户|群众|居民|住户|户主|贫困户|脱贫户|监测户|监测对象)?[\s:(|]*"
)
_BEFORE = re.compile(
    r"[\s:,(|]*(?:村民小组|所在[组社队屯]|[组社队屯]别|家住|住址|现住|地址|[组社队屯])?[\s:(|]*$"
)
_SOMEBODY_ELSE = re.compile(
    r"(?:担保人|保证人|见证人|证明人|介绍人|代理人|代办人|邻居|帮扶人|帮扶干部|干部|走访人|调查人|核查人|填表人"
    r"|记录人|验收人|审核人|经办人|主持人|[组社队屯村]长|代表|委员|会计|党员)[^:]{0,6}:?[^:]{0,12}$"
)
"""Before a group: who is named there has to do with the paper and is not whose it is."""
_OF_HIMSELF = re.compile(r"(?:证明|兹有|我叫|我是|我系|本人|本人系|本人是)[一-鿿]{0,18}$")
"""What stands before the group where a sentence says who is meant: 兹证明云台县…村一社某某."""


def group_number(word: str) -> str:
    """一 → 1, 十二 → 12, 03 → 3."""
    if word.isdecimal():
        return str(int(word))
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _CHINESE.get(word, word)
    return str(int(_CHINESE.get(tens, "1")) * 10 + int(_CHINESE.get(ones, "0")))


def numbers_in(text: str) -> set[str]:
    """The numbers of the groups a text names."""
    return {group_number(found) for found in GROUP.findall(text)}


def is_said(group: str, village: str, text: str) -> bool:
    """Whether a text names a group: by its number, or one without a number by its name.

    A name that the village bears too says nothing.
    """
    group = plain(group)
    if number := _NUMBER.search(group):
        return group_number(number.group()) in numbers_in(text)
    stem = _KIND.sub("", group)
    whole = len(group) >= 2 and group in text
    return whole or (len(stem) >= 2 and stem not in village and stem in text)


def by_name_only(groups: Iterable[str]) -> tuple[str, ...]:
    """Groups without a number, as they stand in texts, the longest first: 东大岗, 前屯."""
    named = {plain(group) for group in groups if group and not _NUMBER.search(plain(group))}
    named |= {_KIND.sub("", group) for group in named}
    return tuple(sorted((name for name in named if len(name) >= 2), key=lambda n: (-len(n), n)))


def names_beside(
    text: str, known: Callable[[str, bool], str], named: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield each known name beside a group, with the words for the group.

    Only where a line is no sentence (a signature, a cell, a label) or says who is meant (兹证明).
    In a sentence or the row of a list anybody may be mentioned. ``known`` returns the name a text
    begins with (True) or ends with (False), "" for none; ``named`` are groups without a number.
    """
    for line in text.splitlines():
        short = len(line) <= SHORT_LINE and not _SENTENCE.search(_INSIDE.sub("", line))
        if _SERIAL.match(line):
            continue
        for start, end in _places(line, named):
            before, after = line[:start], line[end:]
            if _SOMEBODY_ELSE.search(before):
                continue
            if not short and not _OF_HIMSELF.search(before):
                continue
            name = known(_AFTER.sub("", after, count=1), True)
            name = name or (known(_BEFORE.sub("", before), False) if short else "")
            if name:
                yield name, line[start:end]


def _places(line: str, named: Sequence[str]) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in GROUP.finditer(line))
    for name in named:
        if (place := line.find(name)) >= 0:
            rest = _KIND_AFTER.match(line, place + len(name))
            yield place, rest.end() if rest else place + len(name)
