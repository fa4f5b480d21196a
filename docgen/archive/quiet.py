"""Libraries in C write to the terminal by themselves; what they say is no news for a clerk."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ERRORS = 2
_LOCK = threading.RLock()


@contextmanager
def quiet() -> Iterator[None]:
    """Drop what is written to standard error meanwhile, below Python.

    One thread at a time: two that put the stream back in the wrong order would lose it. Keep the
    block short.
    """
    with _LOCK:
        try:
            kept = os.dup(_ERRORS)
        except OSError:  # a program without a terminal
            yield
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _ERRORS)
            os.close(nowhere)
            yield
        finally:
            os.dup2(kept, _ERRORS)
            os.close(kept)
