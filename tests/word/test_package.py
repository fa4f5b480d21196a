"""The file itself: same bytes, untouched parts, hostile input."""

from __future__ import annotations

import io
import pickle
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from wordfiles import TEMPLATES, file_of, part, template, texts, with_part

from docgen.errors import (
    DocgenError,
    FileUnreadable,
    NotAWordFile,
    WordFileLocked,
    WordFileTooLarge,
)
from docgen.word import Template, unpack


def test_same_data_same_bytes() -> None:
    source = file_of("{{ x }}", table=[["{% for x in xs %}{{ x }}", "{% endfor %}"]])
    context = {"x": "甲", "xs": [1, 2]}
    first, second = Template(source), Template(source)
    assert first.render(context) == first.render(context) == second.render(context)


def test_zip_is_sound_dated_the_same_and_begins_with_the_types() -> None:
    data = template("{{ x }}").render({"x": "甲"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_untouched_parts_keep_their_bytes() -> None:
    source = file_of("{{ x }}")
    data = Template(source).render({"x": "甲"})
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        assert sorted(old.namelist()) == sorted(new.namelist())
        for name in old.namelist():
            if name != "word/document.xml":
                assert old.read(name) == new.read(name)


def test_template_type_becomes_document_type() -> None:
    source = with_part(
        file_of("{{ x }}"),
        "[Content_Types].xml",
        lambda text: text.replace("document.main+xml", "template.main+xml"),
    )
    data = Template(source).render({"x": 1})
    assert "document.main+xml" in part(data, "[Content_Types].xml")


def test_template_travels_between_processes() -> None:
    made = template("{{ x }}")
    copy = pickle.loads(pickle.dumps(made))
    assert copy.render({"x": 1}) == made.render({"x": 1})


def test_old_or_locked_file() -> None:
    with pytest.raises(WordFileLocked):
        Template(unpack.OLE_HEAD + b"\0" * 1000)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7"])
def test_no_word_file(data: bytes) -> None:
    with pytest.raises(NotAWordFile):
        Template(data)


def test_workbook_is_no_word_file() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotAWordFile):
        Template(stream.getvalue())


def test_cut_off_file() -> None:
    with pytest.raises(FileUnreadable):
        Template(file_of("甲")[:3000])


def test_damaged_member() -> None:
    data = bytearray(file_of("{{ x }}"))
    at = data.find(b"word/document.xml") + 40
    data[at : at + 30] = bytes(30)
    with pytest.raises(FileUnreadable):
        Template(bytes(data))


def test_broken_xml_and_entities() -> None:
    for change in (
        lambda text: text.replace("</w:body>", ""),
        lambda text: text.replace("<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1),
    ):
        source = with_part(file_of("{{ x }}"), "word/document.xml", change)
        with pytest.raises(FileUnreadable):
            Template(source).lint()


def test_file_that_unpacks_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LARGEST_PART", 1000)
    with pytest.raises(WordFileTooLarge):
        Template(file_of("甲" * 2000))
    monkeypatch.setattr(unpack, "LARGEST_PACKAGE", 1000)
    with pytest.raises(WordFileTooLarge):
        Template(file_of("甲"))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        Template(tmp_path / "none.docx")


def test_errors_are_one_sentence() -> None:
    with pytest.raises(DocgenError) as caught:
        Template(b"hello", name="甲.docx")
    assert "甲.docx" in str(caught.value)


def test_many_documents_here_and_in_two_processes(tmp_path: Path) -> None:
    made = template("{{ 编号 }} {{ 姓名 }}", "{{ 甲 / 乙 }}")
    records = [
        {"编号": f"{n:03}", "姓名": "李" if n % 3 else None, "甲": 6, "乙": n % 50}
        for n in range(1, 131)
    ]
    name = "{{ 编号 }}_{{ 姓名 }}.docx"
    one = made.render_many(records, tmp_path / "a", name)
    two = made.render_many(records, tmp_path / "b", name, workers=2)
    assert [path.name for path in one.made] == [path.name for path in two.made]
    for first, second in zip(one.made, two.made, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert [failed.record for failed in one.failed] == [50, 100]
    assert "除" in one.failed[0].why or "division" in one.failed[0].why
    assert len(one.made) == 128
    assert one.made[0].name == "001_李.docx"
    assert one.made[2].name == "003_【缺：姓名】.docx"
    assert {gap.name for gap in one.gaps} == {"姓名", "甲 / 乙"}


def test_names_met_twice_and_bad_for_files(tmp_path: Path) -> None:
    made = template("{{ x }}")
    report = made.render_many(
        [{"x": "a/b"}, {"x": "A/B"}, {"x": "c"}], tmp_path, lambda record: record["x"]
    )
    assert [path.name for path in report.made] == ["a_b.docx", "A_B_2.docx", "c.docx"]
    assert texts(report.made[1].read_bytes()) == ["A/B"]


def test_stop_makes_no_document_with_gaps(tmp_path: Path) -> None:
    report = template("{{ x }}").render_many([{"x": 1}, {}], tmp_path, "{x}", missing="stop")
    assert [path.name for path in report.made] == ["1.docx"]
    assert [failed.record for failed in report.failed] == [2]
    assert len(list(tmp_path.iterdir())) == 1


def _plan(_: int) -> bytes:
    return Template(TEMPLATES / "plan.docx").render_report({"户主姓名": "张三"}).data


def test_packaged_plan_is_the_same_in_another_process() -> None:
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(_plan, 0).result() == _plan(0)
