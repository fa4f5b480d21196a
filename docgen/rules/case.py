"""What a rule sees: the ledger as of its day, by households and persons, with thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from docgen.facts.traits import AT_SCHOOL_NOT
from docgen.facts.view import View
from docgen.facts.words import age_on, blank, id_birth_date
from docgen.folder import Settings
from docgen.model import Household, Ledger, Person
from docgen.rules.limits import limit
from docgen.sources import At

CARD_LENGTHS = (20, 22)


@dataclass(frozen=True, slots=True)
class Member:
    """A person with what many rules ask: the label in findings, age in full years, schooling.

    `age` is None when it is unknown, and when 出生日期 and a valid ID contradict each other: R006
    tells that, and nothing else is concluded from it. `student` is None when that is unknown.
    """

    person: Person
    label: str
    age: int | None
    student: bool | None

    @property
    def healthy(self) -> bool:
        return self.person.health == "健康"

    def aged(self, low: int, high: int = 200) -> bool:
        """Whether the age is known and in low..high."""
        return self.age is not None and low <= self.age <= high


@dataclass(frozen=True, slots=True)
class Home:
    """A household and its members."""

    household: Household
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Case:
    """The whole ledger as the rules see it."""

    ledger: Ledger
    settings: Settings

    @property
    def as_of(self) -> date:
        return self.settings.period.as_of

    @cached_property
    def view(self) -> View:
        return View(self.ledger, self.settings)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Every row of 家庭成员."""
        names = Counter((p.household, p.name) for p in self.ledger.persons)
        return tuple(_member(p, names, self.as_of) for p in self.ledger.persons)

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """Every household, once, with its members."""
        grouped: dict[str, list[Member]] = {}
        for member in self.members:
            grouped.setdefault(member.person.household, []).append(member)
        first = {household.id: household for household in reversed(self.ledger.households)}
        return tuple(
            Home(household, tuple(grouped.get(household.id, ())))
            for household in self.ledger.households
            if first[household.id] is household
        )

    @cached_property
    def home_of(self) -> dict[str, Home]:
        """Homes by 户编号."""
        return {home.household.id: home for home in self.homes}

    @cached_property
    def troubled(self) -> dict[str, frozenset[tuple[str, str, str]]]:
        """Cells (file, sheet, cell) that reading could not take, by the code it gave."""
        found: dict[str, set[tuple[str, str, str]]] = {}
        for finding in self.ledger.findings:
            place = (finding.file, finding.sheet, finding.cell)
            found.setdefault(finding.code, set()).add(place)
        return {code: frozenset(cells) for code, cells in found.items()}

    def has_trouble(self, at: At | None, column: str, *codes: str) -> bool:
        """Whether reading reported one of these codes at the cell."""
        if at is None or not at.has(column):
            return False
        place = (at.file, at.sheet, at.cell(column))
        return any(place in self.troubled.get(code, ()) for code in codes)

    def limit(self, name: str) -> Decimal:
        """A threshold by its name in the table of limits."""
        return limit(self.settings.thresholds, name)

    def years(self, name: str) -> int:
        """A threshold in full years or pieces."""
        return int(self.limit(name))


def _member(person: Person, names: Counter[tuple[str, str | None]], day: date) -> Member:
    alike = names[person.household, person.name] > 1
    label = (person.id if alike and person.id else person.name) or ""
    return Member(person, label, _age(person, day), _student(person))


def _age(person: Person, day: date) -> int | None:
    in_id = id_birth_date(person.id_number)
    born = person.born or in_id
    if born is None or born > day or (in_id is not None and not same_birth(born, in_id)):
        return None
    return age_on(born, day)


def is_before(one: date, other: date) -> bool:
    """Whether a day lies before another for certain.

    A date written as a month reads as its first day: within one month it proves nothing.
    """
    month = (one.year, one.month) == (other.year, other.month)
    return one < other and not (month and one.day == 1)


def same_birth(written: date, in_id: date) -> bool:
    """Whether two birth dates agree; a date written as year and month reads as its first day."""
    if written == in_id:
        return True
    return written.day == 1 and (written.year, written.month) == (in_id.year, in_id.month)


def _student(person: Person) -> bool | None:
    if person.schooling is None:
        return False if person.education else None
    return person.schooling not in AT_SCHOOL_NOT


def holds_card(person: Person) -> bool:
    """Whether the person is known to hold a disability card: its number, kind or grade is there."""
    return (
        len(person.id_number or "") in CARD_LENGTHS
        or not blank(person.disability_kind)
        or not blank(person.disability_grade)
    )


def has(record: Household | Person, column: str) -> bool:
    """Whether the sheet of this record has the column (a record without a place has all)."""
    return record.at is None or record.at.has(column)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, at most the last day of that month."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))
