"""One run at a time in a work folder.

The system itself holds the lock, so it goes with the process however that ends: a lock is never
stale. The number of the process stands in the file for the message only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen.errors import FileNotWritable, FolderBusy, refusal

CACHE = ".docgen"
FAR = 1 << 20  # Windows locks bytes against reading: one far behind the number is locked


@contextmanager
def hold(root: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises FolderBusy while another docgen holds it."""
    path = root / CACHE / "lock"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FileNotWritable(file=path, why=refusal(error)) from error
    try:
        if not taken(number):
            raise FolderBusy(folder=root, process=holder(path))
        os.ftruncate(number, 0)
        os.write(number, b"%d" % os.getpid())
        yield
    finally:
        os.close(number)


def taken(number: int) -> bool:
    """Take the lock of an open file; False when another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(number, FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
            os.lseek(number, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: better to work than to refuse
        return True
    return True


def holder(path: Path) -> str:
    """The number of the process that holds the lock, or ?."""
    try:
        return path.read_text(encoding="ascii").strip() or "?"
    except (OSError, UnicodeDecodeError):
        return "?"
