"""How long four records take to reconcile, as a ratio to the time of reading them.

    python benchmarks/reconcile.py [households]        (default 20,000; persons are four times)

Every tenth household differs in one record, every twentieth record numbers a household itself.
Prints seconds for reading, for reconciling and for the workbook, and the peak memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import xlsxwriter

from docgen.documents.reconcile_sheets import reconcile_workbook
from docgen.facts.words import check_character
from docgen.folder import Folder, Settings
from docgen.ledger.compare import read_compare
from docgen.model import Ledger
from docgen.work.compared import HELPER_FIELDS, HOUSEHOLD_FIELDS, PERSON_FIELDS, SOURCES
from docgen.work.reconcile import reconcile

Made = TypeVar("Made")
PERSONS = 4
ROLES = ("户主", "配偶", "之子", "之女")


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


def id_number(order: int) -> str:
    """An ID of an area that does not exist."""
    year, rest = divmod(order, 999)
    head = f"99920{year % 10}{1930 + year // 10 % 90}0101{rest:03d}"
    return head + check_character(head)


def write(path: Path, source: str, households: int) -> None:
    """Write one record: 户信息, 家庭成员, 帮扶责任人."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    turn = SOURCES.index(source)
    page = book.add_worksheet("户信息")
    page.write_row(0, 0, ["户编号", *HOUSEHOLD_FIELDS])
    keys = [
        f"X{row:06}" if row % 20 == 0 and turn == 2 else f"{row:06}" for row in range(households)
    ]
    for row in range(households):
        area = 3.5 + (row % 10 == turn and row % 7 == 0)
        page.write_row(row + 1, 0, [
            keys[row], f"户主{row}", "脱贫户", "", PERSONS, "缺技术", f"139{row:08}",
            f"{row % 12 + 1}组", area, 1.5, 0, 96.5, "否", "", 13250.5 + row % 900,
        ])  # fmt: skip
    page = book.add_worksheet("家庭成员")
    page.write_row(0, 0, ["户编号", *PERSON_FIELDS])
    for row in range(households * PERSONS):
        home, place = divmod(row, PERSONS)
        name = f"户主{home}" if place == 0 else f"成员{row}"
        health = "残疾" if home % 10 == turn and place == 1 else "健康"
        page.write_row(row + 1, 0, [
            keys[home], name, id_number(row), ROLES[place], "男" if place in (0, 2) else "女",
            "1980-01-01", "汉族", health, "普通劳动力", "非在校生",
        ])  # fmt: skip
    page = book.add_worksheet("帮扶责任人")
    page.write_row(0, 0, ["户编号", "姓名", *HELPER_FIELDS])
    for row in range(households):
        page.write_row(
            row + 1,
            0,
            [keys[row], f"帮扶{row % 500}", "县水利局", "县直", "13900000000", "2021-03"],
        )
    book.close()


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name), Settings())
        folder.compare.mkdir()
        for source in SOURCES:
            write(folder.compare / f"{source}.xlsx", source, households)
        found, reading = timed(lambda: read_compare(folder))
        roster: Ledger = found.records["系统"]
        result, ours = timed(lambda: reconcile(found.records, folder.settings, roster=roster))
        keys = list(result.states)
        path = folder.output("比对") / "四方比对台账.xlsx"
        _, writing = timed(lambda: reconcile_workbook(result, keys, folder, path, {}))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{households} households, {households * PERSONS} persons, {len(SOURCES)} records")
    print(f"reading      {reading:6.2f} s")
    print(f"reconciling  {ours:6.2f} s   {ours / reading:.2f} × reading   {memory:.0f} MB")
    print(f"workbook     {writing:6.2f} s   {len(result.differences)} differences")
    print(f"households   {result.counts}   {len(result.doubtful)} doubtful")


if __name__ == "__main__":
    main()
