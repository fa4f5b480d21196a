"""The empty ledger of ``docgen new``: every sheet, drop-downs, text columns, explanations."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from docgen.folder import write_bytes
from docgen.ledger.schema import ColumnSpec, SheetSpec, code_lists, sheets
from docgen.ledger.settings import ITEMS, LINE
from docgen.sources import column_name

ROWS = 5000  # rows that drop-downs and checks reach
EXAMPLE = "示例（会被忽略）"
LISTS = "字典"
LEFT_OUT = {("户信息", "户主证件号码")}
TEXT_KINDS = {"text", "some", "key", "id", "card", "phone", "code", "yes", "month"}
SAMPLES: Mapping[str, str] = {
    "id": "999201198001010018",
    "phone": "13900000000",
    "card": "6200000000000000000",
    "yes": "是",
    "int": "3",
    "number": "2.5",
    "figure": "2.5",
    "money": "1200",
    "date": "2026-6-30",
    "month": "2026-06",
    "year": "2026",
}
GUIDE = (
    "一张表填一类事。表头带 * 的列必须填，其他列没有就空着；不用的表可以删掉。",
    "列的次序可以换，可以加自己的列；列名尽量不改，改了也多半认得。一张表可以拆到几个文件里，文件名随意。",
    "每张表第 2 行是灰色的示例，会被忽略，可以删掉。合计行、填表人一行会自动认出，不算进数里。",
    "户编号、证件号码、银行卡号、电话这些列已设为“文本”：号码直接输入，不会丢位数。",
    "日期写 2026-6-30、2026年6月30日、20260630 都行；只知道月份就写 2026年6月。",
    "金额只写数字，单位看表头：（元）或（万元）。没有就空着，不要写 0；确实是 0 才写 0。",
    "每户只在“户信息”写一次，其他表用户编号对上。没有户编号的，可以写户主姓名和村民小组。",
    "有下拉框的格子从下拉框里选；选项里没有的，照实写。",
    "填好后放在 台账/ 里，运行 docgen check，哪一格有问题会逐格列出来。",
)
HELP: Mapping[str, str] = {
    "开始日期": "本期第一天，如 2026-1-1",
    "结束日期": "本期最后一天，如 2026-6-30",
    "截止日期": "年龄、期限都按这一天算；不填就是结束日期",
    "检查日期": "迎检日期，可以不填",
    "村代码": "12 位统计用区划代码，用在档号里",
    "单位名称": "落款的单位，如 荷塘村驻村工作队",
    "别称": "如 草帽工作队，印在联系卡上，可以不填",
    "口号": "如 有困难，请找我们，可以不填",
}


def write_blank(path: Path, settings: Mapping[str, str] | None = None) -> None:
    """Write the empty ledger; ``settings`` are values already known for the sheet 设置."""
    write_bytes(path, blank_ledger(settings))


def blank_ledger(settings: Mapping[str, str] | None = None) -> bytes:
    """Return the bytes of the empty ledger, the same at any time."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    created = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date, so that bytes are the same
    book.set_properties({"title": "台账", "author": "docgen", "created": created})
    look = _looks(book)
    _guide(book, look)
    _settings(book, look, settings or {})
    for spec in sheets().values():
        _sheet(book, look, spec)
    _lists(book)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Any
    text: Any
    wrapped: Any
    header: Any
    needed: Any
    plain: Any
    example: Any
    link: Any


def _looks(book: Any) -> _Looks:
    hei, song = {"font_name": "黑体"}, {"font_name": "宋体", "font_size": 11}
    boxed = {"border": 1, "valign": "vcenter", "align": "center", "text_wrap": True}
    return _Looks(
        title=book.add_format({**hei, "font_size": 16}),
        text=book.add_format({**song, "num_format": "@"}),
        wrapped=book.add_format({**song, "text_wrap": True, "valign": "top"}),
        header=book.add_format({**hei, **boxed, "bg_color": "#DDEBF7"}),
        needed=book.add_format({**hei, **boxed, "bg_color": "#F8CBAD"}),
        plain=book.add_format(song),
        example=book.add_format({**song, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}),
        link=book.add_format({**song, "font_color": "#0563C1", "underline": 1}),
    )


def _guide(book: Any, look: _Looks) -> None:
    page = book.add_worksheet("填写说明")
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, "台账填写说明", look.title)
    for row, text in enumerate(GUIDE, start=2):
        page.write_string(row, 0, f"{row - 1}.", look.plain)
        page.write_string(row, 1, text, look.wrapped)
    top = len(GUIDE) + 3
    page.write_string(top, 0, "表", look.header)
    page.write_string(top, 1, "必须填的列", look.header)
    for row, spec in enumerate(sheets().values(), start=top + 1):
        page.write_url(row, 0, f"internal:'{spec.name}'!A1", look.link, spec.name)
        needed = [name for name, column in _columns(spec).items() if column.required]
        page.write_string(row, 1, "、".join(needed), look.wrapped)
    _paper(page)


def _paper(page: Any) -> None:
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&C第&P页 共&N页")


def _settings(book: Any, look: _Looks, known: Mapping[str, str]) -> None:
    page = book.add_worksheet("设置")
    for column, width in enumerate((26, 36, 56)):
        page.set_column(column, column, width, look.text)
    for column, title in enumerate(("项", "值", "说明")):
        page.write_string(0, column, title, look.header)
    words = [*ITEMS, f"{LINE}2026"]
    for row, word in enumerate(words, start=1):
        page.write_string(row, 0, word, look.text)
        page.write_string(row, 1, known.get(word, ""), look.text)
        page.write_string(row, 2, HELP.get(word, ""), look.text)
    page.freeze_panes(1, 0)
    _paper(page)


def _columns(spec: SheetSpec) -> dict[str, ColumnSpec]:
    """Return the columns of a template sheet: the household first where a row belongs to one."""
    columns: dict[str, ColumnSpec] = {}
    if spec.household:
        required = spec.household == "required"
        columns["户编号"] = ColumnSpec("户编号", "key", "", required, ())
        columns["户主姓名"] = ColumnSpec("户主姓名", "text", "", False, ())
    for name in spec.declared:
        if (spec.name, name) not in LEFT_OUT:
            columns[name] = spec.columns[name]
    return columns


def _heading(column: ColumnSpec) -> str:
    unit = column.arg or ("元" if column.kind == "money" else "")
    measured = column.kind in ("money", "number") and unit and "(" not in column.name
    named = f"{column.name}（{unit}）" if measured else column.name
    return f"{named}*" if column.required else named


def _sheet(book: Any, look: _Looks, spec: SheetSpec) -> None:
    page = book.add_worksheet(spec.name)
    for index, column in enumerate(_columns(spec).values()):
        heading = _heading(column)
        width = min(max(2 * len(heading) + 2, 10), 30)
        as_text = column.kind in TEXT_KINDS
        page.set_column(index, index, width, look.text if as_text else look.plain)
        page.write_string(0, index, heading, look.needed if column.required else look.header)
        page.write_string(1, index, _sample(column) if index else EXAMPLE, look.example)
        _checks(page, index, column, spec)
    page.set_row(0, 32)
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    _paper(page)


def _sample(column: ColumnSpec) -> str:
    if column.kind == "code":
        return next(iter(code_lists()[column.arg].labels), "")
    return SAMPLES.get(column.kind, "")


def _checks(page: Any, index: int, column: ColumnSpec, spec: SheetSpec) -> None:
    """Drop-downs by defined names; a custom rule for IDs that takes a final X."""
    first, last = 2, ROWS
    if column.kind in ("code", "yes"):
        name = column.arg or "是否"
        rule = {"validate": "list", "source": f"={_list_name(name)}", "error_type": "warning"}
        page.data_validation(first, index, last, index, rule)
    elif column.kind == "id" and spec.name == "家庭成员":
        letter = column_name(index)
        cell, whole = f"{letter}{first + 1}", f"${letter}${first + 1}:${letter}${last + 1}"
        lengths = ",".join(f"LEN({cell})={size}" for size in (18, 20, 22))
        rule = {
            "validate": "custom",
            # COUNTIF with a text pattern: compared as numbers only 15 digits would count.
            "value": f'=AND(OR({lengths}),COUNTIF({whole},{cell}&"*")=1)',
            "error_type": "warning",
            "error_title": "证件号码",
            "error_message": "应为 18 位（残疾人证 20 或 22 位），且不与别人重复。",
        }
        page.data_validation(first, index, last, index, rule)


def _list_name(name: str) -> str:
    return f"选项_{name}"


def _lists(book: Any) -> None:
    page = book.add_worksheet(LISTS)
    used = {spec.arg for sheet in sheets().values() for spec in sheet.columns.values()} | {"是否"}
    names = [name for name in code_lists() if name in used]
    for index, name in enumerate(names):
        labels = code_lists()[name].labels
        page.write_string(0, index, name)
        for row, label in enumerate(labels, start=1):
            page.write_string(row, index, label)
        letter = column_name(index)
        area = f"={LISTS}!${letter}$2:${letter}${len(labels) + 1}"
        book.define_name(_list_name(name), area)
    page.hide()
