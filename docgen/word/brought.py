"""Pictures and addresses that values brought into a document: their parts and relations."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from docgen.word.package import TYPES, Package
from docgen.word.pictures import TYPES as PICTURES
from docgen.word.relations import added, relations_of, typed
from docgen.word.state import Link


def brought(
    package: Package, links: Mapping[Link, str], media: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the parts that change: pictures, relations, the list of content types."""
    changed = pictures(package, media)
    by_part: dict[str, list[tuple[str, str, str, bool]]] = {}
    for link, name in links.items():
        by_part.setdefault(link.part, []).append((name, link.kind, link.target, link.outside))
    for part, relations in by_part.items():
        name = relations_of(part)
        changed[name] = added(package.parts.get(name), relations)
    if media:
        changed[TYPES] = typed(package.parts[TYPES], endings=PICTURES)
    return changed


def pictures(package: Package, media: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pictures by the names of their parts, beside the document."""
    folder = posixpath.dirname(package.main)
    return {posixpath.join(folder, "media", name): data for name, data in media.items()}
