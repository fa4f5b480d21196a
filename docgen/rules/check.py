"""Runs all rules over a ledger; severities and thresholds come from the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from docgen.facts.figures.registry import lacking
from docgen.findings import Finding, Severity, finding_at, sort_key
from docgen.folder import Settings
from docgen.model import Ledger
from docgen.rules import (  # noqa: F401 - each file enters its rules in the table
    causes,
    health,
    identity,
    income,
    labour,
    links,
    measures,
    monitoring,
    outside,
    required,
    schooling,
    security,
    structure,
)
from docgen.rules.case import Case
from docgen.rules.registry import RULES, Fault, Rule, Unchecked

OFF = "off"


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings in their order, and what could not be checked."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]


def check(ledger: Ledger, settings: Settings, codes: Iterable[str] | None = None) -> Checked:
    """Return the findings of these rules (all when None) and of reading the ledger.

    A rule whose sheet or column is absent is listed as unchecked, once for each reason.
    """
    case = Case(ledger, settings)
    wanted = None if codes is None else set(codes)
    findings: list[Finding] = list(ledger.findings)
    unchecked: list[Unchecked] = []
    for code in sorted(RULES):
        level = settings.levels.get(code, "")
        if level == OFF or (wanted is not None and code not in wanted):
            continue
        found, skipped = run(RULES[code], case, level)
        findings += found
        unchecked += skipped
    return Checked(tuple(sorted(findings, key=sort_key)), tuple(unchecked))


def run(rule: Rule, case: Case, level: str = "") -> tuple[list[Finding], list[Unchecked]]:
    """Run one rule; `level` replaces its severity when it names one."""
    code = rule.text.code
    gap = lacking(case.view, rule.needs)
    if gap is not None:
        return [], [Unchecked(code, gap.reason)]
    severity = Severity(level) if level in set(Severity) else None
    findings: list[Finding] = []
    reasons: dict[str, None] = {}
    for found in rule.function(case):
        if isinstance(found, str):
            reasons[found] = None
        else:
            findings.append(_finding(rule, found, severity))
    return findings, [Unchecked(code, reason) for reason in reasons]


def _finding(rule: Rule, fault: Fault, severity: Severity | None) -> Finding:
    finding = finding_at(
        fault.at,
        fault.columns,
        code=rule.text.code,
        severity=severity or fault.severity or rule.text.severity,
        message=fault.message,
        fix=fault.fix,
        value=fault.value,
        household=fault.household,
        person=fault.person,
    )
    same_sheet = [
        other.cell(fault.columns[0])
        for other in fault.others
        if fault.at is not None and other.source is fault.at.source
    ]
    return replace(finding, also=(*finding.also, *same_sheet)) if same_sheet else finding
