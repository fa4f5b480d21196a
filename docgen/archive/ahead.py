"""Reading many pages before they are asked for, by several processes where that is worth it.

What is read goes into the cache page by page, so that stopping loses at most a few pages.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor

from docgen.archive.cache import Cache
from docgen.archive.kinds import PICTURES
from docgen.archive.reading import Task, Wanted, read_task, remember, tasks
from docgen.jobs import streamed

MOST_WORKERS = 8  # a worker with the recogniser holds about 400 MB
SCAN_BYTES = 40_000
"""A page of a PDF that takes more than this is most likely a scan."""
SECONDS = {"recognised": 1.5, "picture": 0.05, "text": 0.003}
"""What a page costs, roughly: enough to know whether starting processes pays."""
WORTH = 4.0


def workers() -> int:
    """Return how many processes read at the same time."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def read_ahead(
    wanted: Iterable[Wanted],
    cache: Cache,
    *,
    whole: bool = True,
    executor: Executor | None = None,
    step: Callable[[int, int], None] | None = None,
) -> None:
    """Read what was not read before of all these contents and keep it.

    The result does not depend on the executor. A content whose reading fails is left for later.
    """
    todo = [task for one in wanted for task in tasks(one, cache, whole=whole)]
    pool = executor if sum(map(_seconds, todo)) >= WORTH else None
    done, count = 0, sum(len(task.numbers) for task in todo)
    results = streamed(read_task, todo, executor=pool, ahead=3 * workers())
    for task, result in zip(todo, results, strict=True):
        if result.value is not None:
            remember(task, result.value, cache)
            cache.commit()
        done += len(task.numbers)
        if step:
            step(done, count)


def _seconds(task: Task) -> float:
    kind = "text"
    if task.wanted.kind in PICTURES or _looks_scanned(task.wanted):
        kind = "recognised" if task.engine else "picture"
    return SECONDS[kind] * len(task.numbers)


def _looks_scanned(wanted: Wanted) -> bool:
    try:
        return wanted.path.stat().st_size > SCAN_BYTES * wanted.pages
    except OSError:
        return False
