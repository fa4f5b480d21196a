"""What an open cell of a form wants: a figure, a count under a condition, or nobody knows.

Three ways, surest first: the heads say a figure's name; every word of the heads is a trait or a
label of the ledger, so that a condition can be put together; the heads resemble a figure's name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations, product

from docgen.documents.form.heads import Slot
from docgen.documents.form.narrowing import (
    excluding,
    left_out,
    says_all,
    titled,
    too_wide,
    without_topics,
)
from docgen.documents.form.parts import PART_OF
from docgen.documents.form.vocabulary import (
    HOUSEHOLDS,
    MONEY,
    PERSONS,
    Known,
    are_apart,
    core,
    cores,
    cut,
    is_before,
    is_group,
    is_numbered,
    is_only_before,
    is_total,
    known_in,
    of_pupils,
    own_words,
    said,
    says_nothing,
    span_in,
    stage,
    units_in,
    written_unit,
)
from docgen.facts.figures import FIGURES

EXACT, COMPOSED, UNDER_TITLE = 0.98, 0.9, 0.85
UNSAID = 0.6  # how sure an amount is in a form that says no unit
HELD, LEAST_SIGNS = 0.82, 4
ENOUGH, LEAD = 0.8, 0.08
"""A likeness from which a figure is proposed, and how far the next must stay behind."""
TITLE_SHARE = 0.7  # what a word in the title counts beside one in a head
COUNTS = {HOUSEHOLDS: "户", PERSONS: "人"}
RATES = ("率", "占比", "比例", "比重", "同比", "%", "％")
MOST_TURNED = 4
DOUBT = "看不出是“%s”还是“%s”，没有填"
WHOLE = {"户": "台账户数", "人": "台账人数"}
WHOLE_WORDS = ("总", "农户", "户籍", "辖区", "人口", "家庭")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a cell asks: heads that say something, the part they name, the unit, a former period.

    ``beside`` of the heads stand beside the cell, the others over it. ``implied`` says that no
    head writes the unit: 低保户 may ask for households or, over 残疾人, for persons. ``money`` is
    the unit of amounts in the form where its heads say none.
    """

    heads: tuple[str, ...]
    part: str = ""
    unit: str = ""
    before: str = ""
    beside: int = 0
    implied: bool = False
    money: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a cell: ``figure``, or ``condition`` counted in ``unit`` (户, 人).

    ``part`` is the village, group or helper of whom only is counted; ``before`` says that the
    number is that of the former period. ``others`` are next likely figures. Nothing is proposed
    when both are empty; ``doubt`` says why, where the heads can be read in several ways.
    """

    figure: str = ""
    condition: str = ""
    unit: str = ""
    part: str = ""
    before: str = ""
    confidence: float = 0.0
    others: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.figure or self.condition)

    def is_same(self, other: Proposal) -> bool:
        """Whether two proposals give the same number, or neither gives any."""
        if not (self.is_any or other.is_any):
            return True
        mine, its = (
            (one.figure, frozenset(one.condition.split(" 且 ")), one.unit, one.part, one.before)
            for one in (self, other)
        )
        return mine == its

    @property
    def likely(self) -> tuple[str, ...]:
        """The figures a cell may mean, the likeliest first."""
        return tuple(dict.fromkeys(name for name in (self.figure, *self.others) if name))


def proposed(slot: Slot, parts: Mapping[str, str], unit: str, money: str, title: str) -> Proposal:
    """Return what is proposed for an open cell; nothing where its heads leave a doubt."""
    ask = replace(asked(slot, parts, unit), money=money)
    first = propose(ask, title)
    for beside, over in (*slot.others, *slot.perhaps):
        way = replace(slot, beside=beside, over=over)
        other = propose(replace(asked(way, parts, unit), money=money), title)
        if not other.is_any and (beside, over) in slot.perhaps:
            continue
        if not other.is_same(first):
            told = (slot.over, over) if slot.beside == beside else (slot.beside, beside)
            return _doubtful(DOUBT % tuple(" / ".join(one) for one in told), first, other)
    doubt = left_out(ask.heads, first.figure, first.condition, title) if first.is_any else ""
    return _doubtful(doubt, first) if doubt else first


def _doubtful(doubt: str, first: Proposal, *others: Proposal) -> Proposal:
    """Nothing is proposed, and why; what is likely is told."""
    likely = tuple(dict.fromkeys(name for one in (first, *others) for name in one.likely))
    return Proposal(unit=first.unit, part=first.part, others=likely, doubt=doubt)


def asked(slot: Slot, parts: Mapping[str, str], sheet_unit: str = "") -> Ask:
    """Return what a cell asks; ``parts`` leads from a head to the village or group it names."""
    heads, part, before, beside = [], [], "", 0
    for place, text in enumerate((*slot.beside, *slot.over)):
        word = said(text)
        if word in parts:
            part.append(parts[word])
            continue
        if is_group(text):
            part.append(text)
            continue
        before = before or is_before(text)
        if is_total(text) or says_nothing(text) or is_only_before(text):
            continue
        heads.append(text)
        beside += place < len(slot.beside)
    texts = (*slot.beside, *slot.over)
    unit = units_in(texts) or sheet_unit
    implied = not sheet_unit and not any(map(written_unit, texts))
    return Ask(tuple(heads), "".join(dict.fromkeys(part)), unit, before, beside, implied)


def propose(ask: Ask, title: str = "") -> Proposal:
    """Return what is proposed for a cell under this title."""
    if span_in(ask.heads):  # of a month or a week: only what is likely is told
        return Proposal(unit=ask.unit, part=ask.part, others=_alike(ask, title).likely)
    found = _named(ask) or Proposal()
    if too_wide(found.figure, ask.heads, title):
        found = _composed(ask, title) or Proposal(others=(found.figure,))
    elif not found.is_any:
        found = _composed(ask, title) or _under_topics(ask) or _alike(ask, title)
    if too_wide(found.figure, ask.heads, title):
        found = Proposal(others=found.likely)
    if found.figure and not ask.unit and FIGURES[found.figure].unit in MONEY:
        unsaid = not ask.money and FIGURES[found.figure].unit == MONEY[1]  # 元 goes without saying
        sure = min(found.confidence, UNSAID) if unsaid else found.confidence
        found = replace(found, unit=ask.money, confidence=sure)
    if not found.is_any and (part := _part_alone(ask)):
        return propose(part, title)
    whole = "" if found.is_any else _whole(ask)
    if whole:
        found = Proposal(figure=whole, confidence=ENOUGH)
    return Proposal(
        found.figure, found.condition, found.unit or ask.unit, ask.part, ask.before,
        round(found.confidence, 2), found.others,
    )  # fmt: skip


def _part_alone(ask: Ask) -> Ask | None:
    """What 其中：到位资金 asks by itself; a number of people is never told without its whole."""
    at = next((n for n, head in enumerate(ask.heads) if n and head.startswith(PART_OF)), 0)
    if not at or ask.unit in ("", *COUNTS.values()):
        return None
    return replace(ask, heads=ask.heads[at:], beside=max(ask.beside - at, 0))


def _named(ask: Ask) -> Proposal | None:
    """The heads, in their order, say the name of exactly one figure."""
    wordings = {own_words("".join(forms)) for forms in _wordings(ask.heads)}
    found = [name for wording in sorted(wordings) for name in _by_core().get(wording, ())]
    named = [name for name in dict.fromkeys(found) if _fits(name, ask)]
    return Proposal(figure=named[0], confidence=EXACT) if len(named) == 1 else None


def _under_topics(ask: Ask) -> Proposal | None:
    """A figure's whole name under the numbered heading of a section, and its word (保障) again."""
    section = ask.heads[0] if ask.beside and is_numbered(ask.heads[0]) else ""
    for at in range(1, ask.beside):
        topics = ask.heads[:at]
        if known_in(topics) or not all(topic in section for topic in topics):
            return None
        found = _named(replace(ask, heads=ask.heads[at:], beside=ask.beside - at))
        if found:
            return replace(found, confidence=HELD)
    return None


def _composed(ask: Ask, title: str) -> Proposal | None:
    """A condition out of all words of the heads, narrowed by the households the title names."""
    if ask.unit not in ("", *COUNTS.values()):
        return None
    pupils = of_pupils((*ask.heads, title))
    heads = [(pupils and stage(text)) or cut(text) for text in ask.heads]
    if any(head.rest for head in heads):
        heads = [cut("".join(core(text) for text in ask.heads))]  # 义务教育阶段 and 在校生
    if any(head.rest for head in heads):
        return None
    known = without_topics([head.known for head in heads], ask.beside)
    named = titled(title, known)
    if not known and not named:
        return None
    unit = (_unit_of(known) if ask.implied else "") or ask.unit or _unit_of(known)
    words = [_condition(one, unit) for one in known]
    if unit == HOUSEHOLDS and sum(one.of == PERSONS for one in known) > 1:
        return None  # 有残疾人 且 有务工 may be two persons of a household
    if not unit or None in words or excluding(words) or are_apart(one.word for one in known):
        return None
    condition = " 且 ".join(dict.fromkeys(word for word in (*named, *words) if word))
    return Proposal(condition=condition, unit=unit, confidence=UNDER_TITLE if named else COMPOSED)


def _unit_of(known: Sequence[Known]) -> str:
    return PERSONS if any(one.of == PERSONS for one in known) else ""


def _condition(known: Known, unit: str) -> str | None:
    """The word as a condition on what is counted; None when it cannot be asked."""
    if not known.condition:
        return None
    if unit == HOUSEHOLDS and known.of == PERSONS:
        return known.kin or None
    return known.condition


def _alike(ask: Ask, title: str) -> Proposal:
    """The figure whose name the heads resemble most, when no other comes near."""
    if any(not known.condition for known in known_in(ask.heads)):
        return Proposal()  # 低保边缘户 is not nearly 低保户
    texts = {own_words("".join(core(head) for head in order)) for order in _orders(ask.heads)}
    texts.discard("")
    if not texts:
        return Proposal()
    scored = [
        (max(_likeness(text, form, title) for form in cores(name) for text in texts), name)
        for name in FIGURES
        if _fits(name, ask)
    ]
    best = sorted(scored, key=lambda pair: (-pair[0], len(pair[1]), pair[1]))[:4]
    if not best or best[0][0] < 0.4:
        return Proposal()
    score, name = best[0]
    names = tuple(other for _, other in best)
    behind = best[1][0] if len(best) > 1 else 0.0
    whole = [name for _, name in scored if says_all(name, ask.heads)]
    if only := _only_holder(texts, whole):
        return Proposal(figure=only, confidence=HELD, others=names[1:])
    if score < ENOUGH or score - behind < LEAD or name not in whole:
        return Proposal(others=names[:3])
    return Proposal(figure=name, confidence=min(score, 0.95), others=names[1:])


def _only_holder(texts: Iterable[str], names: Iterable[str]) -> str:
    """The one figure in whose name the heads stand whole: 到位资金 in 项目到位资金."""
    long = [text for text in texts if len(text) >= LEAST_SIGNS]
    holders = [name for name in names if any(text in form for text in long for form in cores(name))]
    return holders[0] if len(holders) == 1 else ""


def _whole(ask: Ask) -> str:
    """总户数, 总人口: all that the ledger has."""
    left = "".join(cut(head).rest for head in ask.heads)
    for word in WHOLE_WORDS:
        left = left.replace(word, "")
    known = known_in(ask.heads)
    return "" if left or known else WHOLE.get(ask.unit, "")


def _wordings(heads: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The heads in their possible orders and wordings."""
    for order in _orders(heads):
        yield from product(*(cores(text) for text in order))


def _orders(heads: Sequence[str]) -> list[tuple[str, ...]]:
    """The heads in every order that a name could have; many heads only as they stand."""
    return list(permutations(heads)) if len(heads) <= MOST_TURNED else [tuple(heads)]


def _fits(name: str, ask: Ask) -> bool:
    """Whether a figure is of the unit that the heads name: a rate is no number of things."""
    own, unit = FIGURES[name].unit, ask.unit
    rate = unit == "%" or any(mark in head for head in ask.heads for mark in RATES)
    if (own == "%") != rate:
        return False
    return not unit or own == unit or (own in MONEY and unit in MONEY)


@cache
def _by_core() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in FIGURES:
        for form in cores(name):
            found.setdefault(form, []).append(name)
    return {form: tuple(dict.fromkeys(names)) for form, names in found.items()}


@cache
def _weights() -> Mapping[str, float]:
    """How telling each pair of signs is: rare among the names of figures."""
    seen = Counter(pair for name in FIGURES for pair in set(_pairs(core(name))))
    return {pair: math.log(1 + len(FIGURES) / count) for pair, count in seen.items()}


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _likeness(text: str, name: str, title: str) -> float:
    """How much of the name stands in the heads (or the title), and of the heads in the name."""
    if not name:
        return 0.0
    usual = math.log(1 + len(FIGURES))
    weight = {pair: _weights().get(pair, usual) for pair in {*_pairs(text), *_pairs(name)}}
    in_title = set(_pairs(core(title))) if title else set()
    wanted = sum(weight[pair] for pair in _pairs(name))
    told = sum(weight[pair] for pair in _pairs(text))
    heads, names = set(_pairs(text)), set(_pairs(name))
    covered = sum(weight[pair] for pair in _pairs(name) if pair in heads)
    covered += sum(TITLE_SHARE * weight[pair] for pair in _pairs(name) if pair in in_title - heads)
    used = sum(weight[pair] for pair in _pairs(text) if pair in names)
    of_name, of_heads = covered / wanted, used / told
    both = of_name + of_heads
    return 2 * of_name * of_heads / both if both else 0.0


def parts_of(names: Iterable[str]) -> dict[str, str]:
    """Return head → village or group, under the wordings a form may use."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(said(name), name)
    return found
