"""What the heads of a cell are understood to want, in the wordings of different offices."""

from __future__ import annotations

import pytest

from docgen.documents.form.heads import Slot
from docgen.documents.form.listing import condition_of
from docgen.documents.form.proposing import Ask, asked, propose
from docgen.documents.form.vocabulary import units_in

PUPILS = "脱贫家庭（含监测）在校学生统计"


@pytest.mark.parametrize(
    ("heads", "title", "wanted"),
    [
        # A topic over a head of its own kind does not narrow it.
        (("外出务工情况", "县内务工人数"), "", "县内务工"),
        (("外出务工情况", "务工总人数"), "", "务工"),
        (("外出务工情况", "其中：省外"), "", "外出务工 且 务工区域 为 省外"),
        (("劳动力情况", "弱劳动力人数"), "", "弱劳动力"),
        (("残疾人", "其中：重度残疾人"), "", "重度残疾人"),
        (("风险消除情况", "未消除"), "", "风险未消除"),
        # A part is one of its whole; of money its own name is enough.
        (("脱贫户务工人数", "其中：省外务工"), "", "脱贫户 且 务工 且 务工区域 为 省外"),
        (("某某协会会员", "其中：残疾人"), "", ""),
        # Nothing can be both.
        (("县内", "省外"), "", ""),
        (("低保户中脱贫户和一般农户",), "", ""),
        # Both kinds of households in one word.
        (("脱贫户和监测户", "外出务工人数"), "", "(脱贫户 或 监测对象) 且 外出务工"),
        (("外出务工人数",), "脱贫人口（含监测帮扶对象）就业", "(脱贫户 或 监测对象) 且 外出务工"),
        # Stages of school among pupils, what was finished elsewhere.
        (("其中：小学", "脱贫户"), PUPILS, "在校生状况 为 小学 且 脱贫户"),
        (("普通高中", "监测户"), PUPILS, "普通高中学生 且 监测对象"),
        (("义务教育", "脱贫户"), PUPILS, "义务教育阶段学生 且 脱贫户"),
        (("高中", "脱贫户"), "文化程度统计", "文化程度 为 高中 且 脱贫户"),
        (("脱贫劳动力", "省外务工"), "", "脱贫户 且 劳动力 且 务工区域 为 省外 且 务工"),
    ],
)
def test_conditions(heads, title, wanted):
    assert propose(Ask(heads, unit="人"), title).condition == wanted


@pytest.mark.parametrize(
    ("heads", "unit", "wanted"),
    [
        (("脱贫户和监测户总人数（人）",), "人", "脱贫和监测人数"),
        (("脱贫户（含监测户）", "户数"), "户", "脱贫和监测户数"),
        (("60岁以上老人（人）",), "人", "60周岁以上人数"),
        (("饮水安全达标户数",), "户", "饮水安全户数"),
    ],
)
def test_figures(heads, unit, wanted):
    assert propose(Ask(heads, unit=unit)).figure == wanted


def test_a_part_of_money_may_stand_alone():
    found = propose(Ask(("项目计划总投资", "其中：到位资金"), unit="万元", beside=2))
    assert found.figure == "项目到位资金"


def test_a_number_of_a_month_is_not_that_of_the_period():
    assert propose(Ask(("新识别监测对象户数",), unit="户")).figure == "本期新识别监测对象户数"
    found = propose(Ask(("本月新识别监测对象户数",), unit="户"))
    assert not found.is_any
    assert "本期新识别监测对象户数" in found.others


def test_people_are_counted_where_only_the_kind_of_household_is_named():
    slot = Slot("表", (1, 1), ("残疾人",), ("低保户",))
    assert propose(asked(slot, {})).unit == "人"
    written = Slot("表", (1, 1), ("残疾人", "户数"), ("低保户",))
    assert propose(asked(written, {})).unit == "户"


@pytest.mark.parametrize(
    ("head", "unit", "title", "wanted"),
    [
        ("工资性收入合计", "元", "", "工资性收入合计"),
        ("工资性收入合计", "元", "脱贫户家庭收入情况", ""),
        ("脱贫户人均纯收入户均值", "元", "脱贫户家庭收入情况", "脱贫户人均纯收入户均值"),
        ("项目到位资金", "万元", "脱贫户产业项目情况", "项目到位资金"),
    ],
)
def test_a_sum_of_all_households_is_no_answer_under_a_title_of_some(head, unit, title, wanted):
    assert propose(Ask((head,), unit=unit), title).figure == wanted


def test_a_whole_name_may_stand_under_the_heading_of_a_section():
    heads = ("三、保障情况", "保障", "低保户数", "户")
    found = propose(Ask(heads, unit="户", beside=4))
    assert (found.figure, found.confidence) == ("低保户数", 0.82)
    assert not propose(Ask(("合作社社员", "女性"), unit="人", beside=2)).is_any
    kept = propose(Ask(("脱贫户", "保障", "残疾人数"), unit="人", beside=3))
    assert kept.figure != "残疾人数"


def test_ten_thousands_of_yuan_that_no_head_asks_for_are_doubtful():
    assert propose(Ask(("项目到位资金",), unit="万元")).confidence > 0.9
    assert propose(Ask(("项目到位资金",))).confidence < 0.9


def test_a_register_is_asked_of_which_kind_its_households_are():
    assert condition_of("脱贫户、监测户残疾人走访记录", "走访记录") == "(脱贫户 或 监测对象)"
    assert condition_of("脱贫户政策汇编", "政策") == ""


@pytest.mark.parametrize(
    ("title", "condition"),
    [
        ("残疾人花名册", "残疾人"),
        ("低保户、特困户残疾人花名册", "(低保户 或 特困户) 且 残疾人"),
        ("脱贫户、监测户在校生信息采集表", "(脱贫户 或 监测对象) 且 在校生"),
    ],
)
def test_a_title_of_two_kinds_means_one_or_the_other(title, condition):
    assert condition_of(title, "家庭成员") == condition


def test_beside_and_over_a_cell_the_narrower_word_counts():
    assert propose(Ask(("县内务工", "务工人数"), unit="人", beside=1)).condition == "县内务工"
    assert propose(Ask(("务工", "县内务工人数"), unit="人", beside=1)).condition == "县内务工"


def test_a_figure_of_all_is_no_answer_for_some_households():
    assert propose(Ask(("卫生厕所普及率",), unit="%")).figure == "卫生厕所普及率"
    found = propose(Ask(("低保户", "卫生厕所普及率"), unit="%"))
    assert not found.is_any
    assert "卫生厕所普及率" in found.others


@pytest.mark.parametrize(
    ("heads", "unit"),
    [
        (("人数", "脱贫户"), "人"),
        (("脱贫户", "人数"), "人"),
        (("脱贫户",), "户"),
        (("低保（户）", "数量"), "户"),
        (("总人口",), "人"),
    ],
)
def test_a_unit_that_is_written_is_before_one_that_is_implied(heads, unit):
    assert units_in(heads) == unit


def test_a_head_of_the_former_period_is_no_part_of_the_name():
    found = asked(Slot("表", (1, 1), ("上年同期",), ("小额信贷余额", "万元")), {})
    assert (found.heads, found.before, found.unit) == (("小额信贷余额",), "上年同期", "万元")
