"""R060-R065: strength to work against age, schooling, health and work."""

from __future__ import annotations

from docgen.facts.figures.select import works, works_away
from docgen.model import Person
from docgen.rules.case import Case
from docgen.rules.health import STRONG
from docgen.rules.registry import Found, of_person, rule

_LABOUR = "家庭成员.劳动技能"
NONE = "无劳动力"
WITHOUT = (NONE, "丧失劳动力")
WEAK = ("弱劳动力", "半劳动力")
WORKING_AGE = 16  # 劳动法: nobody under sixteen is employed
DESTITUTE = ("农村特困", "城市特困")


def _with_strength(labour: str | None) -> bool:
    """Whether the words say strength to work, full or weak; other words say nothing."""
    return labour is not None and (labour in STRONG or _weak(labour))


def _weak(labour: str) -> bool:
    return labour.startswith(WEAK)


@rule("R060", "家庭成员.出生日期", _LABOUR)
def too_young(case: Case) -> Found:
    for member in case.members:
        labour = member.person.labour
        if member.age is not None and _with_strength(labour):
            message = f"{member.age}岁登记为{labour}"
            fix = "未满16周岁的改为无劳动力，或改正出生日期"
            yield of_person(member, ["劳动技能", "出生日期"], message, fix, labour)


@rule("R061", "家庭成员.在校生状况", _LABOUR)
def students(case: Case) -> Found:
    for member in case.members:
        labour = member.person.labour
        if _with_strength(labour) or labour in WITHOUT[1:]:
            message = f"在校生状况是{member.person.schooling}，劳动技能却是{labour}"
            fix = "在校生改为无劳动力；已毕业的改在校生状况"
            yield of_person(member, ["劳动技能", "在校生状况"], message, fix, labour)


@rule("R062", "家庭成员.出生日期", "家庭成员.健康状况", _LABOUR)
def healthy_and_weak(case: Case) -> Found:
    for member in case.members:
        labour = member.person.labour
        if not member.healthy or member.student is not False or not member.aged(WORKING_AGE, 59):
            continue
        if labour is not None and (labour in WITHOUT or _weak(labour)):
            message = f"{member.age}岁、健康、不在校，却登记为{labour}"
            yield of_person(
                member, ["劳动技能"], message, "核对劳动能力，改正劳动技能或健康状况", labour
            )


@rule("R063", "家庭成员.健康状况", _LABOUR)
def healthy_and_disabled(case: Case) -> Found:
    for member in case.members:
        if member.healthy and member.person.labour == "丧失劳动力":
            message = "健康状况是健康，劳动技能却是丧失劳动力"
            fix = "核对后改正劳动技能或健康状况"
            yield of_person(member, ["劳动技能", "健康状况"], message, fix, member.person.labour)


@rule("R064", _LABOUR)
def working_without_strength(case: Case) -> Found:
    if not any(case.view.has("家庭成员", name) for name in ("务工时间", "是否已务工")):
        yield "“家庭成员”表没有“务工时间”列"
        return
    for member in case.rows:
        if member.person.labour in WITHOUT and _works(case, member.person):
            message = f"劳动技能是{member.person.labour}，却登记了务工"
            fix = "核对后改正劳动技能或务工情况"
            yield of_person(member, ["劳动技能", "务工时间"], message, fix, member.person.labour)


def _works(case: Case, person: Person) -> bool:
    if works(person):
        return True
    months_empty = person.work_months is None and not case.unknown(person, "务工时间")
    return months_empty and person.working == "是"


@rule("R065", "户信息.享受特困", "家庭成员.务工区域")
def destitute_away(case: Case) -> Found:
    for home in case.homes:
        if home.household.destitute_aid not in DESTITUTE:
            continue
        for member in home.rows:
            if works_away(member.person):
                message = (
                    f"享受{home.household.destitute_aid}，却登记在{member.person.work_region}务工"
                )
                fix = "核实是否仍符合特困条件，或改正务工情况"
                cells = ["务工所在地", "务工时间", "享受特困"]
                yield of_person(member, cells, message, fix, member.person.work_place)
