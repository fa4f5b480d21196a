"""三单制 and duties: lists for each branch, person and village; pairing, areas, duties, roster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.documents.duties_lists import (
    PAIRING,
    areas_section,
    duties_section,
    pairing_section,
    roster_section,
)
from docgen.documents.forms import Forms, pdfs_from_word
from docgen.documents.gaps import Lacks, printed, unprinted, with_unfilled
from docgen.documents.glyphs import lost_glyphs
from docgen.documents.job import Built, Job
from docgen.documents.orders_book import TITLE, orders_workbook
from docgen.documents.orders_layout import LAYOUTS
from docgen.documents.orders_lists import (
    Part,
    branch_section,
    branches,
    part_of,
    person_sections,
    village_section,
)
from docgen.documents.orders_parts import Section, context_of, origins_of, page_data
from docgen.documents.scope import Scope, scopes, unplaced_rows
from docgen.facts.areas import AREAS
from docgen.facts.duties import answers
from docgen.facts.orderlists import CLAIMANTS, CLAIMS, MENU, ORDERS
from docgen.facts.view import View
from docgen.findings import Finding
from docgen.model import Document
from docgen.pages.typst import compile_pdf
from docgen.resources import own_template, template
from docgen.rules.check import check
from docgen.rules.registry import texts
from docgen.word import Template
from docgen.words import safe_name
from docgen.work.orders import match_orders
from docgen.work.placed import Matched

PRODUCT = "三单制"
SHEETS = (MENU, ORDERS, CLAIMANTS, CLAIMS)
ALL_SHEETS = (*SHEETS, "工作队", "驻村记录", AREAS, PAIRING, "走访对象", "走访记录", "帮扶责任人")
GROUPS = ("三单", "职责")
PAGES = "lists.typ"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to make: kind, name of its file, whose place its title names, its sections."""

    kind: str
    name: str
    place: str | None
    sections: Sequence[Section]
    lacks: Lacks = field(default_factory=Lacks)


def build(job: Job) -> Built:
    """Make 输出/三单制: each list and table there are rows for; each village has a folder too.

    ``options["matched"]`` is a matching already made. A sheet that the ledger does not have makes
    no document.
    """
    matched = job.options.get("matched") or match_orders(job.ledger, job.folder.settings)
    documents: list[Document] = []
    findings: list[Finding] = [*order_findings(job), *unplaced_rows(job.ledger, (CLAIMS, AREAS))]
    for number, scope in enumerate(scopes(job)):
        part = _part(matched, scope, whole=not number and not job.only)
        views = _views(scope, job)
        papers = [*_orders(scope, part), *_village(scope, part, job), *views]
        folder = job.folder.output(PRODUCT) / (safe_name(scope.name) if scope.name else "")
        if papers:
            documents.append(_book(job, scope, part, views, folder))
        for paper in papers:
            made, noticed = _make(job, paper, folder)
            documents += made
            findings += [*paper.lacks.findings, *noticed]
    return Built(tuple(documents), tuple(dict.fromkeys(findings)))


def order_findings(job: Job) -> list[Finding]:
    """Return what is wrong with the lists and duties: rules, and what reading these sheets met."""
    codes = [code for code, text in texts().items() if text.group in GROUPS]
    found = check(job.ledger, job.folder.settings, codes).findings
    sheets = {(a.file, a.sheet) for a in job.ledger.rows if a.kind in SHEETS}
    keys = {one.id for scope in scopes(job)[:1] for one in scope.ledger.households}
    return [
        one
        for one in found
        if (one.code in codes or (one.file, one.sheet) in sheets)
        and (not job.only or one.household in keys)
    ]


def _part(matched: Matched, scope: Scope, *, whole: bool) -> Part:
    homes = scope.ledger.households
    several = len({one.village for one in homes if one.village}) > 1
    keys = None if whole else frozenset(one.id for one in homes)
    return part_of(matched, keys, several=several)


def has_orders(part: Part) -> bool:
    """Whether there is anything to list."""
    return bool(part.placed or part.unserved)


def _orders(scope: Scope, part: Part) -> Iterator[Paper]:
    if not has_orders(part):
        return
    names = branches(part)
    for branch in names:
        name = f"点单清单_{branch or '支部未填'}"
        yield Paper("orders-branch", name, scope.place, [branch_section(branch, part)])
    lacks = Lacks()
    people = person_sections(part, lacks)
    if people:
        yield Paper("orders-person", "接单清单", scope.place, people, lacks)


def _village(scope: Scope, part: Part, job: Job) -> Iterator[Paper]:
    """The list of a village; the whole of several villages has none."""
    if not has_orders(part) or part.several:
        return
    village = scope.place or job.folder.settings.place.village
    homes = [one.village for one in scope.ledger.households if one.village]
    lacks = Lacks()
    section = village_section(homes[0] or "" if homes else village, part, lacks)
    name = f"一村一批清单_{scope.name or village or '本村'}"
    yield Paper("orders-village", name, scope.place, [section], lacks)


def _views(scope: Scope, job: Job) -> list[Paper]:
    view = View(scope.ledger, job.folder.settings)
    ledger, papers = scope.ledger, list[Paper]()
    if ledger.register(PAIRING):
        lacks = Lacks()
        paper = Paper("pairing", "结对包保表", scope.place, [pairing_section(view, lacks)], lacks)
        papers.append(paper)
    if ledger.register(AREAS):
        papers.append(Paper("areas", "责任区划分表", scope.place, [areas_section(view)]))
    found = answers(view)
    if any(one.kept for one in found) or ledger.helpers or ledger.register("工作队"):
        papers.append(Paper("duties", "履职情况表", scope.place, [duties_section(found, view)]))
    if ledger.visit_targets:
        papers.append(Paper("roster", "走访对象名册", scope.place, [roster_section(view)]))
    return papers


def _book(job: Job, scope: Scope, part: Part, views: Sequence[Paper], folder: Path) -> Document:
    book = folder / f"{TITLE}.xlsx"
    sections = {paper.kind: paper.sections[0] for paper in views}
    place = f"{job.folder.settings.place.town}{scope.place or ''}"
    job.save(
        book,
        orders_workbook(part if has_orders(part) else None, sections, job.folder, book, place),
    )
    return Document("orders", "xlsx", job.folder.relative(book))


def _make(job: Job, paper: Paper, folder: Path) -> tuple[list[Document], list[Finding]]:
    """Make a document as DOCX and PDF; return them and what was noticed."""
    layout, settings = LAYOUTS[paper.kind], job.folder.settings
    context = context_of(layout, paper.sections, settings, paper.place, paper.lacks)
    forms = _forms(paper.kind, job)
    docx = folder / f"{safe_name(paper.name)}.docx"
    origins: Mapping[str, str] = origins_of(layout, paper.sections)
    rendered = Template(forms.docx).render_report(context, origins)
    gaps = with_unfilled(paper.lacks.gaps, rendered.unfilled)
    job.save(docx, rendered.data)
    documents = [Document(paper.kind, "docx", job.folder.relative(docx), "", None, gaps)]
    findings = unprinted(rendered.unfilled, docx.name)
    pdf = docx.with_suffix(".pdf")
    if forms.typ is not None:
        data = page_data(layout, printed(context))
        pages = compile_pdf(forms.typ, data, as_of=settings.as_of)
        job.save(pdf, pages.pdf)
        path = job.folder.relative(pdf)
        documents.append(Document(paper.kind, "pdf", path, "", pages.count, gaps))
        findings += lost_glyphs(pages.uncovered, job.ledger.households)
    elif not job.dry:
        made, more = pdfs_from_word(paper.kind, {docx: pdf})
        documents += [
            Document(paper.kind, "pdf", job.folder.relative(path), "", None, gaps)
            for path in made.values()
        ]
        findings += more
    return documents, findings


def _forms(kind: str, job: Job) -> Forms:
    """The templates of a kind; all of them share one page template."""
    own_docx = own_template(f"{kind}.docx", job.folder.root)
    own_typ = own_template(f"{kind}.typ", job.folder.root)
    if own_docx and not own_typ:
        return Forms(own_docx, None)
    docx = own_docx or template("docx", f"{kind}.docx")
    return Forms(docx, own_typ or template("pdf", PAGES, job.folder.root))
