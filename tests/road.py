"""Run docgen as its users do: a process of its own, any folder, any time zone."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OUTPUT = "输出"


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished run: exit code, what it printed, what it said on standard error."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> dict[str, Any]:
        """The object that ``--json`` printed."""
        said: dict[str, Any] = json.loads(self.out)
        return said


def docgen(*words: str | Path, cwd: Path | None = None, **environment: str) -> Ran:
    """Run ``python -m docgen`` with these words."""
    done = subprocess.run(
        [sys.executable, "-m", "docgen", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def digests(folder: Path) -> dict[str, str]:
    """Return path → SHA-256 of every file under a folder, paths with ``/``."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
