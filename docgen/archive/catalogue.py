"""案卷目录.xlsx: the list of all volumes, of all papers, of what waits, and the pages."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.archive.clerk import ON_PAPER
from docgen.archive.front import period_of
from docgen.archive.pageledger import Bound, BoundPaper
from docgen.archive.planmodel import Plan
from docgen.folder import Folder, write_bytes
from docgen.sheets import Column, Link, Sheet, outside, workbook

FILE = "案卷目录.xlsx"


def write(folder: Folder, bound: Sequence[Bound], plan: Plan) -> None:
    """Write 输出/档案/案卷目录.xlsx."""
    sheets = [_volumes(bound), _papers(bound), _pending(bound), _pages(plan)]
    data = workbook(sheets, title="案卷目录", created=folder.settings.as_of)
    write_bytes(folder.output("档案") / FILE, data)


def _volumes(bound: Sequence[Bound]) -> Sheet:
    columns = [
        Column("序号", "int", 6),
        Column("档号", width=30),
        Column("类目", width=11),
        Column("案卷号", width=8),
        Column("案卷题名", "wrap", 40),
        Column("起", width=12),
        Column("止", width=12),
        Column("件数", "int", 6),
        Column("页数", "int", 6),
        Column("保管期限", width=9),
        Column("文件", "wrap", 40),
        Column("原档号", "wrap", 24),
    ]
    rows = []
    for number, entry in enumerate(bound, start=1):
        first, last = period_of([paper.paper for paper in entry.papers])
        pages = sum(paper.paper.pages for paper in entry.papers)
        rows.append(
            [
                number,
                entry.volume.code,
                entry.cls,
                f"{entry.number:04d}",
                entry.volume.title,
                first,
                last,
                len(entry.papers),
                pages,
                entry.volume.retention,
                Link(entry.file.rpartition("/")[2], outside(entry.file)),
                "、".join(
                    dict.fromkeys(p.paper.old_code for p in entry.papers if p.paper.old_code)
                ),
            ]
        )
    return Sheet("案卷目录", columns, rows, title="案卷目录", frozen=2)


PAPER_COLUMNS = (
    Column("档号", width=30),
    Column("顺序号", "int", 7),
    Column("文种", width=8),
    Column("文号", "wrap", 18),
    Column("责任者", "wrap", 18),
    Column("题名", "wrap", 40),
    Column("日期", width=10),
    Column("页号", width=8),
    Column("页数", "int", 6),
    Column("备注", "wrap", 14),
    Column("来源", "wrap", 44),
    Column("原档号", width=16),
    Column("存放位置", "wrap", 16),
)


def _papers(bound: Sequence[Bound]) -> Sheet:
    rows = [
        _paper_row(entry, number, paper)
        for entry in bound
        for number, paper in enumerate(entry.papers, start=1)
    ]
    return Sheet("卷内文件目录", PAPER_COLUMNS, rows, title="全部卷内文件目录", frozen=2)


def _paper_row(entry: Bound, number: int, bound: BoundPaper) -> list[object]:
    paper = bound.paper
    return [
        bound.code or entry.volume.code,
        number,
        paper.type,
        paper.number,
        paper.issuer,
        paper.title or "[无题名材料]",
        paper.day or (str(paper.year) if paper.year else ""),
        str(bound.first),
        paper.pages,
        "纸质，未扫描" if paper.source == ON_PAPER else "",
        f"{paper.source} 第{paper.first}-{paper.last}页",
        paper.old_code,
        paper.shelf,
    ]


def _pending(bound: Sequence[Bound]) -> Sheet:
    columns = [
        Column("来源", "wrap", 50),
        Column("页", width=8),
        Column("建议文种", width=9),
        Column("建议户编号", width=13),
        Column("题名", "wrap", 36),
        Column("原因", "wrap", 60),
    ]
    rows = [
        [p.source, f"{p.first}-{p.last}", p.type, p.household, p.title, p.reason]
        for p in (paper.paper for entry in bound if entry.pending for paper in entry.papers)
    ]
    return Sheet("待确认", columns, rows, title="待确认的材料（在待确认卷里，一页不少）")


def _pages(plan: Plan) -> Sheet:
    book = plan.ledger
    rows = [
        ["收到的页", book.pages_in],
        ["编入案卷的页", book.pages_out],
        ["分隔页", book.separators],
        ["重复文件的页", book.aside],
        ["占位页", book.placeholders],
        ["纸质未扫描的页（另计）", book.paper],
    ]
    columns = [Column("项目", width=30), Column("页数", "int", 10)]
    return Sheet("页数账", columns, rows, filtered=False)
