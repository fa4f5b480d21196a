"""E231-W236: the lists of 三单制 against each other: keys, limits, repetitions."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from docgen.facts.orderlists import CLAIMANTS, CLAIMS, MENU, ORDERS, Lists
from docgen.facts.services import Claim, Order
from docgen.facts.validity import village_stem, villages_named
from docgen.ledger.schema import plain
from docgen.model import Entry
from docgen.rules.case import Case
from docgen.rules.registry import Fault, Found, rule
from docgen.words import plain_name

CODES = ("E231", "E232", "E233", "E234", "W231", "W232", "W233", "W234", "W235", "W236")
"""The rules that the report of ``docgen orders`` tells again."""


def _lists(case: Case) -> Lists:
    return Lists(case.ledger, case.settings)


def _likely(written: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(written, sorted(known), 1, 0.6)
    return f"，最像的是{near[0]}" if near else ""


@rule("E231", MENU)
def services_exist(case: Case) -> Found:
    lists = _lists(case)
    known = {row.id for rows in lists.menu.values() for row in rows}
    for sheet in (ORDERS, CLAIMS):
        for entry in case.ledger.register(sheet):
            item = str(entry.get("项目编号") or "")
            if item and not lists.rows_of(item):
                message = f"服务项目里没有“{item}”{_likely(item, known)}"
                fix = "改正项目编号，或在服务项目里补上这一项"
                yield Fault(entry.at, ("项目编号",), message, fix, item, entry.household or "")


@rule("E232", CLAIMANTS)
def claimants_exist(case: Case) -> Found:
    lists = _lists(case)
    known = {one.name for one in lists.claimants}
    for claim in lists.claims:
        if claim.name and not claim.claimants:
            message = f"接单人表里没有“{claim.name}”{_likely(claim.name, known)}"
            fix = "改正姓名，或在接单人表里补上这个人；这一单仍算由所写的人接"
            yield Fault(
                claim.at, ("接单人",), message, fix, claim.name, claim.household, claim.name
            )


@rule("E233", MENU)
def services_are_one(case: Case) -> Found:
    lists = _lists(case)
    for rows in lists.menu.values():
        for place, row in enumerate(rows):
            before = [one for one in rows[:place] if _both(one.villages, row.villages)]
            if before and any(one != row for one in before):
                message = f"项目编号{row.id}在服务项目里有两条，点这一项的分不清是哪一条"
                fix = "给其中一条换一个编号，点单跟着改；各村不同的，写明适用村"
                others = tuple(one.at for one in before if one.at)
                yield Fault(row.at, ("项目编号",), message, fix, row.id, others=others)


def _both(one: str, other: str) -> bool:
    """Whether two rows may hold in one village: each names villages, and none in common, if not."""
    first, second = ({village_stem(v) for v in villages_named(text)} for text in (one, other))
    return not first or not second or bool(first & second)


@rule("E234", CLAIMANTS)
def claims_name_one_person(case: Case) -> Found:
    for claim in _lists(case).claims:
        if len(claim.claimants) > 1:
            told = "、".join(one.label for one in claim.claimants)
            message = (
                f"接单人表里有{len(claim.claimants)}个{claim.name}（{told}），分不清是谁接的单"
            )
            fix = f"写成{claim.claimants[0].label}这样"
            yield Fault(
                claim.at, ("接单人",), message, fix, claim.name, claim.household, claim.name
            )


@rule("W231", f"{CLAIMANTS}.姓名")
def claimants_of_one_name(case: Case) -> Found:
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in case.ledger.register(CLAIMANTS):
        if name := entry.get("姓名"):
            rows[plain_name(str(name))].append(entry)
    for same in rows.values():
        for place, entry in enumerate(same[1:], 1):
            name = str(entry.get("姓名"))
            message = f"接单人表里有{len(same)}行{name}"
            fix = "是同一个人的只留一行；不是的，写明所在小组和电话，接单记录里写成“姓名（小组）”"
            others = tuple(one.at for one in (*same[:place], *same[place + 1 :]) if one.at)
            yield Fault(entry.at, ("姓名",), message, fix, name, "", name, others)


@rule("W232", ORDERS)
def orders_stand_once(case: Case) -> Found:
    seen: dict[tuple[object, ...], list[Order]] = defaultdict(list)
    for order in _lists(case).orders:
        seen[(*order.key, order.day)].append(order)
    for same in seen.values():
        for order in same[1:]:
            when = f"{order.day:%Y-%m-%d}" if order.day else "没有写日期"
            message = f"这一户同一天（{when}）点了两次{order.item}，只算一单"
            fix = "重复的删掉一行；要两份的改数量；不是一次点的写明日期"
            others = tuple(one.at for one in same if one is not order and one.at)
            cells = ("项目编号", "点单日期")
            yield Fault(order.at, cells, message, fix, order.item, order.household, others=others)


@rule("W233", CLAIMS)
def orders_are_claimed_once(case: Case) -> Found:
    lists = _lists(case)
    claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in lists.claims:
        claims[claim.key].append(claim)
    wanted = _wanted(lists)
    for key, made in claims.items():
        for claim in made[max(wanted.get(key, 0), 1) :]:
            first = made[0]
            message = f"这一单{first.name}已经接了，又登记{claim.name}"
            fix = "按先认领的算；确是两人同去的不用改，登记错的删去一行"
            others = tuple(one.at for one in made if one is not claim and one.at)
            cells, who = ("接单人",), (claim.household, claim.name)
            yield Fault(claim.at, cells, message, fix, claim.name, *who, others)


def _wanted(lists: Lists) -> dict[tuple[str, str], int]:
    """How many orders stand behind each household and service."""
    days: dict[tuple[str, str], set[object]] = defaultdict(set)
    for order in lists.orders:
        item = plain(order.service.id) if order.service else plain(order.item)
        days[order.household, item].add(order.day)
    return {key: len(found) for key, found in days.items()}


@rule("W234", CLAIMS, f"{CLAIMANTS}.接单上限")
def nobody_claims_too_much(case: Case) -> Found:
    lists = _lists(case)
    rows: dict[str, list[Claim]] = defaultdict(list)
    for claim in lists.claims:
        if len(claim.claimants) == 1:
            rows[claim.claimants[0].label].append(claim)
    for person in lists.claimants:
        made = rows[person.label]
        if person.limit is not None and len(made) > person.limit:
            message = f"{person.label}已接{len(made)}单，超过接单上限{person.limit}单"
            fix = "减下超出的单，或改接单上限；已认领的照样算"
            yield Fault(person.at, ("接单上限",), message, fix, person.limit, "", person.label)


@rule("W235", CLAIMS, ORDERS)
def claims_have_orders(case: Case) -> Found:
    lists = _lists(case)
    wanted = _wanted(lists)
    for claim in lists.claims:
        if claim.household and claim.key not in wanted:
            message = f"这一户没有点{claim.item}，{claim.name}却接了这一单"
            fix = "补上点单，或改正户编号、项目编号；这一单仍算由所写的人接"
            cells = ("项目编号",)
            yield Fault(claim.at, cells, message, fix, claim.item, claim.household, claim.name)


@rule("W236")
def numbers_make_sense(case: Case) -> Found:
    for sheet, column, lowest, what in (
        (ORDERS, "数量", 1, "正数"),
        (CLAIMANTS, "接单上限", 0, "0或正整数"),
        (CLAIMANTS, "最少户数", 0, "0或正整数"),
    ):
        for entry in case.ledger.register(sheet):
            value = entry.get(column)
            if isinstance(value, int | Decimal) and (value < 0 or value == 0 < lowest):
                message = f"{column}是{value}，应是{what}"
                who = entry.household or "", str(entry.get("姓名") or "")
                yield Fault(entry.at, (column,), message, f"核对{column}", value, *who)
    for entry in case.ledger.register(CLAIMANTS):
        least, limit = entry.get("最少户数"), entry.get("接单上限")
        if isinstance(least, int) and isinstance(limit, int) and 0 < limit < least:
            message = f"最少户数{least}大于接单上限{limit}，做不到"
            name = str(entry.get("姓名") or "")
            yield Fault(entry.at, ("最少户数", "接单上限"), message, "核对两个数", least, "", name)
