"""Many items: order kept, errors are values, interruption passes through."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from docgen import jobs


def tenth(number: int) -> float:
    return 10 / number


@pytest.mark.parametrize("workers", [0, 1, 4])
def test_results_stand_in_the_order_of_the_items(workers: int) -> None:
    items = [5, 0, 2, 1]
    executor = ThreadPoolExecutor(workers) if workers else None
    seen: list[tuple[int, int]] = []
    results = jobs.each(tenth, items, executor=executor, progress=lambda a, b: seen.append((a, b)))
    assert [result.value for result in results] == [2, None, 5, 10]
    assert isinstance(results[1].error, ZeroDivisionError)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    if executor:
        executor.shutdown()


def test_get_raises_the_error_of_the_item() -> None:
    with pytest.raises(ZeroDivisionError):
        jobs.each(tenth, [0])[0].get()


def test_an_interruption_is_no_result() -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.each(interrupted, [1, 2])


@pytest.mark.parametrize("workers", [0, 2])
def test_a_stream_reads_only_a_few_items_ahead(workers: int) -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for number in range(50):
            read.append(number)
            yield number

    executor = ThreadPoolExecutor(workers) if workers else None
    stream = jobs.streamed(tenth, items(), executor=executor, ahead=3)
    assert isinstance(next(stream).error, ZeroDivisionError)
    assert next(stream).get() == 10
    assert len(read) <= 6
    assert [result.get() for result in stream] == [10 / number for number in range(2, 50)]
    if executor:
        executor.shutdown()


def test_the_caller_works_too_while_the_workers_have_enough_to_do() -> None:
    gate = threading.Event()
    names: list[str] = []

    def work(number: int) -> int:
        here = threading.current_thread() is threading.main_thread()
        names.append("here" if here else "there")
        if not here:
            gate.wait(10)
        elif number == 6:
            gate.set()
        return number

    with ThreadPoolExecutor(1) as executor:
        stream = jobs.streamed(work, range(20), executor=executor, ahead=2, helping=True)
        assert [result.get() for result in stream] == list(range(20))
    assert names.count("here") >= 5


def test_the_caller_does_not_stop_while_the_first_worker_begins() -> None:
    """A worker process takes as long to begin as the caller takes for many items."""
    gate = threading.Event()

    def work(number: int) -> bool:
        if threading.current_thread() is threading.main_thread():
            if number == 20:
                gate.set()
            return True
        return gate.wait(2)

    with ThreadPoolExecutor(1) as executor:
        stream = jobs.streamed(work, range(40), executor=executor, ahead=2, helping=True)
        assert all(result.get() for result in stream)


def test_a_caller_that_works_too_is_one_of_the_workers() -> None:
    with jobs.processes(3, helping=True) as executor:
        assert executor is not None
        pids = {result.get() for result in jobs.each(_slow_pid, range(8), executor=executor)}
    assert 1 <= len(pids) <= 2


def _slow_pid(number: int) -> int:
    time.sleep(0.05)
    return os.getpid()
