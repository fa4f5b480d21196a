"""A header that the user confirms is written into 记录/表头对照.toml and read from then on."""

from __future__ import annotations

import json

import pytest
from sheetmaker import HOUSEHOLDS, folder_with, ledger, xlsx

from docgen.cli.app import run
from docgen.errors import ConfirmationStrange, ConfirmationUnknown, FileUnreadable
from docgen.ledger.confirmed import read_confirmed
from docgen.ledger.confirming import Confirmation, proposals, remember, understood
from docgen.ledger.reading import read_ledger

HEADER = [*HOUSEHOLDS[0], "网格员的备注", "房屋的结构\n(类型)"]
ROWS = [HEADER, [*HOUSEHOLDS[1], "常去", "砖混"]]
OTHER = [["户编号", "姓名", "单位", "网格员的备注"], ["0101", "赵六", "县农业局", "好"]]
NOTE = Confirmation("户信息", "网格员的备注", "其他备注")


def test_a_header_is_understood_for_the_sheets_in_which_it_is_unknown():
    found = ledger({"户信息": ROWS, "帮扶责任人": OTHER})
    assert understood("网格员的备注=其他备注", found) == [NOTE]
    assert understood("户信息.网格员的备注 ＝ 其他备注", found) == [NOTE]
    assert understood("网格员的备注=职务", found) == [
        Confirmation("帮扶责任人", "网格员的备注", "职务")
    ]
    both = [Confirmation(one, "网格员的备注", "联系电话") for one in ("户信息", "帮扶责任人")]
    assert understood("网格员的备注=联系电话", found) == both
    (header,) = understood("房屋的结构(类型)=房屋结构", found)
    assert header.column == "房屋结构"


@pytest.mark.parametrize(
    ("given", "error", "near"),
    [
        ("网格员备注=其他备注", ConfirmationUnknown, "网格员的备注"),
        ("网格员的备注=其它备注", ConfirmationUnknown, "其他备注"),
        ("户信息.随便什么=其它备注", ConfirmationUnknown, "其他备注"),
        ("qqq=其他备注", ConfirmationStrange, ""),
        ("网格员的备注", ConfirmationStrange, ""),
        ("=其他备注", ConfirmationStrange, ""),
    ],
)
def test_wrong_names_are_refused_with_the_nearest_known(given, error, near):
    with pytest.raises(error) as raised:
        understood(given, ledger({"户信息": ROWS}))
    assert near in str(raised.value)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    "before",
    [
        b"",
        "# 我的话\r\n[户信息]\r\n当家人 ＝ “户主姓名” # 注\r\n".encode("gbk"),
        '\ufeff["户信息"]\n"当家人" = "户主姓名"\n\n[家庭成员]\n人名 = "姓名"\n'.encode(),
        '[家庭成员]\n"网格员的备注" = "姓名"'.encode(),
        '[ "户信息" ]\n网格员的备注 = "需求与意愿"\n"当家人" = "户主姓名"\n'.encode(),
    ],
)
def test_what_stands_in_the_file_stays(tmp_path, before):
    path = tmp_path / "表头对照.toml"
    if before:
        path.write_bytes(before)
    known, _ = read_confirmed(path, "x")
    remember(path, [NOTE, Confirmation("户信息", '甲“"乙\\', "联系电话")])
    found, findings = read_confirmed(path, "x")
    assert not findings
    assert ("户信息", "其他备注") in found["网格员的备注"]
    assert found['甲“"乙\\'] == [("户信息", "联系电话")]
    for header, told in known.items():
        assert header == "网格员的备注" or found[header] == told
    text = path.read_text(encoding="utf-8-sig")
    assert "# 我的话" in text or "我的话".encode("gbk") not in before
    content = path.read_bytes()
    remember(path, [NOTE])
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_understood_is_left_alone(tmp_path):
    path = tmp_path / "表头对照.toml"
    path.write_text("[户信息\n", encoding="utf-8")
    with pytest.raises(FileUnreadable):
        remember(path, [NOTE])
    assert path.read_text(encoding="utf-8") == "[户信息\n"


def test_the_command_remembers_and_says_what_to_run(tmp_path, capsys):
    folder = folder_with(tmp_path, {"甲.xlsx": xlsx({"户信息": ROWS})})
    period = "[period]\nstart = 2026-01-01\nend = 2026-06-30\n"
    (tmp_path / "docgen.toml").write_text(period, encoding="utf-8")
    where = ["-C", str(tmp_path), "check", "--lang", "zh"]
    run([*where, "-n"])
    told = capsys.readouterr().err
    (line,) = [one for one in told.splitlines() if "--confirm" in one]
    assert line == f'docgen -C "{tmp_path}" check --confirm "户信息.房屋的结构(类型)=房屋结构"'
    run([*where, "-n", "--confirm", "网格员的备注=其他备注"])
    assert not folder.records.exists()
    capsys.readouterr()
    run([*where, "--json", "--confirm", "网格员的备注=其他备注"])
    said = json.loads(capsys.readouterr().out)
    assert said["confirmed"] == [
        {"sheet": "户信息", "header": "网格员的备注", "column": "其他备注"}
    ]
    assert "网格员的备注" not in [one["value"] for one in said["findings"]]
    assert read_ledger(folder).households[0].remark == "常去"
    assert run([*where, "--confirm", "网格员=其他备注"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_line_offered_is_the_one_that_works(tmp_path):
    folder = folder_with(tmp_path, {"甲.xlsx": xlsx({"户信息": ROWS})})
    found = read_ledger(folder)
    (words,) = proposals(found.findings)
    remember(folder.records / "表头对照.toml", understood(words, found))
    again = read_ledger(folder)
    assert again.households[0].dwelling_structure == "砖混"
    assert proposals(again.findings) == []
