"""While one document is rendered: what each tag prints, and what it could not print.

The functions at the end are called by the compiled template as filters. Their last argument is the
number of the tag, by which its place and its way of showing a mark are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from docgen.word.faults import MISSING, UNFORMATTED, UNPRINTABLE, Unfilled
from docgen.word.filters import CannotFormat
from docgen.word.ooxml import LINE_BREAK, RUN_END, TAB_STOP, plain
from docgen.word.pictures import Image
from docgen.word.rich import NEW_PAGE, NEW_PARAGRAPH, Listing, RichText, parted
from docgen.word.tags import Tag
from docgen.word.values import (
    BLANK,
    ILLEGAL,
    LINE_END,
    MARKED,
    Blank,
    Missing,
    absent,
    kind_name,
    printed,
    touched,
)

# What the trace notes: 7=text for a value that tag 7 printed, a loop that begins, a turn of it.
LOOP, TURN = "*", "+"
LINE = "\u2028"  # a line end in a value
FIRST_PICTURE = 100_000  # numbers of pictures that values bring, beyond the template's own
MOST_STEPS = 5_000_000  # of all loops of one document together
# What a cell property may be set to, and what leaves the cell as it is.
SETTINGS = {
    "fill": (re.compile("[0-9A-Fa-f]{6}"), "auto"),
    "span": (re.compile("[1-9][0-9]?"), "1"),
}
MARK_IN_TEXT = re.compile(f"{MARKED}[^】<]*】")
SPECIAL = re.compile('[&<>"【\t\n\r\x00-\x1f\ud800-\udfff\ufffe\uffff]').search


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


def _marked(state: State, number: int, names: Sequence[str], reason: str) -> str:
    spot = state.spots[number]
    for name in names:
        state.note(number, name, reason)
    shown = "、".join(name.rpartition(".")[2] for name in names)
    return spot.mark(f"【{reason}：{shown}】")


@pass_context
def put(context: Rendering, value: Any, number: int) -> str:
    """Return what a plain tag prints: a name, perhaps with formats behind it."""
    if type(value) is str:
        if value and not value.isspace() and SPECIAL(value) is None:
            trace = context.state.trace
            if trace is not None:
                trace.append(f"{number}={value}")
            return value
    elif type(value) is int:
        if context.state.trace is not None:
            context.state.trace.append(f"{number}={value}")
        return str(value)
    elif type(value) is Blank:
        return ""
    return _put(context.state, value, number)


@pass_context
def put_formula(context: Rendering, value: Any, number: int) -> str:
    """Return what a formula prints; one that looked at missing values prints their marks."""
    if touched.names:
        names = _names_met(context.state, number)
        return _marked(context.state, number, names, MISSING)
    if type(value) is Blank:
        return ""
    return _put(context.state, value, number)


def _names_met(state: State, number: int) -> list[str]:
    """The names a formula missed: the one it is about when it has just one, else those met."""
    names, own = list(touched.names), state.spots[number].name
    touched.names.clear()
    if len(names) == 1 and own and own.rpartition(".")[2] == names[0]:
        return [own]
    return [name or own for name in names]


def _put(state: State, value: Any, number: int) -> str:
    spot = state.spots[number]
    if absent(value) or (isinstance(value, str) and (not value or value.isspace())):
        own = value.name if isinstance(value, Missing) else ""
        return _marked(state, number, [spot.name or own or spot.tag.code], MISSING)
    if isinstance(value, RichText):
        return _rich(state, value, number)
    if isinstance(value, Listing):
        return _listing(state, value, number)
    if isinstance(value, Image):
        return _picture(state, value, number)
    text = printed(value)
    if text is None:
        name = f"{spot.name or spot.tag.code}"
        return _marked(state, number, [name], UNFORMATTED)
    if state.trace is not None:
        state.trace.append(_told(number, text))
    return _escaped(state, text, number, spot.tag.text)


def _rich(state: State, value: RichText, number: int) -> str:
    """Runs in the place of a tag; where only plain text can stand, the words alone."""
    tag = state.spots[number].tag
    if not value.words().strip():
        return _put(state, None, number)
    _note_signs(state, value.words(), number)
    if state.trace is not None:
        state.trace.append(_told(number, value.words()))
    if not tag.text:
        return plain(ILLEGAL.sub("", value.words()))
    runs = "".join(
        piece.markup(state.relation("hyperlink", piece.url, True) if piece.url else "", tag.between)
        for piece in value.pieces
    )
    return f"{RUN_END}{runs}{tag.after.removeprefix(RUN_END)}"


def _listing(state: State, value: Listing, number: int) -> str:
    """Text in the format of its tag, over several paragraphs and pages."""
    tag = state.spots[number].tag
    if not value.text.strip():
        return _put(state, None, number)
    _note_signs(state, value.text, number)
    if state.trace is not None:
        state.trace.append(_told(number, value.text))
    if not tag.text:
        return plain(ILLEGAL.sub("", value.text))
    again = tag.after.removeprefix(RUN_END)
    return parted(value.text, f"{RUN_END}{tag.between}{again}" if tag.between else "")


def _note_signs(state: State, text: str, number: int) -> None:
    if ILLEGAL.search(LINE_END.sub("", text.replace(NEW_PAGE, "").replace(NEW_PARAGRAPH, ""))):
        state.note(number, state.spots[number].name, UNPRINTABLE)


def _picture(state: State, value: Image, number: int) -> str:
    """A picture where text stands; elsewhere, or when it is none, its mark."""
    spot = state.spots[number]
    name = spot.name or spot.tag.code
    try:
        loaded = value.read()
    except CannotFormat as error:
        return _marked(state, number, [name], str(error))
    if not spot.tag.text:
        return _marked(state, number, [name], "这里不能放图")
    state.media[loaded.name] = loaded.data
    state.pictures += 1
    run = loaded.run(
        state.relation("image", f"media/{loaded.name}"), FIRST_PICTURE + state.pictures
    )
    return f"{RUN_END}{run}{spot.tag.after.removeprefix(RUN_END)}"


def _told(number: int, text: str) -> str:
    return f"{number}={ILLEGAL.sub('', LINE_END.sub(LINE, text))}"


def _escaped(state: State, text: str, number: int, running: bool) -> str:
    """Text as markup: line ends and tabs as Word writes them, illegal characters out and noted."""
    if ILLEGAL.search(LINE_END.sub("", text)):
        state.note(number, state.spots[number].name, UNPRINTABLE)
        text = ILLEGAL.sub("", LINE_END.sub("\n", text))
    text = plain(text)
    if not running:
        return text
    text = LINE_END.sub(LINE_BREAK, text).replace("\t", TAB_STOP)
    if MARKED in text:
        tag = state.spots[number].tag
        text = MARK_IN_TEXT.sub(lambda mark: f"{tag.before}{mark.group()}{tag.after}", text)
    return text


@pass_context
def test(context: Rendering, value: Any, number: int) -> bool:
    """Return what an ``if`` decides; when it looked at missing values it decides nothing."""
    state = context.state
    holds = bool(value)
    if touched.names:
        state.unknown = _names_met(state, number)
        return False
    return holds


@pass_context
def rows(context: Rendering, value: Any, number: int) -> Iterable[Any]:
    """Return what a loop runs over; a missing list is no empty list."""
    state = context.state
    state.turns[number] = 0
    if state.trace is not None:
        state.trace.append(f"{number}{LOOP}")
    if isinstance(value, Undefined) or value is None:
        state.unknown = [state.spots[number].name or getattr(value, "name", "")]
        return ()
    if touched.names:
        state.unknown = _names_met(state, number)
        return ()
    if isinstance(value, Blank):
        return ()
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise CannotFormat("不是列表，不能循环")
    return value


@pass_context
def turn(context: Rendering, number: int) -> None:
    """Count one turn of a loop."""
    state = context.state
    state.turns[number] += 1
    if state.trace is not None:
        state.trace.append(f"{number}{TURN}")
    state.steps += 1
    if state.steps > MOST_STEPS:
        raise CannotFormat("循环次数太多")


@pass_context
def undecided(context: Rendering, number: int) -> bool:
    """Whether the ``if`` or ``for`` just met could not be decided."""
    return bool(context.state.unknown)


@pass_context
def lost(context: Rendering, number: int) -> str:
    """Return the mark that stands in the place of a block that could not be decided."""
    state = context.state
    if not state.unknown:
        return ""
    names, state.unknown = state.unknown, []
    return _marked(state, number, names, MISSING)


@pass_context
def stored(context: Rendering, value: Any, number: int) -> Any:
    """Return a value for ``set``; what was computed from missing values is missing itself."""
    if touched.names:
        return Missing(name=_names_met(context.state, number)[0])
    return value


def written(value: Any) -> str:
    """Return one part of a text put together by ``~``, as it would be printed."""
    if absent(value):
        return str(value) if isinstance(value, Undefined) else str(Missing())
    text = printed(value)
    if text is None:
        raise CannotFormat(f"{kind_name(value)}要先定格式，再用 ~ 连接")
    return text


def soft(value: Any) -> Any:
    """Return the left side of ``or``: a missing one gives way to the right side."""
    return BLANK if absent(value) else value


@pass_context
def put_setting(context: Rendering, value: Any, number: int) -> str:
    """Return what a cell property is set to; a wrong value is noted and sets nothing."""
    state = context.state
    kind, name = state.spots[number].tag.kind, state.spots[number].name
    if kind == "merge":
        return "restart" if value else "continue"
    pattern, neutral = SETTINGS[kind]
    if touched.names or absent(value):
        touched.names.clear()
        state.note(number, name, MISSING)
        return neutral
    text = (printed(value) or "").removeprefix("#")
    if not pattern.fullmatch(text):
        if not isinstance(value, Blank):
            state.note(number, name, UNFORMATTED)
        return neutral
    return text


@pass_context
def unique(context: Rendering, number: int) -> str:
    """Return the next number for pictures and shapes, unique in the document."""
    context.state.numbers += 1
    return str(context.state.numbers)


PRINTERS = {
    "_put": put,
    "_put_formula": put_formula,
    "_put_setting": put_setting,
    "_test": test,
    "_rows": rows,
    "_turn": turn,
    "_undecided": undecided,
    "_lost": lost,
    "_stored": stored,
    "_written": written,
    "_soft": soft,
    "_unique": unique,
}
