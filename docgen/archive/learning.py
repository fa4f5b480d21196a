"""A small naive Bayes over pairs and triples of signs, learnt from this office's confirmed rows.

It is one more witness and never one alone: it strengthens a type that something else speaks for,
puts a contradicted one to a person, and without enough confirmed rows it says nothing. What it
learns comes from 记录/归档计划.xlsx only and goes nowhere else.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from docgen.archive.clerk import YES, ClerkRow
from docgen.archive.plain import dense

FEWEST_ROWS = 30
"""Confirmed rows below which nothing is learnt."""
FEWEST_OF_A_TYPE = 3
SURE = 0.95
KNOWN = 0.6
"""Share of a title's runs that must have been seen with the type."""
LONGEST = 60
_NOT_CHINESE = re.compile(r"[^㐀-䶿一-鿿]+")


@dataclass(frozen=True, slots=True)
class Model:
    """Counts of runs of signs by type."""

    runs: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    shares: Mapping[str, float]
    size: int


def learn(rows: Iterable[ClerkRow], types: Collection[str]) -> Model | None:
    """Return what the confirmed rows teach, ``None`` when there are fewer than 30 of them."""
    taught = [(code, row.title or row.paper.title) for row in rows if (code := _taught(row, types))]
    if len(taught) < FEWEST_ROWS:
        return None
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    papers: Counter[str] = Counter()
    for code, title in taught:
        counts[code].update(_runs(title))
        papers[code] += 1
    kept = {code: counts[code] for code in sorted(counts) if papers[code] >= FEWEST_OF_A_TYPE}
    if not kept:
        return None
    total = sum(papers[code] for code in kept)
    return Model(
        runs=kept,
        totals={code: sum(found.values()) for code, found in kept.items()},
        shares={code: papers[code] / total for code in kept},
        size=len({run for found in kept.values() for run in found}),
    )


def _taught(row: ClerkRow, types: Collection[str]) -> str:
    """The type a person confirmed, "" when nobody did."""
    if row.said != YES:
        return ""
    code = (row.type.split() or [row.paper.type])[0].upper()
    return code if code in types else ""


def _runs(title: str) -> list[str]:
    """Pairs and triples of Chinese signs; numbers and years say nothing of a type."""
    found = []
    for part in _NOT_CHINESE.split(dense(title)[:LONGEST]):
        found += [part[n : n + 2] for n in range(len(part) - 1)]
        found += [part[n : n + 3] for n in range(len(part) - 2)]
    return found


def learnt_type(model: Model | None, title: str) -> str:
    """Return the type this title surely belongs to by what was learnt, else ""."""
    runs = _runs(title)
    if model is None or not runs:
        return ""
    logs = {code: _log(model, code, runs) for code in model.runs}
    best = min(logs, key=lambda code: (-logs[code], code))
    share = 1 / sum(math.exp(value - logs[best]) for value in logs.values())
    known = sum(run in model.runs[best] for run in runs) / len(runs)
    return best if share >= SURE and known >= KNOWN else ""


def _log(model: Model, code: str, runs: list[str]) -> float:
    seen, below = model.runs[code], model.totals[code] + model.size
    return math.log(model.shares[code]) + sum(
        math.log((seen.get(run, 0) + 1) / below) for run in runs
    )
