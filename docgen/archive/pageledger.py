"""The ledger of pages: what came in is found again, counted by a second library (pypdf)."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pypdf
from pypdf.errors import PyPdfError

from docgen.archive.clerk import ON_PAPER
from docgen.archive.plan import Plan, planned_pages
from docgen.findings import Finding, Severity
from docgen.folder import Folder, write_text
from docgen.model import PageLedger, Paper, Volume

MANIFEST = "案卷清单.json"
VERSION = 1
PAGES_CODE = "E801"


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """A paper in its volume: its page number ``first``, its 0-based page ``at``, pages ``made``.

    ``code`` is its archival code where it is filed as an item of its own.
    """

    paper: Paper
    first: int
    at: int
    made: int
    digest: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A volume as made: its file under 输出/档案/, hash, and how many pages are docgen's own."""

    volume: Volume
    file: str
    digest: str
    own: int
    cls: str
    number: int
    household: str = ""
    pending: bool = False
    papers: tuple[BoundPaper, ...] = ()


def write_manifest(place: Path, bound: Sequence[Bound], plan: Plan, folder: Folder) -> None:
    """Write 案卷清单.json: every volume and paper with hashes, for programs and for checking."""
    kept = {
        "version": VERSION,
        "as_of": folder.settings.as_of.isoformat(),
        "ledger": asdict(plan.ledger),
        "volumes": [asdict(entry) for entry in bound],
    }
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    write_text(place / MANIFEST, text + "\n")


def read_manifest(place: Path) -> list[Bound]:
    """Return the volumes of the last build, none when there was none or it cannot be read."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        if kept["version"] == VERSION:
            return [_bound(entry) for entry in kept["volumes"]]
    return []


def _bound(entry: dict[str, Any]) -> Bound:
    volume = {**entry["volume"], "papers": tuple(entry["volume"]["papers"])}
    papers = tuple(
        BoundPaper(**{**kept, "paper": _paper(kept["paper"])}) for kept in entry["papers"]
    )
    return Bound(**{**entry, "volume": Volume(**volume), "papers": papers})


def _paper(entry: dict[str, Any]) -> Paper:
    return Paper(**{**entry, "evidence": tuple(entry["evidence"])})


def verify(
    folder: Folder, plan: Plan, bound: Sequence[Bound]
) -> tuple[PageLedger, tuple[Finding, ...]]:
    """Open every volume with pypdf and return the ledger as counted there, and what is wrong."""
    findings: list[Finding] = []
    counted = 0
    for entry in bound:
        seen = _pages_of(folder, entry, findings)
        counted += max(seen - entry.own, 0)
        if seen and seen != entry.volume.pages:
            told = f"案卷有{seen}页，装订时是{entry.volume.pages}页"
            findings.append(trouble(entry.volume.path, told))
    stand_ins = sum(
        paper.made
        for entry in bound
        for paper in entry.papers
        if paper.paper.source in plan.placeholders
    )
    planned = planned_pages(plan.papers, plan.files, plan.separators, plan.placeholders)
    book = replace(planned, pages_out=counted - stand_ins, placeholders=stand_ins)
    findings += _balance(book)
    findings += _every_paper(plan, bound)
    return book, tuple(findings)


def _pages_of(folder: Folder, entry: Bound, findings: list[Finding]) -> int:
    path = folder.root / entry.volume.path
    try:
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != entry.digest:
            findings.append(trouble(entry.volume.path, "案卷装订后被改动过"))
        with pypdf.PdfReader(path) as reader:
            return len(reader.pages)
    except (OSError, PyPdfError, ValueError) as error:
        findings.append(trouble(entry.volume.path, f"案卷打不开：{error}"))
        return 0


def _balance(book: PageLedger) -> list[Finding]:
    out = book.pages_out + book.separators + book.aside + book.placeholders
    if out == book.pages_in:
        return []
    told = (
        f"页数不平：收到{book.pages_in}页，案卷{book.pages_out}页，分隔{book.separators}页，"
        f"重复{book.aside}页，占位{book.placeholders}页，差{book.pages_in - out}页"
    )
    return [trouble("", told)]


def _every_paper(plan: Plan, bound: Sequence[Bound]) -> list[Finding]:
    """Each paper of the plan stands in exactly one volume with all its pages."""
    made: dict[str, int] = {}
    for entry in bound:
        for kept in entry.papers:
            made[kept.paper.id] = made.get(kept.paper.id, 0) + kept.made
    findings = []
    for paper in plan.papers:
        if paper.source != ON_PAPER and made.get(paper.id, 0) != paper.pages:
            told = f"“{paper.title}”应有{paper.pages}页，案卷里有{made.get(paper.id, 0)}页"
            findings.append(trouble(paper.source, told))
    return findings


def trouble(file: str, message: str) -> Finding:
    """Return a finding about lost or changed pages: the gravest there is."""
    return Finding(
        code=PAGES_CODE,
        severity=Severity.grave,
        file=file,
        sheet="",
        cell="",
        message=message,
        fix="重新运行 docgen archive plan 和 docgen archive build",
    )
