"""Figures of visits and of the persons responsible for aid."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from docgen.facts.figures.registry import Answer, Counted, Lacking, count, figure, places
from docgen.facts.figures.select import in_period
from docgen.facts.view import View
from docgen.model import Helper, Visit
from docgen.words import plain_name

# 走访对象 as the roster writes them -> as the visit records do.
TARGETS = {
    "监测对象": "监测户",
    "退休老干部": "老干部",
    "老党员": "党员",
    "普通村民": "一般农户",
    "普通农户": "一般农户",
    "企业业主": "企业",
}
MOST_HOUSEHOLDS = 5


def _visits(view: View) -> list[Visit]:
    return view.once(_in_period)


def _in_period(view: View) -> list[Visit]:
    return [visit for visit in view.ledger.visits if in_period(visit.day, view)]


@figure(
    "走访次数",
    unit="次",
    definition="走访日期在期内的行数（含筛选隐藏的行，不含隐藏表）",
    needs=["走访记录.走访日期"],
    known=["走访记录.走访日期"],
    dated=True,
)
def visits(view: View) -> Answer:
    return count(_visits(view))


@figure(
    "走访户数",
    unit="户",
    definition="期内走访记录涉及的不同户编号",
    needs=["走访记录.走访日期", "走访记录.户"],
    dated=True,
)
def visited_households(view: View) -> Answer:
    rows = [visit for visit in _visits(view) if visit.household]
    return Counted(len({visit.household for visit in rows}), places(rows))


def _enter_target(kind: str) -> None:
    @figure(
        f"走访次数（{kind}）",
        unit="次",
        definition=f"期内走访对象为{kind}的行数",
        needs=["走访记录.走访日期", "走访记录.对象"],
        known=["走访记录.对象"],
        dated=True,
    )
    def visits_to(view: View) -> Answer:
        return count(v for v in _visits(view) if _target(v) == kind)


def _target(visit: Visit) -> str:
    kind = (visit.target_kind or "").strip()
    return TARGETS.get(kind, kind)


KINDS = ("脱贫户", "监测户", "老干部", "党员", "村民代表", "一般农户", "企业")
for _kind in KINDS:
    _enter_target(_kind)


@figure(
    "走访次数（其他）",
    unit="次",
    definition=f"期内走访对象不为空、不是{'、'.join(KINDS)}的行数",
    needs=["走访记录.走访日期", "走访记录.对象"],
    dated=True,
)
def visits_to_others(view: View) -> Answer:
    return count(v for v in _visits(view) if v.target_kind and _target(v) not in KINDS)


def _plain(view: View) -> dict[str, str]:
    """The names of helpers as written, each with its plain form."""
    return {name: plain_name(name) for name in {h.name for h in view.ledger.helpers} if name}


def _current(view: View) -> dict[str, list[Helper]]:
    """Helpers whose pairing has not ended, by name."""
    return view.once(_current_helpers)


def _current_helpers(view: View) -> dict[str, list[Helper]]:
    plain = view.once(_plain)
    found: dict[str, list[Helper]] = {}
    for helper in view.ledger.helpers:
        if helper.name and helper.until is None:
            found.setdefault(plain[helper.name], []).append(helper)
    return found


@figure(
    "帮扶责任人数",
    unit="人",
    definition="结对结束为空的不同姓名（不含示例行）",
    needs=["帮扶责任人.姓名"],
)
def helpers(view: View) -> Answer:
    found = _current(view)
    return Counted(len(found), places(row for rows in found.values() for row in rows))


@figure(
    "结对超过5户的帮扶责任人数",
    unit="人",
    definition="结对结束为空的结对超过5户",
    needs=["帮扶责任人.姓名"],
)
def overloaded_helpers(view: View) -> Answer:
    found = [
        rows
        for rows in _current(view).values()
        if len({helper.household for helper in rows}) > MOST_HOUSEHOLDS
    ]
    return Counted(len(found), places(row for rows in found for row in rows))


def quarter(year: int, number: int) -> tuple[date, date]:
    """First and last day of a quarter."""
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarters_of_period(view: View) -> list[int]:
    """The quarters of the period's last year that lie in it and have begun."""
    period = view.settings.period
    return [
        number
        for number in range(1, 5)
        if quarter(period.end.year, number)[1] >= period.start
        and quarter(period.end.year, number)[0] <= min(period.end, view.as_of)
    ]


def unvisited_pairs(view: View, number: int) -> list[Helper]:
    """Pairings of a quarter in which the helper did not visit the household, each pair once."""
    return view.once(_unvisited_pairs, str(number))


def _unvisited_pairs(view: View, quarter_number: str) -> list[Helper]:
    number = int(quarter_number)
    first, last = quarter(view.settings.period.end.year, number)
    plain = view.once(_plain)
    names = set(plain.values())
    missed: dict[tuple[str, str], Helper] = {}
    for helper in view.ledger.helpers:
        if helper.name is None or not _paired(helper, first, last):
            continue
        name, visits = plain[helper.name], view.ledger.visits_of(helper.household)
        if not any(_visited(visit, name, names, first, last) for visit in visits):
            missed.setdefault((name, helper.household), helper)
    return list(missed.values())


def _paired(helper: Helper, first: date, last: date) -> bool:
    begun = helper.since is None or helper.since <= last
    return begun and (helper.until is None or helper.until >= first)


def _visited(visit: Visit, name: str, names: set[str], first: date, last: date) -> bool:
    if visit.day is None or not first <= visit.day <= last or not visit.visitor:
        return False
    return names_helper(visit.visitor, name, names)


def names_helper(visitors: str, name: str, names: set[str]) -> bool:
    """Whether 走访人 names this helper: 李明 is not named by 李明华, another helper.

    `name` and `names`, of all helpers, are plain names.
    """
    visitors, apart = _read(visitors)
    if name not in visitors:
        return False
    if name in apart:
        return True
    for longer in sorted(names, key=len, reverse=True):
        if len(longer) > len(name) and name in longer:
            visitors = visitors.replace(longer, "、")
    return name in visitors


@lru_cache(maxsize=65536)
def _read(visitors: str) -> tuple[str, frozenset[str]]:
    """走访人 as plain text, and the names that signs keep apart."""
    return plain_name(visitors), frozenset(map(plain_name, re.split("[、,，;；/]", visitors)))


PAIR_NEEDS = ("帮扶责任人.姓名", "走访记录.走访日期", "走访记录.走访人")


def _enter_quarter(word: str, number: int) -> None:
    @figure(
        f"{word}季度未走访结对数",
        unit="对",
        definition=(
            f"结对期与{word}季度有交集，{word}季度内没有走访人含该帮扶责任人姓名的走访记录"
        ),
        needs=PAIR_NEEDS,
    )
    def unvisited(view: View) -> Answer:
        if quarter(view.settings.period.end.year, number)[0] > view.as_of:
            return Lacking("截至日尚未到这个季度")
        return count(unvisited_pairs(view, number))


_enter_quarter("一", 1)
_enter_quarter("二", 2)
_enter_quarter("三", 3)
_enter_quarter("四", 4)


@figure(
    "未按季走访的帮扶责任人数",
    unit="人",
    definition="任一季度有一户未走访的帮扶责任人",
    needs=PAIR_NEEDS,
)
def negligent_helpers(view: View) -> Answer:
    missed = [row for number in quarters_of_period(view) for row in unvisited_pairs(view, number)]
    return Counted(len({plain_name(row.name) for row in missed if row.name}), places(missed))
