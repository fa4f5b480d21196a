"""The roster of 走访对象 and its coverage: who was visited in the period, when, by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from docgen.facts.duty_visits import by_contact, in_person
from docgen.facts.figures.select import in_period
from docgen.facts.figures.visits import TARGETS
from docgen.facts.view import View
from docgen.model import Visit, VisitTarget
from docgen.words import plain_name

UNKNOWN = re.compile(r"不|否|未|没")


@dataclass(frozen=True, slots=True)
class Covered:
    """One of the roster with its visits and contacts of the period, oldest first.

    ``doubtful`` when another of the roster has the same name and kind: whose visits they are
    cannot be told.
    """

    target: VisitTarget
    visits: tuple[Visit, ...]
    contacts: tuple[Visit, ...]
    unclear: tuple[Visit, ...]
    doubtful: bool = False

    @property
    def state(self) -> str:
        """入户, 仅联系, 方式未填 or 未走访."""
        if self.visits:
            return "已入户"
        if self.contacts:
            return "仅电话、微信"
        return "方式未填" if self.unclear else "未走访"

    @property
    def policy_known(self) -> str:
        return self._latest("policy_known")

    @property
    def satisfaction(self) -> str:
        return self._latest("satisfaction")

    def _latest(self, attribute: str) -> str:
        told = (getattr(visit, attribute) for visit in reversed(self.all))
        return next((str(words) for words in told if words), "")

    @property
    def all(self) -> tuple[Visit, ...]:
        return _by_day((*self.visits, *self.contacts, *self.unclear))


@dataclass(frozen=True)
class Roster:
    """The roster held against the visits of the period up to the day."""

    view: View

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        day = self.view.as_of
        found = (v for v in self.view.ledger.visits if in_period(v.day, self.view))
        return _by_day(v for v in found if v.day is not None and v.day <= day)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Visit, ...]]:
        found: dict[str, list[Visit]] = {}
        for visit in self.visits:
            for name in re.split(r"[、,，;；/|]", visit.target_name or ""):
                if name.strip():
                    found.setdefault(plain_name(name), []).append(visit)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def _by_household(self) -> Mapping[str, tuple[Visit, ...]]:
        found: dict[str, list[Visit]] = {}
        for visit in self.visits:
            if visit.household:
                found.setdefault(visit.household, []).append(visit)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _alike(self) -> Mapping[str, tuple[VisitTarget, ...]]:
        """Those of the roster who are known by their name alone, by name."""
        found: dict[str, list[VisitTarget]] = {}
        for target in self.view.ledger.visit_targets:
            if not target.household and target.name:
                found.setdefault(plain_name(target.name), []).append(target)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def covered(self) -> tuple[Covered, ...]:
        """Everybody of the roster, in its order."""
        return tuple(self._covered(target) for target in self.view.ledger.visit_targets)

    def _covered(self, target: VisitTarget) -> Covered:
        doubtful = False
        if target.household:
            rows = list(self._by_household.get(target.household, ()))
        else:
            rows = list(self._by_name.get(plain_name(target.name or ""), ()))
            same = self._alike.get(plain_name(target.name or ""), ())
            if len(same) > 1:
                kinds = [_kind(one.kind) for one in same]
                rows = [visit for visit in rows if _kind(visit.target_kind) == _kind(target.kind)]
                doubtful = bool(rows) and kinds.count(_kind(target.kind)) > 1
                rows = [] if doubtful else rows
        visits = tuple(visit for visit in rows if in_person(visit))
        contacts = tuple(visit for visit in rows if by_contact(visit))
        seen = {id(visit) for visit in (*visits, *contacts)}
        unclear = tuple(visit for visit in rows if id(visit) not in seen)
        return Covered(target, visits, contacts, unclear, doubtful)

    @cached_property
    def strangers(self) -> tuple[Visit, ...]:
        """Visits to nobody of the roster."""
        known = {id(visit) for one in self.covered for visit in one.all}
        names = self._alike
        return tuple(
            visit
            for visit in self.visits
            if id(visit) not in known and plain_name(visit.target_name or "") not in names
        )


def _by_day(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    return tuple(sorted(visits, key=lambda v: (str(v.day), v.visitor or "", v.target_name or "")))


def _kind(kind: str | None) -> str:
    word = (kind or "").strip()
    return TARGETS.get(word, word)


def says_no(words: str) -> bool:
    """Whether an answer is no: 不知晓, 不满意, 否."""
    return bool(UNKNOWN.search(words))
