"""Write the Word templates of the papers of 四方比对, always with the same bytes.

    python tools/make_reconcile_templates.py [FOLDER]

What each template is given stands in docs/reconcile.md. The faces and styles are those of
docx_parts; boxes to tick are drawn as the frame of a space, because no Chinese face has them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from docx_parts import (
    BIG_CELLS,
    FORM,
    Cell,
    Page,
    Row,
    document,
    head,
    label,
    paragraph,
    table,
)

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"
SOURCES = ("系统", "手册", "纸档", "实际")
BOX = (
    '<w:r><w:rPr><w:bdr w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:rPr>'
    '<w:t xml:space="preserve">　</w:t></w:r>'
)
# A form of the office's own: as much on one lying page as can be read well.
LYING = Page(width=297, height=210, top=14, bottom=16, left=20, right=20)
BIG, SMALL = "CellBig", "CellSmall"


def boxed(markup: str) -> str:
    """Draw every ☐ of a text: the run is cut there and a framed space put in."""
    cut = f'</w:t></w:r>{BOX}<w:r><w:t xml:space="preserve">'
    return markup.replace("☐", cut)


def filled(item: str, names: Sequence[str], style: str) -> list[Cell]:
    """Cells of a repeated row whose ground is grey where the record ought to be mended."""
    return [
        Cell(f"{{% cellbg {item}.{name}色 %}}{{{{ {item}.{name}|可空 }}}}", style=style)
        for name in names
    ]


def repeated(item: str, source: str, cells: Sequence[Cell]) -> Row:
    """The row that is printed once for every entry of a list."""
    first, *middle, last = cells
    opened = Cell(f"{{% for {item} in {source} %}}{first.text}", first.span, first.style)
    closed = Cell(f"{last.text}{{% endfor %}}", last.span, last.style)
    return Row([opened, *middle, closed])


def top(widths: Sequence[float]) -> list[str]:
    """Title, place, date and who the household is."""
    facts = Row(
        [
            label("户主姓名"),
            "{{ 户主姓名 }}",
            label("户编号"),
            "{{ 户编号 }}",
            label("村民小组"),
            "{{ 村民小组 }}",
            label("帮扶责任人"),
            "{{ 帮扶责任人 }}",
            label("比对结果"),
            "{{ 状态 }}",
        ]
    )
    return [
        paragraph("{{ 县 }}{{ 镇 }}{{ 村 }}{{ 标题 }}", "Title"),
        paragraph("编制单位：{{ 编制单位 }}　　数据截至：{{ 编制日期|日期 }}", "Line"),
        table(widths, [facts], together=True),
    ]


def doubts() -> str:
    """What a person must look at, where there is anything."""
    return "".join(
        (
            paragraph("{%p for 句 in 存疑 %}"),
            paragraph("另需核实：{{ 句 }}。", "Line"),
            paragraph("{%p endfor %}"),
        )
    )


def compared_sheet() -> bytes:
    """基础信息对照表: the four records side by side, lying."""
    persons = ("姓名", "证件号码", "与户主关系", "性别", "出生日期", "民族", "健康状况")
    persons = (*persons, "劳动技能", "在校生状况")
    names = [head("姓名"), head("记录"), head("证件号码"), head("关系"), head("性别")]
    names += [head(name) for name in persons[4:]]
    person = filled("人", persons, SMALL)
    person.insert(1, Cell("{{ 人.记录 }}", style=SMALL))
    helper = [Cell("{{ 帮.姓名 }}"), Cell("{{ 帮.记录 }}")]
    helper += filled("帮", ("单位", "隶属关系", "联系电话", "结对开始"), "Cell")
    row = [Cell("{{ 行.项目 }}"), *filled("行", SOURCES, "Cell"), Cell("{{ 行.结果|可空 }}")]
    body = [
        *top((18, 24, 16, 34, 18, 25, 22, 46, 18, 36)),
        paragraph("一、家庭情况", "TableTitle"),
        table(
            (42, 48, 48, 48, 48, 23),
            [
                Row([head(name) for name in ("项目", *SOURCES, "结果")], header=True),
                repeated("行", "户", row),
            ],
        ),
        paragraph("二、家庭成员", "TableTitle"),
        table(
            (23, 31, 38, 20, 12, 33, 18, 28, 28, 26),
            [Row(names, header=True), repeated("人", "成员", person)],
        ),
        paragraph("{%p if 帮扶人|个数 > 0 %}"),
        paragraph("三、帮扶责任人", "TableTitle"),
        table(
            (26, 36, 70, 30, 40, 55),
            [
                Row(
                    [
                        head(name)
                        for name in ("姓名", "记录", "单位", "隶属关系", "联系电话", "结对开始")
                    ],
                    header=True,
                ),
                repeated("帮", "帮扶人", helper),
            ],
        ),
        paragraph("{%p endif %}"),
        paragraph(
            "★和灰底为建议改正的记载，以入户核实为准；“记录”一栏写明哪几方这样记载。内部资料，妥善保管。",
            "Note",
        ),
        doubts(),
        table(
            (86, 86, 85),
            [
                Row(
                    ["比对人（签字）：", "复核人（签字）：", "日期：　　　　年　　月　　日"],
                    height=12,
                )
            ],
            together=True,
        ),
    ]
    return document("基础信息对照表", "".join(body), LYING)


def visit_sheet() -> bytes:
    """入户核查表: what to ask at the door, in large letters."""
    answer = "☐ 一致 ☐ 改为\r____________"
    cells = [
        Cell("{{ 项.序号 }}", style=BIG),
        Cell("{%p if 项.对象 != '本户' %}\r{{ 项.对象 }}\r{%p endif %}\r{{ 项.项目 }}", style=BIG),
        Cell("{{ 项.记载 }}", style=BIG),
        Cell("{{ 项.待核|可空 }}", style=BIG),
        Cell(answer, style=BIG),
    ]
    names = ("序号", "核查项目", "各方记载", "待核实值", "入户核实结果")
    signs = [
        Row(["核查人（两人签字）：\r　", "户主或家庭成员签字（捺印）：\r　"], height=22),
        Row(["核查人联系电话：", "核查日期：　　　　年　　月　　日"], height=12),
    ]
    facts = [
        Row([label("户主姓名"), "{{ 户主姓名 }}", label("户编号"), "{{ 户编号 }}"]),
        Row([label("村民小组"), "{{ 村民小组 }}", label("帮扶责任人"), "{{ 帮扶责任人 }}"]),
    ]
    body = [
        paragraph("{{ 县 }}{{ 镇 }}{{ 村 }}", "Subtitle"),
        paragraph("{{ 标题 }}", "Title"),
        paragraph("编制单位：{{ 编制单位 }}　　数据截至：{{ 编制日期|日期 }}", "Line"),
        table((26, 56, 28, 57), facts, BIG, together=True),
        paragraph("{{ 说明 }}", "Line"),
        paragraph("与实际相符的在“一致”前打√，不符的在“改为”前打√并写明实际情况。", "Line"),
        table(
            (11, 29, 52, 35, 40),
            [Row([head(name) for name in names], header=True), repeated("项", "项", cells)],
        ),
        doubts(),
        paragraph("其他情况：__________________________________________________", "Line"),
        table((83.5, 83.5), signs, BIG, together=True),
        paragraph("内部资料，妥善保管；核实后逐条记入核对记录，再按台账改正有误的一方。", "Note"),
    ]
    return document("入户核查表", boxed("".join(body)), FORM, BIG_CELLS)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in (("reconcile-sheet", compared_sheet), ("reconcile-visit", visit_sheet)):
        (folder / f"{name}.docx").write_bytes(make())


if __name__ == "__main__":
    main()
