"""The pages made from the code are current, and the examples in them work."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from docgen.facts.conditions import parse

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_reference", ROOT / "tools/make_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["figures.md", "rules.md", "conditions.md"])
def test_page_is_current(maker: ModuleType, name: str) -> None:
    path = ROOT / "docs" / name
    assert path.read_text(encoding="utf-8") == maker.pages()[path], "run tools/make_reference.py"


def test_examples_of_the_page_are_conditions() -> None:
    page = (ROOT / "docs/conditions.md").read_text(encoding="utf-8")
    block = page.split("```")[1].strip().splitlines()
    cells = re.findall(r"^\| .*\| `([^`]+)` \|$", page, re.MULTILINE)
    assert len(block) + len(cells) > 8
    for example in (*block, *cells):
        assert not parse(example).faults, example
