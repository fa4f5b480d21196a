"""Looking through papers one by one: what each key decides, undone and written into the plan.

Nothing here reads keys or prints; ``cli/review.py`` does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from docgen.archive.clerk import ON_PAPER, WAIT, YES, ClerkRow
from docgen.archive.matching import best_words, hits, index_of, renamed
from docgen.archive.plain import dense
from docgen.archive.planmodel import Plan
from docgen.archive.schema import PaperType, Schema
from docgen.model import Paper

AGREE, LATER, UNDO, QUIT = "agree", "wait", "undo", "quit"
KEYS = {"\r": AGREE, "\n": AGREE, "w": LATER, "u": UNDO, "q": QUIT, "\x04": QUIT, "": QUIT}
MOST = 9


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of one paper: 是 or 待定, and another type or ""."""

    said: str
    type: str = ""


@dataclass(slots=True)
class Sitting:
    """The papers to look at, which one is next, and what was decided, in order."""

    papers: tuple[Paper, ...]
    place: int = 0
    decided: dict[str, Decision] = field(default_factory=dict)

    @property
    def paper(self) -> Paper | None:
        return self.papers[self.place] if self.place < len(self.papers) else None


def sitting_of(plan: Plan) -> Sitting:
    """Return a sitting over the papers that wait and that nobody decided yet."""
    waiting = [p for p in plan.papers if p.decision == "review" and p.source != ON_PAPER]
    return Sitting(tuple(p for p in waiting if not _decided(plan, p)))


def _decided(plan: Plan, paper: Paper) -> bool:
    row = plan.rows.get(paper.id)
    return row is not None and row.decided


def press(sitting: Sitting, key: str, offered: Sequence[PaperType], schema: Schema) -> str:
    """Take one key; return "" when it was understood, else why not: type, household or key.

    A household's paper is agreed to only when its household is known.
    """
    paper = sitting.paper
    what = KEYS.get(key.lower(), "")
    if what == UNDO:
        _undo(sitting)
        return ""
    if paper is None:
        return ""
    chosen = offered[int(key) - 1] if key in "123456789" and int(key) <= len(offered) else None
    if what == LATER:
        return _say(sitting, Decision(WAIT))
    if what != AGREE and chosen is None:
        return "key"
    kind = chosen or schema.types.get(paper.type)
    if kind is None:
        return "type"
    if kind.of_household and not paper.household:
        return "household"
    return _say(sitting, Decision(YES, chosen.code if chosen else ""))


def _say(sitting: Sitting, decision: Decision) -> str:
    paper = sitting.papers[sitting.place]
    sitting.decided[paper.id] = decision
    sitting.place += 1
    return ""


def _undo(sitting: Sitting) -> None:
    if sitting.place:
        sitting.place -= 1
        sitting.decided.pop(sitting.papers[sitting.place].id, None)


def candidates(plan: Plan, schema: Schema, paper: Paper) -> tuple[PaperType, ...]:
    """Return up to nine types to choose from, the most likely first, never the proposed one.

    Types whose words stand in title or file name come first, then those the plan has most, then
    those every household must have.
    """
    text = renamed(dense(f"{paper.title} {paper.source.rpartition('/')[2]}"), schema.same_words)
    index = index_of(schema.types, schema.same_words, schema.labels)
    words = best_words(hits(index, text), text, ends=False)
    named = sorted(words, key=lambda code: (-words[code][0], code))
    counts = Counter(p.type for p in plan.papers if p.type in schema.types)
    usual = sorted(counts, key=lambda code: (-counts[code], code))
    needed = [t.code for t in schema.types.values() if t.need == "必" and not t.made]
    codes = [code for code in dict.fromkeys([*named, *usual, *needed]) if code != paper.type]
    return tuple(schema.types[code] for code in codes[:MOST])


def rows_with(plan: Plan, rows: Sequence[ClerkRow], sitting: Sitting) -> tuple[ClerkRow, ...]:
    """Return the clerk's rows with the decisions of a sitting in them."""
    known = {row.paper.id for row in rows}
    kept = [_with(row, sitting.decided.get(row.paper.id)) for row in rows]
    added = [
        _with(ClerkRow(0, paper), sitting.decided[paper.id])
        for paper in sitting.papers
        if paper.id in sitting.decided and paper.id not in known
    ]
    return (*kept, *added)


def _with(row: ClerkRow, decision: Decision | None) -> ClerkRow:
    if decision is None:
        return row
    return replace(row, said=decision.said, type=decision.type or row.type)
