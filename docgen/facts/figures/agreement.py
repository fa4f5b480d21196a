"""数字打架: parts that do not add up to their whole, and figures that deny the period before.

A relation is a line of a table. What it finds is a Finding with the cells of the rows that are in
the whole and in no part, or in a part and not in the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from docgen.facts.figures.changes import CHANGES
from docgen.facts.figures.registry import FIGURES, Figure, Number
from docgen.facts.view import View
from docgen.findings import Finding, Severity, finding_at
from docgen.model import PreviousFigure
from docgen.sources import At, SheetRef
from docgen.words import number_text

UNEQUAL, BEFORE, UNKNOWN_NAME = "W421", "W422", "W423"
SHOWN = 20  # cells named in one finding; the rest is counted
FAR = 2  # a figure that is more than double or less than half of the one before is asked about
FEW = 10  # … unless both are small


class Whole(NamedTuple):
    """A whole and its parts; `columns` are where the rows are corrected.

    Rows of the figure `free` may be in no part: a problem that the village does not have needs no
    state.
    """

    whole: str
    parts: tuple[str, ...]
    columns: tuple[str, ...]
    fix: str
    free: str = ""


class AtMost(NamedTuple):
    """A figure that cannot be more than another."""

    small: str
    large: str
    columns: tuple[str, ...]
    fix: str


_KINDS = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
WHOLES = (
    Whole(
        "监测对象户数",
        tuple(f"{kind}户数" for kind in _KINDS),
        ("监测对象类别",),
        "监测对象类别填写脱贫不稳定户、边缘易致贫户或突发严重困难户",
    ),
    Whole(
        "监测对象人数",
        tuple(f"{kind}人数" for kind in _KINDS),
        ("监测对象类别",),
        "监测对象类别填写脱贫不稳定户、边缘易致贫户或突发严重困难户",
    ),
    Whole(
        "监测对象户数",
        ("风险未消除监测对象户数", "风险已消除监测对象户数"),
        ("风险是否已消除", "监测对象类别"),
        "监测对象的“风险是否已消除”填写是或否；不是监测对象的不填",
    ),
    Whole(
        "务工总人数",
        ("务工人数（县内）", "务工人数（县外省内）", "务工人数（省外）"),
        ("务工区域", "务工时间"),
        "务工时间大于0的，务工区域填写县内、县外省内或省外",
    ),
    Whole(
        "外出务工人数",
        ("务工人数（县外省内）", "务工人数（省外）"),
        ("务工区域",),
        "务工区域填写县内、县外省内或省外",
    ),
    Whole(
        "公益岗岗位数",
        (
            *("光伏公益岗岗位数", "人社公益岗岗位数", "林业公益岗岗位数"),
            *("乡村综合财力公益岗岗位数", "其他公益岗岗位数"),
        ),
        ("类别",),
        "公益岗的类别只写一种资金来源",
    ),
    Whole(
        "问题总数",
        ("问题已完成数", "问题推进中数", "问题未启动数"),
        ("状态",),
        "问题的状态填写已完成、推进中或未启动",
        "问题不存在或不涉及数",
    ),
    Whole(
        "问题总数",
        ("客观原因问题数", "主观原因问题数", "工作原因问题数"),
        ("原因类型",),
        "问题的原因类型填写客观、主观或工作",
        "问题不存在或不涉及数",
    ),
    Whole(
        "走访次数",
        tuple(
            f"走访次数（{kind}）"
            for kind in (
                *("脱贫户", "监测户", "老干部", "党员", "村民代表", "一般农户", "企业", "其他"),
            )
        ),
        ("对象",),
        "走访记录的走访对象填写脱贫户、监测户、老干部、党员、村民代表、一般农户或企业",
    ),
    Whole(
        "帮扶措施条数",
        ("帮扶措施已完成条数", "帮扶措施推进中条数", "帮扶措施未启动条数"),
        ("状态",),
        "帮扶措施的状态填写已完成、推进中或未启动",
    ),
    Whole(
        "项目资产数",
        ("公益性资产数", "经营性资产数", "到户类资产数"),
        ("类别",),
        "资产类别填写公益性、经营性或到户类之一",
    ),
)
LIMITS = (
    AtMost("公益岗在岗人数", "公益岗岗位数", ("在岗数", "岗位数"), "核对岗位数和在岗数"),
    AtMost(
        "项目到位资金", "项目总投资", ("到位资金", "总投资"), "核对金额和表头的单位（元、万元）"
    ),
    AtMost(
        "项目已支付资金", "项目到位资金", ("已支付", "到位资金"), "核对金额和表头的单位（元、万元）"
    ),
    AtMost("已竣工项目数", "已开工项目数", ("开工日期", "实际竣工"), "已竣工的项目补上开工日期"),
    AtMost(
        "问题已销号数", "问题已完成数", ("销号日期", "状态"), "没有完成的不能销号：改状态或销号日期"
    ),
    AtMost("收益分配实付", "收益分配应付", ("实付", "应付"), "核对应付和实付"),
    AtMost("补助已发金额", "补助应发金额", ("已发放", "补助标准"), "核对补助标准和已发放"),
)
GROWING = ("监测对象户数", "问题已销号数")
"""Figures that count what has once been: they cannot become less."""


def contradictions(figures: Mapping[str, Figure], view: View) -> list[Finding]:
    """Return what does not agree among these figures and with 上期指标; gaps are not judged."""
    found = [*_wholes(figures), *_limits(figures)]
    return [*found, *_previous(figures, view)]


def _wholes(figures: Mapping[str, Figure]) -> Iterator[Finding]:
    for relation in WHOLES:
        whole = figures.get(relation.whole)
        parts = [one for name in relation.parts if (one := figures.get(name))]
        values = [part.value for part in parts]
        if whole is None or whole.value is None or len(parts) < len(relation.parts):
            continue
        known = [value for value in values if value is not None]
        added = sum(map(Decimal, known), Decimal(0))
        spare = _spare(whole, parts, figures.get(relation.free))
        if len(known) < len(values) or added + len(spare) == whole.value:
            continue
        told = "＋".join(f"{part.name}{_number(part.value)}" for part in parts)
        if spare:
            told += f"＋{relation.free}里不用写的{len(spare)}"
        sum_of = added + len(spare)
        message = (
            f"数字打架：{whole.name}{_number(whole.value)}，而{told}＝{_number(sum_of)}，"
            f"相差{_number(abs(sum_of - whole.value))}"
        )
        rows = [at for at in _strangers(whole, parts) if id(at) not in spare]
        yield _finding(rows, relation.columns, UNEQUAL, message, relation.fix)


def _spare(whole: Figure, parts: Sequence[Figure], free: Figure | None) -> set[int]:
    """The rows of the whole that need to be in no part, and are in none."""
    inside = {id(at) for part in parts for at in part.records}
    allowed = {id(at) for at in free.records} if free else set()
    return {id(at) for at in whole.records if id(at) in allowed and id(at) not in inside}


def _strangers(whole: Figure, parts: Sequence[Figure]) -> list[At]:
    """Rows of the whole in no part, then rows of parts not in the whole, then those in two."""
    inside = {id(at) for at in whole.records}
    times: dict[int, int] = {}
    for part in parts:
        for at in part.records:
            times[id(at)] = times.get(id(at), 0) + 1
    left = [at for at in whole.records if id(at) not in times]
    others = [at for part in parts for at in part.records if id(at) not in inside]
    twice = [at for at in whole.records if times.get(id(at), 0) > 1]
    return [*left, *others, *twice]


def _limits(figures: Mapping[str, Figure]) -> Iterator[Finding]:
    for relation in LIMITS:
        small, large = figures.get(relation.small), figures.get(relation.large)
        if small is None or large is None or small.value is None or large.value is None:
            continue
        if small.value <= large.value:
            continue
        message = (
            f"数字打架：{small.name}{_number(small.value)}{small.unit}，"
            f"多于{large.name}{_number(large.value)}{large.unit}"
        )
        inside = {id(at) for at in large.records}
        rows = [at for at in small.records if id(at) not in inside] or list(small.records)
        yield _finding(rows, relation.columns, UNEQUAL, message, relation.fix)


def _previous(figures: Mapping[str, Figure], view: View) -> Iterator[Finding]:
    rows = [row for row in view.ledger.previous if row.name and row.value is not None]
    names = {known: name for name, others in CHANGES.items() for known in (name, *others)}
    for row in rows:
        name = row.name or ""
        figure = figures.get(name) or figures.get(_figure_of(name, names))
        if figure is None:
            if name not in FIGURES and name not in names:
                message = f"上期指标“{name}”不是指标名，没有用上"
                fix = "照 docs/figures.md 的指标名填写"
                yield _finding([row.at], ("指标",), UNKNOWN_NAME, message, fix, Severity.hint)
            continue
        if figure.value is not None and row.value is not None:
            yield from _against(figure, row)
    yield from _said_twice(rows)
    yield from _former_parts(rows)


def _figure_of(name: str, names: Mapping[str, str]) -> str:
    return CHANGES[names[name]][0] if name in names else name


def _against(figure: Figure, row: PreviousFigure) -> Iterator[Finding]:
    now, before = Decimal(figure.value or 0), row.value or Decimal(0)
    told = f"{figure.name}本期{_number(now)}，{row.period or '上期'}{_number(before)}"
    fix = "核对上期指标和本期台账，哪一个不对改哪一个"
    if figure.name in GROWING and now < before:
        message = f"与上期不符：{told}；这个数只会增加"
        yield _finding([row.at], ("数值",), BEFORE, message, fix, Severity.hint)
    elif max(abs(now), abs(before)) > FEW and (
        abs(now) > FAR * abs(before) or abs(before) > FAR * abs(now)
    ):
        message = f"与上期相差过大：{told}"
        yield _finding([row.at], ("数值",), BEFORE, message, fix, Severity.hint)


def _said_twice(rows: Sequence[PreviousFigure]) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], PreviousFigure] = {}
    for row in rows:
        key = (row.name or "", row.period or "", row.village_name or "")
        known = first.setdefault(key, row)
        if known.value != row.value:
            message = f"上期指标“{row.name}”有两个数：{_number(known.value)}和{_number(row.value)}"
            yield _finding([known.at, row.at], ("数值",), BEFORE, message, "只留正确的一个")


def _former_parts(rows: Sequence[PreviousFigure]) -> Iterator[Finding]:
    """The period before must agree with itself too."""
    periods: dict[tuple[str, str], dict[str, PreviousFigure]] = {}
    for row in rows:
        key = (row.period or "", row.village_name or "")
        periods.setdefault(key, {}).setdefault(row.name or "", row)
    for (period, _), told in periods.items():
        for relation in WHOLES:
            whole = told.get(relation.whole)
            parts = [told[name] for name in relation.parts if name in told]
            if whole is None or len(parts) < len(relation.parts):
                continue
            added = sum((part.value or Decimal(0) for part in parts), Decimal(0))
            if added != whole.value:
                message = (
                    f"数字打架：上期指标（{period or '上期'}）{whole.name}{_number(whole.value)}，"
                    f"各部分合计{_number(added)}"
                )
                places = [whole.at, *(part.at for part in parts)]
                yield _finding(places, ("数值",), BEFORE, message, "核对上期指标各行")


def _finding(
    places: Iterable[At | None],
    columns: tuple[str, ...],
    code: str,
    message: str,
    fix: str,
    severity: Severity = Severity.warning,
) -> Finding:
    """A finding at the first of these rows, the others' cells in `also`."""
    rows = list({id(at): at for at in places if at is not None}.values())
    more = f"（另有{len(rows) - SHOWN}行）" if len(rows) > SHOWN else ""
    found = finding_at(
        rows[0] if rows else None,
        columns,
        code=code,
        severity=severity,
        message=message + more,
        fix=fix,
    )
    also = (*found.also, *(_address(at, columns, rows[0].source) for at in rows[1:SHOWN]))
    return replace(found, also=also)


def _address(at: At, columns: Sequence[str], first: SheetRef) -> str:
    place = at.of(columns[0])
    cell = at.cell(*columns)
    return cell if place.source == first else f"{place.sheet}!{cell}"


def _number(value: Number | None) -> str:
    return "" if value is None else number_text(value, 6)
