"""其中: which rows and columns of a form are parts of which, and what is left open when none tells.

Of the eight persons of the village six live in 脱贫户, two of them women, two disabled; three
persons are disabled in all, three women.
"""

from __future__ import annotations

import drawn_forms as forms
import openpyxl
import pytest
from openpyxl.styles import Alignment

from docgen.documents.form.making import fill
from docgen.documents.form.parts import Label, Reading, readings
from docgen.documents.job import Job
from docgen.folder import Folder

WIDE = "　"


@pytest.fixture
def place(tmp_path):
    root = tmp_path / "村"
    root.mkdir()
    return Folder(root, forms.SETTINGS)


def filled(folder, tmp_path, draw):
    """Fill one sheet; return it and the reasons why cells were left, by cell."""
    form = tmp_path / "表.xlsx"
    form.write_bytes(forms.workbook(表=draw))
    built = fill(Job(folder, forms.village()), form)
    told = openpyxl.load_workbook(folder.root / built.documents[1].path)["未填"]
    left = {line[1]: line[4] for line in told.iter_rows(min_row=4, values_only=True) if line[1]}
    return openpyxl.load_workbook(folder.root / built.documents[0].path)["表"], left


def rows(labels, indents=(), head="人数"):
    """A form of labels with one column of numbers."""

    def draw(sheet):
        forms.boxed(sheet, f"A2:B{len(labels) + 2}")
        forms.texts(sheet, {"A2": "指标", "B2": head})
        for at, label in enumerate(labels):
            sheet[f"A{at + 3}"] = label
            if at < len(indents) and indents[at]:
                sheet[f"A{at + 3}"].alignment = Alignment(horizontal="left", indent=indents[at])

    return draw


def numbers(sheet, count, column="B"):
    return [sheet[f"{column}{at + 3}"].value for at in range(count)]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        # The next of a kind goes on, a word of another kind may be a matter of its own.
        (("脱贫人口", "其中：男", "女"), [6, 4, 2]),
        (("脱贫人口", "其中：女", "残疾人"), [6, 2, None]),
        (("脱贫人口", "其中：女", "其中：残疾人"), [6, 2, 2]),
        (("脱贫人口", "其中：男", "女", "其中：残疾人"), [6, 4, 2, None]),
        # Of all persons both readings are one.
        (("总人数", "其中：女", "残疾人", "脱贫人口"), [8, 3, 3, 6]),
        # Blanks of either width, once and twice.
        (("脱贫人口", "  其中：女", "  残疾人", "残疾人"), [6, 2, 2, 3]),
        (("脱贫人口", f"{WIDE}其中：女", f"{WIDE}残疾人", "残疾人"), [6, 2, 2, 3]),
        (("脱贫人口", f"{WIDE}女", f"{WIDE * 2}残疾人", "总人数"), [6, 2, 1, 8]),
        (("脱贫人口", "其中：女", f"{WIDE * 3}残疾人"), [6, 2, 2]),
        (("脱贫人口", "其中：女", f"{WIDE}残疾人"), [6, 2, None]),
        # A blank that makes a word as broad as the one above shows nothing.
        (("脱贫人口", f"{WIDE}残疾人"), [6, None]),
        # Numbers.
        (("1.脱贫人口", "1.1女", "1.2残疾人", "2.残疾人"), [6, 2, 2, 3]),
        (("一、脱贫人口", "（一）女", "（二）残疾人", "二、残疾人"), [6, 2, 2, 3]),
        (("1.脱贫人口", "其中：女", "残疾人", "2.残疾人"), [6, 2, 2, 3]),
        (("1.脱贫人口", "其中：①女", "②残疾人", "2.残疾人"), [6, 2, 2, 3]),
        (("脱贫人口", "其中：（1）女", "（2）残疾人", "残疾人"), [6, 2, 2, 3]),
        (("脱贫人口", "①女", "②残疾人"), [6, None, None]),
        (("1、脱贫人口", "残疾人"), [6, None]),
        (("1、脱贫人口", "2、残疾人"), [6, 3]),
        # 其中 alone in a row of its own.
        (("脱贫人口", "其中", "男", "女"), [6, None, 4, 2]),
        # Heads that count like the whole, and not like the parts, are matters of their own.
        (("脱贫户人数", "其中：女", "残疾人数"), [6, 2, 3]),
        (("脱贫户人数", "其中：女性人数", "残疾人数"), [6, 2, None]),
    ],
)
def test_rows(place, tmp_path, labels, expected):
    sheet, _left = filled(place, tmp_path, rows(labels))
    assert numbers(sheet, len(labels)) == expected


def test_the_indent_of_a_cell_counts_like_blanks(place, tmp_path):
    labels = ("脱贫人口", "其中：女", "残疾人", "残疾人")
    sheet, _left = filled(place, tmp_path, rows(labels, indents=(0, 1, 1, 0)))
    assert numbers(sheet, 4) == [6, 2, 2, 3]


def test_blanks_in_the_middle_of_a_cell_are_none(place, tmp_path):
    def draw(sheet):
        rows(("脱贫人口", f"{WIDE}{WIDE}残疾人"))(sheet)
        sheet["A4"].alignment = Alignment(horizontal="center")

    sheet, _left = filled(place, tmp_path, draw)
    assert numbers(sheet, 2) == [6, 3]


def test_what_is_left_says_both_readings_also_the_next_time(place, tmp_path):
    for _again in range(2):
        _sheet, left = filled(place, tmp_path, rows(("脱贫人口", "其中：女", "残疾人")))
        assert "“脱贫人口 / 其中：残疾人”还是“残疾人”" in left["B5"]
    assert "存疑" in (place.records / "填表对照" / "表.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "once above empty cells"])
def test_the_word_stands_once_beside_several_rows(place, tmp_path, merged):
    def draw(sheet):
        forms.boxed(sheet, "A2:C6")
        cells = {"A2:B2": "指标", "C2": "人数", "A3:B3": "脱贫人口"}
        cells |= {"A4:A5" if merged else "A4": "其中", "B4": "女", "B5": "残疾人"}
        forms.texts(sheet, cells | {"A6:B6": "残疾人"})

    sheet, _left = filled(place, tmp_path, draw)
    assert numbers(sheet, 4, "C") == [6, 2, 2, 3]


def test_parts_in_an_inner_column_of_labels(place, tmp_path):
    def draw(sheet):
        forms.boxed(sheet, "A2:C7")
        cells = {"A2:B2": "指标", "C2": "人数", "A3:A5": "脱贫户", "A6:A7": "一般农户"}
        cells |= {"B3": "残疾人", "B4": "其中：女", "B5": "男", "B6": "总人数", "B7": "其中：男"}
        forms.texts(sheet, cells)

    sheet, _left = filled(place, tmp_path, draw)
    assert numbers(sheet, 5, "C") == [2, 1, 1, 1, 1]


def columns(cells, area="A2:E5"):
    def draw(sheet):
        forms.boxed(sheet, area)
        forms.texts(sheet, cells)

    return draw


def test_the_word_stands_once_over_several_columns(place, tmp_path):
    heads = {"A2:A3": "组别", "B2:B3": "脱贫人口", "C2:D2": "其中", "C3": "女", "D3": "残疾人"}
    draw = columns(heads | {"E2:E3": "残疾人数", "A4": "一组", "A5": "二组"})
    sheet, _left = filled(place, tmp_path, draw)
    told = [[sheet[f"{letter}{row}"].value for letter in "BCDE"] for row in (4, 5)]
    assert told == [[2, 1, 1, 1], [4, 1, 1, 2]]


def test_a_column_after_a_part_that_may_be_either_is_left(place, tmp_path):
    heads = {"A2": "组别", "B2": "脱贫人口", "C2": "其中：男", "D2": "女", "E2": "残疾人"}
    draw = columns(heads | {"A3": "一组", "A4": "二组"}, "A2:E4")
    sheet, left = filled(place, tmp_path, draw)
    told = [[sheet[f"{letter}{row}"].value for letter in "BCDE"] for row in (3, 4)]
    assert told == [[2, 1, 1, None], [4, 3, 1, None]]
    assert set(left) == {"E3", "E4"}


def test_a_part_of_money_stands_by_its_own_name(place, tmp_path):
    sheet, _left = filled(
        place, tmp_path, rows(("项目总投资", "其中：到位资金"), head="金额（万元）")
    )
    assert numbers(sheet, 2) == [42.5, 32.5]


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ([("甲", 0), ("其中：乙", 0)], [Reading(("甲",), True)]),
        ([("甲", 0), ("其中：乙", 2), ("其中：丙", 4)], [Reading(("甲", "其中：乙"), True)]),
        ([("甲", 0), ("其中：乙", 0), ("合计", 0)], [Reading()]),
        ([("甲", 0), ("乙", 1)], [Reading()]),  # one blank is a slip
        ([("其中：甲", 0)], [Reading()]),
    ],
)
def test_readings(labels, wanted):
    assert readings([Label(text, indent) for text, indent in labels])[-1] == wanted


def test_running_numbers_beside_every_row_tell_nothing():
    labels = [Label("甲户数", 0, "1"), Label("其中：乙", 0, "2"), Label("丙", 0, "3")]
    assert readings(labels)[1] == [Reading(("甲户数",), True)]
    assert len(readings(labels)[2]) == 2


def test_a_number_that_only_wholes_bear_tells():
    labels = [Label("甲", 0, "1"), Label("其中：乙"), Label("丙"), Label("丁", 0, "2")]
    assert readings(labels)[2] == [Reading(("甲",), True)]
    assert readings(labels)[3] == [Reading()]


@pytest.mark.parametrize(
    "labels",
    [("脱贫人口", "—女", "—残疾人"), ("脱贫人口", "其 中：女", "其中，残疾人")],
    ids=["dashes", "signs"],
)
def test_further_ways_to_write_a_part(place, tmp_path, labels):
    sheet, _left = filled(place, tmp_path, rows(labels))
    assert numbers(sheet, 3) == [6, 2, 2]


def test_the_word_may_stand_one_sign_over_the_other(place, tmp_path):
    cells = {"A2:B2": "指标", "C2": "人数", "A3:B3": "脱贫人口", "A4:A5": "其\n中"}
    draw = columns(cells | {"B4": "女", "B5": "残疾人"}, "A2:C5")
    sheet, _left = filled(place, tmp_path, draw)
    assert numbers(sheet, 3, "C") == [6, 2, 2]


@pytest.mark.parametrize("total", ["总数", None])
def test_an_empty_cell_below_a_label_may_go_on_with_it(place, tmp_path, total):
    cells = {"A2:B2": "指标", "C2": "人数", "A3": "脱贫人口", "B3": total, "B4": "女"}
    draw = columns(cells | {"B5": "残疾人", "A6": "监测对象", "B6": total}, "A2:C6")
    sheet, left = filled(place, tmp_path, draw)
    assert numbers(sheet, 4, "C") == [6, None, None, 4]
    assert set(left) == {"C4", "C5"}  # the empty cells of labels want no number
    assert sheet["B3"].value == total


def test_inner_heads_below_heads_that_are_not_merged(place, tmp_path):
    heads = {"A2": "组别", "B2": "脱贫人口", "C2": "其中", "C3": "女", "D3": "残疾人"}
    draw = columns(heads | {"E2": "监测对象人数", "A4": "一组", "A5": "二组"})
    sheet, _left = filled(place, tmp_path, draw)
    told = [[sheet[f"{letter}{row}"].value for letter in "BCDE"] for row in (3, 4, 5)]
    assert told == [[None, "女", "残疾人", None], [2, 1, 1, 1], [4, 1, 1, 3]]


def test_numbers_go_before_blanks_and_reach_down_all_levels(place, tmp_path):
    labels = (
        "总人数",
        "  其中：男",
        "一、脱贫人口",
        "（一）残疾人",
        "其中：女",
        "男",
        "二、残疾人",
    )
    sheet, _left = filled(place, tmp_path, rows(labels))
    assert numbers(sheet, 7) == [8, 5, 6, 2, 1, 1, 3]


def test_two_persons_of_a_household_are_not_one(place, tmp_path):
    """Households with a disabled person and with a party member need not have one who is both."""
    sheet, left = filled(place, tmp_path, rows(("残疾人", "其中：党员"), head="户数"))
    assert numbers(sheet, 2) == [3, None]
    assert "B4" in left


def test_a_long_form_is_read_column_by_column():
    """Each label is read once, however many cells stand beside it."""
    from docgen.documents.form import heads
    from docgen.documents.form.layout import segments
    from docgen.documents.form.sheetgrid import read_form

    read = []

    def draw(sheet):
        forms.boxed(sheet, "A2:F202")
        forms.texts(sheet, {f"{letter}2": f"甲{letter}" for letter in "ABCDEF"})
        for row in range(3, 203):
            sheet[f"A{row}"] = "其中：女" if row % 3 else f"第{row}户数"

    grid = read_form(forms.workbook(表=draw), "表.xlsx")[0]
    usual = heads.readings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heads, "readings", lambda labels: read.append(1) or usual(labels))
        assert len(heads.slots(grid, segments(grid), [])) == 1000
    assert len(read) < 20
