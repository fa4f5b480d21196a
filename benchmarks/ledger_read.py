"""How long the ledger takes to read, as a ratio to openpyxl's read-only mode on the same machine.

    python benchmarks/ledger_read.py [households]        (default 20,000; persons are four times)

Prints seconds for: calamine alone, docgen's whole reading (sheets recognised, values typed,
households resolved), openpyxl read-only merely walking the cells; and the peak memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from docgen.folder import Folder, Settings
from docgen.ledger.reading import read_ledger
from docgen.ledger.schema import sheets

SAMPLES = {
    "int": 3,
    "number": 2.5,
    "money": 1200.5,
    "date": "2026-03-05",
    "yes": "是",
    "year": 2020,
}
CODES = {"户类型": "脱贫户", "与户主关系": "01户主", "性别": "男"}


def sample(spec: object, row: int, kind: str, arg: str, name: str) -> object:
    """Return a cell that differs from row to row where real ones do."""
    if kind in ("money", "number"):
        return row % 9000 + 0.5
    if kind in ("text", "id", "phone", "card"):
        return f"{name}{row}"
    if kind == "code":
        return CODES.get(arg, "其他")
    return SAMPLES.get(kind, "")


def write(path: Path, households: int) -> None:
    """Write 户信息 with 50 columns and 家庭成员 with 30."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    for name, rows, width in (("户信息", households, 50), ("家庭成员", households * 4, 30)):
        page = book.add_worksheet(name)
        columns = [sheets()[name].columns[one] for one in sheets()[name].declared][:width]
        titles = ["户编号", *[one.name for one in columns if one.name != "户编号"]]
        page.write_row(0, 0, titles)
        for row in range(rows):
            number = f"{row if name == '户信息' else row // 4:06}"
            cells = [sample(one, row, one.kind, one.arg, one.name) for one in columns]
            page.write_row(row + 1, 0, [number, *cells[len(cells) + 1 - len(titles) :]])
    book.close()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def with_calamine(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def with_openpyxl(path: Path) -> None:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for page in book.worksheets:
        for _ in page.iter_rows(values_only=True):
            pass


def main() -> None:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name), Settings())
        folder.ledger.mkdir()
        path = folder.ledger / "台账.xlsx"
        write(path, households)
        alone = timed(lambda: with_calamine(path))
        ours = timed(lambda: read_ledger(folder))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        other = timed(lambda: with_openpyxl(path))
    print(f"{households} households, {households * 4} persons")
    print(f"calamine alone          {alone:6.2f} s")
    print(
        f"docgen, all of reading  {ours:6.2f} s   {ours / alone:.1f} × calamine   {memory:.0f} MB"
    )
    print(f"openpyxl, cells only    {other:6.2f} s   {other / ours:.1f} × docgen")


if __name__ == "__main__":
    main()
