"""The value of one cell: a figure, or a count under a condition, of the whole or of a part."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property

from docgen.documents.form.proposing import Proposal
from docgen.facts.conditions import Truth, parse, truth
from docgen.facts.figures import FIGURES, Figure, compute
from docgen.facts.lookup import lookup_for
from docgen.facts.parts import BY, LEFT, parts
from docgen.facts.scope import ledger_of, part_of
from docgen.folder import Settings
from docgen.model import Household, Ledger, Person
from docgen.sources import At
from docgen.words import number_text

PERSONS = "人"
PARTS = ("村", "组", "帮扶责任人")
"""What a head of a form may limit a number to; the first wins where names are alike."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A number in the unit of the form, its definition and rows; or why there is none."""

    value: Decimal | int | None
    unit: str = ""
    definition: str = ""
    records: tuple[At, ...] = ()
    reason: str = ""
    note: str = ""


class Counting:
    """Answers for one ledger; figures of each part are computed once."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self.ledger = ledger
        self.settings = settings
        self._parts: dict[str, Ledger] = {"": ledger}
        self._figures: dict[str, dict[str, Figure]] = {}

    def part(self, name: str) -> Ledger | None:
        """The rows of a village, group or helper, None when there is none of this name."""
        if name not in self._parts and name in self.named:
            self._parts[name] = self.named[name]
        if name not in self._parts:
            if part_of(self.ledger, name) is None:
                return None
            self._parts[name] = ledger_of(self.ledger, name)
        return self._parts[name]

    @cached_property
    def named(self) -> dict[str, Ledger]:
        """Every village, group and helper of the ledger with its rows."""
        return {
            part.name: part.ledger
            for kind in reversed(PARTS)
            for part in parts(self.ledger, self.settings, BY[kind])
            if part.name != LEFT
        }

    @cached_property
    def previous(self) -> dict[str, Decimal]:
        """上期指标 by name."""
        return {
            one.name: one.value
            for one in self.ledger.previous
            if one.name and one.value is not None
        }

    def answer(self, wanted: Proposal) -> Answer:
        """Return what a cell that wants this is to show."""
        part = self.part(wanted.part)
        if part is None:
            return Answer(None, reason=f"台账里没有叫“{wanted.part}”的村、组")
        if wanted.condition:
            return self._counted(wanted, part)
        if wanted.figure not in FIGURES:
            near = get_close_matches(wanted.figure, FIGURES, n=1, cutoff=0.4)
            hint = f"，相近的是“{near[0]}”" if near else ""
            return Answer(None, reason=f"没有名为“{wanted.figure}”的指标{hint}")
        if wanted.before:
            return self._former(wanted)
        return self._figure(wanted, part)

    def _former(self, wanted: Proposal) -> Answer:
        entry = FIGURES[wanted.figure]
        if wanted.figure not in self.previous or wanted.part:
            return Answer(None, reason=f"上期指标表没有“{wanted.figure}”的数")
        value, unit = converted(self.previous[wanted.figure], entry.unit, wanted.unit)
        return Answer(value, unit, f"上期指标表中的{wanted.figure}")

    def _figure(self, wanted: Proposal, part: Ledger) -> Answer:
        known = self._figures.setdefault(wanted.part, {})
        if wanted.figure not in known:
            known.update(compute(part, self.settings, [wanted.figure]))
        figure = known[wanted.figure]
        if figure.value is None:
            return Answer(None, reason=figure.reason, definition=figure.definition)
        value, unit = converted(figure.value, figure.unit, wanted.unit)
        return Answer(value, unit, figure.definition, figure.records, note=figure.note)

    def _counted(self, wanted: Proposal, part: Ledger) -> Answer:
        condition = parse(wanted.condition)
        if condition.faults:
            return Answer(None, reason=f"条件写得不对：{condition.faults[0]}")
        found, unknown = [], 0
        for household, person in _counted_of(part, wanted.unit):
            verdict = truth(condition, lookup_for(part, self.settings, household, person))
            unknown += verdict is Truth.UNKNOWN
            if verdict is Truth.YES:
                record = person or household
                found.append(record.at)
        definition = f"符合“{wanted.condition}”的{_counted_words(wanted.unit)}"
        if unknown and not found:
            return Answer(None, definition=definition, reason="台账缺少判断所需的列或格")
        note = f"{unknown}{wanted.unit}缺资料，未计入" if unknown else ""
        rows = tuple(at for at in found if at is not None)
        return Answer(len(found), wanted.unit, definition, rows, note=note)


def _counted_words(unit: str) -> str:
    return "成员人数" if unit == PERSONS else "户数"


def _counted_of(ledger: Ledger, unit: str) -> list[tuple[Household, Person | None]]:
    once: dict[str, Household] = {}
    for household in ledger.households:
        once.setdefault(household.id, household)
    if unit != PERSONS:
        return [(household, None) for household in once.values()]
    return [
        (household, person)
        for household in once.values()
        for person in ledger.persons_of(household.id)
    ]


def converted(value: Decimal | int, own: str, wanted: str) -> tuple[Decimal | int, str]:
    """Return a value in the unit that the form asks for: yuan and 万元 into each other."""
    if own == "元" and wanted == "万元":
        return Decimal(number_text(Decimal(value) / 10_000, 4).replace(",", "")), wanted
    if own == "万元" and wanted == "元":
        return Decimal(value) * 10_000, wanted
    return value, own
