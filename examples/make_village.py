"""Makes the example village again: `python examples/make_village.py [FOLDER] [--seed N]`."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

import yaml
from village import compare, faults, ledger, papers, people, render
from village.workbooks import Book

SEED = 20260630
NAME = "荷塘村"
SCHEMA = Path(__file__).parents[1] / "archive_schema.yaml"
CONFIG = Path(__file__).parent / "village" / "docgen.toml"


def files(seed: int = SEED) -> dict[str, bytes]:
    """Every file of the example by its path below examples/."""
    homes, persons = people.village(seed)
    clean = ([dict(home) for home in homes], [dict(person) for person in persons])
    faults.plant_people(homes, persons)
    books = ledger.ledger(homes, persons, Random(seed + 1))
    made = {f"{NAME}/台账/{name}": book.data for name, book in books.items()}
    compared = compare.comparison(*clean)
    made |= {f"{NAME}/比对/{name}": book.data for name, book in compared.items()}
    made[f"{NAME}/docgen.toml"] = CONFIG.read_bytes()
    made["planted.csv"] = planted(books, compared)
    return made | shoebox(*clean, seed)


def shoebox(homes: list[people.Row], persons: list[people.Row], seed: int) -> dict[str, bytes]:
    """The papers of 扫描件/ and the two tables of what a reader must find in them."""
    made_up = papers.read_papers(homes, persons)
    scans = {f"{papers.SCANS}/{name}": data for name, data in papers.scans(made_up, seed).items()}
    pages = {name: render.page_count(name, data) for name, data in scans.items()}
    rows = papers.truth(made_up, _volumes(), pages)
    head = ["source", "pages", "type", "volume", "household", "year", "title"]
    made = {f"{NAME}/{name}": data for name, data in scans.items()}
    made["papers_truth.csv"] = _table(head, rows)
    states = papers.states(made_up, pages)
    made["papers_files.csv"] = _table(["source", "state", "pages"], states)
    return made


def _volumes() -> dict[str, str]:
    """Type code -> volume, from the packaged schema of the archive."""
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    return {entry["code"]: entry["class"] for entry in schema["types"]}


def _table(head: list[str], rows: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([head, *rows])
    return stream.getvalue().encode("utf-8")


def planted(books: dict[str, Book], compared: dict[str, Book]) -> bytes:
    """The planted faults with the file and the cell they stand in."""
    rows = [_place(fault, books) for fault in faults.FAULTS]
    rows += [_difference(entry, compared) for entry in compare.DIFFERENCES]
    checked = compare.CHECKED[1]
    what = f"{checked['户编号']} {checked['字段']} 手册记作 {checked['记载值']}"
    rows.append(["比对/核对记录.xlsx", "核对记录", "E3", "记载值", "R150", what])
    return _table(["file", "sheet", "cell", "column", "rule", "what"], rows)


def _difference(entry: tuple[str, str, str, str, object], compared: dict[str, Book]) -> list[str]:
    source, household, name, field, value = entry
    sheet = "家庭成员" if name else "户信息"
    what = " ".join(str(part) for part in (household, name, field, "写成", value) if part)
    if not field:
        what = f"{household} {name} 这一行没有"
        return [f"比对/{source}.xlsx", sheet, "", "姓名", "R151", what]
    book = compared[f"{source}.xlsx"]
    row = next(
        row
        for record, row in book.rows[sheet]
        if record["户编号"] == household and name in ("", record.get("姓名"))
    )
    cell = f"{_letters(book.columns[sheet][field])}{row}"
    return [f"比对/{source}.xlsx", sheet, cell, field, "R150", what]


def _place(fault: faults.Fault, books: dict[str, Book]) -> list[str]:
    for file, book in books.items():
        for sheet, rows in book.rows.items():
            if fault.sheet not in (sheet, sheet.partition("（")[0], sheet.replace("登记", "记录")):
                continue
            for record, row in rows:
                if fault.key in (record.get("姓名"), record.get("户编号"), record.get("户")) or (
                    record.get("走访日期") == fault.key
                ):
                    key = "户" if fault.column == "户编号" else fault.column
                    cell = f"{_letters(book.columns[sheet][key])}{row}"
                    return [f"台账/{file}", sheet, cell, fault.column, fault.rule, fault.what]
    raise LookupError(fault.key)


def _letters(number: int) -> str:
    head, last = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(65 + last)


def write(folder: Path, seed: int = SEED) -> None:
    """Writes every file below the folder; a file already there is replaced."""
    for name, data in files(seed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write(given.folder, given.seed)
