"""``docgen check``: the ledger cell by cell; its product is findings."""

from __future__ import annotations

from gettext import gettext as _

import rich_click as click

from docgen.cli import findings_screen, machine, screen
from docgen.cli.checked import Checked, severities, sums
from docgen.cli.options import Run, common
from docgen.errors import ExitCode


@click.command(help=_("Check the ledger cell by cell."))
@common("out", "only", "day", "json", "strict", "dry_run", "quiet", "verbose")
def check(run: Run) -> int:
    """Show the findings and write 检查/问题清单.xlsx; 1 when one is 错误 or 严重."""
    from docgen.cli import pipeline
    from docgen.cli.workfolder import working

    with working(run) as folder:
        checked = pipeline.check(folder, run)
        path = None if run.dry_run else pipeline.write_findings(folder, checked)
    if run.json:
        machine.emit(run.command, folder.settings.as_of, checked.content())
    else:
        findings_screen.show(checked.findings, every=run.verbose)
        show_sums(checked)
        if path and not run.quiet:
            screen.tell(_("Every cell with a link: {file}").format(file=path), "  ")
    if run.strict and checked.blocking:
        return ExitCode.blocked
    return ExitCode.findings if checked.blocking else ExitCode.done


def show_sums(checked: Checked) -> None:
    """Rows read and used, findings by severity, rules that could not be checked."""
    screen.show(sums(checked.ledger))
    screen.show(severities(checked.findings))
    if checked.unchecked:
        told = _("{count} rules could not be checked; the reasons stand in the workbook.")
        screen.show(told.format(count=len(checked.unchecked)), "  ")
