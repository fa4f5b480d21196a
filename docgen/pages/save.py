"""Reading and writing PDF files so that the same pages give the same bytes."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf

from docgen.errors import PdfLocked, PdfMissing, PdfUnreadable, refusal

PRODUCER = "docgen"


def open_pdf(source: Path | bytes, name: str = "") -> pikepdf.Pdf:
    """Open a PDF; raises PdfUnreadable or PdfLocked with ``name`` or the name of the file."""
    label = name or (source.name if isinstance(source, Path) else "PDF")
    try:
        return pikepdf.open(BytesIO(source) if isinstance(source, bytes) else source)
    except pikepdf.PasswordError as error:
        raise PdfLocked(file=label) from error
    except FileNotFoundError as error:
        raise PdfMissing(file=label) from error
    except OSError as error:
        raise PdfUnreadable(file=label, why=refusal(error)) from error
    except pikepdf.PdfError as error:
        raise PdfUnreadable(file=label, why=str(error)) from error


def pdf_bytes(pdf: pikepdf.Pdf) -> bytes:
    """Return a PDF's bytes: object streams, no clock, an ID that follows from the content."""
    buffer = BytesIO()
    pdf.save(
        buffer,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        recompress_flate=False,
        linearize=False,
    )
    return buffer.getvalue()


def describe(pdf: pikepdf.Pdf, *, title: str, as_of: date, subject: str = "") -> None:
    """Give a new PDF its title, language and date; viewers show the title instead of the file."""
    stamp = f"{as_of:%Y-%m-%d}T00:00:00+00:00"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = ["zh-CN"]
        metadata["pdf:Producer"] = PRODUCER
        metadata["xmp:CreateDate"] = stamp
        metadata["xmp:ModifyDate"] = stamp
        if subject:
            metadata["dc:description"] = subject
    day = f"D:{as_of:%Y%m%d}000000Z"
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Producer"] = PRODUCER
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = day
    for key in ("/DocChecksum", "/ID"):  # LibreOffice's, of the hour it wrote the file
        if key in pdf.trailer:
            del pdf.trailer[key]
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
