"""``docgen booklet FILE.pdf``: any PDF of small pages becomes sheets to print, cut and fold."""

from __future__ import annotations

from datetime import date
from gettext import gettext as _
from pathlib import Path

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.options import Run, common
from docgen.errors import DocgenError, ExitCode

NO_DAY = date(2000, 1, 1)  # written into the file where no work folder says as_of


@click.command(help=_("Arrange any small PDF on A4 to print and fold."))
@click.argument("file", metavar="FILE.pdf", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help=_("Write here; else beside the file."),
)
@click.option(
    "--edge",
    type=click.Choice(["short", "long"]),
    default="short",
    help=_("The edge over which the printer turns the paper."),
)
@click.option(
    "--thickness", type=float, default=0.0, metavar="MM", help=_("Paper thickness, against creep.")
)
@click.option("--no-marks", is_flag=True, help=_("No marks where to cut and fold."))
@common("day", "json", "dry_run", "quiet")
def booklet(
    run: Run, file: Path, out: Path | None, edge: str, thickness: float, no_marks: bool
) -> int:
    """Impose the file; the source stays as it is."""
    from docgen.folder import write_bytes
    from docgen.pages.booklet import impose

    target = place_for(file, out)
    book = impose(
        file,
        title=file.stem,
        as_of=run.day or as_of(run.root),
        edge=edge,
        thickness=thickness,
        marks=not no_marks,
    )
    if not run.dry_run:
        write_bytes(target, book.pdf)
    tell(run, target, book.pages, book.scheme.sheets, edge)
    return ExitCode.done


def place_for(file: Path, out: Path | None) -> Path:
    """Where the sheets go; never over the source."""
    name = f"{file.stem}_拼版.pdf"
    target = file.with_name(name) if out is None else out / name if out.is_dir() else out
    if target.resolve() == file.resolve():
        raise click.BadParameter(_("The source would be overwritten; name another file."))
    return target


def as_of(root: Path) -> date:
    """The day of the work folder, if this is one."""
    from docgen.cli.workfolder import opened

    try:
        return opened(root).settings.as_of
    except DocgenError:
        return NO_DAY


def tell(run: Run, target: Path, pages: int, sheets: int, edge: str) -> None:
    """Say what was made and how to print it."""
    if run.json:
        made = {"kind": "booklet", "format": "pdf", "path": target.as_posix(), "household": ""}
        machine.emit(
            run.command, run.day, {"documents": [{**made, "pages": sheets * 2, "gaps": []}]}
        )
        return
    told = _("{pages} pages on {sheets} sheets of A4, both sides: {file}")
    screen.show(told.format(pages=pages, sheets=sheets, file=target), "  ")
    if not run.quiet:
        turned = {"short": _("the short edge"), "long": _("the long edge")}[edge]
        screen.tell(_("Print at full size, both sides, turned over {edge}.").format(edge=turned))
