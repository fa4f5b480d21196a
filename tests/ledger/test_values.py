"""Cells of every style become the value they mean, or a finding; never a guess."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheetmaker import HOUSEHOLDS, ledger

from docgen.ledger import dates, numerals
from docgen.ledger.schema import ColumnSpec, code_lists, sheets
from docgen.ledger.values import READERS, Reader, unpadded
from docgen.model import CORE_SHEETS, columns_of


def read(kind, cell, arg="", factor=1):
    return Reader(ColumnSpec("列", kind, arg, False, ()), Decimal(factor))(cell)


def trouble(kind, cell, arg=""):
    found = read(kind, cell, arg)[1]
    return found[0] if found else None


JUNE_30 = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-6-30", JUNE_30),
        ("2024-06-30", JUNE_30),
        ("2024/6/30", JUNE_30),
        ("2024.6.30", JUNE_30),
        ("2024．6．30", JUNE_30),
        ("２０２４－０６－３０", JUNE_30),
        ("20240630", JUNE_30),
        (20240630, JUNE_30),
        (20240630.0, JUNE_30),
        ("2024年6月30日", JUNE_30),
        ("2024年06月30号", JUNE_30),
        ("2024 年 6 月 30 日", JUNE_30),
        ("2024-06-30 00:00:00", JUNE_30),
        ("2024-06-30T08:15:00", JUNE_30),
        ("2024/6/30 星期日", JUNE_30),
        (45473, JUNE_30),
        ("45473", JUNE_30),
        (45473.5, JUNE_30),
        (datetime(2024, 6, 30, 8, 30), JUNE_30),  # noqa: DTZ001
        (JUNE_30, JUNE_30),
        ("二〇二四年六月三十日", JUNE_30),
        ("二○二四年六月三十日", JUNE_30),
        ("二零二四年十一月", date(2024, 11, 1)),
        ("二〇二四年六月", date(2024, 6, 1)),
        ("2024年6月", date(2024, 6, 1)),
        ("2024.6", date(2024, 6, 1)),
        ("202406", date(2024, 6, 1)),
        (202406, date(2024, 6, 1)),
        ("至今", None),
        ("长期", None),
        ("", None),
        ("/", None),
        ("无", None),
    ],
)
def test_dates(cell, day):
    assert read("date", cell) == (day, None)


@pytest.mark.parametrize(
    "cell",
    [
        "2024.6.31",
        "2024-02-30",
        "20240230",
        "2023年2月29日",
        20240231,
        "2024-13-01",
        "二〇二四年十三月",
    ],
)
def test_days_that_do_not_exist(cell):
    assert read("date", cell)[0] is None
    assert trouble("date", cell) == "E102"


@pytest.mark.parametrize(
    "cell",
    [
        "去年",
        "24.6.30",
        "6月30日",
        "2024",
        7,
        3.14,
        "约2024年",
        "2024-6-30至2024-7-1",
        "1/2/2024",
        True,
    ],
)
def test_texts_that_are_no_day(cell):
    assert read("date", cell)[0] is None
    assert trouble("date", cell) == "E103"


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_every_style_of_a_day_means_the_day(day):
    styles = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
    assert {dates.parse(day.strftime(style)) for style in styles} == {day}


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text):
    for kind in READERS:
        value, found = read(kind, text, "与户主关系")
        assert found is None or found[0][0] in "EW"
        assert value is None or isinstance(value, (str, int, Decimal, date))


@given(st.floats() | st.integers(-(10**30), 10**30))
def test_no_number_breaks_a_reader(number):
    for kind in READERS:
        read(kind, number, "与户主关系")


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1200, "1200"),
        (1200.0, "1200"),
        (0.1 + 0.2, "0.3"),
        ("1,234.50", "1234.5"),
        ("１，２３４", "1234"),
        ("3000元", "3000"),
        ("￥3000", "3000"),
        ("12.5亩", "12.5"),
        (" 12 ", "12"),
        ("-5", "-5"),
        (0, "0"),
    ],
)
def test_amounts(cell, amount):
    assert read("money", cell) == (Decimal(amount), None)


@pytest.mark.parametrize(
    ("cell", "amount"), [("1.2万", "12000"), ("1.2万元", "12000"), ("0.03亿", "3000000")]
)
def test_amounts_written_with_wan_are_read_and_said(cell, amount):
    assert read("money", cell)[0] == Decimal(amount)
    assert trouble("money", cell) == "W101"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("壹仟", "1000"),
        ("叁仟伍佰元整", "3500"),
        ("三千", "3000"),
        ("3千", "3000"),
        ("两万零五十", "20050"),
        ("一亿二千万元", "120000000"),
        ("壹万贰仟叁佰肆拾伍元陆角柒分", "12345.67"),
    ],
)
def test_amounts_in_chinese_numerals_are_read_and_said(cell, amount):
    assert read("money", cell)[0] == Decimal(amount)
    assert trouble("money", cell) == "W101"


@pytest.mark.parametrize(
    "text", ["三五", "二百五", "一千千", "十百", "百", "万", "元", "一百十二", ""]
)
def test_what_is_no_numeral(text):
    assert numerals.parse(text) is None


@given(st.integers(0, 10**12 - 1))
def test_every_whole_number_is_read_back_from_its_numeral(number):
    assert numerals.parse(spelled(number)) == number


def spelled(number: int) -> str:
    """A whole number as people write it, with 零 for places left out."""
    if number == 0:
        return "零"
    text, gap = "", False
    for place, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, place)
        if section:
            text += ("零" if text and (gap or section < 1000) else "") + below_10000(section) + sign
        gap = not section and bool(text)
    return text


def below_10000(number: int) -> str:
    text, gap = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if gap else "") + "零一二三四五六七八九"[digit] + sign
        gap = not digit and bool(text)
    return text


@pytest.mark.parametrize(("hectares", "mu"), [(350 / 15, 350), (800.5 / 15, "800.5"), (7 / 15, 7)])
def test_an_area_computed_in_hectares_has_no_noise_in_mu(hectares, mu):
    assert read("number", hectares, factor=15) == (Decimal(mu), None)


def test_wan_in_a_cell_wins_over_the_unit_of_the_header():
    assert read("money", "1.2万", factor=10000)[0] == Decimal(12000)
    assert read("money", 1.2, factor=10000)[0] == Decimal(12000)


@pytest.mark.parametrize(
    "cell", ["约3000", "12,34", "一万二", "1200/1300", "(300)", "1.2.3", date(2024, 1, 1), True]
)
def test_what_is_no_amount(cell):
    assert read("money", cell)[0] is None
    assert trouble("money", cell) == "E104"


@pytest.mark.parametrize("cell", ["", "/", "-", "——", "无", "  "])
def test_signs_for_nothing_are_nothing(cell):
    assert read("money", cell) == (None, None)


def test_whole_numbers():
    assert read("int", 3.0) == (3, None)
    assert read("int", "3人") == (3, None)
    assert read("int", 2.5) == (None, ("E110", {"column": "列", "value": "2.5"}))


ID = "99920119800101001X"


@pytest.mark.parametrize(
    "cell",
    [
        ID,
        " 999201 19800101 001x ",
        "'" + ID,
        "\u200b" + ID,
        "９９９２０１１９８００１０１００１Ｘ",
        ID + "\n",
        ID.lower(),
    ],
)
def test_ids_are_cleaned_but_not_changed(cell):
    assert read("id", cell) == (ID, None)


@pytest.mark.parametrize("cell", [9.99201198001012e17, 999201198001012, 12345, "9.99201E+17"])
def test_an_id_stored_as_number_is_flagged_and_not_guessed(cell):
    assert trouble("id", cell) == "E101"


def test_an_id_stored_as_number_shows_what_the_workbook_shows():
    assert read("id", 9.992011980010123e17)[0] == "999201198001012000"


def test_cards_and_phones():
    assert read("card", "6200 0000 0000 0000 000") == ("6200000000000000000", None)
    assert trouble("card", 6.2e18) == "E101"
    assert read("phone", 13900000000.0) == ("13900000000", None)
    assert read("phone", "139-0000-0000") == ("13900000000", None)
    assert read("phone", "+86 139 0000 0000") == ("13900000000", None)
    assert read("phone", "0722-3312345") == ("0722-3312345", None)


def test_keys_keep_their_zeros():
    assert read("key", "0107") == ("0107", None)
    assert read("key", 107.0) == ("107", None)
    assert trouble("key", 1.1e17) == "E101"


@pytest.mark.parametrize(
    "cell", ["01户主", "01", "1", 1, 1.0, "户主", " 户 主 ", "01-户主", "０１户主", "本人"]
)
def test_code_label_and_both_mean_the_same(cell):
    assert read("code", cell, "与户主关系") == ("户主", None)


def test_every_code_of_every_list_means_its_label():
    for codes in code_lists().values():
        for word, label in codes.meaning.items():
            assert read("code", word, codes.name)[0] == (label or None)


def test_several_choices_in_a_cell():
    assert read("code", "长期慢性病,残疾", "健康状况") == ("长期慢性病、残疾", None)
    assert read("code", "02；04", "健康状况") == ("长期慢性病、残疾", None)


def test_an_open_list_keeps_what_was_written_and_a_closed_one_says_it():
    assert read("code", "之叔伯", "与户主关系") == ("之叔伯", None)
    assert read("code", "男 性别", "性别") == (
        "男 性别",
        ("W103", read("code", "男 性别", "性别")[1][1]),
    )


@pytest.mark.parametrize("cell", ["是", "√", "Y", "有", True, 1, "已参保"])
def test_yes(cell):
    assert read("yes", "是" if cell is True else cell) == ("是", None)


@pytest.mark.parametrize("cell", ["否", "×", "n", "无", 0, "未参保"])
def test_no(cell):
    assert read("yes", cell) == ("否", None)


def test_neither_yes_nor_no_is_said():
    assert read("yes", "可能")[0] == "可能"
    assert trouble("yes", "可能") == "W103"


def test_years_months_and_percent():
    assert read("year", "2024年") == (2024, None)
    assert read("year", 2024.0) == (2024, None)
    assert read("year", date(2024, 5, 1)) == (2024, None)
    assert read("month", "2024年3月") == ("2024-03", None)
    assert read("month", 202403) == ("2024-03", None)
    assert read("percent", "12.5%") == (Decimal("12.5"), None)
    assert read("percent", 12.5) == (Decimal("12.5"), None)
    assert read("percent", 0.125)[0] is None
    assert trouble("percent", 0.125) == "E115"


def test_numbers_in_text_columns_look_as_in_the_workbook():
    assert read("text", 7.0) == ("7", None)
    assert read("text", 1.5) == ("1.5", None)
    assert read("some", "无") == (None, None)
    assert read("text", "无") == ("无", None)


def test_kinds_of_the_table_fit_the_model():
    """columns.yaml and the records agree on columns and on types."""
    types = {"int": "int", "year": "int", "number": "Decimal", "money": "Decimal", "date": "date"}
    types |= {"figure": "Decimal", "percent": "Decimal"}
    for name, record in CORE_SHEETS.items():
        spec = sheets()[name]
        for column, attribute in columns_of(record).items():
            if column == "户":
                assert spec.household
                continue
            kind = spec.columns[column].kind
            annotation = str(record.__annotations__[attribute])
            assert annotation.split(" |")[0] == types.get(kind, "str"), (name, column)
        assert set(spec.declared) - set(columns_of(record)) <= {"户主证件号码"}, name


@pytest.mark.parametrize(
    ("cell", "codes", "label"),
    [
        ("02一般农户", "户类型", "一般农户"),
        ("07高一", "在校生状况", "普通高中一年级"),
        ("3-边缘户", "监测对象类别", "3-边缘户"),
        ("01之女", "与户主关系", "01之女"),
        ("04之女", "与户主关系", "之女"),
        ("03,04", "健康状况", "患有大病、残疾"),
    ],
)
def test_a_number_before_a_label_must_not_contradict_it(cell, codes, label):
    assert read("code", cell, codes) == (label, None)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王　强", "王强"),
        ("王 强", "王强"),
        ("王\xa0 强", "王强"),
        ("欧 阳 强", "欧阳强"),
        ("王 强、李　明", "王强、李明"),
        ("王 强 李 明", "王强 李明"),
        ("王强 李明", "王强 李明"),
        ("阿依古丽 买买提", "阿依古丽 买买提"),
        ("阿 · 明", "阿 · 明"),
        ("Li Ming", "Li Ming"),
    ],
)
def test_padding_inside_a_name_is_layout(written, name):
    assert unpadded(written) == name


@pytest.mark.parametrize("dot", ["·", "•", "‧", "・", "．", ".", " · ", "　．"])
def test_every_dot_inside_a_name_is_one_dot(dot):
    written = f"阿依古丽{dot}买买提"
    assert read("text", written, "name")[0] == "阿依古丽·买买提"
    assert read("text", written)[0] == written.strip()


@pytest.mark.parametrize("kept", ["A.Li", "王强.", "王强·", "3.5"])
def test_a_dot_that_joins_no_two_names_stays(kept):
    assert read("text", kept, "name")[0] == kept


def test_a_household_is_found_by_its_name_with_another_dot():
    header = ["户主姓名", "村民小组", "姓名"]
    found = ledger(
        {
            "户信息": [*HOUSEHOLDS, ["0105", "吾买尔•艾山", "一组", "脱贫户"]],
            "帮扶责任人": [header, ["吾买尔．艾山", "一组", "古丽.买买提"]],
        }
    )
    (helper,) = found.helpers
    assert (helper.household, helper.name) == ("0105", "古丽·买买提")
    assert found.households[-1].householder == "吾买尔·艾山"


def test_padding_goes_in_columns_of_names_alone():
    header = ["走访日期", "对象姓名", "走访人", "内容"]
    rows = [["2026-3-1", "王　强", "李 明", "问 好"]]
    found = ledger(
        {"户信息": [*HOUSEHOLDS, ["0105", "王　强", "", "脱贫户"]], "走访记录": [header, *rows]}
    )
    (visit,) = found.visits
    assert (visit.target_name, visit.visitor, visit.content) == ("王强", "李明", "问 好")
    assert found.households[-1].householder == "王强"


def born(*cells):
    header = ["户编号", "姓名", "证件号码", "与户主关系", "出生日期"]
    rows = [["0101", f"张{n}", "", "", cell] for n, cell in enumerate(cells)]
    found = ledger({"户信息": HOUSEHOLDS, "家庭成员": [header, *rows]})
    dated = [one.born and one.born.year for one in found.persons]
    return dated, [one.code for one in found.findings]


def test_serials_before_1954_count_in_a_column_of_serials():
    assert born(18000, 30000, "25000", 14000) == ([1949, 1982, 1968, 1938], [])


def test_a_small_number_among_written_dates_is_no_date():
    dated, said = born(18000, "1982-2-2", "1968-6-1", 30000)
    assert dated == [None, 1982, 1968, 1982]
    assert said == ["E103"]
    assert born(18000)[1] == ["E103"]


def test_a_year_is_no_serial():
    assert born(1954, 30000, 25000, 28000)[0][0] is None
