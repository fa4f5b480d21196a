"""What narrows a number: kinds of households in a title, topics over heads of their own kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docgen.documents.form.groups import limited, says_who, strangers
from docgen.documents.form.vocabulary import (
    HOUSEHOLDS,
    KINDS_OF_TITLES,
    Known,
    either,
    kind_of,
    known_in,
    own_words,
)
from docgen.facts.figures import FIGURES

COUNTED = ("户", "人")
AMONG_OTHERS = re.compile("[及和与、]")
OF_HOUSEHOLDS = frozenset(("户信息", "家庭成员"))


def without_topics(heads: Sequence[Sequence[Known]], beside: int) -> list[Known]:
    """The words of the heads without those that are only a topic for another of their kind.

    Under 外出务工情况 the head 县内务工人数 counts who works in the county; in a row 县内务工 the
    column 务工人数 counts the same. ``beside`` is how many of the heads stand beside the cell.
    """
    every = [(depth, one) for depth, known in enumerate(heads) for one in known]

    def topic(depth: int, one: Known) -> bool:
        return any(
            at > depth if (at < beside) == (depth < beside) else other.word.endswith(one.word)
            for at, other in every
            if other.word != one.word
            and other.of == one.of
            and kind_of(other.word) == kind_of(one.word)
        )

    return list(dict.fromkeys(one for depth, one in every if not topic(depth, one)))


def excluding(conditions: Sequence[str | None]) -> bool:
    """Whether two conditions want different words of one column: nothing meets both."""
    said = {one for one in conditions if one and " 为 " in one}
    return len({one.partition(" 为 ")[0] for one in said}) < len(said)


def titled(title: str, known: Sequence[Known]) -> list[str]:
    """The kind of households that a title limits the form to, unless a head names one itself."""
    if any(one.of == HOUSEHOLDS and _of_itself(one) for one in known):
        return []
    return either([one.condition for one in known_in([title]) if one.condition in KINDS_OF_TITLES])


def _of_itself(known: Known) -> bool:
    """Whether a word says of itself which households are meant: a trait or a kind of titles."""
    return " " not in known.condition or known.condition in KINDS_OF_TITLES


def left_out(heads: Sequence[str], figure: str, condition: str, title: str) -> str:
    """Why a number may be of more people than the title speaks of; empty when it is not."""
    if figure and not _of_people(figure):
        return ""
    known = known_in(heads)
    if any(one.of == HOUSEHOLDS and _of_itself(one) for one in known):
        named = []
    else:
        named = strangers(title)
    if named:
        return f"标题说的“{'、'.join(named)}”，台账里没有这一类，没有填"
    if (out := limited(title)) and out not in own_words(figure):
        return f"标题里有“{out}”，看不出算哪些、不算哪些，没有填"
    topics = [one for one in known_in([title]) if _narrows(one, known, title)]
    if AMONG_OTHERS.search(title):
        return ""  # 资金项目及公益岗位: one subject of several limits none of the numbers
    if len(topics) == 1 and topics[0].word not in own_words(f"{figure}{condition}"):
        return f"看不出是不是只算标题说的“{topics[0].word}”，没有填"
    return ""


def _narrows(topic: Known, heads: Sequence[Known], title: str) -> bool:
    """Whether a word of the title may narrow what the heads ask, and none of its kind does."""
    if topic.condition in KINDS_OF_TITLES or not says_who(topic, title):
        return False
    alike = (topic.word, kind_of(topic.word))
    return not any(
        one.word.endswith(alike) or kind_of(one.word) in alike or _same_column(one, topic)
        for one in heads
    )


def _same_column(one: Known, other: Known) -> bool:
    mine, its = one.condition.partition(" 为 "), other.condition.partition(" 为 ")
    return bool(mine[1]) and mine[0] == its[0]


def too_wide(figure: str, heads: Sequence[str], title: str) -> bool:
    """Whether a figure counts all households, while the title speaks of some only."""
    if not figure or not titled(title, known_in(heads)):
        return False
    kinds = [one.word for one in known_in([title]) if one.condition in KINDS_OF_TITLES]
    return _of_people(figure) and not all(kind in own_words(figure) for kind in kinds)


def _of_people(figure: str) -> bool:
    """Whether a figure counts households or persons, or stands on their columns."""
    needed = {need.partition(".")[0] for need in FIGURES[figure].needs}
    return FIGURES[figure].unit in COUNTED or bool(needed & OF_HOUSEHOLDS)


def says_all(name: str, heads: Sequence[str]) -> bool:
    """Whether a name leaves out no kind of household that the heads name: 脱贫户 is not all."""
    kinds = [one for one in known_in(heads) if one.condition in KINDS_OF_TITLES]
    return all(kind.word in own_words(name) for kind in kinds)
