"""Write docs/figures.md, docs/rules.md, the traits in docs/conditions.md and the rules' examples.

    python tools/make_reference.py

A test compares the files with what this script would write.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from docgen.facts.figures import FIGURES
from docgen.facts.traits import TRAITS
from docgen.rules.check import RULES
from docgen.rules.limits import DEFAULTS
from docgen.rules.registry import Text, texts

TOOLS = Path(__file__).resolve().parent
DOCS = TOOLS.parent / "docs"
if str(TOOLS) not in sys.path:
    sys.path.append(str(TOOLS))
BEGIN, END = "<!-- traits: written by tools/make_reference.py -->", "<!-- /traits -->"
WRITTEN = "本页由 `tools/make_reference.py` 从程序里写出，有测试保证一致。"


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """The lines of a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in (heads, *rows)]
    return [lines[0], "|" + "---|" * len(heads), *lines[1:]]


def figures() -> str:
    """docs/figures.md."""
    rows = [(f.name, f.unit, f.definition, "是" if f.dated else "") for f in FIGURES.values()]
    return "\n".join(
        [
            "# 指标",
            "",
            f"{WRITTEN}共{len(rows)}个。",
            "每个指标带着背后的每一行，看 `docgen figures explain 外出务工人数`。",
            "",
            "- 缺表、缺列、整列为空或没有数的指标是缺项并说明原因，不会写成 0。",
            "- 有的格空着：这些行不算进去，并写明几行没有算；空格本来就表示“没有”的列"
            "（监测对象类别、公益性岗位、实际竣工、销号日期……）不算缺。",
            "- 金额先按元相加，最后一次换算成万元；比例保留两位小数（四舍五入）。",
            "- “占比”是各自的比例；要并排列出、合计为 100 的，用“构成”：先舍到两位小数，"
            "剩下的百分之零点几按舍去多少从大到小分给各项（最大余数法）。",
            "- 同一户编号的几行只算一户，取填得最全的一行；指标不因行的先后、分在几个文件里而变。",
            "- 部分加起来不等于总数、小数大过大数、与上期指标不符的，是问题 W421、W422，带单元格。",
            "- `docgen figures --by 组` 再按村、组、帮扶责任人分列；"
            "“按期”为“是”的可以用 `--by 季度`。",
            "- 归档的指标来自上次装订的案卷；应享未享来自政策的适用条件。",
            "",
            *table(("指标", "单位", "口径", "按期"), rows),
            "",
        ]
    )


def rules() -> str:
    """docs/rules.md."""
    lines = [
        "# 检查",
        "",
        f"{WRITTEN}编号与 `docgen explain R003` 一致。",
        "严重程度在 docgen.toml 的 `[levels]` 里改，写 `off` 就关掉；",
        "数值界限在 `[thresholds]` 里改。",
        "表里没有某一列时，有关的检查列为“未检查”，不会逐行报错。",
        "",
    ]
    for group, members in groupby(texts().values(), key=lambda text: text.group):
        rows = [_rule(text) for text in members]
        lines += [
            f"## {group}",
            "",
            *table(("编号", "检查什么", "查谁", "报在哪一格", "程度"), rows),
            "",
        ]
    limits = [(name, str(value), words) for name, (value, words) in DEFAULTS.items()]
    lines += ["## 数值界限", "", *table(("名称", "默认", "意思"), limits), ""]
    return "\n".join(
        [*lines, "## 例子", "", *table(("编号", "例子"), list(examples().items())), ""]
    )


def _rule(text: Text) -> tuple[str, ...]:
    later = "" if text.code in RULES or text.code in ("R150", "R151") else "（档案检查）"
    cell = text.cell.replace(";", "、")
    return text.code, text.rule + later, text.scope, cell, text.severity.value


def conditions(written: str) -> str:
    """docs/conditions.md with its table of traits."""
    rows = [(t.name, t.of, t.definition) for t in TRAITS.values()]
    block = "\n".join([BEGIN, "", *table(("特征", "户或人", "意思"), rows), "", END])
    before, _, rest = written.partition(BEGIN)
    return before + block + rest.partition(END)[2]


def examples() -> Mapping[str, str]:
    """One example for each rule, by code."""
    from rule_examples import examples as of_rules

    return of_rules()


def pages() -> dict[Path, str]:
    """Every page with the text it should have."""
    from rule_examples import DATA, as_csv

    told = DOCS / "conditions.md"
    return {
        DOCS / "figures.md": figures(),
        DOCS / "rules.md": rules(),
        told: conditions(told.read_text(encoding="utf-8")),
        DATA: as_csv(examples()),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
