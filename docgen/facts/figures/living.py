"""Figures of dwellings, water, power, roads, land."""

from __future__ import annotations

from decimal import Decimal

from docgen.facts.figures.families import Holds, Line, counts, rate, sums, told
from docgen.facts.figures.registry import (
    Answer,
    Counted,
    Lacking,
    figure,
    places,
    round_to,
)
from docgen.facts.figures.select import households
from docgen.facts.view import View
from docgen.facts.words import blank
from docgen.model import Household

HARD_ROADS = ("水泥", "沥青", "柏油", "硬化", "混凝土")


def _yes(name: str, attribute: str, column: str, word: str = "是") -> Line:
    return Line(
        name,
        f"{column}为{word}的户数",
        (column,),
        told(attribute, word),
    )


def _graded(grade: str) -> Holds:
    return lambda household, _: (household.danger_grade or "").strip().upper().startswith(grade)


def _checked(household: Household, view: View) -> bool:
    return not blank(household.dwelling_verdict)


def _hard_road(household: Household, view: View) -> bool:
    written = household.road_kind or ""
    return any(word in written for word in HARD_ROADS) and not written.startswith(("未", "非"))


_SAFE_WATER = _yes("饮水安全户数", "safe_water", "饮水是否安全")
_TOILET = _yes("有卫生厕所户数", "toilet", "有无卫生厕所")
_HARD_ROAD = Line(
    "入户路硬化户数", "入户路类型为水泥、沥青等硬化路的户数", ("入户路类型",), _hard_road
)
counts(
    "户信息",
    "户",
    _yes("不愁吃户数", "food_secure", "不愁吃"),
    _yes("不愁穿户数", "clothing_secure", "不愁穿"),
    _SAFE_WATER,
    _yes("饮水不安全户数", "safe_water", "饮水是否安全", "否"),
    _yes("饮水困难户数", "water_hardship", "饮水是否困难"),
    _yes("通生活用电户数", "electricity", "是否通生活用电"),
    _TOILET,
    _HARD_ROAD,
    *(
        Line(
            f"危房等级{grade}级户数",
            f"危房等级为{grade}级的户数",
            ("危房等级",),
            _graded(grade),
            (),  # most dwellings have no grade
        )
        for grade in ("C", "D")
    ),
    Line("住房已鉴定户数", "住房鉴定结论不为空的户数", ("住房鉴定结论",), _checked, ()),
)
_TOLD_WATER = Line("", "", ("饮水是否安全",), lambda household, _: household.safe_water is not None)
_TOLD_TOILET = Line("", "", ("有无卫生厕所",), lambda household, _: household.toilet is not None)
_TOLD_ROAD = Line("", "", ("入户路类型",), lambda household, _: not blank(household.road_kind))
rate(
    "饮水安全率",
    "饮水安全户数÷饮水是否安全不为空的户数，两位小数",
    "户信息",
    _SAFE_WATER,
    _TOLD_WATER,
)
rate(
    "卫生厕所普及率",
    "有卫生厕所户数÷有无卫生厕所不为空的户数，两位小数",
    "户信息",
    _TOILET,
    _TOLD_TOILET,
)
rate(
    "入户路硬化率",
    "入户路硬化户数÷入户路类型不为空的户数，两位小数",
    "户信息",
    _HARD_ROAD,
    _TOLD_ROAD,
)


@figure(
    "人均住房面积",
    unit="平方米",
    definition="住房面积与家庭人口都不为空的户，住房面积之和÷家庭人口之和，两位小数",
    needs=["户信息.住房面积", "户信息.家庭人口"],
    known=["户信息.住房面积"],
)
def dwelling_a_head(view: View) -> Answer:
    told = [h for h in households(view) if h.dwelling_area is not None and h.size]
    if not told:
        return Lacking("没有一户有住房面积和家庭人口")
    area = sum((h.dwelling_area or Decimal(0) for h in told), Decimal(0))
    return Counted(round_to(area / sum(h.size or 0 for h in told), 2), places(told))


for _column in (
    *("耕地面积", "有效灌溉面积", "林地面积", "退耕还林面积", "林果面积", "牧草地面积", "水面面积"),
):
    sums("户信息", "亩", _column, Line(f"{_column}合计", f"户信息{_column}列之和"))
