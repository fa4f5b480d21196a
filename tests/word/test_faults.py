"""Damaged templates: every fault at once, at its place, in words a clerk understands."""

from __future__ import annotations

import docx
import pytest
from wordfiles import body_xml, file_of, saved, template

from docgen.errors import TemplateError
from docgen.word import Template

ONE_FAULT = [
    ("{{ x", "没有写完"),
    ("x }}", "前面没有 {{"),
    ("{% if x", "没有写完"),
    ("if x %}", "前面没有 {%"),
    ("{# 说明", "没有写完"),
    ("{{ }}", "没有写内容"),
    ("{{ x y }}", "多余"),
    ("{{ x + }}", "没有写完"),
    ("{{ (x }}", "括号没有配对"),
    ("{{ x|默认(“无) }}", "引号没有配对"),
    ("{{ x? }}", "不认识的符号"),
    ("{{ x|元素 }}", "没有“元素”这个格式"),
    ("{{ x is 空的 }}", "没有“空的”这个判断"),
    ("{{ x.__class__ }}", "下划线"),
    ("{{p x }}", "不能插入整段"),
    ("{% if x %}", "缺 {% endif %}"),
    ("{% for x in xs %}", "缺 {% endfor %}"),
    ("{% endif %}", "前面没有与它配对的 {% if %}"),
    ("{% endfor %}", "前面没有与它配对的 {% for %}"),
    ("{% else %}", "前面没有与它配对的 {% if %}"),
    ("{% elif x %}", "前面没有与它配对的 {% if %}"),
    ("{% if %}{% endif %}", "条件没有写"),
    ("{% for %}{% endfor %}", "循环没有写"),
    ("{% for x of xs %}{% endfor %}", "循环要写成"),
    ("{% set %}", "赋值没有写"),
    ("{% fi x %}", "不认识这个标签"),
    ("{% include 'x' %}", "不认识这个标签"),
    ("{% if x %}{% else %}{% elif y %}{% endif %}", "写在了 {% else %} 后面"),
    ("{% if x %}{% else if y %}{% endif %}", "elif"),
    ("{%tr if x %}{%tr endif %}", "要放在表格里"),
    ("{%tc if x %}{%tc endif %}", "要放在表格里"),
]


@pytest.mark.parametrize(("text", "message"), ONE_FAULT)
def test_each_kind_of_fault_is_explained_at_its_place(text: str, message: str) -> None:
    faults = template("好的 {{ 甲 }}", text).lint()
    assert faults
    assert {(fault.part, fault.place) for fault in faults} == {("正文", "第2段")}
    assert any(message in fault.message for fault in faults)


def test_all_faults_come_at_once_in_the_order_of_the_document() -> None:
    made = template(*(text for text, _ in ONE_FAULT if not text.startswith(("{% if x", "{% for"))))
    places = [int(fault.place[1:-1]) for fault in made.lint()]
    assert places == sorted(places)
    assert set(places) >= set(range(1, 14))
    with pytest.raises(TemplateError) as caught:
        made.render({})
    assert list(caught.value.faults) == made.lint()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["{% for x in xs %}", ""], ["{{ x }}", "{% endfor %}"]], "不在同一行"),
        ([["{% if x %}", "{% else %}"], ["", "{% endif %}"]], "不在同一格"),
        ([["{%tr if x %}别丢", ""], ["甲", ""], ["{%tr endif %}", ""]], "别丢"),
        ([["{%tr if x %}", "{{ y }}"], ["甲", ""], ["{%tr endif %}", ""]], "{{…}}"),
    ],
)
def test_tags_across_cells_and_rows(rows: list[list[str]], message: str) -> None:
    faults = template(table=rows).lint()
    assert any(message in fault.message or "跨几行" in fault.message for fault in faults)
    assert faults[0].place.startswith("第1个表 第1行")


def test_block_with_one_end_in_a_table() -> None:
    made = template("{% if x %}", table=[["甲{% endif %}"]])
    assert [fault.place for fault in made.lint()] == ["第1段"]


def test_block_across_a_hyperlink() -> None:
    markup = (
        "<w:p><w:hyperlink><w:r><w:t>{% if x %}甲</w:t></w:r></w:hyperlink>"
        "<w:r><w:t>{% endif %}</w:t></w:r></w:p>"
    )
    assert "不在同一层" in Template(body_xml(markup)).lint()[0].message


def test_text_beside_a_paragraph_tag_would_vanish() -> None:
    faults = template("说明 {%p if x %}", "甲", "{%p endif %}").lint()
    assert "“说明”" in faults[0].message


def test_places_in_headers_and_cells() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "甲"
    document.add_table(3, 2).cell(2, 1).text = "{{ x|圆 }}"
    document.sections[0].header.paragraphs[0].text = "{{ y|园 }}"
    faults = Template(saved(document)).lint()
    assert [(fault.part, fault.place) for fault in faults] == [
        ("正文", "第2个表 第3行 第2格"),
        ("页眉1", "第1段"),
    ]


def test_nearest_names() -> None:
    fields = ["户主姓名", "成员", "成员.姓名", "成员.年龄", "指标", "x", "y"]
    made = template(
        "{{ 户主性名 }}{{ 指标.别的 }}",
        "{% for 人 in 成员 %}{{ 人.年令 }}{{ loop.index }}{% endfor %}",
        "{{ x|日其 }}{% fro x in y %}",
    )
    nearest = {fault.excerpt: fault.nearest for fault in made.lint(fields)}
    assert nearest["{{ 户主性名 }}"] == "户主姓名"
    assert nearest["{{ 人.年令 }}"] == "成员.年龄"
    assert nearest["{{ x|日其 }}"] == "日期"
    assert nearest["{% fro x in y %}"] == "for"
    assert "{{ 指标.别的 }}" not in nearest


def test_good_template_has_no_faults() -> None:
    made = Template(file_of("{{ 甲 }}", table=[["{% for x in xs %}{{ x }}", "{% endfor %}"]]))
    assert made.lint() == []
    assert made.lint(["甲", "xs"]) == []


def test_fault_in_a_text_box_is_told_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>{{ x|圆 }}</w:t></w:r></w:p></w:txbxContent>"
    markup = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [fault.place for fault in Template(body_xml(markup)).lint()] == ["第1个文本框"]
