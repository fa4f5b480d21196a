"""Reading workbooks one by one, or in two processes: what each gives is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from docgen.findings import Finding
from docgen.jobs import each, without_collector
from docgen.ledger.headers import Confirmed
from docgen.ledger.package import sheet_sizes
from docgen.ledger.pieces import Piece, pieces_of
from docgen.ledger.sheetscan import Damaged, TooLarge
from docgen.ledger.workbook import Book, open_book

WORTH_IT = 4_000_000  # bytes of all workbooks; below it a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class Read:
    """What a workbook, or some of its sheets, gave; ``pieces`` by the place of their sheet."""

    findings: tuple[Finding, ...] = ()
    pieces: tuple[tuple[int, Piece], ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """Sheets of one workbook to be read together; no name means all of them."""

    path: Path
    file: str
    confirmed: Confirmed = field(default_factory=dict)
    sheets: frozenset[str] = frozenset()


def large(paths: Iterable[Path]) -> bool:
    """Whether these workbooks hold so much that a second process pays."""
    return sum(path.stat().st_size for path in paths if path.is_file()) >= WORTH_IT


def read_sheets(book: Book, confirmed: Confirmed) -> Read:
    """Return the pieces of an opened workbook."""
    pieces = (
        (grid.place, piece)
        for grid in book.grids
        for piece in pieces_of(grid, book.file, confirmed)
    )
    return Read(book.findings, tuple(pieces), refused=any(map(_refuses, book.findings)))


def _refuses(finding: Finding) -> bool:
    return finding.code.startswith("E00")


def read_all(shares: Sequence[Share], executor: Executor | None) -> Iterator[Read]:
    """Yield what each workbook gave, in their order; with an executor half is read there."""
    if executor is None:
        yield from map(_read, shares)
        return
    cut, there = _divided(shares)
    results = [result.get() for result in each(_read, cut, executor=executor, here=there)]
    by_file: dict[Path, list[Read]] = {}
    for share, read in zip(cut, results, strict=True):
        by_file.setdefault(share.path, []).append(read)
    for share in shares:
        yield _whole(by_file[share.path])


def _read(share: Share) -> Read:
    with without_collector():
        return read_sheets(open_book(share.path, share.file, share.sheets), share.confirmed)


def _whole(parts: Sequence[Read]) -> Read:
    """A workbook of which one part cannot be read is refused as a whole."""
    if len(parts) == 1:
        return parts[0]
    refused = [part for part in parts if part.refused]
    if refused:
        return refused[0]
    pieces = sorted((one for part in parts for one in part.pieces), key=lambda one: one[0])
    findings = dict.fromkeys(note for part in parts for note in part.findings)
    return Read(tuple(findings), tuple(pieces))


def _divided(shares: Sequence[Share]) -> tuple[list[Share], frozenset[int]]:
    """Return the shares with the sheets of each workbook in two, and which to read here."""
    weighed = sorted(
        ((size, number, sheet) for number, share in enumerate(shares)
         for sheet, size in _sizes(share.path).items()),
        reverse=True,
    )  # fmt: skip
    loads = [0, 0]
    sides: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
    for size, number, sheet in weighed:
        side = int(loads[1] < loads[0])
        loads[side] += size
        sides[side].setdefault(number, set()).add(sheet)
    cut: list[Share] = []
    here: list[int] = []
    for side in (1, 0):
        for number, names in sorted(sides[side].items()):
            share = shares[number]
            whole = number not in sides[1 - side]
            if side == 0:
                here.append(len(cut))
            sheets = frozenset() if whole else frozenset(names)
            cut.append(Share(share.path, share.file, share.confirmed, sheets))
    return cut, frozenset(here)


def _sizes(path: Path) -> dict[str, int]:
    """How much each sheet holds, in bytes; a workbook that cannot be divided has one entry."""
    try:
        whole = path.stat().st_size
        sizes = sheet_sizes(path.read_bytes()) if path.suffix.lower() in (".xlsx", ".xlsm") else {}
    except (OSError, Damaged, TooLarge):
        return {"": 1}
    return sizes if len(sizes) > 1 else {"": whole * 8}
