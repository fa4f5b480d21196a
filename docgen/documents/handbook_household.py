"""The household's fold: one A4 sheet folded once, with the policies of this household alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from docgen.documents.gaps import Lacks
from docgen.documents.handbook_book import Book, common
from docgen.documents.handbook_context import policy_page
from docgen.documents.handbook_short import lines
from docgen.documents.job import Built, Job
from docgen.documents.names import unique_names
from docgen.documents.scope import households
from docgen.findings import Finding
from docgen.model import Document, Household, Ledger, Policy
from docgen.pages.booklet import impose
from docgen.pages.save import describe, pdf_bytes
from docgen.pages.typst import compile_pdf
from docgen.resources import template
from docgen.words import mask_text
from docgen.work.entitlement import Entitlement, Standing, match_household, offers

TEMPLATE = "handbook-household.typ"
FOLDER, PRODUCT = "口袋书", "政策折页"
PAGE = {"width": 148.0, "height": 210.0, "body": 12.0}  # A5: half an A4 sheet
SHOWN: Mapping[Standing, str] = {
    Standing.due: "可以申请",
    Standing.enjoyed: "正在享受",
    Standing.unknown: "要先核实",
}


def build(job: Job) -> Built:
    """Make a fold for each household asked for, and one file of all the sheets to print."""
    chosen, folder = households(job), job.folder.output(FOLDER) / "折页"
    open_offers = offers(job.ledger, job.folder.settings)
    names = unique_names((_called(one), PRODUCT) for one in chosen)
    path = template("pdf", TEMPLATE, job.folder.root)
    documents: list[Document] = []
    findings: list[Finding] = []
    sheets: list[bytes] = []
    for done, (household, name) in enumerate(zip(chosen, names, strict=True), start=1):
        lacks = Lacks(household.id)
        found = match_household(household, job.ledger, job.folder.settings, open_offers)
        data = context(job, household, list(found), lacks)
        pages = compile_pdf(path, data, as_of=job.folder.settings.as_of)
        sheets.append(_sheet(job, pages.pdf, data["title"]))
        place = folder / f"{name}.pdf"
        job.save(place, pages.pdf)
        relative, gaps = job.folder.relative(place), tuple(lacks.gaps)
        documents.append(Document("fold", "pdf", relative, household.id, pages.count, gaps))
        findings += lacks.findings
        if job.progress is not None:
            job.progress(PRODUCT, done, len(chosen))
    if sheets:
        documents.append(_all_sheets(job, sheets))
    return Built(tuple(documents), tuple(findings))


def context(
    job: Job, household: Household, found: Sequence[Entitlement], lacks: Lacks
) -> dict[str, Any]:
    """Return what the four pages of one household print; it is for this household alone."""
    settings, ledger = job.folder.settings, job.ledger
    village = household.village or settings.place.village
    shown = common(job, Book(village, ()), lacks, PRODUCT)
    name = household.householder or lacks.mark("户主姓名", "封面", household.at)
    groups = list(_groups(ledger, found, lacks, settings.as_of))
    helpers = [
        [helper.name or "", helper.unit or "", helper.phone or ""]
        for helper in ledger.helpers_of(household.id)
        if helper.until is None or helper.until >= settings.as_of
    ]
    return {
        **shown,
        "title": f"{name}家的{PRODUCT}",
        "page": PAGE,
        "householder": name,
        "group": household.group or "",
        "groups": groups,
        "helpers": helpers,
    }


def _groups(
    ledger: Ledger, found: Sequence[Entitlement], lacks: Lacks, as_of: Any
) -> Iterator[dict[str, Any]]:
    """The household's policies by how it stands to them; for whom of its persons each is."""
    number = 0
    for standing, words in SHOWN.items():
        persons: dict[str, list[str]] = {}
        for one in found:
            if one.verdict is standing:
                persons.setdefault(one.policy, []).append(one.person)
        rows = []
        for key, names in persons.items():
            policy = ledger.policy(key)
            if policy is None:
                continue
            number += 1
            rows.append(_row(policy, number, names, lacks, as_of))
        if rows:
            yield {"name": words, "policies": rows}


def _row(
    policy: Policy, number: int, names: Sequence[str], lacks: Lacks, as_of: Any
) -> dict[str, Any]:
    row = lines(policy_page(policy, number, lacks, as_of), as_of.year)
    return {**row, "persons": "、".join(name for name in names if name)}


def _called(household: Household) -> str:
    number, name = mask_text(household.id, (household.id,)), household.householder or ""
    return "_".join(part for part in (number, "" if name in number else name) if part)


def _sheet(job: Job, pdf: bytes, title: str) -> bytes:
    """The fold's pages on A4, two a side."""
    return impose(pdf, title=title, as_of=job.folder.settings.as_of, up=2).pdf


def _all_sheets(job: Job, sheets: Sequence[bytes]) -> Document:
    """One file to print: a sheet a household, in the ledger's order."""
    as_of = job.folder.settings.as_of
    with pikepdf.new() as pdf:
        for sheet in sheets:
            with pikepdf.open(BytesIO(sheet)) as one:
                pdf.pages.extend(one.pages)
        describe(pdf, title=f"{PRODUCT}（拼版）", as_of=as_of)
        pdf.Root.ViewerPreferences.Duplex = pikepdf.Name.DuplexFlipShortEdge
        pdf.Root.ViewerPreferences.PrintScaling = pikepdf.Name("/None")
        content, count = pdf_bytes(pdf), len(pdf.pages)
    place = job.folder.output(FOLDER) / f"{PRODUCT}_拼版.pdf"
    job.save(place, content)
    return Document("fold-imposed", "pdf", job.folder.relative(place), "", count)
