"""What blocks may empty is made whole again: cells, rows and tables that Word would refuse.

Compiling marks every place where an element closes right behind a block (``guarded``): only there
can something have become empty. Rendering looks at these places alone (``whole``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SITE = "\x01"  # no character of XML, so no value brings it
CLOSING = re.compile(
    r"\s*</w:(?:tc|tr|tbl|txbxContent|hdr|ftr|footnote|endnote|comment)>"
)  # fmt: skip
ROW_OPENING = re.compile(
    r"<w:tr(?: [^<>]*)?>(?:<w:tblPrEx>(?:(?!<w:tr[ >]).)*</w:tblPrEx>)?"
    r"(?:<w:trPr/>|<w:trPr>(?:(?!<w:tr[ >]).)*</w:trPr>)?\s*",
    re.DOTALL,
)
NO_ROWS = ("</w:tblGrid>", "<w:tblGrid/>", "</w:tblPr>")
NEEDS_PARAGRAPH = re.compile(
    r"(?:<w:(?:tc|txbxContent|hdr|ftr|footnote|endnote|comment)(?: [^<>]*)?>"
    r"|</w:tcPr>|<w:tcPr/>|</w:tbl>)$"
)
HOLDERS = re.compile(r"</w:(?:tc|txbxContent|hdr|ftr|footnote|endnote|comment)>")
LONGEST_TAG = 2000
ENOUGH = 200_000  # characters to be passed on at once
LONGEST_HEAD = 60_000  # of a table: properties and a grid of 63 columns are a tenth of it


def guarded(markup: str) -> str:
    """Return markup that follows a block, marked when it begins by closing an element."""
    return SITE + markup.lstrip() if CLOSING.match(markup) else markup


def whole(texts: Iterable[str]) -> Iterator[str]:
    """Yield a rendered part in which cells end in paragraphs and no row or table is empty.

    Rows without cells and tables without rows are taken out (ISO/IEC 29500-1, 17.4). The texts are
    the part from its beginning, cut where no mark of ``guarded`` is apart from what it marks.
    """
    done = [""]
    for text in texts:
        first, *rest = text.split(SITE)
        done[-1] += first
        for piece in rest:
            piece = _without_empty_row(done, piece)
            piece = _without_empty_table(done, piece)
            if HOLDERS.match(piece) and NEEDS_PARAGRAPH.search(done[-1][-LONGEST_TAG:].rstrip()):
                done.append("<w:p/>")
            done.append(piece)
        if sum(map(len, done)) < ENOUGH:
            continue
        # What follows may look back at the last piece, but no farther than a table's head.
        last = done.pop()
        cut = max(len(last) - LONGEST_HEAD, 0)
        done.append(last[:cut])
        yield "".join(done)
        done = [last[cut:]]
    yield "".join(done)


def _without_empty_row(done: list[str], piece: str) -> str:
    if not piece.startswith("</w:tr>") or done[-1].endswith("</w:tc>"):
        return piece
    start = max(done[-1].rfind("<w:tr>"), done[-1].rfind("<w:tr "))
    if start < 0 or not ROW_OPENING.fullmatch(done[-1], start):
        return piece
    kept = done.pop()[:start]
    rest = piece.removeprefix("</w:tr>")
    if CLOSING.match(rest):
        done.append(kept)
        return rest.lstrip()
    done.append("")
    return kept + rest


def _without_empty_table(done: list[str], piece: str) -> str:
    if not piece.startswith("</w:tbl>") or not done[-1].rstrip().endswith(NO_ROWS):
        return piece
    start = done[-1].rfind("<w:tbl>")
    if start < 0:
        return piece
    done[-1] = done[-1][:start]
    return piece.removeprefix("</w:tbl>").lstrip()
