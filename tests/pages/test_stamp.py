"""Stamps: where the reader sees them, with fonts of our own, searchable to the rarest character."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdf
import pypdfium2
import pytest

from docgen.pages.save import pdf_bytes
from docgen.pages.stamp import Box, PageStamp, Rule, Words, overlay, stamp, text_width, view_of


def text_of(pdf: bytes, page: int = 0) -> str:
    """The text as poppler and browsers read it (PDFium), without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()


def blank(*sizes: tuple[float, float]) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for size in sizes:
        pdf.add_blank_page(page_size=size)
    return pdf


def test_words_are_found_again_and_fonts_are_embedded() -> None:
    pdf = overlay([PageStamp((Words("第12页 𠮷王", 20, 20), Words("仿宋", 20, 30, face="fang")))])
    assert text_of(pdf) == "第12页𠮷王仿宋"
    fonts = pypdf.PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"]
    descriptors = [font.get_object()["/FontDescriptor"] for font in fonts.values()]
    assert len(descriptors) == 3
    assert all("/FontFile2" in each for each in descriptors)


def test_what_no_font_has_is_stamped_as_code_point() -> None:
    assert text_of(overlay([PageStamp((Words("王😀", 20, 20),))])) == "王〔U+1F600〕"


def test_pages_have_their_own_sizes_and_may_be_empty() -> None:
    pdf = overlay(
        [PageStamp((), 105, 148), PageStamp((Box(1, 1, 5, 5), Rule(0, 0, 9, 9)), 210, 297)]
    )
    boxes = [page.mediabox for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    assert [round(float(box.width) / 72 * 25.4) for box in boxes] == [105, 210]
    assert len(pypdf.PdfReader(BytesIO(overlay([]))).pages) == 0


def test_same_stamps_same_bytes() -> None:
    stamps = [PageStamp((Words(str(number), 200, 10, align="right"),)) for number in range(20)]
    assert overlay(stamps) == overlay(stamps)


def test_long_words_are_set_smaller_to_fit() -> None:
    words = "荷塘村二〇二六年上半年产业奖补验收公示花名册"
    wide = text_width(words, 12)
    assert wide > 60
    pdf = overlay([PageStamp((Words(words, 10, 20, size=12, width=60),))])
    document = pypdfium2.PdfDocument(pdf)
    left, _, right, _ = document[0].get_objects().__next__().get_bounds()
    document.close()
    assert (right - left) / 72 * 25.4 == pytest.approx(60, abs=2)


def ink(pdf: bytes, page: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, in parts of the page as it is shown."""
    document = pypdfium2.PdfDocument(pdf)
    picture = (
        document[page].render(scale=1).to_pil().convert("L").point(lambda grey: 255 * (grey < 200))
    )
    document.close()
    left, top, right, bottom = picture.getbbox()
    return (
        left / picture.width,
        top / picture.height,
        right / picture.width,
        bottom / picture.height,
    )


@pytest.mark.parametrize("turned", [0, 90, 180, 270, -90])
def test_a_stamp_stands_where_the_reader_sees_the_corner(turned: int) -> None:
    pdf = blank((300, 500))
    pdf.pages[0].obj.Rotate = turned
    pdf.pages[0].obj.CropBox = pikepdf.Array([20, 30, 280, 480])
    view = view_of(pdf.pages[0])
    wide, high = (450, 260) if turned % 180 else (260, 450)
    assert (view.width, view.height) == (
        pytest.approx(wide / 72 * 25.4),
        pytest.approx(high / 72 * 25.4),
    )
    stamp(pdf, [[Box(view.width * 0.1, view.height * 0.1, view.width * 0.2, view.height * 0.05)]])
    assert ink(pdf_bytes(pdf), 0) == pytest.approx((0.1, 0.1, 0.3, 0.15), abs=0.02)


def test_rotation_may_be_inherited() -> None:
    pdf = blank((300, 500))
    pdf.Root.Pages.Rotate = 90
    assert view_of(pdf.pages[0]).width > view_of(pdf.pages[0]).height


def test_pages_that_share_resources_keep_their_own_stamps() -> None:
    pdf = blank((300, 300), (300, 300), (300, 300))
    shared = pdf.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary()))
    for page in pdf.pages:
        page.obj.Resources = shared
    stamp(pdf, [[Words("甲", 20, 20)], [], [Words("丙", 20, 20)]])
    data = pdf_bytes(pdf)
    assert [text_of(data, number) for number in range(3)] == ["甲", "", "丙"]


def test_a_page_stamped_twice_carries_both() -> None:
    pdf = blank((300, 300))
    stamp(pdf, [[Words("一", 20, 20)]])
    stamp(pdf, [[Words("二", 20, 40)]])
    assert text_of(pdf_bytes(pdf)) == "一二"


def test_drawing_left_open_below_does_not_move_the_stamp() -> None:
    pdf = blank((300, 300))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0.1 0 0 0.1 200 0 cm")
    view = view_of(pdf.pages[0])
    stamp(pdf, [[Box(view.width * 0.1, view.height * 0.1, view.width * 0.2, view.height * 0.2)]])
    assert ink(pdf_bytes(pdf), 0) == pytest.approx((0.1, 0.1, 0.3, 0.3), abs=0.02)


def test_more_sets_than_pages_are_refused() -> None:
    with pytest.raises(ValueError, match="2 sets"):
        stamp(blank((300, 300)), [[Words("一", 1, 1)], [Words("二", 1, 1)]])
