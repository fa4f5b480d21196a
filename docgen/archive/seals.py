"""Whether a page bears a red seal, told by colour: best effort; a grey scan says nothing.

A seal is a red thing about as high as wide (35 to 50 mm), thinner than a red picture; letters and
lines of a red heading are flatter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops

from docgen.archive.cache import Cache
from docgen.archive.inspect import Content, open_picture, turn_to
from docgen.archive.kinds import PICTURES

ENGINE = "docgen-seal-1"
PIXELS = 1.5
"""Pixels a millimetre."""
WINDOW = 60
SMALLEST = 22
"""Millimetres a seal is high and wide at least."""
FEWEST, MOST = 0.012, 0.6
"""Share of its own rectangle that is red: a thin ring at least, no red picture."""
REDDER = 45
COLOURLESS = 12

SEAL, NO_SEAL, DRAFT, UNKNOWN = "有", "无", "稿", ""


def seals(kind: str, content: Any, digest: str, pages: Iterable[int], cache: Cache) -> list[str]:
    """Return 有, 无, 稿 or "" for pages (from 1), kept under the hash.

    稿 is a page of letters without one, "" a grey scan, which cannot tell.
    """
    key = f"{ENGINE}:{digest}"
    kept = cache.get(key)
    known: dict[str, str] = dict(kept) if isinstance(kept, dict) else {}
    wanted = list(pages)
    if missing := [page for page in wanted if str(page) not in known]:
        known |= {str(page): word for page, word in _looked(kind, content(), missing)}
        cache.put(key, known)
    return [known.get(str(page), UNKNOWN) for page in wanted]


def _looked(kind: str, content: Content, pages: list[int]) -> Iterable[tuple[int, str]]:
    try:
        return list(_pictures(content, pages) if kind in PICTURES else _rendered(content, pages))
    except (pdfium.PdfiumError, OSError, ValueError, SyntaxError):
        return []


def _rendered(content: Content, pages: list[int]) -> Iterable[tuple[int, str]]:
    with pdfium.PdfDocument(content) as document:
        for page in pages:
            leaf = document[page - 1]
            picture = leaf.render(scale=PIXELS * 25.4 / 72).to_pil().convert("RGB")
            # A page of letters has no seal when it has no red; a grey picture may have had one.
            scanned = any(leaf.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2))
            yield page, seal_on(picture, scanned=scanned)


def _pictures(content: Content, pages: list[int]) -> Iterable[tuple[int, str]]:
    with open_picture(content) as picture:
        for page in pages:
            turn_to(picture, page - 1)
            if picture.mode in ("1", "L"):
                yield page, UNKNOWN
                continue
            if picture.format == "JPEG":
                picture.draft("RGB", (700, 700))
            # A photo's resolution says little: its longer side is taken for that of an A4 sheet.
            whole = picture.convert("RGB")
            whole.thumbnail((round(297 * PIXELS), round(297 * PIXELS)))
            yield page, seal_on(whole, scanned=True)


def seal_on(picture: Image.Image, *, scanned: bool) -> str:
    """Return 有, 无 or 稿 (not scanned), "" when a scanned picture has no colour at all."""
    red, green, blue = picture.split()
    other = ImageChops.lighter(green, blue)
    excess = ImageChops.subtract(red, other)
    if scanned and not _coloured(red, green, blue):
        return UNKNOWN
    marked = excess.point(lambda value: 255 * (value > REDDER))
    step = round(WINDOW * PIXELS)
    for top in range(-step // 4, picture.height, step // 4):
        for left in range(-step // 4, picture.width, step // 4):
            if _round(marked.crop((left, top, left + step, top + step))):
                return SEAL
    return NO_SEAL if scanned else DRAFT


def _coloured(red: Image.Image, green: Image.Image, blue: Image.Image) -> bool:
    spread = ImageChops.lighter(
        ImageChops.difference(red, green), ImageChops.difference(green, blue)
    )
    _, most = spread.getextrema()
    return int(most) > COLOURLESS  # type: ignore[arg-type]


def _round(window: Image.Image) -> bool:
    box = window.getbbox()
    if box is None:
        return False
    wide, high = box[2] - box[0], box[3] - box[1]
    if min(box[:2]) == 0 or box[2] == window.width or box[3] == window.height:
        return False  # part of something larger
    if min(wide, high) < SMALLEST * PIXELS or not 0.6 <= wide / high <= 1.7:
        return False
    share = window.crop(box).histogram()[255] / (wide * high)
    return FEWEST <= share <= MOST
