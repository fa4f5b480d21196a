"""The Word templates of the summaries: sentences in which every number is a named figure.

    python tools/make_summary_templates.py [FOLDER]

One template a kind of summary; what it says stands in summary_sections.py.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from docx_parts import IN_CELL, LEFT, Row, _style, document, head, looped, paragraph, table
from summary_sections import (
    ALL,
    BASICS,
    CAMPAIGN,
    CAUSES,
    CHAIR,
    HELPING,
    OPENING,
    STUDENTS,
    VILLAGES,
    Section,
)

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "docx"
NUMBERS = "一二三四五六七八九十"
DRAWN = ("防返贫监测", "致贫原因", "就业", "项目", "走访", "整改")
"""Chapters that may have a chart."""
ON_DEMAND = (
    _style("Drawing", "图", "仿宋_GB2312", 16, '<w:snapToGrid w:val="0"/><w:jc w:val="center"/>')
    + _style("CellRead", "表格中字", "仿宋_GB2312", 12, f"{IN_CELL}{LEFT}")
    + _style("Attachment", "附件", "黑体", 16, "<w:pageBreakBefore/>")
    + _style("TableHeading", "附件标题", "方正小标宋简体", 22, '<w:spacing w:after="120"/>'
             '<w:jc w:val="center"/>')
)  # fmt: skip


ALL_IF = re.compile(r"\{% if ([^%]*) %\}((?:(?!\{%).)*)\{% endif %\}")


def each(source: str, text: str = "{{ 段 }}") -> str:
    """Return a paragraph for every entry of a list, none when it is missing."""
    return "".join(
        (
            paragraph(f"{{%p for 段 in {source}|可空 %}}"),
            paragraph(text, "BodyText"),
            paragraph("{%p endfor %}"),
        )
    )


def numeral(number: int) -> str:
    """Return 一 … 十, 十一 …"""
    return NUMBERS[number - 1] if number <= 10 else f"十{NUMBERS[number - 11]}"


def told(text: str) -> str:
    """Return sentences as a paragraph, which is not there where all of it falls away."""
    found = ALL_IF.fullmatch(text)
    if not found:
        return paragraph(text, "BodyText")
    condition, words = found.groups()
    return "".join(
        (
            paragraph(f"{{%p if {condition} %}}"),
            paragraph(words, "BodyText"),
            paragraph("{%p endif %}"),
        )
    )


def section(number: int, one: Section) -> str:
    """Return one section: its heading, figures, table, the office's own words."""
    return "".join(
        (
            paragraph(f"（{numeral(number)}）{one.heading}", "Heading2"),
            *(told(text) for text in one.sentences),
            drawn(one.chapter) if one.chapter in DRAWN else "",
            one.more,
            each(f"素材.{one.chapter}"),
        )
    )


def drawn(chapter: str) -> str:
    """Return the place of a section's chart, which stands there on demand."""
    return "".join(
        (
            paragraph(f"{{%p if 图.{chapter}|可空 %}}"),
            paragraph(f"{{{{ 图.{chapter} }}}}", "Drawing"),
            paragraph("{%p endif %}"),
        )
    )


def attachment() -> str:
    """Return the table of the main figures, which stands behind the text on demand."""
    heads = Row([head(name) for name in ("指标", "数值", "单位", "上期", "增减")], header=True)
    cells = (
        "{{ 行.指标 }}",
        "{{ 行.数值 }}",
        "{{ 行.单位 }}",
        "{{ 行.上期|可空 }}",
        "{{ 行.增减|可空 }}",
    )
    return "".join(
        (
            paragraph("{%p if 指标表|可空 %}"),
            # 附件 begins on a new page; 附件 in 黑体 on its first line (GB/T 9704-2012, 7.3.7)
            paragraph("附件", "Attachment"),
            paragraph("主要指标表", "TableHeading"),
            table((62, 26, 18, 25, 25), [heads, looped("行", "指标表", cells)], "CellRead"),
            paragraph("{%p endif %}"),
        )
    )


def other(number: int) -> str:
    """Return what the office said that fits no section, with a heading of its own."""
    return "".join(
        (
            paragraph("{%p if 素材.其他|可空 %}"),
            paragraph(f"（{numeral(number)}）其他工作", "Heading2"),
            each("素材.其他"),
            paragraph("{%p endif %}"),
        )
    )


def listed(name: str) -> str:
    """Return a numbered list of texts; one that is missing is a visible gap."""
    return "".join(
        (
            paragraph(f"{{%p for 段 in {name} %}}", "BodyText"),
            paragraph("{%p if loop.last %}"),
            # What is signed may not be parted from its text: the last entry stays with it.
            paragraph("{{ loop.index }}.{{ 段 }}", "BodyText", keep=True),
            paragraph("{%p else %}"),
            paragraph("{{ loop.index }}.{{ 段 }}", "BodyText"),
            paragraph("{%p endif %}"),
            paragraph("{%p endfor %}"),
        )
    )


def opening() -> str:
    """Return title, contents on demand, and the first paragraph."""
    return "".join(
        (
            paragraph("{{ 县 }}{{ 镇 }}{% if 村 != '' %}{{ 村 }}{% endif %}", "Title"),
            paragraph("{{ 标题 }}", "Title"),
            paragraph("", "BodyText"),
            paragraph("{%p for 段 in 导语|可空 %}"),
            paragraph("{{ 段 }}", "BodyText"),
            paragraph("{%p else %}"),
            paragraph(OPENING, "BodyText"),
            paragraph("{%p endfor %}"),
        )
    )


def former() -> str:
    """Return the former villages of a merged one, each with its numbers."""
    return "".join(
        (
            paragraph("{%p if 原村|可空 %}"),
            paragraph(
                "本村由{% for 村情 in 原村 %}{{ 村情.村 }}{% if not loop.last %}、{% endif %}"
                "{% endfor %}合并："
                "{% for 村情 in 原村 %}{{ 村情.村 }}{{ 村情.户数 }}户{{ 村情.人数 }}人"
                "{% if not loop.last %}，{% endif %}{% endfor %}。",
                "BodyText",
            ),
            paragraph("{%p endif %}"),
        )
    )


def basics() -> str:
    """Return 一、基本情况."""
    return "".join(
        (
            paragraph("一、基本情况", "Heading1"),
            *(paragraph(text, "BodyText") for text in BASICS),
            former(),
            each("素材.基本情况"),
        )
    )


def done(number: int, title: str, sections: Sequence[Section]) -> str:
    """Return a chapter of sections."""
    return "".join(
        (
            paragraph(f"{numeral(number)}、{title}", "Heading1"),
            *(section(at, one) for at, one in enumerate(sections, 1)),
            other(len(sections) + 1),
        )
    )


def chapter(number: int, title: str, name: str) -> str:
    """Return a chapter of numbered texts."""
    return paragraph(f"{numeral(number)}、{title}", "Heading1") + listed(name)


def causes(number: int) -> str:
    """Return the problems by cause, each with its answer."""
    parts = [paragraph(f"{numeral(number)}、存在的问题、原因和对策", "Heading1")]
    for at, cause in enumerate(("客观", "主观", "工作"), 1):
        parts += [
            paragraph(f"（{numeral(at)}）{cause}原因", "Heading2"),
            paragraph(f"{{%p for 段 in 问题按原因.{cause} %}}"),
            paragraph("{{ loop.index }}.{{ 段 }}", "BodyText"),
            paragraph("{%p else %}"),
            paragraph(f"台账没有登记没有整改完的{cause}原因问题。", "BodyText"),
            paragraph("{%p endfor %}"),
        ]
    return "".join(parts)


def signed() -> str:
    """Return unit and date, placed right (GB/T 9704-2012, 7.3.5)."""
    return "".join(
        (
            paragraph("", "BodyText", keep=True),
            paragraph("{{ 编制单位 }}", "Sign", keep=True),
            paragraph("{{ 编制日期 }}", "Sign"),
        )
    )


def village() -> bytes:
    """Return a village's half-year summary, with 保障措施 and 意见建议."""
    body = (
        opening(), basics(), done(2, "工作开展情况", ALL), chapter(3, "存在的问题", "存在问题"),
        chapter(4, "{{ 下期 }}打算", "下步打算"), chapter(5, "保障措施", "保障措施"),
        chapter(6, "意见建议", "意见建议"), signed(),
        attachment(),
    )  # fmt: skip
    return document("半年工作总结", "".join(body), styles=ON_DEMAND)


def town() -> bytes:
    """Return a town's half-year summary, with a table of its villages."""
    body = (
        opening(), basics(), done(2, "工作开展情况", (*ALL, CAUSES, VILLAGES)),
        chapter(3, "存在的问题", "存在问题"), chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("半年工作总结", "".join(body), styles=ON_DEMAND)


def education() -> bytes:
    """Return a school district's summary of education aid."""
    body = (
        opening(), basics(), done(2, "主要做法和成效", STUDENTS),
        chapter(3, "存在的问题", "存在问题"), chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("教育帮扶工作总结", "".join(body), styles=ON_DEMAND)


def unit() -> bytes:
    """Return a unit's summary of its paired help."""
    body = (
        opening(), basics(), done(2, "帮扶工作开展情况", HELPING),
        chapter(3, "存在的问题", "存在问题"), chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("单位结对帮扶工作总结", "".join(body), styles=ON_DEMAND)


def campaign() -> bytes:
    """Return the summary of a campaign."""
    body = (
        opening(), done(1, "行动开展情况", CAMPAIGN),
        chapter(2, "存在的问题", "存在问题"), chapter(3, "下一步措施", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("专项行动工作总结", "".join(body), styles=ON_DEMAND)


def report() -> bytes:
    """Return 述职报告: problems by cause, each with its answer."""
    body = (
        opening(), basics(), done(2, "履职情况", CHAIR), causes(3),
        chapter(4, "{{ 下期 }}打算", "下步打算"), signed(),
        attachment(),
    )  # fmt: skip
    return document("述职报告", "".join(body), styles=ON_DEMAND)


FILES = {
    "summary.docx": village,
    "summary_town.docx": town,
    "summary_education.docx": education,
    "summary_unit.docx": unit,
    "summary_campaign.docx": campaign,
    "summary_report.docx": report,
}


def main(folder: Path = TEMPLATES) -> None:
    """Write all templates into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
