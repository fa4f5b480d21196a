"""What the papers of one household print: the four records side by side, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from docgen.documents.gaps import Context
from docgen.documents.periods import period_text
from docgen.folder import Settings
from docgen.model import Helper, Household, Person, Value, value_of
from docgen.words import date_text, number_text, plain_name
from docgen.work.compared import (
    HELPER,
    HELPER_FIELDS,
    HOUSEHOLD_FIELDS,
    MEMBER,
    PERSON_FIELDS,
    SOURCES,
    WHOLE,
)
from docgen.work.difference import Difference, Home, Reconciled, State
from docgen.work.differing import masked_together
from docgen.work.matching import spoken

UNITS: Mapping[str, str] = {
    "家庭人口": "（人）",
    "耕地面积": "（亩）",
    "林地面积": "（亩）",
    "牧草地面积": "（亩）",
    "住房面积": "（平方米）",
    "人均纯收入": "（元）",
}
ASKED = {MEMBER: "是否本户成员", WHOLE: "是否登记在册"}
VERDICTS = {MEMBER: ("是本户成员", "不是本户成员"), WHOLE: ("应当登记", "不应登记")}
MARK = "★"
GREY, WHITE = "D9D9D9", "FFFFFF"
NOBODY, EMPTY = "（无此人）", "（空）"
Row = dict[str, str]
Rows = Mapping[str, Household | Person | Helper]


@dataclass(frozen=True, slots=True)
class Matter:
    """One household with what is in dispute about it."""

    home: Home
    state: State
    differences: tuple[Difference, ...]
    doubts: tuple[str, ...]


def matters(result: Reconciled, keys: Sequence[str]) -> list[Matter]:
    """Return the households with their differences and doubts, in this order."""
    differences: dict[str, list[Difference]] = {}
    for one in result.differences:
        differences.setdefault(one.household, []).append(one)
    doubts: dict[str, list[str]] = {}
    for doubt in result.doubtful:
        doubts.setdefault(doubt.household, []).append(doubt.reason)
    return [
        Matter(
            result.homes[key],
            result.states[key],
            tuple(differences.get(key, ())),
            tuple(doubts.get(key, ())),
        )
        for key in keys
    ]


def _head(matter: Matter, settings: Settings, title: str) -> Context:
    home, place = matter.home, settings.place
    return {
        "标题": title,
        "县": place.county,
        "镇": place.town,
        "村": home.village or place.village,
        "户编号": home.key,
        "户主姓名": home.householder or None,
        "村民小组": home.group or "—",
        "帮扶责任人": "、".join(home.helpers) or "—",
        "期间": period_text(settings.period),
        "编制单位": settings.unit.name or None,
        "编制日期": settings.as_of,
        "状态": _state(matter),
        "存疑": list(matter.doubts),
    }


def _state(matter: Matter) -> str:
    if matter.state is State.unseen:
        return "未核对"
    return f"{len(matter.differences)}处不一致" if matter.differences else "一致"


def sheet_context(matter: Matter, settings: Settings) -> Context:
    """基础信息对照表: every compared field of the household, what differs marked."""
    return {
        **_head(matter, settings, "基础信息对照表"),
        "户": _household_rows(matter),
        "成员": _versions(matter, MEMBER, PERSON_FIELDS),
        "帮扶人": _versions(matter, HELPER, HELPER_FIELDS),
    }


def _household_rows(matter: Matter) -> list[Row]:
    rows = []
    sides = {source: side.household for source, side in matter.home.same.sides.items()}
    for one in matter.differences:
        if not one.person and one.field in (WHOLE, HELPER):
            rows.append(_compared(one.field, {}, one))
    found = {one.field: one for one in matter.differences if not one.person}
    more = [name for name in found if name not in (*HOUSEHOLD_FIELDS, WHOLE, HELPER)]
    for name in (*HOUSEHOLD_FIELDS, *more):
        if name in found or any(_has(row, name) for row in sides.values()):
            rows.append(_compared(name, sides, found.get(name)))
    return rows


def _compared(name: str, sides: Rows, difference: Difference | None) -> Row:
    """One field of the household, what each record says of it; wrong cells are marked and grey."""
    values = dict.fromkeys(SOURCES, "")
    for source, row in sides.items():
        values[source] = word(value_of(row, name)) if _has(row, name) else ""
    if difference:
        for source, saying in difference.sayings.items():
            values[source] = (saying.elsewhere and difference.value(source)) or word(saying.value)
    values = _masked(values, name)
    wrong = difference.wrong if difference else ()
    cells = {s: f"{MARK}{values[s] or EMPTY}" if s in wrong else values[s] for s in SOURCES}
    fills = {f"{source}色": GREY if source in wrong else WHITE for source in SOURCES}
    told = sum(bool(value) for value in values.values())
    result = "不一致" if difference else "一致" if told > 1 else ""
    return {"项目": f"{name}{UNITS.get(name, '')}", **cells, **fills, "结果": result}


def _has(row: Household | Person | Helper, name: str) -> bool:
    return row.at is None or row.at.has(name)


def _versions(matter: Matter, kind: str, fields: Sequence[str]) -> list[Row]:
    """Rows of members or helpers: one where all records agree, else one for each version."""
    rows: list[Row] = []
    for name, own in _persons(matter, kind):
        differences = [one for one in matter.differences if one.person == name]
        rows += _one_person(name, own, fields, differences)
    return rows


def _persons(matter: Matter, kind: str) -> list[tuple[str, Rows]]:
    if kind == MEMBER:
        return [(member.name, dict(member.rows)) for member in matter.home.members]
    found: dict[str, dict[str, Helper]] = {}
    for source, side in matter.home.same.sides.items():
        for helper in side.helpers:
            if helper.name and spoken(helper) in map(plain_name, matter.home.helpers):
                found.setdefault(spoken(helper), {})[source] = helper
    return [(name, dict(rows)) for name, rows in found.items()]


def _one_person(
    name: str, own: Rows, fields: Sequence[str], differences: Sequence[Difference]
) -> list[Row]:
    said: dict[str, dict[str, str]] = {}
    for column in fields:
        values = {s: word(value_of(row, column)) for s, row in own.items()}
        found = next((one for one in differences if one.field == column), None)
        for source, saying in found.sayings.items() if found else ():
            values[source] = word(saying.value)
        for source, value in _masked(values, column).items():
            wrong = found is not None and source in found.wrong
            said.setdefault(source, {})[column] = f"{MARK}{value or EMPTY}" if wrong else value
    absent = [s for one in differences if one.field == MEMBER for s in one.sayings if s not in own]
    groups: dict[tuple[str, ...], list[str]] = {}
    for source in (source for source in SOURCES if source in said):
        # a record that 核对记录 alone tells of has only the typed columns
        version = tuple(said[source].get(column, "") for column in fields)
        groups.setdefault(version, []).append(source)
    alone = len(groups) == 1 and not absent
    rows = []
    for said_so, sources in groups.items():
        told = "各方一致" if alone and len(sources) > 1 else "、".join(sources)
        rows.append(_version(name, told, dict(zip(fields, said_so, strict=True))))
    empty = dict.fromkeys(fields, "") | {fields[fields[0] == "姓名"]: f"{MARK}{NOBODY}"}
    rows += [_version(name, source, empty) for source in absent]
    return rows


def _version(name: str, told: str, values: Mapping[str, str]) -> Row:
    row = {**values, "姓名": values.get("姓名") or name}
    fills = {f"{column}色": GREY if row[column].startswith(MARK) else WHITE for column in row}
    return {**row, **fills, "记录": told}


def _masked(values: Mapping[str, str], name: str) -> dict[str, str]:
    """Hide what is hidden on internal paper: IDs and cards; a phone is needed at the door."""
    return dict(values) if name == "联系电话" else masked_together(values, name)


def word(value: Value | None) -> str:
    """Return a value as the papers print it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Decimal | int):
        return number_text(value)
    return value


def visit_context(matter: Matter, settings: Settings) -> Context:
    """入户核查表: what is in dispute, or, where nobody has looked, everything there is to ask."""
    if matter.state is State.unseen:
        items, told = _all_items(matter), "本户尚未核对，请入户逐项核实。"
    else:
        items = [_item(one) for one in matter.differences]
        told = f"本户有{len(items)}项各方记载不一致，请入户当面核实；没有列出的项目各方一致。"
    if not items:
        told = "本户没有可以逐项核实的记载，请按存疑事项核实。"
    numbered = [{"序号": str(number), **item} for number, item in enumerate(items, start=1)]
    return {**_head(matter, settings, "入户核查表"), "说明": told, "项": numbered}


def _item(one: Difference) -> Row:
    """One difference: who says what, and the value that is held to be right."""
    values = {source: _told(one, source) for source in one.sayings}
    values = _masked(values, one.field)
    by_value: dict[str, list[str]] = {}
    for source in one.sayings:
        by_value.setdefault(values[source], []).append(source)
    right = next((values[s] for s in one.sayings if s not in one.wrong), "")
    if one.field in (MEMBER, WHOLE):
        right = VERDICTS[one.field][right != "有"]
    said = "\n".join(f"{'、'.join(sources)}：{value}" for value, sources in by_value.items())
    return {
        "对象": one.person or "本户",
        "项目": ASKED.get(one.field, f"{one.field}{UNITS.get(one.field, '')}"),
        "记载": said,
        "待核": right,
    }


def _told(one: Difference, source: str) -> str:
    saying = one.sayings[source]
    if one.field in (MEMBER, WHOLE):
        if saying.elsewhere:
            return one.value(source)
        return "有" if saying.value is not None else "无"
    return word(saying.value) or EMPTY


def _all_items(matter: Matter) -> list[Row]:
    """Every compared field of a household that nobody has looked at, a member in one line."""
    items: list[Row] = []
    for source, side in list(matter.home.same.sides.items())[:1]:
        for name in HOUSEHOLD_FIELDS:
            if _has(side.household, name):
                items.append(_single("本户", name, source, word(value_of(side.household, name))))
        for person in side.persons:
            items.append(_whole(person.name or "—", "成员信息", source, _line(person)))
        for helper in side.helpers:
            if helper.name in matter.home.helpers:
                items.append(_whole(helper.name, "帮扶责任人", source, _line(helper)))
    return items


def _single(whom: str, name: str, source: str, value: str) -> Row:
    shown = _masked({source: value}, name)[source] or EMPTY
    title = f"{name}{UNITS.get(name, '')}"
    return {"对象": whom, "项目": title, "记载": source, "待核": shown}


def _whole(whom: str, name: str, source: str, line: str) -> Row:
    return {"对象": whom, "项目": name, "记载": f"{source}：{line}", "待核": "左列各项"}


def _line(row: Person | Helper) -> str:
    """The compared fields of a member or helper in one line, the ID masked."""
    fields = PERSON_FIELDS[1:] if isinstance(row, Person) else HELPER_FIELDS
    parts = [_masked({"": word(value_of(row, name))}, name)[""] for name in fields]
    return "，".join(part for part in parts if part)
