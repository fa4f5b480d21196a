"""Defects of papers: 三无, another household's page, a year that does not fit, order of dates."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
import shoebox
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from shoebox import put

from docgen.archive.check import check
from docgen.archive.defects import findings_of
from docgen.archive.plan import load_plan, make_plan, save_plan
from docgen.archive.schema_file import read_schema
from docgen.archive.seals import seal_on
from docgen.archive.volumes import build
from docgen.errors import SchemaFaulty
from docgen.model import Paper
from docgen.resources import shared

LEDGER = shoebox.ledger()
PACKAGED = shared("archive_schema.yaml")
SCHEMA = read_schema(PACKAGED)


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr("docgen.archive.ocr.engine", lambda: "")
    return shoebox.folder_at(tmp_path)


def paper(code, day, household="0102", **more):
    kind = SCHEMA.types[code]
    given = {"household": household if kind.of_household else "", "decision": "auto"}
    given |= {"year": int(day[:4]), "day": day, "title": kind.brief}
    return Paper(f"{code}{day}", f"扫描件/{code}.pdf", 1, 1, "", code, **{**given, **more})


def told(box, *papers, ledger=LEDGER):
    found = findings_of(papers, SCHEMA, ledger, box.settings)
    return [(f.code, f.file, f.household) for f in found]


ORDERS = [
    ("H12", "20140508", "V042", "20140401"),
    ("H12", "20140508", "V043", "20140501"),
    ("V045", "20140601", "H19", "20140501"),
    ("H41", "20181001", "H43", "20180930"),
    ("V088", "20181020", "H44", "20181019"),
    ("V090", "20181201", "H44", "20181130"),
    ("H47", "20220301", "H48", "20220228"),
    ("H48", "20220310", "V053", "20220301"),
    ("V054", "20220401", "H49", "20220331"),
]


@pytest.mark.parametrize(("first", "day", "second", "other"), ORDERS)
def test_dates_in_impossible_order_are_told_with_household_and_source(
    box, first, day, second, other
):
    papers = [paper(first, day), paper(second, other)]
    assert told(box, *papers) == [("R152", f"扫描件/{second}.pdf", "0102")]
    assert told(box, *reversed(papers)) == told(box, *papers)
    swapped = [paper(first, other), paper(second, day)]
    assert told(box, *swapped) == []


def severities(box, *papers, ledger=LEDGER):
    return [str(f.severity) for f in findings_of(papers, SCHEMA, ledger, box.settings)]


NOTICED = (paper("H12", "20140508"), paper("V043", "20140501"))


def test_an_impossible_order_is_grave_also_against_the_only_paper_of_the_village(box):
    assert severities(box, paper("H41", "20181001"), paper("H43", "20180930")) == ["严重"]
    assert severities(box, *NOTICED) == ["严重"]


def test_a_paper_of_the_village_that_may_be_of_another_round_is_told_less_gravely(box):
    earlier = replace(paper("V043", "20140301"), id="x")
    assert severities(box, *NOTICED, earlier) == ["警告"]
    watched = (paper("H48", "20220310"), paper("V053", "20220301"))
    assert severities(box, *watched) == ["警告"]
    other = replace(LEDGER.households[0], id="0999", village="小湾村")
    two = replace(LEDGER, households=(*LEDGER.households, other))
    assert severities(box, *NOTICED, ledger=two) == ["警告"]


def test_the_second_notice_follows_the_towns_examination(box):
    steps = [paper("V046", "20140601"), paper("V044", "20140610"), paper("H19", "20140620")]
    assert told(box, *steps) == []


@pytest.mark.parametrize(
    ("lacks", "severity"),
    [
        ("没有日期", "严重"),
        ("没有签名或落款处；没有看到红色印章", "严重"),
        ("没有看到红色印章", "警告"),
        ("电子文稿上没有红色印章", "提示"),
    ],
)
def test_what_words_show_to_be_lacking_is_grave_what_a_colour_shows_is_not(box, lacks, severity):
    assert severities(box, paper("H44", "20181102", lacks=lacks)) == [severity]


def test_one_day_for_two_steps_is_possible(box):
    assert told(box, paper("H12", "20140508"), paper("V042", "20140508")) == []


def test_the_meeting_of_another_year_is_another_round(box):
    assert told(box, paper("H12", "20160508"), paper("V042", "20140401")) == []


def test_with_two_rounds_in_a_year_a_possible_pair_is_enough(box):
    rounds = [paper("V043", "20140401"), replace(paper("V043", "20140601"), id="x")]
    assert told(box, paper("H12", "20140508"), *rounds) == []


def test_papers_that_wait_for_a_person_are_not_compared(box):
    assert told(box, paper("H41", "20181001", decision="review"), paper("H43", "20180930")) == []


def test_another_household_is_another_chain(box):
    papers = [paper("H47", "20220301"), paper("H48", "20220228", "0103")]
    assert told(box, *papers) == []


def test_a_level_of_the_settings_counts(box, tmp_path):
    other = shoebox.folder_at(tmp_path / "x", '\n[levels]\nR152 = "提示"\n')
    papers = [paper("H41", "20181001"), paper("H43", "20180930")]
    assert [str(f.severity) for f in findings_of(papers, SCHEMA, LEDGER, other.settings)] == [
        "提示"
    ]
    off = shoebox.folder_at(tmp_path / "y", '\n[levels]\nR152 = "off"\n')
    assert findings_of(papers, SCHEMA, LEDGER, off.settings) == ()


@given(st.lists(st.dates(date(2018, 1, 1), date(2018, 12, 31)), min_size=5, max_size=5))
def test_a_chain_in_order_is_never_told_and_one_out_of_order_always(days):
    codes = ("H41", "H43", "V088", "V090", "H44")
    papers = [paper(c, f"{d:%Y%m%d}") for c, d in zip(codes, days, strict=True)]
    found = findings_of(papers, SCHEMA, LEDGER, Empty.settings)
    household = [d for c, d in zip(codes, days, strict=True) if c.startswith("H")]
    if days == sorted(days):
        assert found == ()
    if household != sorted(household):
        assert any(f.code == "R152" for f in found)


class Empty:
    """Only what findings_of asks of settings."""

    class settings:  # noqa: N801
        levels: dict[str, str] = {}  # noqa: RUF012
        as_of = date(2026, 6, 30)


YEARS = [
    (paper("H12", "20190508"), "脱贫年度（2018年）"),
    (paper("H44", "20170508"), "脱贫年度（2018年）"),
    (paper("V043", "20110508"), "2013年"),
    (paper("H48", "20160508"), "2019年"),
    (paper("H26", "20280508"), "2026年之后"),
    (paper("H26", "20190508", year=2020), "落款却是2019年"),
]


def test_a_plan_made_in_the_last_quarter_may_be_for_the_next_year(box):
    assert told(box, paper("H26", "20191115", year=2020)) == []
    assert told(box, paper("H26", "20181115", year=2020)) != []


@pytest.mark.parametrize(("one", "words"), YEARS)
def test_a_year_that_does_not_fit_is_told(box, one, words):
    [found] = findings_of([one], SCHEMA, LEDGER, box.settings)
    assert found.code == "W812"
    assert words in found.message


def test_years_that_fit_are_not_told(box):
    fits = [paper("H12", "20140508"), paper("H44", "20181102"), paper("V043", "20140601")]
    assert told(box, *fits) == []


BARE = ("贫困户脱贫确认书", ["户主苗春生，住二组，已达到脱贫标准，同意退出。"])
GOOD = (
    "贫困户脱贫确认书",
    ["户主：苗春生 二组", "已达到脱贫标准。", "户主签字：苗春生", "2018年11月2日"],
)


def sealed(page, seal=True, heading=False):
    """A page drawn as a picture: letters, and a red ring with a star or a red heading."""
    image = Image.new("RGB", (827, 1169), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    for row in range(12):
        draw.rectangle((120, 260 + 50 * row, 700, 272 + 50 * row), fill=(30, 30, 30))
    if heading:
        draw.rectangle((150, 90, 680, 130), fill=(210, 20, 20))
        draw.rectangle((100, 170, 730, 174), fill=(210, 20, 20))
    if seal:
        draw.ellipse((480, 880, 640, 1040), outline=(205, 40, 45), width=6)
        draw.regular_polygon((560, 960, 30), 5, fill=(205, 40, 45))
    return image


def test_a_red_seal_is_seen_by_its_colour_and_a_heading_is_none():
    small = (310, 438)
    assert seal_on(sealed(0).resize(small), scanned=True) == "有"
    assert seal_on(sealed(0, seal=False).resize(small), scanned=True) != "有"
    assert seal_on(sealed(0, seal=False, heading=True).resize(small), scanned=True) == "无"
    assert seal_on(sealed(0).resize(small).convert("L").convert("RGB"), scanned=True) == ""


def with_picture(page, image):
    """A born-digital page with a seal drawn on it."""
    title, lines = page
    base = shoebox.pdf((title, lines))
    import pikepdf

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.drawImage(ImageReader(image), 330, 100, 120, 120, mask="auto")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(base)) as book, pikepdf.open(io.BytesIO(buffer.getvalue())) as top:
        book.pages[0].add_overlay(top.pages[0])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def ring():
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 290, 290), outline=(205, 40, 45, 255), width=12)
    draw.regular_polygon((150, 150, 50), 5, fill=(205, 40, 45, 255))
    return image


def test_three_lacks_are_told_and_a_good_paper_is_not(box):
    put(box, "坏.pdf", shoebox.pdf(BARE))
    put(box, "好.pdf", with_picture(GOOD, ring()))
    found = {f.file: f.message for f in make_plan(box, LEDGER).findings if f.code == "R153"}
    assert set(found) == {"扫描件/坏.pdf"}
    for words in ("没有日期", "没有签名或落款处", "印章", "仅供参考"):
        assert words in found["扫描件/坏.pdf"]


def test_pages_that_nobody_read_say_nothing(box):
    put(box, "脱贫确认书 苗春生.jpg", shoebox.picture())
    assert [f.code for f in make_plan(box, LEDGER).findings if f.code == "R153"] == []


def test_another_households_page_in_a_file_is_told_with_its_number(box):
    other = ("", ["户主：樊玉梅 三组", f"证件号码：{shoebox.id_of('19581120', 2)}", "续表"])
    put(box, "一份.pdf", shoebox.pdf(GOOD, other))
    [found] = [f for f in make_plan(box, LEDGER).findings if f.code == "W811"]
    assert found.file == "扫描件/一份.pdf"
    assert "第2页写的是户0103，不是户0102" in found.message


def test_the_check_of_the_volumes_says_the_same_as_the_plan(box):
    put(box, "坏.pdf", shoebox.pdf(BARE))
    put(
        box,
        "申请.pdf",
        shoebox.pdf(("脱贫申请书", ["户主：苗春生 二组", "申请人：苗春生", "2018年10月1日"])),
    )
    put(
        box,
        "验收.pdf",
        shoebox.pdf(("贫困户脱贫验收表", ["户主：苗春生 二组", "验收人签字：", "2018年9月1日"])),
    )
    plan = make_plan(box, LEDGER)
    save_plan(box, plan)
    build(box, LEDGER, load_plan(box, LEDGER))

    def defects(findings):
        return sorted((f.code, f.message) for f in findings if f.code in ("R152", "R153"))

    assert {code for code, _ in defects(plan.findings)} == {"R152", "R153"}
    assert defects(check(box, LEDGER).findings) == defects(plan.findings)


FAULTS = [
    ("日期: [H12", "日期: [H1234", "H1234"),
    ("  签名: [", "  手印: [", "手印"),
    ("same: 脱贫年度", "same: 脱贫年", "脱贫年"),
    ("same: 脱贫年度", "same: 脱贫年度, not_after: 2020", "有且只有一个"),
    ("{name: 公告, types: [V045]}", "{name: 公告, types: [V945]}", "V945"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_of_these_rules_is_told_with_its_line(tmp_path, old, new, said):
    text = PACKAGED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "archive_schema.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaFaulty) as caught:
        read_schema(path)
    assert said in caught.value.sentence()
    place = text[: text.index(old)].count("\n") + 1
    assert abs(int(str(caught.value.facts["line"])) - place) <= 4
