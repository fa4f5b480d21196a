"""R090-R098: income, its parts and the lines of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from docgen.facts.words import words_of
from docgen.model import Household, value_of
from docgen.rules.case import Case, Home, has
from docgen.rules.registry import Fault, Found, of_home, rule

PER_HEAD = "户信息.人均纯收入"
GAINS = ("工资性收入", "生产经营性收入", "财产性收入", "转移性收入")
COSTS = "生产经营性支出"
ALLOWANCES = ("低保金", "特困金", "养老金")  # never a few yuan a year, as 生态补偿金 may be
PARTS = tuple(f"户信息.{name}" for name in (*GAINS, COSTS))
ON_ALLOWANCE = ("农村低保", "城市低保")
NOT_ON_ALLOWANCE = (None, "未享受")  # another word says neither
NOT_DESTITUTE = (None, "不享受")
DESTITUTE = ("农村特困", "城市特困")
PENSION_AGE = 60
# A measure of this kind shows in this income.
FRUITS = {
    "产业帮扶": "生产经营性收入",
    "就业帮扶": "工资性收入",
    "公益岗位帮扶": "工资性收入",
    "综合保障": "转移性收入",
}
FIRST_OF_2023 = date(2023, 1, 1)


def _amount(household: Household, column: str) -> Decimal | None:
    value = value_of(household, column)
    return Decimal(value) if isinstance(value, int | Decimal) else None


@rule("R090", PER_HEAD, "户信息.家庭人口", *PARTS)
def sum_of_parts(case: Case) -> Found:
    tolerance = case.limit("income_tolerance")
    for home in case.homes:
        written, net = home.household.income_per_head, _net(home.household)
        size = home.household.size
        if written is None or net is None or not size:
            continue
        # Where the size itself is in doubt (R014), the members listed may be the right divisor.
        heads = {size, len(home.members) or size}
        if all(abs(written - net / count) > tolerance for count in heads):
            computed = (net / size).quantize(Decimal("0.01"))
            message = f"人均纯收入写{written}元，按各项收入算应为{computed}元"
            fix = "核对各项收入和家庭人口，改正写错的一项"
            yield of_home(home, ["人均纯收入", *GAINS, COSTS], message, fix, written)


def _net(household: Household) -> Decimal | None:
    """Income less costs in yuan, empty parts being none; None when no part is written."""
    gains = [amount for name in GAINS if (amount := _amount(household, name)) is not None]
    if not gains:
        return None
    return sum(gains, Decimal(0)) - (household.business_costs or Decimal(0))


@rule("R091", "户信息")
def tiny_parts(case: Case) -> Found:
    smallest = case.limit("smallest_income")
    for column in (*GAINS, *ALLOWANCES):
        if column in GAINS and not case.view.has("户信息", column):
            yield f"“户信息”表没有“{column}”列"
        for home in case.homes:
            amount = _amount(home.household, column)
            if amount is not None and 0 < amount < smallest:
                message = f"{column}只有{amount}元，单位可能写成了万元"
                yield of_home(home, [column], message, "核对单位（元），确实如此的不用改", amount)


@rule("R092", PER_HEAD)
def far_from_usual(case: Case) -> Found:
    low, high = case.limit("lowest_income_per_head"), case.limit("highest_income_per_head")
    for home in case.homes:
        income = home.household.income_per_head
        if income is not None and not low < income <= high:
            message = f"人均纯收入{income}元，请复核"
            yield of_home(home, ["人均纯收入"], message, "核对各项收入，确实如此的不用改", income)


@rule("R093", "户信息.生产经营性收入", f"户信息.{COSTS}")
def costs_of_business(case: Case) -> Found:
    for home in case.homes:
        household = home.household
        if (
            household.business_income
            and household.business_income > 0
            and not household.business_costs
        ):
            message = f"生产经营性收入{household.business_income}元，没有生产经营性支出"
            fix = "补填种苗、饲料、农资等支出"
            yield of_home(home, [COSTS, "生产经营性收入"], message, fix, household.business_costs)


@rule("R094", "户信息")
def allowances(case: Case) -> Found:
    for needs, check in (
        (("享受低保", "低保金"), _allowance),
        (("享受特困", "特困金"), _support),
        (("享受低保", "享受特困"), _both),
    ):
        absent = [name for name in needs if not case.view.has("户信息", name)]
        if absent:
            yield f"“户信息”表没有“{absent[0]}”列"
            continue
        for home in case.homes:
            if all(has(home.household, name) for name in needs):
                yield from check(home)


def _allowance(home: Home) -> Iterator[Fault]:
    said, amount = home.household.low_income_aid, home.household.allowance
    if said in ON_ALLOWANCE and not amount:
        message = f"享受{said}，却没有低保金"
        yield of_home(home, ["低保金", "享受低保"], message, "补填低保金，或改正享受低保", amount)
    elif said in NOT_ON_ALLOWANCE and amount is not None and amount > 0:
        message = f"享受低保是{said or '空'}，却有低保金{amount}元"
        yield of_home(home, ["低保金", "享受低保"], message, "核对低保名册，改正写错的一项", amount)


def _support(home: Home) -> Iterator[Fault]:
    said, amount = home.household.destitute_aid, home.household.destitute_support
    if said in DESTITUTE and not amount:
        message = f"享受{said}，却没有特困金"
        yield of_home(home, ["特困金", "享受特困"], message, "补填特困金，或改正享受特困", amount)


def _both(home: Home) -> Iterator[Fault]:
    household = home.household
    by_words = household.low_income_aid in ON_ALLOWANCE and household.destitute_aid in DESTITUTE
    by_money = bool(household.allowance) and bool(household.destitute_support)
    if by_words or by_money:
        cells = ["低保金", "特困金", "享受低保", "享受特困"]
        yield of_home(home, cells, "同时享受低保和特困", "只能享受一种，核对民政名册后改正")


@rule("R095", "户信息.养老金", "家庭成员.出生日期")
def pension(case: Case) -> Found:
    for home in case.homes:
        amount = home.household.pension
        if not home.members or not has(home.household, "养老金"):
            continue
        ages = [member.age for member in home.members]
        old = [member for member in home.members if member.aged(PENSION_AGE)]
        if old and not amount:
            message = f"{old[0].called}已满60岁，户内没有养老金"
            fix = "核对养老金发放，补填或督促参保"
            beside = [(member.person.at, "出生日期") for member in old]
            yield of_home(home, ["养老金"], message, fix, amount, beside=beside)
        elif amount and amount > 0 and not old and None not in ages:
            message = f"有养老金{amount}元，却没有60岁以上成员"
            beside = [(member.person.at, "出生日期") for member in home.members]
            yield of_home(home, ["养老金"], message, "核对养老金和出生日期", amount, beside=beside)


@rule("R096", PER_HEAD, "户信息.监测对象类别", "户信息.户类型")
def below_line(case: Case) -> Found:
    year = case.as_of.year
    line = case.view.line(year)
    if line is None:
        yield f"设置中没有{year}年的监测线（[lines] monitor）"
        return
    for home in case.homes:
        household = home.household
        income = household.income_per_head
        if income is not None and income < line:
            message = f"脱贫户人均纯收入{income}元，低于{year}年监测线{line}元，没有纳入监测"
            fix = "核实收入；属实的按程序纳入监测，写错的改正"
            yield of_home(home, ["人均纯收入"], message, fix, income)


@rule("R097", "帮扶措施.类别")
def fruits_of_measures(case: Case) -> Found:
    for home in case.homes:
        measures = case.ledger.measures_of(home.household.id)
        enjoyed = [kind for measure in measures for kind in words_of(measure.kind)]
        for column in dict.fromkeys(FRUITS.values()):
            kinds = [kind for kind in enjoyed if FRUITS.get(kind) == column]
            if not kinds or not has(home.household, column) or _amount(home.household, column):
                continue
            message = f"享受{kinds[0]}，却没有{column}"
            fix = f"核对{column}，补填或改正措施"
            amount = _amount(home.household, column)
            causes = [m for m in measures if set(words_of(m.kind)) & set(kinds)]
            beside = [(measure.at, "类别") for measure in causes]
            yield of_home(home, [column], message, fix, amount, beside=beside)


@rule("R098", "户信息.识别时间", PER_HEAD)
def rich_when_identified(case: Case) -> Found:
    highest = case.limit("highest_monitored_income")
    for home in case.homes:
        household = home.household
        identified, income = household.identified, household.income_per_head
        if identified is None or identified < FIRST_OF_2023 or income is None:
            continue
        if income > highest:
            message = f"{identified:%Y年%m月}识别，人均纯收入{income}元，请复核"
            fix = "核对识别时的收入，确实如此的不用改"
            yield of_home(home, ["人均纯收入", "识别时间"], message, fix, income)
