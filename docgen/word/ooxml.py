"""Names of WordprocessingML and the small pieces of markup that the engine writes itself."""

from __future__ import annotations

import re
from html import escape

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """Return the full name of a WordprocessingML element or attribute."""
    return f"{{{W_NS}}}{name}"


P, R, T, TAB, BR, CR = w("p"), w("r"), w("t"), w("tab"), w("br"), w("cr")
TBL, TR, TC, P_PR, R_PR = w("tbl"), w("tr"), w("tc"), w("pPr"), w("rPr")
TXBX, DEL, MOVED, DEL_TEXT, SECT_PR = (
    w("txbxContent"),
    w("del"),
    w("moveFrom"),
    w("delText"),
    w("sectPr"),
)
FALLBACK = f"{{{MC_NS}}}Fallback"

DECLARATION = re.compile(r'\sxmlns(?::(\w+))?="([^"]*)"')
RED = "FF0000"
# CT_RPr is a sequence (ISO/IEC 29500-1, 17.3.2.28): what stands before w:color in it.
EARLY = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike"),
    *("outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"),
)
BEFORE_COLOR = frozenset(w(name) for name in EARLY)
TEXT_OPEN = '<w:t xml:space="preserve">'
RUN_END = "</w:t></w:r>"
LINE_BREAK = f"</w:t><w:br/>{TEXT_OPEN}"
PAGE_BREAK = f'</w:t><w:br w:type="page"/>{TEXT_OPEN}'
PAGE_RUN = '<w:r><w:br w:type="page"/></w:r>'
TAB_STOP = f"</w:t><w:tab/>{TEXT_OPEN}"


def markup(element: etree._Element | None) -> str:
    """Return an element's markup without the declarations that its part's root has anyway."""
    if element is None:
        return ""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    known = element.getroottree().getroot().nsmap
    return DECLARATION.sub(
        lambda found: "" if known.get(found.group(1)) == found.group(2) else found.group(), text
    )


def red(properties: etree._Element | None) -> str:
    """Return run properties that print in red and are otherwise those given."""
    changed = etree.Element(R_PR, nsmap={"w": W_NS})
    for child in properties if properties is not None else ():
        if child.tag != w("color"):
            changed.append(etree.fromstring(etree.tostring(child, with_tail=False)))
    place = sum(child.tag in BEFORE_COLOR for child in changed)
    color = etree.Element(w("color"))
    color.set(w("val"), RED)
    changed.insert(place, color)
    return markup(changed)


def nearest_above(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the closest ancestor of this name."""
    return next(element.iterancestors(tag), None)


def run_break(run: etree._Element) -> tuple[str, str]:
    """Return markup that leaves ``run`` for a red run, and markup that comes back."""
    own = markup(run.find(R_PR))
    leave = f"{RUN_END}<w:r>{red(run.find(R_PR))}{TEXT_OPEN}"
    return leave, f"{RUN_END}<w:r>{own}{TEXT_OPEN}"


def red_paragraph(paragraph: etree._Element | None) -> tuple[str, str]:
    """Return the markup before and after the text of a red paragraph set like ``paragraph``."""
    settings = markup(paragraph.find(P_PR)) if paragraph is not None else ""
    run = paragraph.find(f".//{R}") if paragraph is not None else None
    letters = red(run.find(R_PR) if run is not None else None)
    return f"<w:p>{settings}<w:r>{letters}{TEXT_OPEN}", "</w:t></w:r></w:p>"


def red_cell(columns: int = 1) -> tuple[str, str]:
    """Return the markup around the text of a table cell spanning so many columns."""
    span = f'<w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>' if columns > 1 else ""
    before, after = red_paragraph(None)
    return f"<w:tc>{span}{before}", f"{after}</w:tc>"


def red_row(row: etree._Element) -> tuple[str, str]:
    """Return the markup around the text of a row of one cell as wide as ``row``'s table."""
    table = nearest_above(row, TBL)
    grid = table.findall(f"{w('tblGrid')}/{w('gridCol')}") if table is not None else []
    before, after = red_cell(len(grid))
    return f"<w:tr>{before}", f"{after}</w:tr>"


def plain(text: str) -> str:
    """Return ``text`` escaped for element content and attribute values."""
    return escape(text, quote=False).replace('"', "&quot;")
