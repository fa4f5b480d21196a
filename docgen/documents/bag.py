"""一户一袋: all papers of each household's bag, its fold alone; cards and a volume for all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from docgen.documents.bag_cards import cards_of
from docgen.documents.bag_context import bag_context, common_of
from docgen.documents.bag_fold import PLACE as FOLD_PLACE
from docgen.documents.bag_making import (
    Order,
    Ordered,
    Paper,
    Printed,
    beside,
    document,
    make,
    template_at,
)
from docgen.documents.bag_sheets import PRODUCT, cards, parts, village_folder, volumes
from docgen.documents.forms import Forms, all_failed, forms_of, pdfs_from_word
from docgen.documents.gaps import Lacks, unprinted, with_unfilled
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Built, Job
from docgen.documents.names import unique_names
from docgen.documents.plan import called, records_of
from docgen.documents.scope import households, several_villages
from docgen.documents.sorting import place_key
from docgen.errors import OutputError
from docgen.facts.scope import chosen as chosen_of
from docgen.findings import Finding, Severity
from docgen.jobs import processes, streamed
from docgen.model import Document, Gap, Household, Ledger

FOLD = "政策折页"
PRODUCTS = (("bag", PRODUCT), ("fold", FOLD))
FAILED = "E401"
MANY = 60  # so many bags are worth the start of worker processes
MOST_WORKERS = 8  # a worker holds fonts and templates: about 140 MB

Made = list[tuple[Ordered, tuple[Printed, ...]]]


def build(job: Job) -> Built:
    """Make the bags into 输出/一户一袋: Word, PDF, cards and, of several, the printable volume.

    ``options["large"]`` prints the fold in large letters. A dry job makes none and tells what would
    be made and what it lacks.
    """
    made, documents, findings = _papers(job, _forms(job))
    for place, ending, group in parts(job, [kept for kept, _ in made]):
        documents += cards(job, group, place, ending, findings)
        documents += volumes(job, group, place, ending)
    return Built(tuple(documents), tuple(findings))


def folds(job: Job) -> Built:
    """Make the folds alone, the same files as with the bags: the handbook of each household."""
    _, documents, findings = _papers(job, [one for one in _forms(job) if one[0] == "fold"])
    return Built(tuple(documents), tuple(findings))


def _papers(
    job: Job, forms: Sequence[tuple[str, Forms]]
) -> tuple[Made, list[Document], list[Finding]]:
    for _, form in forms:
        template_at(form.docx)  # a faulty template is told before the first household
    chosen = sorted(households(job), key=place_key)
    ordered: list[Ordered] = []
    made, findings = _make_all(_orders(chosen, job, forms, ordered), ordered, job, len(chosen))
    documents = [one for kept, results in made for one in _documents(job, kept, results)]
    converted, more = _convert(job, made)
    documents += converted
    findings += [*more, *(one for kept, _ in made for one in _once(kept.lack.findings))]
    return made, documents, findings


def _forms(job: Job) -> tuple[tuple[str, Forms], ...]:
    fold = "bag-fold-large" if job.options.get("large") else "bag-fold"
    return (("bag", forms_of("bag", job.folder)), ("fold", forms_of(fold, job.folder)))


# --- one household


def _orders(
    chosen: Sequence[Household],
    job: Job,
    forms: Sequence[tuple[str, Forms]],
    ordered: list[Ordered],
) -> Iterator[Order]:
    """Yield the orders one by one, so that contexts of thousands never lie in memory at once."""
    common = common_of(job)
    names = {kind: file_names(job.ledger, product) for kind, product in PRODUCTS}
    several = several_villages(job.ledger)
    for household in chosen:
        lack = Lacks(household.id)
        context = bag_context(household, common, lack)
        folder = job.folder.output(PRODUCT) / (village_folder(household) if several else "")
        papers = []
        for kind, form in forms:
            name = names[kind][household.id]
            docx = job.claim(folder / "Word" / f"{name}.docx")
            pdf = job.claim(folder / "PDF" / f"{name}.pdf") if form.typ else None
            papers.append(Paper(kind, form, docx, pdf))
        ordered.append(Ordered(household, tuple(papers), lack, cards_of(context)))
        yield Order(tuple(papers), context, job.folder.settings.as_of)


def file_names(ledger: Ledger, product: str) -> dict[str, str]:
    """Return 户编号 → ``0107_李桂花_一户一袋``; the same whatever part of the ledger is made."""
    named = {one.id: called(one) for one in chosen_of(ledger, "")}
    names = unique_names((stem, product) for stem in named.values())
    return dict(zip(named, names, strict=True))


def _make_all(
    orders: Iterator[Order], ordered: list[Ordered], job: Job, count: int
) -> tuple[Made, list[Finding]]:
    """Make all bags, many of them in several processes; raise what is no household's fault."""
    if job.dry:
        for _ in orders:
            pass
        return [(one, tuple(Printed() for _ in one.papers)) for one in ordered], []
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    own = job.executor is None and count >= MANY
    results = []
    with processes(workers if own else None) as pool:
        executor = job.executor or pool
        for done, result in enumerate(streamed(make, orders, executor=executor, ahead=16), 1):
            results.append(result)
            if job.progress:
                job.progress(PRODUCT, done, count)
    errors = [result.error for result in results]
    unwritten = (error for error in errors if isinstance(error, OutputError))
    if error := next(unwritten, None) or all_failed(errors):
        raise error
    made: Made = []
    findings: list[Finding] = []
    for kept, result in zip(ordered, results, strict=True):
        if result.value is None:
            findings.append(_failed(kept.household, result.error))
            continue
        made.append((kept, result.value))
        findings += _noticed(kept, result.value, job.ledger)
    return made, findings


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return one finding a cell: several papers of a bag may lack the same."""
    return list({(one.file, one.sheet, one.cell): one for one in reversed(findings)}.values())[::-1]


def _noticed(kept: Ordered, results: Sequence[Printed], ledger: Ledger) -> list[Finding]:
    found: list[Finding] = []
    for paper, result in zip(kept.papers, results, strict=True):
        found += unprinted(result.unfilled, paper.docx.name, kept.household.id)
    lost = sorted({one for result in results for one in result.uncovered})
    if lost:
        key = kept.household.id
        records = [*records_of(kept.household, ledger), *ledger.benefits_of(key), *ledger.policies]
        found += lost_glyphs(lost, records, household=key)
    return found


def _documents(job: Job, kept: Ordered, results: Sequence[Printed]) -> Iterator[Document]:
    for paper, result in zip(kept.papers, results, strict=True):
        gaps = with_unfilled(_gaps(paper.kind, kept.lack), result.unfilled)
        for path in (paper.docx, paper.pdf):
            if path is not None:
                pages = result.pages if path == paper.pdf else None
                yield document(job, paper.kind, path, kept.household.id, pages, gaps)


def _gaps(kind: str, lack: Lacks) -> list[Gap]:
    """Return what a paper lacks: the fold only what stands in it."""
    return [one for one in lack.gaps if kind != "fold" or one.place.startswith(FOLD_PLACE)]


def _convert(job: Job, made: Made) -> tuple[list[Document], list[Finding]]:
    """Make PDFs from the written Word files (the office's own templates)."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for kind, _ in PRODUCTS:
        wanted = {
            paper.docx: kept
            for kept, _results in made
            for paper in kept.papers
            if paper.kind == kind and paper.pdf is None and not job.dry
        }
        if not wanted:
            continue
        paths = {docx: job.claim(beside(docx)) for docx in wanted}
        done, noticed = pdfs_from_word(kind, paths)
        findings += noticed
        for docx, pdf in done.items():
            kept = wanted[docx]
            gaps = tuple(_gaps(kind, kept.lack))
            documents.append(document(job, kind, pdf, kept.household.id, None, gaps))
    return documents, findings


def _failed(household: Household, error: Exception | None) -> Finding:
    at = household.at
    return Finding(
        code=FAILED,
        severity=Severity.error,
        file=at.file if at else "",
        sheet=at.sheet if at else "",
        cell=at.cell() if at else "",
        message=f"这一户的{PRODUCT}没有生成：{error}",
        fix="核对这一户在台账中的各行；仍不能生成的，把日志交给维护人员",
        household=household.id,
    )
