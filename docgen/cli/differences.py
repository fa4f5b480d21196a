"""Differences of several records: as --json tells them, and as a workbook for the office."""

from __future__ import annotations

from collections.abc import Mapping

from docgen import sheets
from docgen.folder import Settings
from docgen.model import Ledger
from docgen.work.compared import SOURCES
from docgen.work.difference import Difference, Reconciled
from docgen.work.differing import shown, to_mend

MARKS: Mapping[str, sheets.Mark] = {"不一致": "error", "未核对": "warning", "一致": "ok"}


def difference_json(difference: Difference) -> dict[str, str]:
    """A difference with numbers masked, except for the places where they differ."""
    head = {"household": difference.household, "person": difference.person}
    return {**head, "field": difference.field, **shown(difference)}


def book(result: Reconciled, ledger: Ledger, settings: Settings) -> bytes:
    """四方比对台账.xlsx: differences, the state of each household, what is doubtful."""
    return sheets.workbook(
        [differing(result, ledger, settings), states(result, ledger), doubtful(result)],
        title="四方比对台账",
        created=settings.as_of,
    )


def householder(ledger: Ledger, key: str) -> str:
    found = ledger.household(key)
    return (found.householder or "") if found else ""


def differing(result: Reconciled, ledger: Ledger, settings: Settings) -> sheets.Sheet:
    """One row a difference; the records to be mended are coloured."""
    columns = [sheets.Column(t) for t in ("户编号", "户主姓名", "姓名", "项目")]
    columns += [sheets.Column(source, "wrap", 20) for source in SOURCES]
    columns += [sheets.Column("建议改正"), sheets.Column("由谁改")]
    rows = [
        [
            one.household,
            householder(ledger, one.household),
            one.person,
            one.field,
            *(said(one, source) for source in SOURCES),
            "、".join(one.wrong),
            "、".join(dict.fromkeys(who for source, who in to_mend(one, settings))),
        ]
        for one in result.differences
    ]
    notes = ["有颜色的是建议改正的一方；以入户核实为准。空格是那一方没有这一项。"]
    return sheets.Sheet("不一致", columns, rows, title="四方比对台账", notes=notes, frozen=4)


def said(one: Difference, source: str) -> object:
    """What a source says, coloured when it ought to be mended."""
    value = one.value(source)
    return sheets.Marked(value or "（空）", "error") if source in one.wrong else value


def states(result: Reconciled, ledger: Ledger) -> sheets.Sheet:
    """Each household: 一致, 不一致 or 未核对."""
    columns = [sheets.Column(t) for t in ("户编号", "户主姓名", "状态")]
    rows = [
        [key, householder(ledger, key), sheets.Marked(state.value, MARKS[state.value])]
        for key, state in sorted(result.states.items())
    ]
    return sheets.Sheet("逐户", columns, rows, title="逐户比对情况")


def doubtful(result: Reconciled) -> sheets.Sheet:
    """What fits two: a person must look."""
    columns = [sheets.Column("户编号"), sheets.Column("姓名"), sheets.Column("原因", "wrap", 46)]
    rows = [[one.household, one.person, one.reason] for one in result.doubtful]
    return sheets.Sheet("存疑", columns, rows, title="要人看一眼的")
