"""一户一策: an aid plan for every household, DOCX and PDF of the same facts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path

from docgen import jobs
from docgen.documents.forms import all_failed, forms_of, pdfs_from_word
from docgen.documents.gaps import unprinted, with_unfilled
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Built, Job
from docgen.documents.names import unique_names
from docgen.documents.plan_making import (
    Made,
    Order,
    Plan,
    Press,
    batches,
    make_batch,
    make_each,
    template,
)
from docgen.documents.plan_volume import volumes
from docgen.documents.scope import households, several_villages
from docgen.facts.scope import chosen as chosen_of
from docgen.findings import Finding, Severity
from docgen.jobs import processes
from docgen.model import Document, Household, Ledger, Record
from docgen.words import mask_text, safe_name

PRODUCT = "一户一策"
FAILED = "E401"
MANY = 100  # so many plans are worth the start of worker processes
SIZE = 40  # plans of one batch: enough for the policies that travel with it, few for progress
SLOW = 8  # with PDFs they take thirty times as long
MOST_WORKERS = 8  # a worker holds fonts and templates: about 140 MB

Done = list[tuple[Order, Plan]]


def build(job: Job) -> Built:
    """Make a plan for each household asked for, into 输出/一户一策/Word and /PDF.

    A dry job makes none: the contexts alone tell the documents and what they lack. Options of the
    job: ``full_id`` prints the householder's whole ID, ``volume`` adds one file of all plans to
    print, ``docx_only`` leaves the PDFs out.
    """
    forms = forms_of("plan", job.folder)
    template(forms.docx)  # a faulty template is told before the first household
    chosen = households(job)
    pdfs = forms.typ is not None and not job.options.get("docx_only")
    orders = _orders(chosen, job, pdfs=pdfs)
    press = Press(forms, job.folder.settings, bool(job.options.get("full_id")), job.dry)
    findings: list[Finding] = []
    done: Done = []
    for order, made in zip(orders, _make_all(orders, press, job), strict=True):
        if isinstance(made, Exception):
            findings.append(_failed(order.household, made))
            continue
        done.append((order, made))
        findings += [*made.findings, *_noticed(order, made, job.ledger)]
    documents = _documents(job, done)
    if forms.typ is None and not job.options.get("docx_only"):
        converted, more = _convert(job, done)
        documents += converted
        findings += more
    if job.options.get("volume"):
        documents += volumes(job, press, orders)
    return Built(tuple(documents), tuple(findings))


def _orders(chosen: Sequence[Household], job: Job, *, pdfs: bool) -> list[Order]:
    several = several_villages(job.ledger)  # a folder each, whatever part is made
    names = file_names(job.ledger)
    root = job.folder.output(PRODUCT)
    orders, folders = [], dict[str, tuple[Path, Path]]()
    for household in chosen:
        place = safe_name(household.village or "行政村未填") if several else ""
        if place not in folders:
            folders[place] = root / place / "Word", root / place / "PDF"
        (words, pages), name = folders[place], names[household.id]
        docx = job.claim(words / f"{name}.docx")
        pdf = job.claim(pages / f"{name}.pdf") if pdfs else None
        orders.append(Order(household, docx, pdf))
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


def _make_all(orders: Sequence[Order], press: Press, job: Job) -> list[Made]:
    """Make all plans, many of them in several processes; raise what is no household's fault."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    own = job.executor is None and len(orders) >= MANY and not job.dry
    made: list[Made] = []
    with processes(workers if own else None, helping=True) as pool:
        for some in _made(orders, press, job, pool, workers):
            made += some
            if job.progress:
                job.progress(PRODUCT, len(made), len(orders))
    errors = [one if isinstance(one, Exception) else None for one in made]
    if error := all_failed(errors):
        raise error
    return made


def _made(
    orders: Sequence[Order], press: Press, job: Job, pool: Executor | None, workers: int
) -> Iterator[list[Made]]:
    """Yield the plans in their order: one by one in this process, else a batch at a time."""
    executor = job.executor or pool
    if executor is None:
        for batch in batches(orders, job.ledger, press, SIZE):
            for plan in make_each(batch):
                yield [plan]
        return
    parts = batches(orders, job.ledger, press, SLOW if any(one.pdf for one in orders) else SIZE)
    # So much ahead that no worker waits for this process, which works as well if they are its own.
    ahead = 2 * max(workers - 1, 1) if pool else 4 * workers
    for result in jobs.streamed(
        make_batch, parts, executor=executor, ahead=ahead, helping=pool is not None
    ):
        yield result.get()


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


def _noticed(order: Order, plan: Plan, ledger: Ledger) -> list[Finding]:
    if not plan.unfilled and not plan.uncovered:
        return []
    household = order.household
    return [
        *unprinted(plan.unfilled, order.docx.name, household.id),
        *lost_glyphs(plan.uncovered, records_of(household, ledger), household=household.id),
    ]


def _documents(job: Job, done: Done) -> list[Document]:
    documents = []
    for order, plan in done:
        gaps = with_unfilled(plan.gaps, plan.unfilled)
        for path in (order.docx, order.pdf):
            if path is not None:
                documents.append(
                    Document(
                        kind="plan",
                        format=path.suffix[1:],
                        path=job.folder.relative(path),
                        household=order.household.id,
                        pages=plan.pages if path == order.pdf else None,
                        gaps=gaps,
                    )
                )
    return documents


def _convert(job: Job, done: Done) -> tuple[list[Document], list[Finding]]:
    """Make the PDFs from the written Word files (the office's own template)."""
    if job.dry:
        return [], []
    wanted = {
        order.docx: job.claim(order.docx.parent.parent / "PDF" / f"{order.docx.stem}.pdf")
        for order, _ in done
    }
    converted, findings = pdfs_from_word("plan", wanted)
    documents = [
        Document(
            kind="plan",
            format="pdf",
            path=job.folder.relative(converted[order.docx]),
            household=order.household.id,
            gaps=with_unfilled(plan.gaps, plan.unfilled),
        )
        for order, plan in done
        if order.docx in converted
    ]
    return documents, findings


def _failed(household: Household, error: Exception) -> Finding:
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
