"""The second village: nothing strong in the clean one, every planted fault at its cell.

The whole measure, with its table, is ``python tests/rules/second_village.py``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from second.faults_links import LINKS, more_registers
from second.habits import STYLES, work_folder
from second.measuring import STRONG, Measured, by_call, cells_with_findings, measure_style
from second.planting import NoRoomError
from second.village import clean

from docgen.rules.check import ELSEWHERE
from docgen.rules.registry import texts

HIT = 0.98


@pytest.mark.parametrize("style", STYLES)
def test_a_faultless_village_has_no_strong_finding(style: str, tmp_path: Path) -> None:
    village = clean()
    more_registers(village)
    work_folder(tmp_path, village, style)
    findings = by_call(tmp_path)["findings"]
    assert [one for one in findings if one["severity"] in STRONG] == []


@cache
def measured(style: str, folder: Path) -> Measured:
    return measure_style(style, folder, by_call)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("second")


@pytest.mark.parametrize("style", ["contract", "clerk"])
def test_planted_faults_are_found_at_their_cells(style: str, folder: Path) -> None:
    done = measured(style, folder)
    planted = sum(one.planted for one in done.tallies.values())
    missed = [line for one in done.tallies.values() for line in (*one.missed, *one.beside)]
    assert planted > 300
    assert len(missed) <= (1 - HIT) * planted, missed
    assert done.false == []


def test_every_rule_of_the_table_has_planted_faults(folder: Path) -> None:
    tallies = measured("contract", folder).tallies
    rules = {code for code in texts() if code.startswith("R")} - set(ELSEWHERE)
    assert {code for code, one in tallies.items() if one.planted >= 3} == rules


def test_what_is_named_and_not_there_is_found(tmp_path: Path) -> None:
    rest, missed = LINKS, []
    for turn in range(len(LINKS)):
        village, planted, later = clean(), [], []
        more_registers(village)
        for name, plant in rest:
            try:
                planted.append((name, plant(village)))
            except NoRoomError:
                later.append((name, plant))
        written = work_folder(tmp_path / str(turn), village, "contract")
        found = cells_with_findings(tmp_path / str(turn))
        missed += [name for name, spots in planted if written.at(*spots[0]) not in found]
        rest = later
        if not rest:
            break
    assert rest == []
    assert missed == []
