"""R120-R123: housing, water, medical insurance, land."""

from __future__ import annotations

from decimal import Decimal

from docgen.model import value_of
from docgen.rules.case import Case, has
from docgen.rules.registry import Found, of_home, of_person, rule

# Column -> the word that must not stand there.
UNSAFE = (
    ("是否危房户", "是"),
    ("饮水是否困难", "是"),
    ("饮水是否安全", "否"),
    ("是否通生活用电", "否"),
)


@rule("R120", "户信息.户类型")
def lifted_and_unsafe(case: Case) -> Found:
    for column, bad in UNSAFE:
        if not case.view.has("户信息", column):
            yield f"“户信息”表没有“{column}”列"
            continue
        for home in case.homes:
            if value_of(home.household, column) == bad:
                fix = "核实；属实的立即落实保障并纳入监测，写错的改正"
                yield of_home(home, [column], f"脱贫户{column}为{bad}", fix, bad)


@rule("R121", "家庭成员.城乡居民医保", "家庭成员.职工医保")
def insured_once(case: Case) -> Found:
    cells = ["城乡居民医保", "职工医保"]
    for member in case.members:
        person = member.person
        if not (has(person, cells[0]) and has(person, cells[1])):
            continue
        if not {person.resident_insurance, person.employee_insurance} <= {"是", "否", None}:
            continue  # reading has said that the word is neither
        residents, employees = person.resident_insurance == "是", person.employee_insurance == "是"
        if residents and employees:
            message = "居民医保和职工医保都填了是"
            yield of_person(member, cells, message, "核对参保系统，只留实际参加的一种", "是")
        elif not residents and not employees:
            message = "居民医保和职工医保都没有参加"
            fix = "核对参保系统；未参保的动员参保"
            yield of_person(member, cells, message, fix, person.resident_insurance)


@rule("R122", "户信息.户类型", "户信息.住房面积")
def dwelling(case: Case) -> Found:
    smallest, largest = case.limit("smallest_dwelling"), case.limit("largest_dwelling")
    for home in case.homes:
        area = home.household.dwelling_area
        if not has(home.household, "住房面积"):
            continue
        if area is None or not smallest <= area <= largest:
            message = "住房面积没有填" if area is None else f"住房面积是{area}平方米"
            yield of_home(home, ["住房面积"], message, "入户丈量或对照不动产证核对", area)


@rule("R123", "户信息")
def land(case: Case) -> Found:
    limits = (
        ("耕地面积", case.limit("most_farmland"), "亩"),
        ("林地面积", case.limit("most_woodland"), "亩"),
        ("距主干路(公里)", case.limit("farthest_road"), "公里"),
    )
    for home in case.homes:
        irrigated, farmland = home.household.irrigated, home.household.farmland
        if irrigated is not None and farmland is not None and irrigated > farmland:
            message = f"有效灌溉面积{irrigated}亩大于耕地面积{farmland}亩"
            fix = "核对土地承包证，改正写错的一项"
            yield of_home(home, ["有效灌溉面积", "耕地面积"], message, fix, irrigated)
        for column, most, unit in limits:
            value = value_of(home.household, column)
            if isinstance(value, int | Decimal) and value > most:
                message = f"{column}是{value}{unit}，请复核"
                yield of_home(home, [column], message, "核对单位和数字，确实如此的不用改", value)
