"""Days in the village of the work team, of town officials and of the village committee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from village.people import Row

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
HOLIDAY = (date(2026, 2, 15), date(2026, 2, 22))  # of the Spring Festival
LEAVES = {
    "谷雨": (date(2026, 1, 6), date(2026, 1, 7)),
    "李明": (date(2026, 5, 11), date(2026, 5, 13)),
    "丁一帆": (date(2026, 4, 13), date(2026, 4, 30)),  # short of his days
}
TEAM = ("李明", "谷雨", "丁一帆")
# Weekdays of officials (Monday is 0); 孔令舟 stayed away in March.
OTHERS = {"程远山": (0, 2, 4), "孔令舟": (1, 2, 3), "路平": range(5), "温秀英": range(5)}
OTHERS |= {"汤建平": range(5)}
AWAY = {"孔令舟": (date(2026, 3, 9), date(2026, 3, 22))}


def days() -> Iterator[date]:
    """Every working day of the half-year but the holiday."""
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5 and not HOLIDAY[0] <= day <= HOLIDAY[1]:
            yield day
        day += timedelta(days=1)


def stays() -> list[Row]:
    """The register as it was kept: by day, then by person."""
    rows = []
    for day in days():
        for name in TEAM:
            first, last = LEAVES[name]
            rows.append(_row(name, day, "请假" if first <= day <= last else "驻村"))
        for name, weekdays in OTHERS.items():
            first, last = AWAY.get(name, (LAST, FIRST))
            if day.weekday() in weekdays and not first <= day <= last:
                rows.append(_row(name, day, "在岗"))
    return rows


def _row(name: str, day: date, kind: str) -> Row:
    return {"姓名": name, "日期": f"{day.year}-{day.month}-{day.day}", "类别": kind}
