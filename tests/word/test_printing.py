"""What stands on paper: values, formats, marks for what is missing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfiles import body_xml, part, printed, read, saved, template, texts

from docgen.errors import MissingValue, TemplateError
from docgen.word import RichText, Template


@pytest.mark.parametrize(
    ("code", "value", "paper"),
    [
        ("x", "张三", "张三"),
        ("x", 'A&B<C>"D"\'', 'A&B<C>"D"\''),
        ("x", "一行\n二行", "一行\n二行"),
        ("x", "甲\r\n乙", "甲\n乙"),
        ("x", 0, "0"),
        ("x", True, "是"),
        ("x", Decimal("1234.50"), "1234.5"),
        ("x", Decimal("1E+3"), "1000"),
        ("x", date(2026, 6, 30), "2026年6月30日"),
        ("x|年月", date(2026, 6, 30), "2026年6月"),
        ("x|短日期", "2026-06-30", "2026.6.30"),
        ("x|日期", datetime(2026, 6, 30, 12, 1), "2026年6月30日"),  # noqa: DTZ001
        ("x|日期", "去年冬天", "去年冬天"),
        ("x|日期", "20260305", "2026年3月5日"),
        ("x|日期", 20260305, "2026年3月5日"),
        ("x|日期", "20261305", "20261305"),
        ("x|日期", "13900000", "13900000"),
        ("x|元", Decimal("12345.5"), "12,345.5"),
        ("x|元", 0.1 + 0.2, "0.3"),
        ("x|元", "约3000", "约3000"),
        ("x|万元", 123456, "12.35"),
        ("x|百分比", Decimal("12.345"), "12.35%"),
        ("x|增减", Decimal("-3.2"), "下降3.2%"),
        ("x|增减", Decimal("12.5"), "增长12.5%"),
        ("x|增减", Decimal(0), "持平"),
        ("x|大写", Decimal("12300.50"), "壹万贰仟叁佰元伍角整"),
        ("x|大写", Decimal("100000000"), "壹亿元整"),
        ("x|大写", Decimal("10005.03"), "壹万零伍元零叁分"),
        ("x|大写", Decimal("1000000.7"), "壹佰万元柒角整"),
        ("x|大写", Decimal("100010001"), "壹亿零壹万零壹元整"),
        ("x|大写", 0, "零元整"),
        ("x|中文数字", 23, "二十三"),
        ("x|隐号", "999201196503071242", "999201********1242"),
        ("x|隐号", "13900000000", "139****0000"),
        ("x|顿号", ["甲", "乙"], "甲、乙"),
        ("x|个数", ["甲", "乙"], "2"),
        ("x ~ '岁'", 5, "5岁"),
        ("x or '无'", None, "无"),
        ("x|默认('无')", "", "无"),
        ("x|默认（“无”）", None, "无"),
        ("'有' if x else ''", 0, ""),
        ("x|可空", None, ""),
        ("x|可空", " ", ""),
        ("x|元|可空", None, ""),
    ],
)
def test_value_and_format_on_paper(code: str, value: Any, paper: str) -> None:
    rendered = template(f"<{{{{ {code} }}}}>").render_report({"x": value})
    assert texts(rendered.data) == [f"<{paper}>"]
    assert rendered.unfilled == ()


@pytest.mark.parametrize(
    ("code", "context", "mark", "name"),
    [
        ("x", {}, "【缺：x】", "x"),
        ("x", {"x": None}, "【缺：x】", "x"),
        ("x", {"x": " "}, "【缺：x】", "x"),
        ("x|元", {}, "【缺：x】", "x"),
        ("户.住房.面积", {"户": {}}, "【缺：面积】", "户.住房.面积"),
        ("户.住房.面积", {}, "【缺：面积】", "户.住房.面积"),
        ("x + 1", {}, "【缺：x】", "x"),
        ("x ~ '岁'", {"x": None}, "【缺：x】", "x"),
        ("'有' if x else '无'", {}, "【缺：x】", "x"),
        ("xs|顿号", {}, "【缺：xs】", "xs"),
        ("xs|顿号", {"xs": ["甲", None]}, "【缺：xs】", "xs"),
        ("xs|length", {}, "【缺：xs】", "xs"),
        ("xs[0]", {"xs": []}, "【缺：xs】", "xs"),
        ("x", {"x": 1.5}, "【须定格式：x】", "x"),
        ("x", {"x": float("nan")}, "【须定格式：x】", "x"),
        ("x|元", {"x": float("nan")}, "【须定格式：x】", "x"),
        ("x", {"x": Decimal(1) / 3}, "【须定格式：x】", "x"),
        ("x", {"x": Decimal("NaN")}, "【须定格式：x】", "x"),
        ("x", {"x": datetime(2026, 6, 30)}, "【须定格式：x】", "x"),  # noqa: DTZ001
        ("x", {"x": ["甲"]}, "【须定格式：x】", "x"),
        ("x", {"x": {"甲": 1}}, "【须定格式：x】", "x"),
    ],
)
def test_what_cannot_be_printed_is_marked_and_reported(
    code: str, context: dict[str, Any], mark: str, name: str
) -> None:
    rendered = template(f"甲{{{{ {code} }}}}乙").render_report(context)
    assert texts(rendered.data) == [f"甲{mark}乙"]
    assert [one.name for one in rendered.unfilled] == [name]


def test_mark_is_red_and_the_text_around_is_not() -> None:
    rendered = template("甲{{ x }}乙").render_report({})
    colours = {run.text: run.font.color.rgb for run in read(rendered.data).paragraphs[0].runs}
    assert str(colours["【缺：x】"]) == "FF0000"
    assert colours["甲"] is colours["乙"] is None


def test_mark_inside_a_given_text_is_red_too() -> None:
    rendered = template("{{ x }}").render_report({"x": "水质达标，【缺：水量】"})
    runs = read(rendered.data).paragraphs[0].runs
    assert [run.text for run in runs if run.font.color.rgb is not None] == ["【缺：水量】"]


def test_stop_names_everything_missing_at_once() -> None:
    made = template("{{ 甲 }}{{ 乙.丙 }}{{ 丁 }}", "{% if 戊 %}是{% endif %}")
    with pytest.raises(MissingValue) as caught:
        made.render({"丁": 1})
    assert caught.value.names == ("甲", "乙.丙", "戊")


def test_stop_refuses_a_value_without_format() -> None:
    with pytest.raises(TemplateError) as caught:
        template("{{ x }}").render({"x": 1.5})
    assert "须定格式" in caught.value.faults[0].message


def test_undecided_condition_prints_neither_arm_but_its_mark() -> None:
    made = template("甲{% if x == '是' %}是{% else %}否{% endif %}乙")
    assert printed(made, {}) == "甲【缺：x】乙"
    assert printed(made, {"x": "不"}) == "甲否乙"
    assert printed(made, {"x": "是"}) == "甲是乙"


def test_not_and_or_with_missing_values_stay_undecided() -> None:
    assert printed(template("{% if not x %}没有{% endif %}"), {}) == "【缺：x】"
    assert printed(template("{% if x and y %}有{% endif %}"), {"y": 1}) == "【缺：x】"


def test_elif_after_an_undecided_condition_is_not_taken() -> None:
    made = template("{% if x > 1 %}多{% elif y %}有{% else %}无{% endif %}")
    assert printed(made, {"y": 1}) == "【缺：x】"
    assert printed(made, {"x": 0, "y": 1}) == "有"
    assert printed(made, {"x": 0, "y": 0}) == "无"


def test_condition_may_say_that_absence_is_right() -> None:
    made = template("{% if x|可空 %}有{% else %}无{% endif %}")
    assert [printed(made, {}), printed(made, {"x": 3})] == ["无", "有"]


def test_missing_list_is_no_empty_list() -> None:
    made = template("{%p for x in xs %}", "{{ x }}", "{%p else %}", "无", "{%p endfor %}")
    assert printed(made, {}) == "【缺：xs】"
    assert printed(made, {"xs": []}) == "无"
    assert printed(made, {"xs": ["甲", "乙"]}) == "甲\n乙"


def test_report_says_which_entry_of_a_list_lacks_the_value() -> None:
    made = template("{% for 人 in 成员 %}{{ 人.姓名 }}{% endfor %}")
    rendered = made.render_report({"成员": [{"姓名": "甲"}, {}]})
    assert [(one.name, one.part, one.place) for one in rendered.unfilled] == [
        ("成员.姓名", "正文", "第1段 第2项")
    ]


def test_names_that_are_no_identifiers() -> None:
    made = template(
        "{{ 务工人数（县内） }} {{ 务工人数(县内) }} {{ 60周岁以上人数 }} {{ 指标.1月在岗 }}"
    )
    context = {"务工人数（县内）": 3, "60周岁以上人数": 4, "指标": {"1月在岗": 5}}
    assert printed(made, context) == "3 3 4 5"
    rendered = made.render_report({"指标": {}})
    assert rendered.missing == ("务工人数（县内）", "60周岁以上人数", "指标.1月在岗")


def test_full_width_braces_and_smart_quotes() -> None:
    made = template("｛｛ x ｝｝{％ if x == “甲” ％}是{％ endif ％}{{ y｜默认（‘无’） }}")
    assert printed(made, {"x": "甲"}) == "甲是无"


def test_literal_braces_of_docxtpl() -> None:
    assert printed(template("{_{ x }_} {_% y %_} {{ x }}"), {"x": 1}) == "{{ x }} {% y %} 1"


def test_comment_prints_nothing() -> None:
    assert printed(template("甲{# 说明 {{ x }} #}乙"), {}) == "甲乙"


def test_text_between_two_paragraphs_of_a_condition() -> None:
    made = template("头{% if x %}甲", "中", "乙{% endif %}尾")
    assert printed(made, {"x": 1}) == "头甲\n中\n乙尾"
    assert printed(made, {"x": 0}) == "头尾"


def test_set_and_with() -> None:
    made = template("{% set 和 = x + y %}{{ 和 }} {% with 差 = x - y %}{{ 差 }}{% endwith %}")
    assert printed(made, {"x": 5, "y": 3}) == "8 2"
    assert printed(made, {"x": 5}) == "【缺：y】 【缺：y】"


@pytest.mark.parametrize(
    "code", ["x.__class__", "''.__class__", "x['__class__']", "x|attr('y')", "range(10**9)"]
)
def test_code_in_a_template_is_refused(code: str) -> None:
    with pytest.raises(TemplateError):
        template(f"{{{{ {code} }}}}").render({"x": 1})


def test_text_formatted_by_percent_is_refused() -> None:
    with pytest.raises(TemplateError):
        template("{{ '%s' % x }}").render({"x": [None]})


def test_formula_that_fails_tells_its_place() -> None:
    with pytest.raises(TemplateError) as caught:
        template("甲", "{{ x }}{{ x / y }}").render({"x": 1, "y": 0})
    fault = caught.value.faults[0]
    assert (fault.part, fault.place, fault.excerpt) == ("正文", "第2段", "{{ x / y }}")


def test_what_failed_before_leaves_nothing_behind() -> None:
    made = template("{{ (a ~ b) / c }}{{ d }}")
    with pytest.raises(TemplateError):
        made.render({"a": None, "b": 1, "c": 1, "d": 2})
    assert printed(template("{{ d ~ '' }}"), {"d": 2}) == "2"


LETTERS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("&<>\"'{}%｛｝【】𠮷😀\t\n\r\x0b\x00\x1b\ufffe\ufdd4\ufdd5"),
    ),
    min_size=1,
)
CONTROL = {chr(code) for code in range(32)} - set("\t\n\r\x0b") | {"\ufffe", "\uffff"}
TWO_PLACES = template("甲{{ x }}乙")


@settings(max_examples=150, deadline=None)
@given(LETTERS)
def test_any_text_comes_back_or_is_reported(text: str) -> None:
    rendered = TWO_PLACES.render_report({"x": text})
    came = texts(rendered.data)[0].removeprefix("甲").removesuffix("乙")
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    kept = "".join(char for char in whole if char not in CONTROL)
    if text.strip():
        assert came == kept
        assert bool(rendered.unfilled) == (kept != whole)
    else:
        assert came == "【缺：x】"


def test_lone_surrogates_never_reach_the_file() -> None:
    rendered = TWO_PLACES.render_report({"x": "a\ud800b"})
    assert texts(rendered.data) == ["甲ab乙"]
    assert rendered.unfilled[0].reason == "含不能印的字符"


def test_attributes_are_filled_and_escaped() -> None:
    drawing = (
        '<w:p><w:r><w:t>甲</w:t></w:r><w:bookmarkStart w:id="1" w:name="{{ x }}"/>'
        '<w:bookmarkEnd w:id="1"/></w:p>'
    )
    data = Template(body_xml(drawing)).render({"x": 'a"b<c'})
    assert 'w:name="a&quot;b&lt;c"' in part(data)


def test_endless_templates_stop() -> None:
    loops = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"
    for text in (loops, "{{ 'a' * 10000000000 }}", "{{ 9 ** 9 ** 9 }}"):
        with pytest.raises(TemplateError):
            template(text).render({})


@pytest.mark.parametrize("tag", ["{{r x }}", "{{ x }}"])
def test_rich_text(tag: str) -> None:
    rich = RichText("甲&").add("乙\n丙", bold=True, color="#00FF00", size=14)
    rendered = template(f"前{tag}后").render_report({"x": rich})
    runs = [(run.text, run.bold) for run in read(rendered.data).paragraphs[0].runs]
    assert runs == [("前", None), ("甲&", None), ("乙\n丙", True), ("后", None)]
    assert printed(template(f"前{tag}后"), {}) == "前【缺：x】后"
    assert printed(template(f"前{tag}后"), {"x": "文<字"}) == "前文<字后"


def test_rich_text_refuses_what_word_does_not_know() -> None:
    with pytest.raises(ValueError):
        RichText().add("甲", color="green")
    with pytest.raises(ValueError):
        RichText().add("甲", underline="zigzag")


def test_rich_text_where_only_plain_text_can_stand() -> None:
    document = docx.Document()
    document.core_properties.title = "{{ x }}"
    rendered = Template(saved(document)).render_report({"x": RichText("甲").add("乙", bold=True)})
    assert read(rendered.data).core_properties.title == "甲乙"


def test_run_tag_replaces_its_run() -> None:
    markup = "".join(
        f"<w:r><w:t>{text}</w:t></w:r>" for text in ("{%r if x %}", "有", "{%r endif %}")
    )
    made = Template(body_xml(f"<w:p>{markup}</w:p>"))
    assert [printed(made, {"x": 1}), printed(made, {"x": 0})] == ["有", ""]
    assert printed(made, {}) == "【缺：x】"
