"""Small pictures of first pages for the plan workbook: the upper half, where the title stands."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium
from PIL import Image, ImageOps

from docgen.archive.cache import Cache
from docgen.archive.inspect import NotReadable, open_picture, turn_to
from docgen.archive.intake import Taken
from docgen.archive.kinds import PICTURES
from docgen.archive.pagesource import PLACEHOLDER, PageSource
from docgen.model import Paper

ENGINE = "docgen-thumb-1"
MOST = 500
"""Pictures on one sheet; more make a workbook slow."""
WIDTH, HEIGHT = 330, 230
"""Pixels; the sheet shows them at half that size."""
UPPER = 0.5
QUALITY = 45


def first_pages(
    papers: Sequence[Paper],
    taken: Sequence[Taken],
    sources: Mapping[str, PageSource],
    cache: Cache,
) -> Mapping[str, bytes]:
    """Return paper id → JPEG of its first page for the first 500 papers that wait for a look."""
    files = {entry.account.source: entry for entry in taken}
    waiting = [paper for paper in papers if paper.decision == "review" and paper.source in files]
    found = {}
    for paper in waiting[:MOST]:
        entry = files[paper.source]
        picture = _kept(entry, sources.get(entry.account.digest), paper.first, cache)
        if picture:
            found[paper.id] = picture
    return found


def _kept(taken: Taken, source: PageSource | None, page: int, cache: Cache) -> bytes:
    if source is None or source.how == PLACEHOLDER:
        return b""
    key = f"{ENGINE}:{taken.account.digest}:{page}"
    known = cache.get(key)
    if isinstance(known, str):
        return base64.b64decode(known)
    try:
        made = _jpeg(_page(taken, source, page))
    except (NotReadable, pdfium.PdfiumError, OSError, ValueError, SyntaxError):
        made = b""
    cache.put(key, base64.b64encode(made).decode("ascii"))
    return made


def _page(taken: Taken, source: PageSource, page: int) -> Image.Image:
    if taken.kind in PICTURES:
        with open_picture(taken.content()) as picture:
            turn_to(picture, page - 1)
            if picture.format == "JPEG":
                picture.draft("L", (WIDTH * 2, WIDTH * 2))
            return ImageOps.exif_transpose(picture).convert("L")
    with pdfium.PdfDocument(source.path or taken.content()) as document:
        leaf = document[page - 1]
        scale = WIDTH / max(leaf.get_width(), 1.0)
        shown: Image.Image = leaf.render(scale=min(scale, 2.0)).to_pil()
        return shown.convert("L")


def _jpeg(picture: Image.Image) -> bytes:
    upper = picture.crop((0, 0, picture.width, max(round(picture.height * UPPER), 1)))
    upper.thumbnail((WIDTH, HEIGHT))
    buffer = io.BytesIO()
    upper.save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()
