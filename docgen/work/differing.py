"""Differences of records as findings, as problems to be rectified, and as masked words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docgen.findings import Finding, Severity
from docgen.folder import Settings
from docgen.model import Problem
from docgen.rules.registry import texts
from docgen.words import mask_card, mask_id, mask_phone, mask_text
from docgen.work.compared import MEMBER, SOURCES, WHOLE, mender
from docgen.work.difference import Difference, Reconciled

MASKS = {"证件号码": mask_id, "联系电话": mask_phone, "银行卡号": mask_card}


def masked_together(values: Mapping[str, str], field: str) -> dict[str, str]:
    """Mask each value; of numbers equally long the places where they differ are shown."""
    mask = MASKS.get(field, mask_text)
    hidden = {source: mask(value) if value else "" for source, value in values.items()}
    said = [value for value in values.values() if value]
    if len({len(value) for value in said}) != 1 or any(
        hidden[source] and len(hidden[source]) != len(said[0]) for source in hidden
    ):
        return hidden
    differing = {at for at in range(len(said[0])) if len({value[at] for value in said}) > 1}
    return {
        source: "".join(
            values[source][at] if at in differing else sign for at, sign in enumerate(text)
        )
        for source, text in hidden.items()
    }


def shown(difference: Difference) -> dict[str, str]:
    """What each record says, numbers masked except for the places where they differ."""
    values = {source: difference.value(source) for source in SOURCES}
    return masked_together(values, difference.field)


def findings_of(differences: Iterable[Difference], settings: Settings) -> Iterator[Finding]:
    """One finding for each record to be mended, at its cell."""
    rules = texts()
    for difference in differences:
        level = settings.levels.get(difference.code, "")
        if level == "off":
            continue
        severity = Severity(level) if level in set(Severity) else rules[difference.code].severity
        words = _message(difference)
        for source in difference.wrong:
            yield _finding(difference, source, severity, words, settings)


def _finding(
    difference: Difference, source: str, severity: Severity, words: str, settings: Settings
) -> Finding:
    saying = difference.sayings[source]
    at = saying.at.of(saying.column) if saying.at else None
    return Finding(
        code=difference.code,
        severity=severity,
        file=at.file if at else "",
        sheet=at.sheet if at else "",
        cell=at.cell(saying.column) if at else "",
        message=words,
        fix=f"{_fix(difference, source)}（{mender(source, difference.field, settings)}）",
        value=difference.value(source),
        household=difference.household,
        person=difference.person,
    )


def _message(difference: Difference) -> str:
    if difference.code == "R150":
        values = shown(difference)
        said = "；".join(f"{source}：{values[source] or '空'}" for source in difference.sayings)
        return f"{difference.field}四方不一致（{said}）"
    here = [s for s, saying in difference.sayings.items() if saying.value is not None]
    gone = [s for s, saying in difference.sayings.items() if saying.value is None]
    who = "这一户" if difference.field == WHOLE else f"成员{difference.person}"
    told = f"{who}在{'、'.join(here)}里有，在{'、'.join(gone)}里没有"
    moved = {saying.elsewhere for saying in difference.sayings.values()} - {""}
    return f"{told}（{'、'.join(sorted(moved))}户里有此人）" if moved else told


def _fix(difference: Difference, source: str) -> str:
    if difference.code == "R150":
        return f"入户核实后改正{source}"
    missing = difference.sayings[source].value is None
    who = "这一户" if difference.field == WHOLE else difference.person
    return f"核实后在{source}{'补上' if missing else '删去'}{who}"


def to_mend(difference: Difference, settings: Settings) -> list[tuple[str, str]]:
    """The records to be mended, each with who mends it."""
    return [(source, mender(source, difference.field, settings)) for source in difference.wrong]


def as_problems(result: Reconciled, settings: Settings) -> list[Problem]:
    """The differences as rows of 问题整改: what people decide (deadline, goal) stays empty.

    Numbers are masked; ``at`` is the cell of the first record to be mended.
    """
    numbers: Counter[str] = Counter()
    problems = []
    for one in result.differences:
        numbers[one.household] += 1
        first = one.sayings[one.wrong[0]].at if one.wrong else None
        problems.append(
            Problem(
                id=f"BD-{one.household}-{numbers[one.household]:02d}",
                source="四方比对",
                category="信息不一致" if one.code == "R150" else "人户不一致",
                description=f"{subject(one)}：{_message(one)}",
                present="存在",
                households=one.household,
                measure="；".join(_fix(one, source) for source in one.wrong),
                responsible="、".join(_menders(one, settings)),
                state="未启动",
                at=first,
            )
        )
    return problems


def _menders(difference: Difference, settings: Settings) -> Sequence[str]:
    return list(dict.fromkeys(who for _, who in to_mend(difference, settings)))


def subject(difference: Difference) -> str:
    """Whom and what a difference is about: 王芳 健康状况; 耕地面积."""
    field = "是否登记" if difference.field in (MEMBER, WHOLE) else difference.field
    return f"{difference.person} {field}" if difference.person else field
