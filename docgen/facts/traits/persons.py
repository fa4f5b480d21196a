"""Traits of persons: age, schooling, health, labour, work, insurance."""

from __future__ import annotations

from docgen.facts.traits.table import any_of, trait
from docgen.facts.view import View
from docgen.facts.words import age_on, blank, disability_grade, id_birth_date, is_yes
from docgen.model import Person

AT_SCHOOL_NOT = ("非在校生", "学龄前儿童", "无", "否")
STAGES = (
    "学前",
    "幼儿园",
    "小学",
    "初中",
    "七年级",
    "八年级",
    "九年级",
    "普通高中",
    "高中",
    "高一",
    "高二",
    "高三",
    "中职",
    "中专",
    "职高",
    "技工",
    "技师",
    "技校",
    "高职",
    "大专",
    "专科",
    "本科",
    "大学",
    "硕士",
    "博士",
    "研究生",
)
COMPULSORY = ("小学", "七年级", "八年级", "九年级")
OUTSIDE_COUNTY = ("县外省内", "省外")


@trait("人", "年龄", definition="按出生日期（为空时按有效证件号码）计算的周岁", yes_no=False)
def age(person: Person, view: View) -> int | None:
    born = person.born or id_birth_date(person.id_number)
    return age_on(born, view.as_of) if born and born <= view.as_of else None


def aged(person: Person, view: View, low: int, high: int = 200) -> bool | None:
    """Whether the person's age is in low..high, None when unknown."""
    years = age(person, view)
    return None if years is None else low <= years <= high


@trait("人", "老年人", definition="年满60周岁的成员")
def elderly(person: Person, view: View) -> bool | None:
    return aged(person, view, 60)


@trait("人", "高龄老人", definition="年满80周岁的成员")
def very_old(person: Person, view: View) -> bool | None:
    return aged(person, view, 80)


@trait("人", "未成年人", definition="未满18周岁的成员")
def minor(person: Person, view: View) -> bool | None:
    return aged(person, view, 0, 17)


@trait("人", "义务教育年龄", definition="6至15周岁的成员")
def of_school_age(person: Person, view: View) -> bool | None:
    return aged(person, view, 6, 15)


@trait("人", "劳动年龄", definition="16至59周岁的成员")
def of_working_age(person: Person, view: View) -> bool | None:
    return aged(person, view, 16, 59)


@trait("人", "在校生", "是否在校", definition="在校生状况为学前教育至研究生任一学段的成员")
def at_school(person: Person, view: View) -> bool | None:
    if person.schooling is None:
        # The national form fills either 文化程度 or 在校生状况.
        return False if person.education else None
    return goes_to_school(person.schooling)


def goes_to_school(schooling: str) -> bool | None:
    """Whether a 在校生状况 names a stage of school; None for a word that says neither."""
    if schooling in AT_SCHOOL_NOT:
        return False
    return True if schooling.startswith(STAGES) else None


def stage(person: Person, view: View, *beginnings: str) -> bool | None:
    """Whether the person is at school in one of these stages."""
    if not at_school(person, view):
        return at_school(person, view)
    return (person.schooling or "").startswith(beginnings)


@trait("人", "学前教育", definition="在校生状况为学前教育的成员")
def in_kindergarten(person: Person, view: View) -> bool | None:
    return stage(person, view, "学前教育")


@trait("人", "义务教育阶段学生", definition="在校生状况为小学、七年级、八年级、九年级的成员")
def in_compulsory_school(person: Person, view: View) -> bool | None:
    return stage(person, view, *COMPULSORY)


@trait("人", "普通高中学生", definition="在校生状况为普通高中各年级的成员")
def in_high_school(person: Person, view: View) -> bool | None:
    return stage(person, view, "普通高中", "高一", "高二", "高三")


@trait("人", "中职学生", definition="在校生状况为中职各年级的成员")
def in_vocational_school(person: Person, view: View) -> bool | None:
    return stage(person, view, "中职")


@trait("人", "高职学生", definition="在校生状况为高职高专各年级的成员")
def in_vocational_college(person: Person, view: View) -> bool | None:
    return stage(person, view, "高职")


@trait("人", "中高职学生", definition="在校生状况为中职、高职高专各年级或技师学院的成员")
def in_vocational_training(person: Person, view: View) -> bool | None:
    return stage(person, view, "中职", "高职", "技师学院")


@trait("人", "大学生", definition="在校生状况为大专、本科或研究生的成员")
def in_university(person: Person, view: View) -> bool | None:
    return stage(person, view, "大专", "本科", "硕士", "博士", "研究生")


@trait("人", "残疾人", "是否残疾", definition="健康状况含残疾、登记了残疾类别等级或持残疾证的成员")
def disabled(person: Person, view: View) -> bool | None:
    if "残疾" in (person.health or "") or not blank(person.disability_kind):
        return True
    if disability_grade(person) is not None:
        return True
    return False if person.health else None


@trait("人", "重度残疾", "重度残疾人", definition="残疾等级为一级或二级的成员")
def severely_disabled(person: Person, view: View) -> bool | None:
    grade = disability_grade(person)
    if grade is not None:
        return grade <= 2
    return False if disabled(person, view) is False else None


@trait("人", "患大病", definition="健康状况含患有大病的成员")
def gravely_ill(person: Person, view: View) -> bool | None:
    return "大病" in person.health if person.health else None


@trait("人", "慢性病", definition="健康状况含长期慢性病的成员")
def chronically_ill(person: Person, view: View) -> bool | None:
    return "慢性病" in person.health if person.health else None


@trait("人", "劳动力", "是否劳动力", definition="劳动技能为普通劳动力或技能劳动力的成员")
def labourer(person: Person, view: View) -> bool | None:
    return person.labour in ("普通劳动力", "技能劳动力") if person.labour else None


@trait("人", "弱劳动力", definition="劳动技能为弱劳动力或半劳动力的成员")
def weak_labourer(person: Person, view: View) -> bool | None:
    return person.labour.startswith(("弱", "半")) if person.labour else None


@trait("人", "务工", "是否务工", definition="务工时间大于0，或务工时间为空而是否已务工为是的成员")
def working(person: Person, view: View) -> bool | None:
    if person.work_months is not None:
        return person.work_months > 0
    return is_yes(person.working)


@trait("人", "外出务工", "县外务工", definition="务工且务工区域为县外省内或省外的成员")
def working_away(person: Person, view: View) -> bool | None:
    if not working(person, view):
        return working(person, view)
    return person.work_region in OUTSIDE_COUNTY if person.work_region else None


@trait("人", "县内务工", definition="务工且务工区域为县内的成员")
def working_near(person: Person, view: View) -> bool | None:
    if not working(person, view):
        return working(person, view)
    return person.work_region == "县内" if person.work_region else None


@trait("人", "公益岗", "公益岗人员", definition="公益性岗位不为空的成员")
def on_public_post(person: Person, view: View) -> bool | None:
    if person.public_post is None and not view.has("家庭成员", "公益性岗位", person):
        return None
    return not blank(person.public_post)


@trait("人", "已参医保", definition="城乡居民医保或职工医保为是的成员")
def insured(person: Person, view: View) -> bool | None:
    return any_of((is_yes(person.resident_insurance), is_yes(person.employee_insurance)))


@trait("人", "户主", definition="与户主关系为户主的成员")
def householder(person: Person, view: View) -> bool | None:
    return person.relation in ("户主", "本人或户主") if person.relation else None


@trait("人", "党员", definition="政治面貌为中共党员（含预备党员）的成员")
def party_member(person: Person, view: View) -> bool | None:
    return "党员" in person.political_status if person.political_status else None
