"""Faults of households: R090 to R140."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from .faults_cells import put
from .people import Row, Village, age_of
from .planting import Ground, Spot, fault
from .village import LINES, measure, settle


def any_home(ground: Ground) -> Row:
    return ground.home()


def kind(*words: str) -> Any:
    return lambda ground: ground.home(lambda home, people: home["户类型"] in words)


def drop(village: Village, home: Row, sheet: str = "帮扶措施") -> None:
    village.sheets[sheet] = [row for row in village.sheets[sheet] if row.get("_h") is not home]


def income(rule: str, name: str, changes: dict[str, Any], spot: str, who: Any) -> None:
    """Change parts of the income and settle the sum again, so that only this rule speaks."""

    @fault(rule, f"{name} {changes}")
    def plant(village: Village, ground: Ground) -> list[Spot]:
        home = who(ground)
        home.update(changes)
        settle(home)
        return [(home, spot)]


def head_income(rule: str, name: str, amount: Any, spot: str, who: Any) -> None:
    """Bring the income a head to an amount through the income from business."""

    @fault(rule, f"{name} 人均{amount}")
    def plant(village: Village, ground: Ground) -> list[Spot]:
        home = who(ground)
        rest = home["工资性收入"] + home["财产性收入"] + home["转移性收入"]
        wanted = Decimal(amount) * home["家庭人口"]
        home["生产经营性支出"] = 500 if rest < wanted else int(rest - wanted + 2000)
        home["生产经营性收入"] = int(wanted - rest + home["生产经营性支出"])
        settle(home)
        return [(home, spot)]


# 收入
for delta in (2, -10, 1000, Decimal("1.5")):
    put("R090", f"{delta:+}", "人均纯收入", lambda row, d=delta: row["人均纯收入"] + d, any_home)


@fault("R090", "工资改了")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: home["工资性收入"] > 9000)
    home["工资性收入"] += 500
    return [(home, "人均纯收入")]


for column, amount in (
    ("财产性收入", 60),
    ("生产经营性收入", 85),
    ("工资性收入", 3),
    ("转移性收入", 99),
    ("低保金", 80),
):

    @fault("R091", f"{column}={amount}")
    def _(
        village: Village, ground: Ground, column: str = column, amount: int = amount
    ) -> list[Spot]:
        home = ground.home(
            lambda home, people: home["户类型"] == "一般农户" and home["工资性收入"] > 9000
        )
        if column == "低保金":
            home["转移性收入"] += amount - home[column]
        home[column] = amount
        settle(home)
        return [(home, column)]


head_income("R092", "", 450, "人均纯收入", kind("一般农户"))
head_income("R092", "", 500, "人均纯收入", kind("一般农户"))
head_income("R092", "", 30001, "人均纯收入", kind("一般农户"))
head_income("R092", "", 88000, "人均纯收入", kind("脱贫户"))
income("R093", "", {"生产经营性支出": 0}, "生产经营性支出", kind("一般农户"))
income(
    "R093",
    "",
    {"生产经营性支出": 0},
    "生产经营性支出",
    lambda ground: ground.home(
        lambda home, people: home["户类型"] == "脱贫户" and home["生产经营性收入"] > 0
    ),
)
put("R093", "", "生产经营性支出", None, kind("一般农户"))


def allowed(column: str) -> Any:
    return lambda ground: ground.home(lambda home, people: home[column].startswith("农村"))


put("R094", "低保户", "低保金", 0, allowed("享受低保"))
put("R094", "低保户", "低保金", None, allowed("享受低保"))
put("R094", "特困户", "特困金", 0, allowed("享受特困"))


@fault("R094", "非低保户领低保金")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(
        lambda home, people: home["户类型"] == "一般农户" and home["享受特困"] == "不享受"
    )
    home["低保金"] = 3600
    home["转移性收入"] += 3600
    settle(home)
    return [(home, "低保金")]


@fault("R094", "既低保又特困")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: home["享受特困"] == "农村特困")
    home["享受低保"], home["低保金"] = "农村低保", 4800
    home["转移性收入"] += 4800
    settle(home)
    return [(home, "低保金")]


def has_old(people: list[Row]) -> bool:
    return any(age_of(one["出生日期"]) >= 60 for one in people)


for value in (0, None, 0):

    @fault("R095", f"有老人无养老金{value!r}")
    def _(village: Village, ground: Ground, value: Any = value) -> list[Spot]:
        home = ground.home(lambda home, people: has_old(people) and home["户类型"] == "一般农户")
        home["转移性收入"] -= home["养老金"]
        home["养老金"] = value
        settle(home)
        return [(home, "养老金")]


@fault("R095", "无老人有养老金")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: not has_old(people))
    home["养老金"] = 1680
    home["转移性收入"] += 1680
    settle(home)
    return [(home, "养老金")]


def working_poor(ground: Ground) -> Row:
    return ground.home(
        lambda home, people: home["户类型"] == "脱贫户" and home["工资性收入"] > 9000
    )


for amount in (8799, 6000, 2300, 8500):
    head_income("R096", "", amount, "人均纯收入", working_poor)


def aided(rule_name: str, words: tuple[str, str], changes: dict[str, Any], spot: str) -> None:
    @fault("R097", rule_name)
    def plant(village: Village, ground: Ground) -> list[Spot]:
        home = ground.home(
            lambda home, people: (
                home["户类型"] == "脱贫户"
                and home["享受低保"] == "未享受"
                and home["享受特困"] == "不享受"
                and not has_old(people)
            )
        )
        measure(village, home, *words)
        home.update(changes)
        settle(home)
        return [(home, spot)]


nothing = {"生产经营性收入": 0, "生产经营性支出": 0}
aided("产业", ("产业帮扶", "发展肉牛养殖"), nothing, "生产经营性收入")
aided("就业", ("就业帮扶", "推荐外出务工"), {"工资性收入": 0}, "工资性收入")
aided("公岗", ("公益岗位帮扶", "护路员"), {"工资性收入": 0}, "工资性收入")
aided("低保", ("综合保障", "农村低保"), {"转移性收入": 0, "生态补偿金": 0}, "转移性收入")


def watched(state: str, **want: Any) -> Any:
    return lambda ground: ground.home(
        lambda home, people: (
            home["风险是否已消除"] == state
            and home["识别时间"] < date(2026, 6, 1)
            and home["享受低保"] == "未享受"
            and all(home[column] == value for column, value in want.items())
        )
    )


for amount in (20001, 26000, 23000):
    head_income(
        "R098",
        "",
        amount,
        "人均纯收入",
        lambda ground: ground.home(
            lambda home, people: (
                home["识别时间"]
                and home["识别时间"] >= date(2023, 1, 1)
                and home["享受低保"] == "未享受"
            )
        ),
    )


# 致贫原因
@fault("R110", "因病全家健康")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(
        lambda home, people: home["主要致贫原因"] == "因病" and home["户类型"] == "脱贫户"
    )
    for one in village.members(home):
        one["健康状况"], one["劳动技能"] = (
            "健康",
            (
                "普通劳动力"
                if 16 <= age_of(one["出生日期"]) < 60 and one["在校生状况"] == "非在校生"
                else one["劳动技能"]
            ),
        )
    return [(home, "主要致贫原因")]


def healthy_poor(ground: Ground) -> Row:
    senior = ("普通高中", "中职", "高职", "本科")
    return ground.home(
        lambda home, people: (
            home["户类型"] == "脱贫户"
            and home["享受低保"] == "未享受"
            and len(people) > 2
            and all(one["健康状况"] == "健康" for one in people)
            and not any(one["在校生状况"].startswith(senior) for one in people)
        )
    )


for cause in ("因病", "因学", "因残"):
    put("R110", "", "主要致贫原因", cause, healthy_poor)
put(
    "R110",
    "其他原因因残",
    "主要致贫原因",
    "因残",
    lambda ground: ground.home(
        lambda home, people: (
            home["户类型"] == "监测对象" and all(one["健康状况"] == "健康" for one in people)
        )
    ),
)


def many_hands(count: int, size: int = 0) -> Any:
    strong = ("普通劳动力", "技能劳动力")
    return lambda ground: ground.home(
        lambda home, people: (
            home["户类型"] in ("脱贫户", "监测对象")
            and sum(one["劳动技能"] in strong for one in people) >= count
            and (not size or len(people) <= size)
        )
    )


put("R111", "两人户外有", "主要致贫原因", "缺劳动力", many_hands(2, 3))
put("R111", "两个劳动力", "主要致贫原因", "08缺劳动力", many_hands(2, 3))


@fault("R111", "三个劳动力")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: home["户类型"] == "脱贫户" and len(people) > 3)
    for one in village.members(home)[:3]:
        one["在校生状况"], one["文化程度"] = "非在校生", "高中"
        one["劳动技能"] = "普通劳动力"
    home["主要致贫原因"] = "缺劳动力"
    return [(home, "主要致贫原因")]


for cause, also in (
    ("缺技术", "缺资金,缺土地,缺水"),
    ("缺资金", "缺资金"),
    ("因病", "因病、缺技术"),
    ("缺技术", "07缺技术"),
    ("缺资金", "缺水;缺土地;缺技术"),
):

    @fault("R112", f"{cause}/{also}")
    def _(village: Village, ground: Ground, cause: str = cause, also: str = also) -> list[Spot]:
        home = ground.home(lambda home, people: home["户类型"] == "脱贫户")
        home["主要致贫原因"], home["其他致贫原因"] = cause, also
        return [(home, "主要致贫原因"), (home, "其他致贫原因")]


# 三保障
for column, value in (
    ("是否危房户", "是"),
    ("饮水是否困难", "是"),
    ("饮水是否安全", "否"),
    ("是否通生活用电", "否"),
):

    @fault("R120", column)
    def _(village: Village, ground: Ground, column: str = column, value: str = value) -> list[Spot]:
        home = ground.home(lambda home, people: home["户类型"] == "脱贫户")
        home[column] = value
        if column == "是否危房户":
            home["危房等级"] = "C级"
        return [(home, column)]


for pair in (("否", "否"), ("", ""), ("是", "是"), ("否", ""), ("", "否")):

    @fault("R121", f"{pair}")
    def _(village: Village, ground: Ground, pair: tuple[str, str] = pair) -> list[Spot]:
        one = ground.one(lambda one: True)
        one["城乡居民医保"], one["职工医保"] = pair
        return [(one, "城乡居民医保")]


for value in (5, 9.9, 600, None):
    put("R122", "", "住房面积", value, kind("脱贫户"))
put("R123", "", "有效灌溉面积", lambda row: row["耕地面积"] + 1, any_home)
put("R123", "", "耕地面积", 120, any_home)
put("R123", "", "林地面积", 300, any_home)
put("R123", "", "距主干路", Decimal("8.5"), any_home)


# 监测
for found in (None, date(2026, 5, 29), date(2026, 5, 1)):

    @fault("R130", f"{found}")
    def _(village: Village, ground: Ground, found: date | None = found) -> list[Spot]:
        home = watched("否")(ground)
        home["识别时间"] = found or home["识别时间"]
        drop(village, home)
        return [(home, "识别时间")]


for content, found in (("临时救助", None), ("临时救助", date(2025, 12, 20)), ("", None)):

    @fault("R131", f"{content}{found}")
    def _(
        village: Village, ground: Ground, content: str = content, found: Any = found
    ) -> list[Spot]:
        home = watched("否", 致贫返贫风险="因务工就业不稳")(ground)
        home["识别时间"] = found or home["识别时间"]
        drop(village, home)
        row = measure(
            village, home, "综合保障" if content else "健康帮扶", content or "家庭医生签约"
        )
        return [(row, "类别")]


for risk in ("因病", "因学", "因残", "因安全住房", "因安全饮水"):

    @fault("R132", risk)
    def _(village: Village, ground: Ground, risk: str = risk) -> list[Spot]:
        home = watched("否", 致贫返贫风险=risk)(ground)
        drop(village, home)
        measure(village, home, "产业帮扶", "发展肉牛养殖")
        return [(home, "致贫返贫风险")]


for days in (30, 100, 170):

    @fault("R133", f"{days}天")
    def _(village: Village, ground: Ground, days: int = days) -> list[Spot]:
        home = watched("是")(ground)
        home["消除时间"] = date.fromordinal(home["识别时间"].toordinal() + days)
        return [(home, "消除时间")]


for column in ("消除后人均纯收入", "联系电话", "饮水是否安全", "是否危房户"):
    put("R134", "", column, None, watched("是"))


@fault("R135", "整户无劳却消除")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: home["整户无劳动力兜底保障户"] == "是")
    home.update(
        {
            "风险是否已消除": "是",
            "消除时间": date(2024, 9, 1),
            "风险消除方式": "帮扶消除",
            "消除后人均纯收入": 12000,
        }
    )
    return [(home, "风险是否已消除")]


@fault("R135", "整户无劳未兜底")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(lambda home, people: home["整户无劳动力兜底保障户"] == "是")
    home["整户无劳动力兜底保障户"] = "否"
    home["转移性收入"] -= home["低保金"]
    home["享受低保"], home["低保金"] = "未享受", 0
    drop(village, home)
    measure(village, home, "健康帮扶", "慢性病签约服务")
    settle(home)
    return [(home, "整户无劳动力兜底保障户"), (home, "风险是否已消除")]


@fault("R135", "户主残疾一人户消除")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = watched("是")(ground)
    for one in village.members(home):
        one["劳动技能"] = "无劳动力"
    return [(home, "风险是否已消除")]


for year in LINES:
    if year in (2022, 2024, 2023):

        @fault("R136", f"{year}")
        def _(village: Village, ground: Ground, year: int = year) -> list[Spot]:
            home = watched("是")(ground)
            home["消除时间"] = date(year, 12, 20)
            home["消除后人均纯收入"] = LINES[year] - 1
            return [(home, "消除后人均纯收入")]


for risk in (None, "其他", "因病,其他"):

    @fault("R137", f"{risk}")
    def _(village: Village, ground: Ground, risk: str | None = risk) -> list[Spot]:
        home = watched("否", **({} if risk else {"致贫返贫风险": "其他"}))(ground)
        home["其他备注"] = ""
        if risk:
            home["致贫返贫风险"] = risk
        return [(home, "其他备注")]


for content in ("农村低保", "特困供养", "重度残疾人护理补贴"):

    @fault("R138", f"{content}无人")
    def _(village: Village, ground: Ground, content: str = content) -> list[Spot]:
        home = ground.home(
            lambda home, people: (
                home["户类型"] in ("脱贫户", "监测对象")
                and home["享受低保"] == "未享受"
                and home["享受特困"] == "不享受"
                and home["转移性收入"] > 0
                and all(p["残疾类别"] == "" for p in people)
            )
        )
        return [(measure(village, home, "综合保障", content), "类别")]


@fault("R138", "低保户没有登记")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(
        lambda home, people: (
            home["享受低保"] == "农村低保" and len(village.rows("帮扶措施", home)) > 1
        )
    )
    gone = next(row for row in village.rows("帮扶措施", home) if row["措施内容"] == "农村低保")
    village.sheets["帮扶措施"].remove(gone)
    return [*((row, "类别") for row in village.rows("帮扶措施", home)), (home, "享受低保")]


@fault("R138", "特困户没有登记")
def _(village: Village, ground: Ground) -> list[Spot]:
    home = ground.home(
        lambda home, people: home["享受特困"] == "农村特困" and home["户类型"] == "脱贫户"
    )
    drop(village, home)
    return [(home, "享受特困")]


for count in range(3):

    @fault("R139", f"未享受雨露{count}")
    def _(village: Village, ground: Ground) -> list[Spot]:
        home = ground.home(
            lambda home, people: (
                sum(row["措施内容"].startswith("雨露") for row in village.rows("帮扶措施", home))
                == 1
            )
        )
        gone = next(r for r in village.rows("帮扶措施", home) if r["措施内容"].startswith("雨露"))
        village.sheets["帮扶措施"].remove(gone)
        village.sheets["政策享受"] = [r for r in village.sheets["政策享受"] if r["_h"] is not home]
        one = next(p for p in village.members(home) if p["姓名"] == gone["姓名"])
        return [(one, "在校生状况")]


@fault("R139", "不是中高职学生")
def _(village: Village, ground: Ground) -> list[Spot]:
    one = ground.one(
        lambda one: one["在校生状况"] == "小学", lambda home, people: home["户类型"] == "脱贫户"
    )
    row = measure(village, one["_h"], "教育帮扶", "雨露计划", 姓名=one["姓名"], 金额=1500)
    return [(one, "在校生状况"), (row, "类别")]


def subsidised(name: str, want: Any, **over: Any) -> None:
    @fault("R140", name)
    def plant(village: Village, ground: Ground) -> list[Spot]:
        home = ground.home(want)
        row = measure(village, home, "就业帮扶", "外出务工交通补贴", **{"金额": 500, **over})
        return [(row, "金额")] if over else [(row, "类别"), (row, "措施内容")]


def nobody_away(home: Row, people: list[Row]) -> bool:
    return (
        home["户类型"] == "脱贫户"
        and home["工资性收入"] > 0
        and not any("外" in one["务工区域"] for one in people)
    )


def somebody_away(home: Row, people: list[Row]) -> bool:
    return home["户类型"] == "脱贫户" and any("外" in one["务工区域"] for one in people)


subsidised("无人县外务工", nobody_away)
subsidised("无人县外务工2", nobody_away)
subsidised("金额0", somebody_away, 金额=0)
