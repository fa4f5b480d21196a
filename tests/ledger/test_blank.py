"""The empty ledger: text columns, drop-downs by name, read back as an empty ledger."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from docgen.findings import Severity
from docgen.ledger import settings
from docgen.ledger.blank import EXAMPLE, blank_ledger, write_blank
from docgen.ledger.reading import ledger_of, read_file
from docgen.ledger.schema import code_lists, sheets
from docgen.ledger.workbook import read_book


@pytest.fixture(scope="module")
def blank():
    return openpyxl.load_workbook(io.BytesIO(blank_ledger()))


def test_it_is_an_empty_ledger_without_trouble(tmp_path):
    write_blank(tmp_path / "台账.xlsx")
    ledger = read_file(tmp_path / "台账.xlsx")
    assert not ledger.households
    assert not ledger.registers.get("点单")
    assert {one.severity for one in ledger.findings} <= {Severity.hint}
    assert {account.kind for account in ledger.rows} == set(sheets())
    assert all(account.used == 0 and account.read == 1 for account in ledger.rows)


def test_every_sheet_has_its_columns_and_a_grey_example(blank):
    for name, spec in sheets().items():
        titles = [cell.value for cell in blank[name][1]]
        for column in spec.declared:
            assert any(title.startswith(column) for title in titles) or column == "户主证件号码"
        assert blank[name]["A2"].value == EXAMPLE
        assert blank[name].freeze_panes == "C2"


def test_numbers_that_are_names_are_text_for_the_whole_column(blank):
    page = blank["家庭成员"]
    looks = {}
    for look in page.column_dimensions.values():
        looks |= dict.fromkeys(range(look.min, look.max + 1), look.number_format)
    found = {cell.value.rstrip("*"): looks[cell.column] for cell in page[1]}
    assert {found[name] for name in ("证件号码", "户编号", "联系电话", "人编号")} == {"@"}
    assert found["务工月收入（元）"] == "General"


def test_drop_downs_point_to_names_without_an_equals_sign(blank):
    rules = blank["家庭成员"].data_validations.dataValidation
    lists = {rule.formula1 for rule in rules if rule.type == "list"}
    assert "选项_与户主关系" in lists
    assert lists <= set(blank.defined_names)
    for name in lists:
        area = blank.defined_names[name].attr_text
        page, cells = area.split("!")
        words = [row[0].value for row in blank[page.strip("'")][cells.replace("$", "")]]
        assert words == list(code_lists()[name.removeprefix("选项_")].labels)
    assert blank["字典"].sheet_state == "hidden"


def test_the_rule_for_ids_takes_a_final_x_and_counts_whole_texts(blank):
    (rule,) = [
        one for one in blank["家庭成员"].data_validations.dataValidation if one.type == "custom"
    ]
    assert '&"*"' in rule.formula1
    assert "ISNUMBER" not in rule.formula1


def test_the_same_bytes_each_time():
    assert blank_ledger() == blank_ledger()


def test_filled_in_it_is_read():
    book = openpyxl.load_workbook(io.BytesIO(blank_ledger()))
    page = book["户信息"]
    titles = {cell.value.rstrip("*"): cell.column for cell in page[1]}
    values = {"户编号": "0101", "户主姓名": "张三", "户类型": "脱贫户", "工资性收入（元）": 1200}
    for title, value in values.items():
        page.cell(3, titles[title], value)
    buffer = io.BytesIO()
    book.save(buffer)
    (household,) = ledger_of([read_book(buffer.getvalue(), "a.xlsx")]).households
    assert (household.id, household.wages, household.at.row) == ("0101", 1200, 3)


def test_the_sheet_of_settings_takes_the_place_of_the_settings_file(tmp_path):
    path = tmp_path / "台账.xlsx"
    known = {
        "县": "云溪县",
        "开始日期": "2026年1月1日",
        "结束日期": "2026.6.30",
        "监测线2026": "8800",
    }
    write_blank(path, {**known, "驻村每年天数": "220"})
    pairs = settings.read_settings_sheet(path)
    assert pairs == {**known, "驻村每年天数": "220"}
    assert settings.as_tables(pairs) == {
        "place": {"county": "云溪县"},
        "period": {"start": date(2026, 1, 1), "end": date(2026, 6, 30)},
        "duties": {"team_days_per_year": 220},
        "lines": {"monitor": {"2026": 8800}},
    }


def test_settings_that_do_not_exist_are_kept_apart():
    assert settings.as_tables({"r015": "关闭", "R025": "提示", "large_household": "8"}) == {
        "levels": {"R015": "off", "R025": "提示"},
        "thresholds": {"large_household": "8"},
    }
    assert settings.as_tables({"瞎写": "1"}) == {"unknown": {"瞎写": "1"}}
    assert settings.as_tables({"结束日期": "2026.6.31"}) == {"period": {"end": "2026.6.31"}}


def test_a_workbook_without_settings_has_none(tmp_path):
    (tmp_path / "a.csv").write_text("项,价\n县,云溪县\n", encoding="utf-8")
    assert settings.read_settings_sheet(tmp_path / "a.csv") == {}
    assert settings.read_settings_sheet(tmp_path / "none.xlsx") == {}


def test_every_word_of_the_settings_is_a_key_of_the_settings_file():
    from docgen.folder import Period, Place, Unit, settings_from

    kinds = {"place": Place, "unit": Unit, "period": Period}
    for table, key in settings.ITEMS.values():
        if table in kinds:
            assert key in kinds[table].__dataclass_fields__
    tables = settings.as_tables({"县": "甲", "开始日期": "2026-1-1", "结束日期": "2026-6-30"})
    assert settings_from(tables).place.county == "甲"


def test_it_opens_in_a_second_program(tmp_path, program):
    import subprocess

    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank_ledger())
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        program("soffice"),
        home,
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        tmp_path,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    ledger = read_file(tmp_path / "blank.ods")
    assert {account.kind for account in ledger.rows} == set(sheets())
