"""Markup of small Word files: pages, styles and tables after GB/T 9704-2012, nothing else.

A file made from these parts opens in Word and WPS and can be edited there. Faces are the standard
ones of official documents; the font table names what to take where a machine has not got them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FIRST_DAY = (1980, 1, 1, 0, 0, 0)

# Standard face: (alternative on other machines, panose, charset, family, pitch)
FACES = {
    "方正小标宋简体": ("SimSun", "02010601030101010101", "86", "auto", "variable"),
    "仿宋_GB2312": ("FangSong", "02010609030101010101", "86", "modern", "fixed"),
    "楷体_GB2312": ("KaiTi", "02010609030101010101", "86", "modern", "fixed"),
    "黑体": ("SimHei", "02010609060101010101", "86", "modern", "fixed"),
    "宋体": ("SimSun", "02010600030101010101", "86", "auto", "variable"),
    "Times New Roman": ("", "02020603050405020304", "00", "roman", "variable"),
}


def twips(millimetres: float) -> int:
    """Return twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in millimetres."""

    width: float = 210
    height: float = 297
    top: float = 37  # 天头 37 mm, 订口 28 mm, type area 156 × 225 mm (GB/T 9704-2012, 5.2)
    bottom: float = 35
    left: float = 28
    right: float = 26

    @property
    def room(self) -> float:
        """The width that text may take."""
        return self.width - self.left - self.right

    def markup(self) -> str:
        """Return the section's properties."""
        turned = ' w:orient="landscape"' if self.width > self.height else ""
        # 22 lines in the type area (5.2.2), 10.2 mm each.
        return (
            '<w:sectPr><w:footerReference w:type="default" r:id="rId10"/>'
            '<w:footerReference w:type="even" r:id="rId11"/>'
            f'<w:pgSz w:w="{twips(self.width)}" w:h="{twips(self.height)}"{turned}/>'
            f'<w:pgMar w:top="{twips(self.top)}" w:right="{twips(self.right)}"'
            f' w:bottom="{twips(self.bottom)}" w:left="{twips(self.left)}" w:header="850"'
            # the dash of the page number lies 7 mm below the type area (7.5)
            f' w:footer="{twips(self.bottom - 9.5)}" w:gutter="0"/>'
            '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
        )


A4 = Page()
# Forms of an office's own: room for tables, and for binding on the left.
FORM = Page(top=22, bottom=22, left=25, right=18)
FORM_LYING = Page(width=297, height=210, top=22, bottom=18, left=20, right=20)
# Lying tables keep the type area: its binding side is the head of the page.
A4_LYING = Page(width=297, height=210, top=28, bottom=26, left=37, right=35)


def paragraph(text: str, style: str = "Normal", *, keep: bool = False) -> str:
    """Return a paragraph; ``keep`` holds it on one page with the next."""
    hold = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{hold}</w:pPr>{run(text)}</w:p>'


def run(text: str) -> str:
    """Return a run of text; a line feed is a line break."""
    if not text:
        return ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{lines}</w:r>"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text, how many columns it takes, its style, whether it is shaded."""

    text: str
    span: int = 1
    style: str = "Cell"
    shaded: bool = False

    def markup(self, width: int, *, keep: bool = False) -> str:
        """Return the cell, ``width`` twips wide."""
        span = f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if self.shaded else ""
        lines = "".join(paragraph(line, self.style, keep=keep) for line in self.text.split("\r"))
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}'
            f'<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
        )


def head(text: str, span: int = 1) -> Cell:
    """Return a cell of a table's head."""
    return Cell(text, span, "CellHead", shaded=True)


def label(text: str) -> Cell:
    """Return a cell that names the value beside it."""
    return Cell(text, 1, "CellHead", shaded=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row, at least ``height`` mm high; the head is repeated; ``keep``: see paragraph."""

    cells: Sequence[Cell | str]
    header: bool = False
    height: float = 0
    keep: bool = False

    def markup(self, widths: Sequence[int], style: str, *, keep: bool = False) -> str:
        """Return the row, which never breaks across pages; ``keep`` holds it with the next."""
        tall = (
            f'<w:trHeight w:val="{twips(self.height)}" w:hRule="atLeast"/>' if self.height else ""
        )
        repeat = "<w:tblHeader/>" if self.header else ""
        out, column = [], 0
        for cell in self.cells:
            whole = cell if isinstance(cell, Cell) else Cell(cell, style=style)
            width = sum(widths[column : column + whole.span])
            out.append(whole.markup(width, keep=keep or self.keep or self.header))
            column += whole.span
        if column != len(widths):
            raise ValueError(f"{column} columns instead of {len(widths)}: {self.cells[0]}")
        return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeat}</w:trPr>{''.join(out)}</w:tr>"


def table(
    widths: Sequence[float], rows: Sequence[Row], style: str = "Cell", *, together: bool = False
) -> str:
    """Return a table with columns of these widths in millimetres, and the gap below it.

    ``together``: a small table of fixed rows stands on one page; when its last row is kept, then
    with what follows.
    """
    columns = [twips(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    last = len(rows) - 1
    gap = paragraph("", "Gap", keep=together and rows[last].keep)
    body = "".join(
        row.markup(columns, style, keep=together and number < last)
        for number, row in enumerate(rows)
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>{gap}"
    )


def looped(
    item: str, source: str, cells: Sequence[str], *, keep: bool = False, height: float = 0
) -> Row:
    """Return the row that is printed once for every entry of a list."""
    first, *middle, last = cells
    return Row(
        [f"{{% for {item} in {source} %}}{first}", *middle, f"{last}{{% endfor %}}"],
        height=height,
        keep=keep,
    )


def _fonts(east: str, size: float) -> str:
    points = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    return (
        '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
        f' w:eastAsia="{east}" w:cs="Times New Roman"/>{points}</w:rPr>'
    )


def _style(key: str, name: str, face: str, size: float, layout: str, follows: str = "") -> str:
    default = ' w:default="1"' if key == "Normal" else ""
    based = "" if key == "Normal" else '<w:basedOn w:val="Normal"/>'
    after = f'<w:next w:val="{follows}"/>' if follows else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"{after}<w:qFormat/><w:pPr>{layout}</w:pPr>{_fonts(face, size)}</w:style>"
    )


TWO = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
OFF_GRID = '<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
IN_CELL = (
    '<w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
)
LEFT, CENTRE = '<w:jc w:val="left"/>', '<w:jc w:val="center"/>'
# Sizes and faces: title 2号 小标宋; text 3号 仿宋; 一、黑体 （一）楷体 (GB/T 9704-2012, 7.3).
STYLES = (
    _style("Normal", "Normal", "仿宋_GB2312", 16, '<w:jc w:val="both"/>')
    # 28 characters of 15.75 pt fill the 156 mm of a line (5.2.2)
    + _style("BodyText", "Body Text", "仿宋_GB2312", 16, f'{TWO}<w:jc w:val="both"/>').replace(
        "<w:sz ", '<w:spacing w:val="-5"/><w:sz ', 1
    )
    + _style(
        "Title",
        "Title",
        "方正小标宋简体",
        22,
        '<w:keepNext/><w:spacing w:after="120" w:line="700" w:lineRule="exact"/>'
        '<w:jc w:val="center"/>',
        "BodyText",
    )
    + _style("Subtitle", "Subtitle", "楷体_GB2312", 16, '<w:jc w:val="center"/>', "BodyText")
    + _style(
        "Heading1",
        "heading 1",
        "黑体",
        16,
        f'<w:keepNext/>{TWO}<w:outlineLvl w:val="0"/>',
        "BodyText",
    )
    + _style(
        "Heading2",
        "heading 2",
        "楷体_GB2312",
        16,
        f'<w:keepNext/>{TWO}<w:outlineLvl w:val="1"/>',
        "BodyText",
    )
    + _style(
        "TableTitle",
        "表题",
        "黑体",
        14,
        '<w:keepNext/><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>'
        '<w:outlineLvl w:val="0"/>',
    )
    + _style("Line", "表外文字", "仿宋_GB2312", 12, f'{OFF_GRID}<w:jc w:val="both"/>')
    + _style("Note", "说明", "楷体_GB2312", 10.5, f"{OFF_GRID}{LEFT}")
    + _style("Cell", "表格文字", "仿宋_GB2312", 10.5, f"{IN_CELL}{LEFT}")
    + _style("CellSmall", "表格小字", "仿宋_GB2312", 9, f"{IN_CELL}{LEFT}")
    + _style("CellHead", "表头", "黑体", 10.5, f"{IN_CELL}{CENTRE}")
    + _style("CellHeadSmall", "表头小字", "黑体", 9, f"{IN_CELL}{CENTRE}")
    + _style(
        "Gap",
        "表间距",
        "仿宋_GB2312",
        5,
        '<w:snapToGrid w:val="0"/><w:spacing w:line="120" w:lineRule="exact"/>',
    )
    + _style("Sign", "署名", "仿宋_GB2312", 16, '<w:ind w:rightChars="200" w:right="640"/>'
             '<w:jc w:val="right"/>')
    + _style("FooterOdd", "页码单", "宋体", 14, f'{OFF_GRID}<w:ind w:rightChars="100"'
             ' w:right="280"/><w:jc w:val="right"/>')
    + _style("FooterEven", "页码双", "宋体", 14, f'{OFF_GRID}<w:ind w:leftChars="100"'
             ' w:left="280"/><w:jc w:val="left"/>')
)  # fmt: skip


# For papers that are read at a door.
BIG_CELLS = _style("CellBig", "表格大字", "仿宋_GB2312", 14, f"{IN_CELL}{LEFT}")


# Parts of a part, in forms.
TABLE_SUBTITLE = _style(
    "TableSubtitle",
    "表题二",
    "楷体_GB2312",
    10.5,
    '<w:keepNext/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>',
)


def _styles(more: str) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = (
        '<w:tblCellMar><w:left w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/>'
        "</w:tblCellMar>"
    )
    defaults = _fonts("仿宋_GB2312", 16).replace(
        "</w:rPr>", '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault>{defaults}</w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{STYLES}{more}"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
        "</w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>{margins}'
        "</w:tblPr></w:style></w:styles>"
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{other}"/>' if other else "")
        + f'<w:panose1 w:val="{panose}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, (other, panose, charset, family, pitch) in FACES.items()
    )
    return f'{HEAD}<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>'


def _footer(style: str) -> str:
    """— 1 — in 4号 half-width 宋体 digits; odd pages right, even pages left (7.5)."""
    letters = (
        '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
        '<w:sz w:val="28"/></w:rPr>'
    )
    field = "".join(
        f"<w:r>{letters}{inside}</w:r>"
        for inside in (
            "<w:t>— </w:t>".replace("<w:t>", '<w:t xml:space="preserve">'),
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return (
        f'{HEAD}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}'
        "</w:p></w:ftr>"
    )


def _relations(targets: Sequence[tuple[str, str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = {
        "/word/document.xml": f"{word}.document.main+xml",
        "/word/styles.xml": f"{word}.styles+xml",
        "/word/settings.xml": f"{word}.settings+xml",
        "/word/fontTable.xml": f"{word}.fontTable+xml",
        "/word/footer1.xml": f"{word}.footer+xml",
        "/word/footer2.xml": f"{word}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    lines = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{MAIN}"><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def document(title: str, body: str, page: Page = A4, styles: str = "") -> bytes:
    """Return a Word file with this body and further styles; ``title`` goes into its properties."""
    core = (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
                (
                    "rId2",
                    f"{PACKAGE}/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ]
        ),
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _relations(
            [
                ("rId1", f"{OFFICE}/styles", "styles.xml"),
                ("rId2", f"{OFFICE}/settings", "settings.xml"),
                ("rId3", f"{OFFICE}/fontTable", "fontTable.xml"),
                ("rId10", f"{OFFICE}/footer", "footer1.xml"),
                ("rId11", f"{OFFICE}/footer", "footer2.xml"),
            ]
        ),
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>'
        f"{body}{page.markup()}</w:body></w:document>",
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": _footer("FooterOdd"),
        "word/footer2.xml": _footer("FooterEven"),
        "word/settings.xml": SETTINGS,
        "word/styles.xml": _styles(styles),
    }
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3
            archive.writestr(member, text.encode())
    return stream.getvalue()
