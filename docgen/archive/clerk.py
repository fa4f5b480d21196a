"""What a clerk decided in the plan workbook, and how it is joined with new proposals.

A row is decided when 确认 says something, when a 改为 column is filled, when its pages were
changed, or when it stands for paper that was never scanned. Decided rows win over proposals; pages
they do not cover stay in review, so that no page falls between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from docgen.archive.schema import HOUSEHOLD_LEVEL, Schema
from docgen.findings import Finding, Severity
from docgen.model import Ledger, Paper, SourceFile

ON_PAPER = "纸质未扫描"
YES, WAIT = "是", "待定"
PENDING = "待确认"
_IDENTITY = re.compile(r"[0-9a-f]{12}-\d+-\d+|P\d{4,}|旧[0-9a-f]{11}-\d+-\d+")
OLD_ID = "旧"
"""How the identity of a paper taken over from 原有目录 begins."""


@dataclass(frozen=True, slots=True)
class ClerkRow:
    """One row of the plan as it stands in the workbook; ``cells`` by heading, ``row`` 1-based."""

    row: int
    paper: Paper
    said: str = ""
    type: str = ""
    household: str = ""
    project: str = ""
    year: str = ""
    title: str = ""
    note: str = ""
    alike: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def damaged(self) -> bool:
        """Whether the cell 编号 holds something that docgen never wrote there."""
        return bool(self.paper.id) and not _IDENTITY.fullmatch(self.paper.id)

    @property
    def on_paper(self) -> bool:
        return self.paper.source == ON_PAPER

    @property
    def from_old_list(self) -> bool:
        return self.on_paper and self.paper.id.startswith(OLD_ID)

    @property
    def pages_changed(self) -> bool:
        tail = f"-{self.paper.first}-{self.paper.last}"
        return not self.paper.id.endswith(tail)

    @property
    def decided(self) -> bool:
        changed = (self.type, self.household, self.project, self.year, self.title)
        typed = self.on_paper and not self.from_old_list
        return bool(self.said or any(changed) or typed or self.pages_changed)


@dataclass(frozen=True, slots=True)
class Merged:
    """Papers after joining, the clerk's rows by paper id, and rows whose file is gone."""

    papers: tuple[Paper, ...]
    rows: Mapping[str, ClerkRow]
    lost: tuple[ClerkRow, ...]
    findings: tuple[Finding, ...]


def merge(
    clerk: Sequence[ClerkRow],
    proposals: Sequence[Paper],
    files: Sequence[SourceFile],
    schema: Schema,
    ledger: Ledger,
    plan_file: str,
    separators: Sequence[tuple[str, int]] = (),
) -> Merged:
    """Return the plan's papers: decided rows as decided, everything else as proposed now."""
    work = _Merge(schema, ledger, plan_file)
    by_digest = {file.digest[:12]: file for file in files if file.state == "read" and file.digest}
    by_source = {file.source: file for file in files if file.state == "read" and file.digest}
    notes = {row.paper.id: row for row in clerk if not row.decided and (row.note or row.extra)}
    for row in clerk:
        if row.on_paper:
            if row.decided:
                work.on_paper(row)
        elif row.damaged:
            work.damaged(row)
        elif row.decided:
            # A row that somebody added has no id; one whose file was changed is not its own.
            digest = row.paper.id.rpartition("-")[0].rpartition("-")[0]
            file = by_digest.get(digest) if digest else by_source.get(row.paper.source)
            work.decided(row, file)
    strange = {row.paper.id for row in clerk if row.damaged}
    joined = work.join([paper for paper in proposals if paper.id not in strange])
    joined += _gaps(joined, by_source, set(separators))
    papers = [*_in_file_order(joined, files), *work.unscanned]
    rows = {**notes, **work.rows}
    return Merged(tuple(papers), rows, tuple(work.lost), tuple(work.findings))


def _gaps(
    papers: Sequence[Paper], files: Mapping[str, SourceFile], sheets: set[tuple[str, int]]
) -> list[Paper]:
    """Pages that no row claims any more: they stay in the plan, to be looked at."""
    covered = {(p.source, page) for p in papers for page in range(p.first, p.last + 1)} | sheets
    found = []
    for file in files.values():
        pages = [n for n in range(1, file.pages + 1) if (file.source, n) not in covered]
        for first, last in _runs(pages):
            identity = f"{file.digest[:12]}-{first}-{last}"
            reason = "待核：这些页在计划里没有归属"
            found.append(Paper(identity, file.source, first, last, PENDING, "", reason=reason))
    return found


def _in_file_order(papers: Sequence[Paper], files: Sequence[SourceFile]) -> list[Paper]:
    place = {file.source: number for number, file in enumerate(files)}
    return sorted(papers, key=lambda p: (place.get(p.source, len(place)), p.source, p.first))


class _Merge:
    """Decided pages of each source, and what must be said about them."""

    def __init__(self, schema: Schema, ledger: Ledger, plan_file: str) -> None:
        self.schema = schema
        self.ledger = ledger
        self.plan_file = plan_file
        self.taken: dict[str, dict[int, str]] = {}
        self.papers: list[Paper] = []
        self.unscanned: list[Paper] = []
        self.old: set[str] = set()
        self.rows: dict[str, ClerkRow] = {}
        self.lost: list[ClerkRow] = []
        self.findings: list[Finding] = []

    def on_paper(self, row: ClerkRow) -> None:
        stem = row.paper.id.partition("-")[0]
        if row.from_old_list and stem not in self.old:
            # Once its pages are those of its id, only the word 是 keeps the row decided.
            self.old.add(stem)
            identity = f"{stem}-{row.paper.first}-{row.paper.last}"
            row = replace(row, said=row.said or YES)
        else:
            identity = f"P{len(self.unscanned) + 1:04d}"
        paper = replace(row.paper, id=identity)
        if paper.pages < 1:
            self.tell(row, "末页", "没有写页数", "在首页写1，在末页写页数")
            paper = replace(paper, first=1, last=1)
        paper = self.applied(row, paper)
        self.unscanned.append(paper)
        self.rows[paper.id] = row

    def damaged(self, row: ClerkRow) -> None:
        """A row whose id was overwritten: which paper it meant is not guessed."""
        self.tell(
            *(row, "编号", f"编号“{row.paper.id}”被改过，认不出这一行是哪一件"),
            "把编号改回来；记不得的，清空编号并写对来源、首页、末页",
        )
        if row.decided or row.note or row.extra:
            self.lost.append(row)

    def decided(self, row: ClerkRow, file: SourceFile | None) -> None:
        if file is None:
            self.tell(
                row, "来源", "这一行的文件不在扫描件里", "放回文件，或删去这一行", Severity.warning
            )
            self.lost.append(row)
            return
        first, last = row.paper.first, row.paper.last
        if not 1 <= first <= last <= file.pages:
            self.tell(
                row, "首页", f"页次{first}-{last}不在文件的1-{file.pages}页之内", "改正首页和末页"
            )
            return
        pages = self.taken.setdefault(file.source, {})
        free = [page for page in range(first, last + 1) if page not in pages]
        if len(free) < last - first + 1:
            self.tell(row, "首页", f"页次{first}-{last}与另一行重叠", "每一页只能属于一件")
        for run in _runs(free):
            identity = f"{file.digest[:12]}-{run[0]}-{run[1]}"
            paper = replace(row.paper, id=identity, source=file.source, first=run[0], last=run[1])
            self.papers.append(self.applied(row, paper))
            # Once its pages are those of its id, only the word 是 keeps the row decided.
            self.rows[identity] = replace(row, said=row.said or YES)
        pages.update(dict.fromkeys(free, ""))

    def join(self, proposals: Sequence[Paper]) -> list[Paper]:
        """Proposals for pages nobody decided; a remnant of a paper goes to review."""
        joined = list(self.papers)
        for paper in proposals:
            if paper.source == ON_PAPER:
                if paper.id.partition("-")[0] not in self.old:
                    self.unscanned.append(paper)
                continue
            pages = self.taken.get(paper.source, {})
            free = [page for page in range(paper.first, paper.last + 1) if page not in pages]
            if len(free) == paper.pages:
                joined.append(paper)
                continue
            for first, last in _runs(free):
                base = paper.id.rpartition("-")[0].rpartition("-")[0]
                joined.append(
                    replace(
                        paper,
                        id=f"{base}-{first}-{last}",
                        first=first,
                        last=last,
                        decision="review",
                        confidence=min(paper.confidence, 0.5),
                        reason=f"{paper.reason}。待核：其余的页已由人另作一件",
                    )
                )
        return joined

    def applied(self, row: ClerkRow, paper: Paper) -> Paper:
        """A paper with the clerk's corrections; a correction that cannot be is a finding."""
        good = row.said != WAIT
        code, known = self.type_of(row, paper)
        household, there = paper.household, False
        if known:
            household, there = self.household_of(row, paper, code)
        year, dated = self.year_of(row, paper)
        good = good and known and there and dated
        return replace(
            paper,
            type=code,
            volume=self.schema.class_of(code).name,
            household=household,
            project=row.project or paper.project,
            year=year,
            title=row.title or paper.title or self.title_for(code),
            confidence=1.0 if good else min(paper.confidence, 0.5),
            evidence=("经人确认", *(word for word in paper.evidence if word != "经人确认")),
            decision="auto" if good else "review",
        )

    def title_for(self, code: str) -> str:
        kind = self.schema.types.get(code)
        return f"[{kind.short}]" if kind else ""

    def type_of(self, row: ClerkRow, paper: Paper) -> tuple[str, bool]:
        said = row.type.strip()
        if not said:
            if paper.type in self.schema.types:
                return paper.type, True
            self.tell(row, "改为文种", "没有文种，放不进案卷", "从下拉表里选一个文种")
            return paper.type, False
        code = said.split()[0].upper()
        if code in self.schema.types:
            return code, True
        titled = [
            key for key, kind in self.schema.types.items() if said in (kind.title, kind.short)
        ]
        if len(titled) == 1:
            return titled[0], True
        self.tell(row, "改为文种", f"没有文种“{said}”", "从下拉表里选一个文种")
        return paper.type, False

    def household_of(self, row: ClerkRow, paper: Paper, code: str) -> tuple[str, bool]:
        kind = self.schema.types.get(code)
        if kind is not None and kind.level != HOUSEHOLD_LEVEL:
            return "", True
        said = row.household.strip()
        key = (said.split() or [paper.household])[0]
        if not key:
            if kind is None:
                return "", True
            self.tell(row, "改为户编号", "户级材料没有户编号", "写上台账里的户编号")
            return "", False
        if self.ledger.households and self.ledger.household(key) is None:
            self.tell(row, "改为户编号", f"台账里没有户编号“{key}”", "写上台账里的户编号")
            return key, False
        return key, True

    def year_of(self, row: ClerkRow, paper: Paper) -> tuple[int | None, bool]:
        said = row.year.strip().removesuffix("年")
        if not said:
            return paper.year, True
        if said.isdecimal() and len(said) == 4:
            return int(said), True
        self.tell(row, "改为年度", f"年度“{row.year}”看不懂", "写四位数字，如2024")
        return paper.year, False

    def tell(
        self,
        row: ClerkRow,
        column: str,
        message: str,
        fix: str,
        severity: Severity = Severity.error,
    ) -> None:
        self.findings.append(
            Finding(
                code="E803",
                severity=severity,
                file=self.plan_file,
                sheet="归档计划",
                cell=row.cells.get(column, f"A{row.row}"),
                message=message,
                fix=fix,
                household=row.paper.household,
            )
        )


def _runs(pages: Sequence[int]) -> list[tuple[int, int]]:
    """Unbroken runs of page numbers as (first, last)."""
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return runs
