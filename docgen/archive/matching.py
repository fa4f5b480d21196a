"""Which document types a text speaks of: words of the schema, the longest at each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from docgen.archive.plain import dense
from docgen.archive.schema import PaperType

# Weights of the zones (domain: 3 × title, 2 × file name, 1 × body) and of the kinds of words.
TITLE, NAME, FOLDER, BODY = 3.0, 2.0, 1.0, 1.0
WEAK = 0.4
USUAL_LENGTH = 4
PER_SIGN = 0.06
"""A longer word says more: a word of eight signs counts a quarter more than one of four."""
AT_END = 0.6
"""The last word of a Chinese title is what the paper is: 危房改造项目竣工验收报告."""
FURTHER = 0.3
BODY_LIMIT = 4000
GAP = "…"
GAP_SIGNS = 8
"""特困…审批 means both parts with at most eight signs between them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: where, for which type, and whether it is enough by itself."""

    start: int
    end: int
    word: str
    code: str
    weak: bool
    gap: bool = False


@dataclass(frozen=True, slots=True)
class WordIndex:
    """All words of a schema by their first two signs: first part, second part, type, weak."""

    entries: Mapping[str, tuple[tuple[str, str, str, bool], ...]]


def index_of(
    types: Mapping[str, PaperType], same_words: Sequence[tuple[str, str]] = ()
) -> WordIndex:
    """Return the index of all words of these types, in the words used instead of others."""
    entries: dict[str, list[tuple[str, str, str, bool]]] = {}
    for kind in types.values():
        for words, weak in ((kind.words, False), (kind.weak, True)):
            for word in words:
                key, _, rest = word.partition(GAP)
                key, rest = renamed(dense(key), same_words), renamed(dense(rest), same_words)
                entries.setdefault(key[:2], []).append((key, rest, kind.code, weak))
    return WordIndex({key: tuple(found) for key, found in entries.items()})


def renamed(text: str, same_words: Sequence[tuple[str, str]]) -> str:
    """Return a dense text in which other names of a thing are replaced by the one used."""
    for other, word in same_words:
        if other in text:
            text = text.replace(other, word)
    return text


def found_in(text: str, word: str) -> bool:
    """Whether a dense text holds a word, which may have a gap (收入…核算)."""
    first, gap, rest = word.partition(GAP)
    if not gap:
        return word in text
    place = text.find(first)
    while place >= 0:
        if _end(text, place + len(first), rest):
            return True
        place = text.find(first, place + 1)
    return False


def hits(index: WordIndex, text: str) -> list[Hit]:
    """Return the words found in a dense text; a word inside a longer one does not count."""
    found = [
        Hit(place, end, word + rest, code, weak, bool(rest))
        for place in range(len(text) - 1)
        for word, rest, code, weak in index.entries.get(text[place : place + 2], ())
        if text.startswith(word, place) and (end := _end(text, place + len(word), rest))
    ]
    return _uncovered(found)


def _end(text: str, place: int, rest: str) -> int:
    """Where a word ends; 0 when the part behind its gap does not follow soon."""
    if not rest:
        return place
    found = text.find(rest, place, place + GAP_SIGNS + len(rest))
    return found + len(rest) if found >= 0 else 0


def _uncovered(found: list[Hit]) -> list[Hit]:
    """Leave out hits inside a longer unbroken one; one pass in the order of their places."""
    kept: list[Hit] = []
    reach = 0  # the furthest end of unbroken hits that begin earlier or are longer
    for _, same in groupby(sorted(found, key=_span), key=_span):
        hits_here = list(same)
        if hits_here[0].end > reach:
            kept += hits_here
        reach = max([reach, *(hit.end for hit in hits_here if not hit.gap)])
    return kept


def _span(hit: Hit) -> tuple[int, int]:
    return (hit.start, -hit.end)


def best_words(found: Sequence[Hit], text: str, *, ends: bool) -> dict[str, tuple[float, str]]:
    """Return type → (strength, word): the best word of each type, a little more for further ones.

    ``ends`` says that the text is a title or a name, whose last word weighs more.
    """
    tail = len(without_tail(text)) if ends else -1
    rated: dict[str, dict[str, float]] = {}
    for hit in found:
        strength = 1 + PER_SIGN * (len(hit.word) - USUAL_LENGTH)
        if hit.weak:
            strength *= WEAK
        if ends and tail - hit.end <= 1:
            strength += AT_END / TITLE if not hit.weak else AT_END / TITLE / 2
        words = rated.setdefault(hit.code, {})
        words[hit.word] = max(words.get(hit.word, 0.0), strength)
    return {code: _best(words) for code, words in rated.items()}


def _best(words: Mapping[str, float]) -> tuple[float, str]:
    ranked = sorted(words.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
    more = min(len(ranked) - 1, 2) * FURTHER / TITLE
    return (ranked[0][1] + more, ranked[0][0])


def without_tail(title: str) -> str:
    """Return a title without what follows its last word: (2024年度), numbers, 复印件."""
    text = title
    while text:
        shorter = text.rstrip("0123456789-_.·年月日表书单册卡簿证 ")
        if shorter.endswith(")") and "(" in shorter:
            shorter = shorter[: shorter.rindex("(")]
        for tail in ("复印件", "扫描件", "副本"):
            shorter = shorter.removesuffix(tail)
        if shorter == text:
            return text
        text = shorter
    return title
