"""What archive_schema.yaml says of defects: marks a paper must bear, years, order of steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from docgen.archive.schema import (
    DATE,
    NOT_AFTER,
    NOT_BEFORE,
    SAME,
    SEAL,
    SIGN,
    Chain,
    PaperType,
    YearRule,
)
from docgen.archive.schema_nodes import Node, Nodes

LIMITS = (SAME, NOT_AFTER, NOT_BEFORE)
COLUMNS = ("脱贫年度", "识别时间")


def marks_of(
    reader: Nodes, top: Node, types: Mapping[str, PaperType]
) -> Mapping[str, frozenset[str]]:
    """Return type → the marks it must bear."""
    node = top.get("marks", Node())
    if not isinstance(node, Node):
        raise reader.fault(top.line, "“marks”应当是“日期: [H12, …]”")
    reader.known(node, {DATE, SIGN, SEAL})
    found: defaultdict[str, set[str]] = defaultdict(set)
    for mark in node:
        for code in reader.codes(node, mark, types):
            found[code].add(mark)
    return {code: frozenset(marks) for code, marks in found.items()}


def years_of(reader: Nodes, top: Node, types: Mapping[str, PaperType]) -> tuple[YearRule, ...]:
    """Return which years papers of some types can have."""
    found = []
    for node in reader.nodes(top, "years"):
        reader.known(node, {"types", *LIMITS})
        named = [how for how in LIMITS if how in node]
        if len(named) != 1:
            raise reader.fault(node.line, f"要有且只有一个：{'、'.join(LIMITS)}")
        limit = node[named[0]]
        if not isinstance(limit, int) and limit not in COLUMNS:
            allowed = "、".join(COLUMNS)
            raise reader.fault(node.line, f"“{named[0]}: {limit}”应当是年份或：{allowed}")
        codes = frozenset(reader.codes(node, "types", types))
        found.append(YearRule(codes, named[0], limit))
    return tuple(found)


def chains_of(reader: Nodes, top: Node, types: Mapping[str, PaperType]) -> tuple[Chain, ...]:
    """Return the steps that must follow each other."""
    found = []
    for node in reader.nodes(top, "chains"):
        reader.known(node, {"name", "steps", "often"})
        steps = []
        for step in reader.nodes(node, "steps"):
            reader.known(step, {"name", "types"})
            steps.append((reader.text(step, "name"), reader.codes(step, "types", types)))
        found.append(Chain(reader.text(node, "name"), tuple(steps), node.get("often") is True))
    return tuple(found)
