"""The title of a page or file, however it is set and whatever stands before it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from docgen.archive.lines import SAME_ON_SCANS, Line, title_of
from docgen.archive.packages import text_of

TITLE = "贫困户入户调查表"
BODY = ["户主姓名：某某", "家庭成员情况如下", "二〇一四年五月"]


def page(*sizes_and_lines):
    count = len(sizes_and_lines)
    return [Line(text, size, n / count / 2) for n, (size, text) in enumerate(sizes_and_lines)]


def test_a_title_over_three_lines_is_one():
    lines = [(18, "平岭县柳溪镇"), (18, "建档立卡贫困户"), (18, "信息采集表"), (12, "户主：某某")]
    assert title_of(page(*lines)) == ("平岭县柳溪镇建档立卡贫困户信息采集表", True)


def test_on_a_page_of_few_lines_the_title_still_stands_out():
    lines = [(20, "拟脱贫户名单"), (20, "公示"), (12, "公示七天。"), (12, "村委会")]
    assert title_of(page(*lines)) == ("拟脱贫户名单公示", True)


def test_a_page_of_one_size_with_a_small_foot_has_no_title_that_stands_out():
    lines = [(12, f"第{n}户的情况说明如下") for n in range(8)]
    assert title_of(page(*lines, (9, "注：另见附表")))[1] is False


def test_on_a_scan_heights_of_one_title_differ_a_little():
    lines = page((20, "关于下达2019年财政专"), (18.2, "项资金的通知"), (12, "各村："))
    assert title_of(lines)[0] == "关于下达2019年财政专"
    assert title_of(lines, SAME_ON_SCANS)[0] == "关于下达2019年财政专项资金的通知"


def test_text_as_large_as_its_title_is_no_part_of_it():
    lines = page((20, "监测对象公示"), (19.5, "经村民代表评议，拟纳入某户，"), (19.5, "公示5天。"))
    assert title_of(lines, SAME_ON_SCANS)[0] == "监测对象公示"
    lines = page((20, "信息采集表"), (20, "户主：某某"), (12, "二组"), (12, "住房"), (12, "饮水"))
    assert title_of(lines)[0] == "信息采集表"


def test_a_place_alone_is_no_title():
    lines = page((18, "平岭县柳溪镇"), (15, TITLE), (12, "户主：某某"), (12, "二组"))
    assert title_of(lines)[0] == f"平岭县柳溪镇{TITLE}"


@pytest.mark.parametrize(
    "before", ["附件3：", "附件二", "附表1", "编号：03-017", "档 号：", "表号:A-2", "户编号：H2-8"]
)
def test_what_only_announces_a_title_is_none(before):
    flat = [(12, before), (12, TITLE), *((12, line) for line in BODY)]
    assert title_of(page(*flat))[0] == TITLE
    joined = [(20, f"{before} {TITLE}"), *((12, line) for line in BODY)]
    assert title_of(page(*joined))[0] == TITLE


def test_a_title_that_begins_like_an_announcement_stays():
    assert title_of(page((20, "编号登记簿"), (12, "某某")))[0] == "编号登记簿"
    assert title_of(page((20, "附件"), (12, "某某"), (12, "某某")))[0] == "附件"


def word(*, by_style=False, size=None, centred=False, before=""):
    document = Word()
    if before:
        document.add_paragraph(before)
    if by_style:
        document.add_heading(TITLE, 0)
    else:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(TITLE)
        if size:
            run.font.size = Pt(size)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in BODY:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "how",
    [
        {"by_style": True, "before": "石门坎乡表册"},
        {"size": 22, "before": "石门坎乡表册"},
        {"centred": True, "before": "石门坎乡表册"},
        {"before": "附件2"},
        {"before": "编号：03-017"},
    ],
)
def test_the_title_of_a_word_file_is_known_by_style_size_or_place(how):
    assert text_of("docx", word(**how))[1] == TITLE


def test_the_title_of_a_workbook_is_the_row_that_holds_one_cell():
    book = openpyxl.Workbook()
    for row in (["附件1"], [TITLE], ["序号", "户主"], [1, "某某"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    assert text_of("xlsx", buffer.getvalue())[1] == TITLE


def test_the_title_of_a_text_is_its_first_line_that_announces_nothing():
    assert text_of("txt", f"附件1\n{TITLE}\n某某".encode())[1] == TITLE
