"""Sentences of a summary that lack a number: shown as 【缺：…】 or 【待补：…】, or left out.

Works on the finished Word file, so that a template of the office's own is treated alike. Marks in
tables always stay: a cell is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.word.package import joined, packed, xml
from docgen.word.unpack import read_package
from docgen.words import chinese_number

SHOW, TO_DO, LEAVE_OUT = "缺", "待补", "省略"
WAYS = (SHOW, TO_DO, LEAVE_OUT)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK = re.compile(r"【缺：([^】]*)】")
SENTENCE = re.compile(r"[^。！？]*[。！？]?[”）》]?")
SECOND = re.compile(r"^（[一二三四五六七八九十]+）")
HEADINGS = ("Heading1", "Heading2")


@dataclass(frozen=True, slots=True)
class Settled:
    """The file as it is handed out, and the sentences that were left out of it."""

    data: bytes
    left_out: tuple[str, ...] = ()


def settled(data: bytes, way: str, name: str) -> Settled:
    """Return the Word file ``name`` with its gaps shown or left out.

    Headings under which nothing is left go too, and （一）（二）… are counted anew.
    """
    if way == SHOW:
        return Settled(data)
    package = read_package(data, name)
    root = xml(package.parts[package.main], name)
    left_out = tuple(_take_out(root)) if way == LEAVE_OUT else ()
    if left_out:
        _close_up(root)
    for text in root.iter(f"{W}t"):
        if text.text and MARK.search(text.text):
            text.text = MARK.sub(rf"【{TO_DO}：\1】", text.text)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Settled(joined(package, {package.main: packed(package.main, content)}), left_out)


def _take_out(root: etree._Element) -> Iterator[str]:
    for paragraph in list(_paragraphs(root)):
        texts = list(paragraph.iter(f"{W}t"))
        whole = "".join(text.text or "" for text in texts)
        if _style(paragraph) in HEADINGS or not MARK.search(whole):
            continue
        spans = [one.span() for one in SENTENCE.finditer(whole) if MARK.search(one.group())]
        yield from (whole[start:end] for start, end in spans)
        _cut(texts, spans)
        if not "".join(text.text or "" for text in texts).strip():
            _drop(paragraph)


def _paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of the text itself, not those of tables."""
    body = root.find(f"{W}body")
    return iter(()) if body is None else (one for one in body if one.tag == f"{W}p")


def _cut(texts: Iterable[etree._Element], spans: Iterable[tuple[int, int]]) -> None:
    """Take the characters of these spans out of a paragraph's texts."""
    gone = {at for start, end in spans for at in range(start, end)}
    at = 0
    for text in texts:
        signs = text.text or ""
        text.text = "".join(sign for place, sign in enumerate(signs, at) if place not in gone)
        at += len(signs)


def _close_up(root: etree._Element) -> None:
    """Take away headings with nothing under them and count the second level anew."""
    for paragraph in [one for one in _paragraphs(root) if _style(one) == "Heading2"]:
        under = list(_under(paragraph))
        if all(_is_blank(one) for one in under):
            for one in (paragraph, *under):
                _drop(one)
    number = 0
    for paragraph in _paragraphs(root):
        if _style(paragraph) == "Heading1":
            number = 0
        if _style(paragraph) == "Heading2":
            number += _renumber(paragraph, number + 1)


def _under(heading: etree._Element) -> Iterator[etree._Element]:
    """What stands under a heading, down to the next one or the end of the section."""
    for one in heading.itersiblings():
        if _style(one) in HEADINGS or one.tag == f"{W}sectPr":
            return
        yield one


def _is_blank(element: etree._Element) -> bool:
    """Whether an element is a paragraph that shows nothing."""
    shown = (f"{W}drawing", f"{W}pict", f"{W}object", f"{W}br", f"{W}sectPr")
    words = "".join(text.text or "" for text in element.iter(f"{W}t"))
    return (
        element.tag == f"{W}p" and not words.strip() and not any(True for _ in element.iter(*shown))
    )


def _renumber(paragraph: etree._Element, number: int) -> bool:
    first = next((text for text in paragraph.iter(f"{W}t") if text.text), None)
    if first is None or not SECOND.match(first.text or ""):
        return False
    first.text = SECOND.sub(f"（{chinese_number(number)}）", first.text or "")
    return True


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _drop(paragraph: etree._Element) -> None:
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)
