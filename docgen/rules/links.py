"""E201-W209: one sheet against another, dates in their order, amounts that fight each other."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from docgen.facts.coded import any_but, label_of, list_of
from docgen.facts.comparison import STAGES, compare
from docgen.facts.conditions import parse
from docgen.facts.figures.select import number_in
from docgen.facts.validity import villages_named
from docgen.facts.words import words_of
from docgen.model import (
    CORE_SHEETS,
    Beneficiary,
    Benefit,
    Entry,
    Household,
    Measure,
    Person,
    Supervision,
    columns_of,
    value_of,
)
from docgen.rules.case import Case, has, is_before
from docgen.rules.registry import Fault, Found, of_home, rule
from docgen.words import plain_name

# Sheet, first date, second date: the second is never before the first.
IN_ORDER: tuple[tuple[str, str, str], ...] = (
    ("帮扶责任人", "结对开始", "结对结束"),
    ("家庭成员", "开始时间", "结束时间"),
    ("项目", "开工日期", "实际竣工"),
    ("项目", "开工日期", "计划竣工"),
    ("政策", "有效期起", "有效期止"),
    ("户信息", "识别时间", "消除时间"),
    ("问题整改", "反馈日期", "完成日期"),
    ("问题整改", "完成日期", "销号日期"),
    ("政策", "申报起", "申报止"),
    ("接单记录", "认领日期", "完成日期"),
    ("贷款", "发放日", "到期日"),
    ("项目资产", "合同起", "合同止"),
    ("工作队", "驻村开始", "驻村结束"),
    ("吸纳用工", "开始", "结束"),
    ("光伏电站", "故障日期", "修复日期"),
    ("安置点", "开工", "计划竣工"),
)
WHOLE_WORDS = ("=", "!=", "属于", "不属于")  # comparisons with a whole word of the column
OF_PROJECTS = ("项目资产", "收益分配")  # registers whose 项目编号 is one of the sheet 项目


def _likely(written: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(written, sorted(known), 1, 0.8)
    return f"，最像的是{near[0]}" if near else ""


@rule("E201", "政策.适用条件")
def readable_conditions(case: Case) -> Found:
    for policy in case.ledger.policies:
        for fault in parse(policy.rule).faults:
            fix = "按条件的写法改正，如：户类型 为 脱贫户 且 年龄 >= 60"
            yield Fault(policy.at, ("适用条件",), f"适用条件{fault}", fix, policy.rule)


@rule("W201", "政策")
def conditions_written(case: Case) -> Found:
    for policy in case.ledger.policies:
        if parse(policy.rule).empty:
            message = f"政策{policy.id}没有适用条件，不参加匹配"
            yield Fault(policy.at, ("适用条件", "政策编号"), message, "用台账的字段名写出适用条件")


@rule("W209", "政策.适用条件")
def values_in_use(case: Case) -> Found:
    """A word that no cell of its column can hold: the policy would fit nobody, without a word."""
    for policy in case.ledger.policies:
        for test in parse(policy.rule).tests:
            for value in test.values if test.operator in WHOLE_WORDS else ():
                if _never_stands(case, test.name, value):
                    message = (
                        f"适用条件里的“{value}”不是{test.name}的写法{_meant(test.name, value)}"
                    )
                    yield Fault(policy.at, ("适用条件",), message, _labels(test.name), policy.rule)


def _never_stands(case: Case, name: str, value: str) -> bool:
    """Whether a closed list has no such word, and no cell of the ledger either."""
    codes = list_of(name)
    if codes is None or not codes.closed or label_of(name, value) in codes.labels:
        return False
    if any_but(name, value) or (name == "在校生状况" and value in STAGES):
        return False
    rows: Sequence[Household | Person] = case.ledger.households
    if name not in columns_of(Household):
        rows = case.ledger.persons
    return not any(compare(value_of(row, name), "=", (value,), name) for row in rows)


def _meant(name: str, value: str) -> str:
    codes = list_of(name)
    words = [*codes.labels, *(STAGES if name == "在校生状况" else ())] if codes else []
    near = difflib.get_close_matches(value, words, 1, 0.5)
    return f"，是不是“{near[0]}”" if near else ""


def _labels(name: str) -> str:
    codes = list_of(name)
    return f"改成台账里的写法：{'、'.join(codes.labels if codes else ())}"


def _enjoyed(case: Case) -> list[Measure | Benefit]:
    return [*case.ledger.measures, *case.ledger.benefits]


@rule("E202", "政策")
def policies_exist(case: Case) -> Found:
    known = {policy.id for policy in case.ledger.policies}
    for row in _enjoyed(case):
        if row.policy is not None and row.policy not in known:
            message = f"政策表里没有“{row.policy}”{_likely(row.policy, known)}"
            fix = "改正政策编号，或在政策表补上这项政策"
            yield Fault(row.at, ("政策编号",), message, fix, row.policy, row.household)


@rule("E203", "项目")
def projects_exist(case: Case) -> Found:
    known = {project.id for project in case.ledger.projects}
    rows: list[Beneficiary | Supervision | Entry] = [
        *case.ledger.beneficiaries,
        *case.ledger.supervisions,
        *(row for sheet in OF_PROJECTS for row in case.ledger.register(sheet)),
    ]
    for row in rows:
        written = value_of(row, "项目编号")
        for number in words_of(str(written)) if written else ():
            if number not in known:
                message = f"项目表里没有“{number}”{_likely(number, known)}"
                fix = "改正项目编号，或在项目表补上这个项目"
                yield Fault(row.at, ("项目编号",), message, fix, number, row.household or "")


@rule("E204", "问题整改")
def problems_name_what_exists(case: Case) -> Found:
    households = {household.id for household in case.ledger.households}
    projects = {project.id for project in case.ledger.projects}
    for problem in case.ledger.problems:
        for column, written, known, what in (
            ("涉及户", problem.households, households, "户"),
            ("涉及项目", problem.projects, projects, "项目"),
        ):
            for word in villages_named(written) if known else ():
                if word not in known and _like_a_number(word, known):
                    message = f"{column}“{word}”查无此{what}{_likely(word, known)}"
                    yield Fault(problem.at, (column,), message, f"改正{what}编号", word)


def _like_a_number(word: str, known: Collection[str]) -> bool:
    """Whether a word has the shape of the numbers in use (全村, 部分户 have not)."""
    return _shape(word) in {_shape(number) for number in known}


def _shape(word: str) -> str:
    return re.sub(r"\d", "0", word)


@rule("E205")
def dates_in_order(case: Case) -> Found:
    for sheet, before, after in IN_ORDER:
        for record in _records(case, sheet):
            first, second = value_of(record, before), value_of(record, after)
            if isinstance(first, date) and isinstance(second, date) and is_before(second, first):
                message = f"{after}{second:%Y-%m-%d}早于{before}{first:%Y-%m-%d}"
                fix = "核对后改正其中一个日期"
                household, person = _owner(record)
                yield Fault(record.at, (after, before), message, fix, second, household, person)


def _records(case: Case, sheet: str) -> Sequence[Any]:
    ledger = case.ledger
    fields: dict[type, Sequence[Any]] = {
        type(rows[0]): rows
        for rows in (
            ledger.households,
            [spell for one in ledger.persons for spell in (one, *one.spells)],
            ledger.helpers,
            ledger.policies,
            ledger.projects,
            ledger.problems,
        )
        if rows
    }
    return fields.get(CORE_SHEETS[sheet], ()) if sheet in CORE_SHEETS else ledger.register(sheet)


def _owner(record: Any) -> tuple[str, str]:
    """Household and person of a record, empty where it has none."""
    if isinstance(record, Household):
        return record.id, ""
    person = record.name if isinstance(record, Person) else None
    return getattr(record, "household", None) or "", person or ""


@rule("W202", "家庭成员")
def persons_exist(case: Case) -> Found:
    for row in _enjoyed(case):
        home = case.home_of.get(row.household)
        if row.person is None or home is None or not home.members:
            continue
        if any(case.unknown(m.person, "姓名") for m in home.members):
            continue
        names = {name for m in home.members for name in (m.person.name, m.person.id) if name}
        if plain_name(row.person) not in map(plain_name, names):
            message = f"“{row.person}”不在这一户的家庭成员里{_likely(row.person, names)}"
            fix = "改正姓名或户编号，或补上成员"
            yield Fault(row.at, ("姓名",), message, fix, row.person, row.household, row.person)


@rule("W203", "政策.有效期止", "政策享受.发放日期")
def paid_in_time(case: Case) -> Found:
    for row in case.ledger.benefits:
        policy = case.ledger.policy(row.policy) if row.policy else None
        if policy is None or row.paid_on is None:
            continue
        since, until = policy.valid_from, policy.valid_until
        message = ""
        if until is not None and row.paid_on > until:
            message = f"{row.paid_on:%Y-%m-%d}发放，政策有效期止于{until:%Y-%m-%d}"
        elif since is not None and is_before(row.paid_on, since):
            message = f"{row.paid_on:%Y-%m-%d}发放，政策有效期从{since:%Y-%m-%d}起"
        if message:
            fix = "政策仍在执行的改有效期，否则核对发放"
            cells = ("发放日期", "政策编号")
            yield Fault(row.at, cells, message, fix, row.paid_on, row.household, row.person or "")


@rule("W204", "户信息", "帮扶责任人")
def everybody_has_a_helper(case: Case) -> Found:
    for home in case.homes:
        helpers = case.ledger.helpers_of(home.household.id)
        current = [h for h in helpers if h.until is None or h.until >= case.as_of]
        if not current:
            message = "没有帮扶责任人" if not helpers else "结对都已结束，没有新的帮扶责任人"
            yield of_home(home, ["户编号"], message, "落实帮扶责任人并登记", home.household.id)


@rule("W205", "项目")
def money_of_projects(case: Case) -> Found:
    for project in case.ledger.projects:
        pairs = (
            ("已支付", project.paid, "到位资金", project.arrived),
            ("到位资金", project.arrived, "总投资", project.investment),
        )
        for less, small, more, large in pairs:
            if small is not None and large is not None and small > large:
                message = f"{less}{small}元超过{more}{large}元"
                yield Fault(project.at, (less, more), message, "核对金额和单位", small)


@rule("W207", "问题整改")
def problems_are_assigned(case: Case) -> Found:
    duties = (("整改措施", "measure"), ("责任人", "responsible"), ("完成时限", "deadline"))
    for problem in case.ledger.problems:
        if problem.present in ("不存在", "不涉及"):
            continue
        columns = [
            name
            for name, attribute in duties
            if getattr(problem, attribute) is None and has(problem, name)
        ]
        if columns:
            message = f"问题{problem.id}没有{'、'.join(columns)}"
            yield Fault(problem.at, tuple(columns), message, "逐条落实措施、责任人和时限")


@rule("W208", "问题整改.销号日期")
def closed_with_proof(case: Case) -> Found:
    for problem in case.ledger.problems:
        if problem.closed_on is None:
            continue
        columns = ["状态"] if problem.state != "已完成" and has(problem, "状态") else []
        columns += ["佐证材料"] if problem.evidence is None and has(problem, "佐证材料") else []
        if columns:
            message = f"问题{problem.id}已填销号日期，{'和'.join(columns)}却不齐"
            fix = "补齐完成情况和佐证材料，否则撤回销号"
            yield Fault(problem.at, (*columns, "销号日期"), message, fix, problem.closed_on)


@rule("W206", "公益岗.岗位数", "公益岗.在岗数")
def filled_posts(case: Case) -> Found:
    for row in case.ledger.register("公益岗"):
        posts, filled = number_in(row, "岗位数"), number_in(row, "在岗数")
        if posts is not None and filled is not None and filled > posts:
            message = f"在岗数{filled}超过岗位数{posts}"
            yield Fault(row.at, ("在岗数", "岗位数"), message, "核对岗位数和在岗数", filled)
