"""PDF pages by Typst: one template, one set of data, the same bytes every time.

A template sees only its own folder (a copy of templates/pdf/ with the office's 模板/*.typ over it)
and what it is given as data: no clock, no network, no other file, no font of the machine.

The data lie beside the copy as a file. Given as inputs they would be part of Typst's library, and
nothing laid out for one household would serve the next one.
"""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import typst

from docgen.errors import PageTemplateFault, PageTemplateImports
from docgen.pages.fonts import FACES, printable, uncovered
from docgen.resources import fonts_folder, shared
from docgen.words import date_text, number_text

STAGED = (".typ", ".png", ".jpg", ".svg")
DATA = "data.json"
CONTROL = "\\u00"  # a control character as JSON writes it
PACKAGE_IMPORT = re.compile(r'"@[\w-]+/')
TEMPLATE_LINE = re.compile(r"┌─\s*(?P<file>[^\n]+?):(?P<line>\d+):(?P<column>\d+)")

_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished PDF, the characters no font has, and Typst's warnings."""

    pdf: bytes
    uncovered: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of pages, counted in the PDF."""
        with pikepdf.open(BytesIO(self.pdf)) as book:
            return len(book.pages)


def compile_pdf(
    template: Path,
    data: Mapping[str, object],
    *,
    as_of: date,
    standard: str = "a-2b",
    assets: Mapping[str, bytes] | None = None,
) -> Pages:
    """Return the pages a Typst template makes of ``data``.

    ``data`` holds texts, numbers, lists and mappings; dates become ``2026年6月30日`` and Decimals
    plain numbers. A template reads it as ``data`` of base.typ. ``assets`` are further files the
    template may name (pictures). ``as_of`` is the time stamp of the PDF. Raises PageTemplateFault
    with file, line and reason; PageTemplateImports when the template asks for a package of the
    network.
    """
    text, lacking = _written(data)
    with _turn:
        stage = _stage(template.parent, _fingerprint(template.parent))
        for name, content in (assets or {}).items():
            (stage / Path(name).name).write_bytes(content)
        pdf, warnings = _compiled(stage, template.name, text, as_of, standard)
    return Pages(pdf, lacking, tuple(warnings))


def _written(data: object) -> tuple[str, tuple[str, ...]]:
    """Return the data as JSON, and the characters no font has; most data hold none."""
    text = json.dumps(data, ensure_ascii=False, default=_plain)
    if CONTROL not in text and printable(text) == text:
        return text, ()
    lacking: set[str] = set()
    text = json.dumps(_prepared(data, lacking), ensure_ascii=False, default=_plain)
    return text, tuple(sorted(lacking))


def _prepared(value: object, lacking: set[str]) -> object:
    """Return the value with code points for what no font has; those go to ``lacking``."""
    if isinstance(value, str):
        shown = printable(value)
        if shown != value:
            lacking.update(uncovered(value))
        return shown
    if isinstance(value, Mapping):
        return {str(key): _prepared(item, lacking) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(item, lacking) for item in value]
    return value


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Decimal):
        return number_text(value)
    raise TypeError(f"{type(value).__name__} is no data for a page")


def _compiled(
    stage: Path, name: str, text: str, as_of: date, standard: str
) -> tuple[bytes, list[str]]:
    data = stage / DATA
    try:
        data.write_text(text, encoding="utf-8")
        pdf, warnings = _compiler().compile_with_warnings(
            input=str(stage / name),
            root=str(stage),
            format="pdf",
            pdf_standards=[standard] if standard else [],  # type: ignore[list-item]
            timestamp=datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise _fault(name, error) from error
    finally:
        data.write_bytes(b"")  # a household's data are nowhere but in its own files
    if not isinstance(pdf, bytes):
        raise PageTemplateFault(file=name, line="?", why="no pages")
    return pdf, [warning.message for warning in warnings]


def _fault(name: str, error: Any) -> PageTemplateFault:
    """Turn Typst's diagnosis into one sentence: which template, which line, why, what to do."""
    place = TEMPLATE_LINE.search(str(getattr(error, "diagnostic", "")))
    file = Path(place["file"]).name if place else name
    why = "; ".join([str(getattr(error, "message", error)), *getattr(error, "hints", [])])
    why = why.replace(str(_scratch()), "…")
    return PageTemplateFault(file=file, line=place["line"] if place else "?", why=why)


@cache
def _compiler() -> typst.Compiler:
    """The one compiler of this process, with our fonts and no other."""
    for face in FACES:
        face.path  # noqa: B018 - an incomplete installation is told before Typst falls silent
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(fonts_folder())],
    )
    return typst.Compiler(root=str(_scratch()), font_paths=fonts, ignore_system_fonts=True)


@cache
def _scratch() -> Path:
    """A private folder of this process for the copies of templates; removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="docgen-typst-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _fingerprint(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and age of a folder's templates: a changed template is read again."""
    return tuple(
        (path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in _staged_files(folder)
    )


def _staged_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in STAGED)


@cache
def _stage(folder: Path, fingerprint: tuple[tuple[str, int, int], ...]) -> Path:
    """Copy the packaged templates, and a folder's own over them, into a root of their own."""
    del fingerprint
    stage = Path(tempfile.mkdtemp(dir=_scratch()))
    packaged = shared("templates/pdf")
    sources = dict.fromkeys([packaged, folder])
    for source in sources:
        for path in _staged_files(source):
            if path.suffix == ".typ":
                _refuse_packages(path)
            shutil.copyfile(path, stage / path.name)
    return stage


def _refuse_packages(path: Path) -> None:
    """Packages would be fetched from the network; docgen never goes there."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if PACKAGE_IMPORT.search(line):
            raise PageTemplateImports(file=path.name, line=number)
