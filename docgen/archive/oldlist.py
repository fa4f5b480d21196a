"""Papers of an older list (register 原有目录) that were never scanned, sorted like all others.

What has a scan keeps its old number when exactly one paper bears the same title; what has none
becomes a paper without pages of its own, counted apart.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from docgen.archive.classify import Evidence, Judge, classify
from docgen.archive.clerk import OLD_ID, ON_PAPER
from docgen.archive.plain import dense
from docgen.archive.titles import issuer_of
from docgen.model import Entry, Ledger, Paper
from docgen.words import date_text

REGISTER = "原有目录"
SCANNED = "是"
MOST_PAGES = 5_000


def unscanned(judge: Judge, ledger: Ledger) -> list[Paper]:
    """Return a paper for every row of 原有目录 that has no scan."""
    rows = [row for row in _rows(ledger) if row.get("已扫描") != SCANNED]
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        words = "\t".join(_text(row, name) for name in ("原档号", "题名", "日期", "文号"))
        seen[words] += 1
        digest = hashlib.sha256(f"{words}\t{seen[words]}".encode()).hexdigest()[:11]
        found.append(_paper(judge, row, f"{OLD_ID}{digest}"))
    return found


def numbered(papers: Sequence[Paper], ledger: Ledger) -> list[Paper]:
    """Return the papers with the old number of the row that bears the same title, where sure."""
    rows = [row for row in _rows(ledger) if row.get("已扫描") == SCANNED]
    listed = Counter(dense(_text(row, "题名")) for row in rows)
    titled = Counter(dense(paper.title) for paper in papers)
    known = {dense(_text(row, "题名")): row for row in rows}
    return [
        replace(
            paper, old_code=_text(known[title], "原档号"), shelf=_text(known[title], "存放位置")
        )
        if (title := dense(paper.title)) and listed[title] == titled[title] == 1
        else paper
        for paper in papers
    ]


def _rows(ledger: Ledger) -> tuple[Entry, ...]:
    return ledger.registers.get(REGISTER, ())


def _paper(judge: Judge, row: Entry, identity: str) -> Paper:
    title = _text(row, "题名") or _text(row, "原案卷题名")
    issuer = _text(row, "责任者")
    text = "\n".join(part for part in (title, issuer, _text(row, "日期")) if part)
    said = classify(
        judge,
        Evidence(
            name="",
            folders=tuple(filter(None, [_text(row, "原案卷题名")])),
            title=title,
            text=text,
            issuer=issuer_of(text) or issuer,
        ),
    )
    pages = row.get("页数")
    counted = isinstance(pages, int) and 1 <= pages <= MOST_PAGES
    last = int(pages) if counted and isinstance(pages, int) else 1
    doubt = "" if counted else "。待核：原有目录没有写明页数，暂按1页"
    return Paper(
        id=f"{identity}-1-{last}",
        source=ON_PAPER,
        first=1,
        last=last,
        volume=judge.schema.class_of(said.type).name,
        type=said.type,
        household=said.household,
        project=said.project,
        year=said.year,
        title=title,
        day=said.day,
        issuer=issuer,
        number=_text(row, "文号"),
        confidence=said.confidence if counted else min(said.confidence, 0.5),
        evidence=said.evidence,
        reason=f"原有目录：{said.reason}{doubt}",
        decision="auto" if said.auto and counted else "review",
        old_code=_text(row, "原档号"),
        shelf=_text(row, "存放位置"),
    )


def _text(row: Entry, name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    return date_text(value) if isinstance(value, date) else str(value).strip()
