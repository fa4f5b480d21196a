"""Imposition: sheets are folded in code, and the book must read 1 to n with every page upright."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.errors import PageTooLarge, PdfUnreadable
from docgen.pages.booklet import Cell, Layout, Scheme, impose, layout_for, scheme_for
from docgen.pages.stamp import MM, PageStamp, Words, overlay

DAY = date(2026, 6, 30)
A5, A6, A7, K64 = (148.0, 210.0), (105.0, 148.0), (74.0, 105.0), (92.0, 126.0)
sizes = st.sampled_from([A5, A6, A7, K64])


def piece_of(layout: Layout, x: float, y: float) -> tuple[int, int]:
    """Row (from the top) and column of the piece a place of the front lies on."""
    return int((layout.height - y) // layout.piece_height), int(x // layout.piece_width)


def behind(cell: Cell, layout: Layout, edge: str) -> tuple[float, float, bool]:
    """Where a cell of the back lies as seen through the sheet from the front, and if upright.

    A sheet turned over its short edge swaps the ends of its long side, and the other way round.
    """
    portrait = layout.width < layout.height
    if (edge == "long") == portrait:
        return layout.width - cell.x, cell.y, not cell.turned
    return cell.x, layout.height - cell.y, cell.turned


def fold(scheme: Scheme, edge: str) -> list[int | None]:
    """Print, cut, stack and fold the sheets; return the pages as they are read."""
    layout = scheme.layout
    pieces: dict[tuple[int, int], list[list[int | None]]] = {}
    for front, back in zip(scheme.sides[::2], scheme.sides[1::2], strict=True):
        spreads: dict[tuple[int, int], dict[str, int | None]] = {}
        for cell in front:
            assert not cell.turned
            place = piece_of(layout, cell.x, cell.y)
            half = "left" if (cell.x % layout.piece_width) < layout.piece_width / 2 else "right"
            spreads.setdefault(place, {})[half] = cell.page
        for cell in back:
            x, y, upright = behind(cell, layout, edge)
            assert upright, "the back stands on its head"
            half = "left" if (x % layout.piece_width) < layout.piece_width / 2 else "right"
            spreads[piece_of(layout, x, y)][f"behind {half}"] = cell.page
        for place, spread in spreads.items():
            leaf = [spread[key] for key in ("right", "behind right", "behind left", "left")]
            pieces.setdefault(place, []).append(leaf)
    leaves = [leaf for place in sorted(pieces) for leaf in pieces[place]]
    return [page for leaf in leaves for page in leaf[:2]] + [
        page for leaf in reversed(leaves) for page in leaf[2:]
    ]


@given(st.integers(1, 200), sizes, st.sampled_from(["short", "long"]), st.booleans())
@settings(deadline=None)
def test_the_folded_book_reads_in_order(
    count: int, size: tuple[float, float], edge: str, back_cover: bool
) -> None:
    scheme = scheme_for(count, layout_for(*size), edge=edge, back_cover=back_cover)
    book = fold(scheme, edge)
    assert [page for page in book if page is not None] == list(range(1, count + 1))
    assert len(book) == scheme.leaves * 4
    assert tuple(at for at, page in enumerate(book, 1) if page is None) == scheme.blanks
    if back_cover:
        assert book[-1] == count
    else:
        assert book[:count] == list(range(1, count + 1))


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


def test_same_input_same_bytes_and_no_growth() -> None:
    source = reading(64)
    first = impose(source, title="试", as_of=DAY).pdf
    assert first == impose(source, title="试", as_of=DAY).pdf
    assert len(first) < len(source) * 2


def test_what_cannot_be_folded_is_refused() -> None:
    with pytest.raises(PageTooLarge):
        impose(reading(4, (210.0, 297.0)), title="试", as_of=DAY)
    with pytest.raises(PdfUnreadable):
        impose(b"no pdf at all", title="试", as_of=DAY)
    with pytest.raises(PdfUnreadable):
        impose(overlay([]), title="试", as_of=DAY)
