"""R110-R112: causes of poverty against the persons of the household."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from docgen.facts.figures.select import cause
from docgen.facts.words import words_of
from docgen.findings import Severity
from docgen.model import Person
from docgen.rules.case import Case, Home, holds_card
from docgen.rules.health import STRONG
from docgen.rules.registry import Found, of_home, rule
from docgen.rules.schooling import COLLEGE, GRADUATE, SENIOR

_CAUSE = "户信息.主要致贫原因"
_CELLS = ("主要致贫原因", "其他致贫原因")
UPPER_STAGES = (*SENIOR, *COLLEGE, *GRADUATE, "技师学院")
MOST_OTHER_CAUSES = 2


@rule("R110", _CAUSE, "户信息.户类型", "家庭成员.健康状况", "家庭成员.在校生状况")
def cause_fits_persons(case: Case) -> Found:
    for home in case.homes:
        if home.members and (message := _contradiction(case, home)):
            fix = "核对建档材料和现在的家庭情况，改正致贫原因或成员信息"
            yield of_home(home, _CELLS, message, fix, home.household.main_cause)


def _contradiction(case: Case, home: Home) -> str:
    main, persons = cause(home.household), [member.person for member in home.members]
    if main == "因病" and all(member.healthy for member in home.members):
        return "因病致贫，全家却都健康"
    if main == "因学" and all(_below_upper_stages(person) for person in persons):
        return "因学致贫，却没有高中以上在校生"
    if main == "因残" and all(_not_disabled(case, person) for person in persons):
        return "因残致贫，却没有残疾人"
    return ""


def _below_upper_stages(person: Person) -> bool:
    return person.schooling is not None and not person.schooling.startswith(UPPER_STAGES)


def _not_disabled(case: Case, person: Person) -> bool:
    if case.unknown(person, "证件号码", "残疾类别", "残疾等级"):
        return False
    return person.health is not None and "残疾" not in person.health and not holds_card(person)


@rule("R111", _CAUSE, "户信息.户类型", "家庭成员.劳动技能")
def lack_of_labour(case: Case) -> Found:
    many, share = case.years("many_labourers"), case.limit("labour_share")
    hinted = min(share, case.limit("labour_share_hint"))
    for home in case.homes:
        if cause(home.household) != "缺劳动力":
            continue
        strong = sum(member.person.labour in STRONG for member in home.members)
        part = Decimal(strong) / len(home.members) if home.members else Decimal(0)
        if strong >= many or part > hinted:
            message = f"缺劳动力致贫，{len(home.members)}人中却有{strong}个劳动力"
            fix = "核对致贫原因和劳动技能，改正写错的一项"
            hint = None if strong >= many or part > share else Severity.hint
            cause_now = home.household.main_cause
            yield replace(of_home(home, _CELLS, message, fix, cause_now), severity=hint)


def _plain(word: str) -> str:
    """A cause without its code (07缺技术)."""
    return word.lstrip("0123456789-. ") or word


@rule("R112", _CAUSE, "户信息.其他致贫原因", "户信息.户类型")
def other_causes(case: Case) -> Found:
    for home in case.homes:
        others = [_plain(word) for word in words_of(home.household.other_causes)]
        repeated = cause(home.household) in others
        if repeated or len(others) > MOST_OTHER_CAUSES:
            message = (
                "其他致贫原因与主要致贫原因重复" if repeated else f"其他致贫原因有{len(others)}项"
            )
            fix = "其他致贫原因最多两项，不重复主要原因"
            yield of_home(home, _CELLS, message, fix, home.household.other_causes)
