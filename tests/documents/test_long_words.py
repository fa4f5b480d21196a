"""However long the words of a ledger are, none is printed outside its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from test_reconcile_papers import compared
from test_reconcile_papers import made as reconciled

from docgen.documents import build
from docgen.documents.job import Job
from docgen.folder import Folder, open_folder
from docgen.ledger.reading import read_ledger
from docgen.model import Entry, Ledger
from docgen.pages.typst import compile_pdf
from docgen.resources import examples_folder, template

HOUSEHOLD = "9992010001"
"""A household of the example with orders, measures, visits, benefits."""
RECORDS = ("measures", "visits", "policies", "projects", "problems", "supervisions")
WORDS = re.compile(r"[^\d]*[一-龥]{3}[^\d]*")
SHORT = {"行政村", "村民小组", "类别", "户编号", "姓名"}


def of_pieces(count: int) -> str:
    return "".join(f"第{number}件。" for number in range(count))


def longer(value: Any, words: str) -> Any:
    """Words of a record with many more; numbers, days and codes as they are."""
    return f"{value}，{words}" if isinstance(value, str) and WORDS.fullmatch(value) else value


def long_record(record: Any, words: str) -> Any:
    said = {one.name: getattr(record, one.name) for one in fields(record)}
    kept = ("id", "household", "group", "village", "name", "at")
    return replace(record, **{k: longer(v, words) for k, v in said.items() if k not in kept})


def long_entry(entry: Entry, words: str) -> Entry:
    values = entry.values.items()
    return replace(entry, values={k: v if k in SHORT else longer(v, words) for k, v in values})


@cache
def example() -> tuple[Folder, Ledger]:
    folder = open_folder(examples_folder())
    return folder, read_ledger(folder)


def wordy(count: int) -> Ledger:
    """The example ledger; two records of each kind, and all of one household, say very much."""
    _, ledger = example()
    words = of_pieces(count)
    records = {
        name: tuple(
            long_record(one, words) if at < 2 or getattr(one, "household", "") == HOUSEHOLD else one
            for at, one in enumerate(getattr(ledger, name))
        )
        for name in RECORDS
    }
    registers = {
        name: tuple(
            long_entry(one, words) if at < 2 or one.household == HOUSEHOLD else one
            for at, one in enumerate(rows)
        )
        for name, rows in ledger.registers.items()
    }
    return replace(ledger, **records, registers=registers)


def outside(path: Path) -> Iterator[tuple[str, int]]:
    """Pages of a PDF with characters outside of the paper."""
    with pypdfium2.PdfDocument(path) as book:
        for number, page in enumerate(book, start=1):
            wide, high = page.get_size()
            words = page.get_textpage()
            boxes = (words.get_charbox(at) for at in range(words.count_chars()))
            if any(
                x1 < -1 or y1 < -1 or x2 > wide + 1 or y2 > high + 1 for x1, y1, x2, y2 in boxes
            ):
                yield path.name, number


KINDS = {
    "plan": HOUSEHOLD,
    "bag": HOUSEHOLD,
    "orders": "",
    "checklist": "",
    "briefing": "",
    "handbook": "",
}


@pytest.mark.parametrize("count", [40, 150, 500])
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_printed_outside_the_page(tmp_path: Path, kind: str, count: int) -> None:
    folder, _ = example()
    place = Folder(tmp_path, folder.settings)
    options = {"quarter": "2026Q2"} if kind == "briefing" else {}
    job = Job(place, wordy(count), only=KINDS[kind], options=options)
    files = [tmp_path / each.path for each in build(kind, job).documents if each.format == "pdf"]
    assert files
    assert [found for file in files for found in outside(file)] == []


@pytest.mark.parametrize("count", [40, 150, 500])
def test_records_with_many_words_stay_on_their_page(tmp_path: Path, count: int) -> None:
    words = of_pieces(count)
    result = compared(
        人1={"劳动技能": f"种植，{words}", "健康状况": words},
        户1={"联系电话": "13900000008", "户主姓名": f"李桂花{words}", "主要致贫原因": words},
    )
    built = reconciled(tmp_path, result)
    files = [tmp_path / each.path for each in built.documents if each.format == "pdf"]
    assert len(files) > 1
    assert [found for file in files for found in outside(file)] == []


@pytest.mark.parametrize("head", range(20, 46))
def test_a_row_of_a_contents_list_stays_whole(head: int) -> None:
    """Titles of some lines at the end of a page go to the next one, whatever stands before."""
    kinds = ("序号", "文号", "责任者", "题名", "日期", "页号", "备注")
    title = "关于脱贫户和监测户产业奖补资金申请、验收和发放情况的说明及花名册" * 3
    rows = [dict.fromkeys(kinds, "") | {"题名": "申请书", "序号": str(at)} for at in range(head)]
    rows += [dict.fromkeys(kinds, "") | {"题名": f"始{at}，{title}终{at}。"} for at in range(9)]
    names = (
        "全宗名称 类目名称 案卷题名 时间起 时间止 保管期限 件数 页数 归档号 全宗号 目录号 案卷号"
    )
    cover = dict.fromkeys([*names.split(), "档号"], "甲")
    data = {"cover": cover, "items": rows, "end": []}
    made = compile_pdf(template("pdf", "archive.typ"), data, as_of=date(2026, 6, 30))
    with pypdfium2.PdfDocument(made.pdf) as book:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in book]
    for at in range(9):
        assert len([text for text in texts if f"始{at}" in text and f"终{at}" in text]) == 1, at


LONG_AREA = "喀拉苏柯尔克孜民族乡阿克塔什易地搬迁安置社区"
LONG_GROUP = "阿克塔什易地搬迁安置点第三村民小组"


def named_long(tmp_path: Path, kind: str, only: str = "", **options: Any) -> list[Path]:
    """The PDF of a village, group and team with long names."""
    folder, ledger = example()
    unit = replace(folder.settings.unit, name=f"自治区农业农村厅驻{LONG_AREA}工作队")
    place = replace(folder.settings.place, village=LONG_AREA)
    homes = tuple(replace(one, village=LONG_AREA, group=LONG_GROUP) for one in ledger.households)
    settings = replace(folder.settings, place=place, unit=unit)
    job = Job(
        Folder(tmp_path, settings), replace(ledger, households=homes), only=only, options=options
    )
    return [tmp_path / one.path for one in build(kind, job).documents if one.format == "pdf"]


def page_of(path: Path, number: int) -> str:
    with pypdfium2.PdfDocument(path) as book:
        return str(book[number].get_textpage().get_text_range())


def test_long_names_leave_room_to_sign(tmp_path: Path) -> None:
    files = named_long(tmp_path, "briefing", quarter="2026Q2")
    (signing,) = [path for path in files if "签到表" in path.name]
    assert "与户主关系" in page_of(signing, 0), "a head that has to break tells of a narrow column"


def test_the_cover_of_a_bag_is_one_page_with_long_names(tmp_path: Path) -> None:
    files = named_long(tmp_path, "bag", only=HOUSEHOLD)
    (bag,) = [path for path in files if path.stem.endswith("一户一袋")]
    cover = "".join(page_of(bag, 0).split())
    assert f"驻{LONG_AREA}工作队" in cover
    assert "袋内材料清单" in page_of(bag, 2)
