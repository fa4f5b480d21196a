"""``docgen all`` and ``docgen demo``: everything from one ledger and one folder of papers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from gettext import gettext as _
from pathlib import Path

import rich_click as click

from docgen.cli import machine, products, screen
from docgen.cli.checked import severities, sums
from docgen.cli.leftover import left_over
from docgen.cli.made import Archive, Made, title
from docgen.cli.options import Run, common
from docgen.cli.start import refuse_filled
from docgen.errors import ExitCode, FileNotWritable, refusal
from docgen.findings import as_json
from docgen.folder import CACHE, OUTPUT, Folder

EXAMPLE = Path("docgen-demo")


@click.command("all", help=_("Make everything: documents and archive."))
@common()
def everything(run: Run) -> int:
    """Check, make every kind of document, plan and bind the archive, write the report."""
    from docgen.cli.workfolder import working

    with working(run) as folder:
        made = make(run, folder)
    return tell(run, folder, made)


@click.command(help=_("Make everything from an invented village."))
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(path_type=Path), default=EXAMPLE)
@common("json", "quiet", "verbose")
def demo(run: Run, folder: Path) -> int:
    """Copy the example village into a new folder and make everything there."""
    from docgen.cli.workfolder import working

    refuse_filled(folder)
    copy_example(folder)
    if not run.quiet:
        screen.tell(_("An invented village was copied to {folder}.").format(folder=folder), "  ")
    run = replace(run, root=folder)
    with working(run) as opened:
        made = make(run, opened)
    return tell(run, opened, made)


def copy_example(folder: Path) -> None:
    """Copy the example whole or not at all."""
    from docgen.resources import examples_folder

    with beside(folder) as place:
        shutil.copytree(
            examples_folder(),
            place,
            copy_function=shutil.copyfile,
            ignore=shutil.ignore_patterns(OUTPUT, CACHE),
            dirs_exist_ok=True,
        )
        if folder.is_dir():
            folder.rmdir()
        place.rename(folder)


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A temporary folder next to the folder, gone at the end unless it was renamed."""

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=".docgen-", dir=folder.parent))
    except OSError as error:
        raise FileNotWritable(file=folder, why=refusal(error)) from error
    try:
        yield place
    except OSError as error:
        raise FileNotWritable(file=folder, why=refusal(error)) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def make(run: Run, folder: Folder) -> Made:
    """Everything, in one order; a dry run writes nothing."""
    from docgen.cli import archive, bag, pipeline, reconcile
    from docgen.documents import KINDS

    # Records come with their counts, and bags after the archive, whose papers they list: below.
    kinds = [kind for kind in KINDS if kind not in ("reconcile", "bag")]
    checked = pipeline.check(folder, run)
    if run.strict:
        gaps = pipeline.rehearse([*kinds, "bag"], folder, checked, run)
        pipeline.stop_if_strict(run, checked, gaps)
    early = [kind for kind in kinds if kind != "summary"]  # that counts the archive, too
    made = reconcile.added(pipeline.make_kinds(early, folder, checked, run), folder, run)
    made = archive.added(made, folder, run)
    made = joined(made, pipeline.make_kinds(["summary"], folder, checked, run))
    made = bag.added(made, folder, run)
    if not run.dry_run:
        pipeline.write_findings(folder, replace(checked, findings=made.findings))
        pipeline.write_report(made, folder)
    if run.only or run.dry_run:
        return made
    return replace(made, left=left_over(folder, made.documents))


def joined(made: Made, more: Made) -> Made:
    """What was made first, and what was made of it."""
    return replace(
        made,
        documents=(*made.documents, *more.documents),
        noticed=(*made.noticed, *more.noticed),
        figures=(*made.figures, *more.figures),
        failures=(*made.failures, *more.failures),
    )


def tell(run: Run, folder: Folder, made: Made) -> int:
    """Tell what was made; the exit code is that of the first thing that could not be made."""
    if run.json:
        machine.emit(run.command, folder.settings.as_of, content(made))
    else:
        show(made, run, folder)
    for failure in made.failures:
        return failure.error.exit_code
    return ExitCode.done


def content(made: Made) -> dict[str, object]:
    """The keys of --json."""
    archive = made.archive or Archive()
    return {
        **products.content(made),
        "volumes": [asdict(volume) for volume in archive.volumes],
        "ledger": asdict(archive.ledger) if archive.ledger else None,
        "findings": [as_json(finding) for finding in made.findings],
        "failed": [
            {"kind": failure.kind, "message": failure.error.sentence()} for failure in made.failures
        ],
    }


def show(made: Made, run: Run, folder: Folder) -> None:
    """A short report: what was made, what is missing, where it lies."""
    from docgen.cli import archive

    screen.show(sums(made.checked.ledger))
    screen.show(severities(made.findings), "  ")
    if made.compared:
        told = _(", ").join(f"{name} {count}" for name, count in made.compared.items())
        screen.show(_("Records compared: {counts}").format(counts=told), "  ")
    products.show(made, run)
    if made.archive:
        archive.show_volumes(made.archive)
    for failure in made.failures:
        told = _("Not made: {title}. {what}")
        screen.show(told.format(title=title(failure.kind), what=failure.error.sentence()), "  ")
    if run.dry_run:
        screen.show(_("Nothing was written."))
        return
    screen.show(_("All of it lies in:"))
    screen.show(f"  {folder.output()}", "    ")
    if not run.quiet:
        screen.tell(_("Read first: 运行报告.txt, then 检查/检查结果.xlsx"), "  ")
