"""What a document needs and the ledger does not have: shown in red, reported, with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.findings import Finding, Severity, finding_at
from docgen.model import Entry, Gap, Record, Value, value_of
from docgen.sources import At
from docgen.word.faults import MISSING, Unfilled
from docgen.words import date_text, missing, yuan_text

GAP = "W401"
NOT_PRINTED = "W404"
NOT_APPLICABLE = "—"

Context = dict[str, Any]
"""What a template is given: None is missing (a red mark), an empty text is rightly blank."""


@dataclass(slots=True)
class Lacks:
    """The values one document lacks. A lack becomes a Gap, and a Finding where a cell waits."""

    household: str = ""
    gaps: list[Gap] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def value(self, record: Record | Entry, column: str, place: str) -> Value | None:
        """Return the value of a column; when there is none, note the lack and return None."""
        value = value_of(record, column)
        if value is None:
            self.note(column, place, record.at)
        return value

    def note(self, name: str, place: str, at: At | None = None) -> None:
        """Note that ``name`` is missing at ``place`` of the document.

        A column that its sheet does not have is told once by the reader of the ledger, not here.
        """
        gap = Gap(name, place)
        if gap not in self.gaps:
            self.gaps.append(gap)
        if at is not None and at.has(name):
            self.findings.append(self._finding(name, place, at))

    def mark(self, name: str, place: str, at: At | None = None) -> str:
        """Note the lack and return its visible mark, for the middle of a sentence."""
        self.note(name, place, at)
        return missing(name)

    def _finding(self, name: str, place: str, at: At) -> Finding:
        return finding_at(
            at,
            name,
            code=GAP,
            severity=Severity.hint,
            message=f"“{name}”为空，{place}中以{missing(name)}标出",
            fix=f"核实后在此格填写“{name}”，再重新生成。",
            household=self.household,
        )


def printed(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a context as plain texts for a page template, a mark for every missing value."""
    return {name: _printed(name, value) for name, value in context.items()}


def _printed(name: str, value: Any) -> Any:
    if value is None:
        return missing(name)
    if isinstance(value, Mapping):
        return printed(value)
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, Sequence):
        return [_printed(name, item) for item in value]
    return number_or_date(value)


def number_or_date(value: int | Decimal | date) -> str:
    """Return a date without leading zeros, money with thousands marks, a whole number as it is."""
    if isinstance(value, date):
        return date_text(value)
    return yuan_text(value) if isinstance(value, Decimal) else str(value)


def joined(parts: Sequence[str | None], mark: str = "，", *, empty: str = "") -> str:
    """Return the parts that say something, joined."""
    return mark.join(part for part in parts if part) or empty


def with_unfilled(gaps: Iterable[Gap], unfilled: Iterable[Unfilled]) -> tuple[Gap, ...]:
    """Return the gaps and those of the Word template that name a further field."""
    found = list(gaps)
    fields = {gap.field for gap in found}
    for one in unfilled:
        leaf = one.name.rpartition(".")[2]
        if one.reason == MISSING and leaf not in fields:
            fields.add(leaf)
            found.append(Gap(leaf, one.place))
    return tuple(found)


def unprinted(unfilled: Iterable[Unfilled], file: str, household: str = "") -> list[Finding]:
    """Return a finding for each value a Word template had but could not print as it stands."""
    return [
        Finding(
            code=NOT_PRINTED,
            severity=Severity.warning,
            file=file,
            sheet="",
            cell=one.place,
            message=f"“{one.name}”{one.reason}，文件中以红字标出或去掉了这些字符",
            fix="在台账中改好这个值；自己的模板要给日期和金额写明格式，如 {{ 金额|元 }}",
            household=household,
        )
        for one in unfilled
        if one.reason != MISSING
    ]
