"""The groups of households and persons that a title names: known ones, and strangers.

A list of a group that the ledger does not know is not a list of everybody.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from docgen.documents.form.vocabulary import (
    Known,
    own_words,
    strange_words,
    tables,
    without_known,
)
from docgen.ledger.schema import plain

BETWEEN = re.compile(r"[\s、,，;；。:：()（）\[\]【】《》“”\"/·—-]+")
CAPTION = re.compile(r"[^\s、,，;；]+[:：]\S*")
GROUP = re.compile(
    r"([\u4e00-\u9fff]*?)(户(?!主|用|均|型|籍|外|数|口|情)|家庭|群体|人群|群众|对象|人口|人员|居民|老年人|老人"
    r"|儿童|妇女|青年|患者|军人|毕业生|幼儿)"
)
NOT = re.compile("(不含|不包括|不是|没有|除去|剔除|[未不无非除])\n|\n[^\n]{0,2}(除外|以外|之外)")
"""Before or behind a known word, which itself stands as a line's end."""
PLACE = re.compile(
    r".*(?:[省市县旗镇村组屯]|(?<![返回下离])乡|(?<!安置)区|(?<=[\d半本])年度?|(?<=\d)月份?|季度)"
)
"""What stands before a group and says only where and when."""


def strangers(title: str, *, every: bool = True) -> list[str]:
    """Return the groups that a title names and the ledger does not know, each once.

    With ``every`` also those that no table lists: what stands before 户, 群体, 老人 …
    """
    return list(_strangers(title, every))


@lru_cache(maxsize=256)
def _strangers(title: str, every: bool) -> tuple[str, ...]:
    found = []
    for text in BETWEEN.split(CAPTION.sub(" ", title)):
        found += [word for word in strange_words() if word in own_words(plain(text))]
        if every:
            found += _unlisted(text)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def limited(title: str) -> str:
    """Return the word that leaves some of a known group out (不含, 除外, 新增), empty without."""
    for text in BETWEEN.split(CAPTION.sub(" ", title)):
        if found := NOT.search(_unknown(text)):
            return (found[1] or found[2]).strip()
        if narrow := next((word for word in tables()["narrower"] if word in _unknown(text)), ""):
            return str(narrow)
    return ""


def _unknown(text: str) -> str:
    return "\n".join(without_known(text))


def says_who(known: Known, title: str) -> bool:
    """Whether a known word in a title says whose list it is: 健康情况 is of the healthy and ill."""
    _, label, word = known.condition.partition(" 为 ")
    if not label:
        return bool(known.condition)
    if word in tables()["of_disabled"]:
        return "残" in title
    return word not in tables()["untitled"]


def _unlisted(text: str) -> list[str]:
    """The words before 户, 群体, 老人 … that are neither known nor mean everybody."""
    found = []
    for left in without_known(text):
        for before, noun in GROUP.findall(left):
            told = _told(PLACE.sub("", before))
            if told:
                found.append(f"{told}{noun}")
    return found


def _told(before: str) -> str:
    """What the words before a group say, without those that leave nobody out."""
    while (short := _everybody().sub("", before)) != before:
        before = short
    return before


@cache
def _everybody() -> re.Pattern[str]:
    words = sorted(tables()["everybody"], key=len, reverse=True)
    return re.compile(f"^(?:{'|'.join(words)})|(?:{'|'.join(words)})$")
