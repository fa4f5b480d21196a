"""Imposition: sheets are folded in code, and the book must read 1 to n with every page upright."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from docgen.errors import PageTooLarge, PdfEmpty, PdfLocked, PdfUnreadable
from docgen.pages.booklet import impose
from docgen.pages.booklet_guide import NAMES, PICTURES, TEST, guide
from docgen.pages.booklet_marks import has_room
from docgen.pages.booklet_marks import marks as marks_of
from docgen.pages.imposition import Scheme, scheme_for
from docgen.pages.layout import SHEETS, Layout, layout_for
from docgen.pages.stamp import MM, PageStamp, Words, overlay

DAY = date(2026, 6, 30)
A5, A6, A7, K64 = (148.0, 210.0), (105.0, 148.0), (74.0, 105.0), (92.0, 126.0)
sizes = st.sampled_from([A5, A6, A7, K64])


@dataclass
class Scrap:
    """A piece of paper of one page: what is read on its two faces, and how it lies.

    ``up`` and ``down`` are the pages looking up and down; each may stand on its head as seen from
    its own side, after turning the paper like a leaf of a book.
    """

    up: int | None
    down: int | None
    up_turned: bool
    down_turned: bool

    def over_side(self) -> Scrap:
        return Scrap(self.down, self.up, self.down_turned, self.up_turned)

    def over_top(self) -> Scrap:
        return Scrap(self.down, self.up, not self.down_turned, not self.up_turned)


Pile = list[Scrap]
Paper = dict[tuple[int, int], Pile]


def printed(scheme: Scheme, edge: str) -> list[Paper]:
    """Print the sheets: a printer turns the paper over its short or its long edge."""
    layout = scheme.layout
    wide, high = layout.width / layout.across, layout.height / layout.down

    def place(x: float, y: float) -> tuple[int, int]:
        return int(x // wide), int((layout.height - y) // high)

    portrait = layout.width < layout.height
    papers = []
    for front, back in zip(scheme.sides[::2], scheme.sides[1::2], strict=True):
        fronts = {place(cell.x, cell.y): cell for cell in front}
        behind = {}
        for cell in back:
            if (edge == "long") == portrait:  # turned like a leaf: left and right change places
                behind[place(layout.width - cell.x, cell.y)] = cell, cell.turned
            else:  # turned over its upper edge, the back is read on its head
                behind[place(cell.x, layout.height - cell.y)] = cell, not cell.turned
        assert fronts.keys() == behind.keys(), "front and back do not lie on each other"
        papers.append(
            {
                at: [Scrap(cell.page, behind[at][0].page, cell.turned, behind[at][1])]
                for at, cell in fronts.items()
            }
        )
    return papers


def pile_up(papers: list[Paper], layout: Layout) -> list[Paper]:
    """Cut the whole pile into pieces; lay the piles on each other; return the pieces in order."""
    width = 2 if layout.paired else 1
    pieces = []
    for row in range(layout.down):
        for column in range(layout.columns):
            for paper in papers:
                piece = {
                    (at[0] - column * width, 0): pile
                    for at, pile in paper.items()
                    if at[1] == row and at[0] // width == column
                }
                if piece:
                    pieces.append(piece)
    return pieces


def fold_once(piece: Paper) -> Pile:
    """Fold a piece of two places at its middle, the left page going behind the right one."""
    return [*piece[1, 0], *(scrap.over_side() for scrap in reversed(piece[0, 0]))]


def fold_whole(paper: Paper, layout: Layout) -> Pile:
    """Fold a sheet: the longer row of places in half until one is left, the spine last."""
    across, down = layout.across, layout.down
    while (across, down) != (1, 1):
        half: Paper = {}
        if (across > 2 and across >= down) or down == 1:
            for (column, row), pile in paper.items():
                over = [scrap.over_side() for scrap in reversed(pile)]
                at = column - across // 2 if column >= across // 2 else across // 2 - 1 - column
                below = column < across // 2
                _lay(half, (at, row), over if below else pile, below=below)
            across //= 2
        else:
            for (column, row), pile in paper.items():
                over = [scrap.over_top() for scrap in reversed(pile)]
                at = row - down // 2 if row >= down // 2 else down // 2 - 1 - row
                below = row < down // 2
                _lay(half, (column, at), over if below else pile, below=below)
            down //= 2
        paper = half
    return paper[0, 0]


def _lay(half: Paper, at: tuple[int, int], pile: Pile, *, below: bool) -> None:
    half[at] = [*half.get(at, []), *pile] if below else [*pile, *half.get(at, [])]


def read(leaves: Pile) -> list[int | None]:
    """Turn leaf after leaf; every page must stand upright."""
    assert not any(leaf.up_turned or leaf.down_turned for leaf in leaves), "on its head"
    return [page for leaf in leaves for page in (leaf.up, leaf.down)]


def bound(scheme: Scheme, edge: str, size: int) -> list[int | None]:
    """Print, cut, fold and bind; return the pages as they are read. ``size``: a signature."""
    papers, layout = printed(scheme, edge), scheme.layout
    if scheme.name == "fold":
        return read([leaf for paper in papers for leaf in fold_whole(paper, layout)])
    pieces = pile_up(papers, layout)
    if scheme.name == "cut-stack":
        return read([leaf for piece in pieces for leaf in piece[0, 0]])
    pages: list[int | None] = []
    for begin in range(0, len(pieces), size or len(pieces)):
        halves = [fold_once(piece) for piece in pieces[begin : begin + (size or len(pieces))]]
        nested = [half[0] for half in halves] + [half[1] for half in reversed(halves)]
        pages += read(nested)
    return pages


SIGNATURES = {"saddle": (0, 8, 16, 32), "perfect": (0, 4, 12)}


@pytest.mark.parametrize("name", ["saddle", "perfect", "cut-stack", "fold"])
@pytest.mark.parametrize("edge", ["short", "long"])
@pytest.mark.parametrize("sheet", ["a4", "a3"])
@pytest.mark.parametrize("up", [2, 4, 8])
def test_the_bound_book_reads_in_order_upright(name: str, edge: str, sheet: str, up: int) -> None:
    sizes = (A5, A6, A7, K64, (148.0, 105.0))
    found = [layout_for(*size, SHEETS[sheet], up=up, scheme=name) for size in sizes]
    different = {(one.across, one.down, one.width > one.height): one for one in found}
    for layout in different.values():
        assert layout.up == up
        for count in range(1, 201):
            signature = SIGNATURES.get(name, (0,))[count % len(SIGNATURES.get(name, (0,)))]
            back_cover = count % 3 > 0
            scheme = scheme_for(
                count, layout, scheme=name, edge=edge, back_cover=back_cover, signature=signature
            )
            leaves = (signature or (16 if name == "perfect" else 0)) // 4
            book = bound(scheme, edge, leaves)
            assert [page for page in book if page is not None] == list(range(1, count + 1))
            assert len(book) == scheme.places
            assert tuple(at for at, page in enumerate(book, 1) if page is None) == scheme.blanks
            if back_cover:
                assert book[-1] == count
            else:
                assert book[:count] == list(range(1, count + 1))


def test_a_wrong_scheme_is_noticed_by_the_folding() -> None:
    """The test above can fail: a book printed over the wrong edge is not readable."""
    scheme = scheme_for(16, layout_for(*A6), edge="short")
    with pytest.raises(AssertionError):
        assert bound(scheme, "long", 0) == list(range(1, 17))


def test_a_sheet_folded_in_three_has_its_heads_together() -> None:
    scheme = scheme_for(16, layout_for(*A6, SHEETS["a3"], scheme="fold"), scheme="fold")
    front = scheme.sides[0]
    assert [cell.page for cell in front] == [5, 12, 9, 8, 4, 13, 16, 1]
    assert [cell.turned for cell in front] == [True] * 4 + [False] * 4


@given(st.integers(1, 200), sizes)
def test_no_more_paper_than_needed(count: int, size: tuple[float, float]) -> None:
    layout = layout_for(*size)
    scheme = scheme_for(count, layout)
    assert scheme.sheets == -(-count // (4 * layout.pieces))


@given(st.integers(1, 64), sizes)
def test_pages_meet_at_the_fold_and_stay_on_the_sheet(
    count: int, size: tuple[float, float]
) -> None:
    layout = layout_for(*size)
    for side in scheme_for(count, layout).sides:
        for left, right in zip(side[::2], side[1::2], strict=True):
            assert abs(left.x - right.x) == pytest.approx(size[0])
            assert left.y == right.y
        for cell in side:
            assert cell.x - size[0] / 2 >= -0.5
            assert cell.x + size[0] / 2 <= layout.width + 0.5


@pytest.mark.parametrize(("size", "pieces"), [(A5, 1), (A6, 2), (K64, 2), (A7, 4)])
def test_layout_by_size(size: tuple[float, float], pieces: int) -> None:
    assert layout_for(*size).pieces == pieces


def test_creep_moves_inner_leaves_to_the_spine() -> None:
    scheme = scheme_for(16, layout_for(*A5), thickness=0.1)
    moves = [abs(side[0].inward) for side in scheme.sides[::2]]
    assert moves == pytest.approx([0.0, 0.1, 0.2, 0.3])
    left, right = scheme.sides[-2]
    assert left.inward > 0 > right.inward


def reading(count: int, size: tuple[float, float] = A6) -> bytes:
    width, height = size
    return overlay(
        [
            PageStamp(
                (Words(f"第{number}页", width / 2, height / 2, align="center"),), width, height
            )
            for number in range(1, count + 1)
        ]
    )


def written(count: int) -> bytes:
    """A book as a program without any care for size writes it."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(A6[0] * MM, A6[1] * MM), invariant=1)
    for number in range(count):
        for line in range(20):
            canvas.drawString(30, 30 + 18 * line, f"{number * 7919 + line} {number} leaves fold")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words_on(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_every_page_is_printed_once_and_stays_text() -> None:
    book = impose(reading(18), title="试", as_of=DAY)
    printed = "".join(words_on(book.pdf))
    assert all(printed.count(f"第{number}页") == 1 for number in range(1, 19))
    assert (book.pages, book.scheme.sheets, book.scheme.blanks) == (18, 3, (18, 19))
    with pikepdf.open(BytesIO(book.pdf)) as pdf:
        assert len(pdf.pages) == 6
        assert [round(float(edge) / MM) for edge in pdf.pages[0].mediabox[2:]] == [210, 297]


def test_the_printer_is_told_side_and_scale() -> None:
    with pikepdf.open(BytesIO(impose(reading(4), title="试", as_of=DAY).pdf)) as pdf:
        assert pdf.Root.ViewerPreferences["/Duplex"] == "/DuplexFlipShortEdge"
        assert pdf.Root.ViewerPreferences["/PrintScaling"] == "/None"
        assert pdf.docinfo["/Title"] == "试"


def test_turned_pages_are_set_upright() -> None:
    with pikepdf.open(BytesIO(reading(4, (148.0, 105.0)))) as pdf:
        for page in pdf.pages:
            page.rotate(90, relative=False)
        buffer = BytesIO()
        pdf.save(buffer)
    layout = impose(buffer.getvalue(), title="试", as_of=DAY).scheme.layout
    assert (layout.page_width, layout.page_height) == (pytest.approx(105), pytest.approx(148))


def test_same_input_same_bytes() -> None:
    source = reading(64)
    assert impose(source, title="试", as_of=DAY).pdf == impose(source, title="试", as_of=DAY).pdf


@pytest.mark.parametrize("name", ["saddle", "perfect", "cut-stack", "fold"])
@pytest.mark.parametrize("up", [2, 4, 8])
def test_the_file_does_not_grow(name: str, up: int) -> None:
    source = written(200)
    book = impose(source, title="试", as_of=DAY, scheme=name, up=up, marks="full")
    assert len(book.pdf) <= len(source) * 1.05


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], object], **save: Any) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as book:
        change(book)
        buffer = BytesIO()
        book.save(buffer, **save)
    return buffer.getvalue()


def ink(pdf: bytes, number: int = 0, scale: float = 1.0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[number].render(scale=scale).to_pil().convert("L")
    return picture


def test_pages_that_share_one_drawing_share_one_form() -> None:
    source = changed(reading(1), lambda book: [book.pages.append(book.pages[0]) for _ in range(99)])
    book = impose(source, title="试", as_of=DAY)
    assert sum(page.count("第1页") for page in words_on(book.pdf)) == 100
    assert len(book.pdf) < len(source) * 1.4


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_rotated_page_is_set_as_it_is_read(angle: int) -> None:
    """A black box in the upper left corner as read stays in the upper left of its place."""
    width, height = (105.0, 148.0) if angle % 180 == 0 else (148.0, 105.0)
    corner = {0: (0, height - 20), 90: (0, 0), 180: (width - 20, 0), 270: (width - 20, height - 20)}
    x, y = (at * MM for at in corner[angle])
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width * MM, height * MM))
        page.obj.Contents = pdf.make_stream(f"{x} {y} {20 * MM} {20 * MM} re f".encode())
        page.obj.Rotate = angle
        buffer = BytesIO()
        pdf.save(buffer)
    book = impose(buffer.getvalue(), title="试", as_of=DAY, up=2, marks="none")
    (cell,) = [cell for cell in book.scheme.sides[0] if cell.page == 1]
    picture = ink(book.pdf)
    left, top = (cell.x - 52.5) * MM, picture.height - (cell.y + 74) * MM
    assert picture.getpixel((round(left + 10 * MM), round(top + 10 * MM))) == 0
    assert sum(value < 128 for value in picture.tobytes()) == pytest.approx((20 * MM) ** 2, rel=0.1)


def test_what_is_cropped_away_stays_away() -> None:
    def crop(book: pikepdf.Pdf) -> None:
        for page in book.pages:
            page.cropbox = pikepdf.Array([0, 0, 105 * MM, 60 * MM])

    source = changed(reading(4), crop)  # the words stand higher
    book = impose(source, title="试", as_of=DAY, marks="none")
    assert ink(book.pdf).getextrema() == (255, 255)
    assert book.scheme.layout.page_height == pytest.approx(60)


def test_a_larger_page_among_others_is_made_smaller_and_told() -> None:
    def enlarge(book: pikepdf.Pdf) -> None:
        with pikepdf.open(BytesIO(reading(1, (210.0, 297.0)))) as other:
            book.pages.insert(2, other.pages[0])

    book = impose(changed(reading(7), enlarge), title="试", as_of=DAY)
    assert book.smaller == (3,)
    assert book.scheme.layout.scale == 1.0
    assert book.scheme.layout.page_width == pytest.approx(105)


def test_an_office_paper_is_made_smaller_only_when_asked() -> None:
    source = reading(4, (210.0, 297.0))
    with pytest.raises(PageTooLarge):
        impose(source, title="试", as_of=DAY)
    book = impose(source, title="试", as_of=DAY, up=2)
    assert book.scheme.layout.scale == pytest.approx(0.707, abs=0.01)
    assert book.smaller == (1, 2, 3, 4)
    assert impose(source, title="试", as_of=DAY, sheet=SHEETS["a3"]).smaller == ()


def test_notes_and_filled_fields_are_printed_links_are_not_lost_with_them() -> None:
    def stamp(book: pikepdf.Pdf) -> None:
        look = book.make_stream(b"0 0 100 100 re f")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 100, 100])
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=pikepdf.Array([10, 10, 110, 110]),
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        book.pages[0].obj.Annots = book.make_indirect(pikepdf.Array([book.make_indirect(note)]))

    book = impose(changed(reading(2), stamp), title="试", as_of=DAY, marks="none")
    assert sum(value < 128 for value in ink(book.pdf).tobytes()) > 9000


def test_locked_and_damaged_files_are_refused_in_words() -> None:
    locked = changed(reading(2), lambda _: None, encryption=pikepdf.Encryption(user="x", owner="y"))
    refusals = (
        (locked, PdfLocked),
        (overlay([]), PdfEmpty),
        (b"no pdf at all", PdfUnreadable),
        (reading(4)[:200], PdfUnreadable),
    )
    for source, refusal in refusals:
        with pytest.raises(refusal) as told:
            impose(source, title="试", as_of=DAY)
        assert type(told.value) is refusal


def test_pages_drawn_in_pieces_and_with_what_they_inherit_are_set_whole() -> None:
    """Contents as an array, resources of the page's own or of the node above: all the same."""
    whole = reading(3)

    def pieces(book: pikepdf.Pdf) -> None:
        fonts = book.make_indirect(pikepdf.Dictionary(book.pages[0].obj.Resources))
        book.Root.Pages.Resources = fonts
        for page in book.pages:
            drawn = page.obj.Contents.read_bytes()
            middle = drawn.index(b"\n", len(drawn) // 2) + 1
            parts = [book.make_stream(drawn[:middle]), book.make_stream(drawn[middle:])]
            page.obj.Contents = pikepdf.Array(parts)
        del book.pages[1].obj["/Resources"]

    sources = (whole, changed(whole, pieces))
    one, other = (impose(source, title="试", as_of=DAY).pdf for source in sources)
    assert "第2页" in "".join(words_on(one))
    assert words_on(one) == words_on(other)
    for number in range(2):
        assert ink(one, number).tobytes() == ink(other, number).tobytes()
    owner_only = changed(reading(2), lambda _: None, encryption=pikepdf.Encryption(owner="y"))
    assert impose(owner_only, title="试", as_of=DAY).pages == 2


def test_creep_follows_the_depth_in_its_signature() -> None:
    scheme = scheme_for(32, layout_for(*A5), scheme="perfect", signature=16, thickness=0.1)
    moves = [abs(side[0].inward) for side in scheme.sides[::2]]
    assert moves == pytest.approx([0.0, 0.1, 0.2, 0.3] * 2)
    whole = scheme_for(8, layout_for(*A6, scheme="fold"), scheme="fold", thickness=0.1)
    recto = {cell.page: cell for side in whole.sides for cell in side}
    assert recto[1].inward == pytest.approx(0)
    assert abs(recto[3].inward) == abs(recto[5].inward) == pytest.approx(0.1)


def drawn(name: str, marks: str, size: tuple[float, float] = K64) -> str:
    layout = layout_for(*size, SHEETS["a3"], up=4, scheme=name)
    scheme = scheme_for(40, layout, scheme=name)
    return "\n".join(marks_of(scheme, marks))


def test_marks_to_cut_fold_trim_and_register() -> None:
    assert drawn("saddle", "none") == ""
    light, full = drawn("saddle", "light"), drawn("saddle", "full")
    assert "d\n" in light
    assert " c" not in light
    assert " c" in full, "register crosses are round"
    assert "[2 1.5] 0 d" not in drawn("cut-stack", "full"), "nothing is folded"
    assert full.count(" l S") > drawn("saddle", "light", (148.0, 210.0)).count(" l S")
    assert has_room(layout_for(*K64, SHEETS["a3"], up=4))
    assert not has_room(layout_for(*A6))


def test_signatures_have_steps_on_their_spines() -> None:
    layout = layout_for(*A6)
    scheme = scheme_for(64, layout, scheme="perfect")
    assert (scheme.signatures, len(scheme.steps)) == (4, 4)
    assert [step.number for step in scheme.steps] == [0, 1, 2, 3]
    for step in scheme.steps:
        pages = {cell.page for cell in scheme.sides[step.side] if abs(cell.x - step.x) < 60}
        assert 16 * step.number + 1 in pages
    assert scheme_for(64, layout).steps == ()


@pytest.mark.parametrize("name", ["saddle", "perfect", "cut-stack", "fold"])
def test_the_page_of_pictures_says_what_to_print(name: str) -> None:
    book = impose(reading(18), title="试", as_of=DAY, scheme=name)
    (text,) = words_on(guide(book, title="试", as_of=DAY, parts=[PICTURES], copies=300).pdf)
    for words in (NAMES[name], f"{book.paper(300)}张", "沿短边翻转", "A4", "18页"):
        assert words in text
    if book.scheme.blanks:
        assert f"空白{len(book.scheme.blanks)}页" in text


def test_the_back_of_the_test_print_answers_upright() -> None:
    """Over the long edge the back is read as it is, over the short edge on its head."""
    front, back = words_on(guide(None, title="试", as_of=DAY, parts=[TEST]).pdf)
    assert "上" in front
    assert "--edgelong" in back
    assert "--edgeshort" in back
    with pypdfium2.PdfDocument(guide(None, title="试", as_of=DAY, parts=[TEST]).pdf) as pages:
        lower = pages[1].get_textpage().get_text_bounded(bottom=0, top=400)
    assert "short" in lower
    assert "long" not in lower
