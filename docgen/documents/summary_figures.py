"""Charts and the table of main figures of a summary, on demand; every number is a figure's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from docgen.facts.figures import Figure
from docgen.facts.figures.changes import previous
from docgen.facts.figures.registry import Lacking
from docgen.facts.view import View
from docgen.word import Chart
from docgen.word.chart import Kind
from docgen.words import number_text, yuan_text

# Chapter → kind, title, unit, and series of figures by the names that stand on the axis.
CHARTS: Mapping[str, tuple[Kind, str, str, Mapping[str, Mapping[str, str]]]] = {
    "防返贫监测": (
        "column",
        "监测对象",
        "户",
        {
            "户数": {
                "脱贫不稳定户": "脱贫不稳定户户数",
                "边缘易致贫户": "边缘易致贫户户数",
                "突发严重困难户": "突发严重困难户户数",
            }
        },
    ),
    "致贫原因": (
        "bar",
        "致贫原因",
        "%",
        {
            "占比": {
                "因病": "三类致贫原因构成（因病）",
                "缺资金、技术、发展动力": "三类致贫原因构成（有劳动力但缺资金、技术、发展动力）",
                "其他": "三类致贫原因构成（其他）",
            }
        },
    ),
    "就业": (
        "column",
        "务工人数",
        "人",
        {
            "人数": {
                "县内": "务工人数（县内）",
                "县外省内": "务工人数（县外省内）",
                "省外": "务工人数（省外）",
            }
        },
    ),
    "项目": (
        "bar",
        "项目资金",
        "万元",
        {
            "金额": {
                "总投资": "项目总投资",
                "到位": "项目到位资金",
                "已支付": "项目已支付资金",
            }
        },
    ),
    "走访": (
        "bar",
        "走访次数",
        "次",
        {
            "次数": {
                "脱贫户": "走访次数（脱贫户）",
                "监测户": "走访次数（监测户）",
                "老干部": "走访次数（老干部）",
                "党员": "走访次数（党员）",
                "村民代表": "走访次数（村民代表）",
                "一般农户": "走访次数（一般农户）",
            }
        },
    ),
    "整改": (
        "column",
        "问题整改",
        "条",
        {
            "条数": {
                "已完成": "问题已完成数",
                "推进中": "问题推进中数",
                "未启动": "问题未启动数",
            }
        },
    ),
}
MAIN = (
    *("台账户数", "台账人数", "脱贫户户数", "脱贫户人数", "监测对象户数", "监测对象人数"),
    *("风险未消除监测对象户数", "低保户数", "特困供养户数", "易地搬迁户数", "残疾人数"),
    *("人均纯收入户均值", "医保参保率", "务工总人数", "外出务工人数", "公益岗岗位数"),
    *("小额信贷余额", "项目数", "项目总投资", "项目到位资金", "项目已支付资金", "资金支付率"),
    *("收益分配实付", "走访次数", "走访户数", "问题总数", "问题已完成数", "问题整改完成率"),
    *("案卷数", "归档件数"),
)
"""The figures of the table, in its order; one that cannot be computed stands there as a mark."""


def charts(figures: Mapping[str, Figure], used: Sequence[str]) -> dict[str, Chart]:
    """Return chapter → chart for the chapters in ``used`` whose figures are all known.

    A chart with a gap would show less than there is, so there is none then.
    """
    found = {}
    for chapter, (kind, title, unit, series) in CHARTS.items():
        values = {
            name: [figures[figure].value if figure in figures else None for figure in row.values()]
            for name, row in series.items()
        }
        if chapter in used and not any(None in row for row in values.values()):
            names = list(next(iter(series.values())))
            found[chapter] = Chart(kind, title, names, values, unit=unit, height_mm=65)
    return found


def figures_shown(chapters: Sequence[str]) -> list[str]:
    """Return the figures that the charts of these chapters show."""
    return [
        figure
        for chapter in chapters
        for row in CHARTS[chapter][3].values()
        for figure in row.values()
    ]


def main_table(figures: Mapping[str, Figure], view: View) -> list[dict[str, str | None]]:
    """Return the rows of the table: figure, value, unit, last period, change."""
    return [_row(figures[name], view) for name in MAIN if name in figures]


def _row(figure: Figure, view: View) -> dict[str, str | None]:
    before = previous(view, (figure.name,))
    then = None if isinstance(before, Lacking) else before.value
    change = None
    if then is not None and figure.value is not None:
        more = Decimal(figure.value) - then
        change = f"{'+' if more > 0 else ''}{_shown(more, figure.unit)}"
    return {
        "指标": figure.name,
        "数值": _shown(figure.value, figure.unit),
        "单位": figure.unit,
        "上期": _shown(then, figure.unit),
        "增减": change,
    }


def _shown(value: int | Decimal | None, unit: str) -> str | None:
    if value is None:
        return None
    return yuan_text(value) if unit == "元" else number_text(value, 4)
