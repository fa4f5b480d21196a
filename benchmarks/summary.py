"""How long a summary takes after the ledger was read: figures, sentences, Word file, sources.

    python benchmarks/summary.py                   (80,000 persons in 20,000 households)
    python benchmarks/summary.py --persons 500

The ledger is that of check_ledger.py. Seconds of processor in this process; without the PDF, which
is LibreOffice's time, and beside openpyxl merely reading the ledger in its read-only mode.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from check_ledger import SETTINGS, with_openpyxl, write

from docgen.documents import build
from docgen.documents.job import Job
from docgen.documents.summary_presets import PRESETS
from docgen.folder import Folder
from docgen.ledger.reading import read_ledger


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=80_000)
    count = options.parse_args().persons
    with tempfile.TemporaryDirectory() as root:
        book = Path(root) / "台账" / "台账.xlsx"
        book.parent.mkdir()
        write(book, count)
        folder = Folder(Path(root), SETTINGS)
        ledger = read_ledger(folder)
        start = time.process_time()
        with_openpyxl(book)
        reading = time.process_time() - start
        print(f"persons {count}: openpyxl reads in {reading:.2f} s")
        for preset in PRESETS:
            start = time.process_time()
            build("summary", Job(folder, ledger, "", {"pdf": False, "preset": preset}))
            taken = time.process_time() - start
            print(f"  {preset:10} {taken:5.2f} s  {taken / reading:.2f} of openpyxl's reading")


if __name__ == "__main__":
    main()
