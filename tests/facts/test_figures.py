"""Figures: each against a village counted by hand, each a gap where its data are missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import registers_village
from small_ledger import id_number, ledger, settings

from docgen.facts.figures import FIGURES, compute
from docgen.model import Ledger


def household(number: int, **cells: Any) -> dict[str, Any]:
    return {"户编号": f"H{number}", **cells}


HOUSEHOLDS = [
    household(
        1,
        户类型="脱贫户",
        监测对象类别=None,
        主要致贫原因="因病",
        人均纯收入=8000,
        上年人均纯收入=7000,
        家庭人口=2,
        工资性收入=10000,
        生产经营性收入=6000,
        生产经营性支出=1000,
        财产性收入=0,
        转移性收入=1000,
        享受低保="农村低保",
        享受特困="未享受",
        是否易地搬迁户="是",
        是否危房户="否",
        是否党员户="是",
        小额信贷余额=30000,
        识别时间=None,
        风险是否已消除=None,
    ),
    household(
        2,
        户类型="脱贫户",
        监测对象类别="脱贫不稳定户",
        主要致贫原因="缺技术",
        人均纯收入=7999.99,
        上年人均纯收入=8000,
        家庭人口=3,
        工资性收入=20000,
        生产经营性收入=4000,
        生产经营性支出=4000.03,
        财产性收入=1000,
        转移性收入=3000,
        享受低保="未享受",
        享受特困="农村特困",
        是否易地搬迁户="否",
        是否危房户="是",
        是否党员户="否",
        小额信贷余额=0,
        识别时间=date(2026, 3, 1),
        风险是否已消除="否",
    ),
    household(
        3,
        户类型="一般农户",
        监测对象类别="边缘易致贫户",
        主要致贫原因="因学",
        人均纯收入=20000,
        上年人均纯收入=15000,
        家庭人口=1,
        工资性收入=20000,
        生产经营性收入=None,
        生产经营性支出=None,
        财产性收入=None,
        转移性收入=None,
        享受低保="城市低保",
        享受特困=None,
        是否易地搬迁户=None,
        是否危房户=None,
        是否党员户=None,
        小额信贷余额=None,
        识别时间=date(2025, 12, 31),
        风险是否已消除="是",
    ),
    household(4, 户类型="一般农户", 主要致贫原因="因病"),
    household(5, 户类型=None, 人均纯收入=12000),
]


def person(number: int, **cells: Any) -> dict[str, Any]:
    return {"户": f"H{number}", **cells}


TWICE = id_number("19600630", 5)
PERSONS = [
    person(
        1,
        姓名="甲",
        证件号码=TWICE,
        出生日期=date(1966, 6, 30),
        健康状况="残疾、长期慢性病",
        残疾等级="二级",
        劳动技能="弱劳动力或半劳动力",
        在校生状况="非在校生",
        务工时间=0,
        务工区域=None,
        公益性岗位="护林员",
        城乡居民医保="是",
        职工医保="否",
    ),
    person(
        1,
        姓名="乙",
        证件号码=id_number("20100101", 2),
        出生日期=date(1966, 7, 1),
        健康状况="健康",
        残疾等级=None,
        劳动技能="普通劳动力",
        在校生状况="中职一年级",
        务工时间=3,
        务工区域="省外",
        公益性岗位="无",
        城乡居民医保="否",
        职工医保="是",
        开始时间=date(2026, 2, 1),
        结束时间=date(2026, 4, 15),
    ),
    person(
        2,
        姓名="丙",
        证件号码=id_number("19900101", 3),
        出生日期=date(1990, 1, 1),
        健康状况="健康",
        残疾等级="三级",
        劳动技能="技能劳动力",
        在校生状况="七年级",
        务工时间=2.5,
        务工区域="县外省内",
        城乡居民医保="否",
        职工医保=None,
        开始时间=date(2025, 11, 1),
        结束时间=None,
    ),
    person(
        3,
        姓名="甲",
        证件号码=TWICE,
        出生日期=None,
        健康状况=None,
        劳动技能="无劳动力",
        在校生状况="普通高中二年级",
        务工时间=6,
        务工区域="县内",
    ),
    person(9, 姓名="丁", 证件号码=None, 务工时间=6, 务工区域="省外", 在校生状况="高职高专一年级"),
]
SHEETS: dict[str, list[dict[str, Any]]] = {
    "户信息": HOUSEHOLDS,
    "家庭成员": PERSONS,
    "公益岗": [
        {"类别": "光伏公益岗", "岗位数": 199, "在岗数": 190},
        {"类别": "人社公益岗", "岗位数": 7, "在岗数": None},
        {"类别": "林业", "岗位数": 17, "在岗数": 17},
    ],
    "项目": [
        {
            "项目编号": "X1",
            "类别": "产业发展",
            "总投资": 1234567.89,
            "到位资金": 1000000,
            "已支付": 333333.33,
            "开工日期": date(2026, 1, 5),
            "计划竣工": date(2026, 6, 30),
            "实际竣工": None,
        },
        {
            "项目编号": "X2",
            "类别": "基础设施",
            "总投资": 500000,
            "到位资金": None,
            "已支付": 0,
            "开工日期": None,
            "计划竣工": date(2026, 7, 1),
            "实际竣工": None,
        },
        {
            "项目编号": "X3",
            "类别": "产业发展",
            "总投资": 100000,
            "到位资金": 100000,
            "已支付": 100000,
            "开工日期": date(2025, 1, 1),
            "计划竣工": date(2025, 6, 1),
            "实际竣工": date(2025, 7, 1),
        },
    ],
    "项目受益户": [
        {"项目编号": "X1", "户": "H1", "补助标准": 3000, "已发放": 3000},
        {"项目编号": "X1", "户": "H2", "补助标准": 3000, "已发放": 2999.5},
        {"项目编号": "X1", "户": "H3", "补助标准": 1000, "已发放": None},
    ],
    "督办记录": [
        {"项目编号": "X1", "日期": date(2026, 3, 9)},
        {"项目编号": "X1", "日期": date(2026, 3, 1)},
        {"项目编号": "X2", "日期": date(2026, 3, 1)},
        {"项目编号": "X2", "日期": date(2026, 3, 8)},
        {"项目编号": "X2", "日期": date(2025, 12, 1)},
    ],
    "收益分配": [
        {"主体": "合作社", "年度": 2026, "应付": 10000, "实付": 8000, "实际就业": 5},
        {"主体": "公司", "年度": 2026, "应付": 5000, "实付": 5000, "实际就业": 2},
        {"主体": "公司", "年度": 2025, "应付": 5000, "实付": 0, "实际就业": 9},
    ],
    "走访记录": [
        {"户": "H1", "对象": "脱贫户", "走访日期": date(2026, 1, 1), "走访人": "李明、王芳"},
        {"户": "H1", "对象": "脱贫户", "走访日期": date(2026, 6, 30), "走访人": "李明华"},
        {"户": "H2", "对象": "监测户", "走访日期": date(2026, 5, 1), "走访人": "李明"},
        {"户": None, "对象": "老干部", "走访日期": date(2026, 5, 1), "走访人": "王芳"},
        {"户": "H2", "对象": "监测户", "走访日期": date(2025, 12, 31), "走访人": "李明"},
    ],
    "帮扶责任人": [
        {"户": "H1", "姓名": "李明", "结对开始": date(2021, 1, 1), "结对结束": None},
        {"户": "H2", "姓名": "李明", "结对开始": date(2026, 4, 1), "结对结束": None},
        {"户": "H1", "姓名": "李明华", "结对开始": None, "结对结束": date(2026, 3, 31)},
        *({"户": f"H{n}", "姓名": "王芳", "结对开始": date(2026, 7, 1)} for n in range(10, 16)),
    ],
    "问题整改": [
        {
            "问题编号": "W1",
            "状态": "已完成",
            "完成时限": date(2026, 1, 1),
            "销号日期": date(2026, 2, 1),
            "原因类型": "客观",
        },
        {
            "问题编号": "W2",
            "状态": "推进中",
            "完成时限": date(2026, 6, 29),
            "销号日期": None,
            "原因类型": "主观",
        },
        {"问题编号": "W3", "状态": "未启动", "完成时限": date(2026, 6, 30), "原因类型": "工作"},
    ],
    "上期指标": [
        {"指标": "外出务工人数", "数值": 4, "期间": "2025年上半年"},
        {"指标": "公益岗岗位数", "数值": 200, "期间": "2024年上半年"},
        {"指标": "公益岗岗位数", "数值": 223, "期间": "2025年上半年"},
        {"指标": "走访次数", "数值": 0, "期间": "2025年上半年"},
        {"指标": "监测对象户数", "数值": 1, "期间": "2025年上半年"},
        {"指标": "监测对象户数", "数值": 2, "期间": "2025年"},
        {"指标": "问题整改完成数", "数值": 3, "期间": "2025年上半年"},
    ],
    "点单": [{"户": "H1"}, {"户": "H1"}, {"户": "H2"}],
    "接单人": [{"姓名": "甲", "接单上限": 3}, {"姓名": "乙", "接单上限": 2}],
    "政策": [
        {"政策编号": "P1", "有效期起": date(2026, 6, 30), "适用村": None},
        {"政策编号": "P2", "有效期止": date(2026, 6, 29), "适用村": None},
        {"政策编号": "P3", "有效期止": date(2026, 6, 30), "适用村": "荷塘、柳溪村"},
        {"政策编号": "P4", "适用村": "柳溪村"},
        {"政策编号": "P5", "适用村": "全县"},
    ],
    "帮扶措施": [{"户": "H1"}, {"户": "H1"}, {"户": "H4"}, {"户": "H99"}],
}
COUNTED_BY_HAND: dict[str, Any] = {
    "台账户数": 5,
    "台账人数": 5,
    "台账去重人数": 4,
    "脱贫户户数": 2,
    "脱贫户人数": 3,
    "一般农户户数": 2,
    "一般农户人数": 1,
    "监测对象户数": 2,
    "监测对象人数": 2,
    "脱贫不稳定户户数": 1,
    "脱贫不稳定户人数": 1,
    "边缘易致贫户户数": 1,
    "边缘易致贫户人数": 1,
    "突发严重困难户户数": 0,
    "突发严重困难户人数": 0,
    "风险未消除监测对象户数": 1,
    "风险未消除监测对象人数": 1,
    "风险已消除监测对象户数": 1,
    "风险已消除监测对象人数": 1,
    "本期新识别监测对象户数": 1,
    "本期新识别监测对象人数": 1,
    "上年识别监测对象户数": 1,
    "上年识别监测对象人数": 1,
    "低保户数": 1,
    "低保人数": 2,
    "特困供养户数": 1,
    "特困供养人数": 1,
    "易地搬迁户数": 1,
    "易地搬迁人数": 2,
    "危房户户数": 1,
    "危房户人数": 1,
    "党员户户数": 1,
    "残疾人数": 1,
    "重度残疾人数": 1,
    "60周岁以上人数": 1,
    "义务教育阶段学生数": 1,
    "中职高职学生数": 2,
    "普通高中学生数": 1,
    "劳动力人数": 2,
    "弱劳动力人数": 1,
    "务工总人数": 4,
    "务工人数（县内）": 1,
    "务工人数（县外省内）": 1,
    "务工人数（省外）": 2,
    "外出务工人数": 3,
    "脱贫和监测人口外出务工人数": 2,
    "1月外出务工在岗人数": 1,
    "2月外出务工在岗人数": 2,
    "3月外出务工在岗人数": 2,
    "4月外出务工在岗人数": 2,
    "5月外出务工在岗人数": 1,
    "6月外出务工在岗人数": 1,
    "成员登记公益岗人数": 1,
    "医保参保率": Decimal("40.00"),
    "公益岗岗位数": 223,
    "光伏公益岗岗位数": 199,
    "人社公益岗岗位数": 7,
    "林业公益岗岗位数": 17,
    "乡村综合财力公益岗岗位数": 0,
    "公益岗在岗人数": 207,
    "小额信贷户数": 1,
    "小额信贷余额": 30000,
    "项目数": 3,
    "项目总投资": Decimal("183.456789"),
    "项目到位资金": 110,
    "项目已支付资金": Decimal("43.3333"),
    "资金支付率": Decimal("39.39"),
    "已竣工项目数": 1,
    "已开工项目数": 2,
    "逾期未竣工项目数": 1,
    "产业项目总投资": Decimal("133.456789"),
    "项目受益户次": 3,
    "补助应发金额": 7000,
    "补助已发金额": Decimal("5999.5"),
    "补助未发足户次": 2,
    "督办次数": 4,
    "督办中断项目数": 1,
    "收益分配应付": 15000,
    "收益分配实付": 13000,
    "收益分配未付足主体数": 1,
    "带动实际就业人数": 7,
    "走访次数": 4,
    "走访户数": 2,
    "走访次数（脱贫户）": 2,
    "走访次数（监测户）": 1,
    "走访次数（老干部）": 1,
    "走访次数（党员）": 0,
    "走访次数（村民代表）": 0,
    "走访次数（一般农户）": 0,
    "帮扶责任人数": 2,
    "结对超过5户的帮扶责任人数": 1,
    "一季度未走访结对数": 1,
    "二季度未走访结对数": 1,
    "未按季走访的帮扶责任人数": 2,
    "问题总数": 3,
    "问题已完成数": 1,
    "问题推进中数": 1,
    "问题未启动数": 1,
    "问题已销号数": 1,
    "问题超期未完成数": 1,
    "问题整改完成率": Decimal("33.33"),
    "客观原因问题数": 1,
    "主观原因问题数": 1,
    "工作原因问题数": 1,
    "致贫原因占比（因病）": Decimal("33.33"),
    "致贫原因占比（因残）": Decimal("0.00"),
    "致贫原因占比（因学）": Decimal("33.33"),
    "致贫原因占比（缺技术）": Decimal("33.33"),
    "三类致贫原因占比（因病）": Decimal("33.33"),
    "三类致贫原因占比（有劳动力但缺资金、技术、发展动力）": Decimal("33.33"),
    "三类致贫原因占比（其他）": Decimal("33.33"),
    "收入分段（0-8000元）": 1,
    "收入分段（8000-10000元）": 1,
    "收入分段（10000-15000元）": 1,
    "收入分段（15000-20000元）": 0,
    "收入分段（20000元及以上）": 1,
    "人均纯收入户均值": Decimal("12000.00"),
    "人均纯收入中位数": 10000,
    "人均纯收入（按人加权）": Decimal("10000.00"),
    "上年人均纯收入户均值": Decimal("10000.00"),
    "人均纯收入同比增长": Decimal("20.00"),
    "脱贫户人均纯收入户均值": Decimal("8000.00"),
    "工资性收入占比": Decimal("76.92"),
    "低于监测线未纳入监测脱贫户数": 1,
    "外出务工人数同比": Decimal("-25.00"),
    "公益岗岗位数同比": Decimal("0.00"),
    "问题整改完成数同比": Decimal("-66.67"),
    "点单数": 3,
    "点单户数": 2,
    "接单人数": 2,
    "接单能力合计": 5,
    "本村有效政策数": 3,
    "帮扶措施条数": 4,
    "有帮扶措施的脱贫户和监测户数": 1,
}


def the_village() -> Ledger:
    # 1234567.89 stands in yuan: the reader has turned 万元 into yuan.
    return ledger(**SHEETS)


def the_settings() -> Any:
    from docgen.folder import Place

    return settings(place=Place(village="荷塘村"))


@pytest.mark.parametrize("name", sorted(COUNTED_BY_HAND))
def test_figure_counted_by_hand(name: str) -> None:
    found = compute(the_village(), the_settings(), [name])[name]
    assert found.value == COUNTED_BY_HAND[name], found


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_without_data_a_figure_is_a_gap_and_says_why(name: str) -> None:
    found = compute(Ledger(), settings(), [name])[name]
    assert found.value is None
    assert found.reason


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_column_a_figure_needs_is_really_needed(name: str) -> None:
    for need in FIGURES[name].needs:
        sheet, _, column = need.partition(".")
        known = {**registers_village.SHEETS, **SHEETS}
        kept = {other: rows for other, rows in known.items() if other != sheet}
        if column:
            kept[sheet] = [{n: v for n, v in row.items() if n != column} for row in known[sheet]]
        assert compute(ledger(**kept), the_settings(), [name])[name].value is None, need


def test_counts_carry_the_rows_behind_them() -> None:
    figures = compute(the_village(), the_settings())
    for name in ("脱贫户户数", "外出务工人数", "走访次数", "问题总数", "点单数", "项目数"):
        assert len(figures[name].records) == figures[name].value
    assert [at.row for at in figures["外出务工人数"].records] == [4, 5, 7]
    assert figures["外出务工人数"].records[0].sheet == "家庭成员"


def test_a_value_says_which_rows_it_leaves_out() -> None:
    figures = compute(the_village(), the_settings())
    assert figures["公益岗在岗人数"].note == "1行为空，未计入"
    assert figures["帮扶措施条数"].note == "其中1条的户编号查无此户"
    assert figures["台账人数"].note == "按证件号码去重为4人"


def test_two_previous_figures_are_not_chosen_from() -> None:
    figures = compute(the_village(), the_settings())
    assert figures["监测对象户数同比"].value is None
    assert "几个不同" in figures["监测对象户数同比"].reason
    assert figures["走访次数同比"].value is None


def test_a_household_in_two_rows_counts_once() -> None:
    village = ledger(户信息=[household(1, 户类型="脱贫户"), household(1, 户类型="脱贫户")])
    assert compute(village, settings())["脱贫户户数"].value == 1


def test_months_that_have_not_come_are_gaps() -> None:
    figures = compute(the_village(), settings(date(2026, 5, 31)))
    assert figures["5月外出务工在岗人数"].value == 1
    assert figures["6月外出务工在岗人数"].value is None


def test_without_a_line_nobody_is_below_it() -> None:
    figures = compute(the_village(), settings(monitor={}))
    assert figures["低于监测线未纳入监测脱贫户数"].value is None


def test_definitions_are_one_sentence() -> None:
    assert all(f.definition and not f.definition.endswith("。") for f in FIGURES.values())


def test_a_name_with_a_space_in_it_is_the_same_name() -> None:
    first = {"户": "H1", "结对开始": date(2025, 1, 1)}
    village = ledger(
        帮扶责任人=[{**first, "姓名": "王　强"}, {**first, "户": "H2", "姓名": "王强"}],
        走访记录=[
            {"户": "H1", "走访日期": date(2026, 2, 1), "走访人": "李明、王 强"},
            {"户": "H2", "走访日期": date(2026, 5, 1), "走访人": "王强"},
        ],
    )
    found = compute(village, settings())
    assert found["帮扶责任人数"].value == 1
    assert found["一季度未走访结对数"].value == 1
    assert found["二季度未走访结对数"].value == 1
    assert found["未按季走访的帮扶责任人数"].value == 1


def test_what_names_no_places_is_exact() -> None:
    incomes = [Decimal("10000.01"), Decimal("10000.02")]
    village = ledger(
        户信息=[household(n, 人均纯收入=income) for n, income in enumerate(incomes)],
        项目=[{"总投资": Decimal("12345.67"), "到位资金": 1, "已支付": Decimal("12345.67")}],
    )
    found = compute(village, settings())
    assert found["人均纯收入中位数"].value == Decimal("10000.015")
    assert found["项目总投资"].value == Decimal("1.234567")
    assert found["项目已支付资金"].value == Decimal("1.2346")
