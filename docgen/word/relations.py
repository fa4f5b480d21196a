"""Relations between the parts of a package, and the list of their content types (OPC)."""

from __future__ import annotations

import posixpath

from lxml import etree

from docgen.word.ooxml import plain

REL_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
EMPTY = f'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="{REL_NS}"/>'.encode()


def relations_of(part: str) -> str:
    """Return the name of the part that holds another part's relations."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target_of(part: str, target: str) -> str:
    """Return the name of the part that a relation of ``part`` leads to."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def read_relations(data: bytes | None) -> list[dict[str, str]]:
    """Return Id, Type, Target and TargetMode of every relation."""
    return [
        {str(key): str(value) for key, value in one.attrib.items()}
        for one in etree.fromstring(data or EMPTY)
    ]


def added(data: bytes | None, relations: list[tuple[str, str, str, bool]]) -> bytes:
    """Return relations with these added: id, kind, target, whether it lies outside the file."""
    head, closing, _ = _open(data or EMPTY, "Relationships")
    lines = ""
    for name, kind, target, outside in relations:
        kind = kind if "/" in kind else f"{R_NS}/{kind}"
        mode = ' TargetMode="External"' if outside else ""
        lines += f'<Relationship Id="{name}" Type="{kind}" Target="{plain(target)}"{mode}/>'
    return head + lines.encode() + closing


def typed(
    data: bytes, parts: dict[str, str] | None = None, endings: dict[str, str] | None = None
) -> bytes:
    """Return [Content_Types].xml with types for these parts and file endings."""
    head, closing, old = _open(data, "Types")
    known = {one.get("Extension", "").lower() for one in old}
    lines = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (endings or {}).items()
        if ending not in known
    )
    named = {one.get("PartName") for one in old}
    lines += "".join(
        f'<Override PartName="/{plain(part)}" ContentType="{kind}"/>'
        for part, kind in (parts or {}).items()
        if f"/{part}" not in named
    )
    return head + lines.encode() + closing


def type_of(data: bytes, part: str) -> str:
    """Return the content type of a part, nothing when only its ending says it."""
    for one in etree.fromstring(data):
        if one.get("PartName") == f"/{part}":
            return str(one.get("ContentType", ""))
    return ""


def free_id(data: bytes | None, stem: str = "rIdDocgen") -> str:
    """Return a relation id that the relations do not have, ending in a number."""
    used = {one["Id"] for one in read_relations(data)}
    number = 1
    while f"{stem}{number}" in used:
        number += 1
    return f"{stem}{number}"


def _open(data: bytes, name: str) -> tuple[bytes, bytes, etree._Element]:
    """Return a list's markup up to its end, its end, and its tree; all in one namespace."""
    root = etree.fromstring(data)
    if len(root) == 0:
        space = etree.QName(root).namespace
        begin = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{name} xmlns="{space}">'
        return begin.encode(), f"</{name}>".encode(), root
    whole = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    at = whole.rindex(b"</")
    if root.prefix is None:
        return whole[:at], whole[at:], root
    space = etree.QName(root).namespace
    bare = etree.fromstring(f'<{name} xmlns="{space}"/>')
    bare.extend(list(root))
    etree.cleanup_namespaces(bare)
    return _open(etree.tostring(bare), name)
