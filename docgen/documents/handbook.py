"""The pocket handbook in its editions: what is made, for which villages, and its sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from docgen.documents import bag, handbook_officials, handbook_short
from docgen.documents.gaps import Lacks
from docgen.documents.handbook_book import SIZES, Book, full, page_size
from docgen.documents.job import Built, Job
from docgen.facts.validity import applies_in, same_village, valid_on
from docgen.findings import Finding, Severity, finding_at
from docgen.folder import Settings
from docgen.model import Document, Gap, Ledger, Policy, columns_of, value_of
from docgen.pages.booklet import drawn, planned, reading
from docgen.pages.booklet_guide import guide
from docgen.pages.fonts import glyph_findings
from docgen.pages.typst import compile_pdf
from docgen.resources import template
from docgen.words import date_text, safe_name

OUT_OF_DATE = "W405"
NO_POLICY = "W406"
PRODUCT = "口袋书"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition: its template, its name in titles of files, the data it prints."""

    template: str
    name: str
    context: Callable[[Job, Book, Lacks], dict[str, Any]]
    word: Callable[[Job, Mapping[str, Any]], bytes] | None = None
    """Makes the Word file beside the PDF, where there is one."""


FULL = Edition("handbook.typ", "政策口袋书", full)
EDITIONS: Mapping[str, Edition] = {
    "": FULL,
    "village": FULL,
    "county": FULL,
    "short": Edition(
        *("handbook-short.typ", "政策口袋书简明本", handbook_short.context, handbook_short.word)
    ),
    "officials": Edition("handbook-officials.typ", "应知应会", handbook_officials.context),
}


def build(job: Job) -> Built:
    """Make the edition asked for and its sheets for each village, and for all if several.

    Policies out of date are left out and reported; what a policy lacks stands as 【缺：…】.
    """
    wish = str(job.options.get("edition") or "")
    findings: list[Finding] = list(out_of_date(job.ledger.policies, job.folder.settings))
    if wish == "household":
        made = bag.folds(job)
        return Built(made.documents, tuple(dict.fromkeys([*findings, *made.findings])))
    documents: list[Document] = []
    chosen = books(job)
    for done, book in enumerate(chosen, start=1):
        if not book.policies:
            findings.append(no_policy(book))
            continue
        each, noticed = _make(job, EDITIONS[wish], book)
        documents += each
        findings += noticed
        if job.progress is not None:
            job.progress(PRODUCT, done, len(chosen))
    return Built(tuple(documents), tuple(dict.fromkeys(findings)))


def books(job: Job) -> list[Book]:
    """Return the books to make: ``--only VILLAGE`` or ``edition`` choose, else all there are."""
    ledger, place = job.ledger, job.folder.settings.place
    live = [each for each in ledger.policies if valid_on(each, job.folder.settings.as_of)]
    found = villages(ledger, place.village) or ([place.village] if place.village else [])
    only = [name for name in found if same_village(name, job.only)]
    chosen = only or found
    wish = str(job.options.get("edition") or "")
    if wish == "county" or not chosen:
        return [Book("", tuple(live))]
    made = [Book(name, tuple(one for one in live if _is_for(one, name))) for name in chosen]
    if len(chosen) > 1 and wish != "village":
        made.append(Book("", tuple(live)))
    return made


def _is_for(policy: Policy, village: str) -> bool:
    """Whether a policy is in the village's own list: everybody's, or of this village's branch."""
    own = policy.village_name
    return applies_in(policy, village) and (not own or same_village(own, village))


def villages(ledger: Ledger, own: str) -> list[str]:
    """The villages of the ledger's households in their order; ``own`` is how ours is spelled."""
    written = dict.fromkeys(each.village for each in ledger.households if each.village)
    spelled = (own if own and same_village(name, own) else name for name in written)
    return list(dict.fromkeys(spelled))


def _make(job: Job, edition: Edition, book: Book) -> tuple[list[Document], list[Finding]]:
    """Set one book, impose it, and write both with the page how to bind it."""
    lacks = Lacks()
    data = edition.context(job, book, lacks)
    size = str(job.options.get("size") or "a6").lower()
    data["page"] = page_size(size, large=bool(job.options.get("large")))
    stem, gaps = file_stem(job.folder.settings, book, edition.name, size, job), tuple(lacks.gaps)
    documents = [_saved(job, file, gaps) for file in _files(job, edition, data, stem)]
    return documents, [*lacks.findings, *rare_characters(book.policies)]


File = tuple[str, str, bytes, int | None]
"""Kind, name, content and number of pages."""


def _saved(job: Job, file: File, gaps: tuple[Gap, ...]) -> Document:
    kind, name, content, count = file
    place = job.folder.output(PRODUCT) / name
    job.save(place, content)
    return Document(kind, place.suffix[1:], job.folder.relative(place), "", count, gaps)


def _files(job: Job, edition: Edition, data: Mapping[str, Any], stem: str) -> Iterator[File]:
    """Make the book, as Word too if there is a template, its sheets, and how to bind them.

    The sheets are drawn while the page how to bind is set: Typst leaves Python free meanwhile.
    """
    as_of, title = job.folder.settings.as_of, data["title"]
    path = template("pdf", edition.template, job.folder.root)
    book = compile_pdf(path, data, as_of=as_of, standard="a-2b").pdf
    with ThreadPoolExecutor(1) as meanwhile, reading(book) as pages:
        plan = planned(pages)
        sheet_title = f"{title}（拼版）"
        drawing = meanwhile.submit(drawn, pages, plan, title=sheet_title, as_of=as_of, flat=True)
        copies = int(job.options.get("copies") or 1)
        told = guide(plan, title=title, as_of=as_of, copies=copies)
        sheets = drawing.result()
    yield "handbook", f"{stem}.pdf", book, plan.pages
    if edition.word is not None:
        yield "handbook", f"{stem}.docx", edition.word(job, data), None
    yield "handbook-imposed", f"{stem}_拼版.pdf", sheets.pdf, len(plan.scheme.sides)
    yield "handbook-guide", f"{stem}_印装说明.pdf", told.pdf, told.count


def file_stem(settings: Settings, book: Book, name: str, size: str, job: Job) -> str:
    """``青石镇_荷塘村_政策口袋书_20260630``: no date but that of the data.

    Another size, large print and flowing policies stand in the name too: no book replaces another.
    """
    shape = "" if size == "a6" else size if size in SIZES else f"{size}毫米"
    large = "大字" if job.options.get("large") else ""
    flow = "连排" if job.options.get("flow") else ""
    day = f"{settings.as_of:%Y%m%d}"
    parts = (settings.place.town, book.village, name, shape.upper(), large, flow, day)
    return safe_name("_".join(part for part in parts if part))


def out_of_date(policies: Sequence[Policy], settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each policy that is not in force on the day of the book."""
    for policy in policies:
        if valid_on(policy, settings.as_of):
            continue
        until = policy.valid_until
        over = until is not None and until < settings.as_of
        day = until if over else policy.valid_from
        yield finding_at(
            policy.at,
            "有效期止" if over else "有效期起",
            code=OUT_OF_DATE,
            severity=Severity.warning,
            message=f"政策“{policy.name or policy.id}”{'已于' if over else '要到'}"
            f"{date_text(day) if day else ''}{'过期' if over else '才生效'}，没有印进口袋书",
            fix="核对当年文件：仍在执行的改有效期，不再执行的可以不管。",
            value=date_text(day) if day else "",
        )


def no_policy(book: Book) -> Finding:
    """A book without a single policy is not made, and this says why."""
    return finding_at(
        None,
        "政策编号",
        code=NO_POLICY,
        severity=Severity.error,
        message=f"{book.village or '台账'}没有一条有效的政策，没有印口袋书",
        fix="在台账的“政策”表里填写政策，并核对有效期和适用村。",
    )


def rare_characters(policies: Sequence[Policy]) -> Iterator[Finding]:
    """Yield a finding for each character of a policy that no font has."""
    for policy in policies:
        for column in columns_of(Policy):
            value = value_of(policy, column)
            if isinstance(value, str):
                yield from glyph_findings(value, policy.at, column)
