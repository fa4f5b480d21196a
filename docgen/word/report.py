"""What comes of rendering: one document, its parts, or a whole batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from docgen.word.faults import MISSING, Unfilled
from docgen.word.state import Link

When = Literal["stop", "mark"]
Record = Mapping[str, Any]
Sources = Callable[[Record], Mapping[str, str]]


def _missing(unfilled: Iterable[Unfilled]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in unfilled if one.reason == MISSING))


@dataclass(frozen=True, slots=True)
class Rendered:
    """One document and what could not be printed in it."""

    data: bytes
    unfilled: tuple[Unfilled, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the values that were not given, each once, in the order of the document."""
        return _missing(self.unfilled)


@dataclass(frozen=True, slots=True)
class Printed:
    """The parts of one document before they are put into a file."""

    parts: Mapping[str, bytes]
    unfilled: tuple[Unfilled, ...]
    links: Mapping[Link, str]
    media: Mapping[str, bytes]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the values that were not given, each once."""
        return _missing(self.unfilled)


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is missing in one of the documents."""

    path: Path
    name: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A record (counted from 1) for which no document could be made, and why."""

    record: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the records, in their order."""

    made: tuple[Path, ...]
    gaps: tuple[Gap, ...]
    failed: tuple[Failed, ...]
