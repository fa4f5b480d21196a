"""From workbooks to the ledger: households, addresses, rows accounted, trouble said."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from sheetmaker import (
    HOUSEHOLDS,
    codes,
    folder_with,
    ledger,
    ledger_in,
    only,
    with_check_digit,
    xlsx,
)

from docgen.facts.figures.select import households
from docgen.facts.scope import chosen
from docgen.facts.view import View
from docgen.findings import Severity
from docgen.folder import Folder, Settings
from docgen.ledger.reading import ledger_of, read_ledger
from docgen.ledger.schema import sheets
from docgen.ledger.workbook import read_book
from docgen.model import value_of

PERSONS = ["户编号", "姓名", "证件号码", "与户主关系"]
MAN, BOY = (with_check_digit(f"999201{born}001") for born in ("19800101", "20100101"))


def test_households_and_what_belongs_to_them():
    found = ledger(
        {
            "一": HOUSEHOLDS,
            "二": [PERSONS, ["0101", "张三", with_check_digit("99920119800101001"), "01户主"]],
            "三": [["户编号", "姓名", "单位", "结对时间"], ["0102", "王干部", "县局", "2023年4月"]],
        }
    )
    assert [one.id for one in found.households] == ["0101", "0102", "0203"]
    assert found.persons_of("0101")[0].relation == "户主"
    assert found.helpers_of("0102")[0].since == date(2023, 4, 1)
    assert found.household("0203").householder == "李四"
    assert not found.findings


@pytest.mark.parametrize(
    ("header", "row", "household"),
    [
        (["户主姓名"], ["张三"], "0101"),
        (["户主", "组"], ["李四", "2组"], "0102"),
        (["户主", "组"], ["李四", "第三组"], "0203"),
        (["户主", "村民小组"], ["李 四", "三"], "0203"),
        (["户"], ["0203"], "0203"),
        (["户"], ["张三"], "0101"),
        (["户号"], [101], "0101"),
        (["户主身份证号"], [with_check_digit("99920119800101001")], "0101"),
    ],
)
def test_ways_to_name_a_household(header, row, household):
    found = ledger(
        {
            "户": HOUSEHOLDS,
            "成员": [PERSONS, ["0101", "张三", with_check_digit("99920119800101001"), "户主"]],
            "点单": [[*header, "项目编号", "数量"], [*row, "F1", 2]],
        }
    )
    (entry,) = found.register("点单")
    assert entry.household == household
    assert entry.get("户") == household
    assert not [one for one in found.findings if one.severity.blocks]


def test_two_candidates_are_a_finding_and_not_a_guess():
    found = ledger({"户": HOUSEHOLDS, "点单": [["户主", "项目编号"], ["李四", "F1"]]})
    assert found.register("点单")[0].household == "李四"
    finding = only(found, "E108")
    assert finding.cell == "A2"
    assert "0102、0203" in finding.message


def test_an_unknown_household_is_said_with_the_nearest():
    found = ledger({"户": HOUSEHOLDS, "点单": [["户编号", "项目编号"], ["0104", "F1"]]})
    finding = only(found, "E107")
    assert (finding.sheet, finding.cell, finding.value) == ("点单", "A2", "0104")
    assert "最像的是" in finding.message
    assert found.register("点单")[0].household == "0104"


def test_a_row_without_household_is_kept_and_said():
    found = ledger({"户": HOUSEHOLDS, "成员": [PERSONS, ["", "张三", "1", "户主"]]})
    assert found.persons[0].household == ""
    finding = only(found, "E106")
    assert (finding.cell, finding.person) == ("A2", "张三")


def test_optional_households_may_be_empty():
    header = ["走访日期", "走访人", "对象姓名", "户编号"]
    found = ledger({"户": HOUSEHOLDS, "走访记录": [header, ["2026-3-1", "王", "赵老党员", ""]]})
    assert found.visits[0].day == date(2026, 3, 1)
    assert not found.findings


@pytest.mark.parametrize("turned", [False, True])
def test_of_a_household_listed_twice_one_row_counts_everywhere(turned):
    header = ["户编号", "户主姓名", "村民小组", "户类型", "家庭人口", "人均纯收入"]
    full = ["0101", "张三", "一组", "一般农户", 4, 12000]
    rows = [
        full,
        ["0102", "李四", "一组", "脱贫户", 2, 9000],
        ["0101", "张三", "", "脱贫户", 4, ""],
    ]
    found = ledger({"户信息": [header, *(reversed(rows) if turned else rows)]})
    assert [one.id for one in found.households].count("0101") == 2
    assert found.household("0101").kind == "一般农户"
    view = View(found, Settings())
    kinds = {one.id: one.kind for one in households(view)}
    assert kinds == {"0101": "一般农户", "0102": "脱贫户"}
    assert {one.id: one.kind for one in chosen(found, "")} == kinds
    note = only(found, "E109")
    used = found.household("0101").at.cell("户编号")
    assert f"数字和文档用的是 台账/甲.xlsx 户信息!{used} 这一行" in note.message
    assert "户类型" in note.message


def test_zeros_lost_in_the_list_of_households_come_back_from_the_other_sheets():
    """A list typed as numbers loses zeros; the roster has them: the list is wrong, said once."""
    found = ledger(
        {
            "户信息": [
                HOUSEHOLDS[0],
                [101, "张三", "一组", "脱贫户"],
                ["0102", "李四", "一组", "脱贫户"],
            ],
            "人": [PERSONS, ["0101", "张三", MAN, "户主"], ["0101", "张小", BOY, "之子"]],
        }
    )
    assert [one.id for one in found.households] == ["0101", "0102"]
    assert {one.household for one in found.persons} == {"0101"}
    note = only(found, "W105")
    assert (note.sheet, note.cell, note.household) == ("户信息", "A2", "0101")


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param(["0101", "00101"], id="two ways of writing it"),
        pytest.param(["0101", "101"], id="the short number stands in another sheet too"),
    ],
)
def test_zeros_are_not_guessed(keys):
    roster = [PERSONS, *([key, f"张{key}", "", "其他"] for key in keys)]
    found = ledger({"户信息": [HOUSEHOLDS[0], [101, "张三", "一组", "脱贫户"]], "人": roster})
    assert [one.id for one in found.households] == ["101"]


def test_duplicate_households_are_said_and_both_kept():
    found = ledger({"户": [*HOUSEHOLDS, ["0101", "王五", "一组", "脱贫户"]]})
    assert len(found.households) == 4
    assert only(found, "E109").cell == "A5"
    assert "A2" in only(found, "E109").message


def test_without_any_household_sheet_it_is_said_once():
    rows = [PERSONS, *[[f"{n:04}", "张三", "1", "户主"] for n in range(20)]]
    found = ledger({"成员": rows})
    assert codes(found) == ["E111"]
    assert found.persons[3].household == "0003"


def test_households_without_numbers_are_named_by_householder_and_group():
    found = ledger(
        {
            "户": [["户主姓名", "村民小组", "户类型"], ["张三", "一组", "脱贫户"]],
            "点单": [["户主", "组", "项目编号"], ["张三", "1组", "F1"]],
        }
    )
    assert found.households[0].id == "张三（一组）"
    assert found.register("点单")[0].household == "张三（一组）"


def test_rows_set_aside_have_reasons_and_the_sum_is_right():
    rows = [
        ["荷塘村户信息"],
        HOUSEHOLDS[0],
        ["甲", "乙", "1", "2"],
        ["示例（会被忽略）", "某某", "一组", "脱贫户"],
        HOUSEHOLDS[1],
        [],
        ["第一组", "", "", ""],
        HOUSEHOLDS[0],
        HOUSEHOLDS[2],
        ["", "小  计", "", "2"],
        ["合计：", "", "", 2],
        ["填表人：王", "", "审核人：", ""],
        ["注：数据截至6月30日"],
    ]
    found = ledger({"户": rows})
    (account,) = found.rows
    reasons = {one.row: one.reason for one in account.aside}
    assert reasons == {
        3: "栏次行",
        4: "示例行",
        6: "空行",
        7: "只有一格有字（分组或说明）",
        8: "重复的表头",
        10: "合计行",
        11: "合计行",
        12: "表尾",
        13: "表尾",
    }
    assert (account.read, account.used) == (11, 2)
    assert [one.at.row for one in found.households] == [5, 9]


@pytest.mark.parametrize(
    "word",
    ["合计", "小计", "总计", "一组小计", "荷塘村合计", "本页小计", "合 计", "全村合计：12户"],
)
def test_total_rows(word):
    found = ledger({"户": [*HOUSEHOLDS, [word, "", "", 3]]})
    assert len(found.households) == 3


@pytest.mark.parametrize("name", ["总结", "计小", "小吉", "合计生"])
def test_names_that_look_like_totals_are_kept(name):
    found = ledger({"户": [*HOUSEHOLDS, ["0301", name, "一组", "脱贫户"]]})
    assert found.households[-1].householder == name


def test_an_indicator_whose_name_holds_a_total_is_kept():
    found = ledger({"上期指标": [["指标", "数值"], ["公益岗位合计数", 12], ["外出务工人数", 30]]})
    assert [one.name for one in found.previous] == ["公益岗位合计数", "外出务工人数"]


def test_hidden_sheets_are_set_aside_and_hidden_rows_are_read():
    data = xlsx({"户": HOUSEHOLDS, "旧": HOUSEHOLDS}, hidden=["旧"], hidden_rows=[("户", 3)])
    found = ledger_of([read_book(data, "a.xlsx")])
    assert len(found.households) == 3
    assert only(found, "W003").sheet == "旧"
    assert "1 行" in only(found, "W010").message
    assert [(one.sheet, one.used, one.read) for one in found.rows] == [("户", 3, 3), ("旧", 0, 4)]


def test_merged_keys_reach_all_their_rows_and_merged_amounts_count_once():
    rows = [
        ["户编号", "姓名", "证件号码", "与户主关系", "务工月收入"],
        ["0101", "张三", "1", "户主", 3000],
        ["", "张小", "2", "之子", ""],
    ]
    data = xlsx({"户": HOUSEHOLDS, "成员": rows}, merges=[("成员", "A2:A3"), ("成员", "E2:E3")])
    found = ledger_of([read_book(data, "a.xlsx")])
    assert [one.household for one in found.persons] == ["0101", "0101"]
    assert [one.work_wage for one in found.persons] == [Decimal(3000), None]
    assert only(found, "W104").cell == "E2"


def test_error_cells_are_findings_not_blanks():
    data = xlsx({"户": [[*HOUSEHOLDS[0], "家庭人口"], ["0101", "张三", "一组", "脱贫户", "#REF!"]]})
    found = ledger_of([read_book(data, "a.xlsx")])
    finding = only(found, "E105")
    assert (finding.cell, finding.value, finding.household) == ("E2", "#REF!", "0101")
    assert found.households[0].size is None


def test_units_of_headers_and_titles():
    header = [
        "户编号",
        "户主姓名",
        "户类型",
        "工资性收入(万元)",
        "财产性收入",
        "林地面积（公顷）",
        "距主干路（米）",
    ]
    row = ["0101", "张三", "脱贫户", 1.2, 300, 2, 1500]
    one = ledger({"户": [header, row]}).households[0]
    assert (one.wages, one.property_income) == (Decimal(12000), Decimal(300))
    assert (one.woodland, one.distance_to_road) == (Decimal(30), Decimal("1.5"))
    header = ["项目编号", "名称", "类别", "总投资", "到位资金(元)"]
    project = ledger({"项目": [header, ["P1", "路", "基础", 12.5, 100000]]}).projects[0]
    assert (project.investment, project.arrived) == (Decimal(125000), Decimal(100000))
    titled = [
        ["单位：万元"],
        ["户编号", "户主姓名", "户类型", "工资性收入"],
        ["1", "张三", "脱贫户", 1.2],
    ]
    assert ledger({"户": titled}).households[0].wages == Decimal(12000)


def test_a_unit_that_cannot_be_converted_is_said():
    header = ["户编号", "户主姓名", "户类型", "耕地面积（米）"]
    found = ledger({"户": [header, ["0101", "张三", "脱贫户", 3]]})
    assert only(found, "W102").cell == "D1"
    assert found.households[0].farmland is None


def test_doubled_columns_fill_each_other_and_contradictions_are_said():
    header = ["户编号", "户主姓名", "户类型", "联系电话", "户主电话"]
    rows = [["1", "甲", "脱贫户", "13900000001", ""], ["2", "乙", "脱贫户", "", "13900000002"],
            ["3", "丙", "脱贫户", "13900000003", "13900000004"]]  # fmt: skip
    found = ledger({"户": [header, *rows]})
    assert [one.phone for one in found.households] == ["13900000001", "13900000002", "13900000003"]
    assert [one.at.cell("联系电话") for one in found.households] == ["D2", "E3", "D4"]
    assert (only(found, "W007").cell, only(found, "W007").also) == ("D4", ("E4",))
    assert only(found, "W006").severity is Severity.hint


def test_an_id_stored_as_number_keeps_what_the_file_says():
    number = with_check_digit("99920119800101001")
    data = xlsx({"户": HOUSEHOLDS, "成员": [PERSONS, ["0101", "张三", 1, "户主"]]})
    changed = _with_number(data, number)
    found = ledger_of([read_book(changed, "a.xlsx")])
    assert found.persons[0].id_number == number
    assert only(found, "E101").cell == "C2"


def _with_number(data, number):
    """Write the digits into the package as a number, as programs other than Excel do."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet2.xml"):
                assert b'<c r="C2"' in part
                part = part.replace(b"<v>1</v>", f"<v>{number}</v>".encode())
            new.writestr(name, part)
    return out.getvalue()


def test_a_copy_of_a_sheet_counts_once(tmp_path):
    data = xlsx({"户": HOUSEHOLDS})
    found = ledger_in(tmp_path, {"a.xlsx": data, "备份/a - 副本.xlsx": data})
    assert len(found.households) == 3
    assert "W011" in codes(found)
    assert sum(account.used for account in found.rows) == 3
    assert sum(account.read for account in found.rows) == 6


def test_several_files_make_one_ledger(tmp_path):
    other = [HOUSEHOLDS[0], ["0301", "赵六", "三组", "脱贫户"]]
    found = ledger_in(tmp_path, {"b.xlsx": xlsx({"户": HOUSEHOLDS}), "a.xlsx": xlsx({"x": other})})
    assert [one.id for one in found.households] == ["0301", "0101", "0102", "0203"]
    assert found.households[0].at.file == "台账/a.xlsx"


def test_the_order_of_files_and_sheets_changes_nothing_but_order(tmp_path):
    parts = {"户": HOUSEHOLDS, "成员": [PERSONS, ["0101", "张三", "1", "户主"]]}
    one = ledger(parts)
    two = ledger(dict(reversed(parts.items())))
    assert {(h.id, h.householder) for h in one.households} == {
        (h.id, h.householder) for h in two.households
    }
    assert one.persons == two.persons
    assert one.findings == two.findings


def test_an_empty_folder_is_an_empty_ledger(tmp_path):
    found = read_ledger(folder_with(tmp_path, {}))
    assert not found.households
    assert codes(found) == ["E112"]


def test_mixed_sheets_are_split():
    lines = [
        "户编号 户类型 监测对象类别 识别监测时间 人均纯收入 姓名 证件号码 与户主关系 电话 "
        "产业帮扶 健康帮扶",
        "01 监测户 边缘易致贫户 202304 7000 张小 1 之子 - 技能培训,其他 -",
        "01 监测户 边缘易致贫户 202304 7000 张三 2 户主 139 技能培训,其他 慢病签约",
        "02 监测户 突发严重困难户 202305 6000 李四 3 户主 138 无 -",
    ]
    header, *rows = [line.split() for line in lines]
    found = ledger({"导出": [["标题"], [], header, *rows]})
    assert [(one.id, one.householder) for one in found.households] == [
        ("01", "张三"),
        ("02", "李四"),
    ]
    one = found.households[0]
    assert (one.identified, one.income_per_head) == (date(2023, 4, 1), 7000)
    assert one.at.cell("户主姓名") == "F5"
    assert one.at.cell("人均纯收入") == "E5"
    assert [one.household for one in found.persons] == ["01", "01", "02"]
    assert [(m.household, m.kind, m.content, m.at.cell("措施内容")) for m in found.measures] == [
        ("01", "产业帮扶", "技能培训、其他", "J4"),
        ("01", "健康帮扶", "慢病签约", "K5"),
    ]
    assert not found.findings


def test_a_mixed_sheet_does_not_double_the_households_of_the_proper_one():
    header = [*PERSONS, "户类型", "人均纯收入", "脱贫年度"]
    found = ledger(
        {"户": HOUSEHOLDS, "人": [header, ["0101", "张三", "1", "户主", "脱贫户", 9, 2018]]}
    )
    assert len(found.households) == 3


def test_a_contradiction_inside_a_household_of_a_mixed_sheet_is_said():
    header = [*PERSONS, "户类型", "人均纯收入"]
    rows = [["01", "甲", "1", "户主", "脱贫户", 9000], ["01", "乙", "2", "配偶", "脱贫户", 9900]]
    found = ledger({"人": [header, *rows]})
    assert found.households[0].income_per_head == 9000
    assert only(found, "W106").cell == "F3"


def test_every_register_is_read_with_its_columns():
    for name, spec in sheets().items():
        if not spec.register:
            continue
        header = ["户编号", *spec.declared] if spec.household else list(spec.declared)
        samples = {"date": "2026-3-1", "month": "2026-03", "year": "2026", "int": 3, "yes": "是"}
        samples |= {"money": 5, "number": 2.5, "code": "农村低保"}
        row = [samples.get(spec.columns[one].kind, "字") for one in spec.declared]
        row = ["0101", *row] if spec.household else row
        found = ledger({"户": HOUSEHOLDS, name: [header, row]})
        (entry,) = found.register(name)
        assert set(spec.declared) <= set(entry.values), name
        assert entry.at.row == 2
        assert found.has(name, spec.declared[0])


def test_unknown_columns_come_with_the_nearest():
    found = ledger({"户": [[*HOUSEHOLDS[0], "住房面机"], [*HOUSEHOLDS[1], 3]]})
    finding = only(found, "W005")
    assert (finding.cell, finding.severity) == ("E1", Severity.hint)
    assert "住房面积" in finding.message


def test_missing_required_columns_are_one_notice():
    rows = [["户编号", "户主姓名", "家庭人口"], ["1", "甲", 2], ["2", "乙", 2]]
    found = ledger({"户信息": rows})
    assert codes(found) == ["W008"]


def test_a_tie_is_explained():
    found = ledger({"Sheet1": [["指标", "数值"], ["总户数", "40"]]})
    assert "W009" in codes(found)


def test_values_can_be_asked_by_official_column():
    one = ledger({"户": [[*HOUSEHOLDS[0], "检测对象类别"], [*HOUSEHOLDS[1], "边缘户"]]}).households[
        0
    ]
    assert value_of(one, "监测对象类别") == "边缘易致贫户"
    assert one.at.cell("监测对象类别") == "E2"


@pytest.mark.parametrize(
    "header",
    [
        "户编号 户主姓名 户类型 联系电话 帮扶责任人 帮扶单位 帮扶责任人联系电话",
        "户编号 户主姓名 户类型 联系电话 帮扶人姓名 单位 联系电话",
        "户编号 户主姓名 户类型 联系电话 帮扶干部 工作单位 手机号码",
    ],
)
def test_helpers_beside_the_households(header):
    rows = [
        header.split(),
        ["0101", "张三", "脱贫户", "13900000001", "王干部", "县局", "13900000009"],
    ]
    rows.append(["0102", "李四", "脱贫户", "13900000002", "", "", ""])
    found = ledger({"户": rows})
    (helper,) = found.helpers
    assert (helper.household, helper.name, helper.unit) == ("0101", "王干部", "县局")
    assert (helper.phone, helper.at.cell("联系电话")) == ("13900000009", "G2")
    assert [one.phone for one in found.households] == ["13900000001", "13900000002"]
    assert not found.findings


def test_helpers_under_a_group_title():
    rows = [
        ["户编号", "户主姓名", "户类型", "联系电话", "帮扶责任人", "", ""],
        ["", "", "", "", "姓名", "单位", "联系电话"],
        ["0101", "张三", "脱贫户", "13900000001", "王干部", "县局", "13900000009"],
    ]
    found = ledger({"户": rows})
    assert found.households[0].phone == "13900000001"
    assert (found.helpers[0].name, found.helpers[0].phone) == ("王干部", "13900000009")


def test_helpers_of_their_own_sheet_are_not_doubled():
    header = ["户编号", "户主姓名", "户类型", "帮扶责任人"]
    helpers = [["户编号", "姓名", "单位"], ["0101", "王干部", "县局"]]
    found = ledger({"户": [header, ["0101", "张三", "脱贫户", "王干部"]], "帮扶责任人": helpers})
    assert len(found.helpers) == 1


def test_a_list_of_risks_is_taken_apart():
    header = ["户编号", "户主姓名", "户类型", "致贫返贫风险"]
    found = ledger(
        {"户": [header, ["1", "甲", "监测户", "因病、因学,因残"], ["2", "乙", "监测户", ""]]}
    )
    one, two = found.households
    assert (one.risk_1, one.risk_2, one.risk_3, one.risk_4) == ("因病", "因学", "因残", None)
    assert two.risk_1 is None


def test_a_cell_may_name_several_households_where_the_sheet_allows():
    header = ["层级", "姓名", "村", "组", "户"]
    found = ledger(
        {"户": HOUSEHOLDS, "责任区": [header, ["村干部", "王", "荷塘村", "", "0101、0102"]]}
    )
    assert not found.findings
    wrong = ledger(
        {"户": HOUSEHOLDS, "责任区": [header, ["村干部", "王", "荷塘村", "", "0101、0999"]]}
    )
    assert codes(wrong) == ["E107"]


def test_remarks_of_persons_are_no_contradiction_of_their_household():
    header = [*PERSONS, "户类型", "脱贫年度", "备注"]
    rows = [
        ["01", "甲", "1", "户主", "脱贫户", 2018, "党员"],
        ["01", "乙", "2", "配偶", "", "", "病"],
    ]
    assert not ledger({"人": [header, *rows]}).findings


def test_sheets_that_tell_different_things_of_a_household_are_put_together():
    land = [["户编号", "户主姓名", "耕地面积", "住房面积"], ["0101", "张三", 3, 90]]
    income = [["户编号", "户主姓名", "工资性收入", "财产性收入"], ["0101", "张三", 1200, 5]]
    found = ledger({"户": HOUSEHOLDS, "户生产生活条件": land, "户收入": income})
    assert len(found.households) == 3
    one = found.household("0101")
    assert (one.kind, one.farmland, one.wages) == ("脱贫户", Decimal(3), Decimal(1200))
    assert (one.at.sheet, one.at.of("工资性收入").sheet) == ("户", "户收入")
    assert one.at.cell("工资性收入") == "C2"
    assert one.at.has("耕地面积")
    assert not [one for one in found.findings if one.severity.blocks]


def test_an_empty_cell_gives_way_to_the_other_sheet():
    one = [["户编号", "户主姓名", "户类型", "联系电话", "家庭人口"], ["1", "甲", "脱贫户", "", 3]]
    two = [
        ["户编号", "户主姓名", "联系电话", "耕地面积", "林地面积", "住房面积"],
        ["1", "甲", "13900000001", 1, 2, 3],
    ]
    household = ledger({"户": one, "户地": two}).households[0]
    assert household.phone == "13900000001"
    assert household.at.of("联系电话").sheet == "户地"


def test_sheets_that_contradict_each_other_are_said():
    one = [
        ["户编号", "户主姓名", "户类型", "联系电话", "家庭人口"],
        ["1", "甲", "脱贫户", "139", 3],
    ]
    two = [
        ["户编号", "户主姓名", "联系电话", "耕地面积", "林地面积", "住房面积"],
        ["1", "甲", "138", 1, 2, 3],
    ]
    found = ledger({"户": one, "户地": two})
    assert only(found, "W107").cell == "D2"
    assert found.households[0].phone == "139"


def test_the_same_sheet_for_another_year_is_a_duplicate():
    header = ["户编号", "户主姓名", "户类型", "人均纯收入", "联系电话"]
    found = ledger(
        {
            "户2025": [header, ["1", "甲", "脱贫户", 9000, "139"]],
            "户2026": [header, ["1", "甲", "脱贫户", 9900, "139"]],
        }
    )
    assert len(found.households) == 2
    assert only(found, "E109").sheet == "户2026"


def test_a_national_export_completes_the_households():
    header = [*PERSONS, "监测对象类别", "识别监测时间"]
    found = ledger(
        {"户": HOUSEHOLDS, "导出": [header, ["0203", "李四", "1", "户主", "边缘户", "202304"]]}
    )
    one = found.household("0203")
    assert (one.monitored_kind, one.identified) == ("边缘易致贫户", date(2023, 4, 1))
    assert (one.at.sheet, one.at.of("识别时间").sheet) == ("户", "导出")
    assert len(found.households) == 3


def test_a_spelling_the_user_has_confirmed_is_remembered(tmp_path):
    rows = [["户编号", "当家人", "户类型", "网格员备注"], ["0101", "张三", "脱贫户", "缺水"]]
    folder = folder_with(tmp_path, {"a.xlsx": xlsx({"户信息": rows})})
    assert "W008" in codes(read_ledger(folder))
    folder.records.mkdir()
    bare = "[户信息]\r\n当家人 = “户主姓名”\r\n# 注\r\n网格员备注＝'其他备注'\r\n"
    quoted = '["户信息"]\n"当家人" = "户主姓名"\n"网格员备注" = "其他备注"\n'
    for text, encoding in ((quoted, "utf-8"), (bare, "utf-8-sig"), (bare, "gbk")):
        (folder.records / "表头对照.toml").write_bytes(text.encode(encoding))
        found = read_ledger(folder)
        assert not found.findings
        assert (found.households[0].householder, found.households[0].remark) == ("张三", "缺水")


@pytest.mark.parametrize(
    "text", ["[户信息", '[户信息]\n"甲" = "没有的列"', '[没有的表]\n"甲" = "乙"']
)
def test_what_is_wrong_in_the_remembered_spellings_is_said(tmp_path, text):
    folder = folder_with(tmp_path, {"a.xlsx": xlsx({"户": HOUSEHOLDS})})
    folder.records.mkdir()
    (folder.records / "表头对照.toml").write_text(text, encoding="utf-8")
    found = read_ledger(folder)
    assert codes(found) == ["E007"]
    assert len(found.households) == 3


def test_errors_typed_as_text_are_errors_too():
    header = [*HOUSEHOLDS[0], "家庭人口", "其他备注"]
    text = "\n".join([",".join(header), "0101,张三,一组,脱贫户,#REF!,#N/A"])
    found = ledger_of([read_book(text.encode(), "户信息.csv")])
    assert [(one.code, one.cell) for one in found.findings] == [("E105", "E2"), ("E105", "F2")]


def test_a_finding_of_a_household_from_two_sheets_names_the_right_one():
    from docgen.findings import finding_at

    income = [["户编号", "户主姓名", "工资性收入", "财产性收入"], ["0101", "张三", 1200, 5]]
    at = ledger({"户": HOUSEHOLDS, "户收入": income}).household("0101").at
    words = {"code": "R091", "severity": Severity.warning, "message": "m", "fix": "f"}
    finding = finding_at(at, ["工资性收入", "户类型"], **words)
    assert (finding.sheet, finding.cell, finding.also) == ("户收入", "C2", ("户!D2",))
    assert finding_at(at, "户类型", **words).sheet == "户"
    assert finding_at(at, "没有", **words).cell == "A2"


def test_the_remedy_of_an_unknown_column_is_the_line_that_makes_it_known(tmp_path):
    sheets = {"户信息": [[*HOUSEHOLDS[0], "网格员的备注"], [*HOUSEHOLDS[1], "常去看看"]]}
    note = only(ledger_in(tmp_path, {"甲.xlsx": xlsx(sheets)}), "W005")
    (line,) = re.findall(r'"[^"]+" = "[^"]+"', note.fix)
    assert "记录/表头对照.toml" in note.fix
    line = line.replace("规定的列名", "其他备注")
    path = tmp_path / "记录" / "表头对照.toml"
    path.parent.mkdir()
    path.write_text(f"[户信息]\n{line}\n", encoding="utf-8")
    found = read_ledger(Folder(tmp_path, Settings()))
    assert [one.remark for one in found.households] == ["常去看看"]
    assert codes(found) == []
