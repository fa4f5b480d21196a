"""Figures of how households were met: ways, requests, answers, the roster, meetings, the team."""

from __future__ import annotations

from decimal import Decimal

from docgen.facts.figures.families import Holds, Line, counts, distincts, rate, sums
from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    answer,
    count,
    figure,
    percent,
    places,
    round_to,
)
from docgen.facts.figures.select import (
    day_in,
    entries,
    households,
    in_period,
    lifted_or_monitored,
)
from docgen.facts.view import View
from docgen.facts.words import blank
from docgen.model import Entry, Visit, VisitTarget
from docgen.words import plain_name

KNOWS = ("知晓", "知道", "了解", "清楚", "熟悉", "是")
CONTENT = ("满意", "非常满意", "很满意", "比较满意", "基本满意", "是")


def _met(visit: Visit, view: View) -> bool:
    return in_period(visit.day, view)


def _by_way(*ways: str) -> Holds:
    return lambda visit, view: _met(visit, view) and visit.way in ways


def _asked(visit: Visit, view: View) -> bool:
    return _met(visit, view) and not blank(visit.request)


def _answered(visit: Visit, view: View) -> bool:
    return _asked(visit, view) and not blank(visit.result)


_ASKED = Line("走访收集诉求条数", "期内走访记录中诉求不为空的行数", ("走访日期", "诉求"), _asked,
              ("走访日期",), dated=True)  # fmt: skip
_ANSWERED = Line(
    "走访诉求已处理条数",
    "期内走访记录中诉求、处理结果都不为空的行数",
    ("走访日期", "诉求", "处理结果"),
    _answered,
    ("走访日期",),
    dated=True,
)
_DAY_AND_WAY = ("走访日期", "方式")
counts(
    "走访记录",
    "次",
    Line("入户走访次数", "期内走访方式为入户的行数", _DAY_AND_WAY, _by_way("入户"), dated=True),
    Line("电话微信联系次数", "期内走访方式为电话或微信的行数（联系不算走访入户）", _DAY_AND_WAY,
         _by_way("电话", "微信"), dated=True),
)  # fmt: skip
counts("走访记录", "条", _ASKED, _ANSWERED)
counts(
    "走访记录",
    "条",
    Line(
        "走访意见建议条数",
        "期内走访记录中意见建议不为空的行数",
        ("走访日期", "意见建议"),
        lambda visit, view: _met(visit, view) and not blank(visit.advice),
        ("走访日期",),
        dated=True,
    ),
)
rate(
    "走访诉求处理率",
    "走访诉求已处理条数÷走访收集诉求条数，两位小数",
    "走访记录",
    _ANSWERED,
    _ASKED,
    dated=True,
)
rate(
    "政策知晓率",
    "期内走访记录政策知晓不为空的行中，知晓（了解、清楚）的比例，两位小数",
    "走访记录",
    Line(
        "",
        "",
        ("政策知晓",),
        lambda visit, _: (visit.policy_known or "").startswith(KNOWS),
        ("走访日期",),
    ),
    Line(
        "",
        "",
        ("走访日期",),
        lambda visit, view: _met(visit, view) and visit.policy_known is not None,
    ),
    dated=True,
)
rate(
    "走访满意率",
    "期内走访记录满意度不为空的行中，满意（非常、比较、基本满意）的比例，两位小数",
    "走访记录",
    Line(
        "",
        "",
        ("满意度",),
        lambda visit, _: (visit.satisfaction or "").startswith(CONTENT),
        ("走访日期",),
    ),
    Line(
        "",
        "",
        ("走访日期",),
        lambda visit, view: _met(visit, view) and visit.satisfaction is not None,
    ),
    dated=True,
)


@figure(
    "脱贫和监测户走访覆盖率",
    unit="%",
    definition="脱贫户、监测户中期内有走访记录（不论方式）的户÷脱贫户、监测户户数，两位小数",
    needs=["户信息.户类型", "走访记录.走访日期", "走访记录.户"],
    known=["走访记录.走访日期"],
    dated=True,
)
def coverage(view: View) -> Answer:
    base = [h for h in households(view) if lifted_or_monitored(h)]
    homes = {visit.household for visit in view.ledger.visits if _met(visit, view)}
    met = [h for h in base if h.id in homes]
    return percent(len(met), len(base), met)


@figure(
    "无帮扶责任人的脱贫户和监测户数",
    unit="户",
    definition="脱贫户、监测户中没有结对结束为空的帮扶责任人的户数",
    needs=["户信息.户类型", "帮扶责任人.姓名"],
)
def without_helper(view: View) -> Answer:
    return count(
        h
        for h in households(view)
        if lifted_or_monitored(h)
        and not any(one.until is None for one in view.ledger.helpers_of(h.id))
    )


distincts(
    "帮扶责任人",
    "户",
    lambda helper, _: helper.household,
    Line(
        "结对帮扶户数",
        "帮扶责任人表结对结束为空的不同户",
        ("结对结束",),
        lambda helper, _: helper.until is None,
        (),
    ),
)
distincts(
    "帮扶责任人",
    "个",
    lambda helper, _: helper.unit,
    Line(
        "帮扶单位数",
        "帮扶责任人表结对结束为空的不同单位",
        ("单位", "结对结束"),
        lambda helper, _: helper.until is None,
        ("单位",),
    ),
)


def _was_met(target: VisitTarget, view: View) -> bool:
    return plain_name(target.name or "") in view.once(_names_met)


def _names_met(view: View) -> frozenset[str]:
    """Everybody whom a visit of the period names: 对象姓名, else the householder."""
    names = set()
    for visit in view.ledger.visits:
        if not _met(visit, view):
            continue
        home = view.ledger.household(visit.household) if visit.household else None
        name = visit.target_name or (home.householder if home else None)
        names.add(plain_name(name or ""))
    return frozenset(names - {""})


_TARGETS = Line("走访对象数", "走访对象表行数")
_MET = Line(
    "走访对象已走访数", "走访对象表中期内走访记录有其姓名的行数", ("姓名",), _was_met, dated=True
)
counts("走访对象", "人", _TARGETS, _MET)
rate(
    "走访对象覆盖率",
    "走访对象已走访数÷走访对象数，两位小数",
    "走访对象",
    _MET,
    _TARGETS,
    dated=True,
)


def _in_village(entry: Entry, view: View) -> bool:
    until = day_in(entry, "驻村结束")
    return until is None or until >= view.as_of


def _day(entry: Entry, view: View) -> bool:
    return in_period(day_in(entry, "日期"), view)


def _held(kind: str) -> Holds:
    return lambda entry, view: _day(entry, view) and kind in str(entry.get("类别") or "")


counts(
    "工作队",
    "人",
    Line("驻村队员数", "工作队表驻村结束为空或不早于as_of的行数", ("驻村结束",), _in_village, ()),
)
distincts(
    "驻村记录",
    "人天",
    lambda row, _: (plain_name(str(row.get("姓名") or "")), row.get("日期")),
    Line("驻村人天数", "驻村记录表日期在期内的不同姓名和日期", ("日期",), _day, dated=True),
)


@figure(
    "人均驻村天数",
    unit="天",
    definition="驻村人天数÷驻村记录表期内不同姓名，两位小数",
    needs=["驻村记录.姓名", "驻村记录.日期"],
    known=["驻村记录.日期"],
    dated=True,
)
def days_each(view: View) -> Answer:
    days = answer("驻村人天数", view)
    rows = [row for row in entries(view, "驻村记录") if _day(row, view)]
    people = {plain_name(str(row.get("姓名") or "")) for row in rows}
    if not people or days.value is None:
        return Lacking("期内没有驻村记录")
    return Counted(round_to(Decimal(days.value) / len(people), 2), places(rows))


counts(
    "会议活动",
    "次",
    Line("会议活动次数", "会议活动表日期在期内的行数", ("日期",), _day, dated=True),
    *(
        Line(
            f"{kind}次数",
            f"会议活动表日期在期内、类别含{kind}的行数",
            ("日期", "类别"),
            _held(kind),
            dated=True,
        )
        for kind in ("知情会", "院坝会", "评议会", "培训", "宣讲")
    ),
)
sums(
    "会议活动",
    "人次",
    "实到",
    Line("会议活动实到人次", "会议活动表日期在期内的实到合计", ("日期",), _day, dated=True),
)
counts(
    "单位帮扶",
    "次",
    Line("单位帮扶次数", "单位帮扶表日期在期内的行数", ("日期",), _day, dated=True),
)
distincts(
    "单位帮扶",
    "个",
    lambda row, _: row.get("单位"),
    Line("开展帮扶的单位数", "单位帮扶表日期在期内的不同单位", ("日期",), _day, dated=True),
)
sums(
    "单位帮扶",
    "元",
    "投入",
    Line("单位帮扶投入", "单位帮扶表日期在期内的投入合计", ("日期",), _day, dated=True),
    empty_is_none=True,
)
sums(
    "单位帮扶",
    "人次",
    "人次",
    Line("单位帮扶人次", "单位帮扶表日期在期内的人次合计", ("日期",), _day, dated=True),
    empty_is_none=True,
)
distincts(
    "结对包保",
    "个",
    lambda row, _: row.get("行政村"),
    Line("结对包保村数", "结对包保表不同的行政村"),
)


def _task_late(entry: Entry, view: View) -> bool:
    due = day_in(entry, "时限")
    return entry.get("状态") != "已完成" and due is not None and due < view.as_of


counts(
    "任务清单",
    "项",
    Line("任务数", "任务清单表行数"),
    Line(
        "任务已完成数",
        "任务清单表状态为已完成",
        ("状态",),
        lambda row, _: row.get("状态") == "已完成",
    ),
    Line("任务超期数", "任务清单表状态不是已完成且时限早于as_of", ("状态", "时限"), _task_late),
)
