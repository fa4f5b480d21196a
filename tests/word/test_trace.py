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

TRACE = "customXml/item3.xml"  # python-docx's own template has an item1
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
    assert one == Template(MADE._form.source).render(DATA, "mark", SOURCES)
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


def test_a_volume_traces_each_of_its_records(tmp_path: Path) -> None:
    made = Template(file_of("{{ 姓名 }}家{{ x }}人{% for 人 in 成员 %}，{{ 人 }}{% endfor %}"))
    rows = [
        {"姓名": "甲", "x": 3, "成员": []},
        {"姓名": "乙"},
        {"姓名": "丙", "x": 3, "成员": ["丁"]},
    ]
    path = tmp_path / "全部.docx"
    report = made.volume(
        rows, path, missing="stop", sources=lambda row: {"x": f"表.xlsx 户 B{rows.index(row) + 2}"}
    )
    assert [one.record for one in report.failed] == [2]
    data = path.read_bytes()
    assert has_trace(data)
    assert [(one.source, one.place) for one in origins(data, "3人")] == [
        ("表.xlsx 户 B2", "第1份 正文 第1段"),
        ("表.xlsx 户 B4", "第3份 正文 第1段"),
    ]
    assert [one.place for one in origins(data, "丁")] == ["第3份 正文 第1段 第1项"]
    made.volume(rows, path)
    assert not has_trace(path.read_bytes())
    assert texts(data) == [text for text in texts(path.read_bytes()) if not text.startswith("乙")]


def test_a_volume_with_a_trace_is_the_same_each_time(tmp_path: Path) -> None:
    made = Template(file_of("{{ x }}"))
    paths = [tmp_path / "1.docx", tmp_path / "2.docx"]
    for path in paths:
        made.volume([{"x": 1}, {"x": 2}], path, sources=lambda row: {"x": f"A{row['x']}"})
    assert paths[0].read_bytes() == paths[1].read_bytes()


SIGNS = "a&<b>c\x00d\ufffee\nf\u2028g\td\ud800 =x"


@pytest.mark.parametrize("signs", [*SIGNS, SIGNS, "", "\n\n"])
def test_any_sign_in_a_field_or_source_leaves_a_trace_that_can_be_read(signs: str) -> None:
    sources = {f"{signs}y": "A1", "x": f"表{signs}.xlsx 户 B2", "z": ""}
    data = template("{{ x }}户").render({"x": 7}, trace=sources)
    (found,) = origins(data, "7户")
    assert found.source.startswith("表")
    assert found.source.endswith("B2")
    assert "\n" not in found.source


def test_a_large_trace_is_compressed_and_read_as_well() -> None:
    data = template("{% for 人 in 成员 %}{{ 人 }}；{% endfor %}").render(
        {"成员": [f"第{number}人的姓名" for number in range(3000)]}, trace={"成员": "户 B2"}
    )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo(TRACE)
    assert info.compress_size < info.file_size / 4
    assert [one.place for one in origins(data, "第2999人的姓名")] == ["正文 第1段 第3000项"]


@pytest.mark.parametrize(
    "body",
    [
        "<values>x</values><fields/><sources/>",
        "<values>99=a</values><fields/><sources/>",
        "<values/><fields>a\nb</fields><sources>c</sources>",
        "<values/>",
        "<values>",
    ],
)
def test_a_trace_that_was_tampered_with_is_told(body: str) -> None:
    data = template("{{ x }}").render({"x": 1}, trace=True)
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            trace = f'<trace xmlns="urn:docgen:trace:2"><record>{body}</record></trace>'
            new.writestr(name, trace if name == TRACE else old.read(name))
    with pytest.raises(NotAWordFile):
        origins(stream.getvalue(), "1")
