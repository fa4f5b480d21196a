"""One person told by several sheets: an export of monitored persons beside the roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docgen.findings import Finding
from docgen.ledger.merging import merged_records
from docgen.model import Person, columns_of

ATTRIBUTES = {
    column: attribute
    for column, attribute in columns_of(Person).items()
    if column not in ("户", "行政村")
}
Key = tuple[str, str, str]


def one_of_each(persons: Sequence[Person], findings: list[Finding]) -> list[Person]:
    """Return the persons; who stands in two sheets of one household is put together.

    The same person is who has the same ID, or the same 人编号 and name, in the same household. Rows
    of one sheet (spells of work), and a person in two households, stay apart. What two sheets say
    differently is a finding, the first one wins.
    """
    if len({_sheet(person) for person in persons}) < 2:
        return list(persons)
    found: list[Person] = []
    told: list[set[tuple[str, str]]] = []
    places: dict[Key, list[int]] = {}
    names = _names(persons)
    for person in persons:
        sheet = _sheet(person)
        known = (place for key in _keys(person) for place in places.get(key, ()))
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
        for key in _keys(found[place]):
            if place not in places.setdefault(key, []):
                places[key].append(place)
    return found


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
