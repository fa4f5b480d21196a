"""The sheets of the lists of entitlement, laid out for A4 lying (about 145 letters wide)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.documents.links import link_to
from docgen.folder import Folder
from docgen.ledger.dates import Impossible, parse
from docgen.model import Benefit, Helper, Household, Ledger, Measure, Policy
from docgen.sheets import Column, Marked, Sheet
from docgen.words import date_text, mask_text, yuan_text
from docgen.work.entitlement import Entitlement, LeftOut, Standing
from docgen.work.missing_facts import cells, places


@dataclass(frozen=True, slots=True)
class Case:
    """One verdict with all that its row names."""

    verdict: Entitlement
    household: Household
    policy: Policy
    helpers: tuple[Helper, ...]
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over every sheet, and where the workbook lies."""

    place: str
    day: date
    book: Path
    folder: Folder


Cell = Callable[[Case, Head], object]


def due(cases: Sequence[Case], left: Sequence[LeftOut], head: Head) -> list[Sheet]:
    """Return the sheets of what is due and not enjoyed, what is not known, what was not held."""
    chosen = [one for one in cases if one.verdict.verdict is Standing.due]
    unknown = [one for one in cases if one.verdict.verdict is Standing.unknown]
    notes = ["按台账和政策的适用条件比对得出，须入户核实后申报；只在办公室内部使用，不得张贴。"]
    return [
        _by_policy("按政策", "应享未享清单（按政策）", chosen, _DUE, head, notes),
        _by_helper("按帮扶责任人", "应享未享清单（按帮扶责任人）", chosen, _DUE, head, notes),
        _unknown(unknown, head),
        _left_out(left, head),
        _counts(cases, head),
    ]


def wrongly(cases: Sequence[Case], left: Sequence[LeftOut], head: Head) -> list[Sheet]:
    """Return the sheets of what is enjoyed and not due."""
    del left
    chosen = [one for one in cases if one.verdict.verdict is Standing.wrongly]
    notes = ["台账与适用条件不符，未必就是错发：先核实登记，再核实身份；只在办公室内部使用。"]
    return [
        _by_policy("按政策", "享受不符清单（按政策）", chosen, _WRONG, head, notes),
        _by_helper("按帮扶责任人", "享受不符清单（按帮扶责任人）", chosen, _WRONG, head, notes),
    ]


# --- cells


def _policy(case: Case, head: Head) -> str:
    return "\n".join(part for part in (case.policy.name or "", case.policy.id) if part)


def _home(case: Case, head: Head) -> str:
    home = case.household
    return "\n".join(part for part in (home.householder or "", home.group or "", home.id) if part)


def _whom(case: Case, head: Head) -> str:
    return case.verdict.person or "全户"


def _why(case: Case, head: Head) -> str:
    return mask_text(case.verdict.reason)


def _standard(case: Case, head: Head) -> str:
    return case.policy.standard or ""


def _papers(case: Case, head: Head) -> object:
    return case.policy.papers or Marked("政策表没有填所需材料", "warning")


def _ask(case: Case, head: Head) -> object:
    policy = case.policy
    parts = (policy.department, policy.contact, policy.phone)
    office = " ".join(part for part in parts if part)
    return "\n".join([office, *_window(policy, head.day)] if office else _window(policy, head.day))


def _window(policy: Policy, day: date) -> list[str]:
    """When to apply, and that it is too early or too late; nothing where nothing is said."""
    first, last = _day(policy.apply_from), _day(policy.apply_until)
    said = [text for text in (policy.apply_from, policy.apply_until) if text]
    if not said:
        return []
    shown = "至".join(date_text(one) if one else text for one, text in _pairs(policy))
    state = "（已过，先问能否补报）" if last is not None and day > last else ""
    state = "（还没开始）" if first is not None and day < first else state
    return [f"申报：{shown}{state}"]


def _pairs(policy: Policy) -> list[tuple[date | None, str]]:
    written = (policy.apply_from, policy.apply_until)
    return [(_day(text), text or "不限") for text in written]


def _day(text: str | None) -> date | None:
    try:
        return parse(text) if text else None
    except Impossible:
        return None


def _helpers(case: Case, head: Head) -> object:
    names = [" ".join(part for part in (one.name, one.phone) if part) for one in case.helpers]
    return "\n".join(names) or Marked("没有帮扶责任人", "warning")


def _registered(case: Case, head: Head) -> str:
    """What the ledger has of this policy in this household."""
    key, number = case.household.id, case.policy.id
    rows: list[Benefit | Measure] = [*case.ledger.benefits_of(key)]
    rows += case.ledger.measures_of(key)
    mine = [row for row in rows if row.policy == number]
    if case.verdict.person:
        named = [row for row in mine if row.person in (case.verdict.person, None)]
        mine = named or mine
    told = []
    for row in mine:
        day = row.done_on if isinstance(row, Measure) else row.paid_on
        what = row.content if isinstance(row, Measure) else row.instalment
        amount = f"{yuan_text(row.amount)}元" if row.amount is not None else ""
        where = f"{row.at.sheet}第{row.at.row}行" if row.at else ""
        parts = (what, amount, date_text(day) if day else "", where)
        told.append(" ".join(part for part in parts if part))
    return "\n".join(told)


def _remedy(case: Case, head: Head) -> str:
    return "核对身份、期次和金额；登记错的改台账，确实不符的报责任部门按规定处理"


def _empty(case: Case, head: Head) -> str:
    return ""


def _missing(case: Case, head: Head) -> str:
    return "、".join(case.verdict.missing)


def _cells(case: Case, head: Head) -> str:
    found = [
        place
        for name in case.verdict.missing
        for place in places(name, case.household, case.verdict.person, case.ledger)
    ]
    return "\n".join(cells(tuple(found)))


def _row_of(case: Case, head: Head) -> object:
    """A link to the first cell that waits, else to the household."""
    for name in case.verdict.missing:
        for place in places(name, case.household, case.verdict.person, case.ledger):
            if place.at is not None and place.there:
                return link_to(place.at, head.folder, head.book, column=place.column)
    return link_to(case.household.at, head.folder, head.book)


# (heading, what stands there, width): together about 145 letters, one A4 sheet lying
_DUE: tuple[tuple[str, Cell, float], ...] = (
    ("政策", _policy, 16),
    ("户主、组、户编号", _home, 14),
    ("给谁", _whom, 9),
    ("为什么", _why, 26),
    ("标准", _standard, 17),
    ("带什么", _papers, 16),
    ("找谁、何时申报", _ask, 20),
    ("帮扶责任人", _helpers, 13),
)
_WRONG: tuple[tuple[str, Cell, float], ...] = (
    ("政策", _policy, 16),
    ("户主、组、户编号", _home, 14),
    ("登记给谁", _whom, 9),
    ("登记了什么", _registered, 24),
    ("为什么不符", _why, 28),
    ("怎么办", _remedy, 20),
    ("帮扶责任人", _helpers, 13),
)
_UNKNOWN: tuple[tuple[str, Cell, float], ...] = (
    ("户主、组、户编号", _home, 14),
    ("给谁", _whom, 9),
    ("政策", _policy, 16),
    ("缺什么", _missing, 14),
    ("填在哪一格", _cells, 26),
    ("已知情况", _why, 30),
    ("帮扶责任人", _helpers, 13),
    ("到台账（点开）", _row_of, 15),
)
_BLANK = ("办理结果", _empty, 9.0)


# --- sheets


def _table(
    name: str,
    title: str,
    cases: Sequence[Case],
    columns: Sequence[tuple[str, Cell, float]],
    head: Head,
    notes: Sequence[str],
) -> Sheet:
    rows = [[no, *(cell(one, head) for _, cell, _ in columns)] for no, one in enumerate(cases, 1)]
    return Sheet(
        name=name,
        columns=[
            Column("序号", "int", 5),
            *(Column(heading, "wrap", width) for heading, _, width in columns),
        ],
        rows=rows,
        title=f"{head.place}{title}",
        notes=[*notes, f"截至{date_text(head.day)}，共{len(cases)}条。"],
        page_header=f"{head.place}{title}",
        frozen=0,
    )


def _by_policy(
    name: str,
    title: str,
    cases: Sequence[Case],
    columns: Sequence[tuple[str, Cell, float]],
    head: Head,
    notes: Sequence[str],
) -> Sheet:
    order = {policy.id: no for no, policy in enumerate(cases[0].ledger.policies)} if cases else {}
    ordered = sorted(cases, key=lambda one: order.get(one.policy.id, len(order)))
    return _table(name, title, ordered, [*columns, _BLANK], head, notes)


def _by_helper(
    name: str,
    title: str,
    cases: Sequence[Case],
    columns: Sequence[tuple[str, Cell, float]],
    head: Head,
    notes: Sequence[str],
) -> Sheet:
    """Each helper's own rows together; a household with two helpers stands with its first."""
    first = [columns[-1], *columns[:-1], _BLANK]
    ordered = sorted(cases, key=lambda one: [_called(helper) for helper in one.helpers[:1]])
    return _table(name, title, ordered, first, head, notes)


def _called(helper: Helper) -> tuple[str, str]:
    return helper.name or "", helper.phone or ""


def _unknown(cases: Sequence[Case], head: Head) -> Sheet:
    notes = ["缺了这些事实，不能说符合，也不能说不符合；填好后重新比对。"]
    return _table("缺资料", "缺资料清单", cases, _UNKNOWN, head, notes)


def _left_out(left: Sequence[LeftOut], head: Head) -> Sheet:
    rows = [
        [
            one.policy.id,
            one.policy.name or "",
            one.reason,
            link_to(one.policy.at, head.folder, head.book, column="适用条件"),
        ]
        for one in left
    ]
    return Sheet(
        name="没有比对的政策",
        columns=[
            Column("政策编号", "text", 14),
            Column("名称", "wrap", 34),
            Column("为什么没有比对", "wrap", 60),
            Column("到台账（点开）", "text", 18),
        ],
        rows=rows,
        title=f"{head.place}没有比对的政策",
        notes=["这些政策没有拿来比对任何户和人；没有写适用条件的，写好后重新比对。"],
        page_header=f"{head.place}没有比对的政策",
    )


def _counts(cases: Sequence[Case], head: Head) -> Sheet:
    """How many of each verdict for each policy."""
    names = [standing.value for standing in Standing]
    found = Counter((one.policy.id, one.verdict.verdict.value) for one in cases)
    policies = {one.policy.id: one.policy for one in cases}
    order = [one for one in cases[0].ledger.policies if one.id in policies] if cases else []
    rows = [
        [policy.id, policy.name or "", *(found[policy.id, name] for name in names)]
        for policy in order
    ]
    return Sheet(
        name="统计",
        columns=[
            Column("政策编号", "text", 14),
            Column("名称", "wrap", 40),
            *(Column(name, "int", 12) for name in names),
        ],
        rows=rows,
        title=f"{head.place}政策比对统计",
        notes=["按人比对的政策数人次，按户比对的数户。"],
        page_header=f"{head.place}政策比对统计",
    )
