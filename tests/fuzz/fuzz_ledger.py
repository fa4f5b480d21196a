"""Throws damaged workbooks at the reader, the rules and the marked copy.

    python tests/fuzz/fuzz_ledger.py --minutes 10 --seed 1
    python tests/fuzz/fuzz_ledger.py --seed 1 --case 4711 --keep case.xlsx   (one case again)

A case fails when anything raises, when a row is neither used nor set aside, or when a finding names
a cell that cannot be. Each case follows from the seed and its number alone.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import faulthandler
import re
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from itertools import count
from pathlib import Path
from random import Random

from damage import DAMAGES

from docgen.findings import Finding, as_json
from docgen.folder import open_folder
from docgen.ledger.marked import marked
from docgen.ledger.marked_sheet import place_of
from docgen.ledger.marked_zip import Unmarkable
from docgen.ledger.reading import ledger_of
from docgen.ledger.workbook import Book, read_book
from docgen.model import Ledger
from docgen.rules.check import check

EXAMPLE = Path(__file__).parents[2] / "examples" / "荷塘村"
MEMORY = 4_000_000_000  # bytes of address space
HANGS = 120  # seconds for one case


class Broken(AssertionError):
    """A promise of the reader that a case does not keep."""


@dataclasses.dataclass(frozen=True)
class Case:
    """One spoilt workbook: its number, how it was spoilt, its name and bytes."""

    number: int
    damages: tuple[str, ...]
    name: str
    data: bytes


def seeds() -> list[tuple[str, bytes]]:
    """The sound workbooks that are spoilt."""
    return [(path.name, path.read_bytes()) for path in sorted(EXAMPLE.joinpath("台账").iterdir())]


def case_of(seed: int, number: int, sound: list[tuple[str, bytes]]) -> Case:
    """Return the case with this number."""
    chance = Random(f"{seed}:{number}")
    name, data = chance.choice(sound)
    damages = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        damage = chance.choice(DAMAGES)
        with contextlib.suppress(Exception):  # what is no zip any more cannot be spoilt inside
            data = damage(chance, data)
            damages.append(damage.__name__)
    if chance.random() < 0.1:
        name = Path(name).stem + chance.choice((".xls", ".csv", ".ods", ".xlsx", ".et"))
    return Case(number, tuple(damages), f"台账/{name}", data)


def try_case(case: Case, others: tuple[Book, ...], settings) -> None:
    """Read, check and mark one workbook; raises when a promise is broken."""
    book = read_book(case.data, case.name)
    ledger = ledger_of([book])
    account_for_rows(book, ledger)
    whole = ledger_of([*others, book]) if others else ledger
    for finding in (*check(ledger, settings).findings, *check(whole, settings).findings):
        look_at(finding)
    if book.grids and case.data.startswith(b"PK"):
        with contextlib.suppress(Unmarkable):
            found = [one for one in ledger.findings if one.file == case.name]
            compare(book, read_book(marked(case.data, found).data, case.name))


def compare(book: Book, copy: Book) -> None:
    """A marked copy holds the values of the original."""
    old = [(grid.name, grid.rows, grid.merges, grid.hidden) for grid in book.grids]
    new = [(grid.name, grid.rows, grid.merges, grid.hidden) for grid in copy.grids]
    if repr(old) != repr(new):  # NaN is not equal to itself
        raise Broken("the marked copy reads otherwise")


def look_at(finding: Finding) -> None:
    """A finding can be written, and its cell can be."""
    str(as_json(finding)).encode("utf-8", "replace")
    if finding.cell and not place_of(finding.cell):
        raise Broken(f"{finding.code} at {finding.cell}")
    if not finding.message or re.search(r"\{[a-z_]+\}", finding.fix):  # a header may hold a brace
        raise Broken(f"{finding.code} says {finding.message} / {finding.fix}")


def account_for_rows(book: Book, ledger: Ledger) -> None:
    """Every filled row from the first one on that is accounted for is used or set aside, once."""
    used: dict[str, set[int]] = {}
    for record in records(ledger):
        if record.at is not None:
            used.setdefault(record.at.sheet, set()).add(record.at.row)
    names = Counter(grid.name for grid in book.grids)
    tables = Counter(account.sheet for account in ledger.rows)  # several may stand on one sheet
    for account in ledger.rows:
        aside = [one.row for one in account.aside]
        if account.read != account.used + len(aside) or len(set(aside)) != len(aside):
            raise Broken(f"{account.sheet}: {account.read} != {account.used} + {len(aside)}")
        grid = next(grid for grid in book.grids if grid.name == account.sheet)
        if names[account.sheet] > 1 or tables[account.sheet] > 1 or not account.kind:
            continue
        mine = used.get(account.sheet, set()) if account.used else set()
        if len(mine - set(aside)) != account.used:
            raise Broken(f"{account.sheet}: {len(mine - set(aside))} records, {account.used} used")
        first = min(mine | set(aside), default=len(grid.rows) + 1)
        if account.read != len(grid.rows) + 1 - first:
            raise Broken(f"{account.sheet}: {account.read} rows from row {first} on")


def records(ledger: Ledger):
    """Every record that was read from a row."""
    for field in dataclasses.fields(ledger):
        value = getattr(ledger, field.name)
        if isinstance(value, tuple):
            yield from (one for one in value if hasattr(one, "at"))
    for entries in ledger.registers.values():
        yield from entries


def run(seed: int, numbers, deadline: float | None = None, keep: Path | None = None) -> list[str]:
    """Try cases until the numbers or the time end; return what failed."""
    sound = seeds()
    settings = open_folder(EXAMPLE).settings
    others = tuple(read_book(data, f"台账/{name}") for name, data in sound)
    failures, kinds, slowest = [], Counter(), (0.0, 0)
    started = time.monotonic()
    for number in numbers:
        if deadline is not None and time.monotonic() > deadline:
            break
        case = case_of(seed, number, sound)
        kinds.update(case.damages)
        before = time.monotonic()
        failure = outcome(case, others if number % 10 == 0 else (), settings, keep)
        slowest = max(slowest, (time.monotonic() - before, number))
        if failure:
            failures.append(failure)
            print(failure, file=sys.stderr, flush=True)
    print(
        f"{sum(kinds.values())} damages in {time.monotonic() - started:.0f} s,"
        f" {len(failures)} failed; slowest: case {slowest[1]}, {slowest[0]:.1f} s; {dict(kinds)}",
        file=sys.stderr,
    )
    return failures


def outcome(case: Case, others: tuple[Book, ...], settings, keep: Path | None) -> str:
    """Return what went wrong with a case, empty when nothing did."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    try:
        try_case(case, others, settings)
    except KeyboardInterrupt:
        raise
    except BaseException:  # a panic inside a library is no Exception
        if keep:
            keep.write_bytes(case.data)
        told = traceback.format_exc()
        return f"case {case.number} ({', '.join(case.damages)}; {case.name})\n{told}"
    finally:
        faulthandler.cancel_dump_traceback_later()
    return ""


def watch(seed: int, deadline: float, keep: Path | None) -> int:
    """Try cases in a process of its own, so that a crash is one failure and not the end."""
    first = failures = 0
    while (left := deadline - time.monotonic()) > 0:
        command = [sys.executable, __file__, "--worker", "--seed", str(seed), "--first", str(first)]
        command += ["--minutes", str(left / 60), *(["--keep", str(keep)] if keep else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            for line in worker.stdout or ():
                first = int(line) + 1
        if worker.returncode == 0:
            break
        failures += 1
        if worker.returncode != 1:
            print(f"case {first - 1}: the process ended with {worker.returncode}", file=sys.stderr)
    return failures


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--case", type=int, help="only this one")
    options.add_argument("--first", type=int, default=0, help="begin with this one")
    options.add_argument("--cases", type=int, help="so many and no more")
    options.add_argument("--keep", type=Path, help="write the failing workbook here")
    options.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    deadline = time.monotonic() + given.minutes * 60
    if given.case is None and given.cases is None and not given.worker:
        return bool(watch(given.seed, deadline, given.keep))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if given.cases is not None:
        return bool(run(given.seed, range(given.first, given.first + given.cases), keep=given.keep))
    if given.case is not None:
        if given.keep:
            given.keep.write_bytes(case_of(given.seed, given.case, seeds()).data)
        return bool(run(given.seed, [given.case]))
    return bool(run(given.seed, told(given.first), deadline, given.keep))


def told(first: int):
    """Numbers from ``first`` on; each is printed before it is tried, for the watching process."""
    for number in count(first):
        print(number, flush=True)
        yield number


if __name__ == "__main__":
    sys.exit(main())
