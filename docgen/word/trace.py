"""Where each printed value came from, kept in a small part inside the document.

The part says for every value, in the order of the document, the tag and the text it printed; a
second one, the same in every document of a template, says what the tags are. Sources are given
while rendering: a mapping from a field (``成员[2].姓名``, ``成员[2]`` or ``成员``) to words such as
``台账.xlsx 农户 F12``. Neither folders of a machine nor persons stand in it.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from docgen.errors import NotAWordFile
from docgen.word.compiling import Book
from docgen.word.package import TYPES, Package, packed
from docgen.word.relations import R_NS, added, free_id, relations_of, typed
from docgen.word.state import LINE, LOOP, TURN
from docgen.word.tags import Tag
from docgen.word.values import ILLEGAL

SPACE = "urn:docgen:trace:1"
KIND = f"{R_NS}/customXml"
FORM = f'<?xml version="1.0" encoding="UTF-8"?>\n<{{}} xmlns="{SPACE}">{{}}</{{}}>'
MARKUP = re.compile(r"<[^>]*>")
FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^/\\|]*)*[/\\](?=[^/\\]+)")
ROOTED = re.compile(r"(?:^|=)(?:[/\\]|.:)", re.MULTILINE).search  # a path of the machine
EVENT = re.compile(r"(\d+)([=+*])(.*)", re.DOTALL)
COUNTED = re.compile(r"(\d[\d,.]*)[^\d\W]{1,3}")  # a number and its unit
AROUND = 24


@dataclass(frozen=True, slots=True)
class Origin:
    """A printed value: its text, its field, where it stands, which cell or figure it came from."""

    text: str
    name: str
    place: str
    source: str


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
    return FORM.format("tags", escape(ILLEGAL.sub("", text)), "tags").encode()


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


def part_of(events: Iterable[str], sources: Mapping[str, str]) -> bytes:
    """Return the trace of one document: a line for each event, then one for each source."""
    told = "\n".join([f"{name}={source}" for name, source in sources.items()])
    if ROOTED(told) or told.count("\n") != len(sources) - 1 or ILLEGAL.search(told):
        told = "\n".join(f"{bare(name)}={bare(source)}" for name, source in sources.items())
    return FORM.format("trace", escape("\n".join([*events, "", told])), "trace").encode()


def bare(source: str) -> str:
    """Return a source on one line without the folders of this machine."""
    if source[:1] in ("/", "\\") or source[1:2] == ":":
        source = FOLDERS.sub("", source, count=1)
    return " ".join(ILLEGAL.sub("", source).splitlines())


def has_trace(data: bytes) -> bool:
    """Whether a Word file holds a trace."""
    return len(_read(data)) == 2


def origins(data: bytes, words: str) -> list[Origin]:
    """Return the values that a piece of a document's text shows (``3人``), with their sources.

    Values that only contain the words are returned when none begins or ends with them; before
    them numbers that stand alone in a cell whose unit the words name (``3人``) and whose source is
    known. Without a trace the list is empty. Error: NotAWordFile.
    """
    parts = _read(data)
    if len(parts) < 2:
        return []
    whole, alone, partly = list[Origin](), list[Origin](), list[Origin]()
    counted = COUNTED.fullmatch(words)
    events, _, told = parts["trace"].partition("\n\n")
    sources = dict(line.split("=", 1) for line in told.split("\n") if "=" in line)
    for origin, before, after in _values(json.loads(parts["tags"]), events.split("\n"), sources):
        found = _overlaps(before, origin.text, after, words)
        if found:
            (whole if found == 2 else partly).append(origin)
        elif counted and origin.text == counted[1] and origin.source and not before + after:
            alone.append(origin)
    return list(dict.fromkeys(whole or [*alone, *partly]))


def _overlaps(before: str, text: str, after: str, words: str) -> int:
    """2: the words take in the whole value or begin or end with it; 1: they are inside it."""
    window, best = before + text + after, 0
    start, end = len(before), len(before) + len(text)
    at = window.find(words)
    while at >= 0 and words:
        if at < end and at + len(words) > start:
            inside = at > start or at + len(words) < end
            best = max(best, 1 if inside else 2)
        at = window.find(words, at + 1)
    return best


def _values(
    tags: Mapping[str, Any], events: Iterable[str], sources: Mapping[str, str]
) -> Iterator[tuple[Origin, str, str]]:
    turns: dict[int, int] = {}
    for event in events:
        number, sign, text = EVENT.fullmatch(event).groups() if event else ("", "", "")  # type: ignore[union-attr]
        if sign == TURN:
            turns[int(number)] += 1
        elif sign == LOOP:
            turns[int(number)] = 0
        elif sign:
            paths, place, loops, before, after = tags[number]
            counted = [(path, turns.get(loop, 0)) for loop, path in loops]
            steps = "".join(f" 第{turn}项" for _, turn in counted)
            found = dict.fromkeys(source_of(path, counted, sources) for path in paths)
            source = "；".join(filter(None, found))
            shown = text.replace(LINE, "\n")
            yield Origin(shown, "、".join(paths), place + steps, source), before, after


def source_of(path: str, loops: Sequence[tuple[str, int]], sources: Mapping[str, str]) -> str:
    """Return the source of a field inside loops: of the entry's field, the entry, or the list."""
    numbered = _numbered(path, dict(loops))
    for full in (numbered, path):
        while full:
            if full in sources:
                return sources[full]
            full = full[:-1].rpartition("[")[0] if full.endswith("]") else full.rpartition(".")[0]
    return ""


def _numbered(path: str, turns: Mapping[str, int]) -> str:
    """``成员.姓名`` in the second turn of the loop over 成员 is ``成员[2].姓名``."""
    done, plain = "", ""
    for step in path.split("."):
        plain = f"{plain}.{step}" if plain else step
        done = f"{done}.{step}" if done else step
        if turns.get(plain):
            done += f"[{turns[plain]}]"
    return done


def _read(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if not name.startswith("customXml/") or archive.getinfo(name).file_size > 1 << 26:
                    continue
                body = archive.read(name)
                if SPACE.encode() in body:
                    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
                    found[etree.QName(root).localname] = root.text or ""
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError) as error:
        raise NotAWordFile(file="") from error
    return found
