"""Duties of presence: days of the work team a year, of town and village officials a week."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from docgen.facts.duties import Kept, Missed, Number, duty
from docgen.facts.view import View
from docgen.model import Entry
from docgen.sources import At
from docgen.words import date_text, number_text, plain_name

TEAM, STAYS, AREAS = "工作队", "驻村记录", "责任区"
ABSENT = re.compile(r"假|休|缺|旷|离村|离岗|不在|出差|外出|返城|返家|未到|×|否")
TOWN = re.compile(r"[乡镇]|街道")
VILLAGE = re.compile(r"^村|村干|村两委|村委|村支|支委|村组干部")


Days = dict[str, dict[date, Entry]]
"""Days by person (plain name), each with its row."""


def attendance(view: View) -> tuple[Days, Days]:
    """Days in the village and days away, of the period up to the day.

    A day on leave or away is none in the village; a row without 类别 is one: the register is of
    days in the village.
    """
    period = view.settings.period
    last = min(period.end, view.as_of)
    present, away = Days(), Days()
    for entry in view.ledger.register(STAYS):
        name, day = entry.get("姓名"), entry.get("日期")
        if name and isinstance(day, date) and period.start <= day <= last:
            where = away if ABSENT.search(str(entry.get("类别") or "")) else present
            where.setdefault(plain_name(str(name)), {}).setdefault(day, entry)
    return present, away


def _rows(days: Mapping[date, Entry]) -> tuple[At, ...]:
    return tuple(entry.at for _, entry in sorted(days.items()) if entry.at)


@duty(
    "W245", "team_days_per_year", "驻村工作队员驻村天数", f"{TEAM}.姓名", f"{STAYS}.日期",
    fix="驻村没有登记的补登驻村记录；确实不足的，在余下的时间补足",
)  # fmt: skip
def team_days(view: View, number: Number) -> list[Kept] | str:
    present, away = attendance(view)
    found = []
    for entry in sorted(view.ledger.register(TEAM), key=_by_name):
        span = _service(entry, view)
        if span is None or not entry.get("姓名"):
            continue
        name = str(entry.get("姓名"))
        need = due_days(number, *span)
        days = {d: e for d, e in present.get(plain_name(name), {}).items() if d >= span[0]}
        missed = []
        if len(days) < need:
            what = (
                f"{date_text(span[0])}至{date_text(span[1])}应驻村{need}天，"
                f"登记{len(days)}天，差{need - len(days)}天"
            )
            missed.append(Missed(what, entry.at, ("姓名",)))
        told = f"请假、离村登记{len(away[plain_name(name)])}天" if plain_name(name) in away else ""
        unit = " ".join(str(entry.get(c)) for c in ("派出单位", "职务") if entry.get(c))
        asked = f"全年{number}天，按{(span[1] - span[0]).days + 1}天折算{need}天"
        found.append(Kept(name, unit, asked, f"{len(days)}天", tuple(missed), told, _rows(days)))
    return found


def _by_name(entry: Entry) -> tuple[str, str]:
    return str(entry.get("姓名") or ""), str(entry.get("驻村开始") or "")


def _service(entry: Entry, view: View) -> tuple[date, date] | None:
    """First and last day of the period on which a member was of the team."""
    period = view.settings.period
    since, until = entry.get("驻村开始"), entry.get("驻村结束")
    first = max(period.start, since) if isinstance(since, date) else period.start
    last = min(period.end, view.as_of)
    last = min(last, until) if isinstance(until, date) else last
    return (first, last) if first <= last else None


def due_days(number: Number, first: date, last: date) -> int:
    """Days due between two days: the share of each year, rounded half up."""
    share = Decimal(0)
    for year in range(first.year, last.year + 1):
        begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        share += Decimal(number) * ((end - begin).days + 1) / length
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _weeks(view: View) -> list[date]:
    """The Mondays of the whole weeks of the period that are over."""
    period = view.settings.period
    first = period.start + timedelta(days=-period.start.weekday() % 7)
    last, found = min(period.end, view.as_of), []
    while first + timedelta(days=6) <= last:
        found.append(first)
        first += timedelta(days=7)
    return found


def _weekly(view: View, number: Number, who: re.Pattern[str], called: str) -> list[Kept] | str:
    people: dict[str, Entry] = {}
    for entry in view.ledger.register(AREAS):
        level, name = str(entry.get("层级") or ""), entry.get("姓名")
        if name and who.search(level) and "驻村" not in level:
            people.setdefault(plain_name(str(name)), entry)
    if not people:
        return f"责任区表里没有{called}"
    present, weeks = attendance(view)[0], _weeks(view)
    if not weeks:
        return "时段里没有一个整周"
    return [_by_week(people[name], present.get(name, {}), weeks, number) for name in sorted(people)]


def _by_week(entry: Entry, days: Mapping[date, Entry], weeks: list[date], number: Number) -> Kept:
    counts = {week: sum(week <= day < week + timedelta(days=7) for day in days) for week in weeks}
    short = [week for week, count in counts.items() if count < number]
    missed = []
    if short:
        first = "、".join(f"{week.month}月{week.day}日" for week in short[:3])
        more = f"等{len(short)}周" if len(short) > 3 else ""
        what = f"{len(weeks)}周里有{len(short)}周不足{number}天：{first}{more}起的一周"
        missed.append(Missed(what, entry.at, ("姓名",)))
    total = sum(counts.values())
    mean = number_text(Decimal(total) / len(weeks), 1)
    done = f"{len(weeks) - len(short)}周达到，平均每周{mean}天"
    need = f"{len(weeks)}个整周，每周{number}天"
    unit = str(entry.get("层级") or "")
    return Kept(str(entry.get("姓名")), unit, need, done, tuple(missed), "", _rows(days))


@duty(
    "W246", "town_days_per_week", "乡镇干部每周在村天数", f"{AREAS}.层级", f"{STAYS}.日期",
    fix="在村没有登记的补登驻村记录；确实不足的按规定补足",
)  # fmt: skip
def town_days(view: View, number: Number) -> list[Kept] | str:
    return _weekly(view, number, TOWN, "乡镇干部")


@duty(
    "W247", "village_days_per_week", "村干部每周在岗天数", f"{AREAS}.层级", f"{STAYS}.日期",
    fix="在岗没有登记的补登驻村记录；确实不足的按规定补足",
)  # fmt: skip
def village_days(view: View, number: Number) -> list[Kept] | str:
    return _weekly(view, number, VILLAGE, "村干部")
