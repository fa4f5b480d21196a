"""How one household's bag and fold are made: everything a worker needs, nothing of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from docgen.documents.bag_number import code
from docgen.documents.forms import Forms
from docgen.documents.gaps import Context, Lacks, printed
from docgen.documents.job import Job
from docgen.documents.plan_making import write
from docgen.model import Document, Gap, Household
from docgen.pages.typst import compile_pdf
from docgen.word import Image, Template, Unfilled

QR_SIDE = 40.0  # mm


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of a household in both formats; ``pdf`` None: it is made from the Word file."""

    kind: str
    forms: Forms
    docx: Path
    pdf: Path | None


@dataclass(frozen=True, slots=True)
class Order:
    """One household's bag and fold: everything a worker needs, nothing of the ledger."""

    papers: tuple[Paper, ...]
    context: Context
    as_of: date


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper as made: pages of its PDF, what could not be printed."""

    pages: int | None = None
    uncovered: tuple[str, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is kept of an order: whose it is, its files, what it lacks, its cards."""

    household: Household
    papers: tuple[Paper, ...]
    lack: Lacks
    cards: tuple[list[Context], Context]


def make(order: Order) -> tuple[Printed, ...]:
    """Make one household's papers and write them."""
    drawn = code(str(order.context["码"]))
    picture = Image(drawn.png, width_mm=QR_SIDE, words="袋号二维码")
    for_word = {**order.context, "二维码": picture}
    for_page = {**printed(order.context), "二维码": drawn.svg}
    return tuple(_make(paper, for_word, for_page, order.as_of) for paper in order.papers)


def _make(paper: Paper, for_word: Context, for_page: Context, as_of: date) -> Printed:
    rendered = template_at(paper.forms.docx).render_report(for_word)
    write(paper.docx, rendered.data)
    if paper.forms.typ is None or paper.pdf is None:
        return Printed(unfilled=rendered.unfilled)
    pages = compile_pdf(paper.forms.typ, for_page, as_of=as_of)
    write(paper.pdf, pages.pdf)
    return Printed(pages.count, pages.uncovered, rendered.unfilled)


@cache
def template_at(path: Path) -> Template:
    return Template(path)


def beside(docx: Path) -> Path:
    """Return where the PDF of a Word file lies: in PDF/ beside Word/."""
    return docx.parent.parent / "PDF" / f"{docx.stem}.pdf"


def document(
    job: Job, kind: str, path: Path, household: str, pages: int | None, gaps: tuple[Gap, ...] = ()
) -> Document:
    """Return a file of this job as it is reported."""
    return Document(kind, path.suffix[1:], job.folder.relative(path), household, pages, gaps)
