"""Compilations of policies as offices write them; all places and sums are invented."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def prose() -> bytes:
    """Headings with numbers, paragraphs with labels, items over several lines, a loose table."""
    made = docx.Document()
    for line in (
        "云溪县2026年惠民政策汇编",
        "为方便群众了解政策，现将有关政策汇编如下。",
        "一、教育帮扶",
        "（一）雨露计划",
        "1.享受对象：脱贫户中职学生",
        "2.享受条件：无",
        "3.补助标准：每生每年3000元。",
        "4.办理流程：户申请→村初审→镇审核→县审定",
        "5.有效期：2026年1月1日至2026年12月31日",
        "（二）普通高中助学金",
        "享受对象：脱贫户、监测对象",
        "申请条件：有学籍，家庭经济困难。",
        "补助标准：分三档：",
        "（1）一档每学期750元；",
        "（2）二档每学期1000元；",
    ):
        made.add_paragraph(line)
    table = made.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("档次", "每学期"), ("三档", "1250元")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    for line in (
        "咨询电话：13900002002",
        "二、健康帮扶",
        "参保资助",
        "【享受对象】低保户",
        "【补助标准】每人资助190元。【责任部门】县医保局",
        "三、其他",
        "本汇编由县里解释。",
    ):
        made.add_paragraph(line)
    return saved(made)


def styled() -> bytes:
    """Heading styles without numbers; labels stand alone over their paragraphs."""
    made = docx.Document()
    made.add_heading("产业帮扶", 1)
    made.add_heading("到户产业奖补", 2)
    for line in (
        "享受对象",
        "脱贫户",
        "补助标准",
        "羊每只150元。",
        "一户最多3000元。",
        "所需材料",
        "申报表",
    ):
        made.add_paragraph(line)
    made.add_heading("小额信贷贴息", 2)
    made.add_paragraph("享受对象：脱贫户")
    made.add_paragraph("办理流程：银行报送")
    return saved(made)


def one_each() -> bytes:
    """One table a policy: labels beside values, a title row, a category merged at the left."""
    made = docx.Document()
    made.add_paragraph("一、综合保障")
    first = made.add_table(rows=5, cols=4)
    first.cell(0, 0).merge(first.cell(0, 3)).text = "残疾人两项补贴"
    for row, words in enumerate(
        (
            ("补贴对象", "重度残疾人", "主管部门", "县民政局"),
            ("补贴标准", "每月80元", "联系电话", "13900002009"),
        ),
        1,
    ):
        for column, text in enumerate(words):
            first.cell(row, column).text = text
    first.cell(3, 0).text = "申请材料"
    first.cell(3, 1).merge(first.cell(3, 3)).text = "审批表、残疾人证"
    first.cell(4, 0).text = "备注"
    first.cell(4, 1).merge(first.cell(4, 3)).text = "每年核对一次"
    made.add_paragraph("")
    second = made.add_table(rows=3, cols=3)
    second.cell(0, 0).merge(second.cell(2, 0)).text = "养老"
    for row, (label, value) in enumerate(
        (
            ("政策名称", "城乡居民养老金"),
            ("享受对象", "年满60周岁的老年人"),
            ("标准", "每人每月150元"),
        )
    ):
        second.cell(row, 1).text = label
        second.cell(row, 2).text = value
    return saved(made)


def big() -> bytes:
    """One table of all: title rows, merged categories, a header of two rows, a group row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "惠农政策"
    sheet.append(["云溪县惠农补贴一览表"])
    sheet.merge_cells("A1:I1")
    sheet.append(
        [
            "序号",
            "政策\n类别",
            "补贴项目",
            "补贴对象",
            "补贴标准",
            None,
            "申领流程",
            "咨询方式",
            "备注",
        ]
    )
    sheet.append([None, None, None, None, "省", "县", None, None, None])
    sheet.merge_cells("E2:F2")
    for letter in "ABCDGHI":
        sheet.merge_cells(f"{letter}2:{letter}3")
    sheet.append(
        [1, "教育类", "雨露计划", "脱贫户", "1000元", "500元", "申请→审核", "13900002001", "示例"]
    )
    sheet.append(
        [2, None, "学前资助", "脱贫户", "每生每年1000元", None, "园所申请", "13900002002", None]
    )
    sheet.merge_cells("B4:B5")
    sheet.append(["二、养老类"])
    sheet.merge_cells("A6:I6")
    sheet.append([3, None, "高龄津贴", "年满80周岁的老人", "80元/月", None, "村代办", None, None])
    sheet.append([4, None, None, "没有名称的一行", None, None, None, None, None])
    sheet.append([None, None, None, None, None, None, None, None, None])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
