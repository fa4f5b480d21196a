"""Throw damaged workbooks at the reader: python tests/ledger/fuzz.py [seconds] [seed]

Every round damages a good workbook (bytes of the package, of a part inside it, or its cells) and
reads it as a ledger. A traceback, or rows that are neither used nor set aside, ends the run with
the seed of the round, so it can be made again.
"""

from __future__ import annotations

import io
import random
import sys
import time
import zipfile

from sheetmaker import HOUSEHOLDS, xlsx

from docgen.ledger.reading import ledger_of
from docgen.ledger.workbook import read_book

PERSONS = [["户编号", "姓名", "证件号码", "与户主关系"], ["0101", "张三", "1", "户主"]]
GOOD = xlsx({"户": HOUSEHOLDS, "成员": PERSONS}, merges=[("户", "A2:A3")])
JUNK = (
    b"<", b">", b"&#x0;", b"</c>", b'<c r="A1">', b'r="XFD1048576"', b'r="0"', b't="e"', b't="s"',
    b"<v>", b"99999999999999999999", b"-1", b"1e400", b"NaN", b'hidden="1"', b"\xff\xfe", b"]]>",
    b"<!ENTITY x>",
)  # fmt: skip
TEXTS = ("", "合计", "户编号", "0101", "2024.6.31", "1.2万", "=1/0", "\ud7ff", "长" * 500)
CELLS = (*TEXTS, None, -1, 1e300, 10**18, True)


def damaged_bytes(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + chance.randint(1, 40)]
            case 2:
                changed[place:place] = chance.choice(JUNK)
            case _:
                changed[place : place + 20] = changed[:20]
        if not changed:
            return b""
    return bytes(changed)


def damaged_part(chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damaged_bytes(chance, part) if name == chosen and part else part)
    return out.getvalue()


def damaged_cells(chance: random.Random) -> bytes:
    rows = [list(row) for row in HOUSEHOLDS]
    for _ in range(chance.randint(1, 10)):
        row = chance.randrange(len(rows))
        rows[row].insert(chance.randrange(len(rows[row]) + 1), chance.choice(CELLS))
        rows.insert(chance.randrange(len(rows)), [chance.choice(CELLS)] * chance.randint(0, 6))
    if chance.random() < 0.3:
        text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
        return damaged_bytes(chance, text.encode(chance.choice(["utf-8", "gb18030", "utf-16"])))
    try:
        return xlsx({"户": rows, "成员": PERSONS})
    except ValueError:  # openpyxl refuses some cells; then there is nothing to read
        return GOOD


def one_round(seed: int) -> None:
    chance = random.Random(seed)
    make = chance.choice(
        [
            lambda: damaged_bytes(chance, GOOD),
            lambda: damaged_part(chance),
            lambda: damaged_cells(chance),
        ]
    )
    ledger = ledger_of([read_book(make(), chance.choice(["a.xlsx", "a.xls", "a.csv", "a.ods"]))])
    for account in ledger.rows:
        if account.read != account.used + len(account.aside):
            raise AssertionError(account)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    end, first = time.monotonic() + seconds, seed
    while time.monotonic() < end:
        try:
            one_round(seed)
        except BaseException:
            print(f"round {seed} failed: python tests/ledger/fuzz.py 0.001 {seed}")
            raise
        seed += 1
    print(f"{seed - first} rounds without a traceback")


if __name__ == "__main__":
    main()
