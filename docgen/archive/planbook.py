"""记录/归档计划.xlsx written for a clerk to correct: one row a paper, and where every file went."""

from __future__ import annotations

from datetime import date

from docgen.archive.clerk import ON_PAPER, WAIT, YES, ClerkRow
from docgen.archive.planmodel import Plan
from docgen.archive.schema import Schema
from docgen.model import Paper
from docgen.sheets import Column, Link, Marked, Picture, Sheet, outside, workbook

PLAN, FILES, PAGES, SHEETS, TYPES = "归档计划", "文件", "页数账", "分隔页", "文种"
SIMILAR, QUALITY = "相似材料", "质量"
QUALITY_CODES = ("W802", "W808", "R152", "R153", "W811", "W812")
ROW_WITH_PICTURE = 90.0
"""Points: half of the 230 pixels of a picture, and a little air."""
STATES = {"read": "已读", "duplicate": "重复", "ignored": "忽略", "unreadable": "读不出"}
AUTO, REVIEW = "自动归类", "待确认"

COLUMNS: tuple[Column, ...] = (
    Column("编号", width=19),
    Column("来源", "wrap", 40),
    Column("首页", "int", 6),
    Column("末页", "int", 6),
    Column("类目", width=11),
    Column("文种", "wrap", 26),
    Column("户编号", width=12),
    Column("户主", width=9),
    Column("项目", width=10),
    Column("年度", "int", 7),
    Column("题名", "wrap", 30),
    Column("日期", width=10),
    Column("责任者", "wrap", 14),
    Column("文号", "wrap", 14),
    Column("把握", "percent", 7),
    Column("建议", width=10),
    Column("理由", "wrap", 46),
    Column("确认", width=8, choices=(YES, WAIT)),
    Column("改为文种", "wrap", 22),
    Column("改为户编号", width=12),
    Column("改为项目", width=10),
    Column("改为年度", width=9),
    Column("改为题名", "wrap", 22),
    Column("备注", "wrap", 22),
    Column("同类都这样", width=8, choices=(YES,)),
    Column("首页图", width=25),
    Column("原档号", width=14),
    Column("存放位置", "wrap", 14),
    Column("要件", "wrap", 20),
)
OWN = tuple(column.title for column in COLUMNS)

NOTES = (
    "一行是一件。黄色“待确认”的请看一眼：对的，在“确认”选“是”；不对的，在“改为…”各列写上正确的；拿不准的选“待定”。",
    "许多件是同一种：在其中一件上定好，再在“同类都这样”选“是”，建议文种和题名写法都相同的就都照此办（户别不清的除外）。",
    "一件应拆开或并起来时，直接改“首页”“末页”，或复制一行再改；每一页只能属于一件。",
    "没有扫描的纸质材料可以加一行：来源写“纸质未扫描”，首页写1，末页写页数，"
    "并填改为文种、改为户编号、改为题名、原档号、存放位置；台账里“原有目录”未扫描的已自动列入。",
    "改完保存，再运行 docgen archive plan（只补新材料，人定的都保留）"
    "或 docgen archive build（照此成卷）。扫描件本身不会被改动。",
)


def workbook_of(plan: Plan, schema: Schema, as_of: date) -> bytes:
    """Return the plan as an .xlsx file, equal for equal plans."""
    extra = _extra_columns(plan)
    sheets = [
        _plan_sheet(plan, schema, extra),
        _files_sheet(plan),
        _pages_sheet(plan),
        _separators_sheet(plan),
        _similar_sheet(plan),
        *_set_aside(plan),
        _quality_sheet(plan),
        _types_sheet(schema),
    ]
    return workbook(sheets, title="归档计划", created=as_of)


def _extra_columns(plan: Plan) -> tuple[str, ...]:
    """Columns the clerk added: kept at the right end."""
    rows = [*plan.rows.values(), *plan.lost]
    return tuple(dict.fromkeys(name for row in rows for name in row.extra))


def _plan_sheet(plan: Plan, schema: Schema, extra: tuple[str, ...]) -> Sheet:
    listed = f"={TYPES}!$A$2:$A${len(schema.types) + 1}"
    columns = [
        Column(c.title, c.kind, c.width, (listed,)) if c.title == "改为文种" else c for c in COLUMNS
    ]
    columns += [Column(name, "wrap", 16) for name in extra]
    rows = [_plan_row(plan, paper, plan.rows.get(paper.id), schema, extra) for paper in plan.papers]
    rows += [_plan_row(plan, row.paper, row, schema, extra, lost=True) for row in plan.lost]
    return Sheet(PLAN, columns, rows, title="归档计划", notes=_notes(schema), frozen=2)


def _notes(schema: Schema) -> tuple[str, ...]:
    """How to work with the plan, and what of the profile the county's own table must confirm."""
    profile = schema.profile
    if not profile.confirm:
        return NOTES
    points = "；".join(profile.confirm)
    return (*NOTES, f"方案“{profile.name}”里资料没有写明、请与本县归档范围表核对的：{points}。")


def _plan_row(
    plan: Plan,
    paper: Paper,
    row: ClerkRow | None,
    schema: Schema,
    extra: tuple[str, ...],
    *,
    lost: bool = False,
) -> list[object]:
    kind = schema.types.get(paper.type)
    clerk = row or ClerkRow(0, paper)
    advice: object = AUTO if paper.decision == "auto" else Marked(REVIEW, "warning")
    return [
        paper.id,
        Marked(paper.source, "grey") if lost else _source_link(paper.source),
        paper.first,
        paper.last,
        paper.volume,
        f"{paper.type} {kind.short}" if kind else "",
        paper.household,
        plan.householders.get(paper.household, ""),
        paper.project,
        paper.year,
        paper.title,
        paper.day,
        paper.issuer,
        paper.number,
        paper.confidence,
        Marked("文件不在", "grey") if lost else advice,
        paper.reason,
        clerk.said,
        clerk.type,
        clerk.household,
        clerk.project,
        clerk.year,
        clerk.title,
        clerk.note,
        clerk.alike,
        _picture(plan, paper, lost=lost),
        paper.old_code,
        paper.shelf,
        paper.lacks,
        *(clerk.extra.get(name, "") for name in extra),
    ]


def _picture(plan: Plan, paper: Paper, *, lost: bool) -> object:
    """The first page of a paper to be looked at; beyond 500 a link that opens the file."""
    if paper.id in plan.pictures and not lost:
        return Picture(plan.pictures[paper.id], ROW_WITH_PICTURE)
    if paper.decision != "review" or lost or not isinstance(_source_link(paper.source), Link):
        return ""
    return Link("打开看", outside(f"../{paper.source}"))


def _source_link(source: str) -> object:
    """The source as a link that opens the file; what lies in a package has none."""
    if source == ON_PAPER or ".zip/" in source.lower():
        return source
    return Link(source, outside(f"../{source}"))


def _files_sheet(plan: Plan) -> Sheet:
    columns = [
        Column("来源", "wrap", 50),
        Column("状态", width=9),
        Column("页数", "int", 7),
        Column("说明", "wrap", 50),
        Column("占位", width=6),
        Column("SHA-256", width=66),
    ]
    marks = {"unreadable": "error", "duplicate": "grey", "ignored": "grey"}
    rows = [
        [
            file.source,
            Marked(STATES[file.state], marks.get(file.state, "")),  # type: ignore[arg-type]
            file.pages,
            file.reason,
            "是" if file.source in plan.placeholders else "",
            file.digest,
        ]
        for file in plan.files
    ]
    return Sheet(FILES, columns, rows, title="扫描件里每个文件的去向")


def _pages_sheet(plan: Plan) -> Sheet:
    book = plan.ledger
    rows = [
        ["收到的页（扫描件里能读的文件）", book.pages_in],
        ["编入案卷的页", book.pages_out],
        ["分隔页（不入卷）", book.separators],
        ["重复文件的页（另放，原件不动）", book.aside],
        ["占位页（一页代表一个不能转换的文件）", book.placeholders],
        ["差额（应为0）", book.pages_in - accounted(plan)],
        ["纸质未扫描的页（另计）", book.paper],
    ]
    return Sheet(PAGES, [Column("项目", width=44), Column("页数", "int", 10)], rows, filtered=False)


def accounted(plan: Plan) -> int:
    """Pages that stand somewhere: in a paper, a separator sheet, a duplicate, a placeholder."""
    book = plan.ledger
    return book.pages_out + book.separators + book.aside + book.placeholders


def _separators_sheet(plan: Plan) -> Sheet:
    columns = [Column("来源", "wrap", 50), Column("页", "int", 7)]
    return Sheet(SHEETS, columns, [list(entry) for entry in plan.separators])


def _similar_sheet(plan: Plan) -> Sheet:
    """Pairs that look the same: both stay, a person looks."""
    columns = [
        Column("来源", "wrap", 44),
        Column("首页", "int", 6),
        Column("相似的来源", "wrap", 44),
        Column("相似的首页", "int", 10),
        Column("题名", "wrap", 30),
        Column("相似处", width=18),
    ]
    rows = [
        [p.first.source, p.first.first, p.second.source, p.second.first, p.first.title, p.words]
        for p in plan.near
    ]
    return Sheet(SIMILAR, columns, rows, title="看起来相同的材料（两件都保留，请看一眼）")


def _set_aside(plan: Plan) -> list[Sheet]:
    """Files that are not filed, each kind on a sheet of its own."""
    columns = [Column("来源", "wrap", 60), Column("页数", "int", 7), Column("说明", "wrap", 60)]
    titles = {
        "duplicate": "与另一份完全相同的文件（原件不动，不入卷）",
        "unreadable": "读不出的文件（按原因处理后重新放入）",
        "ignored": "其他程序的临时文件（不是材料）",
    }
    return [
        Sheet(
            STATES[state],
            columns,
            [[_source_link(f.source), f.pages, f.reason] for f in plan.files if f.state == state],
            title=title,
        )
        for state, title in titles.items()
    ]


def _quality_sheet(plan: Plan) -> Sheet:
    """What is wrong with scans and with the papers themselves."""
    columns = [
        Column("来源", "wrap", 44),
        Column("编号", width=8),
        Column("户编号", width=12),
        Column("问题", "wrap", 60),
        Column("怎么办", "wrap", 44),
    ]
    rows = [
        [_source_link(f.file), f.code, f.household, f.message, f.fix]
        for f in sorted(plan.findings, key=lambda f: (f.code, f.file, f.message))
        if f.code in QUALITY_CODES
    ]
    return Sheet(QUALITY, columns, rows, title="扫描质量和材料要件（请对照原件看）")


def _types_sheet(schema: Schema) -> Sheet:
    columns = [
        Column("文种", width=40),
        Column("全称", "wrap", 46),
        Column("类目", width=12),
        Column("级别", width=6),
        Column("保管期限", width=10),
    ]
    rows = [
        [f"{t.code} {t.short}", t.title, schema.class_of(t.code).name, t.level, t.keep]
        for t in schema.types.values()
    ]
    return Sheet(TYPES, columns, rows)
