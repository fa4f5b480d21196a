"""Figures of project assets, solar stations and resettlement sites."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from docgen.facts.figures.families import Line, counts, distincts, number, rate, says, sums
from docgen.facts.figures.registry import Answer, Counted, Lacking, figure, neat, places
from docgen.facts.figures.select import day_in, entries, text_in
from docgen.facts.view import View
from docgen.model import Entry

SOON = timedelta(days=90)
IDLE = ("闲置", "低效", "停用")
NO = ("否", "无", "正常", "0")


def _ends_soon(entry: Entry, view: View) -> bool:
    end = day_in(entry, "合同止")
    return end is not None and view.as_of <= end <= view.as_of + SOON


def _ended(entry: Entry, view: View) -> bool:
    end = day_in(entry, "合同止")
    return end is not None and end < view.as_of


def _of_kind(kind: str) -> Line:
    return Line(f"{kind}资产数", f"项目资产表类别为{kind}的行数", ("类别",), says("类别", kind[:2]))


_ALL = Line("项目资产数", "项目资产表行数（不含合计）")
_TITLED = Line(
    "已确权资产数",
    "项目资产表确权日期不为空",
    ("确权日期",),
    lambda row, _: day_in(row, "确权日期") is not None,
    (),
)
_KEPT = Line(
    "有管护人资产数",
    "项目资产表管护人不为空",
    ("管护人",),
    lambda row, _: bool(text_in(row, "管护人")),
    (),
)
counts(
    "项目资产",
    "个",
    _ALL,
    *(_of_kind(kind) for kind in ("公益性", "经营性", "到户类")),
    _TITLED,
    _KEPT,
    Line("闲置低效资产数", "项目资产表状态含闲置、低效或停用", ("状态",), says("状态", *IDLE)),
    Line(
        "90日内合同到期资产数",
        "项目资产表合同止在as_of起90日内（含当日）",
        ("合同止",),
        _ends_soon,
        (),
    ),
    Line("合同已到期资产数", "项目资产表合同止早于as_of", ("合同止",), _ended, ()),
)
rate("资产确权率", "已确权资产数÷项目资产数，两位小数", "项目资产", _TITLED, _ALL)
rate("资产管护率", "有管护人资产数÷项目资产数，两位小数", "项目资产", _KEPT, _ALL)
sums(
    "项目资产",
    "万元",
    "原值",
    Line("项目资产原值", "项目资产表原值合计（由元换算）"),
    *(
        Line(
            f"{kind}资产原值",
            f"项目资产表类别为{kind}的原值合计（由元换算）",
            ("类别",),
            says("类别", kind[:2]),
        )
        for kind in ("公益性", "经营性", "到户类")
    ),
    divisor=10000,
)
# Only assets that are run for profit have a yield.
sums("项目资产", "元", "年收益", Line("项目资产年收益", "项目资产表年收益合计"), empty_is_none=True)


def _month_in_period(entry: Entry, view: View) -> bool:
    period, month = view.settings.period, str(entry.get("年月") or "")
    return period.start.isoformat()[:7] <= month <= period.end.isoformat()[:7]


def _broken(entry: Entry, view: View) -> bool:
    return day_in(entry, "故障日期") is not None and day_in(entry, "修复日期") is None


def _told(column: str) -> Line:
    name = {"低效": "光伏低效站月数", "告警": "光伏告警站月数"}[column]
    return Line(
        name,
        f"光伏电站表年月在期内、{column}不为空也不是否的行数",
        ("年月", column),
        lambda row, view: _month_in_period(row, view) and text_in(row, column) not in ("", *NO),
        ("年月",),
        dated=True,
    )


_MONTH = ("年月",)
distincts(
    "光伏电站", "座", lambda row, _: row.get("电站"), Line("光伏电站数", "光伏电站表不同的电站")
)
sums(
    "光伏电站",
    "千瓦时",
    "发电量",
    Line("光伏发电量", "光伏电站表年月在期内的发电量合计", _MONTH, _month_in_period, dated=True),
)
sums(
    "光伏电站",
    "元",
    "收益",
    Line("光伏收益", "光伏电站表年月在期内的收益合计", _MONTH, _month_in_period, dated=True),
)
counts("光伏电站", "站月", _told("低效"), _told("告警"))
counts(
    "光伏电站",
    "次",
    Line(
        "光伏未修复故障数",
        "光伏电站表故障日期不为空且修复日期为空的行数",
        ("故障日期", "修复日期"),
        _broken,
        (),
    ),
)


@figure(
    "光伏装机容量",
    unit="千瓦",
    definition="光伏电站表各电站最近一个月的容量之和",
    needs=["光伏电站.年月", "光伏电站.容量"],
)
def solar_capacity(view: View) -> Answer:
    latest: dict[str, Entry] = {}
    for row in entries(view, "光伏电站"):
        name = str(row.get("电站"))
        month, known = str(row.get("年月") or ""), latest.get(name)
        if row.get("容量") is not None and (known is None or month > str(known.get("年月") or "")):
            latest[name] = row
    if not latest:
        return Lacking("没有一座电站有容量")
    rows = list(latest.values())
    value = sum((number(row.get("容量")) or Decimal(0) for row in rows), Decimal(0))
    return Counted(neat(value), places(rows))


def _site_late(entry: Entry, view: View) -> bool:
    due = day_in(entry, "计划竣工")
    done = any(word in str(entry.get("进度") or "") for word in ("竣工", "完工", "100%", "入住"))
    return due is not None and due <= view.as_of and not done


counts(
    "安置点",
    "个",
    Line("安置点数", "安置点表行数（不含合计）"),
    Line(
        "安置点已开工数",
        "安置点表开工不为空",
        ("开工",),
        lambda row, _: row.get("开工") is not None,
        (),
    ),
    Line(
        "安置点逾期数",
        "安置点表计划竣工不晚于as_of，进度没有竣工、完工、入住字样",
        ("计划竣工", "进度"),
        _site_late,
        ("计划竣工",),
    ),
)
sums("安置点", "户", "计划户数", Line("安置点计划户数", "安置点表计划户数合计"))
