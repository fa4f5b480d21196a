"""Empty forms as different offices draw them, and a small village to fill them from."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet
from small_ledger import id_number, ledger, settings

LINE = Side(style="thin")
BOX = Border(LINE, LINE, LINE, LINE)


def workbook(**sheets: Any) -> bytes:
    """A workbook of these sheets; each value draws its sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, draw in sheets.items():
        draw(book.create_sheet(name))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(sheet: Worksheet, cells: Mapping[str, object]) -> None:
    """Write cells; a name with a colon is merged."""
    for where, value in cells.items():
        if ":" in where:
            sheet.merge_cells(where)
        sheet[where.partition(":")[0]] = value


def boxed(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = BOX


def three_levels(sheet: Worksheet) -> None:
    """Heads on three levels over village groups, sums as formulas."""
    boxed(sheet, "A3:I8")
    texts(
        sheet,
        {
            "A1:I1": "防止返贫致贫监测对象情况统计表",
            "A2": "填报单位（盖章）：",
            "A3:A5": "组别",
            "B3:G3": "监测对象",
            "B4:C4": "合计",
            "D4:E4": "脱贫不稳定户",
            "F4:G4": "边缘户",
            "H3:I4": "其中：已消除风险",
            "A6": "一组",
            "A7": "2组",
            "A8": "总计",
            "A10": "负责人签字：",
        },
    )
    for column, letter in enumerate("BCDEFGHI"):
        sheet[f"{letter}5"] = "人数" if column % 2 else "户数"
        sheet[f"{letter}8"] = f"=SUM({letter}6:{letter}7)"


def roster(sheet: Worksheet) -> None:
    """A list of households with two empty rows, a drop-down and a sum below."""
    boxed(sheet, "A2:G5")
    heads = ("序号", "户主姓名", "身份证号码", "村民小组", "家庭人口", "人均纯收入（万元）", "备注")
    texts(sheet, {"A1:G1": "脱贫户花名册", "A5": "合计", "E5": "=SUM(E3:E4)", "A7": "审核人："})
    for letter, head in zip("ABCDEFG", heads, strict=True):
        sheet[f"{letter}2"] = head
    choices = openpyxl.worksheet.datavalidation.DataValidation("list", formula1='"一组,二组"')
    sheet.add_data_validation(choices)
    choices.add("D3:D4")


def indicators(sheet: Worksheet) -> None:
    """Numbers line by line with their units; one is a formula of the office."""
    boxed(sheet, "A2:D7")
    texts(sheet, {"A1:D1": "帮扶资金情况表", "A2": "指标名称", "B2": "计量单位", "C2": "数值"})
    sheet["D2"] = "备注"
    lines = (
        ("项目个数", "个"),
        ("项目总投资", "元"),
        ("到位资金", "万元"),
        ("小额信贷余额", "万元"),
        ("人均", "元"),
    )
    for row, (name, unit) in enumerate(lines, start=3):
        texts(sheet, {f"A{row}": name, f"B{row}": unit})
    sheet["C7"] = "=C4/C3"


def card(sheet: Worksheet) -> None:
    """Labels with an empty cell behind each, no heads."""
    boxed(sheet, "A2:D4")
    rows = (
        ("总户数", "总人口"),
        ("脱贫户户数", "残疾人"),
        ("村里最高的树", "低保户"),
    )
    texts(sheet, {"A1:D1": "村情卡"})
    for row, (left, right) in enumerate(rows, start=2):
        texts(sheet, {f"A{row}": left, f"C{row}": right})


HOUSEHOLDS = (
    ("001", "甲一", "一组", "脱贫户", "", "", 2, 12_345),
    ("002", "乙二", "一组", "监测对象", "边缘易致贫户", "是", 1, 9_000),
    ("003", "丙三", "二组", "脱贫户", "脱贫不稳定户", "否", 3, 10_000),
    ("004", "丁四", "二组", "一般农户", "", "", 1, 20_000),
    ("005", "戊五", "二组", "脱贫户", "", "", 1, 15_000),
)
PERSONS = (
    ("001", "甲一", "户主", "男", "健康"),
    ("001", "甲女", "配偶", "女", "残疾"),
    ("002", "乙二", "户主", "女", "健康"),
    ("003", "丙三", "户主", "男", "健康"),
    ("003", "丙女", "配偶", "女", "健康"),
    ("003", "丙儿", "之子", "男", "残疾"),
    ("004", "丁四", "户主", "男", "残疾"),
    ("005", "戊五", "户主", "男", "健康"),
)


def village() -> Any:
    """Five households, eight persons, two projects."""
    names = ("户编号", "户主姓名", "村民小组", "户类型", "监测对象类别", "风险是否已消除")
    names += ("家庭人口", "人均纯收入")
    persons = [
        dict(zip(("户", "姓名", "与户主关系", "性别", "健康状况"), one, strict=True))
        | {"证件号码": id_number(order=at + 1), "出生日期": date(1980, 1, 1)}
        for at, one in enumerate(PERSONS)
    ]
    return ledger(
        户信息=[
            {n: v for n, v in zip(names, one, strict=True) if v != ""}
            | {"小额信贷余额": 30_000 if one[0] == "001" else 0}
            for one in HOUSEHOLDS
        ],
        家庭成员=persons,
        帮扶责任人=[
            {"户": key, "姓名": name, "结对开始": date(2025, 1, 1)}
            for key, name in (("001", "路平"), ("003", "路平"), ("005", "程远"))
        ],
        项目=[
            {
                "项目编号": "X1",
                "名称": "路",
                "类别": "道路",
                "总投资": 300_000,
                "到位资金": 200_000,
            },
            {
                "项目编号": "X2",
                "名称": "水",
                "类别": "饮水",
                "总投资": 125_000,
                "到位资金": 125_000,
            },
        ],
    )


SETTINGS = settings()
