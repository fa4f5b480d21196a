"""The planted faults of the example village are found at their cells, and nothing else is wrong."""

from __future__ import annotations

import csv

import pytest

from docgen.findings import Finding
from docgen.folder import Folder, open_folder
from docgen.ledger.compare import read_compare
from docgen.ledger.reading import read_ledger
from docgen.model import Ledger
from docgen.resources import REPOSITORY, examples_folder
from docgen.rules.check import check
from docgen.work.reconcile import reconcile

PLANTED = REPOSITORY / "examples" / "planted.csv"


@pytest.fixture(scope="module")
def folder() -> Folder:
    return open_folder(examples_folder())


@pytest.fixture(scope="module")
def village(folder: Folder) -> Ledger:
    return read_ledger(folder)


def planted(place: str) -> set[tuple[str, str]]:
    with PLANTED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].startswith(place)]
    return {(row["file"], row["cell"]) for row in rows if row["cell"]}


def cells(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.file, finding.cell) for finding in findings}


def test_every_planted_fault_is_found_and_no_other_error(folder: Folder, village: Ledger) -> None:
    found = check(village, folder.settings).findings
    assert planted("台账") <= cells(found)
    assert cells(tuple(f for f in found if f.severity.blocks)) <= planted("台账")


def test_every_planted_difference_is_found_and_no_other(folder: Folder, village: Ledger) -> None:
    compared = read_compare(folder, village.households)
    found = reconcile(compared.records, folder.settings, roster=village, checked=compared.checked)
    fields = tuple(f for f in found.findings if f.code == "R150")
    assert cells(fields) == planted("比对")
    assert [(f.file, f.person) for f in found.findings if f.code == "R151"] == [
        ("比对/手册.xlsx", "高守田")
    ]
    assert found.doubtful == ()
