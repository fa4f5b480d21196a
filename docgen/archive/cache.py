"""What was learnt about files before: kept in .docgen/archive.sqlite under their hashes.

Deleting it loses time, never knowledge. A file whose size and time of change are as they were is
not hashed again; a page once read is not read again by the same reader.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from docgen.folder import Folder

VERSION = "3"
NAME = "archive.sqlite"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a content is: its kind, its pages, and why it has none."""

    kind: str
    pages: int
    reason: str


class Cache:
    """A table of keys and JSON values; every trouble with the file means only: read again."""

    def __init__(self, folder: Folder) -> None:
        self._base = _open(folder.cache / NAME)

    def close(self) -> None:
        """Keep what was learnt and close the file."""
        with contextlib.suppress(sqlite3.Error):
            self._base.commit()
        self._base.close()

    def get(self, key: str) -> Any | None:
        """Return the value kept under a key, ``None`` when there is none."""
        with contextlib.suppress(sqlite3.Error, ValueError):
            row = self._base.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            return json.loads(row[0]) if row else None
        return None

    def put(self, key: str, value: Any) -> None:
        with contextlib.suppress(sqlite3.Error):
            text = json.dumps(value, ensure_ascii=False)
            self._base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, text))

    def digest(self, source: str, status: os.stat_result) -> str:
        """Return the known hash of an unchanged file, else ""."""
        entry = self.get(f"stat:{source}")
        if isinstance(entry, list) and entry[:2] == [status.st_size, status.st_mtime_ns]:
            return str(entry[2])
        return ""

    def remember_digest(self, source: str, status: os.stat_result, digest: str) -> None:
        self.put(f"stat:{source}", [status.st_size, status.st_mtime_ns, digest])

    def facts(self, digest: str) -> Facts | None:
        entry = self.get(f"facts:{digest}")
        return Facts(*entry) if isinstance(entry, list) and len(entry) == 3 else None

    def remember_facts(self, digest: str, kind: str, pages: int, reason: str) -> Facts:
        facts = Facts(kind, pages, reason)
        self.put(f"facts:{digest}", astuple(facts))
        return facts

    def texts(self, digest: str, engine: str) -> Any | None:
        """Return what this reader found in a content before, ``None`` when it must be read."""
        return self.get(f"text:{engine}:{digest}")

    def remember_texts(self, digest: str, engine: str, pages: Any) -> None:
        self.put(f"text:{engine}:{digest}", pages)


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connected(path)
    except (sqlite3.Error, OSError):
        with contextlib.suppress(OSError):
            path.unlink()
    try:
        return _connected(path)
    except (sqlite3.Error, OSError):
        return _prepared(sqlite3.connect(":memory:"))


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    base = sqlite3.connect(path, timeout=5)
    try:
        return _prepared(base)
    except sqlite3.Error:
        base.close()
        raise


def _prepared(base: sqlite3.Connection) -> sqlite3.Connection:
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT)")
    base.execute("INSERT OR IGNORE INTO kept VALUES ('version', ?)", (json.dumps(VERSION),))
    kept = base.execute("SELECT value FROM kept WHERE key = 'version'").fetchone()
    if json.loads(kept[0]) != VERSION:
        base.execute("DELETE FROM kept")
        base.execute("INSERT INTO kept VALUES ('version', ?)", (json.dumps(VERSION),))
    return base
