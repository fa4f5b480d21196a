"""What a kind of document is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from docgen.findings import Finding
from docgen.folder import Folder
from docgen.jobs import Progress
from docgen.model import Document, Ledger


@dataclass(frozen=True, slots=True)
class Job:
    """One order: this ledger, this folder, these wishes.

    ``only`` is a village, group or 户编号; ``options`` are those of the command (``size`` …);
    ``dry`` makes everything and writes nothing.
    """

    folder: Folder
    ledger: Ledger
    only: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    executor: Executor | None = None
    progress: Progress | None = None
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """The documents that were made and what was noticed while making them."""

    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    figures: tuple[Any, ...] = ()
