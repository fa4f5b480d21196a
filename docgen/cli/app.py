"""The commands together: ``docgen -C FOLDER COMMAND [options]``."""

from __future__ import annotations

import os
from gettext import gettext as _
from pathlib import Path

import rich_click as click

from docgen import __version__
from docgen.cli import gate, products, screen, start
from docgen.cli.archive import archive
from docgen.cli.bag import bag
from docgen.cli.booklet import booklet
from docgen.cli.books import briefing, handbook
from docgen.cli.check import check
from docgen.cli.everything import demo, everything
from docgen.cli.explain import explain
from docgen.cli.figures import figures
from docgen.cli.fill import fill
from docgen.cli.look import METAVAR, look
from docgen.cli.options import LANGUAGE
from docgen.cli.orders import orders
from docgen.cli.policy import policy
from docgen.cli.reconcile import reconcile
from docgen.cli.trace import trace
from docgen.cli.word import render, template
from docgen.errors import ExitCode

GROUPS: dict[str, list[click.Command]] = {
    _("Start"): [demo, start.new, everything, explain, start.doctor, start.completion],
    _("Ledger"): [check, reconcile, figures],
    _("Households"): [policy, orders, products.plan, bag],
    _("Books"): [handbook, briefing, booklet],
    _("Offices"): [products.checklist, products.summary, fill],
    _("Archive"): [archive],
    _("Word templates"): [template, render, trace],
}


@click.group(
    invoke_without_command=True,
    options_metavar=METAVAR,
    subcommand_metavar=_("COMMAND ..."),
    context_settings={"help_option_names": ["-h", "--help"], "rich_help_config": look(GROUPS)},
    help=_("From a ledger and a shoebox of papers to every document an inspection asks for."),
)
@click.option(
    "-C",
    "folder",
    metavar=_("FOLDER"),
    type=click.Path(path_type=Path),
    help=_("The work folder; without it the current one."),
)
@click.version_option(
    __version__, prog_name="docgen", message="%(prog)s %(version)s", help=_("Print the version.")
)
@LANGUAGE
@click.pass_context
def cli(ctx: click.RichContext, /, folder: Path | None) -> int | None:
    """Keep the folder for the gate; without a command say what comes next."""
    if isinstance(ctx.obj, dict):
        ctx.obj["root"] = folder or Path()
    if ctx.invoked_subcommand is None:
        return start.next_step(folder or Path())
    return None


for commands in GROUPS.values():
    for command in commands:
        command.options_metavar = METAVAR
        cli.add_command(command)


def run(argv: list[str]) -> int:
    """Run the command line and return the exit code."""
    screen.prepare_streams()
    screen.be_plain(os.environ)
    seen: dict[str, Path] = {"root": Path()}
    try:
        code = cli.main(argv, prog_name="docgen", standalone_mode=False, obj=seen)
    except (Exception, KeyboardInterrupt) as error:
        return gate.failure(error, argv, seen["root"])
    except SystemExit as ended:  # help instead of a command, or the reader of a pipe went away
        return ExitCode.usage if ended.code == ExitCode.usage else ExitCode.done
    return code if isinstance(code, int) else ExitCode.done
