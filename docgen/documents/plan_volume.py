"""All plans in one file to print, sorted by village and group: PDF and DOCX.

The single files stay what is kept; a volume only spares opening thousands of them. Its PDF is set
some households at a time, which spares half the work: within a volume the bytes of one plan need
not be independent of its neighbours. The parts lie on disk until they are joined.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pikepdf

from docgen import jobs
from docgen.documents.gaps import Context
from docgen.documents.job import Job
from docgen.documents.plan_making import (
    MARKS,
    Batch,
    Order,
    Press,
    batches,
    contexts,
    for_pages,
    template,
)
from docgen.errors import FileNotWritable, refusal
from docgen.facts.scope import part_of
from docgen.folder import write_bytes
from docgen.ledger.households import group_key
from docgen.model import Document, Household
from docgen.pages.save import describe, pdf_bytes
from docgen.pages.typst import compile_pdf
from docgen.resources import template as packaged
from docgen.words import safe_name

PRODUCT, NAME, FOLDER = "一户一策", "一户一策_合订", "合订"
TOGETHER = 30  # households of one compile: with more, memory grows and time does not fall
LARGEST = 600  # households of one file: about 1,800 pages to print


@dataclass(frozen=True, slots=True)
class Part:
    """Some households that are set together, and the file their pages go to."""

    batch: Batch
    path: Path
    together: bool


def volumes(job: Job, press: Press, orders: Sequence[Order]) -> list[Document]:
    """Write a PDF and a DOCX of all plans for each village; return what was written."""
    documents: list[Document] = []
    part = part_of(job.ledger, job.only) if job.only else None
    own = f"{NAME}_{safe_name(part.name)}" if part else NAME  # a part never overwrites the whole
    ordered = sorted(orders, key=lambda order: _place(order.household))
    for folder, theirs in groupby(ordered, key=lambda order: order.docx.parent.parent):
        mine = list(theirs)
        pieces = [mine[at : at + LARGEST] for at in range(0, len(mine), LARGEST)]
        for number, piece in enumerate(pieces, 1):
            name = own if len(pieces) == 1 else f"{own}_第{number}册"
            documents += _volume(job, press, piece, folder / FOLDER / name)
    return documents


def _place(household: Household) -> tuple[str, tuple[int, int, str], str]:
    """Village, group by its number (groups with names behind), 户编号."""
    group = group_key(household.group or "")
    order = (0, int(group), "") if group.isdigit() else (1, 0, group)
    return household.village or "", order, household.id


def _volume(job: Job, press: Press, orders: Sequence[Order], stem: Path) -> Iterator[Document]:
    files = {".docx": _docx, ".pdf": _pdf}
    if press.forms.typ is None:
        del files[".pdf"]
    for ending, write in files.items():
        path = job.claim(stem.with_name(f"{stem.name}{ending}"))
        pages = None if job.dry else write(job, press, orders, path)
        yield Document("plan-volume", ending[1:], job.folder.relative(path), pages=pages)


def _docx(job: Job, press: Press, orders: Sequence[Order], path: Path) -> None:
    def records() -> Iterator[Context]:
        for batch in batches(orders, job.ledger, press, TOGETHER):
            for _, context, _, _ in contexts(batch):
                yield context

    template(press.forms.docx).volume(records(), path, missing="mark")


def _pdf(job: Job, press: Press, orders: Sequence[Order], path: Path) -> int:
    """Set the parts, in several processes where there are many; join them."""
    workers = min(os.cpu_count() or 1, 8)
    together = TOGETHER if press.forms.typ == packaged("pdf", "plan.typ") else 1
    own = job.executor is None and len(orders) > 2 * TOGETHER
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".docgen-") as place:
            parts = (
                Part(batch, Path(place) / f"{number:05d}.pdf", together > 1)
                for number, batch in enumerate(batches(orders, job.ledger, press, together))
            )
            with jobs.processes(workers if own else None, helping=True) as pool:
                results = jobs.streamed(
                    _set,
                    parts,
                    executor=job.executor or pool,
                    ahead=2 * max(workers - 1, 1) if pool else 2 * workers,
                    helping=pool is not None,
                )
                done = [result.get() for result in results]
            return _joined(done, path, job)
    except OSError as error:
        raise FileNotWritable(file=str(path), why=refusal(error)) from error


def _set(part: Part) -> Path:
    """Set the pages of some households at once; the office's own template takes one."""
    press = part.batch.press
    assert press.forms.typ is not None
    data = [for_pages(context) for _, context, _, _ in contexts(part.batch)]
    marks = {mark: any(one[mark] for one in data) for mark in MARKS}
    given = {"户": data, **marks} if part.together else data[0]
    pages = compile_pdf(press.forms.typ, given, as_of=press.settings.as_of)
    part.path.write_bytes(pages.pdf)
    return part.path


def _joined(parts: Sequence[Path], path: Path, job: Job) -> int:
    with pikepdf.new() as whole:
        opened = [pikepdf.open(part) for part in parts]
        try:
            for book in opened:
                whole.pages.extend(book.pages)
            describe(whole, title=NAME, as_of=job.folder.settings.as_of)
            write_bytes(path, pdf_bytes(whole))
            return len(whole.pages)
        finally:
            for book in opened:
                book.close()
