"""The tree of a condition: tests joined by 且, 或 and 非, and the faults found in its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from docgen.facts.vocabulary import known


@dataclass(frozen=True, slots=True)
class ConditionFault:
    """One thing wrong in a condition: where (0-based place), what stands there, what is meant."""

    place: int
    excerpt: str
    message: str
    nearest: str = ""

    def __str__(self) -> str:
        hint = f"，是不是“{self.nearest}”？" if self.nearest else ""
        return f"第{self.place + 1}个字“{self.excerpt}”：{self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a named fact; operator "是" without values is the fact alone."""

    name: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negation:
    """非 / 不."""

    part: Node


@dataclass(frozen=True, slots=True)
class Junction:
    """Parts joined by 且 or by 或."""

    word: Literal["且", "或"]
    parts: tuple[Node, ...]


Node = Test | Negation | Junction


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition. `tree` is None when the text is empty or has faults."""

    text: str
    tree: Node | None
    faults: tuple[ConditionFault, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was written: such a condition matches nothing."""
        return not self.text.strip()

    @property
    def names(self) -> tuple[str, ...]:
        """All names that the condition asks for, in order of appearance, without repetition."""
        return tuple(dict.fromkeys(_names(self.tree))) if self.tree else ()

    @property
    def tests(self) -> tuple[Test, ...]:
        """All comparisons of the condition, in order of appearance."""
        return tuple(_tests(self.tree)) if self.tree else ()

    @property
    def scope(self) -> Literal["户", "人"]:
        """人 when the condition names anything that only a person has; else 户."""
        household = known().household
        return "户" if all(name in household for name in self.names) else "人"


def _names(node: Node) -> list[str]:
    return [test.name for test in _tests(node)]


def _tests(node: Node) -> list[Test]:
    if isinstance(node, Test):
        return [node]
    if isinstance(node, Negation):
        return _tests(node.part)
    return [test for part in node.parts for test in _tests(part)]
