"""两不愁三保障 and drinking water of one household: how it stands and what falls short."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.documents.gaps import Context, Lacks, joined
from docgen.facts import traits
from docgen.facts.view import View
from docgen.facts.words import is_yes
from docgen.model import Household, Person
from docgen.words import date_text, missing, number_text

PLACE = "“两不愁三保障”及饮水"
NONE = "无"


def security(household: Household, view: View, lacks: Lacks) -> list[Context]:
    """Return six rows: 项目, 现状, 短板 (无, what falls short, or a mark)."""
    people = view.ledger.persons_of(household.id)
    return [
        _answered("不愁吃", household, lacks),
        _answered("不愁穿", household, lacks),
        schooling(people, view, lacks),
        insurance(people, view, lacks),
        dwelling(household, lacks),
        water(household, lacks),
    ]


def _row(item: str, state: str, shortfall: str) -> Context:
    return {"项目": item, "现状": state, "短板": shortfall}


def _answered(item: str, household: Household, lacks: Lacks) -> Context:
    said = lacks.value(household, item, PLACE)
    if said is None:
        return _row(item, missing(item), missing(item))
    good = is_yes(str(said))
    return _row(item, f"{item}：{said}", NONE if good else f"{item}为“{said}”")


def schooling(people: Sequence[Person], view: View, lacks: Lacks) -> Context:
    """Return whether everybody aged 6 to 15 goes to school or is taught at home."""
    item = "义务教育"
    if not people:
        return _row(item, lacks.mark("家庭成员", PLACE), missing("家庭成员"))
    unknown_age = [one for one in people if traits.of_school_age(one, view) is None]
    children = [one for one in people if traits.of_school_age(one, view)]
    states = [_at_school(child, view, lacks) for child in children]
    short = [text for good, text in states if not good]
    marks = [f"{one.name or ''}{lacks.mark('出生日期', PLACE, one.at)}" for one in unknown_age]
    if not children:
        return _row(item, joined([*marks, "没有6至15周岁的成员"]), joined(marks, "；", empty=NONE))
    names = "、".join(child.name or missing("姓名") for child in children)
    at_school = sum(good for good, _ in states)
    state = f"6至15周岁{len(children)}人（{names}），在校或送教上门{at_school}人"
    return _row(item, joined([state, *marks]), joined([*short, *marks], "；", empty=NONE))


def _at_school(child: Person, view: View, lacks: Lacks) -> tuple[bool, str]:
    name = child.name or missing("姓名")
    if traits.at_school(child, view) or is_yes(child.taught_at_home):
        return True, ""
    if child.schooling is None:
        return False, f"{name}{lacks.mark('在校生状况', PLACE, child.at)}"
    cause = f"（{child.dropout_cause}）" if child.dropout_cause else ""
    return False, f"{name}未在校{cause}"


def insurance(people: Sequence[Person], view: View, lacks: Lacks) -> Context:
    """Return whether everybody is insured."""
    item = "基本医疗"
    if not people:
        return _row(item, missing("家庭成员"), missing("家庭成员"))
    answers = [(person, traits.insured(person, view)) for person in people]
    insured = sum(answer is True for _, answer in answers)
    short = [
        f"{person.name or missing('姓名')}"
        + ("未参加医保" if answer is False else lacks.mark(_unanswered(person), PLACE, person.at))
        for person, answer in answers
        if not answer
    ]
    state = f"家庭成员{len(people)}人，已参加医保{insured}人"
    return _row(item, state, joined(short, "；", empty=NONE))


def _unanswered(person: Person) -> str:
    return "城乡居民医保" if person.resident_insurance is None else "职工医保"


def dwelling(household: Household, lacks: Lacks) -> Context:
    """Return what the house is like and whether it is dangerous."""
    item = "住房安全"
    verdict = joined(
        [
            household.dwelling_verdict,
            f"{date_text(household.dwelling_checked)}鉴定" if household.dwelling_checked else "",
        ]
    )
    size = household.dwelling_area
    details = [
        household.dwelling_structure,
        f"{number_text(size)}平方米" if size is not None else "",
        f"鉴定结论：{verdict}" if verdict else "",
    ]
    said = lacks.value(household, "是否危房户", PLACE)
    if said is None:
        return _row(item, joined([*details, missing("是否危房户")]), missing("是否危房户"))
    state = joined([*details, f"是否危房：{said}"])
    if is_yes(str(said)) is False:
        return _row(item, state, NONE)
    grade = household.danger_grade or lacks.mark("危房等级", PLACE, household.at)
    return _row(
        item, state, f"危房（{grade}级）" if grade in ("A", "B", "C", "D") else f"危房（{grade}）"
    )


def water(household: Household, lacks: Lacks) -> Context:
    """Return whether the drinking water is safe, with quality, amount, way and reliability."""
    item = "饮水安全"
    parts = (
        ("水质", household.water_quality),
        ("水量", household.water_amount),
        ("方便程度", household.water_convenience),
        ("供水保证率", household.water_reliability),
    )
    details = [f"{name}{value}" for name, value in parts if value]
    said = lacks.value(household, "饮水是否安全", PLACE)
    if said is None:
        return _row(item, joined([*details, missing("饮水是否安全")]), missing("饮水是否安全"))
    short = [] if is_yes(str(said)) else [f"饮水是否安全为“{said}”"]
    if is_yes(household.water_hardship):
        short.append("饮水困难")
    return _row(item, joined([*details, f"是否安全：{said}"]), joined(short, "；", empty=NONE))
