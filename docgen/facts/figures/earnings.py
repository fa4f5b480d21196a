"""Figures of shared earnings: agreements, dividends by household, hired persons."""

from __future__ import annotations

from decimal import Decimal

from docgen.facts.figures.families import Line, counts, distincts, home, number, ratio, sums
from docgen.facts.view import View
from docgen.model import Entry


def _this_year(entry: Entry, view: View) -> bool:
    return str(entry.get("年度")) == str(view.settings.period.end.year)


def _short(entry: Entry, view: View) -> bool:
    due = number(entry.get("应分"))
    paid = number(entry.get("实分")) or Decimal(0)
    return _this_year(entry, view) and due is not None and paid < due


def _hired(entry: Entry, view: View) -> bool:
    until = entry.get("结束")
    return until is None or str(until) >= view.as_of.isoformat()


_YEAR = ("年度",)
ratio(
    "收益分配兑付率",
    "收益分配实付÷收益分配应付，两位小数",
    "收益分配实付",
    "收益分配应付",
    ["收益分配.年度", "收益分配.应付", "收益分配.实付"],
)
distincts(
    "收益分配",
    "个",
    lambda row, _: row.get("主体"),
    Line("收益分配主体数", "收益分配表期末年度不同的主体", _YEAR, _this_year),
)
distincts(
    "收益分配",
    "份",
    lambda row, _: row.get("协议编号"),
    Line("收益分配协议数", "收益分配表不同的协议编号", ("协议编号",), known=()),
)
sums(
    "收益分配",
    "户",
    "分红户数",
    Line("收益分配分红户数", "收益分配表期末年度分红户数合计", _YEAR, _this_year),
)
sums(
    "收益分配",
    "人",
    "就业名额",
    Line("约定就业名额", "收益分配表期末年度就业名额合计", _YEAR, _this_year),
)
distincts("分红明细", "户", home, Line("分红户数", "分红明细表期末年度不同的户", _YEAR, _this_year))
sums(
    "分红明细", "元", "应分", Line("分红应分金额", "分红明细表期末年度应分合计", _YEAR, _this_year)
)
sums(
    "分红明细", "元", "实分", Line("分红实分金额", "分红明细表期末年度实分合计", _YEAR, _this_year)
)
counts(
    "分红明细",
    "户次",
    Line(
        "分红未分足户次",
        "分红明细表期末年度实分小于应分（实分为空按未分计）",
        ("年度", "应分", "实分"),
        _short,
        ("年度", "应分"),
    ),
)
counts(
    "吸纳用工",
    "人",
    Line("吸纳用工人数", "吸纳用工表结束为空或不早于as_of的行数", ("结束",), _hired, ()),
)
distincts(
    "吸纳用工",
    "个",
    lambda row, _: row.get("单位"),
    Line("吸纳用工单位数", "吸纳用工表结束为空或不早于as_of的不同单位", ("结束",), _hired, ()),
)
