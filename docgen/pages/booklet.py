"""Imposition: a reading PDF becomes sheets that, printed, cut and folded, are a stapled book.

The sheets are A4, printed on both sides. One *piece* is a leaf of the book spread flat: two pages
beside each other. As many pieces as fit go on a sheet, so A5 pages go two-up, A6 four-up and A7
eight-up. Cut the whole pile at once and lay the smaller piles into each other in the order of
their places (left to right, top to bottom; the first is the outermost): the leaves are in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import pikepdf

from docgen.errors import PageTooLarge, PdfUnreadable
from docgen.pages.save import describe, open_pdf, pdf_bytes
from docgen.pages.stamp import MM, View, view_of

A4 = (210.0, 297.0)
SLACK = 1.0
"""Millimetres a page may be larger than its place: A7 eight-up is 296 x 210, A6 is 105 x 148."""
TICK = 4.0
"""Millimetres of the marks where to cut and fold."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet, the columns and rows of pieces on it, and the size of a page; all in mm."""

    width: float
    height: float
    columns: int
    rows: int
    page_width: float
    page_height: float

    @property
    def pieces(self) -> int:
        return self.columns * self.rows

    @property
    def piece_width(self) -> float:
        return self.width / self.columns

    @property
    def piece_height(self) -> float:
        return self.height / self.rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on one side: page number (None is blank), centre in mm from the lower left corner.

    ``turned`` pages stand on their heads on the sheet; ``inward`` is the creep: mm to the spine.
    """

    page: int | None
    x: float
    y: float
    turned: bool = False
    inward: float = 0.0


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which page stands where: sides in printing order, front and back of each sheet in turn."""

    layout: Layout
    sides: tuple[tuple[Cell, ...], ...]
    leaves: int
    blanks: tuple[int, ...]
    """Places in the book (counted from 1) that stay blank."""

    @property
    def sheets(self) -> int:
        return len(self.sides) // 2


@dataclass(frozen=True, slots=True)
class Booklet:
    """The printing PDF, its scheme, and how many pages the reading PDF had."""

    pdf: bytes
    scheme: Scheme
    pages: int


def layout_for(width: float, height: float, sheet: tuple[float, float] = A4) -> Layout:
    """Return the layout with the most pieces for pages of this size in mm.

    Raises PageTooLarge when not even one piece fits on the sheet.
    """
    found = []
    for wide, high in (sheet, sheet[::-1]):
        columns = int((wide + SLACK) // (2 * width))
        rows = int((high + SLACK) // height)
        if columns and rows:
            found.append(Layout(wide, high, columns, rows, width, height))
    if not found:
        raise PageTooLarge(width=round(width), height=round(height))
    return max(found, key=lambda layout: (layout.pieces, layout.width > layout.height))


def scheme_for(
    count: int,
    layout: Layout,
    *,
    edge: str = "short",
    back_cover: bool = True,
    thickness: float = 0.0,
) -> Scheme:
    """Return where each of ``count`` pages stands for a saddle-stitched book.

    ``edge`` is the paper's edge over which the printer turns it (short or long). Missing pages to
    a multiple of four are blank: before the last page when it is a ``back_cover``, else at the end.
    ``thickness`` of the paper in mm moves inner pages to the spine, so that outer margins stay
    equal after trimming.
    """
    if edge not in ("short", "long"):
        raise ValueError(edge)
    leaves = -(-count // 4)
    order, blanks = _filled(count, leaves * 4, back_cover)
    sheets = -(-leaves // layout.pieces)
    turned = (edge == "short") == (layout.width < layout.height)
    sides: list[tuple[Cell, ...]] = []
    for sheet in range(sheets):
        front, back = _two_sides(sheet, sheets, leaves, order, layout, thickness)
        sides += [front, _turn(back, layout) if turned else back]
    return Scheme(layout, tuple(sides), leaves, blanks)


def _filled(count: int, total: int, back_cover: bool) -> tuple[list[int | None], tuple[int, ...]]:
    """The pages in the order of the finished book, None for blank ones, and where those stand."""
    pages: list[int | None] = list(range(1, count + 1))
    padding: list[int | None] = [None] * (total - count)
    order = [*pages[:-1], *padding, *pages[-1:]] if back_cover else [*pages, *padding]
    return order, tuple(place for place, page in enumerate(order, start=1) if page is None)


def _two_sides(
    sheet: int,
    sheets: int,
    leaves: int,
    order: list[int | None],
    layout: Layout,
    thickness: float,
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Front and back of one sheet, the back as seen when the sheet is turned like a book's leaf."""
    front: list[Cell] = []
    back: list[Cell] = []
    total = leaves * 4
    for place in range(layout.pieces):
        leaf = place * sheets + sheet
        if leaf >= leaves:
            continue
        column, row = place % layout.columns, place // layout.columns
        creep = leaf * thickness
        first, last = 2 * leaf, total - 1 - 2 * leaf
        front += _piece(layout, column, row, order[last], order[first], creep)
        mirrored = layout.columns - 1 - column
        back += _piece(layout, mirrored, row, order[first + 1], order[last - 1], creep)
    return tuple(front), tuple(back)


def _piece(
    layout: Layout, column: int, row: int, left: int | None, right: int | None, creep: float
) -> tuple[Cell, Cell]:
    """The two pages of a piece, meeting at its fold; rows count from the top of the sheet."""
    y = layout.height - (row + 0.5) * layout.piece_height
    fold = (column + 0.5) * layout.piece_width
    return (
        Cell(left, fold - layout.page_width / 2, y, inward=creep),
        Cell(right, fold + layout.page_width / 2, y, inward=-creep),
    )


def _turn(cells: tuple[Cell, ...], layout: Layout) -> tuple[Cell, ...]:
    """The same side turned half round: for printers that turn over the other edge."""
    return tuple(
        Cell(cell.page, layout.width - cell.x, layout.height - cell.y, True, -cell.inward)
        for cell in cells
    )


def impose(
    source: Path | bytes,
    *,
    title: str,
    as_of: date,
    edge: str = "short",
    back_cover: bool = True,
    thickness: float = 0.0,
    marks: bool = True,
) -> Booklet:
    """Return the printing PDF of a reading PDF whose pages all have the size of its first.

    Pages go in as Form XObjects: text stays text, pictures stay as they are. Raises PdfUnreadable
    for a damaged or locked file or one without pages, PageTooLarge for pages over A5.
    """
    with open_pdf(source) as book, pikepdf.new() as pdf:
        views = [view_of(page) for page in book.pages]
        if not views:
            raise PdfUnreadable(file=getattr(source, "name", "PDF"), why="0 pages")
        layout = layout_for(views[0].width, views[0].height)
        scheme = scheme_for(
            len(views), layout, edge=edge, back_cover=back_cover, thickness=thickness
        )
        forms = [_form(pdf, page, view) for page, view in zip(book.pages, views, strict=True)]
        for side in scheme.sides:
            _add_side(pdf, side, scheme.layout, forms, views, marks)
        describe(pdf, title=title, as_of=as_of)
        _set_printing(pdf, edge)
        return Booklet(pdf_bytes(pdf), scheme, len(views))


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, view: View) -> pikepdf.Object:
    """The page as a Form XObject of the new file, in its own space and cut at what is seen."""
    form = pdf.copy_foreign(page.as_form_xobject(handle_transformations=False))
    form["/BBox"] = pikepdf.Array(view.box)
    return form


def _add_side(
    pdf: pikepdf.Pdf,
    side: tuple[Cell, ...],
    layout: Layout,
    forms: list[pikepdf.Object],
    views: list[View],
    marks: bool,
) -> None:
    page = pdf.add_blank_page(page_size=(layout.width * MM, layout.height * MM))
    objects = pikepdf.Dictionary()
    lines = []
    for cell in side:
        if cell.page is not None:
            name = f"/P{cell.page}"
            objects[name] = forms[cell.page - 1]
            matrix = _placed(cell, views[cell.page - 1])
            lines.append(f"q {_numbers(matrix)} cm {name} Do Q")
    if marks:
        lines.extend(_marks(layout))
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=objects)
    page.obj["/Contents"] = pdf.make_stream("\n".join(lines).encode("ascii"))


Matrix = tuple[float, float, float, float, float, float]


def _placed(cell: Cell, view: View) -> Matrix:
    """The matrix from the page's own space to its cell: centred, upright or on its head."""
    sign = -1.0 if cell.turned else 1.0
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


def _marks(layout: Layout) -> Iterator[str]:
    """Light lines: thin ones where to cut, dashed ticks where to fold, corners where to trim."""
    yield "q 0.7 G 0.25 w"
    yield from _corners(layout)
    for column in range(1, layout.columns):
        x = column * layout.piece_width
        yield _line(x, 0, x, layout.height)
    for row in range(1, layout.rows):
        y = row * layout.piece_height
        yield _line(0, y, layout.width, y)
    yield "[2 1.5] 0 d"
    for column in range(layout.columns):
        x = (column + 0.5) * layout.piece_width
        for row in range(layout.rows + 1):
            y = row * layout.piece_height
            yield _line(x, max(y - TICK, 0), x, min(y + TICK, layout.height))
    yield "Q"


def _corners(layout: Layout) -> Iterator[str]:
    """Ticks outside the corners of each spread that is smaller than its piece."""
    if layout.piece_width - 2 * layout.page_width < 2 * TICK:
        return
    for column, row in product(range(layout.columns), range(layout.rows)):
        x, y = (column + 0.5) * layout.piece_width, (row + 0.5) * layout.piece_height
        for across, up in product((-1, 1), (-1, 1)):
            edge, end = x + across * layout.page_width, y + up * layout.page_height / 2
            yield _line(edge + across, end, edge + across * TICK, end)
            yield _line(edge, end + up, edge, end + up * TICK)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1 * MM:.2f} {y1 * MM:.2f} m {x2 * MM:.2f} {y2 * MM:.2f} l S"


def _set_printing(pdf: pikepdf.Pdf, edge: str) -> None:
    """Ask the viewer to print as needed: both sides over that edge, at full size."""
    preferences = pdf.Root.ViewerPreferences
    flip = "/DuplexFlipShortEdge" if edge == "short" else "/DuplexFlipLongEdge"
    preferences["/Duplex"] = pikepdf.Name(flip)
    preferences["/PrintScaling"] = pikepdf.Name("/None")
