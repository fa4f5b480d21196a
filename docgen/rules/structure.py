"""R010-R015: who belongs to a household and how they are related."""

from __future__ import annotations

from docgen.facts.words import id_is_right
from docgen.rules.case import Case, Home, Member
from docgen.rules.registry import Found, of_home, of_person, rule
from docgen.words import same_name

RELATION = "家庭成员.与户主关系"
HEAD = "户主"
MALE = frozenset(
    ("之子", "之女婿", "之孙子", "之外孙子", "之父", "之岳父", "之公公", "之祖父", "之外祖父")
)
FEMALE = frozenset(
    ("之女", "之儿媳", "之孙女", "之外孙女", "之母", "之岳母", "之婆婆", "之祖母", "之外祖母")
)


def _heads(home: Home) -> list[Member]:
    return [member for member in home.members if member.person.relation == HEAD]


@rule("R010", RELATION)
def has_head(case: Case) -> Found:
    for home in case.homes:
        if not home.members or _heads(home):
            continue
        name = home.household.householder
        likely = [member for member in home.members if same_name(member.person.name, name)]
        fix = "把户主本人的“与户主关系”改为户主"
        if likely:
            relation = likely[0].person.relation
            message = f"一户没有户主：户主{name}的关系写成了{relation or '空'}"
            yield of_person(likely[0], ["与户主关系"], message, fix, relation)
        else:
            message = f"成员表里没有户主，也没有{name or '户主姓名'}"
            at = home.household.at
            first = home.members[0]
            if at is not None and at.has("户主姓名"):
                beside = [(member.person.at, "与户主关系") for member in home.members]
                yield of_home(home, ["户主姓名"], message, fix, name, beside=beside)
            else:
                yield of_person(first, ["与户主关系"], message, fix, first.person.relation)


@rule("R011", RELATION)
def one_head(case: Case) -> Found:
    for home in case.homes:
        heads = _heads(home)
        if len(heads) < 2:
            continue
        named = [head for head in heads if same_name(head.person.name, home.household.householder)]
        right = min(named or heads, key=lambda head: head.label)
        for member in heads:
            if member is not right:
                message = f"一户有{len(heads)}个户主：{right.called}、{member.called}"
                rows = (right.person.at,) if right.person.at else ()
                yield of_person(
                    member, ["与户主关系"], message, "只留一个户主，其余改为实际关系", HEAD, rows
                )


@rule("R012", RELATION, "家庭成员.性别")
def couple(case: Case) -> Found:
    for home in case.homes:
        heads = _heads(home)
        spouses = [member for member in home.members if member.person.relation == "配偶"]
        if len(heads) != 1:
            continue
        for spouse in spouses:
            sex = spouse.person.sex
            if sex is None or sex != heads[0].person.sex:
                continue
            wrong = heads[0] if _sex_is_wrong(heads[0]) and not _sex_is_wrong(spouse) else spouse
            message = f"户主{heads[0].called}与配偶{spouse.called}都是{sex}"
            fix = "核对两人的性别和关系，改正写错的一个"
            yield of_person(wrong, ["性别", "与户主关系"], message, fix, sex)


def _sex_is_wrong(member: Member) -> bool:
    """Whether a right ID says another sex."""
    number = member.person.id_number or ""
    if not id_is_right(number[:18]):
        return False
    return ("男" if int(number[16]) % 2 else "女") != member.person.sex


@rule("R013", RELATION, "家庭成员.性别")
def title_fits_sex(case: Case) -> Found:
    for member in case.members:
        relation, sex = member.person.relation, member.person.sex
        if (relation in MALE and sex == "女") or (relation in FEMALE and sex == "男"):
            message = f"与户主关系是{relation}，性别却是{sex}"
            fix = "核对关系和性别，改正写错的一个"
            yield of_person(member, ["与户主关系", "性别"], message, fix, relation)


@rule("R014", "户信息.家庭人口", "家庭成员")
def size(case: Case) -> Found:
    for home in case.homes:
        written, rows = home.household.size, len(home.members)
        if written is not None and written != rows:
            message = f"家庭人口写{written}人，家庭成员表有{rows}人"
            fix = "核对户口簿，改正家庭人口，或补上、删去成员"
            yield of_home(home, ["家庭人口"], message, fix, written)


@rule("R015", "户信息")
def large(case: Case) -> Found:
    most = case.years("large_household")
    for home in case.homes:
        persons = max(home.household.size or 0, len(home.members))
        if persons >= most:
            message = f"一户{persons}人，请复核是否应当分户"
            yield of_home(
                home, ["家庭人口", "户编号"], message, "核对户口簿，确属一户的不用改", persons
            )
