"""How long the aid plan of a household takes: matching, Word, PDF, the volume, the whole road.

    python benchmarks/plans.py [COUNT [PAGES]]

COUNT households (10,000 of the claim; 2,000 without a number) are those of the example village,
over and over, under other numbers; 60 policies are those of the example, over and over. All COUNT
are matched and made as DOCX, with worker processes as `docgen plan --docx-only` does; PAGES of them
(80) are also made as single PDFs and bound as a volume, in one process. Prints milliseconds a
household of the clock and of the processor (others may be busy), and households a second. docxtpl
and LibreOffice are measured beside it on a few, where they are installed.

Before it is run again, wait a minute: for half a minute after thousands of files were deleted, as
the last run did, ext4 takes ten times as long to make a new one. Or let TMPDIR be another disk.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.documents import plan
from docgen.documents.forms import forms_of
from docgen.documents.job import Job
from docgen.documents.plan_making import Press, batches, contexts, for_pages, make_batch
from docgen.documents.plan_volume import TOGETHER
from docgen.documents.scope import households
from docgen.folder import Folder, open_folder
from docgen.jobs import each, processes
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.pages.convert import office_to_pdf
from docgen.pages.typst import compile_pdf
from docgen.resources import examples_folder
from docgen.work.entitlement import match_household, offers

COUNT, PAGES, POLICIES, FEW = 2000, 80, 60, 10
REPEATED = ("persons", "helpers", "measures", "benefits", "visits", "beneficiaries")


def many(ledger: Ledger, count: int) -> Ledger:
    """Return the ledger with its households repeated up to ``count``, its policies up to 60."""
    rounds = -(-count // len(ledger.households))
    homes = [
        replace(one, id=f"{one.id}{turn:03d}")
        for turn in range(rounds)
        for one in ledger.households
    ]
    rows: dict[str, Any] = {
        name: tuple(
            replace(one, household=f"{one.household}{turn:03d}")
            for turn in range(rounds)
            for one in getattr(ledger, name)
            if one.household
        )
        for name in REPEATED
    }
    policies = [
        replace(one, id=f"{one.id}{f'-{turn}' if turn else ''}")
        for turn in range(POLICIES)
        for one in ledger.policies
    ]
    return replace(
        ledger, households=tuple(homes[:count]), policies=tuple(policies[:POLICIES]), **rows
    )


def measured(name: str, work: Callable[[], object], count: int) -> None:
    """Print how long ``work`` takes for each of ``count`` households."""
    began, busy = time.perf_counter(), processor()
    work()
    clock, used = time.perf_counter() - began, processor() - busy
    told = f"{clock * 1000 / count:9.2f}{used * 1000 / count:9.2f}{count / clock:11.0f}"
    print(f"{name:34}{told}{memory():9d}", flush=True)


def processor() -> float:
    """Seconds of the processor that this process and its finished workers took."""
    used = [resource.getrusage(kind) for kind in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory() -> int:
    """The most memory this process and its workers have held, in MB."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024


def main(count: int = COUNT, pages: int = PAGES) -> None:
    """Measure and print."""
    example = open_folder(examples_folder())
    ledger = many(read_ledger(example), count)
    settings = example.settings
    print(f"{count} households, {len(ledger.policies)} policies")
    print(f"{'':34} clock ms   cpu ms   a second  peak MB")
    ready = offers(ledger, settings)
    measured(
        "matching alone",
        lambda: [
            list(match_household(one, ledger, settings, ready, refused=False))
            for one in ledger.households
        ],
        count,
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place), settings)
        job = Job(folder, ledger, options={"docx_only": True})
        measured("matched, DOCX, all processes", lambda: plan.build(job), count)
        few = replace(ledger, households=ledger.households[:pages])
        part = Job(Folder(Path(place) / "part", settings), few)
        forms = forms_of("plan", part.folder)
        orders = plan._orders(households(part), part, pdfs=True)
        press = Press(forms, settings)
        batch = next(batches(orders, few, press, 0))
        data = [for_pages(context) for _, context, _, _ in contexts(batch)]
        assert forms.typ is not None
        typ = forms.typ
        compile_pdf(typ, data[0], as_of=settings.as_of)
        measured(
            "PDF, one at a time",
            lambda: [compile_pdf(typ, one, as_of=settings.as_of) for one in data],
            len(data),
        )
        with processes(2, begin=_warm, args=(typ, data[0], settings.as_of)) as pool:
            each(_warm_pdf, [(typ, data[0], settings.as_of)] * 4, executor=pool)
            work = [(typ, one, settings.as_of) for one in data * 4]
            measured(
                "PDF, one at a time, two processes",
                lambda: each(_warm_pdf, work, executor=pool),
                len(work),
            )
        measured("matched, DOCX and PDF, one process", lambda: make_batch(batch), len(data))
        measured("PDF of a volume, one process", lambda: _volume(typ, data, job), len(data))
        volume = Job(part.folder, few, options={"docx_only": True, "volume": True})
        measured("DOCX and both volumes", lambda: plan.build(volume), len(data))
        _others(sorted(Path(place).glob("输出/*/Word/*.docx"))[:FEW], place)


def _warm(typ: Path, data: dict[str, Any], as_of: date) -> None:
    """Begin a worker as one that has made plans for a while."""
    compile_pdf(typ, data, as_of=as_of)


def _warm_pdf(order: tuple[Path, dict[str, Any], date]) -> int:
    typ, data, as_of = order
    return len(compile_pdf(typ, data, as_of=as_of))


def _volume(typ: Path, data: list[dict[str, Any]], job: Job) -> None:
    for at in range(0, len(data), TOGETHER):
        chunk = data[at : at + TOGETHER]
        compile_pdf(typ, {"户": chunk}, as_of=job.folder.settings.as_of)


def _others(words: list[Path], place: str) -> None:
    """docxtpl with as many rows and tags, and LibreOffice for the PDFs, in the same run."""
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        print("docxtpl is not installed")
    else:
        measured(
            "docxtpl (a finished plan, no tags)", lambda: _docxtpl(DocxTemplate, words), len(words)
        )
    if shutil.which("soffice"):
        into = Path(place) / "office"
        measured("LibreOffice, 10 a call", lambda: office_to_pdf(words, into), len(words))


def _docxtpl(template_of: Any, words: list[Path]) -> None:
    for word in words:
        made = template_of(str(word))
        made.render({})
        made.save(str(word.with_suffix(".other")))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
