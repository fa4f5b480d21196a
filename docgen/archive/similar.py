"""Papers that look the same but are not the same file: shown in pairs, nothing is taken away.

Text: the smallest hashes of its runs of five signs (a bottom-k sketch); pictures: which of 16 × 16
neighbouring fields is darker. Only papers that share one of a few hashes are compared.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from docgen.archive.plain import dense
from docgen.findings import Finding, Severity
from docgen.model import Paper

CODE = "W807"
RUN, KEPT, BANDS = 5, 64, 8
LEAST_SIGNS, MOST_SIGNS = 40, 6000
SAME_TEXT = 0.85
FIELDS = 16
DARKER = 6
LEAST_MARKS, SAME_MARKS = 16, 10
BUCKET = 40
"""So many papers of one hash are a form everybody has, not copies of one another."""
MOST_PAIRS = 2000


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a paper for comparing: hashes of its text, marks of its first picture."""

    text: tuple[int, ...] = ()
    picture: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers that look the same, and by what."""

    first: Paper
    second: Paper
    words: str


def sketch_of(text: str, mark: str) -> Sketch:
    """Return the sketch of a paper from its text and the marks of its first page."""
    return Sketch(_hashes(text), int(mark, 16) if mark else 0)


def _hashes(text: str) -> tuple[int, ...]:
    signs = dense(text)[:MOST_SIGNS]
    if len(signs) < LEAST_SIGNS:
        return ()
    runs = {signs[place : place + RUN] for place in range(len(signs) - RUN + 1)}
    return tuple(sorted({zlib.crc32(run.encode()) for run in runs})[:KEPT])


def mark_of(picture: Any) -> str:
    """Return the marks of a grey picture in hexadecimal, "" when there is too little on it."""
    from PIL import Image

    tones = picture.resize((FIELDS + 1, FIELDS), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(FIELDS):
        line = tones[row * (FIELDS + 1) : (row + 1) * (FIELDS + 1)]
        for left, right in pairwise(line):
            bits = bits << 1 | (left + DARKER < right)
    return f"{bits:x}" if bits.bit_count() >= LEAST_MARKS else ""


def pairs(papers: Sequence[Paper], sketches: Mapping[str, Sketch]) -> tuple[Pair, ...]:
    """Return near duplicates in the order of the papers, at most ``MOST_PAIRS``."""
    known = [(place, p, sketches[p.id]) for place, p in enumerate(papers) if p.id in sketches]
    buckets: defaultdict[object, list[int]] = defaultdict(list)
    for place, _, sketch in known:
        for key in _keys(sketch):
            buckets[key].append(place)
    near = {pair for b in buckets.values() if 1 < len(b) <= BUCKET for pair in combinations(b, 2)}
    return tuple(_alike(papers, sketches, sorted(near)))[:MOST_PAIRS]


def _keys(sketch: Sketch) -> Iterator[object]:
    yield from (("文", value) for value in sketch.text[:BANDS])
    if sketch.picture:
        # Of the marks in sixteen parts at most ten differ: at least six parts are equal.
        for part in range(FIELDS):
            yield "图", part, sketch.picture >> (part * FIELDS) & 0xFFFF


def _alike(
    papers: Sequence[Paper], sketches: Mapping[str, Sketch], near: Iterable[tuple[int, int]]
) -> Iterator[Pair]:
    for one, other in near:
        first, second = papers[one], papers[other]
        words = _likeness(sketches[first.id], sketches[second.id])
        if words and _may_be_one(first, second):
            yield Pair(first, second, words)


def _may_be_one(first: Paper, second: Paper) -> bool:
    """A form of another household or year is no copy, however alike its words are."""
    return all(
        not a or not b or a == b
        for a, b in (
            (first.household, second.household),
            (first.year, second.year),
            (first.type, second.type),
        )
    )


def _likeness(first: Sketch, second: Sketch) -> str:
    if first.text and second.text:
        both = sorted({*first.text, *second.text})[:KEPT]
        shared = len({*first.text} & {*second.text} & {*both}) / len(both)
        return f"文字约{shared:.0%}相同" if shared >= SAME_TEXT else ""
    if first.picture and second.picture:
        apart = (first.picture ^ second.picture).bit_count()
        return "画面几乎一样" if apart <= SAME_MARKS else ""
    return ""


def as_findings(found: Iterable[Pair]) -> list[Finding]:
    return [
        Finding(
            code=CODE,
            severity=Severity.hint,
            file=pair.second.source,
            sheet="",
            cell="",
            message=f"第{pair.second.first}页起与“{pair.first.source}”第{pair.first.first}页起"
            f"像是同一件（{pair.words}）",
            fix="两件都保留；确是重复的，在归档计划里写明",
            household=pair.second.household,
        )
        for pair in found
    ]
