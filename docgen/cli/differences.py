"""Differences of several records: as --json tells them, and as a workbook for the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from docgen import sheets
from docgen.words import mask_card, mask_id, mask_phone, mask_text

if TYPE_CHECKING:
    from docgen.model import Ledger
    from docgen.work.reconcile import Difference, Reconciled

SOURCES = ("系统", "手册", "纸档", "实际")
MASKS = {"证件号码": mask_id, "联系电话": mask_phone, "银行卡号": mask_card}
MARKS: Mapping[str, sheets.Mark] = {"不一致": "error", "未核对": "warning", "一致": "ok"}


def difference_json(difference: Difference) -> dict[str, str]:
    """A difference with numbers masked, except for the places where they differ."""
    values = {source: difference.value(source) for source in SOURCES}
    shown = masked_together(values, difference.field)
    head = {"household": difference.household, "person": difference.person}
    return {**head, "field": difference.field, **shown}


def masked_together(values: Mapping[str, str], field: str) -> dict[str, str]:
    """Mask each value; of numbers equally long the places where they differ are shown."""
    mask = MASKS.get(field, mask_text)
    hidden = {source: mask(value) if value else "" for source, value in values.items()}
    said = [value for value in values.values() if value]
    if len({len(value) for value in said}) != 1 or any(
        hidden[source] and len(hidden[source]) != len(said[0]) for source in hidden
    ):
        return hidden
    differing = {at for at in range(len(said[0])) if len({value[at] for value in said}) > 1}
    return {
        source: "".join(
            values[source][at] if at in differing else sign for at, sign in enumerate(text)
        )
        for source, text in hidden.items()
    }


def book(result: Reconciled, ledger: Ledger, as_of: date) -> bytes:
    """四方比对台账.xlsx: differences, the state of each household, what is doubtful."""
    return sheets.workbook(
        [differing(result, ledger), states(result, ledger), doubtful(result)],
        title="四方比对台账",
        created=as_of,
    )


def householder(ledger: Ledger, key: str) -> str:
    found = ledger.household(key)
    return (found.householder or "") if found else ""


def differing(result: Reconciled, ledger: Ledger) -> sheets.Sheet:
    """One row a difference; the records to be mended are coloured."""
    columns = [sheets.Column(t) for t in ("户编号", "户主姓名", "姓名", "项目")]
    columns += [sheets.Column(source, "wrap", 20) for source in SOURCES]
    columns.append(sheets.Column("建议改正"))
    rows = [
        [
            one.household,
            householder(ledger, one.household),
            one.person,
            one.field,
            *(said(one, source) for source in SOURCES),
            "、".join(one.wrong),
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
