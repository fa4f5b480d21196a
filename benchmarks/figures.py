"""How long all figures of a ledger take, beside openpyxl merely reading its cells.

    python benchmarks/figures.py                   (80,000 persons in 20,000 households)
    python benchmarks/figures.py --persons 20000
    python benchmarks/figures.py --slowest 15      (which figures take the time)

The ledger is that of check_ledger.py. Both are measured in this process, one after the other, in
seconds of processor; openpyxl reads in its fast read-only mode. "by group" is every figure of
every village group.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from check_ledger import SETTINGS, with_openpyxl, write

from docgen.facts.figures import FIGURES, figures_of
from docgen.facts.figures.registry import answer
from docgen.facts.parts import BY, parts
from docgen.facts.view import View
from docgen.folder import Folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger


def timed(ledger: Ledger) -> float:
    """Compute all figures of a new view; seconds."""
    start = time.process_time()
    figures_of(View(ledger, SETTINGS))
    return time.process_time() - start


def by_group(ledger: Ledger) -> tuple[int, float]:
    """Compute all figures of every group; how many groups, seconds."""
    start = time.process_time()
    made = parts(ledger, SETTINGS, BY["组"])
    for part in made:
        figures_of(View(part.ledger, part.settings))
    return len(made), time.process_time() - start


def slowest(ledger: Ledger, count: int) -> None:
    """Print the figures that take most, each in the order of the table."""
    view, taken = View(ledger, SETTINGS), []
    for name in FIGURES:
        start = time.process_time()
        answer(name, view)
        taken.append((time.process_time() - start, name))
    for seconds, name in sorted(taken, reverse=True)[:count]:
        print(f"  {seconds * 1000:7.1f} ms  {name}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=80_000)
    options.add_argument("--slowest", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "台账" / "台账.xlsx"
        path.parent.mkdir()
        write(path, given.persons)
        theirs = float(str(with_openpyxl(path)["read"]))
        start = time.process_time()
        ledger = read_ledger(Folder(path.parent.parent, SETTINGS))
        read = time.process_time() - start
    first, again = timed(ledger), min(timed(ledger) for _ in range(3))
    groups, split = by_group(ledger)
    print(f"{len(ledger.households):,} households, {len(ledger.persons):,} persons")
    print(f"  openpyxl reads   {theirs:7.2f} s")
    print(f"  docgen reads     {read:7.2f} s")
    print(f"  {len(FIGURES)} figures      {first:7.2f} s   {first / theirs:.3f} of openpyxl")
    print(f"  again, best of 3 {again:7.2f} s   {again / theirs:.3f} of openpyxl")
    print(f"  by group ({groups})    {split:7.2f} s")
    if given.slowest:
        slowest(ledger, given.slowest)


if __name__ == "__main__":
    main()
