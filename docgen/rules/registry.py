"""The table of rules: a code, what it needs, and the function that finds its faults.

A rule yields faults, saying only where and what; its group, text and severity stand in
check_rules.csv, and docgen.toml may change the severity or switch the rule off.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from docgen.findings import Severity
from docgen.resources import data
from docgen.rules.case import Case, Home, Member
from docgen.sources import At


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that breaks a rule. `columns` are the cells to mend, the first one is meant."""

    at: At | None
    columns: tuple[str, ...]
    message: str
    fix: str
    value: object = ""
    household: str = ""
    person: str = ""
    others: tuple[At, ...] = ()
    """Further rows of the same sheet whose cell (first column) could be meant."""
    beside: tuple[tuple[At | None, str], ...] = ()
    """Cells of other records (place, column) that could be meant as well."""
    severity: Severity | None = None
    """A milder case of the same rule; None for the rule's own severity."""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule, or a part of it, that could not be checked, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Text:
    """A row of check_rules.csv; `when` is the condition that says whom the rule concerns."""

    code: str
    group: str
    rule: str
    fields: str
    scope: str
    cell: str
    severity: Severity
    when: str = ""


Found = Iterator[Fault | str]
"""What a rule yields: faults, or a reason why a part of it cannot be checked."""
Function = Callable[[Case], Found]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its function; `needs` are the sheets or columns (户信息.户类型) it stands on."""

    text: Text
    needs: tuple[str, ...]
    function: Function


RULES: dict[str, Rule] = {}


@cache
def texts() -> dict[str, Text]:
    """The rows of the rule table by code."""
    with data("check_rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _text(row) for row in csv.DictReader(file)}


def _text(row: dict[str, str]) -> Text:
    return Text(
        code=row["id"],
        group=row["group"],
        rule=row["rule"],
        fields=row["fields"],
        scope=row["scope"],
        cell=row["cell"],
        severity=Severity(row["severity"]),
        when=row["when"],
    )


def rule(code: str, *needs: str) -> Callable[[Function], Function]:
    """Enter a function in the table of rules under a code of check_rules.csv."""

    def enter(function: Function) -> Function:
        if code in RULES:
            raise ValueError(f"two functions check {code}")
        RULES[code] = Rule(texts()[code], needs, function)
        return function

    return enter


def of_person(
    member: Member,
    columns: Sequence[str],
    message: str,
    fix: str,
    value: object = "",
    others: tuple[At, ...] = (),
    severity: Severity | None = None,
    beside: Iterable[tuple[At | None, str]] = (),
) -> Fault:
    """A fault in a row of 家庭成员."""
    person = member.person
    return Fault(
        person.at,
        tuple(columns),
        message,
        fix,
        value,
        person.household,
        member.label,
        others,
        tuple(beside),
        severity,
    )


def of_home(
    home: Home,
    columns: Sequence[str],
    message: str,
    fix: str,
    value: object = "",
    others: tuple[At, ...] = (),
    beside: Iterable[tuple[At | None, str]] = (),
) -> Fault:
    """A fault in a row of 户信息."""
    household = home.household
    return Fault(
        household.at,
        tuple(columns),
        message,
        fix,
        value,
        household.id,
        others=others,
        beside=tuple(beside),
    )
