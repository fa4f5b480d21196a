"""The sheet 设置 (two columns: 项, 值) for people who edit no text files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from docgen.ledger import dates
from docgen.ledger.schema import plain
from docgen.ledger.values import as_text, decimal_of
from docgen.ledger.workbook import Grid, open_book

SHEET = "设置"
# Words of the sheet → table and key of docgen.toml.
ITEMS: dict[str, tuple[str, str]] = {
    "县": ("place", "county"),
    "乡镇": ("place", "town"),
    "行政村": ("place", "village"),
    "村代码": ("place", "village_code"),
    "单位名称": ("unit", "name"),
    "别称": ("unit", "nickname"),
    "口号": ("unit", "slogan"),
    "联系人": ("unit", "contact"),
    "联系电话": ("unit", "phone"),
    "开始日期": ("period", "start"),
    "结束日期": ("period", "end"),
    "截止日期": ("period", "as_of"),
    "检查日期": ("period", "inspection"),
    "全宗号": ("archive", "fonds"),
    "档案方案": ("archive", "profile"),
    "帮扶人每季度走访次数": ("duties", "helper_visits_per_quarter"),
    "每名干部联系户数": ("duties", "households_per_official"),
    "联系干部每月走访次数": ("duties", "official_visits_per_month"),
    "驻村每年天数": ("duties", "team_days_per_year"),
    "乡镇干部每周在村天数": ("duties", "town_days_per_week"),
    "村干部每周在岗天数": ("duties", "village_days_per_week"),
}
LINE = "监测线"  # 监测线2026 → lines.monitor.2026
RULE = re.compile(r"[REW]\d{3}")  # R015 → levels.R015
THRESHOLD = re.compile(r"[a-z]+(_[a-z]+)+")  # large_household → thresholds.large_household
OFF = {"关", "关闭", "不查", "不检查", "停用", "OFF"}


def is_settings(grid: Grid) -> bool:
    """Whether a sheet is the sheet of settings: by its name and its two headers."""
    return plain(grid.name) == SHEET and _first_row(grid) is not None


def _first_row(grid: Grid) -> tuple[int, int] | None:
    for row, cells in enumerate(grid.rows[:10]):
        for column, cell in enumerate(cells[:-1]):
            if plain(as_text(cell)) == "项" and plain(as_text(cells[column + 1])) == "值":
                return row, column
    return None


def settings_of(grid: Grid) -> dict[str, str]:
    """Return 项 → 值 of a sheet of settings, in its order; empty values are left out."""
    found = _first_row(grid)
    if found is None:
        return {}
    row, column = found
    pairs = {}
    for cells in grid.rows[row + 1 :]:
        texts = [as_text(cell) for cell in cells[column : column + 2]]
        if len(texts) == 2 and all(texts):
            pairs[texts[0]] = texts[1]
    return pairs


def read_settings_sheet(path: Path) -> dict[str, str]:
    """Return 项 → 值 of the sheet 设置 of a workbook, empty when it has none. Never raises."""
    for grid in open_book(path, path.name, {SHEET}).grids:
        if is_settings(grid):
            return settings_of(grid)
    return {}


def as_tables(pairs: dict[str, str]) -> dict[str, dict[str, object]]:
    """Return the settings as the tables of docgen.toml (what ``open_folder`` takes as overrides).

    Dates may be in any usual style. Words that no setting has stand under ``unknown``.
    """
    tables: dict[str, dict[str, object]] = {}
    monitor: dict[str, object] = {}
    known = {plain(word): place for word, place in ITEMS.items()}
    for word, text in pairs.items():
        key = plain(word)
        if key in known:
            table, name = known[key]
            tables.setdefault(table, {})[name] = READ.get(table, str)(text)
        elif key.startswith(LINE) and key.removeprefix(LINE).isdigit():
            monitor[key.removeprefix(LINE)] = _amount(text)
        elif RULE.fullmatch(word.strip().upper()):
            level = "off" if text.strip().upper() in OFF else text.strip()
            tables.setdefault("levels", {})[word.strip().upper()] = level
        elif THRESHOLD.fullmatch(word.strip()):
            tables.setdefault("thresholds", {})[word.strip()] = text.strip()
        else:
            tables.setdefault("unknown", {})[word] = text
    return {**tables, "lines": {"monitor": monitor}} if monitor else tables


def _amount(text: str) -> object:
    number, _ = decimal_of(text)
    return text if number is None or number != int(number) else int(number)


def _day(text: str) -> object:
    try:
        return dates.from_cell(text) or text
    except dates.Impossible:
        return text


READ: Mapping[str, Callable[[str], object]] = {"period": _day, "duties": _amount}
