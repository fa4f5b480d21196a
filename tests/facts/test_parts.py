"""Figures by village, group, helper and quarter: every row in its part, parts add up."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import other_village
import pytest
import registers_village
from small_ledger import ledger, settings

from docgen.facts.figures import FIGURES, figures_of
from docgen.facts.figures.evidence import evidence
from docgen.facts.parts import BY, LEFT, PartOf, parts
from docgen.facts.view import View
from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger

VILLAGE = ledger(**registers_village.SHEETS)


def by(name: str, made: Any = VILLAGE) -> dict[str, PartOf]:
    return {part.name: part for part in parts(made, settings(), BY[name])}


def value(part: PartOf, name: str) -> Any:
    return figures_of(View(part.ledger, part.settings), [name])[name].value


def test_villages_and_groups_however_they_are_written() -> None:
    # 东坡村 has a row in 行政村 and no household.
    assert list(by("村")) == ["荷塘村", "柳溪村", "东坡", LEFT]
    assert value(by("村")["荷塘村"], "台账户数") == 3
    groups = by("组")
    assert list(groups)[:3] == ["荷塘村一组", "荷塘村2组", "柳溪村一组"]
    assert value(groups["荷塘村一组"], "台账户数") == 2
    assert value(groups["荷塘村一组"], "享受政策人次") == 3
    assert value(groups["柳溪村一组"], "台账人数") == 12


COUNTS = [
    name
    for name, entry in FIGURES.items()
    if "均" not in name
    and entry.needs != ("政策",)  # what holds for everybody is in every part
    and entry.unit in ("户", "人", "条", "户次", "人次", "件")
    and "帮扶责任人" not in str(entry.needs)
]


@pytest.mark.parametrize("seed", [1, 2])
def test_groups_add_up_to_the_whole(tmp_path: Any, seed: int) -> None:
    rows = other_village.truth(seed)
    folder = open_folder(other_village.write(tmp_path / "柳溪", rows, seed))
    made = read_ledger(folder)
    whole = figures_of(View(made, folder.settings))
    pieces = [
        figures_of(View(part.ledger, part.settings))
        for part in parts(made, folder.settings, BY["组"])
    ]
    # A person entered in two groups is one person in 去重人数, and one in each group.
    told = [name for name in COUNTS if whole[name].value is not None and "去重" not in name]
    assert len(told) > 60
    for name in told:
        added = sum(piece[name].value or 0 for piece in pieces)
        assert added == whole[name].value, name


def test_every_row_is_in_a_part() -> None:
    for name in ("村", "组"):
        pieces = list(by(name).values())
        assert sum(len(part.ledger.persons) for part in pieces) == len(VILLAGE.persons)
        for register, entries in VILLAGE.registers.items():
            held = sum(len(part.ledger.registers[register]) for part in pieces)
            assert held == len(entries), (name, register)


def test_a_helper_has_his_households_and_his_visits() -> None:
    day = date(2026, 2, 1)
    made = ledger(
        户信息=[{"户编号": f"H{n}", "户类型": "脱贫户"} for n in (1, 2, 3)],
        帮扶责任人=[
            {"户": "H1", "姓名": "李明", "结对结束": None},
            {"户": "H2", "姓名": "李明华", "结对结束": None},
            {"户": "H2", "姓名": "李 明", "结对结束": date(2025, 12, 31)},
        ],
        走访记录=[
            {"户": "H1", "走访日期": day, "走访人": "李明"},
            {"户": "H1", "走访日期": day, "走访人": "李明华、李明"},
            {"户": "H3", "走访日期": day, "走访人": "外人"},
        ],
    )
    helpers = by("帮扶责任人", made)
    assert list(helpers) == ["李明", "李明华", LEFT]
    assert [value(part, "台账户数") for part in helpers.values()] == [1, 1, 1]
    assert [value(part, "走访次数") for part in helpers.values()] == [2, 1, 1]
    assert value(helpers["李明华"], "一季度未走访结对数") == 1


def test_quarters_lie_in_the_period_and_add_up() -> None:
    quarters = by("季度")
    assert list(quarters) == ["2026年一季度", "2026年二季度"]
    told = [value(part, "走访次数") for part in quarters.values()]
    assert told == [2, 1]
    assert sum(told) == value(PartOf("", VILLAGE, settings()), "走访次数")
    assert quarters["2026年二季度"].settings.period.end == date(2026, 6, 30)


def test_figures_of_what_happened_in_the_period_are_dated() -> None:
    for name, entry in FIGURES.items():
        if re.search("(?<!效)期内", entry.definition):
            assert entry.dated, name


def test_evidence_names_the_cells_that_decided_with_numbers_masked() -> None:
    found = figures_of(View(VILLAGE, settings()))
    (row,) = evidence(found["外出务工人数"], VILLAGE)
    assert [(cell.column, cell.value) for cell in row.cells] == [
        ("姓名", "丙"),
        ("务工时间", "3"),
        ("务工区域", "省外"),
    ]
    assert row.cells[0].cell == "B5"
    told = evidence(found["台账去重人数"], VILLAGE)
    written = [cell.value for one in told for cell in one.cells if cell.column == "证件号码"]
    assert len(written) == 15
    assert not any("20119600101" in words for words in written)


def test_evidence_of_every_figure_has_a_row_for_each_record() -> None:
    found = figures_of(View(VILLAGE, settings()))
    for figure in found.values():
        rows = evidence(figure, VILLAGE)
        assert [row.at for row in rows] == list(figure.records)
        assert all(row.cells for row in rows), figure.name
