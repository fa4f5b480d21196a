"""Words and boxes laid over finished pages: page numbers, archival codes, stamps of the archive.

Places are millimetres from the left and the top edge of a page *as it is read*: a scan that is
shown turned, cropped or enlarged is stamped where the reader sees the corner. What lies below is
never changed or compressed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from docgen.pages.fonts import FACES, SONG, Face, runs
from docgen.pages.save import pdf_bytes

MM = 72 / 25.4
SMALLEST = 4.0
"""Points: narrower words are not set smaller than this, they run over instead."""

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words. ``x`` and ``y`` (of the baseline) in mm, ``size`` in points.

    ``align`` says which part of the words stands at ``x``: left, center or right. With ``width``
    (mm), words too long for it are set smaller.
    """

    text: str
    x: float
    y: float
    size: float = 10.5
    face: str = "song"
    align: str = "left"
    width: float = 0.0
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Box:
    """An empty rectangle: its left upper corner and its size in mm, its line in points."""

    x: float
    y: float
    width: float
    height: float
    line: float = 0.5
    colour: Colour = BLACK
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line between two places in mm; its thickness in points."""

    x: float
    y: float
    to_x: float
    to_y: float
    line: float = 0.5
    colour: Colour = BLACK
    dashed: bool = False


Mark = Words | Box | Rule


@dataclass(frozen=True, slots=True)
class PageStamp:
    """The marks of one page and that page's size in mm."""

    marks: tuple[Mark, ...]
    width: float = 210.0
    height: float = 297.0


def text_width(text: str, size: float, face: str = "song") -> float:
    """Return how wide a line of words becomes, in mm."""
    _register()
    points = (pdfmetrics.stringWidth(part, used.family, size) for used, part in runs(text, face))
    return float(sum(points)) / MM


def overlay(stamps: Sequence[PageStamp]) -> bytes:
    """Return a PDF with one page for each stamp: only the marks, on nothing, fonts embedded."""
    _register()
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, initialFontName=SONG.family, pageCompression=1)
    for page in stamps:
        canvas.setPageSize((page.width * MM, page.height * MM))
        for mark in page.marks:
            _draw(canvas, mark, page.height)
        canvas.showPage()
    if not stamps:
        return _empty()
    canvas.save()
    return _with_right_unicode(buffer.getvalue())


def stamp(pdf: pikepdf.Pdf, marks: Iterable[Iterable[Mark]]) -> None:
    """Lay marks over an open PDF in place: the first set over its first page, and so on.

    Fewer sets than pages leave the rest as it is; more sets than pages are a ValueError.
    """
    sets = [tuple(each) for each in marks]
    if len(sets) > len(pdf.pages):
        raise ValueError(f"{len(sets)} sets of marks for {len(pdf.pages)} pages")
    chosen = [(pdf.pages[number], set_) for number, set_ in enumerate(sets) if set_]
    views = [view_of(page) for page, _ in chosen]
    layer = overlay(
        [
            PageStamp(set_, view.width, view.height)
            for view, (_, set_) in zip(views, chosen, strict=True)
        ]
    )
    with pikepdf.open(BytesIO(layer)) as source:
        for view, (page, _), stamped in zip(views, chosen, source.pages, strict=False):
            form = pdf.copy_foreign(stamped.as_form_xobject())
            lay_over(pdf, page, form, view.matrix)


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is read: size in mm, and the matrix from there into the page's own space.

    ``box`` is what is seen of the page, in its own space: left, bottom, right, top.
    """

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]
    box: tuple[float, float, float, float]


def view_of(page: pikepdf.Page) -> View:
    """Return how a page is read: its crop box, turned by /Rotate, enlarged by /UserUnit."""
    left, bottom, right, top = _visible_box(page)
    wide, high = right - left, top - bottom
    unit = float(page.obj.get("/UserUnit", 1) or 1)
    turned = int(float(inherited(page, "/Rotate") or 0)) % 360
    matrices = {
        0: (1.0, 0.0, 0.0, 1.0, left, bottom),
        90: (0.0, 1.0, -1.0, 0.0, right, bottom),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, -1.0, 1.0, 0.0, left, top),
    }
    a, b, c, d, e, f = matrices.get(turned, matrices[0])
    if turned in (90, 270):
        wide, high = high, wide
    matrix = (a / unit, b / unit, c / unit, d / unit, e, f)
    return View(wide * unit / MM, high * unit / MM, matrix, (left, bottom, right, top))


def _visible_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The part of the crop box that lies on the sheet; the sheet when nothing of it does."""
    sheet = _ordered(page.mediabox)
    crop = _ordered(page.cropbox)
    left, bottom = max(sheet[0], crop[0]), max(sheet[1], crop[1])
    right, top = min(sheet[2], crop[2]), min(sheet[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else sheet


def _ordered(box: pikepdf.Object) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(edge) for edge in box.as_list())
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def inherited(page: pikepdf.Page, key: str) -> Any:
    """Return a value of the page or of the nearest node above it; None when there is none."""
    node: pikepdf.Object | None = page.obj
    for _ in range(64):
        if node is None:
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def lay_over(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    form: pikepdf.Object,
    matrix: tuple[float, float, float, float, float, float],
) -> None:
    """Draw a Form XObject over a page; the page's own drawing is closed off before."""
    name = _own_name(pdf, page, form)
    numbers = " ".join(f"{number:.5f}".rstrip("0").rstrip(".") for number in matrix)
    page.contents_add(pikepdf.Stream(pdf, b"q\n"), prepend=True)
    page.contents_add(pikepdf.Stream(pdf, f"\nQ\nq {numbers} cm {name} Do Q\n".encode("ascii")))


def _own_name(pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object) -> str:
    """Enter the form into resources of the page's own: pages often share one dictionary."""
    node: pikepdf.Object | None = page.obj
    while node is not None and "/Resources" not in node:
        node = node.get("/Parent")
    shared = node["/Resources"] if node is not None else pikepdf.Dictionary()
    resources = pikepdf.Dictionary(dict(shared.items()))
    objects = pikepdf.Dictionary(dict(resources.get("/XObject", pikepdf.Dictionary()).items()))
    number = 0
    while f"/DgStamp{number}" in objects:
        number += 1
    objects[f"/DgStamp{number}"] = form
    resources["/XObject"] = objects
    page.obj["/Resources"] = resources
    return f"/DgStamp{number}"


def _draw(canvas: Canvas, mark: Mark, height: float) -> None:
    canvas.saveState()
    if isinstance(mark, Words):
        _draw_words(canvas, mark, height)
    else:
        canvas.setStrokeColorRGB(*mark.colour)
        canvas.setLineWidth(mark.line)
        if mark.dashed:
            canvas.setDash(2, 2)
        if isinstance(mark, Box):
            lower = (height - mark.y - mark.height) * MM
            canvas.rect(mark.x * MM, lower, mark.width * MM, mark.height * MM)
        else:
            ends = (mark.x, height - mark.y, mark.to_x, height - mark.to_y)
            canvas.line(*(end * MM for end in ends))
    canvas.restoreState()


def _draw_words(canvas: Canvas, words: Words, height: float) -> None:
    wide = text_width(words.text, words.size, words.face)
    size = words.size
    if words.width and wide > words.width:
        size = max(SMALLEST, size * words.width / wide)
        wide = text_width(words.text, size, words.face)
    left = words.x - {"left": 0.0, "center": wide / 2, "right": wide}[words.align]
    pen = canvas.beginText(left * MM, (height - words.y) * MM)
    pen.setFillColorRGB(*words.colour)
    for face, part in runs(words.text, words.face):
        pen.setFont(face.family, size)
        pen.textOut(part)
    canvas.drawText(pen)


@cache
def _register() -> None:
    for face in FACES:
        _register_face(face)


def _register_face(face: Face) -> None:
    pdfmetrics.registerFont(TTFont(face.family, str(face.path)))


def _empty() -> bytes:
    with pikepdf.new() as pdf:
        return pdf_bytes(pdf)


# ReportLab writes a character above U+FFFF as five digits; a ToUnicode map wants UTF-16.
LONG_CODE = re.compile(rb"<([0-9A-Fa-f]{5,6})>")


def _with_right_unicode(data: bytes) -> bytes:
    """Mend the ToUnicode maps, so that rare characters can be searched and copied."""

    def mended(match: re.Match[bytes]) -> bytes:
        units = chr(int(match.group(1), 16)).encode("utf-16-be")
        return b"<" + units.hex().upper().encode("ascii") + b">"

    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                table = thing["/ToUnicode"]
                table.write(LONG_CODE.sub(mended, table.read_bytes()))
        return pdf_bytes(pdf)
