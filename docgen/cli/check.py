"""``docgen check``: the ledger cell by cell; its product is findings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import confirm, findings_screen, machine, screen
from docgen.cli.checked import Checked, severities, sums
from docgen.cli.options import Run, common
from docgen.errors import ExitCode

if TYPE_CHECKING:
    from docgen.folder import Folder
    from docgen.ledger.confirming import Confirmation
    from docgen.ledger.marked import Copy


@click.command(help=_("Check the ledger cell by cell."))
@common("out", "only", "day", "json", "strict", "dry_run", "quiet", "verbose")
@click.option(
    "--confirm",
    "headers",
    multiple=True,
    metavar=_('"HEADER=COLUMN"'),
    help=_("Remember what a header means, in 记录/表头对照.toml; may be given several times."),
)
def check(run: Run, headers: tuple[str, ...]) -> int:
    """Show the findings, write 检查/检查结果.xlsx and marked copies; 1 when one is 错误 or 严重."""
    from docgen.cli import pipeline
    from docgen.cli.workfolder import working

    path: Path | None = None
    copies: Sequence[Copy] = ()
    confirmed: Sequence[Confirmation] = ()
    with working(run) as folder:
        if headers:
            confirmed = confirm.confirm(folder, headers, run)
        checked = pipeline.check(folder, run)
        if not run.dry_run:
            path, copies = pipeline.write_findings(folder, checked)
        since = "" if run.json or run.only else changes(folder, checked, run)
    if run.json:
        marked = [copy_json(folder, copy) for copy in copies]
        said = [asdict(one) for one in confirmed]
        content = {**checked.content(), "marked": marked, **({"confirmed": said} if said else {})}
        machine.emit(run.command, folder.settings.as_of, content)
    else:
        findings_screen.show(checked.findings, every=run.verbose)
        show_sums(checked)
        if since:
            screen.show(since)
        show_notices(copies)
        if path and not run.quiet:
            show_places(path, copies)
        if not run.quiet:
            confirm.offer(checked.ledger, run)
    if run.strict and checked.blocking:
        return ExitCode.blocked
    return ExitCode.findings if checked.blocking else ExitCode.done


def changes(folder: Folder, checked: Checked, run: Run) -> str:
    """What changed since the check of another ledger; only whole ledgers are compared."""
    from docgen.cli import lasttime

    return lasttime.compare(folder, checked.findings, keep=not run.dry_run)


def copy_json(folder: Folder, copy: Copy) -> dict[str, object]:
    """A marked copy as --json tells it."""
    path = folder.relative(copy.path) if copy.path else None
    notices = list(copy.notices)
    return {"file": copy.file, "path": path, "cells": copy.cells, "notices": notices}


def show_notices(copies: Sequence[Copy]) -> None:
    """What could not be marked, and why."""
    for copy in copies:
        for notice in copy.notices:
            told = _("{file} is not wholly marked: {why}")
            screen.show(told.format(file=copy.file, why=notice), "  ")


def show_places(path: Path, copies: Sequence[Copy]) -> None:
    """Where the list and the marked copies lie."""
    screen.tell(_("Every cell with a link: {file}").format(file=path), "  ")
    made = [copy.path for copy in copies if copy.path]
    if made:
        told = _("{count} workbooks with coloured cells: {folder}")
        folder = Path(os.path.commonpath([copy.parent for copy in made]))
        screen.tell(told.format(count=len(made), folder=folder), "  ")


def show_sums(checked: Checked) -> None:
    """Rows read and used, findings by severity, rules that could not be checked."""
    screen.show(sums(checked.ledger))
    screen.show(severities(checked.findings))
    if checked.unchecked:
        told = _("{count} rules could not be checked; the reasons stand in the workbook.")
        screen.show(told.format(count=len(checked.unchecked)), "  ")
