"""The workbook of the rectification checklist: four lists with links, and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docgen.documents.gaps import Context
from docgen.documents.links import link_to
from docgen.folder import Folder
from docgen.model import Problem
from docgen.sheets import Column, Link, Marked, Sheet, inside, workbook
from docgen.words import date_text, missing

PROBLEMS, TASKS, DUTIES, CLOSING, COUNTS = (
    "问题清单",
    "任务清单",
    "责任清单",
    "时限销号清单",
    "统计",
)
HEAD_ROWS = 3  # title, note, header: rows begin on the fourth
STATES = ("已完成", "推进中", "未启动")

# (heading, field of the row, kind, width); a heading 问题编号 becomes a link
LISTS: Mapping[str, tuple[tuple[str, str, str, float | None], ...]] = {
    PROBLEMS: (
        ("序号", "序号", "int", 6),
        ("问题编号", "问题编号", "text", 11),
        ("来源", "来源", "wrap", 18),
        ("反馈日期", "反馈日期", "date", 15),
        ("类别", "类别", "wrap", 11),
        ("问题描述（原文）", "问题描述", "wrap", 40),
        ("原因类型", "原因类型", "text", 9),
        ("本村是否存在", "本村是否存在", "text", 9),
        ("对照说明", "对照说明", "wrap", 30),
        ("涉及户", "涉及户", "wrap", 14),
        ("涉及项目", "涉及项目", "wrap", 12),
        ("状态", "状态", "text", 9),
        ("台账位置", "台账位置", "wrap", 26),
    ),
    TASKS: (
        ("问题编号", "问题编号", "text", 11),
        ("问题", "问题描述", "wrap", 36),
        ("整改措施", "整改措施", "wrap", 40),
        ("整改目标", "整改目标", "wrap", 26),
        ("状态", "状态", "text", 9),
        ("完成日期", "完成日期", "date", 15),
        ("佐证材料", "佐证材料", "wrap", 24),
    ),
    DUTIES: (
        ("问题编号", "问题编号", "text", 11),
        ("问题", "问题描述", "wrap", 36),
        ("牵头领导", "牵头领导", "text", 11),
        ("责任单位", "责任单位", "wrap", 24),
        ("责任人", "责任人", "text", 11),
        ("整改措施", "整改措施", "wrap", 40),
        ("完成时限", "完成时限", "date", 15),
        ("责任人签字", "", "text", 14),
    ),
    CLOSING: (
        ("问题编号", "问题编号", "text", 11),
        ("问题", "问题描述", "wrap", 36),
        ("完成时限", "完成时限", "date", 15),
        ("状态", "状态", "text", 9),
        ("逾期", "逾期", "text", 14),
        ("完成日期", "完成日期", "date", 15),
        ("佐证材料", "佐证材料", "wrap", 22),
        ("销号核查", "销号核查", "wrap", 24),
        ("验收人", "验收人", "text", 10),
        ("验收签字", "", "text", 12),
        ("销号日期", "销号日期", "date", 15),
    ),
}
NOTES = {
    PROBLEMS: "来源、原文、对照情况；“台账位置”可点开到台账所在行。",
    TASKS: "一个问题一项或几项措施；没有措施的以红字标出。",
    DUTIES: "谁牵头、谁负责、什么时候完成；签字栏由本人填写。",
    CLOSING: "销号须已完成、有佐证材料、有验收人；验收签字栏由验收人填写。",
}
COUNT_NAMES = (
    *("问题总数", "问题不存在数", "问题不涉及数", "问题已完成数", "问题推进中数", "问题未启动数"),
    *("问题已销号数", "问题超期未完成数"),
)
COUNT_HEADS = ("问题数", "不存在", "不涉及", "已完成", "推进中", "未启动", "已销号", "超期未完成")


def checklist_workbook(
    context: Context, problems: Sequence[Problem], folder: Folder, book: Path
) -> bytes:
    """Return the bytes of the workbook; links are relative to ``book``, where it will lie."""
    rows = [
        {**row, "台账位置": link_to(problem.at, folder, book, column="问题描述")}
        for row, problem in zip(context["问题"], problems, strict=True)
    ]
    sheets = [_list(name, rows, context) for name in LISTS]
    return workbook([*sheets, _counts(context)], title=_title(context), created=context["编制日期"])


def _title(context: Context) -> str:
    place = "".join(str(context[name] or "") for name in ("镇", "村"))
    return f"{place}{context['标题']}"


def _list(name: str, rows: Sequence[Context], context: Context) -> Sheet:
    columns = LISTS[name]
    return Sheet(
        name=name,
        columns=[Column(head, kind, width) for head, _, kind, width in columns],  # type: ignore[arg-type]
        rows=[
            [_cell(name, head, key, row, number) for head, key, _, _ in columns]
            for number, row in enumerate(rows)
        ],
        title=f"{_title(context)}：{name}",
        notes=[f"{context['计数']}（截至{date_text(context['编制日期'])}）{NOTES[name]}"],
        page_header=f"{_title(context)}（{context['期间']}）",
        frozen=2 if name == PROBLEMS else 1,
    )


def _cell(name: str, head: str, key: str, row: Context, number: int) -> Any:
    value = row.get(key, "") if key else ""
    if value is None:
        return Marked(missing(key), "error")
    if head == "问题编号":
        target = CLOSING if name == PROBLEMS else PROBLEMS
        column = "A" if name == PROBLEMS else "B"
        return Link(str(value), inside(target, f"{column}{HEAD_ROWS + number + 1}"))
    if key in ("逾期", "销号核查") and value:
        return Marked(value, look_of(str(value)))
    if key == "状态" and value == "已完成":
        return Marked(value, "ok")
    return value


def look_of(words: str) -> Any:
    """Return the look of a word about delay or closing: the word itself always stands there too."""
    if words.startswith("逾期") or "应退回" in words:
        return "error"
    if words.startswith(("超期", "不能销号", "符合条件")):
        return "warning"
    return "ok" if words == "已销号" else ""


def _counts(context: Context) -> Sheet:
    groups = (
        ("按来源", context["来源统计"]),
        ("按原因", context["原因统计"]),
        ("按责任单位（本村存在的）", context["单位统计"]),
    )
    rows = [
        [title, group["名称"], *(group[name] for name in COUNT_NAMES)]
        for title, found in groups
        for group in found
    ]
    whole = ["合计", "全部问题", *(context[name] for name in COUNT_NAMES)]
    return Sheet(
        name=COUNTS,
        columns=[
            Column("分类", "text", 24),
            Column("名称", "wrap", 30),
            *(Column(head, "int", 11) for head in COUNT_HEADS),
        ],
        rows=[whole, *rows],
        title=f"{_title(context)}：{COUNTS}",
        notes=[context["计数"]],
        page_header=f"{_title(context)}（{context['期间']}）",
        frozen=2,
    )
