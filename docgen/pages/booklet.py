"""Imposition: a reading PDF becomes sheets that, printed, cut and folded, are a book.

Pages go in as Form XObjects: text stays text, pictures stay as they are, the file does not grow.
What was written onto pages afterwards (form fields, notes, stamps) is printed with them; links and
bookmarks are of the reading file and stay there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf

from docgen.errors import PdfEmpty, PdfUnreadable
from docgen.pages.booklet_marks import marks as marks_of
from docgen.pages.booklet_marks import steps as steps_of
from docgen.pages.imposition import Cell, Scheme, scheme_for
from docgen.pages.layout import A4, SLACK, Layout, layout_for
from docgen.pages.save import describe, open_pdf, pdf_bytes
from docgen.pages.stamp import MM, View, inherited, view_of


@dataclass(frozen=True, slots=True)
class Plan:
    """How a reading PDF becomes sheets: the scheme, its number of pages, which are made smaller."""

    scheme: Scheme
    pages: int
    smaller: tuple[int, ...]

    def paper(self, copies: int) -> int:
        """Sheets of paper for so many copies."""
        return self.scheme.sheets * copies


@dataclass(frozen=True, slots=True)
class Booklet(Plan):
    """The printing PDF, and the plan it was made by."""

    pdf: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """An open reading PDF, and what each of its pages shows."""

    book: pikepdf.Pdf
    views: tuple[View, ...]


def impose(
    source: Path | bytes,
    *,
    title: str,
    as_of: date,
    scheme: str = "saddle",
    sheet: tuple[float, float] = A4,
    up: int = 0,
    edge: str = "short",
    back_cover: bool = True,
    signature: int = 0,
    thickness: float = 0.0,
    marks: str = "light",
) -> Booklet:
    """Return the printing PDF of a reading PDF (see ``scheme_for`` and ``layout_for``).

    The grid follows the size that most pages have; a larger page is made smaller to fit. ``marks``
    are none, light or full. Raises PdfUnreadable for a damaged or locked file or one without
    pages, PageTooLarge for pages over half the sheet when no ``up`` is given.
    """
    with reading(source) as pages:
        plan = planned(
            pages,
            scheme=scheme,
            sheet=sheet,
            up=up,
            edge=edge,
            back_cover=back_cover,
            signature=signature,
            thickness=thickness,
        )
        return drawn(pages, plan, title=title, as_of=as_of, edge=edge, marks=marks)


@contextmanager
def reading(source: Path | bytes) -> Iterator[Reading]:
    """Give a reading PDF opened; what goes wrong with its pages inside is PdfUnreadable."""
    name = source.name if isinstance(source, Path) else "PDF"
    with open_pdf(source) as book:
        try:
            views = tuple(view_of(page) for page in book.pages)
            if not views:
                raise PdfEmpty(file=name)
            yield Reading(book, views)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
            raise PdfUnreadable(file=name, why=error) from error


def planned(
    pages: Reading,
    *,
    scheme: str = "saddle",
    sheet: tuple[float, float] = A4,
    up: int = 0,
    edge: str = "short",
    back_cover: bool = True,
    signature: int = 0,
    thickness: float = 0.0,
) -> Plan:
    """Return how the sheets will be, before they are drawn; arguments as of ``impose``."""
    layout = layout_for(*usual_size(pages.views), sheet, up=up, scheme=scheme)
    made = scheme_for(
        *(len(pages.views), layout),
        scheme=scheme,
        edge=edge,
        back_cover=back_cover,
        signature=signature,
        thickness=thickness,
    )
    fits = enumerate((_scale(view, layout) for view in pages.views), start=1)
    return Plan(made, len(pages.views), tuple(at for at, fit in fits if fit < 1.0))


def drawn(
    pages: Reading,
    plan: Plan,
    *,
    title: str,
    as_of: date,
    edge: str = "short",
    marks: str = "light",
    flat: bool = False,
) -> Booklet:
    """Return the printing PDF of a plan; arguments as of ``impose``.

    Of ``flat`` pages it is known that nothing but links lies over them.
    """
    layout = plan.scheme.layout
    with pikepdf.new() as pdf:
        if not flat:
            _flatten(pages.book)
        forms = _forms(pdf, pages.book, pages.views)
        fits = [_scale(view, layout) for view in pages.views]
        form = _marks_form(pdf, layout, "\n".join(marks_of(plan.scheme, marks)))
        for number, side in enumerate(plan.scheme.sides):
            steps = steps_of(plan.scheme, number) if marks != "none" else ()
            _add_side(pdf, side, layout, forms, pages.views, fits, form, steps)
        describe(pdf, title=title, as_of=as_of)
        _set_printing(pdf, edge)
        return Booklet(plan.scheme, plan.pages, plan.smaller, pdf_bytes(pdf))


def usual_size(views: Sequence[View]) -> tuple[float, float]:
    """The size most pages have, to the millimetre; of equally many, the one that comes first."""
    sizes = Counter((round(view.width), round(view.height)) for view in views)
    usual = max(sizes, key=lambda size: sizes[size])
    found = next(v for v in views if (round(v.width), round(v.height)) == usual)
    return found.width, found.height


def _flatten(book: pikepdf.Pdf) -> None:
    """Draw what lies over the pages into them; a Form XObject would leave it behind."""
    lying = (
        note.get("/Subtype")
        for page in book.pages
        for note in page.obj.get("/Annots", [])
        if isinstance(note, pikepdf.Dictionary)
    )
    if any(kind not in (None, "/Link", "/Popup") for kind in lying):
        book.generate_appearance_streams()
        book.flatten_annotations("print")


def _forms(pdf: pikepdf.Pdf, book: pikepdf.Pdf, views: Sequence[View]) -> list[pikepdf.Object]:
    """A form for each page; pages that share one drawing in the file share one form."""
    made: dict[object, pikepdf.Object] = {}
    resources: dict[bytes, pikepdf.Object] = {}
    forms = []
    for number, (page, view) in enumerate(zip(book.pages, views, strict=True)):
        key = _drawing(page.obj, view, number)
        if key not in made:
            made[key] = _form(pdf, page, view)
            _share(pdf, made[key], resources)
        forms.append(made[key])
    return forms


def _share(pdf: pikepdf.Pdf, form: pikepdf.Object, known: dict[bytes, pikepdf.Object]) -> None:
    """Let forms with the same resources have them in common, outside their own dictionaries."""
    resources = form.get("/Resources")
    if isinstance(resources, pikepdf.Dictionary) and not resources.is_indirect:
        written = resources.unparse()
        if written not in known:
            known[written] = pdf.make_indirect(resources)
        form["/Resources"] = known[written]


def _drawing(page: pikepdf.Object, view: View, number: int) -> object:
    """What tells a page's drawing from others: the objects it is made of, else its number."""
    parts = [page.get("/Contents"), page.get("/Resources")]
    numbers = tuple(part.objgen for part in parts if isinstance(part, pikepdf.Object))
    known = len(numbers) == 2 and all(found != (0, 0) for found in numbers)
    return (numbers, view.box) if known else number


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, view: View) -> pikepdf.Object:
    """The page as a Form XObject of the new file, in its own space and cut at what is seen.

    Made by hand: qpdf's own way reads every object of the source first, and a tagged book has
    thousands.
    """
    form = _drawn(pdf, page.obj.get("/Contents"))
    form["/Subtype"] = pikepdf.Name.Form
    form["/BBox"] = pikepdf.Array([round(edge, 3) for edge in view.box])
    resources = inherited(page, "/Resources")
    form["/Resources"] = pikepdf.Dictionary() if resources is None else _copied(pdf, resources)
    if "/Group" in page.obj:
        form["/Group"] = _copied(pdf, page.obj["/Group"])
    return form


def _drawn(pdf: pikepdf.Pdf, contents: pikepdf.Object | None) -> pikepdf.Object:
    """A stream of the new file with the page's drawing; several streams become one."""
    if not isinstance(contents, pikepdf.Stream):
        parts = contents if isinstance(contents, pikepdf.Array) else ()
        streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
        return pdf.make_stream(b"\n".join(part.read_bytes() for part in streams))
    form = pdf.make_stream(b"")
    packed = {"filter": "/Filter", "decode_parms": "/DecodeParms"}
    said = {name: _copied(pdf, contents[key]) for name, key in packed.items() if key in contents}
    form.write(contents.read_raw_bytes(), **said)
    return form


def _copied(pdf: pikepdf.Pdf, value: Any) -> Any:
    """A value of another file in this one; what it has in common with others is copied once."""
    if not isinstance(value, pikepdf.Object):
        return value
    if value.is_indirect:
        return pdf.copy_foreign(value)
    if isinstance(value, pikepdf.Dictionary):
        return pikepdf.Dictionary({key: _copied(pdf, item) for key, item in value.items()})
    if isinstance(value, pikepdf.Array):
        return pikepdf.Array([_copied(pdf, item) for item in value])
    return pikepdf.Object.parse(value.unparse())


def _scale(view: View, layout: Layout) -> float:
    """How a page is made smaller to fit its place; 1 when it fits."""
    scale = layout.scale
    wide, high = layout.page_width + SLACK / 2, layout.page_height + SLACK
    if view.width * scale > wide or view.height * scale > high:
        scale = min(layout.page_width / view.width, layout.page_height / view.height)
    return scale


def _add_side(
    pdf: pikepdf.Pdf,
    side: tuple[Cell, ...],
    layout: Layout,
    forms: Sequence[pikepdf.Object],
    views: Sequence[View],
    fits: Sequence[float],
    marks: pikepdf.Object,
    steps: Iterable[str],
) -> None:
    page = pdf.add_blank_page(page_size=(layout.width * MM, layout.height * MM))
    objects = pikepdf.Dictionary()
    lines = []
    for cell in side:
        if cell.page is not None:
            at = cell.page - 1
            objects[f"/P{cell.page}"] = forms[at]
            matrix = _placed(cell, views[at], fits[at])
            lines.append(f"q {_numbers(matrix)} cm /P{cell.page} Do Q")
    objects["/Marks"] = marks
    lines += ["/Marks Do", *steps]
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=objects)
    page.obj["/Contents"] = pdf.make_stream("\n".join(lines).encode("ascii"))


def _marks_form(pdf: pikepdf.Pdf, layout: Layout, lines: str) -> pikepdf.Object:
    """The marks that all sides share."""
    form = pdf.make_stream(lines.encode("ascii"))
    form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    form["/BBox"] = pikepdf.Array([0, 0, layout.width * MM, layout.height * MM])
    return form


Matrix = tuple[float, float, float, float, float, float]


def _placed(cell: Cell, view: View, scale: float) -> Matrix:
    """The matrix from the page's own space to its cell: centred, upright or on its head."""
    sign = -scale if cell.turned else scale
    x = (cell.x + cell.inward - sign * view.width / 2) * MM
    y = (cell.y - sign * view.height / 2) * MM
    return _times(_inverse(view.matrix), (sign, 0.0, 0.0, sign, x, y))


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    return (
        *(d / size, -b / size, -c / size, a / size),
        *((c * f - d * e) / size, (b * e - a * f) / size),
    )


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does ``first`` and then ``then`` (PDF's row vectors)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        *(a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s),
        *(e * p + f * r + t, e * q + f * s + u),
    )


def _numbers(values: Matrix) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _set_printing(pdf: pikepdf.Pdf, edge: str) -> None:
    """Ask the viewer to print as needed: both sides over that edge, at full size."""
    preferences = pdf.Root.ViewerPreferences
    flip = "/DuplexFlipShortEdge" if edge == "short" else "/DuplexFlipLongEdge"
    preferences["/Duplex"] = pikepdf.Name(flip)
    preferences["/PrintScaling"] = pikepdf.Name("/None")
