"""Which household may have which policy: conditions held against facts and what is enjoyed.

Enjoyed is a row of 政策享受 or a measure with that 政策编号. A policy without a condition matches
nothing; one whose condition cannot be read is a finding of the checks (E201). Both are told by
``left_out``, so that no policy of the ledger goes without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from docgen.facts.conditions import Condition, Truth, Verdict, evaluate, parse, truth
from docgen.facts.lookup import Facts
from docgen.facts.validity import applies_to, valid_on
from docgen.facts.view import View
from docgen.folder import Place, Settings
from docgen.model import Household, Ledger, Person, Policy
from docgen.words import date_text, plain_name
from docgen.work.enjoyment import Enjoyed, enjoyed, rows_of
from docgen.work.reasons import reason_of

REMEMBERED = 20_000  # decisions of one condition kept in memory
SAID = 1_000  # of them with their reasons
Where = tuple[str | None, str | None, str | None]  # village, town, county
Answer = TypeVar("Answer", Truth, Verdict)


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
class Held:
    """A condition ready to be held against many, with what it has decided so far.

    Thousands of persons have the same facts; ``key`` takes those that the condition names.
    """

    condition: Condition
    scope: str
    key: Callable[[Facts], object]
    decided: dict[object, Truth] = field(default_factory=dict, compare=False)
    said: dict[object, Verdict] = field(default_factory=dict, compare=False)

    def truth(self, facts: Facts) -> Truth:
        """Return what the facts decide, without reasons; the same as ``evaluate``."""
        answer = truth(self.condition, facts.__getitem__)
        return _kept(self.decided, self.key(facts), answer, REMEMBERED)

    def verdict(self, facts: Facts) -> Verdict:
        """Return what the facts decide, with its reasons."""
        key = self.key(facts)
        found = self.said.get(key)
        if found is None:
            found = _kept(self.said, key, evaluate(self.condition, facts.__getitem__), SAID)
        return found

    def truths(self, asked: Sequence[Facts]) -> list[Truth]:
        """Return ``truth`` of each, remembered where others had the same facts."""
        decided, key = self.decided, self.key
        return [decided.get(key(facts)) or self.truth(facts) for facts in asked]


def _kept(memory: dict[object, Answer], key: object, answer: Answer, most: int) -> Answer:
    if len(memory) >= most:
        memory.clear()
    memory[key] = answer
    return answer


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy in force with its condition."""

    policy: Policy
    held: Held
    places: dict[Where, bool] = field(default_factory=dict, compare=False)
    """Where households are → whether the policy is for them."""

    def applies(self, where: Where, household: Household, place: Place) -> bool:
        """Return whether the policy is for this household, by the place ``where`` it is."""
        found = self.places.get(where)
        if found is None:
            found = self.places[where] = applies_to(self.policy, household, place)
        return found


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A policy of the ledger that was held against nobody, and why."""

    policy: Policy
    reason: str


def offers(ledger: Ledger, settings: Settings) -> tuple[Offer, ...]:
    """The policies in force on the day whose condition can be read, in the ledger's order."""
    found = ((p, _held(p.rule or "")) for p in ledger.policies if valid_on(p, settings.as_of))
    return tuple(Offer(policy, held) for policy, held in found if held.condition.tree is not None)


@lru_cache(maxsize=1024)
def _held(rule: str) -> Held:
    """A condition read once for this process."""
    condition = parse(rule)
    names = condition.names
    return Held(condition, condition.scope, itemgetter(*names) if names else str)


def left_out(ledger: Ledger, settings: Settings) -> tuple[LeftOut, ...]:
    """The policies that are held against nobody, each with the reason."""
    found = []
    for policy in ledger.policies:
        reason = _left_out(policy, ledger, settings)
        if reason:
            found.append(LeftOut(policy, reason))
    return tuple(found)


def _left_out(policy: Policy, ledger: Ledger, settings: Settings) -> str:
    condition, day = _held(policy.rule or "").condition, settings.as_of
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
    view = View(ledger, settings)
    whole = Facts(view, household)
    each = [Facts(view, household, one, whole) for one in ledger.persons_of(household.id)]
    alone = [whole]
    having = rows_of(household.id, ledger)
    where = household.village, household.town, household.county
    for offer in open_offers:
        if not offer.applies(where, household, settings.place):
            continue
        policy, held = offer.policy, offer.held
        mine = having.get(policy.id)
        rows = enjoyed(mine, policy, settings.as_of) if mine else []
        asked = alone if held.scope == "户" else each
        answers = held.truths(asked)
        if not refused and not rows and answers.count(Truth.NO) == len(answers):
            continue
        case = _Case(household.id, offer, rows, settings.as_of, refused)
        if asked is alone:
            yield from case.told(whole, answers[0], rows)
        else:
            yield from _persons(case, each, answers)


@dataclass(frozen=True, slots=True)
class _Case:
    """One policy before one household: the rows that say it is enjoyed, and what to tell."""

    household: str
    offer: Offer
    rows: Sequence[Enjoyed]
    day: date
    refused: bool

    def told(
        self, facts: Facts, answer: Truth, rows: Sequence[Enjoyed], hint: str = ""
    ) -> Iterator[Entitlement]:
        """Yield the entitlement of the household or of one person; none where refused is not."""
        standing = _standing(answer, rows)
        if standing is Standing.no and not self.refused:
            return
        verdict = self.offer.held.verdict(facts)
        more = _remarks(standing, rows, self.day)
        if hint and standing is Standing.due:
            more.append(hint)
        person = _called(facts.person)
        reason = reason_of(verdict, person, self.day, more)
        missing = verdict.missing if standing is Standing.unknown else ()
        policy = self.offer.policy.id
        yield Entitlement(self.household, person, policy, standing, reason, missing)

    def wrongly(self, person: str, reason: str) -> Entitlement:
        policy = self.offer.policy.id
        return Entitlement(self.household, person, policy, Standing.wrongly, reason)


def _called(person: Person | None) -> str:
    return "" if person is None else person.name or person.id or ""


def _persons(case: _Case, each: Sequence[Facts], answers: Sequence[Truth]) -> Iterator[Entitlement]:
    """One entitlement a person; a row without a name counts for whoever is entitled."""
    if not case.rows:
        for facts, answer in zip(each, answers, strict=True):
            if case.refused or answer is not Truth.NO:
                yield from case.told(facts, answer, ())
        return
    mine = [_rows_of(facts.person, case.rows) for facts in each]
    for_others = _for_others(each, answers, mine)
    shared = [row for row in case.rows if row.person is None]
    for facts, answer, rows in zip(each, answers, mine, strict=True):
        counted = rows if answer is Truth.NO else [*rows, *shared]
        yield from case.told(facts, answer, counted, for_others)
    met = {row.person for rows in mine for row in rows}
    eligible = any(answer is not Truth.NO for answer in answers)
    for written in dict.fromkeys(row.person for row in case.rows if row.recent):
        if written is not None and written not in met:
            yield case.wrongly(written, f"登记享受的{written}不在家庭成员表里")
        elif written is None and not eligible:
            yield case.wrongly("", "户内没有人符合条件，却登记了享受")


def _for_others(
    each: Sequence[Facts], answers: Sequence[Truth], mine: Sequence[list[Enjoyed]]
) -> str:
    """A hint where a member who is not entitled has a row: it may be paid to him for another."""
    names = [
        (facts.person and facts.person.name) or ""
        for facts, answer, rows in zip(each, answers, mine, strict=True)
        if answer is Truth.NO and any(row.recent for row in rows)
    ]
    if not names:
        return ""
    return f"{'、'.join(names)}名下登记了此项，如是代领，请把享受人改过来"


def _rows_of(person: Person | None, rows: Sequence[Enjoyed]) -> list[Enjoyed]:
    if person is None:
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
