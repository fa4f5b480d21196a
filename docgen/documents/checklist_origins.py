"""Where each value of the rectification checklist came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.documents.checklist_context import concerns
from docgen.documents.gaps import Context
from docgen.documents.origins import Origins, cells, figure, known, listed
from docgen.facts.figures import FIGURES
from docgen.model import Problem, value_of
from docgen.words import missing

JOINED: Mapping[str, tuple[str, ...]] = {
    "涉及": ("涉及户", "涉及项目"),
    "逾期": ("完成时限", "状态", "完成日期"),
    "销号核查": ("状态", "佐证材料", "验收人", "销号日期"),
}
# Which columns decide a count.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "问题总数": ("问题编号",),
    "问题已完成数": ("状态",),
    "问题推进中数": ("状态",),
    "问题未启动数": ("状态",),
    "问题已销号数": ("销号日期",),
    "问题超期未完成数": ("完成时限", "状态"),
    "问题不存在数": ("本村是否存在",),
    "问题不涉及数": ("本村是否存在",),
}
GROUPED = {"来源统计": "来源", "原因统计": "原因类型", "单位统计": "责任单位"}


def checklist_origins(context: Context, problems: Sequence[Problem]) -> Origins:
    """Return field → cells (of all problems counted), or the figure of that name."""
    found = listed("问题", context["问题"], problems, None, JOINED)
    for name, columns in COUNTED.items():
        found[name] = figure(name) if name in FIGURES else cells(problems, *columns)
    found["计数"] = cells(problems, "问题编号", "状态", "销号日期", "完成时限", "本村是否存在")
    for name, column in GROUPED.items():
        chosen = problems if column != "责任单位" else [one for one in problems if concerns(one)]
        for number, row in enumerate(context[name], 1):
            group = [one for one in chosen if row["名称"] == _key(one, column)]
            found[f"{name}[{number}].名称"] = cells(group, column)
            for count, columns in COUNTED.items():
                found[f"{name}[{number}].{count}"] = cells(group, column, *columns)
    return known(found)


def _key(problem: Problem, column: str) -> object:
    return value_of(problem, column) or missing(column)
