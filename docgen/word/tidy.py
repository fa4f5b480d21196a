"""What Word puts around tags, set right before they are looked for.

Content controls around what a block repeats or leaves out would stay behind empty; marks of ranges
between the cells of a row would keep a row that has lost its cells; Word cuts field codes where it
likes; and what a loop repeats may not bring the same number twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docgen.word.ooxml import P_PR, TBL, TC, TR, P, T, w

CONTROL, CONTENT, WRAPPER = w("sdt"), w("sdtContent"), w("customXml")
FIELD, CODE = w("fldChar"), w("instrText")
HOLDERS = (P, TBL, TR, TC)
BLOCK = re.compile(r"[{｛][%％]")
OF_WHOLE = re.compile(r"[{｛][%％][-+]?\s*(?:p|tr|tc)\s")
BETWEEN_CELLS = tuple(
    w(f"{name}{end}")
    for name in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange")
    for end in ("Start", "End")
)
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PARAGRAPH_IDS = (f"{W14}paraId", f"{W14}textId")


def tidy(root: etree._Element) -> None:
    """Set right what stands around the tags of a part."""
    for control in list(root.iter(CONTROL, WRAPPER)):
        _dissolve(control)
    for mark in list(root.iter(*BETWEEN_CELLS)):
        _into_cell(mark)
    for codes in list(_codes(root)):
        _join(codes)


def _dissolve(control: etree._Element) -> None:
    """Leave the content of a control without it, when blocks may leave nothing in it."""
    content = control.find(CONTENT) if control.tag == CONTROL else control
    parent = control.getparent()
    if content is None or parent is None:
        return
    inner = [child for child in content if child.tag in (*HOLDERS, CONTROL, WRAPPER)]
    if not any(child.tag in HOLDERS for child in content.iter(*HOLDERS)):
        return
    text = "".join(one.text or "" for one in content.iter(T))
    tabular = any(child.tag in (TBL, TR, TC) for child in inner)
    if not (BLOCK if tabular else OF_WHOLE).search(text):
        return
    for child in inner:
        control.addprevious(child)
    parent.remove(control)


def _into_cell(mark: etree._Element) -> None:
    """Move the mark of a range from between rows or cells into the cell before or behind it."""
    parent = mark.getparent()
    if parent is None or parent.tag not in (TBL, TR):
        return
    begins = mark.tag.endswith("Start")
    order = mark.itersiblings(TR, TC, preceding=not begins)
    cell = next((one if one.tag == TC else one.find(f".//{TC}") for one in order), None)
    paragraphs = cell.findall(P) if cell is not None else []
    parent.remove(mark)
    if not paragraphs:
        return
    if begins:
        settings = paragraphs[0].find(P_PR)
        paragraphs[0].insert(0 if settings is None else 1, mark)
    else:
        paragraphs[-1].append(mark)


def _codes(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the pieces of each field code that lies in several."""
    pieces: list[etree._Element] = []
    for element in root.iter(FIELD, CODE):
        if element.tag == CODE:
            pieces.append(element)
            continue
        if len(pieces) > 1:
            yield pieces
        pieces = []


def _join(codes: list[etree._Element]) -> None:
    whole = "".join(code.text or "" for code in codes)
    if "{" in whole or "｛" in whole:
        for code in codes:
            code.text = ""
        codes[0].text = whole


def unnumbered(root: etree._Element) -> None:
    """Take numbers away that nothing needs and that a loop would repeat."""
    for settings in root.iter(w("sdtPr")):
        for number in settings.findall(w("id")):
            settings.remove(number)
    for element in root.iter(P, TR):
        for name in PARAGRAPH_IDS:
            if name in element.attrib:
                del element.attrib[name]
