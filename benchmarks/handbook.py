"""How long the pocket handbook takes, beside ReportLab and WeasyPrint on the same text.

    python benchmarks/handbook.py [ROUNDS]

The book is that of the example village; in each round every policy's name is another, so that
nothing is kept from the round before. Printed are the best and the middle of the rounds in one warm
process, and the first build of a fresh process (cold). "Bare compile" is the page engine on the
data of the book and of its page how to bind it, without reading, context, imposition and writing.
WeasyPrint is measured where it is installed; it is no dependency.
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

from docgen.documents import handbook
from docgen.documents.gaps import Lacks
from docgen.documents.handbook_book import full, page_size
from docgen.documents.job import Job
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.pages.booklet import impose
from docgen.pages.booklet_guide import guide
from docgen.pages.fonts import HEI, KAI, SONG
from docgen.pages.typst import compile_pdf
from docgen.resources import examples_folder, fonts_folder, template

ROUNDS = 7


def changed(ledger: Ledger, mark: str) -> Ledger:
    """The ledger with other names of policies."""
    renamed = tuple(replace(one, name=f"{one.name}{mark}") for one in ledger.policies)
    return replace(ledger, policies=renamed)


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


def policy_lines(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The rows of a policy as our template prints them."""
    rows = page["standard"]["rows"]
    money = page["standard"]["text"] if not rows else "；".join("　".join(row) for row in rows)
    yield "谁能享受", page["target"]
    yield "什么条件", "；".join(page["conditions"])
    yield "补助多少", money
    yield "带的材料", page["papers"]["note"] or "　".join(page["papers"]["list"])
    yield "怎么办理", "→".join(page["steps"])
    yield "多久办好", page["time_limit"]
    yield "何时申报", page["window"]
    yield "怎么发放", page["payment"]
    yield "找谁问", f"{page['department']} {page['contact']} {page['phone']} {page['supervision']}"
    yield "依据", f"{page['basis']} {page['valid']} {page['checked']}"


def reportlab_book(data: dict[str, Any]) -> bytes:
    """The same text by ReportLab's own page layout: contents and index with their page numbers."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Table
    from reportlab.platypus.tableofcontents import TableOfContents

    size = (data["page"]["width"] * mm, data["page"]["height"] * mm)
    song = ParagraphStyle("song", fontName=SONG.family, fontSize=11, leading=15, wordWrap="CJK")
    hei = ParagraphStyle("hei", parent=song, fontName=HEI.family)
    head = ParagraphStyle("head", parent=hei, fontSize=15, leading=22)
    where: dict[str, int] = {}

    class Book(BaseDocTemplate):
        def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - ReportLab's name
            if getattr(flowable, "style", None) is head:
                name = flowable.getPlainText()
                where[name] = self.page
                key = f"p{self.page}"
                self.canv.bookmarkPage(key)
                self.canv.addOutlineEntry(name, key, 0)
                self.notify("TOCEntry", (0, name, self.page, key))

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(KAI.family, 7.5)
        canvas.drawString(10 * mm, 6 * mm, f"{data['area']} {data['edition']} {document.page}")

    buffer = BytesIO()
    book = Book(buffer, pagesize=size, invariant=1, title=data["title"])
    frame = Frame(10 * mm, 11 * mm, size[0] - 20 * mm, size[1] - 19 * mm, 0, 0, 0, 0)
    book.addPageTemplates(PageTemplate("page", [frame], onPage=foot))
    contents = TableOfContents(levelStyles=[song])
    story: list[Any] = [Paragraph(data["title"], head), PageBreak(), contents, PageBreak()]
    for row in data["finder"]:
        story.append(Paragraph(row["who"], hei))
        story += [
            Paragraph(f"{one['name']} {where.get(one['name'], 0)}", song) for one in row["found"]
        ]
    for chapter in data["chapters"]:
        for page in chapter["policies"]:
            rows = [
                [Paragraph(name, hei), Paragraph(words, song)]
                for name, words in policy_lines(page)
                if words
            ]
            table = Table(rows, colWidths=[18 * mm, size[0] - 38 * mm])
            story += [PageBreak(), Paragraph(page["name"], head), table]
    story.append(PageBreak())
    for group in data["index"]:
        story.append(Paragraph(group["letter"], hei))
        for entry in group["entries"]:
            told = "、".join(entry["see"]) or " ".join(entry["targets"])
            story.append(Paragraph(f"{entry['word']} {told}", song))
            story += [Paragraph(f"　{sub['word']}", song) for sub in entry["subs"]]
    book.multiBuild(story)
    return buffer.getvalue()


def register_reportlab() -> None:
    """Its fonts are registered once a process, as ours are."""
    from docgen.pages.stamp import overlay

    overlay([])


def weasyprint_book(data: dict[str, Any]) -> bytes:
    """The same text as HTML by WeasyPrint, with its target counters for page numbers."""
    import weasyprint

    wide, high = data["page"]["width"], data["page"]["height"]
    faces = "".join(
        f"@font-face{{font-family:{face.key};src:url({(fonts_folder() / face.file).as_uri()})}}"
        for face in (SONG, HEI, KAI)
    )
    pages, contents = [], []
    for chapter in data["chapters"]:
        for page in chapter["policies"]:
            rows = "".join(f"<tr><th>{n}<td>{w}" for n, w in policy_lines(page) if w)
            pages.append(f"<h1 id=p{page['number']}>{page['name']}</h1><table>{rows}</table>")
            contents.append(f"<li><a href='#p{page['number']}'>{page['name']}</a>")
    words = "".join(f"<p>{e['word']}" for group in data["index"] for e in group["entries"])
    style = (
        f"{faces}@page{{size:{wide}mm {high}mm;margin:9mm}}body{{font:11pt song}}"
        "h1{font:15pt hei;break-before:page}th{font:11pt hei;width:18mm;vertical-align:top}"
        "li a::after{content:leader('.') target-counter(attr(href),page)}"
    )
    html = f"<style>{style}</style><h2>{data['title']}</h2><ul>{''.join(contents)}</ul>"
    made: bytes = weasyprint.HTML(string=html + "".join(pages) + words).write_pdf()
    return made


def others(data: dict[str, Any], rounds: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """The other engines that are here."""
    register_reportlab()

    def renamed(number: int) -> dict[str, Any]:
        return {**data, "title": f"{data['title']}{number}"}

    yield "ReportLab, same text", measured(lambda n: reportlab_book(renamed(n)), rounds)
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        print("WeasyPrint is not installed here: not measured")
        return
    yield "WeasyPrint, same text", measured(lambda n: weasyprint_book(renamed(n)), 1)


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

        rows = {
            "build minus reading": measured(lambda n: handbook.build(job(f"乙{n}")), rounds),
            "bare compile of its pages": measured(bare, rounds),
            "context": measured(lambda n: data_of(job(f"丙{n}")), rounds),
            "imposition": measured(lambda n: impose(book.pdf, title=f"{n}", as_of=as_of), rounds),
            **dict(others(ready[0], rounds)),
        }
    print(f"{book.count} pages A6{'':18} best ms  middle")
    for name, (best, middle) in rows.items():
        print(f"{name:30}{best:9.1f}{middle:9.1f}")
    build, compiled = rows["build minus reading"][0], rows["bare compile of its pages"][0]
    print(f"build / bare compile {build / compiled:.2f} (at most 1.5)")
    print(f"build / ReportLab {build / rows['ReportLab, same text'][0]:.2f} (at most 0.33)")
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
