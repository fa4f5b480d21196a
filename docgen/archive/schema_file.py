"""Reading archive_schema.yaml: every fault names its line, its key and what is meant."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from docgen.archive.schema import (
    HOUSEHOLD_LEVEL,
    RETENTIONS,
    VILLAGE_LEVEL,
    ArchiveClass,
    PaperType,
    Profile,
    Schema,
    Tie,
    TieCase,
)
from docgen.errors import FileUnreadable, SchemaFaulty
from docgen.facts.conditions import Condition, parse
from docgen.folder import Folder
from docgen.resources import schema_path

DEFAULT_PROFILE = "五类"
GENERAL = ("综合管理", "特殊载体")
NEEDS = ("必", "条件", "可选")
LEVELS = (HOUSEHOLD_LEVEL, VILLAGE_LEVEL)
YEARS = ("脱贫前", "脱贫后")
CODE_FIELDS = {"fonds", "class", "village", "volume"}
SIZE_LIMIT = 4_000_000
NESTING_LIMIT = 30

SINCE = ("脱贫年度", "识别时间")
TYPE_KEYS = {
    "code",
    "title",
    "class",
    "level",
    "order",
    "keep",
    "need",
    "when",
    "per",
    "since",
    "made",
} | {
    "words",
    "weak",
    "not",
}
TIE_KEYS = {"word", "cases", "review"}
CASE_KEYS = {"any", "all", "none", "level", "year", "type"}
PROFILE_KEYS = {"title", "filing", "code", "merge_general_into", "household", "pending"} | {
    "max_pages",
    "classes",
}
CLASS_KEYS = {"code", "name", "from"}
TOP_KEYS = {"version", "base_classes", "profiles", "village_words", "household_files"} | {
    "same_words",
    "always_village",
    "ties",
    "types",
}


class Node(dict[str, Any]):
    """A mapping of the file that knows its line."""

    line: int = 0


def schema_file(folder: Folder) -> Path:
    """Return the schema file that counts for a work folder."""
    return schema_path(
        folder.root, str(folder.settings.archive.get("schema", "archive_schema.yaml"))
    )


def load_schema(folder: Folder) -> Schema:
    """Return the schema of a work folder: its own file when it has one, else the packaged one."""
    settings = folder.settings.archive
    return read_schema(
        schema_file(folder),
        profile=str(settings.get("profile", "") or DEFAULT_PROFILE),
        merge=settings.get("merge_general_into"),
    )


def read_schema(path: Path, *, profile: str = DEFAULT_PROFILE, merge: object = None) -> Schema:
    """Read and check a schema file.

    ``merge`` overrides the profile's ``merge_general_into``. Raises SchemaFaulty for the first
    fault, FileUnreadable when the file cannot be read at all.
    """
    reader = _Reader(path.name)
    top = reader.top(path)
    base = tuple(reader.texts(top, "base_classes"))
    types = reader.types(top, base)
    chosen = reader.profile(top, profile, base, merge)
    return Schema(
        profile=chosen,
        types=types,
        ties=reader.ties(top, types),
        village_words=tuple(reader.texts(top, "village_words")),
        always_village=tuple(reader.texts(top, "always_village")),
        same_words=reader.same_words(top),
        household_files=reader.condition(top, "household_files"),
    )


class _Reader:
    """Takes values out of nodes and complains with the line."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fault(self, line: int, why: str) -> SchemaFaulty:
        return SchemaFaulty(file=self.file, line=line, why=why)

    def top(self, path: Path) -> Node:
        try:
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise FileUnreadable(file=path.name, why=str(error)) from error
        if len(raw) > SIZE_LIMIT:
            raise FileUnreadable(file=path.name, why=f"> {SIZE_LIMIT} bytes")
        try:
            tree = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or "YAML"
            raise self.fault(mark.line + 1 if mark else 1, str(why)) from error
        plain = self.plain(tree, 0)
        if not isinstance(plain, Node):
            raise self.fault(1, "顶层应当是“键: 值”")
        self.known(plain, TOP_KEYS)
        return plain

    def plain(self, node: Any, depth: int) -> Any:
        """Turn a YAML node into plain values; aliases are refused (they can grow without end)."""
        if depth > NESTING_LIMIT:
            raise self.fault(node.start_mark.line + 1, "套得太深")
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, depth + 1) for item in node.value]
        if node is None:
            return None
        value = str(node.value)
        if node.tag.endswith(":int"):
            return int(value)
        if node.tag.endswith(":bool"):
            return value.lower() in ("true", "yes", "on")
        return None if node.tag.endswith(":null") else value

    def mapping(self, node: yaml.MappingNode, depth: int) -> Node:
        found = Node()
        found.line = node.start_mark.line + 1
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise self.fault(key.start_mark.line + 1, f"“{name}”写了两次")
            found[name] = self.plain(value, depth + 1)
        return found

    def known(self, node: Node, keys: set[str]) -> None:
        for key in node:
            if key not in keys:
                raise self.fault(node.line, f"不认识的键“{key}”，可用：{'、'.join(sorted(keys))}")

    def text(self, node: Node, key: str, default: str | None = None) -> str:
        value = node.get(key, default)
        if value is None or isinstance(value, (list, dict)):
            raise self.fault(node.line, f"缺少“{key}”")
        return str(value)

    def number(self, node: Node, key: str, default: int | None = None) -> int:
        value = node.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(node.line, f"“{key}”应当是整数")
        return value

    def texts(self, node: Node, key: str) -> list[str]:
        value = node.get(key, [])
        if not isinstance(value, list) or any(isinstance(item, (list, dict)) for item in value):
            raise self.fault(node.line, f"“{key}”应当是一列词：[甲, 乙]")
        if any(item in (None, "") for item in value):
            raise self.fault(node.line, f"“{key}”里有空词")
        return [str(item) for item in value]

    def nodes(self, node: Node, key: str) -> list[Node]:
        value = node.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Node) for item in value):
            raise self.fault(node.line, f"“{key}”应当是一列“- {{…}}”")
        return list(value)

    def same_words(self, top: Node) -> tuple[tuple[str, str], ...]:
        """Other word → the word used instead, the longest first."""
        node = top.get("same_words", Node())
        if not isinstance(node, Node):
            raise self.fault(top.line, "“same_words”应当是“词: [别的叫法]”")
        pairs = [(other, word) for word in node for other in self.texts(node, word)]
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))

    def choice(self, node: Node, key: str, allowed: tuple[str, ...], default: str | None) -> str:
        value = self.text(node, key, default)
        if value not in allowed:
            raise self.fault(node.line, f"“{key}: {value}”不行，可用：{'、'.join(allowed)}")
        return value

    def types(self, top: Node, base: tuple[str, ...]) -> Mapping[str, PaperType]:
        found: dict[str, PaperType] = {}
        for node in self.nodes(top, "types"):
            kind = self.type(node, base)
            if kind.code in found:
                raise self.fault(node.line, f"文种代码“{kind.code}”写了两次")
            found[kind.code] = kind
        if not found:
            raise self.fault(top.line, "缺少“types”")
        return found

    def type(self, node: Node, base: tuple[str, ...]) -> PaperType:
        self.known(node, TYPE_KEYS)
        return PaperType(
            code=self.text(node, "code"),
            title=self.text(node, "title"),
            base=self.choice(node, "class", base, None),
            level=self.choice(node, "level", LEVELS, None),
            order=self.number(node, "order"),
            keep=self.choice(node, "keep", RETENTIONS, None),
            need=self.choice(node, "need", NEEDS, "可选"),
            when=self.condition(node, "when"),
            per_year=self.choice(node, "per", ("", "年"), "") == "年",
            since=self.choice(node, "since", ("", *SINCE), ""),
            made=node.get("made") is True,
            words=tuple(self.texts(node, "words")),
            weak=tuple(self.texts(node, "weak")),
            excluded=tuple(self.texts(node, "not")),
        )

    def condition(self, node: Node, key: str) -> Condition | None:
        text = self.text(node, key, "")
        if not text:
            return None
        condition = parse(text)
        if condition.faults:
            raise self.fault(node.line, f"“{key}: {text}”：{condition.faults[0]}")
        return condition

    def ties(self, top: Node, types: Mapping[str, PaperType]) -> tuple[Tie, ...]:
        found = []
        for node in self.nodes(top, "ties"):
            self.known(node, TIE_KEYS)
            cases = tuple(self.case(case, types) for case in self.nodes(node, "cases"))
            found.append(Tie(self.text(node, "word"), cases, self.text(node, "review", "")))
        return tuple(found)

    def case(self, node: Node, types: Mapping[str, PaperType]) -> TieCase:
        self.known(node, CASE_KEYS)
        code = self.text(node, "type")
        if code not in types:
            raise self.fault(node.line, f"没有代码为“{code}”的文种")
        return TieCase(
            type=code,
            any=tuple(self.texts(node, "any")),
            all=tuple(self.texts(node, "all")),
            none=tuple(self.texts(node, "none")),
            level=self.choice(node, "level", ("", *LEVELS), ""),
            year=self.choice(node, "year", ("", *YEARS), ""),
        )

    def profile(self, top: Node, name: str, base: tuple[str, ...], merge: object) -> Profile:
        profiles = top.get("profiles")
        if not isinstance(profiles, Node) or not profiles:
            raise self.fault(top.line, "缺少“profiles”")
        node = profiles.get(name)
        if not isinstance(node, Node):
            names = "、".join(profiles)
            raise self.fault(profiles.line, f"没有方案“{name}”，可用：{names}")
        self.known(node, PROFILE_KEYS)
        pattern = self.pattern(node)
        into = self.text(node, "merge_general_into", "") if merge is None else str(merge)
        return Profile(
            name=name,
            title=self.text(node, "title", name),
            filing=self.choice(node, "filing", ("案卷",), "案卷"),
            code=pattern,
            household=self.one_class(node, "household"),
            pending=self.one_class(node, "pending"),
            classes=self.classes(node, base, into),
            max_pages=self.number(node, "max_pages", 200),
        )

    def pattern(self, node: Node) -> str:
        pattern = self.text(node, "code")
        try:
            fields = {name for _, name, _, _ in string.Formatter().parse(pattern) if name}
            pattern.format(**{"fonds": "", "class": "", "village": "", "volume": 1})
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise self.fault(node.line, f"档号“{pattern}”写得不对：{error}") from error
        if not fields <= CODE_FIELDS or not {"class", "volume"} <= fields:
            raise self.fault(node.line, f"档号“{pattern}”里要有 {{class}} 和 {{volume}}")
        return pattern

    def one_class(self, node: Node, key: str) -> ArchiveClass:
        value = node.get(key)
        if not isinstance(value, Node):
            raise self.fault(node.line, f"缺少“{key}”")
        self.known(value, CLASS_KEYS)
        bases = tuple(self.texts(value, "from"))
        return ArchiveClass(self.text(value, "code"), self.text(value, "name"), bases)

    def classes(self, node: Node, base: tuple[str, ...], into: str) -> tuple[ArchiveClass, ...]:
        found = []
        for entry in self.nodes(node, "classes"):
            self.known(entry, CLASS_KEYS)
            bases = tuple(self.texts(entry, "from"))
            if unknown := [name for name in bases if name not in base]:
                raise self.fault(entry.line, f"没有基本类目“{unknown[0]}”")
            found.append(ArchiveClass(self.text(entry, "code"), self.text(entry, "name"), bases))
        placed = [name for entry in found for name in entry.bases]
        if missing := [name for name in base if name not in placed]:
            raise self.fault(node.line, f"基本类目“{missing[0]}”没有归处")
        return self.merged(node, found, into)

    def merged(
        self, node: Node, classes: list[ArchiveClass], into: str
    ) -> tuple[ArchiveClass, ...]:
        """Put 综合管理 and 特殊载体 into another class: the five classes exactly."""
        if not into:
            return tuple(classes)
        if into not in [entry.name for entry in classes]:
            raise self.fault(node.line, f"merge_general_into：没有类目“{into}”")
        kept = []
        for entry in classes:
            bases = tuple(name for name in entry.bases if name not in GENERAL)
            if entry.name == into:
                kept.append(ArchiveClass(entry.code, entry.name, (*bases, *GENERAL)))
            elif bases:
                kept.append(ArchiveClass(entry.code, entry.name, bases))
        return tuple(kept)
