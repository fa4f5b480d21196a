"""What blocks may empty is made whole again: cells, rows and tables that Word would refuse."""

from __future__ import annotations

import re

EMPTY_CELL = ("<w:tc>", "<w:tc ", "</w:tcPr>", "<w:tcPr/>", "</w:tbl>")
CELL_END = "</w:tc>"
NO_ROWS = re.compile(r"(?:</w:tblGrid>|<w:tblGrid/>|</w:tblPr>)(</w:tbl>)")
NO_CELLS = re.compile(
    r"<w:tr(?: [^<>]*)?>(?:<w:tblPrEx>(?:(?!</w:tblPrEx>).)*</w:tblPrEx>)?"
    r"(?:<w:trPr/>|<w:trPr>(?:(?!</w:trPr>).)*</w:trPr>)?</w:tr>",
    re.DOTALL,
)
EMPTY_STORY = re.compile(
    r"(<w:(txbxContent|hdr|ftr|footnote|endnote|comment)(?: [^<>]*)?>)(</w:\2>)"
)


def whole(markup: str) -> str:
    """Return a rendered part in which every cell ends in a paragraph and no table is without rows.

    Rows without cells and tables without rows are taken out (ISO/IEC 29500-1, 17.4).
    """
    if "</w:trPr></w:tr>" in markup or "<w:tr></w:tr>" in markup or "<w:trPr/></w:tr>" in markup:
        markup = NO_CELLS.sub("", markup)
    while (match := NO_ROWS.search(markup)) is not None:
        start = max(markup.rfind("<w:tbl>", 0, match.start()), 0)
        markup = markup[:start] + markup[match.end() :]
    if markup.count(CELL_END) != markup.count(f"</w:p>{CELL_END}"):
        markup = _ended_cells(markup)
    return EMPTY_STORY.sub(r"\1<w:p/>\3", markup)


def _ended_cells(markup: str) -> str:
    head, *rest = markup.split(CELL_END)
    out = [head]
    for piece in rest:
        before = out[-1]
        if before[before.rfind("<") :].startswith(EMPTY_CELL):
            out[-1] += "<w:p/>"
        out.append(piece)
    return CELL_END.join(out)
