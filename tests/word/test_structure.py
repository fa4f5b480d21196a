"""Rows, cells and paragraphs that blocks repeat or leave out; the file stays one Word opens."""

from __future__ import annotations

import docx
import pytest
from docx.shared import RGBColor
from lxml import etree
from wordfiles import body_xml, cells, part, printed, read, saved, template, texts

from docgen.word import Template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = ["序号", "姓名"]


def assert_whole(data: bytes) -> None:
    """Every cell ends in a paragraph, every table has rows, every row cells."""
    root = etree.fromstring(part(data).encode())
    for cell in root.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for table in root.iter(f"{W}tbl"):
        assert table.find(f"{W}tr") is not None
    for row in root.iter(f"{W}tr"):
        assert row.find(f"{W}tc") is not None


def test_row_repeats_when_the_loop_spans_its_cells() -> None:
    made = template(
        table=[HEAD, ["{% for 人 in 成员 %}{{ loop.index }}", "{{ 人.姓名 }}{% endfor %}"]]
    )
    data = made.render({"成员": [{"姓名": "甲"}, {"姓名": "乙"}]})
    assert cells(data) == [HEAD, ["1", "甲"], ["2", "乙"]]
    assert cells(made.render({"成员": []})) == [HEAD]


def test_rows_between_tr_tags_repeat() -> None:
    made = template(
        table=[HEAD, ["{%tr for 人 in 成员 %}", ""], ["甲", "{{ 人 }}"], ["{%tr endfor %}", ""]]
    )
    assert cells(made.render({"成员": [1, 2]})) == [HEAD, ["甲", "1"], ["甲", "2"]]


def test_tr_tags_inside_the_row_they_repeat() -> None:
    made = template(table=[["{%tr for x in xs %}{{ x }}{%tr endfor %}", "末"]])
    assert cells(made.render({"xs": [1, 2]})) == [["1", "末"], ["2", "末"]]


def test_loop_within_one_cell_stays_in_it() -> None:
    made = template(table=[["{% for x in xs %}{{ x }}；{% endfor %}", "末"]])
    assert cells(made.render({"xs": [1, 2]})) == [["1；2；", "末"]]


def test_condition_around_a_row() -> None:
    made = template(table=[HEAD, ["{% if x %}有", "{{ x }}{% endif %}"]])
    assert cells(made.render({"x": 1})) == [HEAD, ["有", "1"]]
    assert cells(made.render({"x": 0})) == [HEAD]
    assert cells(made.render_report({}).data)[1][0] == "【缺：x】"


def test_undecided_row_is_one_red_cell_as_wide_as_the_table() -> None:
    made = template(table=[HEAD, ["{% for 人 in 成员 %}{{ 人 }}", "{% endfor %}"]])
    data = made.render_report({}).data
    assert 'w:gridSpan w:val="2"' in part(data)
    assert_whole(data)


def test_columns_repeat() -> None:
    made = template(table=[["{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"]])
    assert cells(made.render({"xs": ["甲", "乙", "丙"]})) == [["甲", "乙", "丙"]]
    assert_whole(made.render({"xs": ["甲"]}))


def test_row_and_table_left_without_cells_go() -> None:
    made = template("前", table=[["{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"]])
    data = made.render({"xs": []})
    assert cells(data) == []
    assert texts(data)[0] == "前"


def test_table_left_without_rows_goes() -> None:
    made = template("前", table=[["{% for x in xs %}{{ x }}", "{% endfor %}"]])
    assert "<w:tbl>" not in part(made.render({"xs": []}))
    assert cells(made.render({"xs": [1]})) == [["1", ""]]


def test_table_inside_a_cell_left_without_rows_leaves_a_paragraph() -> None:
    document = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    inner = outer.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "{% for x in xs %}{{ x }}", "{% endfor %}"
    made = Template(saved(document))
    assert_whole(made.render({"xs": []}))
    assert "第1个表 第1行 第1格 内表" in made.render_report({"xs": [None]}).unfilled[0].place


def test_cell_emptied_by_a_condition_keeps_a_paragraph() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{%p if x %}"
    cell.add_paragraph("有")
    cell.add_paragraph("{%p endif %}")
    made = Template(saved(document))
    assert cells(made.render({"x": 0})) == [[""]]
    assert_whole(made.render({"x": 0}))
    assert cells(made.render({"x": 1})) == [["有"]]


def test_header_emptied_by_a_condition_keeps_a_paragraph() -> None:
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "{%p if x %}"
    header.add_paragraph("有")
    header.add_paragraph("{%p endif %}")
    data = Template(saved(document)).render({"x": 0})
    assert [p.text for p in read(data).sections[0].header.paragraphs] == [""]


def test_tag_split_over_runs_keeps_the_format_of_its_beginning() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("户主：")
    paragraph.add_run("{").bold = True
    paragraph.add_run("{ 户主").font.color.rgb = RGBColor(0, 255, 0)
    paragraph.add_run("姓名 }").italic = True
    paragraph.add_run("}，")
    data = Template(saved(document)).render({"户主姓名": "张三"})
    runs = [(run.text, run.bold, run.italic) for run in read(data).paragraphs[0].runs]
    assert runs == [("户主：", None, None), ("张三", True, None), ("，", None, None)]


def test_tag_broken_by_a_line_break_or_tab() -> None:
    markup = (
        '<w:p><w:r><w:t>{{ x</w:t><w:br/><w:t xml:space="preserve"> or</w:t><w:tab/>'
        "<w:t>'无' }}</w:t></w:r></w:p>"
    )
    assert printed(Template(body_xml(markup)), {}) == "无"


def test_tags_everywhere_in_the_package() -> None:
    document = docx.Document()
    document.add_paragraph("{{ x }}")
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉{{ x }}"
    section.footer.paragraphs[0].text = "页脚{{ y }}"
    document.core_properties.title = "{{ x }}<{{ y }}"
    rendered = Template(saved(document)).render_report({"x": "甲&乙"})
    came = read(rendered.data)
    assert came.sections[0].header.paragraphs[0].text == "页眉甲&乙"
    assert came.sections[0].footer.paragraphs[0].text == "页脚【缺：y】"
    assert came.core_properties.title == "甲&乙<【缺：y】"
    assert {one.part for one in rendered.unfilled} == {"页脚1", "文档属性"}


def test_text_boxes_and_their_fallback_are_filled() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框{{ x }}</w:t></w:r></w:p></w:txbxContent>"
    markup = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>外{{ x }}</w:t></w:r></w:p>"
    )
    data = Template(body_xml(markup)).render({"x": "甲"})
    assert part(data).count("框</w:t>") == 0
    assert part(data).count("框甲") == 2
    assert part(data).count("外甲") == 1


def test_pictures_in_a_loop_get_numbers_of_their_own() -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{space}"><wp:docPr id="7" name="图"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    tag = "<w:p><w:r><w:t>{{%p {} %}}</w:t></w:r></w:p>"
    markup = tag.format("for x in xs") + picture + tag.format("endfor") + picture
    data = Template(body_xml(markup)).render({"xs": [1, 2]})
    root = etree.fromstring(part(data).encode())
    assert [shape.get("id") for shape in root.iter(f"{{{space}}}docPr")] == ["1", "2", "3"]


@pytest.mark.parametrize("prefix", ["p", "p "])
def test_paragraph_tags_with_or_without_space(prefix: str) -> None:
    made = template(f"{{% {prefix} if x %}}", "有", "{%p endif %}")
    assert printed(made, {"x": 1}) == "有"


def test_deleted_text_of_tracked_changes_is_no_tag() -> None:
    markup = (
        '<w:p><w:del w:id="1"><w:r><w:delText>{{ old }}</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>{{ x }}</w:t></w:r></w:ins></w:p>'
    )
    made = Template(body_xml(markup))
    assert [use.path for use in made.uses] == ["x"]


def test_rows_that_all_lose_their_cells_take_the_table_with_them() -> None:
    row = ["{%tc for y in ys %}", "{{ y }}", "{%tc endfor %}"]
    made = template(
        "前", table=[["{%tr for x in xs %}", "", ""], row, row, ["{%tr endfor %}", "", ""]]
    )
    assert "<w:tbl>" not in part(made.render({"xs": [1, 2, 3], "ys": []}))
    assert cells(made.render({"xs": [1], "ys": [7]})) == [["7"], ["7"]]
    mixed = template(table=[row, ["甲", "乙", "丙"], row])
    data = mixed.render({"ys": []})
    assert part(data).count("<w:tr>") == 1
    assert_whole(data)


def test_colour_and_width_of_a_cell() -> None:
    made = template(
        table=[["{% for x in xs %}{% cellbg x.色 %}{{ x.名 }}", "{% colspan x.列 %}乙{% endfor %}"]]
    )
    xs = [{"名": "甲", "色": "#FF0000", "列": 2}, {"名": "丙", "色": "红", "列": None}]
    rendered = made.render_report({"xs": xs})
    text = part(rendered.data)
    assert text.count('w:fill="FF0000"') == text.count('w:fill="auto"') == 1
    assert text.count('<w:gridSpan w:val="2"/>') == text.count('<w:gridSpan w:val="1"/>') == 1
    assert [(one.name, one.reason) for one in rendered.unfilled] == [
        ("xs.色", "须定格式"),
        ("xs.列", "缺"),
    ]
    assert [cell.text for cell in read(rendered.data).tables[0].rows[0].cells][:2] == ["甲", "乙"]


def test_cells_merged_down_and_across() -> None:
    down = template(table=[["{% for x in xs %}{% vm %}组", "{{ x }}{% endfor %}"]])
    text = part(down.render({"xs": [1, 2, 3]}))
    assert text.count('<w:vMerge w:val="restart"/>') == 1
    assert text.count('<w:vMerge w:val="continue"/>') == 2
    across = template(table=[["{%tc for x in xs %}", "{% hm %}合", "{%tc endfor %}"]])
    text = part(across.render({"xs": [1, 2, 3]}))
    assert text.count("合") == 1
    assert '<w:gridSpan w:val="3"/>' in text


@pytest.mark.parametrize(
    ("text", "message"),
    [("{% cellbg %}", "少了颜色"), ("{% vm x %}", "不用写"), ("{% colspan x y %}", "多余")],
)
def test_faulty_cell_tags(text: str, message: str) -> None:
    assert message in template(table=[[text]]).lint()[0].message
    assert "表格" in template("{% cellbg x %}").lint()[0].message


def test_namespaces_declared_inside_a_run_stay_declared() -> None:
    odd = '<w:rPr><x:glow xmlns:x="urn:odd" x:rad="1"/></w:rPr>'
    data = Template(body_xml(f"<w:p><w:r>{odd}<w:t>甲{{{{ x }}}}乙</w:t></w:r></w:p>"))
    assert texts(data.render_report({}).data) == ["甲【缺：x】乙"]


def test_remarks_of_reviewers_are_no_tags() -> None:
    document = docx.Document()
    run = document.add_paragraph("{{ x }}").runs[0]
    document.add_comment(run, text="这里写 {{ 姓名 和 {% if %}", author="李明")
    made = Template(saved(document))
    assert made.lint() == []
    assert "{% if %}" in part(made.render({"x": 1}), "word/comments.xml")
