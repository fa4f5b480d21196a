"""Figures of persons: health, age, schooling, labour, work outside, insurance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from docgen.facts.figures.registry import Answer, Lacking, count, figure, percent
from docgen.facts.figures.select import lifted_or_monitored, works, works_away
from docgen.facts.traits import COMPULSORY, OUTSIDE_COUNTY
from docgen.facts.view import View
from docgen.facts.words import GRADES, age_on, blank
from docgen.model import Person


class Family(NamedTuple):
    """Persons by one condition."""

    name: str
    definition: str
    needs: tuple[str, ...]
    holds: Callable[[Person, View], bool]


def _severe(person: Person, view: View) -> bool:
    return GRADES.get((person.disability_grade or "").removesuffix("级"), 9) <= 2


def _sixty(person: Person, view: View) -> bool:
    born = person.born
    return born is not None and born <= view.as_of and age_on(born, view.as_of) >= 60


def _at(*stages: str) -> Callable[[Person, View], bool]:
    return lambda person, _: (person.schooling or "").startswith(stages)


def _works_in(region: str) -> Callable[[Person, View], bool]:
    return lambda person, _: works(person) and person.work_region == region


_SCHOOLING = ("家庭成员.在校生状况",)
_LABOUR = ("家庭成员.劳动技能",)
_WORK = ("家庭成员.务工时间", "家庭成员.务工区域")

FAMILIES = (
    Family(
        "残疾人数",
        "健康状况含“残疾”的成员",
        ("家庭成员.健康状况",),
        lambda person, _: "残疾" in (person.health or ""),
    ),
    Family("重度残疾人数", "残疾等级为一级或二级的成员", ("家庭成员.残疾等级",), _severe),
    Family("60周岁以上人数", "as_of年满60周岁（按出生日期列）", ("家庭成员.出生日期",), _sixty),
    Family("义务教育阶段学生数", "在校生状况为小学、七、八、九年级", _SCHOOLING, _at(*COMPULSORY)),
    Family("中职高职学生数", "在校生状况为中职或高职高专各年级", _SCHOOLING, _at("中职", "高职")),
    Family(
        "普通高中学生数",
        "在校生状况为普通高中各年级（含07高一等代码写法）",
        _SCHOOLING,
        _at("普通高中", "高一", "高二", "高三"),
    ),
    Family(
        "劳动力人数",
        "劳动技能为普通劳动力或技能劳动力",
        _LABOUR,
        lambda person, _: person.labour in ("普通劳动力", "技能劳动力"),
    ),
    Family(
        "弱劳动力人数",
        "劳动技能为弱劳动力或半劳动力",
        _LABOUR,
        lambda person, _: (person.labour or "").startswith(("弱", "半")),
    ),
    Family(
        "务工总人数",
        "务工时间大于0的成员（全部户）",
        ("家庭成员.务工时间",),
        lambda person, _: works(person),
    ),
    *(
        Family(
            f"务工人数（{region}）", f"务工时间大于0且务工区域为{region}", _WORK, _works_in(region)
        )
        for region in ("县内", "县外省内", "省外")
    ),
    Family(
        "外出务工人数",
        "务工时间大于0且务工区域为县外省内或省外（全部户）",
        _WORK,
        lambda person, _: works_away(person),
    ),
)


def _enter(family: Family) -> None:
    @figure(family.name, unit="人", definition=family.definition, needs=family.needs)
    def of_persons(view: View) -> Answer:
        return count(person for person in view.ledger.persons if family.holds(person, view))


for _family in FAMILIES:
    _enter(_family)


@figure(
    "脱贫和监测人口外出务工人数",
    unit="人",
    definition="户类型为脱贫户或监测对象类别不为空，务工时间大于0且在县外",
    needs=("户信息.户类型", *_WORK),
)
def supported_away(view: View) -> Answer:
    keys = {h.id for h in view.ledger.households if h.id and lifted_or_monitored(h)}
    return count(p for p in view.ledger.persons if p.household in keys and works_away(p))


def _enter_month(month: int) -> None:
    @figure(
        f"{month}月外出务工在岗人数",
        unit="人",
        definition=(f"县外务工，开始时间不晚于当年{month}月，结束时间为空或不早于当年{month}月"),
        needs=("家庭成员.务工区域", "家庭成员.开始时间", "家庭成员.结束时间"),
    )
    def away_in_month(view: View) -> Answer:
        first = date(view.settings.period.end.year, month, 1)
        if first > view.as_of:
            return Lacking(f"截至日尚未到{month}月")
        return count(p for p in view.ledger.persons if _away_in(p, first))


def _away_in(person: Person, first: date) -> bool:
    """Whether the person worked outside the county in the month that begins on `first`."""
    if person.work_region not in OUTSIDE_COUNTY or person.work_months == 0:
        return False
    start, until = person.work_from, person.work_until
    if start is None or (start.year, start.month) > (first.year, first.month):
        return False
    return until is None or (until.year, until.month) >= (first.year, first.month)


for _month in range(1, 7):
    _enter_month(_month)


@figure(
    "成员登记公益岗人数",
    unit="人",
    definition="家庭成员表公益性岗位不为空（与公益岗表的岗位数是两个口径）",
    needs=["家庭成员.公益性岗位"],
)
def on_public_posts(view: View) -> Answer:
    return count(person for person in view.ledger.persons if not blank(person.public_post))


@figure(
    "医保参保率",
    unit="%",
    definition="城乡居民医保或职工医保为是的成员÷家庭成员行数，两位小数",
    needs=["家庭成员"],
)
def insured(view: View) -> Answer:
    if not any(view.has("家庭成员", column) for column in ("城乡居民医保", "职工医保")):
        return Lacking("“家庭成员”表没有“城乡居民医保”和“职工医保”列")
    persons = view.ledger.persons
    holders = [p for p in persons if "是" in (p.resident_insurance, p.employee_insurance)]
    return percent(len(holders), len(persons), holders)
