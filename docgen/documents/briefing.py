"""知情会: the handout of the policies due in a quarter, the sign-in sheet, the internal list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docgen.documents.briefing_context import (
    concerned_rows,
    due_in,
    handout,
    meeting_row,
    signers,
)
from docgen.documents.gaps import Lacks
from docgen.documents.handbook import rare_characters
from docgen.documents.job import Built, Job
from docgen.documents.periods import Quarter, quarters
from docgen.documents.scope import Scope, scopes
from docgen.findings import Finding, Severity, finding_at
from docgen.model import Document, Gap
from docgen.pages.typst import Pages, compile_pdf
from docgen.resources import template
from docgen.sheets import Column, Sheet, workbook
from docgen.word import Template
from docgen.words import date_text, safe_name

PRODUCT = "知情会"
INTERNAL = "内部资料：只供工作队和村“两委”使用，不张贴，不随知情会材料发放"
NOTHING_DUE = "W461"


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter with its year: ``2026年二季度``."""

    year: int
    quarter: Quarter

    @property
    def name(self) -> str:
        return f"{self.year}年{self.quarter.name}"


def period_of(wish: str, as_of: date) -> Period:
    """The quarter of ``2024Q2``, or that of the day. Raises ValueError for what is no quarter."""
    year, number = as_of.year, (as_of.month - 1) // 3
    if wish:
        told, _, part = wish.strip().upper().partition("Q")
        year, number = int(told), int(part) - 1
    if not (0 <= number <= 3 and 1990 <= year <= 2100):
        raise ValueError(wish)
    return Period(year, quarters(year)[number])


def build(job: Job) -> Built:
    """Make the papers of the meeting for each village (or the part that ``--only`` names)."""
    period = period_of(str(job.options.get("quarter") or ""), job.folder.settings.as_of)
    documents: list[Document] = []
    findings: list[Finding] = []
    found = scopes(job)
    parts = found[1:] if len(found) > 1 and not job.only else found
    for done, scope in enumerate(parts, start=1):
        made, noticed = _make(job, scope, period)
        documents += made
        findings += noticed
        if job.progress is not None:
            job.progress(PRODUCT, done, len(parts))
    return Built(tuple(documents), tuple(dict.fromkeys(findings)))


def _make(job: Job, scope: Scope, period: Period) -> tuple[list[Document], list[Finding]]:
    """Handout (Word, PDF), sign-in sheet (PDF), internal list and the row of the register."""
    settings, lacks = job.folder.settings, Lacks()
    due = due_in(job.ledger, settings, scope, period.quarter)
    context = handout(due, settings, scope, period.name, lacks)
    findings = [*lacks.findings, *rare_characters([one.policy for one in due])]
    if not any(one.dated for one in due):
        findings.append(_nothing(period))
    gaps = tuple(lacks.gaps)
    form = Template(template("docx", "briefing.docx", job.folder.root))
    signing = {**context, "households": signers(scope.ledger)}
    lists = concerned_rows(due, job.ledger, scope.ledger, settings)
    files: list[tuple[str, bytes, int | None, tuple[Gap, ...]]] = [
        ("知情会材料.docx", form.render(_worded(context), missing="mark"), None, gaps),
        _pages("知情会材料.pdf", _pdf(job, "briefing.typ", context), gaps),
        _pages("知情会签到表.pdf", _pdf(job, "briefing-signin.typ", signing), ()),
        ("知情会涉及户（内部）.xlsx", internal(lists, period, settings.as_of), None, ()),
        (
            "会议活动登记.xlsx",
            register(meeting_row(due, scope, period.name), settings.as_of),
            None,
            (),
        ),
    ]
    documents = []
    for name, content, count, lacking in files:
        path = _path(job, scope, period, name)
        job.save(path, content)
        form_name = path.suffix[1:]
        where = job.folder.relative(path)
        documents.append(Document("briefing", form_name, where, "", count, lacking))
    return documents, findings


def _pages(
    name: str, pages: Pages, gaps: tuple[Gap, ...]
) -> tuple[str, bytes, int | None, tuple[Gap, ...]]:
    return name, pages.pdf, pages.count, gaps


def _path(job: Job, scope: Scope, period: Period, name: str) -> Path:
    """``知情会/荷塘村_2026年二季度_知情会材料.pdf``."""
    parts = (scope.place or scope.name, period.name, name)
    return job.folder.output(PRODUCT) / safe_name("_".join(part for part in parts if part))


def _pdf(job: Job, name: str, data: dict[str, Any]) -> Pages:
    path = template("pdf", name, job.folder.root)
    return compile_pdf(path, data, as_of=job.folder.settings.as_of)


def _worded(context: dict[str, Any]) -> dict[str, Any]:
    """The context under the names of the Word template."""
    return {
        "标题": context["title"],
        "说明": context["lead"],
        "政策": [
            {
                "序号": one["number"],
                "名称": one["name"],
                "截止": one["deadline"],
                "享受对象": one["target"],
                "条件": one["conditions"],
                "标准": one["amount"],
                "所需材料": one["papers"],
                "办理流程": one["steps"],
                "找谁": one["ask"],
            }
            for one in context["policies"]
        ],
        "常年": context["always"],
        "单位": context["unit"],
        "日期": context["day"],
    }


def internal(lists: Sequence[Sequence[object]], period: Period, as_of: date) -> bytes:
    """The workbook of the households each policy concerns, marked 内部."""
    columns = [
        Column("政策编号"),
        *(Column("政策", "wrap", 24), Column("申报截止"), Column("村民小组")),
        *(Column("户编号"), Column("户主"), Column("家庭成员"), Column("情况")),
        *(Column("原因", "wrap", 40), Column("联系电话")),
    ]
    sheet = Sheet(
        *("涉及户", columns, lists),
        title=f"【内部】{period.name}知情会政策涉及户",
        notes=[INTERNAL],
        page_header="内部",
        frozen=2,
    )
    return workbook([sheet], title="【内部】知情会政策涉及户", created=as_of)


def register(row: Sequence[object], as_of: date) -> bytes:
    """The workbook with the row of 会议活动: filled in after the meeting, then put into 台账/."""
    before, after = (
        ("编号", "类别", "日期", "地点", "主持人", "主讲人"),
        ("政策编号", "提问", "答复"),
    )
    names = (*before, "应到", "实到", "人次", *after)
    sheet = Sheet(
        *("会议活动", [Column(name, "wrap" if name == "政策编号" else "text") for name in names]),
        [row],
        notes=[
            "开完会，填上日期、地点、主持人、主讲人、实到、人次、提问、答复，"
            "把这一行粘贴到台账的“会议活动”表；没有这张表的，把本文件放进 台账/。"
        ],
    )
    return workbook([sheet], title="会议活动", created=as_of)


def _nothing(period: Period) -> Finding:
    start, end = date_text(period.quarter.start), date_text(period.quarter.end)
    return finding_at(
        None,
        "申报止",
        code=NOTHING_DUE,
        severity=Severity.warning,
        message=f"{period.name}（{start}至{end}）没有一条写明申报起止日期的政策到期",
        fix="在“政策”表填写“申报起”“申报止”（如 2026-3-1）；或用 --quarter 换一个季度",
    )
