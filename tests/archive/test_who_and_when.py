"""Whose paper and of which year: strong evidence decides, equal candidates are shown."""

from __future__ import annotations

import pytest
import shoebox
from hypothesis import given
from hypothesis import strategies as st

from docgen.archive.dates import when_of
from docgen.archive.who import owner_of, roster_of
from docgen.model import Household, Ledger

ROSTER = roster_of(shoebox.ledger())
MIAO = shoebox.id_of("19710812", 3)


def owner(text="", name="", folders=()):
    return owner_of(ROSTER, text=text, name=name, folders=folders)


@pytest.mark.parametrize(
    "text",
    [
        f"证件号码：{MIAO}",
        f"身份证号 {MIAO[:6]}********{MIAO[-4:]}",
        "户主姓名：苗春生　村民小组：二组",
        "户编号：0102",
        "申请人：苗 春 生",
        "因故不能到场。\n苗春生\n2019年3月2日",
    ],
)
def test_a_household_is_found_surely(text):
    found = owner(text)
    assert (found.household, found.sure) == ("0102", True)


@pytest.mark.parametrize(
    "text",
    ["本人苗春生，家住大湾村二组。", "我叫苗春生，今年五十岁。", "申请人（签字）：苗春生"],
)
def test_who_speaks_of_himself_in_a_letter_is_its_owner(text):
    found = owner(text)
    assert (found.household, found.sure) == ("0102", True)


STROKES = roster_of(
    Ledger(
        households=tuple(
            Household(id=key, householder=name, village=village, group="二组")
            for key, name, village in (
                ("03-017", "田茂林", "半坡寨村"),
                ("H2-8", "杨秀英", "半坡寨村"),
                ("H4-8", "杨秀英", "大石坳村"),
                ("2-5", "吴明", "大石坳村"),
            )
        )
    )
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("户03-017资料", "03-017"),
        ("扫描-03-017-1", "03-017"),
        ("H2-8 贫困户申请", "H2-8"),
        ("2019-03-017", ""),
        ("2019-2-5", ""),
        ("第2-5页", ""),
    ],
)
def test_a_number_with_a_stroke_is_found_in_names_and_a_day_is_none(name, key):
    assert owner_of(STROKES, text="", name=name).household == key


def test_two_of_one_name_and_group_are_told_apart_by_their_village():
    found = owner_of(STROKES, text="户主：杨秀英　大石坳村二组", name="")
    assert (found.household, found.sure) == ("H4-8", True)
    assert owner_of(STROKES, text="户主：杨秀英　二组", name="").household == ""


def test_an_id_with_a_wrong_check_digit_is_not_believed():
    wrong = MIAO[:-1] + ("0" if MIAO[-1] != "0" else "1")
    assert owner(f"证件号码：{wrong}").household == ""


def test_two_householders_of_one_name_are_told_apart_by_their_group():
    assert owner("户主：罗广才 三组").household == "0104"
    assert owner("户主：罗广才 一组").household == "0101"


def test_two_householders_of_one_name_without_a_group_are_both_shown():
    found = owner("户主：罗广才")
    assert found.household == ""
    assert set(found.candidates) == {"0101", "0104"}


def test_a_member_leads_to_the_household():
    assert owner("学生姓名：苗小禾").household == "0102"


def test_a_name_only_mentioned_is_not_sure():
    found = owner("走访时遇见樊玉梅，谈了一会儿收成的事情。\n一\n二\n三\n四\n五")
    assert (found.household, found.sure) == ("0103", False)


def test_many_householders_make_a_paper_of_the_village():
    text = "\n".join(f"证件号码：{shoebox.id_of(b, o)}" for _, _, _, b, o, _ in shoebox.PEOPLE)
    assert owner(text).many


def test_folder_and_file_names_count():
    assert owner(name="苗春生 户口簿").household == "0102"
    assert owner(folders=("户档", "0103 樊玉梅")).household == "0103"
    assert owner(name="三组罗广才申请").household == "0104"


@given(st.text(max_size=300))
def test_any_text_gives_an_answer(text):
    found = owner(text, text[:20], (text[:9],))
    assert found.household in {"", *ROSTER.households}


def when(title="", text="", name="", folders=()):
    found = when_of(title=title, text=text, name=name, folders=folders, latest=2027)
    return found.year, found.day


def test_an_explicit_year_wins_over_everything():
    text = "2019年度收入核算表\n项目 金额\n2020年1月9日"
    assert when("2019年度收入核算表", text, "2021", ("2022",)) == (2019, "20200109")


def test_then_the_closing_date_then_folder_then_name():
    assert when(text="正文\n二〇一六年五月四日", folders=("2019",), name="2020") == (
        2016,
        "20160504",
    )
    assert when(text="正文", folders=("2019年", "杂"), name="2020") == (2019, "")
    assert when(name="IMG_20200408_103000") == (2020, "20200408")
    assert when(name="扫描0012") == (None, "")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2018年11月2日", "20181102"),
        ("2018-11-02", "20181102"),
        ("2018.11.2", "20181102"),
        ("2018 年 11 月 2 日", "20181102"),
        ("２０１８年１１月２日", "20181102"),
        ("2018年13月2日", ""),
        ("2018年2月30日", ""),
        ("出生日期：2011年11月2日", ""),
        ("有效期至2033年1月1日", ""),
        ("2018年十一月二十日", "20181120"),
    ],
)
def test_closing_dates_in_many_styles(line, day):
    assert when(text=f"正文\n{line}")[1] == day


def test_a_month_without_a_day_gives_the_year_alone():
    assert when(text="正文\n2016年3月") == (2016, "")


def test_years_of_the_future_and_of_long_ago_are_not_believed():
    assert when(text="正文\n2099年1月1日") == (None, "")
    assert when(text="正文\n1901年1月1日") == (None, "")


def test_a_word_on_the_line_above_does_not_take_the_closing_date_away():
    text = "借款金额 期限\n2018年5月17日"
    assert when_of(title="", text=text, name="", folders=(), latest=2027).day == "20180517"
    text = "本证有效期限至2030年1月1日"
    assert when_of(title="", text=text, name="", folders=(), latest=2031).day == ""
