"""Bundles are cut where that is sure; every page stays in one paper or is a separator sheet."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import segno
import shoebox
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from shoebox import APPLICATION, CONFIRMATION, NOTICE, put

from docgen.archive.classify import judge_of
from docgen.archive.plan import make_plan
from docgen.archive.reading import PageText
from docgen.archive.schema_file import read_schema
from docgen.archive.splitting import split
from docgen.resources import shared

EMPTY = ("", [])
LEDGER = shoebox.ledger()
JUDGE = judge_of(read_schema(shared("archive_schema.yaml")), LEDGER, 2027)


@pytest.fixture
def box(tmp_path):
    return shoebox.folder_at(tmp_path)


def cuts(folder):
    plan = make_plan(folder, LEDGER)
    return [(p.first, p.last, p.type) for p in plan.papers], plan


def test_title_pages_of_other_types_begin_papers(box):
    put(
        box,
        "一批.pdf",
        shoebox.pdf(APPLICATION, ("", ["续页，写不下的内容。"]), CONFIRMATION, NOTICE),
    )
    papers, plan = cuts(box)
    assert papers == [(1, 2, "H12"), (3, 3, "H44"), (4, 4, "V088")]
    assert {paper.decision for paper in plan.papers} == {"auto"}


def test_an_empty_page_before_a_title_is_left_out_and_counted(box):
    put(box, "一批.pdf", shoebox.pdf(APPLICATION, EMPTY, NOTICE))
    papers, plan = cuts(box)
    assert papers == [(1, 1, "H12"), (3, 3, "V088")]
    assert (plan.ledger.pages_in, plan.ledger.pages_out, plan.ledger.separators) == (3, 2, 1)
    assert plan.separators == (("扫描件/一批.pdf", 2),)


def test_an_empty_back_page_stays_with_its_paper(box):
    put(box, "双面.pdf", shoebox.pdf(APPLICATION, EMPTY))
    papers, plan = cuts(box)
    assert papers == [(1, 2, "H12")]
    assert plan.ledger.separators == 0


def test_headings_inside_a_paper_do_not_cut_it(box):
    plan_pages = (
        ("大湾村产业奖补实施方案", ["为做好今年的工作，制定本方案。"]),
        ("二、验收", ["由村委会组织验收。"]),
        ("附件1 产业奖补验收单", ["户主：", "验收人："]),
    )
    put(box, "方案.pdf", shoebox.pdf(*plan_pages))
    assert cuts(box)[0] == [(1, 3, "V059")]


def test_the_same_form_of_two_households_is_two_papers(box):
    other = ("贫困户申请书", ["户主：罗广才 一组", "申请人：罗广才", "2014年5月9日"])
    put(box, "申请.pdf", shoebox.pdf(APPLICATION, other))
    plan = make_plan(box, LEDGER)
    assert [(p.household, p.first) for p in plan.papers] == [("0102", 1), ("0101", 2)]


def test_a_bundle_without_marks_is_left_whole_for_a_person(box):
    pages = (("记事", ["第一页的话"]), ("", ["第二页的话，没有标题"]))
    put(box, "材料合订.pdf", shoebox.pdf(*pages))
    plan = make_plan(box, LEDGER)
    assert [(p.first, p.last, p.decision) for p in plan.papers] == [(1, 2, "review")]
    assert "分件" in plan.papers[0].reason


def test_qr_sheets_cut_and_say_whose_the_next_paper_is(box):
    sheets = [
        _qr("DOCGEN:S=1;H=0103;T=H26"),
        _ink(1),
        _qr("DOCGEN:S=1;H=0101;T=H04"),
        _ink(2),
        _ink(3),
    ]
    buffer = io.BytesIO()
    sheets[0].save(buffer, "TIFF", save_all=True, append_images=sheets[1:], dpi=(100, 100))
    put(box, "扫描.tif", buffer.getvalue())
    plan = make_plan(box, LEDGER)
    assert [(p.first, p.last, p.household, p.type, p.decision) for p in plan.papers] == [
        (2, 2, "0103", "H26", "auto"),
        (4, 5, "0101", "H04", "auto"),
    ]
    assert plan.ledger.separators == 2


def _qr(text: str) -> Image.Image:
    buffer = io.BytesIO()
    segno.make(text, error="m").save(buffer, kind="png", scale=8)
    page = Image.new("L", (827, 1169), 255)
    page.paste(Image.open(buffer).convert("L"), (200, 300))
    return page


def _ink(number: int) -> Image.Image:
    return Image.open(io.BytesIO(shoebox.picture(seed=number))).convert("L").resize((827, 1169))


PAGES = st.lists(
    st.builds(
        PageText,
        text=st.sampled_from(
            ["", "贫困户申请书\n户主：苗春生 二组", "脱贫确认书\n户主：罗广才 一组", "续页"]
        ),
        title=st.sampled_from(["", "贫困户申请书", "脱贫确认书", "会议记录", "续页"]),
        code=st.sampled_from(["", "", "", "DOCGEN:S=1;H=0101", "DOCGEN:H=0102;T=H12"]),
        blank=st.booleans(),
        empty=st.booleans(),
        headed=st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(PAGES)
def test_every_page_is_in_exactly_one_piece_or_is_a_separator(pages):
    cut = split(JUDGE, pages, "扫描")
    covered = [n for piece in cut.pieces for n in range(piece.first, piece.last + 1)]
    assert sorted(covered + list(cut.separators)) == list(range(1, len(pages) + 1))


def test_numbers_of_pages_begin_and_hold_together_a_paper(box):
    photos = ("我家新旧住房对比照片", ["第1页 共2页"])
    pages = [
        ("贫困户申请书", ["户主：苗春生 二组", "第1页/共2页"]),
        # A heading of another type inside a paper whose numbers run on.
        ("贫困户脱贫确认书", ["续前页", "第2页/共2页"]),
        photos,
        ("", ["续页", "第2页 共2页"]),
        ("", ["只有字，没有标题", "第 1 页，共 1 页"]),
    ]
    put(box, "一批.pdf", shoebox.pdf(*pages))
    papers, _ = cuts(box)
    assert [(first, last) for first, last, _ in papers] == [(1, 2), (3, 4), (5, 5)]


def test_numbers_that_run_through_a_whole_bundle_cut_nothing(box):
    pages = [("", ["正文", f"第{number}页/共3页"]) for number in (1, 2, 3)]
    put(box, "一批.pdf", shoebox.pdf(*pages))
    papers, _ = cuts(box)
    assert [(first, last) for first, last, _ in papers] == [(1, 3)]


def test_the_last_word_of_a_long_title_begins_a_paper(box):
    card = ("城乡居民基本医疗保险参保凭证", ["户主：苗春生 二组", "2018年1月2日"])
    slip = ("种养业到户验收单", ["户主：苗春生 二组", "2018年5月2日"])
    put(box, "一批.pdf", shoebox.pdf(APPLICATION, card, slip))
    papers, _ = cuts(box)
    assert [(first, last, kind) for first, last, kind in papers] == [
        (1, 1, "H12"),
        (2, 2, "H33"),
        (3, 3, "H28"),
    ]


ANNEX = "附件3："


def form(title, holder, key):
    return PageText(f"{ANNEX}\n{title}\n户主：{holder}　户编号：{key}", title, "text", headed=True)


def test_a_form_of_a_household_under_its_annex_number_begins_a_paper():
    pages = [
        form("结对帮扶登记表", "苗春生", "0102"),
        PageText("（续表）", "（续表）", "text"),
        form("贫困户扶贫手册", "苗春生", "0102"),
    ]
    assert [(p.first, p.last) for p in split(JUDGE, pages, "a").pieces] == [(1, 2), (3, 3)]


def test_an_annex_that_names_nobody_stays_with_its_letter():
    letter = "关于做好排查工作的通知"
    pages = [
        PageText(f"{letter}\n柳溪镇人民政府\n2020年3月1日", letter, "text", headed=True),
        PageText(f"{ANNEX}\n入户调查表\n户主：", "入户调查表", "text", headed=True),
    ]
    assert len(split(JUDGE, pages, "a").pieces) == 1


def notice(title, day, before=""):
    text = f"{before}{title}\n公示七天。\n柳溪镇大湾村村民委员会\n{day}"
    return PageText(text, title, "text", headed=True)


def test_a_notice_under_an_annex_number_is_a_paper_behind_a_dated_one_only():
    annex = notice("关于拟脱贫户的公示", "2018年6月1日", f"{ANNEX}\n")
    first = notice("大湾村贫困户名单公示", "2014年6月1日")
    assert len(split(JUDGE, [first, annex], "a").pieces) == 2
    open_ended = replace(first, text="大湾村贫困户名单公示\n公示七天。")
    assert len(split(JUDGE, [open_ended, annex], "a").pieces) == 1


def test_two_notices_of_one_kind_are_cut_where_the_first_is_dated():
    pages = [
        notice("大湾村贫困户名单公示", "2014年6月1日"),
        PageText("（续表）", "（续表）", "text"),
        notice("关于新增贫困户的公示", "2015年6月1日"),
    ]
    assert [(p.first, p.last) for p in split(JUDGE, pages, "a").pieces] == [(1, 2), (3, 3)]


def test_the_same_heading_again_or_a_list_without_a_date_is_no_new_paper():
    first = notice("大湾村贫困户名单公示", "2014年6月1日")
    listed = PageText("贫困户公示名单\n苗春生", "贫困户公示名单", "text", headed=True)
    assert len(split(JUDGE, [first, first], "a").pieces) == 1
    assert len(split(JUDGE, [first, listed], "a").pieces) == 1
