"""The second village as workbooks, in four habits; says at which cell each value stands."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .people import Row

Cell = tuple[str, str, str]  # file, sheet, cell
Format = Callable[[Any], Any]

RELATIONS = [
    "户主",
    "配偶",
    "之子",
    "之女",
    "之儿媳",
    "之女婿",
    "之孙子",
    "之孙女",
    "之外孙子",
    "之外孙女",
    "之父",
    "之母",
    "之岳父",
    "之岳母",
    "之公公",
    "之婆婆",
    "之祖父",
    "之祖母",
    "之外祖父",
    "之外祖母",
    "其他",
]
CAUSES = [
    "因病",
    "因残",
    "因学",
    "因灾",
    "因丧失",
    "缺土地",
    "缺水",
    "缺技术",
    "缺劳动力",
    "缺资金",
    "交通条件落后",
    "自身发展动力不足",
]
CAUSES[4:5] = []
CAUSE_CODES = dict(
    zip(CAUSES, ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"), strict=True)
)


@dataclass
class Written:
    """Where each value of a row stands: by row and column of the contract."""

    places: dict[tuple[int, str], Cell] = field(default_factory=dict)
    keep: list[Any] = field(default_factory=list)

    def put(self, row: Row, column: str, cell: Cell) -> None:
        self.places.setdefault((id(row), column), cell)

    def owners(self) -> Iterator[tuple[Cell, Row]]:
        """Each written cell with the household whose row it is in."""
        homes = {id(row): row.get("_h") for row in self.keep}
        for (row, _), cell in self.places.items():
            if homes.get(row):
                yield cell, homes[row]

    def at(self, row: Row, column: str) -> Cell | None:
        return self.places.get((id(row), column))


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value}"


def dotted(value: Any) -> Any:
    return f"{value.year}.{value.month}.{value.day}" if isinstance(value, date) else plain(value)


def month_packed(value: Any) -> Any:
    return f"{value:%Y%m}" if isinstance(value, date) else text(value)


def month_words(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 7 and value[4] == "-":
        return f"{value[:4]}年{value[5:]}月"
    return text(value)


def coded(words: list[str]) -> Format:
    codes = {word: f"{index:02d}{word}" for index, word in enumerate(words, start=1)}
    return lambda value: codes.get(value, value)


def cause_code(value: Any) -> Any:
    return CAUSE_CODES.get(value, value)


def ticks(value: Any) -> Any:
    return {"是": "√", "否": "×"}.get(value, value)


def wan(value: Any) -> Any:
    return float(Decimal(value) / 10000) if isinstance(value, int | Decimal) else value


HOME = [
    "户编号",
    "户主姓名",
    "行政村",
    "村民小组",
    "户类型",
    "监测对象类别",
    "识别时间",
    "风险是否已消除",
    "消除时间",
    "风险消除方式",
    "消除后人均纯收入",
    "脱贫年度",
    "主要致贫原因",
    "其他致贫原因",
    "致贫返贫风险",
    "其他备注",
    "家庭人口",
    "工资性收入",
    "生产经营性收入",
    "生产经营性支出",
    "财产性收入",
    "转移性收入",
    "低保金",
    "特困金",
    "养老金",
    "生态补偿金",
    "合规自付支出",
    "人均纯收入",
    "耕地面积",
    "有效灌溉面积",
    "林地面积",
    "退耕还林面积",
    "林果面积",
    "牧草地面积",
    "水面面积",
    "距主干路",
    "住房面积",
    "房屋结构",
    "是否危房户",
    "危房等级",
    "饮水是否安全",
    "饮水是否困难",
    "是否通生活用电",
    "入户路类型",
    "有无卫生厕所",
    "是否易地搬迁户",
    "享受低保",
    "享受特困",
    "整户无劳动力兜底保障户",
    "小额信贷余额",
    "开户银行",
    "银行卡号",
    "联系电话",
]
INCOME = HOME[HOME.index("工资性收入") : HOME.index("人均纯收入") + 1]
LIVING = HOME[HOME.index("耕地面积") : HOME.index("有无卫生厕所") + 1]
PERSON = [
    "姓名",
    "证件类型",
    "证件号码",
    "与户主关系",
    "性别",
    "出生日期",
    "民族",
    "政治面貌",
    "文化程度",
    "在校生状况",
    "就读学校",
    "失学原因",
    "健康状况",
    "残疾类别",
    "残疾等级",
    "劳动技能",
    "是否已务工",
    "务工区域",
    "务工所在地",
    "务工企业",
    "务工时间(月)",
    "务工月收入",
    "开始时间",
    "结束时间",
    "公益性岗位",
    "公岗月数",
    "城乡居民医保",
    "职工医保",
    "养老保险",
    "联系电话",
]
EXACT = {
    "距主干路": "距主干路(公里)",
    "致贫返贫风险": "致贫返贫风险(1-5)",
    "金额": "金额(元)",
    "预期增收": "预期增收(元)",
    "总投资": "总投资(万元)",
    "到位资金": "到位资金(万元)",
    "已支付": "已支付(万元)",
    "补助标准": "补助标准(元)",
    "已发放": "已发放(元)",
    "余额": "余额(元)",
}


@dataclass
class Table:
    """One table: file, sheet, columns as (column of the contract, header, format), rows."""

    file: str
    sheet: str
    columns: list[tuple[str, str, Format]]
    rows: list[Row]
    title: tuple[str, ...] = ()
    sources: list[list[tuple[Row, str]]] | None = None  # a cell's own row where rows are mixed


def write(folder: Path, tables: list[Table]) -> Written:
    written = Written()
    books: dict[str, Workbook] = {}
    for table in tables:
        if table.file.endswith(".csv"):
            _csv(folder, table, written)
            continue
        book = books.get(table.file)
        if book is None:
            book = books[table.file] = Workbook()
            book.remove(book.active)
        _sheet(book, table, written)
    folder.mkdir(parents=True, exist_ok=True)
    for name, book in books.items():
        book.save(folder / name)
    return written


def _sheet(book: Workbook, table: Table, written: Written) -> None:
    sheet = book.create_sheet(table.sheet)
    for line in table.title:
        sheet.append([line])
    sheet.append([header for _, header, _ in table.columns])
    for row in table.rows:
        sheet.append([form(row.get(column)) for column, _, form in table.columns])
        _places(table, row, sheet.max_row, written)


def _csv(folder: Path, table: Table, written: Written) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / table.file).open("w", encoding="gb18030", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow([header for _, header, _ in table.columns])
        for number, row in enumerate(table.rows, start=2):
            lines.writerow([text(form(row.get(column))) for column, _, form in table.columns])
            _places(table, row, number, written)


def _places(table: Table, row: Row, line: int, written: Written) -> None:
    written.keep.append(row)
    for index, (column, _, _) in enumerate(table.columns, start=1):
        cell = (table.file, table.sheet, f"{get_column_letter(index)}{line}")
        written.put(row, column, cell)
        for origin in row.get("_of", ()):
            written.put(origin, column, cell)
