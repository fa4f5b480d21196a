"""What each tag prints: the functions that the compiled template calls as filters.

Their last argument is the number of the tag, by which its place and its way of showing a mark are
found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jinja2 import Undefined, pass_context

from docgen.word.chart import Chart
from docgen.word.faults import MISSING, UNFORMATTED, UNPRINTABLE
from docgen.word.filters import CannotFormat
from docgen.word.ooxml import LINE_BREAK, TAB_STOP, plain
from docgen.word.pictures import Image
from docgen.word.rich import Listing, RichText
from docgen.word.richly import put_chart, put_listing, put_picture, put_rich
from docgen.word.state import LOOP, TURN, Rendering, State, marked, names_met, tell
from docgen.word.values import (
    BLANK,
    ILLEGAL,
    LARGEST,
    LINE_END,
    MARKED,
    Blank,
    Missing,
    absent,
    kind_name,
    printed,
    touched,
    within_reason,
)

MOST_STEPS = 5_000_000  # of all loops of one document together
# What a cell property may be set to, and what leaves the cell as it is.
SETTINGS = {
    "fill": (re.compile("[0-9A-Fa-f]{6}"), "auto"),
    "span": (re.compile("[1-9][0-9]?"), "1"),
}
MARK_IN_TEXT = re.compile(f"{MARKED}[^】<]*】")
SPECIAL = re.compile('[&<>"【\t\n\r\x00-\x1f\ud800-\udfff\ufffe\uffff]').search


@pass_context
def put(context: Rendering, value: Any, number: int, noted: str) -> str:
    """Return what a plain tag prints: a name, perhaps with formats behind it.

    ``noted`` begins its line in the trace (see ``state.tell``).
    """
    if type(value) is str:
        if value and not value.isspace() and SPECIAL(value) is None:
            trace = context.state.trace
            if trace is not None:
                trace.append(noted + value)
            return value
    elif type(value) is int and -LARGEST < value < LARGEST:
        text = str(value)
        if context.state.trace is not None:
            context.state.trace.append(noted + text)
        return text
    elif type(value) is Blank:
        return ""
    return _put(context.state, value, number)


@pass_context
def put_formula(context: Rendering, value: Any, number: int) -> str:
    """Return what a formula prints; one that looked at missing values prints their marks."""
    if touched.names:
        names = names_met(context.state, number)
        return marked(context.state, number, names, MISSING)
    if type(value) is Blank:
        return ""
    return _put(context.state, value, number)


def _put(state: State, value: Any, number: int) -> str:
    spot = state.spots[number]
    if absent(value) or (isinstance(value, str) and (not value or value.isspace())):
        own = value.name if isinstance(value, Missing) else ""
        return marked(state, number, [spot.name or own or spot.tag.code], MISSING)
    if isinstance(value, RichText):
        return put_rich(state, value, number)
    if isinstance(value, Listing):
        return put_listing(state, value, number)
    if isinstance(value, Image):
        return put_picture(state, value, number)
    if isinstance(value, Chart):
        return put_chart(state, value, number)
    text = printed(value)
    if text is None:
        name = f"{spot.name or spot.tag.code}"
        return marked(state, number, [name], UNFORMATTED)
    tell(state, number, text)
    return _escaped(state, text, number, spot.tag.text)


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
        state.unknown = names_met(state, number)
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
        state.unknown = names_met(state, number)
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
    return marked(state, number, names, MISSING)


@pass_context
def stored(context: Rendering, value: Any, number: int) -> Any:
    """Return a value for ``set``; what was computed from missing values is missing itself."""
    if touched.names:
        return Missing(name=names_met(context.state, number)[0])
    within_reason(value)
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
    """Return the next number for pictures and bookmarks, unique in the document."""
    state = context.state
    state.numbers += 1
    state.given[number] = str(state.numbers)
    return state.given[number]


@pass_context
def same(context: Rendering, number: int) -> str:
    """Return the number that ``unique`` gave last for this tag: a bookmark ends as it began."""
    return context.state.given.get(number, "0")


@pass_context
def repeated(context: Rendering, number: int) -> str:
    """Return nothing at first, then ``_2``, ``_3`` …: what makes a repeated name another one."""
    count = context.state.counts.get(number, 0) + 1
    context.state.counts[number] = count
    return f"_{count}" if count > 1 else ""


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
    "_same": same,
    "_repeated": repeated,
}
