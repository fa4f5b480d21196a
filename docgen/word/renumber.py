"""Many documents in one: ids, lists and notes of each get numbers of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from docgen.word.marks import PICTURE
from docgen.word.ooxml import P_PR, P, markup, w
from docgen.word.tidy import unnumbered

ID, NAME, VAL = w("id"), w("name"), w("val")
NUM_PR, NUM_ID, LEVEL = w("numPr"), w("numId"), w("ilvl")
REMARKS = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
LONGEST_NAME = 40  # of a bookmark (ISO/IEC 29500-1, 17.13.6.2)
RESTARTED = 9  # levels of a list
NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


@dataclass(slots=True)
class Counters:
    """Numbers given out so far in the whole volume."""

    bookmarks: int = 0
    pictures: int = 0


def own_ids(root: etree._Element, counters: Counters) -> None:
    """Give bookmarks and pictures numbers of their own; reviewers' remarks go."""
    names = _bookmarks(root, counters)
    for picture in root.iter(PICTURE):
        counters.pictures += 1
        picture.set("id", str(counters.pictures))
    for remark in list(root.iter(*REMARKS)):
        _remove(remark)
    unnumbered(root)
    if names:
        _follow(root, names)


def _bookmarks(root: etree._Element, counters: Counters) -> dict[str, str]:
    numbers, names = dict[str, str](), dict[str, str]()
    for mark in root.iter(w("bookmarkStart")):
        counters.bookmarks += 1
        number, name = str(counters.bookmarks), str(mark.get(NAME, ""))
        numbers[str(mark.get(ID, ""))] = number
        names[name] = f"{name[: LONGEST_NAME - 1 - len(number)]}_{number}"
        mark.set(ID, number)
        mark.set(NAME, names[name])
    for mark in root.iter(w("bookmarkEnd")):
        mark.set(ID, numbers.get(str(mark.get(ID, "")), "0"))
    return names


def _follow(root: etree._Element, names: dict[str, str]) -> None:
    """Links and fields that name a bookmark name its new one."""
    known = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, filter(None, names))) + r")(?!\w)")
    for link in root.iter(w("hyperlink")):
        anchor = str(link.get(w("anchor"), ""))
        if anchor in names:
            link.set(w("anchor"), names[anchor])
    for code in root.iter(w("instrText")):
        code.text = known.sub(lambda found: names[found.group()], code.text or "")
    for code in root.iter(w("fldSimple")):
        text = str(code.get(w("instr"), ""))
        code.set(w("instr"), known.sub(lambda found: names[found.group()], text))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


@dataclass(slots=True)
class Lists:
    """The numbered lists of the template, and the further ones that later records got."""

    starts: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, str]] = field(default_factory=dict)
    last: int = 0
    further: list[str] = field(default_factory=list)

    def restart(self, root: etree._Element) -> None:
        """Let every numbered list in ``root`` begin anew, as a list of its own."""
        if not self.starts:
            return
        given: dict[str, str] = {}
        for number, own in list(self._numbers(root)):
            if own not in self.starts:
                continue
            if own not in given:
                given[own] = self._another(own)
            number.set(VAL, given[own])

    def _numbers(self, root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        for paragraph in root.iter(P):
            settings = paragraph.find(P_PR)
            if settings is None:
                continue
            number = settings.find(f"{NUM_PR}/{NUM_ID}")
            if number is None:
                number = self._by_style(settings)
            if number is not None:
                yield number, str(number.get(VAL, ""))

    def _by_style(self, settings: etree._Element) -> etree._Element | None:
        """Write the numbering of a paragraph's style into the paragraph."""
        style = settings.find(w("pStyle"))
        found = self.styles.get(str(style.get(VAL, ""))) if style is not None else None
        if found is None or found[0] not in self.starts:
            return None
        # CT_PPr: pStyle, keepNext, keepLines, pageBreakBefore, framePr, widowControl, numPr …
        early = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
        place = sum(child.tag in map(w, early) for child in settings)
        made = etree.Element(NUM_PR)
        etree.SubElement(made, LEVEL).set(VAL, found[1])
        number = etree.SubElement(made, NUM_ID)
        number.set(VAL, found[0])
        settings.insert(place, made)
        return number

    def _another(self, own: str) -> str:
        abstract, starts = self.starts[own]
        self.last += 1
        levels = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in enumerate(starts)
        )
        self.further.append(
            f'<w:num w:numId="{self.last}"><w:abstractNumId w:val="{abstract}"/>{levels}</w:num>'
        )
        return str(self.last)


def lists_of(numbering: etree._Element, styles: etree._Element | None) -> Lists:
    """Return the template's numbered lists (not those with bullets) with their first numbers."""
    kinds = {str(one.get(w("abstractNumId"))): one for one in numbering.iter(w("abstractNum"))}
    lists = Lists()
    for one in numbering.iter(w("num")):
        number, held = str(one.get(NUM_ID, "0")), one.find(w("abstractNumId"))
        lists.last = max(lists.last, int(number))
        abstract = str(held.get(VAL, "")) if held is not None else ""
        if abstract in kinds and not _has_bullets(kinds[abstract]):
            lists.starts[number] = (abstract, _starts(kinds[abstract], one))
    for style in styles.iter(w("style")) if styles is not None else ():
        own = style.find(f"{P_PR}/{NUM_PR}/{NUM_ID}")
        if own is None:
            continue
        level = style.find(f"{P_PR}/{NUM_PR}/{LEVEL}")
        depth = str(level.get(VAL, "0")) if level is not None else "0"
        lists.styles[str(style.get(w("styleId")))] = (str(own.get(VAL, "")), depth)
    return lists


def _has_bullets(abstract: etree._Element) -> bool:
    kind = abstract.find(f"{w('lvl')}/{w('numFmt')}")
    return kind is not None and kind.get(VAL) == "bullet"


def _starts(abstract: etree._Element, number: etree._Element) -> tuple[str, ...]:
    starts = ["1"] * RESTARTED
    for level in abstract.iter(w("lvl")):
        first = level.find(w("start"))
        if first is not None:
            starts[int(level.get(LEVEL, "0"))] = str(first.get(VAL, "1"))
    for changed in number.iter(w("lvlOverride")):
        first = changed.find(w("startOverride"))
        if first is not None:
            starts[int(changed.get(LEVEL, "0"))] = str(first.get(VAL, "1"))
    return tuple(starts)


@dataclass(slots=True)
class Notes:
    """The footnotes (or endnotes) of all records, one after another."""

    kind: str  # footnote or endnote
    head: str
    last: int
    texts: list[str] = field(default_factory=list)

    def take(self, body: etree._Element, notes: etree._Element, counters: Counters) -> None:
        """Move the notes that ``body`` refers to here, under numbers of their own."""
        by_id = {str(one.get(ID)): one for one in notes}
        for reference in body.iter(w(f"{self.kind}Reference")):
            note = by_id.get(str(reference.get(ID)))
            if note is None:
                continue
            self.last += 1
            reference.set(ID, str(self.last))
            note.set(ID, str(self.last))
            own_ids(note, counters)
            self.texts.append(markup(note))

    def part(self) -> bytes:
        """Return the part with all notes."""
        return f"{self.head}{''.join(self.texts)}</w:{self.kind}s>".encode()


def notes_of(root: etree._Element, kind: str) -> Notes:
    """Return the template's notes with its separators, before those of any record."""
    special = [one for one in root if one.get(w("type")) not in (None, "normal")]
    last = max((int(one.get(ID, "0")) for one in special), default=0)
    head = opening(root) + "".join(markup(one) for one in special)
    return Notes(kind, head, max(last, 0))


def opening(root: etree._Element) -> str:
    """Return the declaration and start tag of a part, with its namespaces."""
    bare = deepcopy(root)
    for child in list(bare):
        bare.remove(child)
    bare.text = None
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{_text(bare)[:-2]}>'


def _text(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode"))
