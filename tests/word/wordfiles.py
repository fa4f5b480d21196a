"""Small Word files for tests: paragraphs and one table, and what stands in a rendered one."""

from __future__ import annotations

import io
import re
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


SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)


def run(text: str) -> str:
    """Return a run with this text; ``text`` is markup."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str) -> str:
    """Return a paragraph; what is no markup becomes a run."""
    return f"<w:p {SPACES}>{''.join(one if one[:1] == '<' else run(one) for one in inside)}</w:p>"


def tr(*texts: str) -> str:
    """Return a table row with a cell for each text or paragraph."""
    cells = (one if one[:1] == "<" else p(one) for one in texts)
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{one}</w:tc>' for one in cells)}</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    """Return a table with a paragraph behind it."""
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{p()}"


def box(inside: str) -> str:
    """Return a run with a text box as Word writes it: as drawn today, and for old programs."""
    shape = f"<wps:wsp><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp>"
    graphic = f'<a:graphic><a:graphicData uri="x">{shape}</a:graphicData></a:graphic>'
    inline = f'<wp:inline><wp:docPr id="1" name="框"/>{graphic}</wp:inline>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inline}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def repacked(
    data: bytes,
    change: Any = None,
    method: int = zipfile.ZIP_DEFLATED,
    more: Mapping[str, bytes] | None = None,
    large: bool = False,
) -> bytes:
    """Return the file packed anew: parts changed by a function of name and bytes, parts added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", method) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, body in {**parts, **(more or {})}.items():
            body = change(name, body) if change else body
            with new.open(name, "w", force_zip64=large) as file:
                file.write(body)
    return stream.getvalue()


def shown(data: bytes, name: str = "word/document.xml") -> str:
    """Return the text of a part in the order of its markup, ¶ before each paragraph."""
    marks = re.finditer(r"<w:p[ >/]|<w:t(?: [^>]*)?>([^<]*)", part(data, name))
    return "".join("¶" if one.group(1) is None else one.group(1) for one in marks)
