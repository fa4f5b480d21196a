"""What was done for the households, as rows of the official columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from village.people import Row, age_of, in_school, supported

HELPERS = (
    ("程远山", "青石镇人民政府", "乡镇", "副镇长"),
    ("孔令舟", "青石镇人民政府", "乡镇", "农业服务中心主任"),
    ("马建国", "青石镇人民政府", "乡镇", "项目办干部"),
    ("路平", "荷塘村村民委员会", "村级", "村党支部书记"),
    ("谷雨", "云溪县自然资源局", "县直", "驻村队员"),
    ("丁一帆", "云溪县供销社", "县直", "驻村队员"),
    ("骆远", "云溪县人社局", "县直", "科员"),
)
BUSY_HELPER = "路平"  # seven households: over the limit of five
DUE = {
    "产业帮扶": date(2026, 10, 31),
    "金融帮扶": date(2026, 12, 31),
    "教育帮扶": date(2026, 9, 30),
    "义务教育保障": date(2026, 9, 30),
    "住房安全保障": date(2026, 7, 15),
    "就业帮扶": date(2026, 11, 30),
}


def aided(homes: list[Row]) -> list[Row]:
    """The households that have a helper and measures: once poor or ever watched."""
    return [home for home in homes if home["户类型"] == "脱贫户" or home["监测对象类别"]]


def helpers(homes: list[Row]) -> list[Row]:
    """One pairing a household; 路平 has seven, the others at most five."""
    turns = [name for name, *_ in HELPERS if name != BUSY_HELPER]
    rows = []
    for order, home in enumerate(aided(homes)):
        name = BUSY_HELPER if order < 7 else turns[(order - 7) % len(turns)]
        who = next(entry for entry in HELPERS if entry[0] == name)
        rows.append(
            {
                "户": home["户编号"],
                "姓名": who[0],
                "单位": who[1],
                "隶属关系": who[2],
                "职务": who[3],
                "联系电话": f"1390000{4000 + HELPERS.index(who)}",
                "结对开始": max(date(2025, 7, 1), home.get("识别时间") or date.min),
                "结对结束": None,
            }
        )
    return rows


def measures(homes: list[Row], persons: list[Row]) -> list[Row]:
    """The measures of every household, as its people and its land call for them."""
    rows: list[Row] = []
    for home in homes:
        family = [person for person in persons if person["户编号"] == home["户编号"]]
        if home in aided(homes):
            rows += _household_measures(home, family)
        rows += _security_measures(home, family)
        if home in aided(homes):
            rows += [row for person in family for row in _person_measures(home, person)]
    return rows


def _measure(home: Row, person: Row | None, kind: str, text: str, **more: object) -> Row:
    done = more.pop("done", None)
    return {
        "户": home["户编号"],
        "姓名": person["姓名"] if person else "",
        "类别": kind,
        "措施内容": text,
        "责任单位": "荷塘村村委会",
        "责任人": "路平",
        "完成时限": DUE.get(kind, date(2026, 12, 20)),
        "状态": "已完成" if done else "推进中",
        "完成日期": done,
        "佐证材料": "发放凭证" if done else "",
    } | more


def _household_measures(home: Row, family: list[Row]) -> list[Row]:
    rows = []
    if home["生产经营性收入"]:
        large = home["生产经营性收入"] >= 12000
        text = "发展种养，按到户产业奖补申报" if large else "种养技术指导"
        more = {"政策编号": "POL13" if large else "", "预期增收(元)": 2400}
        rows.append(_measure(home, None, "产业帮扶", text, **more))
    if home["小额信贷余额"]:
        rows.append(_measure(home, None, "金融帮扶", "小额信贷贴息", 政策编号="POL08"))
    if home["是否易地搬迁户"] == "是":
        text, day = "搬迁后续扶持，物业补助", date(2026, 6, 16)
        rows.append(_measure(home, None, "搬迁", text, 政策编号="POL17", done=day))
    if home.get("致贫返贫风险1") == "因灾":
        rows.append(_measure(home, None, "住房安全保障", "灾后房屋鉴定和加固", 政策编号="POL16"))
        rows.append(_measure(home, None, "社会帮扶", "灾后生活物资帮扶", done=date(2026, 4, 10)))
    if not rows or not any(person["务工时间"] for person in family):
        rows.append(_measure(home, None, "社会帮扶", "党员结对，每周上门照看"))
    return rows


def _security_measures(home: Row, family: list[Row]) -> list[Row]:
    rows = []
    if home["享受低保"] == "农村低保":
        rows.append(_measure(home, None, "综合保障", "农村低保，按月发放", 政策编号="POL19"))
    if home["享受特困"] == "农村特困":
        rows.append(_measure(home, None, "综合保障", "特困供养，按月发放", 政策编号="POL20"))
    for person in family:
        if person["健康状况"] == "残疾":
            text = "残疾人两项补贴和辅具适配"
            rows.append(_measure(home, person, "综合保障", text, 政策编号="POL22"))
    return rows


def _person_measures(home: Row, person: Row) -> list[Row]:
    rows = []
    school = person["在校生状况"]
    if school.startswith(("中职", "高职")):
        more = {"政策编号": "POL01", "金额(元)": 1500}
        rows.append(_measure(home, person, "教育帮扶", "雨露计划补助", **more))
    elif in_school(person) and school.startswith(("小学", "七", "八", "九")):
        rows.append(_measure(home, person, "义务教育保障", "生活补助和营养餐", 政策编号="POL02"))
    elif in_school(person):
        rows.append(_measure(home, person, "教育帮扶", "助学资助"))
    if person["健康状况"] in ("长期慢性病", "患有大病"):
        text = "签约医生每季随访，一站式结算"
        rows.append(_measure(home, person, "健康帮扶", text, 政策编号="POL15"))
    if person.get("公益性岗位"):
        text = f"安排{person['公益性岗位']}岗位"
        rows.append(_measure(home, person, "公益岗位帮扶", text, 政策编号="POL10"))
    elif person["务工时间"] and person["务工区域"] != "县内":
        money = 500 if person["务工区域"] == "省外" else 300
        more = {"金额(元)": money, "预期增收(元)": person["务工月收入"] * 6}
        text = "稳定外出务工，发放外出务工交通补贴"
        rows.append(_measure(home, person, "就业帮扶", text, 政策编号="POL09", **more))
    elif person["务工时间"] >= 10:
        rows.append(_measure(home, person, "就业帮扶", "推荐县内就业岗位"))
    return rows


def _schools(*beginnings: str) -> Callable[[Row, Row], bool]:
    return lambda home, person: person["在校生状况"].startswith(beginnings)


# policy, test of (household, person), amount in yuan for the half-year
PERSON_POLICIES: tuple[tuple[str, Callable[[Row, Row], bool], int], ...] = (
    ("POL01", lambda h, p: _schools("中职", "高职")(h, p) and supported(h), 1500),
    (
        "POL02",
        lambda h, p: (
            _schools("小学", "七", "八", "九")(h, p)
            and (supported(h) or h["享受低保"] == "农村低保")
        ),
        500,
    ),
    ("POL04", lambda h, p: _schools("学前教育")(h, p) and h["户类型"] == "脱贫户", 500),
    ("POL05", lambda h, p: _schools("普通高中")(h, p) and supported(h), 1250),
    ("POL06", lambda h, p: _schools("中职一", "中职二")(h, p) and h["户类型"] == "脱贫户", 1000),
    (
        "POL09",
        lambda h, p: p["务工时间"] >= 3 and p["务工区域"] != "县内" and supported(h),
        500,
    ),
    ("POL11", lambda h, p: p.get("公益性岗位") == "生态护林员", 4800),
    (
        "POL15",
        lambda h, p: p["健康状况"] in ("长期慢性病", "患有大病") and supported(h),
        1200,
    ),
    (
        "POL22",
        lambda h, p: (
            p["健康状况"] == "残疾"
            and (p["残疾等级"] in ("一级", "二级") or h["享受低保"] == "农村低保")
        ),
        480,
    ),
    ("POL23", lambda h, p: age_of(p) >= 60, 900),
)
HOUSEHOLD_POLICIES: tuple[tuple[str, Callable[[Row], bool], int | None], ...] = (
    ("POL08", lambda h: h["小额信贷余额"] > 0 and supported(h), 600),
    ("POL13", lambda h: h["生产经营性收入"] >= 12000 and supported(h), 1800),
    ("POL14", supported, 190),
    ("POL16", lambda h: h["是否危房户"] == "是", 15000),
    ("POL17", lambda h: h["是否易地搬迁户"] == "是", 240),
    ("POL19", lambda h: h["享受低保"] == "农村低保", 1800),
    ("POL20", lambda h: h["享受特困"] == "农村特困", 5880),
    ("POL24", lambda h: h["风险是否已消除"] == "否", None),
)


def benefits(homes: list[Row], persons: list[Row], rng: Random) -> list[Row]:
    """What everybody who fulfils a condition has received in the half-year."""
    rows = []
    for home in homes:
        for number, test, amount in HOUSEHOLD_POLICIES:
            if test(home):
                heads = home["家庭人口"] if number in ("POL14", "POL19") else 1
                rows.append(_benefit(home, "", number, amount and amount * heads, rng))
        family = [person for person in persons if person["户编号"] == home["户编号"]]
        for person in family:
            for number, due, amount in PERSON_POLICIES:
                if due(home, person):
                    money = _amount(number, person, amount)
                    rows.append(_benefit(home, person["姓名"], number, money, rng))
    return rows


def _amount(number: str, person: Row, amount: int) -> int:
    if number == "POL09" and person["务工区域"] == "县外省内":
        return 300
    return 625 if number == "POL02" and "年级" in person["在校生状况"] else amount


def _benefit(home: Row, name: str, number: str, amount: int | None, rng: Random) -> Row:
    return {
        "户": home["户编号"],
        "姓名": name,
        "政策编号": number,
        "期次": "2026年上半年",
        "金额(元)": amount,
        "发放日期": date(2026, rng.choice((3, 4, 5, 6)), rng.randrange(2, 28)),
    }
