"""What other records say where an ID was stored as a number: a proposal, never a correction.

A number keeps its first 15 digits at most. The same person (household and name) with an ID that
begins with the digits left and whose check character is right is named with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.facts.words import id_is_right
from docgen.findings import Finding
from docgen.model import Ledger
from docgen.rules.identity import SPOILT
from docgen.sources import At
from docgen.words import mask_id, plain_name

ID, OF_HEAD = "证件号码", "户主证件号码"
KEPT_DIGITS = 15  # of a number in a workbook
FEWEST = 5  # digits that must be left to compare: less than the area code says nothing
SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """One row that gives a person an ID: who, in which household, where."""

    household: str
    householder: str
    name: str
    number: str
    at: At
    column: str = ID

    @property
    def cell(self) -> tuple[str, str, str]:
        """File, sheet and cell of the ID."""
        place = self.at.of(self.column)
        return place.file, place.sheet, self.at.cell(self.column)

    def fits(self, other: Named) -> bool:
        """Whether both rows tell of one person: the name, and the household or its head."""
        same_head = bool(self.householder) and self.householder == other.householder
        return self.name == other.name and (self.household == other.household or same_head)


def spoilt_ids(findings: Iterable[Finding]) -> bool:
    """Whether there is an ID for which the other records should be asked."""
    return any(one.code == SPOILT for one in findings)


def propose(
    findings: Sequence[Finding], ledger: Ledger, records: Mapping[str, Ledger]
) -> tuple[Finding, ...]:
    """Return the findings; the remedy of an ID stored as a number names what others say."""
    own = list(named_in(ledger))
    places = {one.cell: one for one in own}
    others: dict[str, list[Named]] = {}
    for one in [*own, *(row for record in records.values() for row in named_in(record))]:
        others.setdefault(one.name, []).append(one)

    def proposed(finding: Finding) -> Finding:
        if finding.code != SPOILT:
            return finding
        spoilt = places.get((finding.file, finding.sheet, finding.cell))
        if spoilt is not None:
            said = sayings(spoilt, others[spoilt.name])
        elif finding.message.startswith(OF_HEAD):
            said = told(finding.value, _heads(own, finding.household))
        else:
            return finding
        return replace(finding, fix=f"{finding.fix}；{said}") if said else finding

    return tuple(map(proposed, findings))


def _heads(named: Iterable[Named], household: str) -> list[Named]:
    """The householders that a row may mean: of its household, where it names one that is known."""
    heads = [one for one in named if one.name == one.householder]
    return [one for one in heads if one.household == household] or heads


def sayings(spoilt: Named, others: Iterable[Named]) -> str:
    """What the other rows write of the same person; empty when none fits."""
    mine = (one for one in others if one.cell != spoilt.cell and one.fits(spoilt))
    return told(spoilt.number, mine)


def told(number: str, others: Iterable[Named]) -> str:
    """The right numbers that may have left these digits, each once with its first place."""
    left = digits_left(number)
    if len(left) < FEWEST:
        return ""
    found: dict[str, list[Named]] = {}
    for one in others:
        if id_is_right(one.number[:18]) and begins(one.number, left):
            found.setdefault(one.number, []).append(one)
    words = "，".join(
        f"{where(rows)}写的是 {mask_id(right)}" for right, rows in sorted(found.items())
    )
    return f"{words}，请对照证件核对" if words else ""


def begins(number: str, left: str) -> bool:
    """Whether a number may have left these digits: cut off, or the last of them rounded up."""
    head, after = number[: len(left)], number[len(left) : len(left) + 1]
    return head == left or (after >= "5" and after.isdigit() and int(head) + 1 == int(left))


def where(rows: Sequence[Named]) -> str:
    """The first place as a person writes it, and how many there are."""
    file, sheet, cell = min(
        (one.cell for one in rows), key=lambda cell: (cell[0], cell[1], len(cell[2]), cell[2])
    )
    more = f"等{len(rows)}处" if len(rows) > 1 else ""
    return f"{file} {sheet}!{cell} {more}"


def digits_left(written: str) -> str:
    """The digits that a number still proves; the last of 1.10105E+17 is rounded and proves none."""
    if match := SCIENTIFIC.fullmatch(written):
        return (match[1] + (match[2] or ""))[:-1]
    return written[:KEPT_DIGITS] if written.isascii() and written.isdigit() else ""


def named_in(ledger: Ledger) -> Iterator[Named]:
    """Every row of the ledger that names a person with an ID, in the ledger's order."""
    heads = {one.id: plain_name(one.householder or "") for one in ledger.households}

    def named(household: str, name: object, number: object, at: At | None) -> Iterator[Named]:
        if at is not None and at.has(ID) and name and number:
            head = heads.get(household, "")
            yield Named(household, head, plain_name(str(name)), str(number), at)

    for home in ledger.households:
        number = ledger.householder_ids.get(home.id)
        if home.at is not None and home.at.has(OF_HEAD) and number and home.householder:
            head = plain_name(home.householder)
            yield Named(home.id, head, head, number, home.at, OF_HEAD)
    for person in ledger.persons:
        yield from named(person.household, person.name, person.id_number, person.at)
    for entries in ledger.registers.values():
        for entry in entries:
            yield from named(entry.household or "", entry.get("姓名"), entry.get(ID), entry.at)
