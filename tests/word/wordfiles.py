"""Small Word files for tests: paragraphs and one table, and what stands in a rendered one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx

from docgen.word import Template

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
