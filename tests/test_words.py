"""Words on paper: formats, masking, names of files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import words


@pytest.mark.parametrize(
    ("day", "household", "work"),
    [
        (date(2016, 5, 1), "贫困户", "脱贫攻坚"),
        (date(2020, 12, 31), "贫困户", "脱贫攻坚"),
        (date(2021, 1, 1), "脱贫户", "巩固拓展脱贫攻坚成果同乡村振兴有效衔接"),
        (date(2026, 1, 1), "脱贫户", "常态化精准帮扶"),
        (date(2031, 1, 1), "脱贫户", "常态化精准帮扶"),
    ],
)
def test_a_document_uses_the_words_of_its_period(day: date, household: str, work: str) -> None:
    assert words.terms(day).household == household
    assert words.terms(day).work == work


def test_a_date_has_no_leading_zero() -> None:
    assert words.date_text(date(2026, 6, 3)) == "2026年6月3日"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1234567.50"), "1,234,567.5"),
        (Decimal("0.005"), "0.01"),
        (Decimal("-1234.5"), "-1,234.5"),
        (Decimal("-0.5"), "-0.5"),
        (Decimal("-0.001"), "0"),
        (0, "0"),
        (Decimal("1E+3"), "1,000"),
    ],
)
def test_yuan(amount: Decimal | int, text: str) -> None:
    assert words.yuan_text(amount) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1002, "一千零二"),
        (9999, "九千九百九十九"),
    ],
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert words.chinese_number(number) == text


def test_an_id_inside_a_sentence_is_masked() -> None:
    text = words.mask_text("李桂花999201196303072318，电话13900001234，卡6222021234567890123")
    assert text == "李桂花999201********2318，电话139****1234，卡***************0123"


def test_a_disability_id_is_masked_whole() -> None:
    assert "19630307" not in words.mask_text("99920119630307231843")


@pytest.mark.parametrize(
    "number", ["1390000123", "139000012345", "139 0000 1234", "139-0000-1234", "999201630307231"]
)
def test_a_number_that_is_nearly_one_is_masked_too(number: str) -> None:
    assert words.mask_value(f"电话{number}。") == f"电话{'*' * (len(number) - 4)}{number[-4:]}。"


def test_plain_numbers_stay() -> None:
    assert (
        words.mask_text("人均纯收入12345.67元，2026年6月30日")
        == "人均纯收入12345.67元，2026年6月30日"
    )


@given(st.text(max_size=200))
def test_a_safe_name_is_taken_by_every_file_system(text: str) -> None:
    name = words.safe_name(text)
    assert 0 < len(name) <= words.NAME_LIMIT
    assert not set(name) & set('\\/:*?"<>|\n\r\t\0')
    assert name == name.strip(" ")
    assert not name.endswith(".")
    assert name.partition(".")[0].upper() not in words.RESERVED_NAMES


def test_a_long_name_keeps_its_ending() -> None:
    assert words.safe_name("长" * 200 + ".docx").endswith("长.docx")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王强", "王　强"),
        ("王强", " 王 强 "),
        ("王强", "王\u200b强"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("阿依古丽·买买提", "阿依古丽．买买提"),
        ("Ａ组", "A组"),
    ],
)
def test_one_name_is_written_in_many_ways(one: str, other: str) -> None:
    assert words.same_name(one, other)
    assert words.plain_name(one) == words.plain_name(other)


@pytest.mark.parametrize(("one", "other"), [("王强", "王刚"), (None, None), ("", ""), ("甲", None)])
def test_other_names_and_empty_ones_are_not_the_same(one: str | None, other: str | None) -> None:
    assert not words.same_name(one, other)


def test_two_numbers_show_where_they_differ() -> None:
    pair = words.mask_difference("999201198001010015", "999201198101010015", words.mask_id)
    assert pair == ("999201***0****0015", "999201***1****0015")
    assert words.mask_difference("13900000001", "139", words.mask_phone) == ("139****0001", "*39")


@pytest.mark.parametrize("tail", ["4B", "411B", "411", "45123", "4112B2"])
def test_a_number_of_a_wrong_length_is_still_masked(tail: str) -> None:
    number = "99920119800101123" + tail
    assert number[6:14] not in words.mask_value(number)
