"""The same ledger as .xlsx, .xls, .ods and .csv is the same ledger."""

from __future__ import annotations

import dataclasses
import subprocess
from datetime import date

import pytest
from sheetmaker import HOUSEHOLDS, with_check_digit, xlsx

from docgen.ledger.reading import read_file

HEADER = ["户编号", "姓名", "证件号码", "与户主关系", "出生日期", "务工月收入", "公益性岗位"]
PERSONS = [
    ["", "", "荷塘村成员"],
    [None],
    ["", *HEADER],
    [
        "",
        "0101",
        "张三",
        with_check_digit("99920119800101001"),
        "01户主",
        date(1980, 1, 1),
        3000.5,
        "",
    ],
    [
        "",
        "0102",
        "李四",
        with_check_digit("99920119810203002"),
        "户主",
        "1981.2.3",
        "1.2万",
        "护林员",
    ],
    ["", "合计", "", "", "", "", 5],
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory, program):
    soffice = program("soffice")
    folder = tmp_path_factory.mktemp("formats")
    (folder / "a.xlsx").write_bytes(
        xlsx({"户": HOUSEHOLDS, "成员": PERSONS, "旧": HOUSEHOLDS}, hidden=["旧"])
    )
    home = f"-env:UserInstallation=file://{folder}/profile"
    for form in ("xls", "ods"):
        command = [
            soffice,
            home,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            folder,
            folder / "a.xlsx",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


def facts(ledger):
    people = [
        {f.name: getattr(one, f.name) for f in dataclasses.fields(one) if f.name != "at"}
        for one in ledger.persons
    ]
    places = [(one.at.cell("证件号码"), one.at.cell("务工月收入")) for one in ledger.persons]
    return people, places, [(one.sheet, one.read, one.used) for one in ledger.rows]


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_the_same_in_every_format(converted, form):
    expected = read_file(converted / "a.xlsx")
    found = read_file(converted / f"a.{form}")
    assert facts(found) == facts(expected)
    assert [one.code for one in found.findings] == [one.code for one in expected.findings]
    assert len(found.households) == 3


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_damaged_files_of_other_formats_never_raise(converted, form):
    from docgen.ledger.workbook import read_book

    data = (converted / f"a.{form}").read_bytes()
    for start in range(0, len(data), max(len(data) // 60, 1)):
        read_book(data[:start] + b"\xff\x00\x7f\x01" + data[start + 4 :], f"a.{form}")
        read_book(data[:start], f"a.{form}")


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_error_cells_that_the_reader_cannot_see_are_counted(tmp_path, program, suffix):
    soffice = program("soffice")
    cells = [*HOUSEHOLDS[0], "耕地面积", "林地面积"], [*HOUSEHOLDS[1], "=1/0", "=NA()"]
    (tmp_path / "a.xlsx").write_bytes(xlsx({"户信息": cells}))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, home, "--headless", "--convert-to", suffix, "a.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    found = read_file(tmp_path / f"a.{suffix}")
    (note,) = [one for one in found.findings if one.code == "W012"]
    assert "2 个格" in note.message
