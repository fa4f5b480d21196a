"""New workbooks: what users typed stays text, the same input gives the same bytes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from docgen import sheets
from docgen.sheets import Column, Link, Marked, Sheet


def load(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def one(rows, columns=None, **more):
    columns = columns or [Column(f"列{n}") for n in range(len(rows[0]))]
    return load(sheets.workbook([Sheet("表", columns, rows, **more)]))["表"]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.invalid")',
        "+1",
        "-1",
        "@SUM(A1)",
        "http://example.invalid",
        "007",
        "{=1}",
    ],
)
def test_user_text_is_written_as_text(text):
    cell = one([[text]])["A2"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_values_keep_their_type():
    row = [1, Decimal("1234.5"), date(2026, 6, 30), None, True, "x"]
    kinds = ["int", "money", "date", "text", "text", "text"]
    page = one([row], [Column(k, k) for k in kinds])
    values = [cell.value for cell in page[2]]
    assert values[:2] == [1, 1234.5]
    assert values[2].date() == date(2026, 6, 30)
    assert values[3:] == [None, "是", "x"]


def test_a_number_of_eighteen_digits_does_not_lose_its_end():
    assert one([[999201198001012345]], [Column("n", "int")])["A2"].value == "999201198001012345"


def test_long_text_ends_visibly():
    value = one([["长" * 40000]])["A2"].value
    assert len(value) == sheets.TEXT_LIMIT
    assert value.endswith("（后略）")


def test_lone_surrogates_and_control_signs_do_not_stop_the_work():
    assert one([["a\ud800b\x07"]])["A2"].value.startswith("a?b")


def test_equal_input_gives_equal_bytes_and_the_date_is_ours():
    sheet = Sheet(
        "表", [Column("甲")], [["一"], [Link("到", sheets.inside("表", "A1"))]], title="题"
    )
    first = sheets.workbook([sheet], created=date(2026, 6, 30))
    assert first == sheets.workbook([sheet], created=date(2026, 6, 30))
    assert load(first).properties.created.date() == date(2026, 6, 30)


def test_names_of_sheets_are_made_fit_and_different():
    names = sheets.sheet_names(["a/b", "A_B", "", "History", "字" * 40, "字" * 40])
    assert names[:3] == ["a_b", "A_B(2)", "表"]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 for name in names)
    assert names[3].lower() != "history"


def test_page_is_ready_for_the_printer():
    page = one([["a"]], title="标题", notes=["说明"], frozen=1, page_header="荷塘村 R&D")
    assert page.page_setup.paperSize == 9
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToWidth in (None, 1)
    assert page.page_setup.fitToHeight == 0
    assert page.print_title_rows in ("3:3", "$3:$3")
    assert page.freeze_panes == "B4"
    assert "第&P页" in page.oddFooter.center.text
    assert page["A1"].value == "标题"
    assert page["A3"].value == "列0"


def test_links_lead_inside_and_outside():
    rows = [[Link("F12", sheets.outside("../../台账/户 信息.xlsx", "户'信息", "F12"))]]
    link = one(rows)["A2"].hyperlink
    assert link.target.replace("\\", "/") == "../../台账/户%20信息.xlsx"
    assert link.location == "'户''信息'!F12"


@pytest.mark.parametrize("mark", ["error", "warning", "ok", "grey"])
def test_marks_can_be_read(mark):
    fill, letters = sheets.COLOURS[mark]
    assert contrast(fill, letters) > 4.5
    assert one([[Marked("x", mark)]])["A2"].fill.fgColor.rgb == "FF" + fill[1:]


def contrast(one_colour, other):
    high, low = sorted((luminance(one_colour), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_chinese_counts_two():
    assert sheets.display_width("户编号a") == 7
    assert sheets.display_width("一\n二三") == 4


def test_a_row_of_another_length_is_a_mistake_of_ours():
    with pytest.raises(ValueError):
        sheets.workbook([Sheet("表", [Column("甲")], [["一", "二"]])])


def test_drop_down_list():
    page = one([["甲"]], [Column("状态", choices=("甲", "乙"))])
    assert page.data_validations.dataValidation[0].formula1 == '"甲,乙"'


def test_a_row_with_wrapped_text_is_as_high_as_its_lines() -> None:
    columns = [Column("问题", "wrap", 20), Column("编号")]
    long = "整" * 25  # 50 columns of Latin letters in a column of 20
    data = sheets.workbook([Sheet("清单", columns, [[long, "1"], ["短", "2"]])])
    sheet = load(data)["清单"]
    assert sheet.row_dimensions[2].height > 2 * 13
    assert sheet.row_dimensions[3].height is None
