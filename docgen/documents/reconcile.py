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
from docgen.facts.scope import chosen
from docgen.folder import write_bytes
from docgen.ledger.compare import read_compare
from docgen.model import Document
from docgen.words import safe_name
from docgen.work.difference import Reconciled, State
from docgen.work.reconcile import reconcile

PRODUCT = "比对"
NAME = "四方比对台账"
PAPERS = (
    Paper("reconcile-sheet", "基础信息对照表", "对照表", sheet_context),
    Paper("reconcile-visit", "入户核查表", "核查表", visit_context),
)


def build(job: Job) -> Built:
    """Make 四方比对台账.xlsx, of all and of each village, and the papers of households in question.

    ``options["reconciled"]`` is a comparison already made; without it 比对/ is read. Where there is
    nothing to compare, nothing is made.
    """
    result = job.options.get("reconciled") or compared(job)
    if result is None:
        return Built()
    folder = job.folder.output(PRODUCT)
    keys = _wanted(result, job)
    asked = [key for key in keys if result.states[key] is not State.agrees]
    villages = sorted({result.homes[key].village for key in keys} - {""})
    by_village = len({home.village for home in result.homes.values()}) > 1
    papers, findings = make_papers(job, matters(result, asked), PAPERS, folder, by_village)
    books = {NAME: keys}
    for village in villages if by_village and not job.only else ():
        own = [key for key in keys if result.homes[key].village == village]
        books[safe_name(f"{NAME}_{village}")] = own
    documents = []
    places = _places(papers, job)
    for name, own in books.items():
        book = folder / f"{name}.xlsx"
        if not job.dry:
            content = reconcile_workbook(result, own, job.folder, book, places)
            write_bytes(book, content)
        documents.append(Document("reconcile", "xlsx", job.folder.relative(book)))
    return Built((*documents, *papers), tuple(findings))


def compared(job: Job) -> Reconciled | None:
    """Compare the records of 比对/ and 核对记录; None without any."""
    found = read_compare(job.folder, job.ledger.households)
    if not found.records and not found.checked:
        return None
    settings = job.folder.settings
    return reconcile(found.records, settings, roster=job.ledger, checked=found.checked)


def _wanted(result: Reconciled, job: Job) -> list[str]:
    """The households asked for; one that the ledger lacks by what its own records say."""
    if not job.only:
        return list(result.states)
    keys = {household.id for household in chosen(job.ledger, job.only)}
    homes = result.homes
    return [
        key
        for key in result.states
        if key in keys or job.only in (key, homes[key].village, homes[key].group)
    ]


def _places(papers: Sequence[Document], job: Job) -> Mapping[tuple[str, str], Path]:
    """Where each household's papers lie, the page before the Word file."""
    places: dict[tuple[str, str], Path] = {}
    for paper in sorted(papers, key=lambda one: one.format == "pdf"):
        places[paper.household, paper.kind] = job.folder.root / paper.path
    return places
