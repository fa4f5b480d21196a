"""Figures of work outside, from 家庭成员: who works where, in which month, for what wage."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from docgen.facts.figures.families import Line, chosen, counts
from docgen.facts.figures.keys import ByKey
from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    count,
    figure,
    places,
    round_to,
)
from docgen.facts.figures.select import households, lifted_or_monitored, works
from docgen.facts.traits import OUTSIDE_COUNTY
from docgen.facts.view import View
from docgen.model import Person

REGIONS = ("县内", "县外省内", "省外")
_MONTHS, _WORK = ("务工时间",), ("务工时间", "务工区域")
FOREVER = (9999, 12)


def _where(person: Person, view: View) -> tuple[bool, str | None]:
    """Whether the person works (务工时间大于0), and 务工区域."""
    months = person.work_months
    return months is not None and months > 0, person.work_region


def _region(*regions: str) -> ByKey:
    return ByKey(_where, lambda key: key[0] and key[1] in regions)


_AWAY = Line(
    "外出务工人数",
    "务工时间大于0且务工区域为县外省内或省外（全部户）",
    _WORK,
    _region(*OUTSIDE_COUNTY),
)
counts(
    "家庭成员",
    "人",
    Line("务工总人数", "务工时间大于0的成员（全部户）", _MONTHS, ByKey(_where, lambda key: key[0])),
    *(
        Line(f"务工人数（{region}）", f"务工时间大于0且务工区域为{region}", _WORK, _region(region))
        for region in REGIONS
    ),
    _AWAY,
    Line(
        "务工区域未填人数",
        "务工时间大于0且务工区域为空的成员",
        _WORK,
        ByKey(_where, lambda key: key[0] and key[1] not in REGIONS),
        (),
    ),
)
_WORK_NEEDS = tuple(f"家庭成员.{column}" for column in _WORK)


@figure(
    "脱贫和监测人口外出务工人数",
    unit="人",
    definition="户类型为脱贫户或监测对象类别不为空，务工时间大于0且在县外",
    needs=("户信息.户类型", *_WORK_NEEDS),
    known=_WORK_NEEDS,
)
def supported_away(view: View) -> Answer:
    keys = {h.id for h in households(view) if h.id and lifted_or_monitored(h)}
    return count(p for p in chosen(view, "家庭成员", _AWAY) if p.household in keys)


def _enter_month(month: int) -> None:
    @figure(
        f"{month}月外出务工在岗人数",
        unit="人",
        definition=(f"县外务工，开始时间不晚于当年{month}月，结束时间为空或不早于当年{month}月"),
        needs=("家庭成员.务工区域", "家庭成员.开始时间", "家庭成员.结束时间"),
        known=("家庭成员.开始时间",),
    )
    def away_in_month(view: View) -> Answer:
        year = view.settings.period.end.year
        if date(year, month, 1) > view.as_of:
            return Lacking("截至日尚未到这个月")
        this = (year, month)
        return count(p for p, first, last in view.once(_spells) if first <= this <= last)


def _spells(view: View) -> list[tuple[Person, tuple[int, int], tuple[int, int]]]:
    """Who works outside the county, with first and last month; who says 0 months does not."""
    found = []
    for person in view.ledger.persons:
        if person.work_region not in OUTSIDE_COUNTY or person.work_months == 0:
            continue
        start, until = person.work_from, person.work_until
        if start is None:
            continue
        last = FOREVER if until is None else (until.year, until.month)
        found.append((person, (start.year, start.month), last))
    return found


for _month in range(1, 13):
    _enter_month(_month)


@figure(
    "务工月收入均值",
    unit="元",
    definition="务工时间大于0且务工月收入不为空的成员，务工月收入的简单平均，两位小数",
    needs=["家庭成员.务工时间", "家庭成员.务工月收入"],
)
def mean_wage(view: View) -> Answer:
    busy = [person for person in view.ledger.persons if works(person)]
    paid = [person for person in busy if person.work_wage is not None]
    if not paid:
        return Lacking("没有一人有务工月收入")
    mean = sum((person.work_wage or Decimal(0) for person in paid), Decimal(0)) / len(paid)
    left = len(busy) - len(paid)
    note = f"{left}人务工月收入为空，未计入" if left else ""
    return Counted(round_to(mean, 2), places(paid), note, left)
