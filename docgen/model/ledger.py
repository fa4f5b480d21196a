"""The ledger as a whole: its records, the account of its rows, look-ups by household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.findings import Finding
from docgen.model.records import (
    Beneficiary,
    Benefit,
    Entry,
    Helper,
    Household,
    Material,
    Measure,
    Person,
    Policy,
    PreviousFigure,
    Problem,
    Project,
    Supervision,
    VillageFact,
    Visit,
    VisitTarget,
)

LISTS: Mapping[str, str] = {
    "户信息": "households",
    "家庭成员": "persons",
    "帮扶责任人": "helpers",
    "帮扶措施": "measures",
    "政策享受": "benefits",
    "走访对象": "visit_targets",
    "走访记录": "visits",
    "政策": "policies",
    "项目": "projects",
    "项目受益户": "beneficiaries",
    "督办记录": "supervisions",
    "问题整改": "problems",
    "总结素材": "materials",
    "上期指标": "previous",
    "村情": "village_facts",
}
"""Official sheet name → the attribute of Ledger that holds its records."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that was set aside, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """Rows in = rows used + rows set aside, for one sheet. ``kind`` is the official sheet name."""

    file: str
    sheet: str
    kind: str
    read: int
    used: int
    aside: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """Everything that was read from 台账/, with look-ups by household."""

    households: tuple[Household, ...] = ()
    persons: tuple[Person, ...] = ()
    helpers: tuple[Helper, ...] = ()
    measures: tuple[Measure, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    visit_targets: tuple[VisitTarget, ...] = ()
    visits: tuple[Visit, ...] = ()
    policies: tuple[Policy, ...] = ()
    projects: tuple[Project, ...] = ()
    beneficiaries: tuple[Beneficiary, ...] = ()
    supervisions: tuple[Supervision, ...] = ()
    problems: tuple[Problem, ...] = ()
    materials: tuple[Material, ...] = ()
    previous: tuple[PreviousFigure, ...] = ()
    village_facts: tuple[VillageFact, ...] = ()
    registers: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    sheets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Official sheet name → the official columns that any of its sheets has."""
    rows: tuple[SheetAccount, ...] = ()
    findings: tuple[Finding, ...] = ()
    householder_ids: Mapping[str, str] = field(default_factory=dict)
    """户编号 → 户主证件号码, where a sheet of households has one."""
    _index: dict[str, dict[str, tuple[Any, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def has(self, sheet: str, column: str | None = None) -> bool:
        """Whether the ledger has this sheet (and this column in it) at all."""
        return sheet in self.sheets and (column is None or column in self.sheets[sheet])

    def household(self, key: str) -> Household | None:
        """Return the household with this 户编号."""
        found = self._by("households", "id").get(key, ())
        return found[0] if found else None

    def policy(self, key: str) -> Policy | None:
        """Return the policy with this 政策编号."""
        found = self._by("policies", "id").get(key, ())
        return found[0] if found else None

    def project(self, key: str) -> Project | None:
        """Return the project with this 项目编号."""
        found = self._by("projects", "id").get(key, ())
        return found[0] if found else None

    def persons_of(self, key: str) -> tuple[Person, ...]:
        """Return the members of a household in the ledger's order."""
        return self._by("persons", "household").get(key, ())

    def helpers_of(self, key: str) -> tuple[Helper, ...]:
        return self._by("helpers", "household").get(key, ())

    def measures_of(self, key: str) -> tuple[Measure, ...]:
        return self._by("measures", "household").get(key, ())

    def benefits_of(self, key: str) -> tuple[Benefit, ...]:
        return self._by("benefits", "household").get(key, ())

    def visits_of(self, key: str) -> tuple[Visit, ...]:
        return self._by("visits", "household").get(key, ())

    def beneficiaries_of(self, key: str) -> tuple[Beneficiary, ...]:
        return self._by("beneficiaries", "household").get(key, ())

    def register(self, name: str) -> tuple[Entry, ...]:
        """Return the rows of a register, empty when the ledger has none."""
        return self.registers.get(name, ())

    def _by(self, records: str, attribute: str) -> dict[str, tuple[Any, ...]]:
        found = self._index.get(records)  # each list is grouped by one attribute
        if found is None:
            found = self._index[records] = _grouped(getattr(self, records), attribute)
        return found


def _grouped(records: Iterable[Any], attribute: str) -> dict[str, tuple[Any, ...]]:
    groups: dict[str, list[Any]] = {}
    for record in records:
        groups.setdefault(getattr(record, attribute), []).append(record)
    return {key: tuple(group) for key, group in groups.items()}
