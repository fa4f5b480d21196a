"""Building volumes from exactly one plan: cover, contents, stamped papers, end sheet, bookmarks.

One PDF a volume in 输出/档案/, made one after the other so that memory stays flat; the originals
are only read. Every page that came in is found again by the ledger of pages.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from docgen.archive import catalogue, containers, pageledger
from docgen.archive.bindings import Binding, bind
from docgen.archive.cache import Cache
from docgen.archive.front import Numbered, front_data, item_number, numbered, retention_of
from docgen.archive.intake import Taken, take_in
from docgen.archive.itemstamp import blank_place, no_place, stamp_marks
from docgen.archive.pageledger import Bound, BoundPaper
from docgen.archive.pagesource import PICTURE, PLACEHOLDER, PageSource, page_sources
from docgen.archive.pictures import picture_pdf
from docgen.archive.plan import Plan
from docgen.archive.schema import Schema
from docgen.archive.schema_file import load_schema
from docgen.findings import Finding, Severity
from docgen.folder import Folder, write_bytes
from docgen.jobs import Progress
from docgen.model import Document, Ledger, PageLedger, Paper, Volume
from docgen.pages import typst
from docgen.pages.fonts import NO_GLYPH
from docgen.pages.save import describe, pdf_bytes
from docgen.pages.stamp import MM, Mark, Words, stamp, view_of
from docgen.resources import template
from docgen.words import safe_name

PRODUCT = "档案"
KIND = "volume"
# DA/T 22-2015: page number at the upper right of a front side, the upper left of a back side.
NUMBER_SIZE = 10.5
NUMBER_FROM_EDGE, NUMBER_FROM_TOP = 9.0, 10.0
ATTACHED_AT_MOST = 20_000_000


@dataclass(frozen=True, slots=True)
class Built:
    """The volumes made, the pages counted in them, and what went wrong."""

    volumes: tuple[Volume, ...] = ()
    pages: PageLedger = field(default_factory=PageLedger)
    findings: tuple[Finding, ...] = ()
    documents: tuple[Document, ...] = ()


def build(folder: Folder, ledger: Ledger, plan: Plan, *, progress: Progress | None = None) -> Built:
    """Make all volumes of a plan and return them with the ledger of pages, read back and checked.

    A file that changed since the plan was made is not bound; it is a finding and a difference in
    the ledger of pages, never a guess.
    """
    schema = load_schema(folder)
    files = _files(folder, plan)
    bindings = bind(folder, ledger, schema, plan.papers)
    place = folder.output(PRODUCT)
    earlier = pageledger.read_manifest(place)
    work = _Binder(folder, schema, files, plan)
    bound = []
    try:
        for number, binding in enumerate(bindings, start=1):
            bound.append(work.volume(binding))
            if progress:
                progress("装订案卷", number, len(bindings))
    finally:
        containers.close_packages()
    pageledger.write_manifest(place, bound, plan, folder)
    _remove_old(place, earlier, bound)
    catalogue.write(folder, bound, plan)
    counted, trouble = pageledger.verify(folder, plan, bound)
    volumes = tuple(entry.volume for entry in bound)
    return Built(
        volumes=volumes,
        pages=counted,
        findings=(*plan.findings, *work.findings, *trouble),
        documents=tuple(_document(entry) for entry in bound),
    )


def _document(bound: Bound) -> Document:
    return Document(KIND, "pdf", bound.volume.path, bound.household, bound.volume.pages)


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of 扫描件/ as they are now, by source."""

    taken: Mapping[str, Taken]
    sources: Mapping[str, PageSource]


def _files(folder: Folder, plan: Plan) -> _Files:
    cache = Cache(folder)
    try:
        taken = take_in(folder, cache)
    finally:
        cache.close()
    wanted = {paper.source for paper in plan.papers}
    used = [entry for entry in taken if entry.account.source in wanted]
    by_source = {entry.account.source: entry for entry in used}
    return _Files(by_source, page_sources(folder, used))


def _remove_old(place: Path, earlier: Sequence[Bound], bound: Sequence[Bound]) -> None:
    """Take away volumes of an earlier build that this plan does not make; nothing else."""
    kept = {entry.file for entry in bound}
    for entry in earlier:
        path = place / entry.file
        if (
            entry.file not in kept
            and path.is_file()
            and path.resolve().is_relative_to(place.resolve())
        ):
            path.unlink()


class _Binder:
    """Makes one volume after the other."""

    def __init__(self, folder: Folder, schema: Schema, files: _Files, plan: Plan) -> None:
        self.folder = folder
        self.schema = schema
        self.files = files
        self.plan = plan
        self.digests = {file.source: file.digest for file in plan.files}
        self.findings: list[Finding] = []

    def volume(self, binding: Binding) -> Bound:
        papers = numbered(binding)
        data = front_data(self.folder, self.schema, binding, papers, self.plan.placeholders)
        form = "archive_items.typ" if binding.codes else "archive.typ"
        page = template("pdf", form, self.folder.root)
        as_of = self.folder.settings.as_of
        frame = typst.compile_pdf(page, data, as_of=as_of, standard="")
        self.unprintable(binding, frame.uncovered)
        with pikepdf.open(io.BytesIO(frame.pdf)) as framed, pikepdf.new() as book:
            front = len(framed.pages) - 1
            book.pages.extend(framed.pages[:front])
            # The sources must stay open until the book is written.
            opened: dict[str, pikepdf.Pdf] = {}
            bound = self.papers(book, papers, opened, binding)
            if (len(book.pages) - front) % 2:
                # Printed on both sides, the end sheet is a sheet of its own.
                book.add_blank_page(page_size=(210 * MM, 297 * MM))
            book.pages.append(framed.pages[front])
            self.finish(book, binding, bound, front)
            content = pdf_bytes(book)
            pages = len(book.pages)
            own = pages - sum(entry.made for entry in bound)
            for source in opened.values():
                source.close()
        return self.written(binding, bound, content, pages, own)

    def written(
        self,
        binding: Binding,
        papers: list[BoundPaper],
        content: bytes,
        pages: int,
        own: int,
    ) -> Bound:
        name = safe_name(f"{binding.code} {binding.title}.pdf")
        place = self.folder.output(PRODUCT)
        path = place / safe_name(binding.cls.name) / name
        write_bytes(path, content)
        volume = Volume(
            code=binding.code,
            title=binding.title,
            path=self.folder.relative(path),
            pages=pages,
            papers=tuple(paper.id for paper in binding.papers),
            retention=retention_of(self.schema, binding),
        )
        return Bound(
            volume=volume,
            file=path.relative_to(place).as_posix(),
            digest=hashlib.sha256(content).hexdigest(),
            own=own,
            cls=binding.cls.name,
            number=binding.number,
            household=binding.household,
            pending=binding.pending,
            papers=tuple(papers),
        )

    def papers(
        self,
        book: pikepdf.Pdf,
        papers: Sequence[Numbered],
        opened: dict[str, pikepdf.Pdf],
        binding: Binding,
    ) -> list[BoundPaper]:
        """Lay the papers into the book and return where each stands (0-based first page)."""
        bound: list[BoundPaper] = []
        for entry in papers:
            if entry.code and len(book.pages) % 2:
                # An item is bound by itself, so it begins on a sheet of its own.
                book.add_blank_page(page_size=(210 * MM, 297 * MM))
            first = len(book.pages)
            made = 0 if entry.on_paper else self.lay(book, entry.paper, opened)
            digest = self.digests.get(entry.paper.source, "")
            bound.append(BoundPaper(entry.paper, entry.first, first, made, digest, entry.code))
        self.number(book, bound, binding)
        return bound

    def lay(self, book: pikepdf.Pdf, paper: Paper, opened: dict[str, pikepdf.Pdf]) -> int:
        """Append a paper's pages; 0 when its file is not what the plan saw."""
        taken = self.files.taken.get(paper.source)
        if taken is None or taken.account.digest != self.digests.get(paper.source):
            self.changed(paper)
            return 0
        source = self.files.sources.get(taken.account.digest)
        if source is None or paper.last > source.pages:
            self.changed(paper)
            return 0
        if paper.source not in opened:
            opened[paper.source] = self.open(taken, source, book)
        pdf = opened[paper.source]
        book.pages.extend(pdf.pages[paper.first - 1 : paper.last])
        return paper.pages

    def open(self, taken: Taken, source: PageSource, book: pikepdf.Pdf) -> pikepdf.Pdf:
        if taken.signed:
            # Pages taken out of a signed file no longer prove anything; the file itself does.
            self.attach(book, taken)
        if source.how == PICTURE:
            return picture_pdf(taken.content())
        if source.how == PLACEHOLDER:
            self.attach(book, taken)
            return pikepdf.open(io.BytesIO(self.placeholder(taken, source.why)))
        content = source.path or taken.content()
        pdf = pikepdf.open(io.BytesIO(content) if isinstance(content, bytes) else content)
        return _plain_pages(pdf)

    def placeholder(self, taken: Taken, why: str) -> bytes:
        page = template("pdf", "archive_placeholder.typ", self.folder.root)
        size = len(taken.raw())
        rows = [
            ["文件", taken.account.source],
            ["原因", why],
            ["大小", f"{size}字节"],
            ["SHA-256", taken.account.digest],
        ]
        as_of = self.folder.settings.as_of
        return typst.compile_pdf(page, {"rows": rows}, as_of=as_of, standard="").pdf

    def attach(self, book: pikepdf.Pdf, taken: Taken) -> None:
        """Keep a file that has no pages whole inside the volume, unless it is very large."""
        raw = taken.raw()
        if len(raw) > ATTACHED_AT_MOST:
            return
        name = taken.account.source.rpartition("/")[2]
        book.attachments[taken.account.source.replace("/", "_")] = pikepdf.AttachedFileSpec(
            book, raw, filename=name, description="", mime_type="", creation_date="", mod_date=""
        )

    def unprintable(self, binding: Binding, signs: Sequence[str]) -> None:
        """Say which characters of cover and lists no font has."""
        for sign in signs:
            self.findings.append(
                Finding(
                    code=NO_GLYPH,
                    severity=Severity.warning,
                    file=binding.code,
                    sheet="",
                    cell="",
                    message=f"“{sign}”（U+{ord(sign):04X}）没有可用的字形，案卷里印成码位",
                    fix="核对是否为误录的字；确为生僻字的，打印后手写补上",
                    household=binding.household,
                )
            )

    def changed(self, paper: Paper) -> None:
        self.findings.append(
            Finding(
                code="E804",
                severity=Severity.grave,
                file=paper.source,
                sheet="",
                cell="",
                message=f"文件和做计划时不一样了，“{paper.title}”没有装订",
                fix="重新运行 docgen archive plan，核对后再成卷",
                household=paper.household,
            )
        )

    def number(self, book: pikepdf.Pdf, papers: Sequence[BoundPaper], binding: Binding) -> None:
        """Stamp page numbers, front sides right and back sides left, and 归档章 on items."""
        marks: list[tuple[Mark, ...]] = [()] * len(book.pages)
        for entry in papers:
            for step in range(entry.made):
                width = view_of(book.pages[entry.at + step]).width
                marks[entry.at + step] = (_page_number(entry.first + step, width),)
            if entry.code and entry.made:
                marks[entry.at] += self.item_stamp(book.pages[entry.at], entry, binding)
        stamp(book, marks)

    def item_stamp(
        self, page: pikepdf.Page, entry: BoundPaper, binding: Binding
    ) -> tuple[Mark, ...]:
        """归档章 at a blank place of an item's first page; a page without one is a finding."""
        place = blank_place(page)
        if place is None:
            self.findings.append(no_place(entry.code, entry.paper))
            return ()
        fonds = str(self.folder.settings.archive.get("fonds", "") or "")
        upper = (fonds, str(binding.year), item_number(entry.code))
        return stamp_marks(place, (*upper, "", binding.keep, str(entry.paper.pages)))

    def finish(
        self, book: pikepdf.Pdf, binding: Binding, papers: Sequence[BoundPaper], front: int
    ) -> None:
        """Bookmarks, title and date."""
        with book.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("封面", 0))
            outline.root.append(pikepdf.OutlineItem("卷内文件目录", min(2, front - 1)))
            for number, entry in enumerate(papers, start=1):
                if entry.made:
                    words = f"{number} {entry.paper.title or '[无题名材料]'}"
                    outline.root.append(pikepdf.OutlineItem(words, entry.at))
            outline.root.append(pikepdf.OutlineItem("卷内备考表", len(book.pages) - 1))
        as_of = self.folder.settings.as_of
        describe(book, title=f"{binding.code} {binding.title}", as_of=as_of)


def _page_number(number: int, width: float) -> Words:
    if number % 2:
        return Words(
            str(number), width - NUMBER_FROM_EDGE, NUMBER_FROM_TOP, NUMBER_SIZE, align="right"
        )
    return Words(str(number), NUMBER_FROM_EDGE, NUMBER_FROM_TOP, NUMBER_SIZE)


# Of a page: actions, links into its old file, form fields and structure mean nothing elsewhere.
_OF_THE_FILE = (
    "/Annots",
    "/AA",
    "/B",
    "/StructParents",
    "/Tabs",
    "/PieceInfo",
    "/Metadata",
    "/Thumb",
)


def _plain_pages(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """Draw stamps and filled form fields into the pages, then take off what belongs to the file."""
    if any("/Annots" in page.obj for page in pdf.pages):
        pdf.flatten_annotations("all")
    for page in pdf.pages:
        for key in _OF_THE_FILE:
            if key in page.obj:
                del page.obj[key]
    return pdf
