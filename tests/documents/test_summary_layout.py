"""The layout of GB/T 9704-2012, measured: in the Word file, and on the pages LibreOffice makes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import docx
import pypdfium2 as pdfium
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from samples import SETTINGS, village

from docgen.documents import build
from docgen.documents.job import Job
from docgen.documents.summary_presets import PRESETS
from docgen.folder import Folder
from docgen.resources import template

MM = 72 / 25.4
Line = tuple[float, float, float, int]
"""Left and right edge and distance from the top in mm, and how many signs."""


@pytest.mark.parametrize("preset", PRESETS)
def test_paper_margins_and_grid_of_the_word_file(preset):
    section = docx.Document(str(template("docx", PRESETS[preset].template))).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    wanted = (Mm(210), Mm(297), Mm(37), Mm(28))  # 5.1, 5.2.1
    assert [round(one.mm, 1) for one in sides] == [round(one.mm, 1) for one in wanted]
    # type area 156 × 225 mm (5.2.1), 22 lines (5.2.2)
    assert round(210 - section.left_margin.mm - section.right_margin.mm) == 156
    assert round(297 - section.top_margin.mm - section.bottom_margin.mm) == 225
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert int(225 * MM / pitch) == 22


@pytest.mark.parametrize("preset", PRESETS)
def test_faces_and_sizes_of_the_word_file(preset):
    styles = docx.Document(str(template("docx", PRESETS[preset].template))).styles
    wanted = {
        "Title": ("方正小标宋简体", 22),
        "Body Text": ("仿宋_GB2312", 16),
        "heading 1": ("黑体", 16),
        "heading 2": ("楷体_GB2312", 16),
    }
    for name, (face, size) in wanted.items():
        style = styles[name.replace("heading", "Heading")]
        fonts = style.element.rPr.find(qn("w:rFonts"))
        assert (fonts.get(qn("w:eastAsia")), style.font.size.pt) == (face, size)


def lines(page: pdfium.PdfPage) -> list[Line]:
    """The printed lines from the top, signs on one base line together."""
    text, height = page.get_textpage(), page.get_height()
    signs = sorted(_signs(text, height))
    found: list[list[tuple[float, float, float]]] = []
    for sign in signs:
        if found and sign[0] - found[-1][0][0] < 3:
            found[-1].append(sign)
        else:
            found.append([sign])
    return [
        (min(s[1] for s in row), max(s[2] for s in row), median(s[0] for s in row), len(row))
        for row in found
    ]


def _signs(text: pdfium.PdfTextPage, height: float) -> Iterator[tuple[float, float, float]]:
    for number in range(text.count_chars()):
        if text.get_text_range(number, 1).strip():
            left, bottom, right, _ = text.get_charbox(number, loose=True)
            yield (height - bottom) / MM, left / MM, right / MM


@pytest.fixture(scope="module")
def pages(tmp_path_factory, program) -> list[list[Line]]:
    program("soffice")
    root: Path = tmp_path_factory.mktemp("summary")
    words = [{"章节": "产业", "内容": "这一段很长。" * 60}] * 3
    built = build("summary", Job(Folder(root, SETTINGS), village(总结素材=words)))
    with pdfium.PdfDocument(root / built.documents[-1].path) as document:
        assert len(document) >= 4
        return [lines(page) for page in document]


def body(page: list[Line]) -> list[Line]:
    """A page's lines without its number, which stands below the type area."""
    return [line for line in page if line[2] < 297 - 34]


def test_the_text_keeps_within_the_type_area(pages):
    for page in pages:
        assert min(line[0] for line in body(page)) >= 28 - 0.5
        # A mark at a line's end may hang out by half a sign.
        assert max(line[1] for line in body(page)) <= 210 - 26 + 6
        assert len(body(page)) <= 22


def test_full_pages_have_lines_at_the_pitch_of_the_grid(pages):
    for page in pages[1:-1]:
        tops = [line[2] for line in body(page)]
        steps = [after - before for before, after in pairwise(tops)]
        assert median(steps) == pytest.approx(225 / 22, abs=0.1)


def test_a_full_line_has_28_signs(pages):
    full = [line for page in pages[1:-1] for line in body(page) if line[1] - line[0] > 150]
    assert median(line[3] for line in full) in (27, 28, 29)


def test_page_numbers_stand_outside_below_the_type_area(pages):
    for number, page in enumerate(pages, start=1):
        left, right, top, signs = page[-1]
        assert signs == 2 + len(str(number))  # — 1 —
        # 7.5: one sign in from the outer edge; the dash 7 mm below the type area
        if number % 2:
            assert right == pytest.approx(210 - 26 - 5, abs=1)
        else:
            assert left == pytest.approx(28 + 5, abs=1)
        assert 297 - 35 + 4 < top < 297 - 35 + 12


def test_the_contents_list_has_the_pages_on_which_headings_stand(tmp_path, program):
    program("soffice")
    options = {"contents": True}
    built = build("summary", Job(Folder(tmp_path, SETTINGS), village(), "", options))
    made = docx.Document(str(tmp_path / built.documents[0].path))
    entries = [one.text.split("\t") for one in made.paragraphs if "\t" in one.text]
    assert len(entries) >= 15
    with pdfium.PdfDocument(tmp_path / built.documents[-1].path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    texts = ["".join(page.split()) for page in pages]
    contents = max(at for at, text in enumerate(texts) if text.count("......") > 3)
    for words, page in entries:
        at = int(page) - 1
        assert at > contents
        assert "".join(words.split()) in texts[at]
    assert entries == sorted(entries, key=lambda entry: int(entry[1]))


def test_without_pages_the_list_waits_to_be_updated_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.documents.summary.soffice", lambda: None)
    options = {"contents": True}
    built = build("summary", Job(Folder(tmp_path, SETTINGS), village(), "", options))
    assert [one.code for one in built.findings if one.code == "W419"] == ["W419"]
    made = docx.Document(str(tmp_path / built.documents[0].path))
    first = next(one for one in made.element.iter(qn("w:fldChar")))
    assert first.get(qn("w:dirty")) == "true"
