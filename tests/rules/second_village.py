"""Plant faults in the second village and print, by rule, how many were found at their cell.

python tests/rules/second_village.py [style …] [-v]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from second.habits import STYLES
from second.measuring import Tally, measure_style


def main(words: list[str]) -> int:
    styles = [word for word in words if word in STYLES] or list(STYLES)
    loud = "-v" in words
    with tempfile.TemporaryDirectory() as made:
        done = {style: measure_style(style, Path(made)) for style in styles}
    rules = sorted({rule for one in done.values() for rule in one.tallies})
    print("rule   " + "  ".join(f"{style:>10}" for style in styles))
    planted = found = 0
    for rule in rules:
        row = [done[style].tallies.get(rule, Tally()) for style in styles]
        print(f"{rule:6} " + "  ".join(f"{one.found:>7}/{one.planted}" for one in row))
        planted += sum(one.planted for one in row)
        found += sum(one.found for one in row)
        for style, one in zip(styles, row, strict=True):
            for miss in one.missed:
                print(f"       {style} missed: {miss}")
            for miss in one.beside:
                print(f"       {style} only in also: {miss}")
    print(f"planted {planted}, found at the cell {found} ({found / planted:.1%})")
    for style, one in done.items():
        print(f"{style}: {len(one.false)} strong findings in households without a fault")
        for line in one.false:
            print("  " + line)
        if loud:
            print(*(f"  beside a fault: {line}" for line in one.extra), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
