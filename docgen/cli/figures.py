"""``docgen figures``: the numbers of the ledger, their definitions and the rows behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click
from click import get_current_context

from docgen.cli import machine, screen
from docgen.cli.findings_screen import show
from docgen.cli.look import METAVAR
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.findings import Finding, as_json

if TYPE_CHECKING:
    from docgen.facts.figures import Figure
    from docgen.facts.figures.evidence import Row
    from docgen.facts.parts import PartOf
    from docgen.model import Ledger

SHOWN_ROWS = 10
EMPTY = "—"
GROUPINGS = ("村", "组", "帮扶责任人", "季度")
by_option = click.option(
    "--by",
    type=click.Choice(GROUPINGS),
    metavar="|".join(GROUPINGS),
    help=_("Also by village, group, helper, or quarter of the period."),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a run computed: the figures, those of each part, what does not agree."""

    figures: Mapping[str, Figure]
    ledger: Ledger
    parts: tuple[tuple[str, Mapping[str, Figure]], ...] = ()
    findings: tuple[Finding, ...] = ()


@click.group(
    invoke_without_command=True,
    options_metavar=METAVAR,
    subcommand_metavar="[explain NAME]",
    help=_("Show every number computed from the ledger."),
)
@by_option
@common("only", "day", "json", "quiet", "verbose")
def figures(run: Run, by: str | None) -> int:
    """All figures, or nothing when ``explain`` follows."""
    if get_current_context().invoked_subcommand:
        return ExitCode.done
    told = computed(run, by=by)
    if run.json:
        tell_object(run, told, by)
        return ExitCode.done
    known = [figure for figure in told.figures.values() if figure.value is not None]
    width = max((screen.cells(figure.name) for figure in known), default=0) + 2
    for figure in known:
        screen.show(screen.pad(figure.name, width) + value_text(figure), " " * width)
        show_parts(figure, told.parts, " " * 4)
    show_gaps([one for one in told.figures.values() if one.value is None], every=run.verbose)
    if told.findings:
        screen.show("")
        show(told.findings, every=run.verbose)
    if not run.quiet:
        screen.tell(_("Where a number comes from: docgen figures explain NAME"))
    return ExitCode.done


@figures.command(help=_("Show what a number counts, the rows behind it and their cells."))
@click.argument("name", metavar=_("NAME"))
@by_option
@common("only", "day", "json", "quiet", "verbose")
def explain(run: Run, name: str, by: str | None) -> int:
    """One figure: value, definition, rows, cells."""
    from docgen.facts.figures import FIGURES
    from docgen.facts.figures.evidence import evidence

    if name not in FIGURES:
        raise click.BadParameter(unknown(name, FIGURES))
    told = computed(run, [name], by)
    figure = told.figures[name]
    rows = evidence(figure, told.ledger)
    if run.json:
        tell_object(run, told, by, rows)
        return ExitCode.done
    screen.show(f"{figure.name}  {value_text(figure)}", "  ")
    screen.show(_("Definition: {text}").format(text=figure.definition), "  ")
    if figure.note:
        screen.show(_("Note: {text}").format(text=figure.note), "  ")
    show_parts(figure, told.parts, "  ")
    show_rows(rows, every=run.verbose)
    return ExitCode.done


def computed(run: Run, names: Iterable[str] | None = None, by: str | None = None) -> Told:
    """The figures of the work folder, or of the part that --only names."""
    from docgen.cli.beside import completed
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import opened
    from docgen.facts.figures import contradictions, figures_of
    from docgen.facts.parts import BY, parts
    from docgen.facts.scope import ledger_of
    from docgen.facts.view import View

    folder = opened(run.root, run.day)
    wanted = None if names is None else list(names)
    ledger = ledger_of(completed(read(folder, run), folder), run.only)
    view = View(ledger, folder.settings)
    found = figures_of(view, wanted)
    several = parts(ledger, folder.settings, BY[by]) if by else []
    return Told(
        found,
        ledger,
        tuple((part.name, part_figures(part, wanted, by)) for part in several),
        tuple(contradictions(found, view)) if wanted is None else (),
    )


def part_figures(part: PartOf, names: list[str] | None, by: str | None) -> Mapping[str, Figure]:
    """The figures of a part; of a quarter only those that count what happened in it."""
    from docgen.facts.figures import FIGURES, figures_of
    from docgen.facts.view import View

    if by == "季度":
        names = [name for name in names or FIGURES if FIGURES[name].dated]
    return figures_of(View(part.ledger, part.settings), names)


def unknown(name: str, known: Iterable[str]) -> str:
    """No such figure; the nearest names."""
    near = get_close_matches(name, list(known), n=3, cutoff=0.4)
    near = near or [other for other in known if name in other][:3]
    if not near:
        return _("No figure is called {name}.").format(name=name)
    told = _("No figure is called {name}; the nearest: {names}.")
    return told.format(name=name, names=", ".join(near))


def value_text(figure: Figure) -> str:
    """Value and unit, or why there is none."""
    if figure.value is None:
        return _("cannot be told: {reason}").format(reason=figure.reason)
    return f"{figure.value} {figure.unit}"


def show_parts(
    figure: Figure, parts: Sequence[tuple[str, Mapping[str, Figure]]], indent: str
) -> None:
    """One line: the figure in each part that has it."""
    from docgen.facts.parts import LEFT

    told = [
        f"{name} {own.value}"
        for name, found in parts
        if (own := found.get(figure.name)) and own.value is not None and (own.value or name != LEFT)
    ]
    if told:
        screen.show(indent + "，".join(told), indent)


def show_gaps(gaps: Sequence[Figure], *, every: bool) -> None:
    """What cannot be told: how many for each reason, or one by one."""
    if every:
        for figure in gaps:
            screen.show(f"{figure.name}  {value_text(figure)}", "  ")
        return
    reasons = Counter(figure.reason for figure in gaps)
    if reasons:
        told = _("{count} numbers cannot be told (see each with -v):")
        screen.show(told.format(count=len(gaps)))
    for reason, count in reasons.most_common():
        screen.show(f"  {reason}：{count}", "    ")


def show_rows(rows: Sequence[Row], *, every: bool) -> None:
    """The rows behind a figure with their cells, the first ten or all."""
    screen.show(_("Rows: {count}").format(count=len(rows)))
    for row in rows if every else rows[:SHOWN_ROWS]:
        place = _("{file} {sheet}, row {row}") if row.at.sheet else _("{file}, page {row}")
        told = place.format(file=row.at.file, sheet=row.at.sheet, row=row.at.row)
        cells = "  ".join(
            f"{cell.column} {cell.value or EMPTY}（{cell.cell}）" for cell in row.cells
        )
        screen.show(f"  {told}  {cells}".rstrip(), "    ")
    if not every and len(rows) > SHOWN_ROWS:
        rest = len(rows) - SHOWN_ROWS
        screen.show("  " + _("... and {rest} more; see all with -v").format(rest=rest))


def tell_object(run: Run, told: Told, by: str | None, rows: Sequence[Row] = ()) -> None:
    """The object of --json; ``groups`` with --by, ``cells`` of each row with explain."""
    from docgen.cli.workfolder import opened

    as_of = opened(run.root, run.day).settings.as_of
    content: dict[str, object] = {"figures": [figure_json(one) for one in told.figures.values()]}
    if rows:
        content["rows"] = [row_json(row) for row in rows]
    if by:
        content["by"] = by
        content["groups"] = [
            {"group": name, "figures": [short_json(one) for one in found.values()]}
            for name, found in told.parts
        ]
    content["findings"] = [as_json(finding) for finding in told.findings]
    machine.emit(run.command, as_of, content)


def row_json(row: Row) -> dict[str, object]:
    """A row with the cells that decided."""
    return {
        "file": row.at.file,
        "sheet": row.at.sheet,
        "row": row.at.row,
        "cells": {cell.column: {"cell": cell.cell, "value": cell.value} for cell in row.cells},
    }


def short_json(figure: Figure) -> dict[str, object]:
    """A figure of a part: without definition and rows, which the whole has."""
    return {
        "name": figure.name,
        "value": machine.number(figure.value),
        "unit": figure.unit,
        "reason": figure.reason,
        "note": figure.note,
        "unknown": figure.unknown,
    }


def figure_json(figure: Figure) -> dict[str, object]:
    """A figure as --json tells it; reason says why a value is null."""
    return {
        "name": figure.name,
        "value": machine.number(figure.value),
        "unit": figure.unit,
        "definition": figure.definition,
        "records": [{"file": a.file, "sheet": a.sheet, "row": a.row} for a in figure.records],
        "reason": figure.reason,
        "note": figure.note,
        "unknown": figure.unknown,
    }
