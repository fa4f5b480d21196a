"""What a check found, ready to be shown, written and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import gettext as _

from docgen.findings import Finding, Severity, as_json, sort_key
from docgen.model import Ledger, SheetAccount


@dataclass(frozen=True, slots=True)
class Checked:
    """The ledger that was read, all findings in order, and the rules that could not be checked."""

    ledger: Ledger
    findings: tuple[Finding, ...]
    unchecked: tuple[tuple[str, str], ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that are 错误 or 严重."""
        return tuple(finding for finding in self.findings if finding.severity.blocks)

    def content(self) -> dict[str, object]:
        """The keys of --json."""
        return {
            "findings": [as_json(finding) for finding in self.findings],
            "counts": counts(self.ledger),
            "rows": accounts(self.ledger.rows),
            "unchecked": [{"code": code, "reason": why} for code, why in self.unchecked],
        }


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without repetition, gravest first."""
    return tuple(sorted(dict.fromkeys(findings), key=sort_key))


def counts(ledger: Ledger) -> dict[str, int]:
    """How many records of each kind the ledger holds."""
    kinds = {
        "households": ledger.households,
        "persons": ledger.persons,
        "helpers": ledger.helpers,
        "measures": ledger.measures,
        "benefits": ledger.benefits,
        "visits": ledger.visits,
        "policies": ledger.policies,
        "projects": ledger.projects,
        "problems": ledger.problems,
    }
    return {name: len(records) for name, records in kinds.items()}


def accounts(rows: Sequence[SheetAccount]) -> list[dict[str, object]]:
    """The account of each sheet: rows read = rows used + rows set aside."""
    return [
        {
            "file": sheet.file,
            "sheet": sheet.sheet,
            "read": sheet.read,
            "used": sheet.used,
            "aside": [{"row": row.row, "reason": row.reason} for row in sheet.aside],
        }
        for sheet in rows
    ]


def sums(ledger: Ledger) -> str:
    """Sheets and rows in one sentence."""
    read = sum(sheet.read for sheet in ledger.rows)
    if not any(sheet.used for sheet in ledger.rows):
        return _("The ledger has no rows yet: put workbooks into 台账/ or fill in the template.")
    used = sum(sheet.used for sheet in ledger.rows)
    told = _("{sheets} sheets, {read} rows: {used} used, {aside} set aside.")
    return told.format(sheets=len(ledger.rows), read=read, used=used, aside=read - used)


def severities(findings: Sequence[Finding]) -> str:
    """How many findings of each severity, gravest first, in one sentence."""
    found = Counter(finding.severity for finding in findings)
    if not found:
        return _("No problems were found.")
    parts = [f"{level.value} {found[level]}" for level in reversed(Severity) if found[level]]
    return _("Problems found: {parts}.").format(parts=_(", ").join(parts))
