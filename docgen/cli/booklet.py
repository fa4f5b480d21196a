"""``docgen booklet FILE.pdf``: any PDF becomes sheets to print, cut, fold and bind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from docgen.cli import machine, screen
from docgen.cli.options import Command, Run, common
from docgen.errors import DocgenError, ExitCode

if TYPE_CHECKING:
    from docgen.pages.booklet import Booklet

NO_DAY = date(2000, 1, 1)  # written into the file where no work folder says as_of
REAM = 500  # sheets in a pack of office paper
SIGNED = ("saddle", "perfect")
NUMBERS = 12  # of pages, on the screen

OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--scheme",
        type=click.Choice(["saddle", "perfect", "cut-stack", "fold"]),
        default="saddle",
        help=_("Stapled in the fold, glued signatures, cut and stacked, or whole sheets folded."),
    ),
    click.option(
        "--up",
        type=click.Choice(["2", "4", "8"]),
        help=_("Pages on a side of the sheet; without it as many as fit at full size."),
    ),
    click.option("--sheet", type=click.Choice(["a4", "a3"]), default="a4", help=_("Paper.")),
    click.option(
        "--edge",
        type=click.Choice(["short", "long"]),
        default="short",
        help=_("The edge over which the printer turns the paper."),
    ),
    click.option(
        "--signature",
        type=click.IntRange(min=4),
        metavar=_("PAGES"),
        help=_("Pages of a signature, a multiple of four; without it one (glued: 16)."),
    ),
    click.option(
        "--thickness",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="MM",
        help=_("Paper thickness, against creep (80 g paper: 0.1)."),
    ),
    click.option(
        "--marks/--no-marks",
        default=None,
        help=_("Crop, fold and register marks for a print shop; or none at all."),
    ),
    click.option(
        "--copies",
        type=click.IntRange(min=1),
        default=1,
        metavar=_("NUMBER"),
        help=_("Copies: how much paper."),
    ),
)


def imposing(function: Command) -> Command:
    """Give a command the options of imposition."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@click.command(help=_("Arrange any PDF on sheets to print, fold and bind."))
@click.argument("file", metavar="FILE.pdf", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help=_("Write here; else beside the file."),
)
@imposing
@click.option("--guide", is_flag=True, help=_("Also a page of pictures how to fold and bind."))
@click.option(
    "--test", is_flag=True, help=_("Only one sheet to print, which shows the edge of the printer.")
)
@common("day", "json", "dry_run", "quiet")
def booklet(
    run: Run, file: Path | None, out: Path | None, guide: bool, test: bool, **wishes: Any
) -> int:
    """Impose the file; the source stays as it is."""
    day = run.day or as_of(run.root)
    if test:
        return print_test(run, out, day)
    if file is None:
        raise click.UsageError(_("Name the PDF to arrange, or --test."))
    target = place_for(file, out)
    made = impose(file, day, wishes)
    files = {target: made.pdf}
    if guide:
        files[with_guide(target)] = pictures(made, file.stem, day, wishes)
    write(run, files)
    tell(run, list(files), made, wishes)
    return ExitCode.done


def impose(file: Path, day: date, wishes: dict[str, Any]) -> Booklet:
    """The sheets as wished; wishes that contradict each other are a wrong command line."""
    from docgen.pages import booklet as pages
    from docgen.pages.layout import SHEETS

    signature = wishes["signature"] or 0
    if signature % 4:
        raise click.BadParameter(_("--signature must be a multiple of four."))
    if signature and wishes["scheme"] not in SIGNED:
        raise click.BadParameter(_("--signature goes with saddle and perfect only."))
    return pages.impose(
        file,
        title=file.stem,
        as_of=day,
        scheme=wishes["scheme"],
        sheet=SHEETS[wishes["sheet"]],
        up=int(wishes["up"] or 0),
        edge=wishes["edge"],
        signature=signature,
        thickness=wishes["thickness"],
        marks={None: "light", True: "full", False: "none"}[wishes["marks"]],
    )


def pictures(made: Booklet, title: str, day: date, wishes: dict[str, Any]) -> bytes:
    """The page of pictures for these sheets."""
    from docgen.pages.booklet_guide import PICTURES, guide

    return guide(
        *(made,),
        title=title,
        as_of=day,
        parts=[PICTURES],
        edge=wishes["edge"],
        copies=wishes["copies"],
        thickness=wishes["thickness"],
    ).pdf


def print_test(run: Run, out: Path | None, day: date) -> int:
    """Write the sheet that shows which edge the printer turns."""
    from docgen.pages.booklet_guide import TEST, guide

    place = out or run.root
    target = place / "双面试印.pdf" if place.is_dir() else place
    write(run, {target: guide(None, title="双面试印", as_of=day, parts=[TEST]).pdf})
    if run.json:
        machine.emit(run.command, run.day, {"documents": [document("booklet-test", target, 2)]})
        return ExitCode.done
    screen.show(_("Test print: {file}").format(file=target), "  ")
    if not run.quiet:
        screen.tell(_("Print it on both sides; its back says which --edge is right."))
    return ExitCode.done


def write(run: Run, files: dict[Path, bytes]) -> None:
    """Write the files, unless this is a dry run."""
    from docgen.folder import write_bytes

    if not run.dry_run:
        for path, content in files.items():
            write_bytes(path, content)


def place_for(file: Path, out: Path | None) -> Path:
    """Where the sheets go; never over the source."""
    name = f"{file.stem}_拼版.pdf"
    target = file.with_name(name) if out is None else out / name if out.is_dir() else out
    if target.resolve() == file.resolve():
        raise click.BadParameter(_("The source would be overwritten; name another file."))
    return target


def with_guide(target: Path) -> Path:
    """Where the page of pictures goes: beside the sheets."""
    return target.with_name(f"{target.stem.removesuffix('_拼版')}_印装说明.pdf")


def as_of(root: Path) -> date:
    """The day of the work folder, if this is one."""
    from docgen.cli.workfolder import opened

    try:
        return opened(root).settings.as_of
    except DocgenError:
        return NO_DAY


def document(kind: str, path: Path, pages: int) -> dict[str, object]:
    """A document as --json tells it."""
    return {
        "kind": kind,
        "format": "pdf",
        "path": path.as_posix(),
        "household": "",
        "pages": pages,
        "gaps": [],
    }


def tell(run: Run, files: list[Path], made: Booklet, wishes: dict[str, Any]) -> None:
    """Say what was made, where the blank pages are, how much paper it takes, how to print it."""
    scheme, copies = made.scheme, wishes["copies"]
    if run.json:
        machine.emit(run.command, run.day, content(files, made, wishes))
        return
    told = _("{pages} pages on {sheets} sheets of {paper}, both sides, {up} a side: {file}")
    words = {"pages": made.pages, "sheets": scheme.sheets, "up": scheme.layout.up}
    screen.show(told.format(**words, paper=wishes["sheet"].upper(), file=files[0]), "  ")
    for path in files[1:]:
        screen.show(_("How to fold and bind: {file}").format(file=path), "  ")
    for line in remarks(made, wishes):
        screen.show(line, "  ")
    if copies > 1:
        need = made.paper(copies)
        told = _("{copies} copies: {need} sheets, {packs} packs of {ream}.")
        packs = -(-need // REAM)
        screen.show(told.format(copies=copies, need=need, packs=packs, ream=REAM), "  ")
    if not run.quiet:
        turned = {"short": _("the short edge"), "long": _("the long edge")}[wishes["edge"]]
        screen.tell(_("Print at full size, both sides, turned over {edge}.").format(edge=turned))


def remarks(made: Booklet, wishes: dict[str, Any]) -> list[str]:
    """What one should know: blank pages, smaller pages, marks without room."""
    from docgen.pages.booklet_marks import has_room

    scheme, lines = made.scheme, []
    if scheme.blanks:
        told = _(
            "Blank pages: {count} ({numbers} of the finished book); the back cover stays last."
        )
        lines.append(told.format(count=len(scheme.blanks), numbers=numbers(scheme.blanks)))
    if made.smaller:
        told = _("Made smaller to fit: {count} pages ({numbers}).")
        lines.append(told.format(count=len(made.smaller), numbers=numbers(made.smaller)))
    if wishes["marks"] and not has_room(scheme.layout):
        lines.append(
            _("The pages fill the sheet: no room for register marks. Use --sheet a3 or --up.")
        )
    return lines


def numbers(found: tuple[int, ...]) -> str:
    """1, 2, 3 …: the first ones."""
    shown = ", ".join(map(str, found[:NUMBERS]))
    return f"{shown} …" if len(found) > NUMBERS else shown


def content(files: list[Path], made: Booklet, wishes: dict[str, Any]) -> dict[str, object]:
    """The keys of --json."""
    scheme = made.scheme
    kinds = ("booklet", "booklet-guide")
    pages = (scheme.sheets * 2, 1)
    return {
        "documents": [document(*one) for one in zip(kinds, files, pages, strict=False)],
        "booklet": {
            "scheme": scheme.name,
            "up": scheme.layout.up,
            "sheet": wishes["sheet"],
            "edge": wishes["edge"],
            "pages": made.pages,
            "sheets": scheme.sheets,
            "signatures": scheme.signatures,
            "blanks": list(scheme.blanks),
            "smaller": list(made.smaller),
            "scale": round(scheme.layout.scale, 4),
            "copies": wishes["copies"],
            "paper": made.paper(wishes["copies"]),
        },
    }
