"""How well papers are sorted: ``python tests/archive/accuracy.py [--third] [--scans]``.

On a shoebox of our own (``corpus.py``; ``secondbox.py`` with ``--second``; ``thirdbox.py`` with
``--third``, ``--fourth``, ``--fifth`` or ``--sixth``), with ``--scans`` on the papers of the first
two scanned, which needs the extra ``ocr``; or on any other: ``FOLDER TRUTH.csv``, with
the columns source, pages (first-last), type, household, year. A type ``?`` in the truth says that
the paper must wait for a person. Prints every paper that is not as the truth says or waits, the
confusion of types, the shares.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import corpus
import secondbox
import thirdbox

from docgen.archive.plan import make_plan
from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Paper


@dataclass
class Score:
    """Papers of the truth found, right, accepted by themselves, and of these right.

    ``unaccounted`` are pages that stand nowhere; ``changed``: an original is not as it was;
    ``lost`` are papers of the truth that no paper of the plan has the pages of, ``stray`` papers
    accepted whose pages are none of the truth's.
    """

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
    stray: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unaccounted: int = 0
    changed: bool = False
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)


def read_truth(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def score(folder: Path, truth: Sequence[dict[str, str]]) -> Score:
    """Return the score of a work folder against its truth."""
    work = open_folder(folder)
    before = sums(folder)
    plan = make_plan(work, read_ledger(work))
    book = plan.ledger
    found = Score(
        unaccounted=book.pages_in
        - (book.pages_out + book.separators + book.aside + book.placeholders),
        changed=before != sums(folder),
    )
    seen = {}
    for paper in plan.papers:
        seen[paper.source, f"{paper.first}-{paper.last}"] = paper
    known = {(row["source"], row["pages"]) for row in truth}
    files = {row["source"] for row in truth}
    for place, paper in seen.items():
        if paper.decision == "auto" and place[0] in files and place not in known:
            found.stray.append(f"{paper.source} {place[1]}: {paper.type} {paper.reason}")
    for row in truth:
        count(found, seen.get((row["source"], row["pages"])), row)
    return found


def sums(folder: Path) -> dict[str, str]:
    """Return the hash of every original."""
    files = (path for path in (folder / "扫描件").rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


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


def own(*, scans: bool, second: bool = False, texts: str = "") -> Score:
    """Return the score on a shoebox of our own, its PDF turned into scans or as they are.

    ``texts``: the folder of texts of which ``thirdbox`` makes the papers.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "村"
        if texts:
            return score(folder, thirdbox.make(folder, texts))
        truth = secondbox.make(folder) if second else corpus.make(folder)
        if scans and second:
            truth = secondbox.scan(folder, truth)
        elif scans:
            corpus.scan(folder)
        return score(folder, truth)


def main() -> None:
    given = sys.argv[1:]
    files = [argument for argument in given if not argument.startswith("--")]
    if files:
        found = score(Path(files[0]), read_truth(Path(files[1])))
    else:
        texts = next(
            (name[2:] for name in given if name in ("--third", "--fourth", "--fifth", "--sixth")),
            "",
        )
        found = own(scans="--scans" in given, second="--second" in given, texts=texts)
    lost = [f"not found: {name}" for name in found.lost]
    stray = [f"accepted with other pages: {name}" for name in found.stray]
    for line in (*found.wrong, *lost, *stray, *found.guessed):
        print(line)
    for line in found.waiting:
        print(f"  waits: {line}")
    for (wanted, given), times in sorted(found.confusion.items()):
        print(f"  {wanted} taken for {given or '?'}: {times}")
    print(
        f"papers {found.papers}, right {found.right}, years right {found.years_right}, "
        f"accepted {found.accepted} (right {found.accepted_right}), "
        f"of {found.read} with text accepted {found.read_accepted}; "
        f"unclear {found.unclear}, of these accepted {len(found.guessed)}; "
        f"not found {len(found.lost)}, accepted with other pages {len(found.stray)}; "
        f"pages unaccounted for {found.unaccounted}, originals "
        f"{'changed' if found.changed else 'unchanged'}"
    )


if __name__ == "__main__":
    main()
