"""One printable file of many household plans: how long it takes, and that LibreOffice opens it.

    python benchmarks/word_volume.py [COUNT]

Prints a table: the volume without and with a trace (seconds, size, growth of memory), then what
LibreOffice makes of it (seconds, pages). Without LibreOffice the last line says so.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf

sys.path.insert(0, str(Path(__file__).resolve().parent))
from word_render import PLAN, household, sources

from docgen.pages.convert import office_to_pdf, soffice
from docgen.word import Template

COUNT = 1000
LONGEST = 1800  # seconds for LibreOffice


def main(count: int = COUNT) -> None:
    """Measure and print."""
    template = Template(PLAN)
    used = template.uses
    cells = sources(used)

    def plans() -> Iterator[dict[str, Any]]:
        for number in range(count):
            yield household(number, used)

    print(f"| a volume of {count:,} plans | seconds | MB | MB of memory more |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "全部.docx"
        for name, told in (("without trace", None), ("with trace", lambda _: cells)):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start = time.perf_counter()
            template.volume(plans(), path, sources=told)
            taken = time.perf_counter() - start
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
            print(f"| {name} | {taken:.1f} | {path.stat().st_size / 1e6:.1f} | {more} |")
        if soffice() is None:
            print("LibreOffice is not installed.")
            return
        start = time.perf_counter()
        made = office_to_pdf([path], Path(folder), file_seconds=LONGEST)
        taken = time.perf_counter() - start
        for why in made.failed.values():
            print(f"LibreOffice: {why}")
        for pdf in made.done.values():
            pages = len(pypdf.PdfReader(pdf).pages)
            print(f"LibreOffice opened it: {pages:,} pages in {taken:.0f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
