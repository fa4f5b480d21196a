"""booklet, handbook and briefing as a user calls them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.resources import examples_folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    writer = PdfWriter()
    for _ in range(18):
        writer.add_blank_page(298, 420)
    path = tmp_path / "书.pdf"
    writer.write(path)
    return path


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "村"
    shutil.copytree(examples_folder(), folder, ignore=shutil.ignore_patterns("输出", ".docgen"))
    return folder


@pytest.mark.parametrize(
    ("words", "sheets", "blanks"),
    [
        ((), 3, [18, 19]),
        (("--up", "2"), 5, [18, 19]),
        (("--scheme", "cut-stack", "--up", "8"), 2, []),
        (("--scheme", "fold", "--up", "4"), 3, [18, 19, 20, 21, 22, 23]),
        (("--scheme", "perfect", "--signature", "8", "--sheet", "a3"), 2, [18, 19]),
    ],
)
def test_schemes_tell_sheets_blanks_and_paper(
    docgen: Any, book: Path, words: tuple[str, ...], sheets: int, blanks: list[int]
) -> None:
    answer = docgen("booklet", book, *words, "--copies", "100", "--json")
    told = answer.object["booklet"]
    assert (answer.code, told["sheets"], told["blanks"]) == (0, sheets, blanks)
    assert told["paper"] == 100 * sheets
    assert len(PdfReader(book.with_name("书_拼版.pdf")).pages) == 2 * sheets


def test_blank_pages_and_paper_are_said(docgen: Any, book: Path) -> None:
    answer = docgen("booklet", book, "--copies", "300", "--marks")
    for words in ("18, 19", "封底", "900", "套准标记"):
        assert words in answer.out


def test_a_guide_lies_beside_the_sheets(docgen: Any, book: Path) -> None:
    assert docgen("booklet", book, "--guide").code == 0
    assert len(PdfReader(book.with_name("书_印装说明.pdf")).pages) == 1


def test_the_test_print_needs_no_file(docgen: Any, tmp_path: Path) -> None:
    assert docgen("booklet", "--test", "-o", tmp_path).code == 0
    assert len(PdfReader(tmp_path / "双面试印.pdf").pages) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--signature", "6"),
        ("--signature", "8", "--scheme", "fold"),
        ("--up", "3"),
        ("--thickness", "-1"),
        ("--copies", "0"),
    ],
)
def test_contradictions_are_a_wrong_command_line(
    docgen: Any, book: Path, words: tuple[str, ...]
) -> None:
    assert docgen("booklet", book, *words).code == 2
    assert not book.with_name("书_拼版.pdf").exists()


def test_without_a_file_it_is_a_wrong_command_line(docgen: Any) -> None:
    assert docgen("booklet").code == 2


@pytest.mark.parametrize("edition", ["short", "officials", "county"])
def test_editions_of_the_handbook(docgen: Any, village: Path, edition: str) -> None:
    answer = docgen("-C", village, "handbook", "--edition", edition, "--size", "80x120", "--json")
    assert answer.code == 0
    for document in answer.object["documents"]:
        assert (village / document["path"]).exists()


@pytest.mark.parametrize("size", ["a5x", "20x20", "1000x2000"])
def test_a_wrong_size_is_a_wrong_command_line(docgen: Any, village: Path, size: str) -> None:
    assert docgen("-C", village, "handbook", "--size", size).code == 2


def test_briefing_of_a_quarter(docgen: Any, village: Path) -> None:
    answer = docgen("-C", village, "briefing", "--quarter", "2026Q2", "--json")
    assert answer.code == 0
    formats = [one["format"] for one in answer.object["documents"]]
    assert formats == ["docx", "pdf", "pdf", "xlsx", "xlsx"]
    assert docgen("-C", village, "briefing", "--quarter", "2026").code == 2
