"""What comes out of a comparison: differences, doubts, and how each household stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from docgen.facts.comparison import text
from docgen.findings import Finding
from docgen.model import Value
from docgen.sources import At
from docgen.work.matching import Doubt, Member, Same


class State(StrEnum):
    """What is known of a household's records."""

    agrees = "一致"
    differs = "不一致"
    unseen = "未核对"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one record says of a field: value, place and the column it stands in.

    ``elsewhere`` is the household in which the record has a member that it lacks here.
    """

    value: Value | None
    at: At | None
    column: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which records differ. `wrong` are the sources that ought to be mended.

    ``number`` is the ID of a member whom records lack.
    """

    code: str
    household: str
    person: str
    field: str
    sayings: Mapping[str, Saying]
    wrong: tuple[str, ...]
    number: str = ""

    def value(self, source: str) -> str:
        """What a source says, as words; empty when it says nothing or is not compared."""
        saying = self.sayings.get(source)
        if saying is None:
            return ""
        if saying.elsewhere:
            return f"登记在{saying.elsewhere}户"
        return "" if saying.value is None else text(saying.value)

    @property
    def right(self) -> str:
        """The value that the others ought to have; empty when it says nothing."""
        sources = [source for source in self.sayings if source not in self.wrong]
        return self.value(sources[0]) if sources else ""


@dataclass(frozen=True, slots=True)
class Home:
    """One household: who it is, its helpers today, and what each record says of it."""

    key: str
    householder: str
    village: str
    group: str
    helpers: tuple[str, ...]
    same: Same
    members: tuple[Member, ...] = ()
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All differences by household and field, what is doubtful, and each household's state."""

    differences: tuple[Difference, ...]
    doubtful: tuple[Doubt, ...]
    findings: tuple[Finding, ...]
    states: Mapping[str, State] = field(default_factory=dict)
    homes: Mapping[str, Home] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many households agree, differ or were not looked at."""
        found = Counter(self.states.values())
        return {state.value: found[state] for state in State}
