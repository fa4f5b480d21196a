"""template check, template fields, render and booklet as a user calls them."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from docgen.resources import template


def word_file(path, *paragraphs):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(path)
    return path


def text_of(path):
    return "\n".join(paragraph.text for paragraph in Document(path).paragraphs)


def test_a_good_template_has_no_faults(docgen, tmp_path):
    path = word_file(tmp_path / "告知书.docx", "{{ 户主姓名 }}：您好")
    answer = docgen("template", "check", path)
    assert answer.code == 0
    assert "没有错误" in answer.out


def test_faults_are_told_with_place_and_words(docgen, tmp_path):
    path = word_file(tmp_path / "告知书.docx", "好", "{{ 户主姓名 |没有这个 }} {{ 未完")
    answer = docgen("template", "check", path, "--json")
    assert answer.code == 1
    assert answer.object["faults"]
    for fault in answer.object["faults"]:
        assert set(fault) == {"part", "place", "excerpt", "message", "nearest"}


@pytest.mark.parametrize("kind", ["plan", "checklist", "summary"])
def test_packaged_templates_are_good(docgen, kind):
    assert docgen("template", "check", template("docx", f"{kind}.docx")).code == 0


def test_a_field_that_a_product_does_not_have_is_a_fault(docgen, tmp_path):
    path = word_file(tmp_path / "我的.docx", "{{ 户主姓各 }}")
    assert docgen("template", "check", path).code == 0
    answer = docgen("template", "check", path, "--kind", "plan", "--json")
    assert answer.code == 1
    assert answer.object["faults"][0]["nearest"] == "户主姓名"


def test_fields_of_a_product(docgen):
    assert "户主姓名" in docgen("template", "fields", "plan", "--json").object["fields"]
    assert "脱贫户户数" in docgen("template", "fields", "summary").out.split()


def test_fields_of_every_product_have_an_example(docgen):
    found = docgen("template", "fields", "--json").object["kinds"]
    assert {"plan", "checklist", "summary"} <= set(found)
    assert found["plan"]["户主姓名"]
    assert found["plan"] == docgen("template", "fields", "plan", "--json").object["examples"]
    assert {"plan.docx", "户主姓名", "summary.docx"} <= set(
        docgen("template", "fields").out.split()
    )


def test_a_file_that_is_no_word_file_is_4(docgen, tmp_path):
    (tmp_path / "a.docx").write_text("no")
    assert docgen("template", "check", tmp_path / "a.docx").code == 4
    assert docgen("template", "check", tmp_path / "none.docx").code == 4


@pytest.fixture
def letter(tmp_path):
    return word_file(tmp_path / "告知书.docx", "{{ 户主姓名 }}：补助{{ 金额 }}元")


def test_render_one_document_a_row_of_a_workbook(docgen, tmp_path, letter):
    book = openpyxl.Workbook()
    for row in (["花名册"], ["户主姓名", "金额"], ["王一", 100], ["李二", None]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    answer = docgen("render", letter, tmp_path / "名单.xlsx", "-o", tmp_path / "出", "--json")
    assert answer.code == 0
    assert [gap["field"] for gap in answer.object["gaps"]] == ["金额"]
    texts = [text_of(path) for path in sorted((tmp_path / "出").iterdir())]
    assert texts == ["王一：补助100元", "李二：补助【缺：金额】元"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", 300], "合计行"),
        ([2, "小计", 300], "合计行"),
        (["总计：2户", None], "合计行"),
        (["填表人：王一", None], "表尾"),
        (["备注：本表一式两份。", None], "表尾"),
    ],
)
def test_a_total_or_a_remark_below_a_list_is_nobody(docgen, tmp_path, letter, row, reason):
    numbered = len(row) == 3
    book = openpyxl.Workbook()
    for one in (["户主姓名", "金额"], ["王一", 100], ["李计", 200]):
        book.active.append([("序号" if one[0] == "户主姓名" else 1), *one] if numbered else one)
    book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    answer = docgen("render", letter, tmp_path / "名单.xlsx", "-o", tmp_path / "出", "--json")
    assert sorted(map(text_of, (tmp_path / "出").iterdir())) == [
        "李计：补助200元",
        "王一：补助100元",
    ]
    (told,) = answer.object["aside"]
    assert reason in told
    assert "4" in told


def test_render_from_json_with_names_and_strict(docgen, tmp_path, letter):
    data = [{"户主姓名": "王一", "金额": 100}, {"户主姓名": "李二"}]
    (tmp_path / "d.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    words = ["render", letter, tmp_path / "d.json", "-o", tmp_path / "出"]
    answer = docgen(*words, "--name", "{{户主姓名}}_告知书", "--strict")
    assert answer.code == 6
    assert [path.name for path in (tmp_path / "出").iterdir()] == ["王一_告知书.docx"]
    assert "李二" in answer.out or "2" in answer.out


@pytest.fixture
def families(tmp_path):
    """Two homes; of their members one is of no home, and one sheet has nothing to do with them."""
    book = openpyxl.Workbook()
    sheets = {
        "农户": [["编号", "户主姓名", "占比"], [1, "王一", 0.123], ["2", "李二", 12.3]],
        "成员": [["姓名", "编号"], ["王一", 1], ["王小", 1], ["无家", 9], ["无号", None]],
        "备忘": [["事项", "日期"], ["交表", "周五"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book["农户"]["C2"].number_format = '0.0"成"%'
    book["农户"]["C3"].number_format = '0.0"%"'
    book.save(tmp_path / "农户.xlsx")
    return tmp_path / "农户.xlsx"


def test_further_sheets_are_lists_of_the_records_they_name(docgen, tmp_path, families):
    words = "{{ 户主姓名 }}{% for 人 in 成员 %}，{{ 人.姓名 }}{% endfor %}"
    path = word_file(tmp_path / "名单.docx", words)
    answer = docgen("render", path, families, "-o", tmp_path / "出", "--json", "--trace")
    assert [text_of(one) for one in sorted((tmp_path / "出").iterdir())] == [
        "王一，王一，王小",
        "李二",
    ]
    assert answer.object["aside"] == [
        "工作表“成员”第4行没有用到：第一张表里没有这个编号。",
        "工作表“成员”第5行没有用到：第一张表里没有这个编号。",
        "工作表“备忘”没有用到：它没有一列与第一张表同名。",
    ]
    traced = docgen("trace", tmp_path / "出" / "名单_1.docx", "王小")
    assert "农户.xlsx 成员 A3" in traced.out


def test_a_cell_that_shows_a_percentage_is_read_as_it_shows(docgen, tmp_path, families):
    path = word_file(tmp_path / "占.docx", "{{ 占比|百分比 }}")
    docgen("render", path, families, "-o", tmp_path / "出")
    assert [text_of(one) for one in sorted((tmp_path / "出").iterdir())] == ["12.3%", "12.3%"]


def test_gaps_are_told_by_field(docgen, tmp_path, letter):
    data = [{"户主姓名": f"王{number}"} for number in range(3)]
    (tmp_path / "d.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    answer = docgen("render", letter, tmp_path / "d.json", "-o", tmp_path / "出")
    assert "缺：金额，3 处，先见于 告知书_1.docx（正文 第1段）" in answer.out


def test_of_many_fields_that_are_missing_ten_are_told(docgen, tmp_path):
    path = word_file(tmp_path / "多.docx", *(f"{{{{ 字段{one} }}}}" for one in range(12)))
    (tmp_path / "d.json").write_text('[{"甲": 1}]', encoding="utf-8")
    answer = docgen("render", path, tmp_path / "d.json", "-o", tmp_path / "出")
    assert answer.out.count("缺：") == 10
    assert "另有 2 项" in answer.out


@pytest.mark.parametrize("text", ["", "[", "[]", "3", "[1]", '{"a": }'])
def test_data_that_is_none_is_4(docgen, tmp_path, letter, text):
    (tmp_path / "d.json").write_text(text, encoding="utf-8")
    answer = docgen("render", letter, tmp_path / "d.json", "-o", tmp_path / "出")
    assert answer.code == 4
    assert not (tmp_path / "出").exists()


def small_pages(path, count):
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(105 / 25.4 * 72, 148 / 25.4 * 72)
    buffer = BytesIO()
    writer.write(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def test_booklet_lies_beside_the_file_and_leaves_it(docgen, tmp_path):
    path = small_pages(tmp_path / "书.pdf", 10)
    before = path.read_bytes()
    answer = docgen("booklet", path)
    assert answer.code == 0
    assert path.read_bytes() == before
    assert len(PdfReader(tmp_path / "书_拼版.pdf").pages) == 4


def test_booklet_never_overwrites_its_source(docgen, tmp_path):
    path = small_pages(tmp_path / "书.pdf", 4)
    before = path.read_bytes()
    assert docgen("booklet", path, "-o", path).code == 2
    assert path.read_bytes() == before


def test_booklet_of_something_else_is_4(docgen, tmp_path):
    (tmp_path / "a.pdf").write_text("no")
    assert docgen("booklet", tmp_path / "a.pdf").code == 4
    assert docgen("booklet", tmp_path / "none.pdf").code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_copy_with_comments_at_the_faults(docgen, tmp_path):
    path = word_file(tmp_path / "告知书.docx", "好", "{{ 户主姓名 |没有这个 }}")
    answer = docgen("template", "check", path, "-o", tmp_path / "改.docx")
    assert answer.code == 1
    (comment,) = Document(tmp_path / "改.docx").comments
    assert "没有这个" in comment.text
    assert docgen("template", "check", path, "-o", tmp_path).code == 1
    assert (tmp_path / "告知书_检查.docx").exists()


def test_fields_have_examples(docgen):
    examples = docgen("template", "fields", "plan", "--json").object["examples"]
    assert examples["户主姓名"]
    assert examples["成员.姓名"]


def test_loop_over_a_field_that_is_no_list(docgen, tmp_path):
    path = word_file(tmp_path / "我的.docx", "{% for 人 in 户主姓名 %}{% endfor %}")
    answer = docgen("template", "check", path, "--kind", "plan", "--json")
    assert "不是列表" in answer.object["faults"][0]["message"]


def traced(tmp_path, docgen, *options):
    book = openpyxl.Workbook()
    book.active.title = "农户"
    for row in (["名单"], ["户主", "人口"], ["张三", 3], ["李四", 5]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    form = word_file(tmp_path / "卡.docx", "{{ 户主 }}家{{ 人口 }}人")
    return docgen("render", form, tmp_path / "名单.xlsx", "-o", tmp_path / "出", *options)


def test_trace_tells_the_cell_of_a_value(docgen, tmp_path):
    assert traced(tmp_path, docgen, "--trace", "--name", "{户主}").code == 0
    answer = docgen("trace", tmp_path / "出" / "李四.docx", "5人")
    assert answer.code == 0
    assert "名单.xlsx 农户 B4" in answer.out
    found = docgen("trace", tmp_path / "出" / "张三.docx", "3人", "--json").object
    assert found["values"][0]["source"] == "名单.xlsx 农户 B3"
    assert docgen("trace", tmp_path / "出" / "李四.docx", "没有").code == 4
    assert docgen("trace", tmp_path / "没有.docx", "3").code == 4


def test_without_trace_the_document_knows_nothing(docgen, tmp_path):
    traced(tmp_path, docgen, "--name", "{户主}")
    answer = docgen("trace", tmp_path / "出" / "李四.docx", "5人")
    assert (answer.code, answer.out) == (4, "")


def test_one_file_to_print(docgen, tmp_path):
    assert traced(tmp_path, docgen, "--volume").code == 0
    came = Document(tmp_path / "出" / "卡_全部.docx")
    assert [p.text for p in came.paragraphs] == ["张三家3人", "李四家5人"]
    assert len(came.sections) == 2
