"""What a volume has so far besides its text, and the parts that come of it in the end."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from docgen.word.brought import beside, kinds_of
from docgen.word.ooxml import w
from docgen.word.package import TYPES, Package, xml
from docgen.word.relations import added, read_relations, relations_of, target_of, typed
from docgen.word.renumber import NOTES, Counters, Lists, Notes, lists_of, notes_of
from docgen.word.tags import TAG

Relation = tuple[str, str, str, bool]  # id, kind, target, whether it lies outside the file
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


def binding_of(package: Package, file: str) -> Binding:
    """Return the beginning of a volume: what the template's document is related to."""
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


def section_pages(data: bytes) -> bytes:
    """``NUMPAGES`` in a header would count the whole volume: the section's pages are meant."""
    return data.replace(b" NUMPAGES", b" SECTIONPAGES")


def changed_parts(binding: Binding) -> dict[str, bytes]:
    """Return the parts of the package, except the document, that the records changed."""
    package, changed = binding.package, dict(binding.parts)
    for owner, relations in binding.relations.items():
        name = relations_of(owner)
        changed[name] = added(package.parts.get(name), relations)
    changed |= beside(package, binding.media)
    parts, endings = kinds_of(package, binding.media) if binding.media else ({}, {})
    changed[TYPES] = typed(package.parts[TYPES], {**binding.types, **parts}, endings)
    for _, (kind, part) in sorted(binding.targets.items()):
        data = package.parts[part]
        if kind == "numbering" and binding.lists.further:
            at = data.rindex(b"</w:num>") + len(b"</w:num>")
            changed[part] = data[:at] + "".join(binding.lists.further).encode() + data[at:]
        elif kind in ("header", "footer") and b"NUMPAGES" in data:
            changed[part] = section_pages(data)
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
