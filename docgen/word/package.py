"""The zip of a Word file, written with fixed dates and order (``unpack`` reads it).

Parts that a template does not change are copied as they lie in the file, still compressed.
"""

from __future__ import annotations

import errno
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO

from lxml import etree

from docgen.errors import FileUnreadable

LARGEST_MEMBER = 0xFFFFFFFF  # of a zip without ZIP64, which not every Word reads
TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
UTF8_NAME = 0x800
FIRST_DAY = 0x21  # 1980-01-01, the earliest date a zip knows
LEVEL = 3  # a third of the time of 6 for a tenth more bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One compressed member as it will be written: local header with data, and directory line."""

    name: str
    local: bytes
    crc: int
    packed: int
    size: int
    method: int
    flags: int

    def directory(self, offset: int) -> bytes:
        """Return the line of the central directory for this member at ``offset``."""
        name = self.name.encode()
        fields = (b"PK\x01\x02", 20, 20, self.flags, self.method, 0, FIRST_DAY, self.crc)
        return (
            CENTRAL.pack(*fields, self.packed, self.size, len(name), 0, 0, 0, 0, 0, offset) + name
        )


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file, and those of them already compressed."""

    parts: Mapping[str, bytes]
    main: str
    packed: Mapping[str, Entry]


class Squeeze:
    """Compresses what comes piece by piece; ``write`` takes what has become small."""

    __slots__ = ("_compressor", "_write", "crc", "size")

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        self.crc = self.size = 0

    def add(self, data: bytes) -> None:
        """Take a piece. Error: OSError, when a member becomes larger than a zip can say."""
        self.crc, self.size = zlib.crc32(data, self.crc), self.size + len(data)
        if self.size > LARGEST_MEMBER:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        self._write(self._compressor.compress(data))

    def end(self) -> None:
        """Write what is still held back."""
        self._write(self._compressor.flush())


def packed(name: str, data: bytes) -> Entry:
    """Return ``data`` compressed as a member of this name."""
    return squeezed(name, (data,))


def stored(name: str, data: bytes) -> Entry:
    """Return ``data`` as they are, as a member of this name."""
    return entry_of(name, data, zlib.crc32(data), len(data), zipfile.ZIP_STORED)


def squeezed(name: str, pieces: Iterable[bytes]) -> Entry:
    """Return data that come piece by piece, compressed as a member of this name."""
    body: list[bytes] = []
    squeeze = Squeeze(body.append)
    for piece in pieces:
        squeeze.add(piece)
    squeeze.end()
    return entry_of(name, b"".join(body), squeeze.crc, squeeze.size, zipfile.ZIP_DEFLATED)


def entry_of(
    name: str, body: bytes, crc: int, size: int, method: int, length: int | None = None
) -> Entry:
    flags = 0 if name.isascii() else UTF8_NAME
    title = name.encode()
    length = len(body) if length is None else length
    fields = (b"PK\x03\x04", 20, flags, method, 0, FIRST_DAY, crc, length, size, len(title), 0)
    local = LOCAL.pack(*fields) + title + body
    return Entry(name, local, crc, length, size, method, flags)


class Frame:
    """The unchanging front of an output file: joined once, followed by the rendered parts."""

    __slots__ = ("_directory", "_front", "_names")

    def __init__(self, package: Package, rendered: frozenset[str]) -> None:
        front, directory = bytearray(), bytearray()
        self._names = 0
        for name in sorted(package.packed, key=_order):
            if name in rendered:
                continue
            entry = package.packed[name]
            directory += entry.directory(len(front))
            front += entry.local
            self._names += 1
        self._front, self._directory = bytes(front), bytes(directory)

    def filled(self, rendered: Mapping[str, Entry]) -> bytes:
        """Return the whole file with these parts added, in the mapping's order."""
        pieces, lines = [self._front], [self._directory]
        offset = len(self._front)
        for entry in rendered.values():
            lines.append(entry.directory(offset))
            pieces.append(entry.local)
            offset += len(entry.local)
        directory = b"".join(lines)
        count = self._names + len(rendered)
        end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*pieces, directory, end))


def joined(package: Package, changed: Mapping[str, Entry]) -> bytes:
    """Return the whole file with some parts changed or added, all in one order."""
    entries = {**package.packed, **changed}
    return zipped(entries[name] for name in sorted(entries, key=_order))


def streamed_entry(name: str, crc: int, packed: int, size: int) -> Entry:
    """Return a member whose compressed bytes follow from a file (see ``write_zip``)."""
    return entry_of(name, b"", crc, size, zipfile.ZIP_DEFLATED, packed)


def write_zip(
    file: IO[bytes], entries: Mapping[str, Entry], streams: Mapping[str, IO[bytes]]
) -> None:
    """Write a zip; the bodies of the members in ``streams`` are copied from there."""
    directory, count = bytearray(), 0
    for name in sorted(entries, key=_order):
        directory += entries[name].directory(file.tell())
        file.write(entries[name].local)
        if name in streams:
            streams[name].seek(0)
            shutil.copyfileobj(streams[name], file, 1 << 20)
        count += 1
    place = file.tell()
    file.write(directory)
    file.write(END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), place, 0))


def zipped(entries: Iterable[Entry]) -> bytes:
    """Return a zip of these members."""
    body, directory, count = bytearray(), bytearray(), 0
    for entry in entries:
        directory += entry.directory(len(body))
        body += entry.local
        count += 1
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _order(name: str) -> tuple[int, str]:
    """[Content_Types].xml goes first, as readers that sniff expect."""
    return ({TYPES: 0, RELATIONS: 1}.get(name, 2), name)


def xml(data: bytes, file: str) -> etree._Element:
    """Return the tree of a part, without entities, network, document types and XML comments."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileUnreadable(file=file, why=str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileUnreadable(file=file, why="DOCTYPE")
    return root
