"""How well papers are sorted: ``python tests/archive/accuracy.py [--scans | FOLDER TRUTH.csv]``.

Without arguments on a shoebox of our own (``corpus.py``), with ``--scans`` on the same papers
scanned, which needs the extra ``ocr``. A type ``?`` in the truth says that the
paper must wait for a person. TRUTH.csv has the columns source, pages (first-last), type, household,
year. Prints every paper that is not as the truth says or waits, the confusion of types, the shares.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import corpus

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
    waiting: list[str] = field(default_factory=list)
    unclear: int = 0
    guessed: list[str] = field(default_factory=list)
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
    if row["type"] == "?":
        found.papers -= 1
        found.unclear += 1
        if paper.decision == "auto":
            found.guessed.append(f"{paper.source}: {paper.type} {paper.reason}")
        return
    good = (paper.type, paper.household) == (row["type"], row["household"])
    found.right += good
    found.years_right += str(paper.year or "") == row["year"]
    accepted = paper.decision == "auto"
    found.accepted += accepted
    found.accepted_right += accepted and good
    if not accepted:
        found.waiting.append(f"{paper.source} {row['type']}: {paper.title} | {paper.reason}")
    read = "没有识别文字" not in paper.reason
    found.read += read
    found.read_accepted += read and accepted
    if not good:
        found.confusion[row["type"], paper.type] += 1
        found.wrong.append(
            f"{paper.decision} {paper.source} {row['type']} {row['household']}"
            f" -> {paper.type} {paper.household}: {paper.reason}"
        )


def own(*, scans: bool) -> Score:
    """Return the score on the shoebox of our own, its PDF turned into scans or as they are."""
    with tempfile.TemporaryDirectory() as name:
        folder, truth = Path(name) / "村", Path(name) / "truth.csv"
        corpus.write_truth(corpus.make(folder), truth)
        if scans:
            corpus.scan(folder)
        return score(folder, truth)


def main() -> None:
    given = sys.argv[1:]
    found = score(*map(Path, given)) if len(given) == 2 else own(scans=given == ["--scans"])
    for line in (*found.wrong, *(f"not found: {name}" for name in found.lost), *found.guessed):
        print(line)
    for line in found.waiting:
        print(f"  waits: {line}")
    for (wanted, given), times in sorted(found.confusion.items()):
        print(f"  {wanted} taken for {given or '?'}: {times}")
    print(
        f"papers {found.papers}, right {found.right}, years right {found.years_right}, "
        f"accepted {found.accepted} (right {found.accepted_right}), "
        f"of {found.read} with text accepted {found.read_accepted}; "
        f"unclear {found.unclear}, of these accepted {len(found.guessed)}"
    )


if __name__ == "__main__":
    main()
