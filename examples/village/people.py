"""Households and persons of the village as dictionaries of the official columns.

The people are written down in households.txt; what is dull (numbers, areas, incomes) is drawn.
Every check of the data holds for what is made here; faults are planted later, in faults.py.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from village.income import earn

Row = dict[str, Any]

AS_OF = date(2026, 6, 30)
COUNTY, TOWN, VILLAGE = "云溪县", "青石镇", "荷塘村"
AREA_CODE = "999201"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
LAND = ("耕地面积", "林地面积", "退耕还林面积", "林果面积", "牧草地面积", "水面面积")
SCHOOL = ("学前教育", "小学", "年级", "本科")
DISABILITIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
LEVELS = ("一级", "二级", "三级", "四级")
FIRMS = {
    "省外": (("东江省临海市海宁区", "临海宏达电子厂"), ("东江省白沙市新城区", "白沙恒信服装公司")),
    "县外省内": (("本省安阳湖市城东区", "安阳湖建工劳务公司"), ("本省柳岸市西塘县", "西塘食品厂")),
    "县内": (("本省云溪县", "青石镇食用菌加工厂"), ("本省云溪县", "云溪县菜篮子合作社")),
}


def names(text: str) -> list[str]:
    """The words of a text: columns and other names in one line."""
    return text.split()


def check_digit(first17: str) -> str:
    """The 18th character of an identity number (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def identity(born: date, sex: str, serial: int) -> str:
    """An identity number of the invented area 999201; an odd 17th digit is a man."""
    order = serial * 2 + (1 if sex == "男" else 0)
    first17 = f"{AREA_CODE}{born:%Y%m%d}{order % 1000:03d}"
    return first17 + check_digit(first17)


def village(seed: int) -> tuple[list[Row], list[Row]]:
    """All households and all persons, in the order of households.txt."""
    rng = Random(seed)
    households: list[Row] = []
    persons: list[Row] = []
    text = Path(__file__).with_name("households.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for number, line in enumerate(lines, 1):
        head, *members = (part.strip() for part in line.split("|"))
        home = _household(number, head.split(), rng)
        rows = [_person(home, order, text, rng) for order, text in enumerate(members, 1)]
        home["户主姓名"], home["户主证件号码"] = rows[0]["姓名"], rows[0]["证件号码"]
        home["家庭人口"] = len(rows)
        home["是否党员户"] = "是" if home["_flags"].get("党员") else "否"
        if home["是否党员户"] == "是":
            rows[0]["政治面貌"] = "中共党员"
        earn(home, rows, sum(age_of(row) >= 60 for row in rows), rng)
        households.append(home)
        persons += rows
    return households, persons


def age_of(person: Row) -> int:
    """Full years on the day the figures are made for."""
    born = person["出生日期"]
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def in_school(person: Row) -> bool:
    return str(person["在校生状况"]).endswith(SCHOOL)


def supported(home: Row) -> bool:
    """Whether aid is due to the household: once poor, or watched with the risk still open."""
    return home["户类型"] == "脱贫户" or home["风险是否已消除"] == "否"


def _flags(words: list[str]) -> dict[str, str]:
    pairs = (word.partition("=") for word in words)
    return {name: value or "是" for name, _, value in pairs}


def _household(number: int, words: list[str], rng: Random) -> Row:
    group, kind, cause, *rest = words
    flags = _flags(rest)
    loan = int(flags.get("贷", "0"))
    home: Row = {
        "_flags": flags,
        "户编号": f"{AREA_CODE}{number:04d}",
        "县": COUNTY,
        "乡镇": TOWN,
        "行政村": VILLAGE,
        "原村名": "柳湾村" if group in ("四组", "五组") else "荷塘村",
        "村民小组": group,
        "户类型": kind,
        "脱贫年度": rng.choice((2016, 2017, 2017, 2018, 2019)) if kind == "脱贫户" else None,
        "主要致贫原因": None if cause == "-" else cause,
        "其他致贫原因": flags.get("次因"),
        "享受低保": "农村低保" if "低保" in flags else "未享受",
        "享受特困": "农村特困" if "特困" in flags else "不享受",
        "整户无劳动力兜底保障户": flags.get("兜底", "否"),
        "是否易地搬迁户": flags.get("搬迁", "否"),
        "小额信贷余额": loan,
        "开户银行": "云溪农村商业银行青石支行",
        "银行卡号": f"62999201{rng.randrange(10**11):011d}",
        "联系电话": f"139920{number:02d}{rng.randrange(1000):03d}",
    }
    home |= _watched(flags, rng) | _living(home, rng)
    if "危房" in flags:
        home |= {"是否危房户": "是", "危房等级": flags["危房"], "住房鉴定结论": flags["危房"]}
    return home


def _watched(flags: dict[str, str], rng: Random) -> Row:
    """The columns of a household under watch; empty for all others."""
    names = {"不稳": "脱贫不稳定户", "边缘": "边缘易致贫户", "突发": "突发严重困难户"}
    short = next((name for name in names if name in flags), None)
    if short is None:
        return {"监测对象类别": None, "风险是否已消除": None}
    found, _, closed = flags[short].partition("-")
    row: Row = {
        "监测对象类别": names[short],
        "识别时间": _day(found),
        "致贫返贫风险1": flags["风险"],
        "风险是否已消除": "是" if closed else "否",
    }
    if closed:
        row["消除时间"] = _day(closed)
        row["风险消除方式"] = "帮扶消除"
        row["消除后人均纯收入"] = rng.randrange(10200, 13800)
    return row


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _living(home: Row, rng: Random) -> Row:
    """Land, house, water, light, road: everything sound."""
    fields = rng.randrange(15, 90) / 10
    moved = home["是否易地搬迁户"] == "是"
    land = (fields, rng.randrange(0, 300) / 10, rng.choice((0, 0, 1.5, 3)), 0, 0, 0)
    return dict(zip(LAND, land, strict=True)) | {
        "有效灌溉面积": round(fields * rng.choice((0.4, 0.6, 0.8)), 1),
        "距主干路(公里)": rng.randrange(1, 30) / 10,
        "住房面积": 100 if moved else rng.randrange(70, 160),
        "房屋结构": "钢筋混凝土" if moved else rng.choice(("砖混", "砖混", "砖瓦砖木")),
        "是否危房户": "否",
        "危房等级": None,
        "住房鉴定结论": "A级" if moved else rng.choice(("A级", "B级")),
        "鉴定日期": date(2025, rng.randrange(3, 11), rng.randrange(1, 28)),
        "不愁吃": "是",
        "不愁穿": "是",
        "水质": "达标",
        "水量": "达标",
        "方便程度": "达标",
        "供水保证率": "达标",
        "饮水是否安全": "是",
        "饮水是否困难": "否",
        "是否通生活用电": "是",
        "入户路类型": rng.choice(("水泥路", "水泥路", "砂石路")),
        "有无卫生厕所": "有",
        "需求与意愿": rng.choice(("想扩大养殖", "想学一门技术", "希望家门口就业", "暂无")),
    }


def _person(home: Row, order: int, text: str, rng: Random) -> Row:
    relation, name, sex_age, *traits = text.split()
    sex, age = ("男" if sex_age[0] == "m" else "女"), int(sex_age[1:])
    born = _birthday(age, rng)
    person: Row = {
        "户编号": home["户编号"],
        "人编号": f"{home['户编号']}{order:02d}",
        "姓名": name,
        "证件类型": "身份证",
        "证件号码": identity(born, sex, rng.randrange(500)),
        "与户主关系": relation,
        "性别": sex,
        "出生日期": born,
        "民族": "维吾尔族" if "·" in name else rng.choice(("汉族",) * 9 + ("土家族",)),
        "政治面貌": "群众",
        "健康状况": "健康",
        "失学原因": None,
        "城乡居民医保": "是",
        "职工医保": "否",
        "大病保险": "是",
        "医疗救助": "否",
        "签约医生": "荷塘村卫生室",
        "养老保险": "是" if age >= 16 else "否",
        "_home": home,
    }
    _schooling(person, age, traits, rng)
    _health(person, traits)
    person["劳动技能"] = _labour(person, age, traits)
    _work(person, age, traits, rng)
    return person


def _birthday(age: int, rng: Random) -> date:
    month, day = rng.randrange(1, 13), rng.randrange(1, 28)
    return date(AS_OF.year - age - (1 if month > AS_OF.month else 0), month, day)


def _schooling(person: Row, age: int, traits: list[str], rng: Random) -> None:
    school = next((trait for trait in traits if trait.endswith(SCHOOL)), None)
    person["在校生状况"] = school or "非在校生"
    if school is None:
        person["文化程度"] = _education(age, traits, rng)
        return
    person["文化程度"] = None
    person["就读学校"] = next(
        place
        for key, place in (
            ("学前", "青石镇中心幼儿园"),
            ("小学", "青石镇荷塘小学"),
            ("普通高中", "云溪县第一中学"),
            ("中职", "云溪县职业技术学校"),
            ("高职", "安阳湖职业技术学院"),
            ("本科", "本省师范大学"),
            ("年级", "青石镇初级中学"),
        )
        if key in school
    )
    if age >= 16:
        person["养老保险"] = "否"


def _education(age: int, traits: list[str], rng: Random) -> str:
    if age < 35:
        return "大专" if "技" in traits else rng.choice(("初中", "高中"))
    if age < 60:
        return "高中" if "技" in traits else rng.choice(("初中", "初中", "小学"))
    return rng.choice(("小学", "小学", "文盲或半文盲"))


def _health(person: Row, traits: list[str]) -> None:
    for trait in traits:
        if trait == "病":
            person["健康状况"] = "长期慢性病"
        elif trait == "大病":
            person["健康状况"], person["医疗救助"] = "患有大病", "是"
        elif trait.startswith("残"):
            kind, level = trait[1:-1], int(trait[-1])
            person["健康状况"], person["残疾类别"] = "残疾", kind
            person["残疾等级"] = LEVELS[level - 1]
            person["证件类型"] = "残疾人证"
            person["证件号码"] += f"{DISABILITIES.index(kind) + 1}{level}"


def _labour(person: Row, age: int, traits: list[str]) -> str:
    if age < 16 or in_school(person) or age >= 75:
        return "无劳动力"
    if person.get("残疾等级") in ("一级", "二级"):
        return "丧失劳动力"
    if person["健康状况"] != "健康" and age >= 70:
        return "丧失劳动力"
    if person["健康状况"] != "健康" or age >= 65:
        return "弱劳动力或半劳动力"
    return "技能劳动力" if "技" in traits else "普通劳动力"


def _work(person: Row, age: int, traits: list[str], rng: Random) -> None:
    person["务工时间"] = 0
    for trait in traits:
        region = "县外省内" if trait.startswith("省内") else trait[:2]
        if trait.startswith("岗"):
            person["公益性岗位"] = rng.choice(("生态护林员", "保洁员"))
            person["公岗月数"] = int(trait[1:])
            _employ(person, "县内", int(trait[1:]), 800, rng)
            person["务工企业"] = "荷塘村村民委员会"
        elif region in FIRMS or region == "县外省内":
            pay = {"省外": 3900, "县外省内": 3300, "县内": 1600}[region]
            _employ(person, region, int(trait[2:]), pay + rng.randrange(0, 9) * 100, rng)
    if age >= 18:
        person["联系电话"] = f"13899{int(person['人编号'][6:]):06d}"
    person["有帮带能力"] = "是" if person["劳动技能"] == "技能劳动力" and age >= 40 else "否"


def _employ(person: Row, region: str, months: int, pay: int, rng: Random) -> None:
    place, firm = rng.choice(FIRMS[region])
    start = rng.choice(((2025, 3), (2025, 8), (2026, 2), (2026, 3)))
    person |= {
        "是否已务工": "是",
        "务工区域": region,
        "务工所在地": place,
        "务工企业": firm,
        "务工时间": months,
        "务工月收入": pay,
        "开始时间": date(*start, 1),
    }
    if region != "县内" or "公益性岗位" in person:
        person["职工医保"] = "否"
