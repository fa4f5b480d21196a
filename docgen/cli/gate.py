"""The one gate: every error becomes a sentence, an exit code and, for our own faults, a log."""

from __future__ import annotations

import errno
import platform
import sys
import tempfile
import traceback
from datetime import datetime
from gettext import gettext as _
from pathlib import Path

import click

from docgen import __version__
from docgen.cli import screen
from docgen.errors import (
    DocgenError,
    ExitCode,
    FileMissing,
    FileNotWritable,
    FileUnreadable,
    refusal,
)
from docgen.words import mask_text

UNWRITABLE = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
LOGS = Path(".docgen") / "log"


def failure(error: BaseException, argv: list[str], root: Path) -> ExitCode:
    """Tell the error in the user's language and return its exit code."""
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        screen.tell(_("Interrupted; nothing half-written was left."))
        return ExitCode.interrupted
    if isinstance(error, OSError) and error.filename:
        error = of_the_system(error)
    if isinstance(error, DocgenError):
        screen.tell(_("Failed: {what}").format(what=error.sentence()), "  ")
        return error.exit_code
    if isinstance(error, click.ClickException):
        return misuse(error)
    return crash(error, argv, root)


def of_the_system(error: OSError) -> DocgenError:
    """A full or read-only disk cannot be written; whatever else the system refuses, not read."""
    kind = FileNotWritable if error.errno in UNWRITABLE else FileUnreadable
    if isinstance(error, FileNotFoundError):
        return FileMissing(file=error.filename)
    return kind(file=error.filename, why=refusal(error) or type(error).__name__)


def misuse(error: click.ClickException) -> ExitCode:
    """A wrong command line: what is wrong and how to see what is right."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "docgen"
    screen.tell(_("Wrong command line: {what}").format(what=error.format_message()), "  ")
    screen.tell(_("See: {command} --help").format(command=path))
    return ExitCode.usage


def crash(error: BaseException, argv: list[str], root: Path) -> ExitCode:
    """A fault of our own: one sentence, and a masked log to send."""
    log = write_log(report(error, argv), root)
    screen.tell(_("docgen itself failed ({kind}).").format(kind=type(error).__name__))
    screen.tell(_("Send this file to its makers; numbers of persons are masked in it:"))
    screen.tell(str(log))
    return ExitCode.internal


def report(error: BaseException, argv: list[str]) -> str:
    """Versions, command line and traceback, with IDs, phones and cards masked."""
    head = f"docgen {__version__}\nPython {sys.version}\n{platform.platform()}\n{argv}\n\n"
    return mask_text(head + "".join(traceback.format_exception(error)))


def write_log(text: str, root: Path) -> Path:
    """Write the log into the work folder, or where that cannot be, into the temporary folder."""
    name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
    in_folder = root / LOGS if (root / LOGS).parent.is_dir() else None
    for folder in (in_folder, Path(tempfile.gettempdir()) / "docgen-log"):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return path
    return Path(name)
