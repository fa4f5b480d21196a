"""Files that hold files: ZIP packages, mails, PDF with attachments; looked into within limits."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pikepdf

Content = Path | bytes

# Limits of a package: more than any honest shoebox, less than a bomb.
MEMBERS = 5_000
MEMBER_BYTES = 300_000_000
TOTAL_BYTES = 2_000_000_000
RATIO = 200
RATIO_FROM = 5_000_000

# What Python's own parser of mails raises for headers that are not as they should be.
MAIL_FAULTS = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)


class NotOpened(Exception):
    """Why a package is not looked into; the words go into its account."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a file: its place there, its name, and its bytes or why there are none."""

    place: int
    name: str
    content: bytes = b""
    why: str = ""


def members(kind: str, content: Content) -> Iterator[Member]:
    """Yield what a file of this kind holds, one at a time. Raises NotOpened."""
    yield from _OPENERS[kind](content)


def member(kind: str, content: Content, place: int) -> bytes:
    """Return the bytes of one member by its place. Raises NotOpened when there is none."""
    if kind == "zip" and isinstance(content, Path):
        package = _kept_open(content)
        return package.read(package.infolist()[place])
    if kind == "zip":
        with zipfile.ZipFile(_opened(content)) as package:
            return package.read(package.infolist()[place])
    for found in members(kind, content):
        if found.place == place:
            return found.content
    raise NotOpened("附件不见了")


Known = tuple[Path, int, int]
_OPEN: dict[Known, zipfile.ZipFile] = {}
MOST_OPEN = 2


def _kept_open(path: Path) -> zipfile.ZipFile:
    """A package whose list of members was read once: with thousands of them that takes longest."""
    status = path.stat()
    known = (path, status.st_size, status.st_mtime_ns)
    if known not in _OPEN:
        if len(_OPEN) >= MOST_OPEN:
            _OPEN.pop(next(iter(_OPEN))).close()
        _OPEN[known] = zipfile.ZipFile(path)
    return _OPEN[known]


def close_packages() -> None:
    """Close the packages that were kept open: a clerk may want to move them."""
    while _OPEN:
        _OPEN.popitem()[1].close()


def shown(name: str) -> str:
    """Return a name or path that can be written: parts that are no UTF-8 are read as GB 18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "/".join(map(_shown_part, name.split("/")))
    return name


def _shown_part(part: str) -> str:
    raw = part.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _opened(content: Content) -> Path | io.BytesIO:
    return io.BytesIO(content) if isinstance(content, bytes) else content


def _zip(content: Content) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(_opened(content)) as package:
            infos = package.infolist()
            if why := _too_much([info for info in infos if not info.is_dir()]):
                raise NotOpened(why)
            for place, info in enumerate(infos):
                if not info.is_dir():
                    yield _zip_member(package, info, place)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotOpened(f"压缩包损坏：{error}") from error


def _too_much(infos: list[zipfile.ZipInfo]) -> str:
    total = sum(info.file_size for info in infos)
    if len(infos) > MEMBERS:
        return f"压缩包内有{len(infos)}个文件，超过{MEMBERS}个的上限，请解开后再放入"
    if total > TOTAL_BYTES or any(info.file_size > MEMBER_BYTES for info in infos):
        return "压缩包解开后过大，请解开后再放入"
    packed = sum(info.compress_size for info in infos)
    if total > RATIO_FROM and total > packed * RATIO:
        return "压缩比异常（疑似压缩炸弹），未解开"
    return ""


def _zip_member(package: zipfile.ZipFile, info: zipfile.ZipInfo, place: int) -> Member:
    name = _zip_name(info)
    if ".." in name.split("/") or name.startswith("/"):
        return Member(place, name, why="压缩包内的路径指向包外，未读取")
    if info.flag_bits & 0x1:
        return Member(place, name, why="压缩包内的文件有密码")
    try:
        return Member(place, name, package.read(info))
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as error:
        return Member(place, name, why=f"压缩包损坏：{error}")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name; packages made in Chinese Windows keep names in GBK."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    return shown(name.replace("\\", "/"))


def _mail(content: Content) -> Iterator[Member]:
    """What hangs on a mail: all its parts except its own words."""
    raw = content if isinstance(content, bytes) else content.read_bytes()
    try:
        parts = list(_parts(email.message_from_bytes(raw, policy=email.policy.default)))
    except MAIL_FAULTS as error:
        raise NotOpened("邮件损坏，附件打不开") from error
    if len(parts) > MEMBERS:
        raise NotOpened(f"邮件有{len(parts)}个附件，超过{MEMBERS}个的上限，请另存后放入")
    total = 0
    for place, part in enumerate(parts, start=1):
        try:
            inner, name = _part_bytes(part), part.get_filename() or ""
        except MAIL_FAULTS:
            yield Member(place, f"附件{place}", why="附件损坏")
            continue
        total += len(inner)
        if total > TOTAL_BYTES:
            raise NotOpened("邮件附件过大，请另存后放入")
        yield Member(place, _plain_name(name, place, part.get_content_subtype()), inner)


def _parts(message: Any) -> Iterator[EmailMessage]:
    for part in message.iter_parts() if message.is_multipart() else ():
        if part.get_content_maintype() == "multipart":
            yield from _parts(part)
        elif part.get_content_maintype() != "text" or part.get_filename():
            yield part


def _part_bytes(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        forwarded = part.get_payload(0)
        return bytes(forwarded) if isinstance(forwarded, EmailMessage) else b""
    inner = part.get_payload(decode=True)
    return inner if isinstance(inner, bytes) else b""


def _plain_name(name: str, place: int, kind: str = "") -> str:
    """The last part of an attachment's name; one without a name gets a number."""
    last = shown(name).replace("\\", "/").rpartition("/")[2].strip()
    return last or (f"附件{place}.eml" if kind == "rfc822" else f"附件{place}")


def _pdf(content: Content) -> Iterator[Member]:
    try:
        with pikepdf.open(_opened(content)) as pdf:
            total = 0
            for place, (name, stream) in enumerate(attached(pdf), start=1):
                if place > MEMBERS:
                    raise NotOpened(f"PDF有{MEMBERS}个以上的附件，请另存后放入")
                try:
                    inner = _stream_bytes(stream)
                except (pikepdf.PdfError, zlib.error, ValueError, RuntimeError) as error:
                    yield Member(place, _plain_name(name, place), why=f"附件打不开：{error}")
                    continue
                total += len(inner)
                if total > TOTAL_BYTES:
                    raise NotOpened("PDF附件过大，请另存后放入")
                yield Member(place, _plain_name(name, place), inner)
    except (pikepdf.PdfError, ValueError, RecursionError, OSError) as error:
        raise NotOpened("附件打不开") from error


def attached(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Yield name and stream of every file in a PDF: those of the file, and paper clips on pages."""
    for key in sorted(pdf.attachments):
        spec = pdf.attachments[key]
        yield spec.filename or key, spec.obj
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            if note.get("/Subtype") == "/FileAttachment" and "/FS" in note:
                file = note.FS
                yield str(file.get("/UF", file.get("/F", ""))), file


def _stream_bytes(spec: Any) -> bytes:
    """The bytes of an attached file; a stream that unpacks to more than the limit is refused."""
    places = spec.get("/EF")
    stream = places.get("/UF", places.get("/F")) if places is not None else None
    if stream is None:
        raise ValueError("没有内容")
    if stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream:
        unpacked = zlib.decompressobj().decompress(stream.read_raw_bytes(), MEMBER_BYTES + 1)
    else:
        unpacked = stream.read_bytes()
    if len(unpacked) > MEMBER_BYTES:
        raise ValueError("过大")
    return bytes(unpacked)


_OPENERS: Mapping[str, Callable[[Content], Iterator[Member]]] = {
    "zip": _zip,
    "eml": _mail,
    "pdf": _pdf,
}
