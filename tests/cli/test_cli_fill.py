"""docgen fill as a user calls it."""

from __future__ import annotations

import openpyxl


def form(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_form_is_filled_and_what_is_open_is_told(docgen, village, tmp_path):
    path = form(tmp_path / "空表.xlsx", ("总户数", None, "最高的山", None))
    answer = docgen("-C", village, "fill", path)
    assert answer.code == 0
    assert "填表说明" in answer.out
    assert "有 1 格留空" in answer.out
    sheet = openpyxl.load_workbook(village / "输出" / "填表" / "空表.xlsx").active
    assert sheet["B1"].value == 40
    assert sheet["D1"].value is None


def test_json_lists_the_documents_with_the_cells_left_open(docgen, village, tmp_path):
    path = form(tmp_path / "空表2.xlsx", ("总户数", None, "最高的山", None))
    told = docgen("-C", village, "fill", path, "--json").object
    assert [one["kind"] for one in told["documents"]] == ["form", "form"]
    assert told["documents"][0]["gaps"] == [{"field": "最高的山", "place": "Sheet D1"}]


def test_a_dry_run_writes_nothing(docgen, village, tmp_path):
    path = form(tmp_path / "空表3.xlsx", ("总户数", None))
    assert docgen("-C", village, "fill", path, "-n").code == 0
    assert not (village / "输出" / "填表" / "空表3.xlsx").exists()
    assert not (village / "记录" / "填表对照" / "空表3.toml").exists()


def test_another_kind_of_file_is_one_sentence(docgen, village, tmp_path):
    path = tmp_path / "表.xls"
    path.write_bytes(b"")
    answer = docgen("-C", village, "fill", path)
    assert answer.code == 4
    assert "另存为 .xlsx" in answer.err


def test_a_form_that_is_not_there_is_told_as_such(docgen, village, tmp_path):
    answer = docgen("-C", village, "fill", tmp_path / "没有.xlsx")
    assert answer.code == 4
    assert "没有这个文件：没有.xlsx" in answer.err
    assert "另存" not in answer.err, "that would be the remedy of a broken file"
