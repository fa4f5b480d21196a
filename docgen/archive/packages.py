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
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from docgen.archive.kinds import decode
from docgen.archive.lines import Line, announces, title_of, without_number

PART_BYTES = 60_000_000
TEXT_LIMIT = 60_000
SHEET_ROWS = 300
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TITLE_PARAGRAPHS = 8
TITLE_SIGNS = 60
USUAL_SIZE = 21
"""Half points: five-and-a-half of Word's sizes where a file says none."""
CENTRED = 1.15
"""A centred paragraph stands out as if its type were so much larger."""
TITLE_ROWS = 4

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
        named = "word/styles.xml" in package.namelist()
        styles = _styles(_part(package, "word/styles.xml")) if named else {}
    written = [p for p in body.iter(f"{W}p") if _run_text(p).strip()]
    lines = [
        Line(_run_text(p).strip(), _size(p, styles) * _standing(p), float(n >= TITLE_PARAGRAPHS))
        for n, p in enumerate(written)
    ]
    return "\n".join(_run_text(p) for p in written), title_of(lines)[0]


Styles = Mapping[str, tuple[int, str]]
"""Style → size of type in half points (0: not said) and the style it is based on; "" the usual."""


def _styles(part: etree._Element) -> Styles:
    found = {"": (_said_size(part.find(f"{W}docDefaults")), "")}
    for style in part.iter(f"{W}style"):
        based = style.find(f"{W}basedOn")
        parent = based.get(f"{W}val", "") if based is not None else ""
        found[style.get(f"{W}styleId", "")] = (_said_size(style), parent)
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            found[""] = (_said_size(style) or found[""][0], "")
    return found


def _said_size(node: etree._Element | None) -> int:
    """The largest type size said below a node, in half points; 0 where none is said."""
    values = [] if node is None else [size.get(f"{W}val", "0") for size in node.iter(f"{W}sz")]
    return max((int(value) for value in values if value.isdecimal()), default=0)


def _standing(paragraph: etree._Element) -> float:
    """How much a paragraph stands out by its place; cells of a table are often centred."""
    centred = paragraph.find(f"{W}pPr/{W}jc")
    if centred is None or centred.get(f"{W}val") != "center":
        return 1.0
    return 1.0 if next(paragraph.iterancestors(f"{W}tc"), None) is not None else CENTRED


def _run_text(paragraph: etree._Element) -> str:
    parts = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        parts.append(node.text or "" if node.tag == f"{W}t" else " ")
    return "".join(parts)


def _size(paragraph: etree._Element, styles: Styles) -> int:
    """The type size of a paragraph in half points: its own, that of its style, the usual one."""
    if said := _said_size(paragraph):
        return said
    node = paragraph.find(f"{W}pPr/{W}pStyle")
    style = node.get(f"{W}val", "") if node is not None else ""
    for _ in range(len(styles)):
        size, parent = styles.get(style, (0, ""))
        if size or not style:
            return size or USUAL_SIZE
        style = parent
    return USUAL_SIZE


def _workbook(raw: bytes) -> Said:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows = [row for name in book.sheet_names[:20] for row in _rows(book, name)]
    except python_calamine.CalamineError as error:
        raise ValueError(str(error)) from error
    lines = [line for line in (_row_text(row) for row in rows) if line]
    alone = [_row_text(row) for row in rows[:TITLE_ROWS] if sum(map(_filled, row)) == 1]
    return "\n".join(lines), _headline(alone) or _headline(lines)


def _filled(cell: object) -> bool:
    return cell not in ("", None)


def _headline(lines: Sequence[str]) -> str:
    """The first line that is a title and not 附件1 before one."""
    return without_number(next((line for line in lines if not announces(line)), ""))


def _rows(book: object, name: str) -> list[list[object]]:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    return list(sheet.to_python(nrows=SHEET_ROWS))


def _row_text(row: list[object]) -> str:
    texts = (str(cell).strip() for cell in row if _filled(cell))
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
    return text, _headline([line.strip() for line in text.splitlines() if line.strip()])


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
