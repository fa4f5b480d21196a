"""What is made for many households at once: sheets of cards, and the volume to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from docgen.documents.bag_cards import card_context
from docgen.documents.bag_making import Ordered, beside, document, template_at
from docgen.documents.bag_volume import PER_VOLUME, Leaf, volume
from docgen.documents.forms import forms_of, pdfs_from_word
from docgen.documents.gaps import printed, unprinted
from docgen.documents.job import Job
from docgen.documents.plan import called
from docgen.documents.plan_making import write
from docgen.documents.scope import several_villages
from docgen.facts.scope import part_of
from docgen.findings import Finding
from docgen.model import Document, Household
from docgen.pages.typst import compile_pdf
from docgen.words import safe_name

PRODUCT, CARDS, VOLUME = "一户一袋", "联系卡", "一户一袋_打印本"


def village_folder(household: Household) -> str:
    """Return the folder of a household's village, in a ledger of several."""
    return safe_name(household.village or "行政村未填")


def parts(job: Job, ordered: Sequence[Ordered]) -> Iterator[tuple[Path, str, list[Ordered]]]:
    """Yield the folder, the ending of the name and the households of each village made."""
    folder = job.folder.output(PRODUCT)
    part = part_of(job.ledger, job.only)
    ending = f"_{safe_name(part.name)}" if part else ""
    if not several_villages(job.ledger):
        yield folder, ending, list(ordered)
        return
    for village, found in groupby(ordered, lambda one: village_folder(one.household)):
        yield folder / village, ending, list(found)


def cards(
    job: Job, group: Sequence[Ordered], place: Path, ending: str, findings: list[Finding]
) -> list[Document]:
    """Make the sheets of cards for these households."""
    helpers = [card for kept in group for card in kept.cards[0]]
    unit = job.folder.settings.unit.name
    told = card_context(helpers, [kept.cards[1] for kept in group], unit)
    forms, title = forms_of("bag-card", job.folder), f"{CARDS}{ending}"
    docx = job.claim(place / f"{title}.docx")
    pdf = job.claim(place / f"{title}.pdf")
    gaps = tuple(
        dict.fromkeys(gap for kept in group for gap in kept.lack.gaps if gap.place == CARDS)
    )
    if job.dry or not group:
        paths = (docx, pdf) if group else ()
        return [document(job, "card", path, "", None, gaps) for path in paths]
    rendered = template_at(forms.docx).render_report(told)
    write(docx, rendered.data)
    findings += unprinted(rendered.unfilled, docx.name)
    documents = [document(job, "card", docx, "", None, gaps)]
    if forms.typ is None:
        done, noticed = pdfs_from_word("bag-card", {docx: pdf})
        findings += noticed
        return [*documents, *(document(job, "card", one, "", None, gaps) for one in done.values())]
    pages = compile_pdf(forms.typ, printed(told), as_of=job.folder.settings.as_of)
    write(pdf, pages.pdf)
    return [*documents, document(job, "card", pdf, "", pages.count, gaps)]


def volumes(job: Job, group: Sequence[Ordered], place: Path, ending: str) -> list[Document]:
    """Make the volume of these households, in several parts when they are many; none of one."""
    if len(group) < 2:
        return []
    parts = [group[at : at + PER_VOLUME] for at in range(0, len(group), PER_VOLUME)]
    documents = []
    for number, part in enumerate(parts, start=1):
        name = f"{VOLUME}{ending}" + (f"_{number}" if len(parts) > 1 else "")
        path = job.claim(place / f"{name}.pdf")
        leaves = [_leaf(kept) for kept in part if job.dry or _pdf(kept).is_file()]
        if not leaves:
            continue
        count = None
        if not job.dry:
            data, count = volume(leaves, title=name, as_of=job.folder.settings.as_of)
            write(path, data)
        documents.append(document(job, "bag-volume", path, "", count))
    return documents


def _pdf(kept: Ordered) -> Path:
    paper = kept.papers[0]
    return paper.pdf or beside(paper.docx)


def _leaf(kept: Ordered) -> Leaf:
    one = kept.household
    group = "".join(filter(None, (one.village, one.group))) or "村民小组未填"
    return Leaf(group, called(one).replace("_", " "), _pdf(kept))
