"""The plan: every paper of the shoebox with a proposed place, made to be corrected by a clerk.

``make_plan`` reads 扫描件/ and proposes; what a clerk decided in 记录/归档计划.xlsx stays as it
is. ``save_plan`` writes the workbook, ``load_plan`` reads it back for building.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.archive import (
    ahead,
    containers,
    defects,
    kept,
    learning,
    ocr,
    oldlist,
    planbook,
    planread,
    secondreader,
    similar,
    thumbs,
)
from docgen.archive.ahead import read_ahead
from docgen.archive.alike import alike
from docgen.archive.cache import Cache
from docgen.archive.classify import Judge, judge_of
from docgen.archive.clerk import ON_PAPER, ClerkRow, Merged, merge
from docgen.archive.intake import DUPLICATE, READ, UNREADABLE, Taken, take_in
from docgen.archive.kept import Proposals
from docgen.archive.kinds import PICTURES
from docgen.archive.pagesource import PLACEHOLDER, PageSource, page_sources
from docgen.archive.planmodel import Plan
from docgen.archive.proposing import Reader, Step, has_pages, wanted_of
from docgen.archive.schema_file import load_schema
from docgen.archive.similar import Pair
from docgen.findings import Finding, Severity
from docgen.folder import RECORDS, SCANS, Folder, write_bytes
from docgen.jobs import Progress, processes
from docgen.model import Ledger, PageLedger, Paper, SourceFile

__all__ = ["Plan", "load_plan", "make_plan", "plan_path", "save_plan"]

PLAN_FILE = "归档计划.xlsx"


def plan_path(folder: Folder) -> Path:
    """Return where the plan workbook lies."""
    return folder.records / PLAN_FILE


def make_plan(
    folder: Folder,
    ledger: Ledger,
    *,
    rows: Sequence[ClerkRow] | None = None,
    progress: Progress | None = None,
    rehash: bool = False,
    quick: bool = False,
) -> Plan:
    """Read every file of 扫描件/ and return the plan, with the clerk's decisions kept.

    ``rows`` are the clerk's rows when they do not stand in the workbook yet. With ``rehash`` every
    file is hashed again, also those whose size and time did not change. With ``quick`` the title
    zone of scans is read, and the rest only of papers that it does not settle.
    """
    schema = load_schema(folder)
    clerk = planread.read_rows(plan_path(folder)) if rows is None else rows
    clerk = alike(clerk, schema, ledger)
    cache = Cache(folder)
    try:
        with processes(ahead.workers()) as pool:
            step = _step(progress, "清点文件")
            taken = take_in(folder, cache, step, rehash=rehash, executor=pool)
            sources = page_sources(folder, taken, cache)
            files = tuple(_account(entry, sources) for entry in taken)
            learnt = learning.learn(clerk, schema.types)
            mark = kept.mark_of(folder, ledger, files, learnt, quick)
            seen = kept.proposals(cache, mark)
            if seen is None:
                judge = judge_of(
                    schema,
                    ledger,
                    folder.settings.as_of.year + 1,
                    learnt,
                    places=_places(folder),
                )
                shelf = _Shelf(judge, cache, sources, taken, pool, progress)
                seen = shelf.proposals(ledger, quick=quick)
                kept.keep_proposals(cache, mark, seen)
        merged = merge(clerk, seen.papers, files, schema, ledger, plan_name(), seen.separators)
        near = _near(cache, mark, merged.papers, seen)
        pictures = thumbs.first_pages(merged.papers, taken, sources, cache)
    finally:
        cache.close()
        containers.close_packages()
    stand_ins, names = _placeholders(taken, sources), householders_of(ledger)
    wrong = defects.findings_of(merged.papers, schema, ledger, folder.settings)
    found = (*seen.findings, *similar.as_findings(near), *wrong, *_second_reader(taken))
    plan = assemble(files, merged, seen.separators, stand_ins, names, found)
    return replace(plan, near=near, pictures=pictures)


def _second_reader(taken: Sequence[Taken]) -> tuple[Finding, ...]:
    """Say once that a second reader is there and cannot help."""
    scans = any(entry.kind in PICTURES or entry.kind == "pdf" for entry in taken)
    if not (scans and ocr.engine() and secondreader.without_chinese()):
        return ()
    told = "装有tesseract，但没有中文数据（chi_sim），认不准的行没有用它再认一遍"
    fix = "安装tesseract的chi_sim语言包后重做，或不管它：第一次认出的照用"
    return (Finding("W802", Severity.hint, SCANS, "", "", told, fix),)


def _near(cache: Cache, mark: str, papers: Sequence[Paper], seen: Proposals) -> tuple[Pair, ...]:
    """Papers that look the same; compared again only when a paper is another."""
    near = kept.pairs(cache, mark, papers)
    if near is None:
        near = similar.pairs(papers, seen.sketches or kept.sketches(cache, mark))
        kept.keep_pairs(cache, mark, papers, near)
    return near


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The files of a shoebox, to be read wholly or as far as needed."""

    judge: Judge
    cache: Cache
    sources: Mapping[str, PageSource]
    taken: Sequence[Taken]
    pool: Executor | None
    progress: Progress | None

    def proposals(self, ledger: Ledger, *, quick: bool) -> Proposals:
        """Read and judge everything; papers of older lists stand behind."""
        reader, papers = self.quickly() if quick else self.wholly()
        papers = [*oldlist.numbered(papers, ledger), *oldlist.unscanned(self.judge, ledger)]
        sheets, findings = tuple(reader.separators), tuple(reader.findings)
        return Proposals(tuple(papers), sheets, findings, reader.sketches)

    def wholly(self) -> tuple[Reader, list[Paper]]:
        self.read({entry.account.source for entry in self.taken}, whole=True)
        return self.judged(whole=True)

    def quickly(self) -> tuple[Reader, list[Paper]]:
        self.read({entry.account.source for entry in self.taken}, whole=False)
        _, papers = self.judged(whole=False)
        self.read({p.source for p in papers if p.decision != "auto" or p.year is None}, whole=True)
        return self.judged(whole=False)

    def read(self, wanted: Set[str], *, whole: bool) -> None:
        """Read the pages of these files before they are judged."""
        pages = [
            wanted_of(entry, self.sources[entry.account.digest])
            for entry in self.taken
            if entry.account.source in wanted and entry.account.state == READ and has_pages(entry)
        ]
        step = _step(self.progress, "识别材料")
        read_ahead(pages, self.cache, whole=whole, executor=self.pool, step=step)

    def judged(self, *, whole: bool) -> tuple[Reader, list[Paper]]:
        reader = Reader(self.judge, self.cache, self.sources, whole=whole)
        return reader, reader.papers(self.taken, _step(self.progress, "归类材料"))


def _places(folder: Folder) -> tuple[str, ...]:
    place = folder.settings.place
    return (place.county, place.town, place.village)


def householders_of(ledger: Ledger) -> Mapping[str, str]:
    """Return 户编号 → 户主姓名."""
    return {h.id: h.householder for h in ledger.households if h.id and h.householder}


def assemble(
    files: Sequence[SourceFile],
    merged: Merged,
    separators: Sequence[tuple[str, int]],
    placeholders: Mapping[str, str],
    householders: Mapping[str, str],
    findings: Sequence[Finding] = (),
) -> Plan:
    """Put a plan together and count its pages."""
    left_out = _left_out(separators, merged.papers)
    return Plan(
        papers=merged.papers,
        files=tuple(files),
        ledger=planned_pages(merged.papers, files, left_out, placeholders),
        findings=(*_file_findings(files), *findings, *merged.findings),
        separators=left_out,
        placeholders=placeholders,
        householders=householders,
        rows=merged.rows,
        lost=merged.lost,
    )


def _left_out(
    separators: Sequence[tuple[str, int]], papers: Sequence[Paper]
) -> tuple[tuple[str, int], ...]:
    """Separator sheets that no paper claims (a clerk may have put one back)."""
    claimed = {(p.source, page) for p in papers for page in range(p.first, p.last + 1)}
    return tuple(sheet for sheet in separators if sheet not in claimed)


def planned_pages(
    papers: Sequence[Paper],
    files: Sequence[SourceFile],
    separators: Sequence[tuple[str, int]],
    placeholders: Mapping[str, str],
) -> PageLedger:
    """Count pages: what came in is in a paper, a separator sheet, a duplicate or a placeholder.

    pages_in = pages_out + separators + aside + placeholders; ``paper`` (never scanned) is apart.
    """
    scanned = [p for p in papers if p.source != ON_PAPER]
    stand_in = sum(p.pages for p in scanned if p.source in placeholders)
    aside = sum(file.pages for file in files if file.state == DUPLICATE)
    return PageLedger(
        pages_in=sum(file.pages for file in files if file.state in (READ, DUPLICATE)),
        pages_out=sum(p.pages for p in scanned) - stand_in,
        separators=len(separators),
        aside=aside,
        placeholders=stand_in,
        paper=sum(p.pages for p in papers if p.source == ON_PAPER),
    )


def save_plan(folder: Folder, plan: Plan) -> Path:
    """Write 记录/归档计划.xlsx and return its path; the clerk's columns are kept.

    A workbook that was written for an equal plan and not touched since is left as it is.
    """
    path = plan_path(folder)
    schema = load_schema(folder)
    cache = Cache(folder)
    try:
        mark = kept.mark_of(folder, Ledger(), plan)
        if not kept.saved(cache, mark, path):
            write_bytes(path, planbook.workbook_of(plan, schema, folder.settings.as_of))
            kept.keep_saved(cache, mark, path)
    finally:
        cache.close()
    return path


def load_plan(folder: Folder, ledger: Ledger = Ledger()) -> Plan:  # noqa: B008 - frozen
    """Return the plan as the workbook says it now, the clerk's corrections applied.

    Raises PlanMissing when there is no workbook yet.
    """
    path = plan_path(folder)
    book = planread.read_book(path)
    schema = load_schema(folder)
    rows = alike(book.rows, schema, ledger)
    merged = merge(rows, book.papers, book.files, schema, ledger, plan_name(), book.separators)
    names = {**book.householders, **householders_of(ledger)}
    return assemble(book.files, merged, book.separators, book.placeholders, names)


def plan_name() -> str:
    """Return the plan's name relative to the work folder, as findings say it."""
    return f"{RECORDS}/{PLAN_FILE}"


def _step(progress: Progress | None, words: str) -> Step:
    return (lambda done, count: progress(words, done, count)) if progress else None


def _account(taken: Taken, sources: Mapping[str, PageSource]) -> SourceFile:
    """An account whose pages are those the file has after conversion."""
    account = taken.account
    source = sources.get(account.digest)
    if account.state not in (READ, DUPLICATE) or source is None:
        return account
    return replace(account, pages=source.pages, reason=account.reason or source.why)


def _placeholders(taken: Sequence[Taken], sources: Mapping[str, PageSource]) -> Mapping[str, str]:
    """Source → why one page stands for the whole file."""
    return {
        entry.account.source: sources[entry.account.digest].why
        for entry in taken
        if entry.account.state == READ
        and entry.account.digest in sources
        and sources[entry.account.digest].how == PLACEHOLDER
    }


def _file_findings(files: Sequence[SourceFile]) -> list[Finding]:
    return [
        Finding(
            code="W801",
            severity=Severity.warning,
            file=file.source,
            sheet="",
            cell="",
            message=f"文件没有归档：{file.reason}",
            fix="按原因处理后重新放入，或在归档计划里另记一行",
        )
        for file in files
        if file.state == UNREADABLE
    ]
