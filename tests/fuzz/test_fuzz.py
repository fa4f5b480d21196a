"""A short run of the harness; the long one is started by hand (see fuzz_ledger.py)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from damage import DAMAGES
from fuzz_ledger import Broken, account_for_rows, case_of, look_at, seeds

from docgen.findings import Finding, Severity
from docgen.ledger.reading import ledger_of
from docgen.ledger.workbook import read_book
from docgen.model import SheetAccount

HARNESS = Path(__file__).with_name("fuzz_ledger.py")


def test_damaged_workbooks_break_nothing():
    """In a process of its own: what crashes it must not end the tests."""
    command = [sys.executable, str(HARNESS), "--seed", "20260630", "--cases", "40"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


def test_a_case_follows_from_seed_and_number_alone():
    sound = seeds()
    assert case_of(1, 5, sound) == case_of(1, 5, sound)
    assert case_of(1, 5, sound).data != case_of(2, 5, sound).data


def test_every_damage_is_used():
    sound = seeds()
    used = {name for number in range(150) for name in case_of(3, number, sound).damages}
    assert used == {damage.__name__ for damage in DAMAGES}


def test_the_harness_sees_a_row_that_is_lost():
    name, data = next(one for one in seeds() if one[0].startswith("家庭成员"))
    book = read_book(data, name)
    ledger = ledger_of([book])
    account_for_rows(book, ledger)
    whole = ledger.rows[0]
    for read, used in ((whole.read, whole.used - 1), (whole.read - 1, whole.used - 1)):
        short = SheetAccount(whole.file, whole.sheet, whole.kind, read, used, whole.aside)
        object.__setattr__(ledger, "rows", (short,))
        with pytest.raises(Broken):
            account_for_rows(book, ledger)


def test_the_harness_sees_a_cell_that_cannot_be():
    with pytest.raises(Broken):
        look_at(Finding("R001", Severity.error, "a", "b", "A0", "m", "f"))
