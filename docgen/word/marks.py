"""The parts of a package that have tags, as markup with a marker for each tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.word.faults import Fault, Place
from docgen.word.ooxml import W_NS
from docgen.word.package import Package, xml
from docgen.word.structure import keyword, lift
from docgen.word.tags import MARK_CLOSE, MARK_OPEN, Tag

TAGGED = re.compile(
    r"^(?!.*glossary/).*?(?:header\d*|footer\d*|footnotes|endnotes|core|app|custom|chart\d+)\.xml$"
)
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BRACES = (b"{", "｛".encode(), b"&#123;", b"}", "｝".encode())


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
        if not any(brace in data for brace in BRACES):
            continue
        part = _prepared(name, xml(data, file), first)
        if part.tags or part.faults or b"{_" in data or b"_}" in data:
            first += len(part.tags)
            yield part


def _prepared(name: str, root: etree._Element, first: int) -> Prepared:
    if W_NS in root.nsmap.values() and root.nsmap.get("w") != W_NS:
        place = Place(name, "")
        fault = place.fault(name, "这个文件不是 Word 或 WPS 写的，请用其中一个打开、另存一次")
        return Prepared(name, "", (), (fault,))
    found = lift(root, name, first)
    if any(keyword(tag) == "for" for tag in found.tags):
        for picture in root.iter(PICTURE):
            number = first + len(found.tags)
            found.tags.append(Tag(number, "unique", "", "", "", Place(name, "")))
            picture.set("id", f"{MARK_OPEN}{number}{MARK_CLOSE}")
    markup = HEAD + etree.tostring(root, encoding="unicode")
    return Prepared(name, markup, tuple(found.tags), tuple(found.faults))
