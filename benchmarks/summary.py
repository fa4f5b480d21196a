"""How long a summary takes after the ledger was read: figures, sentences, Word file, sources.

    python benchmarks/summary.py                   (80,000 persons in 20,000 households)
    python benchmarks/summary.py --persons 500
    python benchmarks/summary.py --scattered       (kinds, health, schooling, work drawn by lot)
    python benchmarks/summary.py --villages 10     (a town: its summary and one for each village)

The ledger is that of check_ledger.py. There the rows of most figures follow one another; with
--scattered they do not, and 数据出处.xlsx is as long as it can get. Seconds of processor in this
process; without the PDF, which is LibreOffice's time, and beside openpyxl merely reading the ledger
in its read-only mode.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from check_ledger import SETTINGS, with_openpyxl, write

from docgen.documents import build
from docgen.documents.job import Job
from docgen.documents.summary_presets import PRESETS
from docgen.folder import Folder
from docgen.ledger.reading import read_ledger

# What --scattered draws by lot for each row: a word as often as it stands here.
DRAWN: Mapping[str, Mapping[str, tuple[object, ...]]] = {
    "户信息": {
        "户类型": ("脱贫户", "一般农户"),
        "监测对象类别": ("", "", "", "", "边缘易致贫户", "突发严重困难户"),
        "主要致贫原因": ("因病", "因残", "因学", "缺技术", "缺劳动力", "缺资金"),
        "享受低保": ("是", "否", "否"),
        "是否危房户": ("是", "否", "否", "否"),
        "水质": ("达标", "达标", "不达标"),
        "入户路类型": ("水泥路", "砂石路", "泥土路"),
        "有无卫生厕所": ("是", "是", "否"),
        "人均纯收入": (7000, 9000, 12000, 19475, 25000),
    },
    "家庭成员": {
        "健康状况": ("健康", "健康", "健康", "长期慢性病", "残疾"),
        "文化程度": ("小学", "初中", "高中", "大专"),
        "劳动技能": ("普通劳动力", "技能劳动力", "无劳动力"),
        "城乡居民医保": ("是", "是", "是", "否"),
        "养老保险": ("是", "是", "否"),
        "务工时间": (0, 3, 6, 10),
        "务工区域": ("县内", "县外省内", "省外"),
    },
}
VILLAGES = "上下东西南北前后左右"


def changes(villages: int, households: int, *, scattered: bool) -> Callable[..., dict[str, object]]:
    """Return what stands otherwise in a row of the ledger."""
    lot = random.Random(6)

    def change(sheet: str, number: int) -> dict[str, object]:
        words = DRAWN.get(sheet, {}) if scattered else {}
        cells: dict[str, object] = {column: lot.choice(each) for column, each in words.items()}
        if sheet == "户信息" and villages > 1:
            cells["行政村"] = f"{VILLAGES[(number - 1) * villages // households]}河村"
        return cells

    return change


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--persons", type=int, default=80_000)
    options.add_argument("--villages", type=int, default=1, choices=range(1, 11))
    options.add_argument("--scattered", action="store_true")
    asked = options.parse_args()
    count = asked.persons
    change = changes(asked.villages, count // 4, scattered=asked.scattered)
    with tempfile.TemporaryDirectory() as root:
        book = Path(root) / "台账" / "台账.xlsx"
        book.parent.mkdir()
        write(book, count, change)
        folder = Folder(Path(root), SETTINGS)
        ledger = read_ledger(folder)
        start = time.process_time()
        with_openpyxl(book)
        reading = time.process_time() - start
        print(f"persons {count}: openpyxl reads in {reading:.2f} s")
        for preset in PRESETS if asked.villages == 1 else ("",):  # a town and its villages
            start = time.process_time()
            build("summary", Job(folder, ledger, "", {"pdf": False, "preset": preset}))
            taken = time.process_time() - start
            ratio = taken / reading
            print(f"  {preset or 'all':10} {taken:5.2f} s  {ratio:.2f} of openpyxl's reading")


if __name__ == "__main__":
    main()
