"""数据出处.xlsx: every figure with value, definition and the rows it was counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from docgen.documents.links import link_to, path_to, rows_text
from docgen.facts.figures import Figure, contradictions
from docgen.facts.figures.changes import previous
from docgen.facts.figures.evidence import deciding
from docgen.facts.figures.registry import Lacking
from docgen.facts.view import View
from docgen.findings import Finding
from docgen.folder import Folder
from docgen.sheets import Column, Link, Marked, Sheet, inside, outside, workbook
from docgen.sources import At
from docgen.words import missing, number_text

FIGURES, DISAGREE, ROWS = "数据出处", "数字打架", "数据行"
ROWS_EACH = 300  # rows of one figure that are linked one by one; the rest is counted
LINKS = 60_000  # of one sheet; Excel takes 65,530
ROWS_TEXT = 90  # characters of row numbers in one cell
HEAD_ROWS = 3  # title, note, header


def sources_workbook(
    figures: Mapping[str, Figure],
    used: Collection[str],
    view: View,
    folder: Folder,
    book: Path,
    title: str,
) -> bytes:
    """Return the bytes of the workbook; links lead to the ledger, relative to ``book``."""
    ordered = sorted(figures.values(), key=lambda one: (one.name not in used, one.value is None))
    linked = sum(min(len(one.records), ROWS_EACH) for one in ordered)
    each = ROWS_EACH if linked <= LINKS else LINKS // len(ordered)
    sheets = [
        _figures(ordered, used, _starts(ordered, each), view, folder, book, title),
        _rows(ordered, each, folder, book, title),
    ]
    found = contradictions(figures, view)
    if found:
        sheets.insert(1, _contradictions(found, folder, book, title))
    return workbook(sheets, title=f"{title}数据出处", created=view.as_of)


def _starts(figures: Iterable[Figure], each: int) -> dict[str, int]:
    """Return the row of the sheet 数据行 where each figure's rows begin."""
    starts, row = {}, HEAD_ROWS + 1
    for figure in figures:
        if figure.records:
            starts[figure.name] = row
            row += min(len(figure.records), each) + (len(figure.records) > each)
    return starts


def _figures(
    figures: Iterable[Figure],
    used: Collection[str],
    starts: Mapping[str, int],
    view: View,
    folder: Folder,
    book: Path,
    title: str,
) -> Sheet:
    columns = [
        Column("指标", "wrap", 20),
        Column("数值", "number", 11),
        Column("单位", "text", 6),
        Column("上期", "number", 10),
        Column("增减", "number", 10),
        Column("口径", "wrap", 34),
        Column("数据行数", "int", 8),
        Column("数据行（点开）", "text", 13),
        Column("第一行在台账（点开）", "wrap", 26),
        Column("台账行", "wrap", 26),
        Column("用于总结", "text", 8),
        Column("说明", "wrap", 24),
    ]
    rows = [
        [
            figure.name,
            value_cell(figure),
            figure.unit,
            *_before(figure, view),
            figure.definition,
            len(figure.records),
            _to_rows(figure, starts),
            _link(figure, figure.records[0], folder, book) if figure.records else "",
            _shortened(rows_text(figure.records), len(figure.records)),
            "是" if figure.name in used else "",
            figure.reason or figure.note,
        ]
        for figure in figures
    ]
    return Sheet(
        name=FIGURES,
        columns=columns,
        rows=rows,
        title=f"{title}：数据出处",
        notes=[
            "每个数都由台账算出：口径说明怎么算，台账行是算进去的行。缺数据的指标不作0处理，有空格的说明里写明几行没有算。"
        ],
        page_header=title,
        frozen=1,
    )


def _shortened(rows: str, count: int) -> str:
    """The first row numbers; the sheet 数据行 lists all of them."""
    if len(rows) <= ROWS_TEXT:
        return rows
    return f"{rows[:ROWS_TEXT].rpartition('、')[0]}……共{count}行，见“{ROWS}”表"


def value_cell(figure: Figure) -> object:
    """Return the value, or a visible mark where data are missing."""
    return figure.value if figure.value is not None else Marked(missing(figure.name), "error")


def _before(figure: Figure, view: View) -> list[object]:
    """Return the figure of the period before and the change, blank where there is none."""
    if figure.unit == "%":
        return ["", ""]
    found = previous(view, (figure.name,))
    if isinstance(found, Lacking) or found.value is None:
        return ["", ""]
    change = "" if figure.value is None else number_text(Decimal(figure.value) - found.value, 4)
    return [found.value, Decimal(change) if change else ""]


def _to_rows(figure: Figure, starts: Mapping[str, int]) -> Link | str:
    if figure.name not in starts:
        return ""
    return Link("查看", inside(ROWS, f"A{starts[figure.name]}"))


def _link(figure: Figure, at: At, folder: Folder, book: Path) -> Link | str:
    """The cell of the row that decides for this figure."""
    column = next((name for name in deciding(figure) if at.has(name)), "")
    return link_to(at, folder, book, column=column)


def _contradictions(found: Sequence[Finding], folder: Folder, book: Path, title: str) -> Sheet:
    rows: list[list[object]] = []
    for finding in found:
        path = path_to(folder.root / finding.file, book) if finding.file else ""
        words = f"{finding.sheet} {finding.cell}" if finding.sheet else ""
        link = Link(words, outside(path, finding.sheet, finding.cell)) if path and words else words
        rows.append([finding.severity.value, finding.message, link, "、".join(finding.also),
                     finding.fix])  # fmt: skip
    return Sheet(
        name=DISAGREE,
        columns=[
            Column("程度", "text", 7),
            Column("什么对不上", "wrap", 60),
            Column("在台账（点开）", "text", 24),
            Column("还有这些格", "wrap", 30),
            Column("怎么改", "wrap", 40),
        ],
        rows=rows,
        title=f"{title}：数字打架",
        notes=[
            "部分加起来不等于总数、小数大过大数、与上期指标不符的，逐条列出；改台账后重新生成。"
        ],
        page_header=title,
        frozen=0,
    )


def _rows(figures: Iterable[Figure], each: int, folder: Folder, book: Path, title: str) -> Sheet:
    rows: list[list[object]] = []
    for figure in figures:
        for number, at in enumerate(figure.records[:each], start=1):
            rows.append([figure.name, number, _link(figure, at, folder, book), at.file])
        left = len(figure.records) - each
        if left > 0:
            rows.append([figure.name, "", f"另有{left}行，行号见“{FIGURES}”表", ""])
    return Sheet(
        name=ROWS,
        columns=[
            Column("指标", "wrap", 30),
            Column("序号", "int", 7),
            Column("位置（点开）", "text", 40),
            Column("文件", "wrap", 40),
        ],
        rows=rows,
        title=f"{title}：数据行",
        notes=["每个指标算进去的台账行；点开“位置”到台账。"],
        page_header=title,
        frozen=1,
    )
