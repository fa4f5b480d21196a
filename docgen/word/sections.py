"""The sections of one record in a volume: headers, page numbers and notes of its own."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from docgen.word.binding import Binding
from docgen.word.ooxml import P_PR, SECT_PR, P, w
from docgen.word.relations import R_NS

RID = f"{{{R_NS}}}id"
HEADINGS = (w("headerReference"), w("footerReference"))
EMPTY = {
    w("headerReference"): ("header", "hdr"),
    w("footerReference"): ("footer", "ftr"),
}
# CT_SectPr is a sequence (ISO/IEC 29500-1, 17.6.17): what stands before each of these in it.
BEFORE = {
    "footnotePr": (*HEADINGS,),
    "endnotePr": (*HEADINGS, w("footnotePr")),
    "type": (*HEADINGS, w("footnotePr"), w("endnotePr")),
    "pgNumType": (
        *(*HEADINGS, w("footnotePr"), w("endnotePr"), w("type"), w("pgSz"), w("pgMar")),
        *(w("paperSrc"), w("pgBorders"), w("lnNumType")),
    ),
}
NEW_PAGE = ("nextPage", "oddPage", "evenPage")
# A paragraph that only ends a section takes no room behind a table.
ENDING = (
    '<w:pPr xmlns:w="{}"><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr>'
)
ALL_PAGES = re.compile(r"\bNUMPAGES\b")


def sections_of(root: etree._Element, binding: Binding) -> None:
    """Give each record sections of its own: a new page, page 1, notes from 1, its headers."""
    sections = list(root.iter(SECT_PR))
    used = {(one.tag, str(one.get(w("type")))) for part in sections for one in part.iter(*HEADINGS)}
    first = sections[0]
    present = {(one.tag, str(one.get(w("type")))) for one in first.iter(*HEADINGS)}
    for tag, kind in sorted(used - present):
        made = etree.Element(tag)
        made.set(w("type"), kind)
        made.set(RID, _empty(tag, binding))
        first.insert(0, made)
    start = first.find(w("type"))
    if start is None or start.get(w("val")) not in NEW_PAGE:
        _set(first, "type", "val", "nextPage")
    _set(first, "pgNumType", "start", "1")
    for notes in binding.notes.values():
        settings = _child(first, f"{notes.kind}Pr")
        for old in settings.findall(w("numRestart")):
            settings.remove(old)
        etree.SubElement(settings, w("numRestart")).set(w("val"), "eachSect")
    if len(sections) == 1:
        for code in root.iter(w("instrText")):
            code.text = ALL_PAGES.sub("SECTIONPAGES", code.text or "")


def _empty(tag: str, binding: Binding) -> str:
    """Return the relation to an empty header: without one Word repeats the section before."""
    kind, root = EMPTY[tag]
    key = (kind, "")
    if key not in binding.own:
        space = w("x")[1:-2]
        data = f'<w:{root} xmlns:w="{space}"><w:p/></w:{root}>'.encode()
        folder = posixpath.dirname(binding.package.main)
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        name = posixpath.join(folder, f"{kind}_0000.xml")
        target = binding.add_part(name, data, content, name)
        binding.own[key] = binding.relate(kind, target)
    return binding.own[key]


def _child(section: etree._Element, name: str) -> etree._Element:
    """Return a property of a section, made in its place when it is not there."""
    found = section.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        section.insert(sum(child.tag in BEFORE[name] for child in section), found)
    return found


def _set(section: etree._Element, name: str, key: str, value: str) -> None:
    _child(section, name).set(w(key), value)


def end_section(body: etree._Element) -> None:
    """Move the body's section into its last paragraph, so that another can follow."""
    section = body[-1]
    body.remove(section)
    last = body[-1] if len(body) else None
    settings = None
    if last is not None and last.tag == P and last.find(f"{P_PR}/{SECT_PR}") is None:
        settings = last.find(P_PR)
        if settings is None:
            settings = etree.Element(P_PR)
            last.insert(0, settings)
    else:
        settings = etree.fromstring(ENDING.format(w("x")[1:-2]))
        etree.SubElement(body, P).append(settings)
    changed = settings.find(w("pPrChange"))
    settings.append(section) if changed is None else changed.addprevious(section)
