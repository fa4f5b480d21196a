"""R020-R029: cells that must not be empty."""

from __future__ import annotations

import re

from docgen.facts.words import blank
from docgen.model import value_of
from docgen.rules.case import Case, has
from docgen.rules.registry import Found, of_home, of_person, rule

PERSON_COLUMNS = ("民族", "性别", "与户主关系", "健康状况", "劳动技能", "在校生状况")
LAND_COLUMNS = (
    "耕地面积",
    "林地面积",
    "退耕还林面积",
    "林果面积",
    "牧草地面积",
    "水面面积",
)
LIVING_COLUMNS = (
    "是否危房户",
    "住房面积",
    "入户路类型",
    "有无卫生厕所",
    "饮水是否安全",
    "是否通生活用电",
)
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
# Reading has reported these cells: what stands there is not empty, it could not be understood.
UNREADABLE = ("E101", "E102", "E103", "E104", "E105", "E110")


@rule("R020", "户信息.户类型")
def kind(case: Case) -> Found:
    for home in case.homes:
        if home.household.kind is None and has(home.household, "户类型"):
            yield of_home(home, ["户类型"], "户类型没有填", "填写脱贫户、监测对象或一般农户")


@rule("R021", "家庭成员")
def personal_facts(case: Case) -> Found:
    for column in PERSON_COLUMNS:
        if not case.view.has("家庭成员", column):
            yield f"“家庭成员”表没有“{column}”列"
            continue
        for member in case.members:
            if value_of(member.person, column) is None and has(member.person, column):
                yield of_person(member, [column], f"{column}没有填", f"补填{column}")


@rule("R022", "家庭成员.文化程度", "家庭成员.在校生状况")
def schooling(case: Case) -> Found:
    for member in case.members:
        person = member.person
        if case.unknown(person, "失学原因"):
            continue
        if person.education is None and person.schooling is None and person.dropout_cause is None:
            columns = ["文化程度", "在校生状况", "失学原因"]
            message = "文化程度、在校生状况、失学原因全空"
            yield of_person(member, columns, message, "在校的填在校生状况，不在校的填文化程度")


@rule("R023", "家庭成员.文化程度", "家庭成员.在校生状况")
def education_of_students(case: Case) -> Found:
    for member in case.members:
        person = member.person
        if not blank(person.education):
            message = f"在校生状况是{person.schooling}，又填了文化程度{person.education}"
            fix = "仍在校的清空文化程度；已毕业的把在校生状况改为非在校生"
            yield of_person(member, ["文化程度", "在校生状况"], message, fix, person.education)


@rule("R024", "户信息.主要致贫原因", "户信息.户类型")
def main_cause(case: Case) -> Found:
    for home in case.homes:
        household = home.household
        if not has(household, "主要致贫原因"):
            continue
        if blank(household.main_cause):
            yield of_home(home, ["主要致贫原因"], "主要致贫原因没有填", "对照建档材料填写")


@rule("R025", "户信息.联系电话")
def phone(case: Case) -> Found:
    for home in case.homes:
        number = home.household.phone
        if number is None and has(home.household, "联系电话"):
            yield of_home(home, ["联系电话"], "联系电话没有填", "入户核实后填写11位手机号")
        elif number is not None and not MOBILE.fullmatch(number):
            message = f"联系电话不是11位手机号（{len(number)}位）"
            yield of_home(home, ["联系电话"], message, "入户核实后改正", number)


@rule("R026", "户信息.开户银行", "户信息.银行卡号")
def bank(case: Case) -> Found:
    for home in case.homes:
        household = home.household
        cells = (("银行卡号", household.bank_card), ("开户银行", household.bank))
        empty = [name for name, value in cells if value is None and has(household, name)]
        if empty:
            filled = [name for name, _ in cells if name not in empty]
            message = f"{'、'.join(empty)}没有填"
            yield of_home(home, [*empty, *filled], message, "对照一卡通填写")


@rule("R027", "户信息")
def land(case: Case) -> Found:
    yield from _empty_cells(case, LAND_COLUMNS, "没有的填0")


@rule("R028", "户信息")
def living(case: Case) -> Found:
    yield from _empty_cells(case, LIVING_COLUMNS, "入户核实后填写")


def _empty_cells(case: Case, columns: tuple[str, ...], fix: str) -> Found:
    for column in columns:
        if not case.view.has("户信息", column):
            yield f"“户信息”表没有“{column}”列"
            continue
        for home in case.homes:
            household = home.household
            if value_of(household, column) is not None or not has(household, column):
                continue
            if not case.has_trouble(household.at, column, *UNREADABLE):
                yield of_home(home, [column], f"{column}没有填", fix)


@rule("R029", "户信息.是否危房户", "户信息.危房等级")
def danger_grade(case: Case) -> Found:
    for home in case.homes:
        household = home.household
        if blank(household.danger_grade):
            message = "是危房户，危房等级没有填"
            yield of_home(home, ["危房等级"], message, "按鉴定报告填写C级或D级")
