"""People of the second village: invented, each row a dict by the contract's column names."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

AS_OF = date(2026, 6, 30)
AREA = "999847"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "德福明贵春兰秀英建国桂花文斌玉梅志强小燕永昌海波晓东丽娟光荣家旺素珍顺成"
FEMALE_RELATIONS = {"配偶", "之女", "之儿媳", "之孙女", "之母", "外孙女"}
MEASURES = [
    "产业帮扶",
    "就业帮扶",
    "金融帮扶",
    "公益岗位帮扶",
    "住房安全保障",
    "饮水安全保障",
    "义务教育保障",
    "教育帮扶",
    "健康帮扶",
    "综合保障",
    "社会帮扶",
    "生产生活条件改善",
    "基础设施建设",
    "搬迁",
]

Row = dict[str, Any]


def with_check(head: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True))
    return head + "10X98765432"[total % 11]


def age_of(born: date, at: date = AS_OF) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


@dataclass
class Village:
    """Rows by sheet. Rows of persons and aid point to their household by the key "_h"."""

    seed: int = 7
    households: list[Row] = field(default_factory=list)
    persons: list[Row] = field(default_factory=list)
    sheets: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.used_ids: set[str] = set()
        self.used_names: set[str] = set()
        self.number = 0

    def id_number(self, born: date, male: bool) -> str:
        while True:
            self.number += 1
            order = self.number % 89 + 10
            made = with_check(f"{AREA}{born:%Y%m%d}{order:02d}{1 if male else 2}")
            if made not in self.used_ids and "99999" not in made:
                self.used_ids.add(made)
                return made

    def name(self, surname: str = "") -> str:
        while True:
            surname_now = surname or self.chance.choice(SURNAMES)
            count = 1 if self.chance.random() < 0.2 else 2
            made = surname_now + "".join(self.chance.sample(GIVEN, count))
            if made not in self.used_names:
                self.used_names.add(made)
                return made

    def born(self, age: int) -> date:
        """A birthday of somebody who is this old at AS_OF, never within a week of it."""
        month, day = self.chance.randint(1, 12), self.chance.randint(1, 28)
        if month == 6 and day > 20:
            day = 15
        had = (month, day) <= (AS_OF.month, AS_OF.day)
        return date(AS_OF.year - age - (0 if had else 1), month, day)

    def add(self, sheet: str, **row: Any) -> Row:
        self.sheets.setdefault(sheet, []).append(row)
        return row

    def members(self, household: Row) -> list[Row]:
        return [person for person in self.persons if person["_h"] is household]

    def rows(self, sheet: str, household: Row) -> list[Row]:
        return [row for row in self.sheets.get(sheet, []) if row.get("_h") is household]

    def phone(self) -> str:
        self.number += 1
        head = f"1{self.chance.choice('3578')}{self.number % 10}"
        return f"{head}{self.chance.randint(10**7, 10**8 - 1)}"

    def card(self) -> str:
        return "6217" + "".join(str(self.chance.randint(0, 9)) for _ in range(15))


def stage_of(age: int, chance: random.Random) -> str:
    """The stage of schooling of a pupil of this age, 非在校生 for those who go no more."""
    if age < 3:
        return "学龄前儿童"
    if age < 6:
        return "学前教育"
    fixed = {12: "七年级", 13: "八年级", 14: "九年级", 15: "九年级"}
    if age < 12:
        return "小学"
    if age in fixed:
        return fixed[age]
    if age < 19:
        kinds = {16: "一", 17: "二", 18: "三"}
        return f"{chance.choice(['普通高中', '中职'])}{kinds[age]}年级"
    if age < 22:
        kinds = {19: "一", 20: "二", 21: "三"}
        return chance.choice(["本科", f"高职高专{kinds[age]}年级"])
    return "非在校生"


def person(village: Village, household: Row, relation: str, age: int, **over: Any) -> Row:
    """A member whose columns all follow from age and relation; ``over`` has the last word."""
    male = over.pop("male", relation not in FEMALE_RELATIONS)
    born = over.pop("born", None) or village.born(age)
    student = over.pop("student", age < 22)
    stage = over.pop("stage", stage_of(age, village.chance) if student else "非在校生")
    going = stage != "非在校生"
    number = village.id_number(born, male)
    old = age >= 60
    labour = "普通劳动力"
    if going or age < 16 or age >= 72:
        labour = "无劳动力"
    elif old:
        labour = "弱劳动力或半劳动力"
    elif age % 3 == 0:
        labour = "技能劳动力"
    education = "小学" if old else village.chance.choice(["初中", "高中", "初中", "大专"])
    if age < 30:
        education = village.chance.choice(["初中", "高中", "大专", "本科及以上"])
    row: Row = {
        "_h": household,
        "姓名": over.pop("name", None) or village.name(),
        "证件类型": "居民身份证",
        "证件号码": number,
        "与户主关系": relation,
        "性别": "男" if male else "女",
        "出生日期": born,
        "民族": village.chance.choice(["汉族", "汉族", "苗族", "土家族", "仡佬族"]),
        "政治面貌": "群众" if age >= 18 else "",
        "文化程度": "" if going else education,
        "在校生状况": stage,
        "就读学校": "" if not going or age < 3 else f"{stage[:2]}第{village.number % 5 + 1}学校",
        "失学原因": "",
        "健康状况": "健康",
        "残疾类别": "",
        "残疾等级": "",
        "劳动技能": labour,
        "是否已务工": "",
        "务工区域": "",
        "务工所在地": "",
        "务工企业": "",
        "务工时间(月)": None,
        "务工月收入": None,
        "开始时间": None,
        "结束时间": None,
        "公益性岗位": "",
        "公岗月数": None,
        "城乡居民医保": "是",
        "职工医保": "否",
        "养老保险": "是" if age >= 16 and not going else "否",
        "联系电话": "",
    }
    unknown = set(over) - set(row)
    assert not unknown, unknown
    row.update(over)
    village.persons.append(row)
    household["家庭人口"] = household.get("家庭人口", 0) + 1
    return row


def disabled(row: Row, kind: str, level: str, *, card: bool = True) -> Row:
    """Make a person disabled, with the number of the card: ID, digit of kind, digit of level."""
    kinds = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"]
    levels = ["一级", "二级", "三级", "四级"]
    row["健康状况"] = "残疾"
    row["残疾类别"], row["残疾等级"] = kind, level
    if card:
        row["证件类型"] = "残疾人证"
        row["证件号码"] = f"{row['证件号码'][:18]}{kinds.index(kind) + 1}{levels.index(level) + 1}"
    return row


def works(row: Row, place: str, firm: str, area: str, months: int, wage: int) -> Row:
    """A person who works since January of the year, still in work."""
    row.update(
        {
            "是否已务工": "是",
            "务工区域": area,
            "务工所在地": place,
            "务工企业": firm,
            "务工时间(月)": months,
            "务工月收入": wage,
            "开始时间": "2026-01",
        }
    )
    row["_wage"] = months * wage
    return row


def post(row: Row, kind: str, months: int = 12) -> Row:
    row.update({"公益性岗位": kind, "公岗月数": months})
    row["_wage"] = row.get("_wage", 0) + 500 * months
    return row
