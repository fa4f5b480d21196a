"""Which rows of several records tell of one household and of one person.

Persons are matched within a household: by ID first, then by name, then by what is left (one wrong
digit, or birth date and relation). What fits two is doubtful: it is said, never decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from docgen.facts.words import id_is_right
from docgen.model import Household, Ledger, Person

Rows = dict[str, Person]
"""The row of one person in each record, by source."""
Fits = Callable[[Person, Person], bool]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at: rows that may be one, or a key that stands twice."""

    household: str
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Same:
    """One household in several records: its row by source. `key` is its number in the first."""

    key: str
    rows: Mapping[str, Household]


def same_households(records: Mapping[str, Ledger]) -> tuple[list[Same], list[Doubt]]:
    """Bring the households of the records together, by 户编号, else by the householder's ID."""
    doubts: list[Doubt] = []
    found: dict[str, dict[str, Household]] = {}
    heads: dict[str, str] = {}
    for source, ledger in records.items():
        twice = _repeated(household.id for household in ledger.households)
        doubts += [Doubt(key, "", f"{source}里户编号{key}出现两次") for key in sorted(twice)]
        single = [household for household in ledger.households if household.id not in twice]
        numbers = {household.id for household in single}
        for household in single:
            head = _head_number(household, ledger)
            key = household.id
            if key not in found and heads.get(head, key) not in numbers:
                key = heads.get(head, key)
            found.setdefault(key, {})[source] = household
            if head:
                heads.setdefault(head, key)
    return [Same(key, found[key]) for key in sorted(found)], doubts


def _repeated(keys: Iterable[str]) -> set[str]:
    return {key for key, times in Counter(keys).items() if times > 1}


def _head_number(household: Household, ledger: Ledger) -> str:
    """The valid ID of the householder, else empty."""
    for person in ledger.persons_of(household.id):
        if person.relation == "户主" and id_is_right((person.id_number or "")[:18]):
            return _number(person)
    return ""


def same_persons(same: Same, records: Mapping[str, Ledger]) -> tuple[list[Rows], list[Doubt]]:
    """Bring the members of one household together, in the order of the first record."""
    groups: list[Rows] = []
    doubts: list[Doubt] = []
    for source, household in same.rows.items():
        waiting = list(records[source].persons_of(household.id))
        for fits in (_same_number, _same_name, _one_wrong_digit, _same_birth_and_relation):
            waiting = _place(waiting, source, fits, groups)
        for person in waiting:
            rivals = [g for g in groups if source not in g and _any(_same_name, person, g)]
            if rivals:
                reason = f"{source}里的{person.name or '一行'}与其他记录对不上唯一的一人"
                doubts.append(Doubt(same.key, person.name or "", reason))
        groups += [{source: person} for person in waiting]
    return groups, doubts


def _place(waiting: Sequence[Person], source: str, fits: Fits, groups: list[Rows]) -> list[Person]:
    """Put each person into the only group that fits and that nobody else of the source fits."""
    open_groups = [group for group in groups if source not in group]
    wanted = [[g for g in open_groups if _any(fits, person, g)] for person in waiting]
    claims = Counter(id(group) for fitting in wanted for group in fitting)
    rest = []
    for person, fitting in zip(waiting, wanted, strict=True):
        if len(fitting) == 1 and claims[id(fitting[0])] == 1:
            fitting[0][source] = person
        else:
            rest.append(person)
    return rest


def _any(fits: Fits, person: Person, group: Rows) -> bool:
    return any(fits(person, other) for other in group.values())


def _number(person: Person) -> str:
    return (person.id_number or "")[:18].upper()


def _same_number(one: Person, other: Person) -> bool:
    return len(_number(one)) == 18 and _number(one) == _number(other)


def _same_name(one: Person, other: Person) -> bool:
    return one.name is not None and one.name == other.name


def _one_wrong_digit(one: Person, other: Person) -> bool:
    """Whether two IDs differ in one place, or in two neighbours that changed places."""
    left, right = _number(one), _number(other)
    if len(left) != len(right) or len(left) < 15:
        return False
    wrong = [
        place for place, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]
    ]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        first, second = wrong
        return left[first] == right[second] and left[second] == right[first]
    return len(wrong) == 1


def _same_birth_and_relation(one: Person, other: Person) -> bool:
    if one.born is None or one.relation is None:
        return False
    return one.born == other.born and one.relation == other.relation
