"""Figures of causes of poverty, in households and in percent of those that name one.

占比 is the ratio, rounded by itself. Where all causes stand side by side, 构成 is printed: its
parts add up to exactly 100 (`registry.shares`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docgen.facts.figures.registry import Answer, count, figure, percent, share
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
_KNOWN = ("户信息.主要致贫原因",)


OTHER = "其他原因"
_THREE = ("因病", "有劳动力但缺资金、技术、发展动力", "其他")


def kind_of(written: str) -> str:
    """The cause as the shares name it: one of CAUSES, else 其他原因."""
    return written if written in CAUSES else OTHER


def class_of(written: str) -> str:
    """The cause as one of three: illness; labour without money, skill or drive; the rest."""
    if written == "因病":
        return _THREE[0]
    return _THREE[1] if written in LACKING_MEANS else _THREE[2]


def _base(view: View) -> list[tuple[Household, str]]:
    """Households that count, each with its cause."""
    return [
        (h, written) for h in households(view) if lifted_or_monitored(h) and (written := cause(h))
    ]


def _sorted(view: View, sort: Callable[[str], str]) -> dict[str, list[Household]]:
    """The households that count, by the kind of their cause."""
    found: dict[str, list[Household]] = {}
    for household, written in view.once(_base):
        found.setdefault(sort(written), []).append(household)
    return found


def _enter(
    name: str, definition: str, kind: str, kinds: Sequence[str], sort: Callable[[str], str]
) -> None:
    """Enter the ratio of one cause (占比) and its part of 100 (构成)."""

    def meant(view: View) -> list[Household]:
        return view.once(_sorted, sort).get(kind, [])

    @figure(name, unit="%", definition=definition, needs=_NEEDS, known=_KNOWN)
    def ratio(view: View) -> Answer:
        return percent(len(rows := meant(view)), len(view.once(_base)), rows)

    @figure(
        name.replace("占比", "构成"),
        unit="%",
        definition=f"与“{name}”同口径，各项按最大余数法取两位小数，合计为100",
        needs=_NEEDS,
        known=_KNOWN,
    )
    def part(view: View) -> Answer:
        found = view.once(_sorted, sort)
        return share(kind, {one: len(found.get(one, ())) for one in kinds}, meant(view))


_ALL = (*CAUSES, OTHER)
for _cause in CAUSES:
    _enter(
        f"致贫原因占比（{_cause}）",
        f"脱贫户、监测户且主要致贫原因不为空的户中，主要致贫原因为{_cause}的比例，两位小数",
        _cause,
        _ALL,
        kind_of,
    )
_enter(
    "致贫原因占比（其他原因）",
    "脱贫户、监测户且主要致贫原因不为空的户中，主要致贫原因为因婚、未知等其他原因的比例，两位小数",
    OTHER,
    _ALL,
    kind_of,
)
_enter("三类致贫原因占比（因病）", "同上口径，原因为因病", _THREE[0], _THREE, class_of)
_enter(
    "三类致贫原因占比（有劳动力但缺资金、技术、发展动力）",
    "同上口径，原因为缺技术、缺资金、自身发展动力不足",
    _THREE[1],
    _THREE,
    class_of,
)
_enter("三类致贫原因占比（其他）", "同上口径，其余原因", _THREE[2], _THREE, class_of)


@figure(
    "有致贫原因的脱贫户和监测户数",
    unit="户",
    definition="脱贫户、监测户且主要致贫原因不为空的户数，即致贫原因占比的分母",
    needs=_NEEDS,
    known=_KNOWN,
)
def with_cause(view: View) -> Answer:
    return count(h for h, _ in view.once(_base))


def _enter_count(kind: str) -> None:
    @figure(
        f"主要致贫原因户数（{kind}）",
        unit="户",
        definition=f"脱贫户、监测户中主要致贫原因为{kind}的户数"
        if kind != OTHER
        else "脱贫户、监测户中主要致贫原因为因婚、未知等其他原因的户数",
        needs=_NEEDS,
        known=_KNOWN,
    )
    def of_cause(view: View) -> Answer:
        return count(view.once(_sorted, kind_of).get(kind, []))


for _cause in _ALL:
    _enter_count(_cause)
