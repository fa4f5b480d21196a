"""数据出处.xlsx: every figure with value, definition and the rows it was counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from docgen.documents.links import link_to, rows_text
from docgen.facts.figures import Figure
from docgen.facts.figures.changes import previous
from docgen.facts.figures.registry import Lacking
from docgen.facts.view import View
from docgen.folder import Folder
from docgen.sheets import Column, Link, Marked, Sheet, inside, workbook
from docgen.words import missing, number_text

FIGURES, ROWS = "数据出处", "数据行"
ROWS_EACH = 300  # rows of one figure that are linked one by one; the rest is counted
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
    ordered = [one for one in figures.values() if one.name in used]
    ordered += [one for one in figures.values() if one.name not in used]
    starts = _starts(ordered)
    sheets = [
        _figures(ordered, used, starts, view, folder, book, title),
        _rows(ordered, folder, book, title),
    ]
    return workbook(sheets, title=f"{title}数据出处", created=view.as_of)


def _starts(figures: Iterable[Figure]) -> dict[str, int]:
    """Return the row of the sheet 数据行 where each figure's rows begin."""
    starts, row = {}, HEAD_ROWS + 1
    for figure in figures:
        if figure.records:
            starts[figure.name] = row
            row += len(_shown(figure))
    return starts


def _shown(figure: Figure) -> list[object]:
    """Return the rows to list: all, or the first ones and a remark on the rest (None)."""
    listed: list[object] = list(figure.records[:ROWS_EACH])
    return [*listed, None] if len(figure.records) > ROWS_EACH else listed


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
        Column("指标", "wrap", 26),
        Column("数值", "number", 12),
        Column("单位", "text", 7),
        Column("上期", "number", 12),
        Column("增减", "number", 12),
        Column("口径", "wrap", 46),
        Column("数据行数", "int", 9),
        Column("数据行（点开）", "text", 14),
        Column("第一行在台账（点开）", "wrap", 26),
        Column("台账行", "wrap", 34),
        Column("用于总结", "text", 9),
        Column("说明", "wrap", 34),
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
            link_to(figure.records[0], folder, book) if figure.records else "",
            rows_text(figure.records),
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
        notes=["每个数都由台账算出：口径说明怎么算，台账行是算进去的行。缺数据的指标不作0处理。"],
        page_header=title,
        frozen=1,
    )


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


def _rows(figures: Iterable[Figure], folder: Folder, book: Path, title: str) -> Sheet:
    rows: list[list[object]] = []
    for figure in figures:
        for number, at in enumerate(figure.records[:ROWS_EACH], start=1):
            rows.append([figure.name, number, link_to(at, folder, book), at.file])
        left = len(figure.records) - ROWS_EACH
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
