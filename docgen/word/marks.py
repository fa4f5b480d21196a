"""The parts of a package that have tags, as markup with a marker for each tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.errors import NotAWordFile
from docgen.word.faults import Fault, Place
from docgen.word.ooxml import W_NS, w
from docgen.word.package import Package, xml
from docgen.word.structure import keyword, lift
from docgen.word.tags import MARK_CLOSE, MARK_OPEN, Found, Tag
from docgen.word.tidy import tidy, unnumbered

TAGGED = re.compile(
    r"^(?!.*glossary/).*?(?:header\d*|footer\d*|footnotes|endnotes|core|app|custom|chart\d+)\.xml$"
)
ID, NAME, BOOKMARKS = w("id"), w("name"), (w("bookmarkStart"), w("bookmarkEnd"))
LONGEST_NAME = 34  # with a number behind it (ISO/IEC 29500-1, 17.13.6.2: 40)
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BRACES = (b"{", "｛".encode(), b"}", "｝".encode(), b"&#")
OWN = (MARK_OPEN.encode(), MARK_CLOSE.encode())


@dataclass(frozen=True, slots=True)
class Prepared:
    """A part with tags, ready for compiling."""

    name: str
    markup: str
    tags: tuple[Tag, ...]
    faults: tuple[Fault, ...]


def prepared(package: Package, file: str) -> Iterator[Prepared]:
    """Yield the parts that have tags or faulty braces, the document's text first."""
    first = 0
    for name in sorted(package.parts, key=lambda part: (part != package.main, part)):
        if name != package.main and not TAGGED.search(name):
            continue
        data = package.parts[name]
        if name != package.main and not any(brace in data for brace in BRACES):
            continue
        for sign in OWN:
            data = data.replace(sign, b"")
        root = xml(data, file)
        if name == package.main and etree.QName(root).localname != "document":
            raise NotAWordFile(file=file)
        part = _prepared(name, root, first)
        if part.tags or part.faults or b"{_" in data or b"_}" in data:
            first += len(part.tags)
            yield part


def _prepared(name: str, root: etree._Element, first: int) -> Prepared:
    if W_NS in root.nsmap.values() and root.nsmap.get("w") != W_NS:
        place = Place(name, "")
        fault = place.fault(name, "这个文件不是 Word 或 WPS 写的，请用其中一个打开、另存一次")
        return Prepared(name, "", (), (fault,))
    tidy(root)
    found = lift(root, name, first)
    if any(keyword(tag) == "for" for tag in found.tags):
        unnumbered(root)
        for picture in root.iter(PICTURE):
            picture.set("id", _marker(found, name, "unique"))
        _bookmarks(root, found, name)
    markup = HEAD + etree.tostring(root, encoding="unicode")
    return Prepared(name, markup, tuple(found.tags), tuple(found.faults))


def _marker(found: Found, name: str, kind: str, code: str = "") -> str:
    """Return the marker of a tag that nobody wrote: it prints a number of its own."""
    number = found.first + len(found.tags)
    found.tags.append(Tag(number, kind, "", code, "", Place(name, "")))
    return f"{MARK_OPEN}{number}{MARK_CLOSE}"


def _bookmarks(root: etree._Element, found: Found, name: str) -> None:
    """A bookmark that a loop repeats gets another number and, from the second on, another name."""
    starts: dict[str, int] = {}
    for mark in root.iter(*BOOKMARKS):
        old = str(mark.get(ID, ""))
        if mark.tag == BOOKMARKS[0]:
            starts[old] = found.first + len(found.tags)
            mark.set(ID, _marker(found, name, "unique"))
            title = str(mark.get(NAME, ""))[:LONGEST_NAME]
            mark.set(NAME, title + _marker(found, name, "repeated"))
        elif old in starts:
            mark.set(ID, _marker(found, name, "same", str(starts[old])))
