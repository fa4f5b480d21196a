"""Rows and sections of the lists: what is printed, and the rows of the ledger behind each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.documents.gaps import Context, Lacks
from docgen.documents.links import rows_text
from docgen.documents.orders_layout import CENTRED, Layout
from docgen.documents.origins import Origins
from docgen.documents.periods import made_late, period_text
from docgen.folder import Settings
from docgen.model import Household
from docgen.sources import At
from docgen.words import missing

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: values by field (None is a gap), and the rows of the ledger behind it."""

    values: Mapping[str, Any]
    rows: tuple[At, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part that begins on a page of its own: sentences, then tables by their source."""

    heading: str
    notes: tuple[str, ...]
    tables: Mapping[str, Sequence[Line]] = field(default_factory=dict)


def numbered(lines: Iterable[Line]) -> list[Line]:
    """Return the lines with their 序号."""
    return [Line({"序号": n, **one.values}, one.rows) for n, one in enumerate(lines, 1)]


def places(*rows: At | None) -> tuple[At, ...]:
    """Return the rows that have a place."""
    return tuple(at for at in rows if at is not None)


def behind(rows: Sequence[At], most: int = 6) -> str:
    """Return the rows as one reads them, shortened: ``走访登记 4-8、10行等30行``."""
    told = rows_text(rows[:most])
    return f"{told}等{len(rows)}行" if len(rows) > most else told


def householder(home: Household | None, key: str) -> str:
    """Return the householder's name, else the key as the ledger has it."""
    return (home.householder if home else None) or key


def group_of(home: Household | None, *, several: bool) -> str:
    """Return the group, with the village where the list is of several."""
    if home is None:
        return ""
    return f"{home.village or ''}{home.group or ''}" if several else home.group or ""


def context_of(
    layout: Layout, sections: Sequence[Section], settings: Settings, place: str | None, lacks: Lacks
) -> Context:
    """Return what both templates print; a missing name of the place is noted in ``lacks``."""
    names = {"县": settings.place.county or None, "镇": settings.place.town or None, "村": place}
    unit = settings.unit.name or None
    for name, value in (*names.items(), ("编制单位", unit)):
        if value is None:
            lacks.note(name, layout.title)
    where = (missing(name) if value is None else value for name, value in names.items())
    return {
        "地名": "".join(where),
        "编制单位": unit,
        "标题": layout.title,
        "期间": period_text(settings.period),
        "补制": made_late(settings.period),
        "编制日期": settings.as_of,
        "提示": layout.note,
        "节": [_section(layout, section, first=not n) for n, section in enumerate(sections)],
    }


def _section(layout: Layout, section: Section, *, first: bool) -> Context:
    tables = {
        table.source: [_filled(table, line) for line in section.tables.get(table.source, ())]
        for table in layout.tables
    }
    return {"题": section.heading, "首": first, "说明": list(section.notes), **tables}


def _filled(table: Any, line: Line) -> Context:
    """A row with every field of its table: what it does not have is rightly blank."""
    fields = [name for _, name, _ in table.columns if name]
    return {name: line.values.get(name, "") for name in fields}


def page_data(layout: Layout, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the printed context with each section's tables as columns and rows, for Typst."""
    sections = [
        {**section, "表": [_page_table(table, section) for table in layout.tables]}
        for section in context["节"]
    ]
    return {**context, "节": sections, "签字": list(layout.signs)}


def _page_table(table: Any, section: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "题": table.heading,
        "空": table.empty,
        "高": table.tall,
        "列": [
            {"名": head, "宽": width, "中": name in CENTRED} for head, name, width in table.columns
        ],
        "行": [
            [row.get(name, "") if name else "" for _, name, _ in table.columns]
            for row in section[table.source]
        ],
    }


def origins_of(layout: Layout, sections: Sequence[Section]) -> Origins:
    """Return for each printed row the rows of the ledger it came from."""
    found = Origins()
    for number, section in enumerate(sections, 1):
        for table in layout.tables:
            for place, line in enumerate(section.tables.get(table.source, ()), 1):
                if line.rows:
                    told = "；".join(f"{at.file} {at.sheet} {at.cell()}" for at in line.rows[:20])
                    found[f"节[{number}].{table.source}[{place}]"] = told
    return found
