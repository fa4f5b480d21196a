"""数据行 of 数据出处.xlsx tells every row behind every figure, once, and nothing else."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from samples import SETTINGS, village
from small_ledger import ledger

from docgen.documents import summary_rows
from docgen.documents.links import neighbours, rows_text
from docgen.documents.summary_sources import sources_workbook
from docgen.facts.figures import Figure, figures_of
from docgen.facts.figures.evidence import deciding
from docgen.facts.view import View
from docgen.folder import Folder
from docgen.model import Ledger
from docgen.sources import At, SheetRef

ROOT = Path("/无此处")  # nothing is read there, nothing written
HOMES, WORK, PAPER = "户信息", "家庭成员", ""
Told = tuple[str, str, int]  # file, sheet (empty: a page), row


def opened(village: Ledger, figures: Mapping[str, Figure]) -> Any:
    folder, book = Folder(ROOT, SETTINGS), ROOT / "输出" / "总结" / "数据出处.xlsx"
    data = sources_workbook(figures, [], View(village, SETTINGS), folder, book, "荷塘村")
    return openpyxl.load_workbook(BytesIO(data))


def lines(book: Any) -> Iterator[tuple[str, int, list[Told], Any]]:
    """Figure, number of rows, the rows as words say them, the link: of each line."""
    for name, count, place, file in book["数据行"].iter_rows(min_row=4):
        sheet, rows, unit = re.fullmatch(r"(.*) 第([\d、-]+)([行页])", place.value).groups()
        where = sheet if unit == "行" else ""
        assert where or PurePosixPath(file.value).stem == sheet
        said = [(file.value, where, row) for row in numbers(rows)]
        yield name.value, count.value, said, place.hyperlink


def numbers(words: str) -> Iterator[int]:
    for part in words.split("、"):
        low, _, high = part.partition("-")
        yield from range(int(low), int(high or low) + 1)


def behind(figure: Figure) -> set[Told]:
    """The rows of a figure: of a record of several sheets the one with the deciding cell."""
    columns = deciding(figure)
    places = [at.of(next((name for name in columns if at.has(name)), "")) for at in figure.records]
    return {(at.file, at.sheet, at.row) for at in places}


def check(village: Ledger, figures: Mapping[str, Figure]) -> Counter[str]:
    """Every figure's rows are told exactly once; return how many lines each figure has."""
    told: dict[str, list[Told]] = {name: [] for name in figures}
    each = Counter[str]()
    for name, count, said, link in lines(opened(village, figures)):
        assert count == len(said)
        assert link is not None
        told[name] += said
        each[name] += 1
        path, first, last = selected(link)
        assert posixpath.normpath(f"输出/总结/{path}") == said[0][0]
        if said[0][1]:
            assert range(first, last + 1) == range(said[0][2], said[0][2] + last - first + 1)
    for name, figure in figures.items():
        assert len(told[name]) == len(set(told[name])), name
        assert set(told[name]) == behind(figure), name
    return each


def selected(link: Any) -> tuple[str, int, int]:
    """The file that a link leads to, first and last row that it selects (0 in a file of pages)."""
    rows = [int(row) for row in re.findall(r"\d+", (link.location or "").rpartition("!")[2])]
    return link.target.replace("\\", "/"), rows[0] if rows else 0, rows[-1] if rows else 0


def test_every_row_of_a_village_is_told() -> None:
    made = village()
    figures = figures_of(View(made, SETTINGS))
    assert len([one for one in figures.values() if one.records]) > 100
    check(made, figures)


SHEETS = (
    SheetRef("台账/一.xlsx", HOMES, {"户编号": 0, "户类型": 3}),
    SheetRef("台账/一.xlsx", HOMES, {"户编号": 0}),  # its 户类型 stands in another sheet
    SheetRef("台账/二.xlsx", HOMES, {"户编号": 2, "户类型": 1}),
    SheetRef("台账/二.xlsx", WORK, {"户编号": 0, "姓名": 1}),
    SheetRef("输出/档案/第1卷.pdf", PAPER, {}),
)
places = st.builds(
    At,
    st.sampled_from(SHEETS),
    st.integers(2, 60),
    st.lists(st.builds(At, st.sampled_from(SHEETS[:4]), st.integers(2, 60)), max_size=2).map(tuple),
)
records = st.lists(places, max_size=60).map(tuple)


@tries(max_examples=150, deadline=None)
@given(st.lists(records, min_size=1, max_size=4), st.integers(1, 6), st.integers(0, 12))
def test_rows_of_any_records_are_told(found: list[tuple[At, ...]], few: int, budget: int) -> None:
    names = ("台账户数", "脱贫户户数", "脱贫户户数（上河村）", "监测对象户数")
    figures = {
        name: Figure(name, len(rows), "户", "测试", rows)
        for name, rows in zip(names, (*found, found[0]), strict=False)
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FEW": few, "EACH": 8, "LINES": budget, "MANY": 3}.items():
            patch.setattr(summary_rows, name, value)
        check(Ledger(), figures)


def scattered(count: int) -> Ledger:
    rows = [{"户": "H1", "姓名": "甲", "性别": "男" if n % 2 else "女"} for n in range(count)]
    return ledger(家庭成员=rows)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (summary_rows.EACH, summary_rows.EACH),
        (summary_rows.EACH + 1, summary_rows.FEW + 2),  # 281 runs in lines of 200
    ],
)
def test_a_figure_of_many_scattered_rows_has_many_on_a_line(runs: int, expected: int) -> None:
    made = scattered(2 * runs)
    each = check(made, figures_of(View(made, SETTINGS), ["男性人数", "女性人数", "台账人数"]))
    assert each == {"台账人数": 1, "男性人数": expected, "女性人数": expected}


def test_the_first_figures_have_lines_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_rows, "LINES", 50)
    made = scattered(80)
    each = check(made, figures_of(View(made, SETTINGS), ["男性人数", "女性人数"]))
    assert each == {"男性人数": 40, "女性人数": 21}


@given(st.lists(st.integers(1, 40)))
def test_neighbours_are_the_same_rows(rows: list[int]) -> None:
    spans = neighbours(rows)
    assert [row for low, high in spans for row in range(low, high + 1)] == sorted(set(rows))
    assert all(high + 1 < low for (_, high), (low, _) in pairwise(spans))


def test_rows_in_words_name_each_sheet_once() -> None:
    places = [At(SHEETS[0], 3), At(SHEETS[3], 9), At(SHEETS[1], 4), At(SHEETS[4], 2)]
    assert rows_text(places) == "户信息 3-4行；家庭成员 9行；第1卷 2页"
