"""Characters no font has: which cells they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docgen.findings import Finding
from docgen.model import Record, columns_of
from docgen.pages.fonts import glyph_findings


def lost_glyphs(
    characters: Iterable[str], records: Iterable[Record], *, household: str = ""
) -> list[Finding]:
    """Return a finding for each cell that holds one of the characters; one without a cell else."""
    wanted = list(dict.fromkeys(characters))
    found: list[Finding] = []
    if wanted:
        for record, column, text in _texts(records):
            held = "".join(one for one in wanted if one in text)
            found.extend(glyph_findings(held, record.at, column, household=household))
    placed = {one.value for one in found}
    rest = "".join(one for one in wanted if one not in placed)
    found.extend(
        replace(one, also=()) for one in glyph_findings(rest, None, "", household=household)
    )
    return found


def _texts(records: Iterable[Record]) -> Iterator[tuple[Record, str, str]]:
    for record in records:
        for column, attribute in columns_of(type(record)).items():
            value = getattr(record, attribute)
            if isinstance(value, str) and not value.isascii():
                yield record, column, value
