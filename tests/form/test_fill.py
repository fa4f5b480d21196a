"""docgen fill: three forms of different offices come back right, and the office's file whole."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import drawn_forms as forms
import openpyxl
import pytest
from small_ledger import ledger

from docgen.documents.form.making import fill
from docgen.documents.job import Job
from docgen.errors import FileUnreadable, FormNotesFaulty
from docgen.folder import Folder


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "村"
    place.mkdir()
    base = forms.SETTINGS
    named = replace(base, unit=replace(base.unit, name="荷塘村工作队"))
    return Folder(place, named)


def filled(folder, tmp_path, confirm=False, name="表", **sheets):
    """Fill a form made of these sheets; return the filled workbook and what was built."""
    form = tmp_path / f"{name}.xlsx"
    data = forms.workbook(**sheets)
    form.write_bytes(data)
    built = fill(Job(folder, forms.village()), form, confirm=confirm)
    assert form.read_bytes() == data
    return openpyxl.load_workbook(folder.root / built.documents[0].path), built


def row(sheet, number, columns):
    return [sheet[f"{letter}{number}"].value for letter in columns]


def test_heads_on_three_levels_over_groups(folder, tmp_path):
    book, _ = filled(folder, tmp_path, 监测=forms.three_levels)
    sheet = book["监测"]
    assert row(sheet, 6, "BCDEFGHI") == [1, 1, 0, 0, 1, 1, 1, 1]
    assert row(sheet, 7, "BCDEFGHI") == [1, 3, 1, 3, 0, 0, 0, 0]


def test_formulas_captions_and_signatures_of_the_office_stay(folder, tmp_path):
    book, _ = filled(folder, tmp_path, 监测=forms.three_levels)
    sheet = book["监测"]
    assert sheet["B8"].value == "=SUM(B6:B7)"
    assert sheet["B2"].value == "荷塘村工作队"
    assert sheet["B10"].value is None


def test_a_list_grows_over_its_rows_and_sums_follow(folder, tmp_path):
    book, _ = filled(folder, tmp_path, 名单=forms.roster)
    sheet = book["名单"]
    assert [row(sheet, number, "ABDEF") for number in (3, 4, 5)] == [
        [1, "甲一", "一组", 2, 1.2345],
        [2, "丙三", "二组", 3, 1],
        [3, "戊五", "二组", 1, 1.5],
    ]
    assert row(sheet, 6, "AE") == ["合计", "=SUM(E3:E5)"]
    assert sheet["A8"].value == "审核人："
    assert str(sheet.data_validations.dataValidation[0].sqref) == "D3:D5"


def test_the_householders_id_is_that_of_the_members_sheet(folder, tmp_path):
    book, _ = filled(folder, tmp_path, 名单=forms.roster)
    first = next(one for one in forms.village().persons if one.name == "甲一")
    assert book["名单"]["C3"].value == first.id_number


def test_units_line_by_line(folder, tmp_path):
    book, _ = filled(folder, tmp_path, 资金=forms.indicators)
    sheet = book["资金"]
    assert [sheet[f"C{number}"].value for number in (3, 4, 5, 6)] == [2, 425_000, 32.5, 3]
    assert sheet["C7"].value == "=C4/C3"
    assert [sheet[f"D{number}"].value for number in range(3, 8)] == [None] * 5


def test_a_card_and_a_cell_nobody_knows(folder, tmp_path):
    book, built = filled(folder, tmp_path, 卡=forms.card)
    sheet = book["卡"]
    assert row(sheet, 2, "BD") == [5, 8]
    assert row(sheet, 3, "BD") == [3, 3]
    assert sheet["B4"].value is None
    assert [gap.place for gap in built.documents[0].gaps] == ["卡 B4", "卡 D4"]


def test_a_column_the_ledger_lacks_is_a_gap_and_never_nought(folder, tmp_path):
    book, _ = filled(folder, tmp_path, 卡=forms.card)
    assert book["卡"]["D4"].value is None  # the village has no column 享受低保


def test_a_title_of_some_households_limits_what_is_counted(folder, tmp_path):
    def draw(sheet):
        forms.boxed(sheet, "A2:B3")
        cells = {"A1:B1": "脱贫户情况统计表", "A2": "残疾人数", "B2": "女（人）"}
        forms.texts(sheet, cells)

    book, _ = filled(folder, tmp_path, 表=draw)
    assert row(book["表"], 3, "AB") == [2, 2]


def test_what_was_decided_is_remembered_for_the_form_of_next_month(folder, tmp_path):
    _, built = filled(folder, tmp_path, 卡=forms.card)
    assert [one.code for one in built.findings] == ["W431"]
    notes = folder.records / "填表对照" / "表.toml"
    text = notes.read_text(encoding="utf-8")
    told = text.replace('指标 = "残疾人数"', '指标 = "党员户户数"')
    assert told != text
    told = told.replace('指标 = ""', '指标 = "项目数"', 1)
    notes.write_text(told, encoding="utf-8")
    book, built = filled(folder, tmp_path, confirm=True, 卡=forms.card, name="表（7月）")
    assert not built.findings
    assert book["卡"]["D3"].value is None
    assert book["卡"]["B4"].value == 2
    assert notes.read_text(encoding="utf-8") == told.replace("false", "true")
    assert len(list(notes.parent.iterdir())) == 1


def test_a_condition_may_be_written_instead_of_a_figure(folder, tmp_path):
    filled(folder, tmp_path, 卡=forms.card)
    notes = folder.records / "填表对照" / "表.toml"
    text = notes.read_text(encoding="utf-8")
    told = text.replace('指标 = ""', '条件 = "性别 为 女 且 残疾人"\n计 = "人"', 1)
    notes.write_text(told, encoding="utf-8")
    book, _ = filled(folder, tmp_path, 卡=forms.card)
    assert book["卡"]["B4"].value == 1


@pytest.mark.parametrize("fault", ['格 = "B2', '格 = "99"', "格 = 5\n格 = 6"])
def test_damaged_notes_are_one_sentence(folder, tmp_path, fault):
    filled(folder, tmp_path, 卡=forms.card)
    notes = folder.records / "填表对照" / "表.toml"
    notes.write_text(notes.read_text(encoding="utf-8").replace('格 = "B2"', fault, 1))
    with pytest.raises(FormNotesFaulty):
        filled(folder, tmp_path, 卡=forms.card)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_form_is_one_sentence(folder, tmp_path, data):
    form = tmp_path / "表.xlsx"
    form.write_bytes(data)
    with pytest.raises(FileUnreadable):
        fill(Job(folder, forms.village()), form)


@pytest.mark.parametrize(("name", "told"), [("表.docx", "复制到"), ("表.xls", "另存为")])
def test_another_kind_of_file_says_what_to_do(folder, tmp_path, name, told):
    form = tmp_path / name
    form.write_bytes(b"PK\x03\x04")
    with pytest.raises(FileUnreadable, match=told):
        fill(Job(folder, forms.village()), form)


def test_a_group_the_ledger_does_not_know_is_left_open(folder, tmp_path):
    def draw(sheet):
        forms.three_levels(sheet)
        sheet["A7"] = "九组"

    book, built = filled(folder, tmp_path, 监测=draw)
    assert row(book["监测"], 7, "BCDEFGHI") == [None] * 8
    assert len(built.documents[0].gaps) == 8


def test_the_same_form_gives_the_same_bytes(folder, tmp_path):
    form = tmp_path / "表.xlsx"
    form.write_bytes(forms.workbook(名单=forms.roster))
    fill(Job(folder, forms.village()), form)
    out = folder.output("填表")
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    fill(Job(folder, forms.village()), form)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first


def test_parts_that_hold_no_cells_stay_byte_for_byte(folder, tmp_path):
    form = tmp_path / "表.xlsx"
    form.write_bytes(forms.workbook(名单=forms.roster))
    built = fill(Job(folder, forms.village()), form)
    with (
        zipfile.ZipFile(form) as old,
        zipfile.ZipFile(io.BytesIO((folder.root / built.documents[0].path).read_bytes())) as new,
    ):
        for name in old.namelist():
            if "worksheets/sheet" not in name and name != "xl/workbook.xml":
                assert old.read(name) == new.read(name)


def test_heads_alone_without_a_line_are_a_list(folder, tmp_path):
    def draw(sheet):
        sheet.append(("户主姓名", "家庭人口", "残疾人数"))

    book, _ = filled(folder, tmp_path, 全部户=draw)
    rows = list(book["全部户"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert rows == [("甲一", 2), ("乙二", 1), ("丙三", 3), ("丁四", 1), ("戊五", 1)]


def test_rows_may_be_helpers(folder, tmp_path):
    def draw(sheet):
        forms.boxed(sheet, "A1:B3")
        forms.texts(sheet, {"A1": "帮扶责任人", "B1": "结对户数", "A2": "路平", "A3": "程远"})
        sheet["B1"] = "脱贫户（户）"

    book, _ = filled(folder, tmp_path, 表=draw)
    assert [book["表"][f"B{row}"].value for row in (2, 3)] == [2, 1]


def test_a_rate_goes_as_a_part_of_one_into_a_cell_that_shows_percent(folder, tmp_path):
    def rates(sheet):
        forms.boxed(sheet, "A2:C4")
        forms.texts(sheet, {"A1": "资金进度", "A2": "指标", "B2": "本期", "C2": "备注"})
        forms.texts(sheet, {"A3": "资金到位率", "A4": "资金到位率（%）"})
        sheet["B3"].number_format = "0.0%"

    book, _ = filled(folder, tmp_path, 资金=rates)
    whole = book["资金"]["B4"].value
    assert whole == pytest.approx(book["资金"]["B3"].value * 100)
    assert whole > 1


def test_heads_may_stand_above_the_lines(folder, tmp_path):
    def register(sheet):
        forms.boxed(sheet, "A3:D4")
        forms.texts(sheet, {"A1": "残疾人登记表", "A2": "编号", "B2": "姓  名", "C2": "性 别"})
        sheet["D2"] = "与户主关系"

    book, _ = filled(folder, tmp_path, 残疾人=register)
    names = [book["残疾人"][f"B{number}"].value for number in (3, 4, 5)]
    assert names == ["甲女", "丙儿", "丁四"]


def test_what_the_office_filled_in_stays_and_is_no_head(folder, tmp_path):
    def started(sheet):
        forms.boxed(sheet, "A2:D3")
        forms.texts(sheet, {"A2": "指标", "B2": "上级核定数", "C2": "本期", "D2": "备注"})
        forms.texts(sheet, {"A3": "脱贫户户数", "B3": 1234})

    book, _ = filled(folder, tmp_path, 核定=started)
    assert row(book["核定"], 3, "BC") == [1234, 3]


def test_a_part_of_the_row_above_is_counted_within_it(folder, tmp_path):
    def parts(sheet):
        forms.boxed(sheet, "A2:C6")
        heads = {"A2": "序号", "B2": "内容", "C2": "人数"}
        rows = {"B3": "脱贫户人数", "B4": "其中：女性", "B5": "协会会员", "B6": "其中：女性"}
        forms.texts(sheet, heads | rows | {f"A{number}": number - 2 for number in range(3, 7)})

    book, built = filled(folder, tmp_path, 调度=parts)
    assert [book["调度"][f"C{number}"].value for number in (3, 4, 5, 6)] == [6, 2, None, None]
    assert {gap.place for gap in built.documents[0].gaps} == {"调度 C5", "调度 C6"}


def test_columns_say_whose_they_are(folder, tmp_path):
    def pupils(sheet):
        forms.boxed(sheet, "A2:C3")
        forms.texts(sheet, {"A1": "残疾人信息表", "A2": "残疾人姓名", "B2": "残疾人身份证号"})
        sheet["C2"] = "与户主关系"

    book, _ = filled(folder, tmp_path, 信息=pupils)
    assert [book["信息"][f"A{number}"].value for number in (3, 4, 5)] == ["甲女", "丙儿", "丁四"]


def test_a_list_of_what_the_ledger_does_not_know_is_left_to_people(folder, tmp_path):
    def leaders(sheet):
        forms.boxed(sheet, "A2:D3")
        forms.texts(sheet, {"A1": "致富带头人登记表", "A2": "姓名", "B2": "产业", "C2": "带动户数"})
        sheet["D2"] = "联系电话"

    book, built = filled(folder, tmp_path, 带头人=leaders)
    assert row(book["带头人"], 3, "ABCD") == [None] * 4
    assert len(built.documents[0].gaps) == 4


def test_a_form_without_lines_has_its_numbers_once(folder, tmp_path):
    def plain(sheet):
        forms.texts(sheet, {"A1": "指标", "B1": "数量", "A2": "脱贫户户数", "A3": "脱贫户人数"})

    book, built = filled(folder, tmp_path, 无框=plain)
    assert [row(book["无框"], number, "ABC") for number in (2, 3, 4)] == [
        ["脱贫户户数", 3, None],
        ["脱贫户人数", 6, None],
        [None, None, None],
    ]
    assert built.documents[0].gaps == ()


def test_the_title_may_say_the_unit_of_money(folder, tmp_path):
    def money(sheet):
        forms.boxed(sheet, "A2:B3")
        forms.texts(sheet, {"A2": "内容", "B2": "本期", "A3": "小额信贷余额"})

    def in_tens_of_thousands(sheet):
        money(sheet)
        forms.texts(sheet, {"A1:B1": "信贷情况（万元）"})

    book, _ = filled(folder, tmp_path, 元=money, 万=in_tens_of_thousands)
    assert (book["元"]["B3"].value, book["万"]["B3"].value) == (30_000, 3)


def test_a_village_is_known_however_it_is_written(folder, tmp_path):
    def places(sheet):
        forms.boxed(sheet, "A2:B5")
        rows = {"A3": "上河", "A4": "石坎村委会", "A5": "别村"}
        forms.texts(sheet, {"A2": "村名", "B2": "脱贫户户数"} | rows)

    form = tmp_path / "表.xlsx"
    form.write_bytes(forms.workbook(村=places))
    homes = [("1", "上河村"), ("2", "石坎村"), ("3", "石坎村")]
    town = ledger(户信息=[{"户编号": n, "行政村": at, "户类型": "脱贫户"} for n, at in homes])
    built = fill(Job(folder, town), form)
    book = openpyxl.load_workbook(folder.root / built.documents[0].path)
    assert [book["村"][f"B{number}"].value for number in (3, 4, 5)] == [1, 2, None]


def test_a_title_of_households_wants_their_sheet(folder, tmp_path):
    """走访对象 knows one more of these heads (类别), but not who is monitored."""

    def monitored(sheet):
        forms.boxed(sheet, "A2:F4")
        heads = ("序号", "户主", "所在组", "人口", "类别", "人均纯收入")
        forms.texts(sheet, {"A1": "监测对象基础信息台账"})
        for letter, head in zip("ABCDEF", heads, strict=True):
            sheet[f"{letter}2"] = head

    book, _ = filled(folder, tmp_path, 监测=monitored)
    assert [row(book["监测"], number, "ABF") for number in (3, 4, 5)] == [
        [1, "乙二", 9_000],
        [2, "丙三", 10_000],
        [None, None, None],
    ]


def test_amounts_of_a_list_are_in_the_unit_above_it(folder, tmp_path):
    def projects(sheet):
        forms.boxed(sheet, "A3:D4")
        heads = {"A3": "序号", "B3": "项目名称", "C3": "总投资", "D3": "到位资金（元）"}
        forms.texts(sheet, {"A1": "项目台账", "A2": "单位：个、万元"} | heads)

    book, _ = filled(folder, tmp_path, 项目=projects)
    sheet = book["项目"]
    assert sheet["C4"].value * 10_000 == forms.village().projects[0].investment
    assert sheet["D4"].value == forms.village().projects[0].arrived


def test_figures_are_in_the_unit_above_them_among_others(folder, tmp_path):
    def money(sheet):
        forms.boxed(sheet, "A3:B4")
        forms.texts(
            sheet, {"A2": "单位：户、万元", "A3": "内容", "B3": "本期", "A4": "小额信贷余额"}
        )

    book, _ = filled(folder, tmp_path, 信贷=money)
    assert book["信贷"]["B4"].value == 3


def test_a_target_is_no_head(folder, tmp_path):
    def targets(sheet):
        forms.boxed(sheet, "A2:C4")
        forms.texts(sheet, {"A2": "三级指标", "B2": "指标值", "C2": "完成值"})
        forms.texts(sheet, {"A3": "脱贫户户数", "B3": "≥20户", "A4": "资金到位率", "B4": "≥80%"})

    book, _ = filled(folder, tmp_path, 绩效=targets)
    assert book["绩效"]["C3"].value == 3
    assert book["绩效"]["C4"].value is not None
