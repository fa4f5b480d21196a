"""数据出处.xlsx: every figure with value, definition and the rows it was counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from docgen.documents.links import Rows, link_to, path_to
from docgen.documents.summary_rows import ROWS, lines_of, rows_of_figures, rows_sheet, starts
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

FIGURES, DISAGREE = "数据出处", "数字打架"
ROWS_TEXT = 90  # characters of row numbers in one cell


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
    rows = rows_of_figures(ordered)
    lines = lines_of(ordered, rows, folder, book)
    sheets = [
        _figures(ordered, used, rows, starts(lines), view, folder, book, title),
        rows_sheet(lines, title),
    ]
    found = contradictions(figures, view)
    if found:
        sheets.insert(1, _contradictions(found, folder, book, title))
    return workbook(sheets, title=f"{title}数据出处", created=view.as_of)


def _figures(
    figures: Iterable[Figure],
    used: Collection[str],
    places: Mapping[str, Sequence[Rows]],
    begin: Mapping[str, int],
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
            Link("查看", inside(ROWS, f"A{begin[figure.name]}")) if figure.name in begin else "",
            _link(figure, figure.records[0], folder, book) if figure.records else "",
            _shortened(places.get(figure.name, ())),
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


def _shortened(rows: Sequence[Rows]) -> str:
    """The first rows in words; the sheet 数据行 has all of them."""
    text = "；".join(one.words(one.spans[:ROWS_TEXT]) for one in rows[:ROWS_TEXT])
    if len(text) <= ROWS_TEXT:
        return text
    end = max(text.rfind(sign, 0, ROWS_TEXT) for sign in "、；")
    count = sum(one.count for one in rows)
    return f"{text[: end if end > 0 else ROWS_TEXT]}……共{count}行，见“{ROWS}”表"


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
