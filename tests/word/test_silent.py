"""Where other engines print something wrong without a word, this one stops or shows it.

Each case is a line of the table in docs/word.md; docxtpl's silence is shown beside.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
import docxtpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from wordfiles import file_of, part, read, saved, texts

from docgen.errors import DocgenError, MissingValue, TemplateError
from docgen.word import Template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def theirs(source: bytes, context: dict[str, Any]) -> bytes:
    document = docxtpl.DocxTemplate(io.BytesIO(source))
    document.render(context)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


SILENT = [
    ("missing value", "甲{{ x }}乙", {}, "甲乙", "甲【缺：x】乙"),
    ("missing attribute", "甲{{ 户.村 }}乙", {"户": {}}, "甲乙", "甲【缺：村】乙"),
    ("None", "{{ x }}元", {"x": None}, "None元", "【缺：x】元"),
    ("NaN", "{{ x }}元", {"x": float("nan")}, "nan元", "【须定格式：x】元"),
    ("float", "{{ x }}元", {"x": 0.1 + 0.2}, "0.30000000000000004元", "【须定格式：x】元"),
    (
        "time",
        "{{ x }}",
        {"x": datetime(2024, 6, 30)},  # noqa: DTZ001
        "2024-06-30 00:00:00",
        "【须定格式：x】",
    ),
    ("list", "{{ x }}", {"x": ["甲"]}, "['甲']", "【须定格式：x】"),
    ("condition", "{% if x %}有{% else %}无{% endif %}", {}, "无", "【缺：x】"),
    ("missing list", "甲{% for y in x %}{{ y }}{% endfor %}乙", {}, "甲乙", "甲【缺：x】乙"),
    ("full-width braces", "｛｛ x ｝｝", {"x": "甲"}, "｛｛ x ｝｝", "甲"),
]


@pytest.mark.parametrize(
    ("text", "context", "silent", "loud"), [one[1:] for one in SILENT], ids=[o[0] for o in SILENT]
)
def test_silence_is_made_loud(text: str, context: dict[str, Any], silent: str, loud: str) -> None:
    source = file_of(text)
    assert texts(theirs(source, context)) == [silent]
    rendered = Template(source).render_report(context)
    assert texts(rendered.data) == [loud]
    if "【" in loud:
        assert rendered.unfilled
        with pytest.raises((MissingValue, TemplateError)):
            Template(source).render(context)


def test_text_behind_an_ampersand_stays() -> None:
    source = file_of("{{ x }}乙")
    assert texts(theirs(source, {"x": "甲&丙<b>"})) != ["甲&丙<b>乙"]
    assert texts(Template(source).render({"x": "甲&丙<b>"})) == ["甲&丙<b>乙"]


def test_cell_emptied_by_a_condition_ends_in_a_paragraph() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{%p if x %}"
    cell.add_paragraph("有")
    cell.add_paragraph("{%p endif %}")
    for made, whole in ((theirs(saved(document), {}), False),
                        (Template(saved(document)).render({"x": 0}), True)):  # fmt: skip
        (only,) = etree.fromstring(part(made).encode()).iter(f"{W}tc")
        assert (only[-1].tag == f"{W}p") is whole


def test_all_mistakes_at_once_with_their_places() -> None:
    source = file_of("{{ x y }}", "{% if %}", "{{ z|没有 }}")
    with pytest.raises(TemplateError) as caught:
        Template(source).render({})
    places = {fault.place for fault in caught.value.faults}
    assert places == {"第1段", "第2段", "第3段"}


def test_code_in_a_template_is_not_run() -> None:
    source = file_of("{{ ''.__class__.__mro__[1].__subclasses__()|length }}")
    assert int(texts(theirs(source, {}))[0]) > 100
    with pytest.raises(TemplateError):
        Template(source).render({})


def test_same_data_same_bytes() -> None:
    made = Template(file_of("{{ x }}"))
    assert made.render({"x": 1}) == made.render({"x": 1})


SIGNS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "&<>\"'{}%{{}}｛｝【】𠮷𪚥😀👨‍👩‍👧\t\n\x00\x0b\x1b\x7f\x85\ufffe\ufeff\u2028"
        ),
    ),
    min_size=1,
    max_size=30,
)


def everywhere() -> Template:
    document = docx.Document()
    document.add_paragraph("头{{ x }}尾")
    document.add_table(1, 2).cell(0, 1).text = "{% for y in ys %}[{{ y.x }}]{% endfor %}"
    document.sections[0].header.paragraphs[0].text = "头{{ x }}尾"
    document.core_properties.title = "头{{ x }}尾"
    return Template(saved(document))


EVERYWHERE = everywhere()


@settings(max_examples=80, deadline=None)
@given(SIGNS)
def test_any_text_in_any_field_comes_back_or_is_refused_loudly(text: str) -> None:
    context = {"x": text, "ys": [{"x": text}]}
    try:
        data = EVERYWHERE.render(context)
    except DocgenError:
        rendered = EVERYWHERE.render_report(context)
        assert rendered.unfilled
        read(rendered.data)
        return
    came = read(data)
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    assert came.paragraphs[0].text == f"头{whole}尾"
    assert came.tables[0].cell(0, 1).text == f"[{whole}]"
    assert came.sections[0].header.paragraphs[0].text == f"头{whole}尾"
    flat = came.core_properties.title.replace("\x0b", "\n")
    assert flat.split() == f"头{whole}尾".split()
