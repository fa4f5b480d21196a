"""一户一策: an aid plan for every household, DOCX and PDF of the same facts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path

from docgen import jobs
from docgen.documents.forms import Forms, all_failed, forms_of, pdfs_from_word
from docgen.documents.gaps import Context, Lacks, printed, unprinted, with_unfilled
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Built, Job
from docgen.documents.names import unique_names
from docgen.documents.plan_context import plan_context
from docgen.documents.plan_origins import plan_origins
from docgen.documents.scope import households, several_villages
from docgen.errors import FileNotWritable, OutputError
from docgen.facts.scope import chosen as chosen_of
from docgen.facts.view import View
from docgen.findings import Finding, Severity
from docgen.jobs import Result, processes
from docgen.model import Document, Household, Ledger, Record
from docgen.pages.typst import compile_pdf
from docgen.word import Template, Unfilled
from docgen.word.batch import keep_or_write
from docgen.words import mask_id, mask_text, safe_name
from docgen.work.entitlement import match_household, offers

PRODUCT = "一户一策"
FAILED = "E401"
MANY = 100  # so many plans are worth the start of worker processes
MOST_WORKERS = 8  # a worker holds fonts and templates: about 140 MB


@dataclass(frozen=True, slots=True)
class Order:
    """One plan to make: everything a worker needs, nothing of the ledger.

    ``pdf`` is None when the PDF is made from the Word file; ``origins`` are the cells of its trace.
    """

    household: str
    docx: Path
    pdf: Path | None
    context: Context
    forms: Forms
    as_of: date
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as made: the pages of its PDF and what could not be printed."""

    pages: int | None = None
    uncovered: tuple[str, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()


Made = list[tuple[Order, Lacks, Plan]]


def build(job: Job) -> Built:
    """Make a plan for each household asked for, into 输出/一户一策/Word and /PDF.

    A dry job makes none: the contexts alone tell the documents and what they lack.
    """
    forms = forms_of("plan", job.folder)
    _template(forms.docx)  # a faulty template is told before the first household
    chosen = households(job)
    lacks = [Lacks(household.id) for household in chosen]
    orders = _orders(chosen, job, lacks, forms)
    findings = [one for lack in lacks for one in lack.findings]
    results = [Result(value=Plan())] * len(orders) if job.dry else _make_all(orders, job)
    made: Made = []
    for household, order, lack, result in zip(chosen, orders, lacks, results, strict=True):
        if result.value is None:
            findings.append(_failed(household, result.error))
            continue
        made.append((order, lack, result.value))
        findings += _noticed(household, order, result.value, job.ledger)
    documents = _documents(job, made)
    if forms.typ is None:
        pdfs, more = _convert(job, made)
        documents += pdfs
        findings += more
    return Built(tuple(documents), tuple(findings))


def _orders(
    chosen: Sequence[Household], job: Job, lacks: Sequence[Lacks], forms: Forms
) -> list[Order]:
    view = View(job.ledger, job.folder.settings)
    open_offers = offers(view.ledger, view.settings)
    several = several_villages(view.ledger)  # a folder each, whatever part is made
    names = file_names(view.ledger)
    orders = []
    for household, lack in zip(chosen, lacks, strict=True):
        verdicts = match_household(household, view.ledger, view.settings, open_offers)
        context = plan_context(household, view, lack, verdicts)
        place = safe_name(household.village or "行政村未填") if several else ""
        folder, name = job.folder.output(PRODUCT) / place, names[household.id]
        docx = job.claim(folder / "Word" / f"{name}.docx")
        pdf = job.claim(folder / "PDF" / f"{name}.pdf") if forms.typ else None
        origins = {} if job.dry else plan_origins(household, view, context)
        orders.append(Order(household.id, docx, pdf, context, forms, view.as_of, origins))
    return orders


def file_names(ledger: Ledger) -> dict[str, str]:
    """Return 户编号 → ``0107_李桂花_一户一策``; the same whatever part of the ledger is made.

    A 户编号 stands whole; one that is somebody's ID is masked.
    """
    stems = {one.id: called(one) for one in chosen_of(ledger, "")}
    names = unique_names((stem, PRODUCT) for stem in stems.values())
    return dict(zip(stems, names, strict=True))


def called(household: Household) -> str:
    """Return ``0107_李桂花``, an ID as number masked; a number made of the name stands alone."""
    number, name = mask_text(household.id, (household.id,)), household.householder or ""
    return "_".join(part for part in (number, "" if name in number else name) if part)


def _make_all(orders: Sequence[Order], job: Job) -> list[Result[Plan]]:
    """Make all plans, many of them in several processes; raise what is no household's fault."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    own = job.executor is None and len(orders) >= MANY
    with processes(workers if own else None) as pool:
        executor = job.executor or pool
        results = jobs.each(make, orders, executor=executor, progress=_progress(job))
    errors = [result.error for result in results]
    unwritten = (error for error in errors if isinstance(error, OutputError))
    if error := next(unwritten, None) or all_failed(errors):
        raise error
    return results


def make(order: Order) -> Plan:
    """Make one plan and write it."""
    rendered = _template(order.forms.docx).render_report(order.context, order.origins)
    write(order.docx, rendered.data)
    if order.forms.typ is None or order.pdf is None:
        return Plan(unfilled=rendered.unfilled)
    data = {**order.context, "证件号码": masked(order.context["证件号码"])}
    pages = compile_pdf(order.forms.typ, printed(data), as_of=order.as_of)
    write(order.pdf, pages.pdf)
    return Plan(pages.count, pages.uncovered, rendered.unfilled)


def write(path: Path, data: bytes) -> None:
    """Write what can always be made again, whole or not at all; the disk is not waited for."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritable(file=str(path), why=error.strerror or str(error)) from error
    keep_or_write(path, data)


def masked(number: str | None) -> str | None:
    """Return an ID as internal print shows it: first 6, stars, last 4."""
    return None if number is None else mask_id(number)


@cache
def _template(path: Path) -> Template:
    return Template(path)


def records_of(household: Household, ledger: Ledger) -> list[Record]:
    """Return every record whose words may stand in the household's plan."""
    key = household.id
    return [
        household,
        *ledger.persons_of(key),
        *ledger.measures_of(key),
        *ledger.helpers_of(key),
        *ledger.visits_of(key),
    ]


def _progress(job: Job) -> partial[None] | None:
    return partial(job.progress, PRODUCT) if job.progress else None


def _noticed(household: Household, order: Order, plan: Plan, ledger: Ledger) -> list[Finding]:
    if not plan.unfilled and not plan.uncovered:
        return []
    records = records_of(household, ledger)
    return [
        *unprinted(plan.unfilled, order.docx.name, household.id),
        *lost_glyphs(plan.uncovered, records, household=household.id),
    ]


def _documents(job: Job, made: Made) -> list[Document]:
    documents = []
    for order, lack, plan in made:
        documents.append(_document(job, order, lack, plan, order.docx))
        if order.pdf:
            documents.append(_document(job, order, lack, plan, order.pdf))
    return documents


def _document(job: Job, order: Order, lack: Lacks, plan: Plan, path: Path) -> Document:
    return Document(
        kind="plan",
        format=path.suffix[1:],
        path=job.folder.relative(path),
        household=order.household,
        pages=plan.pages if path == order.pdf else None,
        gaps=with_unfilled(lack.gaps, plan.unfilled),
    )


def _convert(job: Job, made: Made) -> tuple[list[Document], list[Finding]]:
    """Make the PDFs from the written Word files (the office's own template)."""
    if job.dry:
        return [], []
    wanted = {
        order.docx: job.claim(order.docx.parent.parent / "PDF" / f"{order.docx.stem}.pdf")
        for order, _, _ in made
    }
    done, findings = pdfs_from_word("plan", wanted)
    documents = [
        _document(job, order, lack, plan, done[order.docx])
        for order, lack, plan in made
        if order.docx in done
    ]
    return documents, findings


def _failed(household: Household, error: Exception | None) -> Finding:
    return Finding(
        code=FAILED,
        severity=Severity.error,
        file=household.at.file if household.at else "",
        sheet=household.at.sheet if household.at else "",
        cell=household.at.cell() if household.at else "",
        message=f"这一户的{PRODUCT}没有生成：{error}",
        fix="核对这一户在台账中的各行；仍不能生成的，把日志交给维护人员",
        household=household.id,
    )
