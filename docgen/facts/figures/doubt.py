"""Empty cells that leave a fact unknown, counted once a column.

In most columns an empty cell says that nobody has written the answer. In some it is an answer only
for rows that the column does not concern: 识别时间 of a household that is not monitored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.facts.figures.keys import (
    ByKey,
    Key,
    keys_of,
    of_attribute,
    of_column,
    rows_of,
    rows_with,
)
from docgen.facts.figures.select import (
    cause,
    is_monitored,
    lifted_or_monitored,
    works,
    works_away,
)
from docgen.facts.view import View
from docgen.model import CORE_SHEETS, LISTS, Household, columns_of

# Whom a column concerns; the empty cell of any other row says nothing.
CONCERNS: Mapping[str, Callable[[Any], bool]] = {
    "户信息.识别时间": is_monitored,
    "户信息.风险是否已消除": is_monitored,
    "户信息.致贫返贫风险1": is_monitored,
    "户信息.消除时间": lambda household: household.risk_removed == "是",
    "户信息.风险消除方式": lambda household: household.risk_removed == "是",
    "户信息.主要致贫原因": lifted_or_monitored,
    "家庭成员.残疾等级": lambda person: "残疾" in (person.health or ""),
    "家庭成员.务工时间": lambda person: person.working == "是",
    "家庭成员.务工区域": works,
    "家庭成员.开始时间": works_away,
    # The national form fills either 文化程度 or 在校生状况.
    "家庭成员.在校生状况": lambda person: person.education is None,
}
UNITS = {"户信息": "户", "家庭成员": "人"}


@dataclass(frozen=True, slots=True)
class Cells:
    """The empty cells of a column among the rows it concerns."""

    unknown: int
    all_empty: bool
    words: str


def doubtful(view: View, column: str) -> Cells:
    """Count the empty cells of 表.列 among the rows that the column concerns."""
    sheet, _, name = column.partition(".")
    key = _cause if name == "主要致贫原因" else _key(sheet, name)
    empty = view.once(keys_of, sheet, key)[1][None]
    concerns, unknown = CONCERNS.get(column), empty
    if concerns and empty:
        unknown = sum(map(concerns, rows_with(view, sheet, ByKey(key, _none))))
    words = f"{unknown}{UNITS.get(sheet, '行')}的“{name}”为空，未计入"
    return Cells(unknown, unknown > 0 and empty == len(rows_of(view, sheet)), words)


NOWHERE = Cells(0, False, "")


def without(view: View, column: str) -> Cells:
    """Count the rows whose own sheet lacks the column 表.列 while another sheet has it.

    An empty cell may say 无, a column that is not there says nothing.
    """
    sheet, _, name = column.partition(".")
    if not name:
        return NOWHERE
    lacking: dict[int, bool] = {}
    count = 0
    for row in rows_of(view, sheet):
        at = row.at
        if at is None:
            continue
        key = id(at.source)
        if key not in lacking:
            lacking[key] = name not in at.source.columns
        count += lacking[key] and not at.has(name)
    words = f"{count}{UNITS.get(sheet, '行')}所在的工作表没有“{name}”列，未计入"
    return Cells(count, False, words)


def _none(found: object) -> bool:
    return found is None


def _cause(household: Household, view: View) -> str | None:
    return cause(household) or None


def _key(sheet: str, name: str) -> Key:
    if sheet not in LISTS:
        return of_column(name)
    return of_attribute(columns_of(CORE_SHEETS[sheet])[name])
