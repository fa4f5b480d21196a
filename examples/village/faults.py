"""The faults planted in the clean village: few, each for one rule, listed in planted.csv."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from village.income import per_head
from village.people import Row, check_digit

MISSED = ("9992010012", "9992010029")  # households without a visit in the second quarter
UNKNOWN_HOUSEHOLD = "9992010099"
OPEN_CASE = "9992010034"  # watched, able to work, yet without a measure that earns


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a fault stands and what must find it; key is the first cell of its row."""

    sheet: str
    key: str
    column: str
    rule: str
    what: str


FAULTS = (
    Fault("家庭成员", "罗春梅", "证件号码", "R003", "校验位错一位"),
    Fault("家庭成员", "姚欣妍", "证件号码", "R004", "与徐梓涵的号码相同"),
    Fault("家庭成员", "侯雨萱", "出生日期", "R006", "出生日期与证件号不一致"),
    Fault("家庭成员", "温良", "证件号码", "R007", "男性，证件号第17位是偶数"),
    Fault("家庭成员", "余春生", "与户主关系", "R010", "户主的关系写成其他，一户无户主"),
    Fault("家庭成员", "文翠萍", "与户主关系", "R011", "配偶写成户主，一户两个户主"),
    Fault("家庭成员", "殷桂枝", "性别", "R012", "配偶与户主都是男"),
    Fault("户信息", "9992010021", "家庭人口", "R014", "写5人，成员表4行"),
    Fault("家庭成员", "邓李氏", "证件号码", "E101", "号码存成数字，末三位已丢失"),
    Fault("户信息", "9992010014", "联系电话", "R025", "电话空缺，文书显示【缺：联系电话】"),
    Fault("户信息", "9992010038", "联系电话", "R025", "电话只有10位"),
    Fault("户信息", "9992010037", "联系电话", "R079", "与9992010036同一电话"),
    Fault("家庭成员", "查俊豪", "在校生状况", "R041", "9岁健康儿童登记为非在校生"),
    Fault("户信息", "9992010009", "人均纯收入", "R090", "比各项收入算出的多300元"),
    Fault("户信息", "9992010030", "人均纯收入", "R096", "脱贫户低于2026年监测线而未纳入监测"),
    Fault("家庭成员", "高守田", "城乡居民医保", "R121", "两种医保都没有参加"),
    Fault("帮扶措施", OPEN_CASE, "类别", "R131", "有劳动力的监测户没有开发式帮扶措施"),
    Fault("户信息", "9992010038", "消除后人均纯收入", "R134", "风险已消除，消除后收入空缺"),
    Fault("家庭成员", "汤雅雯", "在校生状况", "R139", "中职三年级学生没有雨露计划"),
    Fault("帮扶措施", UNKNOWN_HOUSEHOLD, "户编号", "E107", "户编号查无此户"),
    Fault("走访记录", "2026-02-30", "走访日期", "E102", "没有这一天"),
    Fault("点单", "9992010037", "项目编号", "E231", "服务项目里没有FW21"),
    Fault("接单记录", "9992010013", "接单人", "E232", "牛犇写成牛蹦"),
)


def plant_people(homes: list[Row], persons: list[Row]) -> None:
    """Plants the faults of the sheets 户信息 and 家庭成员 in place."""
    home = {row["户编号"]: row for row in homes}
    who = {row["姓名"]: row for row in persons}
    for change in (_identities, _relations, _traits):
        change(who)
    _households(home)


def _identities(who: dict[str, Row]) -> None:
    number = who["罗春梅"]["证件号码"]
    who["罗春梅"]["证件号码"] = number[:17] + ("1" if number[17] != "1" else "2")
    twin = who["徐梓涵"]
    who["姚欣妍"] |= {key: twin[key] for key in ("证件号码", "出生日期")}
    born = who["侯雨萱"]["出生日期"]
    who["侯雨萱"]["出生日期"] = date(born.year, born.month, born.day % 27 + 1)
    who["温良"]["证件号码"] = _other_sex(who["温良"]["证件号码"])
    who["殷桂枝"] |= {"性别": "男", "证件号码": _other_sex(who["殷桂枝"]["证件号码"])}
    who["邓李氏"]["_number"] = True


def _other_sex(number: str) -> str:
    first17 = number[:16] + str((int(number[16]) + 1) % 10)
    return first17 + check_digit(first17)


def _relations(who: dict[str, Row]) -> None:
    who["文翠萍"]["与户主关系"] = "户主"
    who["余春生"]["与户主关系"] = "其他"


def _traits(who: dict[str, Row]) -> None:
    who["查俊豪"] |= {
        "在校生状况": "非在校生",
        "失学原因": "厌学",
        "文化程度": "小学",
        "就读学校": None,
    }
    who["高守田"]["城乡居民医保"] = "否"


def _households(home: dict[str, Row]) -> None:
    home["9992010021"]["家庭人口"] = 5
    home["9992010021"]["人均纯收入"] = per_head(home["9992010021"])
    home["9992010014"]["联系电话"] = None
    home["9992010038"]["联系电话"] = home["9992010038"]["联系电话"][:10]
    home["9992010037"]["联系电话"] = home["9992010036"]["联系电话"]
    home["9992010038"]["消除后人均纯收入"] = None
    home["9992010009"]["人均纯收入"] += 300
    poor = home["9992010030"]
    while per_head(poor) >= 8400:
        poor["工资性收入"] -= 1000
    poor["人均纯收入"] = per_head(poor)


def keep_measure() -> Callable[[Row], bool]:
    """A test that leaves out the measures two households should have had."""

    def kept(row: Row) -> bool:
        if row["户"] == OPEN_CASE:
            return row["类别"] in ("健康帮扶", "教育帮扶", "义务教育保障")
        return not (row["姓名"] == "汤雅雯" and row["类别"] == "教育帮扶")

    return kept


NOT_PAID = {
    ("汤雅雯", "POL01"),
    ("仇建明", "POL09"),
    ("田凤英", "POL23"),
    ("卢铁柱", "POL22"),
    ("", "POL16"),
}
WRONGLY_PAID = (("9992010006", "张博文", "POL09", 300), ("9992010035", "牛犇", "POL12", 350))
