"""Many items: order kept, errors are values, interruption passes through."""

from __future__ import annotations

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
