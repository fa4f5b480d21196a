"""check, figures, explain, new: as a user calls them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from docgen.cli import screen
from docgen.cli.explain import meanings
from docgen.resources import template
from docgen.work.differing import masked_together

ROOT = Path(__file__).resolve().parents[2]
FINDING = {"code", "severity", "file", "sheet", "cell", "also", "household", "person", "value"}
FINDING |= {"message", "fix"}


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_check_as_an_object_has_the_keys_of_the_contract(docgen, small):
    answer = docgen("-C", small, "check", "--json")
    said = answer.object
    assert answer.code == 1
    assert said["schema_version"] == 1
    assert said["command"] == "check"
    assert said["as_of"] == "2026-06-30"
    assert said["findings"]
    assert all(set(finding) == FINDING for finding in said["findings"])
    assert said["counts"]["households"] == 40
    for sheet in said["rows"]:
        assert sheet["read"] == sheet["used"] + len(sheet["aside"])
    assert all(set(one) == {"code", "reason"} for one in said["unchecked"])


def test_no_whole_number_of_a_person_is_on_the_screen(docgen, small):
    for words in (["check", "-v"], ["check", "--json"]):
        answer = docgen("-C", small, *words)
        assert not re.search(r"\d{17}[\dXx]", answer.out)
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", answer.out)


def test_check_writes_the_list_of_problems_and_nothing_else(docgen, small):
    before = files(small)
    said = docgen("-C", small, "check", "--json").object
    copies = {one["path"] for one in said["marked"] if one["path"]}
    assert files(small) - before == {"输出/检查/检查结果.xlsx", ".docgen/lock", *copies}
    assert copies
    for one in said["marked"]:
        assert one["path"] or one["notices"], one
    book = openpyxl.load_workbook(small / "输出" / "检查" / "检查结果.xlsx")
    assert book.sheetnames == [
        *("问题清单", "按问题类别", "按村民小组", "按帮扶责任人", "按户"),
        *("读取情况", "另放的行", "未检查"),
    ]
    assert book["问题清单"].max_row == len(said["findings"]) + 3


def test_links_of_the_list_lead_to_the_ledger(docgen, small):
    docgen("-C", small, "check")
    path = small / "输出" / "检查" / "检查结果.xlsx"
    sheet = openpyxl.load_workbook(path)["问题清单"]
    links = [cell.hyperlink.target for row in sheet for cell in row if cell.hyperlink]
    assert links
    for link in links:
        assert (path.parent / link.partition("#")[0].replace("\\", "/")).exists(), link


def test_a_spoilt_id_is_told_what_the_other_records_say(docgen, small):
    def cures():
        found = docgen("-C", small, "check", "-n", "--json").object["findings"]
        return [one["fix"] for one in found if one["code"] == "E101"]

    assert any(re.search(r"比对/.+写的是 \d{6}\*{8}\d{3}[\dX]，", cure) for cure in cures())
    shutil.rmtree(small / "比对")
    assert not any("写的是" in cure for cure in cures())


def test_a_dry_run_writes_nothing(docgen, small):
    before = files(small)
    for words in (["check"], ["plan"], ["checklist"], ["summary"]):
        docgen("-C", small, *words, "-n")
    assert files(small) == before


def test_strict_stops_with_6_before_anything_is_written(docgen, small):
    answer = docgen("-C", small, "checklist", "--strict")
    assert answer.code == 6
    assert "--strict" in answer.err
    assert not (small / "输出").exists()


def test_only_a_household_that_exists(docgen, small):
    said = docgen("-C", small, "plan", "--only", "无此户", "--json")
    assert said.code == 4
    assert said.object["error"]["exit_code"] == 4
    assert not (small / "输出").exists()


def test_check_of_one_household_tells_its_findings_alone(docgen, small):
    whole = docgen("-C", small, "check", "-n", "--json").object["findings"]
    key = next(one["household"] for one in whole if one["household"])
    part = docgen("-C", small, "check", "-n", "--only", key, "--json").object["findings"]
    assert part == [one for one in whole if one["household"] == key]


def test_only_one_household(docgen, small):
    number = docgen("-C", small, "plan", "-n", "--json").object["documents"][0]["household"]
    said = docgen("-C", small, "plan", "--only", number, "--json").object
    assert {document["household"] for document in said["documents"]} == {number}
    assert {document["format"] for document in said["documents"]} == {"docx", "pdf"}


def test_only_a_group_in_any_spelling_and_how_many_households(docgen, small):
    answers = [docgen("-C", small, "plan", "-n", "--only", name) for name in ("一组", "第1组")]
    parts = [
        docgen("-C", small, "plan", "-n", "--only", name, "--json").object
        for name in ("一组", "第1组")
    ]
    assert parts[0] == parts[1]
    count = parts[0]["part"]["households"]
    assert count == len({one["household"] for one in parts[0]["documents"]})
    assert all(
        f"{count} 户" in answer.err or f"{count} households" in answer.err for answer in answers
    )


def test_figures_of_a_part(docgen, small):
    whole = docgen("-C", small, "figures", "--json").object["figures"]
    part = docgen("-C", small, "figures", "--only", "一组", "--json").object["figures"]
    counts = [
        next(one["value"] for one in found if one["name"] == "台账户数") for found in (whole, part)
    ]
    assert 0 < counts[1] < counts[0]
    told = docgen("-C", small, "figures", "explain", "台账户数", "--only", "一组", "--json").object
    assert told["figures"][0]["value"] == counts[1]


def test_date_wins_over_the_settings(docgen, small):
    assert (
        docgen("-C", small, "check", "--date", "2026.5.1", "--json").object["as_of"] == "2026-05-01"
    )
    assert docgen("-C", small, "check", "--date", "2026-02-30").code == 2


def test_out_takes_the_place_of_the_output_folder(docgen, small, tmp_path):
    other = tmp_path / "别处"
    said = docgen("-C", small, "checklist", "-o", other, "--json").object
    assert not (small / "输出").exists()
    for document in said["documents"]:
        assert Path(document["path"]).is_relative_to(other)
        assert Path(document["path"]).exists()


def test_quiet_says_nothing_on_standard_error(docgen, small):
    answer = docgen("-C", small, "check", "-q")
    assert answer.err == ""
    assert answer.out


def test_a_document_tells_its_gaps(docgen, small):
    said = docgen("-C", small, "plan", "--json").object
    document = said["documents"][0]
    assert set(document) == {"kind", "format", "path", "household", "pages", "gaps"}
    assert document["path"].startswith("输出/一户一策/")
    assert any(document["gaps"] for document in said["documents"])


def test_what_was_noticed_while_making_is_on_the_screen(docgen, small, monkeypatch):
    own = small / "模板" / "plan.docx"
    own.parent.mkdir(exist_ok=True)
    shutil.copy(template("docx", "plan.docx"), own)
    monkeypatch.setenv("PATH", str(small))
    key = docgen("-C", small, "plan", "-n", "--json").object["documents"][0]["household"]
    answer = docgen("-C", small, "plan", "--only", key)
    assert answer.code == 0
    assert "W403" in answer.out
    assert "LibreOffice" in answer.out


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("缺", "文中以【缺：……】标出"),
        ("待补", "文中以【待补：……】标出"),
        ("省略", "含它的句子没有写进去"),
    ],
)
def test_the_summary_says_how_its_gaps_are_shown(docgen, small, way, words):
    kind = ("summary", "--preset", "education", "--no-pdf")
    assert words in docgen("-C", small, *kind, "--gaps", way).out.replace("\n", "")


def test_summary_tells_its_figures(docgen, small):
    said = docgen("-C", small, "summary", "--json").object
    assert {"name", "value", "unit", "records", "definition"} <= set(said["figures"][0])


def test_figures_and_the_rows_behind_them(docgen, small):
    said = docgen("-C", small, "figures", "--json").object
    figure = next(one for one in said["figures"] if one["name"] == "台账户数")
    assert figure["value"] == 40
    assert len(figure["records"]) == 40
    assert set(figure["records"][0]) == {"file", "sheet", "row"}
    assert "40 户" in docgen("-C", small, "figures", "explain", "台账户数").out


def test_a_wrong_name_of_a_figure_is_told_the_nearest(docgen, small):
    answer = docgen("-C", small, "figures", "explain", "台账户")
    assert answer.code == 2
    assert "台账户数" in answer.err


def test_new_makes_a_folder_that_works_at_once(docgen, tmp_path):
    folder = tmp_path / "我的村"
    assert docgen("new", folder, "--date", "2026-03-05").code == 0
    assert files(folder) == {"docgen.toml", "台账/台账模板.xlsx"}
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {
        "台账", "比对", "扫描件", "模板", "记录"
    }  # fmt: skip
    said = docgen("-C", folder, "check", "--json")
    assert said.code == 0
    assert said.object["as_of"] == "2026-06-30"
    assert "台账" in docgen("-C", folder, "check").out


def test_settings_of_the_sheet_serve_and_the_file_wins(docgen, tmp_path):
    folder = tmp_path / "村"
    docgen("new", folder, "--date", "2025-08-01")
    book = openpyxl.load_workbook(folder / "台账" / "台账模板.xlsx")
    sheet = book["设置"]
    for row in sheet.iter_rows():
        if row[0].value == "截止日期":
            row[1].value = "2025年11月30日"
    book.save(folder / "台账" / "台账模板.xlsx")
    assert docgen("-C", folder, "check", "--json").object["as_of"] == "2025-11-30"
    settings = folder / "docgen.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("# as_of = 2025-12-31", "as_of = 2025-10-31"), encoding="utf-8"
    )
    assert docgen("-C", folder, "check", "--json").object["as_of"] == "2025-10-31"


def test_a_setting_that_nobody_knows_is_told(docgen, tmp_path):
    folder = tmp_path / "村"
    docgen("new", folder)
    book = openpyxl.load_workbook(folder / "台账" / "台账模板.xlsx")
    book["设置"].append(["村名称", "荷塘村"])
    book.save(folder / "台账" / "台账模板.xlsx")
    assert "村名称" in docgen("-C", folder, "doctor").out


@pytest.mark.parametrize("command", ["new", "demo"])
def test_a_folder_that_is_not_empty_is_refused(docgen, tmp_path, command):
    (tmp_path / "mine.txt").write_text("mine")
    answer = docgen(command, tmp_path)
    assert answer.code == 2
    assert files(tmp_path) == {"mine.txt"}


def test_new_as_a_dry_run(docgen, tmp_path):
    answer = docgen("new", tmp_path / "x", "-n")
    assert answer.code == 0
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("command", ["check", "plan", "summary", "figures", "all", "archive plan"])
def test_a_missing_or_foreign_folder_is_4(docgen, tmp_path, command):
    words = command.split()
    assert docgen("-C", tmp_path / "none", *words).code == 4
    assert docgen("-C", tmp_path, *words).code == 4
    assert list(tmp_path.iterdir()) == []


def test_every_code_in_the_program_is_explained(docgen):
    used = set()
    for path in (ROOT / "docgen").rglob("*.py"):
        used |= set(re.findall(r'"([EW]\d{3})"', path.read_text(encoding="utf-8")))
    assert used <= set(meanings())
    for code in sorted(used):
        assert docgen("explain", code).code == 0
    assert docgen("explain", "r003").out.startswith("R003")
    assert docgen("explain", "R999").code == 2


@pytest.mark.parametrize("words", [["check"], ["check", "-v"], ["figures"], ["plan", "-n"]])
def test_products_on_a_gbk_console_of_80_columns(process, small, words):
    answer = process("-C", small, *words, PYTHONIOENCODING="gbk", COLUMNS="80")
    lines = (answer.stdout + answer.stderr).decode("gbk").splitlines()
    assert len(lines) > 3
    for line in lines:
        assert screen.cells(line) <= 80, line


def test_reconcile_as_an_object(docgen, small):
    answer = docgen("-C", small, "reconcile", "--json")
    assert answer.code == 1
    said = answer.object
    assert {"findings", "counts", "rows", "unchecked", "differences", "doubtful"} <= set(said)
    keys = {"household", "person", "field", "系统", "手册", "纸档", "实际"}
    assert all(set(one) == keys for one in said["differences"])
    assert sum(said["counts"][state] for state in ("一致", "不一致", "未核对")) == 40
    assert (small / "输出" / "比对" / "四方比对台账.xlsx").is_file()


def test_reconcile_without_records_is_4(docgen, small):
    shutil.rmtree(small / "比对")
    assert docgen("-C", small, "reconcile").code == 4


def test_reconcile_only_one_household(docgen, small):
    whole = docgen("-C", small, "reconcile", "--json").object["differences"]
    key = whole[0]["household"]
    part = docgen("-C", small, "reconcile", "--only", key, "--json").object["differences"]
    assert part == [one for one in whole if one["household"] == key]


def test_policy_match_as_an_object(docgen, small):
    said = docgen("-C", small, "policy", "match", "--json").object
    assert said["entitlements"]
    for one in said["entitlements"]:
        assert set(one) == {"household", "person", "policy", "verdict", "reason"}
        assert one["verdict"] in {"应享未享", "已享", "享受不符", "不符合", "缺资料"}
    key = said["entitlements"][0]["household"]
    part = docgen("-C", small, "policy", "match", "--only", key, "--json").object["entitlements"]
    assert {one["household"] for one in part} == {key}


def test_policy_match_on_the_screen_counts_every_verdict(docgen, small):
    said = docgen("-C", small, "policy", "match", "--json").object["entitlements"]
    shown = docgen("-C", small, "policy", "match").out.replace("\n", "")
    for verdict in {one["verdict"] for one in said}:
        assert f"{verdict} {sum(one['verdict'] == verdict for one in said)}" in shown


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[period\nstart = 1", "docgen.toml"),
        ("[place]\nvillage = 'x'\n", "start"),
        ("[period]\nstart = 2026-06-30\nend = 2026-01-01\n", "docgen.toml"),
    ],
)
def test_settings_that_cannot_be_used_are_4_and_named(docgen, small, text, word):
    (small / "docgen.toml").write_text(text, encoding="utf-8")
    answer = docgen("-C", small, "check")
    assert answer.code == 4
    assert word in answer.err
    assert docgen("-C", small, "doctor").code in {0, 3}


def test_masked_numbers_show_the_places_that_differ():
    one, other = "999101199001011237", "999101199001012237"
    shown = masked_together({"系统": one, "手册": other, "纸档": ""}, "证件号码")
    stars = "999101" + "*" * 8
    assert shown == {"系统": f"{stars}1237", "手册": f"{stars}2237", "纸档": ""}
    shown = masked_together({"系统": "13900001111", "手册": "13900201111"}, "联系电话")
    assert shown == {"系统": "139**0*1111", "手册": "139**2*1111"}
    shown = masked_together({"系统": "13900001111", "手册": "1390000111"}, "联系电话")
    assert shown == {"系统": "139****1111", "手册": "********11"}
