"""The pocket handbook: every policy in force on a page of a palm-sized book, and its sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_context import chapters, finder, in_book_order, index, plain
from docgen.documents.job import Built, Job
from docgen.documents.periods import period_text
from docgen.facts.validity import applies_in, same_village, valid_on
from docgen.findings import Finding, Severity, finding_at
from docgen.folder import Settings, write_bytes
from docgen.model import Document, Entry, Ledger, Policy, columns_of, value_of
from docgen.pages.booklet import impose
from docgen.pages.fonts import glyph_findings
from docgen.pages.typst import compile_pdf
from docgen.resources import template
from docgen.words import date_text, missing, safe_name

OUT_OF_DATE = "W405"
NO_POLICY = "W406"
PRODUCT = "口袋书"
TEMPLATE = "handbook.typ"

# Page (mm) and body type (pt): A6, A7, 64开 (domain table 5), at least 9 pt in the smallest.
SIZES = {
    "a6": (105.0, 148.0, 11.5),
    "a7": (74.0, 105.0, 9.0),
    "64": (92.0, 126.0, 10.5),
    "92x126": (92.0, 126.0, 10.5),
}
LARGE_PRINT = 2.0


@dataclass(frozen=True, slots=True)
class Edition:
    """One book: for a village, or for all (``village`` empty)."""

    village: str
    policies: tuple[Policy, ...]


def build(job: Job) -> Built:
    """Make the book and its sheets for each village of the ledger, and for all if several.

    Policies out of date are left out and reported; what a policy lacks stands as 【缺：…】.
    """
    documents: list[Document] = []
    findings: list[Finding] = list(out_of_date(job.ledger.policies, job.folder.settings))
    books = editions(job)
    for done, edition in enumerate(books, start=1):
        if not edition.policies:
            findings.append(no_policy(edition))
            continue
        made, noticed = _make(job, edition)
        documents += made
        findings += noticed
        if job.progress is not None:
            job.progress(PRODUCT, done, len(books))
    return Built(tuple(documents), tuple(dict.fromkeys(findings)))


def editions(job: Job) -> list[Edition]:
    """Return the books to make: ``--only VILLAGE`` or ``edition`` choose, else all there are."""
    ledger, place = job.ledger, job.folder.settings.place
    live = [each for each in ledger.policies if valid_on(each, job.folder.settings.as_of)]
    found = villages(ledger, place.village) or ([place.village] if place.village else [])
    chosen = [job.only] if job.only in found else found
    wish = str(job.options.get("edition") or "")
    books = [
        Edition(village, tuple(each for each in live if applies_in(each, village)))
        for village in chosen
    ]
    if wish == "county" or not chosen:
        return [Edition("", tuple(live))]
    if len(chosen) > 1 and wish != "village":
        books.append(Edition("", tuple(live)))
    return books


def villages(ledger: Ledger, own: str) -> list[str]:
    """The villages of the ledger's households in their order; ``own`` is how ours is spelled."""
    written = dict.fromkeys(each.village for each in ledger.households if each.village)
    spelled = (own if own and same_village(name, own) else name for name in written)
    return list(dict.fromkeys(spelled))


def _make(job: Job, edition: Edition) -> tuple[list[Document], list[Finding]]:
    """Set one book, impose it and write both."""
    settings, lacks = job.folder.settings, Lacks()
    size = str(job.options.get("size") or "a6").lower()
    data = context(job.ledger, settings, edition, lacks)
    data["page"] = page_size(size, large=bool(job.options.get("large")))
    book = compile_pdf(
        template("pdf", TEMPLATE, job.folder.root), data, as_of=settings.as_of, standard="a-2b"
    )
    sheets = impose(book.pdf, title=f"{data['title']}（拼版）", as_of=settings.as_of)
    stem = file_stem(settings, edition)
    gaps = tuple(lacks.gaps)
    documents = []
    for kind, ending, pdf, count in (
        ("handbook", "", book.pdf, book.count),
        ("handbook-imposed", "_拼版", sheets.pdf, len(sheets.scheme.sides)),
    ):
        path = job.folder.output(PRODUCT) / f"{stem}{ending}.pdf"
        if not job.dry:
            write_bytes(path, pdf)
        documents.append(Document(kind, "pdf", job.folder.relative(path), "", count, gaps))
    return documents, [*lacks.findings, *rare_characters(edition.policies)]


def page_size(size: str, *, large: bool) -> dict[str, float]:
    """Width and height in mm, body type in points; an unknown size is A6."""
    width, height, body = SIZES.get(size, SIZES["a6"])
    return {"width": width, "height": height, "body": body + (LARGE_PRINT if large else 0)}


def context(ledger: Ledger, settings: Settings, edition: Edition, lacks: Lacks) -> dict[str, Any]:
    """Return everything the template prints."""
    place, unit = settings.place, settings.unit
    book = chapters(edition.policies, lacks, settings.as_of)
    ordered = in_book_order(book, edition.policies)
    village = edition.village
    area = village or place.town or place.county
    if not area:
        area = lacks.mark("村名", "封面")
    word = "帮扶" if settings.as_of.year > 2020 else "扶贫"
    return {
        "title": f"{area}{word}政策口袋书",
        "word": word,
        "area": area,
        "above": "".join(part for part in (place.county, place.town) if part and part != area),
        "edition": f"{period_text(settings.period)}版",
        "day": date_text(settings.as_of),
        "unit": {
            "name": unit.name or lacks.mark("编印单位", "封面"),
            "nickname": unit.nickname,
            "slogan": unit.slogan,
            "contact": unit.contact or lacks.mark("联系人", "封底"),
            "phone": unit.phone or lacks.mark("联系电话", "封底"),
        },
        "team": team(ledger, village),
        "chapters": book,
        "finder": finder(ordered),
        "index": index(ordered),
    }


def team(ledger: Ledger, village: str) -> list[list[str]]:
    """Return the work team for the contact page: name, post, phone; those still in the village."""
    return [
        [_text(each, "姓名") or missing("姓名"), _text(each, "职务"), _text(each, "电话")]
        for each in ledger.register("工作队")
        if (not village or _text(each, "行政村") in ("", village)) and not _text(each, "驻村结束")
    ]


def _text(entry: Entry, column: str) -> str:
    value = entry.get(column)
    return "" if value is None else plain(str(value))


def file_stem(settings: Settings, edition: Edition) -> str:
    """``青石镇_荷塘村_政策口袋书_20260630``: no date but that of the data."""
    place = settings.place
    parts = (place.town, edition.village, "政策口袋书", f"{settings.as_of:%Y%m%d}")
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


def no_policy(edition: Edition) -> Finding:
    """A book without a single policy is not made, and this says why."""
    return finding_at(
        None,
        "政策编号",
        code=NO_POLICY,
        severity=Severity.error,
        message=f"{edition.village or '台账'}没有一条有效的政策，没有印口袋书",
        fix="在台账的“政策”表里填写政策，并核对有效期和适用村。",
    )


def rare_characters(policies: Sequence[Policy]) -> Iterator[Finding]:
    """Yield a finding for each character of a policy that no font has."""
    for policy in policies:
        for column in columns_of(Policy):
            value = value_of(policy, column)
            if isinstance(value, str):
                yield from glyph_findings(value, policy.at, column)
