"""Separator sheets to print: a QR code that cuts a bundle when it is scanned between the papers.

A code holds 户编号 and type, never a name; who lays the sheets reads the words beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import segno

from docgen.archive.names import natural
from docgen.archive.qr import MARK
from docgen.archive.schema import PaperType, Schema
from docgen.facts.words import id_is_right
from docgen.findings import Finding, Severity
from docgen.folder import Folder, write_bytes
from docgen.model import Household
from docgen.pages import typst
from docgen.resources import template

FILE = "分隔页.pdf"
PRODUCT = "档案"
QUIET = 4  # modules of white around the code (ISO/IEC 18004, 5.3.8)
BREAKING = ";=\n\r"
CODE_ID = "W810"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what its code says, and the words for people."""

    code: str
    household: str = ""
    householder: str = ""
    place: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF written, its sheets in order, and the households that can have none."""

    path: Path
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


def separator_code(household: str = "", kind: str = "") -> str:
    """Return what a separator sheet's code says: ``DOCGEN:S=1;H=0101;T=H12``."""
    parts = ["S=1"]
    parts += [f"H={household}"] if household else []
    parts += [f"T={kind}"] if kind else []
    return MARK + ";".join(parts)


def sheets_of(
    schema: Schema, households: Iterable[Household], types: Sequence[str]
) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """Return the sheets in natural order of households, and findings for those without one.

    Without ``types`` one sheet a household; with them one for each household and household type,
    then one for each type of the village.
    """
    kinds = [schema.types[code] for code in types]
    own = [kind for kind in kinds if kind.of_household]
    sheets: list[Sheet] = []
    findings = []
    for household in sorted(households, key=lambda one: natural(one.id)):
        if why := _unfit(household.id):
            findings.append(_finding(household, why))
            continue
        if not types:
            sheets.append(_sheet(household, None))
        sheets += [_sheet(household, kind) for kind in own]
    sheets += [
        Sheet(separator_code(kind=kind.code), type=f"{kind.code} {kind.short}")
        for kind in kinds
        if not kind.of_household
    ]
    return tuple(sheets), tuple(findings)


def _unfit(key: str) -> str:
    """Why a 户编号 may not stand in a code, "" when it may."""
    if not key:
        return "没有户编号"
    if id_is_right(key[:18].upper()):
        return "户编号是证件号码，不印进二维码"
    return "户编号里有分号、等号或换行，不能印进二维码" if any(s in key for s in BREAKING) else ""


def _sheet(household: Household, kind: PaperType | None) -> Sheet:
    return Sheet(
        code=separator_code(household.id, kind.code if kind else ""),
        household=household.id,
        householder=household.householder or "",
        place=f"{household.village or ''}{household.group or ''}",
        type=f"{kind.code} {kind.short}" if kind else "",
    )


def _finding(household: Household, why: str) -> Finding:
    at = household.at
    return Finding(
        code=CODE_ID,
        severity=Severity.warning,
        file=at.file if at else "",
        sheet=at.sheet if at else "",
        cell=at.cell("户编号") if at else "",
        message=f"这一户没有分隔页：{why}",
        fix="另编户编号（如组号加顺序号），再打印分隔页",
        household="",
    )


def print_sheets(
    folder: Folder,
    schema: Schema,
    households: Iterable[Household],
    types: Sequence[str] = (),
    *,
    dry: bool = False,
) -> Printed:
    """Write 输出/档案/分隔页.pdf, one A4 sheet a code, and return it; nothing without a sheet."""
    sheets, findings = sheets_of(schema, households, types)
    path = folder.output(PRODUCT) / FILE
    if sheets and not dry:
        write_bytes(path, pdf_of(folder, sheets))
    return Printed(path, sheets, findings)


def pdf_of(folder: Folder, sheets: Sequence[Sheet]) -> bytes:
    """Return the PDF of these sheets, equal for equal sheets."""
    page = template("pdf", "archive_separators.typ", folder.root)
    data = {
        "sheets": [
            {
                "code": svg_of(sheet.code),
                "words": sheet.code,
                "household": sheet.household,
                "householder": sheet.householder,
                "place": sheet.place,
                "type": sheet.type,
            }
            for sheet in sheets
        ]
    }
    return typst.compile_pdf(page, data, as_of=folder.settings.as_of).pdf


def svg_of(code: str) -> str:
    """Return the QR code of a text as a drawing; a quarter of it may be worn away (level Q)."""
    return segno.make(code, error="q", micro=False, boost_error=False).svg_inline(
        border=QUIET, omitsize=True
    )
