"""The engine's rooms import in one direction: each can be read after those that it stands on."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import docgen.word

ROOM = Path(docgen.word.__file__).parent
NAME = "docgen.word"


def test_no_room_needs_one_that_needs_it() -> None:
    needs: dict[str, set[str]] = {}
    for path in ROOM.glob("*.py"):
        if path.stem == "__init__":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        sources = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        needs[path.stem] = {
            source.removeprefix(f"{NAME}.")
            for source in sources
            if source and source.startswith(f"{NAME}.")
        }
    order = list(TopologicalSorter(needs).static_order())
    assert order[-1] == "template"
