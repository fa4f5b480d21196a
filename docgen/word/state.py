"""While one document is rendered: what was printed, what could not be, which pictures came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from jinja2.runtime import Context

from docgen.word.faults import Unfilled
from docgen.word.ooxml import plain
from docgen.word.tags import Tag
from docgen.word.values import ILLEGAL, LINE_END, touched

# What the trace notes, as it stands in the file (&, < and > escaped): 7=text for a value that tag 7
# printed, a loop that begins, a turn of it.
VALUE, LOOP, TURN = "=", "*", "+"
LINE = "\u2028"  # a line end in a value


@dataclass(frozen=True, slots=True)
class Spot:
    """A tag as rendering needs it: the name it prints, the loops around it, its place."""

    tag: Tag
    name: str
    loops: tuple[int, ...] = ()

    def mark(self, text: str) -> str:
        """Return markup that shows ``text`` in red at this place."""
        return f"{self.tag.before}{plain(text)}{self.tag.after}"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that values brought: from a part, of a kind, to a picture or an address."""

    part: str
    kind: str
    target: str
    outside: bool


@dataclass(slots=True)
class State:
    """Everything that one rendering notes down."""

    spots: Mapping[int, Spot]
    unfilled: list[Unfilled] = field(default_factory=list)
    turns: dict[int, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    numbers: int = 0
    given: dict[int, str] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    pictures: int = 0
    steps: int = 0
    trace: list[str] | None = None
    part: str = ""  # that is being rendered
    stem: str = "rIdPut"
    links: dict[Link, str] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)

    def relation(self, kind: str, target: str, outside: bool = False) -> str:
        """Return the id of the relation from this part to a picture or an address."""
        link = Link(self.part, kind, target, outside)
        return self.links.setdefault(link, f"{self.stem}{len(self.links) + 1}")

    def note(self, number: int, name: str, reason: str) -> None:
        """Remember a value that could not be printed."""
        spot = self.spots[number]
        place = spot.tag.place
        turns = "".join(f" 第{self.turns[loop]}项" for loop in spot.loops if loop in self.turns)
        one = Unfilled(name, place.part, place.place + turns, reason)
        if one not in self.unfilled:
            self.unfilled.append(one)


class Rendering(Context):
    """Declared for types: the context of compiled templates carries the state."""

    state: State


def marked(state: State, number: int, names: Sequence[str], reason: str) -> str:
    """Return the mark of names that cannot be printed, and note each."""
    spot = state.spots[number]
    for name in names:
        state.note(number, name, reason)
    shown = "、".join(name.rpartition(".")[2] for name in names)
    return spot.mark(f"【{reason}：{shown}】")


def names_met(state: State, number: int) -> list[str]:
    """The names a formula missed: the one it is about when it has just one, else those met."""
    names, own = list(touched.names), state.spots[number].name
    touched.names.clear()
    if len(names) == 1 and own and own.rpartition(".")[2] == names[0]:
        return [own]
    return [name or own for name in names]


def noting(number: int) -> str:
    """Return how the line of a tag's value in the trace begins."""
    return f"{number}{VALUE}"


def tell(state: State, number: int, text: str) -> None:
    """Note for the trace what a tag printed."""
    if state.trace is not None:
        line = LINE_END.sub(LINE, text)
        state.trace.append(noting(number) + escape(ILLEGAL.sub("", line), quote=False))
