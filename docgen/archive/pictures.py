"""Pictures as PDF pages: JPEG goes in as it is, other formats without loss where that is sane.

A page has the size the scan had on paper when the picture says its resolution; a photo without one
is laid on A4 with a margin. The turn noted by a camera (EXIF) is drawn, never burnt in.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from PIL import Image

from docgen.archive.inspect import Content, frames_of, open_picture, turn_to

A4 = (595.276, 841.89)
PHOTO_MARGIN = 42.5  # 15 mm: the page number stands on white
SMALLEST, LARGEST = 140.0, 2400.0  # points: 50 mm to A1; outside, the resolution is not believed
LEAST_DPI, MOST_DPI = 100, 1300  # cameras and screens write 72 and 96 without meaning it
JPEG_QUALITY = 92
ORIENTATION = 0x0112
CMYK_INVERTED = [1, 0, 1, 0, 1, 0, 1, 0]

# EXIF orientation → matrix of the unit square, and whether the sides are exchanged.
TURNS: dict[int, tuple[tuple[int, int, int, int, int, int], bool]] = {
    1: ((1, 0, 0, 1, 0, 0), False),
    2: ((-1, 0, 0, 1, 1, 0), False),
    3: ((-1, 0, 0, -1, 1, 1), False),
    4: ((1, 0, 0, -1, 0, 1), False),
    5: ((0, -1, -1, 0, 1, 1), True),
    6: ((0, -1, 1, 0, 0, 1), True),
    7: ((0, 1, 1, 0, 0, 0), True),
    8: ((0, 1, -1, 0, 1, 0), True),
}


def picture_pdf(content: Content) -> pikepdf.Pdf:
    """Return a PDF with one page for each page of a picture file."""
    pdf = pikepdf.new()
    with open_picture(content) as picture:
        for frame in range(frames_of(picture)):
            turn_to(picture, frame)
            _add_page(pdf, picture, content)
    return pdf


def _add_page(pdf: pikepdf.Pdf, picture: Image.Image, content: Content) -> None:
    turn = _orientation(picture)
    matrix, exchanged = TURNS[turn]
    wide, high = picture.size
    if exchanged:
        wide, high = high, wide
    page_size, box = _layout(wide, high, _resolution(picture, exchanged))
    image = _image(pdf, picture, content)
    a, b, c, d, e, f = matrix
    left, bottom, width, height = box
    placed = (a * width, b * height, c * width, d * height, e * width + left, f * height + bottom)
    drawing = f"q {' '.join(_number(value) for value in placed)} cm /Im0 Do Q"
    page = pdf.add_blank_page(page_size=page_size)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.obj.Contents = pikepdf.Stream(pdf, drawing.encode("ascii"))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _orientation(picture: Image.Image) -> int:
    try:
        turn = int(picture.getexif().get(ORIENTATION, 1))
    except (OSError, ValueError, TypeError, SyntaxError):
        return 1
    # pi-heif turns HEIC pictures itself and leaves the note standing.
    return turn if turn in TURNS and picture.format != "HEIF" else 1


def _resolution(picture: Image.Image, exchanged: bool) -> tuple[float, float] | None:
    dpi = picture.info.get("dpi")
    if not isinstance(dpi, Sequence) or len(dpi) != 2:
        return None
    across, down = float(dpi[0]), float(dpi[1])
    if not (LEAST_DPI <= across <= MOST_DPI and LEAST_DPI <= down <= MOST_DPI):
        return None
    return (down, across) if exchanged else (across, down)


def _layout(
    wide: int, high: int, dpi: tuple[float, float] | None
) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """The size of the page and where the picture lies on it (left, bottom, width, height)."""
    if dpi:
        size = (wide / dpi[0] * 72, high / dpi[1] * 72)
        if all(SMALLEST <= side <= LARGEST for side in size):
            return size, (0.0, 0.0, *size)
    page = A4 if high >= wide else (A4[1], A4[0])
    scale = min((page[0] - 2 * PHOTO_MARGIN) / wide, (page[1] - 2 * PHOTO_MARGIN) / high)
    width, height = wide * scale, high * scale
    return page, ((page[0] - width) / 2, (page[1] - height) / 2, width, height)


def _image(pdf: pikepdf.Pdf, picture: Image.Image, content: Content) -> pikepdf.Object:
    if picture.format == "JPEG" and picture.mode in ("L", "RGB", "CMYK"):
        raw = content if isinstance(content, bytes) else content.read_bytes()
        return _jpeg(pdf, raw, picture.size, picture.mode)
    if picture.format in ("WEBP", "HEIF", "MPO", "AVIF"):
        # Lossy already; kept whole they would grow tenfold.
        buffer = io.BytesIO()
        _flat(picture).save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
        return _jpeg(pdf, buffer.getvalue(), picture.size, "RGB")
    return _lossless(pdf, picture)


def _jpeg(pdf: pikepdf.Pdf, raw: bytes, size: tuple[int, int], mode: str) -> pikepdf.Object:
    spaces = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}
    stream = _stream(pdf, raw, size, spaces[mode], 8)
    stream.Filter = pikepdf.Name.DCTDecode
    if mode == "CMYK":
        # Adobe writes CMYK pictures inverted.
        stream.Decode = pikepdf.Array(CMYK_INVERTED)
    return stream


def _lossless(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    if picture.mode == "1":
        space, bits, flat = "/DeviceGray", 1, picture
    elif picture.mode in ("L", "I;16"):
        space, bits, flat = "/DeviceGray", 8, picture.convert("L")
    else:
        space, bits, flat = "/DeviceRGB", 8, _flat(picture)
    stream = _stream(pdf, zlib.compress(flat.tobytes(), 6), picture.size, space, bits)
    stream.Filter = pikepdf.Name.FlateDecode
    return stream


def _flat(picture: Image.Image) -> Any:
    """The picture in RGB; what is transparent becomes white paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return picture.convert("RGB")


def _stream(
    pdf: pikepdf.Pdf, raw: bytes, size: tuple[int, int], space: str, bits: int
) -> pikepdf.Object:
    stream = pikepdf.Stream(pdf, raw)
    stream.Type = pikepdf.Name.XObject
    stream.Subtype = pikepdf.Name.Image
    stream.Width, stream.Height = size
    stream.ColorSpace = pikepdf.Name(space)
    stream.BitsPerComponent = bits
    return stream
