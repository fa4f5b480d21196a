"""Many records through one template: here or in several processes, the same bytes either way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.errors import DocgenError, FileNotWritable
from docgen.folder import write_bytes
from docgen.jobs import each, processes
from docgen.word.faults import Unfilled
from docgen.word.filters import CannotFormat, as_written
from docgen.words import missing as marked
from docgen.words import safe_name

if TYPE_CHECKING:
    from docgen.word.template import Template, When

CHUNK = 64
ENDING = ".docx"
TAG = re.compile(r"\{\{?\s*([^{}|]+?)\s*\}?\}")
Record = Mapping[str, Any]
Naming = str | Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is missing in one of the documents."""

    path: Path
    name: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A record (counted from 1) for which no document could be made, and why."""

    record: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the records, in their order."""

    made: tuple[Path, ...]
    gaps: tuple[Gap, ...]
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """Some records with the paths of their documents, for one worker."""

    template: Template
    records: tuple[tuple[int, Path, Record], ...]
    missing: When


Outcome = tuple[int, Path, tuple[Unfilled, ...], str]


def render_many(
    template: Template,
    records: Iterable[Record],
    folder: Path,
    name: Naming,
    workers: int | None,
    missing: When,
) -> Report:
    """Write one document a record and report on all of them (see ``Template.render_many``)."""
    template.check()
    folder.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(template, _named(records, folder, name), missing)
    outcomes: list[Outcome] = []
    with processes(workers) as executor:
        # A few jobs at a time: records are read while others are printed, memory stays flat.
        while window := list(islice(jobs, 4 * (workers or 1))):
            for result in each(render_job, window, executor=executor):
                outcomes += result.get()
    return _report(outcomes)


def _jobs(
    template: Template, named: Iterator[tuple[int, Path, Record]], missing: When
) -> Iterator[Job]:
    while chunk := tuple(islice(named, CHUNK)):
        yield Job(template, chunk, missing)


def _named(
    records: Iterable[Record], folder: Path, name: Naming
) -> Iterator[tuple[int, Path, Record]]:
    """Number the records and give each a file name of its own, in their order."""
    namer = _namer(name) if isinstance(name, str) else name
    used: set[str] = set()
    for number, record in enumerate(records, 1):
        stem = safe_name(namer(record)).removesuffix(ENDING)
        title, copy = stem, 1
        while title.casefold() in used:
            copy += 1
            title = f"{stem}_{copy}"
        used.add(title.casefold())
        yield number, folder / f"{title}{ENDING}", record


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


def render_job(job: Job) -> list[Outcome]:
    """Render the records of one job; a record that fails becomes an outcome with a reason."""
    outcomes: list[Outcome] = []
    for number, path, record in job.records:
        try:
            unfilled = _render_one(job, path, record)
        except FileNotWritable:
            raise
        except DocgenError as error:
            outcomes.append((number, path, (), error.sentence()))
        else:
            outcomes.append((number, path, unfilled, ""))
    return outcomes


def _render_one(job: Job, path: Path, record: Record) -> tuple[Unfilled, ...]:
    if job.missing == "stop":
        write_bytes(path, job.template.render(record))
        return ()
    rendered = job.template.render_report(record)
    write_bytes(path, rendered.data)
    return rendered.unfilled


def _report(outcomes: list[Outcome]) -> Report:
    made = tuple(path for _, path, _, why in outcomes if not why)
    gaps = tuple(
        Gap(path, one.name, f"{one.part} {one.place}".strip(), one.reason)
        for _, path, unfilled, _ in outcomes
        for one in unfilled
    )
    failed = tuple(Failed(number, path.name, why) for number, path, _, why in outcomes if why)
    return Report(made, gaps, failed)
