"""Which household may have which policy: conditions held against facts and what is enjoyed.

Enjoyed is a row of 政策享受 or a measure with that 政策编号. A policy without a condition matches
nothing; one whose condition cannot be read is a finding of the checks (E201). Both are told by
``left_out``, so that no policy of the ledger goes without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from docgen.facts.conditions import Condition, Lookup, Truth, evaluate, parse, truth
from docgen.facts.lookup import lookup_for
from docgen.facts.validity import applies_to, valid_on
from docgen.folder import Place, Settings
from docgen.model import Household, Ledger, Person, Policy
from docgen.words import date_text, plain_name
from docgen.work.enjoyment import Enjoyed, enjoyed
from docgen.work.reasons import reason_of

REMEMBERED = 20_000  # decisions of one condition kept in memory


class Standing(StrEnum):
    """How a household or a person stands to a policy."""

    due = "应享未享"
    enjoyed = "已享"
    wrongly = "享受不符"
    no = "不符合"
    unknown = "缺资料"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One policy held against a household, or against one person of it (`person` not empty).

    ``missing`` are the facts whose lack keeps a verdict open.
    """

    household: str
    person: str
    policy: str
    verdict: Standing
    reason: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy in force with its condition."""

    policy: Policy
    condition: Condition
    scope: str = ""
    names: tuple[str, ...] = ()
    decided: dict[tuple[object, ...], Truth] = field(default_factory=dict, compare=False)
    """Facts, in the order of ``names`` → what they decide: thousands of persons have the same."""
    places: dict[tuple[str | None, ...], bool] = field(default_factory=dict, compare=False)
    """Village, town and county → whether the policy is for households there."""

    def applies(self, household: Household, place: Place) -> bool:
        """Return whether the policy is for this household, by its place."""
        key = (household.village, household.town, household.county)
        found = self.places.get(key)
        if found is None:
            found = self.places[key] = applies_to(self.policy, household, place)
        return found

    def truth(self, lookup: Lookup) -> Truth:
        """Return what the facts decide, without reasons; the same as ``evaluate``."""
        facts = tuple(lookup(name) for name in self.names)
        found = self.decided.get(facts)
        if found is None:
            if len(self.decided) >= REMEMBERED:
                self.decided.clear()
            found = self.decided[facts] = truth(self.condition, lookup)
        return found


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A policy of the ledger that was held against nobody, and why."""

    policy: Policy
    reason: str


def offers(ledger: Ledger, settings: Settings) -> tuple[Offer, ...]:
    """The policies in force on the day whose condition can be read, in the ledger's order."""
    found = ((p, _ready(p.rule or "")) for p in ledger.policies if valid_on(p, settings.as_of))
    return tuple(Offer(p, *ready) for p, ready in found if ready[0].tree is not None)


@lru_cache(maxsize=1024)
def _ready(rule: str) -> tuple[Condition, str, tuple[str, ...], dict[tuple[object, ...], Truth]]:
    """A condition read once for this process, with what it has decided so far."""
    condition = parse(rule)
    return condition, condition.scope, condition.names, {}


def left_out(ledger: Ledger, settings: Settings) -> tuple[LeftOut, ...]:
    """The policies that are held against nobody, each with the reason."""
    found = []
    for policy in ledger.policies:
        reason = _left_out(policy, ledger, settings)
        if reason:
            found.append(LeftOut(policy, reason))
    return tuple(found)


def _left_out(policy: Policy, ledger: Ledger, settings: Settings) -> str:
    condition, day = _ready(policy.rule or "")[0], settings.as_of
    if policy.valid_from is not None and day < policy.valid_from:
        return f"{date_text(policy.valid_from)}起才有效"
    if policy.valid_until is not None and day > policy.valid_until:
        return f"{date_text(policy.valid_until)}已到期"
    if condition.empty:
        return "没有写适用条件，没有比对任何人"
    if condition.tree is None:
        return f"适用条件看不懂：{condition.faults[0]}"
    homes = ledger.households
    if homes and not any(applies_to(policy, home, settings.place) for home in homes):
        return f"不适用于台账中的村（适用村：{policy.villages or policy.village_name or '按级别'}）"
    return ""


def match_policies(ledger: Ledger, settings: Settings) -> tuple[Entitlement, ...]:
    """Hold every policy in force against every household, in the ledger's order."""
    open_offers = offers(ledger, settings)
    return tuple(
        entitlement
        for household in ledger.households
        for entitlement in match_household(household, ledger, settings, open_offers)
    )


def match_household(
    household: Household,
    ledger: Ledger,
    settings: Settings,
    open_offers: Sequence[Offer],
    *,
    refused: bool = True,
) -> Iterator[Entitlement]:
    """Hold the offers against one household and each of its persons.

    ``refused`` False leaves out those who are simply not entitled (不符合): most of all, and
    their reasons take most of the time.
    """
    members = ledger.persons_of(household.id)
    whole = lookup_for(ledger, settings, household)
    each = [(member, lookup_for(ledger, settings, household, member)) for member in members]
    having = {row.policy for row in ledger.benefits_of(household.id)}
    having |= {row.policy for row in ledger.measures_of(household.id)}
    for offer in open_offers:
        policy = offer.policy
        if not offer.applies(household, settings.place):
            continue
        rows = enjoyed(household, policy, ledger, settings.as_of) if policy.id in having else []
        case = _Case(household, offer, rows, settings, refused)
        if offer.scope == "户":
            yield from case.told("", whole, offer.truth(whole), rows)
        else:
            yield from _persons(case, each)


@dataclass(frozen=True, slots=True)
class _Case:
    """One policy before one household: the rows that say it is enjoyed, and what to tell."""

    household: Household
    offer: Offer
    rows: Sequence[Enjoyed]
    settings: Settings
    refused: bool

    def told(
        self, person: str, lookup: Lookup, answer: Truth, rows: Sequence[Enjoyed], hint: str = ""
    ) -> Iterator[Entitlement]:
        """Yield the entitlement of the household or of one person; none where refused is not."""
        standing = _standing(answer, rows)
        if standing is Standing.no and not self.refused:
            return
        verdict = evaluate(self.offer.condition, lookup)
        day = self.settings.as_of
        more = _remarks(standing, rows, day)
        if hint and standing is Standing.due:
            more.append(hint)
        reason = reason_of(verdict, person, day, more)
        missing = verdict.missing if standing is Standing.unknown else ()
        yield Entitlement(
            self.household.id, person, self.offer.policy.id, standing, reason, missing
        )

    def wrongly(self, person: str, reason: str) -> Entitlement:
        policy = self.offer.policy.id
        return Entitlement(self.household.id, person, policy, Standing.wrongly, reason)


def _persons(case: _Case, each: Sequence[tuple[Person, Lookup]]) -> Iterator[Entitlement]:
    """One entitlement a person; a row without a name counts for whoever is entitled."""
    answers = [case.offer.truth(lookup) for _, lookup in each]
    if not case.rows:
        for (person, lookup), answer in zip(each, answers, strict=True):
            if case.refused or answer is not Truth.NO:
                yield from case.told(person.name or person.id or "", lookup, answer, ())
        return
    mine = [_rows_of(person, case.rows) for person, _ in each]
    for_others = _for_others(each, answers, mine)
    shared = [row for row in case.rows if row.person is None]
    for (person, lookup), answer, rows in zip(each, answers, mine, strict=True):
        counted = rows if answer is Truth.NO else [*rows, *shared]
        yield from case.told(person.name or person.id or "", lookup, answer, counted, for_others)
    met = {row.person for rows in mine for row in rows}
    eligible = any(answer is not Truth.NO for answer in answers)
    for written in dict.fromkeys(row.person for row in case.rows if row.recent):
        if written is not None and written not in met:
            yield case.wrongly(written, f"登记享受的{written}不在家庭成员表里")
        elif written is None and not eligible:
            yield case.wrongly("", "户内没有人符合条件，却登记了享受")


def _for_others(
    each: Sequence[tuple[Person, Lookup]], answers: Sequence[Truth], mine: Sequence[list[Enjoyed]]
) -> str:
    """A hint where a member who is not entitled has a row: it may be paid to him for another."""
    names = [
        person.name or ""
        for (person, _), answer, rows in zip(each, answers, mine, strict=True)
        if answer is Truth.NO and any(row.recent for row in rows)
    ]
    if not names:
        return ""
    return f"{'、'.join(names)}名下登记了此项，如是代领，请把享受人改过来"


def _rows_of(person: Person, rows: Sequence[Enjoyed]) -> list[Enjoyed]:
    if not rows:
        return []
    names = {plain_name(name) for name in (person.name, person.id) if name}
    return [row for row in rows if row.person and plain_name(row.person) in names]


def _standing(answer: Truth, rows: Sequence[Enjoyed]) -> Standing:
    if answer is Truth.UNKNOWN:
        return Standing.unknown
    if answer is Truth.YES:
        return Standing.enjoyed if any(row.counts for row in rows) else Standing.due
    return Standing.wrongly if any(row.recent for row in rows) else Standing.no


def _remarks(standing: Standing, rows: Sequence[Enjoyed], day: date) -> list[str]:
    """What the rows of enjoyment add to the reason."""
    if standing is Standing.unknown:
        return ["已登记享受"] if any(row.counts for row in rows) else []
    if standing is not Standing.due:
        return []
    before = [row.day for row in rows if row.day is not None and not row.counts and row.day <= day]
    return [f"上次享受是{date_text(max(before))}，不算本期"] if before else []
