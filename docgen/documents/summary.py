"""半年工作总结: a DOCX with computed figures only, its PDF, and 数据出处.xlsx with their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from docgen.documents import summary_history
from docgen.documents.forms import pdfs_from_word
from docgen.documents.gaps import unprinted, with_unfilled
from docgen.documents.job import Built, Job
from docgen.documents.scope import Scope, scopes, unplaced_rows
from docgen.documents.summary_contents import headings_of, pages_of, with_contents
from docgen.documents.summary_context import (
    CHAPTERS,
    OPEN_FIGURES,
    OTHER,
    chapter_findings,
    summary_context,
)
from docgen.documents.summary_figures import MAIN, charts, figures_shown, main_table
from docgen.documents.summary_gaps import LEAVE_OUT, SHOW, settled
from docgen.documents.summary_lint import own_word_findings
from docgen.documents.summary_origins import summary_origins
from docgen.documents.summary_parts import Part, of_former, of_villages
from docgen.documents.summary_presets import preset_of
from docgen.documents.summary_sources import sources_workbook
from docgen.facts.figures import Figure, contradictions, figures_of
from docgen.facts.scope import by_village
from docgen.facts.view import View
from docgen.findings import Finding, Severity
from docgen.folder import Settings, write_bytes
from docgen.jobs import without_collector
from docgen.model import Document, Gap
from docgen.pages.convert import office_to_pdf, soffice
from docgen.pages.save import describe, open_pdf, pdf_bytes
from docgen.resources import template
from docgen.word import Template
from docgen.words import safe_name

PRODUCT = "总结"
SOURCES = "数据出处"
NOT_COMPUTED, OMITTED, NO_PAGES, NOT_WHOLE = "W411", "W418", "W419", "W420"


def build(job: Job) -> Built:
    """Make 输出/总结/: for the whole and each of its villages a summary and 数据出处.xlsx.

    The figures given back are those of the whole (or of the part that --only names).
    """
    form_of = cache(Template)  # the villages of a town share one
    with without_collector():
        made = [_make(job, scope, form_of) for scope in scopes(job)]
    findings = [one for each in made for one in each.findings]  # what all lack is told once
    findings += unplaced_rows(job.ledger, job.ledger.sheets)
    documents = [one for each in made for one in each.documents]
    if not job.dry and job.options.get("pdf", True) and soffice():
        printed, trouble = _pdfs(job, documents)
        documents += printed
        findings += trouble
    return Built(tuple(documents), tuple(dict.fromkeys(findings)), made[0].figures)


def _make(job: Job, scope: Scope, form_of: Callable[[Path], Template]) -> Built:
    settings = job.folder.settings
    preset = preset_of(str(job.options.get("preset") or ""), whole_of_several=scope.place == "")
    form = form_of(template("docx", preset.template, job.folder.root))
    view = View(scope.ledger, settings)
    figures = figures_of(view)
    way = str(job.options.get("gaps") or SHOW)
    printed = _chapters(form)
    context = summary_context(
        *(scope.ledger, settings, figures, preset), gaps=way != LEAVE_OUT, printed=printed
    )
    context |= {"村": scope.place}
    shown = parts_shown(form, scope, settings)
    context |= {name: [part.row for part in parts] for name, parts in shown.items()}
    figures |= {one.name: one for parts in shown.values() for part in parts for one in part.named}
    drawn = charts(figures, charted(form)) if job.options.get("charts") else {}
    table = main_table(figures, view) if job.options.get("tables") else None
    context |= {"图": drawn, "指标表": table}
    rendered = form.render_report(context, summary_origins(scope.ledger, figures))
    used = used_figures(form, figures)
    more = [*figures_shown(list(drawn)), *(MAIN if table else ())]
    used += [name for name in dict.fromkeys(more) if name in figures and name not in used]
    used += [name for name in OPEN_FIGURES if name in figures and name not in used]
    used += [one.name for parts in shown.values() for part in parts for one in part.named]
    folder = job.folder.output(PRODUCT)
    name = safe_name(f"{context['镇'] or ''}{scope.place or ''}{context['标题']}")
    sources = SOURCES if preset.usual else f"{SOURCES}_{preset.title.format(期间='', 工作='')}"
    docx, book = folder / f"{name}.docx", folder / f"{safe_name(scope.file(sources))}.xlsx"
    text = settled(rendered.data, way, docx.name)
    content, listed = _listed(job, text.data, docx.name)
    job.save(docx, content)
    job.save(book, sources_workbook(figures, used, view, job.folder, book, name))
    gaps = with_unfilled((), rendered.unfilled)
    findings = [
        *_not_computed(gaps, figures, way),
        *_not_whole(figures[name] for name in used),
        *contradictions(figures, view),
        *_left_out(text.left_out, docx.name),
        *listed,
        *chapter_findings(scope.ledger.materials, preset, printed),
        *own_word_findings(scope.ledger, settings, figures),
        *unprinted(rendered.unfilled, docx.name),
    ]
    documents = (_document(job, docx, gaps), _document(job, book, ()))
    used_ones = {name: figures[name] for name in used}
    place = f"{settings.place.town}{scope.place or ''}"
    dry = job.dry or bool(job.only)
    summary_history.remember(job.folder, place, preset, used_ones, dry=dry)
    return Built(documents, tuple(findings), tuple(used_ones.values()))


def _listed(job: Job, data: bytes, name: str) -> tuple[bytes, list[Finding]]:
    """Return the file with its contents list, when asked for, and what could not be written in."""
    if not job.options.get("contents"):
        return data, []
    headings = headings_of(data, name)
    pages = None if job.dry else _pages_of(with_contents(data, name, [0] * len(headings)), headings)
    if pages:
        return with_contents(data, name, pages), []
    return with_contents(data, name, None), [
        Finding(
            NO_PAGES, Severity.warning, name, "", "",
            "目录的页码要用LibreOffice才能写进去，现在是空的",
            "用Word打开后按F9更新目录，或安装LibreOffice后重做",
        )
    ]  # fmt: skip


def _pages_of(data: bytes, headings: Sequence[str]) -> list[int] | None:
    """The pages of the headings in a file, as LibreOffice breaks it; None without LibreOffice."""
    if not soffice():
        return None
    with TemporaryDirectory() as place:
        docx = Path(place) / "summary.docx"
        docx.write_bytes(data)
        made = office_to_pdf([docx], Path(place)).done
        return pages_of(made[docx], headings) if docx in made else None


def _pdfs(job: Job, documents: Sequence[Document]) -> tuple[list[Document], list[Finding]]:
    """Make the PDFs of the written summaries, with the day of the ledger instead of the hour."""
    words = {job.folder.root / one.path: one for one in documents if one.format == "docx"}
    wanted = {docx: job.claim(docx.with_suffix(".pdf")) for docx in words}
    made, findings = pdfs_from_word("summary", wanted)
    done = []
    for docx, path in made.items():
        with open_pdf(path.read_bytes(), path.name) as pdf:
            describe(pdf, title=docx.stem, as_of=job.folder.settings.as_of)
            write_bytes(path, pdf_bytes(pdf))
            done.append(_document(job, path, words[docx].gaps, len(pdf.pages)))
    return done, findings


def _left_out(sentences: Sequence[str], file: str) -> list[Finding]:
    """Return a finding for each sentence that is not in the text because it lacks a number."""
    return [
        Finding(
            OMITTED, Severity.warning, file, "", "",
            f"这句话缺数字，没有写进总结：{sentence}",
            "在台账中补上这些数据，再重新生成",
        )
        for sentence in sentences
    ]  # fmt: skip


def charted(form: Template) -> list[str]:
    """Return the chapters that have a place for a chart in this template."""
    return [use.path.partition(".")[2] for use in form.uses if use.path.startswith("图.")]


def parts_shown(form: Template, scope: Scope, settings: Settings) -> dict[str, list[Part]]:
    """Return the lists of parts that a template prints: 各村, 原村."""
    used = {use.path.partition(".")[0] for use in form.uses}
    ways: Mapping[str, Callable[[], list[Part]]] = {
        "各村": lambda: of_villages(scope.villages or by_village(scope.ledger), settings),
        "原村": lambda: of_former(scope.ledger, settings),
    }
    return {name: way() for name, way in ways.items() if name in used}


def used_figures(form: Template, figures: Mapping[str, Figure]) -> list[str]:
    """Return the names of the figures that the template prints, in the order of its text."""
    names = (use.path for use in form.uses)
    return list(dict.fromkeys(name for name in names if name in figures))


def _not_computed(gaps: Sequence[Gap], figures: Mapping[str, Figure], way: str) -> list[Finding]:
    """Return a finding with the reason for each figure that the text lacks."""
    shown = "含它的句子没有写进总结" if way == LEAVE_OUT else "文中以【{}：{}】标出"
    return [
        Finding(
            code=NOT_COMPUTED,
            severity=Severity.warning,
            file="",
            sheet="",
            cell="",
            message=f"总结中的“{gap.field}”算不出来：{figures[gap.field].reason}；"
            f"{shown.format(way, gap.field)}",
            fix="在台账中补上这些数据，再重新生成；不要在总结里手填",
        )
        for gap in gaps
        if gap.field in figures
    ]


def _not_whole(figures: Iterable[Figure]) -> Iterator[Finding]:
    """A number that leaves rows out stands in the text like any other: say so."""
    for figure in figures:
        if figure.value is not None and figure.unknown:
            message = f"总结中的“{figure.name}”没有算全：{figure.note}"
            fix = "补上台账里空着的格子或缺的列，再重新生成；补不了的，在总结里写明没有算进去的"
            yield Finding(NOT_WHOLE, Severity.hint, "", "", "", message, fix)


def _chapters(form: Template) -> set[str]:
    """The chapters for the office's own words that a template has."""
    paths = {use.path for use in form.uses}
    names = (*(name for name, _ in CHAPTERS), OTHER)
    return {name for name in names if name in paths or f"素材.{name}" in paths}


def _document(job: Job, path: Path, gaps: tuple[Gap, ...], pages: int | None = None) -> Document:
    return Document("summary", path.suffix[1:], job.folder.relative(path), "", pages, gaps)
