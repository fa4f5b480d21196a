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
LABEL = ""
QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』")
GAP_SIGNS = 8
"""特困…审批 means its parts in this order with at most eight signs between them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found: where, for which type, and whether it is enough by itself.

    ``parts`` are the places of its parts, without the gaps between them.
    """

    start: int
    end: int
    word: str
    code: str
    weak: bool
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def gap(self) -> bool:
        return len(self.parts) > 1


Entry = tuple[str, tuple[str, ...], str, bool]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """All words of a schema by their first sign or two: first part, further parts, type, weak."""

    entries: Mapping[str, tuple[Entry, ...]]


def index_of(
    types: Mapping[str, PaperType],
    same_words: Sequence[tuple[str, str]] = (),
    labels: Sequence[str] = (),
) -> WordIndex:
    """Return the index of all words of these types, in the words used instead of others.

    ``labels`` name no type; they only cover shorter words inside them (身份证号).
    """
    entries: dict[str, list[Entry]] = {}
    for label in map(dense, labels):
        entries.setdefault(label[:2], []).append((label, (), LABEL, False))
    for kind in types.values():
        for words, weak in ((kind.words, False), (kind.weak, True)):
            for word in words:
                key, *rest = (renamed(dense(part), same_words) for part in word.split(GAP))
                entries.setdefault(key[:2], []).append((key, tuple(rest), kind.code, weak))
    return WordIndex({key: tuple(found) for key, found in entries.items()})


def renamed(text: str, same_words: Sequence[tuple[str, str]]) -> str:
    """Return a dense text in which other names of a thing are replaced by the one used.

    Quotation marks are left out: “一户一策” and 一户一策 are one word.
    """
    text = text.translate(QUOTES)
    for other, word in same_words:
        if other in text:
            text = text.replace(other, word)
    return text


def found_in(text: str, word: str) -> bool:
    """Whether a dense text holds a word, which may have a gap (收入…核算)."""
    first, *rest = word.split(GAP)
    if not rest:
        return word in text
    place = text.find(first)
    while place >= 0:
        if _parts(text, (place, place + len(first)), rest):
            return True
        place = text.find(first, place + 1)
    return False


def hits(index: WordIndex, text: str) -> list[Hit]:
    """Return the words found in a dense text; a word inside a longer one does not count."""
    found: list[Hit] = []
    for place in range(len(text) - 1):
        # A first part may be of one sign: 组…评议.
        for key in (text[place : place + 2], text[place]):
            for word, rest, code, weak in index.entries.get(key, ()):
                if text.startswith(word, place):
                    parts = _parts(text, (place, place + len(word)), rest)
                    if parts:
                        end, said = parts[-1][1], word + "".join(rest)
                        found.append(Hit(place, end, said, code, weak, parts))
    return [hit for hit in _uncovered(found) if hit.code != LABEL]


def _parts(text: str, first: tuple[int, int], rest: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the parts of a word stand whose first is known; () when one is too far away."""
    if not rest:
        return (first,)
    spans = [first]
    for part in rest:
        end = spans[-1][1]
        found = text.find(part, end, end + GAP_SIGNS + len(part))
        if found < 0:
            return ()
        spans.append((found, found + len(part)))
    return tuple(spans)


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
