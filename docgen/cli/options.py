"""The common options, the same words everywhere, and the Run they make."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any

import rich_click as click

from docgen.cli import machine
from docgen.errors import DocgenError

Command = Callable[..., int | None]


@dataclass(frozen=True, slots=True)
class Run:
    """What the user asked for besides the command itself."""

    command: str
    root: Path
    out: Path | None = None
    only: str = ""
    day: date | None = None
    json: bool = False
    strict: bool = False
    dry_run: bool = False
    quiet: bool = False
    verbose: bool = False


def day_of(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The date of --date: 2026-06-30, 2026/6/30, 2026.6.30, 20260630 or 2026年6月30日."""
    if not value:
        return None
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"):
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise click.BadParameter(_("{value} is no date; write 2026-06-30.").format(value=value))


def folder_of(ctx: click.Context) -> Path:
    """The work folder of -C, else the current one."""
    root = ctx.find_root().params.get("folder")
    return Path(root) if root else Path()


OPTIONS: dict[str, Callable[[Command], Command]] = {
    "out": click.option(
        "-o",
        "--out",
        type=click.Path(path_type=Path),
        metavar=_("FOLDER"),
        help=_("Write here instead of 输出/."),
    ),
    "only": click.option(
        "--only",
        default="",
        metavar=_("NAME"),
        help=_("Only this village, group or household number."),
    ),
    "day": click.option(
        "--date",
        "day",
        callback=day_of,
        metavar=_("DATE"),
        help=_("Count everything to this day instead of as_of."),
    ),
    "json": click.option("--json", is_flag=True, help=_("Print one JSON object for machines.")),
    "strict": click.option(
        "--strict", is_flag=True, help=_("Stop with 6 when there are errors or gaps.")
    ),
    "dry_run": click.option(
        "-n", "--dry-run", is_flag=True, help=_("Say what would be made; write nothing.")
    ),
    "quiet": click.option("-q", "--quiet", is_flag=True, help=_("No progress, no advice.")),
    "verbose": click.option("-v", "--verbose", is_flag=True, help=_("List every item.")),
}
LANGUAGE = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    help=_("Language of docgen's words (or DOCGEN_LANG)."),
)


def common(*names: str) -> Callable[[Command], Command]:
    """Give a command the named common options (all without names) and a Run as first argument."""
    chosen = names or tuple(OPTIONS)

    def decorate(function: Command) -> Command:
        @functools.wraps(function)
        @click.pass_context
        def call(ctx: click.RichContext, /, **values: Any) -> int | None:
            command = ctx.command_path.partition(" ")[2]
            picked = {name: values.pop(name) for name in chosen}
            return guarded(function, Run(command, folder_of(ctx), **picked), values)

        wrapped: Command = LANGUAGE(call)
        for name in reversed(chosen):
            wrapped = OPTIONS[name](wrapped)
        return wrapped

    return decorate


def guarded(function: Command, run: Run, values: dict[str, Any]) -> int | None:
    """Run the command; with --json an impossible work is told as an object too."""
    try:
        return function(run, **values)
    except DocgenError as error:
        if run.json:
            machine.emit_error(run.command, error)
        raise
