"""One printable file: a section for each record, everything in it numbered anew."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from wordfiles import TEMPLATES, body_xml, part, saved, with_notes

from docgen.word import Template

NAMES = ("甲", "乙", "丙")


def volume(source: bytes, records: Any, tmp_path: Path, **options: Any) -> bytes:
    path = tmp_path / "全部.docx"
    Template(source).volume(records, path, **options)
    return path.read_bytes()


def with_header() -> bytes:
    document = docx.Document()
    document.add_paragraph("户主 {{ 户主 }}")
    document.sections[0].header.paragraphs[0].text = "{{ 户主 }}家"
    document.sections[0].footer.paragraphs[0].text = "同一个页脚"
    document.core_properties.title = "{{ 户主 }}的档案"
    return saved(document)


def test_each_record_is_a_section_with_its_header_and_pages_from_one(tmp_path: Path) -> None:
    data = volume(with_header(), [{"户主": name} for name in NAMES], tmp_path)
    came = docx.Document(io.BytesIO(data))
    assert [p.text for p in came.paragraphs] == [f"户主 {name}" for name in NAMES]
    assert [s.header.paragraphs[0].text for s in came.sections] == [f"{n}家" for n in NAMES]
    assert [s.footer.paragraphs[0].text for s in came.sections] == ["同一个页脚"] * 3
    assert all(s.start_type == WD_SECTION.NEW_PAGE for s in came.sections)
    starts = re.findall(r'<w:pgNumType w:start="(\d+)"', part(data))
    assert starts == ["1", "1", "1"]
    assert came.core_properties.title == "的档案"  # no record's name stands for all


def test_parts_stand_once_and_same_headers_are_shared(tmp_path: Path) -> None:
    records = [{"户主": name} for name in ("甲", "乙", "甲", "甲")]
    with zipfile.ZipFile(io.BytesIO(volume(with_header(), records, tmp_path))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert names.count("word/styles.xml") == 1
    assert len([name for name in names if "header" in name]) == 3  # the template's, 甲, 乙


def test_same_records_same_bytes(tmp_path: Path) -> None:
    records = [{"户主": name} for name in NAMES]
    first = volume(with_header(), records, tmp_path)
    assert first == volume(with_header(), iter(records), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["全部.docx"]


def test_bookmarks_links_and_pictures_have_numbers_of_their_own(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    body = (
        '<w:p><w:bookmarkStart w:id="7" w:name="家"/><w:r><w:t>{{ x }}</w:t></w:r>'
        '<w:bookmarkEnd w:id="7"/><w:hyperlink w:anchor="家"><w:r><w:t>见</w:t></w:r></w:hyperlink>'
        "<w:r><w:instrText> PAGEREF 家 \\h </w:instrText></w:r><w:r><w:drawing>"
        f'<wp:inline xmlns:wp="{space}"><wp:docPr id="5" name="图"/></wp:inline></w:drawing>'
        "</w:r></w:p>"
    )
    text = part(volume(body_xml(body), [{"x": 1}, {"x": 2}], tmp_path))
    assert re.findall(r'bookmarkStart w:id="(\d+)" w:name="(\S+?)"', text) == [
        ("1", "家_1"),
        ("2", "家_2"),
    ]
    assert re.findall(r'bookmarkEnd w:id="(\d+)"', text) == ["1", "2"]
    assert re.findall(r'w:anchor="(\S+?)"', text) == ["家_1", "家_2"]
    assert re.findall(r"PAGEREF (\S+)", text) == ["家_1", "家_2"]
    assert re.findall(r'<wp:docPr[^>]* id="(\d+)"', text) == ["1", "2"]


def test_lists_begin_anew(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ x }}", style="List Number")
    document.add_paragraph("点", style="List Bullet")
    data = volume(saved(document), [{"x": 1}, {"x": 2}, {"x": 3}], tmp_path)
    came = docx.Document(io.BytesIO(data))
    numbers = [
        p._p.pPr.numPr.numId.val if p._p.pPr.numPr is not None else None for p in came.paragraphs
    ]
    assert numbers[:2] == [None, None]  # the first record counts with the style's own list
    assert numbers[3] is numbers[5] is None  # bullets do not count
    assert None is not numbers[2] != numbers[4] is not None
    further = part(data, "word/numbering.xml")
    for number in (numbers[2], numbers[4]):
        own = re.search(rf'<w:num w:numId="{number}">.*?</w:num>', further)
        assert own is not None
        assert '<w:startOverride w:val="1"/>' in own.group()


def test_footnotes_follow_their_records_and_count_from_one(tmp_path: Path) -> None:
    data = volume(with_notes(), [{"x": "a"}, {"x": "b"}], tmp_path)
    assert re.findall(r'footnoteReference w:id="(\d+)"', part(data)) == ["1", "2", "3", "4"]
    notes = re.findall(
        r'<w:footnote w:id="(\d+)"><w:p><w:r><w:t[^>]*>(.*?)</w:t>',
        part(data, "word/footnotes.xml"),
    )
    assert notes == [("1", "注五"), ("2", "注二a"), ("3", "注五"), ("4", "注二b")]
    assert part(data).count('<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>') == 2
    assert 'w:type="separator"' in part(data, "word/footnotes.xml")


def test_a_header_of_the_second_section_does_not_reach_the_next_record(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ x }}")
    later = document.add_section()
    document.add_paragraph("附表")
    later.header.is_linked_to_previous = False
    later.header.paragraphs[0].text = "附表的页眉"
    data = volume(saved(document), [{"x": 1}, {"x": 2}], tmp_path)
    came = docx.Document(io.BytesIO(data))
    heads = [section.header.paragraphs[0].text for section in came.sections]
    assert heads == ["", "附表的页眉", "", "附表的页眉"]


def test_pages_of_the_whole_mean_the_record_s(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ x }}")
    run = document.sections[0].footer.paragraphs[0].add_run()
    code = OxmlElement("w:instrText")
    code.text = " NUMPAGES "
    run._r.append(code)
    data = volume(saved(document), [{"x": 1}, {"x": 2}], tmp_path)
    assert part(data, "word/footer1.xml").count("SECTIONPAGES") == 1


def test_a_record_that_ends_in_a_table_or_fails(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ x / y }}{{ z }}")
    document.add_table(1, 1)
    path = tmp_path / "全.docx"
    records = [{"x": 4, "y": 2, "z": 1}, {"x": 1, "y": 0, "z": 1}, {"x": 6, "y": 2}]
    report = Template(saved(document)).volume(records, path)
    assert [failed.record for failed in report.failed] == [2]
    assert [(gap.name, gap.place) for gap in report.gaps] == [
        ("x / y", "第1份 正文 第1段"),
        ("x / y", "第3份 正文 第1段"),
        ("z", "第3份 正文 第1段"),
    ]
    came = docx.Document(str(path))
    assert len(came.sections) == len(came.tables) == 2
    for table in came.tables:
        assert table._tbl.getnext().tag in (qn("w:p"), qn("w:sectPr"))


def test_nothing_is_written_when_every_record_fails(tmp_path: Path) -> None:
    path = tmp_path / "全.docx"
    report = Template(body_xml("<w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p>")).volume(
        [{}, {}], path, missing="stop"
    )
    assert (report.made, len(report.failed)) == ((), 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["plan.docx", "checklist.docx"])
def test_libreoffice_prints_every_record(
    name: str, tmp_path: Path, program: Callable[[str], str]
) -> None:
    from docgen.pages.convert import office_to_pdf

    program("soffice")
    path = tmp_path / "全部.docx"
    Template(TEMPLATES / name).volume([{"县": "甲"}, {"县": "乙"}, {"县": "丙"}], path)
    conversion = office_to_pdf([path], tmp_path)
    assert not conversion.failed
    import pypdf

    pages = pypdf.PdfReader(conversion.done[path]).pages
    assert len(pages) % 3 == 0
