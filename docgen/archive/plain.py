"""Text made comparable: half-width signs, no spaces between Chinese characters."""

from __future__ import annotations

import re
import unicodedata

CJK = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]")
_GAP = re.compile(r"(?<=[㐀-䶿一-鿿])[ \t　]+(?=[㐀-䶿一-鿿])")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return NFKC text in which spaces between Chinese characters are closed up."""
    return _GAP.sub("", unicodedata.normalize("NFKC", text))


def dense(text: str) -> str:
    """Return NFKC text without any white space: for finding words."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))
