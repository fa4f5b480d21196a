"""What a file is, told from its first bytes and its package, never from its name alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

PICTURES = frozenset({"jpg", "png", "tiff", "webp", "heic", "gif", "bmp"})
OFFICE = frozenset({"docx", "xlsx", "pptx", "doc", "xls", "ppt", "ole", "rtf", "odt", "ods", "odp"})
TEXTS = frozenset({"txt", "csv"})
KEPT_WHOLE = frozenset({"ofd", "eml", "media"})
"""Kinds docgen cannot turn into pages; each gets one placeholder page that names the file."""

HEAD = 4096
"""So many first bytes tell the kind."""
PACKED = frozenset({"rar", "7z"})
LOCKED = "locked"
"""An Office file with a password is an OLE file that holds the encrypted package."""

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db"})
IGNORED_BEGINNINGS = ("~$", "._", ".~lock.", "~wrl")

_PACKAGES = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def ignored(name: str) -> bool:
    """Whether a file is no paper: caches and lock files of other programs."""
    low = name.lower()
    return low in IGNORED_NAMES or low.startswith(IGNORED_BEGINNINGS)


def kind_of(head: bytes, ending: str, content: Path | bytes) -> str:
    """Return the kind of a file (``pdf``, ``jpg``, ``docx``, ``zip`` …), "" when unknown.

    ``head`` is its first ``HEAD`` bytes; ``ending`` (without dot, lower case) only tells mails and
    tables from plain text, and old Office files whose content does not say it; ``content`` is
    opened where that is a package.
    """
    for begins, kind in _BEGINNINGS.items():
        if head.startswith(begins):
            return kind
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIC_BRANDS else "media"
    if head[:4] == b"RIFF":
        return "webp" if head[8:12] == b"WEBP" else "media"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office(content, ending)
    # A PDF may begin with rubbish (ISO 32000-1, annex H.3.4.1).
    return "pdf" if b"%PDF-" in head[:1024] else _text_kind(head, ending)


_BEGINNINGS: Mapping[bytes, str] = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"{\\rtf": "rtf",
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"ID3": "media",
    b"OggS": "media",
    b"\x1aE\xdf\xa3": "media",
}


_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
"""Streams of an OLE file by which Office files are known; names stand there in UTF-16."""
OLE_LIMIT = 300_000_000


def _old_office(content: Path | bytes, ending: str) -> str:
    if isinstance(content, Path):
        with content.open("rb") as file:
            content = file.read(OLE_LIMIT)
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return ending if ending in ("doc", "xls", "ppt") else "ole"


def _package(content: Path | bytes) -> str:
    try:
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        with zipfile.ZipFile(source) as package:
            names = package.namelist()
            if "mimetype" in names[:1] and package.getinfo("mimetype").file_size < 200:
                return _open_document(package.read("mimetype"))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "zip"
    for marker, kind in _PACKAGES:
        if any(name.startswith(marker) for name in names):
            return kind
    return "zip"


def _open_document(mimetype: bytes) -> str:
    if b"opendocument.text" in mimetype:
        return "odt"
    if b"opendocument.presentation" in mimetype:
        return "odp"
    return "ods" if b"opendocument.spreadsheet" in mimetype else "zip"


def _text_kind(head: bytes, ending: str) -> str:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    if decode(head, partial=True) is None:
        return ""
    if ending == "eml" or head[:200].lower().startswith((b"received:", b"mime-version:")):
        return "eml"
    return "csv" if ending == "csv" else "txt"


def decode(raw: bytes, *, partial: bool = False) -> str | None:
    """Return text of UTF-8, UTF-16 with a mark, or GB 18030; ``None`` when it is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    # A cut at 4096 bytes may split the last character of a file's head.
    ends = range(len(raw), max(len(raw) - 4, 0) - 1, -1) if partial else [len(raw)]
    for encoding in encodings:
        for end in ends:
            try:
                return raw[:end].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
