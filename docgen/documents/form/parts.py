"""Rows and columns of a form that are parts of another: what 其中 reaches over.

A part is shown by 其中 before it, by 其中 once over or beside several, by a deeper indent, by a
deeper number (1.1 under 1, ① under （一）). What follows a part without any of these may be a
further part or a matter of its own; then both readings are returned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from docgen.documents.form.vocabulary import (
    are_apart,
    counts_something,
    cut,
    is_total,
    unit_of,
)

PART_OF = "其中"
SPACED = re.compile(r"^(\W*)其\s+中")
"""其中 set apart, one sign over the other in a merged cell."""
AFTER_LEAD = "：:，,、 "
DASHES = re.compile(r"^[—–－\-·•▪◆●○]+\s*(?=[^\s—–－\-·\d])")
BY_DASH = 3  # signs that a dash before a label sets it in: no number of blanks looks the same
DEEPER = 2  # half-width signs; a single space is a slip of the keyboard
RANK_OF_PARTS = 40  # (1) and ① seldom number matters of their own
BEHIND_LEAD = range(4, 9)  # how much deeper a text stands below the words after 其中：
MONEY_AND_THINGS = frozenset(("元", "万元", "%", "个", "条", "次", "件", "亩", "项"))
RANKS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"), 10),
    (re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]|[㈠-㈩]"), 20),
    (re.compile(r"\d{1,2}(?:[.．]\d{1,2}){2,}(?!\d)"), 34),
    (re.compile(r"\d{1,2}[.．]\d{1,2}(?!\d)"), 32),
    (re.compile(r"\d{1,2}(?:[.．、](?!\d)|$)"), 30),
    (re.compile(r"[(（]\d{1,2}[)）]|\d{1,2}[)）]|[⑴-⒇]"), 40),
    (re.compile(r"[①-⑳]"), 50),
)
"""How deep a number stands: 一、 （一） 1. 1.1 (1) ①."""


Parents = list[int | None]
"""The labels that a label may be a part of; None where it is of none."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a row or column: its text, its indent, the number in the cell before it.

    ``holds`` says that it is 其中 with its parts beside or below it: what follows is none of them.
    """

    text: str
    indent: int = 0
    number: str = ""
    holds: bool = False

    @property
    def outer(self) -> int:
        """How deep the number before the label stands, 0 without one."""
        return rank_of(self.text) or rank_of(self.number)

    @property
    def words(self) -> str:
        """The text without the number before it."""
        return unnumbered(self.text)

    @property
    def is_lead(self) -> bool:
        """Whether it says 其中 itself."""
        return self.words.startswith(PART_OF)

    @property
    def rank(self) -> int:
        """How deep its number stands, before 其中 or behind it."""
        return self.outer or (rank_of(after_lead(self.words)) if self.is_lead else 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a label is a part of, outermost first; nothing when it is a matter of its own."""

    wholes: tuple[str, ...] = ()
    is_part: bool = False


@lru_cache(maxsize=4096)
def rank_of(text: str) -> int:
    """Return how deep the number at the front of a text stands, 0 without one."""
    return next((rank for pattern, rank in RANKS if pattern.match(text.strip())), 0)


@lru_cache(maxsize=4096)
def unnumbered(text: str) -> str:
    """Return a text without the number at its front."""
    for pattern, _rank in RANKS:
        if found := pattern.match(text):
            return text[found.end() :].lstrip("、.． ")
    return text


def after_lead(text: str) -> str:
    """Return a text without 其中 at its front."""
    return text.removeprefix(PART_OF).lstrip(AFTER_LEAD)


def readings(labels: Sequence[Label]) -> list[list[Reading]]:
    """Return the ways to read each label, the likelier first; one where it is sure."""
    parents = _all_parents(labels)
    return [_readings(labels, parents, at) for at in range(len(labels))]


def _readings(labels: Sequence[Label], parents: Sequence[Parents], at: int) -> list[Reading]:
    found = []
    for chain in _chains(parents, at):
        wholes = tuple(labels[one].text for one in reversed(chain) if not is_bare(labels[one].text))
        found.append(Reading(wholes, bool(chain)))
    return list(dict.fromkeys(found))


def is_bare(text: str) -> bool:
    """Whether a label is nothing but 其中."""
    return unnumbered(together(text)).strip(AFTER_LEAD) == PART_OF


def together(text: str) -> str:
    """Return a label whose 其中 is not set apart."""
    return SPACED.sub(r"\1其中", text)


def label_of(text: str, indent: int = 0, number: str = "", *, holds: bool = False) -> Label:
    """Return a label from the text of its cell."""
    text = together(text)
    bare = DASHES.sub("", text)
    return Label(bare, indent + (BY_DASH if bare != text else 0), number, holds)


def marked(text: str) -> str:
    """Return the text of a part with 其中 before it, without its number."""
    return f"{PART_OF}：{unnumbered(after_lead(unnumbered(text)))}"


def _all_parents(labels: Sequence[Label]) -> list[Parents]:
    numbered = _numbers_tell(labels)
    found: list[Parents] = []
    for at in range(len(labels)):
        found.append(_parents(labels, at, found, numbered))
    return found


def _chains(parents: Sequence[Parents], at: int) -> list[tuple[int, ...]]:
    """The wholes above a label, nearest first, in each way that its parents can be read."""
    chains: list[tuple[int, ...]] = []
    for parent in parents[at]:
        if parent is None:
            chains.append(())
        else:
            chains += [(parent, *chain) for chain in _chains(parents, parent)]
    return chains[:8]


def _numbers_tell(labels: Sequence[Label]) -> bool:
    """Whether numbers tell parts from wholes: not where rows with 其中 are counted on like all."""
    own = {one.outer for one in labels if one.outer and not one.is_lead}
    led = {one.outer for one in labels if one.outer and one.is_lead}
    return not led or (bool(own) and min(led) > min(own))


def _parents(
    labels: Sequence[Label], at: int, before: Sequence[Parents], numbered: bool
) -> Parents:
    one = labels[at]
    if at == 0:
        return [None]
    if numbered and one.rank and (told := _of_number(one, labels[:at], before)) is not None:
        return told
    if (told := _by_indent(labels, at, before)) is not None:
        return told
    if numbered and not one.rank and (told := _under_number(labels, at, before)) is not None:
        return told
    whole = _whole(before, at)
    if one.is_lead:
        return _of_lead(labels, at, before, whole)
    if before[at - 1] == [None]:
        return [None]
    return _of_follower(labels, at, before, whole)


def _by_indent(labels: Sequence[Label], at: int, before: Sequence[Parents]) -> Parents | None:
    """The nearest label above that stands less deep; None where indents say nothing."""
    one = labels[at]
    deep = [label.indent for label in labels[:at]]
    if max(deep, default=0) < DEEPER and one.indent < DEEPER:
        return None
    above = next((j for j in range(at - 1, -1, -1) if deep[j] + DEEPER <= one.indent), None)
    if above is None:
        return _out_of_indent(labels, at, before)
    if labels[above].is_lead and not one.is_lead:
        # Below the words after 其中：the list goes on; deeper or less it may be a part of the part.
        aligned = one.indent - labels[above].indent in BEHIND_LEAD
        same = _is_alike(labels[above], one)
        return before[above] if aligned or same else [*before[above], above]
    padded = one.indent + _width(one) == labels[above].indent + _width(labels[above])
    led = any(label.is_lead for label in labels[above + 1 : at + 1])
    return [above, None] if padded and not led else [above]


def _width(label: Label) -> int:
    """How broad a text stands; blanks may be there only to make it as broad as another."""
    return 2 * len(label.text)


def _out_of_indent(labels: Sequence[Label], at: int, before: Sequence[Parents]) -> Parents | None:
    """A label that stands no deeper than any above: of its own, where the parts stand deeper."""
    one = labels[at]
    if one.is_lead:
        return None
    parts = [j for j in range(at) if before[j] != [None]]
    return [None] if parts and labels[parts[-1]].indent >= one.indent + DEEPER else None


def _under_number(labels: Sequence[Label], at: int, before: Sequence[Parents]) -> Parents | None:
    """A label without a number is of the numbered one above, if 其中 stands between, surely."""
    one = labels[at]
    last = next((j for j in range(at - 1, -1, -1) if labels[j].rank), None)
    if last is None or not labels[_root(before, last)].rank:
        return None  # only parts are numbered, which other signs tell of
    between = labels[last + 1 : at]
    if one.is_lead and between and not between[-1].is_lead:
        return [last, at - 1]
    led = one.is_lead or any(label.is_lead for label in between)
    return [last] if led else list(dict.fromkeys([last, *before[last], None]))


def _root(before: Sequence[Parents], at: int) -> int:
    """The outermost label that a label is a part of, itself where it is of none."""
    while (parent := before[at][0]) is not None:
        at = parent
    return at


def _of_number(one: Label, above: Sequence[Label], before: Sequence[Parents]) -> Parents | None:
    """What a numbered label is a part of; after labels without a number ① is perhaps a part."""
    at, ranks = len(above), [label.rank for label in above]
    same = next((j for j in range(at - 1, -1, -1) if ranks[j] == one.rank), None)
    less = next((j for j in range(at - 1, -1, -1) if 0 < ranks[j] < one.rank), None)
    if same is not None and (less is None or same > less):
        return before[same]
    if less is not None:
        return [less]
    if one.is_lead:
        return None
    whole = _whole(before, at)
    return [None] if whole is None or one.rank < RANK_OF_PARTS else [whole, None]


def _whole(before: Sequence[Parents], at: int) -> int | None:
    """The nearest label above that is no part."""
    return next((j for j in range(at - 1, -1, -1) if before[j] == [None]), None)


def _of_lead(
    labels: Sequence[Label], at: int, before: Sequence[Parents], whole: int | None
) -> Parents:
    """A row with 其中 is of the whole; after a part that does not say it, perhaps of that part."""
    last = at - 1
    if whole is None or last == whole:
        return [whole]
    if labels[last].is_lead:
        return list(before[last])
    return list(dict.fromkeys([*before[last], last]))


def _of_follower(
    labels: Sequence[Label], at: int, before: Sequence[Parents], whole: int | None
) -> Parents:
    """A row without 其中 after a part."""
    one = labels[at]
    if is_bare(labels[at - 1].text):
        return [None] if labels[at - 1].holds else before[at - 1]
    start = 0 if whole is None else whole + 1
    run = [label for label in labels[start:at] if not is_bare(label.text)]
    if any(_is_alike(other, one) for other in run):
        return [parent for parent in before[at - 1] if parent is not None] or [None]
    if whole is None or _is_own(labels[whole], run, one):
        return [None]
    return list(dict.fromkeys([*before[at - 1], None]))


def _is_own(whole: Label, run: Sequence[Label], one: Label) -> bool:
    """Whether a row is put like the whole and not like its parts, or can be no part of it."""
    if is_total(one.text) or (bool(whole.rank) < bool(run and run[0].rank) and not one.rank):
        return True
    units = [unit_of(label.text)[0] for label in (whole, one)]
    if units[1] in MONEY_AND_THINGS and units[0] and units[0] not in MONEY_AND_THINGS:
        return True
    told = counts_something(whole.text) and counts_something(one.text)
    return told and not any(counts_something(label.text) for label in run)


def _is_alike(first: Label, second: Label) -> bool:
    """Whether two labels are of one kind that excludes the other: 男 and 女, 省内 and 省外."""
    ones, others = cut(first.text).known, cut(second.text).known
    if len(ones) != 1 or len(others) != 1 or ones == others:
        return False
    one, other = ones[0], others[0]
    columns = [known.condition.partition(" 为 ") for known in (one, other)]
    said_of_one = columns[0][1] and columns[0][0] == columns[1][0]
    return bool(said_of_one) or are_apart((one.word, other.word))
