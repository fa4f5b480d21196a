"""``docgen archive``: plan, look, build, check; originals are never touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from gettext import gettext as _
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import findings_screen, machine, screen
from docgen.cli.checked import in_order
from docgen.cli.look import METAVAR
from docgen.cli.made import Archive, Failure, Made
from docgen.cli.options import Run, common
from docgen.cli.review import review
from docgen.cli.separators import separators
from docgen.errors import DocgenError, ExitCode, StrictStop
from docgen.findings import Finding, as_json
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.archive.plan import Plan
    from docgen.folder import Folder
    from docgen.model import Ledger, PageLedger, Paper


@click.group(
    options_metavar=METAVAR,
    subcommand_metavar=_("COMMAND ..."),
    help=_("Sort the papers of 扫描件/ into volumes."),
)
def archive() -> None:
    """Commands about the archive."""


@archive.command(help=_("Propose a place for every paper: 记录/归档计划.xlsx"))
@click.option("--rehash", is_flag=True, help=_("Hash every file again, also unchanged ones."))
@click.option(
    "--quick",
    is_flag=True,
    help=_("Read only the titles of scans, and the rest where a title does not settle it."),
)
@common("day", "json", "strict", "dry_run", "quiet", "verbose")
def plan(run: Run, rehash: bool, quick: bool) -> int:
    """Write the plan, keeping what a clerk decided; 6 with --strict and papers that wait."""
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working

    with working(run) as folder:
        made = planned(folder, read(folder, run), run, rehash=rehash, quick=quick)
    if run.json:
        machine.emit(run.command, folder.settings.as_of, plan_content(made))
    else:
        findings_screen.show(made.findings, every=run.verbose)
        show_plan(made)
        if quick and titles_only(made):
            told = _("The rest of the scans can be read at any time: docgen archive plan")
            screen.tell(told)
        if not run.quiet and not run.dry_run:
            screen.tell(
                _("Look through 记录/归档计划.xlsx, correct it, then: docgen archive build")
            )
    stopped = run.strict and (waiting(made.papers) or blocking(made.findings))
    return ExitCode.blocked if stopped else ExitCode.done


def planned(
    folder: Folder, ledger: Ledger, run: Run, *, rehash: bool = False, quick: bool = False
) -> Plan:
    """Make the plan and, unless it is a dry run, save it."""
    from docgen.archive.plan import make_plan, save_plan

    with screen.progress(quiet=run.quiet) as progress:
        made = make_plan(folder, ledger, progress=progress, rehash=rehash, quick=quick)
    if not run.dry_run:
        save_plan(folder, made)
    return made


def titles_only(made: Plan) -> bool:
    """Whether there are pages of which the recogniser read no more than the title."""
    from docgen.archive.ocr import engine

    return bool(engine()) and any(finding.code == "W802" for finding in made.findings)


def show_plan(made: Plan) -> None:
    """Files and papers in two lines."""
    states = {state: sum(f.state == state for f in made.files) for state in FILES}
    told = [f"{FILES[state]} {count}" for state, count in states.items() if count]
    screen.show(_("Files: {parts}").format(parts=_(", ").join(told)), "  ")
    told_papers = _("Papers: {count}, of which {waiting} wait for a look")
    count = {"count": len(made.papers), "waiting": waiting(made.papers)}
    screen.show(told_papers.format(**count), "  ")


def waiting(papers: Sequence[Paper]) -> int:
    """How many papers wait for a person."""
    return sum(paper.decision == "review" for paper in papers)


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
    if run.dry_run:
        return Archive(made.papers, made.files, (), made.ledger), made.findings
    return bind(folder, ledger, made, run)


def bind(
    folder: Folder, ledger: Ledger, made: Plan, run: Run
) -> tuple[Archive, tuple[Finding, ...]]:
    """Make the volumes of a plan and count their pages."""
    from docgen.archive.volumes import build as build_volumes

    with screen.progress(quiet=run.quiet) as progress:
        built = build_volumes(folder, ledger, made, progress=progress)
    return Archive(made.papers, made.files, built.volumes, built.pages), built.findings


@archive.command(help=_("Bind the volumes exactly as the plan says."))
@common("out", "day", "json", "strict", "dry_run", "quiet", "verbose")
def build(run: Run) -> int:
    """Bind the volumes of 记录/归档计划.xlsx as it stands now; 6 with --strict and open papers."""
    from docgen.archive.plan import load_plan
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working

    with working(run) as folder:
        ledger = read(folder, run)
        plan_now = load_plan(folder, ledger)
        open_papers = waiting(plan_now.papers)
        if run.strict and (open_papers or blocking(plan_now.findings)):
            raise StrictStop(findings=blocking(plan_now.findings), gaps=open_papers)
        if run.dry_run:
            done = Archive(plan_now.papers, plan_now.files, (), plan_now.ledger)
            findings = plan_now.findings
        else:
            done, findings = bind(folder, ledger, plan_now, run)
    return tell(run, folder, done, findings)


@archive.command(help=_("Open every volume again and count the pages."))
@common("out", "day", "json", "quiet", "verbose")
def check(run: Run) -> int:
    """Hold the volumes against the plan; 1 when a page is lost or a volume was changed."""
    from docgen.archive.check import check as check_volumes
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import opened

    folder = opened(run.root, run.day, run.out)
    seen = check_volumes(folder, read(folder, run))
    done = Archive(seen.papers, seen.files, seen.volumes, seen.pages)
    missing = [
        {"household": m.household, "type": m.type, "title": m.title, "reason": m.reason}
        for m in seen.missing
    ]
    tell(run, folder, done, seen.findings, missing=missing)
    lost = [finding for finding in seen.findings if finding.code.startswith("E")]
    return ExitCode.findings if blocking(lost) else ExitCode.done


def blocking(findings: Sequence[Finding]) -> int:
    """How many findings are 错误 or 严重."""
    return sum(finding.severity.blocks for finding in findings)


def tell(
    run: Run, folder: Folder, done: Archive, findings: Sequence[Finding], **more: object
) -> int:
    """Tell volumes and pages."""
    ordered = in_order(findings)
    if run.json:
        machine.emit(run.command, folder.settings.as_of, {**build_content(done, ordered), **more})
        return ExitCode.done
    findings_screen.show(ordered, every=run.verbose)
    for volume in done.volumes if run.verbose else ():
        screen.show(f"  {volume.code}  {volume.title}  {volume.pages}  {volume.path}", "    ")
    show_volumes(done)
    return ExitCode.done


def build_content(done: Archive, findings: Sequence[Finding]) -> dict[str, object]:
    """The keys of --json."""
    return {
        "volumes": [asdict(volume) for volume in done.volumes],
        "ledger": asdict(done.ledger) if done.ledger else None,
        "findings": [as_json(finding) for finding in findings],
    }


def show_volumes(done: Archive) -> None:
    """Volumes and pages, and what waits for a person."""
    told = _("Archive: {papers} papers in {volumes} volumes, {pages} pages")
    pages = sum(volume.pages for volume in done.volumes)
    count = {"papers": len(done.papers), "volumes": len(done.volumes), "pages": pages}
    screen.show(told.format(**count), "  ")
    if done.ledger:
        show_pages(done.ledger)
    if waiting(done.papers):
        told = _("{count} papers wait for a look: 记录/归档计划.xlsx")
        screen.show("  " + told.format(count=waiting(done.papers)), "    ")


def show_pages(count: PageLedger) -> None:
    """Pages in = pages out and everything that is not bound."""
    told = _(
        "Pages: {pages_in} in = {pages_out} bound + {separators} separators"
        " + {aside} aside + {placeholders} placeholders; {paper} on paper only"
    )
    screen.show("  " + told.format(**asdict(count)), "    ")


archive.add_command(separators)
archive.add_command(review)
