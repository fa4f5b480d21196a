"""What a kind of document is given and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.findings import Finding
from docgen.folder import Folder, write_bytes
from docgen.jobs import Progress
from docgen.model import Document, Ledger


@dataclass(frozen=True, slots=True)
class Job:
    """One order: this ledger, this folder, these wishes.

    ``only`` is a village, group or 户编号; ``options`` are those of the command (``size`` …);
    ``dry`` tells what would be made and writes nothing; ``taken`` are the paths claimed so far.
    """

    folder: Folder
    ledger: Ledger
    only: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    executor: Executor | None = None
    progress: Progress | None = None
    dry: bool = False
    taken: set[str] = field(default_factory=set)

    def claim(self, path: Path) -> Path:
        """Return the path after noting it: two documents of one job never have the same."""
        key = str(path).casefold()
        if key in self.taken:
            raise ValueError(f"two documents would be written to {path}")
        self.taken.add(key)
        return path

    def save(self, path: Path, content: bytes) -> None:
        """Write a document of this job, unless the job is dry; its path is claimed."""
        self.claim(path)
        if not self.dry:
            write_bytes(path, content)


@dataclass(frozen=True, slots=True)
class Built:
    """The documents that were made and what was noticed while making them."""

    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    figures: tuple[Any, ...] = ()
