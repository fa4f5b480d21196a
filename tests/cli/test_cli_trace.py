"""From words on paper to the cell of the workbook, through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger


def test_words_of_a_plan_lead_to_the_cell_that_holds_them(small: Path, docgen: Callable) -> None:
    homes = read_ledger(open_folder(small)).households
    home = next(one for one in homes if one.size == 3)
    assert docgen("-C", small, "plan", "--only", home.id).code in (0, 1)
    (file,) = (small / "输出" / "一户一策").rglob("*.docx")
    answer = docgen("trace", file, "3人", "--json")
    assert answer.code == 0
    sources = [one["source"] for one in answer.object["values"] if one["field"] == "家庭人口"]
    assert sources == [f"{home.at.file} {home.at.sheet} {home.at.cell('家庭人口')}"]
    name, sheet, cell = sources[0].split(" ")
    assert load_workbook(small / name)[sheet][cell].value in (3, "3")
    assert "家庭人口" in docgen("trace", file, "3人").out
