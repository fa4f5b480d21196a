"""What was decided about a form, remembered in 记录/填表对照/ in words a clerk can change.

The file is written once, with what docgen proposes; after that it is the user's, and only the line
已确认 is changed by docgen.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen.documents.form.layout import ListTable
from docgen.documents.form.listing import Drawn
from docgen.documents.form.proposing import Proposal
from docgen.documents.form.sheetgrid import Grid, Place, address
from docgen.documents.form.vocabulary import said
from docgen.errors import FormNotesFaulty
from docgen.ledger.marked_sheet import place_of
from docgen.sources import column_name
from docgen.words import safe_name

FOLDER = "填表对照"
HEAD = """\
# 这张表每一格填什么，可以改：
# 指标 写 docgen figures 里的名称；或写 条件（写法同政策的适用条件）和 计（户、人）；
# 只算 写村、组的名称；留空就不填。改好后运行：docgen fill 表.xlsx --confirm
"""
BARE_KEY = re.compile(r"^([ \t]*)([一-鿿]+)([ \t]*=)", re.M)
BARE_TABLE = re.compile(r"^(\[+)([一-鿿.]+)(\]+)[ \t]*$", re.M)
CONFIRMED = re.compile(r'^("?已确认"?\s*=\s*)(?:true|false)', re.M)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One cell of a form, its heads, and what goes into it."""

    sheet: str
    place: Place
    heads: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything decided about one form."""

    mark: str
    form: str
    confirmed: bool
    cells: tuple[Wanted, ...]
    lists: tuple[Drawn, ...]


def mark_of(grids: Iterable[Grid]) -> str:
    """Return what a form is known by: its heads, whatever the months and numbers in them."""
    words = [
        f"{grid.name}!{address(place)}={re.sub(r'[0-9]+', '#', said(grid.texts[place]))}"
        for grid in grids
        for place in sorted(grid.own)
        if re.sub(r"[0-9.]+", "", said(grid.texts[place]))
    ]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def find(folder: Path, mark: str) -> Path | None:
    """Return the file of the form with this mark, None when it was never filled here."""
    for path in sorted(folder.glob("*.toml")):
        if f'标识 = "{mark}"' in path.read_text(encoding="utf-8-sig", errors="replace"):
            return path
    return None


def new_path(folder: Path, form: str) -> Path:
    """Return a free name for a new file."""
    stem = safe_name(Path(form).stem)
    path, number = folder / f"{stem}.toml", 2
    while path.exists():
        path, number = folder / f"{stem}_{number}.toml", number + 1
    return path


def text_of(memory: Memory) -> str:
    """Return the file's text."""
    lines = [HEAD, f'标识 = "{memory.mark}"', f"表 = {_quoted(memory.form)}"]
    lines += [f"已确认 = {'true' if memory.confirmed else 'false'}", ""]
    for cell in memory.cells:
        lines += _cell_lines(cell)
    for drawn in memory.lists:
        lines += _list_lines(drawn)
    return "\n".join(lines)


def _cell_lines(cell: Wanted) -> list[str]:
    one = cell.proposal
    lines = ["[[格]]", f"表页 = {_quoted(cell.sheet)}", f'格 = "{address(cell.place)}"']
    lines += [f"表头 = {_quoted(cell.heads)}"]
    if one.condition:
        lines += [f"条件 = {_quoted(one.condition)}", f"计 = {_quoted(one.unit)}"]
    else:
        lines += [f"指标 = {_quoted(one.figure)}", f"单位 = {_quoted(one.unit)}"]
    if one.part:
        lines += [f"只算 = {_quoted(one.part)}"]
    if one.before:
        lines += ["上期 = true"]
    lines += [f"把握 = {one.confidence}"]
    if one.doubt:
        lines += [f"存疑 = {_quoted(one.doubt)}"]
    if not one.is_any and one.others:
        lines += [f"# 相近的指标：{'、'.join(one.others)}"]
    return [*lines, ""]


def _list_lines(drawn: Drawn) -> list[str]:
    table = drawn.table
    lines = ["[[清单]]", f"表页 = {_quoted(table.sheet)}", f"首行 = {table.first}"]
    lines += [f"取自 = {_quoted(drawn.sheet)}", f"条件 = {_quoted(drawn.condition)}"]
    if drawn.doubt:
        lines += [
            "# 写上条件，或删去“存疑”一行（列出全部），就照填",
            f"存疑 = {_quoted(drawn.doubt)}",
        ]
    lines += [f"把握 = {drawn.confidence}", "[清单.列]"]
    heads = dict(table.heads)
    for column, name in sorted(drawn.columns.items()):
        lines += [f"{column_name(column)} = {_quoted(name)}  # {heads.get(column, '')}"]
    return [*lines, ""]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _strict(text: str) -> str:
    """TOML wants quotes around Chinese keys; people do without."""
    return BARE_KEY.sub(r'\1"\2"\3', BARE_TABLE.sub(_table, text))


def _table(found: re.Match[str]) -> str:
    names = [f'"{name}"' for name in found.group(2).split(".")]
    return f"{found.group(1)}{'.'.join(names)}{found.group(3)}"


def read(path: Path, lists: Sequence[Drawn]) -> Memory:
    """Return what a file says; ``lists`` are the tables of the form, which it does not repeat.

    Errors: FormNotesFaulty naming the file when it is no TOML or a value is of the wrong kind.
    """
    try:
        tables = tomllib.loads(_strict(path.read_text(encoding="utf-8-sig")))
        cells = tuple(_wanted(entry) for entry in tables.get("格", []))
        drawn = tuple(_drawn(entry, lists) for entry in tables.get("清单", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormNotesFaulty(file=path.name, why=str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FormNotesFaulty(file=path.name, why=f"{error}") from error
    return Memory(
        str(tables.get("标识", "")),
        str(tables.get("表", "")),
        tables.get("已确认") is True,
        cells,
        tuple(one for one in drawn if one is not None),
    )


def _wanted(entry: Mapping[str, Any]) -> Wanted:
    place = place_of(str(entry["格"]))
    if place is None:
        raise ValueError(f"没有这样的格：{entry['格']}")
    condition = str(entry.get("条件", ""))
    unit = entry.get("计", "户") if condition else entry.get("单位", "")
    proposal = Proposal(
        "" if condition else str(entry.get("指标", "")),
        condition,
        str(unit),
        str(entry.get("只算", "")),
        "上期" if entry.get("上期") is True else "",
        float(entry.get("把握", 1.0)),
        doubt=str(entry.get("存疑", "")),
    )
    return Wanted(str(entry["表页"]), place, str(entry.get("表头", "")), proposal)


def _drawn(entry: Mapping[str, Any], lists: Sequence[Drawn]) -> Drawn | None:
    for one in lists:
        table: ListTable = one.table
        if table.sheet == entry["表页"] and table.first == entry["首行"]:
            columns = {
                column: str(entry["列"].get(column_name(column), "")) for column in one.columns
            }
            return replace(
                one,
                sheet=str(entry["取自"]),
                condition=str(entry.get("条件", "")),
                columns=columns,
                doubt=str(entry.get("存疑", "")),
            )
    return None


def confirmed(text: str) -> str:
    """Return a file's text with 已确认 set; all else stays as the user wrote it."""
    return CONFIRMED.sub(r"\1true", text)
