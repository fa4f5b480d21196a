"""How long the aid plan of a household takes: its facts, the Word file, the PDF, the whole road.

    python benchmarks/plans.py [COUNT]

The households are those of the example village, over and over, under other numbers. Prints
milliseconds a household, of the clock and of the processor (others may be busy), pages, and what a
run with worker processes takes.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from docgen.documents import plan
from docgen.documents.forms import forms_of
from docgen.documents.gaps import Lacks, printed
from docgen.documents.job import Job
from docgen.documents.plan_origins import plan_origins
from docgen.documents.scope import households
from docgen.facts.view import View
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.pages.typst import compile_pdf
from docgen.resources import examples_folder
from docgen.word import Template

COUNT = 200
REPEATED = ("persons", "helpers", "measures", "benefits", "visits", "beneficiaries")


def many(ledger: Ledger, count: int) -> Ledger:
    """Return the ledger with its households and their rows repeated up to ``count``."""
    rounds = -(-count // len(ledger.households))
    homes = [
        replace(one, id=f"{one.id}{turn:03d}")
        for turn in range(rounds)
        for one in ledger.households
    ]
    rows: dict[str, Any] = {
        field.name: tuple(
            replace(one, household=f"{one.household}{turn:03d}")
            for turn in range(rounds)
            for one in getattr(ledger, field.name)
            if one.household
        )
        for field in fields(Ledger)
        if field.name in REPEATED
    }
    return replace(ledger, households=tuple(homes[:count]), **rows)


def measured(name: str, work: Callable[[], object], count: int) -> None:
    """Print how long ``work`` takes for each of ``count`` households."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    clock, used = time.perf_counter() - began, time.process_time() - busy
    print(f"{name:28}{clock * 1000 / count:9.2f}{used * 1000 / count:9.2f}   {clock:8.1f} s")


def main(count: int = COUNT) -> None:
    """Measure and print."""
    example = open_folder(examples_folder())
    ledger = many(read_ledger(example), count)
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place), example.settings)
        job = Job(folder, ledger)
        chosen, forms = households(job), forms_of("plan", folder)
        orders = plan._orders(chosen, job, [Lacks() for _ in chosen], forms)
        form, typ = Template(forms.docx), forms.typ
        assert typ is not None
        compile_pdf(typ, printed(orders[0].context), as_of=orders[0].as_of)
        form.render_report(orders[0].context, orders[0].origins)
        print(f"{count} households{'':12}   clock ms  cpu ms   together")
        measured("dry run", lambda: plan.build(Job(folder, ledger, dry=True)), count)
        measured("DOCX", lambda: [form.render_report(one.context) for one in orders], count)
        measured(
            "DOCX with trace",
            lambda: [form.render_report(one.context, one.origins) for one in orders],
            count,
        )
        view = View(ledger, folder.settings)
        pairs = list(zip(chosen, orders, strict=True))
        measured(
            "cells for the trace",
            lambda: [plan_origins(home, view, one.context) for home, one in pairs],
            count,
        )
        measured("PDF", lambda: [_pages(typ, one) for one in orders], count)
        measured("DOCX and PDF, written", lambda: [plan.make(one) for one in orders], count)
        measured("plan (workers from 100)", lambda: plan.build(Job(folder, ledger)), count)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _pages(typ: Path, order: plan.Order) -> int:
    return compile_pdf(typ, printed(order.context), as_of=order.as_of).count


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
