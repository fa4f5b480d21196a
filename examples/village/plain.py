"""The two formats no library writes with the same bytes twice: GBK tables and a small .ods."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

Row = dict[str, Any]
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def gbk_csv(rows: list[Row]) -> bytes:
    """The rows as an old spreadsheet program saves them: GBK, commas, CRLF."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("gbk")


def fixed_zip(members: list[tuple[str, bytes]], stored: tuple[str, ...] = ()) -> bytes:
    """A zip of the members in their order with one date for all."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, ZIP_DAY)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()


def ods(tables: dict[str, list[Row]]) -> bytes:
    """An OpenDocument spreadsheet of text cells."""
    body = "".join(_ods_table(name, rows) for name, rows in tables.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES} '
        f'office:version="1.2"><office:body><office:spreadsheet>{body}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    return fixed_zip(
        [
            ("mimetype", ODS_TYPE.encode()),
            ("content.xml", content.encode()),
            ("META-INF/manifest.xml", manifest.encode()),
        ],
        stored=("mimetype",),
    )


def _ods_table(name: str, rows: list[Row]) -> str:
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    cells = "".join(
        f"<table:table-row>{''.join(_ods_cell(str(value)) for value in line)}</table:table-row>"
        for line in lines
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f'<table:table table:name="{escape(name)}">{columns}{cells}</table:table>'


def _ods_cell(value: str) -> str:
    if not value:
        return "<table:table-cell/>"
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(value)}</text:p></table:table-cell>"
    )
