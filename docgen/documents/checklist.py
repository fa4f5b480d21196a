"""整改清单: XLSX with four lists, DOCX and PDF, all of the same problems and counts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.documents.checklist_context import checklist_context
from docgen.documents.checklist_origins import checklist_origins
from docgen.documents.checklist_sheets import checklist_workbook
from docgen.documents.forms import forms_of, pdfs_from_word
from docgen.documents.gaps import Context, Lacks, printed, unprinted, with_unfilled
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Built, Job
from docgen.documents.scope import Scope, scopes, unplaced_rows
from docgen.findings import Finding
from docgen.model import Document, Gap, Problem
from docgen.pages.typst import compile_pdf
from docgen.word import Template
from docgen.words import safe_name

PRODUCT = "整改"
NAME = "整改清单"


def build(job: Job) -> Built:
    """Make 输出/整改/整改清单 as XLSX, DOCX and PDF, for the whole and for each of its villages."""
    documents: list[Document] = []
    findings: list[Finding] = unplaced_rows(job.ledger, ("问题整改",))
    for scope in scopes(job):
        made, noticed = _make(job, scope)
        documents += made
        findings += noticed
    return Built(tuple(documents), tuple(dict.fromkeys(findings)))


def _make(job: Job, scope: Scope) -> tuple[list[Document], list[Finding]]:
    chosen, lacks = scope.ledger.problems, Lacks()
    context = checklist_context(chosen, job.folder.settings, lacks) | {"村": scope.place}
    folder = job.folder.output(PRODUCT)
    book = folder / f"{safe_name(scope.file(NAME))}.xlsx"
    job.save(book, checklist_workbook(context, chosen, job.folder, book))
    documents = [_document(job, book, tuple(lacks.gaps), None)]
    paper, findings = _papers(job, context, chosen, lacks, book)
    return [*documents, *paper], [*lacks.findings, *findings]


def _papers(
    job: Job, context: Context, chosen: Sequence[Problem], lacks: Lacks, book: Path
) -> tuple[list[Document], list[Finding]]:
    """Make DOCX and PDF; return them and what was noticed."""
    forms = forms_of("checklist", job.folder)
    rendered = Template(forms.docx).render_report(context, checklist_origins(context, chosen))
    gaps = with_unfilled(lacks.gaps, rendered.unfilled)
    docx, pdf = book.with_suffix(".docx"), book.with_suffix(".pdf")
    job.save(docx, rendered.data)
    documents = [_document(job, docx, gaps, None)]
    findings = unprinted(rendered.unfilled, docx.name)
    if forms.typ is not None:
        pages = compile_pdf(forms.typ, printed(context), as_of=job.folder.settings.as_of)
        job.save(pdf, pages.pdf)
        documents.append(_document(job, pdf, gaps, pages.count))
        findings += lost_glyphs(pages.uncovered, chosen)
    elif not job.dry:
        made, more = pdfs_from_word("checklist", {docx: pdf})
        documents += [_document(job, path, gaps, None) for path in made.values()]
        findings += more
    return documents, findings


def _document(job: Job, path: Path, gaps: tuple[Gap, ...], pages: int | None) -> Document:
    return Document("checklist", path.suffix[1:], job.folder.relative(path), "", pages, gaps)
