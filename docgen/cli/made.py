"""What a run made: documents, volumes, the account of pages, and what could not be made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from gettext import gettext as _
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from docgen.cli.checked import Checked, in_order
from docgen.errors import DocgenError
from docgen.findings import Finding
from docgen.model import Document, Gap, PageLedger, Paper, SourceFile, Volume

TITLES = {
    "handbook": _("Pocket handbook"),
    "handbook-imposed": _("Pocket handbook to print and fold"),
    "handbook-guide": _("How to print and bind the handbook"),
    "briefing": _("Briefing of households"),
    "plan": _("Aid plans"),
    "bag": _("Household bags"),
    "fold": _("Policy folds of households"),
    "card": _("Contact cards"),
    "bag-volume": _("Household bags to print"),
    "plan-volume": _("Aid plans in one file, to print"),
    "entitlement": _("Lists of policies due and not due"),
    "checklist": _("Rectification checklist"),
    "summary": _("Half-year summary"),
    "orders": _("Ledger of orders and duties"),
    "orders-branch": _("Order lists of the branches"),
    "orders-person": _("Claim lists"),
    "orders-village": _("Village lists"),
    "pairing": _("Pairing of villages"),
    "areas": _("Areas of responsibility"),
    "duties": _("Duties by person"),
    "roster": _("Roster of visits"),
    "reconcile": _("Ledger of differences"),
    "reconcile-sheet": _("Records side by side"),
    "reconcile-visit": _("Visit sheets"),
    "archive": _("Archive"),
}


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive of a run: papers planned, files taken in, volumes bound, pages counted."""

    papers: tuple[Paper, ...] = ()
    files: tuple[SourceFile, ...] = ()
    volumes: tuple[Volume, ...] = ()
    ledger: PageLedger | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One product that could not be made, and why."""

    kind: str
    error: DocgenError


@dataclass(frozen=True, slots=True)
class Made:
    """Everything one run made; ``noticed`` are findings met while making."""

    checked: Checked
    documents: tuple[Document, ...] = ()
    noticed: tuple[Finding, ...] = ()
    figures: tuple[Any, ...] = ()
    archive: Archive | None = None
    failures: tuple[Failure, ...] = ()
    part: tuple[str, int] | None = None
    """What --only names and how many households it has; None for the whole."""
    compared: Mapping[str, int] | None = None
    """Households whose records agree, differ or were not looked at; None without records."""
    left: tuple[str, ...] = ()
    """Files of an earlier run that lie beside the papers of households."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the check found and what was noticed while making, in order."""
        return in_order([*self.checked.findings, *self.noticed])

    @property
    def gaps(self) -> int:
        """How many values the documents lack."""
        return len(all_gaps(self.documents))


def title(kind: str) -> str:
    """What people call a kind of document."""
    return TITLES.get(kind, kind)


def document_json(document: Document) -> dict[str, object]:
    """A document as --json tells it."""
    return asdict(document)


def volume_json(volume: Volume) -> dict[str, object]:
    """A volume as --json tells it."""
    return asdict(volume)


@dataclass(frozen=True, slots=True)
class Line:
    """Documents of one kind together: how many of each format, in which folder."""

    kind: str
    formats: tuple[tuple[str, int], ...]
    folder: str
    pages: int


def by_kind(documents: Sequence[Document]) -> list[Line]:
    """The documents summed by kind, in the order they were made."""
    lines = []
    order = {kind: at for at, kind in enumerate(dict.fromkeys(d.kind for d in documents))}
    for kind, same in groupby(sorted(documents, key=lambda d: order[d.kind]), key=lambda d: d.kind):
        group = list(same)
        formats = Counter(document.format.upper() for document in group)
        lines.append(Line(kind, tuple(formats.items()), common_folder(group), all_pages(group)))
    return lines


def all_pages(documents: Sequence[Document]) -> int:
    """Pages of the documents whose pages are known."""
    return sum(document.pages or 0 for document in documents)


def common_folder(documents: Sequence[Document]) -> str:
    """The deepest folder that holds all of them, with a final /."""
    parts = [PurePosixPath(document.path).parent.parts for document in documents]
    shared: list[str] = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return f"{PurePosixPath(*shared)}/" if shared else ""


def all_gaps(documents: Sequence[Document]) -> list[tuple[str, str, Gap]]:
    """The gaps, one for all formats of a document, with its kind and household."""
    return list(
        dict.fromkeys(
            (document.kind.partition("-")[0], document.household, gap)
            for document in documents
            for gap in document.gaps
        )
    )


def gap_places(documents: Sequence[Document]) -> dict[str, list[str]]:
    """For each field that documents lack: the households, or the places of a common document."""
    places: dict[str, list[str]] = {}
    for _kind, household, gap in all_gaps(documents):
        places.setdefault(gap.field, []).append(household or gap.place)
    return {field: list(dict.fromkeys(found)) for field, found in places.items()}


def gap_fields(documents: Sequence[Document]) -> list[tuple[str, int]]:
    """The fields that documents lack, the most frequent first."""
    found = Counter(gap.field for kind, household, gap in all_gaps(documents))
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
