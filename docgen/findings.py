"""Wrong data is a value: a Finding says where it stands, what is wrong and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen.sources import At
from docgen.words import mask_text, mask_value

LONG_NUMBER = re.compile(r"\d{10,}")


class Severity(StrEnum):
    hint = "提示"
    warning = "警告"
    error = "错误"
    grave = "严重"

    @property
    def rank(self) -> int:
        """0 for 提示 … 3 for 严重."""
        return list(Severity).index(self)

    @property
    def blocks(self) -> bool:
        """Whether a command whose product is findings ends with exit code 1."""
        return self.rank >= Severity.error.rank


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the data.

    ``code`` is a rule of the rule table (``R001``) or docgen's own E/W number; ``cell`` is the cell
    to mend, ``also`` further cells that could be meant; ``value`` what stands there now. ``keep``
    are long numbers in it of nobody's (households, projects, policies), which are not masked.
    """

    code: str
    severity: Severity
    file: str
    sheet: str
    cell: str
    message: str
    fix: str
    value: str = ""
    also: tuple[str, ...] = ()
    household: str = ""
    person: str = ""
    keep: tuple[str, ...] = ()


def finding_at(
    at: At | None,
    column: str | Sequence[str],
    *,
    code: str,
    severity: Severity,
    message: str,
    fix: str,
    value: object = "",
    household: str = "",
    person: str = "",
) -> Finding:
    """Return a finding at the first ``column`` that the sheet has; the others go into ``also``.

    A cell of another sheet than the first stands in ``also`` with its sheet (``收入!F12``).
    """
    places = _places(at, [column] if isinstance(column, str) else list(column))
    first, cell = places[0] if places else (None, "")
    also = (
        more if place.source == first.source else f"{place.sheet}!{more}"
        for place, more in places[1:]
        if first
    )
    return Finding(
        code=code,
        severity=severity,
        file=first.file if first else "",
        sheet=first.sheet if first else "",
        cell=cell,
        message=message,
        fix=fix,
        value="" if value is None else str(value),
        also=tuple(also),
        household=household,
        person=person,
    )


def _places(at: At | None, columns: Sequence[str]) -> list[tuple[At, str]]:
    if at is None:
        return []
    known = [(at.of(name), at.cell(name)) for name in columns if at.has(name)]
    return known or [(at, at.cell())]


def sort_key(finding: Finding) -> tuple[int, str, str, str, int, str, str]:
    """Order: gravest first, then file, sheet and place; independent of how findings were found."""
    digits = "".join(ch for ch in finding.cell if ch.isdigit())
    row = int(digits) if digits else 0
    return (
        -finding.severity.rank,
        finding.code,
        finding.file,
        finding.sheet,
        row,
        finding.cell,
        finding.message,
    )


def as_json(finding: Finding) -> dict[str, object]:
    """Return the machine form of a finding with IDs, phones and cards masked."""
    hidden = shown(finding)
    return {
        "code": hidden.code,
        "severity": hidden.severity.value,
        "file": hidden.file,
        "sheet": hidden.sheet,
        "cell": hidden.cell,
        "also": list(hidden.also),
        "household": hidden.household,
        "person": hidden.person,
        "value": hidden.value,
        "message": hidden.message,
        "fix": hidden.fix,
    }


def shown(finding: Finding) -> Finding:
    """Return the finding as people may see it: IDs, phones and cards in its words are masked.

    The number of its household and those in ``keep`` stay whole.
    """
    keep = (*LONG_NUMBER.findall(finding.household), *finding.keep)
    return replace(
        finding,
        value=mask_value(finding.value, keep),
        message=mask_text(finding.message, keep),
        fix=mask_text(finding.fix, keep),
    )


def keeping(findings: Iterable[Finding], numbers: Iterable[str]) -> Iterator[Finding]:
    """Yield the findings, each knowing which of these numbers (of households …) it names."""
    known = {long for number in numbers for long in LONG_NUMBER.findall(number)}
    for finding in findings:
        words = f"{finding.value} {finding.message} {finding.fix}"
        named = tuple(number for number in LONG_NUMBER.findall(words) if number in known)
        yield replace(finding, keep=named) if named else finding
