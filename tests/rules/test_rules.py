"""Each rule against its cases: cases/R001/pass.yaml, cases/R001/fail.yaml …

A case changes a household of one healthy working man that breaks no rule. `户`, `人` and the other
sheets hold the changes by row; `found` names the cells that the rule must report, by sheet, row
and column (人2.性别). A case with `sheets` is a ledger of its own (政策!B3), one with `records` are
the records to be compared (手册.户信息!B3).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_ledger import FIRST_ROW, id_number, ledger, settings

from docgen.findings import Severity, finding_at
from docgen.model import Ledger
from docgen.rules.check import ELSEWHERE, check
from docgen.rules.registry import RULES, texts
from docgen.work.reconcile import reconcile

CASES = Path(__file__).parent / "cases"
COMPARED = {"R150", "R151"}  # found between records, not in the ledger
SHEETS = {"户": "户信息", "人": "家庭成员", "措施": "帮扶措施", "享受": "政策享受", "政策": "政策"}
HOUSEHOLD: dict[str, Any] = {
    "户编号": "H1",
    "户主姓名": "甲",
    "户类型": "脱贫户",
    "监测对象类别": None,
    "识别时间": None,
    "风险是否已消除": None,
    "消除时间": None,
    "消除后人均纯收入": None,
    "主要致贫原因": "缺技术",
    "其他致贫原因": None,
    "致贫返贫风险1": None,
    "致贫返贫风险2": None,
    "其他备注": None,
    "家庭人口": 1,
    "工资性收入": Decimal(12000),
    "生产经营性收入": Decimal(3000),
    "生产经营性支出": Decimal(1000),
    "财产性收入": Decimal(0),
    "转移性收入": Decimal(0),
    "低保金": None,
    "特困金": None,
    "养老金": None,
    "人均纯收入": Decimal(14000),
    "耕地面积": Decimal(3),
    "有效灌溉面积": Decimal(2),
    "林地面积": Decimal(0),
    "退耕还林面积": Decimal(0),
    "林果面积": Decimal(0),
    "牧草地面积": Decimal(0),
    "水面面积": Decimal(0),
    "距主干路(公里)": Decimal("0.5"),
    "住房面积": Decimal(90),
    "是否危房户": "否",
    "危房等级": None,
    "饮水是否安全": "是",
    "饮水是否困难": "否",
    "是否通生活用电": "是",
    "入户路类型": "水泥路",
    "有无卫生厕所": "是",
    "享受低保": "未享受",
    "享受特困": "不享受",
    "整户无劳动力兜底保障户": "否",
    "开户银行": "农商行",
    "银行卡号": "6210000000000000001",
    "联系电话": "13900000001",
}
PERSON: dict[str, Any] = {
    "户": "H1",
    "姓名": "甲",
    "证件类型": "身份证",
    "与户主关系": "户主",
    "性别": "男",
    "出生日期": date(1980, 1, 1),
    "民族": "汉族",
    "文化程度": "初中",
    "在校生状况": "非在校生",
    "失学原因": None,
    "健康状况": "健康",
    "残疾类别": None,
    "残疾等级": None,
    "劳动技能": "普通劳动力",
    "是否已务工": "是",
    "务工区域": "省外",
    "务工所在地": "广东省东莞市",
    "务工企业": "某厂",
    "务工时间": Decimal(6),
    "务工月收入": Decimal(4000),
    "开始时间": date(2026, 1, 1),
    "结束时间": None,
    "公益性岗位": None,
    "公岗月数": None,
    "城乡居民医保": "是",
    "职工医保": "否",
    "联系电话": None,
}
MEASURE: dict[str, Any] = {
    "户": "H1",
    "姓名": None,
    "类别": "产业帮扶",
    "措施内容": "养羊",
    "政策编号": None,
    "金额": Decimal(3000),
    "状态": "已完成",
}
BASE: dict[str, dict[str, Any]] = {
    "户": HOUSEHOLD,
    "人": PERSON,
    "措施": MEASURE,
    "享受": {"户": "H1", "姓名": None, "政策编号": None},
    "政策": {"政策编号": None, "名称": None},
}
NAMES = "甲乙丙丁戊己庚辛壬癸"


def village(case: dict[str, Any]) -> Ledger:
    sheets: dict[str, list[dict[str, Any]]] = {}
    for word, sheet in SHEETS.items():
        rows = case.get(word, [{}] if word in ("户", "人", "措施") else None)
        if rows is not None:
            sheets[sheet] = [_row(word, place, row) for place, row in enumerate(rows)]
    without = case.get("without", ())
    kept = {
        sheet: [{n: v for n, v in row.items() if f"{sheet}.{n}" not in without} for row in rows]
        for sheet, rows in sheets.items()
        if sheet not in without
    }
    return ledger(
        {sheet: list(BASE[word]) for word, sheet in SHEETS.items() if not without}, **kept
    )


def _row(word: str, place: int, changes: dict[str, Any]) -> dict[str, Any]:
    row = {**BASE[word], **changes}
    if word == "人":
        if "证件号码" not in row:
            row["证件号码"] = f"id {row['出生日期']:%Y%m%d} {row['性别']} {place + 1}"
        row["证件号码"] = _number(row["证件号码"])
        if "姓名" not in changes:
            row["姓名"] = NAMES[place]
    return {name: _value(value) for name, value in row.items()}


def _number(written: str | None) -> str | None:
    """`id 19800101 男 1` is an ID with the right check digit; anything else stands as written."""
    if written is None or not written.startswith(("id ", "bad ")):
        return written
    word, born, sex, order, *tail = written.split()
    number = id_number(born, int(order), sex != "女")
    if word == "bad":
        number = number[:17] + ("0" if number[17] != "0" else "1")
    return number + "".join(tail)


def _value(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def cases(verdict: str) -> list[Any]:
    return [
        pytest.param(path.parent.name, case, id=f"{path.parent.name}-{verdict}-{place + 1}")
        for path in sorted(CASES.glob(f"*/{verdict}.yaml"))
        for place, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]


def cells(code: str, case: dict[str, Any]) -> list[str]:
    """The first cells that the rule reports, as 人2.性别, 政策!B3 or 手册.户信息!B3."""
    if "records" in case:
        return compared_cells(code, case["records"])
    built = ledger(**case["sheets"]) if "sheets" in case else village(case)
    lines = case.get("lines", {"2024": 8000, "2025": 8500, "2026": 8800})
    duties = case.get("duties", {})
    checked = check(built, settings(date(2026, 6, 30), lines, duties=duties), [code])
    if "sheets" in case:
        return sorted(f"{finding.sheet}!{finding.cell}" for finding in checked.findings)
    words = {sheet: word for word, sheet in SHEETS.items()}
    return sorted(_named(finding.sheet, finding.cell, built, words) for finding in checked.findings)


def compared_cells(code: str, records: dict[str, Any]) -> list[str]:
    built = {
        source: ledger(**{name: [{**row} for row in rows] for name, rows in sheets.items()})
        for source, sheets in records.items()
    }
    placed = {
        source: replace(
            one,
            households=_from(one.households, source),
            persons=_from(one.persons, source),
        )
        for source, one in built.items()
    }
    findings = reconcile(placed, settings()).findings
    return sorted(f"{f.file}.{f.sheet}!{f.cell}" for f in findings if f.code == code)


def _from(records: tuple[Any, ...], file: str) -> tuple[Any, ...]:
    sources = {r.at.sheet: replace(r.at.source, file=file) for r in records}
    return tuple(replace(r, at=replace(r.at, source=sources[r.at.sheet])) for r in records)


def _named(sheet: str, cell: str, built: Ledger, words: dict[str, str]) -> str:
    records: tuple[Any, ...] = (*built.households, *built.persons, *built.measures, *built.benefits)
    for record in records:
        if record.at.sheet == sheet:
            for column in record.at.source.columns:
                if record.at.cell(column) == cell:
                    return f"{words[sheet]}{record.at.row - FIRST_ROW + 1}.{column}"
    raise AssertionError(f"{sheet} {cell} is no cell of a record")


@pytest.mark.parametrize(("code", "case"), cases("pass"))
def test_what_a_rule_lets_pass(code: str, case: dict[str, Any]) -> None:
    assert "found" not in case
    assert cells(code, case) == [], case["name"]


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_what_a_rule_finds(code: str, case: dict[str, Any]) -> None:
    assert case["found"]
    assert cells(code, case) == sorted(case["found"]), case["name"]


def test_the_unchanged_household_breaks_no_rule() -> None:
    checked = check(village({}), settings())
    assert [(f.code, f.message) for f in checked.findings] == []
    assert {entry.code for entry in checked.unchecked if entry.code.startswith("R")} == set(
        ELSEWHERE
    )


def test_every_rule_has_a_passing_and_a_failing_case() -> None:
    folders = {path.name for path in CASES.iterdir()}
    assert folders == set(RULES) | COMPARED
    for folder in CASES.iterdir():
        assert sorted(path.name for path in folder.iterdir()) == ["fail.yaml", "pass.yaml"]


@pytest.mark.parametrize("code", sorted(RULES))
def test_without_the_rule_nothing_is_found(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = yaml.safe_load((CASES / code / "fail.yaml").read_text(encoding="utf-8"))
    assert cells(code, failing[0])
    monkeypatch.delitem(RULES, code)
    assert [cells(code, case) for case in failing] == [[]] * len(failing)


def test_every_rule_of_the_table_is_checked_but_those_of_the_archive() -> None:
    known = {code for code in texts() if code.startswith("R")}
    assert known - set(RULES) == set(ELSEWHERE) == COMPARED | {"R152", "R153"}


def test_the_likely_number_is_named() -> None:
    sheets = {
        "政策": [{"政策编号": "P01", "适用条件": "年龄 >= 60"}],
        "政策享受": [{"户": "H001", "政策编号": "P011"}],
    }
    assert "P01" in check(ledger(**sheets), settings(), ["E202"]).findings[0].message


@pytest.mark.parametrize("code", [code for code in sorted(RULES) if code.startswith("R")])
def test_an_absent_column_is_unchecked_and_never_a_finding(code: str) -> None:
    for need in RULES[code].needs:
        sheet, _, column = need.partition(".")
        built = village({"without": (need,)})
        assert not built.has(sheet, column or None)
        checked = check(built, settings(), [code])
        assert checked.findings == ()
        assert [entry.code for entry in checked.unchecked] == [code], need


def test_a_sheet_without_the_column_gives_no_finding_a_row() -> None:
    empty = village({"without": ("家庭成员.民族", "户信息.联系电话", "户信息.是否危房户")})
    checked = check(empty, settings(), ["R021", "R025", "R028"])
    assert checked.findings == ()
    assert {entry.code for entry in checked.unchecked} == {"R021", "R025", "R028"}


def test_severity_is_policy_and_a_rule_can_be_switched_off() -> None:
    case = village({"户": [{"联系电话": None}]})
    usual = check(case, settings(), ["R025"]).findings
    milder = check(case, settings(levels={"R025": "提示"}), ["R025"]).findings
    off = check(case, settings(levels={"R025": "off"}), ["R025"]).findings
    assert [f.severity for f in usual] == [Severity.error]
    assert [f.severity for f in milder] == [Severity.hint]
    assert off == ()


def test_findings_of_reading_have_levels_too() -> None:
    said = [
        finding_at(None, (), code=code, severity=Severity.warning, message="", fix="")
        for code in ("W005", "W008")
    ]
    built = replace(village({}), findings=tuple(said))
    found = check(built, settings(levels={"W005": "off", "W008": "提示"})).findings
    assert [(one.code, one.severity) for one in found] == [("W008", Severity.hint)]


def test_settings_that_no_rule_understands_are_told() -> None:
    own = settings(
        levels={"R013": "严", "R999": "off"},
        thresholds={"large_household": "七", "large_houshold": 5},
    )
    told = {(one.code, one.reason[:10]) for one in check(village({}), own).unchecked}
    known = {(one.code, one.reason[:10]) for one in check(village({}), settings()).unchecked}
    assert {code for code, _ in told - known} == {"R013", "R999", "R015"}
    assert len(told - known) == 4


def test_a_low_wage_is_only_a_hint() -> None:
    found = check(village({"人": [{"务工月收入": Decimal(300)}]}), settings(), ["R073"]).findings
    assert [f.severity for f in found] == [Severity.hint]


@pytest.mark.parametrize("code", ["R050", "R111"])
def test_the_last_failing_case_is_only_a_hint(code: str) -> None:
    failing = yaml.safe_load((CASES / code / "fail.yaml").read_text(encoding="utf-8"))
    found = [check(village(case), settings(), [code]).findings for case in failing]
    assert [f.severity for f in found[-1]] == [Severity.hint]
    assert {f.severity for one in found[:-1] for f in one} == {texts()[code].severity}


@pytest.mark.parametrize(
    ("column", "word"),
    [
        ("在校生状况", "休学待定"),
        ("劳动技能", "待评定"),
        ("城乡居民医保", "已缴400"),
        ("务工区域", "外头"),
        ("享受低保", "待定"),
        ("享受特困", "待定"),
    ],
)
def test_a_word_that_means_nothing_known_is_no_error(column: str, word: str) -> None:
    amount = {"享受低保": {"低保金": Decimal(3000)}, "享受特困": {"特困金": Decimal(9000)}}
    aid = {"享受低保": "农村低保", "享受特困": "特困供养", "务工区域": "外出务工交通补贴"}
    case = {"户" if column in HOUSEHOLD else "人": [{column: word, **amount.get(column, {})}]}
    measures = [{"类别": "综合保障", "措施内容": aid.get(column, "慰问")}]
    found = check(village({**case, "措施": measures}), settings()).findings
    assert [f.code for f in found if f.severity.blocks and f.code != "R097"] == []


def test_thresholds_come_from_the_settings() -> None:
    case = village({"户": [{"家庭人口": 6}]})
    assert check(case, settings(), ["R015"]).findings == ()
    assert check(case, settings(thresholds={"large_household": 6}), ["R015"]).findings
    assert check(case, settings(thresholds={"large_household": "许多"}), ["R015"]).findings == ()


def test_a_finding_says_household_person_value_and_remedy() -> None:
    found = check(village({"人": [{"性别": "女", "证件号码": "id 19800101 男 1"}]}), settings())
    finding = next(f for f in found.findings if f.code == "R007")
    assert (finding.household, finding.person, finding.value) == ("H1", "甲", "女")
    assert finding.fix
    assert len(finding.also) == 1


def test_two_of_one_name_are_told_apart() -> None:
    persons = [{"姓名": "甲", "人编号": "1"}, {"姓名": "甲", "人编号": "2", "民族": None}]
    found = check(village({"人": persons}), settings(), ["R021"]).findings
    assert [f.person for f in found] == ["2"]


def test_the_order_of_rows_changes_nothing_but_places() -> None:
    persons = [{"民族": None}, {"与户主关系": "之子", "出生日期": date(2015, 1, 1)}]
    there = check(village({"人": persons}), settings()).findings
    back = check(
        village({"人": [dict(p, 姓名="甲乙"[::-1][i]) for i, p in enumerate(persons[::-1])]}),
        settings(),
    )
    assert sorted((f.code, f.message) for f in there) == sorted(
        (f.code, f.message) for f in back.findings
    )
