"""Words on a console: widths, breaks, a GBK stream without colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.cli import screen


def test_chinese_and_ambiguous_signs_take_two_columns():
    assert screen.cells("村a，“") == 2 + 1 + 2 + 2


def test_words_stay_whole_and_points_do_not_begin_a_line():
    assert screen.wrap("检查台账，逐格列出", width=8) == ["检查台", "账，逐格", "列出"]
    assert screen.wrap("docgen check now", width=12) == ["docgen check", "now"]


def test_following_lines_are_indented():
    assert screen.wrap("一二三四五六", indent="  ", width=8) == ["一二三四", "  五六"]


def test_an_unbreakable_word_is_cut_rather_than_too_wide():
    assert screen.wrap("a" * 25, width=10) == ["a" * 10, "a" * 10, "a" * 5]


@given(st.text(alphabet="村户，。（“”ab /-", max_size=120), st.integers(8, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text, width):
    lines = screen.wrap(text, width=width)
    assert all(screen.cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_progress_tells_a_line_a_tenth(capsys):
    step = screen.tenths()
    for done in range(1, 41):
        step("一户一策", done, 40)
    assert len(capsys.readouterr().err.splitlines()) == 10


def test_progress_of_few_items_tells_each(capsys):
    step = screen.tenths()
    for done in (1, 2, 3):
        step("x", done, 3)
    assert len(capsys.readouterr().err.splitlines()) == 3


@pytest.mark.parametrize("command", [["--help"], ["doctor"], ["doctor", "--help"], ["nosuch"], []])
def test_a_gbk_console_of_80_columns_is_enough(process, tmp_path, command):
    answer = process("-C", tmp_path, *command, PYTHONIOENCODING="gbk", COLUMNS="80", NO_COLOR="1")
    for line in (answer.stdout + answer.stderr).decode("gbk").splitlines():
        assert screen.cells(line.rstrip()) <= 80 or str(tmp_path)[:40] in line, line
        assert "\x1b" not in line


def test_a_character_the_console_lacks_does_not_stop_the_work(process, tmp_path):
    answer = process("-C", tmp_path / "𠮷✓", "check", PYTHONIOENCODING="gbk")
    assert answer.returncode in {2, 4}
    assert b"Traceback" not in answer.stderr
