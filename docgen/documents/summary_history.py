"""The figures of every summary that was handed out, a line each in 记录/历史.jsonl.

A line says place, period, day and figures. The file grows only when a figure or the day changed, so
making the same summary again writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from docgen.facts.figures import Figure
from docgen.facts.scope import villages
from docgen.folder import Folder, Settings, write_text
from docgen.model import Ledger

NAME = "历史.jsonl"
KIND = "summary"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure then and now; ``None`` where there was or is no number."""

    name: str
    unit: str
    before: Decimal | None
    now: Decimal | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed since the last summary that differs, and of which day that one was."""

    day: str
    changes: tuple[Change, ...]


def remember(folder: Folder, place: str, figures: Mapping[str, Figure], *, dry: bool) -> None:
    """Add a line when it would differ from the last one of this place."""
    line = _line(folder, place, figures)
    lines = _lines(folder)
    mine = [one for one in lines if one.get("place") == place]
    if dry or (mine and mine[-1] == line):
        return
    path = folder.records / NAME
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept += "\n" if kept and not kept.endswith("\n") else ""
    write_text(path, kept + json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")


def compared(folder: Folder, ledger: Ledger, figures: Mapping[str, Figure]) -> Compared | None:
    """Return what changed against the last other summary of the whole; None without one."""
    place = whole(ledger, folder.settings)
    line = _line(folder, place, figures)
    earlier = [one for one in _lines(folder) if one.get("place") == place and one != line]
    if not earlier:
        return None
    told = earlier[-1].get("figures")
    then = told if isinstance(told, dict) else {}
    changes = [
        Change(name, figure.unit, _number(then.get(name)), _number(figure.value))
        for name, figure in figures.items()
        if _number(then.get(name)) != _number(figure.value)
    ]
    return Compared(str(earlier[-1].get("as_of", "")), tuple(changes))


def whole(ledger: Ledger, settings: Settings) -> str:
    """Return the place of the summary of everything: the town of several villages, or the one."""
    several = len(villages(ledger)) > 1
    return f"{settings.place.town}{'' if several else settings.place.village}"


def _line(folder: Folder, place: str, figures: Mapping[str, Figure]) -> dict[str, object]:
    period = folder.settings.period
    return {
        "kind": KIND,
        "place": place,
        "period": [period.start.isoformat(), period.end.isoformat()],
        "as_of": period.as_of.isoformat(),
        "figures": {name: None if f.value is None else str(f.value) for name, f in figures.items()},
    }


def _lines(folder: Folder) -> list[dict[str, object]]:
    """The lines of the file; one that cannot be read is passed over, never lost."""
    path = folder.records / NAME
    if not path.is_file():
        return []
    found = []
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and line.get("kind") == KIND:
            found.append(line)
    return found


def _number(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
