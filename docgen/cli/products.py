"""Commands that make documents: plan, handbook, checklist, summary."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from gettext import gettext as _
from typing import Any

import rich_click as click

from docgen.cli import findings_screen, leftover, machine, screen
from docgen.cli.figures import figure_json
from docgen.cli.leftover import left_over
from docgen.cli.made import Made, by_kind, document_json, gap_fields, title
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.findings import Finding, Severity, as_json
from docgen.folder import Folder

PLAN_RULES = ("R130", "R131", "R132")  # rules of the check that a plan must obey
FIELDS = 8  # of gaps, on the screen; the report holds all


def make(
    run: Run,
    kinds: Sequence[str],
    options: Mapping[str, Any] | None = None,
    more: Callable[[Folder, Made], Mapping[str, object]] | None = None,
    tell: Callable[[Folder, Made], None] | None = None,
    *,
    of_check: Collection[str] = (),
) -> int:
    """Make the kinds and tell what was made, with what the check found by the rules named.

    ``more`` gives further keys of --json, ``tell`` says further things on the screen.
    """
    from docgen.cli import pipeline
    from docgen.cli.workfolder import working

    with working(run) as folder:
        checked = pipeline.check(folder, run)
        if run.strict:
            gaps = pipeline.rehearse(kinds, folder, checked, run)
            pipeline.stop_if_strict(run, checked, gaps)
        made = pipeline.make_kinds(kinds, folder, checked, run, options)
        broken = [one for one in checked.findings if one.code in of_check]
        left = () if run.only or run.dry_run else left_over(folder, made.documents)
        made = replace(made, noticed=(*broken, *made.noticed), left=left)
    for failure in made.failures:
        raise failure.error
    if run.json:
        further = more(folder, made) if more else {}
        machine.emit(run.command, folder.settings.as_of, {**content(made), **further})
        return ExitCode.done
    show(made, run, str((options or {}).get("gaps") or ""))
    findings_screen.show(worth_telling(made), every=run.verbose)
    if tell:
        tell(folder, made)
    if run.dry_run:
        screen.show(_("Nothing was written."))
    return ExitCode.done


def worth_telling(made: Made) -> list[Finding]:
    """What was noticed while making; hints are the gaps, which are told by field."""
    return [finding for finding in made.noticed if finding.severity is not Severity.hint]


def content(made: Made) -> dict[str, object]:
    """The keys of --json."""
    return {
        "documents": [document_json(document) for document in made.documents],
        "figures": [figure_json(figure) for figure in made.figures],
        "part": dict(zip(("name", "households"), made.part, strict=True)) if made.part else None,
        "findings": [as_json(finding) for finding in made.noticed],
        "left": list(made.left),
    }


def show(made: Made, run: Run, gaps: str = "") -> None:
    """One line a kind, then what is missing; ``gaps`` is how it was asked to be shown."""
    for line in by_kind(made.documents):
        formats = ", ".join(f"{form} {count}" for form, count in line.formats)
        told = _("{title}: {formats} in {folder}")
        screen.show(told.format(title=title(line.kind), formats=formats, folder=line.folder), "  ")
    if run.verbose:
        for document in made.documents:
            screen.show(f"  {document.path}", "    ")
    show_gaps(made, gaps)
    leftover.show(made.left)


def show_gaps(made: Made, way: str = "") -> None:
    """How many values are missing, and of which fields most."""
    fields = gap_fields(made.documents)
    if not fields:
        screen.show(_("No value is missing in them."))
        return
    told = _("{count} values are missing, marked 【缺：...】 in the documents:")
    if way == "待补":
        told = _("{count} values are missing, marked 【待补：...】 in the documents:")
    if way == "省略":
        told = _("{count} values are missing; the sentences that need them were left out:")
    screen.show(told.format(count=made.gaps), "  ")
    listed = [f"{field} {count}" for field, count in fields[:FIELDS]]
    rest = len(fields) - FIELDS
    if rest > 0:
        listed.append(_("and {rest} other fields").format(rest=rest))
    screen.show("  " + _(", ").join(listed), "  ")


@click.command(help=_("Make the aid plan of each household (Word and PDF)."))
@click.option("--full-id", is_flag=True, help=_("Print the householder's whole ID."))
@click.option("--volume", is_flag=True, help=_("Also one file of all plans, to print."))
@click.option("--docx-only", is_flag=True, help=_("Word files only."))
@common()
def plan(run: Run, full_id: bool, volume: bool, docx_only: bool) -> int:
    """一户一策."""
    options = {"full_id": full_id, "volume": volume, "docx_only": docx_only}
    return make(run, ["plan"], options, of_check=PLAN_RULES)


@click.command(help=_("Make the rectification checklist."))
@common()
def checklist(run: Run) -> int:
    """整改清单."""
    return make(run, ["checklist"])


@click.command(help=_("Make the half-year summary from the figures."))
@click.option(
    "--gaps",
    type=click.Choice(["缺", "待补", "省略"]),
    default="缺",
    help=_("Show missing numbers as 【缺：...】 or 【待补：...】, or leave their sentences out."),
)
@click.option(
    "--preset",
    type=click.Choice(["village", "town", "education", "unit", "campaign", "report"]),
    metavar=_("KIND"),
    help=_(
        "village, town, education, unit, campaign or report; else village, "
        "for several villages town."
    ),
)
@click.option("--contents", is_flag=True, help=_("With a contents list after the title."))
@click.option("--tables", is_flag=True, help=_("With a table of the main figures."))
@click.option("--charts", is_flag=True, help=_("With charts that Word can edit."))
@click.option("--compare", is_flag=True, help=_("Show what changed against the last summary."))
@click.option("--no-pdf", is_flag=True, help=_("Word only: LibreOffice is not started."))
@common()
def summary(run: Run, compare: bool, no_pdf: bool, **asked: Any) -> int:
    """半年工作总结."""
    from docgen.cli import changes

    of = asked["preset"] or ""
    more = partial(changes.content, of) if compare else None
    tell = partial(changes.show, of) if compare else None
    return make(run, ["summary"], {**asked, "pdf": not no_pdf}, more, tell)
