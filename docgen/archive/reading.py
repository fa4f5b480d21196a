"""The text of every page: born-digital at once, scans by OCR when the extra is installed.

A page's title is what stands largest in its upper part. What could not be read is said, page by
page; without the OCR extra the names of files and QR codes still speak.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from typing import Any

import pypdfium2 as pdfium

from docgen.archive import ocr, packages, qr, quality, similar
from docgen.archive.cache import Cache
from docgen.archive.inspect import Content, NotReadable, frames_of, open_picture
from docgen.archive.kinds import PICTURES
from docgen.archive.lines import Line, title_of
from docgen.archive.pdftext import page_lines

TEXT, OCR, NONE = "text", "ocr", "none"
ENGINE = "docgen-text-7"
FEW_SIGNS = 8
"""A page with fewer signs than this is a picture with, at most, a stamp or a page number."""
RENDER_DPI = 150
BLANK_DPI = 24
EMPTY_SPREAD = 12
BLANK_SPREAD = 32
BLANK_SHARE = 0.0008
"""Of a page: a signature covers more, specks and a page number less."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page says. ``how`` is text, ocr or none; ``code`` the text of a QR code on it;
    ``headed`` that its title stands out by its size; ``blank`` that there is hardly anything on
    it, ``empty`` that there is nothing at all. ``faults`` and ``mark`` are of a scan: what is wrong
    with it, and the marks by which a second scan of the page is known.
    """

    text: str = ""
    title: str = ""
    how: str = NONE
    code: str = ""
    blank: bool = False
    empty: bool = False
    headed: bool = False
    faults: str = ""
    mark: str = ""


def read_pages(
    kind: str, content: Callable[[], Content], digest: str, cache: Cache
) -> list[PageText]:
    """Return the text of every page of a PDF or picture, from the cache when it was read before."""
    engine = f"{ENGINE}+{ocr.engine()}"
    kept = cache.texts(digest, engine)
    if isinstance(kept, list):
        return [PageText(*entry) for entry in kept]
    pages = _read(kind, content())
    cache.remember_texts(digest, engine, [astuple(page) for page in pages])
    return pages


def read_package(kind: str, raw: Callable[[], bytes], digest: str, cache: Cache) -> PageText:
    """Return the text of an Office, OFD, mail or text file as one run."""
    kept = cache.texts(digest, ENGINE)
    if isinstance(kept, list):
        return PageText(*kept)
    text, title = packages.text_of(kind, raw())
    page = PageText(text, title, TEXT if text.strip() else NONE)
    cache.remember_texts(digest, ENGINE, astuple(page))
    return page


def _read(kind: str, content: Content) -> list[PageText]:
    return _picture(content) if kind in PICTURES else _pdf(content)


def _pdf(content: Content) -> list[PageText]:
    with pdfium.PdfDocument(content) as document:
        return [_pdf_page(document, number) for number in range(len(document))]


def _pdf_page(document: Any, number: int) -> PageText:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return PageText()
    with closing(page):
        lines = page_lines(page)
        if sum(len(line.text) for line in lines) >= FEW_SIGNS:
            return _said(lines, TEXT)
        small = page.render(scale=BLANK_DPI / 72).to_pil().convert("L")
        if not lines and blank_picture(small):
            return _blank(small)
        picture = page.render(scale=RENDER_DPI / 72).to_pil().convert("L")
        dpi = _scan_dpi(page)
    seen = _seen(picture, lines, dpi)
    return seen if dpi else replace(seen, faults="")


def _scan_dpi(page: Any) -> float | None:
    """The resolution of the picture that covers most of a page; ``None`` without such a picture."""
    area = page.get_width() * page.get_height()
    for found in page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2):
        left, low, right, top = found.get_bounds()
        if (right - left) * (top - low) > 0.5 * area:
            width, height = found.get_px_size()
            return float(min(width, height) / min(right - left, top - low) * 72)
    return None


def _blank(picture: Any) -> PageText:
    low, high = picture.getextrema()
    return PageText(blank=True, empty=high - low <= EMPTY_SPREAD)


def blank_picture(picture: Any) -> bool:
    """Whether a grey picture shows one even tone, specks of dust and scan noise aside."""
    small = picture if max(picture.size) <= 400 else picture.reduce(max(picture.size) // 300)
    counts = small.histogram()
    tone = max(range(256), key=counts.__getitem__)
    ink = sum(counts[: max(tone - BLANK_SPREAD, 0)]) + sum(counts[tone + BLANK_SPREAD :])
    return bool(ink <= small.width * small.height * BLANK_SHARE)


def _picture(content: Content) -> list[PageText]:
    pages = []
    with open_picture(content) as picture:
        for frame in range(frames_of(picture)):
            picture.seek(frame)
            pages.append(_seen(*_upright(picture)))
    return pages


def _upright(picture: Any) -> tuple[Any, Sequence[Line], float | None]:
    """A grey picture the right way up, no lines, and the resolution of the whole picture."""
    from PIL import ImageOps

    stated = picture.info.get("dpi", (None,))[0]
    dpi = quality.resolution(picture.size, float(stated) if stated else None)
    if picture.format == "JPEG":
        # Recognition works on 960 pixels, QR codes on twice that: decode no more.
        picture.draft("L", (2000, 2000))
    upright = ImageOps.exif_transpose(picture).convert("L")
    return upright, [], dpi


def _seen(picture: Any, lines: Sequence[Line], dpi: float | None) -> PageText:
    """A page that is a picture: its QR code, its faults, and its text when OCR is installed."""
    if not lines and blank_picture(picture):
        return _blank(picture)
    code, mark = qr.first_code(picture), similar.mark_of(picture)
    wrong = quality.faults(picture, dpi)
    found = [*lines, *ocr.lines(picture)]
    if not found:
        return PageText(code=code, faults=wrong, mark=mark)
    page = _said(found, OCR if ocr.engine() else TEXT)
    return replace(page, code=code, faults=wrong, mark=mark)


def _said(lines: Sequence[Line], how: str) -> PageText:
    text = "\n".join(line.text for line in lines)
    title, headed = title_of(lines)
    return PageText(text, title, how, headed=headed)


def readable(
    kind: str, content: Callable[[], Content], digest: str, cache: Cache
) -> list[PageText]:
    """Like ``read_pages``, but a content that fails on the way gives no page at all."""
    try:
        return read_pages(kind, content, digest, cache)
    except (NotReadable, pdfium.PdfiumError, OSError, ValueError, SyntaxError):
        return []
