"""How long it takes to match orders with claimants, and to make the lists of them.

    python benchmarks/orders.py [ORDERS] [PEOPLE]        (default 2,000 and 300)

Households order two services each on average, of 20; claimants have two of 18 skills, a limit of
four to nine orders and mostly a least number of households. Prints seconds of the clock and of the
processor for the matching in two villages (one where 最少户数 is met at once, one where it binds),
how many orders are served, and the seconds for all documents.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from docgen.documents import build
from docgen.documents.job import Job
from docgen.folder import Folder, Period, Place, Settings, Unit
from docgen.model import Entry, Household, Ledger
from docgen.work.orders import match_orders

Made = TypeVar("Made")
SERVICES, SKILLS, GROUPS = 20, 18, 10
SETTINGS = Settings(
    Place("云溪县", "青石镇", "荷塘村"),
    Unit("荷塘村驻村工作队"),
    Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),
)


def village(orders: int, people: int, least: int) -> Ledger:
    """Return a ledger of so many orders and claimants, each of whom wants ``least`` households."""
    chance = Random(orders + people)
    homes = [
        Household(f"{n:05d}", f"户主{n}", village="荷塘村", group=f"{n % GROUPS + 1}组")
        for n in range(orders // 2)
    ]
    menu = [
        {
            "项目编号": f"F{n:02d}",
            "名称": f"服务{n}",
            "所需技能": f"技{n:02d}能",
            "支部": "村党支部",
        }
        for n in range(SERVICES)
    ]
    rows = [
        {"户": chance.choice(homes).id, "项目编号": f"F{chance.randrange(SERVICES):02d}",
         "点单日期": date(2026, 1 + n % 6, 1 + n % 28)}
        for n in range(orders)
    ]  # fmt: skip
    claimants = [
        {"姓名": f"接单人{n}", "所在小组": f"{chance.randrange(GROUPS) + 1}组",
         "特长": "、".join(f"技{one:02d}能" for one in chance.sample(range(SKILLS), 2)),
         "可带资源": chance.choice(("", "服务车")), "最少户数": chance.choice((0, least, least)),
         "接单上限": chance.randint(4, 9)}
        for n in range(people)
    ]  # fmt: skip
    tables = {"服务项目": menu, "点单": rows, "接单人": claimants}
    registers = {
        name: tuple(Entry(name, row, str(row.get("户") or "") or None) for row in table)
        for name, table in tables.items()
    }
    return Ledger(households=tuple(homes), registers=registers)


def timed(name: str, work: Callable[[], Made]) -> Made:
    """Run the work and print how long it took."""
    began, busy = time.perf_counter(), time.process_time()
    made = work()
    clock, used = time.perf_counter() - began, time.process_time() - busy
    print(f"{name:44}{clock:8.2f} s{used:8.2f} s of the processor")
    return made


def main(orders: int = 2000, people: int = 300) -> None:
    """Measure and print."""
    import networkx

    print(f"{orders} orders, {people} people, networkx {networkx.__version__}")
    for least in (1, 4):
        ledger = village(orders, people, least)
        found = timed(f"matching, 最少户数 {least}", partial(match_orders, ledger, SETTINGS))
        print(f"  served {len(found.placed)}, unserved {len(found.unserved)}, "
              f"repeated {len(found.repeated)}, below 最少户数 {len(found.below)}")  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        job = Job(Folder(Path(place), SETTINGS), ledger, options={"matched": found})
        built = timed("all lists (DOCX, PDF, XLSX)", partial(build, "orders", job))
        pages = sum(one.pages or 0 for one in built.documents)
        print(f"  {len(built.documents)} documents, {pages} pages")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
