"""Proposals of the last plan, used again while nothing changed that they depend on.

They depend on the accounts of the files, the ledger, the schema, what a clerk decided, the
recogniser and docgen itself; a mark of all these stands beside them. Another mark: made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from docgen.archive import ocr
from docgen.archive.cache import Cache
from docgen.archive.schema_file import schema_file
from docgen.archive.similar import Pair, Sketch
from docgen.findings import Finding, Severity
from docgen.folder import Folder
from docgen.model import Ledger, Paper

PROPOSALS, SKETCHES, PAIRS, SAVED = "proposals", "sketches", "pairs", "saved"
CODE = ("archive", "facts", "model")
"""Folders of docgen on whose code a proposal depends."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """What reading and judging gave: papers, separator sheets, findings, sketches by paper id."""

    papers: tuple[Paper, ...]
    separators: tuple[tuple[str, int], ...] = ()
    findings: tuple[Finding, ...] = ()
    sketches: Mapping[str, Sketch] = field(default_factory=dict)


def mark_of(folder: Folder, ledger: Ledger, *others: object) -> str:
    """Return a mark that is another as soon as a proposal could be another."""
    path = schema_file(folder)
    schema = path.read_bytes() if path.is_file() else b""
    parts = (_code(), ocr.engine(), schema, folder.settings, ledger, *others)
    return hashlib.sha256("\n".join(map(_spelt, parts)).encode("utf-8", "replace")).hexdigest()


def _spelt(value: object) -> str:
    """The value in words that are the same in every process: sets are sorted."""
    if isinstance(value, frozenset | set):
        return repr(sorted(map(_spelt, value)))
    if isinstance(value, Mapping):
        return repr([(_spelt(key), _spelt(part)) for key, part in value.items()])
    if is_dataclass(value):
        # A field that does not count for equality is a memo, filled while the value is used.
        parts = [getattr(value, f.name) for f in fields(value) if f.compare]
        if any(isinstance(part, Mapping) for part in parts):
            return repr([_spelt(part) for part in parts])
    return repr(value)


def _code() -> str:
    """Size and time of docgen's own files, so that another version judges anew."""
    root = Path(__file__).resolve().parent.parent
    files = [path for name in CODE for path in sorted((root / name).rglob("*.py"))]
    return repr([(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in files])


def proposals(cache: Cache, mark: str) -> Proposals | None:
    """Return the proposals that bear this mark, ``None`` when others or none are kept."""
    kept: Any = cache.get(PROPOSALS)
    try:
        if kept[0] != mark:
            return None
        papers = tuple(_paper(values) for values in kept[1])
        sheets = tuple((source, page) for source, page in kept[2])
        return Proposals(papers, sheets, tuple(_finding(values) for values in kept[3]))
    except (TypeError, ValueError, LookupError):
        return None


def keep_proposals(cache: Cache, mark: str, made: Proposals) -> None:
    """Keep proposals in the place of those before."""
    papers = [[getattr(paper, f.name) for f in fields(Paper)] for paper in made.papers]
    cache.put(PROPOSALS, [mark, papers, made.separators, list(map(astuple, made.findings))])
    marks = {key: [sketch.text, f"{sketch.picture:x}"] for key, sketch in made.sketches.items()}
    cache.put(SKETCHES, [mark, marks])


def _paper(values: Sequence[Any]) -> Paper:
    named = dict(zip((f.name for f in fields(Paper)), values, strict=True))
    return Paper(**{**named, "evidence": tuple(named["evidence"])})


def _finding(values: Sequence[Any]) -> Finding:
    named = dict(zip((f.name for f in fields(Finding)), values, strict=True))
    lists = {name: tuple(part) for name, part in named.items() if isinstance(part, list)}
    return Finding(**{**named, **lists, "severity": Severity(named["severity"])})


def sketches(cache: Cache, mark: str) -> Mapping[str, Sketch]:
    """Return the sketches kept beside the proposals of this mark."""
    kept: Any = cache.get(SKETCHES)
    try:
        marks = kept[1] if kept[0] == mark else {}
        return {key: Sketch(tuple(text), int(mark, 16)) for key, (text, mark) in marks.items()}
    except (TypeError, ValueError, LookupError):
        return {}


def pairs(cache: Cache, mark: str, papers: Sequence[Paper]) -> tuple[Pair, ...] | None:
    """Return the near duplicates found among just these papers before, else ``None``."""
    kept: Any = cache.get(PAIRS)
    try:
        if kept[0] != _among(mark, papers):
            return None
        return tuple(Pair(papers[one], papers[two], words) for one, two, words in kept[1])
    except (TypeError, ValueError, LookupError):
        return None


def keep_pairs(cache: Cache, mark: str, papers: Sequence[Paper], found: Iterable[Pair]) -> None:
    place = {id(paper): number for number, paper in enumerate(papers)}
    rows = [[place[id(p.first)], place[id(p.second)], p.words] for p in found]
    cache.put(PAIRS, [_among(mark, papers), rows])


def _among(mark: str, papers: Sequence[Paper]) -> str:
    return hashlib.sha256(f"{mark}{papers!r}".encode("utf-8", "replace")).hexdigest()


def saved(cache: Cache, mark: str, path: Path) -> bool:
    """Whether the workbook at this path is the one that was written under this mark."""
    return path.is_file() and cache.get(SAVED) == [mark, _digest(path)]


def keep_saved(cache: Cache, mark: str, path: Path) -> None:
    cache.put(SAVED, [mark, _digest(path)])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
