"""R001-R007: ID numbers and disability cards (GB 11643-1999)."""

from __future__ import annotations

from datetime import date

from docgen.facts.words import check_character, id_is_right
from docgen.rules.case import CARD_LENGTHS, Case, Member, same_birth
from docgen.rules.registry import Found, of_person, rule
from docgen.rules.structure import FEMALE, MALE

LENGTHS = (18, *CARD_LENGTHS)
NUMBER = "家庭成员.证件号码"
COUPLE = ("户主", "配偶")
SPOILT = "E101"  # an ID stored as a number: reading has said so, its digits prove nothing


def _number(case: Case, member: Member) -> str:
    """The number if it has a length of IDs and was not spoilt; else empty."""
    number = member.person.id_number or ""
    if len(number) not in LENGTHS or case.has_trouble(member.person.at, "证件号码", SPOILT):
        return ""
    return number


def _other_papers(member: Member) -> bool:
    """Whether the number is of another kind of paper (passport, birth certificate …)."""
    return (member.person.id_kind or "身份证") not in ("身份证", "残疾人证")


@rule("R001", NUMBER)
def length(case: Case) -> Found:
    for member in case.members:
        number = member.person.id_number
        if number is None:
            yield of_person(
                member, ["证件号码"], "证件号码没有填", "对照户口簿或身份证填写18位号码"
            )
        elif len(number) not in LENGTHS and not _other_papers(member):
            if case.has_trouble(member.person.at, "证件号码", SPOILT):
                continue
            message = f"证件号码是{len(number)}位，应为18位（身份证）或20、22位（残疾人证）"
            yield of_person(member, ["证件号码"], message, "对照证件改正号码", number)


@rule("R002", "家庭成员.证件类型", NUMBER)
def kind_fits_length(case: Case) -> Found:
    for member in case.members:
        kind, number = member.person.id_kind, _number(case, member)
        if not number or kind not in ("身份证", "残疾人证"):
            continue
        if (kind == "身份证") is not (len(number) == 18):
            right = "残疾人证" if kind == "身份证" else "身份证"
            message = f"证件类型是{kind}，号码却有{len(number)}位"
            fix = f"证件类型改为{right}，或改正号码"
            yield of_person(member, ["证件类型", "证件号码"], message, fix, kind)


@rule("R003", NUMBER)
def check_digit(case: Case) -> Found:
    for member in case.members:
        number = _number(case, member)
        if not number or _other_papers(member):
            continue
        if message := _wrong(number):
            yield of_person(member, ["证件号码"], message, "对照证件逐位核对号码", number)


def _wrong(number: str) -> str:
    head = number[:17]
    if not (head.isascii() and head.isdigit()):
        return "证件号码的前17位里有不是数字的字符"
    if not id_is_right(number[:18]):
        return f"身份证校验位不对：按前17位算末位应为{check_character(head)}"
    if len(number) in CARD_LENGTHS and number[19] not in "1234":
        return f"残疾人证第20位（残疾等级）是{number[19]}，应为1至4"
    return ""


@rule("R004", NUMBER)
def used_once(case: Case) -> Found:
    groups: dict[str, list[Member]] = {}
    for member in case.members:
        if number := _number(case, member):
            groups.setdefault(number[:18].upper(), []).append(member)
    for number, same in groups.items():
        if len(same) < 2:
            continue
        owner = min(same, key=lambda member: _claim(member, number))
        for member in same:
            if member is not owner:
                message = f"证件号码与{_whose(owner, member)}相同"
                fix = "对照证件改正写错的一个；是同一人的，删掉重复的一行"
                value = member.person.id_number
                rows = (owner.person.at,) if owner.person.at else ()
                yield of_person(member, ["证件号码"], message, fix, value, rows)


def _whose(other: Member, member: Member) -> str:
    place = other.person.at
    row = f"（{place.sheet}第{place.row}行）" if place else ""
    home = (
        "" if other.person.household == member.person.household else f"{other.person.household}户"
    )
    return f"{home}{other.called}{row}"


def _claim(member: Member, number: str) -> tuple[int, str, str]:
    """Whose number it is: whose birth date and sex fit it; between equals the order is fixed."""
    return _contradictions(member, number), member.person.household, member.label


def _contradictions(member: Member, number: str) -> int:
    birth = _birth(number)
    person = member.person
    wrong_birth = (
        person.born is not None and birth is not None and not same_birth(person.born, birth)
    )
    return wrong_birth + (person.sex is not None and person.sex != _sex(number))


@rule("R005", NUMBER)
def not_virtual(case: Case) -> Found:
    for member in case.members:
        number = _number(case, member)
        if number.startswith("999999") or "99999" in number:
            yield of_person(
                member,
                ["证件号码"],
                "这是虚拟号码",
                "补录真实的证件号码；确无证件的，先办理户口",
                number,
            )


@rule("R006", "家庭成员.出生日期", NUMBER)
def birth_date(case: Case) -> Found:
    for member in case.members:
        born, number = member.person.born, _number(case, member)
        if born is None or not number[6:14].isdigit() or _other_papers(member):
            continue
        in_id = _birth(number)
        if in_id is None or not same_birth(born, in_id):
            digits = number[6:14]
            message = (
                f"出生日期是{born:%Y-%m-%d}，证件号码里是{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            )
            fix = "以户口簿和身份证为准，改正其中一个"
            yield of_person(member, ["出生日期", "证件号码"], message, fix, born)


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


@rule("R007", "家庭成员.性别", NUMBER)
def sex(case: Case) -> Found:
    for member in case.members:
        written, number = member.person.sex, _number(case, member)
        if written not in ("男", "女") or not number[16:17].isdigit() or _other_papers(member):
            continue
        if written != _sex(number):
            message = f"性别是{written}，证件号码第17位{number[16]}表示{_sex(number)}"
            fix = "以户口簿和身份证为准，改正其中一个"
            cells = ["性别", "证件号码"]
            if _family_says(case, member):
                cells.reverse()
            yield of_person(member, cells, message, fix, written)


def _family_says(case: Case, member: Member) -> bool:
    """Whether relation or spouse confirm the written sex, so that the number is the wrong one."""
    relation, sex = member.person.relation or "", member.person.sex
    if relation in MALE | FEMALE:
        return (relation in MALE) is (sex == "男")
    home = case.home_of.get(member.person.household)
    couple = [m for m in home.members if m.person.relation in COUPLE] if home else []
    sexes = {m.person.sex for m in couple}
    return relation in COUPLE and len(couple) == 2 and sexes == {"男", "女"}


def _sex(number: str) -> str:
    return "男" if number[16:17] in "13579" else "女"
