"""The comments of a sheet of an .xlsx, as its parts have them; no XML is parsed."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

Place = tuple[int, int]
OWN = "docgen 检查"  # who writes the comments of a marked copy
TOKEN = re.compile(
    rb"<(?:\w+:)?(?P<open>comment|threadedComment)\b(?P<given>[^<>]*)>"
    rb"|<(?:\w+:)?(?:t|text)(?:\s[^<>]*)?>(?P<text>[^<]+)"
    rb"|<(?P<close>/)(?:\w+:)?(?:comment|threadedComment)\s*>"
)
AUTHOR = re.compile(rb"<(?:\w+:)?author(?:\s[^<>]*)?(?:/>|>([^<]*)<)")
PLACE = re.compile(rb"\bref\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7})[\"']")
AUTHOR_NUMBER = re.compile(rb"\bauthorId\s*=\s*[\"'](\d{1,6})[\"']")
MOST = 100_000  # comments of one sheet


def comments_in(content: bytes) -> Mapping[Place, str]:
    """Return place (0-based) → text of a part of comments or of threads, docgen's own left out."""
    authors = [text.decode("utf-8", "replace") for text in AUTHOR.findall(content)]
    found: dict[Place, str] = {}
    place: Place | None = None
    for token in TOKEN.finditer(content):
        if token["close"]:
            place = None
        elif token["open"]:
            place = _place(token["given"], authors) if len(found) < MOST else None
        elif place is not None:
            text = html.unescape(token["text"].decode("utf-8", "replace"))
            found[place] = found.get(place, "") + text
    return {place: text for place, text in found.items() if text.strip()}


def _place(given: bytes, authors: list[str]) -> Place | None:
    cell, author = PLACE.search(given), AUTHOR_NUMBER.search(given)
    if cell is None or int(cell[2]) == 0 or given.endswith(b"/"):
        return None
    if author and int(author[1]) < len(authors) and authors[int(author[1])] == OWN:
        return None
    column = 0
    for letter in cell[1].upper():
        column = column * 26 + letter - 64
    return int(cell[2]) - 1, column - 1
