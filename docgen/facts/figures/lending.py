"""Figures of loans: how much, what falls due, what is overdue."""

from __future__ import annotations

from datetime import timedelta

from docgen.facts.figures.families import Line, counts, distincts, number, sums
from docgen.facts.figures.select import day_in, in_period
from docgen.facts.view import View
from docgen.model import Entry
from docgen.words import plain_name

SOON = timedelta(days=90)


def _owed(entry: Entry) -> bool:
    return (number(entry.get("余额")) or 0) > 0


def _overdue(entry: Entry, view: View) -> bool:
    due = day_in(entry, "到期日")
    return _owed(entry) and due is not None and due < view.as_of


def _soon(entry: Entry, view: View) -> bool:
    due = day_in(entry, "到期日")
    return _owed(entry) and due is not None and view.as_of <= due <= view.as_of + SOON


def _granted(entry: Entry, view: View) -> bool:
    return in_period(day_in(entry, "发放日"), view)


_OVERDUE = ("到期日", "余额")
counts(
    "贷款",
    "笔",
    Line("贷款笔数", "贷款表行数（不含合计）"),
    Line("未还清贷款笔数", "贷款表余额大于0的行数", ("余额",), lambda row, _: _owed(row)),
    Line("逾期贷款笔数", "贷款表余额大于0且到期日早于as_of的行数", _OVERDUE, _overdue),
    Line("90日内到期贷款笔数", "贷款表余额大于0且到期日在as_of起90日内（含当日）", _OVERDUE, _soon),
    Line("本期发放贷款笔数", "贷款表发放日在期内的行数", ("发放日",), _granted, dated=True),
)
sums("贷款", "元", "金额", Line("贷款金额", "贷款表金额合计"))
sums("贷款", "元", "余额", Line("贷款余额", "贷款表余额合计"))
sums(
    "贷款",
    "元",
    "余额",
    Line("逾期贷款余额", "贷款表余额大于0且到期日早于as_of的余额合计", ("到期日",), _overdue),
    Line(
        "90日内到期贷款余额", "贷款表余额大于0且到期日在as_of起90日内的余额合计", ("到期日",), _soon
    ),
)
sums(
    "贷款",
    "元",
    "金额",
    Line("本期发放贷款金额", "贷款表发放日在期内的金额合计", ("发放日",), _granted, dated=True),
)
distincts(
    "贷款",
    "人",
    lambda row, _: plain_name(str(row.get("借款人") or "")),
    Line("借款人数", "贷款表不同的借款人"),
)
