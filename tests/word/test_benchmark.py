"""The benchmark's tables stand in both READMEs, between their marks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
from word_tables import BEGIN, CHINESE, END, ENGLISH, Measured, Plan, into_readme, tables  # noqa: E402

FOUND = Measured(
    Plan(9000, 0.5, 0.6, 0.4, 42.0, 15.0),
    {"docgen": {"seconds": 0.1, "peak": 50.0}, "docxtpl": {"seconds": 2.0, "peak": 200.0}},
    10_000,
    {1: (4.0, 4.0, 2), 2: (2.1, 2.0, 1)},
    2.0,
    ("docxtpl 0.20",),
    2,
)


def test_the_tables_say_what_was_measured() -> None:
    text = tables(FOUND, ENGLISH)
    for line in (
        "| docgen, all checks on | 0.50 | 1.2 times the floor |",
        "| docgen, with the cell of each value | 0.60 | 1.20 times without |",
        "| docxtpl | 42.00 | 84 times docgen's time |",
        "docgen: 20 times faster, 25 % of the memory.",
        "Two processes: 1.9 times as fast by the clock, 2.0 by CPU time; "
        "two programs apart 2.0 times.",
    ):
        assert line in text
    assert tables(FOUND, CHINESE).count("\n|") == text.count("\n|")


def test_engines_that_are_not_installed_are_left_out() -> None:
    alone = Measured(
        Plan(9000, 0.5, 0.6, 0.4, None, None), {}, 10, FOUND.batches, 2.0, ("Python 3.11",), 1
    )
    assert "docxtpl" not in tables(alone, ENGLISH)


def test_both_readmes_hold_the_tables(tmp_path: Path) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        inside = text.partition(BEGIN)[2].partition(END)[0]
        for word in ("docxtpl", "docxtemplater", "10,000", "2 "):
            assert word in inside
        (tmp_path / name).write_text(text, encoding="utf-8")
    into_readme(FOUND, tmp_path)
    once = (tmp_path / "README.md").read_text(encoding="utf-8")
    into_readme(FOUND, tmp_path)
    assert once == (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| docxtpl | 42.00 |" in once
    (tmp_path / "README.md").write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit):
        into_readme(FOUND, tmp_path)
