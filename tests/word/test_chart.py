"""Charts as values: native, with their numbers in a workbook, in documents and volumes."""

from __future__ import annotations

import io
import subprocess
import zipfile
from decimal import Decimal

import docx
import openpyxl
import pytest
from lxml import etree
from wordfiles import file_of as word

from docgen.word import Chart, Template
from docgen.word.chart import CHART_TYPE, KINDS, C

NUMBERS = {"脱贫户": [3, 5, Decimal("1.5")], "监测户": [1, None, 2]}


def chart(kind="column", **more):
    return Chart(kind, "各组 <户数>", ["一组", "二组", "三&组"], NUMBERS, unit="户", **more)


def made(value, missing="stop"):
    return Template(word("{{ 图 }}")).render_report({"图": value})


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_holds_its_numbers_and_its_workbook(kind):
    found = parts(made(chart(kind)).data)
    name = next(one for one in found if one.startswith("word/charts/docgen"))
    root = etree.fromstring(found[name])
    values = [node.text for node in root.iter(f"{{{C}}}v")]
    assert values[:4] == ["脱贫户", "一组", "二组", "三&组"]
    assert [one for one in values if one[0].isdigit()] == ["3", "5", "1.5", "1", "2"]
    book = next(one for one in found if one.endswith(".xlsx"))
    rows = list(openpyxl.load_workbook(io.BytesIO(found[book])).active.values)
    assert rows == [
        (None, "脱贫户", "监测户"),
        ("一组", 3, 1),
        ("二组", 5, None),
        ("三&组", 1.5, 2),
    ]
    assert CHART_TYPE.encode() in found["[Content_Types].xml"]
    related = found[f"word/charts/_rels/{name.rpartition('/')[2]}.rels"].decode()
    assert f'Target="../embeddings/{book.rpartition("/")[2]}"' in related


@pytest.mark.parametrize(
    ("kind", "numbers", "by_ones"),
    [
        ("column", [3, 2], True),
        ("column", [3, Decimal("1.5")], False),
        ("column", [Decimal("3.0"), None], True),
        ("column", [6, 2], False),
        ("stacked", [3, 3], False),
        ("stacked", [2, 3], True),
        ("bar", [0, 0], True),
    ],
)
def test_the_axis_of_small_counts_has_no_halves(kind, numbers, by_ones):
    first, second = numbers
    drawn = Chart(kind, "户数", ["全村"], {"甲": [first], "乙": [second]}).draw()
    assert (b'<c:majorUnit val="1"/>' in drawn.chart) is by_ones


def test_the_document_is_read_back_and_equal_charts_are_in_it_once():
    template = Template(word("{% for 组 in 组们 %}{{ 组 }}{% endfor %}"))
    data = template.render({"组们": [chart(), chart(), chart("line")]})
    assert len(docx.Document(io.BytesIO(data)).inline_shapes) == 3
    assert len([name for name in parts(data) if name.startswith("word/charts/docgen")]) == 2
    assert template.render({"组们": [chart(), chart(), chart("line")]}) == data


@pytest.mark.parametrize(
    "value",
    [
        Chart("pie", "图", ["甲"], {"乙": [1]}),
        Chart("column", "图", ["甲", "乙"], {"丙": [1]}),
        Chart("column", "图", [], {}),
    ],
)
def test_a_chart_that_cannot_be_is_a_mark_in_the_report(value):
    rendered = made(value)
    assert rendered.unfilled
    assert "图表" in docx.Document(io.BytesIO(rendered.data)).paragraphs[0].text


def test_a_volume_holds_the_charts_of_all_records(tmp_path):
    path = tmp_path / "全部.docx"
    records = [{"图": chart()}, {"图": chart("bar")}, {"图": chart()}]
    Template(word("{{ 图 }}")).volume(records, path)
    found = parts(path.read_bytes())
    assert len([name for name in found if name.startswith("word/charts/docgen")]) == 2
    assert len(docx.Document(path).inline_shapes) == 3


def test_libreoffice_draws_the_chart(tmp_path, program):
    path = tmp_path / "图.docx"
    path.write_bytes(made(chart("stacked")).data)
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = subprocess.run(
        [program("pdftotext"), tmp_path / "图.pdf", "-"],
        capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    for words in ("一组", "三&组", "监测户", "1.5"):
        assert words in text
