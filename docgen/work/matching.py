"""Which rows of several records tell of one household and of one person.

Persons are matched within a household: by ID first (unless name, birth date and relation all say
another), then by name, then by what is left (one wrong
digit, the same sound, birth date and relation). A name alone merges nothing that speaks against
it. What fits two, or stands twice, is doubtful: it is said, never decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from docgen.facts.words import id_birth_date, id_is_right
from docgen.model import Helper, Household, Person
from docgen.words import plain_name
from docgen.work.sounds import same_sound

Fits = Callable[[Person, Person], bool]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person must look at: rows that may be one, or a key that stands twice."""

    household: str
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """One household as one record has it. ``listed``: the record lists members at all."""

    household: Household
    persons: tuple[Person, ...] = ()
    helpers: tuple[Helper, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Same:
    """One household in several records: its rows by source. `key` is its 户编号."""

    key: str
    sides: Mapping[str, Side]


@dataclass(slots=True)
class Member:
    """One person in several records; ``unsure`` are records that may have a row of this person."""

    rows: dict[str, Person] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The name that most records have, of two the first; else the number of the person."""
        named = [name for one in self.rows.values() if (name := one.name or one.id)]
        return max(named, key=named.count, default="")


def same_persons(same: Same) -> tuple[list[Member], list[Doubt]]:
    """Bring the members of one household together, in the order of the first record."""
    if plain_sailing := _in_step(same):
        return plain_sailing, []
    members: list[Member] = []
    doubts: list[Doubt] = []
    set_aside: list[tuple[str, Person]] = []
    for source, side in same.sides.items():
        known = [person for person in side.persons if _known(person)]
        if len(known) < len(side.persons):
            count = len(side.persons) - len(known)
            reason = f"{source}里有{count}行没有姓名也没有证件号码，没有比对"
            doubts.append(Doubt(same.key, "", reason))
        waiting, twice = _apart(known)
        set_aside += [(source, person) for person in twice]
        doubts += [_stands_twice(same.key, source, name) for name in _names(twice)]
        waiting = _placed(waiting, source, members)
        fresh = []
        for person in waiting:
            rivals = [m for m in members if source not in m.rows and _may_be(person, m)]
            fresh.append(Member({source: person}, {s for rival in rivals for s in rival.rows}))
            if rivals:
                reason = f"{source}里的{person.name or '一行'}与其他记录对不上唯一的一人"
                doubts.append(Doubt(same.key, person.name or "", reason))
            for rival in rivals:
                rival.unsure.add(source)
        members += fresh
    for source, person in set_aside:
        for member in members:
            if _may_be(person, member):
                member.unsure.add(source)
    return members, doubts


def _in_step(same: Same) -> list[Member]:
    """Members when all records list the same persons in the same order; else nothing."""
    sides = [(source, side.persons) for source, side in same.sides.items() if side.persons]
    if not sides:
        return []
    first = [(number_of(person), person.name) for person in sides[0][1]]
    for _, persons in sides[1:]:
        if [(number_of(person), person.name) for person in persons] != first:
            return []
    if len({number for number, _ in first}) < len(first) or not all(n for n, _ in first):
        return []
    return [
        Member({source: persons[place] for source, persons in sides}) for place in range(len(first))
    ]


def _known(person: Person) -> bool:
    """Whether a row says enough to tell whose it is."""
    named = bool(spoken(person)) or len(number_of(person)) >= 15
    return named or (born(person) is not None and person.relation is not None)


def _apart(persons: Sequence[Person]) -> tuple[list[Person], list[Person]]:
    """The persons, and those whose number and name stand in two rows."""
    counts = Counter((number_of(person), spoken(person)) for person in persons)
    twice = {key for key, times in counts.items() if times > 1 and key[0]}
    once = [person for person in persons if (number_of(person), spoken(person)) not in twice]
    return once, [person for person in persons if (number_of(person), spoken(person)) in twice]


def _names(persons: Sequence[Person]) -> list[str]:
    return sorted({person.name or "" for person in persons})


def _stands_twice(key: str, source: str, name: str) -> Doubt:
    return Doubt(key, name, f"{source}里{name or '同一证件号码'}的证件号码和姓名重复登记")


def _placed(waiting: Sequence[Person], source: str, members: Sequence[Member]) -> list[Person]:
    """Put each person into the only member that fits and that nobody else of the source fits.

    Whoever fits several by a strong mark is told apart among those only by the weaker ones.
    """
    among: dict[int, list[Member]] = {}
    left = list(waiting)
    for fits in ROUNDS:
        free = [member for member in members if source not in member.rows]
        wanted = [
            [m for m in free if _may(m, person, among) and _any(fits, person, m)] for person in left
        ]
        claims = Counter(id(member) for fitting in wanted for member in fitting)
        rest = []
        for person, fitting in zip(left, wanted, strict=True):
            if len(fitting) == 1 and claims[id(fitting[0])] == 1:
                fitting[0].rows[source] = person
                continue
            rest.append(person)
            if fitting:
                among[id(person)] = fitting
        left = rest
    return left


def _may(member: Member, person: Person, among: Mapping[int, Sequence[Member]]) -> bool:
    return id(person) not in among or any(member is one for one in among[id(person)])


def _any(fits: Fits, person: Person, member: Member) -> bool:
    return any(fits(person, other) for other in member.rows.values())


def _may_be(person: Person, member: Member) -> bool:
    return any(_any(fits, person, member) for fits in (*ROUNDS, _of_one_name))


def number_of(person: Person) -> str:
    """The ID of 18 characters, also of a disability card; 17 of what were 15 old digits."""
    number = (person.id_number or "")[:18].upper()
    if len(number) == 15 and number.isdigit():
        return f"{number[:6]}19{number[6:]}"
    return number


def spoken(person: Person | Helper) -> str:
    """The name as names are compared; empty without one."""
    return plain_name(person.name) if person.name else ""


def born(person: Person) -> date | None:
    """The birth date as written, else as a right ID has it."""
    return person.born or id_birth_date(person.id_number)


def _same_row(one: Person, other: Person) -> bool:
    return one.id_number == other.id_number and _of_one_name(one, other)


def _same_but_number(one: Person, other: Person) -> bool:
    """Whether name, relation and birth date as written agree: then the number is the wrong one,
    also where two of a household have each other's."""
    agree = one.born is not None and one.relation is not None and not _differ(one.sex, other.sex)
    return (
        agree
        and one.born == other.born
        and one.relation == other.relation
        and _of_one_name(one, other)
    )


def _equal_number(one: Person, other: Person) -> bool:
    return len(number_of(one)) >= 15 and number_of(one) == number_of(other)


def _same_number(one: Person, other: Person) -> bool:
    short, long = sorted((number_of(one), number_of(other)), key=len)
    # 15 old digits become 17: they lack the check character
    return len(short) >= 17 and (short == long or (len(short) == 17 and long[:17] == short))


def _of_one_name(one: Person, other: Person) -> bool:
    return bool(spoken(one)) and spoken(one) == spoken(other)


def _same_name(one: Person, other: Person) -> bool:
    """Whether two of one household have one name, and not everything else speaks against it."""
    return _of_one_name(one, other) and not _others(one, other)


def _others(one: Person, other: Person) -> bool:
    """Whether two are others by ID, birth date and sex or relation at once."""
    if not _two_right_numbers(one, other) or one_wrong_digit(number_of(one), number_of(other)):
        return False
    apart = born(one) is not None and born(other) is not None and born(one) != born(other)
    return apart and (_differ(one.sex, other.sex) or _differ(one.relation, other.relation))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _two_right_numbers(one: Person, other: Person) -> bool:
    """Whether both IDs are right and not one: then they are two persons' numbers."""
    left, right = number_of(one), number_of(other)
    return left != right and id_is_right(left) and id_is_right(right)


def _wrong_digit(one: Person, other: Person) -> bool:
    return one_wrong_digit(number_of(one), number_of(other))


def one_wrong_digit(left: str, right: str) -> bool:
    """Whether two IDs differ at most in one place, a digit too few or two neighbours' order."""
    if left == right:
        return len(left) >= 15
    if abs(len(left) - len(right)) == 1 and min(len(left), len(right)) >= 15:
        short, long = sorted((left, right), key=len)
        return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(left) != len(right) or len(left) < 15:
        return False
    wrong = [
        place for place, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]
    ]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        first, second = wrong
        return left[first] == right[second] and left[second] == right[first]
    return len(wrong) == 1


def _sounds_the_same(one: Person, other: Person) -> bool:
    """Whether two names sound the same and nothing that is known speaks against it."""
    if not same_sound(spoken(one), spoken(other)) or _two_right_numbers(one, other):
        return False
    days = born(one), born(other)
    return (None in days or days[0] == days[1]) and not _differ(one.sex, other.sex)


def _same_birth_and_relation(one: Person, other: Person) -> bool:
    if born(one) is None or one.relation is None or _two_right_numbers(one, other):
        return False
    return born(one) == born(other) and one.relation == other.relation


# Each mark is weaker than those before it; the same holds of what is equal.
ROUNDS: Sequence[Fits] = (
    _same_row,
    _same_but_number,
    _equal_number,
    _same_number,
    _same_name,
    _wrong_digit,
    _sounds_the_same,
    _same_birth_and_relation,
)


def listed_twice(source: str, sides: Sequence[tuple[str, Side]]) -> Iterator[Doubt]:
    """Persons whose ID one record has in two households."""
    where: dict[str, set[str]] = {}
    for key, side in sides:
        for person in side.persons:
            if len(number := number_of(person)) >= 17:
                where.setdefault(number, set()).add(key)
    twice = {number: keys for number, keys in where.items() if len(keys) > 1}
    for key, side in sides if twice else ():
        for person in side.persons:
            if keys := twice.get(number_of(person)):
                others = "、".join(sorted(keys - {key}))
                reason = f"{source}里{person.name or '这个证件号码'}又登记在{others}户"
                yield Doubt(key, person.name or "", reason)
