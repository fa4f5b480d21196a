"""R130-R137: monitored households, their risks, measures and removal."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.facts.words import blank, words_of
from docgen.model import Household, value_of
from docgen.rules.case import Case, Home, has, months_after
from docgen.rules.health import STRONG
from docgen.rules.labour import WITHOUT
from docgen.rules.registry import Fault, Found, of_home, rule

_KIND = "户信息.监测对象类别"
_REMOVED = "户信息.风险是否已消除"
_IDENTIFIED = "户信息.识别时间"
_MEASURES = "帮扶措施.类别"
DEVELOPMENT = frozenset(("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶"))
# A risk that holds this word -> the kinds of measures that answer it.
ANSWERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("因病", frozenset(("健康帮扶", "社会帮扶"))),
    ("因学", frozenset(("义务教育保障", "教育帮扶", "社会帮扶"))),
    ("因残", frozenset(("综合保障", "社会帮扶"))),
    ("住房", frozenset(("住房安全保障", "搬迁"))),
    ("饮水", frozenset(("饮水安全保障",))),
)
AFTER_REMOVAL = ("消除后人均纯收入", "是否危房户", "饮水是否安全", "联系电话")
ON_ALLOWANCE = ("农村低保", "城市低保")
DESTITUTE = ("农村特困", "城市特困")
BACKING = ("整户无劳动力兜底保障户", "享受低保", "享受特困")


def _kinds(case: Case, home: Home) -> set[str]:
    """The kinds of measures of a household."""
    rows = case.ledger.measures_of(home.household.id)
    return {kind for measure in rows for kind in words_of(measure.kind)}


def _long_identified(case: Case, home: Home, months: str) -> bool:
    """Whether so many months have passed since the household was identified."""
    identified = home.household.identified
    return identified is not None and months_after(identified, case.years(months)) <= case.as_of


@rule("R130", _KIND, _IDENTIFIED, "帮扶措施")
def measures_in_time(case: Case) -> Found:
    for home in case.homes:
        if not _long_identified(case, home, "months_to_measure"):
            continue
        if not case.ledger.measures_of(home.household.id):
            identified = home.household.identified
            message = "识别满一个月，还没有任何帮扶措施"
            yield of_home(home, ["识别时间"], message, "立即落实措施并登记在帮扶措施表", identified)


@rule("R131", _KIND, _REMOVED, _IDENTIFIED, _MEASURES, "家庭成员.劳动技能")
def development(case: Case) -> Found:
    for home in case.homes:
        if not any(member.person.labour in STRONG for member in home.members):
            continue
        if not _long_identified(case, home, "months_to_development"):
            continue
        kinds = _kinds(case, home)
        if not kinds & DEVELOPMENT:
            held = f"，只有{'、'.join(sorted(kinds))}" if kinds else ""
            message = f"有劳动力，识别满六个月还没有产业、就业、金融或公益岗位帮扶{held}"
            fix = "落实一项开发式帮扶措施并登记"
            yield _of_measures(case, home, message, fix)


def _of_measures(case: Case, home: Home, message: str, fix: str) -> Fault:
    """A fault at the kinds of a household's measures; at 识别时间 when it has none."""
    household = home.household
    rows = [row for row in case.ledger.measures_of(household.id) if row.at is not None]
    if not rows:
        return of_home(home, ["识别时间"], message, fix, household.identified)
    first, *others = rows
    beside = ((household.at, "识别时间"), *((row.at, "类别") for row in others))
    kinds = "、".join(sorted({row.kind for row in rows if row.kind}))
    return Fault(first.at, ("类别",), message, fix, kinds, household.id, beside=beside)


@rule("R132", _KIND, _REMOVED, "户信息.致贫返贫风险1", _MEASURES)
def every_risk_has_its_measure(case: Case) -> Found:
    for home in case.homes:
        identified = home.household.identified
        if identified is not None and not _long_identified(case, home, "months_to_measure"):
            continue
        if case.unknown(home.household, "识别时间"):
            continue
        rows = case.ledger.measures_of(home.household.id)
        beside = [(row.at, "类别") for row in rows]
        for column, risk, answers in unanswered(home.household, _kinds(case, home)):
            message = f"风险“{risk}”没有对应的帮扶措施（{'、'.join(sorted(answers))}）"
            yield of_home(home, [column], message, "落实对应的措施并登记", risk, beside=beside)


def unanswered(household: Household, kinds: set[str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The risks (column, words, kinds that answer it) that none of these kinds answers."""
    for column, risk in risks(household):
        for word, answers in ANSWERS:
            if word in risk and not kinds & answers:
                yield column, risk, answers


def risks(household: Household) -> Iterator[tuple[str, str]]:
    """The risks of a household with the columns they stand in."""
    for place in range(1, 6):
        column = f"致贫返贫风险{place}"
        value = value_of(household, column)
        for word in words_of(value if isinstance(value, str) else None):
            yield column, word


@rule("R133", _KIND, _REMOVED, _IDENTIFIED, "户信息.消除时间")
def removed_too_soon(case: Case) -> Found:
    months = case.years("months_to_removal")
    for home in case.homes:
        identified, removed = home.household.identified, home.household.removed_on
        if identified is None or removed is None or months_after(identified, months) <= removed:
            continue
        message = f"{identified:%Y-%m-%d}识别，{removed:%Y-%m-%d}消除，不足{months}个月"
        fix = "核对识别时间和消除时间；确实不足的补充说明"
        yield of_home(home, ["消除时间", "识别时间"], message, fix, removed)


@rule("R134", _KIND, _REMOVED)
def facts_after_removal(case: Case) -> Found:
    for column in AFTER_REMOVAL:
        if not case.view.has("户信息", column):
            yield f"“户信息”表没有“{column}”列"
            continue
        for home in case.homes:
            household = home.household
            if value_of(household, column) is None and has(household, column):
                message = f"风险已消除，{column}没有填"
                yield of_home(home, [column], message, "对照风险消除材料填写")


@rule("R135", _KIND, _REMOVED, "家庭成员.劳动技能")
def without_labour(case: Case) -> Found:
    yield from (
        f"“户信息”表没有“{name}”列" for name in BACKING if not case.view.has("户信息", name)
    )
    for home in case.homes:
        household = home.household
        labours = [member.person.labour for member in home.members]
        if not labours or not all(labour in WITHOUT for labour in labours):
            continue
        if household.risk_removed == "是":
            message = "整户无劳动力，却标注风险已消除"
            fix = "核实是否确有稳定收入来源，否则恢复监测"
            yield of_home(home, ["风险是否已消除", BACKING[0]], message, fix, "是")
        if all(has(household, name) for name in BACKING) and not _backed(household):
            message = "整户无劳动力，没有低保、特困，也没有标为兜底保障户"
            fix = "按程序申请兜底保障，或标注整户无劳动力兜底保障户"
            cells = [*BACKING, "风险是否已消除"]
            yield of_home(home, cells, message, fix, household.no_labour_backstop)


def _backed(household: Household) -> bool:
    return (
        household.low_income_aid in ON_ALLOWANCE
        or household.destitute_aid in DESTITUTE
        or household.no_labour_backstop == "是"
    )


@rule("R136", _KIND, _REMOVED, "户信息.消除后人均纯收入", "户信息.消除时间")
def income_at_removal(case: Case) -> Found:
    years: set[int] = set()
    for home in case.homes:
        income, removed = home.household.income_after_removal, home.household.removed_on
        if income is None or removed is None:
            continue
        line = case.view.line(removed.year)
        if line is None:
            years.add(removed.year)
        elif income < line:
            message = f"消除时人均纯收入{income}元，低于{removed.year}年监测线{line}元"
            fix = "核实；属实的恢复监测，写错的改正"
            yield of_home(home, ["消除后人均纯收入"], message, fix, income)
    for year in sorted(years):
        yield f"设置中没有{year}年的监测线（[lines] monitor）"


@rule("R137", _KIND, "户信息.致贫返贫风险1", "户信息.其他备注")
def other_risk_explained(case: Case) -> Found:
    for home in case.homes:
        other = [column for column, risk in risks(home.household) if risk.startswith("其他")]
        if other and blank(home.household.remark) and has(home.household, "其他备注"):
            message = "风险类型为其他，没有备注"
            yield of_home(home, ["其他备注", *other], message, "在其他备注写明是什么风险")
