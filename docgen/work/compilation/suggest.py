"""A condition for the words of 享受对象 and 条件, only where every word maps with certainty."""

from __future__ import annotations

import re
from decimal import Decimal

from docgen.facts.conditions import parse

HOME: tuple[tuple[str, str], ...] = (
    (r"(?:未消除风险|风险未消除)的?(?:监测户|监测对象|防止?返贫监测对象)", "未消除风险"),
    (r"(?:防止?返贫)?监测(?:户|对象)", "监测对象"),
    (r"防止返贫致贫对象", "监测对象"),
    (r"(?:建档立卡)?脱贫户|建档立卡户|建档立卡贫困户|脱贫家庭|脱贫人口", "脱贫户"),
    (r"(?:农村)?低保(?:户|家庭|对象)|最低生活保障家庭", "低保户"),
    (r"(?:农村)?特困(?:供养)?(?:户|人员|对象|家庭)", "特困户"),
    (r"易地(?:扶贫)?搬迁(?:户|家庭|群众|对象)", "易地搬迁户"),
    (r"脱贫不稳定户", "脱贫不稳定户"),
    (r"边缘易致贫户", "边缘易致贫户"),
    (r"突发严重困难户", "突发严重困难户"),
    (r"一般农户", "一般农户"),
)
PERSON: tuple[tuple[str, str], ...] = (
    (r"义务教育(?:阶段)?(?:在校)?(?:学生|生)|中小学生", "义务教育阶段学生"),
    (r"(?:普通)?高中(?:阶段)?(?:在校)?(?:学生|生)", "普通高中学生"),
    (r"(?:中、?高职|中职、?高职|中职和高职|中高职)(?:在校|在读)?(?:学生|生|子女)", "中高职学生"),
    (r"(?:中职|中等职业学校)(?:在校|在读)?(?:学生|生|子女)", "中职学生"),
    (r"(?:高职|高职高专)(?:在校|在读)?(?:学生|生|子女)", "高职学生"),
    (r"(?:在校)?大学生", "大学生"),
    (r"(?:在园)?(?:幼儿|学前儿童)", "学前教育"),
    (r"(?:一、?二级|一级、?二级|一级和二级|一、二级重度|重度)残疾人", "重度残疾人"),
    (r"残疾人", "残疾人"),
    (r"(?:患)?大病(?:患者|人员)", "患大病"),
    (r"(?:长期)?慢性?病(?:患者|人员)", "慢性病"),
    (r"(?:县外|外出)务工(?:人员|劳动力)", "外出务工"),
    (r"务工人员", "务工"),
    (r"劳动力", "劳动力"),
    (r"弱劳动力(?:或半劳动力|、半劳动力)?", "弱劳动力"),
)
_OLD = r"(?:的?(?:老年人|老人|人员|居民|农村居民|老党员))?"
AGE = re.compile(
    r"(?:(?:年满|满)(\d{1,3})(?:周)?岁(?:(?:及|\(含\))?以上)?|(\d{1,3})(?:周)?岁(?:及|\(含\))?以上)"
    + _OLD
)
RANGE = re.compile(r"(\d{1,3})\s*[-~至—]\s*(\d{1,3})(?:周)?岁(?:的?(?:人员|劳动力))?")
OF = r"(?:家庭|户|家中|户中|中|里|内)?的?"
COMMA = re.compile(r"[、,，;；/]|以及|或者|和|及|或|\n")
NOTHING = frozenset(("无", "无条件", "不限", "就读即享", ""))


def suggest(target: str, conditions: str) -> str:
    """Return a condition, or nothing unless all words of both texts are understood."""
    whom = _clause(target)
    if not whom or conditions.strip() not in NOTHING:
        further = _clause(conditions) if conditions.strip() not in NOTHING else ""
        if not whom or not further:
            return ""
        whom = f"({whom}) 且 ({further})" if further != whom else whom
    return whom if not parse(whom).faults else ""


def _clause(text: str) -> str:
    """Return the condition of one text: its parts joined by 或; nothing when a part is unknown."""
    words = re.sub(r"\s+", "", text).strip("。;；")
    words = words.replace("（", "(").replace("）", ")")
    if whole := _part(words):
        return whole
    parts = [part for part in COMMA.split(words) if part]
    found = [_part(part) for part in parts]
    if not found or not all(found):
        return ""
    # 脱贫户、监测对象中职学生: the last part's person goes with all of them
    homes = [one for one in found if _is_home(one)]
    if len(homes) not in (0, len(found)):
        return ""
    return " 或 ".join(dict.fromkeys(found))


def _is_home(condition: str) -> bool:
    return parse(condition).scope == "户"


def _part(text: str) -> str:
    for pattern, name in (*HOME, *PERSON):
        if re.fullmatch(pattern, text):
            return name
    if found := AGE.fullmatch(text):
        return f"年龄 >= {found[1] or found[2]}"
    if found := RANGE.fullmatch(text):
        return f"年龄 >= {found[1]} 且 年龄 <= {found[2]}"
    for home, name in HOME:
        for head in (re.match(f"(?:{home}){of}", text) for of in (OF, "")):
            rest = text[head.end() :] if head else ""
            inner = next((person for words, person in PERSON if re.fullmatch(words, rest)), "")
            if inner:
                return f"{name} 且 {inner}"
    return ""


PERIODS = {
    "年": "年",
    "学年": "学年",
    "学期": "学期",
    "月": "月",
    "天": "天",
    "日": "天",
    "季度": "季度",
}
AMOUNT = re.compile(
    r"每(?:人|生|户)?每?(?P<period>学年|学期|季度|年|月|天|日)?(?:补助|补贴|资助|发放)?"
    r"(?P<sum>\d+(?:\.\d+)?)元"
    r"|(?P<sum2>\d+(?:\.\d+)?)元/(?:人|生|户)?[·・/]?(?P<period2>学年|学期|季度|年|月|天|日)"
)


def amount(standard: str) -> tuple[str, str]:
    """Return 金额 and 单位 where a standard names exactly one sum with its period, else nothing."""
    sums = re.findall(r"\d+(?:\.\d+)?(?=\s*万?元)", standard)
    found = list(AMOUNT.finditer(re.sub(r"\s", "", standard)))
    if len(sums) != 1 or len(found) != 1:
        return "", ""
    one = found[0]
    period = one["period"] or one["period2"] or ""
    if not period:
        return "", ""
    value = Decimal(one["sum"] or one["sum2"])
    return f"{value.normalize():f}", f"元/{PERIODS[period]}"
