"""R070-R079: work outside, public posts, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from docgen.facts.figures.select import works, works_away
from docgen.facts.words import blank, words_of
from docgen.findings import Severity
from docgen.model import Person
from docgen.rules.case import Case, Home, Member, has, is_before
from docgen.rules.labour import WORKING_AGE
from docgen.rules.registry import Fault, Found, of_home, of_person, rule

_MONTHS = "家庭成员.务工时间"
NOT_A_NUMBER = "E104"
MANY_POSTS = 3
# Provinces, autonomous regions and municipalities: a place that says no more is not yet a county.
PROVINCES = re.compile(
    r"(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾"
    r"|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)?"
)
VAGUE = re.compile(
    r"省外|省内|县外|县内|外省|外县|本省|外地|外面|外出|在外|各地|沿海|不详|不固定|不定|打工|务工|一带|地区|等地|[，,、；;（()）\s]"
)


@rule("R070", _MONTHS)
def months_of_a_year(case: Case) -> Found:
    most = case.limit("most_work_months")
    for member in case.rows:
        months = member.person.work_months
        if months is not None and not 0 <= months <= most:
            message = f"务工时间是{months}个月"
            fix = f"填本年务工的月数，0至{most}"
            yield of_person(member, ["务工时间"], message, fix, months)
        elif months is None and case.has_trouble(member.person.at, "务工时间", NOT_A_NUMBER):
            fix = f"只填月数，0至{most}"
            value = case.written(member.person.at, "务工时间", NOT_A_NUMBER)
            yield of_person(member, ["务工时间"], "务工时间不是数字", fix, value)


@rule("R071", _MONTHS, "户信息.工资性收入")
def wages_and_work(case: Case) -> Found:
    for home in case.homes:
        wages = home.household.wages
        workers = [member for member in home.rows if works(member.person)]
        if workers and not wages and has(home.household, "工资性收入"):
            message = f"{workers[0].called}有务工时间，户工资性收入却是{_shown(wages)}"
            fix = "补填工资性收入，或改正务工时间"
            beside = [(member.person.at, "务工时间") for member in workers]
            yield of_home(home, ["工资性收入"], message, fix, wages, beside=beside)
        elif wages is not None and wages > 0 and not workers and _idle(case, home):
            message = f"有工资性收入{wages}元，却没有成员登记务工时间"
            fix = "补填务工成员的务工时间，或改正工资性收入"
            beside = [(member.person.at, "务工时间") for member in home.members]
            yield of_home(home, ["工资性收入"], message, fix, wages, beside=beside)


def _idle(case: Case, home: Home) -> bool:
    """Whether there are members, none on a post and none whose months could not be read."""
    rows = home.rows
    return bool(rows) and not any(_may_be_on_post(case, m.person) or _unread(case, m) for m in rows)


def _on_post(person: Person) -> bool:
    return not blank(person.public_post) or bool(person.post_months)


def _may_be_on_post(case: Case, person: Person) -> bool:
    return _on_post(person) or case.unknown(person, "公益性岗位", "公岗月数")


def _unread(case: Case, member: Member) -> bool:
    return case.has_trouble(member.person.at, "务工时间", NOT_A_NUMBER)


def _shown(amount: Decimal | None) -> str:
    return "空" if amount is None else str(amount)


@rule("R072", _MONTHS, "家庭成员.务工所在地")
def place_of_work(case: Case) -> Found:
    for member in case.rows:
        place, employer = member.person.work_place, member.person.employer
        if blank(place):
            message = "有务工时间，没有务工所在地"
            yield of_person(member, ["务工所在地"], message, "填写到县级，如广东省东莞市", place)
        elif _vague(place or ""):
            message = f"务工所在地只写到“{place}”，应写到县级"
            yield of_person(member, ["务工所在地"], message, "补写到县（市、区）", place)
        on_post = _may_be_on_post(case, member.person)
        if blank(employer) and not on_post and has(member.person, "务工企业"):
            message = "有务工时间，没有务工企业"
            cells = ["务工企业", "务工所在地"]
            yield of_person(member, cells, message, "填写企业或雇主名称，灵活就业的写明工种")


def _vague(place: str) -> bool:
    """Whether a place names no county: a province at most (广东打工), or only how far (省外)."""
    return PROVINCES.fullmatch(VAGUE.sub("", place)) is not None or not VAGUE.sub("", place)


@rule("R073", _MONTHS, "家庭成员.务工月收入")
def wage(case: Case) -> Found:
    lowest, low = case.limit("lowest_wage"), case.limit("low_wage")
    highest = case.limit("highest_wage")
    for member in case.rows:
        amount = member.person.work_wage
        if amount is None or low <= amount <= highest:
            continue
        severity = Severity.hint if lowest <= amount < low else None
        message = f"务工月收入是{amount}元"
        fix = "核对单位（元/月），确实如此的不用改"
        yield of_person(member, ["务工月收入"], message, fix, amount, severity=severity)


@rule("R074", "家庭成员.开始时间", "家庭成员.出生日期")
def began_too_young(case: Case) -> Found:
    for member in case.rows:
        born, began = member.person.born, member.person.work_from
        if born is None or began is None or born > began:
            continue
        if (began.year - WORKING_AGE, began.month) < (born.year, born.month):
            message = f"{began:%Y年%m月}开始务工，当月未满16周岁"
            fix = "核对开始时间和出生日期，改正写错的一个"
            yield of_person(member, ["开始时间", "出生日期"], message, fix, began)


@rule("R075", "家庭成员.开始时间", "家庭成员.结束时间", "家庭成员.证件号码")
def one_after_the_other(case: Case) -> Found:
    records: dict[str, list[Member]] = {}
    for member in case.rows:
        if member.person.work_from is not None and member.person.id_number:
            records.setdefault(member.person.id_number[:18], []).append(member)
    for rows in records.values():
        for before, after in pairwise(sorted(rows, key=_beginning)):
            ended, began = before.person.work_until, after.person.work_from
            if ended is not None and began is not None and is_before(began, ended):
                message = f"本次{began:%Y-%m-%d}开始，早于上次结束{ended:%Y-%m-%d}"
                yield of_person(after, ["开始时间"], message, "核对两次务工的起止时间", began)


def _beginning(member: Member) -> tuple[date, date, str, int]:
    """Begun first, ended first; of two alike the one that stands first in the ledger."""
    person = member.person
    place = (person.at.file, person.at.row) if person.at else ("", 0)
    return person.work_from or date.min, person.work_until or date.max, *place


@rule("R076", "家庭成员.是否已务工", "家庭成员.结束时间")
def came_home(case: Case) -> Found:
    for member in case.rows:
        person = member.person
        until = person.work_until
        if until is not None and until > case.as_of:
            message = f"是否已务工为否，结束时间{until:%Y-%m-%d}却晚于基准日"
            fix = "仍在务工的改是否已务工，已返乡的改结束时间"
            yield of_person(member, ["结束时间"], message, fix, until)
        elif until is None and _has_job(person) and has(person, "结束时间"):
            message = "是否已务工为否，登记的务工却没有结束时间"
            yield of_person(member, ["结束时间"], message, "补填返乡的年月；仍在务工的改是否已务工")


def _has_job(person: Person) -> bool:
    """Whether the row tells of a job: without one there is nothing that could have ended."""
    return person.work_from is not None or works(person)


@rule("R077", "家庭成员.公益性岗位")
def public_posts(case: Case) -> Found:
    months_known = case.view.has("家庭成员", "公岗月数")
    if not months_known:
        yield "“家庭成员”表没有“公岗月数”列"
    for member in case.members:
        yield from _post(case, member)


def _post(case: Case, member: Member) -> Iterator[Fault]:
    person = member.person
    oldest = case.years("oldest_on_post")
    if not person.post_months and has(person, "公岗月数"):
        message = (
            f"登记了公益性岗位（{person.public_post}），公岗月数是{_shown(person.post_months)}"
        )
        cells = ["公岗月数", "公益性岗位"]
        yield of_person(member, cells, message, "填写聘用月数", person.post_months)
    if member.age is not None and not WORKING_AGE <= member.age < oldest:
        message = f"{member.age}岁登记了公益性岗位（{person.public_post}）"
        fix = "核对年龄和聘用条件，不符合的解聘"
        cells = ["公益性岗位", "出生日期", "公岗月数"]
        yield of_person(member, cells, message, fix, person.public_post)
    if len(words_of(person.public_post)) >= MANY_POSTS:
        message = f"同一人登记了三种以上公益性岗位：{person.public_post}"
        cells = ["公益性岗位", "公岗月数"]
        yield of_person(member, cells, message, "核对聘用合同，只留实际岗位", person.public_post)


@rule("R078", "家庭成员.公益性岗位", "家庭成员.务工区域")
def post_at_home(case: Case) -> Found:
    for member in case.rows:
        person = member.person
        if works_away(person):
            message = f"在{person.work_region}务工，却登记了本地公益性岗位（{person.public_post}）"
            fix = "核实是否在岗，改正公益性岗位或务工区域"
            yield of_person(member, ["公益性岗位", "务工区域"], message, fix, person.public_post)


@rule("R079", "户信息.联系电话")
def own_telephone(case: Case) -> Found:
    users: dict[str, list[tuple[Home, Member | None]]] = {}
    for home in case.homes:
        if home.household.phone is not None:
            users.setdefault(home.household.phone, []).append((home, None))
        for member in home.members:
            if member.person.phone is not None:
                users.setdefault(member.person.phone, []).append((home, member))
    for number, places in users.items():
        keys = list(dict.fromkeys(home.household.id for home, _ in places))
        for home, holder in places if len(keys) > 1 else ():
            message = f"联系电话与{'、'.join(key for key in keys if key != home.household.id)}相同"
            fix = "入户核实，各填各户的电话"
            if holder:
                yield of_person(holder, ["联系电话"], message, fix, number)
            else:
                yield of_home(home, ["联系电话"], message, fix, number)
    for home in case.homes:
        yield from _apart_with_one_phone(home)


def _apart_with_one_phone(home: Home) -> Iterator[Fault]:
    """Members who work in different places and are said to have the same telephone."""
    first: dict[str, Member] = {}
    for member in home.members:
        person = member.person
        if person.phone is None or not works(person) or blank(person.work_place):
            continue
        other = first.setdefault(person.phone, member)
        away = works_away(person) or works_away(other.person)
        if away and other.person.work_place != person.work_place:
            message = f"与在{other.person.work_place}务工的{other.called}电话相同"
            yield of_person(member, ["联系电话"], message, "核对本人电话", person.phone)
