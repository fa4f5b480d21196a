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
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from docgen.word import Template

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "templates" / "docx" / "plan.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 6, 30)
PLAIN = (
    "标题 期间 县 镇 村 村民小组 户主姓名 联系电话 户类型 监测对象类别 风险是否已消除 致贫返贫风险"
    " 脱贫年度 主要致贫原因 其他致贫原因 享受低保 享受特困 是否易地搬迁户 是否党员户 人均变化"
    " 需求与意愿 编制单位 走访要求"
)
MONEY = ["工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入", "纯收入"]
MONEY += ["人均纯收入", "上年人均纯收入"]


def household(number: int) -> dict[str, Any]:
    """Return the invented data of one household: 5 members, 6 measures, 4 visits."""
    amount = Decimal(12000 + number)
    return {
        **{name: f"{name}的内容" for name in PLAIN.split()},
        **dict.fromkeys(MONEY, amount),
        **dict.fromkeys(("补制", "成员说明", "无措施", "无帮扶人", "无政策", "已享政策"), ""),
        "户编号": f"{number:04}",
        "证件号码": "999201196503071242",
        "家庭人口": 5,
        "劳动力人数": 3,
        "耕地面积": Decimal("5.6"),
        "识别时间": DAY,
        "编制日期": DAY,
        "收入说明": ["转移性收入中：养老金2,400元。"],
        "点单": [],
        "成员": [_entry("姓名 关系 性别 年龄 健康状况 劳动技能 在校或务工") for _ in range(5)],
        "保障": [_entry("项目 现状 短板") for _ in range(6)],
        "措施": [
            {
                **_entry("序号 类别 措施内容 政策依据 责任单位 责任人 落实情况"),
                "金额": amount,
                "完成时限": DAY,
                "预期增收": amount,
            }
            for _ in range(6)
        ],
        "政策": [_entry("名称 对象 结论 标准 说明 办理") for _ in range(3)],
        "帮扶人": [_entry("姓名 单位 职务 联系电话")],
        "走访季度": [_entry("季度 次数 联系 最近 走访人") for _ in range(4)],
        "走访": [
            {**_entry("走访人 方式 内容 诉求 处理结果"), "日期": DAY} for _ in range(4)
        ],
    }  # fmt: skip


def _entry(names: str) -> dict[str, Any]:
    return {name: f"{name}若干" for name in names.split()}


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

    environment = Environment(autoescape=False)
    environment.filters.update(FORMATS)

    def work(number: int) -> bytes:
        document = DocxTemplate(io.BytesIO(source))
        document.render(household(number), environment)
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
    sample = template.render_report(household(1))
    first = (time.perf_counter() - start) * 1000
    ours = timed(lambda number: template.render_report(household(number)), count)
    data = timed(household, count)
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
        records = [household(number) for number in range(count)]
        start = time.perf_counter()
        template.render_many(records, folder, "{户编号}.docx")
        lines.append(("render_many with files", (time.perf_counter() - start) * 1000 / count))
    print(f"household plan, {len(sample.data):,} bytes, {count} documents, best of 3")
    for name, taken in lines:
        print(f"{name:32}{taken:9.3f} ms   {taken / (ours - data):7.2f} × docgen")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
