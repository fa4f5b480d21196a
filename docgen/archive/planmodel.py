"""The plan as plain data: what the workbook is written from and volumes are built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.archive.clerk import ClerkRow
from docgen.archive.similar import Pair
from docgen.findings import Finding
from docgen.model import PageLedger, Paper, SourceFile


@dataclass(frozen=True, slots=True)
class Plan:
    """All papers with their places, the account of every file, pages, and what to look at.

    ``separators`` are the separator sheets left out, as (source, page). ``rows`` are the clerk's
    rows by paper id; ``lost`` rows whose file is no longer in 扫描件/, kept in the workbook;
    ``near`` are papers that look the same, in pairs; ``pictures`` first pages by paper id.
    """

    papers: tuple[Paper, ...] = ()
    files: tuple[SourceFile, ...] = ()
    ledger: PageLedger = field(default_factory=PageLedger)
    findings: tuple[Finding, ...] = ()
    separators: tuple[tuple[str, int], ...] = ()
    placeholders: Mapping[str, str] = field(default_factory=dict)
    householders: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, ClerkRow] = field(default_factory=dict)
    lost: tuple[ClerkRow, ...] = ()
    near: tuple[Pair, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
