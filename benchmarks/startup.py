"""How long the program takes to answer: python benchmarks/startup.py [runs]

The promise is half a second for ``docgen --version``; the second number is the help of everything.
"""

from __future__ import annotations

import subprocess
import sys
import time

COMMANDS = (["--version"], ["--help"], ["check", "--help"])


def seconds(words: list[str], runs: int) -> list[float]:
    """Wall seconds of each run, the slowest last."""
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "docgen", *words], capture_output=True, check=False)
        taken.append(time.perf_counter() - begin)
    return sorted(taken)


def main(argv: list[str]) -> int:
    runs = int(argv[0]) if argv else 10
    for words in COMMANDS:
        taken = seconds(words, runs)
        middle, worst = taken[len(taken) // 2], taken[-1]
        print(f"docgen {' '.join(words):<16} median {middle:.3f} s   worst {worst:.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
