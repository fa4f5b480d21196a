"""Duties of helpers: visits a quarter and a month, households each. A call is contact, no visit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from docgen.facts.duties import Kept, Missed, Number, duty
from docgen.facts.figures.visits import names_helper, quarter
from docgen.facts.view import View
from docgen.model import Helper, Visit
from docgen.sources import At
from docgen.words import plain_name

IN_PERSON, CONTACT = "入户", ("电话", "微信", "视频", "短信")
QUARTERS = "一二三四"
VISIT_NEEDS = ("帮扶责任人.姓名", "走访记录.走访日期", "走访记录.走访人", "走访记录.方式")


@dataclass(frozen=True, slots=True)
class Span:
    """A quarter or month; ``over`` on the day that counts."""

    name: str
    first: date
    last: date
    over: bool


def quarters(view: View) -> list[Span]:
    """The quarters that the period touches and that have begun."""
    period = view.settings.period
    return [
        _span(f"{QUARTERS[number - 1]}季度", *quarter(year, number), view)
        for year in range(period.start.year, _end(view).year + 1)
        for number in range(1, 5)
        if quarter(year, number)[1] >= period.start and quarter(year, number)[0] <= _end(view)
    ]


def months(view: View) -> list[Span]:
    """The months that the period touches and that have begun."""
    found, first = [], view.settings.period.start.replace(day=1)
    while first <= _end(view):
        after = (first + timedelta(days=31)).replace(day=1)
        found.append(_span(f"{first.month}月", first, after - timedelta(days=1), view))
        first = after
    return found


def _end(view: View) -> date:
    return min(view.settings.period.end, view.as_of)


def _span(name: str, first: date, last: date, view: View) -> Span:
    year = f"{first.year}年" if first.year != view.settings.period.end.year else ""
    return Span(year + name, first, last, last <= view.as_of)


def in_person(visit: Visit) -> bool:
    """Whether it was a visit at the household."""
    return IN_PERSON in (visit.way or "")


def by_contact(visit: Visit) -> bool:
    """Whether it was a call or a message."""
    return not in_person(visit) and any(way in (visit.way or "") for way in CONTACT)


@dataclass(frozen=True)
class Pairs:
    """Helpers by person and the visits they made."""

    view: View

    @cached_property
    def by_person(self) -> dict[str, list[Helper]]:
        found: dict[str, list[Helper]] = {}
        for helper in self.view.ledger.helpers:
            if helper.name and helper.household:
                found.setdefault(plain_name(helper.name), []).append(helper)
        return dict(sorted(found.items()))

    @cached_property
    def names(self) -> set[str]:
        return set(self.by_person)

    def made(self, helper: Helper, span: Span) -> list[Visit]:
        """Visits and contacts of a helper with a household within a span, up to the day."""
        last = min(span.last, self.view.as_of)
        return [
            visit
            for visit in self.view.ledger.visits_of(helper.household)
            if visit.day is not None
            and span.first <= visit.day <= last
            and self._named(visit, plain_name(helper.name or ""))
        ]

    def _named(self, visit: Visit, name: str) -> bool:
        visitors = plain_name(visit.visitor or "")
        if name not in visitors:
            return False
        words = re.split(r"[、,，;；/|和及]", visitors)
        return name in words or names_helper(visitors, name, self.names)

    def called(self, helper: Helper) -> str:
        """A household as a person reads it: 王守义（9992010009）."""
        home = self.view.ledger.household(helper.household)
        name = (home.householder if home else None) or ""
        return f"{name}（{helper.household}）" if name else f"{helper.household} "


def paired(helper: Helper, first: date, last: date) -> bool:
    """Whether a pairing lasts on a day between two days."""
    begun = helper.since is None or helper.since <= last
    return begun and (helper.until is None or helper.until >= first)


def unit_of(helpers: Iterable[Helper]) -> str:
    """Unit and post of a person, as the first row that has them says."""
    for one in helpers:
        if one.unit or one.post:
            return " ".join(part for part in (one.unit, one.post) if part)
    return ""


def rows_of(records: Iterable[Helper | Visit]) -> tuple[At, ...]:
    """The rows of these records, each once."""
    return tuple({(at.file, at.sheet, at.row): at for r in records if (at := r.at)}.values())


@duty(
    "W241", "helper_visits_per_quarter", "帮扶责任人每季度入户走访每户", *VISIT_NEEDS,
    fix="没有走的补走；走了没有登记的补登走访记录，打电话、发微信只算联系",
)  # fmt: skip
def visits_each_quarter(view: View, number: Number) -> list[Kept] | str:
    pairs, spans = Pairs(view), quarters(view)
    return [_quarterly(helpers, spans, number, pairs) for helpers in pairs.by_person.values()]


def _quarterly(helpers: list[Helper], spans: list[Span], number: Number, pairs: Pairs) -> Kept:
    due, done, missed, proof, pending = 0, 0, [], [], 0
    for helper, span in _once(helpers, spans):
        made = pairs.made(helper, span)
        visits = [visit for visit in made if in_person(visit)]
        proof += visits
        if len(visits) < number and not span.over:
            pending += 1
            continue
        due += 1
        if len(visits) >= number:
            done += 1
            continue
        what = f"{span.name}应入户{pairs.called(helper)}{number}次，实际{len(visits)}次"
        columns = ("姓名",)
        missed.append(Missed(what + _besides(made), helper.at, columns, helper.household))
    note = f"{pending}户次未到季末，暂不算" if pending else ""
    need = f"{due}户次，每户每季{number}次"
    return _kept(helpers, need, f"{done}户次", missed, note, rows_of(proof))


def _once(helpers: list[Helper], spans: list[Span]) -> Iterator[tuple[Helper, Span]]:
    """Each household of a person with each span of its pairing, once."""
    seen: set[tuple[str, date]] = set()
    for span in spans:
        for helper in helpers:
            key = helper.household, span.first
            if paired(helper, span.first, span.last) and key not in seen:
                seen.add(key)
                yield helper, span


def _besides(made: list[Visit]) -> str:
    calls = sum(map(by_contact, made))
    unclear = sum(not visit.way for visit in made)
    told = [f"另有电话、微信联系{calls}次" if calls else ""]
    told.append(f"另有{unclear}次没有填方式" if unclear else "")
    return "".join(f"，{words}" for words in told if words)


def _kept(
    helpers: list[Helper],
    need: str,
    done: str,
    missed: list[Missed],
    note: str = "",
    rows: tuple[At, ...] = (),
) -> Kept:
    name = helpers[0].name or ""
    return Kept(name, unit_of(helpers), need, done, tuple(missed), note, rows)


def _current(view: View, helpers: list[Helper]) -> list[Helper]:
    """The pairings that last on the day, one for each household."""
    found = {h.household: h for h in reversed(helpers) if paired(h, view.as_of, view.as_of)}
    return list(reversed(found.values()))


@duty(
    "W242", "households_per_official", "每名干部结对户数不超过规定", "帮扶责任人.姓名",
    fix="把多出的户调给别的干部，并登记结对起止时间",
)  # fmt: skip
def households_each(view: View, number: Number) -> list[Kept] | str:
    found = []
    for helpers in Pairs(view).by_person.values():
        own = _current(view, helpers)
        if not own:
            continue
        missed = []
        if len(own) > number:
            what = f"结对{len(own)}户，超过规定的{number}户"
            missed.append(Missed(what, own[0].at, ("姓名",)))
        found.append(_kept(own, f"至多{number}户", f"{len(own)}户", missed, "", rows_of(own)))
    return found


@duty(
    "W243", "official_visits_per_month", "联户干部每月入户走访", *VISIT_NEEDS,
    fix="没有走的补走；走了没有登记的补登走访记录，打电话、发微信只算联系",
)  # fmt: skip
def visits_each_month(view: View, number: Number) -> list[Kept] | str:
    pairs, spans = Pairs(view), months(view)
    found = []
    for helpers in pairs.by_person.values():
        kept = _monthly(helpers, spans, number, pairs)
        if kept is not None:
            found.append(kept)
    return found


def _monthly(helpers: list[Helper], spans: list[Span], number: Number, pairs: Pairs) -> Kept | None:
    due, done, missed, proof = 0, 0, [], []
    for span in spans:
        own = [helper for helper, _ in _once(helpers, [span])]
        made = [visit for helper in own for visit in pairs.made(helper, span)]
        visits = [visit for visit in made if in_person(visit)]
        proof += visits
        if not own or (len(visits) < number and not span.over):
            continue
        due += 1
        done += len(visits) >= number
        if len(visits) < number:
            what = f"{span.name}应入户{number}次，实际{len(visits)}次{_besides(made)}"
            missed.append(Missed(what, own[0].at, ("姓名",)))
    if not due:
        return None
    need = f"{due}个月，每月{number}次"
    return _kept(helpers, need, f"{done}个月", missed, "", rows_of(proof))
