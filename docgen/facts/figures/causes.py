"""Figures of causes of poverty, in percent of the households that name one."""

from __future__ import annotations

from collections.abc import Callable

from docgen.facts.figures.registry import Answer, figure, percent
from docgen.facts.figures.select import cause, households, lifted_or_monitored
from docgen.facts.view import View
from docgen.model import Household

CAUSES = (
    "因病",
    "因残",
    "因学",
    "因灾",
    "缺土地",
    "缺水",
    "缺技术",
    "缺劳动力",
    "缺资金",
    "交通条件落后",
    "自身发展动力不足",
)
LACKING_MEANS = ("缺技术", "缺资金", "自身发展动力不足")
_NEEDS = ("户信息.户类型", "户信息.主要致贫原因")


def _base(view: View) -> list[Household]:
    return [h for h in households(view) if lifted_or_monitored(h) and cause(h)]


def _enter(name: str, definition: str, holds: Callable[[str], bool]) -> None:
    @figure(name, unit="%", definition=definition, needs=_NEEDS)
    def share(view: View) -> Answer:
        base = _base(view)
        chosen = [household for household in base if holds(cause(household))]
        return percent(len(chosen), len(base), chosen)


for _cause in CAUSES:
    _enter(
        f"致贫原因占比（{_cause}）",
        f"脱贫户、监测户且主要致贫原因不为空的户中，主要致贫原因为{_cause}的比例，两位小数",
        _cause.__eq__,
    )

_enter("三类致贫原因占比（因病）", "同上口径，原因为因病", "因病".__eq__)
_enter(
    "三类致贫原因占比（有劳动力但缺资金、技术、发展动力）",
    "同上口径，原因为缺技术、缺资金、自身发展动力不足",
    LACKING_MEANS.__contains__,
)
_enter(
    "三类致贫原因占比（其他）",
    "同上口径，其余原因",
    lambda written: written not in ("因病", *LACKING_MEANS),
)
