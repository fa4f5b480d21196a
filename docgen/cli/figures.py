"""``docgen figures``: the numbers of the ledger, their definitions and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click
from click import get_current_context

from docgen.cli import machine, screen
from docgen.cli.look import METAVAR
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.sources import At

if TYPE_CHECKING:
    from docgen.facts.figures import Figure

SHOWN_ROWS = 10


@click.group(
    invoke_without_command=True,
    options_metavar=METAVAR,
    subcommand_metavar="[explain NAME]",
    help=_("Show every number computed from the ledger."),
)
@common("only", "day", "json", "quiet")
def figures(run: Run) -> int:
    """All figures, or nothing when ``explain`` follows."""
    if get_current_context().invoked_subcommand:
        return ExitCode.done
    found = list(computed(run).values())
    if run.json:
        tell_object(run, found)
        return ExitCode.done
    width = max((screen.cells(figure.name) for figure in found), default=0) + 2
    for figure in found:
        screen.show(screen.pad(figure.name, width) + value_text(figure), " " * width)
    if not run.quiet:
        screen.tell(_("Where a number comes from: docgen figures explain NAME"))
    return ExitCode.done


@figures.command(help=_("Show what a number counts and the rows behind it."))
@click.argument("name", metavar=_("NAME"))
@common("only", "day", "json", "quiet", "verbose")
def explain(run: Run, name: str) -> int:
    """One figure: value, definition, rows."""
    from docgen.facts.figures import FIGURES

    if name not in FIGURES:
        raise click.BadParameter(unknown(name, FIGURES))
    figure = computed(run, [name])[name]
    if run.json:
        tell_object(run, [figure])
        return ExitCode.done
    screen.show(f"{figure.name}  {value_text(figure)}", "  ")
    screen.show(_("Definition: {text}").format(text=figure.definition), "  ")
    if figure.note:
        screen.show(_("Note: {text}").format(text=figure.note), "  ")
    show_rows(figure.records, every=run.verbose)
    return ExitCode.done


def computed(run: Run, names: Iterable[str] | None = None) -> dict[str, Figure]:
    """The figures of the work folder, or of the part that --only names."""
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import opened
    from docgen.facts.figures import compute
    from docgen.facts.scope import ledger_of

    folder = opened(run.root, run.day)
    return compute(ledger_of(read(folder, run), run.only), folder.settings, names)


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


def show_rows(records: tuple[At, ...], *, every: bool) -> None:
    """The rows behind a figure, the first ten or all."""
    screen.show(_("Rows: {count}").format(count=len(records)))
    for at in records if every else records[:SHOWN_ROWS]:
        place = _("{file} {sheet}, row {row}")
        screen.show("  " + place.format(file=at.file, sheet=at.sheet, row=at.row), "    ")
    if not every and len(records) > SHOWN_ROWS:
        rest = len(records) - SHOWN_ROWS
        screen.show("  " + _("... and {rest} more; see all with -v").format(rest=rest))


def tell_object(run: Run, found: Iterable[Figure]) -> None:
    """The object of --json."""
    from docgen.cli.workfolder import opened

    as_of = opened(run.root, run.day).settings.as_of
    machine.emit(run.command, as_of, {"figures": [figure_json(figure) for figure in found]})


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
    }
