"""Scans: right way up, level, titles first, nothing twice, nothing silently left out."""

from __future__ import annotations

import io
import stat
import sys

import pytest
import shoebox
from PIL import Image, ImageDraw, ImageFont
from shoebox import NOTICE, put

from docgen.archive import missed, ocr, quality, reading, scan, secondreader
from docgen.archive.cache import Cache
from docgen.archive.lines import title_of
from docgen.archive.plan import make_plan
from docgen.archive.reading import Wanted, readable
from docgen.cli.archive import titles_only
from docgen.resources import fonts_folder

LEDGER = shoebox.ledger()
ROWS = ("户主：苗春生 二组", "因缺资金，申请为贫困户。", "申请人：苗春生", "2014年5月8日")
needs_ocr = pytest.mark.skipif(not ocr.engine(), reason="the extra ocr is not installed")


@pytest.fixture
def box(tmp_path):
    return shoebox.folder_at(tmp_path)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts_folder() / "DocgenSong-Regular.ttf"), size)


def page(title="贫困户申请书", rows=ROWS, size=(1000, 1414)):
    image = Image.new("L", size, 250)
    draw = ImageDraw.Draw(image)
    draw.text((320, 110), title, font=font(56), fill=20)
    for number, row in enumerate(rows):
        draw.text((140, 240 + 60 * number), row, font=font(30), fill=20)
    return image


def turned(image, turn, lean):
    leaning = image.rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=250)
    return leaning.rotate(turn, expand=True)


def png(*images, dpi=120):
    buffer = io.BytesIO()
    images[0].save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def scanned_pdf(*images, dpi=120):
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    return buffer.getvalue()


@needs_ocr
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("lean", [0, -5])
def test_a_page_is_read_however_it_lies(turn, lean):
    seen, _, level = scan.looked_at(turned(page(), turn, lean))
    assert (seen.turn, seen.lean) == ((360 - turn) % 360, -lean)
    lines = scan.lines_of(scan.read_on(level, seen, whole=True))
    assert title_of(lines) == ("贫困户申请书", True)
    assert [line.text.replace(" ", "") for line in lines[1:]] == [r.replace(" ", "") for r in ROWS]


@needs_ocr
def test_an_upside_down_scan_is_told_and_still_filed(box):
    put(box, "扫描0001.png", png(turned(page(), 180, 0)))
    put(box, "扫描0002.png", png(page("脱贫确认书")))
    plan = make_plan(box, LEDGER)
    told = [(f.file, f.message) for f in plan.findings if scan.TURNED[180] in f.message]
    assert told == [("扫描件/扫描0001.png", "第1页扫描质量：上下颠倒")]
    [paper] = [p for p in plan.papers if p.source == "扫描件/扫描0001.png"]
    assert (paper.title, paper.household) == ("贫困户申请书", "0102")


@needs_ocr
def test_a_page_without_writing_is_not_turned():
    image = Image.new("L", (600, 800), 250)
    ImageDraw.Draw(image).ellipse((200, 300, 400, 500), fill=60)
    seen, _, _ = scan.looked_at(image)
    assert (seen.turn, seen.lean) == (0, 0)


class Recogniser:
    """Stands for the real one: lines at fixed places, every reading counted."""

    def __init__(self, monkeypatch, lines=30):
        self.found, self.read, self.lines = 0, 0, lines
        monkeypatch.setattr(ocr, "engine", lambda: self.name)
        monkeypatch.setattr(ocr, "boxes", self.boxes)
        monkeypatch.setattr(ocr, "read", self.line)
        self.name = "one-1"

    def boxes(self, picture):
        self.found += 1
        tops = [40.0 + 1300 * n / self.lines for n in range(self.lines)]
        return [(100.0, t, 500.0, t, 500.0, t + 20, 100.0, t + 20) for t in tops]

    def line(self, _):
        self.read += 1
        return f"第{self.read}行字", 0.99


def pages_of(folder, content, whole=True, name="a.png", pages=1):
    path = put(folder, name, content)
    cache = Cache(folder)
    try:
        kind = "pdf" if name.endswith("pdf") else "png"
        return readable(Wanted(kind, path, "identity", pages), cache, whole=whole)
    finally:
        cache.close()


SAMPLE = scan.SAMPLE  # lines read once more to see which way up a page is


def test_the_title_zone_is_read_first_and_the_rest_later_without_it(box, monkeypatch):
    counted = Recogniser(monkeypatch)
    [first] = pages_of(box, png(page()), whole=False)
    assert first.part
    assert counted.read == 13 + SAMPLE  # of thirty lines thirteen begin in the zone
    [second] = pages_of(box, png(page()))
    assert not second.part
    assert counted.read == 30 + SAMPLE
    assert counted.found == 1
    assert second.text.startswith(first.text)
    [third] = pages_of(box, png(page()), whole=False)
    assert third == second
    assert counted.read == 30 + SAMPLE


def test_reading_in_two_steps_and_in_one_gives_the_same(box, monkeypatch, tmp_path):
    other = shoebox.folder_at(tmp_path / "other")
    Recogniser(monkeypatch)
    pages_of(box, png(page()), whole=False)
    stepwise = pages_of(box, png(page()))
    Recogniser(monkeypatch)
    assert pages_of(other, png(page())) == stepwise


def test_a_renamed_scan_is_not_read_again(box, monkeypatch):
    counted = Recogniser(monkeypatch)
    path = put(box, "a.png", png(page()))
    make_plan(box, LEDGER)
    read = counted.read
    path.rename(box.scans / "另外的名字.png")
    plan = make_plan(box, LEDGER)
    assert [p.source for p in plan.papers] == ["扫描件/另外的名字.png"]
    assert counted.read == read > 0


def bundle():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for content in (shoebox.pdf(shoebox.NOTICE), scanned_pdf(page()), shoebox.pdf(("", []))):
        writer.append(PdfReader(io.BytesIO(content)))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_another_recogniser_reads_only_the_pages_it_reads(box, monkeypatch):
    counted = Recogniser(monkeypatch)
    content = bundle()
    first = pages_of(box, content, name="a.pdf", pages=3)
    assert [p.how for p in first] == ["text", "ocr", "none"]
    taken = []
    real = reading.page_lines
    monkeypatch.setattr(reading, "page_lines", lambda page: taken.append(1) or real(page))
    counted.name = "one-2"
    again = pages_of(box, content, name="a.pdf", pages=3)
    assert len(taken) == 1
    assert counted.found == 2
    assert (again[0], again[2]) == (first[0], first[2])


def test_what_was_recognised_stays_when_the_extra_is_gone(box, monkeypatch):
    counted = Recogniser(monkeypatch)
    first = pages_of(box, png(page()))
    counted.name = ""
    assert pages_of(box, png(page())) == first


def test_what_nobody_read_is_read_when_the_extra_comes(box, monkeypatch):
    counted = Recogniser(monkeypatch)
    counted.name = ""
    [before] = pages_of(box, png(page()))
    assert (before.how, counted.read) == ("none", 0)
    counted.name = "one-1"
    [after] = pages_of(box, png(page()))
    assert after.how == "ocr"


def test_a_page_that_breaks_the_recogniser_leaves_the_others(box, monkeypatch):
    counted = Recogniser(monkeypatch)

    def broken(picture):
        if counted.found == 1:
            counted.found += 1
            raise RuntimeError("inside the recogniser")
        return counted.boxes(picture)

    monkeypatch.setattr(ocr, "boxes", broken)
    content = scanned_pdf(page(), page("另一页"), page("第三页"))
    told = pages_of(box, content, name="a.pdf", pages=3)
    assert [p.how for p in told] == ["ocr", "none", "ocr"]


def test_a_quick_plan_reads_on_only_where_a_title_settles_nothing(box, monkeypatch):
    Recogniser(monkeypatch)
    put(box, "a.png", png(page()))
    plan = make_plan(box, LEDGER, quick=True)
    assert not [f for f in plan.findings if "题名部分" in f.message]  # unsettled: read on
    monkeypatch.setattr(make_plan.__globals__["_Shelf"], "read", lambda *_, **__: None)
    put(box, "b.png", png(page("乙")))
    plan = make_plan(box, LEDGER, quick=True)
    told = [f.file for f in plan.findings if "题名部分" in f.message]
    assert told == ["扫描件/b.png"]
    assert titles_only(plan)  # the screen says how the rest is read
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    assert not titles_only(plan)


@needs_ocr
def test_ink_that_no_line_covers_is_told():
    image = page()
    boxes = ocr.boxes(image)
    assert missed.lines(image, boxes) == 0
    assert missed.lines(image, [box for box in boxes if not 280 < box[1] < 340]) == 1


@needs_ocr
def test_rules_seals_and_frames_are_no_lines():
    image = page()
    boxes = ocr.boxes(image)
    draw = ImageDraw.Draw(image)
    for step in range(6):
        draw.line((140, 700 + 60 * step, 860, 700 + 60 * step), fill=20, width=3)
        draw.line((140 + 144 * step, 700, 140 + 144 * step, 1000), fill=20, width=3)
    draw.ellipse((600, 1050, 800, 1250), outline=60, width=8)
    draw.rectangle((30, 30, 970, 1380), outline=20, width=4)
    assert missed.lines(image, boxes) == 0


@needs_ocr
def test_a_line_nobody_could_read_is_a_finding_with_its_page(box, monkeypatch):
    real = ocr.read
    monkeypatch.setattr(
        ocr, "read", lambda line: ("", 0.0) if "资金" in real(line)[0] else real(line)
    )
    put(box, "a.pdf", scanned_pdf(page(), page()))
    told = [f.message for f in make_plan(box, LEDGER).findings if quality.MISSED in f.message]
    assert told == [f"第1-2页扫描质量：{quality.MISSED}"]


def test_two_cards_on_one_page_are_told():
    assert quality.two_cards(["姓名 甲", "公民身份号码 1", "公民身份号码 2"])
    assert not quality.two_cards(["姓名 甲", "公民身份号码 1", "残疾人证号 1"])


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """A program of that name that reads everything as it is told to."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")

    def install(text, sure, languages="chi_sim", stream=""):
        cells = "\t".join(["5", "1", "1", "1", "1", "1", "0", "0", "9", "9", str(sure), text])
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo {languages} {stream}; exit; fi\n'
            f"cat >/dev/null\nprintf 'head\\n%s\\n' '{cells}'\n",
            encoding="utf-8",
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        secondreader.program.cache_clear()

    yield install
    secondreader.program.cache_clear()


def test_an_old_tesseract_lists_its_languages_elsewhere(tesseract):
    tesseract("x", 90, stream=">&2")
    assert secondreader.program()


def test_a_second_reader_without_chinese_is_told_once(tesseract, box, monkeypatch):
    put(box, "a.pdf", shoebox.pdf(NOTICE))
    put(box, "b.jpg", shoebox.picture())
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "x")
    monkeypatch.setattr("docgen.archive.reading.read_task", lambda task: {})

    def told():
        return [f for f in make_plan(box, LEDGER).findings if "chi_sim" in f.message]

    tesseract("x", 90, languages="eng")
    assert len(told()) == 1
    tesseract("x", 90)
    assert told() == []


LINE = Image.new("L", (200, 30), 250)
RIGHT_ID = shoebox.id_of("19620305", 1)
WRONG_ID = RIGHT_ID[:-1] + ("0" if RIGHT_ID[-1] != "0" else "1")


def test_a_second_reader_is_asked_about_unsure_lines_only(tesseract):
    tesseract("贫困户申请书", 95)
    assert secondreader.wanted("贫困卢申请书", 0.6)
    assert not secondreader.wanted("贫困户申请书", 0.99)
    assert secondreader.better(LINE, "贫困卢申请书", 0.6) == ("贫困户申请书", 0.95)
    tesseract("胡说", 30)
    assert secondreader.better(LINE, "贫困卢申请书", 0.6) == ("贫困卢申请书", 0.6)


def test_a_wrong_id_yields_to_a_right_one_only(tesseract):
    tesseract(RIGHT_ID, 70)
    assert secondreader.wanted(WRONG_ID, 0.99)
    assert not secondreader.wanted(RIGHT_ID, 0.99)
    assert secondreader.better(LINE, WRONG_ID, 0.99) == (RIGHT_ID, 0.7)
    tesseract("看不清", 99)
    assert secondreader.better(LINE, WRONG_ID, 0.99) == (WRONG_ID, 0.99)


def test_a_second_reader_that_reads_no_chinese_is_not_asked(tesseract):
    tesseract("x", 99, languages="eng")
    assert not secondreader.wanted("贫困卢申请书", 0.6)


def test_a_wrong_id_names_nobody(box, monkeypatch):
    counted = Recogniser(monkeypatch, lines=6)
    texts = iter(["", "", "", "证明", f"身份证号：{WRONG_ID}", "甲", "乙", "丙", "丁"])
    monkeypatch.setattr(ocr, "read", lambda _: (next(texts), 0.99))
    put(box, "a.png", png(page()))
    [paper] = make_plan(box, LEDGER).papers
    assert counted.found == 1
    assert paper.household == ""
