"""Figures of persons: who they are, schooling, health, labour, insurance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from docgen.facts.figures.families import Line, chosen, counts, told
from docgen.facts.figures.keys import ByKey, of_attribute
from docgen.facts.figures.registry import Answer, Lacking, figure, percent
from docgen.facts.figures.select import households, lifted_or_monitored, persons_of
from docgen.facts.traits import COMPULSORY
from docgen.facts.view import View
from docgen.facts.words import GRADES, age_on, blank
from docgen.model import Person

OF_AGE, OLD, VERY_OLD = 16, 60, 80
_NO_PUPIL = ("非在校生", "学龄前儿童")
# 预备党员 are members; 民主党派 and 非党员 are not.
PARTY = ("中共党员", "党员", "中国共产党党员", "中共预备党员", "预备党员", "中国共产党预备党员")
EDUCATION: dict[str, tuple[str, ...]] = {
    "文盲": ("文盲或半文盲",),
    "小学": ("小学",),
    "初中": ("初中",),
    "高中和中专": ("高中", "中专", "技师"),
    "大专及以上": ("大专", "高职高专", "本科及以上"),
}


def _age(person: Person, view: View) -> int | None:
    """Full years on as_of; None when unknown or not born yet."""
    born = person.born
    if born is None:
        return None
    ages = view.once(_ages)
    if born not in ages:
        ages[born] = None if born > view.as_of else age_on(born, view.as_of)
    return ages[born]


def _ages(view: View) -> dict[date, int | None]:
    """The age of everybody born on a day, filled as days are met."""
    return {}


def _aged(low: int, high: int = 999) -> ByKey:
    return ByKey(_age, lambda age: age is not None and low <= age <= high)


def _cell(attribute: str, test: Callable[[str], Any]) -> ByKey:
    """The condition on the words of a cell; an empty one is no words."""
    return ByKey(of_attribute(attribute), lambda cell: bool(test(cell or "")))


def _stage(*stages: str) -> ByKey:
    return _cell("schooling", lambda written: written.startswith(stages))


def _severe(written: str) -> bool:
    return GRADES.get(written.removesuffix("级"), 9) <= 2


def _minority(written: str) -> bool:
    return written.removesuffix("族") not in ("", "汉")


def _insurances(person: Person, view: View) -> tuple[str | None, str | None]:
    return person.resident_insurance, person.employee_insurance


_INSURED = ByKey(_insurances, lambda told: "是" in told)
_SCHOOLING, _LABOUR, _BORN = ("在校生状况",), ("劳动技能",), ("出生日期",)
_HEALTH, _EDUCATION = ("健康状况",), ("文化程度",)

counts(
    "家庭成员",
    "人",
    Line("残疾人数", "健康状况含“残疾”的成员", _HEALTH, _cell("health", lambda w: "残疾" in w)),
    Line(
        "重度残疾人数",
        "残疾等级为一级或二级的成员",
        ("残疾等级",),
        _cell("disability_grade", _severe),
    ),
    Line("60周岁以上人数", "as_of年满60周岁（按出生日期列）", _BORN, _aged(OLD)),
    Line("义务教育阶段学生数", "在校生状况为小学、七、八、九年级", _SCHOOLING, _stage(*COMPULSORY)),
    Line("中职高职学生数", "在校生状况为中职或高职高专各年级", _SCHOOLING, _stage("中职", "高职")),
    Line(
        "普通高中学生数",
        "在校生状况为普通高中各年级（含07高一等代码写法）",
        _SCHOOLING,
        _stage("普通高中", "高一", "高二", "高三"),
    ),
    Line(
        "劳动力人数",
        "劳动技能为普通劳动力或技能劳动力",
        _LABOUR,
        told("labour", "普通劳动力", "技能劳动力"),
    ),
    Line(
        "弱劳动力人数",
        "劳动技能为弱劳动力或半劳动力",
        _LABOUR,
        _cell("labour", lambda written: written.startswith(("弱", "半"))),
    ),
    Line("男性人数", "性别为男的成员", ("性别",), told("sex", "男")),
    Line("女性人数", "性别为女的成员", ("性别",), told("sex", "女")),
    Line("少数民族人数", "民族不是汉族的成员", ("民族",), _cell("nation", _minority)),
    Line(
        "党员人数",
        "政治面貌为中共党员（含预备党员）",
        ("政治面貌",),
        told("political_status", *PARTY),
    ),
    Line("不满16周岁人数", "as_of不满16周岁（按出生日期列）", _BORN, _aged(0, OF_AGE - 1)),
    Line(
        "16至59周岁人数", "as_of满16周岁、不满60周岁（按出生日期列）", _BORN, _aged(OF_AGE, OLD - 1)
    ),
    Line("80周岁以上人数", "as_of年满80周岁（按出生日期列）", _BORN, _aged(VERY_OLD)),
    *(
        Line(
            f"文化程度{word}人数",
            f"文化程度为{'或'.join(words)}",
            _EDUCATION,
            told("education", *words),
        )
        for word, words in EDUCATION.items()
    ),
    Line(
        "在校生人数",
        "在校生状况为学前教育到硕士生及以上的各阶段",
        _SCHOOLING,
        _cell("schooling", lambda written: not blank(written) and written not in _NO_PUPIL),
    ),
    Line("学前教育人数", "在校生状况为学前教育", _SCHOOLING, _stage("学前教育")),
    Line("小学在校人数", "在校生状况为小学", _SCHOOLING, _stage("小学")),
    Line("初中在校人数", "在校生状况为七、八、九年级", _SCHOOLING, _stage(*COMPULSORY[1:])),
    Line("中职在校人数", "在校生状况为中职各年级", _SCHOOLING, _stage("中职")),
    Line("高职高专在校人数", "在校生状况为高职高专各年级", _SCHOOLING, _stage("高职")),
    Line(
        "本科及以上在校人数",
        "在校生状况为本科、硕士生及以上、大专及以上",
        _SCHOOLING,
        _stage("本科", "硕士", "大专及以上"),
    ),
    # An empty cell says that there is none: no cause of dropping out, no teaching at home.
    Line(
        "失学辍学人数",
        "失学原因不为空的成员",
        ("失学原因",),
        _cell("dropout_cause", lambda written: not blank(written)),
        (),
    ),
    Line("送教上门人数", "送教上门为是", ("送教上门",), told("taught_at_home", "是"), ()),
    Line(
        "长期慢性病人数",
        "健康状况含长期慢性病的成员",
        _HEALTH,
        _cell("health", lambda w: "慢性病" in w),
    ),
    Line("大病人数", "健康状况含患有大病的成员", _HEALTH, _cell("health", lambda w: "大病" in w)),
    Line("技能劳动力人数", "劳动技能为技能劳动力", _LABOUR, told("labour", "技能劳动力")),
    Line(
        "丧失或无劳动力人数",
        "劳动技能为丧失劳动力或无劳动力",
        _LABOUR,
        told("labour", "丧失劳动力", "无劳动力"),
    ),
    Line(
        "成员登记公益岗人数",
        "家庭成员表公益性岗位不为空（与公益岗表的岗位数是两个口径）",
        ("公益性岗位",),
        _cell("public_post", lambda written: not blank(written)),
        (),
    ),
    Line(
        "居民医保参保人数", "城乡居民医保为是", ("城乡居民医保",), told("resident_insurance", "是")
    ),
    Line("职工医保参保人数", "职工医保为是", ("职工医保",), told("employee_insurance", "是")),
    Line(
        "未参加医保人数",
        "城乡居民医保、职工医保都不为是，且至少一项为否",
        ("城乡居民医保",),
        ByKey(_insurances, lambda written: "是" not in written and "否" in written),
    ),
    Line(
        "大病保险参保人数", "大病保险为是", ("大病保险",), told("serious_illness_insurance", "是")
    ),
    Line("接受医疗救助人数", "医疗救助为是", ("医疗救助",), told("medical_aid", "是")),
    Line(
        "签约家庭医生人数",
        "签约医生不为空、不是否或未签约",
        ("签约医生",),
        _cell("family_doctor", lambda written: not blank(written) and not written.startswith("未")),
    ),
    Line(
        "养老保险参保人数",
        "养老保险不为空、不是否或未参加",
        ("养老保险",),
        _cell(
            "pension_insurance",
            lambda written: not blank(written) and not written.startswith(("未", "不", "没")),
        ),
    ),
    Line("有帮带能力人数", "有帮带能力为是", ("有帮带能力",), told("able_to_help", "是"), ()),
)


@figure(
    "医保参保率",
    unit="%",
    definition="城乡居民医保或职工医保为是的成员÷家庭成员行数，两位小数",
    needs=["家庭成员"],
)
def insured(view: View) -> Answer:
    if not any(view.has("家庭成员", column) for column in ("城乡居民医保", "职工医保")):
        return Lacking("“家庭成员”表没有“城乡居民医保”和“职工医保”列")
    holders = chosen(view, "家庭成员", Line("", "", holds=_INSURED))
    empty = len(chosen(view, "家庭成员", Line("", "", holds=_UNTOLD)))
    persons = view.ledger.persons
    if persons and empty == len(persons):
        return Lacking("“家庭成员”表的医保两列全部为空")
    found = percent(len(holders), len(persons), holders)
    if isinstance(found, Lacking) or not empty:
        return found
    return replace(found, note=f"{empty}人的医保两列都为空，按未参保计", unknown=empty)


_UNTOLD = ByKey(_insurances, (None, None).__eq__)


@figure(
    "脱贫和监测人口医保参保率",
    unit="%",
    definition="户类型为脱贫户或监测对象类别不为空的户中，城乡居民医保或职工医保为是的成员÷成员行数，两位小数",
    needs=["户信息.户类型", "户信息.监测对象类别", "家庭成员.城乡居民医保"],
    known=["家庭成员.城乡居民医保"],
)
def supported_insured(view: View) -> Answer:
    persons = persons_of(view, filter(lifted_or_monitored, households(view)))
    holders = [p for p in persons if "是" in (p.resident_insurance, p.employee_insurance)]
    return percent(len(holders), len(persons), holders)
