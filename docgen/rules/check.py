"""Runs all rules over a ledger; severities and thresholds come from the settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from docgen.facts.conditions import parse
from docgen.facts.figures.registry import lacking
from docgen.findings import Finding, Severity, finding_at, keeping, sort_key
from docgen.folder import Settings
from docgen.jobs import without_collector
from docgen.ledger.codes import CODES
from docgen.model import Ledger
from docgen.rules import (  # noqa: F401 - each file enters its rules in the table
    amounts,
    areas,
    causes,
    duties,
    health,
    identity,
    income,
    labour,
    links,
    measures,
    monitoring,
    orders,
    outside,
    required,
    schooling,
    security,
    structure,
)
from docgen.rules.case import Case
from docgen.rules.halves import Results, in_halves
from docgen.rules.limits import misread
from docgen.rules.registry import RULES, Fault, Rule, Unchecked, texts
from docgen.sources import At

OFF = "off"
ELSEWHERE = {
    "R150": "四方记载由 docgen reconcile 比对",
    "R151": "四方记载由 docgen reconcile 比对",
    "R152": "要看归档文书上的日期，台账里没有",
    "R153": "要看扫描件上的落款、日期和公章，台账里没有",
}
SAID_BEFORE = {"R070": "E104"}


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings in their order, and what could not be checked."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]


def check(
    ledger: Ledger,
    settings: Settings,
    codes: Iterable[str] | None = None,
    executor: Executor | None = None,
) -> Checked:
    """Return the findings of these rules (all when None) and of reading the ledger.

    A rule whose sheet or column is absent is listed as unchecked, once for each reason. With an
    executor half of the rules run there, with the same result.
    """
    with without_collector():
        levels = _levels(settings, codes)
        if executor is None:
            results = _each_rule(ledger, settings, levels)
        else:
            results = in_halves(_each_rule, ledger, settings, levels, executor)
        return _together(ledger, settings, codes, [results[code] for code in sorted(results)])


def _levels(settings: Settings, codes: Iterable[str] | None) -> dict[str, str]:
    """The rules to run with the severity that the settings give them."""
    wanted = RULES.keys() if codes is None else set(codes) & RULES.keys()
    levels = {code: settings.levels.get(code, "") for code in sorted(wanted)}
    return {code: level for code, level in levels.items() if level != OFF}


def _each_rule(ledger: Ledger, settings: Settings, levels: Mapping[str, str]) -> Results:
    case = Case(ledger, settings)
    return {code: run(RULES[code], case, level) for code, level in levels.items()}


def _together(
    ledger: Ledger,
    settings: Settings,
    codes: Iterable[str] | None,
    results: Iterable[tuple[list[Finding], list[Unchecked]]],
) -> Checked:
    wanted = None if codes is None else set(codes)
    findings = _as_set(ledger.findings, settings)
    unchecked: list[Unchecked] = []
    for found, skipped in results:
        findings += found
        unchecked += skipped
    if wanted is None:
        unchecked += _misread(settings)
    asked = ELSEWHERE if wanted is None else [code for code in ELSEWHERE if code in wanted]
    for code in asked:
        if settings.levels.get(code) != OFF:
            unchecked.append(Unchecked(code, ELSEWHERE[code]))
    findings = list(keeping(dict.fromkeys(_said_once(findings)), _numbers(ledger)))
    return Checked(tuple(sorted(findings, key=sort_key)), tuple(unchecked))


def _as_set(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    """The findings of reading with the severities that the settings give them."""
    levels = settings.levels
    kept = (one for one in findings if levels.get(one.code) != OFF)
    return [
        replace(one, severity=Severity(levels[one.code]))
        if levels.get(one.code) in set(Severity)
        else one
        for one in kept
    ]


def _misread(settings: Settings) -> Iterator[Unchecked]:
    """What [levels] and [thresholds] say and no rule understands."""
    for code, level in settings.levels.items():
        if code not in texts() and code not in CODES:
            yield Unchecked(code, "设置里改了它的级别，但没有这条规则")
        elif level not in (OFF, *Severity):
            words = "、".join((OFF, *Severity))
            yield Unchecked(code, f"设置里的级别“{level}”不是{words}之一，按原来的级别检查")
    for code, reason in misread(settings.thresholds):
        yield Unchecked(code, reason)


def _said_once(findings: list[Finding]) -> list[Finding]:
    """The findings without those of reading that a rule reports for the same cell."""
    said = {(*_place(one), SAID_BEFORE[one.code]) for one in findings if one.code in SAID_BEFORE}
    return [one for one in findings if (*_place(one), one.code) not in said]


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.sheet, finding.cell


def _numbers(ledger: Ledger) -> Iterator[str]:
    """Numbers that are nobody's: of households, policies and projects."""
    yield from (household.id for household in ledger.households)
    yield from (policy.id for policy in ledger.policies)
    yield from (project.id for project in ledger.projects)


def run(rule: Rule, case: Case, level: str = "") -> tuple[list[Finding], list[Unchecked]]:
    """Run one rule; `level` replaces its severity when it names one."""
    code = rule.text.code
    gap = lacking(case.view, rule.needs)
    if gap is not None:
        return [], [Unchecked(code, gap.reason)]
    severity = Severity(level) if level in set(Severity) else None
    findings: list[Finding] = []
    reasons: dict[str, None] = {}
    seen = case.seeing(rule.needs).among(parse(rule.text.when))
    reasons.update(dict.fromkeys(seen.blind_spots()))
    for found in rule.function(seen):
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
    more = [
        other.cell(fault.columns[0])
        for other in fault.others
        if fault.at is not None and other.source is fault.at.source
    ]
    more += (where for at, column in fault.beside if (where := _beside(finding, at, column)))
    return replace(finding, also=(*finding.also, *more)) if more else finding


def _beside(finding: Finding, at: At | None, column: str) -> str:
    """The cell of another record, with its sheet if it is another one; empty without a column."""
    if at is None or not at.has(column):
        return ""
    place, cell = at.of(column), at.cell(column)
    here = (place.file, place.sheet) == (finding.file, finding.sheet)
    return cell if here else f"{place.sheet}!{cell}"
