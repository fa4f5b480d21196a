"""Lists for ``docgen render`` whose heads have groups, and whose cells are merged over rows."""

from __future__ import annotations

import openpyxl
import pytest
from test_cli_word import text_of, word_file


def workbook(path, rows, merges=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def printed(docgen, tmp_path, template, rows, merges=()):
    """The texts of the documents in their order, and the answer of the command."""
    letter = word_file(tmp_path / "信.docx", template)
    data = workbook(tmp_path / "名单.xlsx", rows, merges)
    answer = docgen("render", letter, data, "-o", tmp_path / "出", "--json")
    assert answer.code == 0, answer.err
    return [text_of(path) for path in sorted((tmp_path / "出").iterdir())], answer.object


INCOME = "{{ 户主 }}：{{ 工资性 }}+{{ 经营性 }}，{{ 备注 }}"
HEAD = [["户主", "收入", None, "备注"], [None, "工资性", "经营性", None]]
TWO = [["王一", 100, 20, "甲"], ["李二", 200, 30, "乙"]]
READ = ["王一：100+20，甲", "李二：200+30，乙"]


@pytest.mark.parametrize(
    "merges",
    [("A1:A2", "B1:C1", "D1:D2"), ("B1:C1",), (), ("A1:A2", "D1:D2")],
    ids=["all merged", "the group merged", "nothing merged", "the others merged"],
)
def test_a_column_is_called_by_the_lowest_words_of_its_head(docgen, tmp_path, merges):
    texts, answer = printed(docgen, tmp_path, INCOME, [*HEAD, *TWO], merges)
    assert texts == READ
    assert answer["gaps"] == []
    assert answer["aside"] == []


def test_names_under_several_groups_have_the_group_before_them(docgen, tmp_path):
    rows = [
        ["学生", "父亲", None, "母亲", None],
        [None, "姓名", "电话", "姓名", "手机"],
        ["小明", "王一", 1, "李二", 2],
    ]
    words = "{{ 学生 }}：{{ 父亲姓名 }}{{ 电话 }}、{{ 母亲姓名 }}{{ 手机 }}"
    texts, answer = printed(docgen, tmp_path, words, rows, ["A1:A2", "B1:C1", "D1:E1"])
    assert texts == ["小明：王一1、李二2"]
    assert answer["aside"] == []


def test_a_head_of_three_rows_below_a_title_and_a_line_of_notes(docgen, tmp_path):
    rows = [
        ["收入统计表", None, None, None],
        ["填报单位：荷塘村", None, None, "2026年6月30日"],
        ["户主", "收入", None, "备注"],
        [None, "其中", None, None],
        [None, "工资性", "经营性", None],
        *TWO,
    ]
    merges = ["A1:D1", "A3:A5", "B3:C3", "B4:C4", "D3:D5"]
    assert printed(docgen, tmp_path, INCOME, rows, merges)[0] == READ


def test_a_first_row_with_gaps_is_no_second_head(docgen, tmp_path):
    rows = [["户主", "工资性", "经营性", "备注"], ["王一", "无", None, None], TWO[1]]
    texts, answer = printed(docgen, tmp_path, INCOME, rows)
    assert texts[0].startswith("王一：无+【缺")
    assert texts[1] == READ[1]
    assert len(texts) == 2
    assert {gap["field"] for gap in answer["gaps"]} == {"经营性", "备注"}


def test_a_cell_merged_over_rows_is_the_value_of_each(docgen, tmp_path):
    rows = [
        ["户主", "姓名", "年龄"],
        ["王一", "王一", 60],
        [None, "王小", 30],
        ["李二", "李二", 50],
    ]
    words = "{{ 户主 }}家{{ 姓名 }}{{ 年龄 }}"
    texts, answer = printed(docgen, tmp_path, words, rows, ["A2:A3"])
    assert texts == ["王一家王一60", "王一家王小30", "李二家李二50"]
    assert answer["gaps"] == []


def test_empty_rows_under_a_merged_cell_are_no_records(docgen, tmp_path):
    rows = [["户主", "备注"], ["王一", "甲"], [None, None], ["李二", "乙"]]
    texts, _ = printed(docgen, tmp_path, "{{ 户主 }}{{ 备注 }}", rows, ["A2:A3"])
    assert texts == ["王一甲", "李二乙"]


def test_two_columns_of_one_name_are_told_and_the_first_is_used(docgen, tmp_path):
    rows = [["户主", "电话", "电话"], ["王一", 1, 2]]
    texts, answer = printed(docgen, tmp_path, "{{ 户主 }}{{ 电话 }}", rows)
    assert texts == ["王一1"]
    (told,) = answer["aside"]
    assert "电话" in told
    assert "C" in told


def test_the_trace_of_a_merged_cell_is_the_cell_that_holds_it(docgen, tmp_path):
    letter = word_file(tmp_path / "信.docx", "{{ 户主 }}家的{{ 姓名 }}")
    rows = [["户主", "姓名"], ["王一", "王一"], [None, "王小"]]
    data = workbook(tmp_path / "名单.xlsx", rows, ["A2:A3"])
    options = ("-o", tmp_path / "出", "--name", "{姓名}", "--trace")
    assert docgen("render", letter, data, *options).code == 0
    found = docgen("trace", tmp_path / "出" / "王小.docx", "王小", "--json").object
    assert {one["source"].rpartition(" ")[2] for one in found["values"]} == {"B3"}
    found = docgen("trace", tmp_path / "出" / "王小.docx", "王一", "--json").object
    assert {one["source"].rpartition(" ")[2] for one in found["values"]} == {"A2"}
