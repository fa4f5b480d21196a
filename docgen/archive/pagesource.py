"""Where the pages of a source come from: the PDF itself, a converted PDF, pictures, or nothing.

Office files become PDF by LibreOffice where it is installed (kept in .docgen/pdf under their
hash); plain text is set by docgen; what cannot become pages gets one placeholder page.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.archive.cache import Cache
from docgen.archive.inspect import NotReadable, page_count
from docgen.archive.intake import READ, Taken
from docgen.archive.kinds import OFFICE, PICTURES, TEXTS, decode
from docgen.folder import Folder, write_bytes
from docgen.pages import convert, typst
from docgen.resources import template

PDF, PICTURE, PLACEHOLDER = "pdf", "picture", "placeholder"
ENDINGS = {"ole": "doc"}
TEXT_LIMIT = 400_000


@dataclass(frozen=True, slots=True)
class PageSource:
    """How a file becomes pages: ``pdf`` (a path or bytes), ``picture``, or a placeholder."""

    how: str
    pages: int
    path: Path | None = None
    why: str = ""


def page_sources(
    folder: Folder, files: Iterable[Taken], cache: Cache | None = None
) -> Mapping[str, PageSource]:
    """Return digest → page source for every file that was read, converting what must be.

    With a ``cache`` the pages of what was converted before are known without opening it.
    """
    read = [taken for taken in files if taken.account.state == READ and taken.kind != "zip"]
    office = [taken for taken in read if taken.kind in OFFICE]
    failed = _convert(folder, office)
    return {
        taken.account.digest: _page_source(
            folder, taken, failed.get(taken.account.digest, ""), cache
        )
        for taken in read
    }


def _page_source(folder: Folder, taken: Taken, why: str, cache: Cache | None) -> PageSource:
    if taken.kind == "pdf":
        return PageSource(PDF, taken.account.pages)
    if taken.kind in PICTURES:
        return PageSource(PICTURE, taken.account.pages)
    path = kept_pdf(folder, taken.account.digest)
    if taken.kind in TEXTS and not path.exists():
        text = decode(taken.raw()) or ""
        if len(text) <= TEXT_LIMIT:
            write_bytes(path, _typeset(folder, text))
        else:
            why = f"文字超过{TEXT_LIMIT}字，没有排成页，原样保存"
    if path.exists():
        try:
            return PageSource(PDF, _pages_made(path, cache), path)
        except NotReadable as reason:
            why = str(reason)
    return PageSource(PLACEHOLDER, 1, why=why or _why_not(taken.kind))


def _pages_made(path: Path, cache: Cache | None) -> int:
    """The pages of a kept PDF, counted again only when it is another file than before."""
    status = path.stat()
    key, mark = f"made:{path.stem}", [status.st_size, status.st_mtime_ns]
    known = cache.get(key) if cache else None
    if isinstance(known, list) and known[:2] == mark:
        return int(known[2])
    pages = page_count("pdf", path)
    if cache:
        cache.put(key, [*mark, pages])
    return pages


def kept_pdf(folder: Folder, digest: str) -> Path:
    """Return where the PDF of a converted file is kept."""
    return folder.cache / "pdf" / f"{digest}.pdf"


def _why_not(kind: str) -> str:
    if kind in OFFICE:
        return "未转换：本机没有 LibreOffice"
    return {"media": "音像文件", "eml": "邮件", "ofd": "OFD文件"}.get(kind, kind) + "，原样保存"


def _convert(folder: Folder, office: list[Taken]) -> Mapping[str, str]:
    """Convert what is not yet kept; return digest → why it could not be."""
    todo = [t for t in office if not kept_pdf(folder, t.account.digest).exists()]
    if not todo or convert.soffice() is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="docgen-archive-") as name:
        paths: dict[Path, str] = {}
        for number, taken in enumerate(todo):
            path = Path(name) / f"{number:05d}.{ENDINGS.get(taken.kind, taken.kind)}"
            path.write_bytes(taken.raw())
            paths[path] = taken.account.digest
        made = convert.office_to_pdf(list(paths), folder.cache / "pdf", names=paths)
    return {paths[path]: f"未转换：{why}" for path, why in made.failed.items()}


def _typeset(folder: Folder, text: str) -> bytes:
    lines = text.replace("\t", "    ").splitlines()
    page = template("pdf", "archive_text.typ", folder.root)
    return typst.compile_pdf(page, {"lines": lines}, as_of=folder.settings.as_of).pdf
