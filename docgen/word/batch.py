"""Many records through one template: here or in several processes, the same bytes either way."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from docgen.errors import DocgenError, FileNotWritable, refusal
from docgen.jobs import processes, streamed
from docgen.word.faults import Unfilled
from docgen.word.filters import CannotFormat, as_written
from docgen.word.form import Form
from docgen.word.report import Failed, Gap, Record, Report, Sources, When
from docgen.words import missing as marked
from docgen.words import safe_name

CHUNK = 64
ENDING = ".docx"
PART = ".docgen-{}.part"  # what is being written, one a process
TAG = re.compile(r"\{\{?\s*([^{}|]+?)\s*\}?\}")
Naming = str | Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Order:
    """One record: its number, its file name, its data, where its values come from."""

    number: int
    title: str
    record: Record
    sources: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """What every worker needs once: the template, the folder, what to do about gaps."""

    form: Form
    folder: Path
    missing: When


Outcome = tuple[int, str, tuple[Unfilled, ...], str]
_press: list[Press] = []  # of this process


def render_many(
    form: Form,
    records: Iterable[Record],
    folder: Path,
    name: Naming,
    workers: int | None,
    missing: When,
    sources: Sources | None = None,
) -> Report:
    """Write one document a record and report on all of them (see ``Template.render_many``)."""
    form.check()
    press = Press(form, folder, missing)
    _make_ready(folder)
    orders = ordered(records, name, sources)
    outcomes: list[Outcome] = []
    with processes(workers, begin=set_up, args=(press,), helping=True) as executor:
        set_up(press)
        chunks = iter(lambda: tuple(islice(orders, CHUNK)), ())
        # Few chunks ahead: this process prints as well, and memory stays flat.
        ahead = workers or 1
        for result in streamed(print_chunk, chunks, executor=executor, ahead=ahead, helping=True):
            outcomes += result.get()
    return report_on(outcomes, folder)


def _make_ready(folder: Path) -> None:
    """Make the folder; half-written files that an interrupted run left go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(PART.format("*")):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise FileNotWritable(file=str(folder), why=refusal(error)) from error


def ordered(
    records: Iterable[Record], name: Naming, sources: Sources | None = None
) -> Iterator[Order]:
    """Number the records and give each a file name of its own, in their order."""
    namer = _namer(name) if isinstance(name, str) else name
    used: dict[str, int] = {}
    for number, record in enumerate(records, 1):
        stem = safe_name(namer(record)).removesuffix(ENDING)
        title, copy = stem, used.get(stem.casefold(), 0)
        while title.casefold() in used:
            copy += 1
            title = f"{stem}_{copy}"
        used[stem.casefold()] = max(copy, 1)
        used.setdefault(title.casefold(), 1)
        yield Order(number, f"{title}{ENDING}", record, sources(record) if sources else None)


def _namer(pattern: str) -> Callable[[Record], str]:
    """Return a function that fills a file name's tags from a record."""

    def named(record: Record) -> str:
        return TAG.sub(lambda match: _in_name(record, match.group(1)), pattern)

    return named


def _in_name(record: Record, path: str) -> str:
    value: Any = record
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
    if value is None:
        return marked(path)
    try:
        return as_written(value)
    except CannotFormat:
        return marked(path)


def set_up(press: Press) -> None:
    """Begin a worker: the template is compiled here, once."""
    _press[:] = [press]
    press.form.check()


def print_chunk(orders: tuple[Order, ...]) -> list[Outcome]:
    """Print some records; one that fails becomes an outcome with a reason."""
    (press,) = _press
    outcomes: list[Outcome] = []
    for order in orders:
        try:
            unfilled = _print(press, order)
        except FileNotWritable:
            raise
        except DocgenError as error:
            outcomes.append((order.number, order.title, (), error.sentence()))
        else:
            outcomes.append((order.number, order.title, unfilled, ""))
    return outcomes


def _print(press: Press, order: Order) -> tuple[Unfilled, ...]:
    rendered = press.form.render_report(order.record, order.sources)
    if press.missing == "stop" and rendered.unfilled:
        raise press.form.stopped(rendered)
    keep_or_write(press.folder / order.title, rendered.data)
    return rendered.unfilled


def keep_or_write(path: Path, data: bytes) -> None:
    """Leave a file that holds these very bytes; write any other whole or not at all.

    Rendering is cheaper than writing, so an interrupted run goes on by comparing: what it finished
    stays untouched, and what a power cut damaged is written again. That makes waiting for the disk
    (fsync, ten times the rendering) needless: these files can always be made again.
    """
    part = path.parent / PART.format(os.getpid())
    try:
        if _holds(path, data):
            return
        with open(part, "wb", opener=_for_owner) as file:
            file.write(data)
        os.replace(part, path)  # noqa: PTH105 (a third of the time of Path.replace)
    except BaseException as error:  # Ctrl+C leaves no half of a file either
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise FileNotWritable(file=str(path), why=refusal(error)) from error
        raise


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _holds(path: Path, data: bytes) -> bool:
    try:
        if path.stat().st_size != len(data):
            return False
    except FileNotFoundError:
        return False
    return path.read_bytes() == data


def report_on(outcomes: Iterable[Outcome], folder: Path) -> Report:
    """Return the report of what the workers did."""
    made: list[Path] = []
    gaps: list[Gap] = []
    failed: list[Failed] = []
    for number, title, unfilled, why in outcomes:
        path = folder / title
        if why:
            failed.append(Failed(number, title, why))
            continue
        made.append(path)
        for one in unfilled:
            gaps.append(Gap(path, one.name, f"{one.part} {one.place}".strip(), one.reason))
    return Report(tuple(made), tuple(gaps), tuple(failed))
