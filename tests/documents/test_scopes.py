"""A town's folder: summary and checklist for the whole and for each village, each its own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from samples import LIFTED, SETTINGS, village

from docgen.documents import build
from docgen.documents.job import Built, Job
from docgen.folder import Folder
from docgen.model import Ledger

HOMES = [
    {**LIFTED, "户编号": "0101", "行政村": "上河村", "村民小组": "一组"},
    {**LIFTED, "户编号": "0102", "行政村": "上河村", "村民小组": "二组"},
    {**LIFTED, "户编号": "0201", "行政村": "石坎村", "村民小组": "第一组"},
]
VISITS = [
    {"户": key, "走访日期": date(2026, 5, day), "走访人": "李明", "方式": "入户"}
    for key, day in (("0101", 3), ("0101", 9), ("0201", 4))
]
PROBLEMS = [
    {"问题编号": "W1", "问题描述": "上河的事", "行政村": "上河村", "状态": "推进中"},
    {"问题编号": "W2", "问题描述": "石坎的事", "涉及户": "0201", "状态": "推进中"},
    {"问题编号": "W3", "问题描述": "没写村的事", "状态": "推进中"},
]


def town() -> Ledger:
    return village(户信息=HOMES, 家庭成员=[], 走访记录=VISITS, 问题整改=PROBLEMS, 帮扶责任人=[])


def made(root: Path, kind: str, only: str = "") -> Built:
    return build(kind, Job(Folder(root, SETTINGS), town(), only, {"pdf": False}))


def text(root: Path, built: Built, number: int = 0) -> str:
    papers = [one.path for one in built.documents if one.format == "docx"]
    opened = docx.Document(str(root / papers[number]))
    cells = [c.text for table in opened.tables for row in table.rows for c in row.cells]
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])


def names(built: Built) -> list[str]:
    return [one.path.rpartition("/")[2] for one in built.documents]


def test_summaries_of_a_town_and_its_villages(tmp_path: Path) -> None:
    built = made(tmp_path, "summary")
    title = "2026年上半年常态化精准帮扶工作总结.docx"
    assert names(built) == [
        *(f"青石镇{title}", "数据出处.xlsx"),
        *(f"青石镇上河村{title}", "数据出处_上河村.xlsx"),
        *(f"青石镇石坎村{title}", "数据出处_石坎村.xlsx"),
    ]
    whole, upper, stone = (text(tmp_path, built, number) for number in range(3))
    assert "荷塘村" not in whole.splitlines()[0]
    assert "【缺：村】" not in whole
    assert "排查问题3条" in whole
    assert "上河村" in upper.splitlines()[0]
    assert "排查问题1条" in upper
    assert "排查问题1条" in stone
    figures = {one.name: one.value for one in built.figures}
    assert figures["走访次数"] == 3


def test_only_restricts_the_summary_and_says_so(tmp_path: Path) -> None:
    built = made(tmp_path, "summary", "上河村")
    assert names(built)[0].startswith("青石镇上河村2026年")
    assert names(built)[1] == "数据出处_上河村.xlsx"
    assert {one.name: one.value for one in built.figures}["走访次数"] == 2
    assert {one.name: one.value for one in built.figures}["台账户数"] == 2


@pytest.mark.parametrize(("only", "place"), [("1组", "各村一组"), ("石坎村1组", "石坎村第一组")])
def test_only_a_group_stands_in_title_and_name(tmp_path: Path, only: str, place: str) -> None:
    built = made(tmp_path, "summary", only)
    assert f"青石镇{place}2026年" in names(built)[0]
    assert place in text(tmp_path, built).splitlines()[0]


def test_a_part_is_the_same_alone_and_with_the_others(tmp_path: Path) -> None:
    for kind in ("summary", "checklist", "plan"):
        made(tmp_path / "whole", kind)
        alone = made(tmp_path / "alone", kind, "石坎村")
        for one in alone.documents:
            expected = (tmp_path / "whole" / one.path).read_bytes()
            assert (tmp_path / "alone" / one.path).read_bytes() == expected, one.path


def test_checklists_of_a_town_and_its_villages(tmp_path: Path) -> None:
    built = made(tmp_path, "checklist")
    assert names(built) == [
        f"整改清单{part}.{ending}"
        for part in ("", "_上河村", "_石坎村")
        for ending in ("xlsx", "docx", "pdf")
    ]
    whole, upper, stone = (text(tmp_path, built, number) for number in range(3))
    assert all(words in whole for words in ("上河的事", "石坎的事", "没写村的事"))
    assert "上河的事" in upper
    assert "石坎的事" not in upper
    assert "荷塘村" not in (whole + upper + stone).replace("荷塘村驻村工作队", "")
    assert "【缺：村】" not in whole


@pytest.mark.parametrize("kind", ["summary", "checklist"])
def test_rows_that_are_no_villages_are_told(tmp_path: Path, kind: str) -> None:
    (found,) = [
        one
        for one in made(tmp_path, kind).findings
        if one.code == "W413" and "问题整改" in one.message
    ]
    assert "1行" in found.message


def test_no_paths_are_the_same(tmp_path: Path) -> None:
    for only in ("", "上河村", "一组", "0101"):
        paths: list[Any] = [
            one.path
            for kind in ("plan", "summary", "checklist")
            for one in made(tmp_path, kind, only).documents
        ]
        assert len({path.casefold() for path in paths}) == len(paths)


@pytest.mark.parametrize("kind", ["summary", "checklist"])
def test_a_village_nobody_names_is_a_gap(tmp_path: Path, kind: str) -> None:
    bare = replace(SETTINGS, place=replace(SETTINGS.place, village=""))
    ledger = village(户信息=[{**LIFTED, "行政村": None}])
    built = build(kind, Job(Folder(tmp_path, bare), ledger, "", {"pdf": False}))
    assert "【缺：村】" in text(tmp_path, built)
    assert "村" in {gap.field for one in built.documents for gap in one.gaps}
