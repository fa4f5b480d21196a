"""The lists of 三单制 in a ledger: the menu, the orders, who takes orders on, what is claimed.

Rows become plain records with their keys looked up. What a key does not lead to is left as it is
written: the rules tell it (E231 …), and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from docgen.facts.services import (
    BY_CHOICE,
    BY_OFFICE,
    Claim,
    Claimant,
    Order,
    Service,
    skills_of,
)
from docgen.folder import Settings
from docgen.ledger.households import village_key
from docgen.ledger.schema import plain
from docgen.model import Entry, Household, Ledger
from docgen.words import mask_phone, plain_name

MENU, ORDERS, CLAIMANTS, CLAIMS = "服务项目", "点单", "接单人", "接单记录"


@dataclass(frozen=True)
class Lists:
    """The lists of a ledger, with keys looked up."""

    ledger: Ledger
    settings: Settings

    @cached_property
    def menu(self) -> Mapping[str, tuple[Service, ...]]:
        """Services by number (plain), every row of it."""
        found: dict[str, list[Service]] = {}
        for entry in self.ledger.register(MENU):
            service = _service(entry)
            if service.id:
                found.setdefault(plain(service.id), []).append(service)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _named(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, rows in self.menu.items():
            for row in rows:
                found.setdefault(plain(row.name), set()).add(key)
        return found

    def rows_of(self, item: str) -> tuple[Service, ...]:
        """The rows of the menu that a key means: by number, else by a name that only one has."""
        if rows := self.menu.get(plain(item)):
            return rows
        keys = self._named.get(plain(item), set())
        return self.menu[next(iter(keys))] if len(keys) == 1 else ()

    def service(self, item: str, village: str) -> Service | None:
        """The service of a key in a village; None when there is none, or when two would do."""
        rows = self.rows_of(item)
        here = [row for row in rows if row.applies_in(village)] or list(rows)
        return here[0] if len(set(here)) == 1 else None

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """Every row of 点单."""
        return tuple(self._order(entry) for entry in self.ledger.register(ORDERS))

    def _order(self, entry: Entry) -> Order:
        key, item = entry.household or "", _text(entry, "项目编号")
        home = self.ledger.household(key)
        quantity, day = entry.get("数量"), entry.get("点单日期")
        return Order(
            key,
            item,
            Decimal(quantity) if isinstance(quantity, int | Decimal) else None,
            day if isinstance(day, date) else None,
            home,
            self.service(item, self.village_of(home)),
            entry.at,
        )

    def village_of(self, home: Household | None) -> str:
        """The village of a household, the folder's own when the ledger does not say it."""
        return (home.village if home else None) or self.settings.place.village

    @cached_property
    def claimants(self) -> tuple[Claimant, ...]:
        """Every person of 接单人 once, in their canonical order.

        Rows that nothing tells apart are one person with the lower limit. Persons of one name get
        a label with their group, else the end of their telephone number.
        """
        people: dict[tuple[str, str, str, str], list[Claimant]] = {}
        for entry in self.ledger.register(CLAIMANTS):
            person = self._claimant(entry)
            if person.name:
                people.setdefault(person.who, []).append(person)
        found = sorted((_one(rows) for rows in people.values()), key=lambda one: one.canonical)
        return tuple(_labelled(found))

    def _claimant(self, entry: Entry) -> Claimant:
        limit, least = _whole(entry, "接单上限"), _whole(entry, "最少户数")
        return Claimant(
            name=_text(entry, "姓名"),
            label=_text(entry, "姓名"),
            status=_text(entry, "身份"),
            village=_text(entry, "行政村") or self._only_village,
            groups=_text(entry, "所在小组"),
            skills=_text(entry, "特长"),
            time=_text(entry, "可用时间"),
            resources=_text(entry, "可带资源"),
            least=max(least or 0, 0),
            limit=None if limit is None else max(limit, 0),
            phone=_text(entry, "电话"),
            able=entry.get("有帮带能力") == "是",
            at=entry.at,
            rows=(entry.at,) if entry.at else (),
        )

    @cached_property
    def _only_village(self) -> str:
        """The ledger's one village; empty when there are several."""
        named = {one.village for one in self.ledger.households if one.village}
        if len({village_key(name) for name in named}) > 1:
            return ""
        return min(named) if named else self.settings.place.village

    @cached_property
    def people(self) -> Mapping[str, tuple[Claimant, ...]]:
        """Claimants by plain name."""
        found: dict[str, list[Claimant]] = {}
        for person in self.claimants:
            found.setdefault(plain_name(person.name), []).append(person)
            if person.label != person.name:
                found.setdefault(plain_name(person.label), []).append(person)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The rows of 接单记录 that are not withdrawn, in their canonical order."""
        found = (self._claim(entry) for entry in self.ledger.register(CLAIMS))
        standing = (one for one in found if not one.withdrawn)
        return tuple(sorted(standing, key=lambda one: (one.key, one.canonical)))

    def _claim(self, entry: Entry) -> Claim:
        day, done = entry.get("认领日期"), entry.get("完成日期")
        name = _text(entry, "接单人")
        return Claim(
            entry.household or "",
            self._number(_text(entry, "项目编号")),
            name,
            BY_CHOICE if "自" in _text(entry, "方式") else BY_OFFICE,
            day if isinstance(day, date) else None,
            _text(entry, "状态"),
            done if isinstance(done, date) else None,
            _text(entry, "群众评价"),
            self.people.get(plain_name(name), ()),
            entry.at,
        )

    def _number(self, item: str) -> str:
        rows = self.rows_of(item)
        return rows[0].id if rows else item


def _service(entry: Entry) -> Service:
    return Service(
        id=_text(entry, "项目编号"),
        name=_text(entry, "名称"),
        kind=_text(entry, "类别"),
        content=_text(entry, "内容"),
        standard=_text(entry, "标准"),
        skills=skills_of(_text(entry, "所需技能")),
        branch=_text(entry, "支部"),
        villages=_text(entry, "适用村"),
        village=_text(entry, "行政村"),
        at=entry.at,
    )


def _text(entry: Entry, column: str) -> str:
    value = entry.get(column)
    return "" if value is None else str(value).strip()


def _whole(entry: Entry, column: str) -> int | None:
    """A number rounded down; None when the cell holds none."""
    value = entry.get(column)
    return int(value) if isinstance(value, int | Decimal) else None


def _one(rows: list[Claimant]) -> Claimant:
    """One person of several rows that nothing tells apart: the lowest limit holds."""
    first = min(rows, key=lambda one: one.canonical)
    limits = [one.limit for one in rows if one.limit is not None]
    places = sorted((at for one in rows for at in one.rows), key=lambda at: (at.file, at.row))
    return replace(first, limit=min(limits) if limits else None, rows=tuple(places))


def _labelled(people: Iterable[Claimant]) -> list[Claimant]:
    found = list(people)
    names = [plain_name(one.name) for one in found]
    return [
        one if names.count(name) == 1 else replace(one, label=_label(one, found))
        for one, name in zip(found, names, strict=True)
    ]


def _label(person: Claimant, people: list[Claimant]) -> str:
    """王强（二组）; where that is not enough 王强（上河村二组）, then with the telephone's end."""
    alike = [one for one in people if plain_name(one.name) == plain_name(person.name)]
    ways = (
        lambda one: one.groups,
        lambda one: f"{one.village}{one.groups}",
        lambda one: f"{one.village}{one.groups} {mask_phone(one.phone)}",
    )
    for way in ways:
        told = [way(one) for one in alike]
        if all(told) and len(set(told)) == len(told):
            return f"{person.name}（{way(person)}）"
    return f"{person.name}（{ways[-1](person)}）"
