"""The road from the ledger to the products: read, check, build, write."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.cli import screen
from docgen.cli.checked import Checked, in_order
from docgen.cli.made import Failure, Made
from docgen.cli.options import Run
from docgen.errors import DocgenError, NothingChosen, StrictStop
from docgen.folder import LEDGER, Folder, write_bytes, write_text

AREAS_SHOWN = 20  # groups and villages that a wrong --only is answered with

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from docgen.documents.job import Job
    from docgen.findings import Finding
    from docgen.ledger.marked import Copy
    from docgen.model import Document, Ledger


def read(folder: Folder, run: Run, executor: Executor | None = None) -> Ledger:
    """Read the ledger and make sure that --only names something in it."""
    from docgen.ledger.reading import read_ledger

    if not run.quiet:
        screen.tell(_("Reading the ledger ..."))
    ledger = read_ledger(folder, executor)
    if run.only:
        tell_chosen(ledger, run)
    return ledger


def tell_chosen(ledger: Ledger, run: Run) -> None:
    """Say how many households --only takes: a name that takes too few is seen at once."""
    part = part_told(ledger, run.only)
    if part is None:
        raise NothingChosen(only=run.only, known=areas_of(ledger))
    if not run.quiet:
        told = _("--only {only}: {name}, {count} households")
        screen.tell(told.format(only=run.only, name=part[0], count=part[1]), "  ")


def part_told(ledger: Ledger, only: str) -> tuple[str, int] | None:
    """The name of what --only takes and how many households it has."""
    from docgen.facts.scope import part_of

    part = part_of(ledger, only)
    return (part.name, len(part.keys)) if part else None


def areas_of(ledger: Ledger) -> str:
    """The groups and villages of the ledger, as first written, for a name that is none of them."""
    homes = ledger.households
    named = [home.group for home in homes] + [home.village for home in homes]
    words = list(dict.fromkeys(word for word in named if word))
    return "、".join(words[:AREAS_SHOWN]) + (" …" if len(words) > AREAS_SHOWN else "") or "—"


def chosen(ledger: Ledger, only: str) -> set[str]:
    """The numbers of the households that --only names (docgen.facts.scope)."""
    from docgen.facts.scope import chosen as households

    return {household.id for household in households(ledger, only)}


def check(folder: Folder, run: Run) -> Checked:
    """Read the ledger and run every rule on it; with --only, of the households chosen."""
    from docgen.jobs import processes
    from docgen.rules.check import check as check_rules

    with processes(workers_for(folder)) as executor:
        ledger = read(folder, run, executor)
        result = check_rules(ledger, folder.settings, executor=executor)
    unchecked = tuple((one.code, one.reason) for one in result.unchecked)
    findings = with_proposals(folder, ledger, result.findings)
    if run.only:
        keys = chosen(ledger, run.only)
        findings = tuple(one for one in findings if one.household in keys)
    return Checked(ledger, in_order(findings), unchecked)


def workers_for(folder: Folder) -> int:
    """How many processes read and check: two where the ledger is large enough to pay for it."""
    from docgen.ledger.shares import large
    from docgen.ledger.workbook import workbooks_in

    return 2 if (os.cpu_count() or 1) > 1 and large(workbooks_in(folder.ledger)) else 1


def with_proposals(
    folder: Folder, ledger: Ledger, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings; where an ID was stored as a number, with what the records of 比对/ say."""
    from docgen.rules.proposals import propose, spoilt_ids

    if not spoilt_ids(findings):
        return findings
    from docgen.ledger.compare import read_compare

    return propose(findings, ledger, read_compare(folder, ledger.households).records)


def write_findings(folder: Folder, checked: Checked) -> tuple[Path, tuple[Copy, ...]]:
    """Write 检查/检查结果.xlsx and a marked copy of each faulty workbook; return what was made."""
    from docgen.cli.findings_book import book
    from docgen.ledger.marked import make_copies

    path = folder.output("检查") / "检查结果.xlsx"
    to_root = Path(os.path.relpath(folder.root, path.parent)).as_posix()
    write_bytes(path, book(checked, folder.settings.as_of, to_root))
    of_ledger = [one for one in checked.findings if one.file.startswith(f"{LEDGER}/")]
    return path, make_copies(folder, of_ledger)


def stop_if_strict(run: Run, checked: Checked, gaps: int) -> None:
    """With --strict, errors or gaps stop the work before anything is written."""
    if run.strict and (checked.blocking or gaps):
        raise StrictStop(findings=len(checked.blocking), gaps=gaps)


def rehearse(kinds: Sequence[str], folder: Folder, checked: Checked, run: Run) -> int:
    """Make everything and write nothing: how many values would be missing."""
    return make_kinds(kinds, folder, checked, replace(run, dry_run=True, quiet=True)).gaps


def make_kinds(
    kinds: Sequence[str],
    folder: Folder,
    checked: Checked,
    run: Run,
    options: Mapping[str, Any] | None = None,
) -> Made:
    """Make several kinds; one that cannot be made does not stop the others."""
    from docgen.documents import build
    from docgen.documents.job import Job

    documents: list[Document] = []
    noticed: list[Finding] = []
    figures: list[Any] = []
    failures: list[Failure] = []
    with screen.progress(quiet=run.quiet) as progress:
        job = Job(
            folder, checked.ledger, run.only, options or {}, progress=progress, dry=run.dry_run
        )
        for kind in kinds:
            try:
                built = build(kind, with_more(job, kind))
            except DocgenError as error:
                failures.append(Failure(kind, error))
                continue
            documents.extend(built.documents)
            noticed.extend(built.findings)
            figures.extend(built.figures)
    return Made(
        *(checked, tuple(documents), tuple(noticed), tuple(figures)),
        failures=tuple(failures),
        part=part_told(checked.ledger, run.only),
    )


def with_more(job: Job, kind: str) -> Job:
    """The job with what a summary tells beside the ledger: the archive, what people are due."""
    from docgen.cli.beside import completed

    return replace(job, ledger=completed(job.ledger, job.folder)) if kind == "summary" else job


def write_report(made: Made, folder: Folder) -> Path:
    """Write the report of the run and return its path."""
    from docgen.cli import report

    path = folder.output() / report.NAME
    write_text(path, report.text(made, folder))
    return path
