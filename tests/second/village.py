"""The clean second village: households of every kind, which a careful person finds faultless."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .people import Row, Village, disabled, person, post, works
from .registers import registers

LINES = {2021: 6000, 2022: 6600, 2023: 7300, 2024: 8000, 2025: 8500, 2026: 8800}
GROUPS = ("上坝组", "下坝组", "河边组", "新屋基组", "大田组", "岩上组")


def household(village: Village, kind: str, **over: Any) -> Row:
    index = len(village.households) + 1
    poor = kind in ("脱贫户", "监测对象")
    row: Row = {
        "户编号": f"99984710600{index:04d}",
        "户主姓名": "",
        "行政村": "清水湾村",
        "村民小组": GROUPS[index % len(GROUPS)],
        "户类型": kind,
        "监测对象类别": "",
        "识别时间": None,
        "风险是否已消除": "",
        "消除时间": None,
        "风险消除方式": "",
        "消除后人均纯收入": None,
        "脱贫年度": 2014 + index % 7 if kind == "脱贫户" else None,
        "主要致贫原因": "",
        "其他致贫原因": "",
        "致贫返贫风险": "",
        "其他备注": "",
        "家庭人口": 0,
        "工资性收入": 0,
        "生产经营性收入": 4200 + 100 * (index % 9),
        "生产经营性支出": 1300 + 50 * (index % 5),
        "财产性收入": 0 if index % 3 else 600,
        "转移性收入": 0,
        "低保金": 0,
        "特困金": 0,
        "养老金": 0,
        "生态补偿金": 150 if index % 4 == 0 else 0,
        "合规自付支出": 0,
        "耕地面积": Decimal(20 + index % 30) / 10,
        "有效灌溉面积": Decimal(10 + index % 9) / 10,
        "林地面积": Decimal(index % 40),
        "退耕还林面积": Decimal(0),
        "林果面积": Decimal(index % 3),
        "牧草地面积": Decimal(0),
        "水面面积": Decimal(0),
        "距主干路": Decimal(index % 40) / 10,
        "住房面积": 80 + index % 90,
        "房屋结构": ("砖混", "钢筋混凝土", "砖瓦砖木")[index % 3],
        "是否危房户": "否",
        "危房等级": "",
        "饮水是否安全": "是",
        "饮水是否困难": "否",
        "是否通生活用电": "是",
        "入户路类型": ("水泥路", "沥青路", "砂石路")[index % 3],
        "有无卫生厕所": "有",
        "是否易地搬迁户": "否",
        "享受低保": "未享受",
        "享受特困": "不享受",
        "整户无劳动力兜底保障户": "否",
        "小额信贷余额": 0,
        "开户银行": "农村商业银行",
        "银行卡号": village.card(),
        "联系电话": village.phone(),
    }
    unknown = set(over) - set(row)
    assert not unknown, unknown
    row.update(over)
    assert poor or not row["主要致贫原因"]
    village.households.append(row)
    return row


def measure(village: Village, home: Row, kind: str, content: str, **over: Any) -> Row:
    row: Row = {
        "_h": home,
        "姓名": "",
        "类别": kind,
        "措施内容": content,
        "政策编号": "",
        "金额": None,
        "责任单位": "清水湾村委会",
        "责任人": "龙志远",
        "完成时限": date(2026, 11, 30),
        "状态": "已完成",
        "完成日期": date(2026, 4, 18),
    }
    row.update(over)
    return village.add("帮扶措施", **row)


def account(village: Village, home: Row) -> None:
    """Sum up the year of a household: wages, pensions, allowances, income a head."""
    members = village.members(home)
    home["户主姓名"] = next(one["姓名"] for one in members if one["与户主关系"] == "户主")
    home["工资性收入"] = sum(one.get("_wage", 0) for one in members)
    old = [one for one in members if one["出生日期"] <= date(1966, 6, 30)]
    home["养老金"] = 1680 * len(old)
    home["转移性收入"] = (
        home["低保金"] + home["特困金"] + home["养老金"] + home["生态补偿金"]
    ) + home.pop("_other", 0)
    settle(home)
    while home["户类型"] == "脱贫户" and home["人均纯收入"] < 9200:
        home["生产经营性收入"] += 1000
        settle(home)


def settle(home: Row) -> None:
    total = (
        home["工资性收入"] + home["生产经营性收入"] + home["财产性收入"] + home["转移性收入"]
    ) - home["生产经营性支出"]
    home["人均纯收入"] = (Decimal(total) / home["家庭人口"]).quantize(
        Decimal("0.01"), rounding=ROUND_HALF_UP
    )


def _couple(village: Village, home: Row, age: int) -> tuple[Row, Row]:
    man = person(village, home, "户主", age)
    wife = person(village, home, "配偶", age - 2)
    return man, wife


def _away(row: Row, index: int) -> Row:
    places = (
        ("浙江省义乌市", "义乌小商品包装厂", "省外"),
        ("广东省东莞市长安镇", "长安电子厂", "省外"),
        ("本省石阡县", "石阡县茶业公司", "县外省内"),
        ("云溪县城关镇", "云溪县家具厂", "县内"),
        ("上海市浦东新区", "浦东物流园", "省外"),
        ("重庆市南川区", "建筑工地", "省外"),
    )
    place, firm, area = places[index % len(places)]
    return works(row, place, firm, area, 7 + index % 5, 3200 + 100 * (index % 9))


def ordinary(village: Village, index: int, kind: str = "一般农户", cause: str = "") -> Row:
    """A couple with children of every stage, sometimes a parent; both or one at work."""
    home = household(village, kind, 主要致贫原因=cause)
    man, wife = _couple(village, home, 33 + index % 14)
    _away(man, index)
    if index % 2:
        _away(wife, index + 1)
    person(village, home, "之子", 1 + index % 14)
    if index % 3 == 0:
        person(village, home, "之女", 6 + index % 15)
    if index % 4 == 0:
        person(village, home, "之母", 61 + index % 25, 联系电话=village.phone())
    if index % 11 == 0:
        person(village, home, "之子", 16 + index % 5, student=False)
    account(village, home)
    return home


def pupils(village: Village) -> None:
    """Pupils with 雨露计划 where their household is entitled to it."""
    for home in village.households:
        trade = [
            one
            for one in village.members(home)
            if str(one["在校生状况"]).startswith(("中职", "高职"))
        ]
        entitled = home["户类型"] == "脱贫户" or home["风险是否已消除"] == "否"
        for one in trade if entitled else []:
            measure(village, home, "教育帮扶", "雨露计划职业教育补助", 姓名=one["姓名"], 金额=1500)


def poor_illness(village: Village, index: int) -> Row:
    home = household(village, "脱贫户", 主要致贫原因="因病", 其他致贫原因="缺技术")
    man, wife = _couple(village, home, 44 + index % 12)
    wife["健康状况"] = "长期慢性病" if index % 2 else "患有大病"
    wife["劳动技能"] = "弱劳动力或半劳动力"
    _away(man, index)
    person(village, home, "之女", 8 + index % 12)
    measure(village, home, "健康帮扶", "家庭医生签约服务")
    measure(village, home, "产业帮扶", "发展茶叶种植", 金额=2000, 预期增收=3000)
    account(village, home)
    return home


def poor_disabled(village: Village, index: int) -> Row:
    home = household(village, "脱贫户", 主要致贫原因="因残")
    man, wife = _couple(village, home, 46 + index % 8)
    kinds = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"]
    disabled(wife, kinds[index % 7], ("一级", "二级", "三级", "四级")[index % 4])
    wife["劳动技能"] = "丧失劳动力" if index % 4 < 2 else "弱劳动力或半劳动力"
    _away(man, index)
    son = person(village, home, "之子", 23 + index % 5)
    _away(son, index + 2)
    measure(
        village,
        home,
        "综合保障",
        "残疾人两项补贴（重度残疾人护理补贴）",
        姓名=wife["姓名"],
        金额=960,
    )
    home["_other"] = 960
    account(village, home)
    return home


def poor_school(village: Village, index: int) -> Row:
    home = household(village, "脱贫户", 主要致贫原因="因学", 其他致贫原因="缺资金")
    man, wife = _couple(village, home, 43 + index % 5)
    _away(man, index)
    post(wife, "生态护林员" if index % 2 else "乡村保洁员")
    person(village, home, "之子", 16 + index % 3)
    person(village, home, "之女", 19 + index % 3)
    measure(village, home, "公益岗位帮扶", "安排公益性岗位一个", 姓名=wife["姓名"])
    account(village, home)
    return home


def poor_hands(village: Village, index: int) -> Row:
    """Short of hands: an old couple, a grandchild, one at work far away in another household."""
    home = household(village, "脱贫户", 主要致贫原因="缺劳动力", 享受低保="农村低保", 低保金=18000)
    _man, _wife = _couple(village, home, 74 + index % 5)
    person(village, home, "之孙子", 7 + index % 4)
    measure(village, home, "综合保障", "农村低保")
    account(village, home)
    home["生产经营性收入"] = 15800
    settle(home)
    return home


def alone(village: Village, index: int) -> Row:
    """An old person alone, kept as 特困."""
    home = household(
        village,
        "脱贫户" if index % 2 else "一般农户",
        主要致贫原因="缺劳动力" if index % 2 else "",
        享受特困="农村特困",
        特困金=11400,
        生产经营性收入=0,
        生产经营性支出=0,
    )
    person(village, home, "户主", 76 + index, male=bool(index % 3))
    measure(village, home, "综合保障", "特困供养（分散供养）")
    account(village, home)
    return home


def watched(village: Village, index: int, kind: str, risk: str, state: str) -> Row:
    """A monitored household. ``state``: 新 (days ago), 未 (months ago), 消 (risk gone)."""
    found = {"新": date(2026, 6, 12), "未": date(2023 + index % 3, 1 + index % 12, 9)}.get(
        state, date(2019 + index % 5, 3, 1)
    )
    gone = date(found.year + 1, 11, 15) if state == "消" else None
    home = household(
        village,
        "监测对象",
        监测对象类别=kind,
        识别时间=found,
        风险是否已消除="是" if gone else "否",
        消除时间=gone,
        风险消除方式="帮扶消除" if gone else "",
        致贫返贫风险=risk,
        主要致贫原因={"因病": "因病", "因学": "因学", "因残": "因残"}.get(risk, "因灾"),
    )
    if gone:
        line = LINES[max(2021, gone.year)]
        home["消除后人均纯收入"] = Decimal(line + 1500 + 37 * index)
    if risk == "其他":
        home["其他备注"] = "家中遭遇火灾，房屋已修复"
    man, wife = _couple(village, home, 40 + index % 13)
    _away(man, index)
    daughter = person(village, home, "之女", 17 if risk == "因学" else 5 + index % 9)
    assert daughter
    if risk == "因病":
        wife["健康状况"], wife["劳动技能"] = "患有大病", "弱劳动力或半劳动力"
    if risk == "因残":
        disabled(wife, "肢体", "三级")
        home["_other"] = 720
        wife["劳动技能"] = "弱劳动力或半劳动力"
    if state == "新":
        account(village, home)
        return home
    fitting = {
        "因病": ("健康帮扶", "大病救治"),
        "因学": ("教育帮扶", "教育资助"),
        "因残": ("综合保障", "残疾人两项补贴（困难残疾人生活补贴）"),
        "因安全住房": ("住房安全保障", "危房改造"),
        "因安全饮水": ("饮水安全保障", "新建蓄水池"),
    }.get(risk, ("社会帮扶", "临时慰问"))
    measure(village, home, *fitting)
    measure(village, home, "产业帮扶", "发展食用菌种植", 金额=3000, 预期增收=5000)
    if man["务工区域"] in ("县外省内", "省外"):
        measure(village, home, "就业帮扶", "外出务工交通补贴", 姓名=man["姓名"], 金额=500)
    account(village, home)
    return home


def watched_helpless(village: Village, index: int) -> Row:
    """A monitored household in which nobody can work: kept by allowance, risk not gone."""
    home = household(
        village,
        "监测对象",
        监测对象类别="边缘易致贫户",
        识别时间=date(2022, 5 + index, 1),
        风险是否已消除="否",
        致贫返贫风险="因病",
        主要致贫原因="因病",
        享受低保="农村低保",
        低保金=12000,
        整户无劳动力兜底保障户="是",
        生产经营性收入=0,
        生产经营性支出=0,
    )
    man, _wife = _couple(village, home, 75 + index)
    man["健康状况"] = "长期慢性病"
    measure(village, home, "综合保障", "农村低保")
    measure(village, home, "健康帮扶", "慢性病签约服务")
    account(village, home)
    return home


def special(village: Village) -> None:
    """Households that tempt a hasty rule, each of them right."""
    big = household(village, "一般农户")  # seven members, three generations
    man, _ = _couple(village, big, 52)
    person(village, big, "之子", 29, 务工月收入=None)
    person(village, big, "之儿媳", 28)
    person(village, big, "之孙子", 4)
    person(village, big, "之孙女", 0, stage="学龄前儿童")
    person(village, big, "之父", 82)
    _away(man, 3)
    account(village, big)

    widow = household(village, "一般农户")  # a woman as householder, husband her spouse
    person(village, widow, "户主", 39, male=False)
    husband = person(village, widow, "配偶", 41, male=True, 城乡居民医保="否", 职工医保="是")
    _away(husband, 4)
    person(village, widow, "之女", 15, stage="普通高中一年级")
    person(village, widow, "之子", 6, stage="学前教育")
    account(village, widow)

    taught = household(village, "一般农户")  # a disabled child at school
    taught["_other"] = 960
    man, wife = _couple(village, taught, 37)
    _away(wife, 2)
    child = person(village, taught, "之子", 10)
    disabled(child, "智力", "一级")
    child["劳动技能"] = "无劳动力"
    measure(village, taught, "综合保障", "重度残疾人护理补贴", 姓名=child["姓名"], 金额=960)
    account(village, taught)

    student = household(
        village, "一般农户"
    )  # a master's student, a son-in-law, a grown son at home
    man, _ = _couple(village, student, 55)
    post(man, "护林员")
    person(
        village,
        student,
        "之子",
        24,
        stage="硕士生及以上",
        劳动技能="无劳动力",
        文化程度="",
        养老保险="否",
    )
    person(village, student, "之女", 28)
    _away(person(village, student, "之女婿", 30), 1)
    account(village, student)

    renewed = household(village, "一般农户")  # a card issued again: 22 characters
    _, wife = _couple(village, renewed, 49)
    disabled(wife, "听力", "四级")
    wife["证件号码"] += "B1"
    wife["劳动技能"] = "普通劳动力"
    _away(wife, 3)
    account(village, renewed)

    keeper = household(village, "一般农户")  # lives on a public post alone
    post(person(village, keeper, "户主", 58), "河道保洁员")
    account(village, keeper)

    grown = household(village, "一般农户")  # brothers, a grandmother, a nephew: 其他
    person(village, grown, "户主", 27)
    person(village, grown, "其他", 25)
    person(village, grown, "之祖母", 79, male=False)
    _away(village.members(grown)[1], 5)
    account(village, grown)


def dwellers(village: Village) -> None:
    for index in range(46):
        ordinary(village, index)
    for index in range(6):
        ordinary(village, index + 50, "脱贫户", ("缺技术", "缺资金", "交通条件落后")[index % 3])
    for index in range(9):
        poor_illness(village, index)
    for index in range(9):
        poor_disabled(village, index)
    for index in range(8):
        poor_school(village, index)
    for index in range(6):
        poor_hands(village, index)
    for index in range(6):
        alone(village, index)
    kinds = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
    risks = ("因病", "因学", "因残", "因安全住房", "因安全饮水", "其他", "因务工就业不稳")
    for index, risk in enumerate(risks * 2):
        watched(village, index, kinds[index % 3], risk, "未")
    for index, risk in enumerate(risks):
        watched(village, index + 30, kinds[index % 3], risk, "消")
    for index, risk in enumerate(risks[:3]):
        watched(village, index + 50, kinds[index], risk, "新")
    for index in range(3):
        watched_helpless(village, index)
    special(village)
    pupils(village)


def clean(seed: int = 7) -> Village:
    """The village without any planted fault; the same for the same seed."""
    village = Village(seed)
    dwellers(village)
    registers(village)
    return village
