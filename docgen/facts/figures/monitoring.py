"""Figures of monitored households: entries, exits, risks, measures."""

from __future__ import annotations

from docgen.facts.figures.families import Holds, Line, counts
from docgen.facts.figures.keys import ByKey
from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    answer,
    count,
    figure,
    percent,
)
from docgen.facts.figures.select import households, is_monitored
from docgen.facts.lookup import risks_of
from docgen.facts.view import View
from docgen.model import Household

RISKS = (
    *("因病", "因残", "因学", "因灾", "因意外事故", "因产业项目失败", "因务工就业不稳"),
    *("因安全住房", "因安全饮水", "缺劳动力"),
)
OTHER = "其他"


def risk_kinds(household: Household) -> frozenset[str]:
    """The risks 1-5 of a household, those outside the list as 其他."""
    return frozenset(risk if risk in RISKS else OTHER for risk in risks_of(household))


def _risks(household: Household, view: View) -> frozenset[str]:
    return risk_kinds(household) if is_monitored(household) else frozenset()


def _at_risk(risk: str) -> Line:
    return Line(
        f"监测对象风险（{risk}）户数",
        f"监测对象类别不为空，致贫返贫风险1-5中有{risk}的户数（一户有几项风险的各计一次）"
        if risk != OTHER
        else "监测对象类别不为空，致贫返贫风险1-5中有其余风险的户数（一户有几项风险的各计一次）",
        ("监测对象类别", "致贫返贫风险1"),
        ByKey(_risks, lambda risks: risk in risks),
        ("致贫返贫风险1",),
    )


def _removed_by(way: str) -> Holds:
    return lambda household, _: (
        household.risk_removed == "是" and (household.removal_way or "").startswith(way[:2])
    )


counts("户信息", "户", *(_at_risk(risk) for risk in (*RISKS, OTHER)))
counts(
    "户信息",
    "户",
    *(
        Line(
            f"{way}监测对象户数",
            f"风险是否已消除为是，风险消除方式为{way}的户数",
            ("风险是否已消除", "风险消除方式"),
            _removed_by(way),
        )
        for way in ("帮扶消除", "自然消除")
    ),
)


@figure(
    "本期监测对象净增户数",
    unit="户",
    definition="本期新识别监测对象户数−本期风险消除监测对象户数",
    needs=["户信息.识别时间", "户信息.消除时间"],
    dated=True,
)
def net_entries(view: View) -> Answer:
    entered, left = answer("本期新识别监测对象户数", view), answer("本期风险消除监测对象户数", view)
    for one in (entered, left):
        if one.value is None:
            return Lacking(f"“{one.name}”：{one.reason}")
    note = "；".join(filter(None, [entered.note, left.note]))
    value = int(entered.value or 0) - int(left.value or 0)
    return Counted(value, (*entered.records, *left.records), note)


_NEEDS = ("户信息.监测对象类别", "户信息.风险是否已消除", "帮扶措施")
_KNOWN = ("户信息.风险是否已消除",)


def _watched(view: View) -> list[Household]:
    return [h for h in households(view) if is_monitored(h) and h.risk_removed == "否"]


@figure(
    "未消除风险且有帮扶措施的监测对象户数",
    unit="户",
    definition="监测对象类别不为空、风险是否已消除为否，且帮扶措施表有至少一条的户数",
    needs=_NEEDS,
    known=_KNOWN,
)
def watched_with_measures(view: View) -> Answer:
    return count(h for h in view.once(_watched) if view.ledger.measures_of(h.id))


@figure(
    "监测对象帮扶措施覆盖率",
    unit="%",
    definition="未消除风险且有帮扶措施的监测对象户数÷监测对象类别不为空且风险是否已消除为否的户数，两位小数",
    needs=_NEEDS,
    known=_KNOWN,
)
def covered(view: View) -> Answer:
    watched = view.once(_watched)
    helped = [h for h in watched if view.ledger.measures_of(h.id)]
    return percent(len(helped), len(watched), helped)
