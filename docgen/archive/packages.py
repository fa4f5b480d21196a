"""The text of Office, OFD, mail and text files, read from the package without any program.

Only for recognising them: their pages come from LibreOffice, or one placeholder page stands for
the whole file.
"""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from docgen.archive.kinds import decode

PART_BYTES = 60_000_000
TEXT_LIMIT = 60_000
SHEET_ROWS = 300
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TITLE_PARAGRAPHS = 8
TITLE_SIGNS = 60

Said = tuple[str, str]
"""The text and the title of a file; both "" when it says nothing docgen can read."""


def text_of(kind: str, raw: bytes) -> Said:
    """Return text and title of a file; a file that cannot be opened says nothing."""
    reader = _READERS.get(kind)
    if reader is None:
        return ("", "")
    try:
        text, title = reader(raw)
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        EOFError,
        zlib.error,
    ):
        return ("", "")
    return (text[:TEXT_LIMIT], " ".join(title.split())[:TITLE_SIGNS])


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    info = package.getinfo(name)
    if info.file_size > PART_BYTES:
        raise ValueError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(info), parser)


def _docx(raw: bytes) -> Said:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        body = _part(package, "word/document.xml")
    paragraphs = [(_run_text(p), _size(p)) for p in body.iter(f"{W}p")]
    written = [(text, size) for text, size in paragraphs if text.strip()]
    head = written[:TITLE_PARAGRAPHS]
    largest = max((size for _, size in head), default=0)
    title = next((text for text, size in head if size == largest), "")
    return "\n".join(text for text, _ in written), title


def _run_text(paragraph: etree._Element) -> str:
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        parts.append(node.text or "" if node.tag == f"{W}t" else " ")
    return "".join(parts)


def _size(paragraph: etree._Element) -> int:
    """The largest type size of a paragraph's runs in half points, 0 where none is said."""
    values = [node.get(f"{W}val", "0") for node in paragraph.iter(f"{W}sz")]
    return max((int(value) for value in values if value.isdecimal()), default=0)


def _workbook(raw: bytes) -> Said:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows = [row for name in book.sheet_names[:20] for row in _rows(book, name)]
    except python_calamine.CalamineError as error:
        raise ValueError(str(error)) from error
    lines = [line for line in (_row_text(row) for row in rows) if line]
    return "\n".join(lines), lines[0] if lines else ""


def _rows(book: object, name: str) -> list[list[object]]:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    return list(sheet.to_python(nrows=SHEET_ROWS))


def _row_text(row: list[object]) -> str:
    texts = (str(cell).strip() for cell in row if cell not in ("", None))
    return " ".join(text.removesuffix(".0") for text in texts)


def _slides(raw: bytes) -> Said:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = [n for n in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        lines = [line for name in names[:200] for line in _slide_lines(_part(package, name))]
    return "\n".join(lines), lines[0] if lines else ""


def _slide_lines(slide: etree._Element) -> Iterator[str]:
    for paragraph in slide.iter(f"{A}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{A}t")).strip()
        if text:
            yield text


def _ofd(raw: bytes) -> Said:
    """OFD pages hold their text in TextCode elements (GB/T 33190-2016 11.3)."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        names = [name for name in package.namelist() if name.endswith("Content.xml")]
        lines = []
        for name in sorted(names)[:300]:
            for node in _part(package, name).iter("{*}TextCode"):
                lines.append(node.text or "")
    return "\n".join(lines), lines[0] if lines else ""


def _mail(raw: bytes) -> Said:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("plain",)) if hasattr(message, "get_body") else None
    text = body.get_content() if body is not None else ""
    subject = str(message.get("subject", ""))
    return f"{subject}\n{text}", subject


def _plain(raw: bytes) -> Said:
    text = decode(raw) or ""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return text, first


_READERS: Mapping[str, Callable[[bytes], Said]] = {
    "docx": _docx,
    "xlsx": _workbook,
    "xls": _workbook,
    "ods": _workbook,
    "pptx": _slides,
    "ofd": _ofd,
    "eml": _mail,
    "txt": _plain,
    "csv": _plain,
}
