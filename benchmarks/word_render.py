"""How long Word documents take: docgen, docxtpl, docxtemplater, the zip alone, in one run.

    python benchmarks/word_render.py [--readme] [COUNT [MANY]]

Prints the tables of the README; with --readme it writes them into README.md and README.zh-CN.md.
docxtpl is measured when it is installed; it gets the same template with {%tr %} rows, since it
does not find row loops by itself, and docgen's formats. docxtemplater is installed by npm into a
folder that goes again. Ratios hold between machines, times do not.
"""

from __future__ import annotations

import io
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import etree

from docgen.word import Template
from docgen.word.compiling import Use

sys.path.insert(0, str(Path(__file__).resolve().parent))
from word_others import docxtemplater
from word_tables import ENGLISH, Batch, Measured, Plan, into_readme, tables

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "templates" / "docx" / "plan.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAYS = {"识别时间", "编制日期", "完成时限", "日期", "结对开始"}
MONEY = {"金额", "预期增收", "耕地面积", "林地面积", "纯收入", "人均纯收入", "上年人均纯收入"}
COUNTS = {"成员": 5, "保障": 6, "措施": 6, "走访季度": 4, "走访": 4, "帮扶人": 1}
BATCHES = 3  # of each kind: the best counts, as machines are noisy
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


def timed(works: Sequence[Callable[[int], object]], count: int, rounds: int = 7) -> list[float]:
    """Return the best round of each, in milliseconds a call; they take turns, so noise hits all."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            start = time.perf_counter()
            for number in range(count):
                work(number)
            best[place] = min(best[place], time.perf_counter() - start)
    return [one / count * 1000 for one in best]


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


def table_of(engine: str) -> dict[str, float]:
    """Print a table of 8,000 rows and 8 columns; return seconds and the peak in MB."""
    import docx  # workers begin by importing this module again: they need it not

    columns = [f"列{number}" for number in range(8)]
    document = docx.Document()
    made = document.add_table(3, 8)
    made.cell(0, 0).text, made.cell(2, 0).text = "{%tr for 行 in 行们 %}", "{%tr endfor %}"
    for cell, name in zip(made.rows[1].cells, columns, strict=True):
        cell.text = f"{{{{ 行.{name} }}}}"
    stream = io.BytesIO()
    document.save(stream)
    rows = [{name: f"{name}的第{row}行" for name in columns} for row in range(8000)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    if engine == "docgen":
        Template(stream.getvalue()).render({"行们": rows})
    else:
        from docxtpl import DocxTemplate

        theirs = DocxTemplate(stream)
        theirs.render({"行们": rows})
        theirs.save(io.BytesIO())
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": taken, "peak": peak / 1024, "more": (peak - before) / 1024}


def apart(engine: str) -> dict[str, float] | None:
    """Measure the table in a process of its own, so that peaks do not mix."""
    done = subprocess.run(
        [sys.executable, __file__, "--table", engine], capture_output=True, text=True, check=False
    )
    found: dict[str, float] | None = json.loads(done.stdout) if done.returncode == 0 else None
    return found


def batch(template: Template, base: dict[str, Any], count: int, workers: int) -> Batch:
    """Write so many plans; return seconds, seconds of CPU a process, the growth in MB.

    The second is what the first comes to when the machine has a free core for each process.
    """
    memory = Path("/dev/shm")  # a disk that makes a file in 1 ms would be all one measures
    records = ({**base, "户编号": f"{number:05}"} for number in range(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        start, spent = time.perf_counter(), cpu()
        template.render_many(records, folder, "{户编号}.docx", workers=workers)
        taken, spent = time.perf_counter() - start, cpu() - spent
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    return taken, spent / workers, grown


def batches(template: Template, base: dict[str, Any], count: int) -> dict[int, Batch]:
    """Return the best of some batches in one process and in two; they take turns."""
    rounds = [
        {workers: batch(template, base, count, workers) for workers in (1, 2)}
        for _ in range(BATCHES)
    ]
    return {workers: min(one[workers] for one in rounds) for workers in (1, 2)}


def side_by_side(count: int) -> float:
    """Return the seconds of two programs that share nothing and write one half each.

    Their starts are not counted: no more can be had from two cores of this machine.
    """
    command = [sys.executable, __file__, "--half", str(count // 2)]
    best = float("inf")
    for _ in range(BATCHES):
        running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        taken = [float(one.communicate()[0]) for one in running]
        best = min(best, max(taken))
    return best


def half(count: int) -> float:
    """Return the seconds in which this process writes so many plans."""
    template = Template(PLAN)
    return batch(template, household(1, template.uses), count, 1)[0]


def cpu() -> float:
    """Seconds of CPU so far: of this process and of its workers that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(count: int = 200, many: int = 10_000) -> Measured:
    """Measure everything on the household plan and the large table."""
    source = PLAN.read_bytes()
    template = Template(source)
    used = template.uses
    base, cells = household(1, used), sources(used)
    sample = template.render_report(base)
    ours, traced, floor = timed(
        (
            lambda _: template.render_report(base),
            lambda _: template.render_report(base, cells),
            zip_work(sample.data),
        ),
        count,
    )
    oracle = docxtpl_work(for_docxtpl(source))
    theirs = timed([oracle], max(count // 20, 3), 3)[0] if oracle else None
    other = docxtemplater(source, base, max(count // 4, 3))
    versions = [f"Python {platform.python_version()}"]
    if oracle:
        versions.append(f"docxtpl {version('docxtpl')}")
    if other:
        versions.append(f"docxtemplater {other[1]}")
    return Measured(
        Plan(len(sample.data), ours, traced, floor, theirs, other[0] if other else None),
        {engine: table for engine in ("docgen", "docxtpl") if (table := apart(engine))},
        many,
        batches(template, base, many),
        side_by_side(many),
        tuple(versions),
        os.cpu_count() or 1,
    )


def sources(used: Sequence[Use]) -> dict[str, str]:
    """A cell for every value of the plan, as a work folder gives them."""
    lists = {use.path for use in used if use.loop}
    found: dict[str, str] = {}
    for number, path in enumerate(dict.fromkeys(use.path for use in used)):
        name, dot, field = path.partition(".")
        for row in range(1, COUNTS.get(name, 3) + 1) if name in lists else (0,):
            key = f"{name}[{row}]{dot}{field}" if row else path
            found[key] = f"台账/户信息2026.xlsx 户信息 {chr(65 + number % 26)}{row + 12}"
    return found


if __name__ == "__main__":
    arguments = [one for one in sys.argv[1:] if one != "--readme"]
    if arguments[:1] == ["--table"]:
        print(json.dumps(table_of(arguments[1])))
    elif arguments[:1] == ["--half"]:
        print(half(int(arguments[1])))
    else:
        result = measured(*map(int, arguments))
        print(tables(result, ENGLISH))
        if "--readme" in sys.argv:
            into_readme(result, ROOT)
