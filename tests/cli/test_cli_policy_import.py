"""``docgen policy import``: where the workbook lies, what the screen and --json say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger

ROWS = (
    ("政策名称", "享受对象", "条件", "标准", "类别", "备注"),
    ("养老金", "年满60周岁的老年人", "无", "每人每月150元", "保障", "示例13900002001"),
    ("护理补贴", "困难的人", "", "80元/月", "保障", None),
)


@pytest.fixture
def compilation(small: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    path = small / "2026汇编.xlsx"
    book.save(path)
    return path


def made(folder: Path) -> Path:
    return folder / "输出" / "政策汇编" / "政策表（待确认）_2026汇编.xlsx"


def test_it_is_written_beside_and_never_into_the_ledger(
    docgen: Callable[..., Any], small: Path, compilation: Path
) -> None:
    before = {path: path.read_bytes() for path in (small / "台账").rglob("*") if path.is_file()}
    told = docgen("-C", small, "policy", "import", compilation)
    assert told.code == 0
    assert "读出2条政策" in told.out.replace(" ", "")
    assert "政策表（待确认）" in told.out
    assert "139****2001" in told.out
    assert "13900002001" not in told.out
    assert {path: path.read_bytes() for path in before} == before
    book = openpyxl.load_workbook(made(small))
    assert book.sheetnames == ["先看这里", "政策", "出处", "没有看懂"]
    rows = list(book["政策"].iter_rows())
    heads = {cell.value: cell.column for cell in rows[0]}
    first = {name: rows[1][at - 1] for name, at in heads.items()}
    assert first["名称"].value == "养老金"
    assert first["名称"].comment.text == "来自Sheet A2"
    assert first["适用条件"].value is None
    assert first["建议的适用条件（建议）"].value == "年龄 >= 60"
    assert rows[2][heads["条件"] - 1].comment.text.startswith("原文里没有找到")
    again = made(small).read_bytes()
    docgen("-C", small, "policy", "import", compilation)
    assert made(small).read_bytes() == again


def test_json_accounts_for_every_cell(
    docgen: Callable[..., Any], small: Path, compilation: Path
) -> None:
    told = docgen("-C", small, "policy", "import", compilation.name, "--json", "-n").object
    count = told["pieces"]
    assert count["read"] == 16
    assert count["read"] == (count["used"] + count["aside"])
    assert told["policies"][0]["名称"] == {
        "text": "养老金",
        "source": "Sheet A2",
        "proposed": False,
    }
    assert [one["where"] for one in told["aside"]] == ["Sheet F2"]
    assert "139****2001" in told["aside"][0]["text"]
    assert not made(small).exists()


def test_the_confirmed_sheet_is_read_as_policies(
    docgen: Callable[..., Any], small: Path, compilation: Path
) -> None:
    docgen("-C", small, "policy", "import", compilation)
    for path in (small / "台账").rglob("*政策*"):
        path.unlink()
    (small / "台账" / "政策.xlsx").write_bytes(made(small).read_bytes())
    found = {one.name: one for one in read_ledger(open_folder(small)).policies}
    assert found["养老金"].standard == "每人每月150元"
    assert found["养老金"].rule is None


def test_a_file_that_is_not_there_is_one_sentence(docgen: Callable[..., Any], small: Path) -> None:
    told = docgen("-C", small, "policy", "import", "没有.docx")
    assert told.code == 4
    assert "没有.docx" in told.err
