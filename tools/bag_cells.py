"""Rows, cells and tables that the Word templates of 一户一袋 are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from docx_parts import Cell, Row, paragraph, table, twips


def heads(names: Sequence[str], style: str = "HeadBig") -> Row:
    """Return the head of a table, repeated on each page."""
    return Row([Cell(name, 1, style, shaded=True) for name in names], header=True)


def named(text: str, style: str = "HeadBig") -> Cell:
    """Return a cell that names the value beside it."""
    return Cell(text, 1, style, shaded=True)


def big(text: str, span: int = 1) -> Cell:
    return Cell(text, span, "CellBig")


def mid(text: str, span: int = 1) -> Cell:
    return Cell(text, span, "CellMid")


def each(item: str, source: str, cells: Sequence[str], style: str = "CellBig") -> Row:
    """Return the row that is printed once for every entry of a list."""
    first, *middle, last = cells
    return Row(
        [
            Cell(f"{{% for {item} in {source} %}}{first}", style=style),
            *(Cell(one, style=style) for one in middle),
            Cell(f"{last}{{% endfor %}}", style=style),
        ]
    )


def when(condition: str, *body: str) -> str:
    """Return paragraphs and tables that are printed when a condition holds."""
    return "".join((paragraph(f"{{%p if {condition} %}}"), *body, paragraph("{%p endif %}")))


def listed(
    widths: Sequence[float],
    names: Sequence[str],
    item: str,
    source: str,
    cells: Sequence[str],
    none: str,
    text: str = "Text",
) -> str:
    """Return a table of a list, or the sentence that says why there is none."""
    rows = [heads(names), each(item, source, [f"{{{{ {item}.{one} }}}}" for one in cells])]
    return when(f"{source}|个数 > 0", table(widths, rows)) + when(
        f"{source}|个数 == 0", paragraph(f"{{{{ {none} }}}}", text)
    )


def bare(widths: Sequence[float], rows: Sequence[Row], *, under: bool = False) -> str:
    """Return a table without lines, but those under its last column when ``under``."""
    made = table(widths, rows)
    made = made.replace('<w:tblStyle w:val="TableGrid"/>', '<w:tblStyle w:val="TableNormal"/>', 1)
    if not under:
        return made.replace('<w:vAlign w:val="center"/>', '<w:vAlign w:val="top"/>')
    made = made.replace('<w:vAlign w:val="center"/>', '<w:vAlign w:val="bottom"/>')
    line = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tcBorders>'
    )
    last = f'<w:tcW w:w="{twips(widths[-1])}" w:type="dxa"/>'
    return made.replace(last, f"{last}{line}")
