"""Tags in the text of one paragraph: found across runs, taken out, replaced by a marker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docgen.word.faults import Fault, Place, shortened
from docgen.word.names import normal
from docgen.word.ooxml import (
    BR,
    CR,
    DEL,
    MOVED,
    P_PR,
    R_PR,
    SPACE,
    TAB,
    TXBX,
    P,
    R,
    T,
    nearest_above,
)

OPENING = r"[{｛](?:[{｛]|[%％]|#)"
TAG = re.compile(
    rf"[{{｛][{{｛](?P<value>(?:(?!{OPENING}).)*?)[}}｝][}}｝]"
    rf"|[{{｛][%％](?P<block>(?:(?!{OPENING}).)*?)[%％][}}｝]"
    rf"|[{{｛]\#(?P<comment>.*?)\#[}}｝]",
    re.DOTALL,
)
LEFT = re.compile(r"[{｛]{2}|[{｛][%％]|[}｝]{2}|[%％][}｝]|[{｛]#|#[}｝]")
LEVEL = re.compile(r"^[-+]?\s*(p|tr|tc|r)\s+(?=\S)")
VALUE_LEVEL = re.compile(r"^(p|tr|tc|r)\s+(?=[^\W\d]|[\"'“‘(\[])")
# docxtpl's way to write braces that are no tag.
LITERAL = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
MARK_OPEN, MARK_CLOSE = "\ufdd4", "\ufdd5"
MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_CLOSE}")


@dataclass(slots=True)
class Tag:
    """One tag: its code ready for Jinja, what it looked like, where it stands.

    ``before`` and ``after`` are the markup that sets a visible mark apart at this place; ``text``
    says whether line breaks may be written as markup here.
    """

    number: int
    kind: str  # value, block or comment
    level: str  # "", p, tr, tc or r: what the tag stands for
    code: str
    raw: str
    place: Place
    before: str = ""
    after: str = ""
    text: bool = False
    between: str = ""  # ends the paragraph and begins another like it, where that is possible
    holder: etree._Element | None = field(default=None, repr=False)


@dataclass(slots=True)
class Found:
    """All tags of a part, numbered through the template, and the faults met on the way."""

    tags: list[Tag]
    faults: list[Fault]
    first: int = 0

    def add(self, match: re.Match[str], place: Place) -> Tag:
        """Return a new tag made of what the pattern found."""
        kind = match.lastgroup or "value"
        code, level = match.group(kind), ""
        pattern = {"block": LEVEL, "value": VALUE_LEVEL}.get(kind)
        if pattern and (found := pattern.match(code)):
            level, code = found.group(1), code[found.end() :]
            # {{r x }} prints rich text where it stands, as every {{ }} does
            level = "" if (kind, level) == ("value", "r") else level
        number = self.first + len(self.tags)
        tag = Tag(number, kind, level, normal(unsigned(code)), match.group(), place)
        self.tags.append(tag)
        return tag


def unsigned(code: str) -> str:
    """Return a tag's code without Jinja's marks for trimming white space (``{%- … -%}``)."""
    return re.sub(r"^[-+](?=\s)|(?<=\s)[-+]$", "", code)


def chunks(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text-bearing elements of a paragraph with their text, text boxes left out."""
    for child in paragraph:
        if child.tag in (T, TAB, BR, CR):
            yield child, (child.text or "" if child.tag == T else " ")
        elif isinstance(child.tag, str) and child.tag not in (TXBX, DEL, MOVED, R_PR, P_PR, P):
            yield from chunks(child)


def lift_tags(paragraph: etree._Element, place: Place, found: Found) -> None:
    """Replace every tag of a paragraph by its marker in the run where it begins."""
    elements, texts = [], []
    for element, text in chunks(paragraph):
        elements.append(element)
        texts.append(text.replace(MARK_OPEN, "").replace(MARK_CLOSE, ""))
    whole = "".join(texts)
    if "{" not in whole and "｛" not in whole and "}" not in whole and "｝" not in whole:
        return
    matches = list(TAG.finditer(whole))
    found.faults += _left_over(whole, matches, place)
    marks = [(match, found.add(match, place)) for match in matches]
    for match, tag in reversed(marks):
        tag.holder = _replace(elements, texts, match.start(), match.end(), tag)
    for element, text in zip(elements, texts, strict=True):
        _store(element, text)


def _left_over(whole: str, matches: list[re.Match[str]], place: Place) -> list[Fault]:
    """Braces that belong to no tag: a tag was not finished, or was never begun."""
    rest = list(whole)
    for match in matches:
        rest[match.start() : match.end()] = "\0" * (match.end() - match.start())
    text = "".join(rest)
    for literal in LITERAL:
        text = text.replace(literal, "\0\0\0")
    return [
        place.fault(_around(whole, left.start()), _unfinished(left.group()))
        for left in LEFT.finditer(text)
    ]


def _unfinished(braces: str) -> str:
    opening = braces[0] in "{｛"
    pairs = {"{{": "}}", "{%": "%}", "{#": "#}", "}}": "{{", "%}": "{%", "#}": "{#"}
    plain = braces.replace("｛", "{").replace("｝", "}").replace("％", "%")
    other = pairs[plain]
    return (
        f"标签没有写完：有 {plain} 没有 {other}" if opening else f"多了 {plain}，前面没有 {other}"
    )


def _around(text: str, at: int) -> str:
    return shortened(text[max(at - 8, 0) : at + 24])


def _replace(
    elements: list[etree._Element], texts: list[str], start: int, end: int, tag: Tag
) -> etree._Element:
    """Put the marker where the tag begins; its other characters go. Return the marker's element."""
    offset, holder = 0, None
    marker = "" if tag.kind == "comment" else f"{MARK_OPEN}{tag.number}{MARK_CLOSE}"
    for index, text in enumerate(texts):
        a, b = max(start - offset, 0), min(end - offset, len(text))
        offset += len(text)
        if a >= b:
            continue
        texts[index] = text[:a] + (marker if holder is None else "") + text[b:]
        holder = elements[index] if holder is None else holder
        if offset >= end:
            break
    return holder if holder is not None else elements[0]


def _store(element: etree._Element, text: str) -> None:
    if element.tag != T:
        if text != " ":
            _drop(element)
        return
    for literal, meant in LITERAL.items():
        text = text.replace(literal, meant)
    if text == (element.text or ""):
        return
    if not text:
        _drop(element)
        return
    element.text = text
    element.set(SPACE, "preserve")


def _drop(element: etree._Element) -> None:
    """Remove an emptied element, and its run when nothing but properties is left in it."""
    run = nearest_above(element, R)
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if run is not None and parent is run and all(child.tag == R_PR for child in run):
        holder = run.getparent()
        if holder is not None:
            holder.remove(run)
