"""``docgen summary --compare``: what changed against the last summary that was made."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.cli import machine, screen

if TYPE_CHECKING:
    from docgen.cli.made import Made
    from docgen.documents.summary_history import Change
    from docgen.folder import Folder


def content(preset: str, folder: Folder, made: Made) -> Mapping[str, object]:
    """The keys of --json: the day of the last summary and what changed since."""
    from docgen.documents.summary_history import compared

    figures = {one.name: one for one in made.figures}
    found = compared(folder, made.checked.ledger, figures, preset)
    if found is None:
        return {"compared_with": None, "changes": []}
    return {"compared_with": found.day, "changes": [_as_json(one) for one in found.changes]}


def _as_json(change: Change) -> dict[str, object]:
    return {
        "name": change.name,
        "unit": change.unit,
        "before": machine.number(change.before),
        "now": machine.number(change.now),
    }


def show(preset: str, folder: Folder, made: Made) -> None:
    """A line a figure that changed; when nothing did, or there is no earlier one, a sentence."""
    from docgen.documents.summary_history import compared

    figures = {one.name: one for one in made.figures}
    found = compared(folder, made.checked.ledger, figures, preset)
    if found is None:
        screen.show(_("There is no earlier summary to compare with."))
        return
    if not found.changes:
        screen.show(_("No number changed since the summary of {day}.").format(day=found.day))
        return
    told = _("Changed since the summary of {day}:")
    screen.show(told.format(day=found.day))
    for change in found.changes:
        screen.show(f"  {change.name}  {text(change)}", "      ")


def text(change: Change) -> str:
    """28 → 30 户 (+2)."""
    before, now = _shown(change.before), _shown(change.now)
    if change.before is None or change.now is None:
        return f"{before} -> {now} {change.unit}"
    return f"{before} -> {now} {change.unit} ({change.now - change.before:+f})"


def _shown(value: Decimal | None) -> str:
    return _("none") if value is None else f"{value:f}"
