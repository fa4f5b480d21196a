"""The documents that docgen makes, and what they lacked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that a document needed and the ledger does not have."""

    field: str
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file docgen made; ``path`` is relative to the work folder, ``pages`` None if unknown."""

    kind: str
    format: str
    path: str
    household: str = ""
    pages: int | None = None
    gaps: tuple[Gap, ...] = ()
