"""How the parts of a workbook hang together: relationships, kinds of content, sheets by name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from docgen.ledger.marked_xml import RELATION, STRICT, content_of, named, tree
from docgen.ledger.marked_zip import Package, Unmarkable

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPES_PART = "[Content_Types].xml"
NO_RELATIONS = f'<Relationships xmlns="{RELATIONS}"/>'.encode()


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, the last word of its type (``comments``), the part it leads to."""

    id: str
    kind: str
    target: str


def _beside(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> list[Relation]:
    """Return the relationships of a part (``""``: of the package); outside ones lead to ""."""
    name = package.find(_beside(part))
    if not name:
        return []
    found = tree(package.read(name)).iter(named("Relationship", RELATIONS))
    return [_relation(package, part, one) for one in found]


def _relation(package: Package, part: str, one: etree._Element) -> Relation:
    outside = one.get("TargetMode", "Internal") != "Internal"
    target = "" if outside else package.find(_resolved(part, one.get("Target", "")))
    return Relation(one.get("Id", ""), one.get("Type", "").rpartition("/")[2], target)


def _resolved(part: str, target: str) -> str:
    path = unquote(target)
    if not path.startswith("/"):
        path = posixpath.join(posixpath.dirname(part), path)
    return posixpath.normpath(path).lstrip("/")


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """Add a relationship from one part to another and return its id."""
    name = package.find(_beside(part)) or _beside(part)
    root = tree(package.read(name) if package.find(name) else NO_RELATIONS)
    taken = {one.get("Id", "").lower() for one in root}
    number = len(root) + 1
    while f"rid{number}" in taken:
        number += 1
    given = {"Id": f"rId{number}", "Type": f"{RELATION}/{kind}", "Target": f"/{target}"}
    etree.SubElement(root, named("Relationship", RELATIONS), given)
    package.put(name, content_of(root))
    return f"rId{number}"


def declare(package: Package, part: str, content_type: str) -> None:
    """Say in the package which kind of content a new part has.

    Of .vml parts all are of one kind, which programs look for by the ending.
    """
    name = package.find(TYPES_PART)
    if not name:
        raise Unmarkable("压缩包缺少部分")
    root = tree(package.read(name))
    ending = posixpath.splitext(part)[1][1:]
    usual = {
        one.get("Extension", "").lower(): one.get("ContentType")
        for one in root.iter(named("Default", CONTENT_TYPES))
    }
    if usual.get(ending) == content_type:
        return
    if ending == "vml" and ending not in usual:
        given = {"Extension": ending, "ContentType": content_type}
        root.insert(0, etree.Element(named("Default", CONTENT_TYPES), given))
    else:
        given = {"PartName": f"/{part}", "ContentType": content_type}
        etree.SubElement(root, named("Override", CONTENT_TYPES), given)
    package.put(name, content_of(root))


def free_name(package: Package, pattern: str) -> str:
    """Return the first name of a numbered row (``xl/comments{}.xml``) that no part has."""
    number = 1
    while package.find(pattern.format(number)):
        number += 1
    return pattern.format(number)


def related(found: Iterable[Relation], kind: str) -> str:
    """Return the part that the first relationship of a kind leads to, empty when there is none."""
    return next((one.target for one in found if one.kind == kind and one.target), "")


def workbook_part(package: Package) -> str:
    """Return the part that lists the sheets."""
    part = related(relations(package, ""), "officeDocument") or package.find("xl/workbook.xml")
    if not part:
        raise Unmarkable("压缩包缺少部分")
    return part


def sheet_parts(package: Package, workbook: str) -> dict[str, str]:
    """Return sheet name → part; a workbook of the strict dialect raises ``Unmarkable``."""
    targets = {one.id: one.target for one in relations(package, workbook)}
    root = tree(package.read(workbook))
    if root.tag.startswith(f"{{{STRICT}"):
        raise Unmarkable("是“Strict Open XML”格式")  # it has no place for the boxes of comments
    found: dict[str, str] = {}
    for sheet in root.iter(named("sheet")):
        target = targets.get(sheet.get(named("id", RELATION), ""), "")
        if target:
            found.setdefault(sheet.get("name", ""), target)
    return found
