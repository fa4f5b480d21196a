"""Write the Word templates of the condensed handbook and the briefing, with the same bytes always.

    python tools/make_handbook_templates.py [FOLDER]

What it is given stands in docs/handbook.md. Faces and styles are those of docx_parts.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from docx_parts import A4, FORM, Row, document, head, label, paragraph, run, table

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"
WIDTHS = (16, 151)


def short() -> bytes:
    """Return the condensed edition: a table of five lines for each policy, chapter by chapter."""
    rows = [
        Row([head("{{ 条.序号 }}"), head("{{ 条.名称 }}")], header=True, keep=True),
        Row([label("给谁"), "{{ 条.享受对象 }}"], keep=True),
        Row([label("多少"), "{{ 条.标准 }}"], keep=True),
        Row([label("材料"), "{{ 条.所需材料 }}"], keep=True),
        Row(
            [
                label("找谁"),
                "{{ 条.办理 }}{% if 条.申报|可空 %}（{{ 条.申报 }}申报）{% endif %}"
                "{% if 条.注意|可空 %}（{{ 条.注意 }}）{% endif %}",
            ]
        ),
    ]
    body = [
        paragraph("{{ 地方|可空 }}", "Subtitle"),
        paragraph("{{ 标题 }}", "Title"),
        paragraph("（{{ 版本 }}，政策截至{{ 截至 }}，以当年文件为准）", "Subtitle"),
        paragraph("编印单位：{{ 编印单位 }}　　联系人：{{ 联系人 }}　{{ 联系电话 }}", "Line"),
        paragraph("{%p for 一类 in 类 %}"),
        paragraph("{{ 一类.名称 }}", "Heading1", keep=True),
        paragraph("{%p for 条 in 一类.政策 %}"),
        table(WIDTHS, rows, together=True),
        paragraph("{%p endfor %}"),
        paragraph("{%p endfor %}"),
    ]
    return document("政策口袋书简明本", "".join(body), FORM)


def signed(text: str) -> str:
    """Return a line of the signature, two characters from the right edge."""
    place = '<w:ind w:right="640"/><w:jc w:val="right"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Normal"/>{place}</w:pPr>{run(text)}</w:p>'


def briefing() -> bytes:
    """Return the handout of the 知情会: size 3 type, a policy after the other."""
    named = (
        ("谁能享受", "享受对象"),
        ("什么条件", "条件"),
        ("补助多少", "标准"),
        ("带的材料", "所需材料"),
        ("怎么办理", "办理流程"),
        ("找谁问", "找谁"),
    )
    lines = [paragraph(f"{name}：{{{{ 条.{field} }}}}", "BodyText") for name, field in named]
    body = [
        paragraph("{{ 标题 }}", "Title"),
        paragraph("{{ 说明 }}", "BodyText"),
        paragraph("{%p for 条 in 政策 %}"),
        paragraph("{{ 条.序号 }}.{{ 条.名称 }}", "Heading1", keep=True),
        paragraph("{{ 条.截止 }}", "Heading2", keep=True),
        *lines,
        paragraph("{%p endfor %}"),
        paragraph("{%p if 常年|可空 %}"),
        paragraph("随时可以办的", "Heading1", keep=True),
        paragraph("{{ 常年 }}。条件和材料见口袋书。", "BodyText"),
        paragraph("{%p endif %}"),
        signed("{{ 单位 }}"),
        signed("{{ 日期 }}"),
    ]
    return document("知情会材料", "".join(body), A4)


MADE = {"handbook-short.docx": short, "briefing.docx": briefing}


def main(folder: Path) -> None:
    """Write every template of this file into the folder."""
    for name, make in MADE.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TEMPLATES)
