"""From files to proposed papers: read, cut, judged, each with its place and its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from docgen.archive import ocr, quality
from docgen.archive.cache import Cache
from docgen.archive.classify import Evidence, Judge, Proposal, classify
from docgen.archive.defects import lacks_of
from docgen.archive.intake import READ, Taken
from docgen.archive.kinds import PICTURES
from docgen.archive.pagesource import PageSource
from docgen.archive.reading import NONE, PageText, Wanted, read_package, readable
from docgen.archive.schema import SEAL, PaperType, Schema
from docgen.archive.seals import seals
from docgen.archive.similar import Sketch, sketch_of
from docgen.archive.splitting import Piece, split
from docgen.archive.titles import issuer_of, number_of, title_text
from docgen.findings import Finding, Severity
from docgen.folder import SCANS
from docgen.model import Paper, SourceFile

UNREAD = "页面是图像，没有识别文字"
Step = Callable[[int, int], None] | None


class Reader:
    """Reads, cuts and judges file by file, and remembers what it left out."""

    def __init__(
        self,
        judge: Judge,
        cache: Cache,
        sources: Mapping[str, PageSource],
        *,
        whole: bool = True,
    ) -> None:
        self.judge = judge
        self.whole = whole
        self.cache = cache
        self.sources = sources
        self.separators: list[tuple[str, int]] = []
        self.findings: list[Finding] = []
        self.sketches: dict[str, Sketch] = {}

    def papers(self, taken: Sequence[Taken], step: Step) -> list[Paper]:
        found = []
        for number, entry in enumerate(taken, start=1):
            if entry.account.state == READ and entry.kind != "zip":
                found += self.file(entry)
            if step:
                step(number, len(taken))
        return found

    def file(self, taken: Taken) -> list[Paper]:
        account = taken.account
        source = self.sources[account.digest]
        if has_pages(taken):
            pages = readable(wanted_of(taken, source), self.cache, whole=self.whole)
            self.unread(account.source, pages)
            cut = split(self.judge, pages, _stem(account.source))
            self.faults(account.source, pages, cut.separators)
            self.separators += [(account.source, page) for page in cut.separators]
            return [self.paper(taken, piece, pages) for piece in cut.pieces]
        said = read_package(taken.kind, taken.raw, account.digest, self.cache)
        pages = [said]
        if said.how == NONE and source.path is not None:
            # Old Office files say nothing by themselves; what LibreOffice made of them does.
            pages = readable(wanted_of(taken, source), self.cache, whole=self.whole)
        return [self.paper(taken, Piece(1, source.pages), pages)]

    def unread(self, source: str, pages: Sequence[PageText]) -> None:
        """Say which pages are pictures nobody read."""
        numbers = [
            n for n, page in enumerate(pages, start=1) if page.how == NONE and not page.blank
        ]
        part = [n for n, page in enumerate(pages, start=1) if page.part]
        if part:
            told = f"第{ranges(part)}页只识别了题名部分"
            self.findings.append(_hint(source, told, "读全文：docgen archive plan，不加 --quick"))
        if not numbers:
            return
        why = "没有认出文字" if ocr.engine() else "没有安装文字识别（可选组件 ocr）"
        told = f"第{ranges(numbers)}页是图像，{why}，只凭名称归类"
        remedy = "在归档计划里核对，或安装识别组件后重新运行"
        self.findings.append(_hint(source, told, remedy))

    def faults(self, source: str, pages: Sequence[PageText], left_out: Sequence[int]) -> None:
        """Say what is wrong with scans: one finding a fault of a file; not of separators."""
        at: dict[str, list[int]] = {}
        for number, page in enumerate(pages, start=1):
            for fault in filter(None, page.faults.split("、") if number not in left_out else ()):
                at.setdefault(fault, []).append(number)
        for fault, numbers in at.items():
            self.findings.append(
                Finding(
                    code="W808",
                    severity=Severity.hint if quality.hint(fault) else Severity.warning,
                    file=source,
                    sheet="",
                    cell="",
                    message=f"第{ranges(numbers)}页扫描质量：{fault}",
                    fix=quality.REMEDIES.get(fault, quality.REMEDY),
                )
            )

    def paper(self, taken: Taken, piece: Piece, pages: Sequence[PageText]) -> Paper:
        own = pages[piece.first - 1 : piece.last] or pages
        head = next((page for page in own if page.title), own[0])
        text = "\n".join(page.text for page in own)
        source = taken.account.source
        seen = Evidence(
            name=_stem(source),
            folders=_folders(source),
            title=head.title,
            text=text,
            code=piece.code or own[0].code,
            issuer=issuer_of(text),
            read=any(page.how != NONE for page in own),
            blank=all(page.blank for page in own),
            unread=UNREAD if has_pages(taken) else "文件里读不出文字",
        )
        proposal = classify(self.judge, seen)
        made = _paper(self.judge.schema, taken.account, piece, seen, proposal)
        made = replace(made, lacks=self.lacks(taken, made, own))
        self.sketches[made.id] = sketch_of(text, own[0].mark)
        return made

    def lacks(self, taken: Taken, paper: Paper, pages: Sequence[PageText]) -> str:
        """What the pages of a paper show to be wrong with it; seals only where one is wanted."""
        schema = self.judge.schema
        kind = schema.types.get(paper.type)
        looked: list[str] = []
        if SEAL in schema.marks.get(paper.type, ()) and has_pages(taken):
            numbers = sorted({paper.first, paper.last})
            looked = seals(taken.kind, taken.content, taken.account.digest, numbers, self.cache)
        roster = self.judge.roster
        return lacks_of(schema, roster, kind, paper.household, pages, paper.first, looked)


def wanted_of(taken: Taken, source: PageSource) -> Wanted:
    """Return the pages of a file as they are read: its own, or those LibreOffice made of it."""
    digest = taken.account.digest
    if source.path is not None:
        return Wanted("pdf", source.path, f"{digest}.pdf", source.pages)
    return Wanted(taken.kind, taken.path, digest, source.pages, taken.route)


def _hint(source: str, message: str, fix: str) -> Finding:
    return Finding("W802", Severity.hint, source, "", "", message, fix)


def _paper(
    schema: Schema, account: SourceFile, piece: Piece, seen: Evidence, said: Proposal
) -> Paper:
    kind = schema.types.get(said.type)
    doubt = f"。待核：{piece.doubt}" if piece.doubt else ""
    return Paper(
        id=paper_id(account.digest, piece.first, piece.last),
        source=account.source,
        first=piece.first,
        last=piece.last,
        volume=schema.class_of(said.type).name,
        type=said.type,
        household=said.household,
        project=said.project,
        year=said.year,
        title=title_text(seen.title, _made_title(seen, said, kind)),
        day=said.day,
        issuer=seen.issuer,
        number=number_of(seen.text),
        confidence=min(said.confidence, 0.5) if piece.doubt else said.confidence,
        evidence=said.evidence,
        reason=f"{said.reason}{doubt}",
        decision="auto" if said.auto and not piece.doubt else "review",
    )


def _made_title(seen: Evidence, said: Proposal, kind: PaperType | None) -> str:
    """The words for a title of our own where the paper shows none."""
    if seen.blank:
        return "空白页"
    return said.word or (kind.brief if kind else "")


def paper_id(digest: str, first: int, last: int) -> str:
    """Return the identity of a paper: it stays when the file is renamed or moved."""
    return f"{digest[:12]}-{first}-{last}"


def ranges(numbers: Sequence[int]) -> str:
    """Return 1-3、7 for 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(f"{a}-{b}" if b > a else f"{a}" for a, b in runs)


def has_pages(taken: Taken) -> bool:
    """Whether the file consists of pages itself: a PDF or a picture."""
    return taken.kind == "pdf" or taken.kind in PICTURES


def _stem(source: str) -> str:
    name = source.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return stem if dot and len(ending) <= 5 else name


def _folders(source: str) -> tuple[str, ...]:
    parts = source.split("/")[:-1]
    return tuple(parts[1:] if parts[:1] == [SCANS] else parts)
