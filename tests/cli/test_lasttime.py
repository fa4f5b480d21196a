"""The comparison with the check of the ledger before: on the screen only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.cli import language, lasttime
from docgen.findings import Finding, Severity
from docgen.folder import Folder, Settings

ONE = Finding("R025", Severity.error, "台账/a.xlsx", "户信息", "F12", "空", "填", household="H1")
TWO = replace(ONE, household="H2", cell="F13")
THREE = replace(ONE, household="H3", cell="F14")


@pytest.fixture
def folder(tmp_path):
    language.speak("zh")
    (tmp_path / "台账").mkdir()
    ledger(tmp_path, "1")
    return Folder(tmp_path, Settings())


def ledger(root, text):
    (root / "台账" / "a.csv").write_text(text, encoding="utf-8")


def after(folder, text, *findings, keep=True):
    ledger(folder.root, text)
    return lasttime.compare(folder, findings, keep=keep)


def test_the_first_check_has_nothing_to_compare_with(folder):
    assert after(folder, "1", ONE, TWO) == ""
    assert after(folder, "1", ONE, TWO) == ""


def test_fewer_and_more_and_the_same(folder):
    after(folder, "1", ONE, TWO, THREE)
    assert after(folder, "2", ONE) == "比上次少了 2 处（不再出现 2 处，新出现 0 处）。"
    assert after(folder, "3", TWO, THREE) == "比上次多了 1 处（不再出现 1 处，新出现 2 处）。"
    assert after(folder, "4", ONE, TWO) == "和上次一样多（不再出现 1 处，新出现 1 处）。"
    assert after(folder, "5", ONE, TWO) == "和上次的问题一样。"


def test_checking_the_same_ledger_again_says_the_same(folder):
    after(folder, "1", ONE, TWO)
    first = after(folder, "2", ONE)
    assert first
    assert after(folder, "2", ONE) == first
    assert after(folder, "2", ONE) == first


def test_a_row_that_moved_is_the_same_finding(folder):
    after(folder, "1", ONE, TWO)
    assert after(folder, "2", replace(ONE, cell="F80"), TWO) == "和上次的问题一样。"


def test_a_dry_run_compares_and_records_nothing(folder):
    after(folder, "1", ONE, TWO)
    record = folder.cache / lasttime.NAME
    bytes_before = record.read_bytes()
    assert after(folder, "2", ONE, keep=False).startswith("比上次少了 1 处")
    assert record.read_bytes() == bytes_before


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"docgen": "0", "runs": [null, null]}', '{"docgen": 1, "runs": 3}'],
)
def test_a_damaged_or_deleted_record_only_loses_the_comparison(folder, text):
    after(folder, "1", ONE, TWO)
    (folder.cache / lasttime.NAME).write_text(text, encoding="utf-8")
    assert after(folder, "2", ONE) == ""
    (folder.cache / lasttime.NAME).unlink()
    assert after(folder, "3", ONE) == ""


def test_a_record_of_other_things_is_not_used(folder):
    after(folder, "1", ONE)
    path = folder.cache / lasttime.NAME
    path.write_text(path.read_text(encoding="utf-8").replace(": 1}", ": -1}"), encoding="utf-8")
    assert after(folder, "2", ONE, TWO) == ""


def test_the_record_names_nobody(folder):
    after(folder, "1", replace(ONE, person="李桂花"))
    text = (folder.cache / lasttime.NAME).read_text(encoding="utf-8")
    assert "李桂花" not in text
    assert "H1" not in text


def test_check_says_it_on_the_screen_and_in_no_product(docgen, small):
    path = small / "输出" / "检查" / "检查结果.xlsx"
    assert "上次" not in docgen("-C", small, "check").out
    (small / "台账" / "说明.csv").write_text("户编号,户主姓名\n", encoding="utf-8")
    told = docgen("-C", small, "check")
    written = path.read_bytes()
    assert "上次" in told.out
    assert "上次" not in docgen("-C", small, "check", "--json").out
    assert "上次" not in docgen("-C", small, "check", "--only", "一组").out
    (small / ".docgen" / lasttime.NAME).unlink()
    assert "上次" not in docgen("-C", small, "check").out
    assert path.read_bytes() == written
