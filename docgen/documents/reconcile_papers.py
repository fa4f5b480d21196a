"""Papers of a household, DOCX and PDF of the same facts, for households in any number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from docgen import jobs
from docgen.documents.forms import Forms, all_failed, forms_of, pdfs_from_word
from docgen.documents.gaps import Context, printed, unprinted
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Job
from docgen.documents.origins import Origins
from docgen.documents.reconcile_context import Matter
from docgen.documents.reconcile_origins import reconcile_origins
from docgen.findings import Finding, Severity
from docgen.folder import Settings, write_bytes
from docgen.model import Document
from docgen.pages.typst import compile_pdf
from docgen.word import Template, Unfilled
from docgen.words import mask_text, safe_name
from docgen.work.difference import Home

FAILED = "E401"


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper: its name on paper, its folder and what fills it."""

    kind: str
    title: str
    folder: str
    context: Callable[[Matter, Settings], Context]


@dataclass(frozen=True, slots=True)
class Order:
    """One paper to make: everything a worker needs."""

    home: Home
    name: str
    context: Context
    forms: Forms
    as_of: date
    origins: Origins
    place: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One paper as bytes; the PDF is None when it is made from the Word file."""

    docx: bytes
    pdf: bytes | None
    pages: int | None
    uncovered: tuple[str, ...]
    unfilled: tuple[Unfilled, ...]


def make_papers(
    job: Job, matters: Sequence[Matter], papers: Sequence[Paper], folder: Path, by_village: bool
) -> tuple[list[Document], list[Finding]]:
    """Make every paper for these households under ``folder``; return them and what was noticed.

    ``by_village``: of several villages each has a folder of its own.
    """
    documents: list[Document] = []
    findings: list[Finding] = []
    for paper in papers if matters else ():
        forms = forms_of(paper.kind, job.folder)
        _template(forms.docx)  # a faulty template is told before the first household
        orders = list(_orders(paper, matters, forms, job.folder.settings, by_village))
        progress = partial(job.progress, paper.title) if job.progress else None
        results = jobs.each(make, orders, executor=job.executor, progress=progress)
        if error := all_failed([result.error for result in results]):
            raise error
        made = []
        for order, one in zip(orders, results, strict=True):
            if one.value is None:
                findings.append(_failed(order.home, paper, one.error))
                continue
            made.append((order, one.value))
            findings += unprinted(one.value.unfilled, f"{order.name}.docx", order.home.key)
            records = [side.household for side in order.home.same.sides.values()]
            findings += lost_glyphs(one.value.uncovered, records, household=order.home.key)
        documents += _write(job, paper, made, folder / paper.folder)
        if forms.typ is None and not job.dry:
            pdfs, more = _convert(job, paper, made, folder / paper.folder)
            documents += pdfs
            findings += more
    return documents, findings


def _orders(
    paper: Paper,
    matters: Sequence[Matter],
    forms: Forms,
    settings: Settings,
    by_village: bool,
) -> Iterator[Order]:
    taken: set[str] = set()
    for matter in matters:
        home = matter.home
        parts = (mask_text(home.key), home.householder, paper.title)
        name = safe_name("_".join(part for part in parts if part))
        while name.lower() in taken:
            name = safe_name(f"{name}_2")
        taken.add(name.lower())
        context = paper.context(matter, settings)
        place = safe_name(home.village or "行政村未填") if by_village else ""
        origins = reconcile_origins(matter, context)
        yield Order(home, name, context, forms, settings.as_of, origins, place)


def make(order: Order) -> Made:
    """Make one paper."""
    rendered = _template(order.forms.docx).render_report(order.context, order.origins)
    if order.forms.typ is None:
        return Made(rendered.data, None, None, (), rendered.unfilled)
    pages = compile_pdf(order.forms.typ, printed(order.context), as_of=order.as_of)
    return Made(rendered.data, pages.pdf, pages.count, pages.uncovered, rendered.unfilled)


@cache
def _template(path: Path) -> Template:
    return Template(path)


def _write(
    job: Job, paper: Paper, made: Sequence[tuple[Order, Made]], folder: Path
) -> list[Document]:
    documents = []
    for order, one in made:
        parts = (("docx", "Word", one.docx, None), ("pdf", "PDF", one.pdf, one.pages))
        for ending, place, content, pages in parts:
            if content is None:
                continue
            path = folder / order.place / place / f"{order.name}.{ending}"
            if not job.dry:
                write_bytes(path, content)
            documents.append(_document(job, paper, order, path, pages))
    return documents


def _document(job: Job, paper: Paper, order: Order, path: Path, pages: int | None) -> Document:
    relative = job.folder.relative(path)
    return Document(paper.kind, path.suffix[1:], relative, order.home.key, pages)


def _convert(
    job: Job, paper: Paper, made: Sequence[tuple[Order, Made]], folder: Path
) -> tuple[list[Document], list[Finding]]:
    """Make the PDFs from the written Word files (the office's own template)."""
    wanted = {
        folder / order.place / "Word" / f"{order.name}.docx": folder
        / order.place
        / "PDF"
        / f"{order.name}.pdf"
        for order, _ in made
    }
    done, findings = pdfs_from_word(paper.kind, wanted)
    documents = [
        _document(job, paper, order, done[docx], None)
        for (order, _), docx in zip(made, wanted, strict=True)
        if docx in done
    ]
    return documents, findings


def _failed(home: Home, paper: Paper, error: Exception | None) -> Finding:
    sides = list(home.same.sides.values())
    at = sides[0].household.at if sides else None
    return Finding(
        code=FAILED,
        severity=Severity.error,
        file=at.file if at else "",
        sheet=at.sheet if at else "",
        cell=at.cell() if at else "",
        message=f"这一户的{paper.title}没有生成：{error}",
        fix="核对这一户在各记录中的各行；仍不能生成的，把日志交给维护人员",
        household=home.key,
    )
