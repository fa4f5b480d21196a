"""Which household may have which policy: conditions held against facts and what is enjoyed.

Enjoyed is a row of 政策享受 or a measure with that 政策编号. A policy without a condition matches
nothing; one whose condition cannot be read is a finding of the checks (E201).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from docgen.facts.conditions import Condition, Lookup, Reason, Truth, Verdict, evaluate, parse
from docgen.facts.lookup import lookup_for
from docgen.facts.validity import applies_in, valid_on
from docgen.facts.vocabulary import known
from docgen.folder import Settings
from docgen.model import Benefit, Household, Ledger, Measure, Person, Policy
from docgen.words import plain_name


class Standing(StrEnum):
    """How a household or a person stands to a policy."""

    due = "应享未享"
    enjoyed = "已享"
    wrongly = "享受不符"
    no = "不符合"
    unknown = "缺资料"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One policy held against a household, or against one person of it (`person` not empty)."""

    household: str
    person: str
    policy: str
    verdict: Standing
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A policy in force with its condition."""

    policy: Policy
    condition: Condition


def offers(ledger: Ledger, settings: Settings) -> tuple[Offer, ...]:
    """The policies in force on the day whose condition can be read, in the ledger's order."""
    found = ((p, parse(p.rule)) for p in ledger.policies if valid_on(p, settings.as_of))
    return tuple(Offer(p, condition) for p, condition in found if condition.tree is not None)


def match_policies(ledger: Ledger, settings: Settings) -> tuple[Entitlement, ...]:
    """Hold every policy in force against every household, in the ledger's order."""
    open_offers = offers(ledger, settings)
    return tuple(
        entitlement
        for household in ledger.households
        for entitlement in match_household(household, ledger, settings, open_offers)
    )


def match_household(
    household: Household, ledger: Ledger, settings: Settings, open_offers: Sequence[Offer]
) -> Iterator[Entitlement]:
    """Hold the offers against one household and each of its persons."""
    village = household.village or settings.place.village
    members = ledger.persons_of(household.id)
    whole = lookup_for(ledger, settings, household)
    each = [(member, lookup_for(ledger, settings, household, member)) for member in members]
    for offer in open_offers:
        if not applies_in(offer.policy, village):
            continue
        enjoyers = _enjoyers(household, offer.policy, ledger)
        if offer.condition.scope == "户":
            yield _household(household, offer, whole, enjoyers)
        else:
            yield from _persons(household, offer, each, enjoyers)


def _enjoyers(household: Household, policy: Policy, ledger: Ledger) -> list[str | None]:
    """Who enjoys the policy by name; None for a row that names the household alone."""
    rows: list[Benefit | Measure] = [*ledger.benefits_of(household.id)]
    rows += ledger.measures_of(household.id)
    return [row.person for row in rows if row.policy is not None and row.policy == policy.id]


def _household(
    household: Household, offer: Offer, lookup: Lookup, enjoyers: list[str | None]
) -> Entitlement:
    verdict = evaluate(offer.condition, lookup)
    standing = _standing(verdict.truth, enjoyed=bool(enjoyers))
    return Entitlement(household.id, "", offer.policy.id, standing, _reason(verdict, "", enjoyers))


def _persons(
    household: Household,
    offer: Offer,
    each: Iterable[tuple[Person, Lookup]],
    enjoyers: list[str | None],
) -> Iterator[Entitlement]:
    """One entitlement a person; a row without a name counts for whoever is entitled."""
    met: set[str | None] = set()
    eligible = False
    for person, lookup in each:
        verdict = evaluate(offer.condition, lookup)
        names = {plain_name(name) for name in (person.name, person.id) if name}
        mine = [name for name in enjoyers if name and plain_name(name) in names]
        met.update(mine)
        eligible = eligible or verdict.truth is not Truth.NO
        enjoyed = bool(mine) or (None in enjoyers and verdict.truth is not Truth.NO)
        name = person.name or person.id or ""
        reason = _reason(verdict, name, mine)
        standing = _standing(verdict.truth, enjoyed=enjoyed)
        yield Entitlement(household.id, name, offer.policy.id, standing, reason)
    for written in dict.fromkeys(enjoyers):
        if written is not None and written not in met:
            reason = f"登记享受的{written}不在家庭成员表里"
        elif written is None and not eligible:
            reason = "户内没有人符合条件，却登记了享受"
        else:
            continue
        yield Entitlement(household.id, written or "", offer.policy.id, Standing.wrongly, reason)


def _standing(truth: Truth, *, enjoyed: bool) -> Standing:
    if truth is Truth.UNKNOWN:
        return Standing.unknown
    if truth is Truth.YES:
        return Standing.enjoyed if enjoyed else Standing.due
    return Standing.wrongly if enjoyed else Standing.no


def _reason(verdict: Verdict, person: str, enjoyers: Sequence[str | None]) -> str:
    """因为：李小红在校生状况为中职二年级；本户为脱贫户."""
    facts = "；".join(_told(fact, person) for fact in verdict.facts)
    parts = [f"因为：{facts}"] if facts else []
    if verdict.truth is Truth.UNKNOWN:
        parts.append(f"缺：{'、'.join(verdict.missing)}")
        if enjoyers:
            parts.append("已登记享受")
    return "；".join(parts)


def _told(fact: Reason, person: str) -> str:
    """A fact with its owner: the household's facts hold for its persons."""
    whose = person if person and fact.name not in known().household else "本户"
    return f"{whose}{fact.words.removeprefix('户类型')}"
