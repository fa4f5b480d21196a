"""Forty templates with one fault each: where it stands and what must be said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import docx
from docx.oxml.ns import qn
from wordfiles import body_xml, file_of, saved, with_part

FIELDS = {
    "户主姓名": "张三",
    "人口": 3,
    "户": {"村": "荷塘"},
    "成员": [{"姓名": "张三", "年龄": 61}],
    "备注": ["一"],
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """A faulty template, the place of its fault, a piece of the message, the nearest name."""

    kind: str
    make: Callable[[], bytes]
    place: str
    says: str
    nearest: str = ""


def text(kind: str, faulty: str, says: str, nearest: str = "") -> Damaged:
    """A fault in the third paragraph, good tags around it."""
    around = ("{{ 户主姓名 }}", "{% if 人口 > 2 %}多{% endif %}", faulty, "{{ 户.村 }}")
    return Damaged(kind, lambda: file_of(*around), "正文 第3段", says, nearest)


def table(kind: str, rows: list[list[str]], place: str, says: str) -> Damaged:
    return Damaged(kind, lambda: file_of("{{ 户主姓名 }}", table=rows), f"正文 {place}", says)


def markup(kind: str, body: str, place: str, says: str) -> Damaged:
    return Damaged(kind, lambda: body_xml(body), place, says)


def in_header() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ 户主姓名"
    return saved(document)


def in_footer() -> bytes:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "共 {{ 人口|园 }} 人"
    return saved(document)


def in_properties() -> bytes:
    document = docx.Document()
    document.core_properties.title = "{{ 户主姓明 }}"
    return saved(document)


def in_inner_table() -> bytes:
    document = docx.Document()
    cell = document.add_table(2, 2).cell(1, 0)
    cell.add_table(1, 1).cell(0, 0).text = "{% if 人口 %}"
    return saved(document)


def with_face(style: bool) -> bytes:
    document = docx.Document()
    document.add_paragraph("{{ 户主姓名 }}")
    run = document.add_paragraph().add_run("标题")
    font = document.styles["Title"].font if style else run.font
    font.name = "Times New Roman"
    font.element.rPr.rFonts.set(qn("w:eastAsia"), "自家手写体")
    return saved(document)


def split_over_runs() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("户主 {", "{ 户主", "姓", "明 }", "}"):
        paragraph.add_run(piece)
    return saved(document)


def foreign_prefix() -> bytes:
    def change(old: str) -> str:
        return re.sub(r"(?<=[</ :])w(?=[:=])", "x", old)

    return with_part(file_of("{{ 户主姓名 }}"), "word/document.xml", change)


BOX = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"
RUN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
LINK = "<w:p><w:hyperlink><w:r><w:t>{}</w:t></w:r></w:hyperlink><w:r><w:t>{}</w:t></w:r></w:p>"
PICTURE = "<w:p><w:r><w:t>{%p if 人口 %}</w:t><w:drawing/></w:r></w:p>" + RUN.format("{%p endif %}")
SECTION = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if 人口 %}</w:t></w:r></w:p>" + RUN.format(
    "{%p endif %}"
)

DAMAGED = [
    text("value not closed", "{{ 户主姓名", "没有写完：有 {{ 没有 }}"),
    text("value not opened", "户主姓名 }}", "多了 }}，前面没有 {{"),
    text("one brace forgotten", "{{ 户主姓名 }", "没有写完"),
    text("block not closed", "{% if 人口", "没有写完：有 {% 没有 %}"),
    text("block not opened", "endif %}", "前面没有 {%"),
    text("remark not closed", "{# 说明", "没有写完"),
    text("nothing inside", "{{ }}", "没有写内容"),
    text("two names", "{{ 户主姓名 人口 }}", "“人口”多余"),
    text("formula breaks off", "{{ 人口 + }}", "没有写完"),
    text("bracket open", "{{ (人口 + 1 }}", "括号没有配对"),
    text("quote open", "{{ 户主姓名|默认(“无) }}", "引号没有配对"),
    text("strange sign", "{{ 人口？ }}", "不认识的符号"),
    text("unknown format", "{{ 人口|元整 }}", "没有“元整”这个格式", "元"),
    text("unknown test", "{{ 人口 is 空的 }}", "没有“空的”这个判断"),
    text("way out", "{{ 户主姓名.__class__ }}", "下划线开头"),
    text("if without end", "{% if 人口 %}有", "缺 {% endif %}"),
    text("for without end", "{% for 人 in 成员 %}{{ 人.姓名 }}", "缺 {% endfor %}"),
    text("end without if", "{% endif %}", "没有与它配对的 {% if %}"),
    text("end without for", "{% endfor %}", "没有与它配对的 {% for %}"),
    text("else without if", "{% else %}", "没有与它配对的 {% if %}"),
    text("elif behind else", "{% if 人口 %}{% else %}{% elif 人口 %}{% endif %}", "写在了"),
    text("else if", "{% if 人口 %}{% else if 人口 %}{% endif %}", "否则如果", "elif"),
    text("condition forgotten", "{% if %}有{% endif %}", "条件没有写"),
    text("loop of, not in", "{% for 人 of 成员 %}{% endfor %}", "循环要写成"),
    text("single equals", "{% if 人口 = 3 %}{% endif %}", "=="),
    text("misspelt word", "{% fi 人口 %}", "不认识这个标签", "if"),
    text("include", "{% include '甲.docx' %}", "不认识这个标签"),
    text("paragraph as value", "{{p 户主姓名 }}", "不能插入整段"),
    text("row tag outside a table", "{%tr set 数 = 1 %}", "要放在表格里"),
    text("cell colour outside", "{% cellbg 户主姓名 %}", "要放在表格的一格里"),
    text("unknown field", "{{ 户主性名 }}", "数据里没有“户主性名”", "户主姓名"),
    text(
        "unknown field of a list",
        "{% for 人 in 成员 %}{{ 人.年令 }}{% endfor %}",
        "数据里没有“成员.年令”",
        "成员.年龄",
    ),
    text("loop over a number", "{% for 人 in 人口 %}{% endfor %}", "“人口”不是列表"),
    text("loop over a text", "{% for 人 in '成员' %}{% endfor %}", "“成员”不是列表"),
    text("loop over a group", "{% for 甲 in 户 %}{% endfor %}", "“户”不是列表"),
    text("list printed as it is", "{{ 成员 }}", "是列表，不能直接印"),
    text("text beside a paragraph tag", "说明 {%p set 数 = 1 %}", "还有“说明”"),
    table(
        "loop over two rows",
        [["{% for 人 in 成员 %}", ""], ["{{ 人.姓名 }}", "{% endfor %}"]],
        "第1个表 第1行 第1格",
        "不在同一格；一行的循环请让两头在同一行",
    ),
    table(
        "else in another cell",
        [["{% if 人口 %}甲", "{% else %}乙", "{% endif %}"]],
        "第1个表 第1行 第2格",
        "不在同一格，一行里不能这样分",
    ),
    table(
        "text beside a row tag",
        [["{%tr if 人口 %}别丢", ""], ["甲", ""], ["{%tr endif %}", ""]],
        "第1个表 第1行 第1格",
        "还有“别丢”",
    ),
    table("colour forgotten", [["甲", "{% cellbg %}"]], "第1个表 第1行 第2格", "少了颜色"),
    table("words behind vm", [["{% vm 人口 %}", "甲"]], "第1个表 第1行 第1格", "不用写什么"),
    Damaged("in an inner table", in_inner_table, "正文 第1个表 第2行 第1格 内表 第1行 第1格", "缺"),
    Damaged("in a header", in_header, "页眉1 第1段", "没有写完"),
    Damaged("in a footer", in_footer, "页脚1 第1段", "没有“园”这个格式"),
    Damaged("in the title", in_properties, "文档属性 ", "数据里没有", "户主姓名"),
    Damaged("split over runs", split_over_runs, "正文 第1段", "数据里没有", "户主姓名"),
    Damaged("strange face in text", lambda: with_face(False), "正文 第2段", "自家手写体"),
    Damaged("strange face in a style", lambda: with_face(True), "样式 “Title”", "自家手写体"),
    Damaged("written by another program", foreign_prefix, "word/document.xml ", "另存一次"),
    markup("in a text box", BOX.format(RUN.format("{{ 人口|园 }}")), "正文 第1个文本框", "园"),
    markup(
        "across a link", LINK.format("{% if 人口 %}", "{% endif %}"), "正文 第1段", "不在同一层"
    ),
    markup("picture lost with a tag", PICTURE, "正文 第1段", "还有图"),
    markup("section lost with a tag", SECTION, "正文 第1段", "管着分节"),
]
