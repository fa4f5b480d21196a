"""Four records of the second village, by another road, with differences that are known."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from .habits import SETTINGS, STYLES, contract
from .people import Row, Village, person
from .village import clean
from .writing import Table, write

SOURCES = ("系统", "手册", "纸档", "实际")
HABITS = {"系统": "national", "手册": "clerk", "纸档": "contract", "实际": "mixed"}
KEPT = ("帮扶责任人",)
Key = tuple[str, str, str]  # household, person, field


@dataclass
class Four:
    """Four copies of one village, what was made to differ, and households to be looked at."""

    copies: dict[str, Village]
    expected: dict[Key, str] = field(default_factory=dict)
    flagged: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def home(self, want: Callable[[Row, list[Row]], Any] = lambda home, people: True) -> str:
        """A household in which nothing differs yet, by its 户编号."""
        village = self.copies["系统"]
        for home in village.households:
            if home["户编号"] not in self.used and want(home, village.members(home)):
                self.used.add(home["户编号"])
                return str(home["户编号"])
        raise AssertionError("no household is left")

    def row(self, source: str, key: str) -> Row:
        return next(h for h in self.copies[source].households if h["户编号"] == key)

    def members(self, source: str, key: str) -> list[Row]:
        return self.copies[source].members(self.row(source, key))


def same_four(seed: int = 11) -> Four:
    """Four records that agree in everything, each still to be written in its own habit."""
    village = clean(seed)
    village.sheets = {"帮扶责任人": village.sheets["帮扶责任人"]}
    for home in village.households:
        home["_head_id"] = next(
            p["证件号码"] for p in village.members(home) if p["与户主关系"] == "户主"
        )
        if home["户类型"] == "监测对象":  # exports know no such kind: all four say it their way
            home["户类型"] = "脱贫户" if home["监测对象类别"] == "脱贫不稳定户" else "一般农户"
    return Four({source: copy.deepcopy(village) for source in SOURCES})


def poor(home: Row, people: list[Row]) -> bool:
    return home["主要致贫原因"] != "" and len(people) > 2


def change_household(four: Four, source: str, column: str, value: Any, field: str = "") -> None:
    filled = callable(value)
    key = four.home(lambda home, people: home[column] if filled else poor(home, people))
    row = four.row(source, key)
    row[column] = value(row[column]) if callable(value) else value
    four.expected[(key, "", field or column)] = source


def change_person(four: Four, source: str, column: str, value: Any, want: Any = None) -> None:
    want = want or (
        lambda one: 20 < 2026 - one["出生日期"].year < 60 and len(one["证件号码"]) == 18
    )
    key = four.home(lambda home, people: any(want(p) for p in people[1:]))
    index = next(i for i, p in enumerate(four.members(source, key)) if i and want(p))
    row = four.members(source, key)[index]
    four.expected[(key, row["姓名"], column)] = source
    row[column] = value(row) if callable(value) else value


def change_helper(four: Four, source: str, column: str, value: Any) -> None:
    helped = {r["_h"]["户编号"] for r in four.copies["系统"].sheets["帮扶责任人"]}
    key = four.home(lambda home, people: home["户编号"] in helped)
    row = next(r for r in four.copies[source].sheets["帮扶责任人"] if r["_h"]["户编号"] == key)
    who = "" if column == "姓名" else row["姓名"]
    four.expected[(key, who, "帮扶责任人" if column == "姓名" else column)] = source
    row[column] = value


def plant_fields(four: Four, source: str) -> None:
    """One difference of each compared field in one record."""
    for column, value in (
        ("主要致贫原因", "因灾"),
        ("联系电话", "13312345678"),
        ("村民小组", "老街组"),
        ("耕地面积", lambda was: was + Decimal("0.3")),
        ("林地面积", lambda was: was + 2),
        ("牧草地面积", Decimal("1.5")),
        ("住房面积", lambda was: was + 15),
        ("是否危房户", "是"),
        ("危房等级", "C级"),
        ("人均纯收入", lambda was: was + 1200),
        ("家庭人口", lambda was: was + 1),
    ):
        change_household(four, source, column, value)
    key = four.home(lambda home, people: home["户类型"] == "脱贫户" and not home["监测对象类别"])
    four.row(source, key)["户类型"] = "一般农户"
    four.expected[(key, "", "户类型")] = source
    key = four.home(lambda home, people: home["监测对象类别"] == "边缘易致贫户")
    four.row(source, key)["监测对象类别"] = "突发严重困难户"
    four.expected[(key, "", "监测对象类别")] = source
    for column, value in (
        ("与户主关系", lambda row: "其他"),
        ("性别", lambda row: "男" if row["性别"] == "女" else "女"),
        ("出生日期", lambda row: row["出生日期"] + timedelta(40)),
        ("民族", "布依族"),
        ("健康状况", "长期慢性病"),
        ("劳动技能", "弱劳动力或半劳动力"),
        ("证件号码", wrong_digit),
        ("姓名", lambda row: sounding(row["姓名"])),
    ):
        change_person(four, source, column, value, sounds if column == "姓名" else None)
    change_person(
        four, source, "在校生状况", "八年级", lambda one: one["在校生状况"] in ("七年级", "小学")
    )
    for column, value in (
        ("姓名", "郭长林"),
        ("单位", "云溪县林业局"),
        ("隶属关系", "省直"),
        ("联系电话", "13512340000"),
        ("结对开始", date(2024, 7, 1)),
    ):
        change_helper(four, source, column, value)


SOUNDS = {
    "志": "智",
    "建": "健",
    "文": "雯",
    "丽": "莉",
    "英": "瑛",
    "贵": "桂",
    "成": "诚",
    "华": "骅",
    "明": "铭",
    "秀": "绣",
    "国": "帼",
    "强": "墙",
    "永": "勇",
    "海": "醢",
    "光": "咣",
    "兰": "蓝",
}


def sounds(one: Row) -> bool:
    return any(sign in SOUNDS for sign in one["姓名"][1:]) and 2026 - one["出生日期"].year > 20


def sounding(name: str) -> str:
    at = next(i for i, sign in enumerate(name) if i and sign in SOUNDS)
    return name[:at] + SOUNDS[name[at]] + name[at + 1 :]


def wrong_digit(row: Row) -> str:
    number = str(row["证件号码"])
    return number[:15] + str((int(number[15]) + 1) % 10) + number[16:]


def plant_members(four: Four) -> None:
    """Persons and households that a record lacks or has alone; what a person must look at."""
    for source in SOURCES:
        key = four.home(lambda home, people: len(people) > 3)
        gone = four.members(source, key)[-1]
        four.copies[source].persons.remove(gone)
        four.expected[(key, gone["姓名"], "家庭成员")] = source
        key = four.home(lambda home, people: len(people) > 2)
        village = four.copies[source]
        size = four.row(source, key)["家庭人口"]
        born = person(
            village,
            four.row(source, key),
            "之孙女",
            0,
            name=f"{'新初小贝'[SOURCES.index(source)]}生儿",
        )
        four.row(source, key)["家庭人口"] = size
        four.expected[(key, born["姓名"], "家庭成员")] = source
    key = four.home(lambda home, people: home["户类型"] == "脱贫户")
    drop_household(four, "手册", key)
    four.expected[(key, "", "整户")] = "手册"
    # two members whose IDs were exchanged
    key = four.home(lambda home, people: len(people) > 2)
    one, other = four.members("纸档", key)[:2]
    one["证件号码"], other["证件号码"] = other["证件号码"], one["证件号码"]
    four.flagged[key] = "两人的证件号码互换"
    # one household in two, one number twice
    key = four.home(lambda home, people: len(people) > 4)
    paper = four.copies["纸档"]
    whole = four.row("纸档", key)
    part = {**whole, "户编号": "99984710699001", "户主姓名": four.members("纸档", key)[-1]["姓名"]}
    paper.households.append(part)
    four.members("纸档", key)[-1]["_h"] = part
    four.flagged[key] = "一户分成两户"
    key = four.home(lambda home, people: len(people) > 2)
    twice = {**four.row("系统", key), "户主姓名": "重编号"}
    four.copies["系统"].households.append(twice)
    four.flagged[key] = "同一户编号两行"


def drop_household(four: Four, source: str, key: str) -> None:
    village, row = four.copies[source], four.row(source, key)
    village.persons = [p for p in village.persons if p["_h"] is not row]
    village.households.remove(row)
    for sheet, rows in village.sheets.items():
        village.sheets[sheet] = [r for r in rows if r.get("_h") is not row]


def twins(village: Village) -> None:
    """Twins, and two of one name in one household: alike, and yet two."""
    first, second = village.households[3], village.households[5]
    born = village.born(5)
    for name in ("双大宝", "双小宝"):
        person(village, first, "之子", 5, born=born, name=name)
    for age in (8, 4):
        person(village, second, "之女", age, name="同小名")


def pseudo(rows: list[Row]) -> None:
    """What only looks different: width, padded names, other words for the same."""
    for row in rows:
        if len(row["姓名"]) == 2:
            row["姓名"] = row["姓名"][0] + "　" + row["姓名"][1]
        row["证件号码"] = row["证件号码"].translate({ord("0") + n: 0xFF10 + n for n in range(10)})
        row["民族"] = row["民族"].removesuffix("族")


def tables_of(village: Village, source: str, habit: str) -> list[Table]:
    made = STYLES[habit](village)
    ending = made[0].file.rpartition(".")[2]
    kept = [one for one in made if one.sheet not in ("已外出务工信息",)]
    for number, one in enumerate(kept):
        one.file = f"{source}.{ending}"
        one.sheet = f"{one.sheet}{number}"
    return kept


def write_four(folder: Path, four: Four, order: tuple[str, ...] = SOURCES) -> None:
    """The work folder: the ledger, and 比对/ with one workbook a record."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "docgen.toml").write_text(SETTINGS, encoding="utf-8")
    ledger = same_four().copies["系统"] if not four.used else four.copies["系统"]
    write(folder / "台账", contract(ledger))
    for source in order:
        write(folder / "比对", tables_of(four.copies[source], source, HABITS[source]))
