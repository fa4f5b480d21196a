"""Every figure of a second village, against an oracle that shares no code with docgen."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import figures_oracle
import other_village
import pytest

from docgen.facts.figures import compute
from docgen.folder import open_folder
from docgen.ledger.reading import read_ledger


@functools.cache
def told(seed: int, parts: int = 1, shuffle: int = 0) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as root:
        rows = other_village.truth(seed)
        folder = open_folder(
            other_village.write(Path(root) / "柳溪", rows, seed, parts=parts, shuffle=shuffle)
        )
        ledger = read_ledger(folder)
    return {name: one.value for name, one in compute(ledger, folder.settings).items()}


@pytest.mark.parametrize("seed", range(1, 6))
def test_every_figure_is_exact(seed: int) -> None:
    found, expected = told(seed), figures_oracle.figures(other_village.truth(seed))
    wrong = {
        name: (found.get(name, "no such figure"), value)
        for name, value in expected.items()
        if found.get(name) != value
    }
    assert not wrong


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_no_figure(seed: int) -> None:
    assert told(seed, shuffle=7) == told(seed)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_village_in_several_workbooks_has_the_same_figures(seed: int) -> None:
    assert told(seed, parts=2) == told(seed)
    assert told(seed, parts=3, shuffle=5) == told(seed)
