"""docxtpl's documented features, one by one, printed as docxtpl prints them.

What docxtpl gets wrong is listed in docs/word.md; those cases are in test_silent.py.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import docxtpl
import jinja2
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from PIL import Image as Pictures
from wordfiles import body_xml, file_of, part, read, saved, with_notes

from docgen.word import Image, Listing, RichText, Template


def by_docxtpl(source: bytes, context: Callable[[Any], dict[str, Any]]) -> bytes:
    document = docxtpl.DocxTemplate(io.BytesIO(source))
    document.render(context(document), jinja2.Environment(autoescape=True))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def shape(data: bytes) -> list[Any]:
    """What a reader sees: paragraphs with style and breaks, tables cell by cell, headers."""
    came = read(data)
    seen: list[Any] = [(p.style.name, p.text) for p in came.paragraphs]
    for table in came.tables:
        seen += [[cell.text for cell in row.cells] for row in table.rows]
    for section in came.sections:
        seen += [[p.text for p in side.paragraphs] for side in (section.header, section.footer)]
    return seen


def same(source: bytes, ours: dict[str, Any], theirs: Any = None) -> bytes:
    """Both print the same; return ours."""
    data = Template(source).render(ours)
    given = theirs or (lambda _: ours)
    assert shape(data) == shape(by_docxtpl(source, given))
    return data


REFERENCE = r'footnoteReference w:id="(\d+)"'
PEOPLE = [{"name": "甲", "age": 30}, {"name": "乙", "age": 5}]
TEXT_FEATURES = {
    "variables": ["{{ x }} {{ p.name }} {{ p['name'] }} {{ xs[0] }}"],
    "filters": ["{{ x|upper }} {{ x|replace('a', 'b') }} {{ xs|join('、') }} {{ xs|length }}"],
    "default": ["{{ unset|default('无') }}"],
    "if in a line": ["甲{% if n > 2 %}乙{% elif n == 2 %}丙{% else %}丁{% endif %}戊"],
    "if over paragraphs": ["{%p if n > 2 %}", "甲", "{%p else %}", "乙", "{%p endif %}"],
    "for over paragraphs": ["{%p for p in people %}", "{{ p.name }}", "{%p endfor %}"],
    "for in a line": ["{% for p in people %}{{ loop.index }}{{ p.name }}{% endfor %}"],
    "nested loops": [
        "{%p for p in people %}",
        "{%p if p.age > 18 %}",
        "{{ p.name }}{% for x in xs %}{{ x }}{% endfor %}",
        "{%p endif %}",
        "{%p endfor %}",
    ],
    "set": ["{% set y = n * 2 %}{{ y }}"],
    "with filters on lists": ["{{ people|map(attribute='name')|join('-') }}"],
    "comments": ["甲{# 说明 #}乙"],
    "literal braces": ["{_{ x }_} {_% if %_}"],
    "arithmetic": ["{{ (n + 2) * 3 // 2 }} {{ n % 2 == 1 and '奇' or '偶' }}"],
    "line ends in a value": ["{{ lines }}"],
    "special signs": ["{{ signs }}"],
    "loop else": ["{% for z in [] %}{{ z }}{% else %}空{% endfor %}"],
    "inline if": ["{{ '多' if n > 2 else '少' }}"],
    "tests": ["{% if xs is iterable and n is odd %}是{% endif %}"],
}
CONTEXT = {
    "x": "abc",
    "n": 3,
    "p": PEOPLE[0],
    "xs": ["一", "二"],
    "people": PEOPLE,
    "lines": "一\n二\t三",
    "signs": "<a> & \"b\" 'c'",
}


@pytest.mark.parametrize("name", TEXT_FEATURES)
def test_text_features(name: str) -> None:
    same(file_of(*TEXT_FEATURES[name]), CONTEXT)


TABLE_FEATURES = {
    "rows": [["头", ""], ["{%tr for p in people %}", ""], ["{{ p.name }}", "{{ p.age }}"],
             ["{%tr endfor %}", ""]],
    "rows by condition": [["{%tr if n > 5 %}"], ["大"], ["{%tr else %}"], ["小"],
                          ["{%tr endif %}"]],
    "columns": [["头", "{%tc for p in people %}", "{{ p.name }}", "{%tc endfor %}"]],
    "loop in a cell": [["{% for p in people %}{{ p.name }}{% endfor %}", "{{ n }}"]],
    "width of a cell": [["{% colspan n %}宽"]],
    "colour of a cell": [["{% cellbg 'FF0000' %}红"]],
    "cells merged down": [["{%tr for p in people %}", ""], ["{% vm %}组", "{{ p.name }}"],
                          ["{%tr endfor %}", ""]],
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE_FEATURES)
def test_table_features(name: str) -> None:
    same(file_of(table=TABLE_FEATURES[name]), CONTEXT)


def test_cells_merged_across() -> None:
    source = file_of(table=[["{%tc for p in people %}", "{% hm %}合", "{%tc endfor %}"]])
    data = same(source, CONTEXT)
    assert 'w:gridSpan w:val="2"' in part(data)


def test_headers_footers_and_properties() -> None:
    document = docx.Document()
    document.add_paragraph("{{ x }}")
    document.sections[0].header.paragraphs[0].text = "头{{ n }}"
    document.sections[0].footer.paragraphs[0].text = "脚{% if n %}{{ x }}{% endif %}"
    document.core_properties.title = "题{{ x }}"
    data = same(saved(document), CONTEXT)
    theirs = by_docxtpl(saved(document), lambda _: CONTEXT)
    assert read(data).core_properties.title == read(theirs).core_properties.title == "题abc"


def test_text_boxes() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框{{ x }}</w:t></w:r></w:p></w:txbxContent>"
    source = body_xml(f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>")
    assert "框abc" in part(Template(source).render(CONTEXT))
    assert "框abc" in part(by_docxtpl(source, lambda _: CONTEXT))


def test_tags_split_over_runs() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("甲{", "{ p.", "name ", "}", "}乙"):
        paragraph.add_run(piece).bold = piece == "{ p."
    same(saved(document), CONTEXT)


def rich_pairs() -> dict[str, tuple[RichText, Callable[[], Any]]]:
    def theirs(text: str, **how: Any) -> Callable[[], Any]:
        return lambda: docxtpl.RichText(text, **how)

    return {
        "bold": (RichText().add("甲&", bold=True), theirs("甲&", bold=True)),
        "italic": (RichText().add("甲", italic=True), theirs("甲", italic=True)),
        "colour": (RichText().add("甲", color="FF0000"), theirs("甲", color="FF0000")),
        "size": (RichText().add("甲", size=14), theirs("甲", size=28)),
        "underline": (RichText().add("甲", underline=True), theirs("甲", underline=True)),
        "strike": (RichText().add("甲", strike=True), theirs("甲", strike=True)),
        "lines": (RichText("一\n二\t三"), theirs("一\n二\t三")),
        "paragraphs": (RichText("一\a二"), theirs("一\a二")),
        "pages": (RichText("一\f二"), theirs("一\f二")),
    }


@pytest.mark.parametrize("name", rich_pairs())
def test_rich_text(name: str) -> None:
    ours, theirs = rich_pairs()[name]
    source = file_of("{{r x }}")
    data = same(source, {"x": ours}, lambda _: {"x": theirs()})
    other = by_docxtpl(source, lambda _: {"x": theirs()})

    def looks(made: bytes) -> list[Any]:
        return [
            (char, r.bold, r.italic, r.underline, r.font.strike, r.font.size, r.font.color.rgb)
            for p in read(made).paragraphs
            for r in p.runs
            for char in r.text
            if not char.isspace()
        ]

    assert looks(data) == looks(other)


def test_links() -> None:
    url = "https://example.org/"

    def theirs(document: Any) -> dict[str, Any]:
        rich = docxtpl.RichText()
        rich.add("看", url_id=document.build_url_id(url))
        return {"x": rich}

    source = file_of("{{r x }}")
    for data in (
        Template(source).render({"x": RichText().add("看", url=url)}),
        by_docxtpl(source, theirs),
    ):
        assert url in part(data, "word/_rels/document.xml.rels")
        assert "看" in part(data)


def test_listing() -> None:
    text = "一\n二 <&\a三\f四"
    same(file_of("前{{ x }}后"), {"x": Listing(text)}, lambda _: {"x": docxtpl.Listing(text)})


def test_pictures() -> None:
    stream = io.BytesIO()
    Pictures.new("RGB", (40, 20)).save(stream, "PNG")

    def theirs(document: Any) -> dict[str, Any]:
        return {"x": docxtpl.InlineImage(document, io.BytesIO(stream.getvalue()), width=Mm(30))}

    source = file_of("前{{ x }}后")
    data = same(source, {"x": Image(stream.getvalue(), width_mm=30)}, theirs)
    (one,), (other,) = (read(made).inline_shapes for made in (data, by_docxtpl(source, theirs)))
    assert (one.width, one.height) == (other.width, other.height)


def test_undeclared_variables_are_known() -> None:
    source = file_of("{{ x }}{% for p in people %}{{ p.name }}{% endfor %}")
    ours = {use.path.partition(".")[0] for use in Template(source).uses}
    assert ours == docxtpl.DocxTemplate(io.BytesIO(source)).get_undeclared_template_variables()


def test_footnotes_of_the_template_are_filled() -> None:
    source, context = with_notes(), {"x": "甲<乙&丙"}
    ours, theirs = same(source, context), by_docxtpl(source, lambda _: context)
    assert notes(ours) == notes(theirs) == [("2", "注二甲<乙&丙"), ("5", "注五")]
    assert re.findall(REFERENCE, part(ours)) == re.findall(REFERENCE, part(theirs)) == ["5", "2"]


def notes(data: bytes) -> list[tuple[str, str]]:
    """The footnotes with words: number and text."""
    root = etree.fromstring(part(data, "word/footnotes.xml").encode())
    found = ((one.get(qn("w:id")), "".join(one.itertext())) for one in root)
    return [(number, text) for number, text in found if text]


def test_hyphens_that_do_not_break_stay() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ x }}")
    paragraph.runs[0]._r.append(OxmlElement("w:noBreakHyphen"))
    same(saved(document), CONTEXT)
