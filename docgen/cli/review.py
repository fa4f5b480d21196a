"""``docgen archive review``: the papers that wait, one key each."""

from __future__ import annotations

import sys
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import screen
from docgen.cli.options import Run, common
from docgen.errors import ExitCode, NotAtATerminal
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.archive.planmodel import Plan
    from docgen.archive.review import Sitting
    from docgen.archive.schema import PaperType, Schema
    from docgen.folder import Folder
    from docgen.model import Ledger, Paper


@click.command(help=_("Look through the papers that wait, one key each."))
@common("day", "quiet")
def review(run: Run) -> int:
    """Write what was decided into 记录/归档计划.xlsx when the sitting ends, however it ends."""
    from docgen.archive.plan import make_plan, plan_path
    from docgen.archive.planread import read_rows
    from docgen.archive.review import sitting_of
    from docgen.archive.schema_file import load_schema
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working

    if not at_terminal():
        raise NotAtATerminal
    with working(run) as folder:
        ledger, schema = read(folder, run), load_schema(folder)
        rows = read_rows(plan_path(folder))
        with screen.progress(quiet=run.quiet) as progress:
            plan = make_plan(folder, ledger, rows=rows, progress=progress)
        sitting = sitting_of(plan)
        try:
            look_through(plan, schema, sitting)
        finally:
            save(folder, ledger, plan, sitting)
    told = _("Decided: {done} of {count}; written to 记录/归档计划.xlsx")
    screen.show(told.format(done=len(sitting.decided), count=len(sitting.papers)))
    return ExitCode.done


def at_terminal() -> bool:
    """Whether somebody can press keys."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def read_key() -> str:
    """One key, "" when there are no more."""
    try:
        return click.getchar()
    except (EOFError, KeyboardInterrupt):
        return ""


def look_through(plan: Plan, schema: Schema, sitting: Sitting) -> None:
    """Show paper after paper until none is left or somebody quits."""
    from docgen.archive.review import KEYS, QUIT, candidates, press

    screen.show(_("Enter agree, 1-9 another type, w wait, u undo, q quit and keep"))
    shown = -1
    while sitting.paper is not None:
        offered = candidates(plan, schema, sitting.paper)
        if shown != sitting.place:
            shown = sitting.place
            show_paper(sitting, schema, offered)
        key = read_key()
        if KEYS.get(key.lower()) == QUIT:
            return
        why = press(sitting, key, offered, schema)
        if why:
            screen.show(REFUSED[why], "  ")
        elif sitting.place < shown:
            shown = -1


REFUSED = {
    "key": _("Enter agree, 1-9 another type, w wait, u undo, q quit and keep"),
    "type": _("No type is proposed: choose one with 1-9, or w."),
    "household": _("Whose paper this is is not known: press w, and fill 改为户编号 in the plan."),
}


def show_paper(sitting: Sitting, schema: Schema, offered: tuple[PaperType, ...]) -> None:
    """Source, title, proposal, reason, and the types to choose from."""
    paper = sitting.paper
    if paper is None:
        return
    place, count = sitting.place + 1, len(sitting.papers)
    pages = _("pages {first}-{last}").format(first=paper.first, last=paper.last)
    screen.show("")
    screen.show(f"[{place}/{count}] {mask_text(paper.source)}  {pages}", "  ")
    screen.show("  " + _("Title: {title}").format(title=mask_text(paper.title)), "    ")
    screen.show("  " + _("Proposed: {proposal}").format(proposal=proposal(paper, schema)), "    ")
    screen.show("  " + _("Why: {reason}").format(reason=mask_text(paper.reason)), "    ")
    for number, kind in enumerate(offered, start=1):
        screen.show(f"  {number}  {kind.code} {kind.short}", "     ")


def proposal(paper: Paper, schema: Schema) -> str:
    """Type, household and year in words."""
    kind = schema.types.get(paper.type)
    parts = [f"{kind.code} {kind.short}" if kind else _("no type")]
    parts += [paper.household] if paper.household else []
    parts += [str(paper.year)] if paper.year else []
    return _(", ").join(parts)


def save(folder: Folder, ledger: Ledger, plan: Plan, sitting: Sitting) -> None:
    """Write the plan with the decisions, whole or not at all; nothing when there are none.

    The rows are read again: nothing that was typed into the workbook meanwhile is lost.
    """
    from docgen.archive.plan import make_plan, plan_path, save_plan
    from docgen.archive.planread import read_rows
    from docgen.archive.review import rows_with

    if sitting.decided:
        rows = rows_with(plan, read_rows(plan_path(folder)), sitting)
        save_plan(folder, make_plan(folder, ledger, rows=rows))
