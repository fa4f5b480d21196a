"""Text made comparable: half-width signs, no spaces between Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORDS_APART = re.compile(r"(?<=\S\S)[^\S\n]+(?=\S\S)")
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


def parted(text: str) -> str:
    """Return ``dense`` of each line, with a stroke between the cells of a row.

    目标任务 工作措施 does not speak of 务工; signs set wide apart (申 请 书) are one word.
    """
    shown = _WORDS_APART.sub("|", unicodedata.normalize("NFKC", text))
    return "\n".join(filter(None, (_SPACE.sub("", line) for line in shown.splitlines())))
