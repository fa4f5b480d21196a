"""What the rectification checklist says: each problem as the ledger has it, and the counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from docgen.documents.gaps import NOT_APPLICABLE, Context, Lacks, joined
from docgen.documents.periods import period_text
from docgen.folder import Settings
from docgen.model import Problem, ProblemState
from docgen.words import missing

PLACE = "整改清单"
ABSENT = ("不存在", "不涉及")
ALWAYS = ("来源", "问题描述", "本村是否存在")
DUTIES = ("整改措施", "责任单位", "责任人", "完成时限", "状态")
OPTIONAL = (
    *("反馈日期", "类别", "原因类型", "对照说明", "整改目标", "牵头领导"),
    *("完成日期", "佐证材料", "验收人", "销号日期"),
)
ATTRIBUTES = {
    "反馈日期": "reported_on",
    "类别": "category",
    "原因类型": "cause_kind",
    "对照说明": "comparison",
    "整改目标": "goal",
    "牵头领导": "leader",
    "完成日期": "done_on",
    "佐证材料": "evidence",
    "验收人": "accepted_by",
    "销号日期": "closed_on",
}


def checklist_context(problems: Sequence[Problem], settings: Settings, lacks: Lacks) -> Context:
    """Return what the checklist says; what is missing is noted in ``lacks``."""
    day, place = settings.as_of, settings.place
    if not problems:
        lacks.note("问题整改", PLACE)
    return {
        "标题": "问题整改清单",
        "县": place.county or None,
        "镇": place.town or None,
        "村": place.village or None,
        "编制单位": settings.unit.name or None,
        "期间": period_text(settings.period),
        "编制日期": day,
        **counts(problems, day),
        "计数": sentence(problems, day),
        "问题": [row(no, problem, day, lacks) for no, problem in enumerate(problems, start=1)],
        "来源统计": by(problems, day, lambda one: one.source or missing("来源")),
        "原因统计": by(problems, day, lambda one: one.cause_kind or missing("原因类型")),
        "单位统计": by(
            [one for one in problems if concerns(one)],
            day,
            lambda one: one.unit or missing("责任单位"),
        ),
    }


def row(number: int, problem: Problem, day: date, lacks: Lacks) -> Context:
    """Return one problem; what the village does not have needs no measure and no deadline."""
    place = f"{PLACE}（{problem.id or f'第{number}条'}）"
    duties = {
        name: lacks.value(problem, name, place) if concerns(problem) else NOT_APPLICABLE
        for name in DUTIES
    }
    return {
        "序号": number,
        "问题编号": problem.id or lacks.mark("问题编号", place, problem.at),
        **{name: lacks.value(problem, name, place) for name in ALWAYS},
        **duties,
        **{name: getattr(problem, attribute) or "" for name, attribute in ATTRIBUTES.items()},
        "涉及": joined([problem.households, problem.projects], "；"),
        "涉及户": problem.households or "",
        "涉及项目": problem.projects or "",
        "逾期": delay(problem, day),
        "销号核查": closing(problem),
    }


def concerns(problem: Problem) -> bool:
    """Whether the village has the problem (also when nobody has said yet)."""
    return problem.present not in ABSENT


def is_overdue(problem: Problem, day: date) -> bool:
    """Whether a problem is not done although its deadline has passed."""
    late = problem.deadline is not None and problem.deadline < day
    return concerns(problem) and late and problem.state != ProblemState.done


def delay(problem: Problem, day: date) -> str:
    """Return ``逾期12天`` on the day, ``超期3天完成`` for what was done late, else nothing."""
    if problem.deadline is None or not concerns(problem):
        return ""
    if is_overdue(problem, day):
        return f"逾期{(day - problem.deadline).days}天"
    if problem.done_on is not None and problem.done_on > problem.deadline:
        return f"超期{(problem.done_on - problem.deadline).days}天完成"
    return ""


def closing(problem: Problem) -> str:
    """Return whether the problem may be closed: done, with proof and somebody who accepted it."""
    if not concerns(problem):
        return NOT_APPLICABLE
    lacking = closing_lacks(problem)
    if problem.closed_on is not None:
        return f"已填销号日期，但{'、'.join(lacking)}，应退回" if lacking else "已销号"
    if problem.state != ProblemState.done:
        return "未完成，不能销号"
    return f"不能销号：{'、'.join(lacking)}" if lacking else "符合条件，待销号"


def closing_lacks(problem: Problem) -> list[str]:
    """Return what a problem lacks for being closed: no 销号 without evidence."""
    conditions = (
        ("未完成", problem.state == ProblemState.done),
        ("缺佐证材料", problem.evidence),
        ("缺验收人", problem.accepted_by),
    )
    return [word for word, given in conditions if not given]


def counts(problems: Iterable[Problem], day: date) -> Context:
    """Return the counts under the names of figures.csv."""
    found = list(problems)
    return {
        "问题总数": len(found),
        "问题已完成数": sum(one.state == ProblemState.done for one in found),
        "问题推进中数": sum(one.state == ProblemState.going_on for one in found),
        "问题未启动数": sum(one.state == ProblemState.not_begun for one in found),
        "问题已销号数": sum(one.closed_on is not None for one in found),
        "问题超期未完成数": sum(is_overdue(one, day) for one in found),
        "问题不存在数": sum(one.present == "不存在" for one in found),
        "问题不涉及数": sum(one.present == "不涉及" for one in found),
        "状态不明数": sum(concerns(one) and one.state not in set(ProblemState) for one in found),
    }


def sentence(problems: Sequence[Problem], day: date) -> str:
    """Return the counts in the usual words of a rectification report; parts add up to the whole."""
    said = counts(problems, day)
    parts = [
        f"排查问题{said['问题总数']}条",
        f"其中本村不存在{said['问题不存在数']}条" if said["问题不存在数"] else "",
        f"不涉及{said['问题不涉及数']}条" if said["问题不涉及数"] else "",
        f"已整改{said['问题已完成数']}条",
        f"正在整改{said['问题推进中数']}条",
        f"未启动{said['问题未启动数']}条",
        f"{missing('状态')}{said['状态不明数']}条" if said["状态不明数"] else "",
    ]
    ends = f"已销号{said['问题已销号数']}条，超期未完成{said['问题超期未完成数']}条"
    return f"{joined(parts)}；{ends}。"


def by(problems: Iterable[Problem], day: date, key: Callable[[Problem], str]) -> list[Context]:
    """Return the counts for each value of a key, in the order the ledger names them."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(key(problem), []).append(problem)
    return [{"名称": name, **counts(group, day)} for name, group in groups.items()]
