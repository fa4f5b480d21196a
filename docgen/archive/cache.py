"""What was learnt about files before: kept in .docgen/archive.sqlite under their hashes.

Deleting it loses time, never knowledge. A file whose size and time of change are as they were is
not hashed again; a page once read is not read again by the same reader.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.archive.examine import Facts, as_values, from_values
from docgen.folder import Folder

VERSION = "4"
NAME = "archive.sqlite"


class Cache:
    """A table of keys and JSON values; every trouble with the file means only: read again."""

    def __init__(self, folder: Folder) -> None:
        self._base = _open(folder.cache / NAME)

    def close(self) -> None:
        """Keep what was learnt and close the file."""
        self.commit()
        self._base.close()

    def commit(self) -> None:
        """Keep what was learnt so far, even when the work is stopped."""
        with contextlib.suppress(sqlite3.Error):
            self._base.commit()

    def get(self, key: str) -> Any | None:
        """Return the value kept under a key, ``None`` when there is none."""
        with contextlib.suppress(sqlite3.Error, ValueError):
            row = self._base.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
            return json.loads(row[0]) if row else None
        return None

    def under(self, beginning: str) -> Iterator[tuple[str, Any]]:
        """Yield what is kept under keys of this beginning, which is cut off the keys."""
        with contextlib.suppress(sqlite3.Error, ValueError):
            query = "SELECT key, value FROM kept WHERE key >= ? AND key < ?"
            for key, value in self._base.execute(query, (beginning, f"{beginning}\U0010ffff")):
                yield key.removeprefix(beginning), json.loads(value)

    def put(self, key: str, value: Any) -> None:
        with contextlib.suppress(sqlite3.Error):
            text = json.dumps(value, ensure_ascii=False)
            self._base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, text))

    def statuses(self) -> dict[str, tuple[int, int, str]]:
        """Return size, time of change and hash of every file seen before, by source."""
        found = {}
        for key, value in self.under("stat:"):
            if isinstance(value, list) and len(value) == 3:
                found[key] = (value[0], value[1], str(value[2]))
        return found

    def remember_digest(self, source: str, status: os.stat_result, digest: str) -> None:
        self.put(f"stat:{source}", [status.st_size, status.st_mtime_ns, digest])

    def facts(self, digest: str) -> Facts | None:
        """Return what is known of a content, ``None`` when it must be looked at."""
        return from_values(self.get(f"facts:{digest}"))

    def remember_facts(self, digest: str, facts: Facts) -> None:
        self.put(f"facts:{digest}", as_values(facts))

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
