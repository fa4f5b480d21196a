"""``docgen policy import``: a compilation read into a workbook that a clerk confirms."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.made import document_json
from docgen.cli.options import Run, common
from docgen.errors import ExitCode
from docgen.words import mask_text

if TYPE_CHECKING:
    from docgen.work.compilation import Compilation, Piece

EACH = 5  # pieces set aside, on the screen; -v shows all


@click.command(
    "import", help=_("Read a compilation of policies (.docx, .xlsx) for you to confirm.")
)
@click.argument("file", type=click.Path(path_type=Path), metavar=_("FILE"))
@common("out", "json", "dry_run", "quiet", "verbose")
def import_(run: Run, file: Path) -> int:
    """Write 政策表（待确认）; the ledger is not touched."""
    from docgen.cli.workfolder import working
    from docgen.documents import policy_import
    from docgen.documents.job import Job
    from docgen.model import Ledger
    from docgen.work.compilation import read_compilation

    with working(run) as folder:
        compilation = read_compilation(file if file.exists() else folder.root / file)
        found = policy_import.proposals(compilation)
        job = Job(folder, Ledger(), dry=run.dry_run)
        document = policy_import.build(job, compilation, found)
    if run.json:
        told = {
            "policies": [
                {
                    name: {"text": one.text, "source": one.source, "proposed": one.proposed}
                    for name, one in policy.items()
                }
                for policy in found
            ],
            "pieces": counts(compilation),
            "aside": [piece_json(piece) for piece in compilation.aside],
            "documents": [document_json(document)],
        }
        machine.emit(run.command, folder.settings.as_of, told)
        return ExitCode.done
    show(compilation, every=run.verbose)
    if run.dry_run:
        screen.show(_("Nothing was written."))
        return ExitCode.done
    screen.show(_("Written for you to confirm:"))
    screen.show(f"  {document.path}", "    ")
    if not run.quiet:
        screen.tell(
            _("Mend its sheet 政策, save that as a workbook in 台账/, then run: docgen check"), "  "
        )
    return ExitCode.done


def counts(compilation: Compilation) -> dict[str, int]:
    """Pieces in = used + aside."""
    return {
        "read": len(compilation.pieces),
        "used": len(compilation.used),
        "aside": len(compilation.aside),
    }


def piece_json(piece: Piece) -> dict[str, str]:
    """A piece set aside as --json tells it."""
    return {"where": piece.where, "text": mask_text(piece.text), "reason": piece.aside}


def show(compilation: Compilation, *, every: bool) -> None:
    """How many policies, the account of the pieces, the pieces that were not used."""
    number = counts(compilation)
    told = _("{policies} policies; {read} paragraphs and cells = {used} used + {aside} aside")
    screen.show(told.format(policies=len(compilation.policies), **number), "  ")
    aside = compilation.aside
    for piece in aside if every else aside[:EACH]:
        text = mask_text(" ".join(piece.text.split()))
        screen.show(f"  {piece.where}  {text[:40]}  {piece.aside}", "      ")
    if not every and len(aside) > EACH:
        more = _("... {rest} more; -v shows all, and the sheet 没有看懂")
        screen.show("  " + more.format(rest=len(aside) - EACH))
