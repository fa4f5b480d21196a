"""填表说明.xlsx: what was put into each cell of a form, from which rows; what was left empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from docgen.documents.form.memory import Memory
from docgen.documents.form.proposing import Proposal
from docgen.documents.form.sheetgrid import Place, address
from docgen.documents.links import link_to, rows_text
from docgen.folder import Folder
from docgen.sheets import Column, Marked, Sheet, workbook
from docgen.sources import At


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a form and what became of it; ``value`` None means that it was left empty."""

    sheet: str
    place: Place
    heads: str
    wanted: Proposal
    value: Decimal | int | None
    unit: str = ""
    definition: str = ""
    records: tuple[At, ...] = ()
    reason: str = ""
    note: str = ""

    @property
    def left(self) -> bool:
        return self.value is None

    @property
    def cell(self) -> str:
        return address(self.place)


def account(
    entries: Sequence[Entry], notes: Memory, folder: Folder, book: Path, title: str
) -> bytes:
    """Return the bytes of the workbook; links lead to the ledger, relative to ``book``."""
    done = [one for one in entries if not one.left]
    left = [one for one in entries if one.left]
    state = "已确认" if notes.confirmed else NOT_CONFIRMED
    sheets = [
        Sheet(
            "已填",
            FILLED,
            [_filled_row(one, folder, book) for one in done],
            title=f"{title}：已填 {len(done)} 处",
            notes=(state,),
            frozen=2,
        ),
        Sheet(
            "未填",
            LEFT,
            [[one.sheet, one.cell, one.heads, one.definition, one.reason] for one in left],
            title=f"{title}：留空 {len(left)} 处",
            notes=("留空的格请手填，或在 记录/填表对照/ 里写明指标或条件后重新填表。",),
            frozen=2,
        ),
    ]
    return workbook(sheets, title=f"{title}填表说明", created=folder.settings.as_of)


NOT_CONFIRMED = "未确认：请核对“填什么”一列，再运行 docgen fill 表.xlsx --confirm"
FILLED = [
    Column("表页", "wrap", 12),
    Column("格", "text", 6),
    Column("表头", "wrap", 30),
    Column("填入", "number", 11),
    Column("单位", "text", 6),
    Column("填什么", "wrap", 26),
    Column("只算", "wrap", 10),
    Column("口径", "wrap", 34),
    Column("行数", "int", 6),
    Column("第一行（点开）", "wrap", 22),
    Column("台账行", "wrap", 26),
    Column("把握", "text", 7),
    Column("说明", "wrap", 20),
]
LEFT = [
    Column("表页", "wrap", 12),
    Column("格", "text", 6),
    Column("表头", "wrap", 40),
    Column("口径", "wrap", 30),
    Column("原因", "wrap", 46),
]


def _filled_row(one: Entry, folder: Folder, book: Path) -> list[object]:
    first = link_to(one.records[0], folder, book) if one.records else ""
    return [
        one.sheet,
        one.cell,
        one.heads,
        one.value,
        one.unit,
        one.wanted.condition or one.wanted.figure,
        one.wanted.part + ("上期" if one.wanted.before else ""),
        one.definition,
        len(one.records),
        first,
        rows_text(one.records),
        _sure(one.wanted.confidence),
        one.note,
    ]


def _sure(confidence: float) -> object:
    words = f"{round(confidence * 100)}%"
    return words if confidence >= 0.9 else Marked(words, "warning")
