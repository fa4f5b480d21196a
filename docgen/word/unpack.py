"""Reading a Word file: its zip is taken apart with care, and what cannot be printed is refused.

Macros stay behind: a document with them may not be called .docx.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from docgen.errors import (
    FileUnreadable,
    NotAWordFile,
    StrictWordFile,
    WordFileLocked,
    WordFileTooLarge,
)
from docgen.word.package import LOCAL, RELATIONS, TYPES, Entry, Package, entry_of, packed, xml
from docgen.word.relations import relations_of, target_of

OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_PART = 64 << 20
LARGEST_PACKAGE = 512 << 20
LARGEST_COUNT = 5000
OFFICE_DOCUMENT = "/officeDocument"
STRICT = "http://purl.oclc.org/ooxml/"
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
KINDS = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
MACROS = ("/vbaProject", "/wordVbaData", "/keyMapCustomizations", "/attachedToolbars")
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
WIDE = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins


def read_package(data: bytes, file: str) -> Package:
    """Return the parts of a Word file; ``file`` names it in errors.

    Errors: NotAWordFile, WordFileLocked, WordFileTooLarge, FileUnreadable (a damaged zip).
    """
    if data.startswith(OLE_HEAD):
        raise WordFileLocked(file=file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive, file)
            entries = {info.filename: info for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        if not data.startswith(b"PK"):
            raise NotAWordFile(file=file) from error
        raise FileUnreadable(file=file, why=str(error)) from error
    main = _main_part(parts, file)
    for kind in KINDS:
        parts[TYPES] = parts[TYPES].replace(kind, DOCUMENT)
    _leave_macros(parts, main, file)
    return Package(parts, main, {name: _kept(data, entries[name], parts[name]) for name in parts})


def _parts(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > LARGEST_COUNT or sum(info.file_size for info in members) > LARGEST_PACKAGE:
        raise WordFileTooLarge(file=file)
    parts: dict[str, bytes] = {}
    for info in members:
        if info.flag_bits & 1:
            raise WordFileLocked(file=file)
        if info.filename in parts:
            raise FileUnreadable(file=file, why=f"{info.filename} twice")
        with archive.open(info) as stream:
            parts[info.filename] = stream.read(LARGEST_PART + 1)
        if len(parts[info.filename]) > LARGEST_PART:
            raise WordFileTooLarge(file=file)
    for name, data in parts.items():
        parts[name] = _examined(name, data, file)
    return parts


def _examined(name: str, data: bytes, file: str) -> bytes:
    """Return a part; refused are places outside the file and document types with their entities."""
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
        raise FileUnreadable(file=file, why=name)
    if not name.endswith((".xml", ".rels")):
        return data
    if any(mark in data for mark in DOCTYPES):
        raise FileUnreadable(file=file, why="DOCTYPE")
    if name == TYPES or name.endswith(".rels"):
        xml(data, file)
    if data[:2] in WIDE:  # Word writes UTF-8; all else here looks for that
        return _written(xml(data, file))
    return data


def _main_part(parts: Mapping[str, bytes], file: str) -> str:
    if TYPES not in parts or RELATIONS not in parts:
        raise NotAWordFile(file=file)
    for relation in xml(parts[RELATIONS], file):
        if str(relation.get("Type", "")).startswith(STRICT):
            raise StrictWordFile(file=file)
        if str(relation.get("Type", "")).endswith(OFFICE_DOCUMENT):
            target = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
            if target in parts and b"wordprocessingml" in parts[TYPES]:
                return target
    raise NotAWordFile(file=file)


def _leave_macros(parts: dict[str, bytes], main: str, file: str) -> None:
    """Take out the programs of a .docm, with what leads to them."""
    gone: set[str] = set()
    for name in (main, "word/vbaProject.bin"):
        path = relations_of(name)
        if path not in parts:
            continue
        root = xml(parts[path], file)
        for one in list(root):
            if str(one.get("Type", "")).endswith(MACROS):
                gone.add(target_of(name, str(one.get("Target", ""))))
                root.remove(one)
                parts[path] = _written(root)
    for name in gone:
        parts.pop(name, None)
        parts.pop(relations_of(name), None)
    if gone:
        types = xml(parts[TYPES], file)
        for one in list(types):
            if str(one.get("PartName", "")).removeprefix("/") in gone:
                types.remove(one)
        parts[TYPES] = _written(types)


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _kept(data: bytes, info: zipfile.ZipInfo, part: bytes) -> Entry:
    """The member's compressed bytes as they lie in ``data``; changed ones are packed anew."""
    if info.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        return packed(info.filename, part)
    if zlib.crc32(part) != info.CRC:
        return packed(info.filename, part)
    head = LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + LOCAL.size + head[9] + head[10]
    body = data[start : start + info.compress_size]
    return entry_of(info.filename, body, info.CRC, info.file_size, info.compress_type)
