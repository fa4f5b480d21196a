"""Which templates make a kind of document: the packaged ones or the office's own of 模板/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import ConverterMissing
from docgen.findings import Finding, Severity
from docgen.folder import TEMPLATES, Folder
from docgen.pages.convert import office_to_pdf
from docgen.resources import own_template, template

NO_PDF = "W403"


@dataclass(frozen=True, slots=True)
class Forms:
    """The Word template, and the page template; None: the PDF is made from the Word file."""

    docx: Path
    typ: Path | None


def forms_of(kind: str, folder: Folder) -> Forms:
    """Return the templates of a kind.

    An office that brings only its own Word template gets PDFs that look like it, made from the
    Word files; its own page template wins over that.
    """
    own_docx = own_template(f"{kind}.docx", folder.root)
    own_typ = own_template(f"{kind}.typ", folder.root)
    docx = own_docx or template("docx", f"{kind}.docx")
    if own_docx and not own_typ:
        return Forms(docx, None)
    return Forms(docx, own_typ or template("pdf", f"{kind}.typ"))


def pdfs_from_word(
    kind: str, wanted: Mapping[Path, Path]
) -> tuple[dict[Path, Path], list[Finding]]:
    """Make PDFs from written Word files (file → PDF); return what was made and what was not."""
    made: dict[Path, Path] = {}
    findings: list[Finding] = []
    for into in dict.fromkeys(pdf.parent for pdf in wanted.values()):
        files = [docx for docx, pdf in wanted.items() if pdf.parent == into]
        try:
            result = office_to_pdf(files, into)
        except ConverterMissing:
            return {}, [_no_converter(kind)]
        made.update(result.done)
        findings.extend(_failed(docx, why) for docx, why in result.failed.items())
    return made, findings


def _no_converter(kind: str) -> Finding:
    return _finding(
        f"{TEMPLATES}/{kind}.docx",
        "本单位的Word模板要用LibreOffice才能转成PDF，这台电脑没有安装，PDF没有生成",
        f"安装LibreOffice后重做；或在{TEMPLATES}/放入{kind}.typ",
    )


def _failed(docx: Path, why: str) -> Finding:
    return _finding(docx.name, f"没有转成PDF：{why}", "用Word或WPS打开该文件，另存为PDF")


def _finding(file: str, message: str, fix: str) -> Finding:
    return Finding(NO_PDF, Severity.warning, file, "", "", message, fix)


def all_failed(errors: Sequence[Exception | None]) -> Exception | None:
    """Return the first error when nothing at all could be made: then it is not one item's fault."""
    found = [error for error in errors if error is not None]
    return found[0] if found and len(found) == len(errors) else None
