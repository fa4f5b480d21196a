"""Values taken out of archive_schema.yaml; every fault names its line and what is meant."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

import yaml

from docgen.errors import FileUnreadable, SchemaFaulty
from docgen.facts.conditions import Condition, parse

SIZE_LIMIT = 4_000_000
NESTING_LIMIT = 30


class Node(dict[str, Any]):
    """A mapping of the file that knows its line and those of its keys."""

    line: int = 0

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """Return the line of a key, that of the mapping where the key is missing."""
        return self.lines.get(key, self.line)


class Nodes:
    """Takes values out of nodes and complains with the line."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fault(self, line: int, why: str) -> SchemaFaulty:
        return SchemaFaulty(file=self.file, line=line, why=why)

    def top(self, path: Path) -> Node:
        """Return the whole file as a node. Raises FileUnreadable or SchemaFaulty."""
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
            found.lines[name] = key.start_mark.line + 1
        return found

    def known(self, node: Node, keys: set[str]) -> None:
        for key in node:
            if key not in keys:
                raise self.fault(
                    node.line_of(key), f"不认识的键“{key}”，可用：{'、'.join(sorted(keys))}"
                )

    def text(self, node: Node, key: str, default: str | None = None) -> str:
        value = node.get(key, default)
        if value is None or isinstance(value, (list, dict)):
            raise self.fault(node.line_of(key), f"缺少“{key}”")
        return str(value)

    def number(self, node: Node, key: str, default: int | None = None) -> int:
        value = node.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(node.line_of(key), f"“{key}”应当是整数")
        return value

    def texts(self, node: Node, key: str) -> list[str]:
        value = node.get(key, [])
        if not isinstance(value, list) or any(isinstance(item, (list, dict)) for item in value):
            raise self.fault(node.line_of(key), f"“{key}”应当是一列词：[甲, 乙]")
        if any(item in (None, "") for item in value):
            raise self.fault(node.line_of(key), f"“{key}”里有空词")
        return [str(item) for item in value]

    def codes(self, node: Node, key: str, types: Container[str]) -> tuple[str, ...]:
        """Return codes of document types. Raises SchemaFaulty for one there is not."""
        codes = tuple(self.texts(node, key))
        if unknown := [code for code in codes if code not in types]:
            raise self.fault(node.line_of(key), f"没有代码为“{unknown[0]}”的文种")
        return codes

    def nodes(self, node: Node, key: str) -> list[Node]:
        value = node.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Node) for item in value):
            raise self.fault(node.line_of(key), f"“{key}”应当是一列“- {{…}}”")
        return list(value)

    def choice(self, node: Node, key: str, allowed: tuple[str, ...], default: str | None) -> str:
        value = self.text(node, key, default)
        if value not in allowed:
            raise self.fault(node.line_of(key), f"“{key}: {value}”不行，可用：{'、'.join(allowed)}")
        return value

    def condition(self, node: Node, key: str) -> Condition | None:
        text = self.text(node, key, "")
        if not text:
            return None
        condition = parse(text)
        if condition.faults:
            raise self.fault(node.line_of(key), f"“{key}: {text}”：{condition.faults[0]}")
        return condition
