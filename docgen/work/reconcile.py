"""Four records of one household made to agree: 系统, 手册, 纸档, 实际.

What only looks different is equal. The source to be mended is the one that stands alone; where none
does, the rule of the field decides (docgen.toml [reconcile]), else 实际 before 系统 before 手册
before 纸档.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from docgen.facts.comparison import text
from docgen.findings import Finding, Severity, sort_key
from docgen.folder import Settings
from docgen.model import Entry, Helper, Household, Ledger, Person, Value, columns_of, value_of
from docgen.rules.registry import texts
from docgen.sources import At
from docgen.work.equality import equal
from docgen.work.matching import Doubt, Rows, Same, same_households, same_persons

SOURCES = ("系统", "手册", "纸档", "实际")
TRUST = ("实际", "系统", "手册", "纸档")
# The fields that the guides to the handbook want to be equal to the system.
HOUSEHOLD_FIELDS = (
    "户主姓名",
    "户类型",
    "监测对象类别",
    "家庭人口",
    "主要致贫原因",
    "联系电话",
    "耕地面积",
    "林地面积",
    "牧草地面积",
    "住房面积",
    "是否危房户",
    "危房等级",
    "人均纯收入",
)
PERSON_FIELDS = (
    "姓名",
    "证件号码",
    "与户主关系",
    "性别",
    "出生日期",
    "民族",
    "健康状况",
    "劳动技能",
    "在校生状况",
)
HELPER_FIELDS = ("单位", "隶属关系", "联系电话", "结对开始")
MEMBER, HELPER = "家庭成员", "帮扶责任人"
ALL_AGREES = "全部一致"
Record = Household | Person | Helper


class State(StrEnum):
    """What is known of a household's records."""

    agrees = "一致"
    differs = "不一致"
    unseen = "未核对"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one record says of a field: value, place and the column it stands in."""

    value: Value | None
    at: At | None
    column: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which records differ. `wrong` are the sources that ought to be mended."""

    code: str
    household: str
    person: str
    field: str
    sayings: Mapping[str, Saying]
    wrong: tuple[str, ...]

    def value(self, source: str) -> str:
        """What a source says, as words; empty when it says nothing or is not compared."""
        saying = self.sayings.get(source)
        return "" if saying is None or saying.value is None else text(saying.value)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All differences by household and field, what is doubtful, and each household's state."""

    differences: tuple[Difference, ...]
    doubtful: tuple[Doubt, ...]
    findings: tuple[Finding, ...]
    states: Mapping[str, State] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many households agree, differ or were not looked at."""
        found = Counter(self.states.values())
        return {state.value: found[state] for state in State}


def reconcile(
    records: Mapping[str, Ledger],
    settings: Settings,
    *,
    roster: Ledger | None = None,
    checked: Sequence[Entry] = (),
) -> Reconciled:
    """Compare the records of each household; `checked` are rows of 核对记录.

    `roster` (the ledger) says which households there are, and speaks as 系统 for a household that
    no record of the system holds.
    """
    ordered = {source: records[source] for source in SOURCES if source in records}
    groups, doubts = same_households(ordered)
    doubts += _absent_households(groups, ordered)
    typed = _typed(checked)
    groups, ordered = _with_roster(groups, ordered, roster, typed)
    looked_at = set(typed)
    differences: list[Difference] = []
    states: dict[str, State] = {}
    for same in groups:
        members, more = same_persons(same, ordered)
        doubts += more
        found = list(_differences(same, members, ordered, settings, typed.pop(same.key, [])))
        differences += found
        seen = len(same.rows) > 1 or same.key in looked_at
        states[same.key] = State.differs if found else State.agrees if seen else State.unseen
    for household in roster.households if roster else ():
        states.setdefault(household.id, State.unseen)
    findings = [f for difference in differences for f in _findings(difference, settings)]
    return Reconciled(
        tuple(differences), tuple(doubts), tuple(sorted(findings, key=sort_key)), states
    )


def _absent_households(groups: Sequence[Same], records: Mapping[str, Ledger]) -> list[Doubt]:
    """Households that a record lacks. Somebody must say whether it was meant to hold them.

    实际 holds what was visited: a household that is not in it was not looked at.
    """
    return [
        Doubt(same.key, "", f"{source}里没有这一户")
        for same in groups
        for source in records
        if source != "实际" and source not in same.rows and _lacks(records[source], same.key)
    ]


def _lacks(record: Ledger, key: str) -> bool:
    return bool(record.households) and record.household(key) is None


def _typed(checked: Sequence[Entry]) -> dict[str, list[Entry]]:
    rows: dict[str, list[Entry]] = {}
    for entry in checked:
        rows.setdefault(entry.household or "", []).append(entry)
    return rows


def _with_roster(
    groups: list[Same],
    records: dict[str, Ledger],
    roster: Ledger | None,
    typed: Mapping[str, Sequence[Entry]],
) -> tuple[list[Same], dict[str, Ledger]]:
    """Households of 核对记录 that no record holds are held against the roster as 系统."""
    known = {same.key for same in groups}
    extra = [h for key in typed if key not in known and roster if (h := roster.household(key))]
    if not extra or roster is None:
        return groups, records
    system = _joined(records.get("系统", Ledger()), roster, extra)
    merged = sorted([*groups, *(Same(h.id, {"系统": h}) for h in extra)], key=lambda one: one.key)
    return merged, {**records, "系统": system}


def _joined(record: Ledger, roster: Ledger, households: Sequence[Household]) -> Ledger:
    """The record of the system with these households of the roster."""
    keys = {household.id for household in households}
    return Ledger(
        households=(*record.households, *households),
        persons=(*record.persons, *(p for p in roster.persons if p.household in keys)),
        helpers=(*record.helpers, *(h for h in roster.helpers if h.household in keys)),
        sheets={**roster.sheets, **record.sheets},
    )


def _differences(
    same: Same,
    members: Sequence[Rows],
    records: Mapping[str, Ledger],
    settings: Settings,
    typed: Sequence[Entry],
) -> Iterator[Difference]:
    rows: dict[str, Record] = dict(same.rows)
    yield from _of_fields(same.key, "", HOUSEHOLD_FIELDS, rows, settings, typed)
    listing = [source for source in same.rows if records[source].persons_of(same.rows[source].id)]
    for group in members:
        first = next(iter(group.values()))
        name = first.name or first.id or ""
        own: dict[str, Record] = dict(group)
        yield from _of_fields(same.key, name, PERSON_FIELDS, own, settings, typed)
        absent = [source for source in listing if source not in group]
        if absent:
            yield _missing_member(same, name, group, absent, records)
    yield from _of_helpers(same, records, settings)


def _of_fields(
    key: str,
    person: str,
    fields: Sequence[str],
    rows: Mapping[str, Record],
    settings: Settings,
    typed: Sequence[Entry],
) -> Iterator[Difference]:
    for name in fields:
        if not typed and _same_values(rows, name):
            continue
        sayings = {source: said for source, row in rows.items() if (said := _said(row, name))}
        sayings |= _typed_sayings(typed, person, name)
        if len(sayings) > 1 and not _all_equal(list(sayings.values()), name):
            ordered = {source: sayings[source] for source in SOURCES if source in sayings}
            yield Difference("R150", key, person, name, ordered, _wrong(ordered, name, settings))


def _same_values(rows: Mapping[str, Record], name: str) -> bool:
    """Whether all rows hold one and the same value: the usual case, decided without more ado."""
    held = list(rows.values())
    attribute = columns_of(type(held[0]))[name]
    first = getattr(held[0], attribute)
    return first is not None and all(getattr(row, attribute) == first for row in held[1:])


def _said(row: Record, name: str) -> Saying | None:
    """What a row says of a field; None when its sheet has no such column."""
    if row.at is not None and not row.at.has(name):
        return None
    return Saying(value_of(row, name), row.at, name)


def _typed_sayings(typed: Sequence[Entry], person: str, name: str) -> dict[str, Saying]:
    found: dict[str, Saying] = {}
    for entry in typed:
        column, source = str(entry.get("字段") or ""), str(entry.get("来源") or "")
        if column == name and str(entry.get("姓名") or "") == person and source in SOURCES:
            found[source] = Saying(entry.get("记载值"), entry.at, "记载值")
    return found


def _all_equal(sayings: Sequence[Saying], name: str) -> bool:
    return all(equal(sayings[0].value, other.value, name) for other in sayings[1:])


def _wrong(sayings: Mapping[str, Saying], name: str, settings: Settings) -> tuple[str, ...]:
    """The sources that differ from the right one: set for the field, else of most, else trusted."""
    right = str(settings.reconcile.get(name, ""))
    if right not in sayings:
        agreeing = {
            source: sum(equal(said.value, other.value, name) for other in sayings.values())
            for source, said in sayings.items()
        }
        right = max(TRUST, key=lambda source: (agreeing.get(source, 0), -TRUST.index(source)))
    return tuple(s for s in sayings if not equal(sayings[s].value, sayings[right].value, name))


def _missing_member(
    same: Same, name: str, group: Rows, absent: Sequence[str], records: Mapping[str, Ledger]
) -> Difference:
    """Somebody whom some records have and others have not: the fewer are to be mended."""
    sayings = {s: Saying(p.name or "有", p.at, "姓名") for s, p in group.items()}
    for source in absent:
        rows = records[source].persons_of(same.rows[source].id)
        sayings[source] = Saying(None, rows[-1].at, "姓名")
    ordered = {source: sayings[source] for source in SOURCES if source in sayings}
    most = len(group) >= len(absent)
    wrong = tuple(source for source in ordered if (source in absent) is most)
    return Difference("R151", same.key, name, MEMBER, ordered, wrong)


def _of_helpers(
    same: Same, records: Mapping[str, Ledger], settings: Settings
) -> Iterator[Difference]:
    """Helpers by name; who they are must agree, and what is said of each."""
    current = {
        source: {h.name: h for h in records[source].helpers_of(row.id) if h.name and not h.until}
        for source, row in same.rows.items()
        if records[source].helpers
    }
    names = {
        source: Saying("、".join(sorted(found)) or None, _place(found, same, source), "姓名")
        for source, found in current.items()
    }
    if len(names) > 1 and not _all_equal(list(names.values()), HELPER):
        wrong = _wrong(names, HELPER, settings)
        yield Difference("R150", same.key, "", HELPER, names, wrong)
    for name in sorted({name for found in current.values() for name in found}):
        rows: dict[str, Record] = {s: found[name] for s, found in current.items() if name in found}
        yield from _of_fields(same.key, name, HELPER_FIELDS, rows, settings, ())


def _place(found: Mapping[str, Helper], same: Same, source: str) -> At | None:
    first = next(iter(found.values()), None)
    return first.at if first else same.rows[source].at


def _findings(difference: Difference, settings: Settings) -> Iterator[Finding]:
    """One finding for each record to be mended, at its cell."""
    level = settings.levels.get(difference.code, "")
    if level == "off":
        return
    rule = texts()[difference.code]
    severity = Severity(level) if level in set(Severity) else rule.severity
    said = "；".join(f"{s}：{difference.value(s) or '空'}" for s in difference.sayings)
    for source in difference.wrong:
        saying = difference.sayings[source]
        yield Finding(
            code=difference.code,
            severity=severity,
            file=saying.at.file if saying.at else "",
            sheet=saying.at.sheet if saying.at else "",
            cell=saying.at.cell(saying.column) if saying.at else "",
            message=_message(difference, source, said),
            fix=_fix(difference, source),
            value=difference.value(source),
            household=difference.household,
            person=difference.person,
        )


def _message(difference: Difference, source: str, said: str) -> str:
    if difference.code == "R150":
        return f"{difference.field}四方不一致（{said}）"
    here = [s for s, saying in difference.sayings.items() if saying.value is not None]
    gone = [s for s, saying in difference.sayings.items() if saying.value is None]
    return f"成员{difference.person}在{'、'.join(here)}里有，在{'、'.join(gone)}里没有"


def _fix(difference: Difference, source: str) -> str:
    if difference.code == "R150":
        return f"入户核实后改正{source}"
    missing = difference.sayings[source].value is None
    return f"核实后在{source}{'补上' if missing else '删去'}{difference.person}"
