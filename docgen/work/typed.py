"""核对记录: rows in which only what was looked at and what differs is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.ledger.schema import sheets
from docgen.ledger.spelling import lookup
from docgen.ledger.values import Reader
from docgen.model import CORE_SHEETS, Entry, Value, columns_of
from docgen.sources import At
from docgen.words import plain_name
from docgen.work.compared import HELPER, HOUSEHOLD_FIELDS, MEMBER, PERSON_FIELDS, SOURCES
from docgen.work.matching import Doubt

HOUSEHOLD = "户信息"
ALL_AGREES = ("全部一致", "全部相符", "一致", "无差异")


@dataclass(frozen=True, slots=True)
class Typed:
    """One typed row: of whom (``kind`` is the sheet), which field, which record says what."""

    kind: str
    whom: str
    field: str
    source: str
    value: Value | None
    at: At | None


@dataclass(frozen=True, slots=True)
class Names:
    """Whom a row may name: the householder, members, helpers, as written without dots."""

    householder: str
    members: frozenset[str]
    helpers: frozenset[str]


Key = tuple[str, str, str]
"""Sheet, person and field."""


def read_typed(
    key: str, entries: Sequence[Entry], names: Names
) -> tuple[dict[Key, dict[str, Typed]], list[Doubt]]:
    """Return what was typed of a household by sheet, person, field and record.

    A row that cannot be placed, or two that contradict each other, are doubts and not used.
    """
    found: dict[Key, dict[str, Typed]] = {}
    doubts: list[Doubt] = []
    split: set[tuple[Key, str]] = set()
    for entry in entries:
        if str(entry.get("字段") or "").strip() in ALL_AGREES:
            continue
        row = _placed(entry, names)
        if isinstance(row, str):
            doubts.append(Doubt(key, str(entry.get("姓名") or ""), f"{_place(entry)}{row}"))
            continue
        place = (row.kind, row.whom, row.field)
        other = found.setdefault(place, {}).setdefault(row.source, row)
        if other.value != row.value:
            split.add((place, row.source))
    for place, source in sorted(split):
        del found[place][source]
        reason = f"核对记录对{source}的{place[2]}填了两个不同的值，没有采用"
        doubts.append(Doubt(key, place[1], reason))
    return {place: rows for place, rows in found.items() if rows}, doubts


def _place(entry: Entry) -> str:
    return f"核对记录{entry.at.cell('字段')}：" if entry.at else "核对记录："


def _placed(entry: Entry, names: Names) -> Typed | str:
    """The row with its field and person found, or why it cannot be used."""
    written = str(entry.get("字段") or "")
    person = _name(entry.get("姓名"))
    source = str(entry.get("来源") or "")
    if source not in SOURCES:
        return f"来源“{source}”不是系统、手册、纸档、实际之一"
    kind, name = _field(written, person, names)
    if not kind:
        return name
    value = entry.get("记载值")
    if value is None:
        return f"{written}没有填记载值（确实没有的写“无”）"
    if name in (HELPER, MEMBER):
        return Typed(kind, person if name == MEMBER else "", name, source, value, entry.at)
    spec = sheets()[kind].columns[name]
    read, trouble = Reader(spec)(value)
    said = value if trouble and read is None else read
    return Typed(kind, "" if kind == HOUSEHOLD else person, name, source, said, entry.at)


def _field(written: str, person: str, names: Names) -> tuple[str, str]:
    """Sheet and official column that a typed field means; else nothing and the reason."""
    if written in (HELPER, "帮扶人", "帮扶干部", "帮扶联系人"):
        return HELPER, HELPER
    if written == MEMBER and person:
        return MEMBER, MEMBER
    columns = {sheet: column for sheet, column, _ in reversed(lookup(written))}
    known = {
        sheet: columns[sheet]
        for sheet in (HOUSEHOLD, MEMBER, HELPER)
        if columns.get(sheet) in columns_of(CORE_SHEETS[sheet])
    }
    if not known:
        return "", f"字段“{written}”认不出"
    if not person:
        return _of_household(known, written)
    return _of_person(known, written, person, names)


def _of_household(known: Mapping[str, str], written: str) -> tuple[str, str]:
    if HOUSEHOLD in known:
        return HOUSEHOLD, known[HOUSEHOLD]
    return "", f"字段“{written}”要写明是谁的"


def _of_person(
    known: Mapping[str, str], written: str, person: str, names: Names
) -> tuple[str, str]:
    member, head = person in names.members, person == names.householder
    if member and known.get(MEMBER) in PERSON_FIELDS:
        return MEMBER, known[MEMBER]
    if (member or head) and known.get(HOUSEHOLD) in HOUSEHOLD_FIELDS and head:
        return HOUSEHOLD, known[HOUSEHOLD]
    for kind, fits in ((MEMBER, member), (HELPER, person in names.helpers), (HOUSEHOLD, head)):
        if fits and kind in known:
            return kind, known[kind]
    return "", f"这一户里没有“{person}”，{written}没有采用"


def _name(value: Value | None) -> str:
    return plain_name(str(value or ""))
