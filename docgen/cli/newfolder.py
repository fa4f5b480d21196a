"""A new work folder: settings to fill, the empty ledger, a place for everything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from docgen import folder as names
from docgen.words import date_text

PLACES = (names.LEDGER, names.COMPARE, names.SCANS, names.TEMPLATES, names.RECORDS)
LEDGER_TEMPLATE = "台账模板.xlsx"

SETTINGS = """\
# docgen 的设置。不想改本文件的，填 台账/台账模板.xlsx 的“设置”表就行；两处都填的，以本文件为准。
# 行首的 # 表示这一行不起作用；去掉 # 并改成自己的内容即可。

[place]
# county = "云溪县"
# town = "青石镇"
# village = "荷塘村"
# village_code = "999201203001"   # 12 位村代码（9 位也行），档号用

[unit]
# name = "荷塘村驻村工作队"         # 落款单位
# nickname = "草帽工作队"           # 联系卡上的称呼，可不填
# slogan = "有困难，请找我们"       # 可不填
# contact = "李明"
# phone = "13900000000"

[period]                            # 材料所说的时段；年龄、有效期、逾期都按 as_of（不填就是 end）算
# start = {start}
# end = {end}
# as_of = {end}
# inspection = 2026-07-20           # 迎检日期，可不填

[lines]                             # 监测线：年份 = 元，按当地文件填
# monitor = {{ 2025 = 8500, 2026 = 8800 }}

[duties]                            # 帮扶职责；不填的不查
# helper_visits_per_quarter = 1     # 帮扶责任人每季度至少入户几次
# households_per_official = 5       # 每名干部结对几户
# official_visits_per_month = 1     # 联户干部每月至少入户几次
# team_days_per_year = 220          # 驻村工作队员每年驻村几天，按时段折算
# town_days_per_week = 3            # 乡镇干部每周在村几天
# village_days_per_week = 5         # 村干部每周在岗几天

[archive]
# fonds = ""                        # 全宗号，没有就空着

[levels]                            # 检查规则的级别：off 提示 警告 错误 严重
# R015 = "off"
"""


def half_year(day: date) -> tuple[date, date]:
    """First and last day of the half-year the day lies in."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def settings_text(day: date) -> str:
    """docgen.toml to be filled in, for the half-year of the day."""
    start, end = half_year(day)
    return SETTINGS.format(start=start.isoformat(), end=end.isoformat())


def today() -> date:
    """The clock serves a new folder as a proposal the user sees and may change."""
    return date.today()  # noqa: DTZ011 - the user's own day


def files(day: date) -> dict[str, bytes]:
    """The files of a new folder by their path in it."""
    from docgen.ledger.blank import blank_ledger

    start, end = half_year(day)
    proposed = {"开始日期": date_text(start), "结束日期": date_text(end)}
    return {
        names.SETTINGS: settings_text(day).encode("utf-8"),
        f"{names.LEDGER}/{LEDGER_TEMPLATE}": blank_ledger(proposed),
    }


def make(root: Path, day: date, *, dry_run: bool = False) -> list[str]:
    """Make the folder and return what stands in it; a dry run only says so."""
    made = files(day)
    if not dry_run:
        for place in PLACES:
            (root / place).mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            names.write_bytes(root / name, content)
    return [*(f"{place}/" for place in PLACES), *made]
