"""A second reader for lines of which the first is not sure: tesseract with Chinese, where present.

Never needed: without it the first reading stands.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from typing import Any

from docgen.facts.words import id_is_right

LANGUAGE = "chi_sim"
SECONDS = 20
UNSURE = 0.8
_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


@cache
def program() -> str:
    """Return tesseract's program when it is installed and reads Chinese, else ""."""
    found = shutil.which("tesseract") or ""
    return found if found and LANGUAGE in _languages(found) else ""


def without_chinese() -> bool:
    """Whether tesseract is installed and of no use, because it lacks Chinese."""
    return not program() and shutil.which("tesseract") is not None


def _languages(found: str) -> list[str]:
    """The languages tesseract has; up to version 4.0 it lists them on standard error."""
    try:
        done = subprocess.run([found, "--list-langs"], capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError):
        return []
    return (done.stdout + done.stderr).decode("utf-8", "replace").split()


def wanted(text: str, sure: float) -> bool:
    """Whether a reading should be held against a second: unsure, or with an ID that is wrong."""
    return bool(program()) and (sure < UNSURE or _wrong_id(text))


def better(line: Any, text: str, sure: float) -> tuple[str, float]:
    """Return the surer of two readings of a line; a wrong ID yields to a right one only."""
    other, confidence = _read(line)
    if _wrong_id(text) and sure >= UNSURE:
        return (other, confidence) if _ID.search(other) and not _wrong_id(other) else (text, sure)
    return (other, confidence) if other and confidence > sure else (text, sure)


def _wrong_id(text: str) -> bool:
    return any(not id_is_right(found.upper()) for found in _ID.findall(text))


def _read(line: Any) -> tuple[str, float]:
    """Text of a line and the mean confidence of its words, from tesseract's table."""
    buffer = io.BytesIO()
    line.save(buffer, "PNG")
    command = [program(), "stdin", "stdout", "-l", LANGUAGE, "--psm", "7", "tsv"]
    words, sures = [], []
    for row in _run(command, buffer.getvalue()).splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[11].strip():
            words.append(cells[11].strip())
            sures.append(float(cells[10]) if re.fullmatch(r"[\d.]+", cells[10]) else 0.0)
    return ("".join(words), sum(sures) / len(sures) / 100) if words else ("", 0.0)


def _run(command: list[str], given: bytes = b"") -> str:
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
