"""How long a whole ledger takes to be read and checked, beside openpyxl merely reading its cells.

    python benchmarks/check_ledger.py             (5,000, 20,000 and 80,000 persons)
    python benchmarks/check_ledger.py --full      (also 320,000)
    python benchmarks/check_ledger.py --persons 20000 --profile

Four persons make a household; about one row in fifty has a fault. Each measurement runs in a
process of its own. Prints seconds of processor and of the clock (others may be busy), docgen in
one process and in two, the ratio to openpyxl by each measure, and peak memory.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from docgen.folder import Folder, Period, Settings

SIZES, LARGE = (5_000, 20_000, 80_000), 320_000
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FAULT = 50  # one row in so many
SETTINGS = Settings(
    period=Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30)),
    lines={"monitor": {"2025": 8500, "2026": 8800}},
)
HOUSEHOLD = {
    "县": "云溪县", "乡镇": "青石镇", "行政村": "荷塘村", "户类型": "脱贫户", "风险是否已消除": "",
    "脱贫年度": 2019, "主要致贫原因": "缺技术", "家庭人口": 4, "工资性收入": 60000,
    "生产经营性收入": 20000, "生产经营性支出": 5000, "财产性收入": 500, "转移性收入": 2400,
    "养老金": 2400, "人均纯收入": 19475, "上年人均纯收入": 18000, "耕地面积": 4.5,
    "有效灌溉面积": 3, "牧草地面积": 0, "水面面积": 0,
    "林地面积": 10, "退耕还林面积": 0, "林果面积": 1, "距主干路(公里)": 0.8, "住房面积": 120,
    "房屋结构": "砖混", "是否危房户": "否", "住房鉴定结论": "安全", "鉴定日期": "2025-11-03",
    "不愁吃": "是", "不愁穿": "是", "水质": "达标", "水量": "达标", "饮水是否安全": "是",
    "饮水是否困难": "否", "是否通生活用电": "是", "入户路类型": "水泥路", "有无卫生厕所": "是",
    "是否易地搬迁户": "否", "享受低保": "否", "享受特困": "否", "整户无劳动力兜底保障户": "否",
    "小额信贷余额": 0, "开户银行": "农信社", "是否党员户": "否", "需求与意愿": "产业发展",
}  # fmt: skip
PERSON = {
    "证件类型": "居民身份证", "民族": "汉族", "政治面貌": "群众", "文化程度": "初中",
    "健康状况": "健康", "城乡居民医保": "是", "职工医保": "否", "大病保险": "是", "医疗救助": "否",
    "签约医生": "李大夫", "养老保险": "是", "有帮带能力": "否", "在校生状况": "非在校生",
}  # fmt: skip
# Relation, sex (odd: male), year of birth, what else such a person has.
MEMBERS = (
    ("户主", 1, 1972, {"劳动技能": "普通劳动力", "是否已务工": "是", "务工区域": "县内",
                     "务工所在地": "云溪县", "务工企业": "云溪建筑公司", "务工时间": 10,
                     "务工月收入": 6000, "开始时间": "2026-01-05"}),
    ("配偶", 0, 1974, {"劳动技能": "普通劳动力", "是否已务工": "否"}),
    ("之子", 1, 2012, {"劳动技能": "无劳动力", "在校生状况": "八年级", "就读学校": "青石中学",
                     "文化程度": "", "政治面貌": "", "养老保险": ""}),
    ("之母", 0, 1950, {"劳动技能": "无劳动力", "文化程度": "小学"}),
)  # fmt: skip
OTHERS = (
    ("帮扶责任人", ("户编号", "姓名", "单位", "职务", "联系电话", "结对开始")),
    ("帮扶措施", ("户编号", "姓名", "类别", "措施内容", "金额(元)", "责任人", "状态", "完成日期")),
    ("走访记录", ("户编号", "对象姓名", "走访日期", "走访人", "方式", "内容", "满意度")),
)


def id_number(number: int, male: int, year: int) -> str:
    """An ID of an area that does not exist with the right check digit, different for each."""
    day = f"{number % 12 + 1:02}{number // 12 % 28 + 1:02}"
    order = number // 336 % 500 * 2 + male
    area = 100 + number // 168_000
    seventeen = f"999{area}{year}{day}{order:03}"
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return seventeen + "10X98765432"[total % 11]


def phone(number: int) -> str:
    return f"139{number:08}"


def households(count: int) -> Iterator[dict[str, object]]:
    """Rows of 户信息."""
    for number in range(count):
        own: dict[str, object] = {
            "户编号": f"H{number:06}",
            "户主姓名": f"张{number:06}",
            "村民小组": f"{number % 12 + 1}组",
            "户主证件号码": id_number(number, *MEMBERS[0][1:3]),
            "银行卡号": f"62{number:017}",
            "联系电话": phone(number) if number % FAULT else f"1390{number}",
        }
        yield {**HOUSEHOLD, **own}


def persons(count: int) -> Iterator[dict[str, object]]:
    """Rows of 家庭成员, four to a household."""
    for row in range(count):
        number, place = divmod(row, len(MEMBERS))
        relation, male, year, more = MEMBERS[place]
        card = id_number(number, male, year)
        wrong = row % FAULT == FAULT - 1
        own: dict[str, object] = {
            "户编号": f"H{number:06}",
            "姓名": f"{'张王张刘'[place]}{number:06}",
            "证件号码": card[:-1] + ("0" if card[-1] != "0" else "1") if wrong else card,
            "与户主关系": relation,
            "性别": "男" if male else "女",
            "出生日期": f"{card[6:10]}-{card[10:12]}-{card[12:14]}",
            "联系电话": phone(number) if place == 0 else "",
        }
        yield {**PERSON, **more, **own}


def others(name: str, columns: tuple[str, ...], count: int) -> Iterator[dict[str, object]]:
    """Rows of the sheets that name a household, one or two to each."""
    fixed: dict[str, object] = {
        "单位": "云溪县农业局", "职务": "科员", "结对开始": "2024-03-01", "类别": "产业帮扶",
        "措施内容": "发展茶叶种植", "金额(元)": 3000, "责任人": "李明", "状态": "已完成",
        "完成日期": "2026-05-20", "走访人": "李明", "方式": "入户", "内容": "了解生产生活情况",
        "满意度": "满意",
    }  # fmt: skip
    for row in range(count * (1 if name == "帮扶责任人" else 2)):
        number = row % count
        own: dict[str, object] = {
            "户编号": f"H{number:06}",
            "姓名": f"李{number % 4000:04}" if name == "帮扶责任人" else f"张{number:06}",
            "对象姓名": f"张{number:06}",
            "联系电话": phone(50_000_000 + number % 4000),
            "走访日期": f"2026-0{1 + row // count * 3}-1{row % 9}",
        }
        yield {column: {**fixed, **own}.get(column, "") for column in columns}


def write(
    path: Path, count: int, change: Callable[[str, int], dict[str, object]] = lambda *_: {}
) -> None:
    """Write a ledger with so many persons; ``change`` says what stands otherwise in a row."""
    import xlsxwriter

    from docgen.ledger.schema import sheets

    book = xlsxwriter.Workbook(str(path))
    rooms: list[tuple[str, tuple[str, ...], Iterator[dict[str, object]]]] = [
        ("户信息", sheets()["户信息"].declared, households(count // 4)),
        ("家庭成员", ("户编号", *sheets()["家庭成员"].declared), persons(count)),
        *((name, columns, others(name, columns, count // 4)) for name, columns in OTHERS),
    ]
    for name, columns, rows in rooms:
        page = book.add_worksheet(name)
        page.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            cells = {**row, **change(name, number)}
            page.write_row(number, 0, [cells.get(column, "") for column in columns])
    book.close()


def with_docgen(path: Path) -> dict[str, object]:
    """Read and check in this process; say how long each took and what was found."""
    return checked(path, 1)


def with_two(path: Path) -> dict[str, object]:
    """Read and check in two processes, the start of the second included."""
    return checked(path, 2)


def checked(path: Path, workers: int) -> dict[str, object]:
    from collections import Counter

    from docgen.jobs import processes
    from docgen.ledger.reading import read_ledger
    from docgen.rules.check import check

    start = times()
    with processes(workers) as executor:
        ledger = read_ledger(Folder(path.parent.parent, SETTINGS), executor)
        read = times()
        found = check(ledger, SETTINGS, executor=executor)
        done = times()
    codes = Counter(finding.code for finding in found.findings)
    return {
        "read": read[0] - start[0],
        "check": done[0] - read[0],
        "clock": done[1] - start[1],
        "cpu": sum(os.times()[:4]) - start[2],
        "persons": len(ledger.persons),
        "findings": len(found.findings),
        "codes": dict(codes.most_common(12)),
    }


def times() -> tuple[float, float, float]:
    """Seconds of this processor, of the clock, and of this process with its ended workers."""
    return time.process_time(), time.perf_counter(), sum(os.times()[:4])


def with_openpyxl(path: Path) -> dict[str, object]:
    """Walk all cells in read-only mode."""
    import openpyxl

    start = times()
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for page in book.worksheets:
        for _ in page.iter_rows(values_only=True):
            pass
    done = times()
    return {"read": done[0] - start[0], "clock": done[1] - start[1]}


def with_marks(path: Path) -> dict[str, object]:
    """Check, then make the marked copy; only the copy is timed."""
    from docgen.ledger.marked import marked
    from docgen.ledger.reading import read_ledger
    from docgen.rules.check import check

    found = check(read_ledger(Folder(path.parent.parent, SETTINGS)), SETTINGS).findings
    data = path.read_bytes()
    start = time.process_time()
    made = marked(data, found)
    return {"read": time.process_time() - start, "cells": made.cells}


WAYS: dict[str, Callable[[Path], dict[str, object]]] = {
    "docgen": with_docgen,
    "two": with_two,
    "openpyxl": with_openpyxl,
    "marked": with_marks,
}


def measured(way: str, path: Path) -> dict[str, Any]:
    """Measure one way in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--path", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def compare(count: int, *, marks: bool) -> None:
    """Print one line for a size."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "台账" / "台账.xlsx"
        path.parent.mkdir()
        write(path, count)
        size = path.stat().st_size / 1e6
        one, two, theirs = (measured(way, path) for way in ("docgen", "two", "openpyxl"))
        copy = measured("marked", path) if marks else None
    if one["codes"] != two["codes"]:
        raise SystemExit(f"two processes found something else: {one['codes']} {two['codes']}")
    print(f"{count:,} persons, {size:.1f} MB, {one['findings']} findings")
    print(f"  openpyxl reads    {told(theirs, 'read')} s")
    print(f"  docgen, 1 process {told(one, 'cpu')} s, {ratio(one, theirs, 'cpu', 'read')} of that")
    print(f"    reads {one['read']:.2f} s, checks {one['check']:.2f} s, peak {one['peak']:.0f} MB")
    print(
        f"  docgen, 2         {told(two, 'cpu')} s, {ratio(two, theirs, 'clock', 'clock')} by clock"
    )
    print(f"    peak of both {two['peak'] + two['child']:.0f} MB")
    if copy:
        words = f"{copy['cells']:.0f} cells, peak of all {copy['peak']:.0f} MB"
        print(f"  marked copy       {copy['read']:6.2f} s   {words}")


def told(found: dict[str, Any], cpu: str) -> str:
    return f"{found[cpu]:6.2f} s of processor, {found['clock']:6.2f}"


def ratio(ours: dict[str, Any], theirs: dict[str, Any], mine: str, other: str) -> str:
    return f"{ours[mine] / theirs[other]:.2f}"


def profile(count: int) -> None:
    """Print where the time goes."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "台账" / "台账.xlsx"
        path.parent.mkdir()
        write(path, count)
        watcher = cProfile.Profile()
        found = watcher.runcall(with_docgen, path)
    print(found)
    pstats.Stats(watcher).sort_stats("tottime").print_stats(30)
    pstats.Stats(watcher).sort_stats("cumtime").print_stats(45)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help=f"also {LARGE:,} persons")
    options.add_argument("--persons", type=int, help="only this size")
    options.add_argument("--profile", action="store_true")
    options.add_argument("--marks", action="store_true", help="also the marked copy")
    options.add_argument("--way", choices=sorted(WAYS), help=argparse.SUPPRESS)
    options.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.way:
        found = WAYS[given.way](given.path)
        found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found["child"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(json.dumps(found))
        return
    sizes = [given.persons] if given.persons else [*SIZES, *((LARGE,) if given.full else ())]
    for count in sizes:
        if given.profile:
            profile(count)
        else:
            compare(count, marks=given.marks)


if __name__ == "__main__":
    main()
