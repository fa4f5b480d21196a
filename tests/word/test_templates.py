"""The packaged templates: sound, small, known fields only, and written by the tool alone."""

from __future__ import annotations

import re
import runpy
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from wordfiles import TEMPLATES, cells, part, read

from docgen.facts.figures import FIGURES
from docgen.word import Template

ROOT = TEMPLATES.parents[1]
KINDS = ("town", "education", "unit", "campaign", "report")
TOOLS = ROOT / "tools"
SUMMARIES = ("summary.docx", *(f"summary_{kind}.docx" for kind in KINDS))
NAMES = ("plan.docx", "checklist.docx", *SUMMARIES)
DAY = date(2026, 6, 30)


def declared(name: str) -> set[str]:
    """Return the fields that docs/word.md promises to a template."""
    text = (ROOT / "docs" / "word.md").read_text(encoding="utf-8")
    chapter = text.partition(f"\n### {name}")[2].partition("\n### ")[0]
    fields: set[str] = set()
    for row in re.findall(r"^\| ([^|]+) \| ([^|]+) \|", chapter, re.M):
        first = row[0].strip()
        fields |= set(first.split())
        listed = re.search(r"list[^:]*: (.*)", row[1].strip())
        inner = re.sub(r"\([^)]*\)|（[^）]*）", "", listed.group(1)) if listed else ""
        fields |= {f"{first}.{word}" for word in inner.split()}
    return fields


def figures() -> set[str]:
    return set(FIGURES)


@pytest.mark.parametrize("name", NAMES)
def test_tool_writes_the_templates_that_are_committed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(TOOLS)
    tool = "make_summary_templates.py" if name in SUMMARIES else "make_docx_templates.py"
    runpy.run_path(str(TOOLS / tool))["main"](tmp_path)
    assert (tmp_path / name).read_bytes() == (TEMPLATES / name).read_bytes()
    assert (TEMPLATES / name).stat().st_size < 20_000


@pytest.mark.parametrize("name", NAMES)
def test_templates_use_declared_fields_only(name: str) -> None:
    known = declared("summary.docx" if name in SUMMARIES else name)
    known |= figures() if name in SUMMARIES else set()
    template = Template(TEMPLATES / name)
    assert template.lint() == []
    lists = {field.partition(".")[0] for field in known if "." in field}
    used = {use.path for use in template.uses}
    unknown = {path for path in used - known if "." not in path or path.partition(".")[0] in lists}
    assert unknown == set()


@pytest.mark.parametrize("name", NAMES)
def test_rows_do_not_break_and_heads_repeat(name: str) -> None:
    text = part((TEMPLATES / name).read_bytes())
    assert text.count("<w:tr>") == text.count("<w:cantSplit/>")
    if name not in SUMMARIES:
        assert "<w:tblHeader/>" in text
    with zipfile.ZipFile(TEMPLATES / name) as archive:
        assert "方正小标宋简体" in archive.read("word/fontTable.xml").decode()
        assert "evenAndOddHeaders" in archive.read("word/settings.xml").decode()


def test_empty_context_marks_everything_and_stays_whole() -> None:
    for name in NAMES:
        rendered = Template(TEMPLATES / name).render_report({})
        assert len(rendered.missing) > 5
        assert "【缺：" in part(rendered.data)
        read(rendered.data)


def entry(names: str) -> dict[str, Any]:
    return {name: f"{name}甲" for name in names.split()}


def test_checklist_has_a_row_for_each_problem() -> None:
    problem = {
        **entry("序号 问题编号 来源 问题描述 本村是否存在 整改措施 责任单位 责任人 状态"),
        "完成时限": DAY,
    }
    rendered = Template(TEMPLATES / "checklist.docx").render_report(
        {
            **entry("标题 县 镇 村 编制单位 期间 计数"),
            "编制日期": DAY,
            "问题": [problem, {**problem, "责任人": None, "反馈日期": DAY}],
        }
    )
    rows = cells(rendered.data)
    assert len(rows) == 4
    assert rows[2][2] == "来源甲"
    assert rows[3][2] == "来源甲\n2026.6.30"
    assert [name for name in rendered.missing if "." in name] == ["问题.责任人"]


def test_summary_leaves_out_a_change_without_earlier_figure() -> None:
    template = Template(TEMPLATES / "summary.docx")
    context: dict[str, Any] = dict.fromkeys(figures(), 5)
    context |= {"走访次数": 40, "走访次数同比": None, "务工总人数同比": Decimal("-3.2")}
    text = "\n".join(p.text for p in read(template.render_report(context).data).paragraphs)
    assert "本期走访40次，走访农户5户" in text
    assert "务工5人，同比下降3.2%" in text
    assert "其中县内5人" in text


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_opens_what_is_rendered(
    name: str, tmp_path: Path, program: Callable[[str], str]
) -> None:
    from docgen.pages.convert import office_to_pdf

    program("soffice")
    path = tmp_path / name
    path.write_bytes(Template(TEMPLATES / name).render_report({}).data)
    conversion = office_to_pdf([path], tmp_path)
    assert not conversion.failed
    assert conversion.done[path].read_bytes().startswith(b"%PDF")
