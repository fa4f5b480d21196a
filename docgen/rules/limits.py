"""The thresholds of the checks: their defaults, and what each one means.

`[thresholds]` of docgen.toml replaces a default by its name.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

DEFAULTS: Mapping[str, tuple[int | str, str]] = {
    "large_household": (7, "R015：多少人及以上请复核"),
    "oldest_student": (30, "R040：多少岁起不应在校"),
    "school_age_from": (6, "R041：义务教育年龄起"),
    "school_age_until": (15, "R041：义务教育年龄止"),
    "high_school_never_until": (14, "R042：多少岁及以下不应在高中以上"),
    "primary_never_from": (16, "R042：多少岁起不应在小学"),
    "kindergarten_never_from": (7, "R043：多少岁起不应为学前"),
    "most_work_months": (12, "R070：一年务工月数的上限"),
    "lowest_wage": (100, "R073：务工月收入的下限（元）"),
    "low_wage": (400, "R073：低于多少元为提示"),
    "highest_wage": (30000, "R073：务工月收入的上限（元）"),
    "oldest_on_post": (70, "R077：多少岁起不应在公益性岗位"),
    "income_tolerance": (1, "R090：人均纯收入允许相差（元）"),
    "smallest_income": (100, "R091：一项收入低于多少元请核对单位"),
    "lowest_income_per_head": (500, "R092：人均纯收入不超过多少元请复核"),
    "highest_income_per_head": (30000, "R092：人均纯收入超过多少元请复核"),
    "highest_monitored_income": (20000, "R098：新识别监测户人均纯收入超过多少元请复核"),
    "many_labourers": (3, "R111：缺劳动力的户有多少个及以上劳动力为矛盾"),
    "labour_share": ("0.5", "R111：劳动力占比超过多少为矛盾"),
    "labour_share_hint": ("0.25", "R111：劳动力占比超过多少请复核"),
    "smallest_dwelling": (10, "R122：住房面积下限（平方米）"),
    "largest_dwelling": (500, "R122：住房面积上限（平方米）"),
    "most_farmland": (100, "R123：耕地面积上限（亩）"),
    "most_woodland": (200, "R123：林地面积上限（亩）"),
    "farthest_road": (5, "R123：距主干路上限（公里）"),
    "months_to_measure": (1, "R130：识别后多少个月内应有措施"),
    "months_to_development": (6, "R131：识别后多少个月内应有开发式帮扶"),
    "months_to_removal": (6, "R133：识别到消除至少多少个月"),
}


def misread(thresholds: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Rule and reason of each threshold of the settings that is not used as it is written."""
    for name, value in thresholds.items():
        if name in DEFAULTS:
            try:
                Decimal(str(value))
            except InvalidOperation:
                told = f"设置里的 {name} 写的是“{value}”，不是数，按{DEFAULTS[name][0]}检查"
                yield DEFAULTS[name][1][:4], told
            continue
        near = difflib.get_close_matches(name, DEFAULTS, 1, 0.7)
        likely = f"，最像的是 {near[0]}" if near else ""
        yield DEFAULTS[near[0]][1][:4] if near else "", f"设置里没有“{name}”这个界限{likely}"


def limit(thresholds: Mapping[str, object], name: str) -> Decimal:
    """The threshold of this name from the settings; the default when it is no number there."""
    default = Decimal(DEFAULTS[name][0])
    try:
        return Decimal(str(thresholds.get(name, default)))
    except InvalidOperation:
        return default
