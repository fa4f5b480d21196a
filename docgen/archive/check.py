"""Checking finished volumes: pages, hashes, files that came later, papers still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.archive import defects
from docgen.archive.cache import Cache
from docgen.archive.completeness import Missing, as_findings, missing_papers
from docgen.archive.intake import READ, UNREADABLE, Taken, take_in
from docgen.archive.pageledger import Bound, read_manifest, verify
from docgen.archive.plan import Plan, load_plan
from docgen.archive.schema_file import load_schema
from docgen.archive.volumes import PRODUCT
from docgen.errors import NoVolumes
from docgen.findings import Finding, Severity
from docgen.folder import Folder
from docgen.model import Ledger, PageLedger, Paper, SourceFile, Volume

LATER_CODE = "W805"


@dataclass(frozen=True, slots=True)
class Checked:
    """The volumes, the pages counted in them, findings, and what each household lacks."""

    volumes: tuple[Volume, ...]
    pages: PageLedger
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    papers: tuple[Paper, ...] = ()
    files: tuple[SourceFile, ...] = ()


def check(folder: Folder, ledger: Ledger) -> Checked:
    """Hold the volumes against the plan, the papers in 扫描件/ and the ledger.

    Raises NoVolumes when nothing was built yet, PlanMissing when there is no plan.
    """
    plan = load_plan(folder, ledger)
    bound = read_manifest(folder.output(PRODUCT))
    if not bound:
        raise NoVolumes(folder=folder.output(PRODUCT))
    pages, wrong = verify(folder, plan, bound)
    schema = load_schema(folder)
    missing = missing_papers(schema, ledger, folder.settings, plan.papers)
    findings = (
        *wrong,
        *_later_files(folder, plan),
        *_later_decisions(plan, bound),
        *as_findings(missing, ledger),
        *defects.findings_of(plan.papers, schema, ledger, folder.settings),
    )
    return Checked(
        volumes=tuple(entry.volume for entry in bound),
        pages=pages,
        findings=findings,
        missing=missing,
        papers=plan.papers,
        files=plan.files,
    )


def _later_files(folder: Folder, plan: Plan) -> list[Finding]:
    """Files that came, changed or went since the plan was made."""
    cache = Cache(folder)
    try:
        now = take_in(folder, cache)
    finally:
        cache.close()
    known = {file.digest for file in plan.files if file.digest}
    planned = {file.source: file for file in plan.files}
    findings = [_new(entry) for entry in now if _is_new(entry, known)]
    there = {entry.account.digest for entry in now}
    for file in planned.values():
        if file.state == READ and file.digest and file.digest not in there:
            findings.append(_later(file.source, "做计划时有的文件，现在不在或改过了"))
    return findings


def _is_new(entry: Taken, known: set[str]) -> bool:
    account = entry.account
    return (
        account.state in (READ, UNREADABLE) and bool(account.digest) and account.digest not in known
    )


def _new(entry: Taken) -> Finding:
    return _later(entry.account.source, "这个文件是做计划以后放入的，还没有归档")


def _later(source: str, message: str) -> Finding:
    return Finding(
        code=LATER_CODE,
        severity=Severity.warning,
        file=source,
        sheet="",
        cell="",
        message=message,
        fix="重新运行 docgen archive plan 和 docgen archive build",
    )


def _later_decisions(plan: Plan, bound: Sequence[Bound]) -> list[Finding]:
    """Papers whose place was changed in the plan after the volumes were made."""
    made = {kept.paper.id: kept.paper for entry in bound for kept in entry.papers}
    changed = [
        paper
        for paper in plan.papers
        if (kept := made.get(paper.id)) is not None and _place(kept) != _place(paper)
    ]
    if not changed:
        return []
    told = f"归档计划改了{len(changed)}件的归类，案卷还是旧的"
    return [_later("记录/归档计划.xlsx", told)]


def _place(paper: Paper) -> tuple[object, ...]:
    return (paper.type, paper.household, paper.project, paper.decision, paper.year, paper.title)
