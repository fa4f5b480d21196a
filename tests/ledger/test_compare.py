"""比对/: which file is which record, and 核对记录 beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheetmaker import HOUSEHOLDS, folder_with, xlsx

from docgen.ledger.codes import CODES, TABLE, report
from docgen.ledger.compare import read_compare, source_of
from docgen.ledger.households import Directory, Keys, group_key, village_key
from docgen.ledger.reading import read_ledger
from docgen.model import Household


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("系统.xlsx", "系统"),
        ("防返贫系统导出2026.xls", "系统"),
        ("帮扶手册.xlsx", "手册"),
        ("手册录入.csv", "手册"),
        ("户档.xlsx", "纸档"),
        ("纸质档案.xlsx", "纸档"),
        ("实际.ods", "实际"),
        ("入户核实.xlsx", "实际"),
        ("荷塘村手册.xlsx", "手册"),
        ("核对记录.xlsx", ""),
        ("四方比对.xlsx", ""),
        ("别的.xlsx", ""),
    ],
)
def test_the_name_of_a_file_says_its_source(name, source):
    assert source_of(Path(name)) == source


def test_records_and_what_was_looked_at(tmp_path):
    folder = folder_with(tmp_path, {"户.xlsx": xlsx({"户": HOUSEHOLDS})})
    changed = [HOUSEHOLDS[0], ["0101", "张叁", "一组", "脱贫户"]]
    header = ["户主", "字段", "来源", "记载值", "核对人"]
    checked = [
        header,
        ["张三", "联系电话", "户档", "139", "王"],
        ["赵六", "全部一致", "实际", "-", "王"],
    ]
    (tmp_path / "比对").mkdir()
    (tmp_path / "比对/系统.xlsx").write_bytes(xlsx({"户": HOUSEHOLDS}))
    (tmp_path / "比对/手册.xlsx").write_bytes(xlsx({"户": changed}))
    (tmp_path / "比对/核对.xlsx").write_bytes(xlsx({"信息核对": checked}))
    found = read_compare(folder, read_ledger(folder).households)
    assert list(found.records) == ["系统", "手册"]
    assert found.records["手册"].households[0].householder == "张叁"
    assert [(one.household, one.get("来源")) for one in found.checked] == [
        ("0101", "纸档"),
        ("赵六", "实际"),
    ]
    assert [one.code for one in found.findings] == ["E107"]
    assert found.records["系统"].households[0].at.file == "比对/系统.xlsx"


def test_a_record_may_hold_persons_alone(tmp_path):
    folder = folder_with(tmp_path, {})
    folder.compare.mkdir()
    rows = [["户编号", "姓名", "证件号码", "与户主关系"], ["0101", "张三", "1", "户主"]]
    (folder.compare / "手册.xlsx").write_bytes(xlsx({"成员": rows}))
    found = read_compare(folder)
    assert found.records["手册"].persons[0].household == "0101"
    assert not found.findings


def test_no_folder_is_no_record(tmp_path):
    assert not read_compare(folder_with(tmp_path, {})).records


@pytest.mark.parametrize("text", ["一组", "第一组", "1组", "1", "第1村民小组", "１ 组", "一"])
def test_groups_are_compared_by_their_number(text):
    assert group_key(text) == "1"


def test_more_groups_and_villages():
    assert (group_key("十二组"), group_key("二十组"), group_key("李家湾组")) == (
        "12",
        "20",
        "李家湾",
    )
    assert village_key("荷塘村") == village_key("荷塘村委会") == village_key("荷塘") == "荷塘"
    assert village_key("村") == "村"
    assert village_key("塔拉嘎查") == village_key("塔拉") == "塔拉"
    assert group_key("柳树自然村") == group_key("柳树") == "柳树"


def test_a_padded_number_counts_only_when_one_household_fits():
    one = Directory()
    for number in ("0101", "101", "0202"):
        one.add(Household(id=number, householder="张三"), None)
    assert one.find(Keys(number="101")).household == "101"
    assert one.find(Keys(number="00101")).code == "E107"
    assert one.find(Keys(number="202")) == one.find(Keys(number="00202")).__class__(
        "0202", "W105", (("value", "202"), ("read", "0202"))
    )


def test_an_id_never_becomes_a_household_key():
    one = Directory()
    one.add(Household(id="0101", householder="张三"), None)
    answer = one.find(Keys(id_number="999201198001010018"))
    assert answer.code == "E107"
    assert "9992" not in answer.household + str(answer.facts)


def test_the_table_of_codes_is_whole():
    assert len(CODES) == len(TABLE)
    for entry in TABLE:
        assert entry.code[0] == ("E" if entry.severity.blocks else "W")
        assert entry.message
        assert entry.fix
    finding = report("E102", "a.xlsx", "表", "A1", facts={"column": "日期", "value": "2024.6.31"})
    assert (finding.value, finding.cell) == ("2024.6.31", "A1")
    assert "2024.6.31" in finding.message
