"""One person told by several sheets: an export of monitored persons beside the roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from docgen.findings import Finding
from docgen.ledger.merging import merged_records
from docgen.model import Person, columns_of

ATTRIBUTES = {
    column: attribute
    for column, attribute in columns_of(Person).items()
    if column not in ("户", "行政村")
}
WORK = frozenset(
    (
        "是否已务工",
        "务工区域",
        "务工所在地",
        "务工企业",
        "务工时间",
        "务工月收入",
        "开始时间",
        "结束时间",
    )
)
STANDING = {column: name for column, name in ATTRIBUTES.items() if column not in WORK}
Key = tuple[str, str, str]


def one_of_each(persons: Sequence[Person], findings: list[Finding]) -> list[Person]:
    """Return the persons; who stands in two sheets of one household is put together.

    The same person is who has the same ID, or the same 人编号 and name, in the same household;
    where a sheet tells no relation, who alone has the name there. A row of work begun at another
    time is a spell of that person. Other rows of one sheet, and a person in two households, stay
    apart. What two sheets say differently is a finding; a sheet that tells the relation to the
    householder comes before one that does not.
    """
    if len({_sheet(person) for person in persons}) < 2 and not _repeated(persons):
        return list(persons)
    found: list[Person] = []
    told: list[set[tuple[str, str]]] = []
    places: dict[Key, list[int]] = {}
    names = _names(persons)
    named: dict[tuple[str, str], dict[int, None]] = {}
    for person in sorted(persons, key=_tells_no_relation):
        sheet = _sheet(person)
        known = [place for key in _keys(person) for place in places.get(key, ())]
        if not known and _tells_no_relation(person):
            known = _alone_of_the_name(person, named, found)
        spell = next((n for n in known if _other_spell(found[n], person)), None)
        if spell is not None:
            found[spell] = _with_spell(found[spell], person, findings)
            continue
        same = (n for n in known if sheet not in told[n] and _alike(found[n], person, names))
        place = next(same, None)
        if place is None:
            place = len(found)
            found.append(person)
            told.append(set())
        else:
            found[place] = merged_records(
                found[place], person, ATTRIBUTES, findings, person.household
            )
        told[place].add(sheet)
        named.setdefault((person.household, person.name or ""), {})[place] = None
        for key in _keys(found[place]):
            if place not in places.setdefault(key, []):
                places[key].append(place)
    return found


def _repeated(persons: Sequence[Person]) -> bool:
    """Whether a household has the same ID or 人编号 twice."""
    keys = [key for person in persons for key in _keys(person)]
    return len(set(keys)) < len(keys)


def _tells_no_relation(person: Person) -> bool:
    return person.at is not None and not person.at.has("与户主关系")


def _alone_of_the_name(
    person: Person, named: Mapping[tuple[str, str], dict[int, None]], found: Sequence[Person]
) -> list[int]:
    """The only member of the household who has the name, told by a sheet with relations."""
    places = [*named.get((person.household, person.name or ""), ())]
    if len(places) != 1 or not person.household or not person.name:
        return []
    return [] if _tells_no_relation(found[places[0]]) else places


def _other_spell(first: Person, second: Person) -> bool:
    """Whether a row tells of work of the same person that began at another time."""
    return (
        first.name == second.name
        and first.work_from is not None
        and second.work_from is not None
        and first.work_from != second.work_from
    )


def _with_spell(person: Person, row: Person, findings: list[Finding]) -> Person:
    """The person with a further spell; what the row does not tell is as in the person's own."""
    spell = merged_records(row, replace(person, spells=()), STANDING, [], person.household)
    whole = merged_records(person, row, STANDING, findings, person.household)
    return replace(whole, spells=(*person.spells, spell))


def _sheet(person: Person) -> tuple[str, str]:
    return (person.at.file, person.at.sheet) if person.at else ("", "")


def _keys(person: Person) -> Iterator[Key]:
    if person.household and person.id_number:
        yield "证件号码", person.household, person.id_number
    if person.household and person.id:
        yield "人编号", person.household, person.id


def _names(persons: Iterable[Person]) -> set[tuple[tuple[str, str], str, str]]:
    return {(_sheet(person), person.household, person.name or "") for person in persons}


def _alike(first: Person, second: Person, names: set[tuple[tuple[str, str], str, str]]) -> bool:
    """A name may be misspelt under one ID, but not be that of another member in either sheet."""
    if first.name == second.name or not first.name or not second.name:
        return True
    crossed = (_sheet(first), first.household, second.name) in names or (
        _sheet(second),
        second.household,
        first.name,
    ) in names
    return first.id_number == second.id_number and not crossed
