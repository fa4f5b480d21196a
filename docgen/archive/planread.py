"""记录/归档计划.xlsx read back, whatever program saved it and however its rows were sorted."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine

from docgen.archive.clerk import ON_PAPER, WAIT, YES, ClerkRow
from docgen.archive.planbook import AUTO, FILES, OWN, PLAN, SHEETS, STATES
from docgen.errors import FileUnreadable, PlanMissing
from docgen.model import Paper, SourceFile
from docgen.sources import cell_name


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan workbook as read: the clerk's rows, undecided papers, files and separator sheets."""

    rows: tuple[ClerkRow, ...] = ()
    papers: tuple[Paper, ...] = ()
    files: tuple[SourceFile, ...] = ()
    separators: tuple[tuple[str, int], ...] = ()
    placeholders: Mapping[str, str] = field(default_factory=dict)
    householders: Mapping[str, str] = field(default_factory=dict)


def read_rows(path: Path) -> tuple[ClerkRow, ...]:
    """Return the rows of a plan workbook, none when there is no workbook yet."""
    return _rows_of(_open(path)) if path.exists() else ()


def read_book(path: Path) -> Kept:
    """Return everything a plan workbook says. Raises PlanMissing when there is none."""
    if not path.exists():
        raise PlanMissing(file=path.name)
    book = _open(path)
    rows = _rows_of(book)
    files, placeholders = _files_of(book)
    papers = tuple(row.paper for row in rows if not row.decided)
    separators = tuple(
        (str(entry["来源"]), int(entry["页"]))
        for entry in _table(book, SHEETS, "来源")
        if entry.get("页", "").isdecimal()
    )
    return Kept(rows, papers, files, separators, placeholders, _householders(book))


def _householders(book: python_calamine.CalamineWorkbook) -> Mapping[str, str]:
    table = _table(book, PLAN, "来源")
    named = {entry.get("户编号", ""): entry.get("户主", "") for entry in table}
    return {key: name for key, name in named.items() if key and name}


def _open(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except (OSError, python_calamine.CalamineError) as error:
        raise FileUnreadable(file=path.name, why=str(error)) from error


def _table(book: python_calamine.CalamineWorkbook, name: str, key: str) -> list[dict[str, str]]:
    """Rows of a sheet by heading; the heading row is the first that holds ``key``."""
    if name not in book.sheet_names:
        return []
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    lines = [[_text(cell) for cell in line] for line in cells]
    top = next((n for n, line in enumerate(lines) if key in line), None)
    if top is None:
        return []
    headings = lines[top]
    found = []
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        if any(line):
            entry = {h: v for h, v in zip(headings, line, strict=False) if h}
            found.append({**entry, "#": str(number), "#columns": "\t".join(headings)})
    return found


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _rows_of(book: python_calamine.CalamineWorkbook) -> tuple[ClerkRow, ...]:
    table = _table(book, PLAN, "来源")
    return tuple(_clerk_row(entry) for entry in table if entry.get("来源"))


def _clerk_row(entry: Mapping[str, str]) -> ClerkRow:
    row = int(entry["#"])
    headings = entry["#columns"].split("\t")
    cells = {name: cell_name(row, place) for place, name in enumerate(headings) if name}
    extra = {k: v for k, v in entry.items() if k not in OWN and not k.startswith("#") and v}
    return ClerkRow(
        row=row,
        paper=_paper_of(entry),
        said=_said(entry.get("确认", "")),
        type=entry.get("改为文种", ""),
        household=entry.get("改为户编号", ""),
        project=entry.get("改为项目", ""),
        year=entry.get("改为年度", ""),
        title=entry.get("改为题名", ""),
        note=entry.get("备注", ""),
        alike=YES if _said(entry.get("同类都这样", "")) == YES else "",
        extra=extra,
        cells=cells,
    )


def _said(word: str) -> str:
    return WAIT if word in (WAIT, "否", "不", "?", "？") else YES if word else ""


def _paper_of(entry: Mapping[str, str]) -> Paper:
    first = _number(entry.get("首页", ""), 1)
    return Paper(
        id=entry.get("编号", ""),
        source=_source(entry["来源"]),
        first=first,
        last=_number(entry.get("末页", ""), first),
        volume=entry.get("类目", ""),
        type=(entry.get("文种", "").split() or [""])[0],
        household=entry.get("户编号", ""),
        project=entry.get("项目", ""),
        year=_number(entry.get("年度", ""), 0) or None,
        title=entry.get("题名", ""),
        day=entry.get("日期", ""),
        issuer=entry.get("责任者", ""),
        number=entry.get("文号", ""),
        confidence=_share(entry.get("把握", "")),
        evidence=tuple(part for part in entry.get("理由", "").split("。")[0].split("；") if part),
        reason=entry.get("理由", ""),
        decision="auto" if entry.get("建议") == AUTO else "review",
        old_code=entry.get("原档号", ""),
        shelf=entry.get("存放位置", ""),
        lacks=entry.get("要件", ""),
    )


def _source(text: str) -> str:
    plain = text.replace("（", "").replace("）", "").strip()
    return ON_PAPER if plain in (ON_PAPER, "纸质", "未扫描") else text


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() else default


def _share(text: str) -> float:
    try:
        return round(float(text.rstrip("%")) / (100 if text.endswith("%") else 1), 2)
    except ValueError:
        return 0.0


def _files_of(
    book: python_calamine.CalamineWorkbook,
) -> tuple[tuple[SourceFile, ...], Mapping[str, str]]:
    states = {word: state for state, word in STATES.items()}
    files, placeholders = [], {}
    for entry in _table(book, FILES, "来源"):
        state = states.get(entry.get("状态", ""), "unreadable")
        file = SourceFile(
            entry.get("来源", ""),
            state,
            _number(entry.get("页数", ""), 0),
            entry.get("SHA-256", ""),
            entry.get("说明", ""),
        )
        files.append(file)
        if entry.get("占位") == "是":
            placeholders[file.source] = file.reason
    return tuple(files), placeholders
