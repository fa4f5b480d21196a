"""A copy of a template with Word comments at its faults."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from lxml import etree

from docgen.word.faults import Fault
from docgen.word.ooxml import FALLBACK, P_PR, TC, TXBX, W_NS, P, R, T, nearest_above, w
from docgen.word.package import TYPES, Package, joined, packed, xml
from docgen.word.places import Places, part_name
from docgen.word.relations import (
    WORD,
    added,
    free_id,
    read_relations,
    relations_of,
    target_of,
    typed,
)
from docgen.word.tags import chunks

AUTHOR = "docgen"
ID = w("id")
EMPTY = f'<w:comments xmlns:w="{W_NS}"/>'.encode()


def commented(package: Package, file: str, faults: Iterable[Fault]) -> bytes:
    """Return the template with a comment for each fault, at the text that it is about.

    Word has no comments in headers, footers, text boxes and properties: faults there are told at
    the paragraph that holds the box, or at the first paragraph, with their place in words.
    """
    root = xml(package.parts[package.main], file)
    comments_part, comments = _comments(package, file)
    first = 1 + max((int(one.get(ID, 0)) for one in comments), default=-1)
    spots = _spots(root, package.main)
    for number, fault in enumerate(faults, first):
        paragraph = _paragraph(fault, spots)
        paragraph = _first(root) if paragraph is None else paragraph
        _mark(paragraph, fault.excerpt, number)
        comments.append(_comment(number, fault, part_name(package.main)))
    changed = {package.main: _bytes(root), comments_part: _bytes(comments)}
    if comments_part not in package.parts:
        changed |= _introduced(package, comments_part)
    return joined(package, {name: packed(name, data) for name, data in changed.items()})


def _comments(package: Package, file: str) -> tuple[str, etree._Element]:
    for one in read_relations(package.parts.get(relations_of(package.main))):
        name = target_of(package.main, one["Target"])
        if one["Type"].endswith("/comments") and name in package.parts:
            return name, xml(package.parts[name], file)
    folder = posixpath.dirname(package.main)
    return posixpath.join(folder, "comments.xml"), etree.fromstring(EMPTY)


def _introduced(package: Package, part: str) -> dict[str, bytes]:
    name = relations_of(package.main)
    old = package.parts.get(name)
    relation = (free_id(old), "comments", posixpath.basename(part), False)
    return {
        name: added(old, [relation]),
        TYPES: typed(package.parts[TYPES], {part: f"{WORD}comments+xml"}),
    }


def _spots(root: etree._Element, path: str) -> dict[tuple[str, str], list[etree._Element]]:
    """Every paragraph of the part by its place in words; a cell holds several."""
    places, spots = Places(root, path), dict[tuple[str, str], list[etree._Element]]()
    for paragraph in root.iter(P):
        place = places.of(paragraph)
        spots.setdefault((place.part, place.place), []).append(paragraph)
    return spots


def _paragraph(
    fault: Fault, spots: dict[tuple[str, str], list[etree._Element]]
) -> etree._Element | None:
    found = spots.get((fault.part, fault.place), [])
    said = fault.excerpt.removesuffix("…")
    for paragraph in sorted(found, key=lambda one: said not in _text(one)):
        box = nearest_above(paragraph, TXBX)
        if box is None:
            return paragraph
        if nearest_above(paragraph, FALLBACK) is None:
            return nearest_above(box, P)
    return None


def _text(paragraph: etree._Element) -> str:
    return " ".join("".join(text for _, text in chunks(paragraph)).split())


def _first(root: etree._Element) -> etree._Element:
    for paragraph in root.iter(P):
        if nearest_above(paragraph, TXBX) is None and nearest_above(paragraph, TC) is None:
            return paragraph
    body = root.find(w("body"))
    made = etree.Element(P)
    (root if body is None else body).insert(0, made)
    return made


def _mark(paragraph: etree._Element, excerpt: str, number: int) -> None:
    """Put the comment's range around the runs that hold the excerpt, else around the paragraph."""
    inside = [child for child in paragraph if isinstance(child.tag, str) and child.tag != P_PR]
    held = list(_holding(inside, excerpt.removesuffix("…"))) or inside
    start, end = _element("commentRangeStart", number), _element("commentRangeEnd", number)
    reference = etree.Element(R)
    reference.append(_element("commentReference", number))
    if held:
        held[0].addprevious(start)
        held[-1].addnext(end)
    else:
        paragraph.extend([start, end])
    end.addnext(reference)


def _holding(children: list[etree._Element], excerpt: str) -> Iterator[etree._Element]:
    texts = ["".join(text for _, text in chunks(child)) for child in children]
    start = "".join(texts).find(excerpt)
    offset, end = 0, start + len(excerpt)
    for child, text in zip(children, texts, strict=True):
        if start >= 0 and offset < end and offset + len(text) > start:
            yield child
        offset += len(text)


def _element(name: str, number: int) -> etree._Element:
    made = etree.Element(w(name))
    made.set(ID, str(number))
    return made


def _comment(number: int, fault: Fault, main: str) -> etree._Element:
    hint = f"（是不是“{fault.nearest}”？）" if fault.nearest else ""
    where = "" if fault.part == main else f"{fault.part} {fault.place}：{fault.excerpt} "
    comment = etree.Element(w("comment"), nsmap={"w": W_NS})
    for key, value in (("id", str(number)), ("author", AUTHOR), ("initials", "d")):
        comment.set(w(key), value)
    text = etree.SubElement(etree.SubElement(etree.SubElement(comment, P), R), T)
    text.text = f"{where}{fault.message}{hint}"
    return comment


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
