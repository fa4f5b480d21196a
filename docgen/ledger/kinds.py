"""户类型 and what goes with it, where a sheet tells them by other columns.

National exports have two facts instead of 户类型: 脱贫属性 (已脱贫 …) and 贫困户属性 (一般农户,
低保贫困户 …). County forms write the kinds of monitored households into 户类型 itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from docgen.findings import Finding
from docgen.ledger.codes import report
from docgen.ledger.headers import TELLS_KIND
from docgen.ledger.tables import Table
from docgen.model import Value
from docgen.sources import SheetRef, cell_name

KIND = "户类型"
STATE, STANDING = TELLING = TELLS_KIND
LIFTED, ORDINARY, POOR = "脱贫户", "一般农户", "贫困户"
STATES: Mapping[str, str] = {
    "已脱贫": LIFTED,
    "稳定脱贫": LIFTED,
    "脱贫享受政策": LIFTED,
    "脱贫不享受政策": LIFTED,
    "未脱贫": POOR,
    "预脱贫": POOR,
    "返贫": POOR,
}
STANDINGS: Mapping[str, str] = {
    "一般农户": ORDINARY,
    "一般贫困户": POOR,
    "低保户": POOR,
    "低保贫困户": POOR,
    "五保户": POOR,
    "五保贫困户": POOR,
}
# What a standing in the rural register of the poor says about allowances; both or none.
ALLOWANCES: Mapping[str, tuple[str, str]] = {
    "一般贫困户": ("未享受", "不享受"),
    "低保户": ("农村低保", "不享受"),
    "低保贫困户": ("农村低保", "不享受"),
    "五保户": ("未享受", "农村特困"),
    "五保贫困户": ("未享受", "农村特困"),
}
MONITORED = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
COUNTED = (LIFTED, "脱贫不稳定户", ORDINARY)
Column = Sequence[Value | None]


def told(table: Table) -> Table:
    """Return a table of households with 户类型 and the columns its neighbours tell for certain."""
    if table.kind != "户信息" or not table.rows:
        return table
    table = _with_kind(table) if any(name in table.values for name in TELLING) else table
    return _one_kind(_with_monitored(_with_allowances(table)))


def _with_kind(table: Table) -> Table:
    """户类型 as it stands, else by 贫困户属性 (一般农户), else by 脱贫属性."""
    own, states, standings = (table.column(name) for name in (KIND, *TELLING))
    kinds: list[Value | None] = []
    origins: list[str] = []
    for kind, state, standing in zip(own, states, standings, strict=True):
        value, origin = (kind, KIND) if kind is not None else _kind(state, standing)
        kinds.append(value)
        origins.append(origin)
    findings = [*table.findings, *_contradictions(table), *_uncounted(table, kinds, origins)]
    table = with_column(table, KIND, kinds, origins)
    return replace(table, findings=tuple(findings))


def _kind(state: Value | None, standing: Value | None) -> tuple[Value | None, str]:
    by_standing = STANDINGS.get(str(standing))
    if by_standing == ORDINARY:
        return ORDINARY, STANDING
    if state is not None:
        return STATES.get(str(state), str(state)), STATE
    return by_standing or standing, STANDING


def _contradictions(table: Table) -> Iterator[Finding]:
    """An ordinary household was never poor, so it cannot be lifted."""
    for number, (state, standing) in enumerate(
        zip(table.column(STATE), table.column(STANDING), strict=True)
    ):
        if standing == ORDINARY and STATES.get(str(state)) == LIFTED:
            facts = {"column": KIND, "value": standing, "other": state}
            yield _said(table, "W007", number, STANDING, facts)


def _uncounted(
    table: Table, kinds: Sequence[Value | None], origins: Sequence[str]
) -> Iterator[Finding]:
    """Households still poor are in no figure: said once for each label."""
    rows: dict[tuple[str, str], list[int]] = {}
    for number, (kind, origin) in enumerate(zip(kinds, origins, strict=True)):
        if kind == POOR and origin != KIND:
            label = str(table.column(origin)[number])
            rows.setdefault((origin, label), []).append(number)
    for (origin, label), numbers in rows.items():
        facts = {"column": origin, "value": label, "count": len(numbers)}
        yield _said(table, "W112", numbers[0], origin, facts, numbers[1:])


def _said(
    table: Table,
    code: str,
    number: int,
    column: str,
    facts: Mapping[str, object],
    others: Sequence[int] = (),
) -> Finding:
    index = table.source.columns[column]
    cell, *also = (cell_name(table.rows[n] + 1, index) for n in (number, *others))
    return report(code, table.source.file, table.source.sheet, cell, facts=facts, also=tuple(also))


def with_column(table: Table, name: str, values: Column, origins: Sequence[str]) -> Table:
    """Put a column into a table; each row's address is that of the column that told it."""
    columns = table.source.columns
    usual = Counter(origin for origin in origins if origin in columns).most_common(1)[0][0]
    source = _source(table.source, name, columns[usual])
    moved = {n: _source(ref, name, columns[usual]) for n, ref in table.moved.items()}
    others = {
        origin: _source(source, name, columns[origin])
        for origin in sorted(set(origins) - {usual})
        if origin in columns
    }
    for number, origin in enumerate(origins):
        if origin in others and number not in moved:
            moved[number] = others[origin]
    return replace(table, source=source, moved=moved, values={**table.values, name: values})


def _source(source: SheetRef, name: str, index: int) -> SheetRef:
    return SheetRef(source.file, source.sheet, {**source.columns, name: index})


def _one_kind(table: Table) -> Table:
    """脱贫户、监测对象 in one cell is a lifted household; the other word is no second kind."""
    kinds = table.column(KIND)
    if not any("、" in str(kind) for kind in kinds if kind):
        return table
    single = [_first_counted(str(kind)) if kind is not None else None for kind in kinds]
    return replace(table, values={**table.values, KIND: single})


def _first_counted(text: str) -> str:
    words = text.split("、")
    return next((word for word in COUNTED if word in words), words[0])


def _with_monitored(table: Table) -> Table:
    """边缘易致贫户 in 户类型 says 监测对象类别 too, where no column of its own says it.

    Not where a row says 监测对象 without its kind: then the kinds cannot be counted from here.
    """
    name = "监测对象类别"
    kinds = [str(kind).split("、") if kind is not None else [] for kind in table.column(KIND)]
    if name in table.source.columns or any("监测对象" in words for words in kinds):
        return table
    values = [next((word for word in MONITORED if word in words), None) for words in kinds]
    return with_column(table, name, values, [KIND] * len(values)) if any(values) else table


def _with_allowances(table: Table) -> Table:
    """贫困户属性 tells 享受低保 and 享受特困 only if it does so for every household."""
    standings = table.column(STANDING)
    if not standings or not all(standing in ALLOWANCES for standing in standings):
        return table
    for place, name in enumerate(("享受低保", "享受特困")):
        if name not in table.source.columns:
            values = [ALLOWANCES[str(standing)][place] for standing in standings]
            table = with_column(table, name, values, [STANDING] * len(values))
    return table
