"""The figures of every summary that was handed out, a line each in 记录/历史.jsonl.

A line says place, kind of summary, period, day and figures. The file grows only when a figure or
the day changed, so making the same summary again writes nothing. Summaries of one kind are
compared, and of them the figures that both tell: another kind tells others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from docgen.documents.summary_presets import Preset, preset_of
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


def remember(
    folder: Folder, place: str, preset: Preset, figures: Mapping[str, Figure], *, dry: bool
) -> None:
    """Add a line when it would differ from the last one of this place and kind."""
    line = _line(folder, place, preset, figures)
    mine = _lines(folder, place, preset)
    if dry or (mine and mine[-1] == line):
        return
    path = folder.records / NAME
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept += "\n" if kept and not kept.endswith("\n") else ""
    write_text(path, kept + json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")


def compared(
    folder: Folder, ledger: Ledger, figures: Mapping[str, Figure], asked: str = ""
) -> Compared | None:
    """Return what changed against the last other summary of the whole; None without one.

    ``asked`` is the name of its kind, empty where none was asked for.
    """
    place = whole(ledger, folder.settings)
    preset = preset_of(asked, whole_of_several=len(villages(ledger)) > 1)
    line = _line(folder, place, preset, figures)
    earlier = [one for one in _lines(folder, place, preset) if one != line]
    if not earlier:
        return None
    told = earlier[-1].get("figures")
    then = told if isinstance(told, dict) else {}
    changes = [
        Change(name, figure.unit, _number(then.get(name)), _number(figure.value))
        for name, figure in figures.items()
        if name in then and _number(then[name]) != _number(figure.value)
    ]
    return Compared(str(earlier[-1].get("as_of", "")), tuple(changes))


def whole(ledger: Ledger, settings: Settings) -> str:
    """Return the place of the summary of everything: the town of several villages, or the one."""
    several = len(villages(ledger)) > 1
    return f"{settings.place.town}{'' if several else settings.place.village}"


def _line(
    folder: Folder, place: str, preset: Preset, figures: Mapping[str, Figure]
) -> dict[str, object]:
    period = folder.settings.period
    return {
        "kind": KIND,
        "place": place,
        "title": preset.title,
        "period": [period.start.isoformat(), period.end.isoformat()],
        "as_of": period.as_of.isoformat(),
        "figures": {name: None if f.value is None else str(f.value) for name, f in figures.items()},
    }


def _lines(folder: Folder, place: str, preset: Preset) -> list[dict[str, object]]:
    """The lines of a place and kind; one that cannot be read is passed over, never lost."""
    path = folder.records / NAME
    if not path.is_file():
        return []
    found = []
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        wanted = {"kind": KIND, "place": place, "title": preset.title}
        if isinstance(line, dict) and wanted.items() <= line.items():
            found.append(line)
    return found


def _number(value: object) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
