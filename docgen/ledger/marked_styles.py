"""Coloured looks for a marked copy: each is the cell's own look with another fill and letter colour.

The new looks are put behind the old ones, so no number of an old look changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docgen.findings import Severity
from docgen.ledger.marked_xml import MAIN, Stream, closing, local, opened, prefix, with_attributes
from docgen.ledger.marked_zip import Unmarkable

# Fill and letters with a contrast of 4.7 and more; the comment says it in words too.
COLOURS = {
    Severity.grave: ("FFFFC7CE", "FF9C0006"),
    Severity.error: ("FFFFC7CE", "FF9C0006"),
    Severity.warning: ("FFFFEB9C", "FF9C5700"),
    Severity.hint: ("FFDDEBF7", "FF1F4E78"),
}
MOST_LOOKS = 64_000  # of Excel, in one workbook
LISTS = {"fonts": "font", "fills": "fill", "cellXfs": "xf"}
COLOUR = re.compile(rb"<(?:\w+:)?color\b[^>]*?(?:/>|>.*?</(?:\w+:)?color>)", re.S)
BEFORE_COLOUR = re.compile(
    rb"<(?:\w+:)?(?:b|i|strike|outline|shadow|condense|extend)\b[^>]*?(?:/>|>.*?</[^>]*>)\s*", re.S
)


@dataclass(slots=True)
class _List:
    """One list of styles.xml: its elements as they stand and those that are put behind them."""

    prefix: bytes = b""
    old: list[bytes] = field(default_factory=list)
    new: list[bytes] = field(default_factory=list)

    def add(self, element: bytes) -> int:
        """Put an element behind the others and return its number; an equal one is shared."""
        if element not in self.new:
            self.new.append(element)
        return len(self.old) + self.new.index(element)


class Styles:
    """The looks of one workbook: ``marked`` gives the number of a coloured one."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._lists = {name: _List() for name in LISTS}
        self._looks: dict[tuple[int, str], int] = {}
        _collect(content, self._lists)
        if not self._lists["cellXfs"].old or not self._lists["fills"].old:
            raise Unmarkable("样式不全")

    def marked(self, look: int, severity: Severity) -> int:
        """Return the number of a look that is ``look`` in the colours of a severity."""
        fill, letters = COLOURS[severity]
        key = (look, fill)
        if key not in self._looks:
            self._looks[key] = self._derived(look, fill, letters)
        return self._looks[key]

    def _derived(self, look: int, fill: str, letters: str) -> int:
        looks = self._lists["cellXfs"]
        own = looks.old[look] if 0 <= look < len(looks.old) else looks.old[0]
        changes: dict[str, object] = {"fillId": self._fill(fill), "applyFill": 1}
        font = self._font(own, letters)
        if font is not None:
            changes |= {"fontId": font, "applyFont": 1}
        tag, rest = _divided(own)
        number = looks.add(with_attributes(tag, changes) + rest)
        if number >= MOST_LOOKS:
            raise Unmarkable("单元格格式太多")
        return number

    def _fill(self, colour: str) -> int:
        fills = self._lists["fills"]
        p, rgb = fills.prefix, colour.encode()
        pattern = (
            b'<%bpatternFill patternType="solid"><%bfgColor rgb="%b"/>'
            b'<%bbgColor indexed="64"/></%bpatternFill>' % (p, p, rgb, p, p)
        )
        return fills.add(b"<%bfill>%b</%bfill>" % (p, pattern, p))

    def _font(self, look: bytes, colour: str) -> int | None:
        """The look's own font in another colour; None when the workbook has no such font."""
        fonts = self._lists["fonts"]
        found = re.search(rb'\bfontId\s*=\s*["\'](\d{1,6})["\']', _divided(look)[0])
        number = int(found.group(1)) if found else 0
        if number >= len(fonts.old):
            return None
        tag, rest = _divided(fonts.old[number])
        colour_tag = b'<%bcolor rgb="%b"/>' % (fonts.prefix, colour.encode())
        if not rest:
            return fonts.add(opened(tag) + colour_tag + closing(tag))
        if COLOUR.search(rest):
            return fonts.add(tag + COLOUR.sub(lambda _: colour_tag, rest, count=1))
        place = 0
        while simple := BEFORE_COLOUR.match(rest, place):
            place = simple.end()
        return fonts.add(tag + rest[:place] + colour_tag + rest[place:])

    def content(self) -> bytes:
        """Return styles.xml with the new looks."""
        return _extended(self._content, self._lists)

    @property
    def changed(self) -> bool:
        return bool(self._looks)


def _divided(element: bytes) -> tuple[bytes, bytes]:
    """Return an element's start tag and the rest."""
    end = re.match(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", element)
    if not end:
        raise Unmarkable("样式不全")
    return end.group(), element[end.end() :]


def _collect(content: bytes, lists: dict[str, _List]) -> None:
    """Take the elements of the three lists as bytes, in order."""
    stream = Stream(lambda _: None)
    path: list[str] = []
    begin = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal begin
        path.append(local(name))
        if len(path) == 2 and path[1] in lists:
            lists[path[1]].prefix = prefix(name)
        elif _is_item(path):
            begin = stream.here

    def end(_: str) -> None:
        if _is_item(path):
            tail = content.index(b">", stream.here - 1) + 1 if stream.here > begin else 0
            lists[path[1]].old.append(content[begin : _end_of(content, begin, tail)])
        path.pop()

    stream.on_start(start)
    stream.on_end(end)
    stream.run([content])


def _is_item(path: list[str]) -> bool:
    return len(path) == 3 and LISTS.get(path[1]) == path[2]


def _end_of(content: bytes, begin: int, tail: int) -> int:
    tag = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>").match(content, begin)
    if tag and tag.group().endswith(b"/>"):
        return tag.end()
    return tail


def _extended(content: bytes, lists: dict[str, _List]) -> bytes:
    out: list[bytes] = []
    stream = Stream(out.append)
    depth = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        mine = lists.get(local(name))
        if depth == 2 and mine and mine.new:
            count = len(mine.old) + len(mine.new)
            stream.replace_tag(with_attributes(stream.tag(), {"count": count}))

    def end(name: str) -> None:
        nonlocal depth
        mine = lists.get(local(name))
        if depth == 2 and mine and mine.new:
            stream.insert(b"".join(mine.new))
        depth -= 1

    stream.on_start(start)
    stream.on_end(end)
    stream.run([content])
    return b"".join(out)
