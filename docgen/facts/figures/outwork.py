"""Figures of work outside as the monthly record has it (务工记录)."""

from __future__ import annotations

from docgen.facts.figures.families import Line, counts, distincts, same
from docgen.facts.figures.select import day_in, in_period
from docgen.facts.traits import OUTSIDE_COUNTY
from docgen.facts.view import View
from docgen.model import Entry


def _in_months(entry: Entry, view: View) -> bool:
    period, month = view.settings.period, str(entry.get("年月") or "")
    return period.start.isoformat()[:7] <= month <= period.end.isoformat()[:7]


def _last_month(entry: Entry, view: View) -> bool:
    return str(entry.get("年月") or "") == view.settings.period.end.isoformat()[:7]


def _person(entry: Entry, view: View) -> str:
    return str(entry.get("证件号码") or "")[:18].upper()


_MONTHS = ("年月",)
counts(
    "务工记录",
    "人次",
    Line("务工监测人次", "务工记录表年月在期内的行数", _MONTHS, _in_months, dated=True),
)
distincts(
    "务工记录",
    "人",
    _person,
    Line("务工监测人数", "务工记录表年月在期内的不同证件号码", _MONTHS, _in_months, dated=True),
    Line(
        "期末月务工人数",
        "务工记录表年月为期末月、是否已务工为是的不同证件号码",
        ("年月", "是否已务工"),
        lambda row, view: _last_month(row, view) and row.get("是否已务工") == "是",
        dated=True,
    ),
    Line(
        "期末月县外务工人数",
        "务工记录表年月为期末月、是否已务工为是、务工区域为县外省内或省外的不同证件号码",
        ("年月", "是否已务工", "务工区域"),
        lambda row, view: (
            _last_month(row, view)
            and row.get("是否已务工") == "是"
            and row.get("务工区域") in OUTSIDE_COUNTY
        ),
        ("年月", "是否已务工"),
        dated=True,
    ),
    Line(
        "点对点输送人数",
        "务工记录表年月在期内、点对点为是的不同证件号码",
        ("年月", "点对点"),
        lambda row, view: _in_months(row, view) and row.get("点对点") == "是",
        dated=True,
    ),
    Line(
        "返乡回流人数",
        "务工记录表返乡回流日期在期内的不同证件号码",
        ("返乡回流日期",),
        lambda row, view: in_period(day_in(row, "返乡回流日期"), view),
        (),
        dated=True,
    ),
    Line(
        "公益性岗位就业渠道人数",
        "务工记录表年月为期末月、就业渠道为公益性岗位的不同证件号码",
        ("年月", "就业渠道"),
        lambda row, view: _last_month(row, view) and same("就业渠道", "公益性岗位")(row, view),
        _MONTHS,
        dated=True,
    ),
)
