"""The boxes in which the comments of one sheet are shown (a VML part; often it is no clean XML)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docgen.ledger.marked_sheet import Columns, Place
from docgen.ledger.marked_zip import Unmarkable

NO_BOXES = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml"'
    b' xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"{spaces}'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:{left}pt;'
    'margin-top:{top}pt;width:{width}pt;height:{height}pt;z-index:{number};visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"{spaces}>'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>\n"
)
SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
KNOWN_KIND = re.compile(rb"<v:shapetype\b[^>]*\bid\s*=\s*[\"']_x0000_t202[\"']")
ID_MAP = re.compile(rb"(<o:idmap\b[^>]*?\bdata\s*=\s*[\"'])([\d,\s]*)([\"'])")
SHAPE_ID = re.compile(rb"_x0000_s(\d{1,9})")
BLOCK = 1024  # numbers of shapes come in blocks; a drawing has whole blocks
WIDTH, LINE, LINE_SIGNS, TALLEST = 240, 16, 34, 480  # pixels; Latin letters in a line
SIGN = 7  # pixels of a character in the width of a column
PIXEL = 0.75  # points
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


def blocks_of(content: bytes) -> set[int]:
    """Return the blocks of numbers that the shapes of a VML part use or have reserved."""
    used = {int(number) // BLOCK for number in SHAPE_ID.findall(content)}
    for _, listed, _ in ID_MAP.findall(content):
        used |= {int(number) for number in listed.replace(b",", b" ").split()}
    return used


def with_boxes(
    content: bytes, lines: Mapping[Place, int], columns: Columns, first_block: int
) -> bytes:
    """Return a VML part with a box for each place; ``lines`` says how many each has to show.

    The shapes take numbers from ``first_block`` on, which no drawing of the workbook may use.
    """
    end = content.rfind(b"</xml")
    if end < 0:
        raise Unmarkable("批注框不全")
    spaces = _spaces(content)
    kind = "" if KNOWN_KIND.search(content) else KIND.format(spaces=spaces)
    boxes = [
        _box(number, place, lines[place], columns, first_block, spaces)
        for number, place in enumerate(sorted(lines), start=1)
    ]
    text = (kind + "".join(boxes)).encode()
    return _with_blocks(content[:end], first_block, len(boxes)) + text + content[end:]


def blocks_needed(boxes: int) -> int:
    return boxes // BLOCK + 1


def _spaces(content: bytes) -> str:
    """Declarations of the prefixes that the part itself does not declare."""
    missing = [
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in SPACES.items()
        if not re.search(rf"xmlns:{prefix}\s*=\s*[\"']{re.escape(uri)}[\"']".encode(), content)
    ]
    return "".join(missing)


def _with_blocks(content: bytes, first: int, boxes: int) -> bytes:
    new = b",".join(b"%d" % (first + number) for number in range(blocks_needed(boxes)))

    def more(found: re.Match[bytes]) -> bytes:
        listed = found.group(2).strip(b" ,")
        return found.group(1) + (listed + b"," + new if listed else new) + found.group(3)

    return ID_MAP.sub(more, content, count=1)


def _box(number: int, place: Place, lines: int, columns: Columns, block: int, spaces: str) -> str:
    row, column = place[0] - 1, place[1]
    height = min(lines * LINE + 12, TALLEST)
    return BOX.format(
        id=block * BLOCK + number,
        number=number,
        left=60,
        top=10,
        width=WIDTH * PIXEL,
        height=height * PIXEL,
        anchor=_anchor(row, column, height, columns),
        row=row,
        column=column,
        spaces=spaces,
    )


def _anchor(row: int, column: int, height: int, columns: Columns) -> str:
    """Where the box stands: cell and pixels in it of the upper left and of the lower right."""
    row_height = max(round(columns.row_height / PIXEL), 4)
    tall = -(-height // row_height)
    top = min(max(row - 1, 0), LAST_ROW - tall)
    left = min(column + 1, LAST_COLUMN - 2)
    right, rest = left, WIDTH + 12
    while right < LAST_COLUMN and rest > (here := columns.width(right) * SIGN + 5):
        rest -= round(here)
        right += 1
    return f"{left}, 12, {top}, 4, {right}, {max(rest, 0)}, {top + tall}, 4"
