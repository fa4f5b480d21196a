"""三单和履职台账.xlsx: the same rows as the printed lists, each with a link to the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.documents.links import link_to
from docgen.documents.orders_layout import LAYOUTS, Table
from docgen.documents.orders_lists import Part, placed_line, unserved_line
from docgen.documents.orders_parts import Line, Section, numbered
from docgen.folder import Folder
from docgen.sheets import Column, Marked, Sheet, workbook
from docgen.words import date_text, missing
from docgen.work.giving import fits_resources

TITLE = "三单和履职台账"
PLACED = Table(
    "点单接单",
    "单",
    (
        ("序号", "序号", 6),
        ("村民小组", "村民小组", 12),
        ("户编号", "户编号", 14),
        ("户主", "户主", 12),
        ("服务项目", "服务项目", 22),
        ("服务标准", "标准", 22),
        ("数量", "数量", 6),
        ("点单日期", "点单日期", 12),
        ("接单人", "接单人", 14),
        ("接单方式", "方式", 20),
        ("小组", "同组", 10),
        ("资源", "资源", 12),
        ("完成情况", "完成", 14),
    ),
)
UNSERVED = Table("没有人接的单", "未接", (*PLACED.columns[:8], ("原因", "原因", 44)))
PEOPLE = Table(
    "接单人",
    "人",
    (
        ("接单人", "接单人", 14),
        ("身份", "身份", 14),
        ("行政村", "行政村", 12),
        ("所在小组", "小组", 12),
        ("特长", "特长", 20),
        ("可用时间", "时间", 12),
        ("可带资源", "资源", 18),
        ("接单上限", "上限", 9),
        ("已接和建议", "单数", 11),
        ("户数", "户数", 7),
        ("最少户数", "最少", 9),
        ("说明", "说明", 24),
    ),
)
NUMBERS = frozenset(
    [
        "序号",
        "数量",
        "上限",
        "单数",
        "户数",
        "最少",
        "点单",
        "已接",
        "未接",
        "应访",
        "已入户",
        "仅联系",
        "未访",
    ]
)
BAD = ("没有人接", "查不到", "应入户", "应驻村", "超过", "没有结对", "未走访", "不足", "不到")


def orders_workbook(
    part: Part | None, sections: Mapping[str, Section], folder: Folder, book: Path, place: str
) -> bytes:
    """Return the bytes of the workbook; links are relative to ``book``, where it will lie."""
    made: list[tuple[str, Table, Sequence[Line]]] = []
    if part is not None:
        made += [
            ("点单接单", PLACED, numbered(_placed(part))),
            ("没有人接的单", UNSERVED, numbered(_unserved(part))),
            ("接单人", PEOPLE, _people(part)),
        ]
    for kind, section in sections.items():
        for table in LAYOUTS[kind].tables:
            name = f"{LAYOUTS[kind].title}：{table.heading}" if table.heading else ""
            name = name or LAYOUTS[kind].title
            made.append((name, table, section.tables.get(table.source, ())))
    sheets = [_sheet(name, table, lines, folder, book, place) for name, table, lines in made]
    return workbook(sheets, title=f"{place}{TITLE}", created=folder.settings.as_of)


def _placed(part: Part) -> list[Line]:
    found = []
    for one in part.placed:
        line, person = placed_line(one, part), one.claimant
        village = part.matched.lists.village_of(one.home)
        own = person.of_group(one.home, village) if person and one.home else None
        fits = person and one.service and person.resources and fits_resources(person, one.service)
        more = {
            "户编号": one.household,
            "同组": "" if own is None else "本组" if own else "外组",
            "资源": person.resources if person and fits else "",
        }
        found.append(Line({**line.values, **more}, line.rows))
    return found


def _unserved(part: Part) -> list[Line]:
    lines = [(one.household, unserved_line(one, part)) for one in part.unserved]
    return [Line({**line.values, "户编号": key}, line.rows) for key, line in lines]


def _people(part: Part) -> list[Line]:
    homes: dict[str, set[str]] = {}
    for one in part.matched.placed:
        homes.setdefault(one.name, set()).add(one.household)
    short = {one.claimant.label: one.households for one in part.matched.below}
    return [
        Line(
            {
                "接单人": person.label,
                "身份": person.status,
                "行政村": person.village,
                "小组": person.groups,
                "特长": person.skills,
                "时间": person.time,
                "资源": person.resources,
                "上限": person.limit,
                "单数": part.matched.loads[person.label],
                "户数": len(homes.get(person.label, ())),
                "最少": person.least,
                "说明": f"不到最少户数，差{person.least - short[person.label]}户"
                if person.label in short
                else "",
            },
            person.rows,
        )
        for person in part.matched.lists.claimants
    ]


def _sheet(
    name: str, table: Table, lines: Sequence[Line], folder: Folder, book: Path, place: str
) -> Sheet:
    scale = 1.0 if table in (PLACED, UNSERVED, PEOPLE) else 0.5  # millimetres to letters
    columns = [
        Column(head, "number" if field in NUMBERS else "wrap", max(width * scale, 7))
        for head, field, width in table.columns
        if field and field != "依据"
    ]
    fields = [field for _, field, _ in table.columns if field and field != "依据"]
    title = f"{place}{TITLE}：{name}"
    return Sheet(
        name=name.replace("：", " "),
        columns=[*columns, Column("台账位置", "text", 20)],
        rows=[
            [*(_cell(line, field) for field in fields), _link(line, folder, book)] for line in lines
        ],
        title=title,
        notes=[f"截至{date_text(folder.settings.as_of)}。点“台账位置”打开台账的那一行。"],
        page_header=title,
    )


def _cell(line: Line, field: str) -> Any:
    value = line.values.get(field, "")
    if value is None:
        return Marked(missing(field), "error")
    if field in ("原因", "结果", "说明") and any(word in str(value) for word in BAD):
        return Marked(value, "warning")
    if field == "方式" and "建议" in str(value):
        return Marked(value, "grey")
    return value


def _link(line: Line, folder: Folder, book: Path) -> Any:
    return link_to(line.rows[0], folder, book) if line.rows else ""
