"""How well papers are recognised: ``python tests/archive/accuracy.py FOLDER TRUTH.csv``.

TRUTH.csv has the columns source, pages (first-last), type, household, year. Prints every paper
that is not as the truth says, the confusion of types, and the shares.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.plan import make_plan
from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Paper


@dataclass
class Score:
    """Papers of the truth found, right, accepted by themselves, and of these right."""

    papers: int = 0
    right: int = 0
    accepted: int = 0
    accepted_right: int = 0
    years_right: int = 0
    read: int = 0
    read_accepted: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)


def score(folder: Path, truth_file: Path) -> Score:
    """Return the score of a work folder against its truth."""
    work = open_folder(folder)
    plan = make_plan(work, read_ledger(work))
    with truth_file.open(encoding="utf-8-sig", newline="") as file:
        truth = {(row["source"], row["pages"]): row for row in csv.DictReader(file)}
    found = Score()
    seen = {}
    for paper in plan.papers:
        seen[paper.source, f"{paper.first}-{paper.last}"] = paper
    for key, row in truth.items():
        count(found, seen.get(key), row)
    return found


def count(found: Score, paper: Paper | None, row: dict[str, str]) -> None:
    found.papers += 1
    if paper is None:
        found.lost.append(f"{row['source']} {row['pages']}")
        return
    good = (paper.type, paper.household) == (row["type"], row["household"])
    found.right += good
    found.years_right += str(paper.year or "") == row["year"]
    accepted = paper.decision == "auto"
    found.accepted += accepted
    found.accepted_right += accepted and good
    read = "没有识别文字" not in paper.reason
    found.read += read
    found.read_accepted += read and accepted
    if not good:
        found.confusion[row["type"], paper.type] += 1
        found.wrong.append(
            f"{paper.decision} {paper.source} {row['type']} {row['household']}"
            f" -> {paper.type} {paper.household}: {paper.reason}"
        )


def main() -> None:
    found = score(Path(sys.argv[1]), Path(sys.argv[2]))
    for line in (*found.wrong, *(f"not found: {name}" for name in found.lost)):
        print(line)
    for (wanted, given), times in sorted(found.confusion.items()):
        print(f"  {wanted} taken for {given or '?'}: {times}")
    print(
        f"papers {found.papers}, right {found.right}, years right {found.years_right}, "
        f"accepted {found.accepted} (right {found.accepted_right}), "
        f"of {found.read} with text accepted {found.read_accepted}"
    )


if __name__ == "__main__":
    main()
