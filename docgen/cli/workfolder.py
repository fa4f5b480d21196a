"""Opening the work folder for a command: settings, --date, --out, the lock."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.cli import lock
from docgen.cli.options import Run
from docgen.folder import LEDGER, SETTINGS, Folder, open_folder

SHEET = "设置"


def opened(root: Path, day: date | None = None, out: Path | None = None) -> Folder:
    """The folder with its settings; docgen.toml wins over the sheet 设置, --date over both."""
    root = root.resolve()
    folder = open_folder(root, as_of=day, overrides=sheet_settings(root))
    return replace(folder, out=out.resolve() if out else None)


def folder_above(path: Path) -> Path | None:
    """The work folder that a path lies in, if any."""
    full = path.resolve()
    for place in (full, *full.parents):
        if (place / SETTINGS).is_file() or (place / LEDGER).is_dir():
            return place
    return None


def sheet_settings(root: Path) -> dict[str, dict[str, Any]]:
    """The settings of the sheets 设置 in 台账/; of two that say the same thing the first counts."""
    from docgen.ledger.settings import as_tables, read_settings_sheet
    from docgen.ledger.workbook import workbooks_in

    pairs: dict[str, str] = {}
    for path in workbooks_in(root / LEDGER):
        if may_hold_settings(path):
            pairs = {**read_settings_sheet(path), **pairs}
    return as_tables(pairs)


def may_hold_settings(path: Path) -> bool:
    """False when the names of the sheets say that none is 设置: then it need not be read for it."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return path.suffix.lower() != ".csv"
    try:
        with zipfile.ZipFile(path) as package:
            names = package.read("xl/workbook.xml").decode("utf-8")
            return SHEET in html.unescape(names)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return True


@contextmanager
def working(run: Run) -> Iterator[Folder]:
    """The folder of a run, locked while it lasts; a dry run writes not even the lock."""
    folder = opened(run.root, run.day, run.out)
    with nullcontext() if run.dry_run else lock.hold(folder.root):
        yield folder
