"""Reading and checking in two processes gives what one process gives, in the same order."""

from __future__ import annotations

import dataclasses
import zipfile

import pytest
from sheetmaker import HOUSEHOLDS, codes, folder_with, xlsx

from docgen.jobs import each, processes
from docgen.ledger import shares
from docgen.ledger.reading import read_ledger
from docgen.model.packing import packed, unpacked
from docgen.rules.check import check

PEOPLE = [
    ["户编号", "姓名", "证件号码", "与户主关系"],
    *[[f"010{n % 3}", f"王{n}", f"x{n}", "户主"] for n in range(60)],
]
SERVICE = [["项目编号", "名称", "类别"], ["F1", "理发", "生活"]]


@pytest.fixture(scope="module")
def worker():
    with processes(2) as executor:
        yield executor


def same(folder, executor):
    alone, together = read_ledger(folder), read_ledger(folder, executor)
    assert together == alone
    one = check(alone, folder.settings)
    assert check(together, folder.settings, executor=executor) == one
    return alone, one


def test_a_divided_workbook_gives_the_same_ledger_and_findings(tmp_path, worker):
    sheets = {
        "户信息": HOUSEHOLDS,
        "家庭成员": PEOPLE,
        "服务项目": SERVICE,
        "藏": HOUSEHOLDS,
        "副本": PEOPLE,
        "名单": [["随便", "什么"], [1, 2]],
    }
    data = xlsx(sheets, hidden=("藏",))
    more = xlsx({"帮扶责任人": [["户编号", "姓名", "单位"], ["0101", "赵六", "县农业局"]]})
    folder = folder_with(
        tmp_path, {"甲.xlsx": data, "乙.xlsx": more, "丙.csv": "户编号,姓名\n".encode()}
    )
    found, checked = same(folder, worker)
    assert {"W003", "W004", "W011"} <= set(codes(found))
    assert found.registers["服务项目"][0].at.cell("名称") == "B2"
    assert len(checked.findings) > 20


def test_the_sheets_of_one_workbook_are_read_on_both_sides(tmp_path):
    folder = folder_with(tmp_path, {"甲.xlsx": xlsx({"户信息": HOUSEHOLDS, "家庭成员": PEOPLE})})
    share = shares.Share(folder.ledger / "甲.xlsx", "甲.xlsx")
    cut, here = shares._divided([share])
    assert [one.sheets for one in cut] == [frozenset({"户信息"}), frozenset({"家庭成员"})]
    assert here == {1}


def test_a_workbook_damaged_in_one_sheet_is_refused_by_both(tmp_path, worker):
    data = xlsx({"户信息": HOUSEHOLDS, "家庭成员": PEOPLE})
    folder = folder_with(tmp_path, {"甲.xlsx": data})
    path = folder.ledger / "甲.xlsx"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet2.xml"] = b"<x/>"
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    found, _ = same(folder, worker)
    assert codes(found) == ["E001", "E112"]


def test_what_is_no_workbook_is_told_alike(tmp_path, worker):
    files = {"坏.xlsx": b"PK\x03\x04 nothing", "空.csv": b"", "~$甲.xlsx": b"x", "甲.txt": b"x"}
    same(folder_with(tmp_path, files), worker)


def test_a_packed_ledger_is_the_same_ledger(tmp_path):
    sheets = {"户信息": HOUSEHOLDS, "家庭成员": PEOPLE, "服务项目": SERVICE}
    found = read_ledger(folder_with(tmp_path, {"甲.xlsx": xlsx(sheets)}))
    again = unpacked(packed(found))
    assert again == found
    assert again.persons[0].at.source is again.persons[1].at.source
    bare = dataclasses.replace(found.households[0], at=None)
    mixed = dataclasses.replace(found, households=(bare, *found.households))
    assert unpacked(packed(mixed)) == mixed


def test_items_done_here_keep_their_places(worker):
    assert [one.value for one in each(abs, [-1, -2, -3], executor=worker, here={0, 2})] == [1, 2, 3]
    failed = each(int, ["1", "x"], executor=worker, here={1})
    assert (failed[0].value, type(failed[1].error)) == (1, ValueError)
