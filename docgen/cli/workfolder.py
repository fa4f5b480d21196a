"""Opening the work folder for a command: settings, --date, --out, the lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from docgen.cli import lock
from docgen.cli.options import Run
from docgen.folder import Folder, open_folder


def opened(root: Path, day: date | None = None, out: Path | None = None) -> Folder:
    """The folder with its settings; docgen.toml wins over the sheet 设置, --date over both."""
    folder = open_folder(root.resolve(), as_of=day)
    return replace(folder, out=out.resolve() if out else None)


@contextmanager
def working(run: Run) -> Iterator[Folder]:
    """The folder of a run, locked while it lasts; a dry run writes not even the lock."""
    folder = opened(run.root, run.day, run.out)
    with nullcontext() if run.dry_run else lock.hold(folder.root):
        yield folder
