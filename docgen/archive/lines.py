"""Lines of a page with their height, and the title among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

TITLE_LINES = 2
TITLE_SIGNS = 60
LARGER = 1.12
"""A title is set at least this much larger than the usual line."""
UPPER_PART = 0.55
SIGNED = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, the height of its type, its place from the top (0 … 1)."""

    text: str
    height: float = 0.0
    top: float = 0.0


def title_of(lines: Sequence[Line]) -> tuple[str, bool]:
    """Return what stands largest in the upper part of a page, else its first line.

    The second value says whether the title stands out by its size.
    """
    written = [line for line in lines if SIGNED.search(line.text)]
    if not written:
        return "", False
    upper = [line for line in written if line.top <= UPPER_PART] or written[:3]
    usual = sorted(line.height for line in written)[len(written) // 2]
    largest = max(line.height for line in upper)
    if largest <= 0 or largest < usual * LARGER:
        return _first(upper), False
    return _joined(upper, largest), True


def _first(lines: Sequence[Line]) -> str:
    """Without any larger line the first one speaks; 附件1 and the like only announce a title."""
    texts = [line.text.strip() for line in lines[:3]]
    named = [
        text
        for text in texts
        if not re.fullmatch(r"附\s*[件表]\s*[\d一二三四五六七八九十]*[:：]?", text)
    ]
    return (named or texts)[0][:TITLE_SIGNS]


def _joined(lines: Sequence[Line], height: float) -> str:
    """The largest line and those of the same size right after it (a title of two lines)."""
    parts: list[str] = []
    for line in lines:
        if line.height >= height * 0.93:
            parts.append(re.sub(r"\s+", "", line.text))
            if len(parts) == TITLE_LINES:
                break
        elif parts:
            break
    return "".join(parts)[:TITLE_SIGNS]
