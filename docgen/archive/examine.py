"""What one file is: its kind, its pages or why it has none, what must be said, what it holds.

Depends on the content alone, so it is learnt once for each hash, in any process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from docgen.archive import containers
from docgen.archive.containers import shown
from docgen.archive.inspect import Content, NotReadable, about_pdf, page_count
from docgen.archive.kinds import HEAD, ignored, kind_of

READ, DUPLICATE, IGNORED, UNREADABLE = "read", "duplicate", "ignored", "unreadable"
EMPTY = "空文件（0字节）"
TEMPORARY = "其他程序的临时文件"
DEPTH = 2
"""A file in a mail in a package is reached; what lies deeper is told."""
LARGE = 1000
Route = tuple[tuple[str, int], ...]
"""The way to a file inside files: kind of the outer file and place in it, from outside in."""


@dataclass(frozen=True, slots=True)
class Inside:
    """One file inside another: its name there, the way to it, and its own account."""

    name: str
    route: Route
    state: str
    digest: str = ""
    kind: str = ""
    pages: int = 0
    words: str = ""
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What a content is. ``reason`` says why it has no pages; ``note`` what must be told of it."""

    kind: str
    pages: int = 0
    reason: str = ""
    note: str = ""
    signed: bool = False
    inside: tuple[Inside, ...] = ()


def examine(content: Content, name: str, depth: int = 0) -> Facts:
    """Return what a file is; ``name`` only tells mails and old Office files apart."""
    ending = name.rpartition(".")[2].lower()
    kind = kind_of(_head(content), ending, content)
    if kind == "zip" and depth:
        return Facts(kind, reason="压缩包里的压缩包，请解开后再放入")
    try:
        pages = 0 if kind == "zip" else page_count(kind, content)
        facts, holds = Facts(kind, pages), kind in ("zip", "eml")
        if kind == "pdf":
            facts, holds = _of_pdf(facts, content)
        if holds:
            facts = _with_members(facts, content, depth)
    except (NotReadable, containers.NotOpened) as reason:
        return Facts(kind, reason=str(reason))
    return facts


def _head(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content[:HEAD]
    with content.open("rb") as file:
        return file.read(HEAD)


def _of_pdf(facts: Facts, content: Content) -> tuple[Facts, bool]:
    """The facts with what must be told of a PDF, and whether it holds files."""
    signed, scripted, holds = about_pdf(content)
    words = [f"共{facts.pages}页的大文件"] if facts.pages >= LARGE else []
    if signed:
        words.append("有电子签名，原文件整份附在案卷里")
    if scripted:
        words.append("含JavaScript，不运行，装订时去掉")
    return replace(facts, note="；".join(words), signed=signed), holds


def _with_members(facts: Facts, content: Content, depth: int) -> Facts:
    """The facts with all files inside; a PDF or mail whose attachments cannot be opened stays."""
    if depth >= DEPTH:
        return _noted(facts, "里面的附件没有打开，请另存后放入")
    try:
        inside = _numbered(_inside(facts.kind, content, depth))
    except containers.NotOpened as reason:
        if facts.kind == "zip":
            raise
        return _noted(facts, str(reason))
    own = sum(len(entry.route) == 1 for entry in inside)
    if facts.kind == "zip":
        return replace(facts, note=f"压缩包，内有{own}个文件", inside=inside)
    return replace(_noted(facts, f"有{own}个附件，各自另列"), inside=inside) if own else facts


def _noted(facts: Facts, words: str) -> Facts:
    return replace(facts, note="；".join(filter(None, (facts.note, words))))


def _inside(kind: str, content: Content, depth: int) -> Iterator[Inside]:
    for member in containers.members(kind, content):
        route = ((kind, member.place),)
        parts = member.name.split("/")
        if ignored(parts[-1]) or parts[0] == "__MACOSX":
            yield Inside(member.name, route, IGNORED, words=TEMPORARY)
        elif member.why or not member.content:
            yield Inside(member.name, route, UNREADABLE, words=member.why or EMPTY)
        else:
            yield from _opened(member, route, depth)


def _opened(member: containers.Member, route: Route, depth: int) -> Iterator[Inside]:
    facts = examine(member.content, member.name, depth + 1)
    yield Inside(
        name=member.name,
        route=route,
        state=UNREADABLE if facts.reason else READ,
        digest=hashlib.sha256(member.content).hexdigest(),
        kind=facts.kind,
        pages=facts.pages,
        words=facts.reason or facts.note,
        signed=facts.signed,
    )
    for inner in facts.inside:
        yield replace(inner, name=f"{member.name}/{inner.name}", route=route + inner.route)


def _numbered(found: Iterator[Inside]) -> tuple[Inside, ...]:
    """Two files of one name (a package may hold them) get a number."""
    names: dict[str, int] = {}
    entries = []
    for entry in found:
        count = names[entry.name] = names.get(entry.name, 0) + 1
        entries.append(replace(entry, name=f"{entry.name}#{count}") if count > 1 else entry)
    return tuple(entries)


def content_at(path: Path, route: Route) -> Content:
    """Return the path itself, or the bytes of the file inside it to which the route leads."""
    # Libraries refuse a path whose name is no Unicode.
    content: Content = path if shown(str(path)) == str(path) else path.read_bytes()
    for kind, place in route:
        content = containers.member(kind, content, place)
    return content


def as_values(facts: Facts) -> list[Any]:
    """Return the facts as plain values for JSON."""
    return list(astuple(facts))


def from_values(values: Any) -> Facts | None:
    """Return facts from plain values, ``None`` when they are not what ``as_values`` makes."""
    try:
        kind, pages, reason, note, signed, inside = values
        held = tuple(_inside_of(entry) for entry in inside)
        return Facts(kind, pages, reason, note, signed, held)
    except (TypeError, ValueError):
        return None


def _inside_of(values: Any) -> Inside:
    name, route, *rest = values
    return Inside(name, tuple((kind, place) for kind, place in route), *rest)
