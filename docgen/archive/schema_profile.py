"""The profiles of archive_schema.yaml: classes, way of filing and archival codes, checked."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import replace

from docgen.archive.schema import (
    BY_ITEM,
    BY_VOLUME,
    ITEM_CODE,
    ArchiveClass,
    PaperType,
    Profile,
)
from docgen.archive.schema_nodes import Node, Nodes

GENERAL = ("综合管理", "特殊载体")
FILINGS = (BY_VOLUME, BY_ITEM)
VOLUME_FIELDS = {"fonds": "", "class": "", "village": "", "volume": 1}
ITEM_FIELDS = {"fonds": "", "class": "", "village": "", "year": 2020, "keep": "Y", "item": 1}
PROFILE_KEYS = {"title", "filing", "code", "item_code", "merge_general_into", "household"} | {
    "pending",
    "max_pages",
    "classes",
    "confirm",
}
CLASS_KEYS = {"code", "name", "from", "types"}


def profile_of(
    reader: Nodes,
    top: Node,
    types: Mapping[str, PaperType],
    base: tuple[str, ...],
    name: str,
    *,
    merge: object = None,
    filing: str = "",
) -> Profile:
    """Return the profile of this name after checking all of them.

    ``merge`` overrides ``merge_general_into`` and ``filing`` the way of filing of the profile
    (settings of the work folder). Raises SchemaFaulty with the line.
    """
    profiles = top.get("profiles")
    if not isinstance(profiles, Node) or not profiles:
        raise reader.fault(top.line, "缺少“profiles”")
    read = {key: _profile(reader, profiles, key, types, base) for key in profiles}
    if name not in read:
        names = "、".join(profiles)
        raise reader.fault(profiles.line, f"没有方案“{name}”，可用：{names}")
    node, chosen = profiles[name], read[name]
    if filing and filing not in FILINGS:
        allowed = "、".join(FILINGS)
        raise reader.fault(node.line, f"docgen.toml 的“filing: {filing}”不行，可用：{allowed}")
    into = reader.text(node, "merge_general_into", "") if merge is None else str(merge)
    classes = _merged(reader, node, chosen.classes, into)
    return replace(chosen, classes=classes, filing=filing or chosen.filing)


def _profile(
    reader: Nodes, profiles: Node, name: str, types: Mapping[str, PaperType], base: tuple[str, ...]
) -> Profile:
    node = profiles[name]
    if not isinstance(node, Node):
        raise reader.fault(profiles.line, f"方案“{name}”应当是“键: 值”")
    reader.known(node, PROFILE_KEYS)
    pending = _class(reader, node, "pending", types, base)
    if pending is None:
        raise reader.fault(node.line, "缺少“pending”")
    household = _class(reader, node, "household", types, base)
    classes = _classes(reader, node, types, base)
    _different(reader, node, [*classes, pending, *([household] if household else [])])
    return Profile(
        name=name,
        title=reader.text(node, "title", name),
        filing=reader.choice(node, "filing", FILINGS, BY_VOLUME),
        code=_pattern(reader, node, "code", VOLUME_FIELDS, {"class", "volume"}),
        item_code=_pattern(reader, node, "item_code", ITEM_FIELDS, {"year", "keep", "item"}),
        household=household,
        pending=pending,
        classes=classes,
        max_pages=reader.number(node, "max_pages", 200),
        confirm=tuple(reader.texts(node, "confirm")),
    )


def _pattern(
    reader: Nodes, node: Node, key: str, fields: Mapping[str, object], needed: set[str]
) -> str:
    """A pattern of archival codes that has the fields it needs and knows all it names."""
    pattern = reader.text(node, key, ITEM_CODE if key == "item_code" else None)
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
        pattern.format(**fields)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise reader.fault(node.line, f"档号“{pattern}”写得不对：{error}") from error
    if not named <= set(fields) or not needed <= named:
        wanted = "、".join(f"{{{name}}}" for name in sorted(needed))
        raise reader.fault(node.line, f"档号“{pattern}”里要有 {wanted}")
    return pattern


def _class(
    reader: Nodes, node: Node, key: str, types: Mapping[str, PaperType], base: tuple[str, ...]
) -> ArchiveClass | None:
    """The class of households or of papers that wait; ``None`` when the profile has none."""
    value = node.get(key)
    if value is None:
        return None
    if not isinstance(value, Node):
        raise reader.fault(node.line, f"“{key}”应当是“{{code: …, name: …}}”")
    return _one(reader, value, types, base)


def _one(
    reader: Nodes, entry: Node, types: Mapping[str, PaperType], base: tuple[str, ...]
) -> ArchiveClass:
    reader.known(entry, CLASS_KEYS)
    bases = tuple(reader.texts(entry, "from"))
    single = tuple(reader.texts(entry, "types"))
    if unknown := [name for name in bases if name not in base]:
        raise reader.fault(entry.line, f"没有基本类目“{unknown[0]}”")
    if unknown := [code for code in single if code not in types]:
        raise reader.fault(entry.line, f"没有代码为“{unknown[0]}”的文种")
    return ArchiveClass(reader.text(entry, "code"), reader.text(entry, "name"), bases, single)


def _classes(
    reader: Nodes, node: Node, types: Mapping[str, PaperType], base: tuple[str, ...]
) -> tuple[ArchiveClass, ...]:
    """Every base class has one place, and no class or type has two."""
    found: list[ArchiveClass] = []
    placed: set[str] = set()
    for entry in reader.nodes(node, "classes"):
        made = _one(reader, entry, types, base)
        if twice := [name for name in (*made.bases, *made.types) if name in placed]:
            raise reader.fault(entry.line, f"“{twice[0]}”已归入另一类")
        placed |= {*made.bases, *made.types}
        found.append(made)
    if missing := [name for name in base if not _whole(name, placed, types.values())]:
        raise reader.fault(node.line, f"基本类目“{missing[0]}”没有归处")
    return tuple(found)


def _whole(name: str, placed: set[str], types: Iterable[PaperType]) -> bool:
    """Whether a base class has a place, itself or with every one of its types."""
    own = {kind.code for kind in types if kind.base == name}
    return name in placed or bool(own and own <= placed)


def _different(reader: Nodes, node: Node, classes: list[ArchiveClass]) -> None:
    for what in ("code", "name"):
        seen = [getattr(entry, what) for entry in classes]
        if twice := [word for word in seen if seen.count(word) > 1]:
            raise reader.fault(node.line, f"两个类目都叫“{twice[0]}”")


def _merged(
    reader: Nodes, node: Node, classes: tuple[ArchiveClass, ...], into: str
) -> tuple[ArchiveClass, ...]:
    """Put 综合管理 and 特殊载体 into another class: the five classes exactly."""
    if not into:
        return classes
    if into not in [entry.name for entry in classes]:
        raise reader.fault(node.line, f"merge_general_into：没有类目“{into}”")
    kept = []
    for entry in classes:
        bases = tuple(name for name in entry.bases if name not in GENERAL)
        if entry.name == into:
            kept.append(replace(entry, bases=(*bases, *GENERAL)))
        elif bases or entry.types:
            kept.append(replace(entry, bases=bases))
    return tuple(kept)
