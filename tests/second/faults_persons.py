"""Faults of persons: R040 to R079."""

from __future__ import annotations

from datetime import date
from typing import Any

from .faults_cells import ID, adult, card_holder, child, put
from .people import Village, disabled, post
from .planting import Ground, Spot, age, fault
from .village import settle


# 教育
def studies(rule: str, name: str, stage: str, who: Any, **more: Any) -> None:
    @fault(rule, f"{name} {stage}")
    def plant(village: Village, ground: Ground) -> list[Spot]:
        one = who(ground)
        going = stage != "非在校生"
        one.update(
            {"在校生状况": stage, "文化程度": "" if going else more.get("education", "小学")}
        )
        if going and age(one) >= 16:
            one["劳动技能"] = "无劳动力"
        return [(one, "在校生状况")]


for stage, low in (
    ("本科", 31),
    ("硕士生及以上", 35),
    ("高职高专二年级", 45),
    ("普通高中三年级", 38),
):
    studies("R040", f"{low}岁", stage, adult(low, low + 8))
for low, high in ((6, 7), (8, 11), (12, 13), (15, 15), (14, 15)):
    studies("R041", f"{low}-{high}岁", "非在校生", child(low, high))
for low, high, stage in (
    (11, 13, "普通高中一年级"),
    (9, 12, "中职二年级"),
    (12, 13, "本科"),
    (17, 18, "小学"),
    (16, 17, "小学"),
):
    studies("R042", f"{low}岁", stage, child(low, high))
for low, high, stage in (
    (9, 11, "七年级"),
    (18, 20, "九年级"),
    (21, 21, "普通高中三年级"),
    (17, 17, "高职高专一年级"),
    (16, 17, "本科"),
    (18, 19, "硕士生及以上"),
    (7, 9, "学前教育"),
    (8, 12, "学龄前儿童"),
    (21, 21, "中职三年级"),
):
    studies("R043", f"{low}岁", stage, child(low, high))
for value in ("小学", "文盲或半文盲", "小学"):
    put(
        "R044",
        "",
        "文化程度",
        value,
        lambda ground: ground.one(
            lambda one: 16 <= age(one) <= 22 and one["在校生状况"] == "非在校生"
        ),
    )
for value in ("因病", "因残", "因病"):
    put("R045", "", "失学原因", value, child(6, 15) if value == "因病" else adult(16, 30))


# 健康
@fault("R050", "残疾无证")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.adult()
    one["健康状况"] = "残疾"
    return [(one, "健康状况")]


@fault("R050", "残疾、慢性病无证")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.adult()
    one["健康状况"] = "长期慢性病,残疾"
    return [(one, "健康状况")]


put("R050", "有证", "健康状况", "健康", card_holder)
put(
    "R050",
    "有证22位",
    "健康状况",
    "健康",
    lambda ground: ground.one(lambda one: len(one[ID]) == 22),
)
put(
    "R050",
    "有证却是大病",
    "健康状况",
    "健康",
    lambda ground: ground.one(lambda one: len(one[ID]) == 20 and age(one) > 40),
)
for level, labour in (("一级", "普通劳动力"), ("二级", "普通劳动力"), ("一级", "技能劳动力")):

    @fault("R051", f"{level}{labour}")
    def _(village: Village, ground: Ground, level: str = level, labour: str = labour) -> list[Spot]:
        one = disabled(ground.adult(), "肢体", level)
        one["劳动技能"] = labour
        return [(one, "劳动技能")]


# 劳动
for value, who in (
    ("普通劳动力", child(9, 14)),
    ("弱劳动力或半劳动力", child(15, 15)),
    ("技能劳动力", child(1, 6)),
):
    put("R060", "", "劳动技能", value, who)
for value in ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力"):
    put(
        "R061",
        "在校",
        "劳动技能",
        value,
        lambda ground: ground.one(
            lambda one: 16 <= age(one) <= 24 and one["在校生状况"] != "非在校生"
        ),
    )
for value in ("无劳动力", "弱劳动力或半劳动力", "丧失劳动力"):
    put("R062", "", "劳动技能", value, adult())
put("R062", "年轻", "劳动技能", "无劳动力", adult(16, 29))
put("R062", "老", "劳动技能", "弱劳动力或半劳动力", adult(54, 59))
for who in (adult(), adult(60, 90), child(7, 12)):
    put("R063", "", "劳动技能", "丧失劳动力", who)
for value in ("无劳动力", "丧失劳动力", "无劳动力"):
    put("R064", "", "劳动技能", value, lambda ground: ground.worker())
for place, area in (
    ("浙江省杭州市萧山区", "省外"),
    ("贵阳市云岩区", "县外省内"),
    ("广东省深圳市龙岗区", "省外"),
):

    @fault("R065", place)
    def _(village: Village, ground: Ground, place: str = place, area: str = area) -> list[Spot]:
        one = ground.one(lambda one: True, lambda home, people: home["享受特困"] == "农村特困")
        one.update(
            {
                "是否已务工": "是",
                "务工区域": area,
                "务工所在地": place,
                "务工企业": "保洁公司",
                "务工时间(月)": 5,
                "务工月收入": 2400,
                "开始时间": "2026-01",
            }
        )
        return [(one, "务工所在地")]


# 务工
for value in (13, "长期", 24, "全年", 18):
    put("R070", "", "务工时间(月)", value, lambda ground: ground.worker())


@fault("R071", "有务工时间无工资")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.worker()["_h"]
    home["工资性收入"] = 0
    settle(home)
    return [(home, "工资性收入")]


@fault("R071", "工资一格空")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.worker("省外")["_h"]
    home["工资性收入"] = None
    return [(home, "工资性收入")]


@fault("R071", "有工资无务工时间")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: home["工资性收入"] == 0)
    home["工资性收入"] = 8000
    settle(home)
    return [(home, "工资性收入")]


@fault("R071", "务工时间删去")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(
        lambda home, people: (
            sum(1 for p in people if p["务工时间(月)"]) == 1
            and not any(p["公益性岗位"] for p in people)
        )
    )
    for one in village.members(home):
        one["务工时间(月)"] = None
    return [(home, "工资性收入")]


for value in ("", "外地", "浙江省", "", "广东打工", "省外"):
    put("R072", "", "务工所在地", value, lambda ground: ground.worker("省外"))
put("R072", "", "务工企业", "", lambda ground: ground.worker("省外"))
put("R072", "", "务工企业", "", lambda ground: ground.worker("县内"))
for value in (50, 99, 35000, 30001, 300, 3.2):
    put("R073", "", "务工月收入", value, lambda ground: ground.worker())
for years, _months in ((15, 0), (12, 3), (14, 8)):

    @fault("R074", f"{years}岁")
    def _(village: Village, ground: Ground, years: int = years) -> list[Spot]:
        one = ground.one(lambda one: one["务工时间(月)"] and age(one) < 60)
        born: date = one["出生日期"]
        one["开始时间"] = f"{born.year + years}-{born.month:02d}"
        return [(one, "开始时间")]


@fault("R075", "两条经历相叠")
def _(village: Village, ground: Ground) -> list[Spot]:
    row = next(r for r in village.sheets["务工经历"] if id(r["_h"]) not in ground.used)
    ground.used.add(id(row["_h"]))
    second = village.add("务工经历", **{**row, "开始时间": "2025-08", "结束时间": "2025-12"})
    row["结束时间"] = "2025-10"
    return [(second, "开始时间")]


@fault("R075", "第二条早一年")
def _(village: Village, ground: Ground) -> list[Spot]:
    row = next(r for r in village.sheets["务工经历"] if id(r["_h"]) not in ground.used)
    ground.used.add(id(row["_h"]))
    row["开始时间"], row["结束时间"] = "2024-01", "2024-09"
    second = village.add("务工经历", **{**row, "开始时间": "2024-06", "结束时间": "2025-12"})
    return [(second, "开始时间")]


@fault("R075", "本次与上次")
def _(village: Village, ground: Ground) -> list[Spot]:
    row = next(r for r in village.sheets["务工经历"] if id(r["_h"]) not in ground.used)
    ground.used.add(id(row["_h"]))
    row["结束时间"] = "2026-03"
    return [(row["_p"], "开始时间")]


for value in ("", "2026-12", "2027-01", "2026-08"):

    @fault("R076", f"结束{value!r}")
    def _(village: Village, ground: Ground, value: str = value) -> list[Spot]:
        one = ground.worker()
        one["是否已务工"], one["结束时间"] = "否", value
        return [(one, "结束时间")]


for name, who in (("护林员", adult(40, 58)), ("保洁员", adult(30, 58))):
    for value in (None, 0):

        @fault("R077", f"{name}{value!r}")
        def _(
            village: Village, ground: Ground, name: str = name, value: Any = value, who: Any = who
        ) -> list[Spot]:
            one = ground.one(
                lambda one: (
                    not one["务工时间(月)"] and 30 <= age(one) < 60 and one["健康状况"] == "健康"
                ),
                lambda home, people: home["工资性收入"] > 0,
            )
            post(one, name)
            one["公岗月数"] = value
            return [(one, "公岗月数")]


@fault("R077", "70岁")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = post(ground.adult(70, 90), "护林员")
    return [(one, "公益性岗位"), (one, "公岗月数")]


@fault("R077", "15岁")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = post(ground.child(13, 15), "护林员", 6)
    return [(one, "公益性岗位"), (one, "公岗月数")]


@fault("R077", "三种公岗")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = post(
        ground.one(lambda one: not one["务工时间(月)"] and 30 <= age(one) < 60),
        "护林员、保洁员、护路员",
    )
    return [(one, "公益性岗位"), (one, "公岗月数")]


for area in ("省外", "县外省内", "省外"):

    @fault("R078", area)
    def _(village: Village, ground: Ground, area: str = area) -> list[Spot]:
        one = post(ground.worker(area), "生态护林员")
        return [(one, "公益性岗位")]


@fault("R079", "两户同一电话")
def _(village: Village, ground: Ground) -> list[Spot]:
    first, second = ground.home(), ground.home()
    second["联系电话"] = first["联系电话"]
    return [(second, "联系电话")]


@fault("R079", "户与别户成员")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(lambda one: one["联系电话"])
    other = ground.home()
    other["联系电话"] = one["联系电话"]
    return [(other, "联系电话"), (one, "联系电话")]


@fault("R079", "同户异地同号")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(
        lambda home, people: len({p["务工所在地"] for p in people if p["务工所在地"]}) > 1
    )
    away = [p for p in village.members(home) if p["务工所在地"]]
    phone = village.phone()
    for one in away:
        one["联系电话"] = phone
    return [(one, "联系电话") for one in away]
