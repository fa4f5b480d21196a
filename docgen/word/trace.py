"""Where the values of a document came from: its trace (written by ``noted``) read back."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from docgen.errors import NotAWordFile
from docgen.word.noted import SPACE
from docgen.word.state import LINE, LOOP, TURN

EVENT = re.compile(r"(\d+)([=+*])(.*)", re.DOTALL)
COUNTED = re.compile(r"(\d[\d,.]*)[^\d\W]{1,3}")  # a number and its unit
FOLDER = "customXml/"
ROOTS = ("tags", "trace")
LARGEST = 1 << 30
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(etree.XMLSyntaxError, StopIteration, ValueError, LookupError, TypeError, AttributeError),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A printed value: its text, its field, where it stands, which cell or figure it came from."""

    text: str
    name: str
    place: str
    source: str


def has_trace(data: bytes) -> bool:
    """Whether a Word file holds a trace. Error: NotAWordFile."""
    with _opened(data) as archive:
        return len(_members(archive)) == len(ROOTS)


def origins(data: bytes, words: str) -> list[Origin]:
    """Return the values that a piece of a document's text shows (``3人``), with their sources.

    Values that only contain the words are returned when none begins or ends with them; before
    them numbers that stand alone in a cell whose unit the words name (``3人``) and whose source is
    known. Without a trace the list is empty. Error: NotAWordFile.
    """
    whole, alone, partly = list[Origin](), list[Origin](), list[Origin]()
    counted = COUNTED.fullmatch(words)
    with _opened(data) as archive:
        for origin, before, after in _all_values(archive):
            found = _overlaps(before, origin.text, after, words)
            if found:
                (whole if found == 2 else partly).append(origin)
            elif counted and origin.text == counted[1] and origin.source and not before + after:
                alone.append(origin)
    return list(dict.fromkeys(whole or [*alone, *partly]))


@contextmanager
def _opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The file's zip; whatever is no Word file, or no trace of ours, is told as such."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except UNREADABLE as error:
        raise NotAWordFile(file="") from error


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the parts of a trace by their roots."""
    found: dict[str, str] = {}
    for name in archive.namelist():
        if name.startswith(FOLDER) and archive.getinfo(name).file_size < LARGEST:
            with archive.open(name) as file:
                _, root = next(_read(file))
            name_of = etree.QName(root)
            if name_of.namespace == SPACE and name_of.localname in ROOTS:
                found[name_of.localname] = name
    return found


def _read(file: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    return iter(
        etree.iterparse(
            file, ("start", "end"), resolve_entities=False, no_network=True, huge_tree=True
        )
    )


def _all_values(archive: zipfile.ZipFile) -> Iterator[tuple[Origin, str, str]]:
    names = _members(archive)
    if len(names) < len(ROOTS):
        return
    with archive.open(names["tags"]) as file:
        tags = json.loads(next(reversed(list(_read(file))))[1].text or "{}")
    with archive.open(names["trace"]) as file:
        for event, element in _read(file):
            if event == "end" and element.tag == f"{{{SPACE}}}record":
                values, fields, told = ((child.text or "").split("\n") for child in element)
                number = element.get("n")
                yield from _values(
                    tags,
                    filter(None, values),
                    dict(zip(fields, told, strict=True)),
                    f"第{number}份 " if number else "",
                )
                element.clear()


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
    tags: Mapping[str, Any], events: Iterable[str], sources: Mapping[str, str], whose: str
) -> Iterator[tuple[Origin, str, str]]:
    turns: dict[int, int] = {}
    for event in events:
        number, sign, text = EVENT.fullmatch(event).groups()  # type: ignore[union-attr]
        if sign == TURN:
            turns[int(number)] += 1
        elif sign == LOOP:
            turns[int(number)] = 0
        else:
            paths, place, loops, before, after = tags[number]
            counted = [(path, turns.get(loop, 0)) for loop, path in loops]
            steps = "".join(f" 第{turn}项" for _, turn in counted)
            found = dict.fromkeys(source_of(path, counted, sources) for path in paths)
            source = "；".join(filter(None, found))
            shown = text.replace(LINE, "\n")
            yield Origin(shown, "、".join(paths), whose + place + steps, source), before, after


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
