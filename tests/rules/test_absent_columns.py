"""What one of two files does not have is unknown there: no rule takes it for empty."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_ledger import ledger, settings
from test_any_ledger import NUMBERED

from docgen.model import CORE_SHEETS, LISTS, Ledger, columns_of
from docgen.rules.check import check

SHEETS = ("户信息", "家庭成员", "帮扶措施", "政策享受")
KEYS = ("户", "户编号")
OTHER = "台账/乙.xlsx"
# These say who somebody is: without one of them the others stand alone, or another is meant.
WHO = ("证件号码", "证件类型", "出生日期", "性别", "姓名", "开始时间", "户主姓名")


TELLING: dict[str, tuple[str, ...]] = {
    "与户主关系": ("户主", "配偶", "之子"),
    "健康状况": ("健康", "残疾"),
    "劳动技能": ("普通劳动力", "无劳动力"),
    "在校生状况": ("小学", "中职一年级", "非在校生"),
    "户类型": ("脱贫户", "一般农户"),
    "监测对象类别": ("边缘易致贫户", "无"),
    "风险是否已消除": ("是", "否"),
    "主要致贫原因": ("因病", "因残", "因学", "缺劳动力"),
    "享受低保": ("农村低保", "未享受"),
    "享受特困": ("农村特困", "不享受"),
    "类别": ("产业帮扶", "综合保障", "就业帮扶"),
    "措施内容": ("雨露计划", "低保", "残疾人补贴", "务工补贴"),
    "务工区域": ("省外", "县内"),
    "是否已务工": ("是", "否"),
    "公益性岗位": ("护林员", "无"),
    "姓名": ("甲", "乙"),
    "致贫返贫风险1": ("因病", "其他"),
    "性别": ("男", "女"),
    "政策编号": ("雨露",),
    "残疾类别": ("肢体", "无"),
    "残疾等级": ("一级",),
    "是否危房户": ("是", "否"),
    "证件号码": tuple(NUMBERED),
}
NUMBERS = (0, 1, 6, 13, 99, 8800)
DAYS = (date(2010, 2, 28), date(2025, 3, 1), date(2026, 2, 1), date(2026, 6, 30))


def row(sheet: str, chance: random.Random) -> dict[str, Any]:
    kind = CORE_SHEETS[sheet]
    return {
        name: chance.choice(("H1", "H2"))
        if name in KEYS
        else value(name, str(kind.__annotations__[attribute]), chance)
        for name, attribute in columns_of(kind).items()
    }


def value(column: str, kind: str, chance: random.Random) -> Any:
    if chance.random() < 0.3:
        return None
    if column in TELLING:
        return chance.choice(TELLING[column])
    if "date" in kind:
        return chance.choice(DAYS)
    number = chance.choice(NUMBERS)
    return Decimal(number) if "Decimal" in kind else number if "int" in kind else "无"


COLUMNS = [
    (sheet, column)
    for sheet in SHEETS
    for column in columns_of(CORE_SHEETS[sheet])
    if column not in {*KEYS, *WHO}
]


def two_files(here: dict[str, Any], there: dict[str, Any], columns: dict[str, Any]) -> Ledger:
    """One ledger of two files; `there` are the rows of the second one."""
    first = ledger({s: list(columns_of(CORE_SHEETS[s])) for s in SHEETS}, **here)
    second = ledger(columns, **there)
    changes: dict[str, Any] = {}
    for sheet in SHEETS:
        name = LISTS[sheet]
        moved = []
        sources: dict[int, Any] = {}
        for record in getattr(second, name):
            old = record.at.source
            source = sources.setdefault(id(old), replace(old, file=OTHER))
            moved.append(replace(record, at=replace(record.at, source=source)))
        changes[name] = (*getattr(first, name), *moved)
    return replace(first, **changes)


def found(village: Ledger) -> set[tuple[str, str, str, str]]:
    return {
        (f.code, f.sheet, f.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), f.household)
        for f in check(village, settings()).findings
        if f.file == OTHER
    }


HERE = {
    sheet: [{name: "H9" for name in KEYS if name in columns_of(CORE_SHEETS[sheet])}]
    for sheet in SHEETS
}


@pytest.mark.parametrize("gone", COLUMNS)
def test_a_column_that_one_file_lacks_adds_no_finding(gone: tuple[str, str]) -> None:
    chance = random.Random(COLUMNS.index(gone))
    whole = {name: list(columns_of(CORE_SHEETS[name])) for name in SHEETS}
    fewer = {name: [c for c in some if (name, c) != gone] for name, some in whole.items()}
    for _ in range(8):
        rows = {name: [row(name, chance) for _ in range(chance.randrange(4))] for name in SHEETS}
        without = {
            name: [{k: v for k, v in one.items() if (name, k) != gone} for one in some]
            for name, some in rows.items()
        }
        assert found(two_files(HERE, without, fewer)) <= found(two_files(HERE, rows, whole))


def test_what_a_file_lacks_is_said() -> None:
    village = two_files({**HERE, "家庭成员": [{"户": "H9"}]}, {"家庭成员": [{"户": "H1"}]}, {})
    checked = check(village, settings(), ["R001"])
    assert [f.file for f in checked.findings] == ["台账/台账.xlsx"]
    assert [(u.code, OTHER in u.reason, "证件号码" in u.reason) for u in checked.unchecked] == [
        ("R001", True, True)
    ]
