"""How long the pocket handbook takes, beside ReportLab and WeasyPrint on the same text.

    python benchmarks/handbook.py [ROUNDS]

The book is that of the example village; in each round all that its policies and services say has
another mark, so that no line of theirs is kept from the round before. Printed are the best and the
middle of the rounds in one warm process, and the first build of a fresh process (cold). "Bare
compile" is the page engine on the data of the book and of its page how to bind it, without reading,
context, imposition and writing.

The others set the same book (benchmarks/handbook_others.py): every part and word of ours with
contents, finder and index with page numbers, links, outline, tabs and feet, in as many pages; the
characters of both are counted and printed. They are not tagged, no PDF/A, and are not imposed; our
build is, and writes the sheets and the page how to bind them too; "the book alone" is ours without
these. ReportLab runs twice, as it must
to know page numbers; the second run makes only the lines with numbers anew. WeasyPrint is measured
where it is installed; it is no dependency.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from handbook_others import characters, reportlab_book, weasyprint_book

from docgen.documents import handbook
from docgen.documents.gaps import Lacks
from docgen.documents.handbook_book import full, page_size
from docgen.documents.handbook_menu import REGISTER
from docgen.documents.job import Job
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Entry, Ledger, Policy
from docgen.pages.booklet import impose
from docgen.pages.booklet_guide import guide
from docgen.pages.typst import compile_pdf
from docgen.resources import examples_folder, template

ROUNDS = 7
SAID = ("name", "target", "conditions", "time_limit", "payment", "department", "contact", "basis")
OFFERED = ("名称", "内容")


def changed(ledger: Ledger, mark: str) -> Ledger:
    """The ledger with a mark in whatever its policies and services say."""

    def policy(one: Policy) -> Policy:
        said = {name: getattr(one, name) for name in SAID}
        return replace(one, **{name: f"{words}{mark}" for name, words in said.items() if words})

    def service(one: Entry) -> Entry:
        said = {name: f"{one.get(name)}{mark}" for name in OFFERED if one.get(name)}
        return replace(one, values={**one.values, **said})

    services = {REGISTER: tuple(map(service, ledger.register(REGISTER)))}
    policies = tuple(map(policy, ledger.policies))
    return replace(ledger, policies=policies, registers={**ledger.registers, **services})


def data_of(job: Job) -> dict[str, Any]:
    """What the template of the full book prints."""
    (book,) = handbook.books(job)
    return {**full(job, book, Lacks()), "page": page_size("a6", large=False)}


def measured(work: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Milliseconds of ``rounds`` calls after one to warm up: the best, the middle."""
    work(-1)
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - began) * 1000)
    return min(times), statistics.median(times)


def register_reportlab() -> None:
    """Its fonts are registered once a process, as ours are."""
    from docgen.pages.stamp import overlay

    overlay([])


def others(
    ready: dict[int, dict[str, Any]], rounds: int
) -> Iterator[tuple[str, tuple[float, float]]]:
    """The other engines that are here."""
    register_reportlab()

    yield "ReportLab, same text", measured(lambda n: reportlab_book(ready[n]), rounds)
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        print("WeasyPrint is not installed here: not measured")
        return
    yield "WeasyPrint, same text", measured(lambda n: weasyprint_book(ready[n]), 1)


def cold() -> float:
    """Milliseconds from the start of a fresh process to the finished book, ledger read."""
    began = time.perf_counter()
    subprocess.run([sys.executable, __file__, "once"], check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def once() -> None:
    """One build, for the cold time."""
    example = open_folder(examples_folder())
    with tempfile.TemporaryDirectory() as place:
        handbook.build(Job(Folder(Path(place), example.settings), read_ledger(example)))


def main(rounds: int = ROUNDS) -> None:
    """Measure and print."""
    example = open_folder(examples_folder())
    ledger, as_of = read_ledger(example), example.settings.as_of
    path = template("pdf", "handbook.typ")
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(Path(place), example.settings)

        def job(mark: str) -> Job:
            return Job(folder, changed(ledger, mark))

        ready = {n: data_of(job(f"甲{n}")) for n in range(-1, rounds)}
        book = compile_pdf(path, ready[0], as_of=as_of)
        sheets = impose(book.pdf, title="甲", as_of=as_of)

        def bare(number: int) -> None:
            compile_pdf(path, ready[number], as_of=as_of)
            guide(sheets, title=f"甲{number}", as_of=as_of)

        def alone(number: int) -> None:
            compile_pdf(path, data_of(job(f"戊{number}")), as_of=as_of)

        rows = {
            "build minus reading": measured(lambda n: handbook.build(job(f"乙{n}")), rounds),
            "bare compile of its pages": measured(bare, rounds),
            "the book alone": measured(alone, rounds),
            "context": measured(lambda n: data_of(job(f"丙{n}")), rounds),
            "imposition": measured(lambda n: impose(book.pdf, title=f"{n}", as_of=as_of), rounds),
            **dict(others(ready, rounds)),
        }
    counted = characters(reportlab_book(ready[0]))
    print(f"characters printed: {characters(book.pdf)}, by ReportLab {counted}")
    print(f"{book.count} pages A6{'':18} best ms  middle")
    for name, (best, middle) in rows.items():
        print(f"{name:30}{best:9.1f}{middle:9.1f}")
    build, compiled = rows["build minus reading"][0], rows["bare compile of its pages"][0]
    print(f"build / bare compile {build / compiled:.2f} (at most 1.5)")
    theirs, alone_took = rows["ReportLab, same text"][0], rows["the book alone"][0]
    print(f"build / ReportLab {build / theirs:.2f} (at most 0.33)")
    print(f"the book alone / ReportLab {alone_took / theirs:.2f}")
    print(f"cold, with reading {min(cold() for _ in range(3)):.0f} ms")
    large(sheets_of=200)


def large(sheets_of: int) -> None:
    """Imposition of a book of so many pages: seconds, and the size beside the source's."""
    import pikepdf

    example = open_folder(examples_folder())
    policies = read_ledger(example).policies
    many = tuple(
        replace(one, id=f"{one.id}{turn}", name=f"{one.name}{turn}")
        for turn in range(40)
        for one in policies
    )
    job = Job(Folder(Path(), example.settings), Ledger(policies=many))
    pdf = compile_pdf(
        template("pdf", "handbook.typ"), data_of(job), as_of=job.folder.settings.as_of
    )
    with pikepdf.open(BytesIO(pdf.pdf)) as book:
        del book.pages[sheets_of:]
        del book.Root.StructTreeRoot
        buffer = BytesIO()
        book.remove_unreferenced_resources()
        book.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    source = buffer.getvalue()
    for scheme in ("saddle", "perfect", "cut-stack", "fold"):
        for up in (2, 4, 8):
            began = time.perf_counter()
            made = impose(
                *(source,), title="", as_of=job.folder.settings.as_of, scheme=scheme, up=up
            )
            spent = time.perf_counter() - began
            grown = (len(made.pdf) / len(source) - 1) * 100
            print(
                f"imposition of {sheets_of} pages, {scheme} {up}-up: {spent:.3f} s, {grown:+.1f} %"
            )


if __name__ == "__main__":
    if sys.argv[1:] == ["once"]:
        once()
    else:
        main(*map(int, sys.argv[1:]))
