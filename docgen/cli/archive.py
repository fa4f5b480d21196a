"""``docgen archive``: plan, look, build, check; originals are never touched."""

from __future__ import annotations

from dataclasses import asdict, replace
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import findings_screen, machine, screen
from docgen.cli.look import METAVAR
from docgen.cli.made import Archive, Failure, Made
from docgen.cli.options import Run, common
from docgen.errors import DocgenError, ExitCode
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.archive.plan import Plan
    from docgen.findings import Finding
    from docgen.folder import Folder
    from docgen.model import Ledger, Paper


@click.group(
    options_metavar=METAVAR,
    subcommand_metavar=_("COMMAND ..."),
    help=_("Sort the papers of 扫描件/ into volumes."),
)
def archive() -> None:
    """Commands about the archive."""


@archive.command(help=_("Propose a place for every paper: 记录/归档计划.xlsx"))
@common("day", "json", "strict", "dry_run", "quiet", "verbose")
def plan(run: Run) -> int:
    """Read the papers and write the plan; what a clerk decided is kept."""
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working

    with working(run) as folder:
        made = planned(folder, read(folder, run), run)
    if run.json:
        machine.emit(run.command, folder.settings.as_of, plan_content(made))
        return ExitCode.done
    findings_screen.show(made.findings, every=run.verbose)
    show_plan(made)
    if not run.quiet and not run.dry_run:
        screen.tell(_("Look through 记录/归档计划.xlsx, correct it, then: docgen archive build"))
    return ExitCode.done


def planned(folder: Folder, ledger: Ledger, run: Run) -> Plan:
    """Make the plan and, unless it is a dry run, save it."""
    from docgen.archive.plan import make_plan, save_plan

    with screen.progress(quiet=run.quiet) as progress:
        made = make_plan(folder, ledger, progress=progress)
    if not run.dry_run:
        save_plan(folder, made)
    return made


def show_plan(made: Plan) -> None:
    """Files and papers in two lines."""
    states = {state: sum(f.state == state for f in made.files) for state in FILES}
    told = [f"{FILES[state]} {count}" for state, count in states.items() if count]
    screen.show(_("Files: {parts}").format(parts=_(", ").join(told)), "  ")
    waiting = sum(paper.decision == "review" for paper in made.papers)
    told_papers = _("Papers: {count}, of which {waiting} wait for a look")
    screen.show(told_papers.format(count=len(made.papers), waiting=waiting), "  ")


FILES = {
    "read": _("read"),
    "duplicate": _("duplicate"),
    "ignored": _("ignored"),
    "unreadable": _("unreadable"),
}


def plan_content(made: Plan) -> dict[str, object]:
    """The keys of --json."""
    return {
        "papers": [paper_json(paper) for paper in made.papers],
        "files": [
            {"source": f.source, "state": f.state, "reason": f.reason, "pages": f.pages}
            for f in made.files
        ],
        "ledger": asdict(made.ledger),
    }


def paper_json(paper: Paper) -> dict[str, object]:
    """A paper as --json tells it."""
    return {
        "id": paper.id,
        "source": paper.source,
        "pages": [paper.first, paper.last],
        "volume": paper.volume,
        "type": paper.type,
        "household": paper.household,
        "year": paper.year,
        "title": mask_text(paper.title),
        "confidence": paper.confidence,
        "evidence": [mask_text(word) for word in paper.evidence],
        "decision": paper.decision,
    }


def added(made: Made, folder: Folder, run: Run) -> Made:
    """The run with its archive: planned, bound and counted; without papers as it was."""
    if not (folder.scans.is_dir() and any(folder.scans.iterdir())):
        return made
    try:
        done, findings = bound(folder, made.checked.ledger, run)
    except DocgenError as error:
        return replace(made, failures=(*made.failures, Failure("archive", error)))
    return replace(made, archive=done, noticed=(*made.noticed, *findings))


def bound(folder: Folder, ledger: Ledger, run: Run) -> tuple[Archive, tuple[Finding, ...]]:
    """Plan the archive and bind exactly this plan; a dry run binds nothing."""
    made = planned(folder, ledger, run)
    return Archive(made.papers, made.files, (), made.ledger), made.findings
