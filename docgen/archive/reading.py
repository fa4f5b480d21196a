"""The text of every page: born-digital at once, scans by OCR when the extra is installed.

A page's title is what stands largest in its upper part. What could not be read is said, page by
page; without the OCR extra the names of files and QR codes still speak. What was read is kept
under the hash of the content and the number of the page: no page is read twice, whatever happens
to the file, and another version of the recogniser reads only the pages that it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from docgen.archive import ocr, packages, qr, quality, scan, similar
from docgen.archive.cache import Cache
from docgen.archive.examine import Route, content_at
from docgen.archive.inspect import frames_of, open_picture, turn_to
from docgen.archive.kinds import PICTURES
from docgen.archive.lines import SAME_ON_SCANS, SAME_SIZE, Line, title_of
from docgen.archive.pdftext import page_lines
from docgen.archive.scan import Scan

TEXT, OCR, NONE = "text", "ocr", "none"
ENGINE = "docgen-text-11"
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
    with it, and the marks by which a second scan of the page is known. ``part`` says that only
    the title zone was read so far.
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
    part: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pages of one content: its kind, where it is, the hash it is known by, how many pages."""

    kind: str
    path: Path
    key: str
    pages: int
    route: Route = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Some pages to be read, in any process; ``kept`` is what was read of them before.

    ``engine`` names the recogniser, "" for none; ``whole`` asks for more than the title zone.
    """

    wanted: Wanted
    numbers: tuple[int, ...]
    engine: str
    whole: bool
    kept: Mapping[int, Kept] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a page: what it says, by which recogniser, and how far it was read."""

    page: PageText
    engine: str = ""
    scan: Scan | None = None

    def will_do(self, engine: str, *, whole: bool) -> bool:
        """Whether nothing is left to read: text always stays, pictures until a reader comes."""
        if self.page.how == TEXT or self.page.blank or not engine:
            return True
        return self.engine == engine and not (whole and self.page.part)


AT_ONCE = 16
"""Pages a task: of what was read no more is lost when the work is stopped."""


def readable(wanted: Wanted, cache: Cache, *, whole: bool = True) -> list[PageText]:
    """Return every page of a PDF or picture, read now where it was not read before.

    A page that cannot be read says nothing; the list has always ``wanted.pages`` entries.
    """
    for task in tasks(wanted, cache, whole=whole):
        remember(task, read_task(task), cache)
    kept = kept_pages(wanted, cache)
    return [kept[n].page if n in kept else PageText() for n in range(1, wanted.pages + 1)]


def tasks(wanted: Wanted, cache: Cache, *, whole: bool = True) -> list[Task]:
    """Return what is left to read of a content."""
    engine, kept = ocr.engine(), kept_pages(wanted, cache)
    missing = [
        number
        for number in range(1, wanted.pages + 1)
        if number not in kept or not kept[number].will_do(engine, whole=whole)
    ]
    groups = [tuple(missing[at : at + AT_ONCE]) for at in range(0, len(missing), AT_ONCE)]
    return [
        Task(wanted, numbers, engine, whole, {n: kept[n] for n in numbers if n in kept})
        for numbers in groups
    ]


def kept_pages(wanted: Wanted, cache: Cache) -> dict[int, Kept]:
    """Return what is kept of the pages of a content, by number."""
    found = {}
    for number, values in cache.under(f"page:{wanted.key}:"):
        if isinstance(values, list) and len(values) == 4 and values[0] == ENGINE:
            _, engine, page, seen = values
            found[int(number)] = Kept(PageText(*page), engine, scan.from_values(seen))
    return found


def remember(task: Task, pages: Mapping[int, Kept], cache: Cache) -> None:
    """Keep what was read under the identity of each page."""
    for number, kept in pages.items():
        seen = scan.as_values(kept.scan) if kept.scan else None
        values = [ENGINE, kept.engine, astuple(kept.page), seen]
        cache.put(f"page:{task.wanted.key}:{number}", values)


def read_task(task: Task) -> dict[int, Kept]:
    """Read the pages of a task; a page that breaks a reader is left out, the others are read."""
    found = {}
    try:
        content = content_at(task.wanted.path, task.wanted.route)
        opened = _pictures if task.wanted.kind in PICTURES else _pdf_pages
        for number, read in opened(content, task.numbers):
            try:
                found[number] = read(task, task.kept.get(number))
            except Exception:
                # One broken page of a shoebox must not stop the others, whatever library it breaks.
                continue
    except Exception:
        return found
    return found


_Read = Callable[[Task, "Kept | None"], Kept]


def read_package(kind: str, raw: Callable[[], bytes], digest: str, cache: Cache) -> PageText:
    """Return the text of an Office, OFD, mail or text file as one run."""
    kept = cache.texts(digest, ENGINE)
    if isinstance(kept, list):
        return PageText(*kept)
    text, title = packages.text_of(kind, raw())
    page = PageText(text, title, TEXT if text.strip() else NONE)
    cache.remember_texts(digest, ENGINE, astuple(page))
    return page


def _pdf_pages(content: Any, numbers: Sequence[int]) -> Iterator[tuple[int, _Read]]:
    with pdfium.PdfDocument(content) as document:
        for number in numbers:
            yield number, partial(_pdf_page, document, number - 1)


def _pdf_page(document: Any, place: int, task: Task, kept: Kept | None) -> Kept:
    with closing(document[place]) as page:
        lines = page_lines(page)
        if sum(len(line.text) for line in lines) >= FEW_SIGNS:
            return Kept(_with_pictures(_said(lines, TEXT), page))
        small = page.render(scale=BLANK_DPI / 72).to_pil().convert("L")
        if not lines and blank_picture(small):
            blank = _blank(small)
            return Kept(blank if _scan_dpi(page) else replace(blank, faults=""))
        picture = page.render(scale=RENDER_DPI / 72).to_pil().convert("L")
        dpi = _scan_dpi(page)
    return _seen(picture, lines, dpi, task, kept)


def _with_pictures(said: PageText, page: Any) -> PageText:
    """A page of text with what its pictures show: a scan may bear text, and any page a label."""
    if not any(page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2)):
        return said
    picture, dpi = page.render(scale=RENDER_DPI / 72).to_pil().convert("L"), _scan_dpi(page)
    said = replace(said, code=qr.first_code(picture))
    if dpi is None:
        return said
    return replace(said, faults=quality.faults(picture, dpi), mark=similar.mark_of(picture))


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
    return PageText(blank=True, empty=high - low <= EMPTY_SPREAD, faults=quality.BLANK)


def blank_picture(picture: Any) -> bool:
    """Whether a grey picture shows one even tone, specks of dust and scan noise aside."""
    small = picture if max(picture.size) <= 400 else picture.reduce(max(picture.size) // 300)
    counts = small.histogram()
    tone = max(range(256), key=counts.__getitem__)
    ink = sum(counts[: max(tone - BLANK_SPREAD, 0)]) + sum(counts[tone + BLANK_SPREAD :])
    return bool(ink <= small.width * small.height * BLANK_SHARE)


def _pictures(content: Any, numbers: Sequence[int]) -> Iterator[tuple[int, _Read]]:
    with open_picture(content) as picture:
        count = frames_of(picture)
        for number in numbers:
            if number <= count:
                turn_to(picture, number - 1)
                yield number, lambda task, kept: _seen(*_upright(picture), task, kept)


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


def _seen(
    picture: Any, lines: Sequence[Line], dpi: float | None, task: Task, kept: Kept | None
) -> Kept:
    """A page that is a picture: its QR code, its faults, and its text when OCR is installed.

    ``dpi`` is ``None`` for a page that is no scan; such a page has no faults.
    """
    if not lines and blank_picture(picture):
        return Kept(_blank(picture))
    if not task.engine:
        page = _said(lines, TEXT) if lines else PageText()
        page = replace(page, code=qr.first_code(picture), mark=similar.mark_of(picture))
        return Kept(replace(page, faults=quality.faults(picture, dpi) if dpi else ""))
    begun = kept is not None and kept.engine == task.engine and kept.scan is not None
    if begun and kept is not None and kept.scan is not None:
        seen, level = kept.scan, scan.set_right(picture, kept.scan)
        page = kept.page
        wrong = page.faults
    else:
        seen, upright, level = scan.looked_at(picture)
        page = PageText(code=qr.first_code(picture), mark=similar.mark_of(upright))
        wrong = quality.faults(upright, dpi) if dpi else ""
    seen = scan.read_on(level, seen, whole=task.whole)
    told = [fault for fault in scan.faults_of(seen, level) if dpi and fault not in wrong]
    read = [*lines, *scan.lines_of(seen)]
    said = _said(read, OCR) if read else PageText()
    page = replace(
        said,
        code=page.code,
        mark=page.mark,
        faults="、".join(filter(None, (wrong, *told))),
        part=seen.part,
    )
    return Kept(page, task.engine, seen if seen.part else None)


def _said(lines: Sequence[Line], how: str) -> PageText:
    text = "\n".join(line.text for line in lines)
    title, headed = title_of(lines, SAME_ON_SCANS if how == OCR else SAME_SIZE)
    return PageText(text, title, how, headed=headed)
