"""Rows that several figures count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from docgen.facts.traits import OUTSIDE_COUNTY, is_lifted
from docgen.facts.view import View
from docgen.facts.words import blank
from docgen.ledger.merging import fullness
from docgen.model import Entry, Household, Person


def households(view: View) -> list[Household]:
    """The households, each once: a number that stands in two rows is one household."""
    return view.once(_households)


def _households(view: View) -> list[Household]:
    seen: dict[str, Household] = {}
    rest = []
    for household in view.ledger.households:
        if not household.id:
            rest.append(household)
        elif household.id not in seen:
            seen[household.id] = household
        else:
            # The row that says most counts: the same that documents print.
            seen[household.id] = max(seen[household.id], household, key=fullness)
    return [*seen.values(), *rest]


def persons_of(view: View, chosen: Iterable[Household]) -> list[Person]:
    """The rows of 家庭成员 that belong to these households, in the ledger's order."""
    persons = view.ledger.persons
    keys = {household.id for household in chosen if household.id}
    if len(keys) * 10 > len(persons):  # most of them: one pass is faster than sorting places
        return [person for person in persons if person.household in keys]
    places = view.once(_places_of_members)
    found = [place for key in keys for place in places.get(key, ())]
    return [persons[place] for place in sorted(found)]


def _places_of_members(view: View) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, person in enumerate(view.ledger.persons):
        found.setdefault(person.household, []).append(place)
    return found


def is_monitored(household: Household) -> bool:
    """监测对象类别不为空."""
    return not blank(household.monitored_kind)


def lifted_or_monitored(household: Household) -> bool:
    return is_lifted(household) or is_monitored(household)


def works(person: Person) -> bool:
    """务工时间大于0."""
    return person.work_months is not None and person.work_months > 0


def works_away(person: Person) -> bool:
    return works(person) and person.work_region in OUTSIDE_COUNTY


def in_period(day: date | None, view: View) -> bool:
    period = view.settings.period
    return day is not None and period.start <= day <= period.end


def cause(household: Household) -> str:
    """主要致贫原因 without its code; empty when the cell is."""
    written = (household.main_cause or "").strip()
    if written[:2].isdecimal():
        written = written[2:].strip()
    return "" if blank(written) else written


def entries(
    view: View, register: str, keep: Callable[[Entry], bool] = lambda _: True
) -> list[Entry]:
    """The rows of a register."""
    return [entry for entry in view.ledger.register(register) if keep(entry)]


def text_in(entry: Entry, column: str) -> str:
    """The words in a register's row, empty when the cell is or says 无."""
    written = entry.get(column)
    return "" if written is None or blank(str(written)) else str(written).strip()


def day_in(entry: Entry, column: str) -> date | None:
    """A day in a register's row; None when empty or not a day."""
    value = entry.get(column)
    return value if isinstance(value, date) else None


def number_in(entry: Entry, column: str) -> Decimal | None:
    """A number in a register's row; None when empty or not a number."""
    value = entry.get(column)
    return Decimal(value) if isinstance(value, int | Decimal) else None
