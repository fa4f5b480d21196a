"""Draws one paper in one form: PDF, scan, photograph, Word, table, text. Same input, same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import docx
import pikepdf
import pypdfium2
import typst
from PIL import Image, ImageDraw, ImageFilter

from village.plain import fixed_zip
from village.workbooks import CREATED, Column, Sheet, workbook

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "docgen" / "fonts"
STAMP = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
A4 = (595, 842)  # points
SCAN_DPI = 110
PHOTO_DPI = 90

Lines = tuple[str, ...]


def pdf(title: str, lines: Lines, font: str = "Docgen Song") -> bytes:
    """A born-digital PDF of the paper."""
    paper = json.dumps({"title": title, "font": font, "blocks": _blocks(lines)})
    made = _compiler().compile(
        input=str(HERE / "paper.typ"),
        format="pdf",
        sys_inputs={"paper": paper},
        timestamp=int(STAMP.timestamp()),
    )
    return bytes(made)


@cache
def _compiler() -> Any:
    return typst.Compiler(
        str(HERE / "paper.typ"), font_paths=[str(FONTS)], ignore_system_fonts=True, root=str(HERE)
    )


def _blocks(lines: Lines) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for line in lines:
        if line.startswith("! "):
            cells = line[2:].split(",")
            if blocks and blocks[-1]["kind"] == "table":
                blocks[-1]["rows"].append(cells)
            else:
                blocks.append({"kind": "table", "rows": [cells]})
        elif line == "---":
            blocks.append({"kind": "page"})
        elif line.startswith("> "):
            blocks.append({"kind": "sign", "text": line[2:]})
        else:
            blocks.append({"kind": "text", "text": line})
    return blocks


def scan(title: str, lines: Lines, rng: Random) -> bytes:
    """A PDF of pictures: each page a little crooked and speckled, as from a scanner."""
    book = pikepdf.new()
    source = pypdfium2.PdfDocument(pdf(title, lines, "Docgen Kai"))
    for page in source:
        picture = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil()
        _add_picture(book, _worn(picture, rng, speckles=500))
    return _saved(book)


def photograph(title: str, lines: Lines, rng: Random, form: str = "JPEG") -> bytes:
    """A photograph of the first page."""
    source = pypdfium2.PdfDocument(pdf(title, lines, "Docgen Kai"))
    picture = source[0].render(scale=PHOTO_DPI / 72, grayscale=True).to_pil()
    stream = io.BytesIO()
    worn = _worn(picture, rng, speckles=200)
    options: dict[str, Any] = {"quality": 70} if form == "JPEG" else {"optimize": True}
    worn = worn if form == "JPEG" else worn.quantize(16)
    worn.save(stream, form, dpi=(PHOTO_DPI, PHOTO_DPI), **options)
    return stream.getvalue()


def _worn(picture: Image.Image, rng: Random, speckles: int) -> Image.Image:
    turned = picture.rotate(
        rng.uniform(-0.9, 0.9), resample=Image.Resampling.BICUBIC, fillcolor=248
    )
    pen = ImageDraw.Draw(turned)
    for _ in range(speckles):
        spot = (rng.randrange(turned.width), rng.randrange(turned.height))
        pen.point(spot, fill=rng.randrange(120, 230))
    return turned.filter(ImageFilter.GaussianBlur(0.4))


def _add_picture(book: pikepdf.Pdf, picture: Image.Image) -> None:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=60)
    book.add_blank_page(page_size=A4)
    page = book.pages[-1]
    image = pikepdf.Stream(
        book,
        stream.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(book, f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im0 Do Q".encode())


def _saved(book: pikepdf.Pdf, **options: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream, **({"deterministic_id": True} | options))
    return stream.getvalue()


def bundle(parts: list[bytes]) -> bytes:
    """Several papers in one PDF with an empty sheet between each two."""
    book = pikepdf.new()
    for number, part in enumerate(parts):
        if number:
            book.add_blank_page(page_size=A4)
        with pikepdf.open(io.BytesIO(part)) as source:
            book.pages.extend(source.pages)
    return _saved(book)


def blank() -> bytes:
    """One scanned page with nothing on it."""
    book = pikepdf.new()
    _add_picture(book, Image.new("L", (900, 1273), 250))
    return _saved(book)


def encrypted(whole: bytes) -> bytes:
    """The PDF behind a password; RC4, since its bytes do not depend on chance."""
    with pikepdf.open(io.BytesIO(whole)) as book:
        lock = pikepdf.Encryption(
            owner="999", user="999201", R=3, allow=pikepdf.Permissions(), aes=False, metadata=False
        )
        return _saved(book, deterministic_id=False, static_id=True, encryption=lock)


def word(title: str, lines: Lines, _: Random) -> bytes:
    """A Word document with a heading, paragraphs, tables and the signature on the right."""
    paper = docx.Document()
    paper.core_properties.author = "荷塘村"
    paper.core_properties.created = paper.core_properties.modified = CREATED
    paper.add_heading(title, level=1)
    for block in _blocks(lines):
        if block["kind"] == "table":
            _word_table(paper, block["rows"])
        elif block["kind"] == "page":
            paper.add_page_break()
        else:
            line = paper.add_paragraph(block["text"])
            line.alignment = 2 if block["kind"] == "sign" else 0
    stream = io.BytesIO()
    paper.save(stream)
    return _same_dates(stream.getvalue())


def _word_table(paper: Any, rows: list[list[str]]) -> None:
    grid = paper.add_table(rows=0, cols=max(len(row) for row in rows))
    grid.style = "Table Grid"
    for row in rows:
        for cell, value in zip(grid.add_row().cells, row, strict=False):
            cell.text = value


def _same_dates(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return fixed_zip([(name, archive.read(name)) for name in archive.namelist()])


def table(title: str, lines: Lines, _: Random) -> bytes:
    """A workbook with the title above the rows."""
    blocks = _blocks(lines)
    rows = [row for block in blocks if block["kind"] == "table" for row in block["rows"]]
    keys = [str(number) for number in range(max(len(row) for row in rows))]
    header, *body = rows
    columns = tuple(Column(key, value) for key, value in zip(keys, header, strict=False))
    records = [dict(zip(keys, row, strict=False)) for row in body]
    tail = tuple((block["text"],) for block in blocks if block["kind"] in ("text", "sign"))
    return workbook((Sheet("Sheet1", columns, records, titles=(title,), tail=tail),)).data


def text(title: str, lines: Lines, _: Random, encoding: str = "utf-8") -> bytes:
    """A plain text with Windows line ends."""
    clean = [line.removeprefix("> ").removeprefix("! ") for line in lines]
    return "\r\n".join([title, "", *clean, ""]).encode(encoding)


def page_count(name: str, data: bytes) -> int:
    """Pages of a PDF that can be read; one for a picture; none for what has no pages yet."""
    if name.endswith((".jpg", ".png")):
        return 1
    if not name.endswith(".pdf"):
        return 0
    try:
        with pikepdf.open(io.BytesIO(data)) as book:
            return len(book.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return 0


FORMS: dict[str, Callable[[str, Lines, Random], bytes]] = {
    "pdf": lambda title, lines, _: pdf(title, lines),
    "scan": scan,
    "photo": photograph,
    "png": lambda title, lines, rng: photograph(title, lines, rng, "PNG"),
    "docx": word,
    "xlsx": table,
    "txt": text,
    "txtgbk": lambda title, lines, rng: text(title, lines, rng, "gbk"),
}
