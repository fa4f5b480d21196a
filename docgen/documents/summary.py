"""半年工作总结: a DOCX whose figures are all computed, and 数据出处.xlsx with their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen.documents.gaps import unprinted, with_unfilled
from docgen.documents.job import Built, Job
from docgen.documents.scope import Scope, scopes, unplaced_rows
from docgen.documents.summary_context import chapter_findings, summary_context
from docgen.documents.summary_origins import summary_origins
from docgen.documents.summary_sources import sources_workbook
from docgen.facts.figures import Figure, contradictions, figures_of
from docgen.facts.view import View
from docgen.findings import Finding, Severity
from docgen.model import Document, Gap
from docgen.resources import template
from docgen.word import Template
from docgen.words import missing, safe_name

PRODUCT = "总结"
SOURCES = "数据出处"
NOT_COMPUTED = "W411"


def build(job: Job) -> Built:
    """Make 输出/总结/: for the whole and each of its villages a summary and 数据出处.xlsx.

    The figures given back are those of the whole (or of the part that --only names).
    """
    form = Template(template("docx", "summary.docx", job.folder.root))
    made = [_make(job, form, scope) for scope in scopes(job)]
    findings = [one for each in made for one in each.findings]  # what all lack is told once
    findings += unplaced_rows(job.ledger, job.ledger.sheets)
    documents = tuple(one for each in made for one in each.documents)
    return Built(documents, tuple(dict.fromkeys(findings)), made[0].figures)


def _make(job: Job, form: Template, scope: Scope) -> Built:
    settings = job.folder.settings
    view = View(scope.ledger, settings)
    figures = figures_of(view)
    context = summary_context(scope.ledger, settings, figures) | {"村": scope.place}
    rendered = form.render_report(context, summary_origins(scope.ledger, figures))
    used = used_figures(form, figures)
    folder = job.folder.output(PRODUCT)
    name = safe_name(f"{context['镇'] or ''}{scope.place or ''}{context['标题']}")
    docx, book = folder / f"{name}.docx", folder / f"{safe_name(scope.file(SOURCES))}.xlsx"
    job.save(docx, rendered.data)
    job.save(book, sources_workbook(figures, used, view, job.folder, book, name))
    gaps = with_unfilled((), rendered.unfilled)
    findings = [
        *_not_computed(gaps, figures),
        *contradictions(figures, view),
        *chapter_findings(scope.ledger.materials),
        *unprinted(rendered.unfilled, docx.name),
    ]
    documents = (_document(job, docx, gaps), _document(job, book, ()))
    return Built(documents, tuple(findings), tuple(figures[name] for name in used))


def used_figures(form: Template, figures: Mapping[str, Figure]) -> list[str]:
    """Return the names of the figures that the template prints, in the order of its text."""
    names = (use.path for use in form.uses)
    return list(dict.fromkeys(name for name in names if name in figures))


def _not_computed(gaps: Sequence[Gap], figures: Mapping[str, Figure]) -> list[Finding]:
    """Return a finding with the reason for each figure that stands as a mark in the text."""
    return [
        Finding(
            code=NOT_COMPUTED,
            severity=Severity.warning,
            file="",
            sheet="",
            cell="",
            message=f"总结中的“{gap.field}”算不出来：{figures[gap.field].reason}；"
            f"文中以{missing(gap.field)}标出",
            fix="在台账中补上这些数据，再重新生成；不要在总结里手填",
        )
        for gap in gaps
        if gap.field in figures
    ]


def _document(job: Job, path: Path, gaps: tuple[Gap, ...]) -> Document:
    return Document("summary", path.suffix[1:], job.folder.relative(path), "", None, gaps)
