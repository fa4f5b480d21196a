"""``docgen trace``: which cell or figure a value in a document came from."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.options import Run, common
from docgen.errors import ExitCode, unreadable


@click.command(help=_("Tell which cell or figure a value in a document came from."))
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.argument("words", metavar=_("WORDS"))
@common("json", "quiet")
def trace(run: Run, file: Path, words: str) -> int:
    """Look the words up in the document's trace; 4 when nothing is known of them."""
    from docgen.word.trace import has_trace, origins

    try:
        data = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    found = origins(data, words)
    if run.json:
        told = [
            {"text": one.text, "field": one.name, "place": one.place, "source": one.source}
            for one in found
        ]
        machine.emit(run.command, None, {"traced": has_trace(data), "values": told})
        return ExitCode.done if found else ExitCode.input
    for one in found:
        source = one.source or _("(no cell noted)")
        screen.show(f"{one.text} ← {one.name} ← {source} （{one.place}）", "  ")
    if not found:
        known = _("No value shows {words}.") if has_trace(data) else _("{file} holds no trace.")
        screen.tell(known.format(words=words, file=file.name), "  ")
    return ExitCode.done if found else ExitCode.input
