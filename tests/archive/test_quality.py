"""Faults of scans, and papers that look the same: told, never acted upon."""

from __future__ import annotations

import io

import openpyxl
import pytest
import shoebox
from PIL import Image, ImageDraw, ImageEnhance
from shoebox import put

from docgen.archive.plan import make_plan, plan_path, save_plan
from docgen.archive.quality import BLANK, BORDER, CUT, DARK, LOW, PALE, SKEWED, faults, skew

LEDGER = shoebox.ledger()


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    return shoebox.folder_at(tmp_path)


def page(size=(1654, 2339), seed=3):
    """A page of rows of ink, 200 dpi."""
    image = Image.new("L", size, 245)
    draw = ImageDraw.Draw(image)
    for row in range(24):
        for word in range(9):
            if (row * 7 + word * seed) % 4:
                left, top = 180 + word * 140, 250 + row * 70
                draw.rectangle((left, top, left + 110, top + 26), fill=20)
    return image


def jpeg(image, dpi=200):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", dpi=(dpi, dpi), quality=85)
    return buffer.getvalue()


def test_a_good_scan_has_no_fault():
    assert faults(page(), 200.0) == ""


@pytest.mark.parametrize("angle", [-4, 3, 5])
def test_a_skewed_page_is_told(angle):
    turned = page().rotate(angle, fillcolor=245)
    assert SKEWED in faults(turned, 200.0)


def test_one_degree_is_no_fault():
    assert faults(page().rotate(1, fillcolor=245), 200.0) == ""


def test_dark_and_pale_pages_are_told():
    assert DARK in faults(ImageEnhance.Brightness(page()).enhance(0.35), 200.0)
    pale = page().point([200 + tone // 6 for tone in range(256)])
    assert PALE in faults(pale, 200.0)


def test_ink_at_an_edge_is_told():
    cut = page().crop((230, 0, 1654, 2339))
    assert CUT in faults(cut, 200.0)


def test_the_black_lid_of_a_scanner_is_a_border_and_not_cut_off_ink():
    framed = page()
    ImageDraw.Draw(framed).rectangle((0, 0, 30, 2339), fill=5)
    told = faults(framed, 200.0)
    assert BORDER in told
    assert CUT not in told


def test_a_page_of_a_few_words_is_not_pale():
    few = Image.new("L", (1654, 2339), 245)
    ImageDraw.Draw(few).rectangle((600, 300, 1000, 340), fill=20)
    assert faults(few, 200.0) == ""


def test_a_blank_scan_is_told_and_a_blank_separator_is_not(box):
    blank = Image.new("L", (1654, 2339), 245)
    first, *others = (page(), blank, page(seed=5))
    buffer = io.BytesIO()
    first.save(buffer, "PDF", resolution=200, save_all=True, append_images=others)
    put(box, "a.pdf", buffer.getvalue())
    put(box, "b.pdf", shoebox.pdf(shoebox.NOTICE, ("", []), shoebox.APPLICATION))
    plan = make_plan(box, LEDGER)
    told = [(f.file, f.message) for f in plan.findings if BLANK in f.message]
    assert told == [("扫描件/a.pdf", f"第2页扫描质量：{BLANK}")]
    assert plan.separators == (("扫描件/b.pdf", 2),)


def test_a_page_without_ink_does_not_lean():
    assert skew(Image.new("L", (200, 300), 0)) == 0


def test_findings_name_file_page_and_resolution(box):
    put(box, "a.jpg", jpeg(page().resize((827, 1169)), dpi=100))
    put(box, "b.jpg", jpeg(page(seed=5)))
    told = [(f.file, f.message) for f in make_plan(box, LEDGER).findings if f.code == "W808"]
    assert told == [("扫描件/a.jpg", f"第1页扫描质量：{LOW}（约100dpi）")]


def test_a_phone_photo_that_states_72_dpi_is_judged_by_its_pixels(box):
    put(box, "a.jpg", jpeg(page((2480, 3508)), dpi=72))
    assert "W808" not in [f.code for f in make_plan(box, LEDGER).findings]


def test_born_digital_pages_are_not_judged(box):
    put(box, "a.pdf", shoebox.pdf(shoebox.NOTICE, ("短", [])))
    assert "W808" not in [f.code for f in make_plan(box, LEDGER).findings]


LONG = [f"第{n}项：因病致贫，享受教育资助和健康扶贫政策，帮扶责任人已签字。" for n in "一二三四五"]
NOTE = ("情况说明", ["户主：苗春生 二组", *LONG, "2018年3月5日"])
OTHER = ("情况说明", ["户主：樊玉梅 三组", *LONG, "2018年3月5日"])


def test_the_same_words_in_two_files_are_shown_in_pairs_and_both_stay(box):
    put(box, "a.pdf", shoebox.pdf(NOTE))
    put(box, "b.docx", shoebox.docx(*NOTE))
    put(box, "c.pdf", shoebox.pdf(OTHER))
    plan = make_plan(box, LEDGER)
    assert [(p.first.source, p.second.source) for p in plan.near] == [
        ("扫描件/a.pdf", "扫描件/b.docx")
    ]
    assert [f.file for f in plan.findings if f.code == "W807"] == ["扫描件/b.docx"]
    assert len(plan.papers) == 3
    save_plan(box, plan)
    sheet = openpyxl.load_workbook(plan_path(box))["相似材料"]
    assert "扫描件/b.docx" in {str(c.value) for row in sheet.iter_rows() for c in row}


def test_a_second_scan_of_a_page_is_shown_and_another_page_is_not(box):
    put(box, "a.jpg", jpeg(page()))
    put(box, "b.jpg", jpeg(ImageEnhance.Brightness(page()).enhance(0.97).resize((1700, 2404))))
    put(box, "c.jpg", jpeg(page(seed=6)))
    near = make_plan(box, LEDGER).near
    assert [(p.first.source, p.second.source) for p in near] == [("扫描件/a.jpg", "扫描件/b.jpg")]
