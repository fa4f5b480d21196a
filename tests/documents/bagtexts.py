"""Bags made for tests, and what stands in the files that were made."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from samples import SETTINGS, village

from docgen.documents import build
from docgen.documents.job import Built, Job
from docgen.folder import Folder, Period, Settings
from docgen.model import Ledger


def job(
    root: Path, ledger: Ledger | None = None, settings: Settings = SETTINGS, **more: Any
) -> Job:
    return Job(Folder(root, settings), ledger or village(), **more)


def made(root: Path, ledger: Ledger | None = None, **more: Any) -> Built:
    return build("bag", job(root, ledger, **more))


def on(day: date) -> Settings:
    """The settings of the samples with another day."""
    return replace(SETTINGS, period=Period(date(day.year, 1, 1), day, day))


def path_of(built: Built, root: Path, kind: str, form: str, household: str = "") -> Path:
    (found,) = [
        one.path
        for one in built.documents
        if (one.kind, one.format, one.household) == (kind, form, household)
    ]
    return root / found


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]", "", text)


def word_text(path: Path) -> str:
    """The text of a Word file, cell after cell, without spaces."""
    body = docx.Document(str(path)).element.body
    return squeezed("".join(part.text or "" for part in body.iter(qn("w:t"))))


def pages_of(path: Path) -> list[str]:
    """The text of each page, by poppler, without spaces."""
    told = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    return [squeezed(page) for page in told.split("\f")[:-1]]


def pdf_text(path: Path) -> str:
    """The text of a PDF in the order in which it was set, by poppler, without spaces."""
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return squeezed(told.stdout.decode())
