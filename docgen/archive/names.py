"""Order of file names as people count: 扫描2 before 扫描10."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"(\d+)")


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key in which runs of digits compare as numbers; 公示.pdf before 公示(1).pdf."""
    stem, dot, ending = unicodedata.normalize("NFC", name).rpartition(".")
    text = f"{stem}\x00{ending}" if dot else ending
    return tuple(
        (1, int(part), part) if part.isdecimal() and part.isascii() else (0, 0, part)
        for part in _DIGITS.split(text)
        if part
    )
