"""``docgen explain``: every rule with an example, made from a failing case of its tests."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from docgen.cli.explain import examples, meanings
from docgen.rules.registry import RULES, texts

ROOT = Path(__file__).resolve().parents[2]


def test_the_examples_are_current():
    path = ROOT / "tools" / "make_reference.py"
    spec = importlib.util.spec_from_file_location("make_reference_examples", path)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    data = ROOT / "docgen" / "data" / "rule_examples.csv"
    assert data.read_text(encoding="utf-8") == maker.pages()[data], "run tools/make_reference.py"


def test_every_rule_that_is_checked_has_an_example():
    import docgen.rules.check  # noqa: F401 - enters the rules

    assert set(RULES) | {"R150", "R151"} <= set(examples())
    assert set(examples()) <= set(meanings())
    for code in texts().keys() & examples().keys():
        assert re.search(r".+ → 报在.+“.+”（.+）", examples()[code]), code


def test_explain_shows_the_rule_and_its_example(docgen):
    answer = docgen("explain", "R076")
    told = "".join(line.strip() for line in answer.out.splitlines())
    assert "是否已务工 否、结束时间 空 → 报在家庭成员的“结束时间”" in told
    assert docgen("explain", "R076", "--json").object["example"] == examples()["R076"]


def test_explain_of_the_reader_shows_an_example_too(docgen):
    assert "E+17" in docgen("explain", "E101").out
