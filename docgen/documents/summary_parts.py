"""Figures of the parts of a summary: villages of a town, former villages of a merged one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from docgen.facts.figures import Figure, compute
from docgen.folder import Settings
from docgen.model import Ledger

SHOWN: Mapping[str, str] = {
    "户数": "台账户数",
    "人数": "台账人数",
    "脱贫户": "脱贫户户数",
    "监测户": "监测对象户数",
    "务工": "务工总人数",
    "走访": "走访次数",
}
"""Field of a row → the figure it shows."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name and its figures, which bear the name too (台账户数（上河村）)."""

    name: str
    figures: Mapping[str, Figure]

    @property
    def row(self) -> dict[str, object]:
        """The part as a row of the template."""
        return {"村": self.name, **{key: self.figures[name].value for key, name in SHOWN.items()}}

    @property
    def named(self) -> list[Figure]:
        """Its figures under names that tell them from those of the whole."""
        return [replace(one, name=f"{one.name}（{self.name}）") for one in self.figures.values()]


def of_villages(villages: Mapping[str, Ledger], settings: Settings) -> list[Part]:
    """Return the villages of a town, in the ledger's order."""
    return [_part(name, rows, settings) for name, rows in villages.items()]


def of_former(ledger: Ledger, settings: Settings) -> list[Part]:
    """Return the villages that a merged one was made of, as 原村名 names them.

    None unless there are two names at least; households without a name make a part of their own, so
    that the parts add up to the whole.
    """
    names = dict.fromkeys(one.former_village or "" for one in ledger.households)
    if len([name for name in names if name]) < 2:
        return []
    return [
        _part(name or "未注明原村", _of(ledger, name), settings)
        for name in sorted(names, key=lambda name: not name)
    ]


def _of(ledger: Ledger, former: str) -> Ledger:
    homes = [one for one in ledger.households if (one.former_village or "") == former]
    keys = {one.id for one in homes}
    return replace(
        ledger,
        households=tuple(homes),
        persons=tuple(one for one in ledger.persons if one.household in keys),
        visits=tuple(one for one in ledger.visits if one.household in keys),
    )


def _part(name: str, ledger: Ledger, settings: Settings) -> Part:
    return Part(name, compute(ledger, settings, SHOWN.values()))
