"""Figures of change against the figure of the same name in 上期指标."""

from __future__ import annotations

from docgen.facts.figures.registry import Answer, Counted, Lacking, answer, figure, percent
from docgen.facts.view import View
from docgen.model import PreviousFigure

# The change -> the figure of this period, and other names it may have in 上期指标.
CHANGES: dict[str, tuple[str, ...]] = {
    "外出务工人数": ("外出务工人数",),
    "务工总人数": ("务工总人数",),
    "公益岗岗位数": ("公益岗岗位数",),
    "走访次数": ("走访次数",),
    "小额信贷余额": ("小额信贷余额",),
    "项目到位资金": ("项目到位资金",),
    "监测对象户数": ("监测对象户数",),
    "问题整改完成数": ("问题已完成数", "问题整改完成数"),
    "收益分配实付": ("收益分配实付",),
}


def previous(view: View, names: tuple[str, ...]) -> PreviousFigure | Lacking:
    """The figure of the period before under one of these names; never a choice between two."""
    rows = [p for p in view.ledger.previous if p.name in names and p.value is not None]
    if len(rows) > 1:
        last_year = str(view.settings.period.end.year - 1)
        rows = [p for p in rows if last_year in (p.period or "")]
    if len({row.value for row in rows}) == 1:
        return rows[0]
    return Lacking(f"上期指标中“{names[0]}”" + ("有几个不同的数" if rows else "没有数"))


def _enter(name: str, names: tuple[str, ...]) -> None:
    @figure(
        f"{name}同比",
        unit="%",
        definition="（本期−上期指标中同名的数）÷上期，百分数两位小数",
        needs=["上期指标"],
    )
    def change(view: View) -> Answer:
        before = previous(view, names)
        if isinstance(before, Lacking):
            return before
        now = answer(names[0], view)
        if now.value is None or before.value is None:
            return Lacking(f"本期“{names[0]}”：{now.reason}")
        found = percent(now.value - before.value, before.value, [before])
        if isinstance(found, Lacking):
            return found
        return Counted(found.value, (*found.records, *now.records))


for _name, _names in CHANGES.items():
    _enter(_name, _names)
