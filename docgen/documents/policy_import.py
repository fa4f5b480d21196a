"""政策表（待确认）.xlsx: what a compilation says, for a clerk to confirm; never into 台账/."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.documents.job import Job
from docgen.ledger.dates import Impossible, parse
from docgen.model import Document, Policy, columns_of
from docgen.sheets import Column, Marked, Sheet, workbook
from docgen.words import safe_name
from docgen.work.compilation import Compilation, Found
from docgen.work.compilation.suggest import amount, suggest

PRODUCT = "政策汇编"
NAME = "政策表（待确认）"
SUGGESTED = "建议的适用条件"
COLUMNS = tuple(name for name in columns_of(Policy) if name != "行政村")
# What a compilation has and the sheet 政策 has no column for stands behind it, word for word.
EXTRA = ("政策内容", "申报时间", "有效期")
REQUIRED = ("类别", "名称", "享受对象", "条件", "标准")
WIDE = frozenset(("享受对象", "条件", "标准", "所需材料", "办理流程", "依据文件", "政策内容"))
SPAN = re.compile(r"[-—–~～至到]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the sheet 政策: its words, where they come from, whether docgen proposes them."""

    text: str = ""
    source: str = ""
    proposed: bool = False


Proposal = Mapping[str, Field]


def proposals(compilation: Compilation) -> list[Proposal]:
    """Return the fields of every policy found, in the compilation's order."""
    width = max(len(str(len(compilation.policies))), 2)
    return [
        _proposal(found, f"ZC{number:0{width}d}")
        for number, found in enumerate(compilation.policies, 1)
    ]


def _proposal(found: Found, number: str) -> Proposal:
    fields = {
        name: Field(found.text(name), found.places(name))
        for name in (*COLUMNS, *EXTRA)
        if found.text(name)
    }
    if "标准" not in fields and "政策内容" in fields:
        fields["标准"] = fields.pop("政策内容")
    fields.setdefault("政策编号", Field(number, "docgen编的号，可以改", proposed=True))
    for source, first, last in (
        ("申报时间", "申报起", "申报止"),
        ("有效期", "有效期起", "有效期止"),
    ):
        _split(fields, source, first, last)
    _money(fields)
    whom, terms = fields.get("享受对象", Field()), fields.get("条件", Field())
    condition = suggest(whom.text, terms.text)
    if condition:
        source = "、".join(part for part in (whom.source, terms.source) if part)
        fields[SUGGESTED] = Field(condition, source, proposed=True)
    return fields


def _split(fields: dict[str, Field], name: str, first: str, last: str) -> None:
    """Put a span of two whole dates into its two columns; anything else stays as it is written."""
    said = fields.get(name)
    days = _span(said.text) if said else None
    if said is None or days is None:
        return
    for column, day in zip((first, last), days, strict=True):
        if day is not None:
            fields.setdefault(column, Field(f"{day:%Y-%m-%d}", said.source))
    del fields[name]


def _span(text: str) -> tuple[date | None, date | None] | None:
    words = re.sub(r"\s|自|起|从", "", text)
    until = re.fullmatch(r"(?:有效期)?(?:至|到)?(.+?日)(?:止|前)?", words)
    parts = [part for part in SPAN.split(words.removesuffix("止")) if part]
    try:
        if len(parts) == 2:
            begin, end = parse(parts[0]), parse(parts[1])
            return (begin, end) if begin and end and begin <= end else None
        if until and words.endswith(("止", "前")):
            end = parse(until[1])
            return (None, end) if end else None
    except Impossible:
        return None
    return None


def _money(fields: dict[str, Field]) -> None:
    standard = fields.get("标准")
    if standard is None or "金额" in fields:
        return
    value, unit = amount(standard.text)
    if value:
        fields["金额"] = Field(value, standard.source, proposed=True)
        fields.setdefault("单位", Field(unit, standard.source, proposed=True))


def build(job: Job, compilation: Compilation, found: Sequence[Proposal]) -> Document:
    """Write the workbook into 输出/政策汇编/ and return it."""
    stem = safe_name(Path(compilation.file).stem)
    path = job.folder.output(PRODUCT) / f"{NAME}_{stem}.xlsx"
    made = [
        _first(compilation, found),
        _policies(found),
        _sources(found),
        _aside(compilation),
    ]
    job.save(path, workbook(made, title=NAME, created=job.folder.settings.as_of))
    return Document(kind="policy-import", format="xlsx", path=job.folder.relative(path))


def _first(compilation: Compilation, found: Sequence[Proposal]) -> Sheet:
    empty = sum(1 for one in found for name in REQUIRED if name not in one)
    suggested = sum(SUGGESTED in one for one in found)
    used, aside = len(compilation.used), len(compilation.aside)
    rows = [
        ["读的文件", compilation.file],
        ["读出的政策", f"{len(found)}条，“政策”表一条一行"],
        ["段落和格子", f"共{len(compilation.pieces)}处 = 用上{used}处 + 没有用上{aside}处"],
        ["没有用上的", "在“没有看懂”表里逐处列出，有用的请自己补进“政策”表"],
        ["每一格从哪里来", "鼠标停在格子上看批注，“出处”表里也有"],
        ["黄底的", f"docgen的建议，或者缺了必填的内容（缺{empty}处），要人看过"],
        ["建议的适用条件", f"字句对得准的才给（{suggested}条）；同意的，抄到“适用条件”列"],
        ["第一步", "对照原文逐条改好“政策”表"],
        ["第二步", "把“政策”表另存（或复制）成台账文件夹里的一个工作簿；docgen不会替你放进去"],
        ["第三步", "运行 docgen check 看适用条件写得对不对，再运行 docgen policy match"],
        *[["读文件时的提醒", note] for note in compilation.notes],
    ]
    return Sheet(
        "先看这里",
        [Column("事项", "wrap", 22), Column("说明", "wrap", 80)],
        rows,
        title="政策汇编读出的政策，待人确认",
        filtered=False,
        landscape=False,
    )


def _policies(found: Sequence[Proposal]) -> Sheet:
    """The sheet of the ledger: its header stands in the first row, so that it can be copied."""
    extra = [name for name in EXTRA if any(name in one for one in found)]
    names = [*COLUMNS, SUGGESTED, *extra]
    titles = {name: f"{name}（原文）" for name in EXTRA} | {SUGGESTED: f"{SUGGESTED}（建议）"}
    return Sheet(
        "政策",
        [Column(titles.get(name, name), "wrap", _width(name)) for name in names],
        [[_cell(one, name) for name in names] for one in found],
        frozen=3,
    )


def _width(name: str) -> float:
    return 30.0 if name in WIDE else 26.0 if name in (SUGGESTED, "适用条件") else 14.0


def _cell(one: Proposal, name: str) -> object:
    said = one.get(name)
    if said is None:
        lacks = name in REQUIRED
        return Marked("", "warning", f"原文里没有找到“{name}”，请补上") if lacks else ""
    note = f"建议，来自{said.source}" if said.proposed else f"来自{said.source}"
    return Marked(said.text, "warning" if said.proposed else "", note)


def _sources(found: Sequence[Proposal]) -> Sheet:
    names = (*COLUMNS, SUGGESTED, *EXTRA)
    rows = [
        [
            one["政策编号"].text,
            one.get("名称", Field()).text,
            name,
            one[name].text,
            one[name].source,
            "建议" if one[name].proposed else "",
        ]
        for one in found
        for name in names
        if name in one
    ]
    return Sheet(
        "出处",
        [
            Column("编号", "text", 10),
            Column("政策", "wrap", 28),
            Column("列", "text", 14),
            Column("内容", "wrap", 46),
            Column("来自", "wrap", 26),
            Column("建议", "text", 8),
        ],
        rows,
        title="每一格从原文的哪里来",
        frozen=2,
    )


def _aside(compilation: Compilation) -> Sheet:
    rows = [[piece.where, piece.text, piece.aside] for piece in compilation.aside]
    return Sheet(
        "没有看懂",
        [
            Column("位置", "wrap", 26),
            Column("原文", "wrap", 70),
            Column("为什么没有用", "wrap", 40),
        ],
        rows,
        title="没有用上的段落和格子",
        notes=["docgen没有把这些归到任何一条政策。有用的，请自己补进“政策”表。"],
    )
