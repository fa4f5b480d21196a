"""Parts and pictures that a record brings into a volume: each text and picture once."""

from __future__ import annotations

import hashlib

from lxml import etree

from docgen.word.binding import Binding, section_pages
from docgen.word.package import TYPES
from docgen.word.relations import R_NS, type_of
from docgen.word.report import Printed

RID, EMBED = f"{{{R_NS}}}id", f"{{{R_NS}}}embed"


def own_parts(root: etree._Element, printed: Printed, binding: Binding) -> None:
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
            target = binding.add_part(name, section_pages(data), content, part, more)
            binding.own[key] = binding.relate(kind, target)
        changed[relation] = binding.own[key]
    if changed:
        for element in root.iter():
            if element.get(RID) in changed:
                element.set(RID, changed[str(element.get(RID))])


def own_links(root: etree._Element, part: str, printed: Printed, binding: Binding) -> None:
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
