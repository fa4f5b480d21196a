"""A sheet is known by its headers, wherever they stand and however they are spelled."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheetmaker import ledger

from docgen.ledger.headers import recognise
from docgen.ledger.schema import household_keys, plain, sheets
from docgen.ledger.workbook import Grid


def layout(rows, *, name="Sheet1", stem="", merges=()):
    return recognise(Grid(name, rows, merges), stem)


HOUSEHOLD = ["户编号", "户主姓名", "户类型", "家庭人口", "联系电话"]
PERSON = ["户编号", "姓名", "证件号码", "与户主关系", "性别"]


@pytest.mark.parametrize("above", range(8))
def test_title_rows_above_the_header(above):
    rows = [["荷塘村户信息表"], ["填报单位：荷塘村"], [], ["单位：户、元"], [], [], [], []][:above]
    found = layout([*rows, HOUSEHOLD, ["0101", "张三", "脱贫户", 3, "139"]])
    assert (found.spec.name, found.band.top, found.band.bottom) == ("户信息", above, above)
    assert found.columns["联系电话"] == 4


@pytest.mark.parametrize(
    ("sheet", "column", "written"),
    [
        ("户信息", "县", "县(市、区、旗)"),
        ("户信息", "乡镇", "乡(镇)"),
        ("户信息", "行政村", "村"),
        ("户信息", "监测对象类别", "检测对象类别"),
        ("户信息", "识别时间", "识别监测时间"),
        ("户信息", "人均纯收入", "人均纯收入（元）"),
        ("户信息", "人均纯收入", "人均纯收入\n(万元)"),
        ("户信息", "人均纯收入", " 人 均 纯 收 入 "),
        ("户信息", "人均纯收入", "人均纯收入/元"),
        ("户信息", "住房面积", "住房面积（㎡）"),
        ("户信息", "致贫返贫风险1", "致贫/返贫风险1"),
        ("户信息", "是否危房户", "危房户"),
        ("户信息", "享受低保", "享受低保政策情况"),
        ("户信息", "整户无劳动力兜底保障户", "整户无劳动能力兜底保障户"),
        ("户信息", "联系电话", "*联系电话"),
        ("户信息", "联系电话", "联系电话："),
        ("户信息", "联系电话", "12.联系电话"),
        ("户信息", "联系电话", "户联系电话"),
        ("户信息", "距主干路(公里)", "与村主干路距离"),
        ("户信息", "距主干路(公里)", "距主干路（公里）"),
        ("家庭成员", "证件号码", "身份证号码"),
        ("家庭成员", "证件号码", "公民身份号码"),
        ("家庭成员", "失学原因", "失学或辍学原因/义务教育阶段未上学原因"),
        ("家庭成员", "城乡居民医保", "是否参加城乡居民基本医疗保险"),
        ("家庭成员", "养老保险", "是否参加城乡居民/城镇职工基本养老保险"),
        ("家庭成员", "公岗月数", "公益性岗位(月数)"),
        ("家庭成员", "务工时间", "务工时间（月）"),
        ("家庭成员", "务工企业", "务工企业名称"),
        ("家庭成员", "联系电话", "家庭成员联系电话"),
        ("家庭成员", "与户主关系", "与 户主\n关系"),
        ("帮扶责任人", "隶属关系", "单位隶属关系"),
        ("帮扶责任人", "结对开始", "结对时间"),
        ("项目", "总投资", "总投资(万元)"),
        ("问题整改", "问题描述", "具体问题（原文）"),
    ],
)
def test_spellings_of_real_sheets(sheet, column, written):
    spec = sheets()[sheet]
    header = ["户编号"] if spec.household else []
    header += [name for name in spec.declared if name != column][:12]
    found = layout([[*header, written]], name=sheet)
    assert found.spec.name == sheet
    assert found.columns[column] == len(header)


@pytest.mark.parametrize("sheet", sheets())
def test_every_sheet_is_known_by_its_official_headers_in_any_order(sheet):
    spec = sheets()[sheet]
    header = [*(["户编号"] if spec.household else []), *reversed(spec.declared)]
    found = layout([["随便什么"], header])
    if found.rival:
        assert found.spec.name == sheet or found.rival == sheet
        found = layout([["随便什么"], header], name=sheet)
    assert found.spec.name == sheet
    assert set(spec.declared) <= set(found.columns)
    assert not found.unknown
    assert not found.missing


def test_every_spelling_belongs_to_one_column_of_its_sheet():
    for spec in sheets().values():
        owner: dict[str, str] = {}
        for name in spec.declared:
            for word in (name, *spec.columns[name].also):
                assert owner.setdefault(plain(word), name) == name, (spec.name, word)


def test_spellings_of_the_household_key():
    for key, words in household_keys().items():
        if key == "村民小组":
            continue
        for word in (key, *words):
            found = layout([[word, "项目编号", "数量", "点单日期"]], name="点单")
            assert found.spec.name == "点单"
            assert key in found.columns or "户编号" in found.columns, word


def test_two_rows_merged():
    rows = [
        ["表"],
        ["户编号", "户主姓名", "户类型", "收入（元）", "", "", "联系电话"],
        ["", "", "", "工资性收入", "财产性收入", "转移性收入", ""],
        ["0101", "张三", "脱贫户", 1, 2, 3, "139"],
    ]
    merges = [((1, n), (2, n)) for n in (0, 1, 2, 6)] + [((1, 3), (1, 5))]
    for found in (layout(rows, merges=merges), layout(rows)):
        assert (found.band.top, found.band.bottom) == (1, 2)
        assert [found.columns[n] for n in ("工资性收入", "财产性收入", "转移性收入")] == [3, 4, 5]
        assert found.columns["联系电话"] == 6
        assert found.units["财产性收入"] == "元"


def test_three_rows_with_units():
    rows = [
        ["户编号", "户主姓名", "户类型", "基本情况", "", ""],
        ["", "", "", "收入", "", "住房"],
        ["", "", "", "工资性收入", "财产性收入", "住房面积"],
        ["", "", "", "万元", "万元", "㎡"],
    ]
    found = layout([*rows[:1], *rows[2:], ["0101", "张三", "脱贫户", 1, 2, 80]])
    assert found.band.bottom == 2
    assert found.units["工资性收入"] == "万元"
    assert layout([*rows[:3], ["0101", "张三", "脱贫户", 1, 2, 80]]).band.bottom == 2


def test_a_column_means_what_its_group_says():
    rows = [
        ["户编号", "结对帮扶", "", "", "结对", ""],
        ["", "姓名", "单位", "联系电话", "开始", "结束"],
        ["0101", "王", "局", "139", "2023-1-1", ""],
    ]
    found = layout(rows, name="帮扶责任人")
    assert found.columns["结对开始"] == 4
    assert found.columns["结对结束"] == 5


def test_a_row_of_data_is_no_second_header():
    rows = [HOUSEHOLD, ["0101", "户主", "健康", "类别", "状态"], ["0102", "李四", "脱贫户", 1, "1"]]
    assert layout(rows).band.bottom == 0


def test_a_short_first_row_of_data_is_no_second_header():
    rows = [["指标", "数值", "单位"], ["总户数", "40", "户"], ["人口", "139", "人"]]
    assert layout(rows, name="村情").band.bottom == 0


def test_the_name_of_the_sheet_is_only_a_hint():
    assert layout([PERSON], name="户信息").spec.name == "家庭成员"
    assert layout([HOUSEHOLD], name="家庭成员").spec.name == "户信息"


def test_strange_sheets_are_not_forced():
    assert layout([["车牌", "颜色", "日期"], ["a", "b", "c"]]) is None
    assert layout([["姓名", "日期", "车牌", "用途"]]) is None
    assert layout([["一", "二"], ["三", "四"]]) is None
    assert layout([]) is None
    assert layout([[1, 2, 3], [4, 5, 6]]) is None


def test_the_doubled_header_of_the_national_export():
    header = [*HOUSEHOLD, "风险是否已消除", "消除监测时间", "风险是否已消除"]
    rows = [header, ["1", "张三", "监测户", 3, "", "", "", "是"]]
    found = layout(rows)
    assert found.columns["风险是否已消除"] == 7
    assert found.doubles["风险是否已消除"] == (5,)


def test_wide_exports_of_persons_are_persons():
    columns = (
        "县 乡 村 户编号 户类型 监测对象类别 识别监测时间 人均纯收入（元） 姓名 证件号码 与户主关系"
    )
    header = [*columns.split(), "消除监测时间"]
    assert layout([[], [], header], name="（自定义）监测对象信息").spec.name == "家庭成员"


def test_unknown_headers_are_named():
    found = layout([[*HOUSEHOLD, "联系电活", "序号", "备注"]])
    assert found.unknown == ((5, "联系电活"),)


def test_required_columns_that_lack_are_named():
    found = layout([["户编号", "户主姓名", "家庭人口", "联系电话", "耕地面积"]], name="户信息")
    assert found.missing == ("户类型",)


def test_the_unit_of_the_whole_table_counts_for_money_only():
    found = layout(
        [["单位：万元、户"], ["户编号", "户主姓名", "户类型", "工资性收入", "耕地面积(亩)"]]
    )
    assert found.units["工资性收入"] == "?万元"
    assert found.units["耕地面积"] == "亩"


def test_a_serial_number_is_the_number_where_there_is_no_better_one():
    header = ["序号", "问题来源", "具体问题", "整改措施", "责任人", "完成情况"]
    assert layout([header], name="问题台账").columns["问题编号"] == 0
    found = layout([[*header, "问题编号"]], name="问题台账")
    assert found.columns["问题编号"] == 6
    assert not found.doubles


def real_headers():
    text = (Path(__file__).parent / "real_headers.txt").read_text(encoding="utf-8")
    return [line.split(": ", 1) for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("sheet", "header"), real_headers())
@pytest.mark.parametrize("above", [0, 2])
def test_headers_of_real_tables(sheet, header, above):
    rows = [*[["（自定义）导出"], [""]][:above], header.split()]
    assert layout(rows).spec.name == sheet


def test_a_published_plan_of_projects_is_known_by_its_name():
    header = (
        "序号 项目名称 实施地点 实施单位 建设内容 总投资(万元) 申请财政资金(万元) 绩效目标 建设期限"
    )
    assert layout([header.split()], name="项目计划", stem="项目").spec.name == "项目"


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        pytest.param(
            "旗县区 苏木镇 嘎查 浩特 户编号 户主 户类型 家庭人口 草场（亩） 信贷余额（元）",
            "县 乡镇 行政村 村民小组 户编号 户主姓名 户类型 家庭人口 牧草地面积 小额信贷余额",
            id="pasture",
        ),
        pytest.param(
            "户编号 户主 屯别 户类型 草原面积 人均收入",
            "户编号 户主姓名 村民小组 户类型 牧草地面积 人均纯收入",
            id="villages in the north-east",
        ),
        pytest.param(
            "户编号 户主 社别 领取人 政策编号 发放批次 金额 发放时间",
            "户编号 户主姓名 村民小组 姓名 政策编号 期次 金额 发放日期",
            id="list of payments",
        ),
        pytest.param(
            "政策编号 类别 名称 享受对象 标准 适用嘎查",
            "政策编号 类别 名称 享受对象 标准 适用村",
            id="policies for some villages",
        ),
    ],
)
def test_words_of_other_regions(header, columns):
    found = layout([header.split()])
    assert found.unknown == ()
    assert sorted(found.columns, key=found.columns.get) == columns.split()


@pytest.mark.parametrize("word", household_keys()["村民小组"])
def test_every_word_for_a_group_is_known_beside_every_key(word):
    for header in (["户编号", "户主", word, "户类型"], ["户主", word, "结对干部", "单位"]):
        assert "村民小组" in layout([header]).columns, header


def test_an_empty_column_under_a_wide_group_title_is_not_told():
    rows = [
        ["户编号", "户主姓名", "户类型", "生产生活", "", "", ""],
        ["", "", "", "牧草地面积", "是否危房", "", "养了几头"],
        ["0101", "张三", "脱贫户", 3, "否", "", 5],
    ]
    found = ledger({"户": rows}, merges=[("户", "D1:G1")])
    assert [(note.code, note.cell) for note in found.findings] == [("W005", "G2")]
