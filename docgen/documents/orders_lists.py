"""What the lists of 三单制 say: for each branch, each person who takes orders on, each village."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.documents.gaps import Lacks, joined
from docgen.documents.orders_parts import (
    Line,
    Section,
    group_of,
    householder,
    numbered,
    places,
)
from docgen.facts.services import Claimant, Order, Service
from docgen.model import Household
from docgen.words import missing, number_text
from docgen.work.placed import Below, Matched, Placed, Unserved

PROPOSED = "组织匹配（建议）"


@dataclass(frozen=True, slots=True)
class Part:
    """The orders of one place: ``several`` when it is of several villages."""

    matched: Matched
    placed: tuple[Placed, ...]
    unserved: tuple[Unserved, ...]
    several: bool

    @property
    def orders(self) -> int:
        return sum(one.order is not None for one in self.placed) + len(self.unserved)


def part_of(matched: Matched, keys: frozenset[str] | None, *, several: bool) -> Part:
    """Return the orders of these households; all of them when ``keys`` is None."""
    placed = tuple(one for one in matched.placed if keys is None or one.household in keys)
    unserved = tuple(one for one in matched.unserved if keys is None or one.household in keys)
    return Part(matched, placed, unserved, several)


def way(one: Placed) -> str:
    """Return how an order was taken on; what docgen only proposes says so."""
    return PROPOSED if one.proposed else one.how


def placed_line(one: Placed, part: Part) -> Line:
    """Return one order that is served."""
    order, claim = one.order, one.claim
    also = f"（{'、'.join(one.also)}也登记了）" if one.also else ""
    return Line(
        {
            **_ordered(one.home, one.household, one.item, one.service, order, part),
            "接单人": f"{one.name}{also}",
            "方式": way(one) if order else f"{way(one)}，没有点单",
            "完成": _done(one),
            "联系电话": one.home.phone if one.home else "",
        },
        places(order.at if order else None, claim.at if claim else None),
    )


def _done(one: Placed) -> str:
    if one.claim is None:
        return ""
    return joined([one.claim.state, number_or_day(one.claim.done)], " ")


def number_or_day(value: Any) -> str:
    """Return a short date (2026.6.30), or nothing."""
    return f"{value.year}.{value.month}.{value.day}" if value else ""


def _ordered(
    home: Household | None,
    key: str,
    item: str,
    service: Service | None,
    order: Order | None,
    part: Part,
) -> dict[str, Any]:
    return {
        "村民小组": group_of(home, several=part.several),
        "户主": householder(home, key),
        "服务项目": service.name if service else item,
        "内容": joined([service.content, service.standard], "；") if service else "",
        "标准": service.standard if service else "",
        "数量": quantity(order),
        "点单日期": number_or_day(order.day if order else None),
    }


def quantity(order: Order | None) -> str:
    """Return how many were ordered; a row that does not say it is one."""
    if order is None:
        return ""
    return number_text(order.quantity) if order.quantity is not None else "1"


def unserved_line(one: Unserved, part: Part) -> Line:
    """Return one order that nobody serves."""
    order = one.order
    told = _ordered(one.home, one.household, order.item, one.service, order, part)
    return Line({**told, "原因": one.reason}, places(order.at))


def branches(part: Part) -> list[str]:
    """Return the branches of the part's orders, by name; empty for what none offers."""
    found = {branch_of(one, part) for one in part.placed}
    found |= {branch_of(one, part) for one in part.unserved}
    return sorted(found, key=lambda name: (not name, name))


def branch_of(one: Placed | Unserved, part: Part) -> str:
    """Return the branch that offers what was ordered; empty when the menu does not say it."""
    village = part.matched.lists.village_of(one.home)
    return one.service.branch_for(village) if one.service else ""


def branch_section(branch: str, part: Part) -> Section:
    """Return the order list of one branch."""
    placed = [one for one in part.placed if branch_of(one, part) == branch]
    unserved = [one for one in part.unserved if branch_of(one, part) == branch]
    name = branch or missing("支部")
    return Section(
        f"支部：{name}",
        (_sums(placed, unserved), *_proposals(placed)),
        _tables(placed, unserved, part),
    )


def _tables(
    placed: Iterable[Placed], unserved: Iterable[Unserved], part: Part
) -> dict[str, list[Line]]:
    return {
        "单": numbered(placed_line(one, part) for one in placed),
        "未接": numbered(unserved_line(one, part) for one in unserved),
    }


def _sums(placed: Sequence[Placed], unserved: Sequence[Unserved]) -> str:
    served = [one for one in placed if one.order is not None]
    chosen = sum(one.how == "自主认领" for one in served)
    proposed = sum(one.proposed for one in served)
    households = {one.household for one in served} | {one.household for one in unserved}
    parts = [
        f"{len(households)}户点单{len(served) + len(unserved)}单",
        f"已接{len(served)}单",
        f"其中自主认领{chosen}单",
        f"组织匹配{len(served) - chosen}单" + (f"（建议{proposed}单）" if proposed else ""),
        f"没有人接{len(unserved)}单",
    ]
    return f"{'，'.join(parts)}。"


def _proposals(placed: Iterable[Placed]) -> tuple[str, ...]:
    if not any(one.proposed for one in placed):
        return ()
    return ("“建议”是按技能、小组、时间、资源和接单上限匹配的，本人同意后登记到接单记录才算接单。",)


def person_sections(part: Part, lacks: Lacks) -> list[Section]:
    """Return a claim list for each person who has an order, by village, group and name."""
    rows: dict[str, list[Placed]] = {}
    for one in part.placed:
        rows.setdefault(one.name, []).append(one)
    people = {person.label: person for person in part.matched.lists.claimants}
    short = {one.claimant.label: one for one in part.matched.below}
    return [
        _person(name, _reached(rows[name], lacks), people.get(name), short.get(name), part)
        for name in sorted(rows, key=lambda name: _where(people.get(name), name))
    ]


def _reached(rows: list[Placed], lacks: Lacks) -> list[Placed]:
    """Return the rows; a household without a telephone number is noted."""
    for one in rows:
        if one.home is not None:
            lacks.value(one.home, "联系电话", f"接单清单（{one.name}）")
    return rows


def _where(person: Claimant | None, name: str) -> tuple[str, str, str]:
    return (person.village, person.groups, name) if person else ("~", "", name)


def _person(
    name: str, rows: Sequence[Placed], person: Claimant | None, below: Below | None, part: Part
) -> Section:
    if person is None:
        notes = [f"接单人表里查不到唯一的“{name}”，核实后改正接单记录。"]
    else:
        notes = [f"{label}：{text}" for label, text in _facts(person) if text]
        notes = ["　　".join(notes)]
    households = {one.household for one in rows}
    limit = f"，接单上限{person.limit}单" if person and person.limit is not None else ""
    short = f"，不到最少户数{below.claimant.least}户" if below else ""
    notes.append(f"共{len(rows)}单、{len(households)}户{limit}{short}。")
    return Section(
        f"接单人：{name}",
        (*notes, *_proposals(rows)),
        {"单": numbered(placed_line(one, part) for one in rows)},
    )


def _facts(person: Claimant) -> tuple[tuple[str, str], ...]:
    return (
        ("身份", person.status),
        ("小组", person.groups),
        ("电话", person.phone),
        ("特长", person.skills),
        ("可用时间", person.time),
        ("可带资源", person.resources),
    )


def village_section(village: str, part: Part, lacks: Lacks) -> Section:
    """Return the list of one village: the menu with its counts, every order, what nobody serves."""
    return Section(
        "",
        (_sums(part.placed, part.unserved), *_proposals(part.placed)),
        {
            "项目": numbered(_menu(village, part, lacks)),
            **_tables(part.placed, part.unserved, part),
        },
    )


def _menu(village: str, part: Part, lacks: Lacks) -> list[Line]:
    menu: Mapping[str, tuple[Service, ...]] = part.matched.lists.menu
    rows = [row for key in sorted(menu) for row in menu[key] if row.applies_in(village)]
    for row in rows:
        if not row.branch:
            lacks.note("支部", f"一村一批清单（{row.id}）", row.at)
    return [_menu_line(row, village, part) for row in rows]


def _menu_line(service: Service, village: str, part: Part) -> Line:
    served = [one for one in part.placed if one.service == service and one.order]
    open_orders = [one.order for one in part.unserved if one.service == service]
    orders = [one.order for one in served if one.order] + open_orders
    amount = sum((one.quantity if one.quantity is not None else 1 for one in orders), 0)
    return Line(
        {
            "项目编号": service.id,
            "服务项目": service.name,
            "类别": service.kind,
            "标准": joined([service.content, service.standard], "；"),
            "技能": service.skill_text or "不限",
            "点单": len(orders),
            "数量": number_text(amount),
            "已接": len(served),
            "未接": len(open_orders),
            "支部": service.branch_for(village) or None,
        },
        places(service.at),
    )
