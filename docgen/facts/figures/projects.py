"""Figures of projects, their households and supervision, and of shared earnings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from docgen.facts.figures.families import Line, counts, distincts, ratio, sums
from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    count,
    figure,
    percent,
    places,
    total,
)
from docgen.facts.figures.select import entries, in_period, number_in
from docgen.facts.view import View
from docgen.model import Beneficiary, Entry, Project

INDUSTRY = ("产业发展", "产业", "产业项目", "产业帮扶")
YUAN_PER_WAN = 10000
WEEK = timedelta(days=7)


@figure("项目数", unit="个", definition="项目表行数（不含合计）", needs=["项目"])
def projects(view: View) -> Answer:
    return count(view.ledger.projects)


def _enter_money(
    name: str,
    definition: str,
    column: str,
    amount: Callable[[Project], Decimal | None],
    digits: int | None = None,
) -> None:
    @figure(name, unit="万元", definition=definition, needs=[f"项目.{column}"])
    def money(view: View) -> Answer:
        return total([(p, amount(p)) for p in view.ledger.projects], YUAN_PER_WAN, digits)


_enter_money("项目总投资", "总投资合计", "总投资", lambda project: project.investment)
_enter_money("项目到位资金", "到位资金合计", "到位资金", lambda project: project.arrived)
_enter_money(
    "项目已支付资金",
    "已支付合计（列单位为元，换算为万元，四位小数）",
    "已支付",
    lambda project: project.paid,
    4,
)


@figure(
    "资金支付率",
    unit="%",
    definition="已支付÷到位资金，两位小数",
    needs=["项目.已支付", "项目.到位资金"],
)
def paid_share(view: View) -> Answer:
    paid = total([(p, p.paid) for p in view.ledger.projects])
    arrived = total([(p, p.arrived) for p in view.ledger.projects])
    if isinstance(paid, Lacking):
        return paid
    if isinstance(arrived, Lacking):
        return arrived
    return percent(paid.value, arrived.value, view.ledger.projects)


@figure("已竣工项目数", unit="个", definition="实际竣工不为空", needs=["项目.实际竣工"])
def finished(view: View) -> Answer:
    return count(p for p in view.ledger.projects if p.finished is not None)


@figure("已开工项目数", unit="个", definition="开工日期不为空", needs=["项目.开工日期"])
def started(view: View) -> Answer:
    return count(p for p in view.ledger.projects if p.started is not None)


@figure(
    "逾期未竣工项目数",
    unit="个",
    definition="计划竣工不晚于as_of且实际竣工为空",
    needs=["项目.计划竣工", "项目.实际竣工"],
)
def overdue(view: View) -> Answer:
    return count(
        p
        for p in view.ledger.projects
        if p.due is not None and p.due <= view.as_of and p.finished is None
    )


@figure(
    "产业项目总投资",
    unit="万元",
    definition="项目类别为产业发展的总投资合计",
    needs=["项目.类别", "项目.总投资"],
)
def industry_investment(view: View) -> Answer:
    rows = [(p, p.investment) for p in view.ledger.projects if p.kind in INDUSTRY]
    if view.ledger.projects and not rows:
        return Counted(0)
    return total(rows, YUAN_PER_WAN)


@figure(
    "项目受益户次", unit="户次", definition="项目受益户表行数（不含合计）", needs=["项目受益户"]
)
def shares(view: View) -> Answer:
    return count(view.ledger.beneficiaries)


@figure("补助应发金额", unit="元", definition="补助标准合计", needs=["项目受益户.补助标准"])
def subsidy_due(view: View) -> Answer:
    return total([(b, b.subsidy) for b in view.ledger.beneficiaries])


@figure("补助已发金额", unit="元", definition="已发放合计", needs=["项目受益户.已发放"])
def subsidy_paid(view: View) -> Answer:
    return total([(b, b.paid) for b in view.ledger.beneficiaries])


@figure(
    "补助未发足户次",
    unit="户次",
    definition="已发放小于补助标准",
    needs=["项目受益户.补助标准", "项目受益户.已发放"],
)
def subsidy_short(view: View) -> Answer:
    short = [b for b in view.ledger.beneficiaries if _short(b)]
    empty = sum(b.paid is None for b in short)
    note = f"其中{empty}行已发放为空，按未发计" if empty else ""
    return Counted(len(short), places(short), note)


def _short(share: Beneficiary) -> bool:
    return share.subsidy is not None and (share.paid or Decimal(0)) < share.subsidy


@figure(
    "督办次数",
    unit="次",
    definition="日期在期内的督办记录",
    needs=["督办记录.日期"],
    known=["督办记录.日期"],
    dated=True,
)
def supervisions(view: View) -> Answer:
    return count(s for s in view.ledger.supervisions if in_period(s.day, view))


@figure(
    "督办中断项目数",
    unit="个",
    definition="期内相邻两次督办间隔超过7天的项目",
    needs=["督办记录.日期"],
    dated=True,
)
def interrupted(view: View) -> Answer:
    days: dict[str, list[date]] = {}
    for record in view.ledger.supervisions:
        if record.day is not None and in_period(record.day, view):
            days.setdefault(record.project, []).append(record.day)
    broken = {project for project, dates in days.items() if _interrupted(sorted(dates))}
    rows = [r for r in view.ledger.supervisions if r.project in broken and in_period(r.day, view)]
    return Counted(len(broken), places(rows))


def _interrupted(days: list[date]) -> bool:
    return any(later - earlier > WEEK for earlier, later in pairwise(days))


def _of_the_year(view: View) -> list[Entry]:
    year = view.settings.period.end.year
    return entries(view, "收益分配", lambda row: str(row.get("年度")) == str(year))


def _enter_earnings(name: str, unit: str, definition: str, column: str) -> None:
    @figure(name, unit=unit, definition=definition, needs=["收益分配.年度", f"收益分配.{column}"])
    def earnings(view: View) -> Answer:
        return total([(row, number_in(row, column)) for row in _of_the_year(view)])


_enter_earnings("收益分配应付", "元", "收益分配表期末年度应付合计", "应付")
_enter_earnings("收益分配实付", "元", "收益分配表期末年度实付合计", "实付")


@figure(
    "收益分配未付足主体数",
    unit="个",
    definition="期末年度实付小于应付",
    needs=["收益分配.年度", "收益分配.应付", "收益分配.实付"],
)
def underpaid(view: View) -> Answer:
    short = [row for row in _of_the_year(view) if _underpaid(row)]
    empty = sum(number_in(row, "实付") is None for row in short)
    note = f"其中{empty}行实付为空，按未付计" if empty else ""
    return Counted(len({row.get("主体") for row in short}), places(short), note)


def _underpaid(row: Entry) -> bool:
    due = number_in(row, "应付")
    return due is not None and (number_in(row, "实付") or Decimal(0)) < due


_enter_earnings("带动实际就业人数", "人", "收益分配表期末年度实际就业合计", "实际就业")

ratio(
    "资金到位率",
    "项目到位资金÷项目总投资，两位小数",
    "项目到位资金",
    "项目总投资",
    ["项目.到位资金", "项目.总投资"],
)
ratio(
    "补助发放率",
    "补助已发金额÷补助应发金额，两位小数",
    "补助已发金额",
    "补助应发金额",
    ["项目受益户.已发放", "项目受益户.补助标准"],
)


def _supervised(project: Project, view: View) -> bool:
    return project.id in view.once(_supervised_in_period)


def _supervised_in_period(view: View) -> frozenset[str]:
    return frozenset(s.project for s in view.ledger.supervisions if in_period(s.day, view))


counts(
    "项目",
    "个",
    Line("未开工项目数", "开工日期为空", ("开工日期",), lambda p, _: p.started is None, ()),
    Line(
        "在建项目数",
        "开工日期不为空且实际竣工为空",
        ("开工日期", "实际竣工"),
        lambda p, _: p.started is not None and p.finished is None,
        (),
    ),
    Line("产业项目数", "项目类别为产业发展", ("类别",), lambda p, _: p.kind in INDUSTRY),
    Line(
        "本期开工项目数",
        "开工日期在期内",
        ("开工日期",),
        lambda p, view: in_period(p.started, view),
        (),
        dated=True,
    ),
    Line(
        "本期竣工项目数",
        "实际竣工在期内",
        ("实际竣工",),
        lambda p, view: in_period(p.finished, view),
        (),
        dated=True,
    ),
)


@figure(
    "督办项目数",
    unit="个",
    definition="期内有督办记录的不同项目编号",
    needs=["督办记录.日期"],
    dated=True,
)
def supervised(view: View) -> Answer:
    rows = [s for s in view.ledger.supervisions if s.project and in_period(s.day, view)]
    return Counted(len({s.project for s in rows}), places(rows))


@figure(
    "在建未督办项目数",
    unit="个",
    definition="开工日期不为空、实际竣工为空，期内没有督办记录的项目数",
    needs=["项目.开工日期", "项目.实际竣工", "督办记录.日期"],
    dated=True,
)
def unsupervised(view: View) -> Answer:
    return count(
        p
        for p in view.ledger.projects
        if p.started is not None and p.finished is None and not _supervised(p, view)
    )


distincts(
    "项目受益户", "户", lambda b, _: b.household, Line("项目受益户数", "项目受益户表不同的户")
)
sums("项目受益户", "元", "自筹应缴", Line("自筹应缴金额", "自筹应缴合计"), empty_is_none=True)
sums("项目受益户", "元", "自筹已缴", Line("自筹已缴金额", "自筹已缴合计"), empty_is_none=True)
counts(
    "项目受益户",
    "户次",
    Line(
        "项目受益户已入住户次",
        "入住日期不为空",
        ("入住日期",),
        lambda b, _: b.moved_in is not None,
        (),
    ),
    Line(
        "旧房已拆除户次",
        "旧房拆除日期不为空",
        ("旧房拆除日期",),
        lambda b, _: b.old_house_removed is not None,
        (),
    ),
    Line(
        "已入住旧房未拆户次",
        "入住日期不为空且旧房拆除日期为空",
        ("入住日期", "旧房拆除日期"),
        lambda b, _: b.moved_in is not None and b.old_house_removed is None,
        (),
    ),
)
