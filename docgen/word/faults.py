"""What can be wrong: with a template (Fault) and with the data of one document (Unfilled)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

MISSING = "缺"
UNFORMATTED = "须定格式"
UNPRINTABLE = "含不能印的字符"


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a template: where it stands and what to do, in a clerk's words."""

    part: str
    place: str
    excerpt: str
    message: str
    nearest: str = ""
    order: int = field(default=0, repr=False, compare=False)

    def __str__(self) -> str:
        hint = f"（是不是“{self.nearest}”？）" if self.nearest else ""
        return f"{self.part} {self.place}：{self.excerpt} {self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Unfilled:
    """One value that could not be printed; ``reason`` is 缺, 须定格式 or 含不能印的字符."""

    name: str
    part: str
    place: str
    reason: str = MISSING


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tag stands: the part (正文, 页眉1 …) and the paragraph or table cell in it."""

    part: str
    place: str
    order: int = field(default=0, compare=False)

    def fault(self, excerpt: str, message: str, nearest: str = "") -> Fault:
        """Return a fault at this place."""
        return Fault(self.part, self.place, shortened(excerpt), message, nearest, self.order)


def shortened(text: str, limit: int = 40) -> str:
    """Return ``text`` on one line, at most ``limit`` characters long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``, or nothing when none is like it."""
    found = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.5)
    return found[0] if found else ""
