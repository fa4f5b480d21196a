"""Tags that stand for a whole paragraph, row, cell or run, and rows that repeat.

After this step every tag is a marker in text or attributes, or a processing instruction between
elements; the tree is otherwise the template's own.
"""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from docgen.word.cells import settle
from docgen.word.faults import Fault, Place
from docgen.word.ooxml import (
    DEL_TEXT,
    P_PR,
    RUN_END,
    SECT_PR,
    TC,
    TR,
    P,
    R,
    T,
    markup,
    nearest_above,
    red_cell,
    red_paragraph,
    red_row,
    run_break,
    w,
)
from docgen.word.places import Places
from docgen.word.tags import MARK, Found, Tag, chunks, lift_tags

INSTRUCTION = "docgen"
HOLDERS = {"p": P, "tr": TR, "tc": TC, "r": R}
UNITS = {"p": "段", "tr": "行", "tc": "格", "r": "处文字"}
OUTSIDE = "“{{%{level} %}}”要放在{unit}里"
PICTURES = (w("drawing"), w("pict"), w("object"))
KEYWORD = re.compile(r"^\s*(\w+)")


def lift(root: etree._Element, path: str, first: int) -> Found:
    """Find all tags of a part, numbered from ``first``, and put markers in their places."""
    found, places = Found([], [], first), Places(root, path)
    paragraphs = list(root.iter(P))
    for paragraph in paragraphs:
        lift_tags(paragraph, places.of(paragraph), found)
    _lift_loose(root, places, found)
    settle(found, _instruction)
    in_rows = defaultdict(list)
    for tag in found.tags:
        row = nearest_above(tag.holder, TR) if tag.holder is not None else None
        if row is not None:
            in_rows[row].append(tag)
    for row, tags in in_rows.items():
        _repeat_row(row, tags, found.faults)
    _replace_holders(found)
    for tag in found.tags:
        _surround(tag)
    return found


def _lift_loose(root: etree._Element, places: Places, found: Found) -> None:
    """Tags outside Word's running text: attributes, document properties, field codes."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key, held in element.attrib.items():
            name, value = str(key), str(held)
            if "{{" in value or "{%" in value:
                element.set(name, _marked(value, places.of(element), found))
        if (
            element.tag not in (T, DEL_TEXT)
            and element.text
            and ("{{" in element.text or "{%" in element.text)
        ):
            element.text = _marked(element.text, places.of(element), found)


def _marked(text: str, place: Place, found: Found) -> str:
    """Return plain text with its tags replaced by markers."""
    holder = etree.Element(P)
    run = etree.SubElement(holder, R)
    body = etree.SubElement(run, T)
    body.text = text
    count = len(found.tags)
    lift_tags(holder, place, found)
    for tag in found.tags[count:]:
        tag.holder = None
    return "".join(part for _, part in chunks(holder))


def _repeat_row(row: etree._Element, tags: list[Tag], faults: list[Fault]) -> None:
    """Move blocks that open in one cell and close in another of this row around the row."""
    opened: list[Tag] = []
    for tag in tags:
        word = keyword(tag) if tag.level in ("", "tr") else ""
        if word in ("if", "for"):
            opened.append(tag)
        elif word in ("endif", "endfor") and opened:
            start = opened.pop()
            if _cell(start) is not _cell(tag) or _whole_row(start, tag, row, tags):
                _around_row(row, start, tag)
        elif word in ("else", "elif") and opened and _cell(opened[-1]) is not _cell(tag):
            faults.append(tag.place.fault(tag.raw, "和它的 if、for 不在同一格，一行里不能这样分"))
            _erase(tag)  # told once


def keyword(tag: Tag) -> str:
    """Return the first word of a block tag (``for``, ``endif`` …), else nothing."""
    match = KEYWORD.match(tag.code) if tag.kind == "block" else None
    return match.group(1) if match else ""


def _cell(tag: Tag) -> etree._Element | None:
    return nearest_above(tag.holder, TC) if tag.holder is not None else None


def _whole_row(start: Tag, end: Tag, row: etree._Element, tags: list[Tag]) -> bool:
    """{%tr for %} and {%tr endfor %} in one cell of a row that prints something itself."""
    if start.level != "tr" or end.level != "tr":
        return False
    return bool(_words(row)) or any(tag.level != "tr" for tag in tags)


def _around_row(row: etree._Element, start: Tag, end: Tag) -> None:
    for tag in (start, end):
        _erase(tag)
        tag.level, tag.holder = "row", None
    start.before, start.after = end.before, end.after = red_row(row)
    row.addprevious(_instruction(start))
    last = row
    while (after := last.getnext()) is not None and _is_instruction(after):
        last = after
    last.addnext(_instruction(end))


def _instruction(tag: Tag) -> etree._Element:
    return etree.ProcessingInstruction(INSTRUCTION, str(tag.number))


def _is_instruction(element: etree._Element) -> bool:
    return isinstance(element, etree._ProcessingInstruction) and element.target == INSTRUCTION


def _erase(tag: Tag) -> None:
    """Take a tag's marker out of its text; a paragraph left empty goes when its cell has others."""
    holder = tag.holder
    if holder is None:
        return
    holder.text = _unmarked(holder.text or "", tag)
    paragraph = nearest_above(holder, P)
    if paragraph is None or "".join(text for _, text in chunks(paragraph)).strip():
        return
    cell = paragraph.getparent()
    if cell is not None and cell.tag == TC and len(cell.findall(P)) > 1:
        cell.remove(paragraph)


def _unmarked(text: str, tag: Tag) -> str:
    return MARK.sub(lambda mark: "" if int(mark.group(1)) == tag.number else mark.group(), text)


def _replace_holders(found: Found) -> None:
    """Let each {%p %}, {%tr %}, {%tc %} and {{r }} stand in the place of what holds it."""
    holders: dict[etree._Element, list[Tag]] = defaultdict(list)
    for tag in found.tags:
        if tag.level not in HOLDERS:
            continue
        above = nearest_above(tag.holder, HOLDERS[tag.level]) if tag.holder is not None else None
        if above is None:
            unit = "表格" if tag.level in ("tr", "tc") else "段落"
            found.faults.append(
                tag.place.fault(tag.raw, OUTSIDE.format(level=tag.level, unit=unit))
            )
            continue
        holders[above].append(tag)
    for holder, tags in holders.items():
        found.faults += _lost_with(holder, tags)
        for tag in tags:
            tag.before, tag.after = _mark_for(holder)
            tag.holder = None
            holder.addprevious(_instruction(tag))
        parent = holder.getparent()
        if parent is not None:
            parent.remove(holder)


def _mark_for(holder: etree._Element) -> tuple[str, str]:
    if holder.tag == TR:
        return red_row(holder)
    if holder.tag == TC:
        return red_cell()
    if holder.tag == P:
        return red_paragraph(holder)
    before, _ = run_break(holder)
    return before.removeprefix(RUN_END), RUN_END


def _lost_with(holder: etree._Element, tags: list[Tag]) -> list[Fault]:
    """What would vanish together with the element that a tag replaces: text, pictures, sections."""
    level, first = tags[0].level, tags[0]
    unit = UNITS[level]
    own = {tag.number for tag in tags}
    faults = []
    words = MARK.sub(lambda mark: "" if int(mark.group(1)) in own else "{{…}}", _words(holder))
    if any(_is_instruction(inner) for inner in holder.iter(etree.PI)):
        faults.append(first.place.fault(first.raw, f"所在的这一{unit}里还有别的标签，会跟着不见"))
    if words.strip():
        message = f"所在的这一{unit}里还有“{words.strip()[:20]}”，会跟着标签一起不见，请挪开"
        faults.append(first.place.fault(first.raw, message))
    if any(True for _ in holder.iter(*PICTURES)):
        faults.append(first.place.fault(first.raw, f"所在的这一{unit}里还有图，会不见，请挪开"))
    if any(True for _ in holder.iter(SECT_PR)):
        faults.append(first.place.fault(first.raw, "所在的这一段管着分节，请另起一段写标签"))
    return faults


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(T))


def _surround(tag: Tag) -> None:
    """A tag within a run: a visible mark leaves the run and comes back into it."""
    if tag.holder is None or tag.holder.tag != T:
        return
    run = nearest_above(tag.holder, R)
    if run is not None:
        tag.before, tag.after = run_break(run)
        tag.text = True
        paragraph = run.getparent()
        if paragraph is not None and paragraph.tag == P:
            if paragraph.find(f"{P_PR}/{SECT_PR}") is not None:
                return  # two paragraphs like it would end two sections
            settings = markup(paragraph.find(P_PR))
            tag.between = f"</w:p><w:p>{settings}"
