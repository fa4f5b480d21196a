"""四方比对: the ledger of differences, and for each household in question two papers to take along.

基础信息对照表 lays the four records side by side; 入户核查表 asks only what is in dispute, or
everything where nobody has looked yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen.documents.job import Built, Job
from docgen.documents.reconcile_context import matters, sheet_context, visit_context
from docgen.documents.reconcile_papers import Paper, make_papers
from docgen.documents.reconcile_sheets import reconcile_workbook
from docgen.folder import write_bytes
from docgen.ledger.compare import read_compare
from docgen.model import Document
from docgen.work.difference import Reconciled, State
from docgen.work.reconcile import reconcile

PRODUCT = "比对"
NAME = "四方比对台账"
PAPERS = (
    Paper("reconcile-sheet", "基础信息对照表", "对照表", sheet_context),
    Paper("reconcile-visit", "入户核查表", "核查表", visit_context),
)


def build(job: Job) -> Built:
    """Make 输出/比对/四方比对台账.xlsx and the papers of households that differ or were not seen.

    ``options["reconciled"]`` is a comparison already made; without it 比对/ is read. Where there is
    nothing to compare, nothing is made.
    """
    result = job.options.get("reconciled") or compared(job)
    if result is None:
        return Built()
    folder = job.folder.output(PRODUCT)
    chosen = [key for key, state in result.states.items() if _wanted(key, result, job)]
    asked = [key for key in chosen if result.states[key] is not State.agrees]
    papers, findings = make_papers(job, matters(result, asked), PAPERS, folder)
    book = folder / f"{NAME}.xlsx"
    if not job.dry:
        places = _places(papers, job)
        write_bytes(book, reconcile_workbook(result, chosen, job.folder, book, places))
    document = Document("reconcile", "xlsx", job.folder.relative(book))
    return Built((document, *papers), tuple(findings))


def compared(job: Job) -> Reconciled | None:
    """Compare the records of 比对/ and 核对记录; None without any."""
    found = read_compare(job.folder, job.ledger.households)
    if not found.records and not found.checked:
        return None
    settings = job.folder.settings
    return reconcile(found.records, settings, roster=job.ledger, checked=found.checked)


def _wanted(key: str, result: Reconciled, job: Job) -> bool:
    if not job.only:
        return True
    home, row = result.homes[key], job.ledger.household(key)
    own = (key, home.village, home.group)
    return job.only in (own if row is None else (*own, row.village, row.group))


def _places(papers: Sequence[Document], job: Job) -> Mapping[tuple[str, str], Path]:
    """Where each household's papers lie, the page before the Word file."""
    places: dict[tuple[str, str], Path] = {}
    for paper in sorted(papers, key=lambda one: one.format == "pdf"):
        places[paper.household, paper.kind] = job.folder.root / paper.path
    return places
