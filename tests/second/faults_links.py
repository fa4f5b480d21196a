"""Faults between sheets: what is named and not there, dates and amounts that fight each other.

Such a fault is any finding at the cell (links have several codes), so it is measured apart.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from .people import Row, Village
from .planting import NoRoomError, Spot

Plant = Callable[[Village], list[Spot]]
LINKS: list[tuple[str, Plant]] = []


def free(village: Village, sheet: str) -> Row:
    """A row of the sheet in which nothing has been planted yet."""
    for row in village.sheets.get(sheet, []):
        if not row.get("_used"):
            row["_used"] = True
            return row
    raise NoRoomError(sheet)


def cell(sheet: str, column: str, value: Any, spot: str = "") -> None:
    def plant(village: Village) -> list[Spot]:
        row = free(village, sheet)
        row[column] = value(row) if callable(value) else value
        return [(row, spot or column)]

    LINKS.append((f"{sheet}.{column}={value}", plant))


def lost(sheet: str, digits: Callable[[str], str]) -> None:
    """A row that names a household that is not there."""

    def plant(village: Village) -> list[Spot]:
        row = free(village, sheet)
        row["_key"] = {"户编号": digits(row["_h"]["户编号"])}
        return [(row, "户编号")]

    LINKS.append((f"{sheet} 户编号", plant))


def stranger(sheet: str) -> None:
    """A row that names a householder who is not there."""

    def plant(village: Village) -> list[Spot]:
        row = free(village, sheet)
        row["_key"] = {"户编号": "99984710699" + row["_h"]["户编号"][-4:]}
        return [(row, "户编号")]

    LINKS.append((f"{sheet} 查无此户", plant))


def twisted(number: str) -> str:
    return number[:-4] + "9" + number[-3:]


for name in (
    "帮扶措施",
    "政策享受",
    "走访记录",
    "项目受益户",
    "点单",
    "接单记录",
    "帮扶责任人",
    "产业奖补",
    "分红明细",
):
    lost(name, twisted)
    stranger(name)
cell("帮扶措施", "政策编号", "ZC09")
cell("帮扶措施", "政策编号", "ZC0l")
cell("政策享受", "政策编号", "ZC11")
cell("项目受益户", "项目编号", "XM09")
cell("督办记录", "项目编号", "XM1O")
cell("问题整改", "涉及项目", "XM07")
cell("项目资产", "项目编号", "XM77")
cell("帮扶措施", "姓名", "查无此人")
cell("政策享受", "姓名", "查无此人")
cell("政策享受", "发放日期", date(2028, 3, 1))
cell("政策享受", "发放日期", date(2023, 3, 1))
cell("帮扶责任人", "结对结束", date(2022, 1, 1))
cell("项目", "实际竣工", date(2026, 1, 5))
cell("项目", "已支付", 9000)
cell("项目", "到位资金", 9000)
cell("问题整改", "完成日期", date(2026, 2, 1))
cell("接单记录", "完成日期", date(2026, 3, 20))
cell("项目受益户", "已发放", 30000)
cell("贷款", "余额", 90000)
cell("贷款", "到期日", date(2020, 1, 1))
cell("产业奖补", "实补", 9000)
cell("分红明细", "实分", 9000)
cell("会议活动", "实到", 300)
cell("公益岗", "在岗数", 30)
cell("工作队", "驻村结束", date(2020, 1, 1))
cell("项目资产", "合同止", date(2020, 1, 1))


def more_registers(village: Village) -> None:
    """Registers that only links look into."""
    homes = village.households
    for index in range(12):
        home = homes[70 + index]
        village.add(
            "产业奖补",
            _h=home,
            年度=2026,
            品种="茶叶",
            规模=3,
            标准="500元/亩",
            应补=1500,
            验收日期=date(2026, 4, 1),
            发放日期=date(2026, 5, 6),
            实补=1500,
        )
        village.add(
            "分红明细",
            协议编号="XY01",
            _h=home,
            年度=2025,
            应分=300,
            实分=300,
            发放日期=date(2026, 1, 20),
            签收="是",
        )
        village.add(
            "贷款",
            借款人=home["户主姓名"],
            类别="小额信贷",
            金额=50000,
            发放日=date(2025, 3, 1),
            到期日=date(2028, 3, 1),
            余额=20000,
            用途="养牛",
        )
    village.add(
        "会议活动",
        编号="HY01",
        类别="院坝会",
        日期=date(2026, 4, 9),
        地点="村委会",
        主持人="龙志远",
        应到=60,
        实到=52,
    )
    village.add("公益岗", 类别="林业", 岗位数=12, 在岗数=11)
    for index in range(3):
        village.add(
            "工作队",
            姓名=village.name(),
            职务="队员",
            派出单位="县水务局",
            驻村开始=date(2025, 5, 1),
            驻村结束=date(2027, 5, 1),
        )
        village.add(
            "项目资产",
            编号=f"ZCAN{index}",
            名称="冷库",
            类别="经营性",
            项目编号=f"XM0{index + 1}",
            年度=2025,
            原值=300000,
            权属人="清水湾村",
            合同起=date(2025, 6, 1),
            合同止=date(2030, 6, 1),
            年收益=12000,
        )
