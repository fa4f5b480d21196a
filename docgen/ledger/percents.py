"""Which cells of an .xlsx are shown as percentages: what is shown as 12.5% is kept as 0.125."""

from __future__ import annotations

import re
from collections.abc import Set

from docgen.ledger.sheetscan import CELL_START, Place, column_index
from docgen.ledger.xmltags import attribute

CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
OWN_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
QUOTED = re.compile(r'"[^"]*"|\\.')
BUILT_IN = frozenset(("9", "10"))  # ECMA-376 18.8.30: 0% and 0.00%


def percent_styles(styles: bytes) -> frozenset[str]:
    """Return the numbers of the cell formats in styles.xml that show a percentage."""
    formats = set(BUILT_IN)
    for tag in OWN_FORMAT.findall(styles):
        if "%" in QUOTED.sub("", attribute(tag, b"formatCode")):
            formats.add(attribute(tag, b"numFmtId"))
    cells = CELL_FORMATS.search(styles)
    tags = FORMAT.findall(cells.group()) if cells else []
    return frozenset(
        str(at) for at, tag in enumerate(tags) if attribute(tag, b"numFmtId") in formats
    )


def percent_places(content: bytes, styles: Set[str]) -> frozenset[Place]:
    """Return the cells of a sheet that have one of these formats, by 0-based row and column."""
    if not styles:
        return frozenset()
    # The sign at the front lets the search leap from cell to cell; no tag is looked at before.
    numbers = b"|".join(number.encode() for number in sorted(styles))
    found = set()
    for given in re.finditer(rb' s="(?:' + numbers + rb')"', content):
        cell = CELL_START.match(content, content.rfind(b"<", 0, given.start()))
        if cell:
            found.add((int(cell[2]) - 1, column_index(cell[1].decode())))
    return frozenset(found)
