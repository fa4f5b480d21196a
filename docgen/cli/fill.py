"""``docgen fill FORM.xlsx``: an empty table of a higher office is filled from the ledger."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import rich_click as click

from docgen.cli import findings_screen, machine, screen
from docgen.cli.made import document_json
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.findings import as_json


@click.command(help=_("Fill an empty form from above, and say where each number is from."))
@click.argument("form", metavar="FORM.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--confirm", is_flag=True, help=_("What was proposed is right: fill like this from now on.")
)
@common("only", "day", "json", "dry_run", "quiet", "verbose")
def fill(run: Run, form: Path, confirm: bool) -> int:
    """填上级表."""
    from docgen.cli.pipeline import read
    from docgen.cli.workfolder import working
    from docgen.documents.form.making import fill as fill_form
    from docgen.documents.job import Job
    from docgen.facts.scope import ledger_of

    with working(run) as folder:
        ledger = ledger_of(read(folder, run), run.only)
        built = fill_form(Job(folder, ledger, run.only, dry=run.dry_run), form, confirm=confirm)
    documents = list(built.documents)
    if run.json:
        content = {
            "documents": [document_json(document) for document in documents],
            "findings": [as_json(finding) for finding in built.findings],
        }
        machine.emit(run.command, folder.settings.as_of, content)
        return ExitCode.done
    for document in documents:
        screen.show(document.path)
    left = len(documents[0].gaps)
    if left:
        screen.show(_("{count} cells are left empty; the second file says why.").format(count=left))
    findings_screen.show(list(built.findings), every=run.verbose)
    if run.dry_run:
        screen.show(_("Nothing was written."))
    return ExitCode.done
