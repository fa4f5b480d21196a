"""Figures of problems to be rectified."""

from __future__ import annotations

from docgen.facts.figures.registry import Answer, count, figure, percent
from docgen.facts.view import View


@figure("问题总数", unit="条", definition="问题整改表行数", needs=["问题整改"])
def problems(view: View) -> Answer:
    return count(view.ledger.problems)


def _enter_state(name: str, state: str) -> None:
    @figure(name, unit="条", definition=f"状态为{state}", needs=["问题整改.状态"])
    def in_state(view: View) -> Answer:
        return count(p for p in view.ledger.problems if p.state == state)


_enter_state("问题已完成数", "已完成")
_enter_state("问题推进中数", "推进中")
_enter_state("问题未启动数", "未启动")


@figure("问题已销号数", unit="条", definition="销号日期不为空", needs=["问题整改.销号日期"])
def closed(view: View) -> Answer:
    return count(p for p in view.ledger.problems if p.closed_on is not None)


@figure(
    "问题超期未完成数",
    unit="条",
    definition="状态不是已完成且完成时限早于as_of",
    needs=["问题整改.状态", "问题整改.完成时限"],
)
def overdue(view: View) -> Answer:
    return count(
        p
        for p in view.ledger.problems
        if p.state != "已完成" and p.deadline is not None and p.deadline < view.as_of
    )


@figure("问题整改完成率", unit="%", definition="已完成÷问题总数，两位小数", needs=["问题整改.状态"])
def done_share(view: View) -> Answer:
    done = [p for p in view.ledger.problems if p.state == "已完成"]
    return percent(len(done), len(view.ledger.problems), view.ledger.problems)


def _enter_cause(kind: str) -> None:
    @figure(
        f"{kind}原因问题数", unit="条", definition=f"原因类型为{kind}", needs=["问题整改.原因类型"]
    )
    def by_cause(view: View) -> Answer:
        return count(p for p in view.ledger.problems if (p.cause_kind or "").startswith(kind))


for _kind in ("客观", "主观", "工作"):
    _enter_cause(_kind)
