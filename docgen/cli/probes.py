"""What ``docgen doctor`` looks at: each probe says what it found and, if need be, the remedy."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from gettext import gettext as _
from importlib import metadata
from pathlib import Path

from docgen import __version__
from docgen.errors import DocgenError, ResourceMissing, refusal
from docgen.folder import CACHE, OUTPUT, RECORDS

CORE = {
    "jinja2": "Jinja2",
    "lxml": "lxml",
    "openpyxl": "openpyxl",
    "xlsxwriter": "XlsxWriter",
    "python_calamine": "python-calamine",
    "yaml": "PyYAML",
    "typst": "typst",
    "pikepdf": "pikepdf",
    "pypdf": "pypdf",
    "pypdfium2": "pypdfium2",
    "PIL": "Pillow",
    "pi_heif": "pi-heif",
    "reportlab": "reportlab",
    "fontTools": "fonttools",
    "zxingcpp": "zxing-cpp",
    "pypinyin": "pypinyin",
}
WRITTEN = (OUTPUT, RECORDS, CACHE)  # the folders of a work folder that docgen fills
SPACE_NEEDED = 500 * 1024 * 1024
LONGEST_ROOT = 120  # Windows allows 260 characters; the longest name docgen makes takes 130


class State(StrEnum):
    good = "good"
    note = "note"
    missing = "missing"


@dataclass(frozen=True, slots=True)
class Probe:
    """One look: what was looked at, how it stands, what to do."""

    name: str
    state: State
    detail: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def probes(root: Path) -> list[Probe]:
    """Look at everything docgen needs or can use."""
    return [
        *versions(),
        packages(),
        fonts(),
        shared_files(),
        office(),
        recognition(),
        console(),
        *work_folder(root),
    ]


def versions() -> Iterator[Probe]:
    """docgen, Python and the system."""
    yield Probe("docgen", State.good, __version__)
    yield Probe("Python", State.good, platform.python_version())
    yield Probe(_("System"), State.good, platform.platform(terse=True))


def packages() -> Probe:
    """The packages docgen cannot work without."""
    absent = [name for module, name in CORE.items() if importlib.util.find_spec(module) is None]
    if absent:
        remedy = _("Install docgen again: pip install --force-reinstall docgen")
        return Probe(_("Packages"), State.missing, ", ".join(absent), remedy)
    return Probe(_("Packages"), State.good, _("all {count} are here").format(count=len(CORE)))


def fonts() -> Probe:
    """The fonts docgen brings for its PDFs; nothing of the system's is used."""
    from docgen.resources import fonts_folder

    found = sorted(p.stem for p in fonts_folder().rglob("*") if p.suffix in {".ttf", ".otf"})
    if len(found) < 4:
        return Probe(
            _("Fonts"),
            State.missing,
            _("{count} of 4 faces").format(count=len(found)),
            _("Install docgen again: pip install --force-reinstall docgen"),
        )
    return Probe(_("Fonts"), State.good, ", ".join(found))


def shared_files() -> Probe:
    """Templates, archive schema and the example village."""
    from docgen.resources import examples_folder, schema_path, shared

    try:
        shared("templates"), schema_path(), examples_folder()
    except ResourceMissing as error:
        return Probe(
            _("Templates"),
            State.missing,
            str(error.facts["name"]),
            _("Install docgen again: pip install --force-reinstall docgen"),
        )
    return Probe(_("Templates"), State.good, _("all are here"))


def office() -> Probe:
    """LibreOffice makes PDFs from an office's own Word templates and reads old Office files."""
    found = shutil.which("soffice") or shutil.which("libreoffice") or windows_office()
    if found:
        return Probe("LibreOffice", State.good, found)
    return Probe(
        "LibreOffice",
        State.note,
        _("not found; everything else works without it"),
        _(
            "Only for PDFs from your own Word templates and for old .doc papers: install it"
            " from your software store (Debian: apt install libreoffice)."
        ),
    )


def windows_office() -> str | None:
    """LibreOffice's usual place on Windows, which is not on the path."""
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
        path = Path(os.environ.get(variable, "")) / "LibreOffice" / "program" / "soffice.exe"
        if os.environ.get(variable) and path.is_file():
            return str(path)
    return None


def recognition() -> Probe:
    """Recognising the text of scanned pages is an optional part."""
    if importlib.util.find_spec("rapidocr"):
        return Probe(_("Scans"), State.good, f"rapidocr {metadata.version('rapidocr')}")
    return Probe(
        _("Scans"),
        State.note,
        _("text of scanned pages is not recognised"),
        _("pip install docgen[ocr]; until then scans are sorted by name, folder and QR code."),
    )


def console() -> Probe:
    """The console's encoding: anything that has Chinese will do."""
    encoding = (sys.stdout.encoding or "?").lower()
    try:
        "村档".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return Probe(
            _("Console"),
            State.note,
            encoding,
            _("It shows no Chinese; set PYTHONIOENCODING=utf-8 or use --lang en."),
        )
    return Probe(_("Console"), State.good, encoding)


def work_folder(root: Path) -> Iterator[Probe]:
    """The work folder: settings, write access, space and length of its path."""
    yield settings(root)
    yield writable(root)
    free = shutil.disk_usage(nearest(root)).free
    detail = _("{size} MB free").format(size=free // (1024 * 1024))
    enough = free >= SPACE_NEEDED
    yield Probe(
        _("Disk"),
        State.good if enough else State.note,
        detail,
        "" if enough else _("Free some space: a village's archive takes some 500 MB."),
    )
    length = len(str(root.resolve()))
    if os.name == "nt" and length > LONGEST_ROOT:
        yield Probe(
            _("Path"),
            State.note,
            _("{length} characters").format(length=length),
            _("Move the folder nearer to the root of the disk."),
        )


def settings(root: Path) -> Probe:
    """Whether this is a work folder that can be opened."""
    from docgen.cli.workfolder import opened, sheet_settings

    try:
        folder = opened(root)
    except DocgenError as error:
        return Probe(_("Work folder"), State.note, str(root.resolve()), error.sentence())
    unknown = sheet_settings(folder.root).get("unknown")
    if unknown:
        told = _("the sheet 设置 has items docgen does not know: {items}")
        remedy = _("Write them as in the ledger template of docgen new, or delete them.")
        detail = told.format(items=", ".join(unknown))
        return Probe(_("Work folder"), State.note, detail, remedy)
    place = folder.settings.place
    name = f"{place.town}{place.village}" or str(folder.root)
    return Probe(_("Work folder"), State.good, name)


def writable(root: Path) -> Probe:
    """Whether docgen may write there and in the folders it fills; proved by writing."""
    own = [path for path in (root / name for name in WRITTEN) if path.is_dir()]
    own += [path for path in (root / OUTPUT).glob("*") if path.is_dir()]
    for folder in (nearest(root), *sorted(own)):
        try:
            with tempfile.NamedTemporaryFile(prefix=".docgen-", dir=folder):
                pass
        except OSError as error:
            return Probe(
                _("Writing"),
                State.missing,
                f"{folder}: {refusal(error)}",
                _("Use a folder of your own, for example in your documents."),
            )
    return Probe(_("Writing"), State.good, str(nearest(root)))


def nearest(root: Path) -> Path:
    """The folder itself, or the first parent that exists."""
    path = root.resolve()
    while not path.is_dir():
        path = path.parent
    return path
