"""Taking in 扫描件/: every file gets an account, and nothing there is ever touched.

Files are only opened for reading. The kind comes from the content; exact duplicates are set aside
with a pointer to the first; packages, mails and attachments are looked into within limits; links
that lead out of the folder are refused.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.archive.cache import Cache
from docgen.archive.containers import shown
from docgen.archive.examine import (
    DUPLICATE,
    EMPTY,
    IGNORED,
    READ,
    TEMPORARY,
    UNREADABLE,
    Facts,
    Inside,
    Route,
    content_at,
    examine,
)
from docgen.archive.kinds import ignored
from docgen.archive.names import natural
from docgen.folder import Folder
from docgen.jobs import each
from docgen.model import SourceFile

__all__ = ["DUPLICATE", "IGNORED", "READ", "UNREADABLE", "Taken", "take_in"]


MANY = 1500
"""So many new files are looked at by several processes; fewer take less time than starting them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One file of the shoebox: its account, its kind, and where its bytes are.

    ``route`` leads to a file inside ``path``; ``signed``: the pages alone would lose a signature.
    """

    account: SourceFile
    kind: str
    path: Path
    route: Route = ()
    signed: bool = False

    def content(self) -> Path | bytes:
        """Return the path of the file, or the bytes of a file inside another."""
        return content_at(self.path, self.route)

    def raw(self) -> bytes:
        content = self.content()
        return content if isinstance(content, bytes) else content.read_bytes()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as it lies there; ``account`` where it needs no look into, ``digest`` if known."""

    path: Path
    source: str
    status: os.stat_result | None = None
    account: SourceFile | None = None
    digest: str = ""


def take_in(
    folder: Folder,
    cache: Cache,
    progress: Callable[[int, int], None] | None = None,
    *,
    rehash: bool = False,
    executor: Executor | None = None,
) -> tuple[Taken, ...]:
    """Return one entry for every file under 扫描件/, in natural order of their names.

    A file whose size and time of change are as before is not read again, unless ``rehash``. New
    files are looked at by the workers of ``executor``.
    """
    root = folder.scans
    if not root.is_dir():
        return ()
    known = cache.statuses()
    found = [_entry(path, folder, {} if rehash else known) for path in _walk(root)]
    found.sort(key=lambda entry: natural(entry.source))
    taken: list[Taken] = []
    for entry, (digest, facts) in zip(
        found, _looked(found, cache, executor, progress), strict=True
    ):
        if entry.account is not None or facts is None:
            account = entry.account or SourceFile(entry.source, UNREADABLE, reason=digest)
            taken.append(Taken(account, "", entry.path))
            continue
        if entry.status is not None and digest != known.get(entry.source, (0, 0, ""))[2]:
            cache.remember_digest(entry.source, entry.status, digest)
        taken.extend(_accounts(entry, digest, facts))
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


def _entry(path: Path, folder: Folder, known: Mapping[str, Known]) -> _Entry:
    source = shown(folder.relative(path))
    if path.is_symlink():
        return _Entry(path, source, account=_link(path, source, folder.scans))
    try:
        status = path.stat()
    except OSError as error:
        return _Entry(path, source, account=SourceFile(source, UNREADABLE, reason=_trouble(error)))
    state, why = _without_looking(path, status)
    if why:
        return _Entry(path, source, account=SourceFile(source, state, reason=why))
    size, changed, digest = known.get(source, (0, 0, ""))
    same = (size, changed) == (status.st_size, status.st_mtime_ns)
    return _Entry(path, source, status, digest=digest if same else "")


def _without_looking(path: Path, status: os.stat_result) -> tuple[str, str]:
    """State and reason of what needs no look into it, "" for a file that does."""
    if not stat.S_ISREG(status.st_mode):
        return UNREADABLE, "文件夹打不开" if path.is_dir() else "不是普通文件"
    if ignored(path.name):
        return IGNORED, TEMPORARY
    return UNREADABLE, "" if status.st_size else EMPTY


def _trouble(error: OSError) -> str:
    return f"打不开：{error.strerror or error}"


def _link(path: Path, source: str, scans: Path) -> SourceFile:
    inside = path.exists() and path.resolve().is_relative_to(scans.resolve())
    if inside:
        return SourceFile(source, IGNORED, reason="指向扫描件内另一文件的链接，原件已计")
    return SourceFile(source, UNREADABLE, reason="链接指向扫描件之外，未读取")


Known = tuple[int, int, str]
"""Size, time of change and hash of a file when it was last seen."""
Look = tuple[str, Facts | None]
"""Hash and facts of a file; without facts the first says why it could not be opened."""


def _looked(
    found: list[_Entry],
    cache: Cache,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> list[Look]:
    """Hash and facts of every entry: from the cache, or by looking at the file."""
    looks: list[Look] = [("", None)] * len(found)
    todo = []
    for place, entry in enumerate(found):
        facts = cache.facts(entry.digest) if entry.digest else None
        if facts is not None:
            looks[place] = (entry.digest, facts)
        elif entry.account is None:
            todo.append(place)
    pool = executor if len(todo) >= MANY else None
    done = each(_look, [found[place].path for place in todo], executor=pool, progress=progress)
    for place, result in zip(todo, done, strict=True):
        # Whatever a hostile file breaks is a line of the list, not the end of the plan.
        look = result.value or (f"打不开：{result.error}", None)
        looks[place] = look
        if look[1] is not None:
            cache.remember_facts(look[0], look[1])
    return looks


def _look(path: Path) -> Look:
    try:
        return _digest_of(path), examine(content_at(path, ()), path.name)
    except OSError as error:
        return _trouble(error), None


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _accounts(entry: _Entry, digest: str, facts: Facts) -> Iterator[Taken]:
    """The account of a file, and of each file inside it as a source of its own."""
    state = UNREADABLE if facts.reason else READ
    words = facts.reason or facts.note
    account = SourceFile(entry.source, state, facts.pages, digest, words)
    yield Taken(account, facts.kind, entry.path, signed=facts.signed)
    for inside in sorted(facts.inside, key=lambda one: natural(one.name)):
        yield _inside(entry, inside)


def _inside(entry: _Entry, inside: Inside) -> Taken:
    source = f"{entry.source}/{inside.name}"
    account = SourceFile(source, inside.state, inside.pages, inside.digest, inside.words)
    return Taken(account, inside.kind, entry.path, inside.route, inside.signed)


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
