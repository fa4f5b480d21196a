"""Opening one file just far enough to know its pages, or why it has none."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
from PIL import Image

from docgen.archive.kinds import KEPT_WHOLE, LOCKED, OFFICE, PACKED, PICTURES, TEXTS, decode
from docgen.archive.quiet import quiet

Content = Path | bytes
PIXEL_LIMIT = 180_000_000  # an A0 sheet at 300 dpi has 140 million
PAGE_LIMIT = 20_000
PICTURE_FAULTS = (OSError, EOFError, ValueError, SyntaxError, TypeError, LookupError, RuntimeError)
"""What Pillow raises for pictures that are not as they should be."""
FIELD_LIMIT = 5_000

# Above the limit Pillow stops by itself; what it thinks of damaged notes in a picture is no news.
Image.MAX_IMAGE_PIXELS = PIXEL_LIMIT
warnings.filterwarnings("ignore", module=r"PIL\.")


class NotReadable(Exception):
    """Why a file has no pages; the words go into its account."""


def page_count(kind: str, content: Content) -> int:
    """Return the number of pages; 0 for kinds that must be converted first.

    Raises NotReadable with the reason in plain words.
    """
    counter = _counter(kind)
    pages = counter(content)
    if pages > PAGE_LIMIT:
        raise NotReadable(f"{pages}页，超过一个文件{PAGE_LIMIT}页的上限")
    return pages


def _counter(kind: str) -> Callable[[Content], int]:
    if kind == "pdf":
        return _pdf_pages
    if kind in PICTURES:
        return _picture_pages
    if kind in TEXTS:
        return _text_pages
    if kind in OFFICE or kind in KEPT_WHOLE:
        return _none
    raise NotReadable(_REASONS.get(kind, "认不出的文件格式"))


NEEDS_PASSWORD = "加密，要密码才能打开；请取消密码另存后再放入"
_REASONS = {
    LOCKED: NEEDS_PASSWORD,
    **{kind: f"{kind.upper()}压缩包，请解开后再放入" for kind in sorted(PACKED)},
}


def _none(content: Content) -> int:
    return 0


def _text_pages(content: Content) -> int:
    raw = content if isinstance(content, bytes) else content.read_bytes()
    if not (decode(raw) or "").strip():
        raise NotReadable("没有文字的文本文件")
    return 0


_PDFIUM_REASONS: Mapping[str, str] = {
    "Incorrect password": NEEDS_PASSWORD,
    "Data format error": "文件损坏或不完整",
    "Unsupported security": "加密方式不支持；请取消密码另存后再放入",
}


def _pdf_pages(content: Content) -> int:
    """Both libraries that will touch the file must open it and count the same pages."""
    try:
        with pdfium.PdfDocument(content) as document:
            seen = len(document)
    except pdfium.PdfiumError as error:
        raise NotReadable(_pdfium_reason(str(error))) from error
    try:
        with pikepdf.open(io.BytesIO(content) if isinstance(content, bytes) else content) as pdf:
            counted = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise NotReadable(_PDFIUM_REASONS["Incorrect password"]) from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise NotReadable("文件损坏或不完整") from error
    if seen == 0 or counted == 0:
        raise NotReadable("PDF里没有页")
    if seen != counted:
        raise NotReadable(f"文件损坏：两种方法数出的页数不同（{seen}、{counted}）")
    return seen


def _pdfium_reason(message: str) -> str:
    for words, reason in _PDFIUM_REASONS.items():
        if words in message:
            return reason
    return "文件损坏或不完整"


def about_pdf(content: Content) -> tuple[bool, bool, bool]:
    """Return whether a PDF is signed, holds JavaScript, holds files; damaged parts say no."""
    try:
        with pikepdf.open(io.BytesIO(content) if isinstance(content, bytes) else content) as pdf:
            notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
            clips = any(note.get("/Subtype") == "/FileAttachment" for note in notes)
            return _signed(pdf), _scripted(pdf, notes), clips or len(pdf.attachments) > 0
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError):
        return False, False, False


def _signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a signature field is filled (ISO 32000-1, 12.7.4.5)."""
    form = pdf.Root.get("/AcroForm")
    waiting = list(form.get("/Fields", ())) if form is not None else []
    for _ in range(FIELD_LIMIT):
        if not waiting:
            return False
        field = waiting.pop()
        if field.get("/FT") == "/Sig" and "/V" in field:
            return True
        waiting += list(field.get("/Kids", ()))
    return False


def _scripted(pdf: pikepdf.Pdf, notes: list[pikepdf.Object]) -> bool:
    """Whether the file, a page or a field starts JavaScript (ISO 32000-1, 12.6.4.16)."""
    names = pdf.Root.get("/Names")
    if names is not None and "/JavaScript" in names:
        return True
    if "/AA" in pdf.Root or any("/AA" in page.obj for page in pdf.pages):
        return True
    actions = [pdf.Root.get("/OpenAction"), *(note.get("/A") for note in notes)]
    return any("/AA" in note for note in notes) or any(map(_is_script, actions))


def _is_script(action: object) -> bool:
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript"


def open_picture(content: Content) -> Image.Image:
    """Return a picture; HEIC through pi-heif. Raises NotReadable when it is none or too large."""
    _heif()
    try:
        picture = Image.open(io.BytesIO(content) if isinstance(content, bytes) else content)
    except Image.DecompressionBombError as error:
        raise NotReadable("图像尺寸过大") from error
    except PICTURE_FAULTS as error:
        raise NotReadable("图像损坏或不完整") from error
    if picture.width * picture.height > PIXEL_LIMIT:
        picture.close()
        raise NotReadable("图像尺寸过大")
    return picture


def _heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener()


def turn_to(picture: Image.Image, number: int) -> None:
    """Go to a page (from 0); a TIFF is decoded at once, because libtiff speaks to the terminal."""
    if picture.format != "TIFF":
        picture.seek(number)
        return
    with quiet():
        picture.seek(number)
        picture.load()


def frames_of(picture: Image.Image) -> int:
    """Return how many pages a picture is: a TIFF may hold many, an animation counts once."""
    if picture.format in ("TIFF", "MPO", "HEIF"):
        return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    return 1


def _cut_short(content: Content) -> bool:
    """Whether a TIFF's list of pages runs past its end (TIFF 6.0); Pillow leaves these out."""
    raw = content if isinstance(content, bytes) else content.read_bytes()
    sign = "<" if raw[:2] == b"II" else ">"
    if raw[2:4] not in (b"\x2a\x00", b"\x00\x2a"):
        return False
    try:
        (place,) = struct.unpack_from(f"{sign}I", raw, 4)
        for _ in range(PAGE_LIMIT):
            if place == 0:
                return False
            (entries,) = struct.unpack_from(f"{sign}H", raw, place)
            (place,) = struct.unpack_from(f"{sign}I", raw, place + 2 + 12 * entries)
    except struct.error:
        return True
    return False


def _picture_pages(content: Content) -> int:
    picture = open_picture(content)
    with picture:
        try:
            count = frames_of(picture)
            if picture.format == "TIFF" and _cut_short(content):
                raise NotReadable("图像损坏或不完整")
            for frame in range(count):
                turn_to(picture, frame)
                if picture.format == "JPEG":
                    # A reduced decode still reads all data: enough to notice a cut file.
                    picture.draft(picture.mode, (picture.width // 8, picture.height // 8))
                picture.load()
        except Image.DecompressionBombError as error:
            raise NotReadable("图像尺寸过大") from error
        except PICTURE_FAULTS as error:
            raise NotReadable("图像损坏或不完整") from error
    return count
