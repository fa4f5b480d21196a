"""One example for each rule, in plain words, from the failing cases of tests/rules/cases.

Used by tools/make_reference.py; a case tells only what it changes, so the columns that the rule
speaks of are filled in from the household that breaks no rule.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from docgen.rules.registry import Text, texts
from docgen.words import date_text

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "rules" / "cases"
DATA = ROOT / "docgen" / "data" / "rule_examples.csv"
FIRST_ROW = 3  # of the records in tests/small_ledger.py
INCOME = ("工资性收入", "生产经营性收入", "生产经营性支出", "财产性收入", "转移性收入", "家庭人口")
GROUPED = {"各项收入": INCOME}
Rows = list[dict[str, Any]]


def examples() -> dict[str, str]:
    """The example of each rule that has a failing case, by code."""
    base = rule_cases()
    found = {}
    for code, text in texts().items():
        path = CASES / code / "fail.yaml"
        if path.exists():
            cases = yaml.safe_load(path.read_text(encoding="utf-8"))
            case = next((one for one in cases if "without" not in one), cases[0])
            found[code] = example(text, case, base)
    return found


def as_csv(found: Mapping[str, str]) -> str:
    """docgen/data/rule_examples.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "example"))
    writer.writerows(found.items())
    return out.getvalue()


def rule_cases() -> ModuleType:
    """tests/rules/test_rules.py: what a case leaves out stands there."""
    tests = str(ROOT / "tests")
    if tests not in sys.path:
        sys.path.append(tests)
    spec = importlib.util.spec_from_file_location("rule_cases", ROOT / "tests/rules/test_rules.py")
    if spec is None or spec.loader is None:
        raise ImportError("tests/rules/test_rules.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def example(text: Text, case: Mapping[str, Any], base: ModuleType) -> str:
    """One line: the values of a failing case, and where and why the rule reports them."""
    place, column = named(str(case["found"][0]), case, base)
    values = "；".join(told(text, case, base))
    return f"{values} → 报在{place}“{column}”（{case['name']}）"


def told(text: Text, case: Mapping[str, Any], base: ModuleType) -> Iterator[str]:
    """What stands in each row of the case."""
    for record, sheets in case.get("records", {}).items():
        for sheet, rows in sheets.items():
            for row in rows:
                yield f"{record}的{sheet}：{words(row)}"
    for sheet, rows in case.get("sheets", {}).items():
        for row in rows:
            yield f"{sheet}：{words(row)}"
    if "sheets" not in case and "records" not in case:
        yield from told_of_village(text, case, base)
    for year, line in case.get("lines", {}).items():
        yield f"{year}年监测线 {line} 元"


def told_of_village(text: Text, case: Mapping[str, Any], base: ModuleType) -> Iterator[str]:
    """The rows that the case changes or the rule reports, with the columns it looks at."""
    reported = [str(cell).rpartition(".")[::2] for cell in case["found"]]
    asked = [one for name in f"{text.fields};{text.cell}".split(";") for one in _columns(name)]
    for word, sheet in base.SHEETS.items():
        rows: Rows = case.get(word) or []
        if not rows and word in ("户", "人"):
            rows = [{}]
        for place, changes in enumerate(rows):
            whole = base._row(word, place, changes)
            mine = [column for row, column in reported if row == f"{word}{place + 1}"]
            named_here = {*asked, *changes, *mine}
            shown = {name: whole[name] for name in whole if name in named_here}
            if word == "人":
                shown = {"姓名": whole["姓名"], **shown} if len(rows) > 1 else shown
            if shown and (changes or mine or len(rows) == 1):
                yield f"{sheet}：{words(shown)}"


def _columns(name: str) -> tuple[str, ...]:
    return GROUPED.get(name, (name,))


def named(found: str, case: Mapping[str, Any], base: ModuleType) -> tuple[str, str]:
    """The sheet (and whose row) and the column of a cell that a case names."""
    where, _, cell = found.rpartition(".")
    if match := re.fullmatch(r"(\D+)(\d+)", where):
        word, number = match[1], int(match[2])
        if word in base.SHEETS:
            several = len(case.get(word) or []) > 1
            return base.SHEETS[word] + (f"第{number}行的" if several else "的"), cell
    sheet, _, address = cell.partition("!")
    rows = (case["records"][where] if where else case["sheets"])[sheet]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    letter, row = re.fullmatch(r"([A-Z])(\d+)", address).groups()  # type: ignore[union-attr]
    number = int(row) - FIRST_ROW + 1
    record = f"{where}的" if where else ""
    return f"{record}{sheet}第{number}行的", columns[ord(letter) - ord("A")]


def words(row: Mapping[str, Any]) -> str:
    """The cells of a row as a person would say them."""
    return "、".join(f"{name} {value_text(value)}" for name, value in row.items())


def value_text(value: Any) -> str:
    """A value as docgen writes it; an empty cell is 空."""
    if value is None or value == "":
        return "空"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return date_text(value) if hasattr(value, "year") else str(value)
