"""A person whom an export and the roster both have is one person, read from both."""

from __future__ import annotations

from sheetmaker import HOUSEHOLDS, codes, ledger, only, with_check_digit

ID, OTHER = with_check_digit("99920119800101001"), with_check_digit("99920119820101002")
ROSTER = ["户编号", "人编号", "姓名", "证件号码", "与户主关系", "健康状况"]
EXPORT = [
    "户编号",
    "姓名",
    "证件号码",
    "与户主关系",
    "健康状况",
    "是否参加大病保险",
    "务工时间（月）",
]


def both(roster, export):
    sheets = {"户信息": HOUSEHOLDS, "家庭成员": [ROSTER, *roster], "监测": [EXPORT, *export]}
    return ledger(sheets)


def test_columns_of_both_sheets_and_each_at_its_own_cell():
    found = both(
        [["0101", "010101", "张三", ID, "户主", ""]],
        [["0101", "张三", ID, "01户主", "残疾", "是", "6"]],
    )
    (person,) = found.persons
    assert (person.id, person.health, person.serious_illness_insurance) == ("010101", "残疾", "是")
    places = [person.at.of(name).sheet for name in ("人编号", "健康状况", "大病保险")]
    assert places == ["家庭成员", "监测", "监测"]
    assert (person.at.cell("健康状况"), person.at.cell("人编号")) == ("E2", "B2")
    assert [(one.sheet, one.used) for one in found.rows if one.kind == "家庭成员"] == [
        ("家庭成员", 1),
        ("监测", 1),
    ]
    assert codes(found) == []


def test_a_contradiction_is_said_and_the_first_sheet_wins():
    found = both(
        [["0101", "", "张三", ID, "户主", "健康"]],
        [["0101", "张三", ID, "户主", "残疾", "", ""]],
    )
    note = only(found, "W107")
    assert (note.sheet, note.cell, note.household, note.person) == (
        "家庭成员",
        "F2",
        "0101",
        "张三",
    )
    assert "监测!E2" in note.message
    assert [one.health for one in found.persons] == ["健康"]


def test_two_households_and_two_rows_of_one_sheet_stay_two():
    moved = both(
        [["0101", "", "张三", ID, "户主", "健康"]], [["0102", "张三", ID, "户主", "", "", ""]]
    )
    assert [one.household for one in moved.persons] == ["0101", "0102"]
    spells = both(
        [["0101", "", "张三", ID, "户主", "健康"]],
        [["0101", "张三", ID, "户主", "", "", "3"], ["0101", "张三", ID, "户主", "", "", "4"]],
    )
    assert [one.work_months for one in spells.persons] == [3, 4]


def test_one_id_for_two_members_is_not_put_together():
    found = both(
        [
            ["0101", "", "张三", ID, "户主", "健康"],
            ["0101", "", "李四", OTHER, "配偶", "健康"],
        ],
        [["0101", "李四", ID, "配偶", "残疾", "", ""]],
    )
    assert [(one.name, one.id_number) for one in found.persons] == [
        ("张三", ID),
        ("李四", OTHER),
        ("李四", ID),
    ]


def test_the_same_number_of_a_person_finds_a_mistyped_id():
    header = ["户编号", "人编号", "姓名", "证件号码", "与户主关系", "性别"]
    rows = [["0101", "010101", "张三", OTHER, "户主", "男"]]
    sheets = {
        "户信息": HOUSEHOLDS,
        "家庭成员": [ROSTER, ["0101", "010101", "张三", ID, "户主", ""]],
        "成员": [header, *rows],
    }
    found = ledger(sheets)
    assert [(one.id_number, one.sex) for one in found.persons] == [(ID, "男")]
    assert only(found, "W107").cell == "D2"
