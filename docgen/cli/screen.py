"""What stands on the screen: results on standard output, words and progress on standard error.

An 80-column GBK console without colours is enough to read everything.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from gettext import gettext as _
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

    from docgen.jobs import Progress

WIDEST = 100
NARROWEST = 40
WIDE = {"W", "F", "A"}  # a GBK console draws ambiguous characters two columns wide
NEVER_FIRST = "，。、；：？！）》」』】”’…,.;:?!)]}"
NEVER_LAST = "（《「『【“‘([{"


def prepare_streams() -> None:
    """A character the console lacks becomes a question mark instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def columns() -> int:
    """Width to write for: that of the console, within sensible bounds."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def cells(text: str) -> int:
    """Columns the text takes on a console."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in WIDE else 1
        for c in text
    )


def pad(text: str, width: int) -> str:
    """The text followed by as many blanks as fill the width."""
    return text + " " * max(0, width - cells(text))


def wrap(text: str, indent: str = "", width: int = 0) -> list[str]:
    """Lines no wider than the width; lines after the first begin with the indent."""
    width = width or columns()
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if line.strip() and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
        while cells(line.rstrip()) > width:
            head, line = cut(line, width)
            lines.append(head)
            line = indent + line
    lines.append(line.rstrip())
    return lines


def pieces(text: str) -> Iterator[str]:
    """Parts that stay together: a word with its blanks, a Chinese character with its points."""
    piece = ""
    for c in text:
        if piece and breaks_between(piece[-1], c):
            yield piece
            piece = ""
        piece += c
    if piece:
        yield piece


def breaks_between(before: str, after: str) -> bool:
    """Whether a line may end between the two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    return before == " " or cells(before) == 2 or cells(after) == 2


def cut(line: str, width: int) -> tuple[str, str]:
    """The part of an unbreakable line that fits, and the rest."""
    head = ""
    for c in line:
        if cells(head) + cells(c) > width:
            break
        head += c
    return head, line[len(head) :]


def put(text: str, stream: TextIO, indent: str = "") -> None:
    """Write the text wrapped, every line break kept; then hand it over at once."""
    for line in text.split("\n"):
        stream.write("\n".join(wrap(line, indent)) + "\n")
    stream.flush()


def show(text: str, indent: str = "") -> None:
    """A result, on standard output."""
    put(text, sys.stdout, indent)


def tell_whole(line: str) -> None:
    """Write a line that people copy: a break of ours would spoil it."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def tell(text: str, indent: str = "") -> None:
    """Words and progress, on standard error."""
    put(text, sys.stderr, indent)


def lively() -> bool:
    """Whether a moving bar may be drawn."""
    return sys.stderr.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """A function (what is being done, how many are done, of how many): a bar or lines."""
    if quiet:
        yield lambda name, done, total: None
    elif lively():
        with bar() as step:
            yield step
    else:
        yield tenths()


def tenths() -> Progress:
    """Tells a line each time a further tenth of the items is done."""
    told: dict[str, int] = {}

    def step(name: str, done: int, total: int) -> None:
        tenth = done * 10 // total if total else 10
        if tenth > told.get(name, 0):
            told[name] = tenth
            tell(_("{name}: {done} of {total}").format(name=name, done=done, total=total))

    return step


@contextmanager
def bar() -> Iterator[Progress]:
    """A moving bar for each name, with the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    shown = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn())
    with RichProgress(
        *shown, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as running:
        tasks: dict[str, TaskID] = {}

        def step(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = running.add_task(name, total=total)
            running.update(tasks[name], completed=done, total=total)

        yield step


def be_plain(environ: MutableMapping[str, str]) -> None:
    """Give rich the width we use, so that its help fits the same console."""
    environ.setdefault("TERMINAL_WIDTH", str(columns()))
