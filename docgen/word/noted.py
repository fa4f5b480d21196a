"""The small part of a document that says where each printed value came from: how it is written.

It says for every value, in the order of the document, the tag and the text it printed; a second
part, the same in every document of a template, says what the tags are. Sources are given while
rendering: a mapping from a field (``成员[2].姓名``, ``成员[2]`` or ``成员``) to words such as
``台账.xlsx 农户 F12``. Neither folders of a machine nor persons stand in it. ``trace`` reads it.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from docgen.word.compiling import Book
from docgen.word.package import TYPES, Entry, Package, packed, stored
from docgen.word.relations import R_NS, added, free_id, relations_of, typed
from docgen.word.tags import Tag
from docgen.word.values import ILLEGAL

SPACE = "urn:docgen:trace:2"
KIND = f"{R_NS}/customXml"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<{{}} xmlns="{SPACE}">'
OPENING, CLOSING = HEAD.format("trace").encode(), b"</trace>"
RECORD = "<record{}><values>{}</values><fields>{}</fields><sources>{}</sources></record>"
MARKUP = re.compile(r"<[^>]*>")
FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^/\\|]*)*[/\\](?=[^/\\]+)")
SMALL = 40_000  # bytes
CONTROL = bytes(sign for sign in range(32) if sign not in b"\t\n")
UNFIT = ("&", "<", ">", "\ufffe", "\uffff")
AROUND = 24


@dataclass(frozen=True, slots=True)
class Traced:
    """A package whose documents have a trace, and the name of the part that holds it."""

    package: Package
    part: str


def traced(package: Package, book: Book, around: Mapping[int, tuple[str, str]]) -> Traced:
    """Return the package with the table of its tags and a relation to the trace."""
    free = 1
    while f"customXml/item{free}.xml" in package.parts:
        free += 1
    names = [f"customXml/item{free}.xml", f"customXml/item{free + 1}.xml"]
    relations = relations_of(package.main)
    up = posixpath.relpath("customXml", posixpath.dirname(package.main) or ".")
    data = package.parts.get(relations)
    for name in names:
        target = f"{up}/{posixpath.basename(name)}"
        data = added(data, [(free_id(data), KIND, target, False)])
    changed = {
        names[0]: _tags(_table(book, around)),
        relations: data or b"",
        TYPES: typed(package.parts[TYPES], endings={"xml": "application/xml"}),
    }
    entries = {name: packed(name, body) for name, body in changed.items()}
    whole = replace(
        package, parts={**package.parts, **changed}, packed={**package.packed, **entries}
    )
    return Traced(whole, names[1])


def _table(book: Book, around: Mapping[int, tuple[str, str]]) -> Any:
    paths: dict[int, list[str]] = {}
    loops: dict[int, str] = {}
    for use in book.uses:
        paths.setdefault(use.tag.number, []).append(use.path)
        if use.loop:
            loops[use.tag.number] = use.path
    return {
        str(number): [
            paths.get(number, []),
            f"{spot.tag.place.part} {spot.tag.place.place}".strip(),
            [[loop, loops.get(loop, "")] for loop in spot.loops],
            *around.get(number, ("", "")),
        ]
        for number, spot in book.spots.items()
    }


def _tags(table: Any) -> bytes:
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return f"{HEAD.format('tags')}{escape(ILLEGAL.sub('', text), quote=False)}</tags>".encode()


def surroundings(flat: Sequence[str | Tag]) -> dict[int, tuple[str, str]]:
    """Return the template's words before and behind each tag, in its paragraph."""
    found = {}
    for place, tag in enumerate(flat):
        if isinstance(tag, str) or tag.kind != "value":
            continue
        before = flat[place - 1] if place else ""
        after = flat[place + 1] if place + 1 < len(flat) else ""
        found[tag.number] = (
            _words(before.rpartition("<w:p>")[2].rpartition("<w:p ")[2])[-AROUND:]
            if isinstance(before, str)
            else "",
            _words(after.partition("</w:p>")[0])[:AROUND] if isinstance(after, str) else "",
        )
    return found


def _words(markup: str) -> str:
    """The text of a piece of markup; what an unfinished start tag leaves is no text."""
    words = MARKUP.sub("", re.sub(r"^[^<>]*>", "", markup))
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def told(name: str, events: Iterable[str], sources: Mapping[str, str]) -> Entry:
    """Return the part that holds the trace of one document.

    A small one is not compressed: that would take a fifth of the time of the whole document.
    """
    data = b"".join((OPENING, record_of(events, sources), CLOSING))
    return stored(name, data) if len(data) < SMALL else packed(name, data)


def record_of(events: Iterable[str], sources: Mapping[str, str], number: int = 0) -> bytes:
    """Return the trace of one record: a line for each event, for each field that has a source, and
    for each source. The events are ready for the file; the sources come from outside. ``number``
    says which record of a volume it is.
    """
    whose, values = f' n="{number}"' if number else "", "\n".join(events)
    fields, origins = "\n".join(sources), "\n".join(sources.values())
    made = RECORD.format(whose, values, fields, origins)
    count = max(len(sources) - 1, 0)
    if fields.count("\n") == origins.count("\n") == count and not _rooted(origins):
        try:
            data = made.encode()
        except UnicodeEncodeError:  # a lone surrogate
            data = b""
        if data and _is_plain(fields) and _is_plain(origins) and _has_no_control(data):
            return data
    lines = "\n".join(map(_one_line, sources)), "\n".join(map(bare, sources.values()))
    return RECORD.format(whose, values, *map(escape, lines)).encode()


def _rooted(told: str) -> bool:
    """Whether a line may begin with a folder of the machine (``/``, ``\\``, ``C:``)."""
    return told[:1] == "/" or "\\" in told or ":" in told or "\n/" in told


def _is_plain(text: str) -> bool:
    """Whether a text needs no escaping and has no character that XML has not."""
    return not any(sign in text for sign in UNFIT)


def _has_no_control(data: bytes) -> bool:
    """Whether UTF-8 has no control characters: deleting them is quicker than a search."""
    return len(data.translate(None, CONTROL)) == len(data)


def bare(source: str) -> str:
    """Return a source on one line without the folders of this machine."""
    if source[:1] in ("/", "\\") or source[1:2] == ":":
        source = FOLDERS.sub("", source, count=1)
    return _one_line(source)


def _one_line(text: str) -> str:
    return " ".join(ILLEGAL.sub("", text).splitlines())
