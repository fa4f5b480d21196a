"""The papers of the example village: what is accepted by itself is right."""

from __future__ import annotations

import shutil

import pytest
from accuracy import read_truth, score

from docgen.pages import convert
from docgen.resources import examples_folder, shared


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village") / "荷塘村"
    shutil.copytree(examples_folder(), folder)
    with pytest.MonkeyPatch.context() as patch:
        # Recognition needs no program and no extra.
        patch.setattr(convert, "soffice", lambda: None)
        patch.setattr("docgen.archive.ocr.engine", lambda: "")
        return score(folder, read_truth(shared("examples") / "papers_truth.csv"))


def test_every_paper_of_the_truth_is_found(found):
    assert found.lost == []


def test_what_is_accepted_is_right(found):
    assert found.accepted_right == found.accepted


def test_four_of_five_papers_with_text_are_accepted(found):
    assert found.read_accepted >= 0.8 * found.read
