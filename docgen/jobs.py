"""Many items, one function: results in order, an error is a value, Ctrl+C stops cleanly.

No other module opens a pool.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Set
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Generic, TypeVar

HELPING = 16
"""So many times as many results may wait for an earlier one where this process works too: it never
stops while the first worker begins."""

Item = TypeVar("Item")
Value = TypeVar("Value")

Progress = Callable[[str, int, int], None]
"""What is being done, how many are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Result(Generic[Value]):
    """What one item gave: a value, or the error that stopped just this item."""

    value: Value | None = None
    error: Exception | None = None

    def get(self) -> Value:
        """Return the value or raise the item's error."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]


def each(
    function: Callable[[Item], Value],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
    here: Set[int] = frozenset(),
) -> list[Result[Value]]:
    """Apply ``function`` to every item and return one Result an item, in the items' order.

    With an ``executor`` items run in its workers, but those whose places are in ``here`` run in
    this process meanwhile; without, all run here. Ctrl+C cancels what has not begun.
    """
    todo = list(items)
    results: list[Result[Value]] = []
    running = _here(function, todo) if executor is None else _there(function, todo, executor, here)
    for result in running:
        results.append(result)
        if progress:
            progress(len(results), len(todo))
    return results


def _here(function: Callable[[Item], Value], items: list[Item]) -> Iterator[Result[Value]]:
    for item in items:
        try:
            yield Result(value=function(item))
        except Exception as error:
            yield Result(error=error)


def _there(
    function: Callable[[Item], Value], items: list[Item], executor: Executor, here: Set[int]
) -> Iterator[Result[Value]]:
    futures: dict[int, Future[Value]] = {
        place: executor.submit(function, item)
        for place, item in enumerate(items)
        if place not in here
    }
    with _cancelled_on_exit(futures.values()):
        own = {
            place: result for place in sorted(here) for result in _here(function, [items[place]])
        }
        for place in range(len(items)):
            yield own[place] if place in own else _result(futures[place])


def streamed(
    function: Callable[[Item], Value],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    ahead: int = 4,
    helping: bool = False,
) -> Iterator[Result[Value]]:
    """Yield one Result an item, in the items' order, reading only ``ahead`` items in advance.

    For more items than memory should hold; otherwise like ``each``. With ``helping`` this process
    works too while the workers have ``ahead`` items to do.
    """
    if executor is None:
        for item in items:
            yield from _here(function, [item])
        return
    waiting: deque[Future[Value] | Result[Value]] = deque()
    most = ahead * (HELPING if helping else 1)
    with _cancelled_on_exit(waiting):
        for item in items:
            if helping and sum(map(_running, waiting)) >= ahead:
                waiting.extend(_here(function, [item]))
            else:
                waiting.append(executor.submit(function, item))
            while waiting and (len(waiting) > most or not _running(waiting[0])):
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _running(result: Future[Value] | Result[Value]) -> bool:
    return isinstance(result, Future) and not result.done()


def _result(future: Future[Value] | Result[Value]) -> Result[Value]:
    if isinstance(future, Result):
        return future
    error = future.exception()
    if isinstance(error, Exception):
        return Result(error=error)
    if error is not None:
        raise error
    return Result(value=future.result())


@contextmanager
def _cancelled_on_exit(futures: Iterable[Future[Value] | Result[Value]]) -> Iterator[None]:
    try:
        yield
    finally:
        for future in futures:
            if isinstance(future, Future):
                future.cancel()


@contextmanager
def processes(
    workers: int | None,
    *,
    begin: Callable[..., object] | None = None,
    args: tuple[Any, ...] = (),
    helping: bool = False,
) -> Iterator[Executor | None]:
    """Open so many worker processes for ``each``; None or 1 opens none, and items run here.

    Every worker calls ``begin(*args)`` once before its first item. With ``helping`` this process
    is one of the workers.

    Workers begin afresh: a copy of a process that has set pages with Typst would wait for ever for
    threads that were not copied.
    """
    if workers is None or workers < 2:
        yield None
        return
    pool = ProcessPoolExecutor(workers - helping, get_context("spawn"), _begin, (begin, args))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(begin: Callable[..., object] | None, args: tuple[Any, ...]) -> None:
    """Leave Ctrl+C to the process that opened the pool: it ends the workers, without traces."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if begin is not None:
        begin(*args)


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of cells and records that hold no cycles: walking them again and again costs much.

    What such work leaves is freed by its count of references as before.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.freeze()
            gc.unfreeze()  # all is old now: no young generation of millions is walked next
            gc.enable()
