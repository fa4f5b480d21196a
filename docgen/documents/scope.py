"""What a job is about: the whole ledger and each of its villages, or the part --only names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from docgen.documents.job import Job
from docgen.facts.scope import by_village, chosen, ledger_of, part_of, unplaced, villages
from docgen.findings import Finding, Severity
from docgen.model import Household, Ledger

UNPLACED = "W413"


@dataclass(frozen=True, slots=True)
class Scope:
    """One part with its rows.

    ``place`` is the village (or group) in titles: empty for a whole town, None when nobody says
    it. ``name`` tells its files from those of the whole, for which it is empty. ``villages`` are
    those of a whole town with their rows.
    """

    ledger: Ledger
    place: str | None
    name: str = ""
    villages: Mapping[str, Ledger] = field(default_factory=dict)

    def file(self, product: str) -> str:
        """Return ``整改清单`` for the whole, ``整改清单_上河村`` for a part."""
        return f"{product}_{self.name}" if self.name else product


def scopes(job: Job) -> list[Scope]:
    """Return what to make: the part of --only, else the whole and each of several villages."""
    own = job.folder.settings.place.village
    if job.only:
        return [_part(job, own)]
    if len(villages(job.ledger)) < 2:
        return [Scope(job.ledger, own or None)]
    parts = by_village(job.ledger)
    return [Scope(job.ledger, "", "", parts), *(Scope(rows, at, at) for at, rows in parts.items())]


def _part(job: Job, own: str) -> Scope:
    part = part_of(job.ledger, job.only)
    name = part.name if part else job.only
    named = part is not None and any(one.village for one in part.households)
    return Scope(ledger_of(job.ledger, job.only), name if named else f"{own}{name}", name)


def households(job: Job) -> list[Household]:
    """Return the households asked for, each number once, in the ledger's order."""
    return chosen(job.ledger, job.only)


def several_villages(ledger: Ledger) -> bool:
    """Whether documents of households lie in a folder for each village."""
    return len({household.village for household in ledger.households}) > 1


def unplaced_rows(ledger: Ledger, sheets: Collection[str]) -> list[Finding]:
    """Return a finding for each sheet with rows that count for the whole and for no village."""
    return [
        Finding(
            code=UNPLACED,
            severity=Severity.warning,
            file=records[0].at.file if records[0].at else "",
            sheet=records[0].at.sheet if records[0].at else sheet,
            cell=records[0].at.cell() if records[0].at else "",
            message=f"“{sheet}”有{len(records)}行没有写明行政村，也看不出是哪个村的，"
            "只算进全部，没有算进任何一个村",
            fix="在这些行的“行政村”列填上村名，再重新生成",
            also=tuple(one.at.cell() for one in records[1:20] if one.at),
        )
        for sheet, records in unplaced(ledger).items()
        if sheet in sheets
    ]
