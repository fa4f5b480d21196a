"""W210-W211: an amount that is larger than the whole it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from docgen.model import Beneficiary, Entry, Household, Value, value_of
from docgen.rules.case import Case
from docgen.rules.registry import Fault, Found, of_home, rule

# Sheet, the lesser amount, the larger one.
AT_MOST: tuple[tuple[str, str, str], ...] = (
    ("项目受益户", "已发放", "补助标准"),
    ("项目受益户", "自筹已缴", "自筹应缴"),
    ("产业奖补", "实补", "应补"),
    ("分红明细", "实分", "应分"),
    ("收益分配", "实付", "应付"),
    ("贷款", "余额", "金额"),
    ("会议活动", "实到", "应到"),
)
TRANSFERS = ("低保金", "特困金", "养老金", "生态补偿金")


@rule("W210")
def more_than_due(case: Case) -> Found:
    for sheet, less, more in AT_MOST:
        for row in _rows(case, sheet):
            small, large = _number(value_of(row, less)), _number(value_of(row, more))
            if small is not None and large is not None and small > large:
                message = f"{less}{small}超过{more}{large}"
                fix = "核对两个数和单位，改正写错的一个"
                yield Fault(row.at, (less, more), message, fix, small, row.household or "")


def _rows(case: Case, sheet: str) -> Sequence[Beneficiary | Entry]:
    return case.ledger.beneficiaries if sheet == "项目受益户" else case.ledger.register(sheet)


def _number(value: Value | None) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) else None


@rule("W211", "户信息.转移性收入")
def parts_of_transfers(case: Case) -> Found:
    for home in case.homes:
        whole, parts = home.household.transfer_income, _parts(home.household)
        if whole is not None and whole > 0 and sum(parts.values()) > whole:
            message = f"{'、'.join(parts)}合计{sum(parts.values())}元，多于转移性收入{whole}元"
            fix = "核对各项补贴和转移性收入，改正写错的一项"
            yield of_home(home, ["转移性收入", *parts], message, fix, whole)


def _parts(household: Household) -> dict[str, Decimal]:
    amounts = {name: _number(value_of(household, name)) for name in TRANSFERS}
    return {name: amount for name, amount in amounts.items() if amount}
