"""Faults of identity and empty cells: R001 to R029."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .people import Row, Village, person, with_check
from .planting import Ground, Spot, fault
from .village import settle

ID = "证件号码"


def put(rule: str, name: str, column: str, value: Any, who: Any) -> None:
    """A fault that writes one value into one cell of a person or a household."""

    @fault(rule, f"{column}={value!r} {name}")
    def plant(village: Village, ground: Ground) -> list[Spot]:
        row = who(ground)
        row[column] = value(row) if callable(value) else value
        return [(row, column)]


def adult(low: int = 30, high: int = 55) -> Any:
    return lambda ground: ground.adult(low, high)


def child(low: int, high: int) -> Any:
    return lambda ground: ground.child(low, high)


def card_holder(ground: Ground) -> Row:
    return ground.one(lambda one: len(one[ID]) >= 20)


def other_digit(number: str, place: int, step: int = 3) -> str:
    return number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]


# 证件
put("R001", "", ID, "", adult())
put("R001", "17位", ID, lambda row: row[ID][:17], adult())
put("R001", "19位", ID, lambda row: row[ID][:18] + "4", adult())
put("R001", "21位", ID, lambda row: row[ID][:20] + "B", card_holder)
put("R001", "15位", ID, lambda row: row[ID][:6] + row[ID][8:17], adult())
put("R001", "儿童", ID, "", child(1, 12))
put("R002", "18位", "证件类型", "残疾人证", adult())
put("R002", "20位", "证件类型", "居民身份证", card_holder)
put("R002", "儿童", "证件类型", "残疾人证", child(2, 9))


@fault("R003", "校验位")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.adult()
    last = one[ID][17]
    one[ID] = one[ID][:17] + ("0" if last != "0" else "1")
    return [(one, ID)]


@fault("R003", "顺序码错一位")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.child(3, 12)
    one[ID] = other_digit(one[ID], 15)
    return [(one, ID)]


@fault("R003", "地区码错一位")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.adult()
    one[ID] = other_digit(one[ID], 4, 1)
    return [(one, ID)]


@fault("R003", "X写成0")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(lambda one: one[ID].endswith("X"))
    one[ID] = one[ID][:17] + "0"
    return [(one, ID)]


for level in "05":

    @fault("R003", f"残疾证第20位{level}")
    def _(village: Village, ground: Ground, level: str = level) -> list[Spot]:
        one = ground.one(lambda one: len(one[ID]) == 20)
        one[ID] = one[ID][:19] + level
        return [(one, ID)]


@fault("R003", "残疾证前18位校验")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(lambda one: len(one[ID]) == 20)
    one[ID] = other_digit(one[ID], 14)
    return [(one, ID)]


@fault("R004", "跨户重复")
def _(village: Village, ground: Ground) -> list[Spot]:
    first, second = ground.adult(), ground.adult()
    second[ID] = first[ID]
    return [(second, ID)]


@fault("R004", "前一行抄后一行")
def _(village: Village, ground: Ground) -> list[Spot]:
    first, second = ground.child(2, 12), ground.child(2, 12)
    first[ID] = second[ID]
    return [(first, ID)]


@fault("R004", "同户重复")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: len(people) > 2)
    members = village.members(home)
    members[1][ID] = members[0][ID]
    return [(members[1], ID)]


@fault("R004", "残疾证前18位与别人相同")
def _(village: Village, ground: Ground) -> list[Spot]:
    first, second = card_holder(ground), ground.adult()
    second[ID] = first[ID][:18]
    return [(second, ID)]


def _fictitious(head: str) -> str:
    return with_check(head)


put("R005", "前6位", ID, lambda row: _fictitious("999999" + row[ID][6:17]), adult())
put("R005", "含99999", ID, lambda row: _fictitious(row[ID][:6] + "19999909"[:8] + "991"), adult())
put("R005", "残疾证", ID, lambda row: _fictitious("999999" + row[ID][6:17]) + "42", card_holder)
put("R005", "儿童", ID, lambda row: _fictitious("999999" + row[ID][6:17]), child(1, 12))
for days, who in ((1, adult()), (-31, adult()), (366, adult(32, 50)), (2, child(8, 11))):
    put("R006", f"{days}天", "出生日期", lambda row, d=days: row["出生日期"] + timedelta(d), who)


def flipped(row: Row) -> str:
    return "女" if row["性别"] == "男" else "男"


for who in (adult(), child(1, 14), adult(60, 90), card_holder):
    put("R007", "", "性别", flipped, who)


# 户结构
def relation(rule: str, name: str, value: str, who: Any) -> None:
    put(rule, name, "与户主关系", value, who)


def head(ground: Ground) -> Row:
    return ground.one(lambda one: one["与户主关系"] == "户主")


relation("R010", "", "其他", head)
relation(
    "R010",
    "",
    "配偶",
    lambda ground: ground.one(
        lambda one: one["与户主关系"] == "户主", lambda home, people: len(people) == 1
    ),
)
relation(
    "R010",
    "",
    "之父",
    lambda ground: ground.one(lambda one: one["与户主关系"] == "户主" and one["性别"] == "男"),
)


@fault("R010", "户主一行没有了")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: len(people) > 2)
    members = village.members(home)
    home["_head_id"] = members[0][ID]
    village.persons.remove(members[0])
    work = village.sheets["务工经历"]
    village.sheets["务工经历"] = [row for row in work if row["_p"] is not members[0]]
    home["家庭人口"] -= 1
    return [(home, "户主姓名"), *((one, "与户主关系") for one in members[1:])]


for name, want in (
    ("", lambda one: one["与户主关系"] == "之子"),
    ("", lambda one: one["与户主关系"] == "之女"),
    ("", lambda one: one["与户主关系"] == "之母"),
    ("", lambda one: one["与户主关系"] == "配偶"),
):
    relation("R011", name, "户主", lambda ground, want=want: ground.one(want))


@fault("R012", "配偶性别写错")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(lambda one: one["与户主关系"] == "配偶" and one["性别"] == "女")
    one["性别"] = "男"
    return [(one, "性别")]


@fault("R012", "户主性别写错")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(
        lambda one: one["与户主关系"] == "户主" and one["性别"] == "男",
        lambda home, people: any(p["与户主关系"] == "配偶" for p in people),
    )
    one["性别"] = "女"
    return [(one, "性别")]


@fault("R012", "证件号码也改了")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(lambda one: one["与户主关系"] == "配偶" and one["性别"] == "女")
    mate = next(p for p in village.members(one["_h"]) if p["与户主关系"] == "户主")
    one["性别"] = "男"
    one[ID] = village.id_number(one["出生日期"], True)
    return [(one, "性别"), (mate, "性别")]


for was, said in (
    ("之子", "之女"),
    ("之女", "之子"),
    ("之母", "之父"),
    ("之子", "之儿媳"),
    ("之女", "之女婿"),
    ("之子", "之孙女"),
    ("之母", "之岳父"),
    ("之女", "之孙子"),
):
    relation(
        "R013",
        f"是{was}",
        said,
        lambda ground, was=was: ground.one(lambda one: one["与户主关系"] == was),
    )
put("R014", "", "家庭人口", lambda row: row["家庭人口"] + 1, lambda ground: ground.home())
put(
    "R014",
    "",
    "家庭人口",
    lambda row: row["家庭人口"] - 1,
    lambda ground: ground.home(lambda home, people: len(people) > 3),
)
put("R014", "", "家庭人口", 9, lambda ground: ground.home(lambda home, people: len(people) == 1))


@fault("R014", "少一行")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: len(people) > 3)
    village.persons.remove(village.members(home)[-1])
    return [(home, "家庭人口")]


for size in (7, 8, 11):

    @fault("R015", f"{size}人")
    def _(village: Village, ground: Ground, size: int = size) -> list[Spot]:
        home = ground.home(lambda home, people: len(people) < 6 and home["户类型"] == "一般农户")
        while home["家庭人口"] < size:
            person(village, home, "之子", 7 + home["家庭人口"] % 4)
        settle(home)
        return [(home, "家庭人口")]


# 必填
for kind in ("脱贫户", "一般农户", "监测对象", "一般农户"):
    put(
        "R020",
        kind,
        "户类型",
        "",
        lambda ground, kind=kind: ground.home(lambda home, people: home["户类型"] == kind),
    )
for column in ("民族", "性别", "与户主关系", "健康状况", "劳动技能", "在校生状况"):
    for who in (adult(), adult(25, 70)):
        put("R021", "", column, "", who)
put("R021", "小学生", "劳动技能", "", child(6, 11))
put("R021", "小学生", "健康状况", "", child(6, 11))


def nothing_known(name: str, who: Any) -> None:
    @fault("R022", name)
    def plant(village: Village, ground: Ground) -> list[Spot]:
        one = who(ground)
        one.update({"文化程度": "", "在校生状况": "", "失学原因": ""})
        return [(one, "文化程度")]


nothing_known("成年", adult())
nothing_known("儿童", child(7, 12))
nothing_known("老人", adult(60, 90))
for value, who in (
    ("小学", child(7, 11)),
    ("初中", child(13, 14)),
    ("高中", child(17, 21)),
    ("文盲或半文盲", child(6, 9)),
):
    put("R023", "在校", "文化程度", value, who)


def poor(kind: str) -> Any:
    return lambda ground: ground.home(lambda home, people: home["户类型"] == kind)


for kind in ("脱贫户", "监测对象", "脱贫户", "监测对象"):
    put("R024", kind, "主要致贫原因", "", poor(kind))
for value in ("", "1385550123", "12345678901", "0851-26227788", "138555501234"):
    put("R025", "", "联系电话", value, lambda ground: ground.home())
put("R026", "", "银行卡号", "", poor("脱贫户"))
put("R026", "", "开户银行", "", poor("监测对象"))
put("R026", "", "银行卡号", "", poor("一般农户"))


@fault("R026", "两格都空")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home()
    home["银行卡号"] = home["开户银行"] = ""
    return [(home, "银行卡号")]


for column in ("耕地面积", "林地面积", "退耕还林面积", "林果面积", "牧草地面积", "水面面积"):
    put("R027", "", column, None, lambda ground: ground.home())
for column in (
    "是否危房户",
    "住房面积",
    "入户路类型",
    "有无卫生厕所",
    "饮水是否安全",
    "是否通生活用电",
):
    put("R028", "", column, None, poor("一般农户"))
put("R028", "", "是否通生活用电", "", poor("脱贫户"))
for kind in ("一般农户", "监测对象", "脱贫户"):

    @fault("R029", kind)
    def _(village: Village, ground: Ground, kind: str = kind) -> list[Spot]:
        home = ground.home(lambda home, people: home["户类型"] == kind)
        home["是否危房户"] = "是"
        return [(home, "危房等级")]
