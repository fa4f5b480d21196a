"""Commands to begin with: new, doctor, completion; and what comes next."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.options import Run, common
from docgen.errors import ExitCode, FolderNotEmpty

if TYPE_CHECKING:
    from docgen.cli.probes import Probe

FOLDER = click.Path(path_type=Path)


def refuse_filled(folder: Path) -> None:
    """Raise FolderNotEmpty unless the folder is absent or empty."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise FolderNotEmpty(folder=folder)


@click.command(help=_("Make a new work folder with an empty ledger."))
@click.argument("folder", metavar=_("FOLDER"), type=FOLDER)
@common("day", "json", "dry_run", "quiet")
def new(run: Run, folder: Path) -> int:
    """Make the folder; the period proposed is the half-year of --date or of today."""
    from docgen.cli import newfolder

    refuse_filled(folder)
    made = newfolder.make(folder, run.day or newfolder.today(), dry_run=run.dry_run)
    if run.json:
        machine.emit(run.command, run.day, {"folder": str(folder), "made": made})
        return ExitCode.done
    told = _("Would make {folder}:") if run.dry_run else _("Made {folder}:")
    screen.show(told.format(folder=folder))
    for name in made:
        screen.show(f"  {name}", "    ")
    if not run.quiet:
        screen.tell(_("Next: fill in docgen.toml and 台账/, put scans into 扫描件/, then:"))
        screen.tell(f'  docgen -C "{folder}" check')
    return ExitCode.done


@click.command(help=_("Check fonts, optional parts, folder and versions."))
@common("json")
def doctor(run: Run) -> int:
    """Tell how everything stands; 3 when something needed is missing."""
    from docgen.cli import probes

    looked = probes.probes(run.root)
    missing = any(probe.state is probes.State.missing for probe in looked)
    if run.json:
        machine.emit(run.command, None, {"checks": [probe.as_json() for probe in looked]})
    else:
        show_probes(looked)
    return ExitCode.missing if missing else ExitCode.done


def show_probes(looked: list[Probe]) -> None:
    """One line a probe, the remedy under it."""
    words = {"good": _("good"), "note": _("note"), "missing": _("MISSING")}
    first = max(screen.cells(word) for word in words.values()) + 2
    second = max(screen.cells(probe.name) for probe in looked) + 2
    for probe in looked:
        head = screen.pad(words[probe.state], first) + screen.pad(probe.name, second)
        screen.show(head + probe.detail, " " * (first + second))
        if probe.remedy:
            screen.show(
                " " * first + _("Remedy: {remedy}").format(remedy=probe.remedy), " " * first
            )


@click.command(help=_("Print the script that completes commands in a shell."))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
@common("quiet")
def completion(run: Run, shell: str) -> int:
    """Print the script of click for this shell."""
    from click.shell_completion import get_completion_class

    from docgen.cli.app import cli

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(_("This version of click completes no {shell}.").format(shell=shell))
    click.echo(made(cli, {}, "docgen", "_DOCGEN_COMPLETE").source())
    if not run.quiet:
        screen.tell(_("Put these lines into the start file of your shell."))
    return ExitCode.done


def next_step(root: Path) -> int:
    """Say what a person who typed only docgen may do here."""
    from docgen.cli.workfolder import opened
    from docgen.errors import DocgenError

    try:
        folder = opened(root)
    except DocgenError as error:
        screen.show(_("This is no work folder yet. {what}").format(what=error.sentence()))
        steps = [
            ("docgen demo", _("make everything from an invented village")),
            ("docgen new 我的村", _("make a work folder for your own village")),
        ]
    else:
        screen.show(_("Work folder: {folder}").format(folder=folder.root))
        steps = [
            ("docgen check", _("check the ledger, cell by cell")),
            ("docgen all", _("make everything")),
        ]
    for command, what in [*steps, ("docgen --help", _("see all commands"))]:
        screen.show(f"  {screen.pad(command, 22)}{what}", " " * 24)
    return ExitCode.done
