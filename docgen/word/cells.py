"""Tags that set a table cell: its colour, its width in columns, its merging with others.

``{% cellbg 颜色 %}`` ``{% colspan 列数 %}`` ``{% vm %}`` ``{% hm %}``, as docxtpl has them. The tag
goes; the cell's properties get an attribute that is filled while rendering.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from docgen.word.names import normal
from docgen.word.ooxml import TC, nearest_above, w
from docgen.word.tags import MARK, MARK_CLOSE, MARK_OPEN, Found, Tag

# CT_TcPr is a sequence (ISO/IEC 29500-1, 17.4.69).
ORDER = tuple(map(w, ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd")))
WORDS = re.compile(r"(cellbg|colspan|vm|hm)\b\s*(.*)", re.DOTALL)


def settle(found: Found, instruction: Callable[[Tag], etree._Element]) -> None:
    """Move the tags that set a cell into the cell's properties."""
    for tag in tuple(found.tags):
        match = WORDS.fullmatch(tag.code) if tag.kind == "block" else None
        if match is None:
            continue
        cell = nearest_above(tag.holder, TC) if tag.holder is not None else None
        word, code = match.groups()
        if cell is None:
            found.faults.append(tag.place.fault(tag.raw, "要放在表格的一格里"))
        elif (word in ("cellbg", "colspan")) != bool(code):
            message = "少了颜色或列数" if not code else "后面不用写什么"
            found.faults.append(tag.place.fault(tag.raw, message))
        else:
            SETTERS[word](cell, tag, code, found, instruction)
        _erase(tag)


def _erase(tag: Tag) -> None:
    if tag.holder is not None:
        tag.holder.text = MARK.sub(
            lambda mark: "" if int(mark.group(1)) == tag.number else mark.group(),
            tag.holder.text or "",
        )
    tag.kind, tag.holder = "comment", None


def _background(cell: etree._Element, tag: Tag, code: str, found: Found, _: object) -> None:
    shade = _property(cell, "shd")
    shade.set(w("val"), "clear")
    shade.set(w("color"), "auto")
    shade.set(w("fill"), _marker(tag, "fill", code, found))


def _span(cell: etree._Element, tag: Tag, code: str, found: Found, _: object) -> None:
    _property(cell, "gridSpan").set(w("val"), _marker(tag, "span", code, found))


def _down(cell: etree._Element, tag: Tag, _: str, found: Found, __: object) -> None:
    """The cells of a repeated row become one; Word shows what the first holds."""
    _property(cell, "vMerge").set(w("val"), _marker(tag, "merge", "loop.first", found))


def _across(
    cell: etree._Element,
    tag: Tag,
    _: str,
    found: Found,
    instruction: Callable[[Tag], etree._Element],
) -> None:
    """A repeated cell becomes one as wide as all of them; only the first is printed."""
    _property(cell, "gridSpan").set(w("val"), _marker(tag, "span", "loop.length", found))
    cell.addprevious(instruction(_added(tag, "block", "if loop.first", found)))
    cell.addnext(instruction(_added(tag, "block", "endif", found)))


SETTERS: dict[str, Callable[..., None]] = {
    "cellbg": _background,
    "colspan": _span,
    "vm": _down,
    "hm": _across,
}


def _added(tag: Tag, kind: str, code: str, found: Found) -> Tag:
    made = Tag(found.first + len(found.tags), kind, "", normal(code), tag.raw, tag.place)
    found.tags.append(made)
    return made


def _marker(tag: Tag, kind: str, code: str, found: Found) -> str:
    return f"{MARK_OPEN}{_added(tag, kind, code, found).number}{MARK_CLOSE}"


def _property(cell: etree._Element, name: str) -> etree._Element:
    """Return a cell property of this name, new and in its place."""
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = etree.Element(w("tcPr"))
        cell.insert(0, properties)
    for old in properties.findall(w(name)):
        properties.remove(old)
    before = ORDER[: ORDER.index(w(name))]
    made = etree.Element(w(name))
    properties.insert(sum(child.tag in before for child in properties), made)
    return made
