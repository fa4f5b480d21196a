"""Names in tags as clerks write them, made into names that Jinja reads.

``务工人数（县内）`` and ``60周岁以上人数`` are names of figures but no identifiers: they are
carried through Jinja in a spelling of their own and turned back where one is looked up or shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

CJK = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PREFIX = "z__"
INNER = rf"[\w、，—\-－~～·.%％]*[{CJK}][\w、，—\-－~～·.%％]*"
NAME = re.compile(
    rf"(?:[^\W\d]\w*|\d+[{CJK}]\w*)"  # 60周岁以上人数 begins with digits
    rf"(?:(?<=[{CJK}])[（(]{INNER}[）)]\w*)*"
)
PLAIN = re.compile(r"[^\W\d]\w*")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
QUOTES = {
    "“": '”“"',
    "”": '”“"',
    "‘": "’‘'",
    "’": "’‘'",
    '"': '"',
    "'": "'",
    "＂": "＂",
    "＇": "＇",
}
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # come with pasted text
STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'", "＂": '"', "＇": "'"}


@lru_cache(maxsize=4096)
def spelled(name: str) -> str:
    """Return the identifier that stands for ``name`` inside Jinja code."""
    wide = name.replace("(", "（").replace(")", "）")
    if wide.isidentifier() and not wide.startswith(PREFIX):
        return wide
    return PREFIX + wide.encode().hex()


@lru_cache(maxsize=4096)
def shown(name: str) -> str:
    """Return the name a person wrote, from what ``spelled`` made of it."""
    if not name.startswith(PREFIX):
        return name
    try:
        return bytes.fromhex(name[len(PREFIX) :]).decode()
    except ValueError:
        return name


def normal(code: str) -> str:
    """Return the code of a tag with straight quotes, ASCII operators and readable names.

    Text between quotes is kept as it stands.
    """
    out: list[str] = []
    place = 0
    while place < len(code):
        char = code[place]
        if char in QUOTES:
            text, place = _quoted(code, place)
        elif found := (PLAIN if _after_bar(out) else NAME).match(code, place):
            text, place = spelled(found.group()), found.end()
        elif found := NUMBER.match(code, place):
            text, place = found.group(), found.end()
        else:
            text, place = _ascii(char), place + 1
        out.append(text)
    return "".join(out).strip()


def _after_bar(out: list[str]) -> bool:
    """After ``|`` stands a filter: a bracket behind it opens its arguments."""
    for text in reversed(out):
        if text.strip():
            return text == "|"
    return False


def _quoted(code: str, start: int) -> tuple[str, int]:
    opening = code[start]
    straight = STRAIGHT.get(opening, opening)
    end = start + 1
    while end < len(code) and code[end] not in QUOTES[opening]:
        end += 2 if code[end] == "\\" else 1
    inside = code[start + 1 : end]
    if straight != opening:
        inside = inside.replace(straight, "\\" + straight)
    closing = straight if end < len(code) else ""
    return f"{straight}{inside}{closing}", end + 1


def _ascii(char: str) -> str:
    if char.isspace():
        return " "
    if char in UNSEEN:
        return ""
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    return char
