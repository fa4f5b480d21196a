"""Figures of problems to be rectified."""

from __future__ import annotations

from datetime import timedelta

from docgen.facts.figures.families import Line, counts, told
from docgen.facts.figures.registry import Answer, count, figure, percent
from docgen.facts.view import View
from docgen.facts.words import blank
from docgen.model import Problem

SOON = timedelta(days=30)
# Whose finding it is, by words in 来源; the first level whose word stands there decides.
LEVELS: dict[str, tuple[str, ...]] = {
    "自查": ("自查", "自检", "自评", "自纠", "排查"),
    "中央": ("中央", "国家", "国务院", "国办"),
    "省级": ("省", "自治区"),
    "市级": ("市", "州"),
    "县级": ("县", "区", "旗"),
    "乡镇": ("乡", "镇", "街道"),
}
OTHER = "其他"


@figure("问题总数", unit="条", definition="问题整改表行数", needs=["问题整改"])
def problems(view: View) -> Answer:
    return count(view.ledger.problems)


def _enter_state(name: str, state: str) -> None:
    @figure(
        name,
        unit="条",
        definition=f"状态为{state}",
        needs=["问题整改.状态"],
        known=["问题整改.状态"],
    )
    def in_state(view: View) -> Answer:
        return count(p for p in view.ledger.problems if p.state == state)


_enter_state("问题已完成数", "已完成")
_enter_state("问题推进中数", "推进中")
_enter_state("问题未启动数", "未启动")


@figure(
    "本村问题超期未完成数",
    unit="条",
    definition="本村是否存在不为不存在、不涉及，状态不是已完成且完成时限早于as_of",
    needs=["问题整改.状态", "问题整改.完成时限"],
)
def own_overdue(view: View) -> Answer:
    return count(
        p
        for p in view.ledger.problems
        if p.present not in ("不存在", "不涉及")
        and p.state != "已完成"
        and p.deadline is not None
        and p.deadline < view.as_of
    )


@figure("问题已销号数", unit="条", definition="销号日期不为空", needs=["问题整改.销号日期"])
def closed(view: View) -> Answer:
    return count(p for p in view.ledger.problems if p.closed_on is not None)


@figure(
    "问题未完成数",
    unit="条",
    definition="本村是否存在不为不存在、不涉及，且状态不是已完成",
    needs=["问题整改.状态"],
)
def unfinished(view: View) -> Answer:
    return count(
        p
        for p in view.ledger.problems
        if p.present not in ("不存在", "不涉及") and p.state != "已完成"
    )


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
        f"{kind}原因问题数",
        unit="条",
        definition=f"原因类型为{kind}",
        needs=["问题整改.原因类型"],
        known=["问题整改.原因类型"],
    )
    def by_cause(view: View) -> Answer:
        return count(p for p in view.ledger.problems if (p.cause_kind or "").startswith(kind))


for _kind in ("客观", "主观", "工作"):
    _enter_cause(_kind)


def level_of(problem: Problem) -> str:
    """Whose finding a problem is: one of LEVELS, else 其他."""
    written = problem.source or ""
    return next(
        (level for level, words in LEVELS.items() if any(word in written for word in words)), OTHER
    )


def _of_level(level: str, state: str = "") -> Line:
    told = f"且状态为{state}" if state else ""
    words = f"来源为{level}" if level != OTHER else "来源不是自查、中央、省、市、县、乡镇"
    return Line(
        f"问题{state}数（{level}）",
        f"问题整改表{words}{told}的行数",
        ("来源", "状态") if state else ("来源",),
        lambda problem, _: level_of(problem) == level and state in ("", problem.state),
    )


def _soon(problem: Problem, view: View) -> bool:
    due = problem.deadline
    return problem.state != "已完成" and due is not None and view.as_of <= due <= view.as_of + SOON


counts(
    "问题整改",
    "条",
    *(_of_level(level) for level in (*LEVELS, OTHER)),
    *(_of_level(level, "已完成") for level in (*LEVELS, OTHER)),
    *(
        Line(
            f"问题{word}数",
            f"问题整改表本村是否存在为{word}的行数",
            ("本村是否存在",),
            told("present", word),
        )
        for word in ("存在", "不存在", "不涉及")
    ),
    Line(
        "问题不存在或不涉及数",
        "问题整改表本村是否存在为不存在或不涉及的行数",
        ("本村是否存在",),
        told("present", "不存在", "不涉及"),
    ),
    Line(
        "问题30日内到期数",
        "状态不是已完成且完成时限在as_of起30日内（含当日）",
        ("状态", "完成时限"),
        _soon,
    ),
    Line(
        "问题销号无佐证数",
        "销号日期不为空而佐证材料为空",
        ("销号日期", "佐证材料"),
        lambda problem, _: problem.closed_on is not None and blank(problem.evidence),
        (),
    ),
)
