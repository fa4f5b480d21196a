"""Small Word files for tests: paragraphs and one table, and what stands in a rendered one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx

from docgen.word import Template
from docgen.word.relations import WORD, added, typed

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "docx"


def file_of(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word file with these paragraphs and a table below them."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return saved(document)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def template(*paragraphs: str, table: Sequence[Sequence[str]] = ()) -> Template:
    return Template(file_of(*paragraphs, table=table))


def read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> list[str]:
    """Return the texts of a file's paragraphs outside tables."""
    return [paragraph.text for paragraph in read(data).paragraphs]


def cells(data: bytes) -> list[list[str]]:
    """Return the texts of the cells of a file's first table, [] without a table."""
    tables = read(data).tables
    return [[cell.text for cell in row.cells] for row in tables[0].rows] if tables else []


def printed(template: Template, context: Mapping[str, Any]) -> str:
    """Return the text of a document rendered with marks."""
    return "\n".join(texts(template.render_report(context).data))


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_part(data: bytes, name: str, change: Any) -> bytes:
    """Return the file with one part changed by a function of its text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == name:
                body = change(body.decode()).encode()
            new.writestr(info.filename, body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def body_xml(markup: str) -> bytes:
    """Return a Word file whose body is ``markup``."""
    return with_part(
        file_of(""),
        "word/document.xml",
        lambda old: old[: old.index("<w:body>") + 8] + markup + old[old.rindex("<w:sectPr") :],
    )


def with_notes() -> bytes:
    """Return a Word file with two footnotes, one of them with a tag."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = '<w:footnote w:id="{}"{}><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'
    notes = (
        note.format(-1, ' w:type="separator"', "")
        + note.format(0, ' w:type="continuationSeparator"', "")
        + note.format(2, "", "注二{{ x }}")
        + note.format(5, "", "注五")
    )
    body = "".join(
        f'<w:p><w:r><w:t>甲{{{{ x }}}}</w:t></w:r><w:r><w:footnoteReference w:id="{number}"/>'
        "</w:r></w:p>"
        for number in (5, 2)
    )
    source, stream = body_xml(body), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = typed(data, {"word/footnotes.xml": f"{WORD}footnotes+xml"})
            if name == "word/_rels/document.xml.rels":
                data = added(data, [("rIdNotes", "footnotes", "footnotes.xml", False)])
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", f"<w:footnotes {space}>{notes}</w:footnotes>")
    return stream.getvalue()
