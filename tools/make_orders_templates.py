"""Write the Word templates of 三单制 and of duties, always with the same bytes.

    python tools/make_orders_templates.py [FOLDER]

Columns and widths stand in docgen/documents/orders_layout.py, so that Word and pages agree.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from docx_parts import FORM_LYING, Cell, Row, document, head, paragraph, table

from docgen.documents.orders_layout import CENTRED, LAYOUTS, NEEDED, Layout, Table

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"
MIDDLE = (
    '<w:style w:type="paragraph" w:styleId="CellMiddle"><w:name w:val="表格居中"/>'
    '<w:basedOn w:val="Cell"/><w:qFormat/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
)
BREAK = "<w:pageBreakBefore/>"


def when(condition: str, *markup: str) -> str:
    """Return what is printed only under a condition."""
    return "".join((paragraph(f"{{%p if {condition} %}}"), *markup, paragraph("{%p endif %}")))


def on_new_page(markup: str) -> str:
    """Return a paragraph that begins a page."""
    return markup.replace("</w:pPr>", f"{BREAK}</w:pPr>", 1)


def title(layout: Layout) -> str:
    """The title, on a new page for all sections but the first."""
    words = f"{{{{ 地名 }}}}{layout.title}"
    return when("节.首", paragraph(words, "Title")) + when(
        "not 节.首", on_new_page(paragraph(words, "Title"))
    )


def rows(one: Table) -> str:
    """A table that repeats its row, or the sentence that says there is none."""
    source = f"节.{one.source}"
    cells: list[Cell] = []
    for _, name, _ in one.columns:
        form = "" if name in NEEDED else "|可空"
        text = f"{{{{ 行.{name}{form} }}}}" if name else ""
        cells.append(Cell(text, style="CellMiddle" if name in CENTRED else "Cell"))
    first, *middle, last = cells
    opened = Cell(f"{{% for 行 in {source} %}}{first.text}", style=first.style)
    closed = Cell(f"{last.text}{{% endfor %}}", style=last.style)
    heads = Row([head(name) for name, _, _ in one.columns], header=True)
    filled = Row([opened, *middle, closed], height=one.tall)
    heading = [paragraph(one.heading, "TableTitle")] if one.heading else []
    body = table([width for _, _, width in one.columns], [heads, filled])
    return (
        "".join(heading)
        + when(f"{source}|个数 > 0", body)
        + when(f"{source}|个数 == 0", paragraph(one.empty, "Line"))
    )


def signatures(signs: Sequence[str]) -> str:
    """Places to sign, never on a page of their own."""
    if not signs:
        return ""
    width = FORM_LYING.room / len(signs)
    return table([width] * len(signs), [Row(list(signs), height=12)], "Line", together=True)


def template(layout: Layout) -> bytes:
    """Return one Word template."""
    body = [
        paragraph("{%p for 节 in 节 %}"),
        title(layout),
        when("节.题|可空", paragraph("{{ 节.题 }}", "TableTitle")),
        paragraph(
            "编制单位：{{ 编制单位 }}　　时段：{{ 期间 }}　　截至：{{ 编制日期|日期 }}"
            "{% if 补制|可空 %}　　{{ 补制 }}{% endif %}",
            "Line",
        ),
        paragraph("{%p for 句 in 节.说明 %}"),
        paragraph("{{ 句 }}", "Line"),
        paragraph("{%p endfor %}"),
        *(rows(one) for one in layout.tables),
        signatures(layout.signs),
        paragraph(layout.note, "Note"),
        paragraph("{%p endfor %}"),
    ]
    return document(layout.title, "".join(body), FORM_LYING, MIDDLE)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES
    folder.mkdir(parents=True, exist_ok=True)
    for kind, layout in LAYOUTS.items():
        (folder / f"{kind}.docx").write_bytes(template(layout))


if __name__ == "__main__":
    main()
