"""How long one household plan takes: docgen, docxtpl, and the zip alone, in one run.

    python benchmarks/word_render.py [COUNT]

docxtpl is measured when it is installed. It gets the same template with {%tr %} rows, since it
does not find row loops by itself, and docgen's formats. Ratios hold between machines, times do not.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from docgen.word import Template
from docgen.word.compiling import Use

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "templates" / "docx" / "plan.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAYS = {"识别时间", "编制日期", "完成时限", "日期", "结对开始"}
MONEY = {"金额", "预期增收", "耕地面积", "林地面积", "纯收入", "人均纯收入", "上年人均纯收入"}
COUNTS = {"成员": 5, "保障": 6, "措施": 6, "走访季度": 4, "走访": 4, "帮扶人": 1}
BLANK = {"补制", "成员说明", "无措施", "无政策", "无帮扶人", "已享政策"}


def household(number: int, used: Sequence[Use]) -> dict[str, Any]:
    """Return invented data for every field that the plan uses: 5 members, 6 measures, 4 visits."""
    data: dict[str, Any] = {}
    lists = {use.path for use in used if use.loop}
    for name in dict.fromkeys(use.path.partition(".")[0] for use in used):
        inner = [use.path.partition(".")[2] for use in used if use.path.startswith(f"{name}.")]
        if name not in lists:
            data[name] = value(name, number)
        elif inner:
            entries = range(COUNTS.get(name, 3))
            data[name] = [{one: value(one, number) for one in inner} for _ in entries]
        else:
            data[name] = [value(name, number)]
    return data


def value(name: str, number: int) -> Any:
    """Return a value of the kind that a field of this name has."""
    if name in DAYS:
        return date(2026, 6, 30)
    if name in MONEY or name.endswith(("收入", "支出")):
        return Decimal(12000 + number)
    if name == "证件号码":
        return "999201196503071242"
    if name == "户编号":
        return f"{number:04}"
    return "" if name in BLANK else f"{name}的内容"


def for_docxtpl(data: bytes) -> bytes:
    """Return the template with a row of {%tr %} tags around every row that repeats."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                body = _rows_outside(body)
            new.writestr(name, body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _rows_outside(body: bytes) -> bytes:
    root = etree.fromstring(body)
    for row in list(root.iter(f"{W}tr")):
        texts = list(row.iter(f"{W}t"))
        first, last = (texts[0].text or "", texts[-1].text or "") if texts else ("", "")
        if not first.startswith("{% for") or not last.endswith("{% endfor %}"):
            continue
        opening, _, texts[0].text = first.partition(" %}")
        texts[-1].text = (texts[-1].text or "").removesuffix("{% endfor %}")
        row.addprevious(_tag_row(f"{opening.replace('{% ', '{%tr ')} %}}"))
        row.addnext(_tag_row("{%tr endfor %}"))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _tag_row(text: str) -> etree._Element:
    row = etree.Element(f"{W}tr")
    body = row
    for name in ("tc", "p", "r", "t"):
        body = etree.SubElement(body, f"{W}{name}")
    body.text = text
    return row


def timed(work: Callable[[int], object], count: int, rounds: int = 3) -> float:
    """Return the best of some rounds, in milliseconds a call."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for number in range(count):
            work(number)
        best = min(best, time.perf_counter() - start)
    return best / count * 1000


def docxtpl_work(source: bytes) -> Callable[[int], object] | None:
    """Return what renders with docxtpl, None where it is not installed."""
    try:
        from docxtpl import DocxTemplate
        from jinja2 import Environment
    except ImportError:
        return None
    from docgen.word.filters import FORMATS

    used = Template(PLAN).uses
    environment = Environment(autoescape=False)
    environment.filters.update(FORMATS)

    def work(number: int) -> bytes:
        document = DocxTemplate(io.BytesIO(source))
        document.render(household(number, used), environment)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return work


def zip_work(data: bytes) -> Callable[[int], object]:
    """Return what writes the same parts into a zip: the floor under any engine."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def work(_: int) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in parts.items():
                archive.writestr(name, body)
        return stream.getvalue()

    return work


def main(count: int = 200) -> None:
    """Measure and print the table."""
    source = PLAN.read_bytes()
    start = time.perf_counter()
    template = Template(source)
    used = template.uses
    sample = template.render_report(household(1, used))
    first = (time.perf_counter() - start) * 1000
    ours = timed(lambda number: template.render_report(household(number, used)), count)
    data = timed(lambda number: household(number, used), count)
    floor = timed(zip_work(sample.data), count)
    lines = [
        ("docgen, a document", ours - data),
        ("  compiling and the first one", first),
        ("zip of the same parts", floor),
    ]
    oracle = docxtpl_work(for_docxtpl(source))
    if oracle is not None:
        lines.append(("docxtpl, a document", timed(oracle, max(count // 20, 3)) - data))
    with tempfile.TemporaryDirectory() as folder:
        records = [household(number, used) for number in range(count)]
        start = time.perf_counter()
        template.render_many(records, folder, "{户编号}.docx")
        lines.append(("render_many with files", (time.perf_counter() - start) * 1000 / count))
    print(f"household plan, {len(sample.data):,} bytes, {count} documents, best of 3")
    for name, taken in lines:
        print(f"{name:32}{taken:9.3f} ms   {taken / (ours - data):7.2f} × docgen")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
