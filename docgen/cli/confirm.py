"""``docgen check --confirm "表头=列名"``: a header the user knows is remembered for ever."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.cli import screen
from docgen.cli.options import Run

if TYPE_CHECKING:
    from docgen.folder import Folder
    from docgen.ledger.confirming import Confirmation
    from docgen.model import Ledger


def confirm(folder: Folder, given: Sequence[str], run: Run) -> list[Confirmation]:
    """Remember these headers in 记录/表头对照.toml, nothing with -n; return what was understood."""
    from docgen.ledger.confirmed import CONFIRMED
    from docgen.ledger.confirming import remember, understood
    from docgen.ledger.reading import read_ledger

    ledger = read_ledger(folder)
    found = [one for text in given for one in understood(text, ledger)]
    path = folder.records / CONFIRMED
    if not run.dry_run:
        remember(path, found)
    if not run.quiet:
        for one in found:
            done = _("Remembered in {file}: {sheet}, {header} is {column}.")
            planned = _("To be remembered in {file}: {sheet}, {header} is {column}.")
            told = planned if run.dry_run else done
            where = folder.relative(path)
            screen.tell(
                told.format(file=where, sheet=one.sheet, header=one.header, column=one.column), "  "
            )
    return found


def offer(ledger: Ledger, run: Run) -> None:
    """Show the very line that remembers the nearest columns of headers that are not known."""
    from docgen.ledger.confirming import proposals

    found = proposals(ledger.findings)
    if not found:
        return
    screen.tell(_("Headers that are not known; where the column is right, run (or a part of it):"))
    folder = f"-C {shown(str(run.root))} " if str(run.root) != "." else ""
    confirmations = " ".join(f"--confirm {shown(words)}" for words in found)
    screen.tell_whole(f"docgen {folder}check {confirmations}")


def shown(text: str) -> str:
    """A word of a command line, in quotes that every shell knows where they do."""
    return shlex.quote(text) if set(text) & set('"$`\\!') else f'"{text}"'
