"""Office files to PDF by LibreOffice, when it is there.

Files are copied and renamed first: originals are not touched, two files of one stem do not meet,
and no lock file appears beside them. LibreOffice gets a profile of its own (no macros, no network)
and a font configuration in which the standard faces of Chinese papers lead to docgen's fonts where
the machine has none of that name. What it writes is not the same bytes twice.
"""

from __future__ import annotations

import atexit
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf

from docgen.errors import ConverterMissing
from docgen.folder import write_bytes
from docgen.pages.fonts import FACES
from docgen.resources import fonts_folder

BATCH = 50
"""Files a call: starting LibreOffice costs as much as a dozen pages."""
START_SECONDS = 90
FILE_SECONDS = 20
CANNOT_OPEN = "LibreOffice 打不开这个文件"

PROGRAMS = ("soffice", "libreoffice", "soffice.exe", "soffice.com")
USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of each file: its PDF, or why there is none."""

    done: Mapping[Path, Path]
    failed: Mapping[Path, str]


def soffice() -> Path | None:
    """Return LibreOffice's program, None when it is not installed."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return Path(found)
    return next((path for path in map(Path, USUAL_PLACES) if path.is_file()), None)


def office_to_pdf(
    files: Sequence[Path],
    into: Path,
    *,
    names: Mapping[Path, str] | None = None,
    pages: Mapping[Path, int] | None = None,
    batch: int = BATCH,
    file_seconds: float = FILE_SECONDS,
) -> Conversion:
    """Convert Office files into ``into`` and return what became of each.

    A PDF is called like its file (``names`` gives other names, without the ending), with a number
    behind it where two files would have one name; nothing of an order is overwritten. A file that
    did not become a PDF among others, or one of other than the ``pages`` that its caller knows, is
    tried once more, alone. What LibreOffice does not open, not within its time or not to these
    pages, is in ``failed`` with the reason; the others are made all the same. Raises
    ConverterMissing when there is no LibreOffice.
    """
    program = soffice()
    if program is None:
        raise ConverterMissing()
    done: dict[Path, Path] = {}
    failed: dict[Path, str] = {}
    wanted, known = list(dict.fromkeys(files)), pages or {}
    for start in range(0, len(wanted), batch):
        part = wanted[start : start + batch]
        made, why = _convert(program, part, file_seconds)
        for file in part:
            wrong = _wrong(made.get(file), known.get(file), why)
            if wrong and (file in made or len(part) > 1):
                made.pop(file, None)
                again, why_again = _convert(program, [file], file_seconds)
                wrong = _wrong(again.get(file), known.get(file), why_again)
                made |= {} if wrong else again
            if wrong:
                failed[file] = wrong
        for file, content in made.items():
            done[file] = _free(into, (names or {}).get(file, file.stem), set(done.values()))
            write_bytes(done[file], content)
    return Conversion(done, failed)


def _wrong(content: bytes | None, pages: int | None, why: str) -> str:
    """Return why this is not the PDF of a file, nothing when it is."""
    if content is None:
        return why
    if pages is None or (count := _page_count(content)) == pages:
        return ""
    return f"转成了 {count} 页，应为 {pages} 页" if count else "转成的 PDF 打不开"


def _page_count(content: bytes) -> int:
    """Return the pages of a PDF, 0 when it cannot be opened."""
    try:
        with pikepdf.open(io.BytesIO(content)) as book:
            return len(book.pages)
    except pikepdf.PdfError:
        return 0


def _free(into: Path, stem: str, taken: set[Path]) -> Path:
    """A name no other file of this order has: 册.docx and 册.xlsx become 册.pdf and 册_2.pdf."""
    path, number = into / f"{stem}.pdf", 1
    while path in taken:
        number += 1
        path = into / f"{stem}_{number}.pdf"
    return path


def _convert(
    program: Path, files: Sequence[Path], file_seconds: float
) -> tuple[dict[Path, bytes], str]:
    """Return the PDFs that one call made, and a reason for those it did not make."""
    with tempfile.TemporaryDirectory(prefix="docgen-office-", ignore_cleanup_errors=True) as name:
        inbox, outbox = Path(name) / "in", Path(name) / "out"
        inbox.mkdir()
        outbox.mkdir()
        copies = {}
        for number, file in enumerate(files):
            copies[file] = inbox / f"{number:04d}{file.suffix.lower()}"
            shutil.copyfile(file, copies[file])
        limit = START_SECONDS + file_seconds * len(files)
        in_time = _run(program, list(copies.values()), outbox, limit)
        made = {}
        for file, copy in copies.items():
            result = outbox / f"{copy.stem}.pdf"
            if result.is_file() and result.stat().st_size:
                content = result.read_bytes()
                if in_time or _page_count(content):  # what was cut off is no PDF
                    made[file] = content
        why = CANNOT_OPEN if in_time else f"LibreOffice 超过 {limit:.0f} 秒没有完成"
        return made, why


def _run(program: Path, files: Sequence[Path], outbox: Path, limit: float) -> bool:
    """Run LibreOffice once; return whether it came to its end in time."""
    command = [
        *(str(program), f"-env:UserInstallation={_profile().as_uri()}"),
        *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
        *("--convert-to", "pdf", "--outdir", str(outbox)),
        *map(str, files),
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "FONTCONFIG_FILE": str(_font_configuration())},
        start_new_session=sys.platform != "win32",
    ) as process:
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            _end(process)
            return False
        except BaseException:
            _end(process)
            raise
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; its wrapper script alone would leave the rest."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@cache
def _own_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="docgen-libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _profile() -> Path:
    """A fresh profile of this process: no macros, no links fetched, a proxy that leads nowhere."""
    user = _own_folder() / "profile" / "user"
    user.mkdir(parents=True)
    scripting = "/org.openoffice.Office.Common/Security/Scripting"
    inet = "/org.openoffice.Inet/Settings"
    settings = (
        (scripting, "MacroSecurityLevel", "3"),
        (scripting, "DisableMacrosExecution", "true"),
        (scripting, "BlockUntrustedRefererLinks", "true"),
        (inet, "ooInetProxyType", "2"),
        *((inet, f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS")),
        *((inet, f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS")),
    )
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in settings
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}{_replacements()}</oor:items>"
    )
    (user / "registrymodifications.xcu").write_text(text, encoding="utf-8")
    return user.parent


def _replacements() -> str:
    """LibreOffice's own table of replacements: it asks that before fontconfig is asked."""
    table = "/org.openoffice.Office.Common/Font/Substitution"
    pairs = ((name, face.family) for face in FACES for name in face.stands_for)
    nodes = "".join(
        f'<node oor:name="_{number}" oor:op="replace">'
        f'<prop oor:name="ReplaceFont"><value>{escape(name)}</value></prop>'
        f'<prop oor:name="SubstituteFont"><value>{family}</value></prop>'
        '<prop oor:name="Always"><value>false</value></prop>'
        '<prop oor:name="OnScreenOnly"><value>false</value></prop></node>'
        for number, (name, family) in enumerate(pairs)
    )
    return (
        f'<item oor:path="{table}"><prop oor:name="Replacement" oor:op="fuse">'
        "<value>true</value></prop></item>"
        f'<item oor:path="{table}/FontPairs">{nodes}</item>'
    )


@cache
def _font_configuration() -> Path:
    """A fontconfig file: the machine's fonts, ours, and which standard face ours stand for."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family>'
        f"<accept><family>{face.family}</family></accept></alias>"
        for face in FACES
        for name in face.stands_for
    )
    last = "".join(f"<string>{face.family}</string>" for face in FACES)
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(fonts_folder()))}</dir>"
        f"<cachedir>{escape(str(_own_folder() / 'fonts'))}</cachedir>"
        f"{aliases}"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f'<match><edit name="family" mode="append_last">{last}</edit></match>'
        "</fontconfig>"
    )
    path = _own_folder() / "fonts.conf"
    path.write_text(text, encoding="utf-8")
    return path
