"""The road from the ledger to the products: read, check, build, write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.cli import screen
from docgen.cli.checked import Checked, in_order
from docgen.cli.made import Archive, Failure, Made
from docgen.cli.options import Run
from docgen.errors import DocgenError, NothingChosen, StrictStop
from docgen.folder import Folder, write_bytes, write_text

if TYPE_CHECKING:
    from docgen.documents.job import Built
    from docgen.jobs import Progress
    from docgen.model import Ledger


def read(folder: Folder, run: Run) -> Ledger:
    """Read the ledger and make sure that --only names something in it."""
    from docgen.ledger.reading import read_ledger

    if not run.quiet:
        screen.tell(_("Reading the ledger ..."))
    ledger = read_ledger(folder)
    if run.only and not any(run.only in names(household) for household in ledger.households):
        raise NothingChosen(only=run.only)
    return ledger


def names(household: Any) -> set[str]:
    """What --only may call a household by: number, group, village."""
    return {name for name in (household.id, household.group, household.village) if name}


def check(folder: Folder, run: Run) -> Checked:
    """Read the ledger and run every rule on it."""
    from docgen import rules

    ledger = read(folder, run)
    result = rules.check(ledger, folder.settings)
    return Checked(ledger, in_order([*ledger.findings, *result.findings]), result.unchecked)


def write_findings(folder: Folder, checked: Checked) -> Path:
    """Write 检查/问题清单.xlsx and return its path."""
    from docgen.cli.findings_book import book

    path = folder.output("检查") / "问题清单.xlsx"
    write_bytes(path, book(checked, folder.settings.as_of, folder.root, path.parent))
    return path


def stop_if_strict(run: Run, findings: int, gaps: int) -> None:
    """With --strict, errors or gaps stop the work before anything is written."""
    if run.strict and findings + gaps:
        raise StrictStop(findings=findings, gaps=gaps)


def build(
    kind: str,
    folder: Folder,
    ledger: Ledger,
    run: Run,
    *,
    progress: Progress | None = None,
    options: Mapping[str, Any] | None = None,
) -> Built:
    """Make the documents of one kind."""
    from docgen.documents import build as build_kind
    from docgen.documents.job import Job

    job = Job(folder, ledger, run.only, options or {}, None, progress, run.dry_run)
    return build_kind(kind, job)


def build_kinds(
    kinds: Iterable[str],
    folder: Folder,
    checked: Checked,
    run: Run,
    options: Mapping[str, Any] | None = None,
) -> Made:
    """Make several kinds; one that cannot be made does not stop the others."""
    documents, findings, failures = [], list(checked.findings), []
    with screen.progress(quiet=run.quiet) as progress:
        for kind in kinds:
            try:
                built = build(
                    kind, folder, checked.ledger, run, progress=progress, options=options
                )
            except DocgenError as error:
                failures.append(Failure(kind, error))
                continue
            documents.extend(built.documents)
            findings.extend(built.findings)
    seen = Checked(checked.ledger, in_order(findings), checked.unchecked)
    return Made(seen, tuple(documents), None, tuple(failures))


def has_papers(folder: Folder) -> bool:
    """Whether there is anything to archive."""
    return folder.scans.is_dir() and any(folder.scans.iterdir())


def write_report(made: Made, folder: Folder) -> Path:
    """Write the report of the run and return its path."""
    from docgen.cli import report

    path = folder.output() / report.NAME
    write_text(path, report.text(made, folder))
    return path


__all__ = ["Archive"]
