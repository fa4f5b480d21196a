"""The condition language: what a clerk writes in 适用条件, read and decided.

    在校生状况 属于 中职、高职 且 (户类型 为 脱贫户 或 未消除风险)

A test is a name and a comparison, or a named yes/no fact alone; tests are joined by 且, 或,
非 (不) and brackets. 非 binds before 且, 且 before 或. Decisions have three values: a fact that
is not known gives 缺资料 and never makes anybody entitled or not entitled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from docgen.facts.comparison import UNKNOWN, compare, show
from docgen.facts.grammar import read
from docgen.facts.tree import Condition, ConditionFault, Negation, Node, Test

__all__ = [
    "Condition",
    "ConditionFault",
    "Lookup",
    "Reason",
    "Truth",
    "Verdict",
    "evaluate",
    "parse",
    "truth",
]

Lookup = Callable[[str], object]
"""Name -> the fact: a value, None for an empty cell, NONE, NOT_APPLICABLE or UNKNOWN."""


class Truth(StrEnum):
    """The three values of a decision."""

    YES = "是"
    NO = "否"
    UNKNOWN = "缺资料"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that a decision used: its name, and what it is (在校生状况为中职二年级)."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, the facts that led to it, and the names of facts that are missing."""

    truth: Truth
    facts: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The facts in words."""
        return tuple(fact.words for fact in self.facts)


def parse(text: str | None) -> Condition:
    """Return the condition that `text` says, with all its faults as values."""
    return read(text or "")


def evaluate(condition: Condition, lookup: Lookup) -> Verdict:
    """Decide the condition with the facts of `lookup`.

    An empty or faulty condition is 缺资料: nothing is guessed from it.
    """
    if condition.tree is None:
        return Verdict(Truth.UNKNOWN, missing=("适用条件",))
    return _decide(condition.tree, lookup)


def truth(condition: Condition, lookup: Lookup) -> Truth:
    """Decide the condition without its reasons, for many at once; the same as `evaluate`."""
    return Truth.UNKNOWN if condition.tree is None else _truth(condition.tree, lookup)


def _truth(node: Node, lookup: Lookup) -> Truth:
    if isinstance(node, Test):
        answer = compare(lookup(node.name), node.operator, node.values, node.name)
        return Truth.UNKNOWN if answer is None else Truth.YES if answer else Truth.NO
    if isinstance(node, Negation):
        return _TURNED[_truth(node.part, lookup)]
    return _joined(node.word, {_truth(part, lookup) for part in node.parts})


_TURNED = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}


def _joined(word: Literal["且", "或"], truths: set[Truth]) -> Truth:
    """Kleene: one 否 decides 且, one 是 decides 或; else what is unknown stays unknown."""
    decisive, other = (Truth.NO, Truth.YES) if word == "且" else (Truth.YES, Truth.NO)
    if decisive in truths:
        return decisive
    return other if truths == {other} else Truth.UNKNOWN


def _decide(node: Node, lookup: Lookup) -> Verdict:
    if isinstance(node, Test):
        return _test(node, lookup)
    if isinstance(node, Negation):
        return _negate(_decide(node.part, lookup))
    return _join(node.word, [_decide(part, lookup) for part in node.parts])


def _test(test: Test, lookup: Lookup) -> Verdict:
    fact = lookup(test.name)
    answer = compare(fact, test.operator, test.values, test.name)
    if answer is None:
        known = fact is not None and fact is not UNKNOWN
        reasons = (Reason(test.name, show(test.name, _asked(test, fact))),) if known else ()
        return Verdict(Truth.UNKNOWN, reasons, (test.name,))
    decided = Truth.YES if answer else Truth.NO
    return Verdict(decided, (Reason(test.name, show(test.name, _asked(test, fact))),))


def _asked(test: Test, fact: object) -> object:
    """Of several kinds that a household is, those that the test asks for; else its own."""
    if test.name != "户类型" or not isinstance(fact, str):
        return fact
    kinds = fact.split("、")
    asked = [kind for kind in kinds if compare(kind, "属于", test.values, test.name)]
    return "、".join(asked or kinds[:1])


def _negate(verdict: Verdict) -> Verdict:
    return Verdict(_TURNED[verdict.truth], verdict.facts, verdict.missing)


def _join(word: Literal["且", "或"], parts: list[Verdict]) -> Verdict:
    """The parts that decided, or all of them while the answer is unknown."""
    answer = _joined(word, {part.truth for part in parts})
    used = parts if answer is Truth.UNKNOWN else [p for p in parts if p.truth is answer]
    return Verdict(
        answer,
        tuple(dict.fromkeys(fact for part in used for fact in part.facts)),
        tuple(dict.fromkeys(name for part in used for name in part.missing)),
    )
