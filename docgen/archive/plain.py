"""Text made comparable: half-width signs, no spaces between Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CJK = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]")
_GAP = re.compile(r"(?<=[㐀-䶿一-鿿])[ \t　]+(?=[㐀-䶿一-鿿])")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return NFKC text in which spaces between Chinese characters are closed up."""
    return _GAP.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def dense_word(word: str) -> str:
    """Return ``dense`` of a word of the schema, kept because the same words come again."""
    return dense(word)


def dense(text: str) -> str:
    """Return NFKC text without any white space: for finding words."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))
