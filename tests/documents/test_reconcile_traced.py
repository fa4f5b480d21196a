"""The papers of a comparison say in which of the four records each value stands."""

from __future__ import annotations

from pathlib import Path

from test_reconcile_papers import made, path_of

from docgen.word.trace import origins


def sources(root: Path, kind: str, words: str, key: str = "0107") -> set[str]:
    data = path_of(made(root), root, kind, "docx", key).read_bytes()
    return {one.source for one in origins(data, words)}


def test_each_record_leads_to_its_own_cell(tmp_path: Path) -> None:
    (wrong,) = sources(tmp_path, "reconcile-sheet", "★13900000008")
    assert wrong.startswith("比对/手册.xlsx 户信息 ")
    right = sources(tmp_path, "reconcile-sheet", "13900000001")
    assert {one.split(" ")[0] for one in right} >= {"比对/系统.xlsx", "比对/纸档.xlsx"}
    assert {one.split(" ")[2] for one in right} == {wrong.split(" ")[2]}


def test_a_member_on_whom_all_agree_names_the_cells_of_all(tmp_path: Path) -> None:
    found = sources(tmp_path, "reconcile-sheet", "李桂花")
    assert any(one.count(".xlsx") == 3 for one in found)


def test_a_question_names_the_cells_that_differ(tmp_path: Path) -> None:
    (found,) = sources(tmp_path, "reconcile-visit", "手册：13900000008")
    assert {one.split(" ")[0] for one in found.split("；")} == {
        f"比对/{name}.xlsx" for name in ("系统", "手册", "纸档")
    }


def test_where_nobody_has_looked_nothing_is_guessed(tmp_path: Path) -> None:
    assert sources(tmp_path, "reconcile-visit", "13900000003", "0109") <= {""}
