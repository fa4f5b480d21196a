"""What of a title its type does not explain: a reason to let a person look.

贫困户评定会议记录 is no mere 会议记录, and a short word in a long title may be beside the point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docgen.archive.matching import GAP, Hit, found_in, hits, renamed, without_tail
from docgen.archive.plain import dense
from docgen.archive.schema import Tie
from docgen.archive.scoring import (
    CODE_ZONE,
    FOLDER_ZONE,
    LEARNT_ZONE,
    RULE_ZONE,
    Judge,
    Scores,
)
from docgen.archive.who import names_in

LITTLE, SHORT = 0.34, 8
"""Of a title: words that are less of it, in a title of more signs, may be beside the point."""
OTHER_ZONES = frozenset({"文件名", "正文", "表号", FOLDER_ZONE, RULE_ZONE, LEARNT_ZONE, CODE_ZONE})
STRANGE, FEWEST_STRANGE = re.compile(r"[㐀-䶿一-鿿]+"), 2
_YEAR_AND_REST = re.compile(r"(?:19|20)\d{2}(?:年度?)?|^关于|\(.*?\)$")
_OTHER_PLACES = re.compile(
    r"^(?:[一-鿿]{2,4}(?:省|自治区|自治州|市|州|县|旗))*(?:[一-鿿]{2,4}(?:乡|镇|街道))?"
)


def title_doubts(judge: Judge, title: str, scores: Scores, code: str) -> list[str]:
    """Return what speaks against a type because of what else its title says."""
    core = _core(judge, title)
    own = [hit for hit in hits(judge.index, core) if hit.code == code]
    if thin := _thin(core, own, scores.zones[code]):
        return [f"标题里只认得“{thin}”"]
    strange = _strange(judge, core, own, scores, code)
    return [f"标题里的“{strange}”不知何意"] if strange else []


def _core(judge: Judge, title: str) -> str:
    """A dense title without names of places and people and without years."""
    core = dense(title)
    for name in (*judge.groups, *judge.places, *sorted(names_in(core, judge.roster))):
        core = core.replace(name, "")
    core = _OTHER_PLACES.sub("", _YEAR_AND_REST.sub("", core))
    return renamed(core, judge.schema.same_words)


def _thin(core: str, own: list[Hit], zones: set[str]) -> str:
    """The word by which a long title is known when it is little of it and nothing else agrees.

    The last word of a title is what the paper is, however short.
    """
    tail = len(without_tail(core))
    if "标题" not in zones or zones & OTHER_ZONES or not own or len(core) <= SHORT:
        return ""
    if any(tail - hit.end <= 1 for hit in own):
        return ""
    known = {place for hit in own for place in range(hit.start, hit.end)}
    longest = max(own, key=lambda hit: (hit.end - hit.start, -hit.start))
    return longest.word if len(known) < len(core) * LITTLE else ""


def _strange(judge: Judge, core: str, own: list[Hit], scores: Scores, code: str) -> str:
    """What neither the words of a type nor usual words explain, "" for nothing.

    A piece of two signs or more that stands in any word of the type is explained. Unless the type
    is broad, a piece that no type knows is taken for a name (of a plant, a trade). Titles of some
    types hold names, which say nothing.
    """
    if code in judge.schema.named_inside or CODE_ZONE in scores.zones[code]:
        return ""
    left = core
    for start, end in (part for hit in own for part in hit.parts):
        left = left[:start] + " " * (end - start) + left[end:]
    for tie in judge.schema.ties:
        if code in scores.ruled and found_in(core, tie.word):
            left = _without(left, _rule_words(tie, code))
    left = _without(left, judge.schema.fillers)
    words = judge.vocabulary.get(code, "")
    pieces = [piece for run in STRANGE.findall(left) for piece in _unknown(run, words)]
    if code not in judge.schema.broad:
        pieces = [piece for piece in pieces if any(part in piece for part in judge.parts)]
    return max(pieces, key=len, default="")


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text


def _rule_words(tie: Tie, code: str) -> list[str]:
    """The words by which a rule decides for a type."""
    cases = [case for case in tie.cases if case.type == code]
    return [*tie.word.split(GAP), *(word for case in cases for word in (*case.any, *case.all))]


def _unknown(run: str, vocabulary: str) -> list[str]:
    """The pieces of two signs and more that are left of a run without what the vocabulary holds."""
    left, place = "", 0
    while place < len(run):
        ends = range(len(run), place + 1, -1)
        known = next((end for end in ends if run[place:end] in vocabulary), 0)
        left += " " if known else run[place]
        place = known or place + 1
    return [piece for piece in left.split() if len(piece) >= FEWEST_STRANGE]
