"""The printable volume: bags by village and group, each beginning on a sheet of its own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import pikepdf

from docgen.pages.save import describe, open_pdf, pdf_bytes

PER_VOLUME = 200  # bags: as much as a printer takes in one job, and memory holds


@dataclass(frozen=True, slots=True)
class Leaf:
    """One household's PDF in the volume: its group and its name for the bookmarks."""

    group: str
    name: str
    pdf: Path


def volume(leaves: Sequence[Leaf], *, title: str, as_of: date) -> tuple[bytes, int]:
    """Return one PDF of all, and its number of pages.

    Printed on both sides: a bag begins on a right-hand page, so an odd one is followed by a blank.
    Bookmarks name groups and households.
    """
    begins: list[int] = []
    with ExitStack() as opened, pikepdf.new() as book:
        for leaf in leaves:
            begins.append(len(book.pages))
            # As bytes: hundreds of files stay open until the volume is written.
            bag = opened.enter_context(open_pdf(leaf.pdf.read_bytes(), leaf.pdf.name))
            book.pages.extend(bag.pages)
            if len(bag.pages) % 2:
                box = [float(edge) for edge in bag.pages[-1].mediabox]
                book.add_blank_page(page_size=(box[2] - box[0], box[3] - box[1]))
        _bookmarks(book, leaves, begins)
        describe(book, title=title, as_of=as_of)
        book.Root.ViewerPreferences.Duplex = pikepdf.Name.DuplexFlipLongEdge
        return pdf_bytes(book), len(book.pages)


def _bookmarks(book: pikepdf.Pdf, leaves: Sequence[Leaf], begins: Sequence[int]) -> None:
    with book.open_outline() as outline:
        numbered = zip(leaves, begins, strict=True)
        for group, found in groupby(numbered, key=lambda one: one[0].group):
            members = list(found)
            parent = pikepdf.OutlineItem(group, members[0][1])
            for leaf, begin in members:
                parent.children.append(pikepdf.OutlineItem(leaf.name, begin))
            outline.root.append(parent)
