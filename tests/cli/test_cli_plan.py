"""``docgen plan``: its options, and the rules it tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger

RISKY = "9992010034"  # watched, able to work, yet without a measure that earns


def test_word_alone_and_a_volume(docgen: Callable[..., Any], small: Path) -> None:
    told = docgen("-C", small, "plan", "--only", RISKY, "--docx-only", "--volume", "--json")
    assert told.code == 0
    made = [(one["kind"], one["format"]) for one in told.object["documents"]]
    assert made == [("plan", "docx"), ("plan-volume", "docx"), ("plan-volume", "pdf")]
    assert all((small / one["path"]).is_file() for one in told.object["documents"])
    assert RISKY in told.object["documents"][1]["path"].rpartition("/")[2]  # no volume of all


def test_broken_rules_are_findings(docgen: Callable[..., Any], small: Path) -> None:
    told = docgen("-C", small, "plan", "--only", RISKY, "-n", "--json").object
    assert "R131" in {one["code"] for one in told["findings"]}
    assert all(one["cell"] for one in told["findings"] if one["code"] in ("R131", "W441", "W442"))
    whole = docgen("-C", small, "plan", "-n", "--json").object
    assert {"R131", "W442"} <= {one["code"] for one in whole["findings"]}


def test_no_id_is_told_or_named_even_when_printed(docgen: Callable[..., Any], small: Path) -> None:
    told = docgen("-C", small, "plan", "--only", RISKY, "--full-id", "--docx-only", "--json")
    ids = [one.id_number for one in read_ledger(open_folder(small)).persons if one.id_number]
    assert ids
    assert not any(number in told.out for number in ids)


def test_papers_of_one_who_is_gone_are_told(docgen: Callable[..., Any], small: Path) -> None:
    first = docgen("-C", small, "plan", "--docx-only", "--json").object
    assert first["left"] == []
    folder = (small / first["documents"][0]["path"]).parent
    gone = folder / "999_王走了_一户一策.docx"
    gone.write_bytes(b"old")
    (folder / "~$open.docx").write_bytes(b"")
    again = docgen("-C", small, "plan", "--docx-only")
    assert gone.name in again.err + again.out
    assert "有 1 份不是这一次做的" in again.out
    told = docgen("-C", small, "plan", "--docx-only", "--json").object
    assert told["left"] == [gone.relative_to(small).as_posix()]
    assert gone.read_bytes() == b"old"
    part = docgen("-C", small, "plan", "--docx-only", "--only", RISKY, "--json").object
    assert part["left"] == []
