"""One printable file of many records: a section each, with headers and page numbers of its own.

Styles, fonts and pictures stand in the file once. The text goes to disk, compressed, while it is
printed, so memory holds one record and what its header says.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lxml import etree

from docgen.errors import DocgenError, FileNotWritable
from docgen.word.batch import Failed, Gap, Record, Report
from docgen.word.brought import pictures
from docgen.word.ooxml import P_PR, SECT_PR, P, w
from docgen.word.package import LEVEL, TYPES, Entry, Package, packed, streamed_entry, write_zip, xml
from docgen.word.pictures import TYPES as PICTURES
from docgen.word.relations import (
    R_NS,
    added,
    read_relations,
    relations_of,
    target_of,
    type_of,
    typed,
)
from docgen.word.renumber import (
    NOTES,
    Counters,
    Lists,
    Notes,
    lists_of,
    notes_of,
    opening,
    own_ids,
)
from docgen.word.tags import TAG

if TYPE_CHECKING:
    from docgen.word.template import Printed, Template, When

RID, EMBED = f"{{{R_NS}}}id", f"{{{R_NS}}}embed"
Relation = tuple[str, str, str, bool]  # id, kind, target, whether it lies outside the file
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
AFTER_NOTES = tuple(
    map(w, ("compat", "docVars", "rsids", "themeFontLang", "clrSchemeMapping", "decimalSymbol"))
)


@dataclass(slots=True)
class Binding:
    """What the volume has so far besides its text."""

    package: Package
    file: str
    counters: Counters = field(default_factory=Counters)
    lists: Lists = field(default_factory=Lists)
    notes: dict[str, Notes] = field(default_factory=dict)
    own: dict[tuple[str, str], str] = field(default_factory=dict)  # (part, its text) → relation
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: dict[str, list[Relation]] = field(default_factory=dict)
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)  # id → kind, part
    properties: dict[str, bytes | None] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    def relate(self, kind: str, target: str, outside: bool = False) -> str:
        """Return the id of a new relation of the document."""
        relations = self.relations.setdefault(self.package.main, [])
        relations.append((f"rIdVolume{len(relations) + 1}", kind, target, outside))
        return relations[-1][0]

    def add_part(
        self, name: str, data: bytes, kind: str, like: str, more: Sequence[Relation] = ()
    ) -> str:
        """Add a part like another, with its relations and more, and return the target of it."""
        self.parts[name] = data
        self.types[name] = kind
        old = self.package.parts.get(relations_of(like))
        if old or more:
            self.parts[relations_of(name)] = added(old, list(more))
        return posixpath.relpath(name, posixpath.dirname(self.package.main) or ".")


@dataclass(slots=True)
class Spool:
    """The document's text on disk, compressed as it comes."""

    file: IO[bytes]
    squeeze: zlib._Compress = field(default_factory=lambda: zlib.compressobj(LEVEL, 8, -15))
    crc: int = 0
    size: int = 0

    def add(self, text: str) -> None:
        data = text.encode()
        self.crc, self.size = zlib.crc32(data, self.crc), self.size + len(data)
        self.file.write(self.squeeze.compress(data))

    def end(self) -> None:
        self.file.write(self.squeeze.flush())


def volume(template: Template, records: Iterable[Record], path: Path, missing: When) -> Report:
    """Write one file of all records and report on it (see ``Template.volume``)."""
    template.check()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent) as file:
            return _bound(template, records, path, missing, Spool(file))
    except OSError as error:
        raise FileNotWritable(file=str(path), why=error.strerror or str(error)) from error


def _bound(
    template: Template, records: Iterable[Record], path: Path, missing: When, spool: Spool
) -> Report:
    binding = _binding(template.package, template.name)
    gaps: list[Gap] = []
    failed: list[Failed] = []
    last: etree._Element | None = None
    for number, record in enumerate(records, 1):
        try:
            printed = template.printed(record)
            if missing == "stop" and printed.unfilled:
                raise template.stopped(printed)
        except DocgenError as error:
            failed.append(Failed(number, path.name, error.sentence()))
            continue
        gaps += [
            Gap(path, one.name, f"第{number}份 {one.part} {one.place}".rstrip(), one.reason)
            for one in printed.unfilled
        ]
        root = _fitted(printed, binding)
        if last is None:
            spool.add(f"{opening(root)}<w:body>")
        else:
            _end_section(last)
            spool.add(_inside(last))
        last = root[-1]
        binding.made += 1
    if last is None:
        return Report((), (), tuple(failed))
    spool.add(f"{_inside(last)}</w:body></w:document>")
    spool.end()
    _write(binding, spool, path)
    return Report((path,), tuple(gaps), tuple(failed))


def _binding(package: Package, file: str) -> Binding:
    binding = Binding(package, file)
    main = package.main
    by_kind: dict[str, str] = {}
    for one in read_relations(package.parts.get(relations_of(main))):
        kind, target = one["Type"].rpartition("/")[2], target_of(main, one["Target"])
        if one.get("TargetMode") != "External" and target in package.parts:
            binding.targets[one["Id"]] = (kind, target)
            by_kind[kind] = target
    if name := by_kind.get("numbering"):
        styles = by_kind.get("styles")
        tree = xml(package.parts[styles], file) if styles else None
        binding.lists = lists_of(xml(package.parts[name], file), tree)
    for kind, note in NOTES.items():
        if name := by_kind.get(kind):
            binding.notes[name] = notes_of(xml(package.parts[name], file), note)
    return binding


def _fitted(printed: Printed, binding: Binding) -> etree._Element:
    """Return one record's document, ready to stand among others."""
    main = binding.package.main
    root = xml(printed.parts.get(main, binding.package.parts[main]), binding.file)
    body = root[-1]
    if len(body) == 0 or body[-1].tag != SECT_PR:
        etree.SubElement(body, SECT_PR)
    own_ids(root, binding.counters)
    if binding.made:
        binding.lists.restart(root)
    for name, notes in binding.notes.items():
        if next(body.iter(w(f"{notes.kind}Reference")), None) is not None:
            tree = xml(printed.parts.get(name, binding.package.parts[name]), binding.file)
            _own_links(tree, name, printed, binding)
            notes.take(body, tree, binding.counters)
    _own_parts(root, printed, binding)
    _own_links(root, main, printed, binding)
    binding.media |= printed.media
    _sections(root, binding)
    for name in printed.parts:
        if name.startswith("docProps/"):
            same = binding.properties.setdefault(name, printed.parts[name]) == printed.parts[name]
            binding.properties[name] = printed.parts[name] if same else None
    return root


def _own_parts(root: etree._Element, printed: Printed, binding: Binding) -> None:
    """Headers, footers and charts that the record's values stand in: one part for each text."""
    changed: dict[str, str] = {}
    for relation, (kind, part) in binding.targets.items():
        data = printed.parts.get(part, b"")
        if not data or part in binding.notes:
            continue
        more = [
            (name, link.kind, link.target, link.outside)
            for link, name in printed.links.items()
            if link.part == part
        ]
        key = (part, hashlib.sha256(data + repr(more).encode()).hexdigest())
        if key not in binding.own:
            stem, dot, ending = part.rpartition(".")
            name = f"{stem}_{len(binding.own) + 1:04}{dot}{ending}"
            content = type_of(binding.package.parts[TYPES], part)
            target = binding.add_part(name, _section_pages(data), content, part, more)
            binding.own[key] = binding.relate(kind, target)
        changed[relation] = binding.own[key]
    if changed:
        for element in root.iter():
            if element.get(RID) in changed:
                element.set(RID, changed[str(element.get(RID))])


def _own_links(root: etree._Element, part: str, printed: Printed, binding: Binding) -> None:
    """Pictures and addresses that the record brought: each once in the volume."""
    changed: dict[str, str] = {}
    for link, name in printed.links.items():
        if link.part != part:
            continue
        key = (f"{part} {link.kind}", link.target)
        if key not in binding.own:
            relations = binding.relations.setdefault(part, [])
            made = f"rIdVolume{len(relations) + 1}"
            relations.append((made, link.kind, link.target, link.outside))
            binding.own[key] = made
        changed[name] = binding.own[key]
    for element in root.iter() if changed else ():
        for attribute in (RID, EMBED):
            if element.get(attribute) in changed:
                element.set(attribute, changed[str(element.get(attribute))])


def _sections(root: etree._Element, binding: Binding) -> None:
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


def _section_pages(data: bytes) -> bytes:
    """``NUMPAGES`` in a header would count the whole volume: the section's pages are meant."""
    return data.replace(b" NUMPAGES", b" SECTIONPAGES")


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


def _end_section(body: etree._Element) -> None:
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


def _inside(body: etree._Element) -> str:
    text = str(etree.tostring(body, encoding="unicode"))
    return text[text.index(">") + 1 : text.rindex("<")]


def _write(binding: Binding, spool: Spool, path: Path) -> None:
    """Write the parts and the spooled text as one file, whole or not at all."""
    changed = _changed(binding)
    entries: dict[str, Entry] = {**binding.package.packed}
    entries |= {name: packed(name, data) for name, data in changed.items()}
    main = binding.package.main
    entries[main] = streamed_entry(main, spool.crc, spool.file.tell(), spool.size)
    part = path.parent / f".docgen-{os.getpid()}.part"
    try:
        with open(part, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            write_zip(file, entries, {main: spool.file})
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _changed(binding: Binding) -> dict[str, bytes]:
    package, changed = binding.package, dict(binding.parts)
    for owner, relations in binding.relations.items():
        name = relations_of(owner)
        changed[name] = added(package.parts.get(name), relations)
    changed |= pictures(package, binding.media)
    endings = PICTURES if binding.media else {}
    changed[TYPES] = typed(package.parts[TYPES], binding.types, endings)
    for _, (kind, part) in sorted(binding.targets.items()):
        data = package.parts[part]
        if kind == "numbering" and binding.lists.further:
            at = data.rindex(b"</w:num>") + len(b"</w:num>")
            changed[part] = data[:at] + "".join(binding.lists.further).encode() + data[at:]
        elif kind in ("header", "footer") and b"NUMPAGES" in data:
            changed[part] = _section_pages(data)
        elif kind == "settings" and any(
            one.kind == "endnote" and one.texts for one in binding.notes.values()
        ):
            changed[part] = _notes_at_section_end(xml(data, binding.file))
    for name, notes in binding.notes.items():
        if notes.texts:
            changed[name] = notes.part()
    for name, held in binding.properties.items():
        changed[name] = held or TAG.sub("", package.parts[name].decode()).encode()
    return changed


def _notes_at_section_end(settings: etree._Element) -> bytes:
    """Endnotes stand behind their record, not behind the whole volume."""
    notes = settings.find(w("endnotePr"))
    if notes is None:
        notes = etree.Element(w("endnotePr"))
        follower = next((child for child in settings if child.tag in AFTER_NOTES), None)
        settings.append(notes) if follower is None else follower.addprevious(notes)
    for old in notes.findall(w("pos")):
        notes.remove(old)
    place = etree.Element(w("pos"))
    place.set(w("val"), "sectEnd")
    notes.insert(0, place)
    return bytes(etree.tostring(settings, xml_declaration=True, encoding="UTF-8", standalone=True))
