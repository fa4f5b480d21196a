"""docxtpl as the oracle: where both mean the same, both print the same text and structure."""

from __future__ import annotations

import io
import runpy
from pathlib import Path
from typing import Any

import docxtpl
import jinja2
import pytest
from wordfiles import TEMPLATES, cells, file_of, read, texts

from docgen.word import Template
from docgen.word.filters import FORMATS

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "word_render.py"
PEOPLE = [{"姓名": "甲", "年龄": 30}, {"姓名": "乙", "年龄": 5}]
PARAGRAPHS = [
    ["{{ x }}", "{{ 户.村 }}{{ 户['村'] }}", "{{ x|upper }}"],
    ["{% if n > 2 %}多{% elif n == 2 %}二{% else %}少{% endif %}"],
    ["{% if n > 2 %}", "多", "{% endif %}", "尾"],
    ["{%p if n > 2 %}", "多", "{%p else %}", "少", "{%p endif %}"],
    ["{%p for p in 成员 %}", "{{ loop.index }}.{{ p.姓名 }}", "{%p endfor %}"],
    ["{% for p in 成员 %}{{ p.姓名 }}{% if not loop.last %}、{% endif %}{% endfor %}"],
    ["甲{% for p in 成员 %}乙", "丙{{ p.年龄 }}{% endfor %}丁"],
    ["{% set 和 = n + 1 %}{{ 和 }}", "{{ 成员|map(attribute='姓名')|list|length }}"],
    ["{%p for p in 成员 %}", "{%p if p.年龄 > 18 %}", "甲", "{%p endif %}", "{%p endfor %}"],
    ["{{ n * 2 + 1 }} {{ n // 2 }} {{ 'a' ~ n }} {{ n in [1, 3] and '有' }}"],
]
TABLES = [
    [["姓名", ""], ["{%tr for p in 成员 %}", ""], ["{{ p.姓名 }}", "甲"], ["{%tr endfor %}", ""]],
    [["{%tr if n > 5 %}"], ["大"], ["{%tr else %}"], ["小"], ["{%tr endif %}"]],
    [["头", "{%tc for p in 成员 %}", "{{ p.姓名 }}", "{%tc endfor %}"]],
    [["{% for p in 成员 %}{{ p.姓名 }}{% endfor %}", "{{ n }}"]],
]
CASES: list[tuple[list[str], list[list[str]]]] = [
    *((paragraphs, []) for paragraphs in PARAGRAPHS),
    *(([], table) for table in TABLES),
]
CONTEXT = {"x": "abc", "n": 3, "户": {"村": "荷塘"}, "成员": PEOPLE}


def by_docxtpl(source: bytes, context: dict[str, Any]) -> bytes:
    environment = jinja2.Environment(autoescape=False)
    environment.filters.update(FORMATS)
    document = docxtpl.DocxTemplate(io.BytesIO(source))
    document.render(context, environment)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("paragraphs", "table"), CASES)
def test_same_text_as_docxtpl(paragraphs: list[str], table: list[list[str]]) -> None:
    source = file_of(*paragraphs, table=table)
    ours, theirs = Template(source).render(CONTEXT), by_docxtpl(source, CONTEXT)
    assert texts(ours) == texts(theirs)
    assert cells(ours) == cells(theirs)


def test_whole_plan_as_docxtpl_prints_it() -> None:
    bench = runpy.run_path(str(BENCHMARK))
    source = (TEMPLATES / "plan.docx").read_bytes()
    template = Template(source)
    context = bench["household"](7, template.uses)
    ours = template.render(context)
    theirs = by_docxtpl(bench["for_docxtpl"](source), context)
    assert whole(ours) == whole(theirs).replace("2026-06-30", "2026年6月30日")


def whole(data: bytes) -> str:
    document = read(data)
    rows = [
        "|".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows
    ]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def test_where_docxtpl_is_silent_docgen_is_loud() -> None:
    source = file_of("甲{{ x }}乙", "{{ y }}", "{{ z }}")
    context = {"y": None, "z": 0.1 + 0.2}
    assert texts(by_docxtpl(source, context)) == ["甲乙", "None", "0.30000000000000004"]
    rendered = Template(source).render_report(context)
    assert texts(rendered.data) == ["甲【缺：x】乙", "【缺：y】", "【须定格式：z】"]
