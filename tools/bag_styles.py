"""Pages and styles of the Word templates of 一户一袋."""

from __future__ import annotations

from docx_parts import CENTRE, IN_CELL, LEFT, OFF_GRID, Page, _style, twips

# As the pages of bag.typ: room for tables in letters of 14 pt, bound on the left.
BAG = Page(top=16, bottom=17, left=24, right=16)
A5 = Page(width=148, height=210, top=11, bottom=15, left=11, right=11)
CARD_SHEET = Page(top=13.5, bottom=9.5, left=15, right=15)
WIDE, HIGH = 90.0, 54.0  # mm: the usual size of a card

EDGE = f'<w:ind w:left="{twips(5)}" w:right="{twips(3)}"/>'

SPACED = (
    '<w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="{0}" w:after="{1}" w:line="{2}" w:lineRule="auto"/>'
)


def spaced(before: int, after: int, line: int = 240) -> str:
    """Return the spacing of a paragraph in twentieths of a point; 240 is a single line."""
    return SPACED.format(before, after, line)


def styles(body: float) -> str:
    """Return the styles of the bag; ``body`` is the size of what a household reads, in points."""
    two = '<w:ind w:firstLineChars="200" w:firstLine="560"/>'
    return "".join(
        (
            _style("Place", "地名", "楷体_GB2312", 22, f"{spaced(900, 500)}{CENTRE}"),
            _style("Name", "袋名", "黑体", 42, f"{spaced(0, 800)}{CENTRE}"),
            _style("CoverLine", "封面项", "楷体_GB2312", 22, f"{spaced(280, 40)}{CENTRE}"),
            _style("CoverLabel", "封面项名", "黑体", 22, f"{spaced(280, 40)}{CENTRE}"),
            _style("Code", "二维码", "仿宋_GB2312", 14, f"{spaced(500, 0)}{CENTRE}"),
            _style("Under", "封面小字", "宋体", 9, f"{spaced(0, 500)}{CENTRE}"),
            _style("Unit", "封面单位", "楷体_GB2312", 16, f"{spaced(60, 60)}{CENTRE}"),
            _style("Part", "袋内标题", "黑体", 18, f"<w:keepNext/>{spaced(0, 160)}{CENTRE}"),
            _style("Section", "袋内小题", "黑体", body, f"<w:keepNext/>{spaced(200, 80)}{LEFT}"),
            _style("Text", "袋内文字", "宋体", body, f"{spaced(40, 40)}{LEFT}"),
            _style("ToSign", "袋内签字", "宋体", body, f"{spaced(240, 40)}{LEFT}"),
            _style("Small", "袋内小字", "宋体", 12, f"{spaced(40, 40)}{LEFT}"),
            _style("Remark", "袋内说明", "楷体_GB2312", 12, f"{spaced(80, 80)}{LEFT}"),
            _style("CellBig", "表格大字", "宋体", body, f"{spaced(50, 50)}{LEFT}"),
            _style("CellMid", "表格中字", "宋体", 12, f"{spaced(50, 50)}{LEFT}"),
            _style("HeadBig", "表头大字", "黑体", body, f"{IN_CELL}{CENTRE}"),
            _style("HeadMid", "表头中字", "黑体", 12, f"{IN_CELL}{CENTRE}"),
            _style("Centred", "表格居中", "宋体", body, f"{IN_CELL}{CENTRE}"),
            _style(
                "LetterTitle", "书信标题", "黑体", 22, f"<w:keepNext/>{spaced(200, 400)}{CENTRE}"
            ),
            _style(
                "Letter",
                "书信正文",
                "仿宋_GB2312",
                14,
                f'<w:keepNext/>{spaced(0, 0, 400)}{two}<w:jc w:val="both"/>',
            ),
            _style(
                "Call", "书信称呼", "仿宋_GB2312", 14, f"<w:keepNext/>{spaced(0, 0, 400)}{LEFT}"
            ),
            _style("FoldTitle", "折页标题", "黑体", 26, f"{spaced(400, 200)}{CENTRE}"),
            _style("FoldPlace", "折页地名", "楷体_GB2312", body, f"{spaced(60, 60)}{CENTRE}"),
            _style("Policy", "政策名称", "黑体", body, f"<w:keepNext/>{spaced(160, 40)}{LEFT}"),
            _style("CardHome", "卡片住户", "楷体_GB2312", 10.5, f"{spaced(0, 0)}{EDGE}{LEFT}"),
            _style("CardName", "卡片名称", "黑体", 15, f"{spaced(40, 60)}{CENTRE}"),
            _style("CardLine", "卡片文字", "宋体", 10.5, f"{spaced(20, 0)}{EDGE}{LEFT}"),
            _style("Break", "分页", "宋体", 1, f"<w:pageBreakBefore/>{OFF_GRID}"),
        )
    )


def more(body: float) -> str:
    """Return the styles of the bag with those that hold a policy together."""
    return styles(body) + "".join(
        (
            _style("PolicyLabel", "政策项名", "黑体", body, f"<w:keepNext/>{spaced(20, 20)}{LEFT}"),
            _style("FoldText", "折页文字", "宋体", body, f"<w:keepNext/>{spaced(40, 40)}{LEFT}"),
        )
    )
