"""Titles name whose form it is: known groups narrow it, unknown ones are never everybody."""

from __future__ import annotations

import drawn_forms as forms
import openpyxl
import pytest
from small_ledger import ledger

from docgen.documents.form.groups import strangers
from docgen.documents.form.listing import condition_of, doubt_of
from docgen.documents.form.making import fill
from docgen.documents.job import Job
from docgen.folder import Folder


@pytest.fixture
def place(tmp_path):
    root = tmp_path / "村"
    root.mkdir()
    return Folder(root, forms.SETTINGS)


def filled(folder, tmp_path, draw, village=None):
    """Fill one sheet; return it and why cells were left, by cell, and what was filled."""
    form = tmp_path / "表.xlsx"
    form.write_bytes(forms.workbook(表=draw))
    built = fill(Job(folder, village or forms.village()), form)
    told = openpyxl.load_workbook(folder.root / built.documents[1].path)
    left = {line[1]: line[4] for line in told["未填"].iter_rows(min_row=4, values_only=True)}
    done = {line[1]: line[12] for line in told["已填"].iter_rows(min_row=3, values_only=True)}
    return openpyxl.load_workbook(folder.root / built.documents[0].path)["表"], left, done


def roster(title, heads=("户主姓名", "家庭人口")):
    def draw(sheet):
        forms.boxed(sheet, "A2:B4")
        forms.texts(sheet, {"A1:B1": title, "A2": heads[0], "B2": heads[1]})

    return draw


def names(sheet):
    return [sheet[f"A{row}"].value for row in range(3, 9) if sheet[f"A{row}"].value]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("边缘户花名册", ["乙二"]),
        ("边缘易致贫家庭花名册", ["乙二"]),
        ("脱贫不稳定户花名册", ["丙三"]),
        ("脱贫不稳定家庭台账", ["丙三"]),
        ("防止返贫致贫对象花名册", ["乙二", "丙三"]),
        ("易返贫致贫人口花名册", ["乙二", "丙三"]),
        ("三类监测户花名册", ["乙二", "丙三"]),
        ("建档立卡贫困户花名册", ["甲一", "丙三", "戊五"]),
        ("贫困户花名册", ["甲一", "丙三", "戊五"]),
        ("脱贫群体花名册", ["甲一", "丙三", "戊五"]),
        ("普通农户花名册", ["丁四"]),
        ("青石镇荷塘村农户花名册", ["甲一", "乙二", "丙三", "丁四", "戊五"]),
        ("2026年上半年全村常住人口分户花名册", ["甲一", "乙二", "丙三", "丁四", "戊五"]),
        ("突发严重困难家庭花名册", []),
        ("未脱贫户花名册", []),
    ],
)
def test_a_list_is_of_the_group_of_its_title(place, tmp_path, title, expected):
    sheet, _left, done = filled(place, tmp_path, roster(title))
    assert names(sheet) == expected
    assert bool(expected) or done["A3"] == "台账里一行也没有"


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("低收入群体花名册", "低收入群体"),
        ("青石镇农村低收入人口动态监测台账", "低收入群体"),
        ("低收入家庭花名册", "低收入群体"),
        ("低保边缘家庭花名册", "低保边缘家庭"),
        ("低保边缘户花名册", "低保边缘家庭"),
        ("刚性支出困难户花名册", "刚性支出困难家庭"),
        ("特困人员（分散供养）花名册", "分散供养特困人员"),
        ("种植大户花名册", "种植大户"),
        ("脱贫户、低收入户花名册", "低收入群体"),
    ],
)
def test_a_list_of_an_unknown_group_stays_empty_and_says_so(place, tmp_path, title, group):
    sheet, left, _done = filled(place, tmp_path, roster(title))
    assert names(sheet) == []
    assert group in left["A3"]


def test_a_condition_of_the_clerk_or_everybody_fills_it(place, tmp_path):
    filled(place, tmp_path, roster("低收入群体花名册"))
    notes = place.records / "填表对照" / "表.toml"
    text = notes.read_text(encoding="utf-8")
    notes.write_text(text.replace('条件 = ""', '条件 = "监测对象"'), encoding="utf-8")
    assert names(filled(place, tmp_path, roster("低收入群体花名册"))[0]) == ["乙二", "丙三"]
    lines = [line for line in text.splitlines() if not line.startswith("存疑")]
    notes.write_text("\n".join(lines), encoding="utf-8")
    assert len(names(filled(place, tmp_path, roster("低收入群体花名册"))[0])) == 5


def test_households_still_poor_are_of_their_time(place, tmp_path):
    homes = [("1", "甲一", "贫困户"), ("2", "乙二", "脱贫户"), ("3", "丙三", "一般农户")]
    names_of = ("户编号", "户主姓名", "户类型")
    village = ledger(
        户信息=[dict(zip(names_of, one, strict=True)) | {"家庭人口": 2} for one in homes]
    )
    for title, expected in (
        ("贫困户花名册", ["甲一", "乙二"]),
        ("未脱贫户花名册", ["甲一"]),
        ("脱贫户花名册", ["乙二"]),
    ):
        other = Folder(tmp_path / title, place.settings)
        other.root.mkdir()
        assert names(filled(other, tmp_path, roster(title), village)[0]) == expected


def counts(title, heads):
    def draw(sheet):
        forms.boxed(sheet, "A2:D3")
        forms.texts(sheet, {"A1:D1": title})
        for letter, head in zip("ABCD", heads, strict=False):
            sheet[f"{letter}2"] = head

    return draw


def test_numbers_under_an_unknown_group_are_not_those_of_all(place, tmp_path):
    heads = ("总户数", "残疾人数", "脱贫户户数", "低保边缘户户数")
    sheet, left, _ = filled(place, tmp_path, counts("农村低收入人口情况统计表", heads))
    assert [sheet[f"{letter}3"].value for letter in "ABCD"] == [None, None, 3, None]
    assert "低收入群体" in left["A3"]
    assert "低收入群体" in left["B3"]


def test_a_topic_in_the_title_that_may_narrow_is_no_guess(place, tmp_path):
    heads = ("脱贫户人数", "女（人）", "残疾人数", "项目数（个）")
    sheet, left, _ = filled(place, tmp_path, counts("残疾人情况统计表", heads))
    assert [sheet[f"{letter}3"].value for letter in "ABCD"] == [None, None, 3, 2]
    assert "“残疾人”" in left["B3"]


def test_words_of_labels_that_say_something_else_in_a_title():
    assert condition_of("家庭成员健康情况登记表", "家庭成员") == ""
    assert condition_of("精神文明积分花名册", "家庭成员") == ""
    assert condition_of("视力残疾人花名册", "家庭成员") == "残疾类别 为 视力 且 残疾人"


def test_a_register_is_asked_only_for_listed_groups():
    assert doubt_of("受益户花名册", "项目受益户") == ""
    assert "低收入群体" in doubt_of("低收入户走访记录", "走访记录")
    assert doubt_of("低收入群体政策汇编", "政策") == ""


@pytest.mark.parametrize(
    "title",
    [
        "农户家庭成员信息表",
        "入户走访记录表",
        "填报人员：张三　单位：户、人",
        "监测对象家庭成员信息采集表",
        "外出务工人员花名册",
        "公益性岗位人员名单",
        "户主信息 Sheet1 表",
        "脱贫家庭（含监测）在校学生统计",
        "80周岁以上老人花名册",
        "易地搬迁群众花名册",
    ],
)
def test_no_strangers(title):
    assert strangers(title) == []


@pytest.mark.parametrize(
    ("title", "out"),
    [
        ("脱贫户（不含监测户）花名册", "不含"),
        ("脱贫户花名册（监测户除外）", "除外"),
        ("未务工人员花名册", "未"),
        ("非脱贫户花名册", "非"),
        ("除一般农户外花名册", "除"),
        ("2026年上半年新增监测对象花名册", "新识别"),
        ("监测对象退出名册", "退出"),
    ],
)
def test_a_title_that_leaves_some_out_is_no_list_of_them(place, tmp_path, title, out):
    sheet, left, _done = filled(place, tmp_path, roster(title))
    assert names(sheet) == []
    assert f"“{out}”" in left["A3"]


def test_numbers_under_a_title_that_leaves_some_out_stay_open(place, tmp_path):
    draw = counts(
        "脱贫户（不含监测户）情况统计表", ("残疾人数", "女（人）", "项目数（个）", "备注")
    )
    sheet, left, _ = filled(place, tmp_path, draw)
    assert [sheet[f"{letter}3"].value for letter in "ABC"] == [None, None, 2]
    assert "“不含”" in left["B3"]


@pytest.mark.parametrize(
    "title", ["无劳动力户花名册", "风险未消除户台账", "脱贫不稳定户花名册", "非贫困户花名册"]
)
def test_words_that_are_known_whole_leave_nobody_out(title):
    assert doubt_of(title, "户信息") == ""


@pytest.mark.parametrize(
    ("title", "condition"),
    [
        ("大病患者花名册", "患大病"),
        ("高中生花名册", "普通高中学生"),
        ("小学生花名册", "在校生状况 为 小学"),
        ("初中学生花名册", "在校生状况 为 七年级、八年级、九年级"),
        ("返乡人员花名册", ""),
    ],
)
def test_lists_of_persons(title, condition):
    assert condition_of(title, "家庭成员") == condition
    assert bool(doubt_of(title, "家庭成员")) == (title == "返乡人员花名册")


@pytest.mark.parametrize("title", ["义务教育阶段学生花名册", "省外务工人员花名册", "妇女花名册"])
def test_households_are_not_chosen_by_what_only_persons_are(title):
    assert "看不出列哪些户" in doubt_of(title, "户信息")
    assert doubt_of(title, "家庭成员") == ""
