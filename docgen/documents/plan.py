"""一户一策: an aid plan for every household, DOCX and PDF of the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from docgen import jobs
from docgen.documents.forms import Forms, all_failed, forms_of, pdfs_from_word
from docgen.documents.gaps import Context, Lacks, printed, unprinted, with_unfilled
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Built, Job
from docgen.documents.plan_context import plan_context
from docgen.documents.scope import households, several_villages
from docgen.facts.view import View
from docgen.findings import Finding, Severity
from docgen.folder import write_bytes
from docgen.model import Document, Household, Ledger, Record
from docgen.pages.typst import compile_pdf
from docgen.word import Template, Unfilled
from docgen.words import mask_id, mask_text, safe_name
from docgen.work.entitlement import match_household, offers

PRODUCT = "一户一策"
FAILED = "E401"


@dataclass(frozen=True, slots=True)
class Order:
    """One plan to make: everything a worker needs, nothing of the ledger."""

    household: str
    place: str
    name: str
    context: Context
    forms: Forms
    as_of: date


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as bytes; the PDF is None when it is made from the Word file."""

    docx: bytes
    pdf: bytes | None
    pages: int | None
    uncovered: tuple[str, ...]
    unfilled: tuple[Unfilled, ...]


def build(job: Job) -> Built:
    """Make a plan for each household asked for, into 输出/一户一策/Word and /PDF."""
    view = View(job.ledger, job.folder.settings)
    forms = forms_of("plan", job.folder)
    _template(forms.docx)  # a faulty template is told before the first household
    chosen = households(job)
    lacks = [Lacks(household.id) for household in chosen]
    orders = _orders(chosen, view, lacks, forms)
    results = jobs.each(make, orders, executor=job.executor, progress=_progress(job))
    if error := all_failed([result.error for result in results]):
        raise error
    findings = [one for lack in lacks for one in lack.findings]
    made = []
    for household, order, lack, result in zip(chosen, orders, lacks, results, strict=True):
        if result.value is None:
            findings.append(_failed(household, result.error))
            continue
        made.append((order, lack, result.value))
        findings += unprinted(result.value.unfilled, f"{order.name}.docx", household.id)
        findings += lost_glyphs(
            result.value.uncovered, records_of(household, job.ledger), household=household.id
        )
    documents = _write(job, made)
    if forms.typ is None:
        pdfs, more = _convert(job, made)
        documents += pdfs
        findings += more
    return Built(tuple(documents), tuple(findings))


def _orders(
    chosen: Sequence[Household], view: View, lacks: Sequence[Lacks], forms: Forms
) -> list[Order]:
    names = file_names(chosen)
    several = several_villages(view.ledger)  # a folder each, whatever part is made
    open_offers = offers(view.ledger, view.settings)
    orders = []
    for household, name, lack in zip(chosen, names, lacks, strict=True):
        verdicts = match_household(household, view.ledger, view.settings, open_offers)
        context = plan_context(household, view, lack, verdicts)
        place = safe_name(household.village or "行政村未填") if several else ""
        orders.append(Order(household.id, place, name, context, forms, view.as_of))
    return orders


def file_names(chosen: Sequence[Household]) -> list[str]:
    """Return ``0107_李桂花_一户一策`` for each household; no ID, never twice the same."""
    names: list[str] = []
    for household in chosen:
        name = safe_name("_".join([*_called(household), PRODUCT]))
        while name.lower() in {taken.lower() for taken in names[-50:]}:
            name = safe_name(f"{name}_2")
        names.append(name)
    return names


def _called(household: Household) -> list[str]:
    """Return number and householder; a number made of the name stands alone."""
    number, name = mask_text(household.id), household.householder or ""
    return [part for part in (number, "" if name in number else name) if part]


def make(order: Order) -> Plan:
    """Make one plan."""
    rendered = _template(order.forms.docx).render_report(order.context)
    if order.forms.typ is None:
        return Plan(rendered.data, None, None, (), rendered.unfilled)
    data = {**order.context, "证件号码": masked(order.context["证件号码"])}
    pages = compile_pdf(order.forms.typ, printed(data), as_of=order.as_of)
    return Plan(rendered.data, pages.pdf, pages.count, pages.uncovered, rendered.unfilled)


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


def _write(job: Job, made: Sequence[tuple[Order, Lacks, Plan]]) -> list[Document]:
    documents = []
    for order, lack, plan in made:
        parts = [("docx", "Word", plan.docx, None), ("pdf", "PDF", plan.pdf, plan.pages)]
        for ending, place, content, pages in parts:
            if content is None:
                continue
            path = _folder(job, order) / place / f"{order.name}.{ending}"
            if not job.dry:
                write_bytes(path, content)
            documents.append(_document(job, order, lack, plan, path, pages))
    return documents


def _folder(job: Job, order: Order) -> Path:
    return job.folder.output(PRODUCT) / order.place


def _document(
    job: Job, order: Order, lack: Lacks, plan: Plan, path: Path, pages: int | None
) -> Document:
    return Document(
        kind="plan",
        format=path.suffix[1:],
        path=job.folder.relative(path),
        household=order.household,
        pages=pages,
        gaps=with_unfilled(lack.gaps, plan.unfilled),
    )


def _convert(
    job: Job, made: Sequence[tuple[Order, Lacks, Plan]]
) -> tuple[list[Document], list[Finding]]:
    """Make the PDFs from the written Word files (the office's own template)."""
    if job.dry:
        return [], []
    wanted = {}
    for order, _, _ in made:
        folder = _folder(job, order)
        wanted[folder / "Word" / f"{order.name}.docx"] = folder / "PDF" / f"{order.name}.pdf"
    done, findings = pdfs_from_word("plan", wanted)
    documents = [
        _document(job, order, lack, plan, done[docx], None)
        for (order, lack, plan), docx in zip(made, wanted, strict=True)
        if docx in done
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
