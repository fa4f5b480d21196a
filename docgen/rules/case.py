"""What a rule sees: the ledger as of its day, by households and persons, with thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from docgen.facts.comparison import compare
from docgen.facts.conditions import Condition, Truth, truth
from docgen.facts.lookup import concerns_person, fact_of_person, lookup_for, own_cell
from docgen.facts.traits import goes_to_school
from docgen.facts.tree import Test
from docgen.facts.view import View
from docgen.facts.words import age_on, blank, id_birth_date
from docgen.folder import Settings
from docgen.model import CORE_SHEETS, LISTS, Benefit, Household, Ledger, Measure, Person, Problem
from docgen.rules.limits import limit
from docgen.sources import At
from docgen.words import plain_name

CARD_LENGTHS = (20, 22)
SHEETS: dict[type, str] = {kind: sheet for sheet, kind in CORE_SHEETS.items()}
_LOOKED_INTO = ("户信息", "家庭成员", "帮扶措施", "政策享受")


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
    def called(self) -> str:
        """The name, as messages say it."""
        return self.person.name or self.label

    @property
    def healthy(self) -> bool:
        return self.person.health == "健康"

    def aged(self, low: int, high: int = 200) -> bool:
        """Whether the age is known and in low..high."""
        return self.age is not None and low <= self.age <= high


@dataclass(frozen=True, slots=True)
class Home:
    """A household and its members.

    `members` holds each person once, `rows` every row: two jobs of one person are two rows.
    """

    household: Household
    members: tuple[Member, ...]
    rows: tuple[Member, ...] = ()


Sight = tuple[int, ...]
"""Which sheets a record was read from; records of one sheet share it."""


@dataclass(frozen=True)
class Case:
    """The ledger as a rule sees it.

    A case made by `seeing` holds only the records whose sheets have the columns that the rule
    stands on: what a sheet does not have is unknown, not empty. A case made by `among` holds only
    those whom the rule concerns.
    """

    ledger: Ledger
    settings: Settings
    needs: tuple[str, ...] = ()
    whole: Case | None = None
    scope: Condition | None = None

    def seeing(self, needs: tuple[str, ...]) -> Case:
        """The case of a rule that stands on these columns; this one when every sheet has them."""
        key = tuple(need for need in needs if self._lacking(need))
        if not key:
            return self
        if key not in self._narrow:
            self._narrow[key] = Case(self.ledger, self.settings, key, self)
        return self._narrow[key]

    def among(self, scope: Condition) -> Case:
        """The case of a rule that concerns only those for whom this condition is 是."""
        if scope.empty:
            return self
        return Case(self.ledger, self.settings, self.needs, self, scope)

    def concerned(self, scope: Condition) -> frozenset[object]:
        """For whom a condition is 是: 户编号 of households, or identities of persons' rows."""
        if self.whole:
            return self.whole.concerned(scope)
        if scope.text not in self._concerned:
            whom = self._households_in if scope.scope == "户" else self._persons_in
            self._concerned[scope.text] = frozenset(whom(scope))
        return self._concerned[scope.text]

    @cached_property
    def _concerned(self) -> dict[str, frozenset[object]]:
        return {}

    def _households_in(self, scope: Condition) -> Iterator[object]:
        for home in self.homes:
            facts = lookup_for(self.ledger, self.settings, home.household, view=self.view)
            if truth(scope, facts) is Truth.YES:
                yield home.household.id

    def _persons_in(self, scope: Condition) -> Iterator[object]:
        test = scope.tree
        if isinstance(test, Test) and concerns_person(test.name):
            return self._passing(test)
        return (id(row.person) for row in self.rows if self._is_in(scope, row.person))

    def _passing(self, test: Test) -> Iterator[object]:
        """Whose fact passes one test; for a filled cell that is decided once for each value."""
        cell = own_cell(test.name)
        known: dict[object, bool] = {}
        for row in self.rows:
            value = getattr(row.person, cell) if cell else None
            passed = known.get(value) if value else None
            if passed is None:
                fact = fact_of_person(test.name, self.view, row.person)
                passed = compare(fact, test.operator, test.values, test.name) is True
                if value:
                    known[value] = passed
            if passed:
                yield id(row.person)

    def _is_in(self, scope: Condition, person: Person) -> bool:
        household = self.ledger.household(person.household) or Household(id=person.household)
        facts = lookup_for(self.ledger, self.settings, household, person, self.view)
        return truth(scope, facts) is Truth.YES

    def _concerned_rows(self, rows: tuple[Member, ...], scope: Condition) -> tuple[Member, ...]:
        whom = self.concerned(scope)
        if scope.scope == "人":
            return tuple(row for row in rows if id(row.person) in whom)
        return tuple(row for row in rows if row.person.household in whom)

    def _concerned_homes(self, homes: tuple[Home, ...], scope: Condition) -> tuple[Home, ...]:
        if scope.scope == "人":
            return homes
        whom = self.concerned(scope)
        return tuple(home for home in homes if home.household.id in whom)

    @cached_property
    def _narrow(self) -> dict[tuple[str, ...], Case]:
        return {}

    @cached_property
    def _sources(self) -> dict[str, dict[Sight, At]]:
        """For each sheet that rules look into, one place for each way its records were read."""
        if self.whole:
            return self.whole._sources
        found: dict[str, dict[Sight, At]] = {}
        for sheet in _LOOKED_INTO:
            for record in getattr(self.ledger, LISTS[sheet]):
                if record.at is not None:
                    found.setdefault(sheet, {}).setdefault(_sight(record.at), record.at)
        return found

    def _lacking(self, need: str) -> frozenset[Sight]:
        """The ways of reading a sheet in which a column is absent."""
        sheet, _, column = need.partition(".")
        places = self._sources.get(sheet, {}) if column else {}
        return frozenset(sight for sight, at in places.items() if not at.has(column))

    def blind_spots(self) -> list[str]:
        """In which files the columns of this case are absent."""
        said: dict[str, None] = {}
        for need in self.needs:
            sheet, _, column = need.partition(".")
            for sight in sorted(self._lacking(need), key=lambda s: self._sources[sheet][s].file):
                file = self._sources[sheet][sight].file
                said[f"{file}的“{sheet}”表没有“{column}”列"] = None
        return list(said)

    @cached_property
    def _blind(self) -> dict[str, frozenset[Sight]]:
        """For each sheet the ways of reading that lack a column of this case."""
        found: dict[str, set[Sight]] = {}
        for need in self.needs:
            found.setdefault(need.partition(".")[0], set()).update(self._lacking(need))
        return {sheet: frozenset(sights) for sheet, sights in found.items()}

    def _sees(self, sheet: str, at: At | None) -> bool:
        blind = self._blind.get(sheet)
        return not blind or at is None or _sight(at) not in blind

    def _sees_all_of(self, home: Home) -> bool:
        key = home.household.id
        return (
            self._sees("户信息", home.household.at)
            and all(self._sees("家庭成员", row.person.at) for row in home.rows)
            and all(self._sees("帮扶措施", row.at) for row in self.ledger.measures_of(key))
            and all(self._sees("政策享受", row.at) for row in self.ledger.benefits_of(key))
        )

    @property
    def as_of(self) -> date:
        return self.settings.period.as_of

    @cached_property
    def view(self) -> View:
        return View(self.ledger, self.settings)

    @cached_property
    def rows(self) -> tuple[Member, ...]:
        """Every row of 家庭成员; whoever has two jobs in a row each is there twice."""
        if self.whole and self.scope:
            return self._concerned_rows(self.whole.rows, self.scope)
        if self.whole:
            return tuple(row for row in self.whole.rows if self._sees("家庭成员", row.person.at))
        persons = [row for one in self.ledger.persons for row in (one, *one.spells)]
        ones = persons_once(self.ledger.persons)
        names = Counter((p.household, plain_name(p.name or "")) for p in ones)
        return tuple(self._member(p, names) for p in persons)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Every person of 家庭成员, once."""
        own = [row.person for row in self.rows if id(row.person) not in self._spells]
        ones = {id(person) for person in persons_once(own)}
        return tuple(row for row in self.rows if id(row.person) in ones)

    @cached_property
    def _spells(self) -> frozenset[int]:
        """The rows that only tell of further work of a person."""
        if self.whole:
            return self.whole._spells
        return frozenset(id(spell) for one in self.ledger.persons for spell in one.spells)

    def _member(self, person: Person, names: Counter[tuple[str, str]]) -> Member:
        alike = names[person.household, plain_name(person.name or "")] > 1
        label = (person.id if alike and person.id else person.name) or ""
        student = None if self.unknown(person, "在校生状况") else _student(person)
        return Member(person, label, _age(person, self.as_of), student)

    def unknown(self, record: Household | Person | Measure | Benefit, *columns: str) -> bool:
        """Whether the record's sheet lacks one of these columns that another such sheet has."""
        if record.at is None:
            return False
        sheet = SHEETS[type(record)]
        for column in columns:
            sights = self._unknown_sights(sheet, column)
            if sights and _sight(record.at) in sights:
                return True
        return False

    def _unknown_sights(self, sheet: str, column: str) -> frozenset[Sight]:
        key = sheet, column
        if key not in self._unknown:
            known = self.ledger.has(sheet, column)
            self._unknown[key] = self._lacking(f"{sheet}.{column}") if known else frozenset()
        return self._unknown[key]

    @cached_property
    def _unknown(self) -> dict[tuple[str, str], frozenset[Sight]]:
        return {}

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """Every household, once, with its members."""
        if self.whole and self.scope:
            return self._concerned_homes(self.whole.homes, self.scope)
        if self.whole:
            return tuple(home for home in self.whole.homes if self._sees_all_of(home))
        members, rows = _by_household(self.members), _by_household(self.rows)
        first = {household.id: household for household in reversed(self.ledger.households)}
        return tuple(
            Home(
                household,
                tuple(members.get(household.id, ())),
                tuple(rows.get(household.id, ())),
            )
            for household in self.ledger.households
            if first[household.id] is household
        )

    @cached_property
    def home_of(self) -> dict[str, Home]:
        """Homes by 户编号."""
        return {home.household.id: home for home in self.homes}

    @cached_property
    def troubled(self) -> dict[str, dict[tuple[str, str, str], str]]:
        """Cells (file, sheet, cell) that reading could not take by its code, with their values."""
        if self.whole:
            return self.whole.troubled
        found: dict[str, dict[tuple[str, str, str], str]] = {}
        for finding in self.ledger.findings:
            place = (finding.file, finding.sheet, finding.cell)
            found.setdefault(finding.code, {})[place] = finding.value
        return found

    def has_trouble(self, at: At | None, column: str, *codes: str) -> bool:
        """Whether reading reported one of these codes at the cell."""
        reported = [cells for code in codes if (cells := self.troubled.get(code))]
        if not reported or at is None or not at.has(column):
            return False
        place = (at.file, at.sheet, at.cell(column))
        return any(place in cells for cells in reported)

    def written(self, at: At | None, column: str, code: str) -> str:
        """What stands in a cell that reading reported with this code; empty when it did not."""
        if at is None:
            return ""
        place = (at.file, at.sheet, at.cell(column))
        return self.troubled.get(code, {}).get(place, "")

    def limit(self, name: str) -> Decimal:
        """A threshold by its name in the table of limits."""
        return limit(self.settings.thresholds, name)

    def years(self, name: str) -> int:
        """A threshold in full years or pieces."""
        return int(self.limit(name))


def persons_once(persons: Iterable[Person]) -> list[Person]:
    """The persons, each once: rows of one household, number and name that tell of jobs begun at
    different times are one person, whose earliest job stands for all.
    """
    jobs: dict[tuple[str, str, str], dict[date, Person]] = {}
    rest: list[Person] = []
    for person in persons:
        if not person.id_number or person.work_from is None or not person.name:
            rest.append(person)
            continue
        key = (person.household, person.id_number[:18].upper(), plain_name(person.name))
        begun = jobs.setdefault(key, {})
        if person.work_from in begun:
            rest.append(person)
        else:
            begun[person.work_from] = person
    return [*rest, *(begun[min(begun)] for begun in jobs.values())]


def _by_household(members: Iterable[Member]) -> dict[str, list[Member]]:
    grouped: dict[str, list[Member]] = {}
    for member in members:
        grouped.setdefault(member.person.household, []).append(member)
    return grouped


def _sight(at: At) -> Sight:
    if not at.more:
        return (id(at.source),)
    return (id(at.source), *(id(place.source) for place in at.more))


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
    return goes_to_school(person.schooling)


def holds_card(person: Person) -> bool:
    """Whether the person is known to hold a disability card: its number, kind or grade is there."""
    return (
        len(person.id_number or "") in CARD_LENGTHS
        or not blank(person.disability_kind)
        or not blank(person.disability_grade)
    )


def has(record: Household | Person | Problem, column: str) -> bool:
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
