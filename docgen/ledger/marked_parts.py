"""How the parts of a workbook hang together: relationships, kinds of content, sheets by name."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from docgen.ledger.marked_xml import MAIN, RELATION, STRICT, elements, with_children
from docgen.ledger.marked_zip import Package, Unmarkable

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPES_PART = "[Content_Types].xml"
EMPTY = f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{RELATIONS}"/>'.encode()
OFFICE = "application/vnd.openxmlformats-officedocument."
VML_TYPE = f"{OFFICE}vmlDrawing"


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
    """Return the relationships of a part (of the whole package: ``""``) that lead inside."""
    name = package.find(_beside(part))
    found: list[Relation] = []

    def visit(tag: str, given: dict[str, str], _: int) -> None:
        if tag == "Relationship" and given.get("TargetMode", "Internal") == "Internal":
            kind = given.get("Type", "").rpartition("/")[2]
            target = package.find(_resolved(part, given.get("Target", "")))
            found.append(Relation(given.get("Id", ""), kind, target))

    if name:
        elements(package.read(name), RELATIONS, visit)
    return found


def _resolved(part: str, target: str) -> str:
    path = unquote(target)
    if not path.startswith("/"):
        path = posixpath.join(posixpath.dirname(part), path)
    return posixpath.normpath(path).lstrip("/")


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """Add a relationship from one part to another and return its id."""
    name = package.find(_beside(part)) or _beside(part)
    old = package.read(name) if package.find(name) else EMPTY
    taken = {relation.id for relation in relations(package, part)}
    number = len(taken) + 1
    while f"rId{number}" in taken or f'"rId{number}"'.encode() in old:
        number += 1
    new_id = f"rId{number}"
    given = {"Id": new_id, "Type": f"{RELATION}/{kind}", "Target": f"/{target}"}
    package.put(name, with_children(old, [(b"Relationship", given)]))
    return new_id


def declare(package: Package, part: str, content_type: str) -> None:
    """Say in the package which kind of content a new part has."""
    name = package.find(TYPES_PART)
    if not name:
        raise Unmarkable("压缩包缺少部分")
    given = {"PartName": f"/{part}", "ContentType": content_type}
    package.put(name, with_children(package.read(name), [(b"Override", given)]))


def free_name(package: Package, pattern: str) -> str:
    """Return the first name of a numbered row (``xl/comments{}.xml``) that no part has."""
    number = 1
    while package.find(pattern.format(number)):
        number += 1
    return pattern.format(number)


def related(found: list[Relation], kind: str) -> str:
    """Return the part that the first relationship of a kind leads to, empty when there is none."""
    return next((one.target for one in found if one.kind == kind and one.target), "")


def workbook_part(package: Package) -> str:
    """Return the part that lists the sheets."""
    part = related(relations(package, ""), "officeDocument") or package.find("xl/workbook.xml")
    if not part:
        raise Unmarkable("压缩包缺少部分")
    return part


def sheet_parts(package: Package, workbook: str) -> dict[str, str]:
    """Return sheet name → part; a workbook in the strict dialect raises ``Unmarkable``."""
    targets = {one.id: one.target for one in relations(package, workbook)}
    content = package.read(workbook)
    if STRICT.encode() in content[:4000]:
        raise Unmarkable("是“严格 Open XML”格式")  # it has no place for the boxes of comments
    found: dict[str, str] = {}

    def visit(tag: str, given: dict[str, str], _: int) -> None:
        if tag == "sheet":
            target = targets.get(_relation_id(given), "")
            if target:
                found.setdefault(given.get("name", ""), target)

    elements(content, MAIN, visit)
    return found


def _relation_id(given: dict[str, str]) -> str:
    wanted = f"{RELATION}\nid"
    return next((value for key, value in given.items() if key.startswith(wanted)), "")
