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

ID = "证件号码"
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
    places = {(one.at.file, one.at.of(ID).sheet, one.at.cell(ID)): one for one in own}
    others: dict[str, list[Named]] = {}
    for one in [*own, *(row for record in records.values() for row in named_in(record))]:
        others.setdefault(one.name, []).append(one)

    def proposed(finding: Finding) -> Finding:
        spoilt = places.get((finding.file, finding.sheet, finding.cell))
        if finding.code != SPOILT or spoilt is None:
            return finding
        said = sayings(spoilt, others[spoilt.name])
        return replace(finding, fix=f"{finding.fix}；{said}") if said else finding

    return tuple(map(proposed, findings))


def sayings(spoilt: Named, others: Iterable[Named]) -> str:
    """What the other rows write, each number once with its first place; empty when none fits."""
    left = digits_left(spoilt.number)
    if len(left) < FEWEST:
        return ""
    found: dict[str, list[At]] = {}
    for one in others:
        right = id_is_right(one.number[:18]) and begins(one.number, left)
        if one.at != spoilt.at and right and one.fits(spoilt):
            found.setdefault(one.number, []).append(one.at)
    told = "，".join(
        f"{where(places)}写的是 {mask_id(number)}" for number, places in sorted(found.items())
    )
    return f"{told}，请对照证件核对" if told else ""


def begins(number: str, left: str) -> bool:
    """Whether a number may have left these digits: cut off, or the last of them rounded up."""
    head, after = number[: len(left)], number[len(left) : len(left) + 1]
    return head == left or (after >= "5" and after.isdigit() and int(head) + 1 == int(left))


def where(places: Sequence[At]) -> str:
    """The first place as a person writes it, and how many there are."""
    first = min(places, key=lambda at: (at.file, at.sheet, at.row))
    more = f"等{len(places)}处" if len(places) > 1 else ""
    return f"{first.file} {first.of(ID).sheet}!{first.cell(ID)} {more}"


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

    for person in ledger.persons:
        yield from named(person.household, person.name, person.id_number, person.at)
    for entries in ledger.registers.values():
        for entry in entries:
            yield from named(entry.household or "", entry.get("姓名"), entry.get(ID), entry.at)
