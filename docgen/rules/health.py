"""R050-R051: health, disability cards, strength."""

from __future__ import annotations

from docgen.facts.words import disability_grade
from docgen.findings import Severity
from docgen.rules.case import CARD_LENGTHS, Case, holds_card
from docgen.rules.registry import Found, of_person, rule

STRONG = ("普通劳动力", "技能劳动力")
_CELLS = ("健康状况", "证件号码", "残疾类别")


@rule("R050", "家庭成员.健康状况", "家庭成员.证件号码")
def card_fits_health(case: Case) -> Found:
    for member in case.members:
        health = member.person.health
        if health is None:
            continue
        card = holds_card(member.person)
        numbered = len(member.person.id_number or "") in CARD_LENGTHS
        unsure = case.unknown(member.person, "残疾类别", "残疾等级")
        if "残疾" in health and not card and not unsure:
            message = "健康状况含残疾，却没有残疾证号和残疾类别等级"
            fix = "有证的补录残疾证号，无证的核对健康状况"
            yield of_person(member, _CELLS, message, fix, health)
        elif "残疾" in health and not numbered and not unsure:
            message = "登记了残疾类别，证件号码不是残疾人证号"
            fix = "有证的补录残疾证号；另有残疾证号一栏的不用改"
            hint = Severity.hint
            yield of_person(member, _CELLS, message, fix, health, severity=hint)
        elif health == "健康" and card:
            message = "登记了残疾证，健康状况却是健康"
            yield of_person(member, _CELLS, message, "核对后把健康状况改为残疾", health)


@rule("R051", "家庭成员.残疾类别", "家庭成员.残疾等级", "家庭成员.劳动技能")
def strength_fits_disability(case: Case) -> Found:
    for member in case.members:
        person = member.person
        grade = disability_grade(person)
        if grade is not None and grade <= 2 and person.labour in STRONG:
            message = f"{person.disability_kind}残疾{grade}级，劳动技能却是{person.labour}"
            fix = "核对劳动能力鉴定，改正劳动技能或残疾等级"
            yield of_person(member, ["劳动技能", "残疾等级"], message, fix, person.labour)
