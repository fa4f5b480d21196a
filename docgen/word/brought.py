"""Pictures, charts and addresses that values brought into a document: parts and relations."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from docgen.word.chart import BOOK_TYPE, CHART_TYPE
from docgen.word.package import TYPES, Package
from docgen.word.pictures import TYPES as PICTURES
from docgen.word.relations import added, relations_of, typed
from docgen.word.state import Link


def brought(
    package: Package, links: Mapping[Link, str], media: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the parts that change: pictures, charts, relations, the list of content types."""
    changed = beside(package, media)
    by_part: dict[str, list[tuple[str, str, str, bool]]] = {}
    for link, name in links.items():
        by_part.setdefault(link.part, []).append((name, link.kind, link.target, link.outside))
    for part, relations in by_part.items():
        name = relations_of(part)
        changed[name] = added(package.parts.get(name), relations)
    if media:
        changed[TYPES] = typed(package.parts[TYPES], *kinds_of(package, media))
    return changed


def beside(package: Package, media: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what values brought by the names of its parts, beside the document."""
    folder = posixpath.dirname(package.main)
    return {posixpath.join(folder, name): data for name, data in media.items()}


def kinds_of(package: Package, media: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the content types of what values brought: by part, and by file ending."""
    folder = posixpath.dirname(package.main)
    charts = [name for name in media if posixpath.dirname(name) == "charts"]
    parts = {posixpath.join(folder, name): CHART_TYPE for name in charts}
    return parts, {**PICTURES, **({"xlsx": BOOK_TYPE} if charts else {})}
