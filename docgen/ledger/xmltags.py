"""Attributes of tags that are scanned as bytes; no XML is parsed."""

from __future__ import annotations

import re

ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"))


def attribute(tag: bytes, name: bytes) -> str:
    """Return the value of an attribute, whatever its prefix; empty without it."""
    found = re.search(rb"\b(?:\w+:)?" + name + rb'\s*=\s*"([^"]*)"', tag)
    return unescape(found.group(1)) if found else ""


def unescape(raw: bytes) -> str:
    """Return the text that escaped bytes stand for."""
    text = raw.decode("utf-8", "replace")
    for escaped, sign in ESCAPES:
        text = text.replace(escaped, sign)
    text = re.sub(r"&#(\d{1,6});", lambda found: chr(int(found[1])), text)
    return text.replace("&amp;", "&")
