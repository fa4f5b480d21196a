"""What a document says about where its values came from."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from wordfiles import file_of, part, template, texts

from docgen.errors import NotAWordFile
from docgen.word import Template
from docgen.word.trace import has_trace, origins

SOURCES = {
    "人口": "台账.xlsx 农户 F12",
    "成员[1]": "台账.xlsx 成员 第3行",
    "成员[2].姓名": "台账.xlsx 成员 B4",
    "收入": "指标 户均收入",
    "成员": "台账.xlsx 成员",
}
MADE = template(
    "全家{{ 人口 }}人，{{ 收入|元 }}元",
    "{% for 人 in 成员 %}{{ loop.index }}.{{ 人.姓名 }}，{{ 人.年龄 }}岁；{% endfor %}",
    "{{ 收入 / 人口 }}",
)
DATA = {
    "人口": 3,
    "收入": 3300,
    "成员": [{"姓名": "甲&乙", "年龄": 3}, {"姓名": "丙", "年龄": 13}],
}


def test_words_lead_to_the_cell_of_the_value_they_show() -> None:
    data = MADE.render(DATA, missing="mark", trace=SOURCES)
    (found,) = origins(data, "3人")
    assert (found.text, found.name, found.source) == ("3", "人口", "台账.xlsx 农户 F12")
    assert found.place == "正文 第1段"
    (found,) = origins(data, "3,300")
    assert found.source == "指标 户均收入"


def test_entries_of_a_list_have_their_own_source_or_that_of_their_row_or_list() -> None:
    data = MADE.render(DATA, missing="mark", trace=SOURCES)
    assert [(one.source, one.place) for one in origins(data, "甲&乙")] == [
        ("台账.xlsx 成员 第3行", "正文 第2段 第1项")
    ]
    assert [one.source for one in origins(data, "丙，")] == ["台账.xlsx 成员 B4"]
    assert [one.source for one in origins(data, "13岁")] == ["台账.xlsx 成员"]


def test_whole_values_go_before_parts_of_values() -> None:
    data = MADE.render(DATA, missing="mark", trace=SOURCES)
    assert {one.text for one in origins(data, "3岁")} == {"3"}
    assert [one.text for one in origins(data, "&")] == ["甲&乙"]
    assert origins(data, "没有") == origins(data, "") == []


def test_a_number_alone_in_a_cell_is_found_with_its_unit() -> None:
    made = template("{{ 甲 }}", "{{ 乙 }}", "共{{ 甲 }}", "全家{{ 丙 }}人")
    data = made.render({"甲": 3, "乙": 3, "丙": 3}, trace={"甲": "表 A1"})
    assert [(one.name, one.place) for one in origins(data, "3人")] == [("丙", "正文 第4段")]
    data = made.render({"甲": 3, "乙": 3, "丙": "有3人，5"}, trace={"甲": "表 A1"})
    assert [(one.name, one.place) for one in origins(data, "3人")] == [
        ("甲", "正文 第1段"),
        ("丙", "正文 第4段"),
    ]


def test_a_formula_names_all_its_sources() -> None:
    made = template("{{ (甲 + 乙)|数 }}户")
    data = made.render({"甲": 1, "乙": 2}, trace={"甲": "A1", "乙": "B1"})
    assert [(one.name, one.source) for one in origins(data, "3户")] == [("甲、乙", "A1；B1")]


def test_without_sources_the_field_is_named() -> None:
    data = MADE.render(DATA, missing="mark", trace=True)
    assert [(one.name, one.source) for one in origins(data, "3人")] == [("人口", "")]


def test_documents_without_a_trace_say_nothing() -> None:
    data = MADE.render(DATA, missing="mark")
    assert not has_trace(data)
    assert origins(data, "3人") == []
    with pytest.raises(NotAWordFile):
        origins(b"no file", "3")


def test_folders_of_the_machine_stay_out() -> None:
    for path in ("/home/li/台账/台账.xlsx 农户 F12", r"C:\Users\li\台账.xlsx 农户 F12"):
        data = template("{{ x }}").render({"x": 1}, trace={"x": path})
        assert [one.source for one in origins(data, "1")] == ["台账.xlsx 农户 F12"]
        with zipfile.ZipFile(BytesIO(data)) as archive:
            traces = [archive.read(name) for name in archive.namelist() if "custom" in name]
        assert not any(b"/li" in trace or b"home" in trace for trace in traces)


def test_trace_changes_nothing_else_and_is_the_same_each_time() -> None:
    plain, one = MADE.render(DATA, missing="mark"), MADE.render(DATA, "mark", SOURCES)
    assert one == Template(MADE._source).render(DATA, "mark", SOURCES)
    assert texts(plain) == texts(one)
    assert part(plain) == part(one)


def test_signs_that_xml_has_not() -> None:
    data = template("{{ x }}").render_report({"x": "a\x00]]>\ufffe<b\nc"}, True).data
    assert [one.text for one in origins(data, "<b")] == ["a]]><b\nc"]


def test_batches_trace_each_record(tmp_path: Path) -> None:
    made = Template(file_of("{{ x }}人"))
    report = made.render_many(
        [{"x": 1, "row": 2}, {"x": 5, "row": 3}],
        tmp_path,
        "{x}",
        sources=lambda record: {"x": f"表.xlsx Sheet1 A{record['row']}"},
    )
    found = origins(report.made[1].read_bytes(), "5人")
    assert [one.source for one in found] == ["表.xlsx Sheet1 A3"]
