"""Taking in 扫描件/: every file gets an account, and nothing there is ever touched.

Files are only opened for reading. The kind comes from the content; exact duplicates are set aside
with a pointer to the first; ZIP packages are looked into within limits; links that lead out of
the folder are refused.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.archive.cache import Cache
from docgen.archive.inspect import NotReadable, page_count
from docgen.archive.kinds import ignored, kind_of
from docgen.archive.names import natural
from docgen.folder import Folder
from docgen.model import SourceFile

READ, DUPLICATE, IGNORED, UNREADABLE = "read", "duplicate", "ignored", "unreadable"

# Limits of a package: more than any honest shoebox, less than a bomb.
ZIP_MEMBERS = 5_000
ZIP_MEMBER_BYTES = 300_000_000
ZIP_TOTAL_BYTES = 2_000_000_000
ZIP_RATIO = 200
ZIP_RATIO_FROM = 5_000_000
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Taken:
    """One file of the shoebox: its account, its kind, and where its bytes are."""

    account: SourceFile
    kind: str
    path: Path
    member: int | None = None

    def content(self) -> Path | bytes:
        """Return the path of the file, or the bytes of a member of a package."""
        return self.path if self.member is None else read_member(self.path, self.member)

    def raw(self) -> bytes:
        content = self.content()
        return content if isinstance(content, bytes) else content.read_bytes()


def take_in(
    folder: Folder, cache: Cache, progress: Callable[[int, int], None] | None = None
) -> tuple[Taken, ...]:
    """Return one entry for every file under 扫描件/, in natural order of their names."""
    root = folder.scans
    if not root.is_dir():
        return ()
    paths = sorted(_walk(root), key=lambda path: natural(folder.relative(path)))
    taken: list[Taken] = []
    for number, path in enumerate(paths, start=1):
        taken.extend(_account(path, folder, cache))
        if progress:
            progress(number, len(paths))
    return tuple(_duplicates_aside(taken))


def _walk(root: Path) -> Iterator[Path]:
    """All entries that are not plain folders; links to folders are entries, never followed."""
    try:
        entries = list(os.scandir(root))
    except OSError:
        yield root
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _account(path: Path, folder: Folder, cache: Cache) -> list[Taken]:
    source = folder.relative(path)
    if path.is_symlink():
        return [Taken(_link(path, source, folder.scans), "", path)]
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            why = "文件夹打不开" if path.is_dir() else "不是普通文件"
            return [Taken(SourceFile(source, UNREADABLE, reason=why), "", path)]
        if ignored(path.name):
            return [Taken(SourceFile(source, IGNORED, reason="其他程序的临时文件"), "", path)]
        return _read_file(path, source, status, cache)
    except OSError as error:
        why = f"打不开：{error.strerror or error}"
        return [Taken(SourceFile(source, UNREADABLE, reason=why), "", path)]


def _link(path: Path, source: str, scans: Path) -> SourceFile:
    inside = path.exists() and path.resolve().is_relative_to(scans.resolve())
    if inside:
        return SourceFile(source, IGNORED, reason="指向扫描件内另一文件的链接，原件已计")
    return SourceFile(source, UNREADABLE, reason="链接指向扫描件之外，未读取")


def _read_file(path: Path, source: str, status: os.stat_result, cache: Cache) -> list[Taken]:
    if status.st_size == 0:
        return [Taken(SourceFile(source, UNREADABLE, reason="空文件（0字节）"), "", path)]
    digest = cache.digest(source, status) or _digest_of(path)
    cache.remember_digest(source, status, digest)
    facts = cache.facts(digest)
    if facts is None or facts.kind == "zip":
        with path.open("rb") as file:
            head = file.read(HEAD)
        kind = kind_of(head, path.suffix.lower().lstrip("."), path.read_bytes)
        if kind == "zip":
            return _package(path, source, digest, cache)
        facts = cache.remember_facts(digest, kind, *_pages(kind, path))
    return [_taken(source, digest, facts.kind, facts.pages, facts.reason, path)]


def _taken(
    source: str,
    digest: str,
    kind: str,
    pages: int,
    reason: str,
    path: Path,
    member: int | None = None,
) -> Taken:
    state = UNREADABLE if reason else READ
    return Taken(SourceFile(source, state, pages, digest, reason), kind, path, member)


def _pages(kind: str, content: Path | bytes) -> tuple[int, str]:
    try:
        return page_count(kind, content), ""
    except NotReadable as reason:
        return 0, str(reason)


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _package(path: Path, source: str, digest: str, cache: Cache) -> list[Taken]:
    """The account of a ZIP: itself, and each of its members as a source of its own."""
    try:
        with zipfile.ZipFile(path) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            if why := _too_much(infos):
                return [Taken(SourceFile(source, UNREADABLE, 0, digest, why), "zip", path)]
            members = list(_members(package, path, source, cache))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        why = f"压缩包损坏：{error}"
        return [Taken(SourceFile(source, UNREADABLE, 0, digest, why), "zip", path)]
    account = SourceFile(source, READ, 0, digest, f"压缩包，内有{len(infos)}个文件")
    members.sort(key=lambda taken: natural(taken.account.source))
    return [Taken(account, "zip", path), *members]


def _too_much(infos: list[zipfile.ZipInfo]) -> str:
    total = sum(info.file_size for info in infos)
    if len(infos) > ZIP_MEMBERS:
        return f"压缩包内有{len(infos)}个文件，超过{ZIP_MEMBERS}个的上限，请解开后再放入"
    if total > ZIP_TOTAL_BYTES or any(info.file_size > ZIP_MEMBER_BYTES for info in infos):
        return "压缩包解开后过大，请解开后再放入"
    packed = sum(info.compress_size for info in infos)
    if total > ZIP_RATIO_FROM and total > packed * ZIP_RATIO:
        return "压缩比异常（疑似压缩炸弹），未解开"
    return ""


def _members(package: zipfile.ZipFile, path: Path, source: str, cache: Cache) -> Iterator[Taken]:
    """Each file of a package; two of one name (a package may hold them) get a number."""
    names: dict[str, int] = {}
    for place, info in enumerate(package.infolist()):
        if info.is_dir():
            continue
        taken = _member(package, info, path, source, cache)
        taken = replace(taken, member=place)
        name = taken.account.source
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            account = replace(taken.account, source=f"{name}#{names[name]}")
            taken = replace(taken, account=account)
        yield taken


def _member(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, source: str, cache: Cache
) -> Taken:
    name = member_name(info)
    inner = f"{source}/{name}"
    parts = name.split("/")
    if ignored(parts[-1]) or parts[0] == "__MACOSX":
        return Taken(SourceFile(inner, IGNORED, reason="其他程序的临时文件"), "", path)
    why = ""
    if ".." in parts or name.startswith("/"):
        why = "压缩包内的路径指向包外，未读取"
    elif info.flag_bits & 0x1:
        why = "压缩包内的文件有密码"
    elif info.file_size == 0:
        why = "空文件（0字节）"
    if why:
        return Taken(SourceFile(inner, UNREADABLE, reason=why), "", path)
    try:
        content = package.read(info)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, RuntimeError) as error:
        return Taken(SourceFile(inner, UNREADABLE, reason=f"压缩包损坏：{error}"), "", path)
    return _member_account(content, inner, path, cache)


def _member_account(content: bytes, inner: str, path: Path, cache: Cache) -> Taken:
    digest = hashlib.sha256(content).hexdigest()
    facts = cache.facts(digest)
    if facts is None:
        ending = inner.rpartition(".")[2].lower()
        kind = kind_of(content[:HEAD], ending, lambda: content)
        nested = (0, "压缩包里的压缩包，请解开后再放入")
        found = nested if kind == "zip" else _pages(kind, content)
        facts = cache.remember_facts(digest, kind, *found)
    return _taken(inner, digest, facts.kind, facts.pages, facts.reason, path)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; packages made in Chinese Windows keep names in GBK."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def read_member(path: Path, member: int) -> bytes:
    """Return the bytes of a package's member by its place in the package."""
    with zipfile.ZipFile(path) as package:
        return package.read(package.infolist()[member])


def _duplicates_aside(taken: list[Taken]) -> Iterator[Taken]:
    first: dict[str, str] = {}
    for entry in taken:
        account = entry.account
        if account.state != READ or not account.digest or entry.kind == "zip":
            yield entry
        elif account.digest in first:
            why = f"与“{first[account.digest]}”完全相同"
            yield replace(entry, account=replace(account, state=DUPLICATE, reason=why))
        else:
            first[account.digest] = account.source
            yield entry
