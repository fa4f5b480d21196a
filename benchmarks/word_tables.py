"""What word_render.py measured, as the Markdown tables of the READMEs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- word benchmark: begin -->", "<!-- word benchmark: end -->"


Batch = tuple[float, float, int]
"""Seconds, seconds of CPU a process, MB of memory more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Milliseconds a household plan: docgen, with trace, the zip alone, the others if there."""

    bytes: int
    ours: float
    traced: float
    floor: float
    docxtpl: float | None
    docxtemplater: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The plan; the large table by engine; batches by workers, and as two programs (seconds)."""

    plan: Plan
    table: Mapping[str, Mapping[str, float]]
    many: int
    batches: Mapping[int, Batch]
    apart: float
    versions: tuple[str, ...]
    cores: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the tables in one language."""

    plan: str
    floor: str
    ours: str
    traced: str
    times: str
    of_floor: str
    of_ours: str
    table: str
    half: str
    batch: str
    workers: str
    apart: str
    faster: str
    made: str


ENGLISH = Words(
    plan="| one household plan | ms | |\n|---|---|---|",
    floor="the zip of the same parts alone (the floor)",
    ours="docgen, all checks on",
    traced="docgen, with the cell of each value",
    times="{:.0f} times docgen's time",
    of_floor="{:.1f} times the floor",
    of_ours="{:.2f} times without",
    table="| a table of 8,000 rows × 8 columns | seconds | MB of memory |\n|---|---|---|",
    half="docgen: {:.0f} times faster, {:.0f} % of the memory.",
    batch="| {:,} plans written to files | seconds | CPU seconds a process | MB of memory more |\n"
    "|---|---|---|---|",
    workers="{} process(es)",
    apart="two programs that share nothing, half each, starts not counted",
    faster="Two processes: {:.1f} times as fast by the clock, {:.1f} by CPU time; "
    "two programs apart {:.1f} times.",
    made="Made by `python benchmarks/word_render.py --readme` with {} on {} cores.",
)
CHINESE = Words(
    plan="| 一份一户一策 | 毫秒 | |\n|---|---|---|",
    floor="只把同样的内容压成 zip（下限）",
    ours="docgen，各项检查全开",
    traced="docgen，并记下每个值来自哪一格",
    times="docgen 的 {:.0f} 倍时间",
    of_floor="下限的 {:.1f} 倍",
    of_ours="不记来处的 {:.2f} 倍",
    table="| 8000 行 × 8 列的表 | 秒 | 内存（MB） |\n|---|---|---|",
    half="docgen 快 {:.0f} 倍，内存是它的 {:.0f}%。",
    batch="| 写出 {:,} 份一户一策 | 秒 | 每个进程的 CPU 秒 | 内存增加（MB） |\n|---|---|---|---|",
    workers="{} 个进程",
    apart="两个互不相干的程序，各写一半，启动不计",
    faster="两个进程：按钟表快 {:.1f} 倍，按 CPU 时间快 {:.1f} 倍；"
    "两个互不相干的程序快 {:.1f} 倍。",
    made="由 `python benchmarks/word_render.py --readme` 测得，{}，{} 核。",
)


def tables(found: Measured, words: Words) -> str:
    """Return the tables in one language."""
    parts = [_plan(found.plan, words)]
    if found.table:
        parts.append(_table(found.table, words))
    parts.append(_batches(found, words))
    parts.append(
        words.made.format(
            "、".join(found.versions) if words is CHINESE else ", ".join(found.versions),
            found.cores,
        )
    )
    return "\n\n".join(parts)


def _plan(plan: Plan, words: Words) -> str:
    rows = [
        (words.floor, plan.floor, ""),
        (words.ours, plan.ours, words.of_floor.format(plan.ours / plan.floor)),
        (words.traced, plan.traced, words.of_ours.format(plan.traced / plan.ours)),
    ]
    for name, taken in (("docxtemplater", plan.docxtemplater), ("docxtpl", plan.docxtpl)):
        if taken:
            rows.append((name, taken, words.times.format(taken / plan.ours)))
    return "\n".join([words.plan, *(f"| {name} | {ms:.2f} | {told} |" for name, ms, told in rows)])


def _table(table: Mapping[str, Mapping[str, float]], words: Words) -> str:
    lines = [
        f"| {name} | {one['seconds']:.2f} | {one['peak']:.0f} |" for name, one in table.items()
    ]
    told = ""
    if len(table) > 1:
        ours, theirs = table["docgen"], table["docxtpl"]
        share = 100 * ours["peak"] / theirs["peak"]
        told = "\n\n" + words.half.format(theirs["seconds"] / ours["seconds"], share)
    return "\n".join([words.table, *lines]) + told


def _batches(found: Measured, words: Words) -> str:
    lines = [
        f"| {words.workers.format(workers)} | {taken:.1f} | {spent:.1f} | {more} |"
        for workers, (taken, spent, more) in found.batches.items()
    ]
    lines.append(f"| {words.apart} | {found.apart:.1f} | | |")
    one, two = found.batches[1], found.batches[2]
    told = words.faster.format(one[0] / two[0], one[1] / two[1], one[0] / found.apart)
    return "\n".join([words.batch.format(found.many), *lines]) + f"\n\n{told}"


def into_readme(found: Measured, root: Path) -> None:
    """Write the tables between the two marks of README.md and README.zh-CN.md."""
    for name, words in (("README.md", ENGLISH), ("README.zh-CN.md", CHINESE)):
        path = root / name
        text = path.read_text(encoding="utf-8")
        before, begin, rest = text.partition(BEGIN)
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise SystemExit(f"{name}: the marks {BEGIN} … {END} are missing")
        path.write_text(f"{before}{BEGIN}\n{tables(found, words)}\n{END}{after}", encoding="utf-8")
