"""The archive as plain data: source files, papers, volumes, the ledger of pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the archive: some pages of one source file and the place proposed for it.

    ``type`` is a code of the schema (``H12``), ``volume`` a class name (基本信息 …); pages count
    from 1, ``first`` and ``last`` included. ``old_code`` and ``shelf`` come from an older list:
    the number the paper bore there and where it lies. ``lacks`` says what its pages show to be
    wrong with it (没有日期；没有看到红色印章).
    """

    id: str
    source: str
    first: int
    last: int
    volume: str
    type: str
    household: str = ""
    project: str = ""
    year: int | None = None
    title: str = ""
    day: str = ""
    issuer: str = ""
    number: str = ""
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    reason: str = ""
    decision: str = "review"
    old_code: str = ""
    shelf: str = ""
    lacks: str = ""

    @property
    def pages(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The account of one file in 扫描件/: read, duplicate, ignored or unreadable."""

    source: str
    state: str
    pages: int = 0
    digest: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Volume:
    """One bound volume: its archival code, title, PDF and what lies in it."""

    code: str
    title: str
    path: str
    pages: int
    papers: tuple[str, ...] = ()
    retention: str = ""


@dataclass(frozen=True, slots=True)
class PageLedger:
    """Pages in = pages out + pages set aside; what docgen added is counted apart."""

    pages_in: int = 0
    pages_out: int = 0
    separators: int = 0
    aside: int = 0
    placeholders: int = 0
    paper: int = 0
