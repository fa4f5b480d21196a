"""R040-R045: schooling against age, health and reasons."""

from __future__ import annotations

from docgen.facts.words import words_of
from docgen.rules.case import Case, Member
from docgen.rules.registry import Found, of_person, rule

_BORN = "家庭成员.出生日期"
_SCHOOL = "家庭成员.在校生状况"
PRIMARY = ("小学",)
JUNIOR = ("七年级", "八年级", "九年级")
SENIOR = ("普通高中", "高一", "高二", "高三", "中职")
COLLEGE = ("高职", "大专", "本科")
GRADUATE = ("硕士", "博士", "研究生")
BEFORE_SCHOOL = ("学前", "学龄前")
# Stage -> lowest and highest age (R043).
AGES: tuple[tuple[tuple[str, ...], int, int], ...] = (
    (JUNIOR, 12, 17),
    (SENIOR, 15, 20),
    (COLLEGE, 18, 200),
    (GRADUATE, 20, 200),
)
_CELLS = ("在校生状况", "出生日期")


def _in(member: Member, *stages: tuple[str, ...]) -> bool:
    schooling = member.person.schooling or ""
    return any(schooling.startswith(stage) for stage in stages)


@rule("R040", _BORN, _SCHOOL)
def old_student(case: Case) -> Found:
    oldest = case.years("oldest_student")
    for member in case.members:
        if member.student and member.aged(oldest):
            message = f"{member.age}岁仍登记为{member.person.schooling}"
            fix = "核对后把在校生状况改为非在校生，或改正出生日期"
            yield of_person(member, _CELLS, message, fix, member.person.schooling)


@rule("R041", _BORN, _SCHOOL, "家庭成员.健康状况")
def out_of_school(case: Case) -> Found:
    low, high = case.years("school_age_from"), case.years("school_age_until")
    for member in case.members:
        schooling = member.person.schooling
        if not member.aged(low, high):
            continue
        # Children of six that were not yet due at school in September are 学龄前.
        if schooling == "非在校生" or (schooling == "学龄前儿童" and member.aged(low + 1)):
            message = f"{member.age}岁健康儿童登记为{schooling}，疑似失学辍学"
            fix = "到校到户核实：在读的改在校生状况，失学的立即劝返并填失学原因"
            yield of_person(member, ["在校生状况", "失学原因"], message, fix, schooling)


@rule("R042", _BORN, _SCHOOL)
def far_from_age(case: Case) -> Found:
    young = case.years("high_school_never_until")
    old = case.years("primary_never_from")
    for member in case.members:
        too_high = member.aged(0, young) and _in(member, SENIOR, COLLEGE, GRADUATE)
        too_low = member.aged(old) and _in(member, PRIMARY)
        if too_high or too_low:
            message = f"{member.age}岁登记为{member.person.schooling}"
            yield of_person(
                member,
                _CELLS,
                message,
                "核对学籍和出生日期，改正写错的一个",
                member.person.schooling,
            )


@rule("R043", _BORN, _SCHOOL)
def stage_fits_age(case: Case) -> Found:
    before = case.years("kindergarten_never_from")
    for member in case.members:
        age = member.age
        if age is None or member.person.schooling is None:
            continue
        wrong = any(_in(member, stages) and not low <= age <= high for stages, low, high in AGES)
        if wrong or (age >= before and _in(member, BEFORE_SCHOOL)):
            message = f"{age}岁登记为{member.person.schooling}，学段与年龄不符"
            yield of_person(
                member,
                _CELLS,
                message,
                "核对学籍和出生日期，改正写错的一个",
                member.person.schooling,
            )


@rule("R044", "家庭成员.文化程度", _BORN)
def young_and_unschooled(case: Case) -> Found:
    for member in case.members:
        education = member.person.education
        if member.student or not member.aged(16, 22) or education is None:
            continue
        if case.unknown(member.person, "在校生状况"):
            continue
        if education == "小学" or education.startswith("文盲"):
            message = f"{member.age}岁文化程度为{education}，请复核"
            yield of_person(
                member, ["文化程度"], message, "核对毕业证书，确实如此的不用改", education
            )


@rule("R045", "家庭成员.失学原因", "家庭成员.健康状况")
def reason_fits_health(case: Case) -> Found:
    for member in case.members:
        reasons = words_of(member.person.dropout_cause)
        if member.healthy and any(word.startswith(("因病", "因残")) for word in reasons):
            message = f"失学原因是{member.person.dropout_cause}，健康状况却是健康"
            fix = "核对后改正失学原因或健康状况"
            yield of_person(
                member, ["失学原因", "健康状况"], message, fix, member.person.dropout_cause
            )
