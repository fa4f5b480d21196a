"""同类都这样: one decision of a clerk for all papers of the same type and form of title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.archive.clerk import WAIT, YES, ClerkRow
from docgen.archive.plain import dense
from docgen.archive.schema import Schema
from docgen.model import Ledger

UNSURE_OWNER = ("哪一户", "属于多户", "户别证据弱", "名称指向")
"""Words of a reason that leave open whose paper it is: nothing decided for others answers that."""


def alike(clerk: Sequence[ClerkRow], schema: Schema, ledger: Ledger) -> tuple[ClerkRow, ...]:
    """Return the rows in which 同类都这样 has decided those of the same type and form of title.

    Only the type is decided for others: household, year and title are each paper's own, and what
    leaves open whose paper it is stays to be looked at.
    """
    names = [household.householder or "" for household in ledger.households]
    told = {
        (row.paper.type, title_form(row.paper.title, names)): row
        for row in reversed(clerk)
        if row.alike and row.said != WAIT and not row.on_paper
    }
    return tuple(_like(row, told, schema, names) for row in clerk) if told else tuple(clerk)


def _like(
    row: ClerkRow,
    told: Mapping[tuple[str, str], ClerkRow],
    schema: Schema,
    names: Sequence[str],
) -> ClerkRow:
    if row.alike and row.said != WAIT:
        return replace(row, said=row.said or YES)
    model = told.get((row.paper.type, title_form(row.paper.title, names)))
    if model is None or row.decided or row.on_paper or row.damaged:
        return row
    kind = schema.types.get((model.type.split() or [row.paper.type])[0].upper())
    if kind is None:
        return row
    unsure = any(word in row.paper.reason for word in UNSURE_OWNER)
    if kind.of_household and (unsure or not row.paper.household):
        return row
    note = row.note or f"同类都这样：照“{model.paper.source}”"
    return replace(row, said=YES, type=model.type, note=note)


def title_form(title: str, names: Sequence[str]) -> str:
    """Return a title without names of householders, numbers and years: what makes papers alike."""
    text = dense(title)
    for name in sorted(filter(None, names), key=lambda name: (-len(name), name)):
        text = text.replace(dense(name), "")
    return re.sub(r"[\d\W_]+|[〇零一二三四五六七八九十]+(?=[年月日组号次])", "", text)
