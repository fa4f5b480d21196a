"""The package of a workbook for copying: parts nobody changes are copied as they stand, packed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from docgen.ledger.package import MAX_PART, check_sizes
from docgen.ledger.sheetscan import Damaged, TooLarge

# Records of APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16.
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
VERSION = 20  # needed to unpack: deflate
UTF8_NAME, DEFLATED = 0x800, 8
FIRST_DAY = (1 << 5) | 1  # 1980-01-01, the date of every new part
LEVEL = 6
MOST_PARTS, MOST_BYTES = 0xFFFF, 0xFFFFFFFF  # without zip64
CHUNK = 1 << 20
# What zipfile raises for a damaged part; ValueError: a directory that points before the file.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Unmarkable(Exception):
    """A copy of this workbook cannot be marked; the text says why, in the clerk's words."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """One part as it goes into the zip."""

    name: bytes
    flags: int
    method: int
    time: int
    day: int
    crc: int
    size: int
    data: bytes | memoryview


class Package:
    """The parts of a workbook; ``put`` and ``rewrite`` change some, ``packed`` gives the copy."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = check_sizes(data)
        except (Damaged, TooLarge) as trouble:
            raise Unmarkable(str(trouble)) from trouble
        self._raw = memoryview(data)
        self._names = {name.casefold(): name for name in self._archive.namelist()}
        self._changed: dict[str, _Packed] = {}
        self._contents: dict[str, bytes] = {}

    def find(self, name: str) -> str:
        """Return a part's name as the zip spells it, empty when there is none."""
        return self._names.get(name.lstrip("/").casefold(), "")

    def ending_with(self, suffix: str) -> list[str]:
        """Return the names of all parts with this ending, in order."""
        return sorted(name for name in self._names.values() if name.casefold().endswith(suffix))

    def read(self, name: str) -> bytes:
        """Return the content of a part as it stands now."""
        if name in self._contents:
            return self._contents[name]
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the original content of a part; more than a part may hold raises ``Unmarkable``."""
        size = 0
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(CHUNK):
                    size += len(chunk)
                    if size > MAX_PART:
                        raise Unmarkable(f"解压后超过 {MAX_PART // 10**6} MB")
                    yield chunk
        except UNREADABLE as error:
            raise Unmarkable("压缩包里的内容损坏") from error

    def put(self, name: str, content: bytes) -> None:
        """Set the content of a part, new or old."""
        self._names.setdefault(name.casefold(), name)
        self._contents[name] = content
        self._changed[name] = _deflated(name, [content])

    def rewrite(self, name: str, change: Callable[[Callable[[bytes], None]], None]) -> None:
        """Set the content of a part that ``change`` writes piece by piece; only the packed remains.

        ``change`` is called once with the function that takes the pieces.
        """
        packer = _Packer()
        change(packer.write)
        self._changed[name] = packer.finish(name)

    def packed(self) -> bytes:
        """Return the whole package: old parts in their order, then the new ones."""
        parts = [self._part(info) for info in self._archive.infolist()]
        old = set(self._archive.namelist())
        parts += [part for name, part in self._changed.items() if name not in old]
        return _zip_of(parts)

    def _part(self, info: zipfile.ZipInfo) -> _Packed:
        if info.filename in self._changed:
            return self._changed[info.filename]
        flags = info.flag_bits & ~0x8  # sizes stand in the header, no descriptor follows
        year, month, day, hour, minute, second = info.date_time
        return _Packed(
            info.orig_filename.encode("utf-8" if flags & UTF8_NAME else "cp437"),
            flags,
            info.compress_type,
            hour << 11 | minute << 5 | second // 2,
            (year - 1980) << 9 | month << 5 | day,
            info.CRC,
            info.file_size,
            self._packed_bytes(info),
        )

    def _packed_bytes(self, info: zipfile.ZipInfo) -> memoryview:
        header = self._raw[info.header_offset : info.header_offset + LOCAL.size]
        if len(header) < LOCAL.size or bytes(header[:4]) != b"PK\x03\x04":
            raise Unmarkable("压缩包损坏")
        *_, name_length, extra_length = LOCAL.unpack(header)
        start = info.header_offset + LOCAL.size + name_length + extra_length
        return self._raw[start : start + info.compress_size]


class _Packer:
    """Deflates pieces as they come."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._out = bytearray()
        self._crc = self._size = 0

    def write(self, piece: bytes) -> None:
        self._crc = zlib.crc32(piece, self._crc)
        self._size += len(piece)
        self._out += self._deflate.compress(piece)

    def finish(self, name: str) -> _Packed:
        self._out += self._deflate.flush()
        raw = name.encode()
        flags = 0 if raw.isascii() else UTF8_NAME
        return _Packed(raw, flags, DEFLATED, 0, FIRST_DAY, self._crc, self._size, bytes(self._out))


def _deflated(name: str, pieces: Iterable[bytes]) -> _Packed:
    packer = _Packer()
    for piece in pieces:
        packer.write(piece)
    return packer.finish(name)


def _zip_of(parts: list[_Packed]) -> bytes:
    out, directory = BytesIO(), bytearray()
    for part in parts:
        sizes = (part.crc, len(part.data), part.size, len(part.name))
        common = (VERSION, part.flags, part.method, part.time, part.day, *sizes)
        place = out.tell()
        out.write(LOCAL.pack(b"PK\x03\x04", *common, 0))
        out.write(part.name)
        out.write(part.data)
        directory += CENTRAL.pack(b"PK\x01\x02", VERSION, *common, 0, 0, 0, 0, 0, place)
        directory += part.name
    place = out.tell()
    if len(parts) >= MOST_PARTS or place + len(directory) >= MOST_BYTES:
        raise Unmarkable("文件太大")
    out.write(directory)
    count = len(parts)
    out.write(END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), place, 0))
    return out.getvalue()
